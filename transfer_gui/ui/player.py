"""Plays one example at a time, for every place of the window where one can be heard."""

from functools import cache

from PySide6.QtCore import QObject, Signal

from ..core.errors import UserError
from ..workers import playing
from ..workers.task import Tasks
from .translation import told


class Player(QObject):
    """What is being played, and whether anything can be. The output is looked for when it is first needed."""

    changed = Signal()
    """`path` or `why_not` differs."""
    failed = Signal(str)
    """Why what was asked for could not be played."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self, threads=1)  # its own, which waits for nothing else
        self._looked = False
        self.path = ""
        """The example that is being played; empty while none is."""
        self.why_not: str | None = None
        """Why nothing can be played here, and what to do; empty where it can, None while that is not known."""

    def look(self) -> None:
        """Find out whether anything can be played, unless that was done."""
        if not self._looked:
            self._looked = True
            self._tasks.start(playing.why_not, done=self._know)

    def play(self, domain: str, path: str) -> None:
        """Play this example, and nothing else from now on."""
        self.path = path
        self._tasks.start(playing.play, domain, path, done=self._over, failed=self._fail, tag="play")
        self.changed.emit()

    def stop(self) -> None:
        """Be silent."""
        self._tasks.cancel("play")
        self._over()

    def shutdown(self) -> None:
        self._tasks.shutdown()

    def _know(self, error: UserError | None) -> None:
        self.why_not = told(error) if error is not None else ""
        self.changed.emit()

    def _over(self, _: object = None) -> None:
        if self.path:
            self.path = ""
            self.changed.emit()

    def _fail(self, error: Exception, _: str) -> None:
        self._over()
        self.failed.emit(told(error))


@cache
def heard(domain: str) -> bool:
    """Whether examples of a domain can be heard."""
    from ..core.data.domains import find  # it loads NumPy, and the window is painted before that

    return find(domain).audible
