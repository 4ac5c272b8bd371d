"""How late a 16 ms timer of the window comes while ResNet-18 is trained at 224 x 224, beside a bare worker thread."""

import os
import tempfile
import threading
from pathlib import Path

import torch
from torch import nn
from torchvision.models import resnet18

from tests.qt_loop import rest, wait
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.ui import app

from .figures import Figure, percentile, tell
from .pictures import folder
from .ticker import Ticker

SECONDS = 40


def in_the_window(root: Path) -> list[float]:
    """Lateness while the window trains, with its curves and its inspector on screen."""
    window = app.build()
    window.resize(1280, 800)
    window.show()
    facts, runner = window.context.facts, window.context.runner
    job = Job(
        source=Source(model="resnet18", weights="none"),
        data=Data(path=str(root), augmentation="light"),
        training=Training(epochs=10_000, batch_size=16),
        device=Device(name="cpu"),
    )
    window.context.session.set_job(job, "Benchmark")
    wait(lambda: facts.dataset is not None and facts.layers is not None and not facts.busy)
    window.show_page("train")
    window.inspect_dock.show()
    runner.start(job, root.parent / "run")
    wait(lambda: len(window.curves.metrics.losses) > 3)
    facts.select_layer("layer3.0.conv1")
    window.inspect_dock.raise_()
    rest(2)
    if picture := os.environ.get("PICTURE"):
        window.grab().save(picture)
    ticker = Ticker()
    ticker.start()
    rest(SECONDS)
    late = ticker.stop()
    steps = len(window.curves.metrics.losses)
    runner.stop()
    wait(lambda: not runner.active)
    window.close()
    assert steps > 10
    return late


def beside_a_bare_thread() -> list[float]:
    """Lateness in an empty application while a plain thread trains the same network."""
    done = threading.Event()

    def train() -> None:
        model = resnet18(num_classes=4).train()
        sgd = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
        images, labels = torch.randn(16, 3, 224, 224), torch.randint(0, 4, (16,))
        while not done.is_set():
            loss = nn.functional.cross_entropy(model(images), labels)
            sgd.zero_grad()
            loss.backward()
            sgd.step()

    thread = threading.Thread(target=train)
    thread.start()
    rest(3)
    ticker = Ticker()
    ticker.start()
    rest(SECONDS)
    late = ticker.stop()
    done.set()
    thread.join()
    return late


def lateness(name: str, late: list[float], limit: float | None) -> list[Figure]:
    at = {p: percentile(late, p) for p in (50, 99, 100)}
    note = f"{len(late)} ticks in {SECONDS} s"
    return [
        Figure(
            f"{name}, 99th percentile", at[99], "ms", at[50], at[100], f"< {limit:g} ms" if limit else "",
            None if limit is None else at[99] < limit, note,
        )
    ]  # fmt: skip


def main() -> None:
    app.application([])
    with tempfile.TemporaryDirectory() as place:
        root = folder(Path(place) / "set", 4, 80)
        ours = in_the_window(root)
    bare = beside_a_bare_thread()
    tell([*lateness("timer in the window", ours, 10), *lateness("timer beside a bare thread", bare, None)])


if __name__ == "__main__":
    main()
