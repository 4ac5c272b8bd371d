"""One picture through the network: what each layer makes of it, and what the answer rests on."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.inspect.figures import Figure
from ...core.progress import Progress
from ...workers import looking, work
from .. import theme
from ..context import Context
from ..icons import icon
from ..widgets.drop_pictures import DropPictures
from ..widgets.figure_column import FigureColumn
from ..widgets.place_choice import PlaceChoice
from ..widgets.text import Text, elided
from ..widgets.thumbnails import pixmap
from ..widgets.working import Working

SIDE = 250
"""Width of what is chosen at the left."""
ALWAYS = {"top_classes", "feature_maps", "grad_cam"}
"""Shown from the start; the others take longer and are ticked when they are wanted."""


class PictureLook(QWidget):
    """Picture, network, layer and class at the left; the figures at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._at = 0
        self.path: Path | None = None
        self.found: dict[str, tuple[Figure, ...]] = {}
        self.drop = DropPictures("Drop a picture here.", several=False)
        self.next = QPushButton(icon("refresh"), "Another example")
        self.next.setObjectName("next_example")
        self.next.setToolTip("The next of the validation pictures")
        self.place = PlaceChoice(context, "Network of the picture")
        self.place.setObjectName("picture_place")
        self.layer = Text("", "body")
        self.layer.setObjectName("picture_layer")
        self.target = QComboBox()
        self.target.setObjectName("picture_class")
        self.target.setAccessibleName("Class to explain")
        self.target.setToolTip("The class whose score is explained")
        self.ways: dict[str, QCheckBox] = {}
        self._ways = QVBoxLayout()
        self._ways.setSpacing(2)
        self.working = Working(context.facts.tasks, "picture")
        self.figures = FigureColumn()
        self._put_together()
        self.drop.dropped.connect(lambda paths: self.look_at(paths[0]))
        self.next.clicked.connect(self._next)
        self.place.chosen.connect(self._place_changed)
        self.target.activated.connect(self.refresh)
        context.facts.selection_changed.connect(self.refresh)
        context.facts.dataset_changed.connect(self._dataset_changed)

    def _put_together(self) -> None:
        left = QWidget()
        left.setFixedWidth(SIDE)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.SPACE, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.drop)
        column.addWidget(self.next)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setSpacing(4)
        form.addRow("Network", self.place)
        form.addRow("Layer", self.layer)
        form.addRow("Class", self.target)
        column.addLayout(form)
        column.addWidget(Text("Show", "heading"))
        column.addLayout(self._ways)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE)
        right.addWidget(self.working)
        right.addWidget(self.figures, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(left)
        row.addLayout(right, 1)

    # ---- what is looked at

    def look_at(self, path: Path) -> None:
        """Put this picture through the network."""
        self.path = path
        self.drop.show_picture(None, elided(path.name, 34))
        self._context.facts.tasks.start(
            work.thumbnails, self._context.session.job.data.domain, [str(path)], 150, progress=self._take_thumbnail,
            tag="looked at",
        )  # fmt: skip
        self.refresh()

    def _take_thumbnail(self, progress: Progress) -> None:
        if isinstance(progress.item, tuple) and self.path is not None:
            picture = progress.item[1]
            self.drop.show_picture(None if picture is None else pixmap(picture), elided(self.path.name, 34))

    def _next(self) -> None:
        facts = self._context.facts
        if facts.dataset is None or facts.split is None:
            self.working.say("Choose a dataset on the page 'Target data', or drop a picture.")
            return
        indices = facts.split.val or facts.split.train
        step = max(1, len(indices) // 17 * 2 + 1)
        self.look_at(Path(facts.dataset.examples[indices[self._at % len(indices)]].path))
        self._at += step

    def _dataset_changed(self) -> None:
        self.next.setEnabled(self._context.facts.dataset is not None)

    def _place_changed(self) -> None:
        self._offer_classes()
        if self.isVisible():
            self._ask_ways()

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        self._dataset_changed()
        self._offer_classes()
        self._ask_ways()
        if self.path is None and self._context.facts.dataset is not None:
            self._next()

    def _offer_classes(self) -> None:
        kept = self.target.currentText()
        place = self.place.place
        known = place.classes if place is not None else ()
        if place is not None and place.checkpoint is not None:
            known = self._context.runner.classes or known
        self.target.clear()
        self.target.addItems(["The most probable", *known])
        self.target.setCurrentIndex(max(0, self.target.findText(kept)))

    # ---- the ways to look

    def _ask_ways(self) -> None:
        if (place := self.place.place) is not None:
            self._context.facts.tasks.start(
                looking.picture_views, place, self._context.facts.weight_folders, done=self._take_ways,
                failed=lambda error, _: self.working.say(str(error)), tag="ways",
            )  # fmt: skip

    def _take_ways(self, ways: list[tuple[str, Any]]) -> None:
        ticked = {name for name, box in self.ways.items() if box.isChecked()} if self.ways else ALWAYS
        known = set(self.ways)
        for box in self.ways.values():
            self._ways.removeWidget(box)
            box.deleteLater()
        self.ways = {}
        for name, view in ways:
            box = QCheckBox(view.title)
            box.setObjectName(f"way_{name}")
            box.setToolTip(view.description)
            box.setChecked(name in ticked or (name in ALWAYS and name not in known))
            box.toggled.connect(self.refresh)
            self.ways[name] = box
            self._ways.addWidget(box)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Look again, if this is in sight."""
        path = self._context.facts.selected_layer
        self.layer.setText(path or "the last one with a picture (choose another in the tree, page 'Layers')")
        place = self.place.place
        if not self.isVisible() or self.path is None or place is None or not self.ways:
            return
        names = [name for name, box in self.ways.items() if box.isChecked()]
        self.found = {}
        target = self.target.currentIndex() - 1
        self.working.start(
            looking.explain, place, self.path, path or "", None if target < 0 else target, names,
            self._context.facts.weight_folders, done=lambda _: self._show(), item=self._take,
        )  # fmt: skip

    def _take(self, item: Any) -> None:
        name, figures = item
        if isinstance(figures, Exception):
            self.working.say(str(figures))
        else:
            self.found[name] = figures
            self._show()

    def _show(self) -> None:
        self.figures.show_figures([figure for name in self.ways for figure in self.found.get(name, ())])
