"""Two networks side by side, against plain numpy."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from tests.core.explain.looks import MODELS, dataset, hooks, looked, network, paths, place, same_weights, spoil
from transfer_gui.core.errors import UserError
from transfer_gui.core.explain import compare as module
from transfer_gui.core.explain.compare import Apart, common, compare, distance, evenly, similarity
from transfer_gui.core.inspect.figures import Heatmap, Measures, Table
from transfer_gui.core.progress import finish
from transfer_gui.core.runs.looked import look_into
from transfer_gui.core.runs.place import Place


def drawn(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def column(figure: Measures, name: str) -> dict[str, float]:
    (found,) = (m for m in figure.measures if m.axis.label == name)
    return dict(zip(figure.rows, found.values.tolist(), strict=True))


def test_distance_is_plain_numpys(monkeypatch):
    monkeypatch.setattr(module, "PIECE", 7)
    first, second = [drawn(5, 4), drawn(3, seed=1)], [drawn(5, 4, seed=2), drawn(3, seed=3)]
    a, b = (np.concatenate([t.numpy().ravel().astype(float) for t in ts]) for ts in (first, second))
    found = distance(first, second)
    assert found.relative == pytest.approx(np.linalg.norm(b - a) / np.linalg.norm(a), rel=1e-12)
    assert found.cosine == pytest.approx(a @ b / np.linalg.norm(a) / np.linalg.norm(b), rel=1e-12)
    assert found.largest == pytest.approx(np.abs(b - a).max(), rel=1e-12)
    assert not found.equal


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([1.0, 2.0], [1.0, 2.0], Apart(0, 1, 0, True)),
        ([0.0, 0.0], [0.0, 0.0], Apart(0, math.nan, 0, True)),
        ([0.0, 0.0], [3.0, 4.0], Apart(1, math.nan, 4, False)),
        ([3.0, 4.0], [0.0, 0.0], Apart(1, math.nan, 4, False)),
        ([1.0, math.nan], [1.0, math.nan], Apart(math.nan, math.nan, math.nan, True)),
        ([1.0, math.nan], [1.0, 2.0], Apart(math.nan, math.nan, math.nan, False)),
        ([1.0, math.inf], [1.0, math.inf], Apart(math.nan, math.nan, math.nan, True)),
        ([1.0, math.inf], [1.0, -math.inf], Apart(math.nan, math.nan, math.nan, False)),
        ([], [], Apart(0, math.nan, 0, True)),
        ([1.0, 1.0], [-2.0, -2.0], Apart(3, -1, 3, False)),
    ],
)
def test_distance_at_the_edges(first, second, expected):
    found = distance([torch.tensor(first)], [torch.tensor(second)])
    for name in ("relative", "cosine", "largest", "equal"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), nan_ok=True), name


@pytest.mark.parametrize("model", MODELS)
def test_every_parameter_is_in_one_row(model):
    layers, notes = common(network(model), network(model, 1))
    assert notes == []
    names = [name for held in layers.values() for name in held]
    assert sorted(names) == sorted(name for name, _ in network(model).named_parameters())
    if model == "vit_b_16":
        assert layers["class_token"] == ("class_token",)
        assert layers["encoder.pos_embedding"] == ("encoder.pos_embedding",)


def test_what_is_in_one_alone_or_of_another_shape_is_named():
    first = nn.ModuleDict({"a": nn.Linear(2, 3), "b": nn.Linear(2, 3), "c": nn.Linear(2, 3), "d": nn.Linear(2, 3)})
    second = nn.ModuleDict({"a": nn.Linear(2, 3), "b": nn.Linear(2, 4), "d": nn.Linear(2, 3, False), "e": nn.PReLU()})
    layers, notes = common(first, second, ("Source", "Best"))
    assert list(layers) == ["a"]
    assert notes == ["Of another shape: b, d.", "Only in Source: c.", "Only in Best: e."]


def test_rows_tell_what_was_trained_and_what_stayed(tmp_path):
    old = network("resnet18").state_dict()
    new = {"fc.weight": old["fc.weight"] * 1.5, "layer4.1.conv2.weight": old["layer4.1.conv2.weight"].clone()}
    new["layer4.1.conv2.weight"][0, 0, 0, 0] += 0.25
    new["bn1.running_mean"] = old["bn1.running_mean"] + 1
    a, b = place(tmp_path, "resnet18", title="Source"), place(tmp_path, "resnet18", title="Best", state=new)
    (figure,) = finish(compare(a, b))
    assert isinstance(figure, Measures)
    assert figure.title == "Source and Best: by layer"
    assert len(figure.rows) == 41
    relative, turn, largest = (column(figure, name) for name in ("drift", "1 - cosine", "largest change"))
    assert all(m.axis.log for m in figure.measures)
    w, bias = old["fc.weight"].double(), old["fc.bias"].double()
    assert relative["fc"] == pytest.approx(float(w.norm() / 2 / (w.norm() ** 2 + bias.norm() ** 2).sqrt()), rel=1e-5)
    assert largest["layer4.1.conv2"] == pytest.approx(0.25, rel=1e-5)
    assert {layer for layer, far in relative.items() if far != 0} == {"fc", "layer4.1.conv2"}
    assert {layer for layer, far in turn.items() if far != 0} == {"fc", "layer4.1.conv2"}
    v = old["layer4.1.conv2.weight"].double()
    u = v.clone()
    u[0, 0, 0, 0] += 0.25
    gap = float(1 - (u * v).sum() / u.norm() / v.norm())
    assert turn["layer4.1.conv2"] == pytest.approx(gap, rel=1e-5)
    assert figure.note == "39 of 41 layers are exactly equal. Equal, but for their running statistics: bn1."


def plain_gram(model, layer, examples):
    caught = []
    handle = model.get_submodule(layer).register_forward_hook(
        lambda m, i, o: caught.append((o[0] if isinstance(o, tuple) else o).clone())
    )
    try:
        with torch.inference_mode():
            model(examples)
    finally:
        handle.remove()
    flat = caught[0].flatten(1).double().numpy()
    return flat @ flat.T


def plain_cka(k, l):  # noqa: E741
    """One whole batch, by U-centred matrices (Székely and Rizzo 2014)."""

    def centred(m):
        m, n = m - np.diag(np.diag(m)), len(m)
        u = m - m.sum(0) / (n - 2) - m.sum(1)[:, None] / (n - 2) + m.sum() / ((n - 1) * (n - 2))
        return u - np.diag(np.diag(u))

    a, b = centred(k), centred(l)
    return (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())


LAYERS = {
    "squeezenet1_1": ("features.0", "features.6.squeeze", "classifier.1"),
    "resnet18": ("conv1", "bn1", "layer2.0.downsample.0", "fc"),
    "efficientnet_b0": ("features.0.1", "features.3.0.block.2.fc1", "classifier.1"),
    "vit_b_16": ("conv_proj", "encoder.layers.encoder_layer_2.self_attention", "encoder.ln"),
    "swin_t": ("features.0.0", "features.1.0.attn", "features.3.1.mlp.3", "head"),
}


@pytest.mark.parametrize("model", MODELS)
def test_similarity_is_that_of_plain_activations(model, tmp_path):
    data, (a, b) = dataset(tmp_path, 4), (looked(model), looked(model, 1))
    before = same_weights(a.model)
    found = finish(similarity(a, b, paths(data)))
    examples = torch.stack([a.read(path) for path in paths(data)])
    ours, theirs = ([plain_gram(x.model, layer, examples) for layer in LAYERS[model]] for x in (a, b))
    for i, first in enumerate(LAYERS[model]):
        for j, second in enumerate(LAYERS[model]):
            value = found.values[found.first.index(first), found.second.index(second)]
            assert value == pytest.approx(plain_cka(ours[i], theirs[j]), abs=2e-3), (first, second)
    assert found.first == found.second
    assert found.examples == 12
    if model == "vit_b_16":  # its head is new, all zeros: the same for every example
        assert np.isnan(found.values[found.first.index("heads.head")]).all()
    assert hooks(a.model) == hooks(b.model) == 0
    assert same_weights(a.model) == before


def test_a_network_is_like_itself(tmp_path):
    found = finish(similarity(looked("resnet18"), looked("resnet18"), paths(dataset(tmp_path, 3))))
    np.testing.assert_allclose(np.diag(found.values), 1, atol=1e-6)
    np.testing.assert_allclose(found.values, found.values.T, atol=1e-6)


@pytest.mark.parametrize("count", [4, 15, 16, 17, 19, 20, 35, 36, 40])
def test_no_minibatch_is_too_small_and_none_goes_class_by_class(count, tmp_path, monkeypatch):
    sizes = []

    class Watched(module.Cka):
        def add(self, first, second):
            sizes.append(first.shape[-1])
            super().add(first, second)

    monkeypatch.setattr(module, "Cka", Watched)
    data = dataset(tmp_path, 2)
    found = finish(similarity(looked("squeezenet1_1"), looked("squeezenet1_1", 1), (paths(data) * 9)[:count]))
    assert sum(sizes) == found.examples == count
    assert all(4 <= size <= 20 for size in sizes)


def test_examples_are_mixed_and_always_the_same(tmp_path):
    data = dataset(tmp_path, 8)
    order = []
    opened = looked("squeezenet1_1")

    class Noted(type(opened)):
        def read(self, path):
            order.append(str(path))
            return super().read(path)

    noted = Noted(opened.model, opened.name, opened.classes, opened.preprocessing)
    first = finish(similarity(noted, noted, paths(data)))
    assert sorted(order) == sorted(paths(data))  # read once, since both read alike
    labels = [path.split("/")[-2] for path in order]
    assert len(set(labels[:16])) == 3
    np.testing.assert_array_equal(finish(similarity(noted, noted, paths(data))).values, first.values)
    assert order[:24] == order[24:]


def test_two_checkpoints_with_examples(tmp_path):
    data = dataset(tmp_path, 3)
    a, b = place(tmp_path, title="Source"), place(tmp_path, seed=1, title="Best")
    measures, heat = finish(compare(a, b, data, range(9)))
    assert isinstance(measures, Measures)
    assert isinstance(heat, Heatmap)
    found = finish(similarity(looked("squeezenet1_1"), looked("squeezenet1_1", 1), paths(data)))
    assert heat.values.shape == (24, 24)
    assert heat.rows == heat.columns == tuple(found.first[i] for i in evenly(26))
    assert (heat.rows[0], heat.rows[-1]) == ("features.0", "classifier.1")
    assert (heat.x.label, heat.y.label) == ("layer of Best", "layer of Source")
    np.testing.assert_allclose(heat.values, found.values[np.ix_(evenly(26), evenly(26))], atol=1e-5)
    assert "24 of the 26 layers of Source" in heat.note
    cka = column(measures, "CKA")
    np.testing.assert_allclose([cka[layer] for layer in found.first], np.diag(found.values), atol=1e-5)


def opened(monkeypatch, **networks):
    monkeypatch.setattr(module, "look_into", lambda place, folders: networks[place.title])
    return [Place(title) for title in networks]


def test_an_attention_speaks_for_its_parts(tmp_path, monkeypatch):
    a, b = opened(monkeypatch, first=looked("vit_b_16"), second=looked("vit_b_16", 1))
    measures, heat = finish(compare(a, b, dataset(tmp_path, 2), range(6)))
    cka, attention = column(measures, "CKA"), "encoder.layers.encoder_layer_0.self_attention"
    parts = [cka[f"{attention}.{name}"] for name in ("in_proj_weight", "in_proj_bias", "out_proj")]
    assert len(set(parts)) == 1
    assert np.isfinite(parts[0])
    assert math.isnan(cka["class_token"])
    assert len(heat.rows) == 24


def test_two_architectures_have_no_weights_in_common_yet_a_map(tmp_path, monkeypatch):
    a, b = opened(monkeypatch, Squeeze=looked("squeezenet1_1"), Swin=looked("swin_t"))
    table, heat = finish(compare(a, b, dataset(tmp_path, 2), range(6)))
    assert isinstance(table, Table)
    assert [row[:2] for row in table.rows] == [("Squeeze", "squeezenet1_1"), ("Swin", "swin_t")]
    assert table.rows[1][3] == sum(p.numel() for p in network("swin_t").parameters())
    assert "No layer" in table.notes[0]
    assert heat.values.shape == (24, 24)
    assert heat.rows[-1] == "classifier.1"
    assert heat.columns[-1] == "head"


def test_another_head_is_named_and_the_rest_compared(monkeypatch):
    with torch.random.fork_rng():
        other = type(looked("resnet18"))(nn.Sequential(), "resnet18", ("x",) * 5, looked("resnet18").preprocessing)
        import torchvision

        object.__setattr__(other, "model", torchvision.models.resnet18(num_classes=5).eval())
    a, b = opened(monkeypatch, Ours=looked("resnet18"), Theirs=other)
    (figure,) = finish(compare(a, b))
    assert len(figure.rows) == 40
    assert "fc" not in figure.rows
    assert "Of another shape: fc." in figure.note


def test_unreadable_examples_are_told_and_too_few_refused(tmp_path):
    data = dataset(tmp_path, 2)
    spoil(paths(data)[0])
    a, b = place(tmp_path, title="Source"), place(tmp_path, seed=1, title="Best")
    measures, heat = finish(compare(a, b, data, range(6)))
    for figure in (measures, heat):
        assert "1 example could not be read, 0.png the first" in figure.note
    assert "on 5 examples" in heat.note
    with pytest.raises(UserError, match=r"Only 3 of 4 examples can be read: .* needs 4"):
        finish(compare(a, b, data, range(4)))
    with pytest.raises(UserError, match="Only 0 of 0"):
        finish(compare(a, b, data, []))


def test_nan_is_named(monkeypatch):
    broken = looked("resnet18", 1)
    from copy import deepcopy

    model = deepcopy(broken.model)
    model.conv1.weight[0] = math.nan
    a, b = opened(
        monkeypatch, Ours=looked("resnet18"), Theirs=type(broken)(model, "resnet18", (), broken.preprocessing)
    )
    (figure,) = finish(compare(a, b))
    assert "NaN or infinite numbers in conv1." in figure.note
    assert math.isnan(column(figure, "drift")["conv1"])
    assert math.isnan(column(figure, "1 - cosine")["conv1"])


def test_it_can_be_left_at_every_step(tmp_path):
    data = dataset(tmp_path, 2)
    a, b = place(tmp_path, title="Source"), place(tmp_path, seed=1, title="Best")
    steps = len(list(compare(a, b, data, range(6))))
    assert steps == 1 + 26 + 6
    for count in (1, 2, 27, 28, steps):
        action = compare(a, b, data, range(6))
        for _ in range(count):
            next(action)
        action.close()
        assert hooks(look_into(a).model) == hooks(look_into(b).model) == 0


def test_layers_of_the_map_are_evenly_spread():
    assert evenly(0) == []
    assert evenly(1) == [0]
    assert evenly(24) == list(range(24))
    assert evenly(100, 5) == [0, 25, 50, 74, 99]
