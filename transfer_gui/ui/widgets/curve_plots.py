"""The live curves: loss, accuracy and learning rate, one above the other over a common axis."""

# pyqtgraph is not typed
# pyright: reportOptionalMemberAccess=false, reportCallIssue=false, reportAttributeAccessIssue=false
# pyright: reportIncompatibleMethodOverride=false

from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QVBoxLayout, QWidget

from .. import theme
from ..models.decimate import steady_range
from ..models.metrics import Metrics, Smoother
from ..translation import tr
from .plot import CurveSpec, Plot

LOSS = (
    CurveSpec("step_loss", "Each step", 0, faint=True),
    CurveSpec("smooth_loss", "Smoothed", 0, width=2, range_of="step_loss"),
    CurveSpec("val_loss", "Validation", 1, width=2, dots=True),
)
ACCURACY = (
    CurveSpec("train_accuracy", "Training", 0, width=1.5, dots=True),
    CurveSpec("val_accuracy", "Validation", 1, width=2, dots=True),
    CurveSpec("balanced_accuracy", "Balanced", 2, width=1.5, dots=True),
    CurveSpec("majority", "Largest class", None, width=1.2, dashed=True),
)
ROOM = 0.15
"""Share of the x axis that is kept free for the steps to come, while a run goes on."""
FIRST = 50
"""Steps that the x axis has room for at first, where an epoch has as many: an axis that moves less is calmer."""
RATE = (CurveSpec("rate", "Learning rate", 3, width=1.5),)
APART = 20
"""Milliseconds between one plot and the next, where new values come: all at once, they hold the window up."""


class CurvePlots(QWidget):
    """Draws `metrics`; x is in steps or epochs."""

    pointed = Signal(str)
    """What the curves say under the pointer; empty when it has left."""

    def __init__(self, metrics: Metrics, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.metrics = metrics
        self.by_epoch = False
        self._smoother = Smoother(0.9)
        self._epochs: tuple[object, ...] = ()
        """What the points of the epochs were last drawn from."""
        self.view = pg.GraphicsLayoutWidget()
        self.view.setAccessibleName(tr("Curves of loss, accuracy and learning rate"))
        self.plots = {
            "loss": Plot(tr("Loss"), "", LOSS),
            "accuracy": Plot(tr("Accuracy"), "%", ACCURACY),
            "rate": Plot(tr("Rate"), "", RATE),
        }
        for row, plot in enumerate(self.plots.values()):
            self.view.addItem(plot, row=row, col=0)
            plot.setXLink(self.plots["loss"]) if row else None
            plot.zoomed.connect(self._zoomed)
        for row, stretch in enumerate((5, 4, 2)):
            self.view.ci.layout.setRowStretchFactor(row, stretch)
        for name in ("loss", "accuracy"):
            self.plots[name].getAxis("bottom").setStyle(showValues=False, maxTickLevel=0)
        self.view.scene().sigMouseMoved.connect(self._point)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._waiting: list[str] = []
        """Plots that have new values and are not drawn yet."""
        self._later = QTimer(self, singleShot=True, interval=APART)
        self._later.timeout.connect(self._draw_next)
        metrics.changed.connect(self._draw_in_turn)
        metrics.restarted.connect(self.follow)
        for changed in (self.plots["loss"].vb.sigXRangeChanged, self.plots["loss"].vb.sigResized):
            changed.connect(self._redraw)  # another part, or more pixels: thinned anew
        theme.theme().changed.connect(self.dress)
        self.dress()

    # ---- settings

    def set_smoothing(self, weight: float) -> None:
        """Weight of the past in the smoothed loss, 0 to just under 1."""
        self._smoother = Smoother(weight)
        self.draw()

    def set_by_epoch(self, by_epoch: bool) -> None:
        self.by_epoch = by_epoch
        self._label()
        self.follow()

    def set_log(self, log: bool) -> None:
        self.plots["loss"].set_log(log)

    def show_curve(self, name: str, shown: bool) -> None:
        for plot in self.plots.values():
            if name in plot.specs:
                plot.show_curve(name, shown)

    def follow(self) -> None:
        """Let the ranges follow the data again."""
        for plot in self.plots.values():
            plot.following = True
        self.draw()

    def dress(self) -> None:
        self.view.setBackground(theme.colors().surface)
        for plot in self.plots.values():
            plot.dress()
        self._label()

    def _label(self) -> None:
        label = tr("Epoch" if self.by_epoch else "Step", "axis")
        self.plots["rate"].setLabel("bottom", label, color=theme.colors().text.name())

    # ---- drawing

    def draw(self) -> None:
        """Take everything over from the metrics, and show it."""
        self._draw_in_turn()
        while self._waiting:
            self._draw_next()

    def _draw_in_turn(self) -> None:
        """Take everything over; the loss is drawn at once, and what else is new soon after, one plot at a time."""
        m, scale = self.metrics, self._scale()
        steps = m.steps * scale
        loss = self.plots["loss"]
        loss.set_data("step_loss", steps, m.losses.values)
        loss.set_data("smooth_loss", steps, self._smoother.update(m.losses.values))
        self.plots["rate"].set_data("rate", steps, m.rates.values)
        if self._epochs != (scale, *m.epochs):
            self._epochs = (scale, *m.epochs)
            self._draw_epochs(scale)
            self._wait_for("accuracy")
        if loss.following:
            last = max([float(steps[-1]) if len(steps) else 0.0, m.epochs[-1].step * scale if m.epochs else 0.0])
            first = float(steps[0]) if len(steps) else 0.0
            least = min(max(1, m.steps_per_epoch), FIRST) if m.live else 1
            span = max(last - first, least * scale)
            wanted = first - scale, first + 1.02 * span
            wanted = steady_range(loss.shown_range(0), wanted, ROOM if m.live else 0.0)
            if wanted != loss.shown_range(0):
                _set_x_alone(loss, wanted)  # which redraws it
                for name in self.plots.keys() - {"loss"}:
                    self._wait_for(name)
                return
        self._redraw()

    def _draw_epochs(self, scale: float) -> None:
        """Take over what comes once an epoch."""
        m, loss, accuracy = self.metrics, self.plots["loss"], self.plots["accuracy"]
        ends = np.array([e.step for e in m.epochs], dtype=float) * scale
        scored = [e for e in m.epochs if e.val is not None]
        at = np.array([e.step for e in scored], dtype=float) * scale
        accuracy.set_data("train_accuracy", ends, np.array([100 * e.train_accuracy for e in m.epochs]))
        for name, get in (
            ("val_accuracy", lambda s: 100 * s.accuracy),
            ("balanced_accuracy", lambda s: 100 * s.balanced_accuracy),
            ("majority", lambda s: 100 * s.majority),
        ):
            accuracy.set_data(name, at, np.array([get(e.val) for e in scored]))
        loss.set_data("val_loss", at, np.array([e.val.loss for e in scored if e.val is not None]))
        self._mark_best(scale)

    def _redraw(self, *_: object) -> None:
        """The accuracy's few points are drawn when there is a new one."""
        self.plots["loss"].draw()
        self._wait_for("rate")

    def _wait_for(self, name: str) -> None:
        if name not in self._waiting:
            self._waiting.append(name)
        if not self._later.isActive():
            self._later.start()

    def _draw_next(self) -> None:
        plot, reach = self.plots[self._waiting.pop(0)], self.plots["loss"].shown_range(0)
        if plot.shown_range(0) != reach:
            _set_x_alone(plot, reach)
        plot.draw()
        if self._waiting:
            self._later.start()
        else:
            self._later.stop()

    def _scale(self) -> float:
        return 1 / self.metrics.steps_per_epoch if self.by_epoch and self.metrics.steps_per_epoch else 1.0

    def _mark_best(self, scale: float) -> None:
        best = self.metrics.best
        for plot in (self.plots["loss"], self.plots["accuracy"]):
            plot.best.setVisible(best is not None)
            if best is not None:
                plot.best.setPos(best.step * scale)

    def _zoomed(self) -> None:
        for plot in self.plots.values():
            plot.following = False

    # ---- the pointer

    def _point(self, place: QPointF) -> None:
        loss = self.plots["loss"]
        inside = next((p for p in self.plots.values() if p.sceneBoundingRect().contains(place)), None)
        for plot in self.plots.values():
            plot.cross.setVisible(inside is not None)
        if inside is None or self.metrics.empty:
            self.pointed.emit("")
            return
        x = float(loss.vb.mapSceneToView(place).x())
        for plot in self.plots.values():
            plot.cross.setPos(x)
        self.pointed.emit(self.words_at(x))

    def words_at(self, x: float) -> str:
        """What every visible curve says at `x`."""
        parts = [tr("epoch {x:.2f}" if self.by_epoch else "step {x:,.0f}", x=x)]
        for plot in self.plots.values():
            for name, spec in plot.specs.items():
                value = plot.value_at(name, x)
                if plot.lines[name].isVisible() and np.isfinite(value):
                    unit = " %" if plot is self.plots["accuracy"] else ""
                    parts.append(f"{tr(spec.title).lower()} {value:.4g}{unit}")
        return "   ".join(parts)

    # ---- taking it away

    def save_png(self, path: Path, scale: float = 2.0) -> None:
        """Write the curves as they are on screen, `scale` times as fine. Raises OSError."""
        size = self.view.size()
        image = QImage(size * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(theme.colors().surface)
        self._paint(image)
        if not image.save(str(path), "PNG"):  # pyright: ignore[reportCallIssue, reportArgumentType] - it takes a str
            raise OSError(f"{path} cannot be written")

    def save_svg(self, path: Path) -> None:
        """Write the curves as a vector drawing. Raises OSError."""
        with path.open("wb"):
            pass  # QSvgGenerator says nothing about a file that it cannot open
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(self.view.size())
        generator.setViewBox(QRectF(QPointF(0, 0), self.view.size()))
        generator.setTitle(tr("Training curves"))
        self._paint(generator)

    def _paint(self, device: QImage | QSvgGenerator) -> None:
        self.draw()
        painter = QPainter(device)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(QPointF(0, 0), self.view.size())
        painter.fillRect(area, theme.colors().surface)
        self.view.scene().prepareForPaint()
        self.view.scene().render(painter, area, self.view.viewRect())
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(640, 480)


def _set_x_alone(plot: Plot, reach: tuple[float, float]) -> None:
    """Set the x range of one of the linked plots: the others take theirs when it is their turn to be drawn."""
    linked = [other for other in (plot, *plot.scene().items()) if isinstance(other, Plot)]
    for other in linked:
        other.vb.blockLink(True)
    plot.vb.setXRange(*reach, padding=0)
    for other in linked:
        other.vb.blockLink(False)
