"""Every kind of plain figure is drawn, read under the pointer, and saved, whatever numbers are in it."""

import csv
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog, QToolTip

from tests.ui.figures_made import FIGURES, colours, f32, noise, painted, words_over
from transfer_gui.core.inspect.figures import (
    Axis,
    Heatmap,
    Histogram,
    Lines,
    Table,
    Tiles,
)
from transfer_gui.ui import app, theme
from transfer_gui.ui.figures import drawing, passages
from transfer_gui.ui.widgets.figure_view import FigureView


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
    down = max(4, int(rect.height()) // 40)
    for x in range(-3, 306, 6):
        for y in range(-3, int(rect.height()) + 6, down):
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


def test_the_words_of_a_text_are_the_part_and_what_it_counts():
    figure = FIGURES["text"]
    assert set(words_over(figure).values()) - {""} == {"for: 2.5 logit", "against: -1 logit", "😀: 0.5 logit"}
    cards = set(words_over(FIGURES["texts"]).values()) - {""}
    assert cards == {f"text {i}" for i in range(5)}


def test_the_words_of_a_text_are_tinted_by_sign_and_strength():
    image = painted(FIGURES["text"])
    found = {QColor(c).getRgb()[:3] for c in colours(image)}
    for strength in (1.0, -0.4, 0.2):
        assert tuple(passages.tints(np.array([strength]))[0].tolist()) in found
    strong, weak, against = (passages.tints(np.array(s)).astype(int) for s in (1.0, 0.2, -1.0))
    ground = passages.tints(np.array(0.0)).astype(int)
    assert abs(strong - ground).sum() > 3 * abs(weak - ground).sum()
    assert strong[0] > strong[2]
    assert against[2] > against[0], "orange is for it, blue against"


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
    figure = Tiles("Many", noise(144, 3, 3), (), -1, 1)
    view.show_figure(figure)
    assert view.hasHeightForWidth()
    for width in (640, 200, 640):
        assert view.heightForWidth(width) == int(drawing(figure).height(figure, width)) + 4
    assert view.heightForWidth(200) > view.heightForWidth(640)
    view.resize(200, 50)
    assert view.sizeHint().height() == view.heightForWidth(200)
