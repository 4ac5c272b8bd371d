"""What the network will see: a few pictures, as they are and as the augmentation draws them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ...core.data.dataset import Dataset, Split
from ...core.data.domain import Passage
from ...core.progress import Progress
from ...core.recipes import Recipe
from ...workers import work
from ...workers.task import Tasks
from ..translation import tr
from .shown import html, pixmap
from .text import Text

SIDE = 72
DRAWS = 5


class PreviewStrip(QWidget):
    """Rows of pictures; the first column is what validation sees, the others are random draws."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.cells: dict[tuple[int, int], QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._grid.addWidget(Text(tr("As it is"), "small", wrap=False), 0, 0)
        self.drawn = Text(tr("Drawn for training"), "small", wrap=False)
        self._grid.addWidget(self.drawn, 0, 1, 1, DRAWS)
        for row in range(2):
            for column in range(DRAWS + 1):
                cell = QLabel()
                cell.setFixedSize(SIDE, SIDE)
                cell.setAlignment(Qt.AlignmentFlag.AlignCenter)
                drawn = tr("Draw {number} of the augmentation", number=column)
                cell.setAccessibleName(drawn if column else tr("Picture as it is"))
                self.cells[row, column] = cell
                self._grid.addWidget(cell, row + 1, column)
        self._grid.setColumnStretch(DRAWS + 1, 1)
        self.passages = [Text("", "body") for _ in range(2)]
        """In place of the cells of a row: a text, as it is."""
        for row, passage in enumerate(self.passages):
            passage.setTextFormat(Qt.TextFormat.RichText)
            passage.hide()
            self._grid.addWidget(passage, row + 1, 0, 1, DRAWS + 2)

    def show_pictures(
        self, domain: str, paths: Sequence[str], preprocessing: Recipe, augmentation: str, seed: int,
        examples: tuple[Dataset, Split] | None = None,
    ) -> None:  # fmt: skip
        """Draw anew for these pictures, which are of these `examples`."""
        self.drawn.setText(tr("Drawn for training" if augmentation != "none" else "Training sees them unchanged"))
        self._tasks.start(
            work.previews, domain, tuple(paths[:2]), preprocessing, augmentation, DRAWS, seed, examples,
            progress=self._take, tag="previews",
        )  # fmt: skip

    def _take(self, progress: Progress) -> None:
        if isinstance(progress.item, tuple):
            row, column, shown = progress.item
            cell, text = self.cells.get((row, column)), isinstance(shown, Passage)
            if cell is None:
                return
            self._make_room(row, text)
            if isinstance(shown, Passage):
                if not column:
                    self.passages[row].setText(html(shown))
            else:
                ratio = cell.devicePixelRatioF()
                picture = pixmap(shown).scaled(
                    round(SIDE * ratio), round(SIDE * ratio), Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )  # fmt: skip
                picture.setDevicePixelRatio(ratio)
                cell.setPixmap(picture)

    def _make_room(self, row: int, text: bool) -> None:
        """Show the cells of a row, or the text that stands in their place."""
        if self.passages[row].isHidden() == text:
            self.passages[row].setVisible(text)
            for column in range(DRAWS + 1):
                self.cells[row, column].setVisible(not text)
        self.drawn.setVisible(not text)
