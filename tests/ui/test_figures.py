"""Every kind of plain figure is drawn, read under the pointer, and saved, whatever numbers are in it."""

import csv
import dataclasses
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QToolTip

from transfer_gui.core.inspect import colormap
from transfer_gui.core.inspect.figures import (
    Axis,
    Heatmap,
    Histogram,
    Lines,
    Measure,
    Measures,
    Overlay,
    Scatter,
    Table,
    Tiles,
)
from transfer_gui.ui import app, figures, theme
from transfer_gui.ui.figures import drawing
from transfer_gui.ui.widgets.figure_view import FigureView

NAN, INF = float("nan"), float("inf")
RNG = np.random.default_rng(5)


def f32(*values) -> np.ndarray:
    return np.array(values, np.float32)


def noise(*shape) -> np.ndarray:
    return RNG.normal(size=shape).astype(np.float32)


FIGURES = {
    "tiles": Tiles("Filters", noise(9, 3, 3), tuple(f"filter {i}" for i in range(9)), -1, 1, "a note"),
    "tiles RGB": Tiles("Filters", RNG.random((20, 5, 5, 3)).astype(np.float32), (), -1, 1),
    "tiles in columns": Tiles("Filters", noise(30, 3, 3), (), -1, 1, columns=10, unit="mV"),
    "one tile": Tiles("Filters", f32([[0.5]]).reshape(1, 1, 1)),
    "no tile": Tiles("Filters", np.empty((0, 3, 3), np.float32)),
    "tiles of NaN": Tiles("Filters", np.full((4, 3, 3), NAN, np.float32), (), -1, 1),
    "RGB of NaN": Tiles("Filters", np.full((4, 3, 3, 3), NAN, np.float32), (), -1, 1),
    "tiles without a range": Tiles("Filters", np.zeros((4, 3, 3), np.float32), (), 0, 0),
    "histogram": Histogram(
        "Spread", np.linspace(-1, 1, 11), {"source": f32(*range(10)), "now": f32(*range(10, 0, -1))}
    ),
    "one bin": Histogram("Spread", f32(0, 1), {"now": f32(7)}),
    "bins of nothing": Histogram("Spread", np.linspace(0, 1, 5), {"now": np.zeros(4, np.float32)}),
    "no bin": Histogram("Spread", np.empty(0, np.float32), {"now": np.empty(0, np.float32)}),
    "no series": Histogram("Spread", np.linspace(0, 1, 5), {}),
    "bins of NaN": Histogram("Spread", np.linspace(0, 1, 4), {"now": f32(1, NAN, 2)}),
    "lines": Lines("Curves", {"a": (f32(0, 1, 2), f32(3, 5, 4)), "b": (f32(0, 2), f32(1, NAN))}),
    "lines with a gap": Lines("Curves", {"a": (f32(0, 1, 2, 3), f32(1, NAN, INF, 2))}),
    "one point": Lines("Curves", {"a": (f32(4), f32(2))}),
    "no point": Lines("Curves", {"a": (f32(), f32())}),
    "no curve": Lines("Curves", {}),
    "lines of NaN": Lines("Curves", {"a": (f32(0, 1), f32(NAN, NAN))}),
    "x of NaN": Lines("Curves", {"a": (f32(NAN, 0, 1), f32(1, 2, 3))}),
    "heat map": Heatmap("Matrix", noise(6, 9), Axis("input"), Axis("output"), -2, 2, "", "thinned"),
    "one cell": Heatmap("Matrix", f32([3.0]).reshape(1, 1)),
    "no cell": Heatmap("Matrix", np.empty((0, 4), np.float32)),
    "no column": Heatmap("Matrix", np.empty((4, 0), np.float32)),
    "heat map of NaN": Heatmap("Matrix", np.full((3, 3), NAN, np.float32), low=-1, high=1),
    "heat map of infinities": Heatmap("Matrix", f32(INF, -INF).reshape(1, 2), low=-1, high=1),
    "named heat map": Heatmap(
        "Confusion",
        f32(3, 1, 0, NAN).reshape(2, 2),
        Axis("named"),
        Axis("true"),
        0,
        3,
        "pictures",
        rows=("cat", "dog"),
        columns=("cat", "a dog with a very long name indeed, longer than its column"),
        written=True,
    ),
    "named map of many layers": Heatmap(
        "Drift",
        noise(150, 20),
        Axis("epoch"),
        Axis("layer"),
        -2,
        2,
        rows=tuple(f"layer.{i}" for i in range(150)),
        columns=tuple(map(str, range(20))),
    ),
    "named map of one": Heatmap("Drift", f32(1).reshape(1, 1), rows=("layer",), columns=("1",), written=True),
    "named rows of many thin columns": Heatmap("Drift", noise(2, 900), rows=("a", "b"), columns=("e",) * 900),
    "overlay": Overlay("Grad-CAM", RNG.integers(0, 256, (40, 60, 3), np.uint8), noise(4, 6), -1, 1, "", "a note"),
    "overlay of NaN": Overlay("Grad-CAM", np.zeros((9, 9, 3), np.uint8), np.full((3, 3), NAN, np.float32)),
    "overlay of nothing": Overlay("Grad-CAM", np.zeros((0, 0, 3), np.uint8), np.empty((0, 0), np.float32)),
    "scatter": Scatter(
        "Embedding", noise(40, 2), np.arange(40) % 3, ("a", "b", "c"), tuple(f"/x/{i}.png" for i in range(40))
    ),
    "scatter of many groups": Scatter(
        "Embedding", noise(80, 2), np.arange(80) % 40, tuple(f"class {i}" for i in range(40))
    ),
    "one dot": Scatter("Embedding", f32(1, 2).reshape(1, 2), np.array([0]), ("a",)),
    "scatter of NaN": Scatter("Embedding", f32(NAN, 2, 1, INF).reshape(2, 2), np.array([0, 0]), ("a",)),
    "no dot": Scatter("Embedding", np.empty((0, 2), np.float32), np.empty(0, np.int64), ("a",)),
    "measures": Measures(
        "Map",
        ("features.0", "a.very.long.path.of.a.layer.that.does.not.fit.anywhere"),
        (
            Measure(Axis("norm"), f32(3, 4)),
            Measure(Axis("drift", "relative L2", log=True), f32(0, 1e-5), "how far it moved"),
            Measure(Axis("none"), f32(NAN, NAN)),
            Measure(Axis("zeros", log=True), f32(0, 0)),
        ),
        note="3 of 26 layers moved",
    ),
    "no row of measures": Measures("Map", (), (Measure(Axis("norm"), f32()),)),
    "no measure": Measures("Map", ("a",), ()),
    "lines on logarithmic axes": Lines(
        "Spectrum",
        {"now": (f32(1, 10, 100), f32(1, 0.1, 0)), "source": (f32(1, 10), f32(2, 1))},
        Axis("rank", log=True),
        Axis("singular value", log=True),
    ),
    "lines within given ends": Lines(
        "ROC",
        {"cat": (f32(0, 0.2, 1), f32(0, 0.9, 1)), "chance": (f32(0, 1), f32(0, 1))},
        Axis("false positives", low=0, high=1),
        Axis("true positives", low=0, high=1),
        "a note",
        points=True,
    ),
    "lines of many names": Lines("Classes", {f"class number {i}": (f32(0, 1), f32(i, 1)) for i in range(12)}),
    "photographs": Tiles("Examples", RNG.random((7, 20, 20, 3)).astype(np.float32), scale=False),
    "table": Table("Numbers", ("name", "value"), (("a", 1.5), ("b", 12345), ("c", "text")), ("one note",)),
    "table of NaN": Table("Numbers", ("name", "value"), (("a", NAN), ("b", -INF), ("c", 1e30))),
    "no row": Table("Numbers", ("name", "value"), ()),
}


@pytest.fixture(autouse=True)
def application(qtbot, own_settings):
    app.application([])
    yield
    theme.theme().choose("system")


@pytest.fixture
def view(qtbot):
    made = FigureView()
    qtbot.addWidget(made)
    made.resize(420, 100)
    return made


def painted(figure, width: int = 400) -> QImage:
    """The figure alone on a ground of one colour."""
    how = drawing(figure)
    high = how.height(figure, width)
    assert 0 < high < 5000
    image = QImage(width, int(high) + 1, QImage.Format.Format_RGB32)
    image.fill(theme.colors().surface)
    painter = QPainter(image)
    try:
        how.draw(painter, figure, QRectF(0, 0, width, high))
    finally:
        assert painter.end()
    return image


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_drawn(name, scheme):
    theme.theme().choose(scheme)
    with np.errstate(invalid="raise", divide="raise"):
        image = painted(FIGURES[name])
    found = colours(image)
    assert theme.colors().surface.rgb() in found, "the ground shows"
    assert len(found) > 2, "at least the title is to be read"


@pytest.mark.parametrize("name", FIGURES)
def test_every_point_of_a_figure_can_be_asked(name):
    figure = FIGURES[name]
    how = drawing(figure)
    rect = QRectF(0, 0, 300, how.height(figure, 300))
    for x in range(-3, 306, 3):
        for y in range(-3, int(rect.height()) + 6, 4):
            assert isinstance(how.words(figure, rect, QPointF(x, y)), str)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_every_figure_can_be_saved(qtbot, view, tmp_path, name, kind):
    view.show_figure(FIGURES[name])
    path = tmp_path / f"figure.{kind}"
    view.save_as(path, kind)
    if kind == "png":
        with Image.open(path) as picture:
            assert picture.width == 2 * (640 + 24)
            assert picture.height > 50
            assert len(picture.convert("RGB").getcolors(10**7)) > 2
    elif kind == "svg":
        root = ET.parse(path).getroot()
        assert root.tag.endswith("svg")
        assert FIGURES[name].title in "".join(root.itertext())
    else:
        numbers = getattr(FIGURES[name], "values", getattr(FIGURES[name], "heat", np.ones(1)))
        assert path.read_text(encoding="utf-8") or not numbers.size


def test_the_tiles_have_the_colours_of_their_numbers():
    images = np.zeros((2, 1, 1, 3), np.float32)
    images[0, 0, 0] = (1, 0, 0)
    images[1, 0, 0] = (0, 0.5, 1)
    found = colours(painted(Tiles("Two", images)))
    assert QColor(255, 0, 0).rgb() in found
    assert QColor(0, 128, 255).rgb() in found


def test_a_cell_has_the_colour_that_the_scale_has_at_its_value():
    image = painted(Heatmap("Matrix", f32(-1, 0, 1).reshape(1, 3), low=-1, high=1))
    low, middle, high = (QColor(image.pixel(x, 36)) for x in (40, 205, 380))
    assert len({low.rgb(), middle.rgb(), high.rgb()}) == 3
    assert min(middle.red(), middle.green(), middle.blue()) > 200, "zero is the light middle of the scale"


def words_over(figure, width: int = 420) -> dict[QPoint, str]:
    how = drawing(figure)
    rect = QRectF(0, 0, width, how.height(figure, width))
    points = [QPoint(x, y) for x in range(0, width, 3) for y in range(0, int(rect.height()), 3)]
    return {p: how.words(figure, rect, QPointF(p)) for p in points}


def test_the_words_of_a_heat_map_name_the_cell_and_its_value():
    values = np.arange(12, dtype=np.float32).reshape(3, 4)
    found = set(words_over(Heatmap("M", values, Axis("input"), Axis("output"), 0, 11)).values()) - {""}
    assert found == {f"output {r}, input {c}: {int(values[r, c])}" for r in range(3) for c in range(4)}


def test_the_words_of_tiles_name_tile_and_pixel():
    values = np.arange(8, dtype=np.float32).reshape(2, 2, 2)
    found = set(words_over(Tiles("T", values, ("first", "second"), 0, 7)).values()) - {""}
    expected = {
        f"{name}, row {r}, column {c}: {int(values[i, r, c])}"
        for i, name in enumerate(("first", "second"))
        for r in range(2)
        for c in range(2)
    }
    assert expected <= found
    assert found - expected <= {"first", "second"}, "in the gap beside a tile"


def test_the_words_of_a_histogram_are_its_counts():
    figure = Histogram("H", f32(0, 1, 2, 4), {"source": f32(5, 0, 1), "now": f32(3, 20000, 8)})
    assert set(words_over(figure).values()) - {""} == {
        "0 to 1: source 5, now 3",
        "1 to 2: source 0, now 20,000",
        "2 to 4: source 1, now 8",
    }


def test_the_words_of_a_table_are_the_row():
    figure = Table("T", ("tensor", "mean"), (("weight", 0.25), ("bias", 3)))
    assert set(words_over(figure).values()) - {""} == {"tensor: weight, mean: 0.25", "tensor: bias, mean: 3"}


def test_the_words_of_lines_are_the_values_next_to_the_pointer():
    figure = Lines("L", {"a": (f32(0, 1, 2), f32(10, 20, 30))}, Axis("channel"))
    said = {text.split(": ")[1] for text in words_over(figure).values() if text}
    assert said == {"a 10", "a 20", "a 30"}


def test_the_pointer_shows_the_words(qtbot, view):
    view.show_figure(FIGURES["heat map"])
    view.show()
    qtbot.waitExposed(view)
    place = QPoint(view.width() // 2, 60)
    words = view.words_at(place.x(), place.y())
    assert words.startswith("output")
    qtbot.mouseMove(view, place)
    qtbot.waitUntil(lambda: QToolTip.text() == words)


def test_saved_numbers_are_the_figures_own(view, tmp_path):
    figure = FIGURES["histogram"]
    view.show_figure(figure)
    view.save_as(tmp_path / "h.csv", "csv")
    with (tmp_path / "h.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head == ["from", "to", "source", "now"]
    read = np.array(rows, dtype=float)
    np.testing.assert_allclose(read[:, 0], figure.edges[:-1])
    np.testing.assert_allclose(read[:, 1], figure.edges[1:])
    np.testing.assert_array_equal(read[:, 2], figure.counts["source"])
    np.testing.assert_array_equal(read[:, 3], figure.counts["now"])


def test_saved_tiles_and_matrices_can_be_put_together_again(view, tmp_path):
    tiles, matrix = FIGURES["tiles"], FIGURES["heat map"]
    view.show_figure(tiles)
    view.save_as(tmp_path / "t.csv", "csv")
    with (tmp_path / "t.csv").open(encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    assert [r[0] for r in rows[::3]] == list(tiles.labels)
    np.testing.assert_array_equal(np.array([r[2:] for r in rows], np.float32).reshape(9, 3, 3), tiles.images)
    view.show_figure(matrix)
    view.save_as(tmp_path / "m.csv", "csv")
    np.testing.assert_array_equal(np.loadtxt(tmp_path / "m.csv", delimiter=",", dtype=np.float32), matrix.values)


@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_a_place_that_cannot_be_written_is_named(qtbot, view, tmp_path, kind):
    view.show_figure(FIGURES["table"])
    path = tmp_path / "not there" / f"figure.{kind}"
    with qtbot.waitSignal(view.failed) as told:
        view.save_as(path, kind)
    assert str(path) in told.args[0]


def test_the_menu_is_opened_by_keyboard_and_saves_where_asked(qtbot, view, tmp_path, monkeypatch):
    view.show_figure(FIGURES["lines"])
    view.show()
    qtbot.waitExposed(view)
    path = tmp_path / "mine.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    opened = []
    view.menu.aboutToShow.connect(lambda: opened.append(QTimer.singleShot(0, view.menu.close)))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    next(a for a in view.menu.actions() if "CSV" in a.text()).trigger()
    assert path.read_text(encoding="utf-8").splitlines()[0] == "a step,a value,b step,b value"


def test_a_figure_is_as_high_as_it_needs_at_its_width(qtbot, view):
    view.show_figure(Tiles("Many", noise(144, 3, 3), (), -1, 1))
    view.show()
    qtbot.waitExposed(view)
    view.resize(640, view.height())
    wide = view.height()
    view.resize(200, view.height())
    assert view.height() > wide


def test_a_curve_of_more_points_than_pixels_keeps_its_spikes():
    ys = np.zeros(20_000, np.float32)
    ys[12_345] = 1
    figure = Lines("Curves", {"": (np.arange(20_000, dtype=np.float32), ys)})
    image = QImage(400, int(drawing(figure).height(figure, 400)), QImage.Format.Format_RGB32)
    image.fill(theme.colors().surface)
    painter = QPainter(image)
    drawing(figure).draw(painter, figure, QRectF(0, 0, 400, image.height()))
    painter.end()
    colour = theme.colors().series[0]
    coloured = [
        (x, y) for x in range(400) for y in range(image.height()) if image.pixelColor(x, y).rgb() == colour.rgb()
    ]
    spike = [(x, y) for x, y in coloured if y < max(y for _, y in coloured) - 20]
    assert {round((x - 52.5) / (400 - 52 - 6) * 20_000, -3) for x, _ in spike} == {12_000}
    assert max(y for _, y in spike) - min(y for _, y in spike) > 60
    assert {x for x, _ in coloured} >= set(range(54, 392)), "and has no gaps"


def test_a_figure_is_drawn_once_until_something_of_it_changes(qtbot, view, monkeypatch):
    drawn = []
    kind = figures.DRAWINGS[Tiles]
    counted = dataclasses.replace(kind, draw=lambda *of: (drawn.append(1), kind.draw(*of)))
    monkeypatch.setitem(figures.DRAWINGS, Tiles, counted)
    view.show_figure(FIGURES["tiles"])
    view.show()
    qtbot.waitUntil(lambda: bool(drawn))
    view.repaint()
    view.repaint()
    assert len(drawn) == 1
    view.resize(view.width() + 40, view.height())
    view.repaint()
    assert len(drawn) == 2
    view.show_figure(FIGURES["tiles RGB"])
    view.repaint()
    assert len(drawn) == 3
    before = view.grab().toImage()
    theme.theme().choose("dark" if not theme.theme().dark else "light")
    view.repaint()
    assert len(drawn) == 4
    assert view.grab().toImage() != before


def test_logarithms_have_no_colour_for_zero_and_equal_values_the_middle_one():
    assert (
        colormap.colours(np.array([0.0]), -1, 1).tolist() != colormap.colours(np.array([0.0]), -1, 1, log=True).tolist()
    )
    low, middle, high = colormap.colours(np.array([-1.0, 0.0, 1.0]), -1, 1, log=True).tolist()
    assert [low, high] == [[0x44, 0x01, 0x54], [0xFD, 0xE7, 0x25]]
    figure = Measures("Layers", ("a", "b"), (Measure(Axis("norm"), f32(3, 3)),))
    image = QImage(400, int(drawing(figure).height(figure, 400)), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    drawing(figure).draw(painter, figure, QRectF(0, 0, 400, image.height()))
    painter.end()
    seen = {image.pixelColor(x, y).getRgb()[:3] for x in range(400) for y in range(image.height())}
    assert tuple(middle) in seen
    assert tuple(low) not in seen
