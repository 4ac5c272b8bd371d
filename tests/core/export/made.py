"""A run's folder without a run: payloads of plain torchvision networks with seeded weights, and a few pictures."""

import subprocess
import sys
import textwrap
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
import torchvision
from PIL import Image, ImageDraw

from tests import forked
from transfer_gui.core.data import split
from transfer_gui.core.data.dataset import Dataset, Example, Split
from transfer_gui.core.job import Job

CLASSES = ["blue", "green", "red"]
RECIPE = {
    "resize": 72,
    "crop": 64,
    "interpolation": "bilinear",
    "mean": [0.485, 0.456, 0.406],
    "std": [0.229, 0.224, 0.225],
}


def plain_network(model: str = "squeezenet1_1", seed: int = 0, **options) -> torch.nn.Module:
    """A network straight from torchvision, with running statistics that differ from those of a new one."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = torchvision.models.get_model(model, num_classes=3, **options)
        for name, buffer in network.named_buffers():
            if name.endswith("running_mean"):
                buffer.normal_()
            elif name.endswith("running_var"):
                buffer.uniform_(0.5, 2)
            elif name.endswith("num_batches_tracked"):
                buffer.fill_(7)
    return network.eval()


def payload(model: str = "squeezenet1_1", network: torch.nn.Module | None = None, **options) -> dict:
    """What a run writes, by the contract."""
    network = network or plain_network(model, **options)
    return {
        "format": "transfer_gui/1",
        "model": model,
        "model_options": options,
        "state_dict": dict(network.state_dict()),
        "classes": list(CLASSES),
        "preprocessing": dict(RECIPE),
        "plan": {"layers": {"": {"frozen": True}}},
        "metrics": {
            "epoch": 3,
            "loss": 0.5,
            "accuracy": 0.75,
            "balanced_accuracy": 0.7,
            "examples": 8,
            "majority": 0.4,
        },
        "job": Job().to_toml(),
        "versions": {"torch": torch.__version__.split("+")[0]},
        "created": "2026-01-01T00:00:00",
    }


def picture(path: Path, colour, size=(90, 70), **options) -> Path:
    """A picture that is not the same turned, mirrored or in other colours."""
    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((5, 5, 30, 20), fill="white")
    draw.ellipse((40, 30, 80, 60), fill="black")
    draw.line((0, size[1], size[0], 0), fill="yellow", width=3)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **options)
    return path


def make_run(folder: Path, best: dict, last: dict | None = None, pictures: bool = True) -> Path:
    """A run's folder with the checkpoints `best` and `last`."""
    (folder / "checkpoints").mkdir(parents=True)
    torch.save(best, folder / "checkpoints" / "best.pt")
    if last is not None:
        torch.save(last | {"training": {"step": 9, "momentum": torch.ones(5)}}, folder / "checkpoints" / "last.pt")
    if pictures:
        data = folder.parent / "data"
        examples = []
        for label, name in enumerate(CLASSES):
            for number in range(4):
                colour = [40 * number, 40, 40]
                colour[2 - label] = 250
                path = picture(data / name / f"{number}.png", tuple(colour), size=(90 + 10 * number, 70))
                examples.append(Example(str(path), label))
        dataset = Dataset(str(data), "folders", tuple(CLASSES), tuple(examples))
        split.write(folder / "split.csv", dataset, Split((0, 1, 4, 5, 8, 9), (2, 3, 6, 7, 10, 11)))
    return folder


BLOCKED = textwrap.dedent("""
    import runpy, sys

    class Blocked:
        def find_spec(self, name, path=None, target=None):
            if name.split(".")[0] in {"transfer_gui", "PySide6", "pydantic"}:
                raise ImportError(f"{name} must not be imported here")

    sys.meta_path.insert(0, Blocked())
    sys.argv = sys.argv[1:]
    sys.path[0] = ""
    runpy.run_path(sys.argv[0], run_name="__main__")
""")


def run_plain(
    script: Path, *arguments: object, cwd: Path | None = None, fresh: bool = False, small: bool = False
) -> str:
    """Run `script` in a process in which transfer_gui cannot be imported; what it prints.

    Warnings are faults, but for Pillow's of a broken EXIF block. A `fresh` process has loaded nothing before; another
    has torch already, and `small` networks where that is wanted.
    """
    given = list(map(str, arguments))
    if fresh:
        warnings = ["-W", "error", "-W", "ignore::UserWarning:PIL.TiffImagePlugin"]
        command = [sys.executable, *warnings, "-c", BLOCKED, str(script), *given]
        done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)
    else:
        with TemporaryDirectory() as folder:
            done = forked.run(Path(folder), forked.plain, str(script), given, small, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def without_tensors(fields: dict) -> dict:
    return {key: value for key, value in fields.items() if key != "state_dict"}
