"""What the tests of the source models share."""

from functools import cache

import pytest

from transfer_gui.core.models import tree


@cache
def _tree(name):
    return tree.layers(name, 5)


@pytest.fixture(scope="session")
def tree_of():
    """The layer tree of a model with five classes, made once."""
    return _tree
