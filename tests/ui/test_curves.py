"""The live curves (GUI-03, GUI-04): readable whatever comes in, quick with a million points, saved as they are."""

import csv
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox

from transfer_gui.core.events import EpochDone, RunStarted, Scores, StepsDone
from transfer_gui.ui.models.decimate import decimate, fitting_range

NAN, INF = float("nan"), float("inf")


@pytest.fixture
def curves(qtbot, window):
    window.show_page("train")
    return window.curves


def started(steps_per_epoch: int = 10) -> RunStarted:
    sides = {"train": 8, "val": 2, "test": 0}
    return RunStarted("/r", "CPU", "resnet18", ("a", "b"), sides, 3, steps_per_epoch, 0, 10, 5)


def steps_done(first: int, losses, rate: float = 0.01) -> StepsDone:
    return StepsDone(first, tuple(losses), 0, rate, 1.0, 1, 0.0, 1.0)


def epoch_done(epoch: int, step: int, accuracy: float, best: bool = False) -> EpochDone:
    return EpochDone(epoch, step, 1.0, 0.5, Scores(20, 0.9, accuracy, accuracy, 0.4), 0.01, 2.0, best)


def feed(qtbot, curves, *events) -> None:
    for event in events:
        curves._take(event)
    qtbot.waitUntil(lambda: not curves.metrics._tick.isActive())


def test_before_training_the_page_says_what_will_come(curves):
    assert curves.stack.currentIndex() == 0
    assert not curves.save.isEnabled()


def test_the_curves_are_what_was_told(qtbot, curves):
    losses = np.exp(-np.arange(30) / 9)
    feed(qtbot, curves, started(), steps_done(0, losses[:10]), epoch_done(0, 10, 0.5),
         steps_done(10, losses[10:20]), epoch_done(1, 20, 0.8, True), steps_done(20, losses[20:]),
         epoch_done(2, 30, 0.7))  # fmt: skip
    plots = curves.plots.plots
    np.testing.assert_allclose(plots["loss"].data["step_loss"][1], losses)
    assert plots["accuracy"].data["val_accuracy"][1].tolist() == [50, 80, 70]
    assert plots["accuracy"].data["majority"][1].tolist() == [40, 40, 40]
    assert plots["loss"].best.isVisible()
    assert plots["loss"].best.value() == 20, "the best epoch is marked where it ended"
    assert "best epoch 2: validation 80.0%" in curves.facts.text()
    assert "2 s each on average" in curves.facts.text()


@pytest.mark.parametrize("odd", [NAN, INF, -INF, 1e30, 0.0, -5.0])
def test_one_odd_value_spoils_no_range(qtbot, curves, odd):
    losses = np.linspace(2, 1, 400)
    losses[200] = odd
    feed(qtbot, curves, started(400), steps_done(0, losses))
    for log in (False, True):
        curves.log.setChecked(log)
        low, high = curves.plots.plots["loss"].vb.viewRange()[1]
        low, high = (10**low, 10**high) if log else (low, high)
        assert np.isfinite([low, high]).all()
        assert low <= 1.05
        assert high >= 1.95
        assert high < 10, "the rest is not flattened"


def test_only_nan_draws_nothing_and_is_no_fault(qtbot, curves):
    feed(qtbot, curves, started(), steps_done(0, [NAN] * 5), epoch_done(0, 5, NAN))
    curves.log.setChecked(True)
    curves.plots.grab()


@pytest.mark.parametrize("losses", [[NAN, 1.0, 2.0], [1.0, 2.0, NAN], [1.0], [0.0, 1.0], []])
def test_short_and_gappy_curves_show_what_they_have(qtbot, curves, losses):
    feed(qtbot, curves, started(), steps_done(0, losses), epoch_done(0, max(1, len(losses)), 0.5))
    for log in (False, True):
        curves.log.setChecked(log)
        plot = curves.plots.plots["loss"]
        low, high = plot.vb.viewRange()[1]
        assert np.isfinite([low, high]).all()
        seen = np.array([x for x in losses if np.isfinite(x) and (x > 0 or not log)])
        seen = np.log10(seen) if log else seen
        assert ((low <= seen) & (seen <= high)).all()
        curves.plots.grab()


def test_a_flood_of_steps_is_drawn_seldom_and_ends_with_the_last_one(qtbot, curves):
    """Case GUI-04: a worker tells of 100,000 steps, one event each, as fast as it can."""
    feed(qtbot, curves, started(100_000), steps_done(0, [1.0]))
    drawn = []
    curves.metrics.changed.connect(lambda: drawn.append(len(curves.metrics.losses)))
    for step in range(1, 100_000):
        curves._take(steps_done(step, (step / 1e5,)))
        if step % 5000 == 0:
            qtbot.wait(1)
    qtbot.waitUntil(lambda: not curves.metrics._tick.isActive())
    assert len(drawn) <= 25
    assert curves.plots.plots["loss"].data["step_loss"][1][-1] == pytest.approx(0.99999)
    assert curves.plots.plots["loss"].lines["step_loss"].yData[-1] == pytest.approx(0.99999)


def ranges(curves) -> set[tuple[float, float]]:
    return {plot.shown_range(0) for plot in curves.plots.plots.values()}


def shown(curves, plot: str, name: str) -> int:
    """Points of a curve that are on screen."""
    values = curves.plots.plots[plot].lines[name].yData
    return 0 if values is None else len(values)


def test_the_plots_are_drawn_one_at_a_time_and_end_alike(qtbot, curves):
    feed(qtbot, curves, started(), steps_done(0, [1.0] * 10), epoch_done(0, 10, 0.5))
    qtbot.waitUntil(lambda: not curves.plots._waiting)
    assert len(ranges(curves)) == 1
    for event in (steps_done(10, [0.5] * 190), epoch_done(1, 200, 0.7)):
        curves._take(event)
    with qtbot.waitSignal(curves.metrics.changed):
        pass
    assert shown(curves, "loss", "val_loss") == 2
    assert (shown(curves, "accuracy", "val_accuracy"), len(ranges(curves))) == (1, 2), "the others wait for their turn"
    qtbot.waitUntil(lambda: not curves.plots._waiting)
    assert (shown(curves, "accuracy", "val_accuracy"), len(ranges(curves))) == (2, 1)
    assert curves.plots.plots["rate"].lines["rate"].xData[-1] == 199


def test_a_zoom_in_one_plot_is_one_in_all(qtbot, curves):
    feed(qtbot, curves, started(), steps_done(0, [1.0] * 40), epoch_done(0, 40, 0.5))
    qtbot.waitUntil(lambda: not curves.plots._waiting)
    for plot in curves.plots.plots.values():
        plot.vb.setXRange(plot.shown_range(0)[0] + 3, 20, padding=0)
        reached = np.array(sorted(ranges(curves)))
        assert np.ptp(reached, axis=0).max() < 1, "the same part, but for a pixel"


def test_what_is_saved_waits_for_no_turn(qtbot, curves, tmp_path):
    feed(qtbot, curves, started(), steps_done(0, [1.0] * 10), epoch_done(0, 10, 0.5))
    curves._take(epoch_done(1, 20, 0.8))
    qtbot.waitUntil(lambda: bool(curves.plots._waiting))
    curves.plots.save_png(tmp_path / "curves.png")
    assert shown(curves, "accuracy", "val_accuracy") == 2


def test_a_million_points_are_thinned_without_losing_a_peak(qtbot, curves):
    rng = np.random.default_rng(0)
    losses = rng.normal(1, 0.01, 1_000_000)
    losses[654_321] = 1.5
    feed(qtbot, curves, started(1_000_000), steps_done(0, losses))
    line = curves.plots.plots["loss"].lines["step_loss"]
    assert len(line.xData) <= 3 * curves.plots.plots["loss"].vb.width()
    assert np.nanmax(line.yData) == 1.5
    assert len(curves.metrics.losses) == 1_000_000


def test_thinning_keeps_the_extremes_of_every_stretch():
    rng = np.random.default_rng(3)
    x, y = np.arange(100_003.0), rng.normal(size=100_003)
    y[::997] = NAN
    thin_x, thin_y = decimate(x, y, 0, x[-1], 500)
    width = -(-len(x) // 500)
    for start in range(0, len(x), width):
        part = y[start : start + width]
        inside = thin_y[(thin_x >= start) & (thin_x < start + width)]
        assert np.nanmin(inside) == np.nanmin(part)
        assert np.nanmax(inside) == np.nanmax(part)


def test_the_range_shows_all_where_there_is_no_outlier():
    low, high = fitting_range([np.array([1.0, 2.0, 5.0])])
    assert low < 1
    assert high > 5


def test_zooming_by_the_wheel_holds_until_fit(qtbot, curves):
    feed(qtbot, curves, started(100), steps_done(0, np.linspace(2, 1, 100)))
    plot = curves.plots.plots["loss"]
    plot.vb.setXRange(20, 30, padding=0)
    plot._moved()
    feed(qtbot, curves, steps_done(100, [9.0] * 50))
    assert plot.vb.viewRange()[0] == pytest.approx([20, 30])
    curves.auto.click()
    assert plot.vb.viewRange()[0][1] > 140


def test_the_first_turn_of_the_wheel_shows_the_finer_curve(qtbot, curves):
    rng = np.random.default_rng(1)
    feed(qtbot, curves, started(200_000), steps_done(0, rng.normal(1, 0.1, 200_000)))
    plot = curves.plots.plots["loss"]
    plot.vb.scaleBy((0.01, 1), plot.vb.viewRect().center())  # what a wheel event does, and tells
    plot.vb.sigRangeChangedManually.emit([True, True])
    low, high = plot.shown_range(0)
    drawn = plot.lines["step_loss"].xData
    assert abs(drawn[0] - low) <= 10
    assert abs(drawn[-1] - high) <= 10
    assert len(drawn) > 900
    assert not plot.following


def test_the_pointer_reads_the_values(qtbot, curves):
    feed(qtbot, curves, started(), steps_done(0, [2.0, 1.5, 1.0, 0.5], 0.025))
    assert curves.plots.words_at(2).startswith("step 2")
    assert "each step 1 " in curves.plots.words_at(2) + " "
    assert "learning rate 0.025" in curves.plots.words_at(2)
    loss = curves.plots.plots["loss"]
    place = loss.vb.mapViewToScene(loss.vb.viewRect().center()).toPoint()
    curves.plots._point(place)
    assert loss.cross.isVisible()
    assert curves.readout.text().startswith("step")
    curves.plots._point(QPoint(-50, -50))
    assert not loss.cross.isVisible()
    assert curves.readout.text() == ""


def test_a_legend_toggle_hides_its_curve_and_its_reading(qtbot, curves, window):
    feed(qtbot, curves, started(), steps_done(0, [2.0, 1.0]), epoch_done(0, 2, 0.5))
    box = window.findChild(QCheckBox, "show_val_loss")
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert not curves.plots.plots["loss"].lines["val_loss"].isVisible()
    assert "validation 0.9" not in curves.plots.words_at(1)


def test_the_axis_counts_in_steps_or_epochs(qtbot, curves):
    feed(qtbot, curves, started(4), steps_done(0, [4.0, 3.0, 2.0, 1.0] * 2), epoch_done(0, 4, 0.5))
    qtbot.mouseClick(curves.axis.buttons["epoch"], Qt.MouseButton.LeftButton)
    assert curves.plots.plots["loss"].data["step_loss"][0][-1] == pytest.approx(7 / 4, abs=0.3)
    assert curves.plots.words_at(1).startswith("epoch 1")


@pytest.mark.parametrize("weight", [0, 0.9])
def test_smoothing_is_the_plain_average(qtbot, curves, weight):
    losses = np.random.default_rng(2).normal(1, 0.2, 300)
    curves.make_plots().set_smoothing(weight)
    feed(qtbot, curves, started(300), steps_done(0, losses))
    total = count = 0.0
    expected = []
    for loss in losses:
        total, count = weight * total + loss, weight * count + 1
        expected.append(total / count)
    np.testing.assert_allclose(curves.plots.plots["loss"].data["smooth_loss"][1], expected, rtol=1e-9)


def test_saved_as_picture_drawing_and_table(qtbot, curves, tmp_path):
    losses = [2.0, 1.5, 1.0, 0.5]
    feed(qtbot, curves, started(4), steps_done(0, losses, 0.02), epoch_done(0, 4, 0.75, True))
    for kind in ("png", "svg", "csv"):
        curves.save_as(tmp_path / f"curves.{kind}", kind)
    with Image.open(tmp_path / "curves.png") as picture:
        assert picture.width == 2 * curves.plots.view.width()
        assert len(picture.convert("RGB").getcolors(10**7)) > 10
    assert ET.parse(tmp_path / "curves.svg").getroot().tag.endswith("svg")
    with (tmp_path / "curves.csv").open() as file:
        found = list(csv.DictReader(file))
    assert [float(r["loss"]) for r in found[:4]] == losses
    assert [float(r["learning_rate"]) for r in found[:4]] == [0.02] * 4
    assert (found[4]["event"], float(found[4]["val_accuracy"])) == ("epoch", 0.75)


@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_a_place_that_cannot_be_written_is_told(qtbot, curves, window, tmp_path, kind):
    feed(qtbot, curves, started(), steps_done(0, [1.0]))
    with qtbot.waitSignal(window.context.facts.failed) as told:
        curves.save_as(tmp_path / "not there" / f"x.{kind}", kind)
    assert "not there" in told.args[0]
