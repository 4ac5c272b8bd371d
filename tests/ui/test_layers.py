"""The page 'Layers' as a person uses it: tick, select many, keys, menu, search, presets, undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit

from tests.ui.hands import click, open_page, settled, tick
from transfer_gui.core.atomic import bytes_in_words
from transfer_gui.core.job import Source
from transfer_gui.core.plan import Plan, Rule
from transfer_gui.core.training.estimate import estimate
from transfer_gui.ui.models.layer_tree import Column


@pytest.fixture
def layers(qtbot, window):
    window.context.session.edit("source", Source(model="resnet18", weights="none"))
    settled(qtbot, window)
    window.context.session.edit("plan", Plan())
    open_page(qtbot, window, "layers")
    return window.layers


def frozen(window) -> set[str]:
    """Paths of the leaves that do not train."""
    plan, root = window.context.session.job.plan, window.context.facts.layers
    return {x.path for x in root.walk() if x.parameters and not x.children and plan.resolve(x.path).frozen_in(0)}


def leaves(window) -> list[str]:
    return [x.path for x in window.context.facts.layers.walk() if x.parameters and not x.children]


def select(qtbot, layers, path: str, keys=Qt.KeyboardModifier.NoModifier) -> None:
    """Click the name of a layer."""
    view = layers.view
    index = view._index(path)
    view._unfold(index)
    view.scrollTo(index)
    rect = view.visualRect(index)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, rect.center())


def test_all_layers_are_seen_first_and_named(layers, window):
    assert layers.model.rowCount() > 0
    assert layers.summary.title.text() == "Layers of ResNet-18"
    assert layers.summary.share.text().endswith("100 %")


def test_a_tick_freezes_and_the_share_and_memory_follow_at_once(qtbot, layers, window):
    before = layers.summary.memory.text()
    tick(qtbot, window, "layer1")
    assert frozen(window) == {p for p in leaves(window) if p.startswith("layer1.")}
    root, job = window.context.facts.layers, window.context.session.job
    need = estimate(root, job)
    assert f"{need.trainable:,} of {root.parameters:,}" in layers.summary.share.text()
    assert layers.summary.memory.text() == f"≈ {bytes_in_words(need.total)} memory" != before
    tick(qtbot, window, "layer1")
    assert frozen(window) == set()


def test_half_ticked_above_what_is_partly_frozen(qtbot, layers, window):
    tick(qtbot, window, "layer1.0.conv1")
    index = layers.view._index("layer1").siblingAtColumn(Column.TRAINS)
    state = index.data(Qt.ItemDataRole.CheckStateRole)
    assert Qt.CheckState(state) == Qt.CheckState.PartiallyChecked


def test_many_at_once_by_shift_and_control(qtbot, layers, window):
    select(qtbot, layers, "conv1")
    select(qtbot, layers, "layer2", Qt.KeyboardModifier.ControlModifier)
    click(qtbot, window, "freeze_button")
    assert frozen(window) == {p for p in leaves(window) if p == "conv1" or p.startswith("layer2.")}
    select(qtbot, layers, "conv1")
    select(qtbot, layers, "layer4", Qt.KeyboardModifier.ShiftModifier)
    click(qtbot, window, "unfreeze_button")
    assert frozen(window) == set()


def test_by_keyboard_alone(qtbot, layers, window):
    layers.view.setFocus()
    layers.view.look_at("conv1")
    qtbot.keyClick(layers.view, Qt.Key.Key_Space)
    assert frozen(window) == {"conv1"}
    qtbot.keyClick(layers.view, Qt.Key.Key_Down)
    qtbot.keyClick(layers.view, Qt.Key.Key_Space)
    assert frozen(window) == {"conv1", "bn1"}
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(layers.view, Qt.Key.Key_U, shift)
    assert frozen(window) == {"conv1"}
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert frozen(window) == {"conv1", "bn1"}


def test_freeze_all_up_to_here(qtbot, layers, window):
    select(qtbot, layers, "layer3.0")
    click(qtbot, window, "freeze_up_to_button")
    order = leaves(window)
    last = max(i for i, path in enumerate(order) if path.startswith("layer3.0."))
    assert frozen(window) == set(order[: last + 1])
    click(qtbot, window, "unfreeze_from_button")
    assert all(not p.startswith("layer3.0.") for p in frozen(window))


@pytest.mark.parametrize(
    ("preset", "trains"),
    [("head", ("fc",)), ("last_stage", ("fc", "layer4")), ("all", None)],
)
def test_presets(qtbot, layers, window, preset, trains):
    buttons = layers.summary.presets.buttons
    assert preset in buttons, list(buttons)
    qtbot.mouseClick(layers.summary.presets.buttons["all" if preset != "all" else "head"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(buttons[preset], Qt.MouseButton.LeftButton)
    expected = set(leaves(window)) if trains is None else {p for p in leaves(window) if p.split(".")[0] in trains}
    assert set(leaves(window)) - frozen(window) == expected
    assert layers.summary.presets.value() == preset


def test_search_with_wildcards_and_act_on_what_is_found(qtbot, layers, window):
    qtbot.keyClicks(layers.search, "layer?.1.conv*")
    wanted = {p for p in leaves(window) if p.split(".")[1:2] == ["1"] and "conv" in p}
    assert len(wanted) == 8
    assert layers.select_matches.text() == "Select 8 matches"
    click(qtbot, window, "select_matches")
    click(qtbot, window, "freeze_button")
    assert frozen(window) == wanted
    layers.search.clear()
    assert layers.view.isVisible()


def test_a_search_without_a_match_says_so(qtbot, layers, window):
    qtbot.keyClicks(layers.search, "xyzzy")
    assert not layers.view.isVisible()
    click(qtbot, window, "clear_layer_filter")
    assert layers.view.isVisible()
    assert layers.search.text() == ""


def test_a_multiplier_is_typed_into_the_tree(qtbot, layers, window):
    layers.view.ask_column(Column.RATE, True)
    select(qtbot, layers, "layer1")
    qtbot.keyClick(layers.view, Qt.Key.Key_F2)
    editor = next(e for e in layers.view.viewport().findChildren(QLineEdit) if e.isVisible())
    editor.selectAll()
    qtbot.keyClicks(editor, "0,1")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.context.session.job.plan.layers))
    plan = window.context.session.job.plan
    assert plan.resolve("layer1.0.conv1").multiplier == pytest.approx(0.1)
    assert plan.resolve("layer2.0.conv1").multiplier == 1


def test_the_menu_sets_when_a_layer_wakes(qtbot, layers, window):
    select(qtbot, layers, "layer4")
    layers.actions_.later.trigger()
    dialog = layers.findChild(QInputDialog)
    dialog.setIntValue(4)
    dialog.accept()
    plan = window.context.session.job.plan
    assert [plan.resolve("layer4.0.conv1").frozen_in(epoch) for epoch in range(5)] == [True] * 3 + [False] * 2
    assert "later" in layers.summary.share.text()


def test_a_frozen_batch_norm_says_that_it_stays_in_evaluation_mode(qtbot, layers, window):
    tick(qtbot, window, "bn1")
    tip = layers.view._index("bn1").siblingAtColumn(Column.TRAINS).data(Qt.ItemDataRole.ToolTipRole)
    assert "evaluation mode" in tip
    assert "running mean and variance do not move" in tip


def test_undo_and_redo_go_back_through_every_edit(qtbot, layers, window):
    steps = [frozen(window)]
    for path in ("conv1", "layer1", "layer2.0"):
        tick(qtbot, window, path)
        steps.append(frozen(window))
    control = Qt.KeyboardModifier.ControlModifier
    for expected in reversed(steps[:-1]):
        qtbot.keyClick(window, Qt.Key.Key_Z, control)
        assert frozen(window) == expected
    for expected in steps[1:]:
        qtbot.keyClick(window, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
        assert frozen(window) == expected


def test_the_inspector_follows_the_chosen_layer(qtbot, layers, window):
    select(qtbot, layers, "layer1.0.conv2")
    assert window.context.facts.selected_layer == "layer1.0.conv2"
    qtbot.waitUntil(lambda: window.inspector.title.text() == "layer1.0.conv2")


def test_rules_for_layers_that_are_not_there_are_said_and_removed(qtbot, layers, window):
    window.context.session.edit("plan", Plan(layers={"features.0": Rule(frozen=True)}))
    assert layers.strange.isVisible()
    assert "features.0" in layers.strange.text.text()
    click(qtbot, window, "drop_strangers")
    assert window.context.session.job.plan == Plan()


def test_there_is_one_kind_of_megabyte(qtbot, layers, window):
    need = estimate(window.context.facts.layers, window.context.session.job)
    from transfer_gui.ui.widgets.before_start import BeforeStart

    card = BeforeStart(window.context)
    qtbot.addWidget(card)
    said = bytes_in_words(need.total)
    assert said in layers.summary.memory.text()
    assert f"Estimated memory: {said}." in card.needs.text()
