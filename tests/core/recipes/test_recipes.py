"""Every recipe keeps the promise of recipes, whatever it is for."""

import json
from dataclasses import FrozenInstanceError, fields

import pytest
import torch

from transfer_gui.core import inputs, recipes
from transfer_gui.core.discover import discover
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.recipes.spectrogram import Spectrogram
from transfer_gui.core.recipes.speech import Speech

KNOWN = discover(recipes, "RECIPE")


@pytest.mark.parametrize("name", KNOWN)
def test_it_is_written_and_read_as_plain_data(name):
    recipe = KNOWN[name]().at_size(320)
    plain = json.loads(json.dumps(recipe.to_dict()))
    assert recipes.read(plain) == recipe
    assert plain.get("recipe", "image") == name
    with pytest.raises(FrozenInstanceError):
        setattr(recipe, fields(recipe)[0].name, None)
    assert repr(recipes.read(plain)) == repr(recipe), "stores are known by it"


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("size", [16, 100, 224, 400])
def test_its_size_is_what_is_asked_for_as_near_as_can_be(name, size):
    recipe = KNOWN[name]().at_size(size)
    assert recipe.at_size(recipe.size) == recipe
    assert abs(recipe.size - size) <= (0 if recipe.unit == "px" else 160)
    assert recipe.words()[0].isupper()
    assert recipe.words().endswith(".")


@pytest.mark.parametrize("name", KNOWN)
def test_inputs_have_its_shape_and_type(name):
    recipe = KNOWN[name]()
    nothing, some = inputs.zeros(recipe, 2), inputs.noise(recipe, 3, torch.Generator().manual_seed(0))
    assert nothing.shape == (2, *recipe.shape)
    assert some.shape == (3, *recipe.shape)
    assert not nothing.any()
    assert nothing.dtype == some.dtype == (torch.int64 if recipe.values else torch.float32)
    assert torch.equal(some, inputs.noise(recipe, 3, torch.Generator().manual_seed(0)))


BAG = {"recipe": "bag", "most": 2, "terms": ["a", "b"], "idf": [1.0, 2.0]}


@pytest.mark.parametrize(
    "wrong",
    [
        *({"recipe": name} for name in ("magic", "speech", "spectrogram", "bag")),
        {"size": 3},
        *(BAG | part for part in ({"idf": [1.0]}, {"terms": ["a", "a"]}, {"most": 1}, {"idf": [1.0, float("nan")]})),
        BAG | {"terms": [1, 2]},
        BAG | {"terms": [[], []]},
    ],
)
def test_what_is_no_recipe_is_not_taken_for_one(wrong):
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        recipes.read(wrong)


def test_a_picture_recipe_of_an_older_checkpoint_says_no_kind():
    recipe = Preprocessing(72, 64, "bicubic")
    assert "recipe" not in recipe.to_dict()
    assert recipes.read(recipe.to_dict()) == recipe


def test_a_voice_encoder_reads_whole_windows_half_overlapping():
    assert Speech(1).size == 160
    assert Speech(2).size == 240
    assert Speech().at_size(200) == Speech(2) or Speech().at_size(200) == Speech(1)
    assert Speech().at_size(1) == Speech(1)


def test_a_bag_keeps_its_terms_and_another_size_has_to_find_them_anew():
    bag = recipes.read(BAG)
    assert (bag.terms, bag.idf, bag.shape) == (("a", "b"), (1.0, 2.0), (2,))
    assert bag.at_size(2) is bag
    assert bag.at_size(3).terms == ()
    assert repr(bag) != repr(type(bag)(2, ("a", "c"), (1.0, 2.0))), "stores are known by it"


def test_a_spectrogram_is_a_picture_to_the_network():
    recipe = Spectrogram(Preprocessing(256, 224))
    assert recipe.shape == (3, 224, 224)
    assert recipe.at_size(96).picture == Preprocessing(256, 224).at_size(96)
