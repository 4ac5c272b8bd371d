"""The sample job on this machine: from its start to its end, and from the click in a window just opened to a loss."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from transfer_gui.core.events import RunFinished, StepsDone
from transfer_gui.core.runs.run import run
from transfer_gui.core.sample_job import sample_job

from .figures import figure, tell

ROUNDS = 3
CLICKED = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton
from transfer_gui.core.events import RunFailed, StepsDone
from transfer_gui.ui import app
application = app.application([])
window = app.build()
clicked = []
def click():
    clicked.append(time.perf_counter())
    window.findChild(QPushButton, "sample_clipart-10").click()
def told(event):
    if isinstance(event, (StepsDone, RunFailed)):
        print("SECONDS", time.perf_counter() - clicked[0], type(event).__name__, flush=True)
        window.context.runner.told.disconnect(told)
        window.context.runner.stop()
        window.context.runner.state_changed.connect(lambda state: window.close() if state == "idle" else None)
window.context.runner.told.connect(told)
window.painted.connect(lambda: QTimer.singleShot(0, click))
window.show()
application.exec()
"""


def clicked() -> float:
    """Seconds from the click on the sample, as soon as the window is painted, to the first loss; nothing is kept."""
    with tempfile.TemporaryDirectory() as place:
        homes = dict.fromkeys(("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), place)
        env = os.environ | homes | {"QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run([sys.executable, "-c", CLICKED], capture_output=True, text=True, check=True, env=env)
    _, seconds, kind = next(line for line in done.stdout.splitlines() if line.startswith("SECONDS")).split()
    assert kind == "StepsDone", done.stdout
    return float(seconds)


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
    asked = [clicked() for _ in range(ROUNDS)]
    tell(
        [
            figure("sample job: first loss", first, "s"),
            figure("sample: from the click in a window just painted to the first loss", asked, "s", below=10),
            figure("sample job: trained, validated, tested, saved", whole, "s", below=60),
            figure("sample job: balanced accuracy on its test pictures", accuracy, "%"),
        ]
    )


if __name__ == "__main__":
    main()
