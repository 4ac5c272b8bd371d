"""A run that was stopped, or killed at any moment, goes on to the same weights as one never interrupted, to the bit."""

import signal
import time

import pytest
import torch

from tests import forked
from tests.core.training import made
from transfer_gui.core.events import EpochDone, StepsDone
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.runs import history
from transfer_gui.core.training import report


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("data") / "set", {"blue": 8, "green": 8, "red": 8})


def job(data, **edits):
    """A job with every kind of state: momentum, a schedule, augmentation, dropout, batch-norm statistics."""
    settings = {"training__epochs": 4, "data__augmentation": "trivial", "training__schedule": "cosine"}
    return made.job(data, **settings | edits)


def all_of(folder):
    """Everything a continuation goes by, as one dictionary of tensors."""
    content = torch.load(folder / "checkpoints" / "last.pt", weights_only=True)
    return content["state_dict"] | {f"momentum {n}": b for n, b in content["training"]["momentum"].items()}


@pytest.mark.parametrize("model", ["resnet18", "squeezenet1_1"])
@pytest.mark.parametrize("step", [2, 5])
def test_stopped_in_the_midst_of_an_epoch(data, tmp_path, monkeypatch, model, step):
    monkeypatch.setattr(report, "SECONDS", 0.0)  # every step is told at once, so that the stop comes where we want it
    whole = made.carry_out(job(data, model=model), tmp_path / "whole")

    def on(event, control):
        if isinstance(event, StepsDone) and event.first_step + len(event.losses) >= step:
            control.stop()

    first = made.carry_out(job(data, model=model), tmp_path / "parts", on)
    assert made.finished(first).reason == "stopped"
    second = made.carry_out(job(data, model=model), tmp_path / "parts", resume=True)

    assert made.finished(second).reason == "completed"
    assert made.same(all_of(tmp_path / "whole"), all_of(tmp_path / "parts"))
    read = history.read(tmp_path / "parts")
    assert read.losses.tolist() == made.losses(whole)
    expected = [(e.train_loss, e.val.loss, e.val.accuracy, e.learning_rate, e.best) for e in made.epochs(whole)]
    assert [(e.train_loss, e.val.loss, e.val.accuracy, e.learning_rate, e.best) for e in read.epochs] == expected
    assert made.finished(whole).best == made.finished(second).best


def test_killed_at_any_moment(data, tmp_path):
    """SIGKILL in a process of its own: among the steps, between two checkpoints, and before one; each time resumed by
    the command line."""
    long = job(data, training__epochs=10)
    made.carry_out(long, tmp_path / "whole")
    file = tmp_path / "job.toml"
    file.write_text(long.to_toml())
    run = tmp_path / "parts"
    arguments = ["train", str(file), "--out", str(run), "--json"]
    for told in ("StepsDone", "CheckpointSaved", "Measured"):
        resume = ["--resume"] if (run / "job.toml").exists() else []
        with forked.Program(tmp_path, forked.command, [*arguments, *resume], True) as process:
            seen = 0
            for line in process.lines():
                seen += told in line
                if seen == 2:
                    break
            process.send_signal(signal.SIGKILL)
            assert process.wait().returncode == -signal.SIGKILL
    done = forked.run(tmp_path, forked.command, [*arguments, "--resume"], True)
    assert done.returncode == 0, done.stderr
    assert made.same(all_of(tmp_path / "whole"), all_of(run))
    assert not [p.name for p in (run / "checkpoints").iterdir() if p.name not in {"best.pt", "last.pt"}]


def test_the_rate_goes_on_where_it_was(data, tmp_path):
    """Step schedule of 2 epochs and a factor of 0.1: 0.1, 0.1, 0.01, 0.01 in one piece or in two (TRN-07)."""
    steps = {"training__schedule": "step", "training__step_epochs": 2, "training__learning_rate": 0.1}

    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 1:
            control.stop()

    made.carry_out(job(data, **steps), tmp_path / "run", on)
    made.carry_out(job(data, **steps), tmp_path / "run", resume=True)
    rates = [e.learning_rate for e in history.read(tmp_path / "run").epochs]
    assert rates == pytest.approx([0.1, 0.1, 0.01, 0.01])


def test_a_plan_applied_by_hand_holds_after_resuming(data, tmp_path):
    other = freeze_all_but(["fc"])

    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 0:
            control.apply_plan(other)
        elif isinstance(event, EpochDone) and event.epoch == 1:
            control.stop()

    made.carry_out(job(data), tmp_path / "run", on)
    before = made.weights(tmp_path / "run")
    made.carry_out(job(data), tmp_path / "run", resume=True)
    after = made.weights(tmp_path / "run")
    moved = {name for name in after if not torch.equal(after[name], before[name])}
    assert moved == {"fc.weight", "fc.bias"}


def test_momentum_is_matched_by_name_not_by_place(data, tmp_path):
    """The optimiser's groups stand in another order after a change of multipliers; momentum stays with its layer."""
    from transfer_gui.core.plan import Plan
    from transfer_gui.core.training import optimiser

    model = torch.nn.ModuleDict({n: torch.nn.Linear(2, 2) for n in "ab"})
    training = job(data).training
    names = [n for n, _ in model.named_parameters()]
    one = optimiser.build(model, Plan().change(["a"], multiplier=2), training, names)
    for i, parameter in enumerate(model.parameters()):
        parameter.grad = torch.full_like(parameter, float(i + 1))
    one.step()
    kept = optimiser.momentum(one, model)
    two = optimiser.build(model, Plan().change(["b"], multiplier=2), training, names[::-1])
    optimiser.restore_momentum(two, model, kept)
    assert [float(two.state[p]["momentum_buffer"].flatten()[0]) for p in model.parameters()] == pytest.approx(
        [float(kept[n].flatten()[0]) for n in names]
    )


def test_a_run_without_a_checkpoint_starts_anew_and_says_so(data, tmp_path):
    folder = tmp_path / "run"
    made.carry_out(job(data, training__epochs=1), folder)
    for file in (folder / "checkpoints").iterdir():
        file.unlink()
    events = made.carry_out(job(data, training__epochs=1), folder, resume=True)
    assert made.finished(events).reason == "completed"
    assert any("no complete checkpoint" in getattr(e, "text", "") for e in events)


def test_the_split_is_the_run_s_own_even_where_the_folder_has_grown(data, tmp_path):
    root = made.pictures(tmp_path / "set", {"blue": 8, "red": 8})

    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 0:
            control.stop()

    made.carry_out(job(root, training__epochs=2), tmp_path / "run", on)
    before = (tmp_path / "run" / "split.csv").read_text()
    made.pictures(root, {"green": 5})
    events = made.carry_out(job(root, training__epochs=2), tmp_path / "run", resume=True)
    assert made.finished(events).reason == "completed"
    assert (tmp_path / "run" / "split.csv").read_text() == before


def test_what_cannot_be_resumed_is_told(data, tmp_path):
    fault = made.failed(made.carry_out(job(data), tmp_path / "nothing", resume=True))
    assert str(tmp_path / "nothing") in fault.what
    made.carry_out(job(data, training__epochs=1), tmp_path / "run")
    (tmp_path / "run" / "checkpoints" / "last.pt").write_bytes(b"PK not a checkpoint")
    fault = made.failed(made.carry_out(job(data, training__epochs=2), tmp_path / "run", resume=True))
    assert "last.pt" in fault.what


def test_the_time_of_a_killed_run_is_not_lost(data, tmp_path):
    started = time.monotonic()

    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 1:
            control.stop()

    first = made.finished(made.carry_out(job(data), tmp_path / "run", on))
    second = made.finished(made.carry_out(job(data), tmp_path / "run", resume=True))
    assert first.seconds < second.seconds <= time.monotonic() - started
