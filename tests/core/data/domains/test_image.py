"""Preprocessing against torchvision's own preset, and the domain's contract."""

import subprocess
import sys

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms._presets import ImageClassification
from torchvision.transforms.functional import pil_to_tensor

from transfer_gui.core.data.domains import domains, find
from transfer_gui.core.data.domains.image import DOMAIN, normalise, preprocess, to_tensor
from transfer_gui.core.errors import UserError
from transfer_gui.core.recipes.image import Preprocessing

from ..pictures import noise, save

LITE = Preprocessing(256, 224, "bicubic", (127 / 255,) * 3, (128 / 255,) * 3)


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (256, 256), (64, 48), (500, 31), (224, 224), (1, 1)])
@pytest.mark.parametrize(
    "recipe",
    [
        Preprocessing(),
        LITE,
        Preprocessing(232, 224),
        Preprocessing(64, 64, "nearest"),
        Preprocessing(32, 48),
        Preprocessing(299, 299, "bicubic"),
    ],
)
def test_equals_torchvision_to_the_bit(size, recipe):
    preset = ImageClassification(
        crop_size=recipe.crop,
        resize_size=recipe.resize,
        mean=recipe.mean,
        std=recipe.std,
        interpolation=InterpolationMode(recipe.interpolation),
    )
    image = noise(*size)
    ours = normalise(preprocess(image, recipe), recipe)
    assert ours.dtype == torch.float32
    assert torch.equal(ours, preset(image))
    assert torch.equal(normalise(preprocess(image, recipe)[None].repeat(3, 1, 1, 1), recipe)[2], ours)


def test_to_tensor_equals_torchvision():
    image = noise(31, 17)
    assert torch.equal(to_tensor(image), pil_to_tensor(image))
    assert to_tensor(image).is_contiguous()


def test_a_strip_does_not_take_gigabytes():
    prepared = preprocess(Image.new("RGB", (60_000, 1), (9, 9, 9)), Preprocessing())
    assert prepared.shape == (3, 224, 224)
    assert prepared.unique().tolist() == [9]


def test_normalising_leaves_the_prepared_picture_alone():
    prepared = preprocess(noise(), Preprocessing())
    before = prepared.clone()
    normalise(prepared, Preprocessing())
    assert torch.equal(prepared, before)


@pytest.mark.parametrize("augmentation", ["none", "light", "reference", "trivial"])
def test_the_preview_is_what_the_network_sees(tmp_path, augmentation):
    path = str(save(tmp_path / "x.png", noise(80, 60)))
    recipe = Preprocessing().at_size(48)
    shown = DOMAIN.preview(path, recipe, augmentation, seed=7)
    assert shown.shape == (48, 48, 3)
    assert shown.dtype == np.uint8
    prepared = DOMAIN.prepare(path, recipe, augmentation, torch.Generator().manual_seed(7))
    fed = DOMAIN.normalise(prepared, recipe)
    mean, std = (torch.tensor(v)[:, None, None] for v in (recipe.mean, recipe.std))
    assert torch.allclose((fed * std + mean) * 255, torch.from_numpy(shown).permute(2, 0, 1).float(), atol=1e-3)
    other = DOMAIN.preview(path, recipe, augmentation, seed=8)
    assert np.array_equal(shown, other) == (augmentation == "none")


def test_collate_of_nothing_has_the_right_shape():
    assert DOMAIN.collate([], Preprocessing()).shape == (0, 3, 224, 224)


def test_an_unknown_kind_of_data_is_refused():
    assert find("image") is DOMAIN
    with pytest.raises(UserError, match=r"smell.*image"):
        find("smell")


def test_every_domain_answers_for_its_name():
    for name, domain in domains().items():
        assert domain.name == name
        assert all(domain.noun)


def test_scanning_and_splitting_need_no_torch(tmp_path):
    for name in ("a/0.png", "a/1.png", "b/0.png", "b/1.png"):
        save(tmp_path / name)
    code = (
        "import sys\n"
        "from transfer_gui.core.data import sample, scan, split\n"
        "from transfer_gui.core.data.domains.image import DOMAIN\n"
        "from transfer_gui.core.job import Data\n"
        "from transfer_gui.core.progress import finish\n"
        f"data = Data(path={str(tmp_path)!r})\n"
        "dataset = finish(scan.scan(data))\n"
        "split.split(dataset, data)\n"
        "DOMAIN.thumbnail(dataset.examples[0].path, 16)\n"
        "assert 'torch' not in sys.modules and 'PySide6' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
