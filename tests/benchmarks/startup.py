"""From the command to a painted window, and to torch being ready in it."""

import subprocess
import sys
import time

from .figures import figure, tell

ROUNDS = 5
CHILD = """
import time
started = {started!r}
from transfer_gui.core.garbage import loading
with loading("window"):  # as commands/window.py does
    from transfer_gui.ui import app
application = app.application([])
window = app.build()
told = []
window.painted.connect(lambda: told.append(time.time() - started))
def ready():
    if window.context.facts.layers is not None and window.context.facts.catalogue:
        print("TIMES", told[0], time.time() - started, flush=True)
        window.close()
from PySide6.QtCore import QTimer
timer = QTimer()
timer.timeout.connect(ready)
timer.start(5)
window.show()
application.exec()
app.take_down(window)
"""


def main() -> None:
    painted, ready = [], []
    for _ in range(ROUNDS + 1):
        code = CHILD.format(started=time.time())
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        _, first, second = next(x for x in done.stdout.splitlines() if x.startswith("TIMES")).split()
        painted.append(float(first))
        ready.append(float(second))
    note = f"{ROUNDS} starts, after one that filled the disk cache"
    tell(
        [
            figure("window painted", painted[1:], "s", below=0.6, note=note),
            figure("torch ready, catalogue and layers shown", ready[1:], "s", below=4, note=note),
        ]
    )


if __name__ == "__main__":
    main()
