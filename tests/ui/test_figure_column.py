"""Figures stand below one another, each as high as it needs, whatever the window's width was before."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from transfer_gui.core.inspect.figures import Axis, Heatmap, Lines, Measure, Measures, Scatter, Table, Tiles
from transfer_gui.ui import app, theme
from transfer_gui.ui.figures import drawing
from transfer_gui.ui.widgets.card import Section
from transfer_gui.ui.widgets.figure_column import FigureColumn
from transfer_gui.ui.widgets.figure_view import FigureView

RNG = np.random.default_rng(2)
LONG = "a note that says at length what is to be seen here, and wraps onto several lines in a narrow column, " * 4
WIDTHS = (1280, 1920, 1280, 900, 1920, 640, 861, 860, 859, 1280)


def noise(*shape) -> np.ndarray:
    return RNG.normal(size=shape).astype(np.float32)


def some(turn: int = 0):
    """Figures of every kind whose heights depend on the width."""
    names = tuple(f"features.{i}.expand3x3" for i in range(40 + turn))
    made = [
        Tiles("Filters", noise(96 + 60 * turn, 3, 3), (), -1, 1, LONG),
        Heatmap("Drift", noise(len(names), 9), rows=names, columns=tuple(map(str, range(9))), low=-2, high=2),
        Lines("Curves", {f"class number {i}": (noise(5), noise(5)) for i in range(12)}, note=LONG),
        Measures("Map", names, (Measure(Axis("norm"), noise(len(names))), Measure(Axis("drift"), noise(len(names))))),
        Scatter("Embedding", noise(30, 2), np.arange(30) % 9, tuple(f"class number {i}" for i in range(9)), note=LONG),
        Tiles("Photographs", RNG.random((23, 9, 9, 3)).astype(np.float32), scale=False),
        Table("Numbers", ("name", "value"), (("a", 1.5), ("b", 2.5)), (LONG,)),
        Heatmap("Matrix", noise(30, 40), low=-1, high=1, note=LONG),
    ]
    return made[turn:] + made[:turn]


@pytest.fixture(autouse=True)
def application(qtbot, own_settings):
    app.application([])


def settle(qtbot) -> None:
    qtbot.wait(30)


def in_order(views: list[FigureView], spacing: int) -> None:
    """No two views meet, none is cut, and nothing but the spacing is between them."""
    columns: dict[int, list[FigureView]] = {}
    for view in views:
        assert view.figure is not None
        assert view.height() == int(drawing(view.figure).height(view.figure, view.width())) + 4, view.figure.title
        columns.setdefault(view.x(), []).append(view)
    for column in columns.values():
        column.sort(key=lambda view: view.y())
        for one, other in pairwise(column):
            assert other.y() - (one.y() + one.height()) == spacing, (one.figure.title, other.figure.title)
            assert other.width() == one.width()


@pytest.mark.parametrize("columns", [1, 2])
def test_figures_of_a_column_never_meet_after_the_window_jumps(qtbot, columns):
    seen = FigureColumn(columns)
    qtbot.addWidget(seen)
    seen.resize(1280, 700)
    seen.show_figures(some())
    seen.show()
    qtbot.waitExposed(seen)
    settle(qtbot)
    in_order(seen.views, 2 * theme.SPACE)
    assert len({view.x() for view in seen.views}) == columns
    for width in WIDTHS:
        seen.resize(width, 700 + width // 4)
        settle(qtbot)
        in_order(seen.views, 2 * theme.SPACE)
        assert len({view.x() for view in seen.views}) == (columns if width >= 860 else 1)
        inside = seen.widget()
        assert inside.width() == seen.viewport().width(), "none is cut at the right"
        lowest = max(view.y() + view.height() for view in seen.views)
        assert inside.height() == max(lowest + 8, seen.viewport().height()), "and no room is left below"


def test_jumps_that_follow_at_once_and_other_figures_between_them_end_the_same(qtbot):
    seen = FigureColumn()
    qtbot.addWidget(seen)
    seen.resize(1280, 700)
    seen.show_figures(some())
    seen.show()
    qtbot.waitExposed(seen)
    for width in WIDTHS:
        seen.resize(width, 700)
    settle(qtbot)
    in_order(seen.views, 2 * theme.SPACE)
    same_kinds = [some()[i] for i in range(8)]
    same_kinds[0] = Tiles("Filters", noise(300, 3, 3), (), -1, 1)
    for figures in (same_kinds, some(1), some(2)[:3], some()):
        seen.show_figures(figures)
        seen.resize(seen.width() + 57, 700)
        settle(qtbot)
        in_order(seen.views, 2 * theme.SPACE)


def test_a_window_resized_while_it_is_hidden_is_right_when_it_shows(qtbot):
    seen = FigureColumn()
    qtbot.addWidget(seen)
    seen.resize(1280, 700)
    seen.show_figures(some())
    seen.show()
    qtbot.waitExposed(seen)
    seen.hide()
    seen.resize(1920, 1000)
    seen.show_figures(some(1))
    seen.show()
    settle(qtbot)
    in_order(seen.views, 2 * theme.SPACE)


def test_figures_in_sections_never_meet_either(qtbot):
    """As in the inspector: sections below one another in a scroll area."""
    inside, area = QWidget(), QScrollArea()
    column = QVBoxLayout(inside)
    sections = [Section(f"Section {i}", QWidget()) for i in range(2)]
    views: list[list[FigureView]] = []
    for section, figures in zip(sections, (some()[:4], some()[5:]), strict=True):
        layout = QVBoxLayout(section.content)
        column.addWidget(section)
        views.append([FigureView() for _ in figures])
        for view, figure in zip(views[-1], figures, strict=True):
            layout.addWidget(view)
            view.show_figure(figure)
    column.addStretch(1)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    qtbot.addWidget(area)
    area.resize(420, 600)
    area.show()
    qtbot.waitExposed(area)
    for width in (420, 900, 330, 1500, 420):
        area.resize(width, 600)
        settle(qtbot)
        for section, held in zip(sections, views, strict=True):
            in_order(held, section.content.layout().spacing())
        first, second = (section.geometry() for section in sections)
        assert second.top() - first.bottom() - 1 == column.spacing()
        assert inside.height() == second.bottom() + 1 + column.contentsMargins().bottom()
    views[0][0].show_figure(Tiles("Filters", noise(400, 3, 3), (), -1, 1, LONG))
    views[0][1].hide()
    settle(qtbot)
    in_order([view for view in views[0] if view.isVisible()], sections[0].content.layout().spacing())
    in_order(views[1], sections[1].content.layout().spacing())
