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
os.environ["LC_ALL"] = "C.UTF-8"  # in English, whatever the machine's language is
os.environ |= {f"XDG_{kind}_HOME": f"{HOME.name}/{kind.lower()}" for kind in ("DATA", "CONFIG", "CACHE", "STATE")}

from PIL import Image  # noqa: E402
from PySide6.QtCore import QPoint, Qt  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from tests.qt_loop import rest, wait  # noqa: E402
from transfer_gui.core.frozen import replace  # noqa: E402
from transfer_gui.core.job import Source  # noqa: E402
from transfer_gui.core.paths import resources  # noqa: E402
from transfer_gui.core.sample_job import sample_job  # noqa: E402
from transfer_gui.ui import app, theme  # noqa: E402
from transfer_gui.ui.main_window import MainWindow  # noqa: E402
from transfer_gui.ui.models.catalogue import key_of  # noqa: E402


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
            rest(0.6)
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
    parser.add_argument("--only", choices=("sounds", "texts", "by_layer"), help="this part of the tour alone")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    app.application([])
    theme.theme().choose("light")
    window = app.build()
    window.resize(*map(int, arguments.size.split("x")))
    window.show()
    photographer = Photographer(window, arguments.out)
    if arguments.only:
        facts = window.context.facts
        wait(lambda: bool(facts.catalogue) and facts.layers is not None and not facts.busy)
        globals()[arguments.only](window, photographer.take)
    else:
        tour(window, photographer)
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
    # What is kept of frozen layers would end the run before it can be looked at.
    window.context.session.set_job(replace(sample_job(), "device.reuse", False), "Sample")
    wait(lambda: facts.split is not None and facts.layers is not None and not facts.busy)
    window.show_page("train")
    window.commands.start()
    take("training", lambda: len(window.curves.metrics.epochs) >= 8)
    facts.select_layer("classifier.1")
    window.inspect_dock.raise_()
    take("inspector-live", lambda: window.inspector.shown == "classifier.1" and window.inspector.place == "now")
    window.training_dock.raise_()
    take("result", lambda: not runner.active)
    inside(window, take)
    results(window, take)
    window.show_page("export")
    exporting = window.exporting
    wait(lambda: exporting.run is not None and exporting.names.rowCount() > 0)
    exporting.target.line.setText(str(Path(HOME.name) / "clipart.pt"))
    exporting.export.click()
    take("export", exporting.result.isVisible)
    transformer(window, take)
    sounds(window, take)
    texts(window, take)
    by_layer(window, take)


def trained(window: MainWindow, take: Callable[..., None], name: str) -> None:
    """Train a sample job, with a picture of its data first."""
    facts, runner, session = window.context.facts, window.context.runner, window.context.session
    session.set_job(sample_job(name), "Sample")
    wait(lambda: facts.split is not None and facts.layers is not None and not facts.busy)
    window.show_page("data")
    window.dataset.table.selectRow(1)
    window.training_dock.raise_()
    called = name.replace("glosses", "texts")
    take(f"{called}-data", lambda: not facts.busy)
    window.dataset.tabs.setCurrentIndex(2)
    take(f"{called}-notes")
    window.dataset.tabs.setCurrentIndex(0)
    window.show_page("train")
    window.commands.start()
    wait(lambda: runner.active)
    wait(lambda: not runner.active)


def sounds(window: MainWindow, take: Callable[..., None]) -> None:
    """Sounds: their data, a mistake to listen to, what a network for pictures looks at in a spectrogram."""
    facts, page = window.context.facts, window.results
    trained(window, take, "sounds")
    window.show_page("results")
    page.choice.buttons["mistakes"].click()
    wait(lambda: bool(page.mistakes.thumbnails.pictures.paths))
    page.mistakes.thumbnails.setCurrentIndex(page.mistakes.thumbnails.model().index(0, 0))
    take("sounds-mistakes")
    facts.choose_source(Source(model="squeezenet1_1"))
    wait(lambda: facts.layers is not None and not facts.busy)
    window.show_page("inside")
    picture = window.inside.show_look("picture")
    picture.place.choose(picture.place.places[0])
    wait(lambda: "grad_cam" in picture.ways and picture.path is not None)
    for name, box in picture.ways.items():
        box.setChecked(name in {"top_classes", "grad_cam"})
    take("sounds-picture", lambda: "grad_cam" in picture.found and not picture.working.busy)


def texts(window: MainWindow, take: Callable[..., None]) -> None:
    """Texts: their data, a mistake with the words that mattered, one that is typed."""
    page = window.results
    trained(window, take, "glosses")
    window.show_page("results")
    page.choice.buttons["scores"].click()
    take("texts-scores", lambda: bool(page.scores.figures.figures) and not page.scores.working.busy)
    page.choice.buttons["mistakes"].click()
    wait(lambda: bool(page.mistakes.thumbnails.pictures.paths))
    page.mistakes.thumbnails.setCurrentIndex(page.mistakes.thumbnails.model().index(0, 0))
    take("texts-mistakes", page.mistakes.beside.isVisible)
    page.choice.buttons["try"].click()
    page.trying.field.setPlainText("a small bird with a long tail that sings in the evening")
    page.trying.go.click()
    take("texts-try", lambda: bool(page.trying.predictions) and not page.trying.working.busy)


def by_layer(window: MainWindow, take: Callable[..., None]) -> None:
    """A network that is taken over by a similar one, layer by layer."""
    from safetensors.torch import load_file, save_file

    shipped, plain = (
        resources() / "models" / "squeezenet1_1-imagenet.safetensors",
        Path(HOME.name) / "source.safetensors",
    )
    save_file(load_file(shipped), plain)  # it says no longer what it is
    facts, browser = window.context.facts, window.browser
    window.show_page("source")
    browser.select(next(key_of(entry) for entry in facts.catalogue if entry.name == "squeezenet1_0"))
    browser.import_file(plain)
    importing = browser.card.import_
    wait(importing.by_layer.isVisible)
    importing.by_layer.click()
    wait(importing.layers.isVisible)
    rest(0.3)
    scroll = browser.card.area.verticalScrollBar()
    scroll.setValue(importing.layers.mapTo(browser.card.area.widget(), QPoint(0, -40)).y())
    take("transfer-map")


def inside(window: MainWindow, take: Callable[..., None]) -> None:
    """The looks of the page 'Look inside', after the run."""
    facts, page = window.context.facts, window.inside
    window.show_page("inside")
    window.inspect_dock.raise_()
    facts.select_layer(None)
    network = page.show_look("map")
    take("map", lambda: bool(network.figures.figures) and not network.working.busy)
    network.what.buttons["norm"].click()
    take("map-epochs")
    facts.select_layer("features.12")
    picture = page.show_look("picture")
    wait(lambda: bool(picture.ways) and picture.path is not None)
    for box in picture.ways.values():
        box.setChecked(True)
    take("picture", lambda: len(picture.found) == len(picture.ways) and not picture.working.busy)
    scroll = picture.figures.verticalScrollBar()
    scroll.setValue(scroll.maximum())
    take("picture-below")
    facts.select_layer(None)
    examples = page.show_look("examples")
    wait(lambda: examples.examples.examples is not None and examples.method.count() > 0)
    examples.go.click()
    wait(lambda: len(examples.figures.scatters()) == 2)
    view = examples.figures.scatters()[1]
    view.choose(list(range(8)))
    view.picked.emit(view.chosen)
    take("layout")
    facts.select_layer("features.12")
    examples.what.buttons["exciting"].click()
    examples.channel.setValue(3)
    examples.go.click()
    take("exciting", lambda: not examples.working.busy and not examples.figures.scatters())
    compare = page.show_look("compare")
    compare.alike.setChecked(True)
    wait(lambda: compare.examples.examples is not None)
    compare.go.click()
    take("compare", lambda: bool(compare.figures.figures) and not compare.working.busy)
    facts.select_layer("features.12.squeeze")
    tensor = page.show_look("tensor")
    take("tensor", lambda: tensor.matrix.matrix.size > 0 and not tensor.working.busy)


def transformer(window: MainWindow, take: Callable[..., None]) -> None:
    """What only a vision transformer has: attention heads, position embeddings, attention roll-out."""
    facts, inspector = window.context.facts, window.inspector
    facts.choose_source(Source(model="vit_b_16", weights="none"))
    wait(lambda: facts.layers is not None and facts.layers.parameters > 8 * 10**7 and not facts.busy)
    inspector.choose("source")
    window.show_page("layers")
    window.inspect_dock.raise_()
    window.resizeDocks([window.inspect_dock], [520], Qt.Orientation.Horizontal)
    inspector.sections["filters"].head.click()
    for name, layer in (
        ("heads", "encoder.layers.encoder_layer_0.self_attention"),
        ("positions", "encoder.pos_embedding"),
    ):
        facts.select_layer(layer)
        take(f"inspector-{name}", lambda layer=layer: inspector.shown == layer)
    window.resizeDocks([window.inspect_dock], [368], Qt.Orientation.Horizontal)
    facts.select_layer(None)
    window.show_page("inside")
    picture = window.inside.show_look("picture")
    picture.place.choose(picture.place.places[0])
    wait(lambda: "attention" in picture.ways)
    for name, box in picture.ways.items():
        box.setChecked(name in {"top_classes", "attention"})
    take("attention", lambda: "attention" in picture.found and not picture.working.busy)


def results(window: MainWindow, take: Callable[..., None]) -> None:
    """The looks of the page 'Results'."""
    page = window.results
    window.training_dock.raise_()
    window.show_page("results")
    take("scores", lambda: bool(page.scores.figures.figures) and not page.scores.working.busy)
    scroll = page.scores.figures.verticalScrollBar()
    scroll.setValue(scroll.maximum() * 3 // 4)
    take("scores-below")
    page.choice.buttons["mistakes"].click()
    page.mistakes.choose("mislabelled")
    take("mistakes", lambda: bool(page.mistakes.thumbnails.pictures.paths))
    page.choice.buttons["try"].click()
    dataset = window.context.facts.dataset
    assert dataset is not None
    page.trying.try_on([Path(example.path) for example in dataset.examples[::40]])
    take("try", lambda: bool(page.trying.predictions) and not page.trying.working.busy)


if __name__ == "__main__":
    main()
