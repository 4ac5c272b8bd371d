"""The sample job, from its start to its end, on this machine."""

import tempfile
import time
from pathlib import Path

from transfer_gui.core.events import RunFinished, StepsDone
from transfer_gui.core.runs.run import run
from transfer_gui.core.sample_job import sample_job

from .figures import figure, tell

ROUNDS = 3


def main() -> None:
    whole, first, accuracy = [], [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        seen = False
        with tempfile.TemporaryDirectory() as place:
            for event in run(sample_job(), Path(place) / "run"):
                if isinstance(event, StepsDone) and not seen:
                    first.append(time.perf_counter() - began)
                    seen = True
                if isinstance(event, RunFinished):
                    assert event.test is not None
                    accuracy.append(100 * event.test.balanced_accuracy)
        whole.append(time.perf_counter() - began)
    tell(
        [
            figure("sample job: first loss", first, "s", below=10),
            figure("sample job: trained, validated, tested, saved", whole, "s", below=60),
            figure("sample job: balanced accuracy on its test pictures", accuracy, "%"),
        ]
    )


if __name__ == "__main__":
    main()
