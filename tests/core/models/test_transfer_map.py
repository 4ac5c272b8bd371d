"""The map from a source's layers to a target's, beside weights that were copied by hand."""

from collections import OrderedDict

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from transfer_gui.core.models.transfer_map import carry, layers_of, match
from transfer_gui.core.models.weights import read


def net(**layers):
    torch.manual_seed(len(layers))
    return nn.Sequential(OrderedDict(layers))


def shapes(model):
    return {name: tuple(t.shape) for name, t in model.state_dict().items()}


def found(source, target, by_hand=None, partial=False):
    return match(layers_of(shapes(source)), layers_of(shapes(target)), by_hand, partial)


def pairs(plan):
    return {pair.target.path: (pair.source.path if pair.source else None, pair.how) for pair in plan.pairs}


def carried(source, target, **how):
    carry(found(source, target, **how), source.state_dict(), dict(target.state_dict(keep_vars=True)))
    return target


def test_layers_are_matched_by_name_before_shape():
    source = net(a=nn.Linear(4, 4), b=nn.Linear(4, 4), c=nn.Linear(4, 2))
    target = net(b=nn.Linear(4, 4), x=nn.Linear(4, 4), y=nn.Linear(4, 3))
    plan = found(source, target)
    assert pairs(plan) == {"b": ("b", "by name"), "x": ("a", "by shape"), "y": (None, "")}
    assert [layer.path for layer in plan.left] == ["c"]


def test_what_is_matched_is_copied_and_nothing_else():
    source = net(a=nn.Linear(4, 4), n=nn.BatchNorm1d(4), c=nn.Linear(4, 2))
    source.n.running_mean.fill_(3.0)
    target = net(a=nn.Linear(4, 4), n=nn.BatchNorm1d(4), head=nn.Linear(4, 5))
    head = target.head.weight.clone()
    carried(source, target)
    assert torch.equal(target.a.weight, source.a.weight)
    assert torch.equal(target.a.bias, source.a.bias)
    assert torch.equal(target.n.running_mean, source.n.running_mean)
    assert torch.equal(target.head.weight, head)


def test_layers_of_the_same_shape_keep_their_order():
    source = net(**{f"s{i}": nn.Linear(3, 3) for i in range(4)})
    target = net(**{f"t{i}": nn.Linear(3, 3) for i in range(3)})
    assert [source for source, _ in pairs(found(source, target)).values()] == ["s0", "s1", "s2"]


def test_a_choice_by_hand_comes_first_and_none_can_be_chosen():
    source = net(a=nn.Linear(4, 4), b=nn.Linear(4, 4))
    target = net(a=nn.Linear(4, 4), b=nn.Linear(4, 4))
    assert pairs(found(source, target, {"a": "b", "b": ""})) == {"a": ("b", "by hand"), "b": (None, "")}
    gone = found(source, target, {"a": "no such layer"})
    assert pairs(gone)["a"] == (None, ""), "what was chosen is not there: nothing is taken in its place"


def test_other_kinds_never_match_not_even_by_name():
    source = net(a=nn.Conv2d(4, 4, 1), b=nn.Linear(4, 4, bias=False))
    target = net(a=nn.Linear(4, 4), b=nn.Linear(4, 4))
    for partial in (False, True):
        assert pairs(found(source, target, partial=partial)) == {"a": (None, ""), "b": (None, "")}


def test_what_overlaps_is_copied_only_when_asked():
    source, target = net(a=nn.Linear(4, 3)), net(a=nn.Linear(2, 5))
    before = target.a.weight.clone()
    carried(source, target)
    assert torch.equal(target.a.weight, before)
    plan = found(source, target, partial=True)
    assert plan.pairs[0].share == pytest.approx((3 * 2 + 3) / (5 * 2 + 5))
    carried(source, target, partial=True)
    assert torch.equal(target.a.weight[:3, :2], source.a.weight[:3, :2])
    assert torch.equal(target.a.weight[3:], before[3:])
    assert torch.equal(target.a.bias[:3], source.a.bias)


def test_a_part_of_a_larger_layer_is_copied_only_when_asked_too():
    source, target = net(a=nn.Linear(6, 5)), net(b=nn.Linear(4, 3))
    before = target.b.weight.clone()
    carried(source, target, by_hand={"b": "a"})
    assert torch.equal(target.b.weight, before)
    said = " ".join(found(source, target, {"b": "a"}).words())
    assert "0 of the target's 1 layers take over weights." in said
    carried(source, target, by_hand={"b": "a"}, partial=True)
    assert torch.equal(target.b.weight, source.a.weight[:3, :4])


def test_it_says_what_is_carried_over_and_what_is_not():
    source = net(a=nn.Linear(4, 4), old=nn.Linear(4, 7))
    target = net(a=nn.Linear(4, 4), wide=nn.Linear(4, 9), head=nn.Linear(9, 2))
    said = " ".join(found(source, target).words())
    assert "1 of the target's 3 layers take over weights." in said
    assert "a from a" in said
    assert "random weights: wide, head." in said
    assert "not used: old." in said
    assert "In part: wide from old (" in " ".join(found(source, target, partial=True).words())


def test_a_single_tensor_of_the_whole_network_is_a_layer_too():
    (layer,) = layers_of({"scale": (3,)})
    assert (layer.path, layer.shapes) == ("", (("scale", (3,)),))
    plan = match([layer], [layer])
    target = {"scale": torch.zeros(3)}
    carry(plan, {"scale": torch.ones(3)}, target)
    assert target["scale"].tolist() == [1, 1, 1]


def test_a_file_keeps_a_layer_s_tensors_in_an_order_of_its_own(tmp_path):
    """safetensors files are sorted: the bias stands before the weight, and layer 10 before layer 2."""
    source = nn.Sequential(*(nn.Linear(3, 3) for _ in range(11)))
    save_file(source.state_dict(), tmp_path / "sorted.safetensors")
    state = read(tmp_path / "sorted.safetensors").entry("")
    target = net(**{f"layer{i}": nn.Linear(3, 3) for i in range(11)})
    plan = match(layers_of({name: tuple(t.shape) for name, t in state.items()}), layers_of(shapes(target)))
    assert pairs(plan) == {f"layer{i}": (str(i), "by shape") for i in range(11)}
    assert pairs(match(layers_of(shapes(source)), layers_of({"2.bias": (3,), "2.weight": (3, 3)}))) == {
        "2": ("2", "by name")
    }
