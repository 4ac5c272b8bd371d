"""How far a network has come, against plain torch: clones before and after, norms of differences."""

import copy
import math
import operator

import pytest
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

from tests.core.training import made
from tests.core.training.test_trainer import plain_loop
from transfer_gui.core.events import EpochDone, Measured, Paused, PlanApplied, Resumed, StepsDone
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.runs.network import network
from transfer_gui.core.training import freezing, optimiser, precision, report, sums, trainer
from transfer_gui.core.training.movement import Origin, measure, measured, watching
from transfer_gui.core.training.sums import checksums, squares


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("data") / "set", {"blue": 7, "green": 6, "red": 8})


def small_vit():
    return torchvision.models.VisionTransformer(
        image_size=32, patch_size=16, num_layers=2, num_heads=2, hidden_dim=32, mlp_dim=64, num_classes=3
    )


NETWORKS = {
    "squeezenet1_1": lambda: torchvision.models.squeezenet1_1(num_classes=3),
    "resnet18": lambda: torchvision.models.resnet18(num_classes=3),
    "efficientnet_b0": lambda: torchvision.models.efficientnet_b0(num_classes=3),
    "vit": small_vit,
    "swin_t": lambda: torchvision.models.swin_t(num_classes=3),
}
RULES = {
    "plain": {"momentum": 0.0},
    "plain with decay": {"momentum": 0.0, "weight_decay": 0.1},
    "momentum": {"momentum": 0.9},
    "momentum with decay": {"momentum": 0.9, "weight_decay": 0.1},
    "nesterov": {"momentum": 0.9, "nesterov": True},
    "nesterov with decay": {"momentum": 0.8, "nesterov": True, "weight_decay": 0.1},
}


def square(tensor):
    return float((tensor.double() ** 2).sum())


def taken(model, sgd, images, labels, **settings):
    """One step that is watched: what is said of it, and the gradients and differences of the weights by plain torch."""
    F.cross_entropy(model(images), labels).backward()
    gradients = {n: p.grad.clone() for n, p in model.named_parameters() if p.grad is not None}
    before = {n: p.detach().clone() for n, p in model.named_parameters()}
    with watching(model, sgd) as step:
        sgd.step()
    sgd.zero_grad(set_to_none=True)
    steps = {n: p.detach() - before[n] for n, p in model.named_parameters()}
    return step, gradients, steps


@pytest.mark.parametrize("name", NETWORKS)
def test_every_figure_is_that_of_plain_torch(name):
    torch.manual_seed(0)
    model = NETWORKS[name]()
    side = 64 if name != "vit" else 32
    source = {n: t.clone() for n, t in model.state_dict().items()}
    origin = Origin(model)
    origin.keep(model, [n for n, _ in model.named_parameters()])
    sgd = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    for _ in range(2):
        step, gradients, steps = taken(model, sgd, torch.randn(4, 3, side, side), torch.tensor([0, 1, 2, 0]))
    found = measure(model, origin, step)

    state = model.state_dict()
    assert list(found) == [n for n, t in state.items() if t.is_floating_point()]
    for tensor, movement in found.items():
        new, old = state[tensor].double(), source[tensor].double()
        assert movement.size == new.numel()
        assert movement.weight == pytest.approx(square(new), rel=1e-6)
        assert movement.source == pytest.approx(square(old), rel=1e-6)
        assert movement.moved == pytest.approx(square(new - old), rel=1e-6, abs=1e-60)
        assert movement.dot == pytest.approx(float((new * old).sum()), rel=1e-5, abs=1e-7 * square(old) + 1e-12)
        if tensor in gradients:
            assert movement.gradient == pytest.approx(square(gradients[tensor]), rel=1e-6, abs=1e-60)
            assert movement.update == pytest.approx(square(steps[tensor]), rel=1e-2, abs=1e-12)
        else:
            assert math.isnan(movement.gradient)
            assert math.isnan(movement.update)


@pytest.mark.parametrize("foreach", [False, True])
@pytest.mark.parametrize("rule", RULES)
def test_the_update_is_what_the_step_adds(rule, foreach):
    """In double precision, where rounding the weights does not blur it; three groups with rates of their own."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(3, 5, 3), nn.BatchNorm2d(5), nn.Flatten(), nn.Linear(5 * 36, 3)).double()
    groups = [{"params": [*model[i].parameters()], "lr": lr} for i, lr in ((0, 0.1), (1, 0.0), (3, 0.02))]
    sgd = torch.optim.SGD(groups, lr=0.1, foreach=foreach, **RULES[rule])
    for number in range(3):
        images = torch.randn(4, 3, 8, 8, dtype=torch.float64)
        step, gradients, steps = taken(model, sgd, images, torch.tensor([0, 1, 2, 0]))
        assert step.updates.keys() == step.gradients.keys() == steps.keys()
        for name, added in steps.items():
            assert float(step.updates[name]) == pytest.approx(square(added), rel=1e-9, abs=1e-30), number
            assert float(step.gradients[name]) == pytest.approx(square(gradients[name]), rel=1e-12)
        assert float(step.updates["1.weight"]) == 0


@pytest.mark.parametrize("overflow", [False, True])
def test_a_scaled_gradient_is_unscaled_and_a_skipped_step_adds_nothing(overflow):
    torch.manual_seed(0)
    model = nn.Linear(6, 3)
    sgd = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scaler = precision.scaler("fp16", torch.device("cpu"))
    images, labels = torch.randn(4, 6), torch.tensor([0, 1, 2, 0])
    (plain,) = torch.autograd.grad(F.cross_entropy(model(images), labels), [model.weight])
    scaler.scale(F.cross_entropy(model(images), labels)).backward()
    if overflow:
        model.weight.grad[0, 0] = math.inf
    before = model.weight.detach().clone()
    with watching(model, sgd) as step:
        scaler.step(sgd)
        scaler.update()
    assert float(step.updates["weight"]) == pytest.approx(square(model.weight.detach() - before), rel=1e-4)
    if overflow:
        assert float(step.updates["weight"]) == 0
        assert not step.gradients
    else:
        assert float(step.gradients["weight"]) == pytest.approx(square(plain), rel=1e-5)


def test_the_hooks_are_gone_afterwards():
    model = nn.Linear(2, 2)
    sgd = torch.optim.SGD(model.parameters(), lr=0.1)
    with pytest.raises(RuntimeError, match="stop here"), watching(model, sgd):
        raise RuntimeError("stop here")
    assert not sgd._optimizer_step_pre_hooks
    assert not sgd._optimizer_step_post_hooks


# ---- sums


@pytest.mark.parametrize("scale", [1e-44, 1e-25, 1e-3, 1.0, 1e25])
def test_sums_of_squares_are_those_of_double_precision(scale):
    """The smallest number that single precision has does not vanish, the largest does not overflow."""
    tensor = (torch.randn(300, 300) * scale).float()
    assert squares([(tensor,)]).item() == pytest.approx(square(tensor), rel=1e-6)
    assert squares([(tensor, tensor.clone())], operator.sub).item() == 0


@pytest.mark.parametrize("group", [1, 50, 10**6])
def test_a_gpu_s_way_gives_the_same_sums(monkeypatch, group):
    """Many norms at once, in groups of a bounded size; the same calls on the CPU."""
    monkeypatch.setattr(sums, "GROUP", group)
    rows = [(torch.randn(n, 3), torch.randn(n, 3)) for n in (1, 7, 30, 2)]
    found = sums._in_groups(rows, operator.sub, torch.float64)
    assert found.tolist() == pytest.approx([square(a - b) for a, b in rows], rel=1e-6)


def test_a_table_s_columns_are_added_alike_everywhere():
    """Modulo 2^64: sums of 64-bit words overflow all the time."""
    table = torch.randint(-(2**63), 2**63 - 1, (50, 7))
    assert torch.equal(sums._added(table), table.sum(0))


def test_layouts_do_not_matter():
    one, other = torch.randn(7, 5, 3, 3), torch.randn(7, 5, 3, 3)
    apart = square(one - other)
    for a in (one, one.contiguous(memory_format=torch.channels_last)):
        for b in (other, other.contiguous(memory_format=torch.channels_last), other.transpose(2, 3).clone().mT):
            assert squares([(a, b)], operator.sub).item() == pytest.approx(apart, rel=1e-6)


def test_one_bit_is_seen_anywhere():
    for shape in ((), (1,), (3,), (5, 7), (2050,), (3, 5, 3, 3), (67, 61)):
        tensor = torch.randn(shape)
        (was,) = checksums([tensor])
        flat = tensor.view(-1).view(torch.int32)
        for place in {0, flat.numel() // 2, flat.numel() - 1}:
            for bit in (0, 13, 31):
                mask = torch.tensor(-(2**31) if bit == 31 else 1 << bit, dtype=torch.int32)
                flat[place] ^= mask
                assert checksums([tensor]) != [was], (shape, place, bit)
                flat[place] ^= mask
        assert checksums([tensor]) == [was]


def test_exchanged_and_negated_numbers_are_seen():
    """What a plain sum of the words would not show."""
    tensor = torch.randn(64, 32, 3, 3)
    others = [tensor.flip(0), tensor.flip(1), tensor.roll(1, 0), tensor.mT.contiguous(), -tensor, tensor.roll(2, 3)]
    found = checksums([tensor, *others, torch.zeros(0)])
    assert found[0] not in found[1:]
    assert found[-1] == (0, 0)


# ---- the origin


def test_what_is_frozen_is_not_copied_and_yet_measured():
    model = torchvision.models.resnet18(num_classes=3)
    origin = Origin(model)
    origin.keep(model, freezing.apply(model, freeze_all_but(["fc"]), 0))
    statistics = {n for n, _ in model.named_buffers() if "running" in n}
    assert origin.copies.keys() == {"fc.weight", "fc.bias"} | statistics
    with torch.no_grad():
        model.fc.weight += 1
    found = measure(model, origin)
    assert {n for n, m in found.items() if m.moved != 0} == {"fc.weight"}
    with torch.no_grad():
        model.layer1[0].conv1.weight.view(-1)[7] += 1e-6
    found = measure(model, origin)
    assert math.isnan(found["layer1.0.conv1.weight"].moved)
    assert found["layer1.0.conv1.weight"].weight == pytest.approx(square(model.layer1[0].conv1.weight), rel=1e-6)
    assert all(m.dot == m.weight == m.source for n, m in found.items() if m.moved == 0)


def test_a_copy_is_only_taken_of_what_still_is_the_source_s():
    model = nn.ModuleDict({"a": nn.Linear(3, 3), "b": nn.Linear(3, 3)})
    source = copy.deepcopy(model)
    origin = Origin(model)
    with torch.no_grad():
        model["a"].weight += 1
    origin.keep(model, ["a.weight", "b.weight"])
    with torch.no_grad():
        model["a"].weight += 1
        model["b"].weight += 1
    found = measure(model, origin)
    assert math.isnan(found["a.weight"].moved)
    apart = square(model["b"].weight.detach() - source["b"].weight.detach())
    assert found["b.weight"].moved == pytest.approx(apart, rel=1e-6)


def test_before_a_checkpoint_is_loaded_all_is_kept_and_then_only_what_differs():
    model = nn.ModuleDict({"a": nn.Linear(3, 3), "b": nn.Linear(3, 3)})
    origin = Origin(model, whole=True)
    other = copy.deepcopy(model.state_dict())
    other["a.weight"] += 1
    model.load_state_dict(other)
    origin.let_go(model)
    assert origin.copies.keys() == {"a.weight"}
    found = measure(model, origin)
    assert found["a.weight"].moved == pytest.approx(9, rel=1e-5)
    assert [found[n].moved for n in ("a.bias", "b.weight", "b.bias")] == [0, 0, 0]


# ---- in a run


class Recording(torch.optim.SGD):
    """Writes down the gradient and the difference of the weights of its last step."""

    last: dict

    def step(self, closure=None):
        held = [p for group in self.param_groups for p in group["params"]]
        before = {p: (p.grad.clone(), p.detach().clone()) for p in held}
        super().step()
        Recording.last = {p: (square(g), square(p.detach() - w)) for p, (g, w) in before.items()}


def measurements(events):
    return list(made.of(events, Measured))


@pytest.mark.parametrize("model", ["resnet18", "squeezenet1_1"])
def test_a_run_measures_what_a_plain_loop_does(data, tmp_path, monkeypatch, model):
    plan = freeze_all_but(["layer4", "fc"] if model == "resnet18" else ["features.12", "classifier"])
    frozen = ("conv1", "bn1", "layer1", "layer2", "layer3") if model == "resnet18" else [
        f"features.{i}" for i in range(12)
    ]  # fmt: skip
    job = made.job(data, model=model, plan=plan, training__learning_rate=0.02, device__reuse=False)
    events = made.carry_out(job, tmp_path / "run")
    start = network(job, 3).model.state_dict()

    found = measurements(events)
    assert [(m.epoch, m.step) for m in found] == [(e.epoch, e.step) for e in made.epochs(events)] == [(0, 4), (1, 8)]
    monkeypatch.setattr(torch.optim, "SGD", Recording)
    for last in found:
        if model == "squeezenet1_1":  # dropout draws from the run's own seeds: the weights are those of its checkpoint
            if last.epoch == 0:
                continue
            state, steps = made.weights(tmp_path / "run"), None
        else:
            plain, _ = plain_loop(job, last.epoch + 1, lambda step: 0.02, frozen, {})
            state = plain.state_dict()
            steps = {n: Recording.last[p] for n, p in plain.named_parameters() if p in Recording.last}
        for name, movement in last.tensors.items():
            stands = name.startswith(tuple(f + "." for f in frozen))
            assert (movement.moved == 0) == stands == math.isnan(movement.update) or "running" in name, name
            assert movement.moved == pytest.approx(square(state[name].double() - start[name].double()), rel=1e-5)
            assert movement.weight == pytest.approx(square(state[name]), rel=1e-6)
            if steps and name in steps:
                assert (movement.gradient, movement.update) == pytest.approx(steps[name], rel=1e-3, abs=1e-13), name


def test_a_frozen_batch_norm_s_statistics_stand_and_a_learning_one_s_move(data, tmp_path):
    job = made.job(data, plan=freeze_all_but(["layer4", "fc"]))
    for found in measurements(made.carry_out(job, tmp_path / "run")):
        running = {n: m for n, m in found.tensors.items() if "running" in n}
        assert len(running) == 40
        assert {n for n, m in running.items() if m.moved > 0} == {n for n in running if n.startswith("layer4")}
        assert all(math.isnan(m.update) and math.isnan(m.gradient) for m in running.values())


def test_a_layer_that_unfreezes_later_is_measured_from_the_source_on(data, tmp_path):
    plan = freeze_all_but(["fc"]).change(["layer4"], unfreeze_at=1)
    job = made.job(data, plan=plan)
    first, second = measurements(made.carry_out(job, tmp_path / "run"))
    name = "layer4.0.conv1.weight"
    start = network(job, 3).model.state_dict()[name]
    assert first.tensors[name].moved == 0
    assert math.isnan(first.tensors[name].update)
    apart = square(made.weights(tmp_path / "run")[name].double() - start.double())
    assert second.tensors[name].moved == pytest.approx(apart, rel=1e-6) != 0
    assert second.tensors[name].update > 0


@pytest.mark.parametrize("whole_set", [False, True])
def test_measuring_changes_nothing_and_is_answered_after_the_next_step(data, tmp_path, monkeypatch, whole_set):
    monkeypatch.setattr(report, "SECONDS", 0.0)
    job = made.job(data, training__whole_set=whole_set, training__nesterov=True)
    made.carry_out(job, tmp_path / "plain")

    def on(event, control):
        if isinstance(event, StepsDone):
            control.request_measure()

    events = made.carry_out(job, tmp_path / "watched", on)
    assert made.same(made.weights(tmp_path / "plain"), made.weights(tmp_path / "watched"))
    found = measurements(events)
    steps = [1, 2] if whole_set else [2, 4, 6, 8]
    assert [m.step for m in found] == steps
    assert [m.step for m in found if m.epoch is not None] == ([1, 2] if whole_set else [4, 8])
    assert all(m.seconds > 0 for m in found)
    for m in found:
        assert all(t.update > 0 and t.gradient > 0 for n, t in m.tensors.items() if "running" not in n)


def test_a_run_that_asks_for_nothing_watches_one_step_in_an_epoch(data, tmp_path, monkeypatch):
    watched = []

    def counting(*args):
        watched.append(args)
        return watching(*args)

    monkeypatch.setattr(trainer, "watching", counting)
    made.carry_out(made.job(data), tmp_path / "run")
    assert len(watched) == 2


def test_a_paused_run_answers_at_once(data, tmp_path, monkeypatch):
    """With the step before the pause; also after the plan was changed meanwhile."""
    monkeypatch.setattr(report, "SECONDS", 0.0)
    job = made.job(data, plan=freeze_all_but(["layer4", "fc"]))
    asked = []

    def on(event, control):
        if isinstance(event, StepsDone) and event.first_step == 0:
            control.pause()
        elif isinstance(event, Paused):
            control.request_measure()
        elif isinstance(event, Measured) and event.epoch is None and not asked:
            asked.append(event)
            control.apply_plan(freeze_all_but(["layer3", "fc"]))
        elif isinstance(event, PlanApplied) and asked:
            control.request_measure()
        elif isinstance(event, Measured) and event.epoch is None:
            asked.append(event)
            control.resume()

    events = made.carry_out(job, tmp_path / "run", on)
    kinds = [type(e) for e in events if isinstance(e, Paused | Measured | Resumed | EpochDone)]
    assert kinds[:4] == [Paused, Measured, Measured, Resumed]
    pause = next(made.of(events, Paused))
    one, two = asked
    assert one.step == two.step == pause.step
    assert {n: (m.moved, m.update) for n, m in one.tensors.items() if n.startswith("fc")} == {
        n: (m.moved, m.update) for n, m in two.tensors.items() if n.startswith("fc")
    }
    assert all(m.update > 0 for n, m in one.tensors.items() if n.startswith("fc"))
    last = measurements(events)[-1].tensors
    assert last["layer3.0.conv1.weight"].moved > 0
    # Frozen again, it stays where the first steps brought it.
    assert last["layer4.0.conv1.weight"].moved == one.tensors["layer4.0.conv1.weight"].moved > 0


def test_the_model_of_the_catalogue_has_no_tensor_left_out(data):
    model = network(made.job(data, plan=Plan()), 3).model
    assert measured(model).keys() == {n for n in model.state_dict() if "num_batches" not in n}
    assert optimiser.build(model, Plan(), made.job(data).training, ["fc.weight"])
