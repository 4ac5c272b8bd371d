"""Whatever is looked at stays as it was."""

import numpy as np
import pytest
import torch
from PIL import Image

from .networks import MADE, touched


@pytest.fixture(scope="module", autouse=True)
def small(small_networks):
    """Networks are looked at as well with few numbers in each layer."""


@pytest.fixture
def untouched():
    """After the test the shared networks have no hook, no gradient, and torch's settings are as they were."""
    before = torch.get_rng_state()
    yield
    assert torch.is_grad_enabled()
    assert torch.equal(torch.get_rng_state(), before), "the global random state was touched"
    for looked in MADE.values():
        assert touched(looked.model) == []


@pytest.fixture
def photo(tmp_path):
    """A picture file with something in it."""
    pixels = np.random.default_rng(3).integers(0, 255, (9, 12, 3), np.uint8)
    path = tmp_path / "photo.png"
    Image.fromarray(pixels).resize((160, 120), Image.Resampling.BICUBIC).save(path)
    return path
