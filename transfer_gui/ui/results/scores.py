"""The figures of a result: how often the network is right, where it is wrong, and how well it knows."""

from typing import Any

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...core.inspect.figures import Heatmap, Measures
from ...workers import looking
from .. import theme
from ..context import Context
from ..figures import heatmap, measures
from ..translation import tr
from ..widgets.figure_column import FigureColumn
from ..widgets.text import Text
from ..widgets.working import Working


class ScoresLook(QWidget):
    """Every view of the results; a click on a cell of the confusion matrix lists its examples."""

    cell_picked = Signal(object, object)
    """(true class, named class) as outputs; None for any."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results: Any = None
        self.working = Working(context.facts.tasks, "scores")
        self.figures = FigureColumn()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        self.hint = Text("", "muted")
        column.addWidget(self.hint)
        column.addWidget(self.working)
        column.addWidget(self.figures, 1)
        self.figures.clicked.connect(self._pick)

    def show_results(self, results: Any) -> None:
        """Draw all views anew."""
        self.results = results
        if results is None:
            self.figures.show_figures([])
            self.hint.say("")
            return

        def take(found: list[tuple[str, tuple[Any, ...]]]) -> None:
            self.figures.show_figures([figure for _, figures in found for figure in figures])
            self.hint.say(tr("Click a cell of the confusion matrix, or a class, to see its examples."))

        self.working.start(looking.result_figures, results, done=take)

    def _pick(self, figure: object, point: QPointF) -> None:
        view = self.figures.views[self.figures.figures.index(figure)]  # type: ignore[arg-type]
        if isinstance(figure, Heatmap) and figure.rows == self.results.classes:
            if (found := heatmap.cell_at(figure, view.area(), point)) is not None:
                self.cell_picked.emit(*found)
        elif isinstance(figure, Measures):
            row = measures.row_at(figure, view.area(), point)
            if row is not None and figure.rows[row] in self.results.classes:
                self.cell_picked.emit(self.results.classes.index(figure.rows[row]), None)
