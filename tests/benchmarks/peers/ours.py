"""This program: the job is put on the table of its window, and Start is pressed when the pictures are scanned."""

import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings

from tests.qt_loop import rest, wait
from transfer_gui.core.events import EpochDone, RunFailed
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.ui import app

from ..sampler import Sampler
from ..ticker import Ticker
from . import LEARNS, Done, Spec, serve

HOURS = 6 * 3600.0


def job_of(spec: Spec) -> Job:
    return Job(
        source=Source(model="resnet18", weights=spec.weights),
        plan=Plan() if spec.scope == "all" else freeze_all_but(LEARNS[spec.scope]),
        data=Data(path=spec.root, augmentation="none"),
        training=Training(
            epochs=spec.epochs, batch_size=spec.batch, learning_rate=spec.rate, weight_decay=0, schedule="constant",
            seed=spec.seed,
        ),
        device=Device(name="cpu", workers=spec.threads),
    )  # fmt: skip


def carry_out(spec: Spec, done: Done) -> dict[str, object]:
    place = tempfile.mkdtemp()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, place)
    app.application([])
    window = app.build()
    window.resize(1280, 800)
    window.show()
    facts, runner = window.context.facts, window.context.runner
    window.context.filling.set_enabled(False)  # what is prepared ahead would not be counted

    def told(event: object) -> None:
        if isinstance(event, RunFailed):
            raise SystemExit(event.what + event.details)
        if isinstance(event, EpochDone) and event.val is not None:
            done(event.val.accuracy)

    runner.told.connect(told)
    ticker, sampler = Ticker(), Sampler()
    wait(lambda: facts.layers is not None and not facts.busy)
    rest(3)  # until what is made ready behind the first layers is there: all the others have imported it too
    window.show_page("train")
    began = time.perf_counter()
    window.context.session.set_job(job_of(spec), "Benchmark")
    wait(lambda: facts.split is not None and "layers" not in facts.busy, HOURS)
    with sampler:
        ticker.start()
        runner.start(window.context.session.job, Path(place) / "run", scanned=(facts.dataset, facts.split))
        wait(lambda: not runner.active, HOURS, every=20)
    seconds, late = time.perf_counter() - began, ticker.stop()
    if picture := os.environ.get("PICTURE"):
        rest(1)
        window.grab().save(picture)
    window.close()
    return {"seconds": seconds, "ticks": [round(tick, 2) for tick in late], "slowest": sampler.words(3)}


if __name__ == "__main__":
    serve(carry_out)
