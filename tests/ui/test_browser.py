"""The page 'Source' as a person uses it: search, sort, look at figures, import a file, use."""

import pytest
import torch
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox
from torchvision import models as zoo

from tests.ui.hands import click, open_page, press, settled
from transfer_gui.core.models.build import empty
from transfer_gui.ui.models.catalogue import ENTRY, Column, Key

SHIPPED = {"squeezenet1_1", "efficientnet_lite0", "resemblyzer", "glove_mean", "glove_cnn", "glove_gru", "keras"}


@pytest.fixture
def browser(qtbot, window):
    open_page(qtbot, window, "source")
    return window.browser


def names(browser) -> list[str]:
    found = browser.found
    return [found.index(row, 0).data(ENTRY).name for row in range(found.rowCount())]


def choose(qtbot, browser, name: str) -> None:
    """Click the row of a model."""
    index = browser.found.index(names(browser).index(name), 0)
    browser.table.scrollTo(index)
    place = browser.table.visualRect(index).center()
    qtbot.mouseClick(browser.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert browser.card.entry.name == name


def test_every_classification_model_of_torchvision_is_there(browser):
    theirs = set(zoo.list_models(module=zoo))
    assert theirs <= set(names(browser))
    assert set(names(browser)) - theirs == SHIPPED - {"squeezenet1_1"} | {"tfidf_mlp", "bert_encoder", "minilm"}


def test_the_shipped_models_stand_first_and_are_ready(browser):
    assert set(names(browser)[: len(SHIPPED)]) == SHIPPED
    for row in range(len(SHIPPED)):
        assert browser.found.index(row, Column.WEIGHTS).data() == "shipped"


@pytest.mark.parametrize(
    ("typed", "some", "none"),
    [("resnet", "resnet18", "vgg11"), ("VGG bn", "vgg11_bn", "vgg11"), ("vision", "vit_b_16", "resnet18")],
)
def test_typing_narrows_the_list(qtbot, browser, typed, some, none):
    qtbot.keyClicks(browser.search, typed)
    assert some in names(browser)
    assert none not in names(browser)
    assert browser.count.text() == f"{len(names(browser))} of {browser.model.rowCount()} models"
    qtbot.keyClick(browser.search, Qt.Key.Key_Escape)
    assert len(names(browser)) == browser.model.rowCount()


def test_a_search_that_finds_nothing_offers_the_way_back(qtbot, browser, window):
    qtbot.keyClicks(browser.search, "xyzzy")
    assert names(browser) == []
    click(qtbot, window, "clear_filter")
    assert len(names(browser)) == browser.model.rowCount()


def test_only_what_is_ready(qtbot, browser, window):
    click(qtbot, window, "ready_only")
    assert set(names(browser)) == SHIPPED


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Column.PARAMETERS, lambda e: e.parameters or None),
        (Column.GFLOPS, lambda e: e.gflops),
        (Column.ACCURACY, lambda e: e.accuracy),
    ],
)
def test_a_click_on_a_head_sorts_by_numbers(qtbot, browser, column, value):
    header = browser.table.horizontalHeader()
    for descending in (False, True):
        place = header.sectionViewportPosition(column) + 12
        for _ in range(3):
            if (
                header.sortIndicatorSection() == column
                and (header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder) == descending
            ):
                break
            qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(place, 8).toPoint())
        entries = [browser.found.index(row, 0).data(ENTRY) for row in range(browser.found.rowCount())]
        known = [value(e) for e in entries if value(e) is not None]
        assert known == sorted(known, reverse=descending)


def test_the_figures_are_torchvision_s_own(qtbot, browser):
    for name in ("resnet18", "vit_h_14", "efficientnet_b0"):
        choose(qtbot, browser, name)
        row = browser.found.index(names(browser).index(name), 0)
        entry = row.data(ENTRY)
        published = max(w.meta["_metrics"]["ImageNet-1K"]["acc@1"] for w in zoo.get_model_weights(name))
        assert entry.parameters in {w.meta["num_params"] for w in zoo.get_model_weights(name)}
        assert entry.parameters == sum(p.numel() for p in empty(name, 1000, {}).parameters())
        assert entry.accuracy == published
        assert f"{entry.parameters:,} parameters" in browser.card.figures.text()


def test_enter_uses_the_model_and_its_layers_are_read(qtbot, browser, window):
    choose(qtbot, browser, "efficientnet_lite0")
    qtbot.keyClick(browser.table, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.context.session.job.source.model == "efficientnet_lite0"
    assert window.context.session.job.source.weights == "shipped"
    assert window.context.facts.layers.parameters == window.layers.model.root.parameters
    assert browser.card.use.text() == "In use"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.context.session.job.source.model == "squeezenet1_1"


def test_weights_that_are_elsewhere_are_named_with_the_place_to_put_them(qtbot, browser, window):
    choose(qtbot, browser, "resnet18")
    bring = browser.card.bring
    assert bring.isVisible()
    words = " ".join(label.text() for label in bring.findChildren(type(bring.file)))
    assert "resnet18-f37072fd.pth" in words
    assert not browser.card.use.isEnabled(), "it cannot be used yet"


def test_from_scratch_is_said_plainly(qtbot, browser, window):
    choose(qtbot, browser, "resnet18")
    button = browser.card.choice.buttons["none"]
    press(qtbot, button)
    assert "from random numbers" in browser.card.status.text()
    click(qtbot, window, "use_model")
    settled(qtbot, window)
    assert window.context.session.job.source.weights == "none"


def drop(browser, path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    browser.dropEvent(event)


def test_a_file_of_ones_own_is_checked_and_used(qtbot, browser, window, tmp_path):
    network = zoo.resnet18(num_classes=7)
    path = tmp_path / "mine.pth"
    torch.save({"state_dict": {f"module.{n}": t for n, t in network.state_dict().items()}}, path)
    choose(qtbot, browser, "resnet18")
    drop(browser, path)
    qtbot.waitUntil(lambda: browser.card.use.isEnabled(), timeout=30_000)
    click(qtbot, window, "use_model")
    settled(qtbot, window)
    source = window.context.session.job.source
    assert source.model == "resnet18"
    assert source.weights.endswith("mine.pth")
    assert window.context.facts.layers_error == ""


def test_weights_of_another_model_are_refused_by_name(qtbot, browser, window, tmp_path):
    path = tmp_path / "other.pth"
    torch.save(zoo.mobilenet_v3_small(num_classes=3).state_dict(), path)
    choose(qtbot, browser, "resnet18")
    drop(browser, path)
    says = browser.card.import_
    qtbot.waitUntil(lambda: "mobilenet" in " ".join(x.text() for x in says.findChildren(type(browser.count))),
                    timeout=30_000)  # fmt: skip
    assert not browser.card.use.isEnabled()
    assert window.context.session.job.source.model == "squeezenet1_1"


def test_a_pickle_that_runs_code_is_refused_and_does_not_run(qtbot, browser, window, tmp_path):
    mark, path = tmp_path / "ran", tmp_path / "bad.pth"

    class Bad:
        def __reduce__(self):
            return (open, (str(mark), "w"))

    torch.save({"state_dict": Bad()}, path)
    choose(qtbot, browser, "resnet18")
    drop(browser, path)
    says = browser.card.import_
    qtbot.waitUntil(lambda: "bad.pth" in " ".join(x.text() for x in says.findChildren(type(browser.count))),
                    timeout=30_000)  # fmt: skip
    assert not mark.exists()
    assert not browser.card.use.isEnabled()


def test_a_folder_of_weights_makes_models_ready(qtbot, browser, window, tmp_path):
    folder = tmp_path / "weights"
    folder.mkdir()
    torch.save(zoo.resnet18().state_dict(), folder / "resnet18-f37072fd.pth")
    window.context.facts.set_weight_folders((folder,))
    qtbot.waitUntil(
        lambda: (
            browser.model.row_of(Key("resnet18", "")) is not None
            and browser.model.entries[browser.model.row_of(Key("resnet18", ""))].ready is not None
        ),
        timeout=60_000,
    )
    choose(qtbot, browser, "resnet18")
    assert browser.card.use.isEnabled()


def test_the_largest_model_opens_by_its_structure_alone(qtbot, browser, window):
    choose(qtbot, browser, "vit_h_14")
    press(qtbot, browser.card.choice.buttons["none"])
    click(qtbot, window, "use_model")
    settled(qtbot, window)
    assert window.context.facts.layers.parameters > 630_000_000


def test_weights_of_another_model_are_taken_over_layer_by_layer(qtbot, browser, window, tmp_path):
    theirs = zoo.resnet34(num_classes=4)
    torch.save(theirs.state_dict(), tmp_path / "resnet34.pth")
    choose(qtbot, browser, "resnet18")
    drop(browser, tmp_path / "resnet34.pth")
    says = browser.card.import_
    qtbot.waitUntil(lambda: says.by_layer.isVisible(), timeout=20_000)
    assert says.source is None
    qtbot.mouseClick(says.by_layer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: says.source is not None, timeout=20_000)
    table, details = browser.splitter.sizes()
    assert details > 1.8 * table, "the map has room"
    takes = {box.objectName(): box for box in says.layers.table.findChildren(QComboBox)}
    assert takes["takes_conv1"].currentData() == "conv1"
    assert takes["takes_fc"].currentData() == ""
    takes["takes_conv1"].setCurrentIndex(0)
    takes["takes_conv1"].activated.emit(0)
    qtbot.waitUntil(lambda: says.source is not None and says.source.pairs == (("conv1", ""),), timeout=20_000)
    click(qtbot, window, "use_model")
    qtbot.waitUntil(lambda: window.context.session.job.source.transfer == "layers", timeout=20_000)
    assert window.context.session.job.source.pairs == (("conv1", ""),)
