"""Drives the window through the sample job, and takes a picture of every panel in light and dark.

python -m tests.screenshots [--size 1280x800] [--out FOLDER]
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HOME = tempfile.TemporaryDirectory(prefix="transfer-gui-")
os.environ |= {f"XDG_{kind}_HOME": f"{HOME.name}/{kind.lower()}" for kind in ("DATA", "CONFIG", "CACHE", "STATE")}

from PIL import Image  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from tests.qt_loop import rest, wait  # noqa: E402
from transfer_gui.ui import app, theme  # noqa: E402
from transfer_gui.ui.main_window import MainWindow  # noqa: E402


class Photographer:
    """Takes pictures of one window."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        self.window, self.out = window, out

    def take(self, name: str, ready: Callable[[], bool] = lambda: True) -> None:
        """Wait until the panel shows what it is to show, and take it in both schemes."""
        wait(ready)
        rest(0.6)
        for scheme in ("dark", "light"):
            theme.theme().choose(scheme)
            rest(0.25)
            QApplication.processEvents()
            path = self.out / f"{name}-{scheme}.png"
            self.window.grab().save(str(path))
            shrink(path)


def shrink(path: Path) -> None:
    """Keep 200 colours, which nobody sees, for a third of the bytes."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(200, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="1280x800", metavar="WxH")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    app.application([])
    theme.theme().choose("light")
    window = app.build()
    window.resize(*map(int, arguments.size.split("x")))
    window.show()
    tour(window, Photographer(window, arguments.out))
    window.close()


def tour(window: MainWindow, photographer: Photographer) -> None:
    """The way of a newcomer: look around, train the sample, look inside, export."""
    facts, runner, take = window.context.facts, window.context.runner, photographer.take
    take("welcome", lambda: bool(facts.catalogue) and facts.layers is not None and not facts.busy)
    window.show_page("source")
    take("source")
    facts.choose_data("sample:clipart-10")
    window.show_page("data")
    take("data", lambda: facts.dataset is not None and not facts.busy)
    window.show_page("layers")
    window.layers.view.look_at("features.12")
    take("layers")
    facts.select_layer("features.0")
    window.inspect_dock.raise_()
    take("inspector", lambda: window.inspector.shown == "features.0")
    window.training_dock.raise_()
    window.commands.start_sample("clipart-10")
    take("training", lambda: len(window.curves.metrics.epochs) >= 8)
    facts.select_layer("classifier.1")
    window.inspect_dock.raise_()
    take("inspector-live", lambda: window.inspector.shown == "classifier.1" and window.inspector.place == "now")
    window.training_dock.raise_()
    take("result", lambda: not runner.active)
    window.show_page("export")
    exporting = window.exporting
    wait(lambda: exporting.run is not None and exporting.names.rowCount() > 0)
    exporting.target.line.setText(str(Path(HOME.name) / "clipart.pt"))
    exporting.export.click()
    take("export", exporting.result.isVisible)


if __name__ == "__main__":
    main()
