"""A run with seeded weights on a few pictures, and what plain torch says of them."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from PIL import Image
from torchvision.transforms._presets import ImageClassification

from tests.core.export.made import make_run, payload, picture, plain_network
from transfer_gui.core.job import Job

MODEL = "resnet18"


@cache
def network(seed: int) -> torch.nn.Module:
    """A network that names now one class and now another: its head is shifted to where pictures like ours part."""
    made = plain_network(MODEL, seed)
    with TemporaryDirectory() as folder:
        colours = [(30 * n % 256, 70 * n % 256, 255 - 20 * n % 256) for n in range(12)]
        logits = _logits(made, [picture(Path(folder) / f"{n}.png", c, (76 + n, 72)) for n, c in enumerate(colours)])
    with torch.no_grad():
        made.fc.weight /= logits.std(0)[:, None]
        made.fc.bias.copy_((made.fc.bias - logits.mean(0)) / logits.std(0))
    return made


def made_run(folder: Path) -> Path:
    """A run whose best and last checkpoints differ; half of its pictures, in `data` beside it, are for validation."""
    best, last = (payload(MODEL, network(seed)) for seed in (0, 1))
    run = make_run(folder / "run", best, last)
    (run / "job.toml").write_text(Job().to_toml(), encoding="utf-8")
    return run


def among_runs(run: Path, runs: Path, name: str) -> None:
    """A copy of `run` among the user's runs."""
    shutil.copytree(run, runs / name)


def plain_probabilities(paths, seed: int = 0) -> torch.Tensor:
    """float64 (n, 3) by plain torch and torchvision's own preset."""
    return _logits(network(seed), paths).double().softmax(1)


def _logits(network: torch.nn.Module, paths) -> torch.Tensor:
    prepare = ImageClassification(crop_size=64, resize_size=72)
    with torch.inference_mode():
        return torch.cat([network(prepare(Image.open(path).convert("RGB"))[None]) for path in paths])
