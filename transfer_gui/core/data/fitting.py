"""Fits a recipe that is open (`Domain.unfitted`) to the training side of a split, and to nothing else."""

from contextlib import suppress

from ..errors import UserError
from ..recipes import Recipe
from .dataset import Dataset, Split
from .domains import find


def fitted(recipe: Recipe, domain: str, dataset: Dataset, split: Split) -> Recipe:
    """The recipe by which examples of `domain` are prepared; as it is where there is nothing to fit.

    Raises UserError where the training examples do not do.
    """
    reader = find(domain)
    if not reader.unfitted(recipe):
        return recipe
    paths = dataset.packed.paths
    return reader.fitted(recipe, (paths[index] for index in split.train))


_shown: list[tuple[Recipe, Dataset, Split, Recipe]] = []
"""The last that was fitted to show something."""


def shown(recipe: Recipe, domain: str, dataset: Dataset, split: Split) -> Recipe:
    """The same, to show what a network will see: found once for the same dataset and split, and as it is where it
    cannot be fitted, which a run will say."""
    for asked, of, divided, found in _shown:
        if of is dataset and divided is split and asked == recipe:
            return found
    with suppress(UserError):
        found = fitted(recipe, domain, dataset, split)
        if found is not recipe:
            _shown[:] = [(recipe, dataset, split, found)]
        return found
    return recipe
