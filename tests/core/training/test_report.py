"""What is told of the steps: the time that is left."""

import pytest
import torch

from tests.core.training import made
from transfer_gui.core.training import report
from transfer_gui.core.training.position import Position


def test_the_time_left_follows_the_pace_of_late(tmp_path, monkeypatch):
    """A first epoch of 100 steps of a second, then 400 of a hundredth: after 50 of those, 350 take 3.5 seconds."""
    now = 0.0
    monkeypatch.setattr(report.time, "monotonic", lambda: now)
    reporter = report.Reporter(made.job(tmp_path, training__epochs=5), torch.device("cpu"), 100)
    at, left = Position(), []
    for step in range(150):
        now += 1.0 if step < 100 else 0.01
        reporter.add(torch.tensor(0.5), torch.tensor(1), 2)
        at.step += 1
        done = reporter.flush(at)
        assert done is not None
        left.append(done.seconds_left)
    assert left[99] == pytest.approx(400)
    assert left[149] == pytest.approx(3.5)
