"""The column 'Cost' of the layer tree, and what kept views save, as a person sees them."""

import threading
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from tests.ui.hands import choose_sample, open_page, settled, tick, type_into
from transfer_gui.core.job import Source
from transfer_gui.core.models.presets import presets
from transfer_gui.core.progress import Progress
from transfer_gui.core.training.costs import Costs, Times, Unit, memory, pace
from transfer_gui.ui import theme
from transfer_gui.ui.models.layer_tree import Column
from transfer_gui.workers import work

pytestmark = pytest.mark.usefixtures("small_networks")
ROLE = Qt.ItemDataRole


def made(root, device="a made device") -> Times:
    """A second of forward pass, two of passing on and four of a gradient of its own for each layer and example."""
    by_layer: dict[str, list[tuple[str, int]]] = {}
    for used in root.tape.parameters:
        by_layer.setdefault(used.name.rpartition(".")[0], []).append((used.name, used.size // 4))
    units = tuple(Unit(path, tuple(found), 1, 1, 2, 4) for path, found in by_layer.items())
    return Times(device, 8, units, 0)


@pytest.fixture
def soon(monkeypatch, nothing_ahead):
    """What is at rest is measured soon."""
    monkeypatch.setattr("transfer_gui.ui.layer_costs.WAIT_MS", 30)


@pytest.fixture
def asked(monkeypatch, soon):
    """The jobs whose layers were measured, with made times."""
    found, go_on = [], threading.Event()
    go_on.set()

    def costs(job, classes, folders):
        yield Progress(0, 0, "Measuring the layers")
        from transfer_gui.core.models import tree

        found.append(job)
        while not go_on.wait(0.01):
            yield Progress(0, 0)
        return made(tree.layers(job.source.model, classes))

    monkeypatch.setattr(work, "costs", costs)
    yield SimpleNamespace(jobs=found, go_on=go_on)
    go_on.set()


@pytest.fixture
def layers(qtbot, asked, window):
    session = window.context.session
    session.edit("source", Source(model="resnet18", weights="none"))
    settled(qtbot, window)
    choose_sample(qtbot, window, "sample:clipart-40")
    session.edit("plan", presets(window.context.facts.layers)["head"])
    open_page(qtbot, window, "layers")
    return window.layers


def cell(window, path, role=ROLE.DisplayRole):
    return window.layers.view._index(path).siblingAtColumn(Column.COST).data(role)


def known(qtbot, window) -> dict:
    costs = window.layers.costs
    qtbot.waitUntil(lambda: bool(costs.costs) and len(costs.memory) == len(costs.costs), timeout=20_000)
    return costs.costs


def test_every_layer_says_what_it_adds_or_takes(qtbot, layers, window, asked):
    known(qtbot, window)
    context = window.context
    job, root, split = context.session.job, context.facts.layers, context.facts.split
    expected = Costs(made(root), pace(job, len(split.train), len(split.val)), job.plan).layers()
    assert layers.costs.costs == expected
    assert layers.costs.memory == dict(memory(root, job, context.facts.device_kind, expected))
    assert not expected["layer4"].learns
    assert expected["fc"].learns
    assert cell(window, "layer4").startswith("+")
    assert " h " in cell(window, "layer4"), "seconds for each of its layers, with 320 examples"
    assert cell(window, "layer4").endswith("B")
    assert not cell(window, "fc").startswith("+")
    assert cell(window, "relu") == "", "nothing to learn, no cost"
    assert "layer4, Cost: +" in cell(window, "layer4", ROLE.AccessibleTextRole)
    assert "Letting all of it learn adds" in cell(window, "layer4", ROLE.ToolTipRole)
    assert "Freezing all of it saves" in cell(window, "fc", ROLE.ToolTipRole)
    head = layers.model.headerData(Column.COST, Qt.Orientation.Horizontal, ROLE.ToolTipRole)
    assert "a made device" in head
    assert f"{len(split.train):,} examples" in head
    assert len(asked.jobs) == 1


def test_a_tick_changes_the_costs_at_once_and_nothing_is_measured_again(qtbot, layers, window, asked):
    before = dict(known(qtbot, window))
    tick(qtbot, window, "layer4")
    now = layers.costs.costs
    assert now["layer4"].learns
    assert not cell(window, "layer4").startswith("+")
    assert now["layer3"].seconds < before["layer3"].seconds, "what lies behind it is paid for now"
    assert now["layer4"].seconds == pytest.approx(before["layer4"].seconds), "freezing takes back what unfreezing adds"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert layers.costs.costs == before
    known(qtbot, window)
    window.context.session.edit("training.epochs", 3)
    known(qtbot, window)
    assert len(asked.jobs) == 1
    window.context.session.edit("device.channels_last", False)
    qtbot.waitUntil(lambda: len(asked.jobs) == 2, timeout=20_000)
    known(qtbot, window)


def test_what_a_layer_would_cost_is_muted(qtbot, layers, window):
    known(qtbot, window)
    colour, colors = layers.view._delegate._colour, theme.colors()
    model = layers.model
    at = {path: model.number(path) for path in ("layer4", "fc")}
    assert colour(at["layer4"], model.states[at["layer4"]], Column.COST) == colors.muted
    assert colour(at["fc"], model.states[at["fc"]], Column.COST) == colors.text


def test_dots_while_it_is_measured_and_a_change_of_the_model_ends_it(qtbot, asked, window):
    asked.go_on.clear()
    window.context.session.edit("source", Source(model="resnet18", weights="none"))
    settled(qtbot, window)
    choose_sample(qtbot, window, "sample:clipart-40")
    assert not asked.jobs, "nobody looks at the layers"
    open_page(qtbot, window, "layers")
    assert cell(window, "fc") == ""
    qtbot.waitUntil(lambda: len(asked.jobs) == 1, timeout=20_000)
    assert cell(window, "fc") == "…"
    window.context.session.edit("source", Source(model="squeezenet1_1", weights="none"))
    assert "costs" not in window.context.facts.busy
    asked.go_on.set()
    qtbot.waitUntil(lambda: len(asked.jobs) == 2, timeout=20_000)
    known(qtbot, window)
    assert asked.jobs[1].source.model == "squeezenet1_1"
    assert "features.0" in window.layers.costs.costs


def test_asked_for_one_step_the_other_measurement_waits(qtbot, asked, window):
    asked.go_on.clear()
    settled(qtbot, window)
    choose_sample(qtbot, window, "sample:clipart-40")
    open_page(qtbot, window, "layers")
    qtbot.waitUntil(lambda: len(asked.jobs) == 1, timeout=20_000)
    window.context.facts.measure()
    assert "costs" not in window.context.facts.busy
    assert "probe" in window.context.facts.busy
    asked.go_on.set()
    qtbot.waitUntil(lambda: len(asked.jobs) == 2, timeout=60_000)
    assert "probe" not in window.context.facts.busy
    known(qtbot, window)


def test_the_column_has_room_for_what_it_says(qtbot, layers, window):
    known(qtbot, window)
    view = layers.view
    assert not view.isColumnHidden(Column.COST)
    assert view.fontMetrics().horizontalAdvance(layers.model.longest_cost()) < view.columnWidth(Column.COST)
    assert view.columnWidth(Column.KIND) >= 80
    assert sum(view.columnWidth(c) for c in Column if not view.isColumnHidden(c)) <= view.viewport().width()
    assert view.seen()[0] == ""
    assert view.indexAt(QPoint(5, 5)).isValid()


def test_a_real_measurement_reaches_the_tree(qtbot, monkeypatch, soon, window):
    from transfer_gui.core.runs import costs as core

    monkeypatch.setattr(core, "REPEATS", 1)
    monkeypatch.setattr(core, "BATCH", 2)
    settled(qtbot, window)
    choose_sample(qtbot, window, "sample:clipart-40")
    open_page(qtbot, window, "layers")
    found = known(qtbot, window)
    assert set(found) >= {x.path for x in window.context.facts.layers.walk() if x.parameters}
    assert found[""].seconds > 0


def test_kept_views_say_what_they_save(qtbot, window):
    choose_sample(qtbot, window, "sample:clipart-40")
    session, note = window.context.session, window.findChild(QLabel, "views_note")
    session.edit("training.epochs", 20)
    assert "Nothing is saved" in note.text()
    type_into(qtbot, window.dataset.seen.form.rows["data.views"].widget, "4")
    assert note.isVisible()
    assert note.text() == (
        "Kept views 4: examples and frozen layers are computed in the first 4 of 20 epochs only, then read: saves 80 % "
        "of that work."
    )
    session.edit("training.epochs", 4)
    assert "Nothing is saved in this run" in note.text()
    session.edit("data.augmentation", "none")
    assert "computed once, then read: saves 75 %" in note.text()
    session.edit("training.mixup", 0.2)
    assert "frozen layers are computed each time" in note.text()
    assert "saves 75 % of the decoding" in note.text()
    session.edit("device.reuse", False)
    assert "Nothing is kept" in note.text()
