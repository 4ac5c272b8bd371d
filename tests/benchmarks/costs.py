"""The time of an epoch as the layers' measured times foretell it, beside that of the plan really trained."""

import tempfile
import time
from pathlib import Path

from transfer_gui.core.events import EpochDone, RunStarted
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.models import tree
from transfer_gui.core.models.presets import presets
from transfer_gui.core.progress import finish
from transfer_gui.core.runs import costs
from transfer_gui.core.runs.run import run
from transfer_gui.core.training.costs import Costs, pace

from .figures import Figure, figure, tell
from .pictures import folder

CLASSES, EACH, EPOCHS, ROUNDS = 4, 24, 2, 3
MODELS = ("resnet18", "mobilenet_v3_small")
PLANS = {"head": "head only", "last_stage": "last stage", "all": "everything"}


def trained(job: Job) -> tuple[float, int]:
    """Seconds of an epoch once all that is kept is there, and its pictures."""
    stamps, pictures = list[float](), 0
    with tempfile.TemporaryDirectory() as place:
        for event in run(job, Path(place) / "run"):
            if isinstance(event, RunStarted):
                pictures = event.examples["train"]
            if isinstance(event, EpochDone):
                stamps.append(event.seconds)
    return min(stamps[1:]), pictures


def main() -> None:
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as place:
        root = folder(Path(place) / "set", CLASSES, EACH)
        for model in MODELS:
            job = Job(
                source=Source(model=model, weights="none"),
                data=Data(path=str(root), validation=0, augmentation="none"),
                training=Training(epochs=EPOCHS + 1),
                device=Device(name="cpu"),
            )
            plans = presets(tree.layers(model, CLASSES))
            rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in PLANS}
            spent = list[float]()
            for _ in range(ROUNDS):
                began = time.perf_counter()
                times = finish(costs.measure(job, CLASSES))
                spent.append(time.perf_counter() - began)
                for name in PLANS:
                    planned = replace(job, "plan", plans[name])
                    took, count = trained(planned)
                    rounds[name].append((Costs(times, pace(planned, count, 0), planned.plan).epoch, took))
            note = f"{CLASSES * EACH} pictures, batches of {job.training.batch_size}, fp32"
            figures.append(figure(f"{model}: measuring its layers", spent, "s"))
            for name, title in PLANS.items():
                foretold, took = zip(*rounds[name], strict=True)
                figures += [
                    figure(f"{model}, {title}: an epoch, foretold", foretold, "s", note=note),
                    figure(f"{model}, {title}: an epoch, trained", took, "s", note=note),
                    figure(f"{model}, {title}: foretold by trained", [a / b for a, b in rounds[name]], "x"),
                ]
    tell(figures)


if __name__ == "__main__":
    main()
