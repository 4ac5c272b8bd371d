"""How figures look: what is drawn at all, colours told apart, nothing cut, nothing twice."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.figures_made import FIGURES, NAN, colours, f32, noise, painted, words_over
from transfer_gui.core.inspect import colormap
from transfer_gui.core.inspect.figures import (
    Axis,
    Heatmap,
    Lines,
    Measure,
    Measures,
    Tiles,
)
from transfer_gui.ui import app, figures, theme
from transfer_gui.ui.figures import axes, cells, drawing, parts
from transfer_gui.ui.widgets.figure_view import FigureView
from transfer_gui.ui.widgets.matrix_view import MatrixView, levels


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


def seen_by(colours: list[QColor], matrix) -> np.ndarray:
    """Colours in CIE L*a*b* (1976, D65) after a 3 x 3 matrix on linear sRGB."""
    srgb = np.array([colour.getRgbF()[:3] for colour in colours])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    t = np.clip(linear @ np.array(matrix).T, 0, 1) @ to_xyz.T / to_xyz.sum(1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


# At full strength, from Machado, Oliveira and Fernandes 2009.
EYES = {
    "usual": np.eye(3),
    "protanope": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranope": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
}


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_eight_classes_are_told_apart(colors, eye):
    assert len(colors.series) >= 8
    places = seen_by(list(colors.series), EYES[eye])
    apart = np.linalg.norm(places[:, None] - places, axis=-1)[np.triu_indices(len(places), 1)]
    assert apart.min() > (30 if eye == "usual" else 20)


def relative_luminance(colour: QColor) -> float:
    """After WCAG 2.1."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_curve_stands_out_from_its_ground(colors):
    for colour in colors.series:
        for ground in (colors.surface, colors.window):
            low, high = sorted((relative_luminance(colour), relative_luminance(ground)))
            assert (high + 0.05) / (low + 0.05) >= 3, colour.name()


def test_curves_of_one_colour_differ_by_dashes_and_the_mean_is_the_thickest():
    names = ["chance", "mean of classes 0.912", *(f"class {i}" for i in range(24))]
    chance, mean, *others = axes.series(names)
    assert len({(pen.color().rgb(), pen.style()) for pen in others}) == 24
    assert all(pen.style() == Qt.PenStyle.SolidLine for pen in others[:8])
    assert mean.color() == theme.colors().text
    assert mean.widthF() > max(pen.widthF() for pen in others)
    assert chance.color() == theme.colors().muted


def test_exactly_zero_looks_and_reads_unlike_nothing():
    figure = dataclasses.replace(FIGURES["named map with zeros"], zero="exactly 0: not a bit changed")
    said = set(words_over(figure).values()) - {""}
    assert said == {
        "row a, column 1: exactly 0: not a bit changed",
        "row a, column 2: none",
        "row a, column 3: -3",
    }
    assert theme.colors().grid.rgb() in colours(painted(figure))
    without = dataclasses.replace(figure, values=f32(NAN, NAN, -3).reshape(1, 3))
    assert theme.colors().grid.rgb() not in colours(painted(without))


def test_a_tall_map_has_its_scale_and_columns_above_the_rows():
    values = np.arange(80, dtype=np.float32).reshape(40, 2)
    figure = Heatmap(
        "M", values, Axis("epoch"), Axis("layer"), 0, 79, rows=tuple(map(str, range(40))), columns=("1", "2")
    )
    found = words_over(figure, every=9)
    assert set(found.values()) - {""} == {
        f"layer {r}, epoch {c + 1}: {int(values[r, c])}" for r in range(40) for c in (0, 1)
    }
    rows = [point.y() for point, text in found.items() if text]
    whole = drawing(figure).height(figure, 420)
    assert whole - max(rows) < 12
    assert min(rows) > 80
    short = dataclasses.replace(figure, values=values[:5], rows=figure.rows[:5])
    rows = [point.y() for point, text in words_over(short).items() if text]
    assert drawing(short).height(short, 420) - max(rows) > 60, "below the rows where all is in sight"


@pytest.mark.parametrize("width", [300, 400, 640, 1000])
def test_no_head_and_no_number_of_the_map_is_cut(monkeypatch, width):
    cut = []
    plain = parts.text

    def watched(painter, rect, words, *rest, **named):
        bold = named.get("bold", rest[2] if len(rest) > 2 else False)
        if parts.width(words, bold) > rect.width() + 0.5:
            cut.append(words)
        plain(painter, rect, words, *rest, **named)

    monkeypatch.setattr(parts, "text", watched)
    names = ("parameters", "norm", "drift", "1 - cosine", "update", "gradient")[: 4 if width < 400 else 6]
    columns = [f32(1_234_567, 12_345, 512), f32(103.7, 4.25, 0.5), f32(0, 1.2e-3, 0.0311), f32(0, 7e-7, 0.012)]
    columns += [f32(NAN, 9.6e-4, 1e-3), f32(NAN, 0.0123, 12.3)]
    measures = tuple(Measure(Axis(n, log=True), c) for n, c in zip(names, columns, strict=False))
    painted(Measures("Map", ("features.0", "features.3.squeeze", "classifier.1"), measures), width)
    assert cut == []


def test_small_numbers_have_one_form():
    assert [cells.short(v) for v in (0.0, 1e-9, 9.94e-4, 0.0011, 0.0099, 0.01, 0.25, 1)] == [
        "0", "1.0e-9", "9.9e-4", "1.1e-3", "9.9e-3", "0.01", "0.25", "1"
    ]  # fmt: skip


def matrix_view(qtbot, matrix, high: float) -> MatrixView:
    seen = MatrixView()
    qtbot.addWidget(seen)
    seen.resize(500, 400)
    seen.show_matrix(matrix, levels(matrix, -high, high), -high, high)
    return seen


def test_a_matrix_has_no_number_beside_a_column_that_is_not_there(qtbot):
    seen = matrix_view(qtbot, noise(3, 3), 3.0)
    across, down = seen.numbered()
    assert across == down == [0, 1, 2]
    wide = matrix_view(qtbot, noise(20, 100), 3.0)
    across, down = wide.numbered()
    assert across[0] == down[0] == 0
    assert max(across) < 100
    assert max(down) < 20
    wide.zoom(5, QPointF(480, 40))
    assert max(wide.numbered()[0]) < 100


def test_where_colours_end_before_the_values_it_is_said(qtbot):
    matrix = np.full((4, 4), 0.05, np.float32)
    assert matrix_view(qtbot, matrix, 0.05).clipped() == ""
    matrix[1, 2] = -7
    seen = matrix_view(qtbot, matrix, 0.0972)
    assert seen.clipped().startswith("colours end at ±0.0972")
    painted_words = seen.grab().toImage()
    assert not painted_words.isNull()
    assert matrix_view(qtbot, np.array([[np.nan, np.inf, 0.01]], np.float32), 0.0972).clipped() == ""
