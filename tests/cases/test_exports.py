"""Cases from public reports about what a run leaves behind (CKP-01, CKP-04, CKP-06, CKP-07, TRN-11).

Each input is built here; each test asks for the behaviour that a user would call right.
"""

import csv
import json
import pickle
import shutil
from argparse import Namespace
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import nn

from tests.core.export.made import make_run, payload, plain_network, run_plain
from transfer_gui.core import atomic
from transfer_gui.core.data import scan, split
from transfer_gui.core.errors import Refused, UserError
from transfer_gui.core.evaluate.predict import evaluate, predict
from transfer_gui.core.events import EpochDone, RunFailed, RunFinished
from transfer_gui.core.export.export import export
from transfer_gui.core.export.tensors import separate
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.runs import restore
from transfer_gui.core.runs.run import run

pytestmark = pytest.mark.usefixtures("small_networks")

COLOURS = {"red": (220, 30, 30), "green": (30, 200, 40), "blue": (30, 40, 220), "aardvark": (150, 120, 90)}


def colour_folder(root: Path, names, count: int = 6) -> Path:
    """One folder per colour, each picture a slightly different shade with some noise."""
    for name in names:
        for number in range(count):
            noise = np.random.default_rng(sum(name.encode()) + number).normal(0, 12, (48, 48, 3))
            pixels = np.clip(np.array(COLOURS[name]) + noise, 0, 255).astype(np.uint8)
            (root / name).mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels).save(root / name / f"{number}.png")
    return root


def small_job(data: Path, **training) -> Job:
    """A job of seconds: a real network of small input on a few pictures, on the CPU."""
    settings = {"epochs": 2, "batch_size": 4, "learning_rate": 0.01, "schedule": "constant"} | training
    return Job(
        source=Source(model="squeezenet1_1", weights="shipped"),
        plan=freeze_all_but(["classifier.1"]),
        data=Data(path=str(data), validation=0.34, augmentation="none", input_size=64),
        training=Training(**settings),
        device=Device(name="cpu", workers=0),
    )


def train(job: Job, folder: Path) -> list:
    events = list(run(job, folder))
    assert isinstance(events[-1], RunFinished), events[-1]
    return events


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    """A finished run on red, green and blue."""
    root = tmp_path_factory.mktemp("trained")
    data = colour_folder(root / "data", ["red", "green", "blue"])
    train(small_job(data, epochs=6, learning_rate=0.001), root / "run")
    return root


# ---- CKP-01: no export needs more than a plain, safe load; what is no checkpoint is told and never run

OWN_LOAD = """
import sys, torch
sys.modules["transfer_gui"] = sys.modules["numpy"] = sys.modules["pydantic"] = None
def plain(value):
    if isinstance(value, dict): return all(type(k) is str and plain(v) for k, v in value.items())
    if isinstance(value, (list, tuple)): return all(map(plain, value))
    return value is None or type(value) in (str, int, float, bool, torch.Tensor)
for path in sys.argv[1:]:
    c = torch.load(path, weights_only=True)
    assert plain(c), path
    print(len(c["state_dict"]), c["classes"])
"""


def test_ckp_01_own_exports_load_safely_with_torch_alone(trained, tmp_path):
    paths = [finish(export(trained / "run", which, tmp_path / f"{which}.pt")).path for which in ("best", "last")]
    paths += sorted((trained / "run" / "checkpoints").iterdir())
    (tmp_path / "load.py").write_text(OWN_LOAD)
    said = run_plain(tmp_path / "load.py", *paths)
    assert said.splitlines() == ["52 ['blue', 'green', 'red']"] * 4


class RunsCode:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return Path.touch, (self.mark,)


def not_checkpoints(folder: Path, mark: Path) -> list[Path]:
    """Files that are something else, or that would need, or abuse, a full unpickling."""
    good = {k: v for k, v in payload().items() if k != "state_dict"} | {"state_dict": {"w": torch.ones(2)}}
    saved = {
        "runs_code.pt": RunsCode(mark),
        "runs_code_inside.pt": good | {"metrics": {"x": RunsCode(mark)}},
        "whole_model.pt": nn.Linear(2, 2),
        "numpy_number.pt": good | {"metrics": {"accuracy": np.float64(0.5)}},
        "namespace.pt": good | {"job": Namespace(epochs=3)},
        "path.pt": good | {"job": Path("/tmp/x")},
        "defaultdict.pt": defaultdict(list, good),
        "only_weights.pt": {"state_dict": {"w": torch.ones(2)}},
        "no_classes.pt": {k: v for k, v in good.items() if k != "classes"},
        "numbers_as_classes.pt": good | {"classes": [1, 2, 3]},
        "tensor.pt": torch.ones(3),
        "newer.pt": good | {"format": "transfer_gui/2"},
    }
    for name, value in saved.items():
        torch.save(value, folder / name)
    with (folder / "plain_pickle.pt").open("wb") as file:
        pickle.dump(RunsCode(mark), file)
    (folder / "empty.pt").write_bytes(b"")
    (folder / "zeros.pt").write_bytes(b"\0" * 4096)
    (folder / "page.pt").write_text("<!DOCTYPE html><html>404</html>")
    (folder / "pointer.pt").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 3\n")
    (folder / "keras.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + b"\0" * 200)
    (folder / "long_header.safetensors").write_bytes((1 << 62).to_bytes(8, "little") + b"{" + b" " * 50)
    save_file({"w": torch.ones(2)}, folder / "foreign.safetensors", {"format": "pt"})
    torch.save(good, folder / "whole.pt")
    whole = (folder / "whole.pt").read_bytes()
    (folder / "whole.pt").unlink()
    (folder / "cut.pt").write_bytes(whole[: len(whole) // 2])
    return sorted(folder.iterdir())


def test_ckp_01_what_is_no_checkpoint_is_refused_in_words_and_runs_nothing(tmp_path):
    folder, mark = tmp_path / "files", tmp_path / "PWNED.txt"
    folder.mkdir()
    for path in not_checkpoints(folder, mark):
        with pytest.raises(Refused) as caught:
            restore.read(path)
        assert path.name in caught.value.what, path.name
        assert caught.value.cure, path.name
        assert "weights_only" not in str(caught.value), path.name
        with pytest.raises(UserError):
            finish(predict(path, []))
    assert not mark.exists()


# ---- CKP-04: safetensors takes whatever state the network is in


class Tied(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.norm = nn.BatchNorm2d(8)
        self.a = nn.Linear(8, 8, bias=False)
        self.b = nn.Linear(8, 8, bias=False)
        self.b.weight = self.a.weight


def test_ckp_04_tied_channels_last_and_counters(tmp_path):
    network = Tied().to(memory_format=torch.channels_last)
    network.norm(network.conv(torch.rand(2, 3, 8, 8)))  # counts one batch
    state = network.state_dict() | {"epoch": 3, "half": torch.rand(3).bfloat16()}
    atomic.save_safetensors(tmp_path / "x.safetensors", separate(state), {"classes": json.dumps(["a", "b"])})
    back = load_file(tmp_path / "x.safetensors")
    assert back.keys() == state.keys()
    for name, value in state.items():
        assert torch.equal(back[name], torch.as_tensor(value)), name
    assert back["norm.num_batches_tracked"].shape == ()
    assert back["norm.num_batches_tracked"] == 1


@pytest.mark.parametrize("way", ["channels_last", "views", "bfloat16", "tied"])
def test_ckp_04_a_run_in_any_layout_is_exported(tmp_path, way):
    network = plain_network("resnet18")
    state = {k: v.clone() for k, v in network.state_dict().items()}
    if way == "channels_last":
        state = {k: v.contiguous(memory_format=torch.channels_last) if v.dim() == 4 else v for k, v in state.items()}
    elif way == "views":
        flat = torch.cat([v.flatten().float() for v in state.values()])
        sizes = [v.numel() for v in state.values()]
        parts = [p.view(v.shape).to(v.dtype) for p, v in zip(flat.split(sizes), state.values(), strict=True)]
        state = dict(zip(state, parts, strict=True))
    elif way == "bfloat16":
        state = {k: v.bfloat16() if v.dtype == torch.float32 else v for k, v in state.items()}
    else:
        state["layer1.1.conv2.weight"] = state["layer1.1.conv1.weight"]
    run_folder = make_run(tmp_path / "run", payload("resnet18", network) | {"state_dict": state})
    result = finish(export(run_folder, "best", tmp_path / "out", "safetensors"))
    assert result.largest_difference == 0.0
    back = load_file(result.path)
    assert all(torch.equal(back[name], value) for name, value in state.items())
    assert back["bn1.num_batches_tracked"].shape == ()


# ---- CKP-06: a place that cannot be written is told before the first epoch, and costs no weights


@pytest.mark.parametrize("place", ["a_file", "a_file/sub", "/proc/sub"])
def test_ckp_06_a_bad_place_is_told_before_the_first_step(tmp_path, place):
    (tmp_path / "a_file").write_text("x")
    data = colour_folder(tmp_path / "data", ["red", "blue"], 4)
    events = list(run(small_job(data), tmp_path / place))
    assert isinstance(events[-1], RunFailed)
    assert place.split("/")[-1] in events[-1].what
    assert events[-1].cure
    assert not events[-1].details
    assert not any(isinstance(e, EpochDone) for e in events)
    assert (tmp_path / "a_file").read_text() == "x"


def test_ckp_06_a_folder_that_vanishes_in_mid_run_costs_no_weights(tmp_path):
    data = colour_folder(tmp_path / "data", ["red", "blue"], 4)
    place = tmp_path / "run"
    events = []
    for event in run(small_job(data, epochs=3), place):
        events.append(event)
        if isinstance(event, EpochDone) and event.epoch == 0:
            shutil.rmtree(place)
            place.write_text("in the way")
    last = events[-1]
    assert isinstance(last, RunFailed | RunFinished)
    kept = list(tmp_path.rglob("*.pt"))
    if isinstance(last, RunFailed):
        named = [Path(word.rstrip(":.,")) for word in last.cure.split() if "/" in word]
        kept = [p for folder in named if folder.is_dir() for p in folder.rglob("*.pt")]
    assert kept
    assert all(restore.read(path)["classes"] == ["blue", "red"] for path in kept)


def test_ckp_06_export_to_a_bad_place_is_told(trained, tmp_path):
    (tmp_path / "a_file").write_text("x")
    for target in (tmp_path / "a_file" / "x.pt", Path("/proc/sub/x.pt"), tmp_path / "no" / "such" / "x.pt"):
        with pytest.raises(UserError) as caught:
            finish(export(trained / "run", "best", target))
        assert caught.value.cure
    assert [p.name for p in tmp_path.iterdir()] == ["a_file"]


# ---- CKP-07: the export knows its classes by name, alone and on other data


@pytest.mark.parametrize("kind", ["checkpoint", "safetensors"])
def test_ckp_07_the_export_carries_names_architecture_and_preprocessing(trained, tmp_path, kind):
    out = finish(export(trained / "run", "best", tmp_path / "out", kind)).path
    shutil.copytree(trained / "data", tmp_path / "away")
    read = restore.read(out)
    assert read["classes"] == ["blue", "green", "red"]
    assert read["model"] == "squeezenet1_1"
    assert read["preprocessing"]["crop"] == 64
    assert read["preprocessing"]["mean"] == [0.485, 0.456, 0.406]
    assert read["preprocessing"]["std"] == [0.229, 0.224, 0.225]
    pictures = [tmp_path / "away" / name / "0.png" for name in ("red", "green", "blue")]
    assert [p.name for p in finish(predict(out, pictures))] == ["red", "green", "blue"]
    said = run_plain(tmp_path / "predict.py", out, *pictures).splitlines()
    assert [line.split()[-2] for line in said] == ["red", "green", "blue"]


def test_ckp_07_another_dataset_maps_by_name(trained, tmp_path):
    other = finish(scan.scan(Data(path=str(colour_folder(tmp_path / "other", ["red", "aardvark", "blue"])))))
    assert other.classes == ("aardvark", "blue", "red")
    out = finish(export(trained / "run", "best", tmp_path / "out.pt")).path
    scores = finish(evaluate(out, other, range(len(other.examples))))
    assert scores.accuracy == 1.0
    assert scores.unknown == ("aardvark",)
    assert (scores.examples, scores.left_out) == (12, 6)


# ---- TRN-11: 'best' is the best epoch's network, not the last one's under another name


def test_trn_11_best_is_what_was_recorded_and_not_last(tmp_path):
    """In its last epoch the rate is a hundred times too high; everything learns, batch norm included."""
    data = colour_folder(tmp_path / "data", ["red", "green", "blue"])
    job = Job(
        source=Source(model="resnet18", weights="none"),
        data=Data(path=str(data), validation=0.34, augmentation="none", input_size=64),
        training=Training(epochs=3, batch_size=4, learning_rate=0.003, schedule="constant"),
        device=Device(name="cpu", workers=0),
    )
    events = train(job, tmp_path / "run")
    worse = replace(replace(job, "training.epochs", 4), "training.learning_rate", 0.3)
    events += list(run(worse, tmp_path / "run", resume=True))
    finished = events[-1]
    assert isinstance(finished, RunFinished), finished
    epochs = [e for e in events if isinstance(e, EpochDone)]
    assert finished.best_epoch is not None
    assert finished.best_epoch < epochs[-1].epoch == 3
    assert epochs[finished.best_epoch].val == finished.best

    dataset, sides = split.read(tmp_path / "run" / "split.csv")
    states = {}
    for which, epoch in (("best", finished.best_epoch), ("last", 3)):
        out = finish(export(tmp_path / "run", which, tmp_path / f"{which}.pt")).path
        afresh, recorded = finish(evaluate(out, dataset, sides.val)), epochs[epoch].val
        assert recorded is not None
        assert afresh.loss == pytest.approx(recorded.loss, abs=1e-5, rel=1e-5)
        assert afresh.accuracy == pytest.approx(recorded.accuracy, abs=1e-5)
        assert afresh.balanced_accuracy == pytest.approx(recorded.balanced_accuracy, abs=1e-5)
        read = restore.read(out)
        assert read["metrics"]["loss"] == pytest.approx(recorded.loss, abs=1e-5)
        states[which] = read["state_dict"]
        assert int(states[which]["bn1.num_batches_tracked"]) == epochs[epoch].step  # of the same epoch as the weights
    for name in ("conv1.weight", "fc.weight", "bn1.running_mean", "bn1.running_var"):
        assert not torch.equal(states["best"][name], states["last"][name])
    with (tmp_path / "run" / "metrics.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["event"] == "epoch"]
    assert float(rows[finished.best_epoch]["val_loss"]) == pytest.approx(finished.best.loss, abs=1e-5)
