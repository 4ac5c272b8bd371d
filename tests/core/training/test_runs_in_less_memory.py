"""Whole runs whose batches are computed in parts, and whose blocks are computed twice."""

import shutil

import pytest
import torch

from tests.core.training import made
from tests.core.training.test_trainer import plain_loop
from transfer_gui.core.events import Note, RunStarted, StepsDone
from transfer_gui.core.frozen import replace
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.training import checkpointing, report, trainer

pytestmark = pytest.mark.usefixtures("small_networks")
FROZEN = ("conv1", "bn1", "layer1", "layer2", "layer3")
LAST = freeze_all_but(["layer4", "fc"])
LATER = LAST.change(["layer3"], unfreeze_at=1)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """16 pictures to train on."""
    return made.pictures(tmp_path_factory.mktemp("data") / "set", {"blue": 7, "green": 6, "red": 8})


@pytest.fixture
def twice(monkeypatch):
    """How often a block was computed anew."""
    found, kept = [], checkpointing.checkpoint

    def counted(*given, **settings):
        found.append(given[0])
        return kept(*given, **settings)

    monkeypatch.setattr(checkpointing, "checkpoint", counted)
    return found


def in_parts(count):
    """A network that is given a batch in parts of two examples or more."""

    def run(model, images):
        n, parts = len(images), min(count, max(1, len(images) // 2))
        return torch.cat([model(images[n * k // parts : n * (k + 1) // parts]) for k in range(parts)])

    return run


@pytest.mark.parametrize(("plan", "frozen"), [(Plan(), ()), (LAST, FROZEN)], ids=["everything", "last stage"])
def test_a_batch_in_parts_is_a_plain_loop_s_step(data, tmp_path, plan, frozen):
    """Batches of 6, 6 and 4, in up to three parts: batch norm sees each part by itself, the loss is the batch's."""
    job = made.job(data, plan=plan, training__batch_size=6, training__accumulate=3, training__label_smoothing=0.1,
                   training__epochs=1)  # fmt: skip
    events = made.carry_out(job, tmp_path / "run")
    model, losses = plain_loop(job, 1, lambda step: 0.05, frozen, {}, in_parts(3), label_smoothing=0.1)
    assert len(losses) == 3
    assert made.losses(events) == pytest.approx(losses, rel=1e-4)
    for name, tensor in made.weights(tmp_path / "run").items():
        assert torch.allclose(tensor.float(), model.state_dict()[name].float(), rtol=1e-3, atol=1e-3), name


def test_the_whole_set_in_parts_is_plain_gradient_descent(data, tmp_path):
    edits = {"training__epochs": 3, "training__class_weights": "balanced", "plan": freeze_all_but(["fc"])}
    at_once = made.carry_out(made.job(data, training__batch_size=100, **edits), tmp_path / "once")
    parted = made.job(data, training__whole_set=True, training__batch_size=5, training__accumulate=2, **edits)
    assert made.losses(made.carry_out(parted, tmp_path / "parts")) == pytest.approx(made.losses(at_once), rel=1e-4)


@pytest.mark.parametrize(("plan", "edits"), [
    (Plan(), {}),
    (LATER, {}),
    (LATER, {"device__reuse": False, "training__accumulate": 2}),
    (LAST, {"data__augmentation": "light", "device__precision": "bf16"}),
], ids=["everything", "unfreezing, what is frozen kept", "unfreezing, in parts", "augmented, bf16"])  # fmt: skip
def test_a_run_with_blocks_computed_twice_gives_the_same_weights_to_the_bit(data, tmp_path, twice, plan, edits):
    job = made.job(data, plan=plan, **edits)
    once = made.carry_out(job, tmp_path / "once")
    assert not twice
    events = made.carry_out(replace(job, "device.checkpointing", True), tmp_path / "twice")
    assert twice
    assert made.losses(events) == made.losses(once)
    assert made.same(made.weights(tmp_path / "twice"), made.weights(tmp_path / "once"))
    kept = [event.text for event in made.of(events, Note) if "run once" in event.text]
    assert bool(kept) == (plan == LATER and not edits)


def test_it_goes_on_after_a_stop_as_if_there_had_been_none(data, tmp_path, monkeypatch):
    """With dropout, whose random numbers are drawn part by part."""
    monkeypatch.setattr(report, "SECONDS", 0.0)
    job = made.job(data, model="squeezenet1_1", training__accumulate=2, device__checkpointing=True)
    made.carry_out(job, tmp_path / "whole")

    def on(event, control):
        if isinstance(event, StepsDone) and event.first_step + len(event.losses) >= 2:
            control.stop()

    assert made.finished(made.carry_out(job, tmp_path / "parts", on)).reason == "stopped"
    assert made.finished(made.carry_out(job, tmp_path / "parts", resume=True)).reason == "completed"
    assert made.same(made.weights(tmp_path / "whole"), made.weights(tmp_path / "parts"))


def test_a_plan_changed_in_the_midst_has_the_blocks_that_learn_computed_twice(data, tmp_path, monkeypatch):
    monkeypatch.setattr(report, "SECONDS", 0.0)
    found = []

    class Looked(trainer.Trainer):
        def apply(self, plan):
            yield from super().apply(plan)
            model = self.parts.model
            found.append({path for path, m in model.named_modules() if hasattr(type(m), "computed_once")})

    monkeypatch.setattr("transfer_gui.core.runs.prepare.Trainer", Looked)
    first = []

    def on(event, control):
        if isinstance(event, StepsDone) and not first:
            first.append(event)
            control.apply_plan(Plan())

    made.carry_out(made.job(data, plan=LAST, device__checkpointing=True), tmp_path / "run", on)
    every = {f"layer{stage}.{block}" for stage in range(1, 5) for block in range(2)}
    assert found == [{"layer4.0", "layer4.1"}, every]


def test_pictures_that_cannot_be_read_leave_parts_that_add_up(tmp_path):
    """Of a batch of 10 three break in the run: the other seven make three parts, and the loss is their mean."""
    data = made.pictures(tmp_path / "set", {"blue": 5, "red": 5})
    job = made.job(data, plan=freeze_all_but(["fc"]), training__batch_size=10, training__epochs=1, data__validation=0.0,
                   device__reuse=False)  # fmt: skip

    def on(event, control):
        if isinstance(event, RunStarted):
            for name in ("blue/1.png", "red/3.png", "red/4.png"):
                (data / name).write_bytes(b"torn")

    found = []
    for count in (1, 4):
        shutil.rmtree(data)
        made.pictures(data, {"blue": 5, "red": 5})
        events = made.carry_out(replace(job, "training.accumulate", count), tmp_path / str(count), on)
        assert sum("Left out" in note.text for note in made.of(events, Note)) == 3
        found.append((made.losses(events), made.epochs(events)[0].train_accuracy))
    assert found[1] == (pytest.approx(found[0][0], rel=1e-5), found[0][1])
