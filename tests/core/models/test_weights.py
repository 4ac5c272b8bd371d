"""Reading weight files: every usual wrapping, and nothing else."""

import collections
import pickle

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from transfer_gui.core.errors import Refused, UserError
from transfer_gui.core.models import weights


def net():
    torch.manual_seed(0)
    return nn.Sequential(
        collections.OrderedDict(
            conv1=nn.Conv2d(3, 4, 3),
            bn1=nn.BatchNorm2d(4),
            pool=nn.AdaptiveAvgPool2d(1),
            flat=nn.Flatten(),
            fc=nn.Linear(4, 3),
        )
    )


STATE = net().state_dict()


def prefixed(prefix, state=None):
    return {prefix + name: tensor for name, tensor in (state or STATE).items()}


def doubled():
    return {name: tensor * 2 for name, tensor in STATE.items()}


def same(state, expected=None):
    expected = expected or STATE
    return state.keys() == expected.keys() and all(torch.equal(state[n], expected[n]) for n in expected)


def saved(tmp_path, content, name="w.pth", **kwargs):
    path = tmp_path / name
    torch.save(content, path, **kwargs)
    return path


OPTIMISER = {"state": {0: {"momentum_buffer": torch.zeros(4)}}, "param_groups": [{"lr": 0.1, "params": [0]}]}

WRAPPED = {
    "plain": STATE,
    "dict": dict(STATE),
    "state_dict": {"state_dict": STATE, "epoch": 3, "arch": "x"},
    "model": {"model": STATE, "optimizer": OPTIMISER, "epoch": 1},
    "model_state_dict": {"model_state_dict": STATE, "optimizer_state_dict": OPTIMISER, "loss": 0.3},
    "net": {"net": STATE, "acc": 91.0},
    "deep": {"state": {"model": {"module": STATE}}, "epoch": 1},
    "an unusual name": {"resnet_backbone_weights": STATE, "epoch": 2},
    "lightning": {
        "state_dict": STATE, "epoch": 1, "global_step": 9, "pytorch-lightning_version": "2.5.0",
        "loops": {"a": {"b": 1}},
        "optimizer_states": [OPTIMISER], "hyper_parameters": {"lr": 0.1}, "callbacks": {},
    },
    "a stray tensor beside": {"state_dict": STATE, "mean": torch.zeros(3)},
    "a number inside": {"state_dict": {**STATE, "version": 2}},
}  # fmt: skip


@pytest.mark.parametrize("content", WRAPPED.values(), ids=WRAPPED)
@pytest.mark.parametrize("legacy", [False, True])
def test_the_usual_wrappings(content, legacy, tmp_path):
    path = saved(tmp_path, content, _use_new_zipfile_serialization=not legacy)
    file = weights.read(path)
    assert list(file.entries) == [""]
    assert same(file.entry())
    assert file.path == path


AVERAGED = {
    "ema": {"model": STATE, "ema": doubled()},
    "model_ema": {"model": STATE, "model_ema": doubled()},
    "state_dict_ema": {"state_dict": STATE, "state_dict_ema": doubled()},
    "ema_state_dict": {"ema_state_dict": doubled(), "state_dict": STATE},
    "swa_model": {"swa_model": doubled(), "model_state_dict": STATE},
    "ema.module": {"model": STATE, "ema": {"module": doubled(), "decay": 0.99}},
    "teacher": {"student_net": STATE, "teacher": doubled()},
    "ema_model": {"state_dict": {**prefixed("model."), **prefixed("ema_model.", doubled())}},
}


@pytest.mark.parametrize(("name", "content"), AVERAGED.items(), ids=AVERAGED)
def test_an_averaged_set_is_a_choice_that_is_told(name, content, tmp_path):
    file = weights.read(saved(tmp_path, content))
    assert set(file.entries) == {"", name}
    assert weights.match(net(), file.entry()).loaded
    plain, averaged = net(), net()
    weights.load_into(plain, file.entry())
    weights.load_into(averaged, file.entry(name))
    assert torch.equal(plain.conv1.weight, STATE["conv1.weight"])
    assert torch.equal(averaged.conv1.weight, STATE["conv1.weight"] * 2)
    assert any(repr(name) in note for note in file.notes)


def test_an_averaged_set_alone_is_not_taken_silently(tmp_path):
    file = weights.read(saved(tmp_path, {"ema": STATE, "epoch": 1}))
    with pytest.raises(UserError, match="'ema'"):
        file.entry()
    assert same(file.entry("ema"))


def test_several_sets_must_be_chosen_from(tmp_path):
    file = weights.read(saved(tmp_path, {"generator": STATE, "discriminator": STATE}))
    with pytest.raises(UserError, match="'generator', 'discriminator'"):
        file.entry()


@pytest.mark.parametrize(
    "prefix",
    [
        "module.",
        "_orig_mod.",
        "model.",
        "backbone.",
        "net.",
        "module._orig_mod.",
        "_orig_mod.module.",
        "model.backbone.net.",
        "resnet.",
    ],
)
def test_prefixes_are_taken_off(prefix):
    model = net()
    found = weights.load_into(model, prefixed(prefix, doubled()))
    assert torch.equal(model.conv1.weight, STATE["conv1.weight"] * 2)
    assert found.prefix == prefix
    assert not found.missing
    assert not found.unexpected


def test_a_prefix_beside_other_parts_is_taken_off():
    model = net()
    state = prefixed("encoder.", doubled()) | {"projection.weight": torch.zeros(2, 2)}
    found = weights.match(model, state)
    assert found.unexpected == ("projection.weight",)
    assert not found.missing


def test_a_name_of_the_models_own_is_no_prefix():
    model = nn.ModuleDict({"model": nn.Linear(2, 2)})
    found = weights.match(model, model.state_dict())
    assert found.prefix == ""
    assert len(found.loaded) == 2


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("kind", ["pth", "safetensors"])
def test_other_precisions_become_float32(dtype, kind, tmp_path):
    state = {n: t.to(dtype) if t.is_floating_point() else t for n, t in STATE.items()}
    path = tmp_path / f"w.{kind}"
    torch.save(state, path) if kind == "pth" else save_file(state, path)
    file = weights.read(path)
    model = net()
    weights.load_into(model, file.entry())
    assert {p.dtype for p in model.parameters()} == {torch.float32}
    assert torch.equal(model.conv1.weight, state["conv1.weight"].float())
    assert any(str(dtype).removeprefix("torch.") in note for note in file.notes)


def test_layouts_do_not_matter(tmp_path):
    model = net().to(memory_format=torch.channels_last)
    state = model.state_dict()
    state["fc.weight"] = state["fc.weight"].T.contiguous().T
    file = weights.read(saved(tmp_path, state))
    with torch.device("meta"):
        empty = net()
    weights.load_into(empty, file.entry())
    assert empty.conv1.weight.is_contiguous()
    assert torch.equal(empty.conv1.weight, STATE["conv1.weight"])
    assert torch.equal(empty.fc.weight, STATE["fc.weight"])


def test_safetensors_metadata_is_read(tmp_path):
    save_file(dict(STATE), tmp_path / "w.safetensors", {"classes": '["a", "b"]', "licence": "MIT", "odd": "[not json"})
    file = weights.read(tmp_path / "w.safetensors")
    assert file.metadata == {"classes": ["a", "b"], "licence": "MIT", "odd": "[not json"}


def test_safetensors_are_known_by_content(tmp_path):
    save_file(dict(STATE), tmp_path / "w.pth")
    assert same(weights.read(tmp_path / "w.pth").entry())
    torch.save(STATE, tmp_path / "w.safetensors")
    assert same(weights.read(tmp_path / "w.safetensors").entry())


def test_our_own_payload(tmp_path):
    payload = {
        "format": "transfer_gui/1", "model": "x", "classes": ["a"], "state_dict": STATE, "job": "",
        "metrics": {"epoch": 1},
        "training": {"optimizer": OPTIMISER, "model_like": doubled()},
    }  # fmt: skip
    file = weights.read(saved(tmp_path, payload))
    assert set(file.entries) == {""}
    assert file.metadata["classes"] == ["a"]
    assert not {"training", "state_dict"} & set(file.metadata)


# ---- matching


def test_what_does_not_fit_is_listed_by_name():
    state = dict(STATE)
    del state["bn1.bias"], state["bn1.num_batches_tracked"]
    state["other.weight"] = torch.zeros(2)
    state["fc.weight"] = torch.zeros(9, 4)
    state["fc.bias"] = torch.zeros(9)
    found = weights.match(net(), state, ("fc",))
    assert found.missing == ("bn1.bias",)
    assert found.unexpected == ("other.weight",)
    assert found.misshaped == ()
    assert found.new_head
    assert found.head_outputs == 9
    whole = weights.match(net(), state)
    assert whole.misshaped == (("fc.weight", (9, 4), (3, 4)), ("fc.bias", (9,), (3,)))
    assert not whole.new_head


def test_no_matching_name_is_refused_with_names():
    with pytest.raises(Refused) as fault:
        weights.load_into(net(), {"blocks.0.attn.weight": torch.zeros(2)}, name="x.pth")
    for word in ("x.pth", "blocks.0.attn.weight", "conv1.weight", "not one"):
        assert word in fault.value.what


def test_hardly_any_is_refused_with_names_and_nothing_is_changed():
    model, before = net(), net().state_dict()
    with pytest.raises(Refused, match=r"conv1\.weight"):
        weights.load_into(model, {"bn1.weight": torch.zeros(4)}, name="x.pth")
    assert same(model.state_dict(), before)


def test_another_shape_in_the_backbone_is_refused():
    state = dict(STATE) | {"conv1.weight": torch.zeros(4, 1, 3, 3)}
    with pytest.raises(Refused, match=r"conv1\.weight \(4 x 1 x 3 x 3 in the file, 4 x 3 x 3 x 3 in the model\)"):
        weights.load_into(net(), state)


def test_weights_that_are_no_numbers_are_refused():
    state = dict(STATE) | {"conv1.bias": torch.full((4,), float("nan"))}
    with pytest.raises(Refused, match=r"NaN.*conv1\.bias"):
        weights.load_into(net(), state)


def test_the_head_stays_as_it_is():
    model = net()
    before = model.fc.weight.detach().clone()
    weights.load_into(model, doubled(), ("fc",))
    assert torch.equal(model.fc.weight, before)
    assert torch.equal(model.conv1.weight, STATE["conv1.weight"] * 2)


def test_loading_copies():
    model, state = net(), {n: t.clone() for n, t in STATE.items()}
    with torch.device("meta"):
        empty = net()
    for target in (model, empty):
        weights.load_into(target, state)
        state["conv1.weight"].zero_()
        assert float(target.conv1.weight.detach().abs().sum()) > 0
        state["conv1.weight"].copy_(STATE["conv1.weight"])
    assert empty.conv1.weight.requires_grad
    assert isinstance(empty.conv1.weight, nn.Parameter)
    assert int(empty.bn1.num_batches_tracked) == 0


# ---- what is refused beside the files of CKP-01


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (torch.zeros(3), "one tensor"),
        ([torch.zeros(3)], "list"),
        ({}, "nothing in it"),
        ({"epoch": 3, "loss": 0.1}, "'epoch'"),
        ({"optimizer": OPTIMISER}, "'optimizer'"),
    ],
)
def test_torch_files_without_weights(content, words, tmp_path):
    with pytest.raises(Refused, match=words):
        weights.read(saved(tmp_path, content))


def test_sparse_weights_are_refused(tmp_path):
    with pytest.raises(Refused, match="sparse"):
        weights.read(saved(tmp_path, {"a.weight": torch.eye(3).to_sparse(), "b.weight": torch.eye(3)}))


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(Refused, match="folder"):
        weights.read(tmp_path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match=r"nothing\.pth cannot be read"):
        weights.read(tmp_path / "nothing.pth")


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_plain_pickles_are_looked_at_but_never_run(protocol, tmp_path):
    class Evil:
        def __reduce__(self):
            return (open, (str(tmp_path / "PWNED.txt"), "w"))

    path = tmp_path / "w.pkl"
    path.write_bytes(pickle.dumps({"state_dict": Evil()}, protocol))
    with pytest.raises(Refused):
        weights.read(path)
    assert not (tmp_path / "PWNED.txt").exists()
