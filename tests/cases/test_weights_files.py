"""CKP-01, CKP-03, CKP-04: files that are no weights, and weights in foreign wrappings.

Nothing in a file runs; every refusal says what the file is and what to do, and never to switch safety off.
"""

import argparse
import collections
import io
import json
import pathlib
import struct
import tarfile
import zipfile

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import nn
from torchvision.models import shufflenet_v2_x0_5

from transfer_gui.core.errors import Refused
from transfer_gui.core.job import Source
from transfer_gui.core.models import build, weights
from transfer_gui.core.models.head import replace_head

STATE = {"a.weight": torch.ones(2, 2), "a.bias": torch.zeros(2)}


class Evil:
    """Would create a file when it is unpickled."""

    def __init__(self, call, *arguments):
        self.call, self.arguments = call, arguments

    def __reduce__(self):
        return self.call, self.arguments


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 2)


def torched(content, legacy=False):
    buffer = io.BytesIO()
    torch.save(content, buffer, _use_new_zipfile_serialization=not legacy)
    return buffer.getvalue()


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred():
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("weights.pth"), io.BytesIO())
    return buffer.getvalue()


def scripted():
    buffer = io.BytesIO()
    return zipped(**{"net/data.pkl": b"\x80\x02N.", "net/constants.pkl": b"\x80\x02).", "net/code/a.py": b""}) or buffer


def png():
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    return buffer.getvalue()


def npz():
    buffer = io.BytesIO()
    np.savez(buffer, a=np.zeros(3))
    return buffer.getvalue()


def header(fields, length=None):
    text = json.dumps(fields).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text


POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 46837\n"
HDF5 = b"\x89HDF\r\n\x1a\n" + bytes(512)
GOOD = torched(STATE)

FILES = {
    # name: (content, words that say what it is)
    "zero.pth": (b"", "empty"),
    "zero.safetensors": (b"", "empty"),
    "page.pth": (b"<!DOCTYPE html><title>404</title>\n", "web page"),
    "page.safetensors": (b"\n  <html><body>Sign in</body></html>", "web page"),
    "denied.pth": (b"<?xml version='1.0'?><Error>AccessDenied</Error>", "web page"),
    "pointer.pth": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 46837\n", "Git LFS pointer"),
    "pointer.safetensors": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 46837\n",
        "Git LFS pointer",
    ),
    "keras.h5": (HDF5, "damaged"),
    "keras.pth": (HDF5, "damaged"),
    "new.keras": (zipped(**{"config.json": "{}", "model.weights.h5": HDF5}), "cut off"),
    "error.pth": (b'{"error": "not found"}', "text file"),
    "notes.pth": ("Gewichte für später\n".encode(), "text file"),
    "long.safetensors": (b"\x00\x00\x00\x00\x00\x01\x00\x00{}", "header"),
    "beyond.safetensors": (header({}, 500), "header"),
    "broken.safetensors": (struct.pack("<Q", 4) + b"{{{{", "header"),
    "list.safetensors": (header([1]), "header"),
    "cut.safetensors": (header({"a": {"dtype": "F32", "shape": [9], "data_offsets": [0, 36]}}) + bytes(4), "sound"),
    "cut.pth": (GOOD[:-60], "cut off"),
    "half.pth": (GOOD[: len(GOOD) // 2], "cut off"),
    "cut_old.pth": (torched(STATE, legacy=True)[:300], "cut off"),
    "begun.pth": (bytes(4096), "zeros"),
    "noise.pth": (bytes(range(129, 256)) * 8, "no weight file"),
    "photos.zip": (zipped(**{"a.txt": "x"}), "torch did not write"),
    "bundle.zip": (zipped(**{"release/net.pth": GOOD}), "net.pth inside"),
    "arrays.npz": (npz(), "numpy"),
    "script.pt": (scripted(), "TorchScript"),
    "all.tar": (tarred(), "tar archive"),
    "w.pth.gz": (b"\x1f\x8b\x08" + bytes(40), "gzip"),
    "picture.pth": (png(), "picture"),
    "lite.tflite": (b"\x20\x00\x00\x00TFL3" + bytes(100), "TensorFlow Lite"),
    "numpy_scalar.pth": (torched({"state_dict": STATE, "best": np.float64(0.9)}), "numpy"),
    "numpy_array.pth": (torched({"state_dict": STATE, "history": np.zeros(3)}), "numpy"),
    "random_state.pth": (torched({"state_dict": STATE, "rng": np.random.get_state()}), "numpy"),
    "namespace.pth": (torched({"state_dict": STATE, "args": argparse.Namespace(lr=1)}), "argparse.Namespace"),
    "path.pth": (torched({"state_dict": STATE, "out": pathlib.PurePosixPath("/x")}), "pathlib"),
    "defaultdict.pth": (torched({"state_dict": STATE, "log": collections.defaultdict(list)}), "defaultdict"),
    "whole.pth": (torched(nn.Sequential(nn.Linear(2, 2))), "whole model"),
    "whole_old.pth": (torched(nn.Sequential(nn.Linear(2, 2)), legacy=True), "whole model"),
    "own_class.pth": (torched({"model": Net()}), "Python objects|whole model"),
}


@pytest.mark.parametrize("name", FILES)
def test_ckp_01_what_is_no_plain_state_dict_is_refused_in_plain_words(name, tmp_path):
    content, words = FILES[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused, match=words) as fault:
        weights.read(path)
    assert str(path) in fault.value.what
    assert fault.value.cure
    says = str(fault.value).lower()
    for danger in ("weights_only", "add_safe_globals", "allowlist", "trust_remote", "pickle_module"):
        assert danger not in says
    with pytest.raises(Refused):
        build.build(Source(model="squeezenet1_1", weights=str(path)), 2, 0)


@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize("where", ["beside", "inside", "alone"])
@pytest.mark.parametrize("how", ["open", "eval", "exec", "system", "import"])
def test_ckp_01_no_code_runs(how, where, legacy, tmp_path):
    import importlib
    import os

    trap = tmp_path / "PWNED.txt"
    evil = {
        "open": Evil(open, str(trap), "w"),
        "eval": Evil(eval, f"open({str(trap)!r}, 'w')"),
        "exec": Evil(exec, f"open({str(trap)!r}, 'w')"),
        "system": Evil(os.system, f"touch {trap}"),
        "import": Evil(importlib.import_module, "this"),
    }[how]
    content = {"beside": {"state_dict": STATE, "extra": evil}, "inside": {**STATE, "b": evil}, "alone": evil}[where]
    path = tmp_path / "w.pth"
    path.write_bytes(torched(content, legacy))
    with pytest.raises(Refused, match=r"would run code.*nothing ran") as fault:
        weights.read(path)
    assert "trust" in fault.value.cure
    assert not trap.exists()


def small():
    torch.manual_seed(0)
    return shufflenet_v2_x0_5(num_classes=2)


def wrappings():
    state = small().state_dict()
    twice = {name: tensor * 2 for name, tensor in state.items()}
    five = shufflenet_v2_x0_5(num_classes=5).state_dict() | {n: t for n, t in state.items() if not n.startswith("fc.")}
    return {
        "state_dict.pth": {"state_dict": state, "epoch": 3},
        "model.pth": {"model": state},
        "model_state_dict.pth": {"model_state_dict": state, "optimizer_state_dict": {"state": {}, "param_groups": []}},
        "with_ema.pth": {"state_dict": state, "state_dict_ema": twice, "arch": "x"},
        "lightning.ckpt": {
            "state_dict": {f"model.{n}": t for n, t in state.items()} | {"criterion.weight": torch.ones(2)},
            "hyper_parameters": {"lr": 0.1},
            "pytorch-lightning_version": "2.5.0",
        },
        "half.pth": {n: t.half() if t.is_floating_point() else t for n, t in state.items()},
        "compiled.pth": {f"_orig_mod.{n}": t for n, t in state.items()},
        "parallel.pth": {"net": {f"module.{n}": t for n, t in state.items()}},
        "five_classes.pth": five,
    }


@pytest.mark.parametrize("name", wrappings())
def test_ckp_03_foreign_wrappings_give_the_backbone(name, tmp_path):
    path = tmp_path / name
    torch.save(wrappings()[name], path)
    built = build.build(Source(model="shufflenet_v2_x0_5", weights=str(path)), 2, seed=0)
    tolerance = 1e-3 if name == "half.pth" else 0
    for key, tensor in small().state_dict().items():
        if not key.startswith("fc."):
            torch.testing.assert_close(built.model.state_dict()[key], tensor, rtol=tolerance, atol=tolerance)
    assert {p.dtype for p in built.model.parameters()} == {torch.float32}
    assert built.heads == ("fc",)
    notes = " ".join(built.notes)
    assert f"The head for the {5 if name == 'five_classes.pth' else 2} classes" in notes
    assert ("'state_dict_ema'" in notes) == (name == "with_ema.pth")
    assert ("criterion.weight" in notes) == (name == "lightning.ckpt")
    loss = nn.functional.cross_entropy(built.model(torch.rand(2, 3, 64, 64)), torch.tensor([0, 1]))
    loss.backward()
    assert all(p.grad is not None for p in built.model.parameters())


def test_ckp_03_the_averaged_set_is_a_choice(tmp_path):
    path = tmp_path / "w.pth"
    torch.save(wrappings()["with_ema.pth"], path)
    built = build.build(Source(model="shufflenet_v2_x0_5", weights=str(path), entry="state_dict_ema"), 2, seed=0)
    assert torch.equal(built.model.conv1[0].weight, small().conv1[0].weight * 2)


def test_ckp_04_a_bfloat16_file_is_imported(tmp_path):
    state = {n: t.bfloat16() if t.is_floating_point() else t for n, t in small().state_dict().items()}
    path = tmp_path / "bf16.safetensors"
    save_file(state, path)
    built = build.build(Source(model="shufflenet_v2_x0_5", weights=str(path)), 3, seed=0)
    for name, tensor in built.model.state_dict().items():
        if not name.startswith("fc."):
            assert torch.equal(tensor, state[name].to(tensor.dtype))
    assert any("bfloat16" in note and "float32" in note for note in built.notes)


def test_ckp_04_channels_last_weights_and_counters_come_back_by_value(tmp_path):
    model = small().to(memory_format=torch.channels_last)
    with torch.no_grad():
        model(torch.rand(2, 3, 64, 64))
    save_file({n: t.contiguous() for n, t in model.state_dict().items()}, tmp_path / "w.safetensors")
    torch.save(model.state_dict(), tmp_path / "w.pth")
    for name in ("w.safetensors", "w.pth"):
        target = small()
        replace_head(target, 4)
        weights.load_into(target, weights.read(tmp_path / name).entry(), ("fc",))
        assert int(target.conv1[1].num_batches_tracked) == 1
        assert torch.equal(target.conv1[0].weight, load_file(tmp_path / "w.safetensors")["conv1.0.weight"])
