"""Augmentation: torchvision's pixels, our own generator."""

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision import transforms as T
from torchvision.transforms import InterpolationMode

from transfer_gui.core.data.augment import augment
from transfer_gui.core.data.domains.image import preprocess
from transfer_gui.core.recipes.image import Preprocessing

from .pictures import noise

RECIPE = Preprocessing(72, 64, "bilinear")


def drawn(image, name, seed, recipe=RECIPE):
    return augment(image, name, recipe, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("name", ["reference", "trivial"])
@pytest.mark.parametrize("interpolation", ["bilinear", "nearest", "bicubic"])
def test_seeded_alike_it_equals_torchvision_to_the_bit(name, interpolation):
    mode = InterpolationMode(interpolation)
    steps = [T.RandomResizedCrop(64, interpolation=mode, antialias=True), T.RandomHorizontalFlip(0.5)]
    steps += [T.TrivialAugmentWide(interpolation=mode)] if name == "trivial" else []
    theirs = T.Compose([*steps, T.PILToTensor()])
    state = torch.get_rng_state()
    for seed in range(150 if name == "trivial" else 40):
        image = noise(90 + seed % 7, 60 + seed % 5)
        torch.manual_seed(seed)
        wanted = theirs(image)
        assert torch.equal(drawn(image, name, seed, Preprocessing(72, 64, interpolation)), wanted), seed
    torch.set_rng_state(state)


@pytest.mark.parametrize("size", [(400, 10), (10, 400), (3, 3), (1, 1)])
def test_odd_shapes_equal_torchvision_too(size):
    theirs = T.Compose([T.RandomResizedCrop(64), T.RandomHorizontalFlip(), T.PILToTensor()])
    for seed in range(10):
        image = noise(*size)
        torch.manual_seed(seed)
        assert torch.equal(drawn(image, "reference", seed), theirs(image))


@pytest.mark.parametrize("name", ["light", "reference", "trivial"])
def test_the_global_random_states_are_neither_used_nor_moved(name):
    image = noise(90, 60, seed=0)
    torch.manual_seed(1)
    before, numpys = torch.get_rng_state(), np.random.get_state()[1].copy()
    one = drawn(image, name, 5)
    assert torch.equal(torch.get_rng_state(), before)
    assert np.array_equal(np.random.get_state()[1], numpys)
    torch.manual_seed(2)
    assert torch.equal(drawn(image, name, 5), one)
    assert not torch.equal(drawn(image, name, 6), one)


def test_none_is_the_plain_preprocessing():
    image = noise(90, 60)
    assert torch.equal(drawn(image, "none", 0), preprocess(image, RECIPE))


def test_light_stays_near_the_usual_crop():
    """A disc in the middle is mirrored half of the time, moved by a tenth at most and scaled by 15 percent at most."""
    y, x = np.mgrid[:200, :200]
    disc = ((x - 100) ** 2 + (y - 100) ** 2 < 40**2) * 255
    left = np.where(x < 100, 255, 0)
    image = Image.fromarray(np.stack([disc, left, 0 * x], 2).astype(np.uint8))
    usual = preprocess(image, RECIPE)[0].float().sum().item()
    mirrored, moved, scaled = [], [], []
    for seed in range(400):
        red, green, _ = drawn(image, "light", seed).float()
        weights = red / red.sum()
        rows, columns = torch.meshgrid(torch.arange(64.0), torch.arange(64.0), indexing="ij")
        moved.append(((weights * rows).sum().item() - 31.5, (weights * columns).sum().item() - 31.5))
        scaled.append((red.sum().item() / usual) ** 0.5)
        mirrored.append(green[:, 32:].sum() > green[:, :32].sum())
    assert 0.4 < np.mean(mirrored) < 0.6
    assert np.abs(moved).max() <= 0.1 * 64 / 0.85 + 1
    assert np.abs(moved).max() > 4
    assert 0.86 < min(scaled) < 0.92
    assert 1.1 < max(scaled) < 1.19


@pytest.mark.parametrize("name", ["none", "light", "reference", "trivial"])
@pytest.mark.parametrize("size", [(300, 20), (5, 5), (64, 64)])
def test_every_shape_gives_the_network_s_own(name, size):
    for seed in range(5):
        out = drawn(noise(*size), name, seed)
        assert (out.shape, out.dtype) == ((3, 64, 64), torch.uint8)


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="wild"):
        drawn(noise(), "wild", 0)
