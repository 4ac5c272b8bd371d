"""Networks as a whole: skips, layers used twice, networks within networks, and the softmax at the end."""

import json

import h5py
import keras
import numpy as np
import pytest
import torch
from torch import fx, nn

from transfer_gui.core.errors import Refused
from transfer_gui.core.models import tracing
from transfer_gui.core.models.head import head_of
from transfer_gui.core.models.keras import build, read, without_softmax

from .beside import as_keras2, check, check_file, close, expected, in_torch, loaded, model_of, numbers, shaken, words

L = keras.layers


def skipping():
    given = keras.Input((8, 8, 3))
    x = first = L.Conv2D(4, 3, padding="same", activation="relu")(given)
    for _ in range(2):
        x = L.Add()([x, L.BatchNormalization()(L.SeparableConv2D(4, 3, padding="same")(x))])
    x = L.Concatenate()([x, L.MaxPooling2D(3, 1, padding="same")(first)])
    return keras.Model(given, L.Dense(5, activation="softmax", name="predictions")(L.GlobalAveragePooling2D()(x)))


def sharing():
    """One layer on two values, and its output into itself."""
    given = keras.Input((6, 6, 4))
    layer, norm = L.Conv2D(4, 3, padding="same", activation="tanh"), L.BatchNormalization()
    once = norm(layer(given))
    twice = norm(layer(once))
    return keras.Model(given, L.Flatten()(L.Subtract()([twice, L.ReLU()(layer(twice))])))


def body(name=None):
    given = keras.Input((6, 6, 3))
    x = L.BatchNormalization()(L.Conv2D(4, 3, padding="same", name="conv")(given))
    return keras.Model(given, L.Dense(3)(L.ReLU()(x)), name=name)


def nesting():
    """A network used twice in another, which is the first layer of a third."""
    given, inner = keras.Input((6, 6, 3)), body("inner")
    middle = keras.Model(given, L.Average()([inner(given), inner(inner(given))]), name="middle")
    return keras.Sequential([keras.Input((6, 6, 3)), middle, L.Flatten(), L.Dense(4, activation="sigmoid")])


def sequential_within():
    given = keras.Input((6, 6, 3))
    inner = keras.Sequential([L.Conv2D(4, 3), L.BatchNormalization(), L.GlobalMaxPooling2D()], name="inner")
    return keras.Model(given, L.Dense(2)(L.Concatenate()([inner(given), inner(L.ReLU()(given))])))


def ending_within():
    given = keras.Input((6, 6, 3))
    return keras.Model(given, body("inner")(L.Dense(3)(given)))


NETWORKS = {
    "skips": (skipping, (8, 8, 3)),
    "a layer used thrice": (sharing, (6, 6, 4)),
    "networks within": (nesting, (6, 6, 3)),
    "a sequential network within": (sequential_within, (6, 6, 3)),
    "a network at the end": (ending_within, (6, 6, 3)),
}


@pytest.mark.parametrize(("make", "shape"), NETWORKS.values(), ids=NETWORKS)
def test_networks(make, shape, tmp_path):
    check(shaken(make()), numbers(2, *shape), tmp_path)


@pytest.mark.parametrize(("make", "shape"), NETWORKS.values(), ids=NETWORKS)
def test_networks_as_keras_2_wrote_them(make, shape, tmp_path):
    model, x = shaken(make()), numbers(2, *shape)
    model.save(tmp_path / "model.h5")
    check_file(as_keras2(tmp_path / "model.h5"), x, expected(model, x))


def test_a_layer_used_twice_is_one_module(tmp_path):
    network = check(shaken(sharing()), numbers(2, 6, 6, 4), tmp_path)
    assert len([module for module in network.modules() if isinstance(module, nn.Conv2d)]) == 1
    traced = tracing.trace(network)
    assert [str(node.target) for node in traced.graph.nodes].count("conv2d") == 3


@pytest.mark.parametrize("frozen", [("conv",), ("batch_normalization",), ("dense",), ("conv", "dense"), ()])
def test_a_network_within_of_which_some_layers_were_frozen(frozen, tmp_path):
    """An .h5 has what is trained first: its order is another then, and the names may tell nothing."""
    inner = body("inner")
    for layer in inner.layers:
        layer.trainable = layer.name not in frozen
    model, x = shaken(keras.Sequential([keras.Input((6, 6, 3)), inner])), numbers(2, 6, 6, 3)
    check(model, x, tmp_path)
    with h5py.File(tmp_path / "model.h5", "r+") as file:
        group = file["model_weights"]["inner"]
        plain = [f"param_{i}" for i in range(len(group.attrs["weight_names"]))]
        for name, new in zip(group.attrs["weight_names"], plain, strict=True):
            group.move(name, new)
        group.attrs["weight_names"] = plain
    check_file(tmp_path / "model.h5", x, expected(model, x))


def test_files_that_do_not_name_their_groups(tmp_path):
    """The first files of Keras 3 number them by the kinds of the layers alone."""
    import io
    import zipfile

    layers = [L.Dense(5), L.ReLU(), L.Dense(4), L.BatchNormalization(), L.Dense(3), L.BatchNormalization()]
    model, x = model_of(layers, (6,)), numbers(2, 6)
    model.save(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    weights = io.BytesIO(members["model.weights.h5"])
    with h5py.File(weights, "r+") as file:
        names = []
        file.visititems(lambda name, item: names.append(name) if "name" in item.attrs else None)
        assert names
        for name in names:
            del file[name].attrs["name"]
    with zipfile.ZipFile(tmp_path / "older.keras", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (members | {"model.weights.h5": weights.getvalue()}).items():
            archive.writestr(name, content)
    check_file(tmp_path / "older.keras", x, expected(model, x))


def test_a_sequential_network_that_says_its_shape_only_when_built(tmp_path):
    model = keras.Sequential([L.Dense(5, activation="relu"), L.Dense(2)])
    model.build((None, 7))
    check(shaken(model), numbers(3, 7), tmp_path)


def test_names_that_modules_cannot_have(tmp_path):
    given = value = keras.Input((3,))
    for layer in (L.Dense(4, name="forward"), L.Dense(4, name="training"), L.Dense(4, name="2")):
        value = layer(value)
    network = check(shaken(keras.Model(given, value)), numbers(2, 3), tmp_path)
    assert [name for name, _ in network.named_children()] == ["forward_", "training_", "2"]
    odd = build(_renamed(tmp_path / "model.keras", "forward", "block/1.a"))
    assert next(iter(odd.state_dict())) == "block_1_a.weight"


def _renamed(path, old, new):
    return read(path).config.replace(json.dumps(old), json.dumps(new))


# ---- the end


def test_logits(tmp_path):
    for make in (skipping, lambda: model_of([L.Dense(4), L.Activation("softmax")], (8, 8, 3)),
                 lambda: model_of([L.Flatten(), L.Dense(4), L.Softmax()], (8, 8, 3))):  # fmt: skip
        model, x = shaken(make()), numbers(2, 8, 8, 3)
        model.save(tmp_path / "model.keras")
        whole, found = loaded(tmp_path / "model.keras")
        network, _ = loaded(tmp_path / "model.keras", without_softmax(found.config))
        given = in_torch(x)
        logits = network(given)
        assert found.end == "softmax"
        assert not [module for module in network.modules() if isinstance(module, nn.Softmax)]
        close(logits.softmax(1).detach().numpy(), whole(given).detach().numpy(), 1e-7)
        assert (logits.sum(1) - 1).abs().max() > 0.01
        assert torch.equal(fx.symbolic_trace(network)(given), logits)


def test_logits_of_a_network_within(tmp_path):
    inner = keras.Sequential([keras.Input((6,)), L.Dense(4, activation="softmax")])
    model, x = shaken(keras.Sequential([keras.Input((6,)), L.Dense(6), inner])), numbers(3, 6)
    model.save(tmp_path / "model.keras")
    found = read(tmp_path / "model.keras")
    network, _ = loaded(tmp_path / "model.keras", without_softmax(found.config))
    close(network(in_torch(x)).softmax(1).detach().numpy(), expected(model, x))


def test_where_no_softmax_is_nothing_is_left_out(tmp_path):
    for end in ("sigmoid", "linear", "log_softmax"):
        model_of(L.Dense(4, activation=end), (6,)).save(tmp_path / "model.keras")
        network, found = loaded(tmp_path / "model.keras")
        same, _ = loaded(tmp_path / "model.keras", without_softmax(found.config))
        x = in_torch(numbers(3, 6))
        assert found.end == ("sigmoid" if end == "sigmoid" else "none")
        assert torch.equal(same(x), network(x))


def test_a_softmax_inside_stays(tmp_path):
    given = keras.Input((6,))
    gate = L.Dense(6, activation="softmax")(given)
    model, x = shaken(keras.Model(given, L.Dense(3)(L.Multiply()([given, gate])))), numbers(3, 6)
    model.save(tmp_path / "model.keras")
    network, found = loaded(tmp_path / "model.keras", without_softmax(read(tmp_path / "model.keras").config))
    assert found.end == "none"
    close(network(in_torch(x)).detach().numpy(), expected(model, x))


# ---- what is told, and what others make of it


def test_what_is_told(tmp_path):
    skipping().save(tmp_path / "model.keras")
    found = read(tmp_path / "model.keras")
    assert (found.input_shape, found.outputs, found.end, found.words, found.notes) == (
        (3, 8, 8),
        5,
        "softmax",
        None,
        (),
    )
    model_of([L.Conv2D(7, 3)], (None, 9, 3)).save(tmp_path / "model.keras")
    found = read(tmp_path / "model.keras")
    assert (found.input_shape, found.outputs, found.end) == ((3, None, 9), 7, "none")
    model_of([L.Conv1D(7, 3)], (None, 3)).save(tmp_path / "model.keras")
    found = read(tmp_path / "model.keras")
    assert (found.input_shape, found.outputs, found.end) == ((None, 3), 7, "none")


def test_the_text_is_all_that_a_network_needs(tmp_path):
    for make, shape in NETWORKS.values():
        model = shaken(make())
        model.save(tmp_path / "model.keras")
        model.save(tmp_path / "model.h5")
        found, other = read(tmp_path / "model.keras"), read(tmp_path / "model.h5")
        assert json.loads(found.config)
        assert list(build(found.config).state_dict()) == list(found.state)
        with torch.device("meta"):
            assert all(tensor.is_meta for tensor in build(found.config).state_dict().values())
        assert repr(build(found.config)) == repr(build(other.config))
        assert all(torch.equal(found.state[name], other.state[name]) for name in found.state)
        assert len(shape) == len(found.input_shape)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"keras": 3, "graph": {}}', "\0", '{"keras": 3, "graph": null}'])
def test_a_text_that_describes_no_network(text):
    for use in (build, without_softmax):
        with pytest.raises(Refused, match="description"):
            use(text)


def test_it_learns_as_any_network(tmp_path):
    torch.manual_seed(0)
    skipping().save(tmp_path / "model.keras")
    network, found = loaded(tmp_path / "model.keras", without_softmax(read(tmp_path / "model.keras").config))
    network.train()
    x, labels = in_torch(numbers(20, 8, 8, 3)), torch.from_numpy(words(20, most=5) - 1)
    optimiser = torch.optim.SGD(network.parameters(), 0.1, 0.9)
    losses = []
    for _ in range(30):
        loss = nn.functional.cross_entropy(network(x), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0] / 2
    assert head_of(network) == "predictions"
    assert found.outputs == 5


def test_memory_is_given_back_on_the_way(tmp_path):
    """At no time are more values kept than the graph needs."""
    model_of([L.Dense(4) for _ in range(10)], (4,)).save(tmp_path / "model.keras")
    network, _ = loaded(tmp_path / "model.keras")
    assert network.spent == tuple((i,) for i in range(10))
    assert np.isfinite(network(in_torch(numbers(1, 4))).detach().numpy()).all()


def test_a_sum_with_a_number_is_refused(tmp_path):
    given = keras.Input((4,))
    for form in ("keras", "h5"):
        keras.Model(given, L.Dense(4)(given) + 2.0).save(tmp_path / f"model.{form}")
        with pytest.raises(Refused, match=r"'add.*' .*2\.0"):
            read(tmp_path / f"model.{form}")
