"""A curve of a million points: taking in a few more and drawing, and panning."""

import time

import numpy as np

from tests.qt_loop import wait
from transfer_gui.core.events import RunStarted, StepsDone
from transfer_gui.ui import app

from .figures import figure, tell

POINTS, ROUNDS = 1_000_000, 30


def main() -> None:
    app.application([])
    window = app.build()
    window.resize(1280, 800)
    window.show()
    wait(lambda: window.context.facts.layers is not None and not window.context.facts.busy)
    window.show_page("train")
    curves = window.curves
    losses = np.exp(-np.arange(POINTS) / 2e5) + np.random.default_rng(0).normal(0, 0.05, POINTS)
    curves._take(RunStarted("/r", "CPU", "resnet18", ("a", "b"), {"train": 1, "val": 0, "test": 0}, 1, POINTS, 0, 1, 1))
    curves._take(StepsDone(0, tuple(losses), 0, 0.1, 1.0, 1, 0.0, 1.0))
    wait(lambda: curves.plots is not None and not curves.metrics._tick.isActive())
    plots = curves.plots
    grow, pan = [], []
    for i in range(ROUNDS):
        curves.metrics.take(StepsDone(POINTS + 10 * i, (0.1,) * 10, 0, 0.1, 1.0, 1, 0.0, 1.0))
        began = time.perf_counter()
        plots.draw()
        plots.view.grab()
        grow.append(1000 * (time.perf_counter() - began))
    for i in range(ROUNDS):
        began = time.perf_counter()
        plots.plots["loss"].vb.setXRange(1000 * i, 400_000 + 1000 * i, padding=0)
        plots.view.grab()
        pan.append(1000 * (time.perf_counter() - began))
    tell(
        [
            figure("10 more points, drawn and painted", grow, "ms"),
            figure("pan by a little, drawn and painted", pan, "ms"),
        ]
    )
    window.close()


if __name__ == "__main__":
    main()
