"""The trainer against a plain torch loop written here, and what must hold of a frozen layer."""

import math

import pytest
import torch
import torch.nn.functional as F
import torchvision
import torchvision.transforms as T
from PIL import Image

from tests.core.training import made
from transfer_gui.core.data import scan, split
from transfer_gui.core.data.loader import Loader
from transfer_gui.core.events import EpochDone, Evaluating, Note, Paused, PlanApplied, Resumed, Snapshot, StepsDone
from transfer_gui.core.models import build
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.runs import sides
from transfer_gui.core.runs.network import network
from transfer_gui.core.training import evaluation
from transfer_gui.core.training.step import class_weights


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("data") / "set", {"blue": 7, "green": 6, "red": 8})


def plain_loop(
    job, epochs, rates, frozen, groups, run=lambda model, images: model(images), blend=None, **loss_settings
):
    """A training loop as anyone would write it: torchvision's network and transforms, torch.optim.SGD.

    `frozen`: prefixes of modules that stand still; `groups`: prefix to multiplier; `run` gives the logits; `blend` is
    given the place of a batch, its pictures and labels, and gives others with the labels' shares. Only the initial
    weights, the split and the order of the pictures are the program's.
    """
    dataset = finish(scan.scan(job.data))
    sides = split.split(dataset, job.data)
    built = network(job, len(dataset.classes))
    order = Loader(
        dataset, sides.train, built.preprocessing, batch_size=job.training.batch_size, shuffle=True,
        seed=job.training.seed,
    ).order  # fmt: skip
    model = torchvision.models.get_model(job.source.model, num_classes=len(dataset.classes))
    model.load_state_dict(built.model.state_dict())
    p = built.preprocessing
    recipe = T.Compose(
        [T.Resize(p.resize, T.InterpolationMode(p.interpolation)), T.CenterCrop(p.crop), T.ToTensor(),
         T.Normalize(p.mean, p.std)]
    )  # fmt: skip
    stands = lambda name: any(name == f or name.startswith(f + ".") for f in frozen)  # noqa: E731
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not stands(name))
    free = [(n, q) for n, q in model.named_parameters() if q.requires_grad]
    by_rate = {m: [q for n, q in free if groups.get(n.partition(".")[0], 1.0) == m] for m in {1.0, *groups.values()}}
    sgd = torch.optim.SGD(
        [{"params": q, "multiplier": m} for m, q in by_rate.items() if q],
        lr=1, momentum=job.training.momentum, weight_decay=job.training.weight_decay, nesterov=job.training.nesterov,
    )  # fmt: skip
    losses, step, size = [], 0, job.training.batch_size
    for epoch in range(epochs):
        model.train()
        for name, module in model.named_modules():
            if name and stands(name):
                module.eval()
        indices = order(epoch)
        for start in range(0, len(indices), size):
            batch = [dataset.examples[i] for i in indices[start : start + size]]
            images = torch.stack([recipe(Image.open(e.path).convert("RGB")) for e in batch])
            labels = torch.tensor([e.label for e in batch])
            for group in sgd.param_groups:
                group["lr"] = rates(step) * group["multiplier"]
            parts = [(1.0, labels)]
            if blend is not None:
                images, parts = blend(epoch, start // size, images, labels)
            logits = run(model, images)
            loss = sum(share * F.cross_entropy(logits, of, **loss_settings) for share, of in parts)
            loss.backward()
            sgd.step()
            sgd.zero_grad()
            losses.append(loss.item())
            step += 1
    return model, losses


FROZEN = ("conv1", "bn1", "layer1", "layer2", "layer3")
PLANS = {
    "everything": (Plan(), (), {}),
    "head only": (freeze_all_but(["fc"]), (*FROZEN, "layer4"), {}),
    "last stage, slower": (
        freeze_all_but(["layer4", "fc"]).change(["layer4"], multiplier=0.1), FROZEN, {"layer4": 0.1},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_it_equals_a_plain_torch_loop_to_the_bit(data, tmp_path, name):
    """And but for rounding where the fixed part, with its batch norms folded, is run once and kept."""
    plan, frozen, groups = PLANS[name]
    job = made.job(data, plan=plan, training__schedule="step", training__step_epochs=1, training__step_factor=0.5)

    plain = made.carry_out(made.replace(job, "device.reuse", False), tmp_path / "plain")
    kept = made.carry_out(job, tmp_path / "kept")

    model, losses = plain_loop(job, 2, lambda step: 0.05 * 0.5 ** (step // 4), frozen, groups)
    assert made.losses(plain) == losses
    assert made.same(made.weights(tmp_path / "plain"), model.state_dict())
    assert made.losses(kept) == pytest.approx(losses, rel=1e-4)


def test_nesterov_decay_smoothing_and_class_weights_are_torch_s(data, tmp_path):
    job = made.job(
        data, training__nesterov=True, training__weight_decay=0.01, training__label_smoothing=0.1,
        training__class_weights="balanced", training__epochs=1,
    )  # fmt: skip
    events = made.carry_out(job, tmp_path / "run")

    dataset = finish(scan.scan(job.data))
    train = [dataset.examples[i].label for i in split.split(dataset, job.data).train]
    counts = [train.count(label) for label in range(3)]
    weight = torch.tensor([len(train) / (3 * count) for count in counts])
    assert torch.allclose(class_weights(counts, "balanced"), weight)
    model, losses = plain_loop(job, 1, lambda step: 0.05, (), {}, label_smoothing=0.1, weight=weight)
    assert made.losses(events) == pytest.approx(losses, abs=1e-6)
    for key, tensor in made.weights(tmp_path / "run").items():
        assert torch.allclose(tensor, model.state_dict()[key], atol=1e-6), key


def test_the_whole_set_as_one_batch_is_plain_gradient_descent(data, tmp_path):
    """Gathered over batches of 4, it is the step that one batch of everything takes."""
    plan = freeze_all_but(["fc"])
    descent = {"training__momentum": 0.0, "training__weight_decay": 0.0, "training__epochs": 3}
    job = made.job(data, plan=plan, training__whole_set=True, **descent)
    events = made.carry_out(job, tmp_path / "run")

    at_once = made.job(data, plan=plan, training__batch_size=100, **descent)
    model, losses = plain_loop(at_once, 3, lambda step: 0.05, (*FROZEN, "layer4"), {})
    assert made.losses(events) == pytest.approx(losses, abs=1e-5)
    assert [e.step for e in made.epochs(events)] == [1, 2, 3]
    assert torch.allclose(made.weights(tmp_path / "run")["fc.weight"], model.fc.weight, atol=1e-6)


def test_what_is_frozen_stands_still_to_the_bit_through_validation_pause_and_resume(data, tmp_path):
    """Parameters and buffers: a batch norm's statistics too (TRN-03)."""
    job = made.job(data, plan=freeze_all_but(["layer4", "fc"]), training__epochs=3)
    before = network(job, 3).model.state_dict()
    paused = []

    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 0:
            control.pause()
        elif isinstance(event, Paused):
            paused.append(event.step)
            control.resume()

    events = made.carry_out(job, tmp_path / "run", on)

    made.finished(events)
    assert paused
    assert any(isinstance(e, Resumed) for e in events)
    after = made.weights(tmp_path / "run")
    for name, tensor in after.items():
        if name.startswith(("layer4", "fc")):
            assert not torch.equal(tensor, before[name]), f"{name} did not learn"
        else:
            assert torch.equal(tensor, before[name]), f"{name} moved"


def test_a_plan_changed_in_the_midst_holds_from_then_on(data, tmp_path):
    """Freezing X stops it dead in spite of momentum and decay; an unfrozen Y begins to learn (TRN-04)."""
    job = made.job(data, plan=freeze_all_but(["layer4", "fc"]), training__epochs=4, training__weight_decay=0.1)
    other = freeze_all_but(["layer3", "fc"])
    seen: dict[str, dict] = {}

    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 1:
            control.request_snapshot("")
            control.pause()
        elif isinstance(event, Snapshot):
            seen["at"] = event.tensors
            control.apply_plan(other)
            control.resume()

    events = made.carry_out(job, tmp_path / "run", on)

    applied = list(made.of(events, PlanApplied))
    assert [a.plan for a in applied] == [job.plan, other]
    shapes = {n: p.numel() for n, p in build.skeleton("resnet18", 3).named_parameters()}
    assert applied[1].trainable == sum(size for n, size in shapes.items() if n.startswith(("layer3", "fc")))
    after = made.weights(tmp_path / "run")
    for name, was in seen["at"].items():
        moved = not torch.equal(after[name], torch.as_tensor(was))
        assert moved == name.startswith(("layer3", "fc")), name


def test_a_layer_unfreezes_at_its_epoch(data, tmp_path):
    plan = freeze_all_but(["fc"]).change(["layer4"], unfreeze_at=1)
    first = network(made.job(data), 3).model.state_dict()["layer4.0.conv1.weight"]
    one = made.job(data, plan=plan, training__epochs=1)
    two = made.job(data, plan=plan, training__epochs=2)
    made.carry_out(one, tmp_path / "one")
    made.carry_out(two, tmp_path / "two")
    assert torch.equal(made.weights(tmp_path / "one")["layer4.0.conv1.weight"], first)
    assert not torch.equal(made.weights(tmp_path / "two")["layer4.0.conv1.weight"], first)


def test_a_plan_that_freezes_everything_is_refused_in_words(data, tmp_path):
    events = made.carry_out(made.job(data, plan=Plan().change([""], frozen=True)), tmp_path / "run")
    assert "freezes every layer" in made.failed(events).what


@pytest.mark.parametrize(("count", "size"), [(9, 4), (13, 4), (5, 1)])
def test_a_last_batch_of_one_does_not_end_the_run(tmp_path, count, size):
    """Batch norm cannot take one picture of 32 px; all are seen nonetheless (TRN-01)."""
    data = made.pictures(tmp_path / "set", {"blue": count // 2, "red": count - count // 2}, side=32)
    frozen = freeze_all_but(["fc"]) if size == 1 else Plan()
    job = made.job(
        data, plan=frozen, data__input_size=32, data__validation=0.0, training__batch_size=size, training__epochs=1
    )
    seen = []

    class Counting(Loader):
        def epoch(self, *args):
            for batch in super().epoch(*args):
                seen.extend(batch.indices)
                yield batch

    patch = pytest.MonkeyPatch()
    patch.setattr(sides, "Loader", Counting)
    try:
        made.finished(made.carry_out(job, tmp_path / "run"))
    finally:
        patch.undo()
    assert sorted(seen) == list(range(count))


def test_results_are_means_over_examples_whatever_the_batch_size(tmp_path):
    """5 validation pictures: the same for batches of 1, 2, 4, 5, and as computed by hand (TRN-12)."""
    data = made.pictures(tmp_path / "set", {"blue": 8, "red": 12})
    found = {}
    for size in (1, 2, 4, 5):
        job = made.job(data, training__epochs=1, training__batch_size=4, training__learning_rate=1e-4)
        folder = tmp_path / f"run{size}"

        class Sized(Loader):
            def __init__(self, *args, size=size, **settings):
                super().__init__(*args, **settings | ({} if settings["shuffle"] else {"batch_size": size}))

        patch = pytest.MonkeyPatch()
        patch.setattr(sides, "Loader", Sized)
        try:
            found[size] = made.epochs(made.carry_out(job, folder))[0].val
        finally:
            patch.undo()
    assert found[1].examples == 5
    for size in (2, 4, 5):
        assert found[size].loss == pytest.approx(found[1].loss, abs=1e-5)
        assert found[size].accuracy == found[1].accuracy

    dataset = finish(scan.scan(job.data))
    val = [dataset.examples[i] for i in split.split(dataset, job.data).val]
    model = torchvision.models.resnet18(num_classes=2)
    model.load_state_dict(made.weights(tmp_path / "run1"))
    recipe = T.Compose(
        [T.Resize(73), T.CenterCrop(64), T.ToTensor(), T.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))]
    )
    with torch.inference_mode():
        logits = model.eval()(torch.stack([recipe(Image.open(e.path)) for e in val]))
    labels = torch.tensor([e.label for e in val])
    assert found[1].loss == pytest.approx(F.cross_entropy(logits, labels).item(), abs=1e-5)
    right = logits.argmax(1) == labels
    assert found[1].accuracy == pytest.approx(right.float().mean().item())
    recalls = [right[labels == c].float().mean().item() for c in labels.unique()]
    assert found[1].balanced_accuracy == pytest.approx(sum(recalls) / len(recalls))
    assert found[1].majority == pytest.approx(labels.bincount().max().item() / len(labels))


def test_patience_ends_a_run_that_no_longer_gets_better(data, tmp_path):
    job = made.job(data, plan=freeze_all_but(["fc"]), training__epochs=30, training__patience=2,
                   training__learning_rate=1e-12)  # fmt: skip
    events = made.carry_out(job, tmp_path / "run")
    assert made.finished(events).reason == "early"
    done = made.epochs(events)
    assert [e.best for e in done][-2:] == [False, False]
    assert len(done) == 2 + 1 + max(e.epoch for e in done if e.best)


def test_stop_ends_after_the_running_batch_and_keeps_both_checkpoints(data, tmp_path):
    job = made.job(data, training__epochs=50)

    def on(event, control):
        if isinstance(event, EpochDone):
            control.stop()

    events = made.carry_out(job, tmp_path / "run", on)
    end = made.finished(events)
    assert end.reason == "stopped"
    assert end.test is None
    assert end.epochs in {1, 2}
    assert made.weights(tmp_path / "run", "best")
    assert made.weights(tmp_path / "run", "last")


def test_the_progress_adds_up(data, tmp_path, monkeypatch):
    monkeypatch.setattr(evaluation, "TELL_SECONDS", 0.0)
    events = made.carry_out(made.job(data, data__test=0.2), tmp_path / "run")
    steps = list(made.of(events, StepsDone))
    assert [s.first_step for s in steps] == [sum(len(x.losses) for x in steps[:i]) for i in range(len(steps))]
    assert sum(len(s.losses) for s in steps) == made.epochs(events)[-1].step
    assert all(s.images_per_second > 0 and s.memory > 0 and 0 <= s.waiting <= 1 for s in steps)
    sides = {e.side for e in made.of(events, Evaluating)}
    assert sides == {"val", "test"}
    assert made.finished(events).test.examples > 0


def test_a_picture_that_breaks_during_the_run_is_left_out_and_said(tmp_path):
    data = made.pictures(tmp_path / "set", {"blue": 6, "red": 6})

    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 0:
            (data / "blue" / "0.png").write_bytes(b"\x89PNG broken")

    events = made.carry_out(made.job(data, data__validation=0.0, training__epochs=2), tmp_path / "run", on)
    made.finished(events)
    assert any("0.png" in n.text and n.level == "warning" for n in made.of(events, Note))
    assert all(math.isfinite(loss) for loss in made.losses(events))
