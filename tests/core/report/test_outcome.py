"""The result in a sentence: its interval is the textbook's, and its numbers are the run's."""

import numpy as np
import pytest

from transfer_gui.core.evaluate.bootstrap import Interval
from transfer_gui.core.events import EpochDone, Scores
from transfer_gui.core.job import Job
from transfer_gui.core.report import outcome
from transfer_gui.core.runs.history import History


def history(*epochs, outcome="completed"):
    empty = np.array([])
    return History(empty.astype(np.int64), empty, empty, epochs, outcome)


def epoch(number, accuracy, best, examples=50, majority=0.4, seconds=61.0):
    val = Scores(examples, 0.5, accuracy, accuracy - 0.01, majority)
    return EpochDone(number, 10 * (number + 1), 0.7, 0.625, val, 0.01, seconds, best)


def said(*arguments, **others):
    return " ".join(str(getattr(block, "text", block)) for block in outcome.sentences(*arguments, **others))


def test_the_best_epoch_is_told_with_its_accuracy_and_the_majority():
    text = said(history(epoch(0, 0.5, True), epoch(1, 0.8, True), epoch(2, 0.7, False)), Job(), "best",
                accuracy=Interval(0.8, 0.68, 0.9))  # fmt: skip

    assert "After epoch 2, the best epoch" in text
    assert "80.0 % of the 50 validation pictures" in text
    assert "(95 % interval, percentile bootstrap, 1,000 resamples: 68.0 % to 90.0 %)" in text
    assert "Wilson" not in text
    assert "get 40.0 %, which is below that interval" in text
    assert "balanced accuracy, the mean over the classes, is 79.0 %" in text
    assert "completed after 3 epochs of 10 in 3 min 03 s" in text


def test_the_last_epoch_is_told_where_that_is_asked_for():
    text = said(history(epoch(0, 0.8, True), epoch(1, 0.7, False)), Job(), "last")

    assert "After epoch 2, the last epoch" in text
    assert "70.0 %" in text
    assert "chosen by these same examples" not in text


@pytest.mark.parametrize(
    ("accuracy", "majority", "words"),
    [(0.44, 0.4, "lies in that interval"), (0.1, 0.6, "above that interval"), (0.9, 0.4, "below that interval")],
)
def test_what_luck_explains_is_not_called_learning(accuracy, majority, words):
    around = Interval(accuracy, max(0.0, accuracy - 0.1), accuracy + 0.1)
    assert words in said(history(epoch(0, accuracy, True, majority=majority)), Job(), "best", accuracy=around)


@pytest.mark.parametrize("accuracy", [None, Interval(1.0, 1.0, 1.0)])
def test_without_an_interval_that_says_anything_nothing_is_claimed_of_chance(accuracy):
    text = said(history(epoch(0, 1.0, True, majority=0.4)), Job(), "best", accuracy=accuracy)

    assert "get 40.0 %. Its balanced" in text


def test_without_validation_nothing_is_claimed():
    done = EpochDone(0, 10, 0.7, 0.625, None, 0.01, 1.0, True)

    text = said(history(done), Job(), "best")

    assert "62.5 % of the training pictures" in text
    assert "not known" in text


@pytest.mark.parametrize(
    ("end", "words"), [("failed", "ended by a fault"), ("stopped", "stopped by hand"), ("", "no end on record")]
)
def test_how_the_run_ended(end, words):
    assert words in said(history(outcome=end), Job(), "best")
    assert "No epoch was finished" in said(history(outcome=end), Job(), "best")


@pytest.mark.parametrize(
    ("seconds", "words"), [(3.24, "3.2 s"), (42.4, "42 s"), (185, "3 min 05 s"), (7620, "2 h 07 min")]
)
def test_durations(seconds, words):
    assert outcome.duration(seconds) == words
