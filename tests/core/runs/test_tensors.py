"""The tensors of a layer, read alone: the very numbers that building the whole model gives."""

import contextlib

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torchvision import models as zoo

from tests.core.training import made
from transfer_gui.core.errors import Refused, UserError
from transfer_gui.core.job import Source
from transfer_gui.core.models import build, match, weights
from transfer_gui.core.runs import restore, tensors
from transfer_gui.core.training.snapshot import snapshot

MODELS = {"squeezenet1_1": "classifier.1", "resnet18": "fc", "efficientnet_b0": "classifier.1", "swin_t": "head"}
HEADS = MODELS | {"vit_b_16": "heads.head", "mnasnet0_5": "classifier.1", "densenet121": "classifier"}


@pytest.fixture(scope="module")
def states():
    """Random weights with random running statistics, by model."""
    torch.manual_seed(0)
    found = {}
    for name in (*MODELS, "mnasnet0_5", "densenet121"):
        state = zoo.get_model(name, weights=None).state_dict()
        found[name] = {n: torch.rand_like(t) if n.endswith(("mean", "var")) else t for n, t in state.items()}
    found["vit_b_16"] = zoo.vit_b_16(weights=None, image_size=64).state_dict()
    return found


@pytest.fixture
def never_built():
    """Makes it a fault to build the whole model, within a block."""

    @contextlib.contextmanager
    def watch():
        def fail(*_: object):
            raise AssertionError("the whole model was built")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tensors.build, "build", fail)
            yield

    return watch


def same(found: tensors.Read, whole: torch.nn.Module, layer: str) -> None:
    expected = snapshot(whole, layer)
    assert list(found.tensors) == list(expected)
    assert expected
    for name, array in expected.items():
        assert found.tensors[name].dtype == array.dtype, name
        np.testing.assert_array_equal(found.tensors[name], array, err_msg=name)
        assert found.tensors[name].flags.owndata, "nothing holds the file open"


def written(state, path, kind="torch"):
    if kind == "safetensors":
        path = path.with_suffix(".safetensors")
        save_file({n: t.contiguous().clone() for n, t in state.items()}, path)
    elif kind == "old torch":
        torch.save(dict(state), path, _use_new_zipfile_serialization=False)
    else:
        torch.save(dict(state), path)
    return path


def compare(path, model, layers, classes=4, seed=3, **more):
    source = Source(model=model, weights=str(path), **more)
    whole = build.build(source, classes, seed).model
    for layer in layers:
        same(tensors.of_source(source, classes, seed, (), layer), whole, layer)
    return whole


@pytest.mark.parametrize("kind", ["torch", "safetensors", "old torch"])
@pytest.mark.parametrize("name", HEADS)
def test_every_architecture_is_read_as_it_is_built(states, name, kind, tmp_path):
    path = written(states[name], tmp_path / "weights.pth", kind)
    some = [n.rpartition(".")[0] for n in list(states[name])[:: max(1, len(states[name]) // 5)]]
    compare(path, name, ["", HEADS[name], f"{HEADS[name]}.weight", *some])


def test_the_shipped_models_too():
    for name in ("squeezenet1_1", "efficientnet_lite0"):
        compare("shipped", name, ["", "classifier.1", "features.3"])


def test_nothing_is_built_and_the_global_random_state_stays(states, tmp_path, never_built):
    path = written(states["resnet18"], tmp_path / "w.pth")
    torch.manual_seed(5)
    before = torch.get_rng_state()
    with never_built():
        read = tensors.of_source(Source(model="resnet18", weights=str(path)), 4, 0, (), "fc")
    assert read.tensors["fc.weight"].shape == (4, 64)
    assert torch.equal(torch.get_rng_state(), before)


def test_only_the_layers_own_numbers_are_read(states, tmp_path, never_built, monkeypatch):
    """Whoever asks whether all numbers of a file are finite reads all of it."""
    path = written(states["resnet18"], tmp_path / "w.pth")
    monkeypatch.setattr(match.torch, "isfinite", None)
    with never_built():
        read = tensors.of_source(Source(model="resnet18", weights=str(path)), 4, 0, (), "layer1.0")
    assert all(name.startswith("layer1.0.") for name in read.tensors)


@pytest.mark.parametrize("prefix", ["module.", "model.backbone.", "_orig_mod.module."])
def test_prefixes_are_taken_off(states, prefix, tmp_path, never_built):
    path = written({prefix + n: t for n, t in states["resnet18"].items()}, tmp_path / "w.pth")
    with never_built():
        read = tensors.of_source(Source(model="resnet18", weights=str(path)), 4, 0, (), "layer2.1.conv1")
    expected = states["resnet18"]["layer2.1.conv1.weight"].numpy()
    np.testing.assert_array_equal(read.tensors["layer2.1.conv1.weight"], expected)
    compare(path, "resnet18", ["", "fc"])


def test_old_names_are_brought_up_to_date(states, tmp_path):
    old = {n.replace(".mlp.0.", ".mlp.linear_1.").replace(".mlp.3.", ".mlp.linear_2."): t
           for n, t in states["vit_b_16"].items()}  # fmt: skip
    assert old.keys() != states["vit_b_16"].keys()
    compare(written(old, tmp_path / "w.pth"), "vit_b_16", ["encoder.layers.encoder_layer_1.mlp", "conv_proj"])


def test_a_set_inside_a_training_checkpoint(states, tmp_path):
    averaged = {n: t * 2 if t.is_floating_point() else t for n, t in states["resnet18"].items()}
    path = tmp_path / "run.ckpt"
    torch.save({"state_dict": states["resnet18"], "state_dict_ema": averaged, "epoch": 3}, path)
    compare(path, "resnet18", ["layer1", "fc"])
    compare(path, "resnet18", ["layer1", "fc"], entry="state_dict_ema")


def test_counters_that_an_old_file_lacks_begin_at_zero(states, tmp_path, never_built):
    state = {n: t for n, t in states["resnet18"].items() if not n.endswith("num_batches_tracked")}
    path = written(state, tmp_path / "w.pth")
    with never_built():
        read = tensors.of_source(Source(model="resnet18", weights=str(path)), 4, 0, (), "bn1")
    assert read.tensors["bn1.num_batches_tracked"] == 0
    compare(path, "resnet18", ["bn1", ""])


def test_what_the_file_lacks_is_drawn_as_in_the_whole_model(states, tmp_path):
    state = {n: t for n, t in states["resnet18"].items() if not n.startswith("layer3.0.conv1")}
    compare(written(state, tmp_path / "w.pth"), "resnet18", ["layer3.0.conv1", "layer3.0.conv2", "fc", ""])


def test_from_scratch_is_as_drawn_and_kept():
    source = Source(model="squeezenet1_1", weights="none")
    same(tensors.of_source(source, 4, 9, (), "features.3"), build.build(source, 4, 9).model, "features.3")
    assert tensors.of_source(source, 4, 9, (), "features.3").dtypes == {}


# ---- stored types

STORED = {
    torch.float16: "float16",
    torch.bfloat16: "bfloat16",
    torch.float64: "float64",
    torch.float8_e4m3fn: "float8_e4m3fn",
}


@pytest.mark.parametrize("kind", ["torch", "safetensors"])
@pytest.mark.parametrize("dtype", STORED, ids=str)
def test_the_stored_type_is_told(states, dtype, kind, tmp_path):
    state = {n: t.to(dtype) if t.is_floating_point() else t for n, t in states["resnet18"].items()}
    path = written(state, tmp_path / "w.pth", kind)
    read = tensors.of_source(Source(model="resnet18", weights=str(path)), 4, 0, (), "bn1")
    stored = dict.fromkeys(["bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var"], STORED[dtype])
    assert read.dtypes == stored | {"bn1.num_batches_tracked": "int64"}
    assert {t.dtype for n, t in read.tensors.items() if n in stored} == {np.dtype(np.float32)}
    head = tensors.of_source(Source(model="resnet18", weights=str(path)), 4, 0, (), "fc")
    assert head.dtypes == {}, "the new head is drawn, and stored nowhere"
    compare(path, "resnet18", ["bn1", "layer4.1", "fc"])


# ---- faults


def test_faults_are_those_of_building(states, tmp_path):
    other = written(states["squeezenet1_1"], tmp_path / "other.pth")
    variant = {n: t[:, :1] if n == "conv1.weight" else t for n, t in states["resnet18"].items()}
    variant = written(variant, tmp_path / "variant.pth")
    text = tmp_path / "text.pth"
    text.write_text("hello")
    for path in (other, variant, text, tmp_path / "missing.pth"):
        source = Source(model="resnet18", weights=str(path))
        with pytest.raises(UserError) as expected:
            build.build(source, 4, 0)
        with pytest.raises(type(expected.value)) as fault:
            tensors.of_source(source, 4, 0, (), "layer1")
        assert str(fault.value) == str(expected.value)
        assert fault.value.cure == expected.value.cure
    with pytest.raises(UserError, match="not on this computer"):
        tensors.of_source(Source(model="resnet18", weights="torchvision:IMAGENET1K_V1"), 4, 0, (), "layer1")


def test_numbers_that_are_not_finite_are_there_to_be_looked_at(states, tmp_path):
    state = {n: t.clone() for n, t in states["resnet18"].items()}
    state["layer1.0.conv1.weight"][3, 2, 1, 0] = float("nan")
    source = Source(model="resnet18", weights=str(written(state, tmp_path / "w.pth")))
    with pytest.raises(Refused, match="NaN"):
        build.build(source, 4, 0)
    read = tensors.of_source(source, 4, 0, (), "layer1.0.conv1").tensors["layer1.0.conv1.weight"]
    assert np.argwhere(np.isnan(read)).tolist() == [[3, 2, 1, 0]]


def test_a_file_that_changed_is_read_anew(states, tmp_path):
    path = tmp_path / "w.pth"
    source = Source(model="resnet18", weights=str(written(states["resnet18"], path)))
    first = tensors.of_source(source, 4, 0, (), "conv1").tensors["conv1.weight"]
    kept = first.copy()
    path.unlink()
    written({n: t * 2 if t.is_floating_point() else t for n, t in states["resnet18"].items()}, path)
    np.testing.assert_array_equal(tensors.of_source(source, 4, 0, (), "conv1").tensors["conv1.weight"], 2 * kept)
    np.testing.assert_array_equal(first, kept)


def test_a_layer_that_is_not_there_has_no_tensors():
    assert tensors.of_source(Source(model="squeezenet1_1", weights="shipped"), 4, 0, (), "layer9").tensors == {}


# ---- checkpoints


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    root = tmp_path_factory.mktemp("run")
    data = made.pictures(root / "set", {"blue": 4, "green": 4})
    made.carry_out(made.job(data, training__epochs=1), root / "out")
    return root / "out"


@pytest.mark.parametrize("layer", ["", "conv1", "layer1.0", "fc", "bn1"])
def test_a_runs_checkpoint_is_what_the_network_restored_from_it_has(run, layer):
    path = run / "checkpoints" / "last.pt"
    same(tensors.of_checkpoint(path, layer), restore.network(restore.read(path)), layer)


def test_a_safetensors_checkpoint(run, tmp_path):
    from transfer_gui.core.export.tensors import metadata, separate

    payload = restore.read(run / "checkpoints" / "best.pt")
    path = tmp_path / "model.safetensors"
    half = {n: t.half() if t.is_floating_point() else t for n, t in payload["state_dict"].items()}
    payload.pop("training", None)
    save_file(separate(half), path, metadata(payload))
    read = tensors.of_checkpoint(path, "layer1.0.conv1")
    assert read.dtypes == {"layer1.0.conv1.weight": "float16"}
    expected = load_file(path)["layer1.0.conv1.weight"].float().numpy()
    np.testing.assert_array_equal(read.tensors["layer1.0.conv1.weight"], expected)


def test_what_is_no_checkpoint_is_refused(states, tmp_path):
    with pytest.raises(Refused, match="no checkpoint of this program"):
        tensors.of_checkpoint(written(states["resnet18"], tmp_path / "w.pth"), "fc")
    with pytest.raises(UserError):
        tensors.of_checkpoint(tmp_path / "missing.pt", "fc")


# ---- outlines


def test_an_outline_has_shapes_and_types_and_fetches_the_numbers(states, tmp_path):
    state = dict(states["resnet18"]) | {"conv1.weight": states["resnet18"]["conv1.weight"].half()}
    path = written(state, tmp_path / "w", "safetensors")
    file = weights.read(path, outline=True)
    for name, tensor in file.entry().items():
        assert tensor.is_meta
        assert (tensor.shape, tensor.dtype) == (state[name].shape, state[name].dtype)
        assert torch.equal(file.fetch(tensor), state[name])
    assert file.notes == weights.read(path).notes


def test_a_type_that_is_rare_is_read_at_once(tmp_path):
    path = tmp_path / "w.safetensors"
    save_file({"a": torch.tensor([0, 1, 2], dtype=torch.uint16), "b": torch.ones(2)}, path)
    file = weights.read(path, outline=True)
    assert file.fetch(file.entry()["a"]).tolist() == [0, 1, 2]
    assert file.fetch(file.entry()["b"]).tolist() == [1, 1]
