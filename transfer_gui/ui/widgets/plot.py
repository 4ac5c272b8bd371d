"""One plot of named curves over a common x axis, in the theme's colours. The only place that knows pyqtgraph.

Ranges are set by hand: pyqtgraph's own are broken by NaN and flattened by a single huge value.
"""

# pyqtgraph is not typed
# pyright: reportOptionalMemberAccess=false, reportCallIssue=false, reportAttributeAccessIssue=false
# pyright: reportIncompatibleMethodOverride=false

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor

from .. import theme
from ..models.decimate import decimate, fitting_range, steady_range
from ..models.metrics import Floats
from ..translation import tr
from .grid import Grid

ROOM = 0.1
"""Share of the y axis that is kept free above."""
LEAST = 200
"""Stretches of the x axis that a curve is thinned to, or one for every pixel that there is."""


@dataclass(frozen=True, slots=True)
class CurveSpec:
    """How a curve is drawn. `series` is the index of its colour; None is muted."""

    name: str
    title: str
    series: int | None
    width: float = 1.0
    dots: bool = False
    dashed: bool = False
    faint: bool = False
    range_of: str = ""
    """The curve whose values set the range in place of this one's: an average drags an outlier along."""


class Plot(pg.PlotItem):
    """Curves by name; the y range follows the data until the user zooms."""

    zoomed = Signal()
    """The user moved or zoomed the view."""

    def __init__(self, title: str, unit: str, specs: Sequence[CurveSpec]) -> None:
        super().__init__()
        self._title, self._unit = title, unit
        self.specs = {spec.name: spec for spec in specs}
        self.lines: dict[str, pg.PlotDataItem] = {}
        self.data: dict[str, tuple[Floats, Floats]] = {}
        self.log = False
        self.following = True
        """Whether the ranges follow the data."""
        for spec in specs:
            curve = pg.PlotDataItem(connect="finite", antialias=not spec.faint)
            if not spec.faint:
                curve.curve.setSegmentedLineMode("on")  # Qt strokes a long path of a wide line twenty times as slowly
            self.addItem(curve)
            self.lines[spec.name] = curve
        self.best = pg.InfiniteLine(angle=90, movable=False)
        self.best.label = pg.InfLineLabel(
            self.best, tr("best"), position=0.92, rotateAxis=(1, 0), anchors=[(1, 0), (1, 0)]
        )
        self.best.hide()
        self.cross = pg.InfiniteLine(angle=90, movable=False)
        self.cross.hide()
        for line in (self.best, self.cross):
            self.addItem(line, ignoreBounds=True)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.getAxis("left").setWidth(72)
        for side in ("left", "bottom"):
            self.getAxis(side).enableAutoSIPrefix(False)
            self.getAxis(side).setStyle(maxTickLevel=1)  # the third takes as long to paint as all else of an axis
        self.grid = Grid(self.getAxis("left"), self.getAxis("bottom"))
        self.addItem(self.grid, ignoreBounds=True)
        self.vb.disableAutoRange()
        self.vb.sigRangeChangedManually.connect(self._moved)
        self.dress()

    def dress(self) -> None:
        """Take the theme's colours."""
        c = theme.colors()
        for spec in self.specs.values():
            colour = QColor(c.muted if spec.series is None else c.series[spec.series])
            if spec.faint:
                colour.setAlpha(110)
            style = Qt.PenStyle.DashLine if spec.dashed else Qt.PenStyle.SolidLine
            curve = self.lines[spec.name]
            curve.setPen(pg.mkPen(colour, width=spec.width, style=style))
            if spec.dots:
                curve.setSymbol("o")
                curve.setSymbolSize(6)
                curve.setSymbolBrush(colour)
                curve.setSymbolPen(None)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(c.border))
            axis.setTextPen(pg.mkPen(c.muted))
        left = f"{self._title} ({self._unit})" if self._unit else self._title
        self.setLabel("left", left, color=c.text.name())
        self.best.setPen(pg.mkPen(c.good, width=1.4, style=Qt.PenStyle.DashLine))
        self.best.label.setColor(c.good)
        self.cross.setPen(pg.mkPen(c.muted, width=1))
        self.vb.setBackgroundColor(c.surface)
        self.grid.set_colour(c.grid)

    def set_data(self, name: str, x: Floats, y: Floats) -> None:
        """Give a curve its values; `draw` shows them."""
        self.data[name] = (x, y)

    def set_log(self, log: bool) -> None:
        """Show y on a logarithmic axis; zero and below are gaps there."""
        self.log = log
        self.setLogMode(y=log)
        self.draw()
        self.fit_y(anew=True)

    def show_curve(self, name: str, shown: bool) -> None:
        self.lines[name].setVisible(shown)
        self.fit_y(anew=True)

    def draw(self) -> None:
        """Bring the curves on screen up to date, thinned to the part that is seen."""
        low, high = self.vb.viewRange()[0]
        for name, (x, y) in self.data.items():
            if self.specs[name].dots or not len(x):
                thin_x, thin_y = x, np.where(np.isfinite(y), y, np.nan)
            else:
                thin_x, thin_y = decimate(x, y, low, high, max(LEAST, round(self.vb.width())))
            if self.log:
                thin_y = np.where(thin_y > 0, thin_y, np.nan)
            if np.isfinite(thin_y).any():
                self.lines[name].setData(thin_x, thin_y)
            else:
                self.lines[name].setData([], [])
        self.fit_y()

    def fit_y(self, anew: bool = False) -> None:
        """Set the y range to what is worth showing, unless the user has zoomed.

        A range that shows it well is kept, except with `anew`.
        """
        if not self.following:
            return
        named = {self.specs[name].range_of or name for name, curve in self.lines.items() if curve.isVisible()}
        found = [self.lines[name].yData for name in sorted(named)]
        shown = [np.asarray(values, dtype=float) for values in found if values is not None]
        wanted = fitting_range(shown, self.log)
        if not anew:
            wanted = steady_range(self.shown_range(1), wanted, ROOM)
        if wanted != self.shown_range(1):
            self.vb.setYRange(*wanted, padding=0)

    def shown_range(self, axis: int) -> tuple[float, float]:
        """The range in view along x (0) or y (1)."""
        low, high = self.vb.viewRange()[axis]
        return low, high

    def value_at(self, name: str, x: float) -> float:
        """The value of a curve at the point next to `x`; NaN where it has none."""
        xs, ys = self.data.get(name, (np.empty(0), np.empty(0)))
        if not len(xs):
            return float("nan")
        at = int(np.searchsorted(xs, x))
        near = min((i for i in (at - 1, at) if 0 <= i < len(xs)), key=lambda i: abs(xs[i] - x))
        return float(ys[near])

    def _moved(self, *_: Any) -> None:
        self.following = False
        self.zoomed.emit()
