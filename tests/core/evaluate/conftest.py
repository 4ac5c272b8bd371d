"""Networks are asked as well with few numbers in each layer."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def small(small_networks):
    """Networks are asked as well with few numbers in each layer."""
