"""The page 'Data' as a person uses it: choose, look, split, rename, see what the network will see."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QLineEdit

from tests.core.data import pictures
from tests.ui.hands import choose_sample, click, open_page, settled, type_into
from transfer_gui.core.data import check
from transfer_gui.core.data.domains.image import DOMAIN
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.ui.recent import recent


@pytest.fixture
def data(qtbot, window):
    open_page(qtbot, window, "data")
    return window.dataset


def drop(qtbot, window, path) -> None:
    """Let go of a folder or file over the page."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    window.dataset.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
    facts = window.context.facts
    qtbot.waitUntil(lambda: not facts.busy and (facts.dataset is not None or bool(facts.dataset_error)), timeout=60_000)


def rows(data) -> list[list[str]]:
    model = data.classes
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_an_empty_page_says_what_to_do(data):
    assert data.pages.currentIndex() == 0
    assert not data.rescan.isEnabled()


def test_a_dropped_folder_is_shown_with_its_classes_and_counts(qtbot, data, window, tmp_path):
    root = pictures.classes(tmp_path / "set", {"bird": 12, "cat": 30, "dog": 6})
    drop(qtbot, window, root)
    found = rows(data)
    assert [(r[0], r[1]) for r in found] == [("bird", "12"), ("cat", "30"), ("dog", "6")]
    assert all(int(r[1]) == sum(int(n) for n in r[2:]) for r in found)
    split = window.context.facts.split
    assert sum(int(r[3]) for r in found) == len(split.val)
    assert "48 pictures in 3 classes" in data.summary.text()
    assert "5.0 times the smallest" in data.summary.text(), "imbalance is said"
    assert str(root) in recent("data")


def test_unreadable_files_are_listed_with_the_reason_and_skipped(qtbot, data, window, tmp_path):
    root = pictures.classes(tmp_path / "set", {"a": 5, "b": 5})
    whole = (root / "a" / "0.png").read_bytes()
    (root / "a" / "0.png").write_bytes(whole[: len(whole) // 2])
    (root / "b" / "0.png").write_text("no picture")
    drop(qtbot, window, root)
    left_out = data.skipped.model()
    texts = [left_out.index(i, 0).data() for i in range(left_out.rowCount())]
    assert len(texts) == 2
    assert any("0.png" in t and "a" in t for t in texts)
    assert all(":" in t for t in texts)
    assert data.tabs.tabText(3) == "Left out (2)"
    assert "2 files left out" in data.summary.text()
    assert [r[1] for r in rows(data)] == ["4", "4"]


def test_a_picture_on_both_sides_is_told(qtbot, data, window, tmp_path):
    root = tmp_path / "set"
    picture = pictures.noise()
    for side in ("train", "val"):
        for name in ("a", "b"):
            for i in range(4):
                pictures.save(root / side / name / f"{i}.png")
        pictures.save(root / side / "a" / "same.png", picture)
    drop(qtbot, window, root)
    notes = " ".join(data.notes.item(i).text() for i in range(data.notes.count()))
    assert "same" in notes
    assert not data.split_form.isEnabled(), "the data's own split is used"


def test_the_split_follows_its_share_and_seed(qtbot, data, window, tmp_path):
    drop(qtbot, window, pictures.classes(tmp_path / "set", {"a": 40, "b": 40}))
    facts = window.context.facts
    assert [r[3] for r in rows(data)] == ["8", "8"]
    first = facts.split.val
    data.tabs.setCurrentIndex(1)
    type_into(qtbot, data.split_form.rows["data.validation"].widget, "0.5")
    qtbot.waitUntil(lambda: [r[3] for r in rows(data)] == ["20", "20"], timeout=30_000)
    type_into(qtbot, data.split_form.rows["data.validation"].widget, "0.2")
    qtbot.waitUntil(lambda: facts.split is not None and facts.split.val == first, timeout=30_000)
    type_into(qtbot, data.split_form.rows["data.seed"].widget, "5")
    qtbot.waitUntil(lambda: facts.split is not None and not facts.busy and facts.split.val != first, timeout=30_000)
    assert [r[3] for r in rows(data)] == ["8", "8"]


def test_thumbnails_of_the_chosen_class_alone(qtbot, data, window, tmp_path):
    root = pictures.classes(tmp_path / "set", {"a": 3, "b": 5})
    drop(qtbot, window, root)
    data.table.selectRow(1)
    shown = data.thumbnails.pictures
    qtbot.waitUntil(lambda: len(shown.paths) == 5 and not shown.missing(0, 5), timeout=30_000)
    assert all("/b/" in path.replace("\\", "/") for path in shown.paths)
    icon = shown.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    assert icon is not None


def test_another_split_leaves_the_pictures_where_they_were_scrolled_to(qtbot, data, window, tmp_path):
    drop(qtbot, window, pictures.many(tmp_path / "set", 2, 90))
    bar = data.thumbnails.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    bar.setValue(500)
    with qtbot.waitSignal(window.context.facts.dataset_changed, timeout=30_000):
        window.context.session.edit("data.seed", 5)
    settled(qtbot, window)
    assert bar.value() == 500
    with qtbot.waitSignal(window.context.facts.dataset_changed, timeout=30_000):
        (tmp_path / "set" / "class 0" / "3.jpg").unlink()
        window.context.facts.rescan()
    settled(qtbot, window)
    assert len(data.thumbnails.pictures.paths) == 89
    assert bar.value() == 0


def test_a_class_is_renamed_in_the_table(qtbot, data, window, tmp_path):
    drop(qtbot, window, pictures.classes(tmp_path / "set", {"a": 4, "b": 4}))
    data.table.setCurrentIndex(data.classes.index(0, 0))
    data.table.setFocus()
    qtbot.keyClick(data.table, Qt.Key.Key_F2)
    editor = next(e for e in data.table.viewport().findChildren(QLineEdit) if e.isVisible())
    editor.selectAll()
    qtbot.keyClicks(editor, "Amsel")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.context.session.job.data.renames == {"a": "Amsel"})
    assert rows(data)[0][0] == "Amsel"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert rows(data)[0][0] == "a"


def test_two_classes_of_one_name_are_refused(qtbot, data, window, tmp_path):
    drop(qtbot, window, pictures.classes(tmp_path / "set", {"a": 4, "b": 4}))
    with qtbot.waitSignal(window.context.facts.failed):
        data.classes.setData(data.classes.index(0, 0), "b")
    assert window.context.session.job.data.renames == {}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda root: root.mkdir(), "empty"),
        (lambda root: pictures.classes(root, {"only": 5}), "only"),
    ],
)
def test_data_that_cannot_be_trained_on_are_named_with_a_cure(qtbot, data, window, tmp_path, make, words):
    root = tmp_path / "empty"
    make(root)
    drop(qtbot, window, root)
    assert data.banner.isVisible()
    said = f"{data.banner.headline.text()} {data.banner.text.text()}"
    assert str(root) in said
    assert words in said


def test_a_table_lets_its_columns_be_chosen(qtbot, data, window, tmp_path):
    for i in range(8):
        pictures.save(tmp_path / f"{i}.png")
    lines = ["where,kind,mood", *(f"{i}.png,{'ab'[i % 2]},{'xyz'[i % 3]}" for i in range(8))]
    (tmp_path / "list.csv").write_text("\n".join(lines))
    drop(qtbot, window, tmp_path / "list.csv")
    combo = window.findChild(QComboBox, "label_column")
    assert combo.isVisible()
    combo.setFocus()
    combo.setCurrentIndex(combo.findData("mood"))
    combo.activated.emit(combo.currentIndex())
    settled(qtbot, window)
    qtbot.waitUntil(lambda: [r[0] for r in rows(data)] == ["x", "y", "z"], timeout=30_000)


def test_what_the_network_will_see_is_its_own_preprocessing(qtbot, data, window, tmp_path):
    root = pictures.classes(tmp_path / "set", {"a": 4, "b": 4})
    drop(qtbot, window, root)
    assert "224" in data.seen.recipe.text()
    cell = data.seen.preview.cells[0, 0]
    qtbot.waitUntil(lambda: not cell.pixmap().isNull(), timeout=30_000)
    expected = DOMAIN.preview(str(root / "a" / "0.png"), Preprocessing())
    wanted = np.asarray(Image.fromarray(expected).resize((72, 72), Image.Resampling.BOX), float)
    image = cell.pixmap().toImage()
    shown = np.array([[image.pixelColor(x, y).getRgb()[:3] for x in range(72)] for y in range(72)], float)
    assert np.abs(shown - wanted).mean() < 12


def test_augmentation_draws_differ_and_can_be_drawn_again(qtbot, data, window, tmp_path):
    drop(qtbot, window, pictures.classes(tmp_path / "set", {"a": 4, "b": 4}))
    window.context.session.edit("data.augmentation", "trivial")

    def draws() -> list[bytes]:
        cells = [data.seen.preview.cells[0, column].pixmap().toImage() for column in range(1, 6)]
        return [bytes(image.constBits()) if not image.isNull() else b"" for image in cells]

    qtbot.waitUntil(lambda: len({*draws()}) >= 4 and b"" not in draws(), timeout=30_000)
    before = draws()
    click(qtbot, window, "draw_again")
    qtbot.waitUntil(lambda: draws() != before, timeout=30_000)


def test_the_sample_is_one_choice_and_has_a_larger_one(qtbot, window, data):
    choose_sample(qtbot, window, "sample:clipart-10")
    assert all(r[2] == "10" for r in rows(data))
    choose_sample(qtbot, window, "sample:clipart-40")
    assert all(int(r[2]) > 10 for r in rows(data))


def test_a_scan_can_be_cancelled(qtbot, data, window, tmp_path):
    root = pictures.classes(tmp_path / "set", {"a": 400, "b": 400})
    window.context.facts.choose_data(str(root))
    qtbot.waitUntil(lambda: data.cancel.isVisible() or window.context.facts.dataset is not None, timeout=30_000)
    if window.context.facts.dataset is None:
        click(qtbot, window, "cancel_scan")
        qtbot.waitUntil(lambda: not window.context.facts.busy, timeout=30_000)
        assert window.context.facts.dataset is None


@pytest.fixture
def large(monkeypatch, tmp_path):
    """A folder with too many pictures to open them all unasked, one of them none."""
    monkeypatch.setattr(check, "AT_ONCE", 20)
    monkeypatch.setattr(check, "SAMPLED", 4)
    root = pictures.many(tmp_path / "set", 3, 40)
    (root / "class 1" / "7.jpg").write_bytes(b"no picture")
    return pictures.aged(root)


def test_so_many_pictures_are_taken_on_trust_until_the_user_has_them_opened(qtbot, data, window, large):
    drop(qtbot, window, large)
    assert data.trust.isVisible()
    assert "116 files are taken on trust" in data.trust.words.text()
    assert [r[1] for r in rows(data)] == ["40", "40", "40"]
    facts = window.context.facts
    with qtbot.waitSignal(facts.dataset_changed, timeout=30_000):
        click(qtbot, window, "open_every")
        assert facts.dataset is not None, "the window goes on with what it knows"
        assert not data.trust.isVisible()
    settled(qtbot, window)
    assert not data.trust.isVisible()
    assert [r[1] for r in rows(data)] == ["40", "39", "40"]
    assert data.skipped.model().index(0, 0).data() == f"{large / 'class 1' / '7.jpg'}: text, not a picture"


def test_opening_every_file_can_be_cancelled_and_the_dataset_stays(qtbot, data, window, large):
    drop(qtbot, window, large)
    facts = window.context.facts
    before = facts.dataset
    facts.open_every()
    click(qtbot, window, "cancel_scan")
    settled(qtbot, window)
    assert (facts.dataset, facts.dataset_error) == (before, "")
    assert data.trust.isVisible()
