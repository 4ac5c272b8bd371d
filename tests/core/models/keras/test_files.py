"""Files that are no Keras model, or one that cannot be converted: all end in a message, and nothing in them is run."""

import subprocess
import sys
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest

from transfer_gui.core.models.keras import read

from .beside import FORMS, check_file, expected, model_of, numbers, shaken
from .files import described, fault_of, refused, repacked, small, with_shape

L = keras.layers
ROOT = Path(__file__).resolve().parents[4]


# ---- what is no Keras model


NO_MODEL = {
    "nothing": (b"", "neither"),
    "text": (b"hello, this is no model", "neither"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "neither"),
    "zeros": (bytes(1000), "neither"),
    "a zip's beginning": (b"PK\x03\x04" + bytes(50), "cut off or damaged"),
    "an HDF5's beginning": (b"\x89HDF\r\n\x1a\n" + bytes(50), "cut off"),
}


@pytest.mark.parametrize(("content", "word"), NO_MODEL.values(), ids=NO_MODEL)
def test_no_model(content, word, tmp_path):
    path = tmp_path / "model.keras"
    path.write_bytes(content)
    refused(path, word)


def test_a_folder_and_nothing_at_all(tmp_path):
    refused(tmp_path, "folder")
    refused(tmp_path / "nothing.h5", "cannot be read")


def test_archives_and_hdf5_of_others(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as other:
        other.writestr("a.txt", "a")
    refused(tmp_path / "a.zip", "without a Keras model")
    with h5py.File(tmp_path / "a.h5", "w") as other:
        other["numbers"] = np.zeros(3)
    refused(tmp_path / "a.h5", "without a Keras model")


def test_weights_alone(path, tmp_path):
    small().save_weights(tmp_path / "a.weights.h5")
    refused(tmp_path / "a.weights.h5", "weights of a Keras model alone", "save it whole")
    if path.suffix == ".h5":  # as Keras 2 saves them
        with h5py.File(path) as whole, h5py.File(tmp_path / "b.h5", "w") as alone:
            for name, group in whole["model_weights"].items():
                whole.copy(group, alone, name)
            alone.attrs["layer_names"] = whole["model_weights"].attrs["layer_names"]
        refused(tmp_path / "b.h5", "weights of a Keras model alone")
    else:
        refused(repacked(path, {"model.weights.h5": lambda _: None}), "no weights")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_a_file_that_is_cut_off(path, share):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    refused(path)


@pytest.mark.parametrize("seed", range(40))
def test_a_file_with_wrong_bytes_is_read_or_refused(path, seed):
    draws = np.random.default_rng(seed)
    content = bytearray(path.read_bytes())
    if seed % 2:
        for place in draws.integers(8, len(content), 5):
            content[place] = int(draws.integers(256))
    else:  # a stretch that was never written
        first, length = int(draws.integers(8, len(content))), int(draws.integers(1, 3000))
        content[first : first + length] = bytes(len(content[first : first + length]))
    path.write_bytes(content)
    fault = fault_of(lambda: read(path))
    assert fault is None or str(path) in fault.what


def test_h5py_that_is_not_there(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "h5py", None)
    refused(path, "h5py", "pip install h5py")


def test_keras_is_never_imported(path):
    code = f"""
import sys
from pathlib import Path
from transfer_gui.core.models import keras
assert not {{"h5py", "keras"}} & set(sys.modules), "imported at once"
keras.build(keras.read(Path({str(path)!r})).config)
assert "keras" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


# ---- layers


class Mine(L.Layer):
    def call(self, x):
        return 2 * x


@keras.saving.register_keras_serializable(package="mine")
class Registered(L.Layer):
    def call(self, x):
        return 2 * x


Twin = type("Dense", (Mine,), {})
"""A layer of one's own that bears the name of one of Keras's."""


ODD = {
    "of a class of its own": (lambda: Mine(name="odd"), "Mine"),
    "registered": (lambda: Registered(name="odd"), "Registered"),
    "under a name of Keras's own": (lambda: Twin(name="odd"), "Dense"),
    "not known": (lambda: L.GroupNormalization(2, name="odd"), "GroupNormalization"),
}


@pytest.mark.parametrize(("make", "word"), ODD.values(), ids=ODD)
def test_layers_that_are_not_known(make, word, tmp_path):
    inner = keras.Sequential([keras.Input((4,)), make()], name="inner")
    keras.Sequential([keras.Input((4,)), inner]).save(tmp_path / "model.keras")
    refused(tmp_path / "model.keras", word, "'inner > odd'")


@pytest.mark.parametrize("form", FORMS)
def test_a_custom_layer_in_either_form(form, tmp_path):
    keras.Sequential([keras.Input((4,)), Registered(name="odd")]).save(tmp_path / f"model.{form}")
    refused(tmp_path / f"model.{form}", "Registered", "'odd'")


def leave_a_trace(x):
    Path("trace.txt").write_text("run", encoding="utf-8")
    return x


@pytest.mark.parametrize("form", FORMS)
def test_program_code_is_never_run(form, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # Keras runs it when the model is built
    model = keras.Sequential([keras.Input((4,)), L.Lambda(leave_a_trace, name="odd"), L.Dense(2)])
    model.save(tmp_path / f"model.{form}")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    refused(tmp_path / f"model.{form}", "Lambda", "'odd'", "never run")
    assert not list(folder.iterdir())


def test_a_model_that_does_not_tell_its_layers(path):
    def change(config):
        return config | {"class_name": "MyModel", "config": {"name": "mine"}, "registered_name": "mine>MyModel"}

    refused(described(path, change), "MyModel", "does not tell")


# ---- inputs, outputs and shapes


def test_several_inputs_and_outputs(tmp_path):
    one, two = keras.Input((3,)), keras.Input((3,))
    both = L.Add()([one, two])
    keras.Model([one, two], both).save(tmp_path / "model.keras")
    refused(tmp_path / "model.keras", "2 inputs")
    keras.Model(one, [L.Dense(2)(one), L.Dense(3)(one)]).save(tmp_path / "model.h5")
    refused(tmp_path / "model.h5", "2 outputs")
    keras.Model([one], [L.Dense(2)(one)]).save(tmp_path / "model.keras")
    assert read(tmp_path / "model.keras").outputs == 2
    named = keras.Input((3,), name="a")
    keras.Model({"a": named}, {"b": L.Dense(2)(named)}).save(tmp_path / "model.keras")
    assert read(tmp_path / "model.keras").outputs == 2


def test_an_output_beside_the_one_that_is_used(tmp_path):
    given_ = keras.Input((5, 3))
    steps, _state = L.GRU(4, return_sequences=True, return_state=True, name="two")(given_)
    model = shaken(keras.Model(given_, steps))
    model.save(tmp_path / "model.keras")
    x = numbers(2, 5, 3)
    check_file(tmp_path / "model.keras", x, expected(model, x))
    keras.Model(given_, _state).save(tmp_path / "model.keras")
    refused(tmp_path / "model.keras", "second output of its layer 'two'")


def test_shapes_that_are_not_known(path):
    refused(described(path, with_shape(None, None, 2)), "'dense' (Dense)", "shape is not known")


def test_channels_that_are_not_known(path):
    refused(described(path, with_shape(5, 6, None)), "'conv2d' (Conv2D)", "shape is not known")


def test_no_shape_at_all(tmp_path):
    model_of(L.Dense(2), (3,)).save(tmp_path / "model.keras")

    def change(config):
        config["config"]["layers"] = config["config"]["layers"][1:]
        config["config"].pop("build_input_shape")
        return config

    refused(described(tmp_path / "model.keras", change), "what shape of input")


def test_a_shape_that_is_too_small(path):
    refused(described(path, with_shape(2, 6, 2)), "'conv2d' (Conv2D)", "smaller than its window")
