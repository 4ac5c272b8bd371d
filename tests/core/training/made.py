"""Small jobs on pictures made by the test, and the run of one to its end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from transfer_gui.core.events import EpochDone, Event, RunFailed, RunFinished, StepsDone
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.plan import Plan
from transfer_gui.core.runs.run import run
from transfer_gui.core.training.control import Control

COLOURS = {"blue": (40, 60, 210), "green": (40, 190, 60), "red": (210, 50, 40)}


def pictures(root: Path, counts: dict[str, int], side: int = 72) -> Path:
    """A folder per class with noisy pictures of a colour, each one different."""
    rng = np.random.default_rng(5)
    for name, count in counts.items():
        (root / name).mkdir(parents=True, exist_ok=True)
        for i in range(count):
            ground = np.array(COLOURS.get(name, (128, 128, 128)))
            pixels = np.clip(ground + rng.integers(-60, 60, (side, side, 3)), 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(root / name / f"{i}.png")
    return root


def job(data: Path, model: str = "resnet18", plan: Plan | None = None, **edits: object) -> Job:
    """A job from scratch on the CPU without augmentation, at 64 px; `edits` by path, '__' for a dot."""
    made = Job(
        source=Source(model=model, weights="none"),
        plan=plan or Plan(),
        data=Data(path=str(data), validation=0.25, augmentation="none", input_size=64),
        training=Training(epochs=2, batch_size=4, learning_rate=0.05, schedule="constant"),
        device=Device(name="cpu", workers=0, channels_last=False),
    )
    for path, value in edits.items():
        made = replace(made, path.replace("__", "."), value)
    return made


def carry_out(
    made: Job, folder: Path, on: Callable[[Event, Control], object] = lambda event, control: None, resume: bool = False
) -> list[Event]:
    """Every event of the run; `on` sees each as it comes, and may steer."""
    control, events = Control(), []
    for event in run(made, folder, control, resume):
        events.append(event)
        on(event, control)
    return events


def of(events: list[Event], kind: type) -> Iterator:
    return (event for event in events if isinstance(event, kind))


def losses(events: list[Event]) -> list[float]:
    return [loss for event in of(events, StepsDone) for loss in event.losses]


def finished(events: list[Event]) -> RunFinished:
    assert isinstance(events[-1], RunFinished), events[-1]
    return events[-1]


def failed(events: list[Event]) -> RunFailed:
    assert isinstance(events[-1], RunFailed), events[-1]
    return events[-1]


def epochs(events: list[Event]) -> list[EpochDone]:
    return list(of(events, EpochDone))


def weights(folder: Path, which: str = "last") -> dict[str, torch.Tensor]:
    return torch.load(folder / "checkpoints" / f"{which}.pt", weights_only=True)["state_dict"]


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    """Equal to the bit, by name."""
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)
