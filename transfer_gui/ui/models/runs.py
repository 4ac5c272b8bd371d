"""The runs on this machine as a table."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ...core.runs.history import RunInfo
from ..translation import mark, tr

HEADERS = mark(("Started", "Source model", "Data", "Epochs", "Best validation", "Ended"))
OUTCOMES = mark({
    "completed": "as planned",
    "early": "early, no longer better",
    "stopped": "stopped by hand",
    "failed": "by a fault",
    "": "was cut off, or still runs",
})  # fmt: skip
Index = QModelIndex | QPersistentModelIndex


class RunsModel(QAbstractTableModel):
    """Rows are runs, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runs: list[RunInfo] = []

    def show_runs(self, runs: list[RunInfo]) -> None:
        self.beginResetModel()
        self.runs = runs
        self.endResetModel()

    def row_of(self, folder: Path) -> int:
        """The row of the run in `folder`; -1 where it is not listed."""
        return next((row for row, run in enumerate(self.runs) if run.folder.resolve() == folder.resolve()), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.runs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADERS[section])
        return _align(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        run = self.runs[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(run)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(index.column())
        return str(run.folder) if role == Qt.ItemDataRole.ToolTipRole else None


def cells(run: RunInfo) -> tuple[str, ...]:
    """What the table says of a run."""
    started = datetime.fromtimestamp(run.started)
    data = run.job.data.path
    best = run.best.val.accuracy if run.best is not None and run.best.val is not None else None
    return (
        started.strftime(tr("%d %b %Y, %H:%M")),
        run.job.source.model,
        Path(data.removeprefix("sample:")).name,
        tr("{done} of {total}", done=run.epochs, total=run.job.training.epochs),
        f"{best:.1%}" if best is not None else "-",
        tr(OUTCOMES.get(run.outcome, run.outcome)),
    )


def _align(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in {3, 4} else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
