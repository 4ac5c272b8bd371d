"""Training beside a plain torch loop on the same job: pictures a second, decoding included."""

import statistics
import tempfile
import time
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder
from torchvision.models import resnet18

from transfer_gui.core.events import EpochDone, RunStarted
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.runs.run import run

from .figures import Figure, figure, tell
from .pictures import folder

BATCH, EPOCHS, ROUNDS = 16, 2, 4
PLANS = {"all layers": Plan(), "head only": freeze_all_but(["fc"])}


def ours(root: Path, plan: Plan) -> float:
    """Pictures a second of the trainer, the first epoch left out."""
    job = Job(
        source=Source(model="resnet18", weights="none"),
        plan=plan,
        data=Data(path=str(root), validation=0, augmentation="none"),
        training=Training(epochs=EPOCHS + 1, batch_size=BATCH),
        device=Device(name="cpu", channels_last=False, reuse=False),
    )
    stamps, pictures = [], 0
    with tempfile.TemporaryDirectory() as place:
        for event in run(job, Path(place) / "run"):
            if isinstance(event, RunStarted):
                pictures = event.examples["train"]
            if isinstance(event, EpochDone):
                stamps.append(event.seconds)
    return pictures * EPOCHS / sum(stamps[1:])


def plain(root: Path, plan: Plan, workers: int) -> float:
    """The same of a loop as everyone writes it."""
    recipe = T.Compose(
        [T.Resize(256), T.CenterCrop(224), T.ToTensor(), T.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))]
    )
    data = ImageFolder(str(root), recipe)
    loader = DataLoader(data, BATCH, shuffle=True, num_workers=workers, persistent_workers=workers > 0)
    model = resnet18(num_classes=len(data.classes)).train()
    if plan.layers:
        model.requires_grad_(False).eval()
        model.fc.requires_grad_(True)
    sgd = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.01, momentum=0.9, weight_decay=1e-4)
    seconds = []
    for _ in range(EPOCHS + 1):
        began = time.perf_counter()
        for images, labels in loader:
            loss = nn.functional.cross_entropy(model(images), labels)
            sgd.zero_grad()
            loss.backward()
            sgd.step()
        seconds.append(time.perf_counter() - began)
    return len(data) * EPOCHS / sum(seconds[1:])


def main() -> None:
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as place:
        root = folder(Path(place) / "set", 4, 24)
        for name, plan in PLANS.items():
            rounds = [(ours(root, plan), plain(root, plan, 0), plain(root, plan, 2)) for _ in range(ROUNDS)]
            mine, alone, workers = zip(*rounds, strict=True)
            note = "resnet18, 96 pictures of 256 px, batches of 16, fp32"
            figures += [
                figure(f"{name}: this program", mine, "pictures/s", note=note),
                figure(f"{name}: plain loop, no workers", alone, "pictures/s", note=note),
                figure(f"{name}: plain loop, 2 workers", workers, "pictures/s", note=note),
            ]
            faster = max(alone, workers, key=statistics.median)
            lost = [100 * (1 - m / p) for m, p in zip(mine, faster, strict=True)]
            figures.append(figure(f"{name}: lost against the faster plain loop", lost, "%", below=3))
    tell(figures)


if __name__ == "__main__":
    main()
