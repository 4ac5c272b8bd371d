"""A run is recorded, stopped and resumed as well with few numbers in each layer."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def small(small_networks):
    """A run is recorded, stopped and resumed as well with few numbers in each layer."""
