"""What the network will see of the examples, and how that is set: augmentation, kept views, input size."""

from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.job import Data, Job
from ...core.recipes import Recipe
from .. import theme
from ..context import Context
from ..icons import icon
from ..translation import tr
from .editors import OptionalIntField
from .field import fields
from .form import Form
from .preview_strip import PreviewStrip
from .text import Text
from .views_note import ViewsNote

FIELDS = ("data.augmentation", "data.views", "data.input_size")


class WhatItSees(QWidget):
    """Two examples of a class as the source model's recipe prepares them, and some random draws of each."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._row, self._seed = context, 0, 0
        self.preview = PreviewStrip(context.facts.tasks)
        self.recipe = Text("", "muted")
        self.recipe.setObjectName("preprocessing")
        specs = {spec.path: spec for spec in fields(Data, "data")}
        self.form = Form(context.session, [specs[path] for path in FIELDS])
        self.form.setMaximumWidth(460)
        self.again = QPushButton(icon("refresh"), tr("Draw again"))
        self.again.setObjectName("draw_again")
        self.again.setToolTip(tr("Show other random draws and other examples"))
        self.again.clicked.connect(self._draw_again)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(150)
        self._wait.timeout.connect(self._draw)
        self._put_together()
        context.facts.catalogue_changed.connect(self.show_recipe)
        context.facts.layers_changed.connect(self.show_recipe)
        context.session.job_changed.connect(self._follow)
        theme.theme().changed.connect(self._wait.start)

    def _put_together(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(10)
        beside.addWidget(self.recipe)
        beside.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.addLayout(row)
        column.addWidget(self.form)
        column.addWidget(ViewsNote(self._context.session))
        column.addStretch(1)

    def show_class(self, row: int) -> None:
        """Show examples of this class from now on."""
        self._row = row
        self._wait.start()

    def show_recipe(self) -> None:
        """Say how the source model's weights have their inputs, and draw the examples anew."""
        from ...core.data.domains import find  # it loads every domain, and the window is painted before that

        found, own = self._preprocessing(), self._own_preprocessing()
        self.recipe.setText(found.words() if found else "")
        rows, domain = self.form.rows, find(self._context.session.job.data.domain)
        titles = {name: tr(augmentation.title) for name, augmentation in domain.augmentations.items()}
        rows["data.augmentation"].say(titles=titles)
        if own is not None:
            cast("OptionalIntField", rows["data.input_size"].widget).set_standard(own.size)
            rows["data.input_size"].say(unit=tr(own.unit))
        self._wait.start()

    def _follow(self, new: Job, old: Job) -> None:
        if new.source is not old.source or new.data is not old.data:
            self.show_recipe()

    def _preprocessing(self) -> Recipe | None:
        size, own = self._context.session.job.data.input_size, self._own_preprocessing()
        return own if size is None or own is None else own.at_size(size)

    def _own_preprocessing(self) -> Recipe | None:
        """The recipe of the source's own weights."""
        job, root = self._context.session.job, self._context.facts.layers
        if root is not None and root.recipe is not None:
            return root.recipe
        entry = self._context.facts.entry(job.source.model)
        if entry is None:
            return None
        weights = next((w for w in entry.weights if w.id == job.source.weights), None) or next(
            iter(entry.weights), None
        )
        return weights.preprocessing if weights else entry.usual

    def _draw_again(self) -> None:
        self._seed += 1
        self._draw()

    def _draw(self) -> None:
        facts, data, found = self._context.facts, self._context.session.job.data, self._preprocessing()
        dataset, split = facts.dataset, facts.split
        if dataset is None or found is None or not dataset.examples:
            return
        paths = dataset.packed.of_class(min(self._row, len(dataset.classes) - 1)).paths
        start = 2 * self._seed % max(1, len(paths) - 1)
        examples = (dataset, split) if split is not None else None
        self.preview.show_pictures(
            data.domain, paths[start : start + 2], found, data.augmentation, self._seed, examples
        )
