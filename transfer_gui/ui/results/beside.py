"""What the answer for one example rests on, shown beside it where the network can tell."""

from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...core.runs.place import Place
from ...workers import looking
from ..context import Context
from ..widgets.figure_column import FigureColumn

TALLEST = 220
"""Pixels of the figures at most: longer ones are scrolled."""


class Beside(QWidget):
    """Hidden while there is nothing to show."""

    def __init__(self, context: Context, tag: str, parent: QWidget | None = None) -> None:
        """`tag` names the work, which a new example ends."""
        super().__init__(parent)
        self._context, self._tag = context, f"beside {tag}"
        self._without: Place | None = None
        """A network that has nothing to show beside any example."""
        self.figures = FigureColumn(columns=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.figures)
        self.hide()

    def show_example(self, place: Place | None, path: str, truth: str = "") -> None:
        """Show what the answer of the network at `place` for this example rests on, as soon as it is known."""
        if place is None or place == self._without:
            self.clear()
            return

        def take(figures: Any) -> None:
            if figures is None:
                self._without = place
            self._take(figures or ())

        self._context.facts.tasks.start(
            looking.beside, place, Path(path), self._context.facts.weight_folders, truth,
            done=take, failed=lambda *_: self.clear(), tag=self._tag,
        )  # fmt: skip

    def clear(self) -> None:
        """Show nothing."""
        self._context.facts.tasks.cancel(self._tag)
        self._take(())

    def _take(self, figures: Any) -> None:
        self.figures.show_figures(figures)
        self.setVisible(bool(figures))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the figures are, up to a limit."""
        width = max(200, self.width() - 24)
        needed = sum(view.heightForWidth(width) for view in self.figures.views) + 12
        self.setFixedHeight(min(TALLEST, needed))
