"""What looking at a run costs it: ResNet-18 trained with the map and the inspector live, and with nothing asked.

Both in the same window and the same run, by many short turns, so that the machine's moods strike both alike.
"""

import statistics
import tempfile
import time
from pathlib import Path

from tests.qt_loop import rest, wait
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.ui import app

from .figures import Figure, tell
from .pictures import folder

ROUNDS, SECONDS = 24, 5


def main() -> None:
    app.application([])
    with tempfile.TemporaryDirectory() as place:
        root = folder(Path(place) / "set", 4, 80)
        window = app.build()
        window.resize(1280, 800)
        window.show()
        facts, runner, losses = window.context.facts, window.context.runner, window.curves.metrics
        job = Job(
            source=Source(model="resnet18", weights="none"),
            data=Data(path=str(root), augmentation="light", input_size=128),
            training=Training(epochs=10_000, batch_size=4),
            device=Device(name="cpu"),
        )
        window.context.session.set_job(job, "Benchmark")
        wait(lambda: facts.dataset is not None and facts.layers is not None and not facts.busy)
        runner.start(job, Path(place) / "run")
        wait(lambda: len(losses.losses) > 5)
        facts.select_layer("layer3.0.conv1")
        rates: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(2 * ROUNDS):
            looking = turn % 2 == 0
            window.show_page("inside" if looking else "source")
            (window.inspect_dock if looking else window.training_dock).raise_()
            rest(1)
            before, began = len(losses.losses), time.perf_counter()
            rest(SECONDS)
            rates[looking].append((len(losses.losses) - before) / (time.perf_counter() - began))
        runner.stop()
        wait(lambda: not runner.active)
        window.close()
    lost = [100 * (1 - a / b) for a, b in zip(rates[True], rates[False], strict=True)]
    middle = 100 * (1 - statistics.fmean(rates[True]) / statistics.fmean(rates[False]))
    error = statistics.stdev(lost) / ROUNDS**0.5
    note = f"standard error {error:.1f} %, {ROUNDS} turns of {SECONDS} s each"
    tell(
        [
            Figure("training slower by, with map and inspector live", middle, "%", min(lost), max(lost), "< 3 %",
                   middle < 3, note),
        ]
    )  # fmt: skip


if __name__ == "__main__":
    main()
