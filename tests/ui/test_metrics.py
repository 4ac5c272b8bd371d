"""The growing figures of a run."""

import numpy as np
import pytest

from transfer_gui.core.events import EpochDone, RunStarted, StepsDone
from transfer_gui.core.runs.history import History
from transfer_gui.ui.models.metrics import Growing, Metrics, Smoother


def plain_average(values, weight):
    """The definition, one value at a time."""
    out, total, count = [], 0.0, 0.0
    for value in values:
        total, count = total * weight, count * weight
        if np.isfinite(value):
            total, count = total + value, count + 1
        out.append(total / count if count else np.nan)
    return np.array(out)


@pytest.mark.parametrize("weight", [0.0, 0.5, 0.9, 0.99])
def test_smoothing_is_the_bias_corrected_average_however_it_comes_in(weight):
    values = np.random.default_rng(0).normal(size=1000) + 2
    values[[0, 3, 500, 501]] = np.nan, np.inf, -np.inf, np.nan
    smoother = Smoother(weight)
    for end in (1, 2, 130, 131, 999, 1000):
        out = smoother.update(values[:end])
    np.testing.assert_allclose(out, plain_average(values, weight), rtol=1e-12)


def test_smoothing_begins_anew_when_the_values_are_cut():
    values = np.arange(10.0)
    smoother = Smoother(0.5)
    smoother.update(values)
    np.testing.assert_allclose(smoother.update(values[:4]), plain_average(values[:4], 0.5))


def test_a_growing_array_keeps_what_is_put_in():
    growing = Growing()
    for start in range(0, 5000, 7):
        growing.extend(np.arange(start, start + 7))
    np.testing.assert_array_equal(growing.values, np.arange(len(growing)))
    growing.cut(10)
    growing.extend([1.0])
    assert len(growing) == 11


def started(first_step=0, steps=4):
    return RunStarted("/r", "CPU", "net", ("a", "b"), {"train": 8, "val": 2, "test": 0}, 3, steps, first_step, 10, 5)


def steps_done(first, losses, epoch=0):
    return StepsDone(first, tuple(losses), epoch, 0.1, 1.0, 1, 0.0, 1.0)


def epoch_done(epoch, step):
    return EpochDone(epoch, step, 1.0, 0.5, None, 0.1, 1.0, True)


def test_a_resumed_run_replaces_what_came_after_its_checkpoint(qtbot):
    metrics = Metrics()
    with qtbot.waitSignal(metrics.changed):
        metrics.take(started())
        metrics.take(steps_done(0, [5, 4, 3, 2]))
        metrics.take(epoch_done(0, 4))
        metrics.take(steps_done(4, [9, 9], 1))
    with qtbot.waitSignal(metrics.changed):
        metrics.take(started(first_step=4))
        metrics.take(steps_done(4, [1, 1, 1], 1))
    assert metrics.losses.values.tolist() == [5, 4, 3, 2, 1, 1, 1]
    assert [e.epoch for e in metrics.epochs] == [0]
    with qtbot.waitSignal(metrics.restarted):
        metrics.take(started())
    assert metrics.empty


def test_many_events_are_told_of_in_few_signals(qtbot):
    metrics = Metrics()
    told = []
    metrics.changed.connect(lambda: told.append(len(metrics.losses)))
    metrics.take(started())
    for step in range(20_000):
        metrics.take(steps_done(step, [float(step)]))
    qtbot.waitUntil(lambda: bool(told) and told[-1] == 20_000)
    assert len(told) < 100


def test_an_earlier_run_is_shown_with_gaps_where_steps_are_missing(qtbot):
    metrics = Metrics()
    metrics.load(
        History(
            np.array([2, 3, 6]), np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.1, 0.1]), (epoch_done(0, 4),), "stopped"
        )
    )
    assert metrics.steps.tolist() == [2, 3, 4, 5, 6]
    np.testing.assert_array_equal(metrics.losses.values, [1, 2, np.nan, np.nan, 3])
    assert metrics.steps_per_epoch == 4
