"""Keras networks as source models: the head, what is read, what is refused; beside Keras itself."""

import keras
import numpy as np
import pytest
import torch

from transfer_gui.core.data.domains.image import normalise
from transfer_gui.core.errors import Refused
from transfer_gui.core.job import Source
from transfer_gui.core.models import build, catalogue, tree
from transfer_gui.core.models.head import head_of
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.workers import work

from .beside import close, in_torch, model_of

L = keras.layers


def saved(folder, layers, shape, form="keras", **given):
    path = folder / f"model.{form}"
    model = model_of(layers, shape, **given)
    model.save(path)
    return path, model


def built_of(path, classes=4):
    return build.build(Source(model="keras", weights=str(path)), classes, 0)


def same_features(path, theirs, x):
    """Make sure that what the head is given is what Keras computes; `theirs` is the model up to there."""
    built = built_of(path)
    seen = []
    built.model.get_submodule(head_of(built.model)).register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    with torch.no_grad():
        logits = built.model.eval()(in_torch(x))
    assert logits.shape == (len(x), 4)
    close(seen[0].numpy(), theirs(x, training=False).detach().numpy())
    return built


def test_colours_of_any_size_with_a_layer_that_rescales(tmp_path):
    """Two classes by one number and a sigmoid: two logits come in its place."""
    layers = [L.Rescaling(1 / 255), L.Conv2D(5, 3, strides=2, padding="same"), L.BatchNormalization(),
              L.GlobalAveragePooling2D(), L.Dropout(0.5), L.Dense(1, activation="sigmoid", name="answer")]  # fmt: skip
    path, model = saved(tmp_path, layers, (None, None, 3), "h5")
    x = np.random.default_rng(0).uniform(0, 255, (2, 33, 33, 3)).astype(np.float32)
    built = same_features(path, keras.Model(model.inputs[0], model.layers[-2].output), x)
    assert built.heads == ("answer",)
    recipe = built.preprocessing
    assert (recipe.shape, recipe.channels) == ((3, 224, 224), 3)
    assert "0..255" in recipe.words()
    assert "has a layer that rescales" in " ".join(built.notes)
    pixels = torch.arange(192, dtype=torch.uint8).reshape(3, 8, 8)
    torch.testing.assert_close(normalise(pixels, recipe), pixels.float())
    entry = tree.of_source(Source(model="keras", weights=str(path)), 4).entry
    assert (entry.fixed_size, entry.layers, entry.title) == (False, 6, "model (Keras network)")
    assert entry.parameters == sum(int(np.prod(w.shape)) for w in model.trainable_weights)


def test_a_network_within_the_network(tmp_path):
    """Both as Keras users build it: a base that is frozen, and a head of their own around it."""
    base = keras.Sequential([keras.Input((12, 12, 1)), L.Conv2D(3, 3, activation="relu"), L.Flatten()], name="base")
    path, model = saved(tmp_path, [base, L.Dense(6, activation="relu"), L.Dense(3, activation="softmax")], (12, 12, 1))
    x = np.random.default_rng(0).uniform(0, 1, (2, 12, 12, 1)).astype(np.float32)
    built = same_features(path, keras.Model(model.inputs[0], model.layers[-2].output), x)
    assert built.preprocessing == Preprocessing(12, 12, "bilinear", (0.0,), (1.0,))
    assert "0..1" in built.preprocessing.words()
    assert "divided by 255" in " ".join(built.notes)
    whole = keras.Sequential([keras.Input((12, 12, 1)), model])
    whole.save(tmp_path / "whole.keras")
    outer = built_of(tmp_path / "whole.keras")
    assert outer.heads[0].startswith(f"{model.name}.")
    with torch.no_grad():  # the heads are drawn alike
        close(outer.model.eval()(in_torch(x)).numpy(), built.model.eval()(in_torch(x)).numpy())


def headless(name):
    return [L.Conv2D(3, 3, name=name), L.GlobalAveragePooling2D(), L.ReLU()]


REFUSED = {
    "words": ([L.Embedding(50, 4), L.LSTM(3), L.Dense(2)], (7,), "which word has which number"),
    "vectors": ([L.Dense(4), L.Dense(2)], (9,), "rows of 9 numbers"),
    "sequences": ([L.LSTM(3), L.Dense(2)], (7, 3), "sequences of numbers"),
    "oblong": ([L.Flatten(), L.Dense(2)], (8, 6, 3), "6 px wide and 8 px high"),
    "four": ([L.Flatten(), L.Dense(2)], (6, 6, 4), "pictures of 4 channels"),
    "headless": (headless("eyes"), (6, 6, 3), "does not end in a dense layer"),
    "rectified": ([L.Flatten(), L.Dense(2, activation="relu")], (6, 6, 3), "does not end in a dense layer"),
    "maps": ([L.Conv2D(3, 3)], (6, 6, 3), "no number for each class"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_refused_and_says_what_to_do(name, tmp_path):
    layers, shape, words = REFUSED[name]
    path, _ = saved(tmp_path, layers, shape, **({"dtype": "int32"} if name == "words" else {}))
    with pytest.raises(Refused, match=words) as fault:
        built_of(path)
    assert str(path) in fault.value.what
    assert "layer by layer" in fault.value.cure
    assert build.build(Source(model="squeezenet1_1", weights=str(path), transfer="layers"), 2, 0).heads


def test_a_head_that_is_used_twice_is_no_head(tmp_path):
    given, shared = keras.Input((6,)), L.Dense(6, name="shared")
    keras.Model(given, shared(shared(given))).save(tmp_path / "twice.keras")
    with pytest.raises(Refused, match="used several times"):
        built_of(tmp_path / "twice.keras")


def test_what_is_put_together_behind_the_last_layers_is_no_head(tmp_path):
    given = keras.Input((6, 6, 1))
    flat = L.Flatten()(given)
    keras.Model(given, L.Add()([L.Dense(3)(flat), L.Dense(3)(flat)])).save(tmp_path / "sum.keras")
    with pytest.raises(Refused, match="is a Add"):
        built_of(tmp_path / "sum.keras")


def test_a_file_in_a_folder_of_weights_is_a_row_of_the_catalogue(tmp_path):
    path, _ = saved(tmp_path, [L.Flatten(), L.Dense(2)], (6, 6, 3))
    (tmp_path / "broken.h5").write_bytes(b"\x89HDF\r\n\x1a\nno more")
    (row,) = [entry for entry in finish(catalogue.load([tmp_path])) if entry.origin == "file"]
    assert (row.name, row.title, row.input_size) == ("keras", "model (Keras network)", 6)
    assert row.ready.path == str(path)


def test_the_file_of_another_network_is_told_to_be_a_model_of_its_own(tmp_path):
    path, _ = saved(tmp_path, [L.Flatten(), L.Dense(2)], (6, 6, 3))
    with pytest.raises(Refused) as fault:
        build.build(Source(model="resnet18", weights=str(path)), 2, 0)
    assert "choose the model keras" in fault.value.cure


def test_the_window_is_told_why_and_what_else_can_be_done(tmp_path):
    """What it asks for when a file is dropped on another model: first as it is, then layer by layer."""
    layers, shape, words = REFUSED["words"]
    path, _ = saved(tmp_path, layers, shape, dtype="int32")
    asked = Source(model="squeezenet1_1", weights=str(path))
    source, _, found = finish(work.check_weights(asked, 3, ()))
    assert words in found.refusal.what
    assert source == asked
    by_layer = asked.model_copy(update={"transfer": "layers"})
    source, _, found = finish(work.check_weights(by_layer, 3, ()))
    assert (source, found.refusal) == (by_layer, None)
    assert {layer.path for layer in found.plan.left} >= {"embedding", "dense"}
