"""What the kept views of a picture save, in a line under the fields that decide it."""

from PySide6.QtWidgets import QWidget

from ...core.job import Job
from ...session import Session
from ..translation import tr
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
        return tr("Nothing is kept: examples and frozen layers are computed anew in every epoch. Nothing is saved.")
    fixed = job.data.augmentation == "none"
    if job.training.mixup and (fixed or views):
        return tr(
            "Mixup blends examples anew in every epoch, so frozen layers are computed each time; only decoded examples "
            "are kept: saves {share} % of the decoding.",
            share=_saved(1 if fixed else min(views, epochs), epochs),
        )
    if fixed:
        return tr(
            "Without augmentation, examples and frozen layers are computed once, then read: saves {share} % of that "
            "work.",
            share=_saved(1, epochs),
        )
    if not views:
        return tr("Kept views 0: examples and frozen layers are computed anew in every epoch. Nothing is saved.")
    if views >= epochs:
        return tr(
            "Kept views {views:,}: examples and frozen layers are computed in each of {epochs:,} epochs. Nothing is "
            "saved in this run, but a later one reads them.",
            views=views, epochs=epochs,
        )  # fmt: skip
    return tr(
        "Kept views {views:,}: examples and frozen layers are computed in the first {views:,} of {epochs:,} epochs "
        "only, then read: saves {share} % of that work.",
        views=views, epochs=epochs, share=_saved(views, epochs),
    )  # fmt: skip


def _saved(computed: int, epochs: int) -> int:
    """The share of epochs that only read, in percent, rounded down: all is never saved."""
    return 100 * (epochs - computed) // epochs
