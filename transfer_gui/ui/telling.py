"""Turns what goes wrong, and what comes to an end, into messages in the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ..core.events import Note, RunFailed, RunFinished
from .context import Context
from .translation import mark, sentences, tr

if TYPE_CHECKING:
    from .main_window import MainWindow

ENDS = mark({"completed": "Training is complete.", "early": "Training stopped early: it no longer got better.",
             "stopped": "Training was stopped; best and last are kept."})  # fmt: skip
FIELDS = mark(("learning rate", "batch size"))
"""What a run that failed may suggest to change."""


class Telling(QObject):
    """Listens to the run and to background work, and tells of them in the window's message bar."""

    def __init__(self, window: "MainWindow", context: Context) -> None:
        super().__init__(window)
        self._window, self._context = window, context
        context.runner.told.connect(self._take)
        context.facts.failed.connect(self.fault)

    def fault(self, what: str, cure: str, details: str) -> None:
        """A fault of background work, or one that nobody expected."""
        self._window.info.tell("bad", what, cure, details)

    def _take(self, event: object) -> None:
        match event:
            case RunFailed():
                message = self._window.info.tell("bad", tr(event.what), tr(event.cure), event.details)
                if event.suggestion:
                    words = tr(", ").join(
                        f"{tr(path.rpartition('.')[2].replace('_', ' '))} {value}"
                        for path, value in event.suggestion.items()
                    )
                    message.add_button(tr("Use {settings}", settings=words), lambda: self._mend(event))
            case RunFinished():  # in a turn of its own: every panel has something to do at a run's end
                QTimer.singleShot(
                    0, self, lambda: self._window.info.tell("good", tr(ENDS[event.reason]), _result(event))
                )
            case Note(level="warning"):
                what, stop, more = tr(event.text).partition(". ")
                self._window.info.tell("warning", what + stop.strip(), more)
            case _:
                pass

    def _mend(self, event: RunFailed) -> None:
        self._context.session.edit_many(event.suggestion, tr("Take the suggestion"))


def _result(event: RunFinished) -> str:
    words = ""
    if event.best is not None and event.best_epoch is not None:
        words = tr(
            "Best epoch {epoch}: validation accuracy {accuracy:.1%} (always naming the most frequent class: "
            "{majority:.1%}).",
            epoch=event.best_epoch + 1, accuracy=event.best.accuracy, majority=event.best.majority,
        )  # fmt: skip
    if event.test is None:
        return words
    test = tr(
        "On {count:,} held-out test examples: {accuracy:.1%}.",
        count=event.test.examples, accuracy=event.test.accuracy,
    )  # fmt: skip
    return sentences(words, test)
