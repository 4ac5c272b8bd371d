"""Files that are meant to do harm: they reach no other file, take no memory, and end in a message."""

import json
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from transfer_gui.core.models.keras import archive, hdf5
from transfer_gui.core.models.keras.parse import parse
from transfer_gui.core.models.keras.plan import plan

from .files import described, entry, fault_of, refused, repacked, small, weights_of

L = keras.layers


def outside(tmp_path):
    """A file with numbers that fit, which must not be read."""
    with h5py.File(tmp_path / "other.h5", "w") as other:
        other["bias"] = np.zeros(3, np.float32)
    (tmp_path / "raw.bin").write_bytes(bytes(12))
    return tmp_path / "other.h5"


def external(group, other):
    group["bias"] = h5py.ExternalLink(str(other), "/bias")


def soft(group, other):
    group["bias"] = h5py.SoftLink(f"{group.name}/kernel")


def virtual(group, other):
    layout = h5py.VirtualLayout((3,), np.float32)
    layout[:] = h5py.VirtualSource(str(other), "bias", (3,), np.float32)
    group.create_virtual_dataset("bias", layout)


def raw(group, other):
    group.create_dataset("bias", (3,), np.float32, external=[(str(other.with_name("raw.bin")), 0, 12)])


def objects(group, other):
    group.create_dataset("bias", (3,), h5py.string_dtype())


def huge(group, other):
    group.create_dataset("bias", (2**40,), np.float32, chunks=(2**20,), compression="gzip")


REFERRING = {one.__name__: one for one in (external, soft, virtual, raw, objects, huge)}


@pytest.mark.parametrize("refer", REFERRING.values(), ids=REFERRING)
def test_nothing_outside_the_file_is_read(refer, tmp_path):
    small().save(tmp_path / "model.h5")
    with h5py.File(tmp_path / "model.h5", "r+") as file:
        group = weights_of(file, "dense")
        del group["bias"]
        refer(group, outside(tmp_path))
    refused(tmp_path / "model.h5", "weights" if refer in (virtual, raw, objects, huge) else "not followed")


def test_a_group_outside_the_file(tmp_path):
    small().save(tmp_path / "model.h5")
    with h5py.File(tmp_path / "model.h5", "r+") as file:
        del file["model_weights"]["dense"]
        file["model_weights"]["dense"] = h5py.ExternalLink(str(outside(tmp_path)), "/")
    refused(tmp_path / "model.h5", "not followed")


@pytest.mark.parametrize("size", [0, 8, 2**40], ids=["no end", "too small", "too large"])
def test_a_heap_of_texts_that_the_library_would_read_without_end(size, tmp_path):
    small().save(tmp_path / "model.h5")
    content = bytearray((tmp_path / "model.h5").read_bytes())
    heap = content.index(b"GCOL")
    content[heap + 16 : heap + 32] = bytes(8) + size.to_bytes(8, "little")  # its first object: number 0, which is free
    (tmp_path / "model.h5").write_bytes(content)
    refused(tmp_path / "model.h5", "damaged")


def test_texts_that_are_none(tmp_path):
    small().save(tmp_path / "model.h5")
    with h5py.File(tmp_path / "model.h5", "r+") as file:
        numbers = np.empty(1, object)
        numbers[0] = np.arange(3)
        file.attrs.create("model_config", numbers, dtype=h5py.vlen_dtype(np.int64))
    refused(tmp_path / "model.h5", "damaged")


def test_letters_that_no_text_has(path):
    refused(described(path, lambda config: json.loads(json.dumps(config).replace("dense", "\\ud800"))), "damaged")


def test_what_grows_when_unpacked(path, monkeypatch):
    monkeypatch.setattr(archive, "_LARGEST_JSON", 1000)
    monkeypatch.setattr(hdf5, "_LARGEST_TEXT", 1000)
    refused(path)
    if path.suffix == ".keras":
        monkeypatch.setattr(archive, "_LARGEST_JSON", 10**6)
        monkeypatch.setattr(archive, "_SMALL", 2**20)
        refused(repacked(path, {"model.weights.h5": lambda _: bytes(2**22)}), "far more than Keras writes")


def test_a_network_of_impossible_size(path):
    def change(config):
        entry(config, "conv2d")["config"]["filters"] = 2**31
        return config

    refused(described(path, change), "'conv2d'")


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "3", "{}", '{"class_name": "Sequential"}', "[" * 5000, '{"class_name": 3, "config": 4}']
)
def test_descriptions_that_are_none(text, path):
    if path.suffix == ".h5":
        with h5py.File(path, "r+") as file:
            file.attrs["model_config"] = text.encode() or b" "
    else:
        repacked(path, {"config.json": lambda _: text.encode()})
    refused(path)


def test_a_circle(tmp_path):
    given_ = keras.Input((3,))
    x = L.Dense(3, name="a")(given_)
    keras.Model(given_, L.Add(name="c")([x, L.Dense(3, name="b")(x)])).save(tmp_path / "model.keras")

    def change(config):
        text = json.dumps(entry(config, "a")["inbound_nodes"]).replace('"input_layer"', '"b"')
        entry(config, "a")["inbound_nodes"] = json.loads(text)
        return config

    refused(described(tmp_path / "model.keras", change), "circle")


def _places(value, path=()):
    """The paths to all values in a JSON."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        yield from _places(one, (*path, key))


def _replaced(value, path, new):
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = _replaced(value[path[0]], path[1:], new)
    return copied


_JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 2**40), st.floats(allow_nan=True), st.text(max_size=4),
    st.lists(st.integers(-2, 5), max_size=4), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


@pytest.fixture(scope="module")
def description():
    """A network of many kinds of layers, as Keras describes it."""
    given_ = keras.Input((8, 6, 2))
    x = L.Conv2D(4, 3, padding="same", activation="relu")(given_)
    x = L.Add()([x, L.SeparableConv2D(4, 3, padding="same")(L.BatchNormalization()(x))])
    x = L.Concatenate()([x, L.Conv2DTranspose(2, 3, padding="same")(x)])
    x = L.Reshape((8, -1))(L.ZeroPadding2D(1)(L.Cropping2D(1)(L.MaxPooling2D(1)(x))))
    x = L.Bidirectional(L.GRU(3, return_sequences=True))(L.TimeDistributed(L.Dense(5))(x))
    x = keras.Sequential([L.Conv1D(3, 2), L.PReLU(shared_axes=[1]), L.LayerNormalization()])(x)
    x = L.Dense(3, activation="softmax")(L.Rescaling(2.0)(L.GlobalAveragePooling1D()(L.Permute((2, 1))(x))))
    return json.loads(keras.Model(given_, x).to_json())


@settings(max_examples=300)
@given(data=st.data())
def test_a_description_with_anything_in_it_is_taken_or_refused(description, data):
    places = list(_places(description))
    broken = description
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.sampled_from(places))
        try:
            broken = _replaced(broken, place, data.draw(_JUNK))
        except (KeyError, IndexError, TypeError):  # the other change took it away
            continue
    with torch.device("meta"):
        fault = fault_of(lambda: plan(parse(json.loads(json.dumps(broken)), 3, Path("x.keras")), "x.keras"))
    assert fault is None or ("x.keras" in fault.what and fault.cure)


def test_the_description_is_taken_as_it_is(description):
    with torch.device("meta"):
        assert plan(parse(description, 3, Path("x.keras")), "x.keras").end == "softmax"
