"""This program, without its window."""

import tempfile
from pathlib import Path

from transfer_gui.core.events import EpochDone, RunFailed
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.runs.run import run

from . import LEARNS, Spec, serve


def carry_out(spec: Spec) -> float:
    job = Job(
        source=Source(model="resnet18", weights=spec.weights),
        plan=Plan() if spec.scope == "all" else freeze_all_but(LEARNS[spec.scope]),
        data=Data(path=spec.root, augmentation="none"),
        training=Training(
            epochs=spec.epochs, batch_size=spec.batch, learning_rate=spec.rate, weight_decay=0, schedule="constant",
            seed=spec.seed,
        ),
        device=Device(name="cpu", workers=spec.threads),
    )  # fmt: skip
    accuracy = 0.0
    with tempfile.TemporaryDirectory() as place:
        for event in run(job, Path(place) / "run"):
            if isinstance(event, RunFailed):
                raise SystemExit(event.what + event.details)
            if isinstance(event, EpochDone) and event.val is not None:
                accuracy = event.val.accuracy
    return accuracy


if __name__ == "__main__":
    serve(carry_out)
