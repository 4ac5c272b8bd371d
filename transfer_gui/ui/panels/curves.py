"""The page 'Train': the live curves of the run, and of earlier ones."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.events import RunStarted
from ...workers import work
from .. import theme
from ..context import Context
from ..icons import icon
from ..models.metrics import Metrics
from ..status import spell
from ..translation import mark, tr
from ..widgets.picture import Picture
from ..widgets.segmented import Segmented
from ..widgets.text import Text

if TYPE_CHECKING:
    from ..widgets.curve_plots import CurvePlots

COLUMNS = (
    "event", "step", "epoch", "loss", "learning_rate", "accuracy", "val_loss", "val_accuracy", "val_balanced_accuracy",
)  # fmt: skip
AXES = (("step", mark("Steps"), mark("Count in steps")), ("epoch", mark("Epochs"), mark("Count in epochs")))
SMOOTHING = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)


class CurvesPanel(QWidget):
    """Follows the run; the plots are made when there is first something to draw."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.metrics = Metrics(self)
        self.plots: CurvePlots | None = None
        self.title = Text(tr("Training"), "title", wrap=False)
        self.facts = Text("", "muted", wrap=False)
        self.facts.setObjectName("curve_facts")
        self.readout = Text("", "small", wrap=False)
        self.readout.setObjectName("curve_readout")
        self.axis = Segmented(tr("x axis"), AXES)
        self.axis.set_value("step")
        self.log = QCheckBox(tr("Log loss"))
        self.log.setObjectName("log_loss")
        self.log.setToolTip(tr("Show the loss on a logarithmic axis; zero and below are left out there."))
        self.smoothing = QSlider(Qt.Orientation.Horizontal)
        self.smoothing.setObjectName("smoothing")
        self.smoothing.setRange(0, len(SMOOTHING) - 1)
        self.smoothing.setValue(SMOOTHING.index(0.9))
        self.smoothing.setFixedWidth(90)
        self.smoothing.setAccessibleName(tr("Smoothing of the step loss"))
        self.smoothing.setToolTip(tr("How much the bold curve smooths the loss of single steps. It changes no result."))
        tip = tr("Show everything again (after zooming with the wheel)")
        self.auto = self._button("auto_range", tr("Fit"), "refresh", tip)
        self.save = self._menu()
        self.toggles = QGridLayout()
        self.stack = QStackedWidget()
        self._put_together()
        self.axis.chosen.connect(self._set_axis)
        context.runner.told.connect(self._take)
        self.metrics.changed.connect(self._show)

    # ---- putting together

    def _button(self, name: str, text: str, picture: str, tip: str) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button

    def _menu(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("save_curves")
        button.setText(tr("Save"))
        button.setIcon(icon("save"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(tr("Save the curves as a picture or as numbers"))
        menu = QMenu(button)
        menu.addAction(icon("image"), tr("As PNG…")).triggered.connect(lambda: self._ask("png"))
        menu.addAction(icon("image"), tr("As SVG…")).triggered.connect(lambda: self._ask("svg"))
        menu.addAction(icon("csv"), tr("As CSV…")).triggered.connect(lambda: self._ask("csv"))
        button.setMenu(menu)
        return button

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(self.title, 1)
        head.addWidget(self.auto)
        head.addWidget(self.save)
        how = QHBoxLayout()
        how.setSpacing(14)
        for widget in (self.axis, self.log, QLabel(tr("Smooth")), self.smoothing):
            how.addWidget(widget)
        how.addStretch(1)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addStretch(1)
        column.addWidget(Picture("chart", 56, muted=True))
        for text, role in (
            (tr("The curves appear here when training starts"), "heading"),
            (tr("Loss of every step, validation after every epoch, and the learning rate, live."), "muted"),
        ):
            label = Text(text, role)  # type: ignore[arg-type]
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(2)
        self.stack.addWidget(empty)
        self.toggles.setHorizontalSpacing(14)
        self.toggles.setVerticalSpacing(4)
        for line in (self.title, self.facts, self.readout):  # what does not fit is cut, and never widens the window
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 10)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self.facts)
        layout.addLayout(how)
        layout.addLayout(self.toggles)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.readout)
        self._enable(False)

    def _enable(self, on: bool) -> None:
        for widget in (self.axis, self.log, self.smoothing, self.auto, self.save):
            widget.setEnabled(on)

    def make_plots(self) -> "CurvePlots":
        """The plots, made at the first call: pyqtgraph is not loaded before there is something to draw."""
        if self.plots is None:
            from ..widgets.curve_plots import CurvePlots

            plots = self.plots = CurvePlots(self.metrics)
            self.stack.addWidget(plots)
            self.log.toggled.connect(plots.set_log)
            self.smoothing.valueChanged.connect(lambda i: plots.set_smoothing(SMOOTHING[i]))
            self.auto.clicked.connect(plots.follow)
            plots.pointed.connect(self.readout.setText)
            for row, group in enumerate(("loss", "accuracy")):
                title = tr(group.capitalize())
                self.toggles.addWidget(Text(tr("{name}:", name=title), "muted", wrap=False), row, 0)
                for column, spec in enumerate(plots.plots[group].specs.values(), 1):
                    self.toggles.addWidget(self._toggle(title.lower(), spec.name, tr(spec.title)), row, column)
            self.toggles.setColumnStretch(5, 1)
            theme.theme().changed.connect(self._tint)
            self._tint()
        return self.plots

    def prepare(self) -> None:
        """Make the plots and paint them once, unseen: the first time takes as long as several later ones."""
        plots = self.make_plots()
        if not plots.isVisible():
            plots.resize(self.stack.contentsRect().size())
            plots.grab()

    def _toggle(self, group: str, name: str, title: str) -> QCheckBox:
        box = QCheckBox(title)
        box.setObjectName(f"show_{name}")
        box.setChecked(True)
        box.setToolTip(tr("Show or hide this curve of the {group}", group=group))
        box.setAccessibleName(tr("Show {group}: {title}", group=group, title=title))
        box.toggled.connect(lambda on: self.plots and self.plots.show_curve(name, on))
        return box

    def _tint(self) -> None:
        """Each toggle in the colour of its curve."""
        colours = theme.colors()
        for plot in self.plots.plots.values() if self.plots else ():
            for spec in plot.specs.values():
                box = self.findChild(QCheckBox, f"show_{spec.name}")
                if box is not None:
                    colour = colours.muted if spec.series is None else colours.series[spec.series]
                    box.setStyleSheet(f"QCheckBox {{ color: {colour.name()}; font-weight: 600; }}")

    # ---- following

    def _take(self, event: object) -> None:
        self.metrics.take(event)
        if isinstance(event, RunStarted):
            self.title.setText(tr("{model} on {device}", model=event.model, device=event.device))

    def show_history(self, folder: Path, then: Callable[[], None] = lambda: None) -> None:
        """Show an earlier run's curves; `then` is called when they are there, or where there are none."""

        def loaded(history: object) -> None:
            self.metrics.load(history, folder.name)
            self.title.setText(folder.name)
            then()

        if not self._context.runner.active:
            self._context.facts.tasks.start(
                work.history, folder, done=loaded, failed=lambda error, details: then(), tag="history"
            )

    def _show(self) -> None:
        if self.metrics.empty:
            self.stack.setCurrentIndex(0)
            self._enable(False)
            self.facts.setText("")
            return
        made = self.plots is None
        plots = self.make_plots()
        if made:
            plots.draw()
        if self.stack.currentWidget() is not plots:
            self.stack.setCurrentWidget(plots)
            self._enable(True)
        self.facts.setText(self._summary())

    def _summary(self) -> str:
        epochs, best = self.metrics.epochs, self.metrics.best
        parts = [tr("{count:,} steps", count=len(self.metrics.losses))]
        if epochs:
            time = spell(float(np.mean([e.seconds for e in epochs])))
            parts.append(tr("{count} epochs, {time} each on average", count=len(epochs), time=time))
        if best is not None and best.val is not None:
            parts.append(tr(
                "best epoch {epoch}: validation {accuracy:.1%}, loss {loss:.3f}",
                epoch=best.epoch + 1, accuracy=best.val.accuracy, loss=best.val.loss,
            ))  # fmt: skip
        return "   |   ".join(parts)

    def _set_axis(self, value: str) -> None:
        self.axis.set_value(value)
        self.make_plots().set_by_epoch(value == "epoch")

    # ---- taking it away

    def _ask(self, kind: str) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Save curves"), f"curves.{kind}", f"{kind.upper()} (*.{kind})")
        if path:
            self.save_as(Path(path), kind)

    def save_as(self, path: Path, kind: str) -> None:
        """Write the curves to `path` as 'png', 'svg' or 'csv'; a fault is told."""
        plots = self.make_plots()
        try:
            if kind == "csv":
                path.write_text(self.to_csv(), encoding="utf-8")
            else:
                plots.save_png(path) if kind == "png" else plots.save_svg(path)
        except OSError as error:
            what = tr("{path} cannot be written: {reason}.", path=path, reason=error)
            self._context.facts.failed.emit(what, tr("Choose another place."), "")

    def to_csv(self) -> str:
        """Every step and epoch as a table."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        m = self.metrics
        for step, loss, rate in zip(m.steps, m.losses.values, m.rates.values, strict=True):
            writer.writerow(("step", int(step), "", loss, rate, "", "", "", ""))
        for e in m.epochs:
            val = (e.val.loss, e.val.accuracy, e.val.balanced_accuracy) if e.val else ("", "", "")
            writer.writerow(("epoch", e.step, e.epoch, e.train_loss, e.learning_rate, e.train_accuracy, *val))
        return text.getvalue()
