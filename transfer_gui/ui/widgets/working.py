"""A long action under way: how far it has come, a button that ends it, and what went wrong."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.errors import UserError
from ...core.progress import Progress
from ...workers.task import Tasks
from .. import theme
from ..icons import icon
from ..translation import told, tr
from .text import Text


class Working(QWidget):
    """Runs one action at a time under a tag of its own; a new one ends the one before."""

    def __init__(self, tasks: Tasks, tag: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self.tag = tasks, tag
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.words = Text("", "muted", wrap=False)
        self.cancel = QPushButton(icon("close"), tr("Cancel"))
        self.cancel.setObjectName(f"cancel_{tag}")
        self.cancel.clicked.connect(self.stop)
        self.fault = Text("", "bad")
        self.fault.setObjectName(f"fault_{tag}")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        # However long the words are, they never make the window wider.
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.fault)
        self._show(False)
        self.fault.say("")

    @property
    def busy(self) -> bool:
        return self._tasks.running(self.tag)

    def start(
        self,
        function: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        item: Callable[[Any], None] | None = None,
    ) -> None:
        """Run it; `done(result)` at its end, `item(...)` for each part that is ready early."""
        self.fault.say("")
        self._show(True)

        def finished(result: Any) -> None:
            self._show(False)
            done(result)

        def tell(progress: Progress) -> None:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
            if progress.text:
                self.words.setText(tr(progress.text))
            if item is not None and progress.item is not None:
                item(progress.item)

        self._tasks.start(function, *args, done=finished, failed=self._fail, progress=tell, tag=self.tag)

    def stop(self) -> None:
        """End it; nothing of it is shown any more."""
        self._tasks.cancel(self.tag)
        self._show(False)

    def say(self, words: str) -> None:
        """Say what is wrong, or nothing."""
        self.fault.say(words)
        self.setVisible(bool(words) or self.busy)

    def _fail(self, error: Exception, details: str) -> None:
        self._show(False)
        self.say(told(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}")

    def _show(self, busy: bool) -> None:
        for widget in (self.words, self.bar, self.cancel):
            widget.setVisible(busy)
        if busy:
            self.bar.setRange(0, 0)
            self.words.setText("")
        self.setVisible(busy or bool(self.fault.text()))
