"""The figures of a result: how often the network is right, where it is wrong, and how well it knows."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.inspect.figures import Heatmap, Measures
from ...workers import looking
from .. import theme
from ..context import Context
from ..figures import heatmap, measures
from ..icons import icon
from ..translation import mark, tr
from ..widgets.figure_column import FigureColumn
from ..widgets.text import Text
from ..widgets.working import Working

COMPARE = mark(
    "Does transfer pay here? Fit logistic regression to features that no network made, on the same training examples, "
    "and ask it about the same examples as the network"
)
NOT_COMPARED = mark("Choose the validation or the test side of the network's own run to compare with plain features")


class ScoresLook(QWidget):
    """Every view of the results; a click on a cell of the confusion matrix lists its examples."""

    cell_picked = Signal(object, object)
    """(true class, named class) as outputs; None for any."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results: Any = None
        self._run: Path | None = None
        """Of which the results are the validation or the test side."""
        self.working = Working(context.facts.tasks, "scores")
        self.comparing = Working(context.facts.tasks, "plain")
        self.compare = QPushButton(icon("compare"), tr("Compare with plain features"))
        self.compare.setObjectName("compare_plain")
        self.verdict = Text("", "body")
        self.verdict.setObjectName("plain_verdict")
        self.verdict.say("")
        self.figures = FigureColumn()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        self.hint = Text("", "muted")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self.hint, 1)
        row.addWidget(self.compare)
        column.addLayout(row)
        for widget in (self.verdict, self.comparing, self.working):
            column.addWidget(widget)
        column.addWidget(self.figures, 1)
        self.figures.clicked.connect(self._pick)
        self.compare.clicked.connect(self._compare)
        self.show_results(None)

    def show_results(self, results: Any, run: Path | None = None) -> None:
        """Draw all views anew; `run` is the run of which the results are the validation or the test side, if any."""
        self.results, self._run = results, run
        self.comparing.stop()
        self.comparing.say("")
        self.verdict.say("")
        self.compare.setEnabled(results is not None and run is not None)
        self.compare.setToolTip(tr(COMPARE if run is not None else NOT_COMPARED))
        if results is None:
            self.figures.show_figures([])
            self.hint.say("")
            return

        def take(found: list[tuple[str, tuple[Any, ...]]]) -> None:
            self.figures.show_figures([figure for _, figures in found for figure in figures])
            self.hint.say(tr("Click a cell of the confusion matrix, or a class, to see its examples."))

        self.working.start(looking.result_figures, results, done=take)

    def _compare(self) -> None:
        self.verdict.say("")
        self.comparing.start(looking.plain, self.results, self._run, done=self._tell)

    def _tell(self, found: Any) -> None:
        self.verdict.say(tr(found.verdict, **{**found.values, "features": tr(found.features)}))

    def _pick(self, figure: object, point: QPointF) -> None:
        view = self.figures.views[self.figures.figures.index(figure)]  # type: ignore[arg-type]
        if isinstance(figure, Heatmap) and figure.rows == self.results.classes:
            if (found := heatmap.cell_at(figure, view.area(), point)) is not None:
                self.cell_picked.emit(*found)
        elif isinstance(figure, Measures):
            row = measures.row_at(figure, view.area(), point)
            if row is not None and figure.rows[row] in self.results.classes:
                self.cell_picked.emit(self.results.classes.index(figure.rows[row]), None)
