"""Checkpoints of short epochs are written a tenth of the time at most, and none is lost but by a kill."""

import pytest
import torch

from tests.core.training import made
from transfer_gui.core import atomic
from transfer_gui.core.events import CheckpointSaved, EpochDone, Paused
from transfer_gui.core.runs import saver as module
from transfer_gui.core.training import trainer

pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("data") / "set", {"blue": 8, "green": 8})


@pytest.fixture
def seldom(monkeypatch):
    """After the first epoch nothing is written for as long as the run lasts; each epoch is the best one."""
    monkeypatch.setattr(trainer, "better", lambda scores, best: True)
    monkeypatch.setattr(trainer, "SAVE_SHARE", 1e-9)


def written(events):
    return [(event.kind, event.epoch) for event in events if isinstance(event, CheckpointSaved)]


def test_files_are_those_of_a_run_that_writes_after_every_epoch(data, tmp_path, monkeypatch):
    runs = {}
    for name, share in (("often", 1.0), ("seldom", 1e-9)):
        monkeypatch.setattr(trainer, "SAVE_SHARE", share)
        runs[name] = made.carry_out(made.job(data, training__epochs=5), tmp_path / name)
    often, seldom = (written(runs[name]) for name in runs)
    assert [epoch for kind, epoch in often if kind == "last"] == [1, 2, 3, 4, 5]
    assert [epoch for kind, epoch in seldom if kind == "last"] == [1, 5]
    best = [told for told in often if told[0] == "best"][-1]
    assert best == [told for told in seldom if told[0] == "best"][-1]
    for which in ("best", "last"):
        assert made.same(*(made.weights(tmp_path / name, which) for name in runs))
        one, other = (
            torch.load(tmp_path / name / "checkpoints" / f"{which}.pt", weights_only=True)["metrics"] for name in runs
        )
        assert one == other
    ends = [made.finished(events) for events in runs.values()]
    assert ends[0].best == ends[1].best
    assert ends[0].test == ends[1].test


def test_a_pause_and_a_stop_find_all_written(seldom, data, tmp_path):
    seen = {}

    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 2:
            control.pause()
        if isinstance(event, Paused):
            seen["epoch"] = torch.load(tmp_path / "run" / "checkpoints" / "last.pt", weights_only=True)["training"][
                "epoch"
            ]
            control.stop()

    events = made.carry_out(made.job(data, training__epochs=9), tmp_path / "run", on)
    assert seen["epoch"] == 3
    assert made.finished(events).reason == "stopped"
    whole = made.carry_out(made.job(data, training__epochs=9), tmp_path / "whole")
    made.carry_out(made.job(data, training__epochs=9), tmp_path / "run", resume=True)
    assert made.same(made.weights(tmp_path / "run"), made.weights(tmp_path / "whole"))
    assert made.finished(whole).reason == "completed"


def test_a_fault_costs_no_best_checkpoint(seldom, data, tmp_path, monkeypatch):
    best = {}

    def on(event, control):
        if isinstance(event, EpochDone) and event.best:
            best["epoch"] = event.epoch
        if isinstance(event, EpochDone) and event.epoch == 3:
            monkeypatch.setattr(trainer.Stepper, "update", lambda self: 1 / 0)

    made.failed(made.carry_out(made.job(data, training__epochs=9), tmp_path / "run", on))
    kept = torch.load(tmp_path / "run" / "checkpoints" / "best.pt", weights_only=True)
    assert kept["metrics"]["epoch"] == best["epoch"] > 0


def test_a_disk_that_is_full_at_the_end_still_rescues_the_best(seldom, data, tmp_path, monkeypatch):
    """The best checkpoint is held when the disk fills up: it goes where the last one is rescued to."""
    plainly, best = atomic.save_torch, {}

    def full(path, payload):
        if (tmp_path / "run") in path.parents and "epoch" in best:
            raise atomic.Unwritable(f"{path} cannot be written: the disk is full.", "Make room.", path)
        plainly(path, payload)

    def on(event, control):
        if isinstance(event, EpochDone) and event.best and event.epoch > 0:
            best["epoch"] = event.epoch

    monkeypatch.setattr(module, "save_torch", full)
    fault = made.failed(made.carry_out(made.job(data, training__epochs=6), tmp_path / "run", on))
    (other,) = [path for root in (module.runs(),) for path in root.glob("run-rescued")]
    assert str(other) in fault.cure
    kept = torch.load(other / "checkpoints" / "best.pt", weights_only=True)
    assert kept["metrics"]["epoch"] == best["epoch"]
