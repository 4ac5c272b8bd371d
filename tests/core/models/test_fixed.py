"""What is not the same each time lies behind every cut, and the halves are the network."""

import copy
import random

import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torchvision.ops import DropBlock2d, StochasticDepth

from transfer_gui.core.models import cut
from transfer_gui.core.random_state import seeded


class Toy(nn.Module):
    """Two frozen layers, something, and a head that learns."""

    def __init__(self, between=None):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, padding=1).requires_grad_(False)
        self.second = nn.Conv2d(4, 4, 3, padding=1).requires_grad_(False)
        self.between = nn.Identity() if between is None else between
        self.head = nn.Linear(64, 2)

    def forward(self, x):
        return self.head(F.adaptive_avg_pool2d(self.change(self.second(self.first(x))), 4).flatten(1))

    def change(self, y):
        return self.between(y)


def toy(change, buffers=()):
    """A class of networks that do `change(self, y)` between their layers and their head."""

    class Changed(Toy):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.ones(4, 1, 1))
            for name, value in buffers:
                self.register_buffer(name, torch.tensor(value))

    Changed.change = change
    return Changed


class Counts(nn.Module):
    """Gives something else each time."""

    def __init__(self):
        super().__init__()
        self.register_buffer("calls", torch.zeros(()))

    def forward(self, y):
        self.calls += 1
        return y * self.calls


class CountsPlainly(nn.Module):
    calls = 0

    def forward(self, y):
        self.calls += 1
        return y * self.calls


class Chosen(nn.Module):
    """Draws only while it trains."""

    def forward(self, y):
        return y + torch.randn_like(y) if self.training else y


def statistics(self, y):
    return F.batch_norm(y, self.m, self.v, training=self.training)


def twice(self, y):
    before = self.weight * y
    return before + y.relu_()


def add(self, y):
    other = y
    y += 1
    return other * y * self.weight


def learned_in_place(self, y):
    y.view(len(y), -1).mul_(self.weight.mean())
    return y + 1


def overwritten(self, y):
    return y.mul_(self.weight) + y * 2


ALL = [(64,)]
"""What is stored where all but the head never changes."""
SECOND = [(4, 8, 8)]
"""What is stored where the second layer is the last that cannot change."""
NETWORKS = {
    "random numbers": (toy(lambda _, y: y + torch.rand(1)), SECOND),
    "random numbers in place": (toy(lambda _, y: y + torch.empty(4, 8, 8).uniform_()), SECOND),
    "random numbers like": (toy(lambda _, y: y + torch.rand_like(y)), SECOND),
    "a function's dropout": (toy(lambda self, y: F.dropout(y, 0.5, self.training)), SECOND),
    "a function's dropout by name": (toy(lambda self, y: F.dropout(y, training=self.training, inplace=True)), SECOND),
    "dropout that is off": (toy(lambda self, y: F.dropout(y, 0.0, self.training)), ALL),
    "attention that drops": (toy(lambda _, y: F.scaled_dot_product_attention(y, y, y, dropout_p=0.5)), SECOND),
    "attention": (toy(lambda _, y: F.scaled_dot_product_attention(y, y, y)), ALL),
    "the batch's mean": (toy(lambda _, y: y - y.mean(0)), SECOND),
    "the batch's order": (toy(lambda _, y: y + y.flip(0)), SECOND),
    "those before in the batch": (toy(lambda _, y: y.cumsum(0)), SECOND),
    "those behind in the batch": (toy(lambda _, y: y.flip(0).cumsum(0).flip(0)), SECOND),
    "the batch's statistics": (toy(lambda _, y: F.batch_norm(y, None, None, training=True)), SECOND),
    "the batch as channels": (toy(lambda _, y: y.transpose(0, 1).softmax(1).transpose(0, 1)), SECOND),
    "the batch as channels, each alone": (toy(lambda _, y: y.transpose(0, 1).relu().transpose(0, 1)), ALL),
    "statistics that are kept": (toy(statistics, [("m", [0.0] * 4), ("v", [1.0] * 4)]), SECOND),
    "blocks dropped": (lambda: Toy(DropBlock2d(0.5, 3)), SECOND),
    "paths dropped": (lambda: Toy(StochasticDepth(0.5, "row")), SECOND),
    "leaks at random": (lambda: Toy(nn.RReLU()), SECOND),
    "fractional pooling": (lambda: Toy(nn.FractionalMaxPool2d(2, output_ratio=0.5)), SECOND),
    "fractional pooling inside": (lambda: Toy(nn.Sequential(nn.ReLU(), nn.FractionalMaxPool2d(2, 4))), SECOND),
    "a layer that counts": (lambda: Toy(Counts().eval()), SECOND),
    "a layer that counts without a tensor": (lambda: Toy(CountsPlainly().eval()), SECOND),
    "a layer that draws while it trains": (lambda: Toy(Chosen()), SECOND),
    "the same layer at rest": (lambda: Toy(Chosen().eval()), ALL),
    "read before and after": (toy(twice), SECOND),
    "added to under another name": (toy(add), SECOND),
    "written into by what learns": (toy(learned_in_place), None),
    "read after what learns wrote": (toy(overwritten), SECOND),
    "drawn by Python": (toy(lambda _, y: y * random.random()), None),
}  # fmt: skip
"""Networks, and what the deepest cut stores of an example; None where nothing is to be stored."""


@pytest.mark.parametrize("name", NETWORKS)
def test_the_halves_are_the_network_each_time(name):
    make, expected = NETWORKS[name]
    with seeded(0):
        model = make().train()
        if name in {"a layer that counts", "a layer that counts without a tensor", "the same layer at rest"}:
            model.between.eval()
        x = torch.randn(4, 3, 8, 8)
    model.requires_grad_(False)
    model.head.requires_grad_(True)
    if hasattr(model, "weight"):
        model.weight.requires_grad_(True)
    found = cut.cuts(model, torch.zeros(2, 3, 8, 8))
    assert ([value.shape for value in found[0].values] if found else None) == expected
    for place in found:
        before, behind = cut.prefix(model, place), cut.rest(model, place)
        with torch.no_grad():
            with seeded(1):
                stored = before(x.clone())
            with seeded(2):
                alone = [before(one.clone()) for one in x.flip(0).split(1)]
        for value, *ones in zip(stored, *alone, strict=True):
            torch.testing.assert_close(value, torch.cat(ones[::-1]), rtol=1e-5, atol=1e-5)
        whole = copy.deepcopy(model)
        with seeded(3):
            halves = behind(stored)
        with seeded(3):
            torch.testing.assert_close(halves, whole(x.clone()), rtol=1e-5, atol=1e-5)


class TwoInputs(Toy):
    def forward(self, x, other):
        return super().forward(x + other)


class Masked(Toy):
    def forward(self, x, mask=None, *, scale=2.0):
        return super().forward(x * scale if mask is None else x * mask)


class Branches(Toy):
    def change(self, y):
        return -y if y.sum() > 0 else y


class Remembers(Toy):
    def change(self, y):
        self.seen = y
        return y


@pytest.mark.parametrize("kind", [TwoInputs, Branches, Remembers])
def test_a_network_that_no_graph_tells_is_not_cut(kind):
    model = kind()
    assert cut.cuts(model, torch.zeros(2, 3, 8, 8)) == []


def test_an_input_that_need_not_be_given_is_none():
    model = Masked()
    x = torch.randn(3, 3, 8, 8)
    place = cut.cuts(model, x)[0]
    assert place.values[0].shape == (64,)
    torch.testing.assert_close(cut.rest(model, place)(cut.prefix(model, place)(x)), model(x))


def test_a_part_that_cannot_be_followed_is_one_operation():
    model = nn.Sequential(Branches(), nn.ReLU(), nn.Linear(2, 2))
    model[0].requires_grad_(False).eval()
    x = torch.randn(1, 3, 8, 8).expand(3, 3, 8, 8)
    place = cut.cuts(model, x)[0]
    assert place.values[0].shape == (2,)
    assert torch.equal(cut.rest(model, place)(cut.prefix(model, place)(x)), model(x))
