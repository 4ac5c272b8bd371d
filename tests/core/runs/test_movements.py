"""The record of how far every tensor came: read back as it was told, whatever happened to the run."""

import csv
import dataclasses
import math
import os
import socket
from contextlib import ExitStack

import pytest
import torch

from tests import forked
from tests.core.training import made
from transfer_gui.core.errors import UserError
from transfer_gui.core.events import EpochDone, Measured, StepsDone
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.runs import movements
from transfer_gui.core.training import report


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("data") / "set", {"blue": 8, "green": 8, "red": 8})


@pytest.fixture(scope="module")
def done(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("done") / "run"
    plan = freeze_all_but(["fc"]).change(["layer4"], unfreeze_at=1)
    return folder, made.carry_out(made.job(data, plan=plan, training__epochs=3), folder)


def told(events):
    """The record of epochs in a run's events; NaN as None, so that they can be compared."""
    return plain([e for e in made.of(events, Measured) if e.epoch is not None])


def plain(measured):
    def fields(movement):
        return {k: None if math.isnan(v) else v for k, v in dataclasses.asdict(movement).items()}

    return [(m.step, m.epoch, {name: fields(movement) for name, movement in m.tensors.items()}) for m in measured]


def test_it_is_read_back_to_the_last_digit(done):
    folder, events = done
    assert plain(movements.read(folder)) == told(events)
    assert len(told(events)) == 3


def test_the_best_epoch_has_no_later_epochs_after_it(done):
    folder, events = done
    best = [e.epoch for e in made.of(events, EpochDone) if e.best][-1]
    found = movements.read(folder, "best")
    assert plain(found) == told(events)[: best + 1]
    assert found[-1].epoch == best


def test_it_is_a_table_that_anyone_can_read(done):
    folder, events = done
    with (folder / "layers.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "step", "epoch", "tensor", "size", "weight", "source", "moved", "dot", "update", "gradient",
    ]  # fmt: skip
    tensors = len(told(events)[0][2])
    assert [row["epoch"] for row in rows] == [str(epoch) for epoch in range(3) for _ in range(tensors)]
    frozen = next(row for row in rows if row["tensor"] == "layer4.0.conv1.weight")
    assert (frozen["moved"], frozen["update"], frozen["gradient"]) == ("0.0", "", "")
    assert "Measured" not in (folder / "log.txt").read_text()


def test_what_is_asked_for_in_the_midst_is_not_recorded(data, tmp_path, monkeypatch):
    monkeypatch.setattr(report, "SECONDS", 0.0)

    def on(event, control):
        if isinstance(event, StepsDone):
            control.request_measure()

    events = made.carry_out(made.job(data, plan=freeze_all_but(["fc"])), tmp_path / "run", on)
    assert len(list(made.of(events, Measured))) > 2
    assert [m.epoch for m in movements.read(tmp_path / "run")] == [0, 1]


@pytest.mark.parametrize("step", [1, 3, 5, 6])
def test_a_run_in_two_parts_leaves_the_same_record(data, tmp_path, monkeypatch, step):
    """Stopped in the midst of an epoch and at the end of one; momentum, a layer that unfreezes, augmentation."""
    monkeypatch.setattr(report, "SECONDS", 0.0)
    plan = freeze_all_but(["fc"]).change(["layer4"], unfreeze_at=1)
    job = made.job(data, plan=plan, training__epochs=3, training__batch_size=8, data__augmentation="light")
    whole = made.carry_out(job, tmp_path / "whole")

    def on(event, control):
        if isinstance(event, StepsDone) and event.first_step + len(event.losses) >= step:
            control.stop()

    first = made.carry_out(job, tmp_path / "parts", on)
    assert made.finished(first).reason == "stopped"
    second = made.carry_out(job, tmp_path / "parts", resume=True)
    assert made.finished(second).reason == "completed"
    assert plain(movements.read(tmp_path / "parts")) == told(whole)


def test_layers_that_learned_by_a_plan_of_the_past_are_still_measured_from_the_source(data, tmp_path):
    """layer4 learns by hand in the second epoch alone, and is frozen again when the run is resumed."""
    plans = {0: freeze_all_but(["layer4", "fc"]), 1: freeze_all_but(["fc"])}
    job = made.job(data, plan=freeze_all_but(["fc"]), training__epochs=3)

    def steer(stop):
        def on(event, control):
            if isinstance(event, EpochDone) and event.epoch in plans:
                control.apply_plan(plans[event.epoch])
            elif isinstance(event, EpochDone):
                return
            if stop and isinstance(event, StepsDone) and event.epoch == 2:
                control.stop()

        return on

    whole = made.carry_out(job, tmp_path / "whole", steer(False))
    made.carry_out(job, tmp_path / "parts", steer(True))
    made.carry_out(job, tmp_path / "parts", resume=True)
    name = "layer4.0.conv1.weight"
    moved = [m.tensors[name].moved for m in movements.read(tmp_path / "whole")]
    assert 0 == moved[0] < moved[1]
    assert plain(movements.read(tmp_path / "parts")) == told(whole)


def test_an_epoch_that_was_done_again_counts_as_it_was_done_last(done, tmp_path):
    folder, _ = done
    text = (folder / "layers.csv").read_text()
    again = "9,1,fc.weight,3,1.0,2.0,3.0,4.0,5.0,\n"
    (tmp_path / "layers.csv").write_text(text + again)
    found = movements.read(tmp_path)[1]
    movement = found.tensors["fc.weight"]
    assert found.step == 9
    assert (movement.size, movement.weight, movement.moved, movement.update) == (3, 1.0, 3.0, 5.0)
    assert math.isnan(movement.gradient)


def test_half_a_line_is_left_out_wherever_it_ends(done, tmp_path):
    folder, events = done
    text = (folder / "layers.csv").read_text()
    last = len(text.splitlines()[-1])
    for cut in range(1, last + 2):
        (tmp_path / "layers.csv").write_text(text[:-cut])
        read = plain(movements.read(tmp_path))
        assert read[:2] == told(events)[:2]
        assert list(read[2][2].items()) == list(told(events)[2][2].items())[:-1]


def test_a_run_that_goes_on_after_half_a_line_begins_a_new_one(data, tmp_path):
    job = made.job(data, plan=freeze_all_but(["fc"]), training__epochs=2)

    def on(event, control):
        if isinstance(event, EpochDone):
            control.stop()

    made.carry_out(job, tmp_path / "run", on)
    for name in ("layers.csv", "metrics.csv"):
        with (tmp_path / "run" / name).open("a") as file:
            file.write("8,1,conv1.wei")
    events = made.carry_out(job, tmp_path / "run", resume=True)
    first, second = movements.read(tmp_path / "run")
    assert first.tensors.keys() == second.tensors.keys()
    assert plain([second]) == told(events)


def test_where_there_is_no_record_it_is_said(tmp_path):
    with pytest.raises(UserError, match=r"layers\.csv is not there"):
        movements.read(tmp_path)
    (tmp_path / "layers.csv").write_bytes(b"\xff\xfe broken")
    with pytest.raises(UserError, match="cannot be read"):
        movements.read(tmp_path)
    (tmp_path / "layers.csv").write_text("")
    assert movements.read(tmp_path) == ()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.mark.skipif(not torch.distributed.is_gloo_available(), reason="two processes talk through gloo")
def test_two_processes_leave_the_record_that_one_does(data, tmp_path):
    """The gradient is the mean over both, and one of them writes."""
    job = made.job(data, plan=freeze_all_but(["fc"]), training__batch_size=8)
    (tmp_path / "job.toml").write_text(job.to_toml())
    train = ["train", str(tmp_path / "job.toml"), "--out", str(tmp_path / "two"), "--json"]
    settings = {"WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port())}
    with ExitStack() as both:
        for rank in "01":  # what torchrun tells the processes that it starts
            env = os.environ | settings | {"RANK": rank, "LOCAL_RANK": rank}
            program = both.enter_context(forked.Program(tmp_path, forked.command, train, True, env=env))
        assert program.wait().returncode == 0
        assert (tmp_path / "program-1.out").read_text() == ""
    made.carry_out(job, tmp_path / "one")
    two, one = movements.read(tmp_path / "two"), movements.read(tmp_path / "one")
    assert [(m.step, m.epoch) for m in two] == [(m.step, m.epoch) for m in one]
    for ours, theirs in zip(two, one, strict=True):
        for name, movement in theirs.tensors.items():
            expected = dataclasses.astuple(movement)
            assert dataclasses.astuple(ours.tensors[name]) == pytest.approx(expected, rel=1e-3, nan_ok=True), name
