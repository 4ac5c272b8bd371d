"""What the tests of the source models share."""

from functools import cache

import pytest

from transfer_gui.core.models import build, tree


@cache
def _tree(name):
    return tree.layers(name, 5)


@cache
def _skeleton(name):
    return build.skeleton(name, 5)


@pytest.fixture(scope="session")
def skeleton_of():
    """The architecture of a model with five classes, made once; to look at, not to change."""
    return _skeleton


@pytest.fixture(scope="session")
def tree_of():
    """The layer tree of a model with five classes, made once."""
    return _tree
