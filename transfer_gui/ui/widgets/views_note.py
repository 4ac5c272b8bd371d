"""What the kept views of a picture save, in a line under the fields that decide it."""

from PySide6.QtWidgets import QWidget

from ...core.job import Job
from ...session import Session
from .text import Text


class ViewsNote(Text):
    """Follows the job by itself."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(views_words(session.job), "muted")
        self.setParent(parent)
        self.setObjectName("views_note")
        session.job_changed.connect(self._follow)

    def _follow(self, new: Job, _: Job) -> None:
        self.say(views_words(new), "muted")


def views_words(job: Job) -> str:
    """In how many of its epochs `job` prepares pictures and runs what is frozen, and the share that is saved."""
    epochs, views = job.training.epochs, job.data.views
    if not job.device.reuse:
        return "Nothing is kept: pictures and frozen layers are computed anew in every epoch. Nothing is saved."
    if job.data.augmentation == "none":
        saved = _saved(1, epochs)
        return f"Without augmentation, pictures and frozen layers are computed once, then read: {saved}."
    if not views:
        return "Kept views 0: pictures and frozen layers are computed anew in every epoch. Nothing is saved."
    if views >= epochs:
        return (
            f"Kept views {views:,}: pictures and frozen layers are computed in each of {epochs:,} epochs. Nothing is "
            "saved in this run, but a later one reads them."
        )
    return (
        f"Kept views {views:,}: pictures and frozen layers are computed in the first {views:,} of {epochs:,} epochs "
        f"only, then read: {_saved(views, epochs)}."
    )


def _saved(computed: int, epochs: int) -> str:
    """The share of epochs that only read, rounded down: all is never saved."""
    return f"saves {100 * (epochs - computed) // epochs} % of that work"
