"""A job saved as a script trains the very same weights without the program, to the bit on the CPU."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
import torchvision
from PIL import Image

from tests.core.export.made import run_plain
from transfer_gui.core.data import scan, split
from transfer_gui.core.data.augment import augment
from transfer_gui.core.data.domains import image
from transfer_gui.core.data.loader import Loader, stream
from transfer_gui.core.errors import UserError
from transfer_gui.core.events import EpochDone, RunFinished
from transfer_gui.core.export.script import of_run, script
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.models import build
from transfer_gui.core.plan import Plan, Rule, freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.runs.run import run
from transfer_gui.core.training import schedule

pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
    """Three classes of stripes and spots, 23 pictures: a rest batch, odd names, other sizes."""
    root = tmp_path_factory.mktemp("data") / 'an "odd" folder'
    for label, name in enumerate(("spots", "stripes", "it's \u732b")):
        for number in range((9, 8, 6)[label]):
            rng = np.random.default_rng(100 * label + number)
            pixels = rng.integers(0, 120, (60 + number, 80, 3), dtype=np.uint8)
            pixels[:: 4 + label, :, label] = 255
            pixels[10:30, 10 + number : 40, (label + 1) % 3] = 240
            (root / name).mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels).save(root / name / f"{number}.png")
    return root


def job_of(pictures: Path, **changes: object) -> Job:
    job = Job(
        source=Source(model="squeezenet1_1", weights="shipped"),
        plan=freeze_all_but(["classifier.1"]),
        data=Data(path=str(pictures), validation=0.3, augmentation="none", input_size=64),
        training=Training(epochs=2, batch_size=4, learning_rate=0.01),
        device=Device(name="cpu", workers=0, reuse=False),
    )
    for path, value in changes.items():
        job = replace(job, path.replace("__", "."), value)
    return job


def wrapped_weights(folder: Path) -> Path:
    """MobileNet V3 in a training checkpoint of the usual kind: wrapped, prefixed, in half precision, other classes."""
    with torch.random.fork_rng():
        torch.manual_seed(5)
        network = torchvision.models.mobilenet_v3_small(num_classes=7)
    state = {f"module.{name}": t.half() if t.is_floating_point() else t for name, t in network.state_dict().items()}
    path = folder / "theirs.pth"
    torch.save({"epoch": 3, "state_dict": state, "optimizer": {"param_groups": []}}, path)
    return path


LAST = Plan(
    layers={
        "": Rule(frozen=True),
        "features.6": Rule(frozen=True, unfreeze_at=1, multiplier=0.1),
        "features.8": Rule(frozen=False, multiplier=0.5),
        "classifier": Rule(frozen=False),
    }
)

JOBS = {
    "head only": {},
    "all, one-cycle, balanced, Nesterov, stops early": {
        "source": Source(model="resnet18", weights="none"),
        "plan": Plan(),
        "data__augmentation": "reference",
        "device__channels_last": False,
        "training": Training(
            epochs=6, batch_size=5, learning_rate=0.3, nesterov=True, schedule="one-cycle", warmup_epochs=1.5,
            label_smoothing=0.1, class_weights="balanced", patience=1, seed=7, weight_decay=0.001,
        ),
    },
    "Lite0, last stages, unfreezing later, slower layers": {
        "source": Source(model="efficientnet_lite0", weights="shipped"),
        "plan": LAST,
        "data__augmentation": "light",
        "training": Training(epochs=3, batch_size=8, schedule="step", step_epochs=1, step_factor=0.3),
    },
    "whole set as one batch, wrapped weights": {
        "source": Source(model="mobilenet_v3_small", weights="WRAPPED"),
        "plan": Plan().change(["features.0"], frozen=True),
        "data__augmentation": "trivial",
        "training": Training(epochs=3, batch_size=5, whole_set=True, class_weights="balanced", learning_rate=0.05),
    },
    "in parts, uneven, weighted, blocks twice": {
        "source": Source(model="resnet18", weights="none"),
        "plan": Plan(layers={"": Rule(frozen=True), "layer4": Rule(frozen=False), "fc": Rule(frozen=False)}),
        "device__checkpointing": True,
        "training": Training(
            epochs=2, batch_size=9, accumulate=4, class_weights="balanced", label_smoothing=0.1, schedule="constant",
        ),
    },
    "whole set in parts": {
        "training": Training(epochs=2, batch_size=6, accumulate=2, whole_set=True, learning_rate=0.05),
    },
    "bf16, no validation, batch of one": {
        "data__validation": 0.0,
        "device__precision": "bf16",
        "training": Training(epochs=1, batch_size=1, learning_rate=0.001, schedule="constant", warmup_epochs=0.5),
    },
}  # fmt: skip


@pytest.mark.parametrize("name", JOBS)
def test_the_script_gives_the_programs_weights_to_the_bit(pictures, tmp_path, name):
    job = job_of(pictures, **JOBS[name])
    if job.source.weights == "WRAPPED":
        job = replace(job, "source.weights", str(wrapped_weights(tmp_path)))
    events = list(run(job, tmp_path / "run"))
    assert isinstance(events[-1], RunFinished), events[-1]
    if "early" in name:
        assert events[-1].reason == "early"  # or the case proves less than it says
    (tmp_path / "train.py").write_text(of_run(tmp_path / "run"), encoding="utf-8")
    fresh = name == "head only"
    printed = run_plain(tmp_path / "train.py", tmp_path / "out", fresh=fresh, small=not fresh).splitlines()
    epochs = [e for e in events if isinstance(e, EpochDone)]
    assert len(printed) == len(epochs)
    for line, epoch in zip(printed, epochs, strict=True):
        assert f"training loss {epoch.train_loss:.4f}" in line
        assert epoch.val is None or f"accuracy {epoch.val.accuracy:.4f}" in line
    for which in ("best", "last") if job.data.validation else ("last",):
        ours = torch.load(tmp_path / "run" / "checkpoints" / f"{which}.pt", weights_only=True)
        theirs = torch.load(tmp_path / "out" / f"{which}.pt", weights_only=True)
        assert theirs["state_dict"].keys() == ours["state_dict"].keys()
        for tensor, value in ours["state_dict"].items():
            assert torch.equal(theirs["state_dict"][tensor], value), f"{which}: {tensor}"
        for field in ("model", "model_options", "classes", "preprocessing"):
            assert theirs[field] == ours[field]


def test_it_needs_no_run_and_takes_the_names_given(pictures):
    job = job_of(pictures, data__renames={"spots": 'dots "x"'})
    dataset = finish(scan.scan(job.data))
    text = script(job, dataset, split.split(dataset, job.data))
    assert text == script(job)
    plain = executed(text)
    assert sorted(plain.CLASSES) == sorted(["stripes", 'dots "x"', "it's \u732b"])
    assert [str(plain.ROOT / path) for _, _, path in plain.EXAMPLES] == [e.path for e in dataset.examples]


def test_fp16_scales_its_gradients(pictures, tmp_path):
    """On a GPU; here its script is run on the CPU, which can do it too, if slowly."""
    text = script(job_of(pictures, device=Device(name="cuda:0", precision="fp16"), training__epochs=1))
    assert "scaler.scale(loss).backward()" in text
    assert 'DEVICE = torch.device("cuda:0")' in text
    (tmp_path / "train.py").write_text(text.replace('"cuda:0"', '"cpu"'), encoding="utf-8")
    assert run_plain(tmp_path / "train.py", tmp_path).startswith("epoch 1: training loss ")


def executed(text: str) -> ModuleType:
    plain = ModuleType("plain")
    exec(compile(text, "train.py", "exec"), plain.__dict__)
    return plain


@pytest.mark.parametrize("name", JOBS)
def test_it_is_a_short_tidy_file(pictures, tmp_path, name):
    job = job_of(pictures, **JOBS[name])
    if job.source.weights == "WRAPPED":
        job = replace(job, "source.weights", str(wrapped_weights(tmp_path)))
    text = script(job)
    code, _, examples = text.partition("# Side of the split")
    assert len(code.splitlines()) < 300
    assert max(map(len, code.splitlines())) <= 120 + len(str(pictures))
    assert "transfer_gui" not in code.replace("written by transfer_gui", "")
    for word in (
        "scaler",
        "autocast",
        "load_file",
        "EfficientNet-B0",
        "stale",
        "warmup",
        "fork_rng",
        "weights=",
        "share = ",
        "ACCUMULATE",
        "needs more memory",
    ):
        wanted = {
            "scaler": False,
            "autocast": job.device.precision == "bf16",
            "load_file": job.source.weights == "shipped",
            "EfficientNet-B0": job.source.model == "efficientnet_lite0",
            "stale": job.training.patience > 0,
            "warmup": job.training.warmup_epochs > 0,
            "fork_rng": job.data.augmentation != "none",
            "weights=": False,
            "share = ": job.training.whole_set or job.training.accumulate > 1,
            "ACCUMULATE": job.training.accumulate > 1,
            "needs more memory": job.device.checkpointing,
        }[word]
        assert (word in code) == wanted, word
    assert examples
    (tmp_path / "train.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E9,F,I", "--line-length", "200"]
    done = subprocess.run([*command, tmp_path / "train.py"], capture_output=True, text=True, check=False)
    if "No module named ruff" not in done.stderr:
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["light", "reference", "trivial"])
def test_augmented_pictures_are_the_programs(pictures, name):
    """Every draw, over many seeds and shapes of pictures."""
    plain = executed(script(job_of(pictures, data__augmentation=name)))
    recipe = Preprocessing.from_dict(plain.PREPROCESSING)
    noise = np.random.default_rng(0).integers(0, 256, (90, 300, 3), dtype=np.uint8)
    shapes = [Image.fromarray(noise[:h, :w]) for h, w in ((90, 300), (90, 64), (64, 90), (30, 290), (90, 7), (70, 70))]
    for index in range(120):
        picture = shapes[index % len(shapes)]
        generator = torch.Generator().manual_seed(stream(0, 3, index))
        ours = image.normalise(augment(picture, name, recipe, generator), recipe)
        assert torch.equal(plain.augmented(picture, 3, index), ours), index


def test_the_order_is_the_loaders(pictures):
    job = job_of(pictures)
    for size in (1, 2, 3, 4, 5, 7, 22, 23, 40):
        plain = executed(script(replace(job, "training.batch_size", size)))
        dataset = finish(scan.scan(job.data))
        train = split.split(dataset, job.data).train
        recipe = Preprocessing.from_dict(plain.PREPROCESSING)
        loader = Loader(dataset, train, recipe, batch_size=size, shuffle=True, seed=0)
        for epoch in (0, 5):
            assert plain.batches(list(train), epoch) == [list(b.indices) for b in loader.epoch(epoch)]


@pytest.mark.parametrize("name", ["constant", "cosine", "step", "one-cycle"])
@pytest.mark.parametrize("warmup", [0, 0.01, 1.5])
def test_the_rates_are_the_schedules(pictures, name, warmup):
    training = Training(epochs=7, schedule=name, warmup_epochs=warmup, learning_rate=0.03, step_epochs=2)
    plain = executed(script(job_of(pictures, training=training)))
    for step in range(7 * 13):
        assert plain.rate(step, 13) == training.learning_rate * schedule.factor(training, step, 13)


def old_names(name: str) -> str:
    """As torchvision called dense layers and a transformer's MLP when it published their weights."""
    for part in ("norm", "relu", "conv"):
        for number in "12":
            name = name.replace(f".{part}{number}.", f".{part}.{number}.")
    return name.replace(".mlp.0.", ".mlp.linear_1.").replace(".mlp.3.", ".mlp.linear_2.")


WAYS = {
    "plain": lambda state: state,
    "lightning": lambda state: {"state_dict": {f"model.{k}": v for k, v in state.items()}, "epoch": 1},
    "deeper": lambda state: {"net": {"model": state}, "lr": 0.1},
    "compiled": lambda state: {"model": {f"module._orig_mod.{k}": v for k, v in state.items()}},
    "average beside": lambda state: {"model": {k: v * 2 for k, v in state.items()}, "model_ema": state},
    "average inside": lambda state: {f"ema.{k}": v for k, v in state.items()} | {k: v * 2 for k, v in state.items()},
    "old names": lambda state: {old_names(k): v for k, v in state.items()},
    "lacks a tensor": lambda state: {k: v for k, v in state.items() if k != "features.norm5.weight"},
}


@pytest.mark.parametrize(
    ("model", "way"),
    [
        *(("shufflenet_v2_x0_5", way) for way in WAYS if way not in {"old names", "lacks a tensor"}),
        ("densenet121", "old names"),
        ("densenet121", "lacks a tensor"),
        ("mnasnet0_5", "plain"),
        ("mnasnet0_5", "none"),
        ("googlenet", "plain"),
        ("vit_b_32", "old names"),
    ],
)
def test_the_network_is_built_as_the_program_builds_it(pictures, tmp_path, model, way):
    source = Source(model=model, weights="none")
    if way != "none":
        with torch.random.fork_rng():
            torch.manual_seed(1)
            options = {"init_weights": False, "aux_logits": False} if model == "googlenet" else {}
            network = torchvision.models.get_model(model, num_classes=6, **options)
        torch.save(WAYS[way](dict(network.state_dict())), tmp_path / "weights.pt")
        entry = {"average beside": "model_ema", "average inside": "ema"}.get(way, "")
        source = Source(model=model, weights=str(tmp_path / "weights.pt"), entry=entry)
    job = job_of(pictures, source=source, plan=Plan(), data__input_size=None)
    ours = build.build(source, 3, job.training.seed)
    theirs = executed(script(job)).build()
    state = theirs.state_dict()
    assert state.keys() == ours.model.state_dict().keys()
    for name, value in ours.model.state_dict().items():
        assert torch.equal(state[name], value), name


def test_mixup_is_refused(pictures):
    with pytest.raises(UserError, match="mixup"):
        script(job_of(pictures, training__mixup=0.2))


def test_a_dataset_that_is_gone_is_told(tmp_path):
    with pytest.raises(UserError, match="gone"):
        script(job_of(tmp_path / "gone"))
    with pytest.raises(UserError):
        of_run(tmp_path)
