"""Whatever file is put into a family's folder (a view, a domain, a strategy) keeps the family's promise."""

import itertools

import numpy as np
import pytest
import torch
from PIL import Image

from transfer_gui.core import contents, recipes
from transfer_gui.core.data import domains
from transfer_gui.core.data.domain import Domain, DomainOf, Passage, Unreadable
from transfer_gui.core.discover import discover
from transfer_gui.core.errors import UserError
from transfer_gui.core.frozen import Frozen, replace
from transfer_gui.core.inspect.figures import Figure
from transfer_gui.core.inspect.view import Subject, View, views
from transfer_gui.core.job import Job
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.training.strategy import Strategy, find, strategies

DOMAINS = discover(domains, "DOMAIN")


@pytest.mark.parametrize("name", views())
def test_a_view(name):
    view = views()[name]
    assert isinstance(view, View)
    assert view.title
    assert view.description
    assert [v.order for v in views().values()].count(view.order) == 1
    tensors = {"a.weight": np.ones((4, 3, 3, 3), np.float32), "a.bias": np.zeros(4, np.float32)}
    kept = {name: tensor.copy() for name, tensor in tensors.items()}
    figures = view.compute(Subject("a", tensors, kept))
    assert isinstance(figures, tuple)
    assert all(isinstance(figure, Figure) for figure in figures)
    assert all((tensors[name] == kept[name]).all() for name in tensors), "it looks and does not touch"
    assert view.compute(Subject("a", {})) == ()


@pytest.mark.parametrize("name", strategies())
@pytest.mark.parametrize("epochs", [1, 2, 7, 30])
def test_a_strategy(name, epochs):
    strategy = find(name)
    assert isinstance(strategy, Strategy)
    assert strategy.name == name
    assert strategy.title
    assert issubclass(strategy.params, Frozen)
    job = replace(replace(Job(), "training.strategy", name), "training.epochs", epochs)
    phases = strategy.phases(job)
    assert phases[0].first == 0
    assert phases[-1].end == epochs
    assert all(phase.first < phase.end for phase in phases)
    assert all(a.end == b.first for a, b in itertools.pairwise(phases)), "no gap, no overlap"


def test_a_strategy_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(UserError) as fault:
        find("magic")
    assert all(name in str(fault.value) for name in strategies())


@pytest.mark.parametrize("name", DOMAINS)
def test_a_domain(name, tmp_path):
    domain: Domain = DOMAINS[name]
    public = [member for member in dir(DomainOf) if not member.startswith("_")]
    assert all(hasattr(domain, member) for member in (*public, "name", "noun"))
    assert domain.name == Job().data.domain or domain.name == name
    assert len(domain.noun) == 2
    missing = str(tmp_path / "not there")
    for method in (domain.check, domain.open, lambda path: domain.thumbnail(path, 64)):
        with pytest.raises(Unreadable) as fault:
            method(missing)
        assert fault.value.path == missing
        assert fault.value.reason
    recipe = next(r for kind in discover(recipes, "RECIPE").values() if (r := domain.reads(kind())) is not None)
    assert domain.collate([], recipe).shape == (0, *recipe.stored[0])
    assert domain.nothing(recipe).shape == recipe.stored[0]
    assert all(ending == ending.lower() and ending.startswith(".") for ending in domain.endings)
    if domain.typed:
        typed = contents.of_typed("some words / that a person typed")
        domain.check(typed)
        recipe = domain.fitted(recipe, [typed])
        assert domain.prepare(typed, recipe, "none", None).shape == recipe.stored[0]
        shown = domain.preview(typed, recipe)
        if isinstance(shown, Passage) and recipe.values:
            assert 0 < len(shown.parts) <= recipe.shape[0], "each number that is read has its place in the text"
            assert all(0 <= start <= end <= len(shown.text) for start, end in shown.parts)


def test_pictures_never_touch_the_global_random_state(tmp_path):
    path = tmp_path / "picture.png"
    Image.new("RGB", (300, 200), "red").save(path)
    domain = DOMAINS["image"]
    before = torch.get_rng_state(), np.random.get_state()[1].copy()
    for augmentation in ("none", "light", "reference", "trivial"):
        domain.prepare(str(path), Preprocessing(), augmentation, torch.Generator().manual_seed(3))
        domain.preview(str(path), Preprocessing(), augmentation, 4)
    assert torch.equal(before[0], torch.get_rng_state())
    assert (before[1] == np.random.get_state()[1]).all()
