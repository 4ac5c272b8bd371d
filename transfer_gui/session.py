"""The session: the one job on the table, the only way to edit it, and undo."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from .core.frozen import replace
from .core.job import Job


class _Edit(QUndoCommand):
    """One undo step: the job before and after."""

    def __init__(self, session: "Session", before: Job, after: Job, text: str, merge: str) -> None:
        super().__init__(text)
        self._session, self._before, self.after, self._merge = session, before, after, merge

    def redo(self) -> None:
        self._session._show(self.after)

    def undo(self) -> None:
        self._session._show(self._before)

    def id(self) -> int:
        return 1 if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other._merge != self._merge:
            return False
        self.after = other.after
        self.setObsolete(self.after == self._before)
        return True


class Session(QObject):
    """Holds the job. An invalid job cannot exist: an edit that would make one raises and changes nothing."""

    job_changed = Signal(object, object)
    """(new, old): compare your own part of the two with `is`, and repaint only where it differs."""

    def __init__(self, job: Job | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job or Job()
        self.undo_stack = QUndoStack(self)

    @property
    def job(self) -> Job:
        return self._job

    def edit(self, path: str, value: Any, text: str = "", merge: str = "") -> None:
        """Set one field, such as "training.learning_rate", as one undo step.

        Edits in a row with the same non-empty `merge` key (a slider's drag) become one step.
        Raises ValueError (pydantic's ValidationError) where the job would be invalid.
        """
        self.edit_many({path: value}, text or f"Change {path.rpartition('.')[2].replace('_', ' ')}", merge)

    def edit_many(self, edits: Mapping[str, Any], text: str, merge: str = "") -> None:
        """Set several fields as one undo step."""
        job = self._job
        for path, value in edits.items():
            job = replace(job, path, value)
        self.set_job(job, text, merge)

    def amend(self, path: str, value: Any) -> None:
        """Set one field as a part of the undo step that was taken last: what was found out about that edit.

        Where nothing was edited yet, or the last step was undone, it is no step at all.
        """
        job = replace(self._job, path, value)
        last = self.undo_stack.command(self.undo_stack.index() - 1) if self.undo_stack.index() else None
        if isinstance(last, _Edit):
            last.after = job
        self._show(job)

    def set_job(self, job: Job, text: str, merge: str = "") -> None:
        """Put a whole job on the table, as one undo step."""
        if job != self._job:
            self.undo_stack.push(_Edit(self, self._job, job, text, merge))

    def _show(self, job: Job) -> None:
        old, self._job = self._job, job
        if job is not old:
            self.job_changed.emit(job, old)
