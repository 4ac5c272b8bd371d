"""One picture through the network: what each layer makes of it, and what the answer rests on."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ...core import contents
from ...core.inspect.figures import Figure
from ...core.progress import Progress
from ...core.runs.place import UNTRAINED, Place
from ...workers import looking, work
from .. import theme
from ..context import Context
from ..icons import icon
from ..translation import told, tr
from ..widgets.drop_pictures import DropPictures
from ..widgets.figure_column import FigureColumn
from ..widgets.listen import Listen
from ..widgets.place_choice import PlaceChoice
from ..widgets.shown import pixmap
from ..widgets.text import Text, elided
from ..widgets.working import Working

SIDE = 280
"""Width of what is chosen at the left."""
ALWAYS = {"top_classes", "feature_maps", "grad_cam"}
"""Shown from the start, as those are that stand beside an answer everywhere; the others take longer and are ticked when
they are wanted."""


class PictureLook(QWidget):
    """Picture, network, layer and class at the left; the figures at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._at = 0
        self._wanted = ""
        """The class to explain that the user chose, kept while networks that do not know it are looked at."""
        self.path: Path | None = None
        self._domain, self._listed = "", False
        """Of the example, and whether it was taken from the dataset."""
        self._small: Any = None
        """What is shown of it (`core.data.domain.Small`)."""
        self.truth = ""
        """The picture's class, where it is known."""
        self._classes: tuple[Place, tuple[str, ...]] | None = None
        """The classes of the network that was opened last."""
        self.found: dict[str, tuple[Figure, ...]] = {}
        self.drop = DropPictures(tr("Drop an example here."), several=False)
        self.true = Text("", "heading")
        self.true.setObjectName("picture_truth")
        self.true.say("")
        self.next = QPushButton(icon("refresh"), tr("Another example"))
        self.next.setObjectName("next_example")
        self.next.setToolTip(tr("The next of the validation examples"))
        self.listen = Listen(context.player, "hear_looked")
        self.place = PlaceChoice(context, tr("Network of the example"))
        self.place.setObjectName("picture_place")
        self.layer = Text("", "body")
        self.layer.setObjectName("picture_layer")
        self.target = QComboBox()
        self.target.setObjectName("picture_class")
        self.target.setAccessibleName(tr("Class to explain"))
        self.target.setToolTip(tr("The class whose score is explained"))
        self.ways: dict[str, QCheckBox] = {}
        self._ways = QVBoxLayout()
        self._ways.setSpacing(2)
        self.untrained = Text("", "warning")
        self.untrained.setObjectName("picture_untrained")
        self.untrained.say("")
        self.working = Working(context.facts.tasks, "picture")
        self.figures = FigureColumn()
        self._put_together()
        self.drop.dropped.connect(lambda paths: self.look_at(paths[0]))
        self.next.clicked.connect(self._next)
        self.place.chosen.connect(self._place_changed)
        self.target.activated.connect(self._choose_class)
        context.facts.selection_changed.connect(self.refresh)
        context.facts.dataset_changed.connect(self._dataset_changed)
        theme.theme().changed.connect(self._show_small)

    def _put_together(self) -> None:
        choices = QWidget()
        left = QScrollArea()
        left.setWidget(choices)
        left.setWidgetResizable(True)
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.setFixedWidth(SIDE + left.verticalScrollBar().sizeHint().width())
        column = QVBoxLayout(choices)
        column.setContentsMargins(0, 0, theme.SPACE, 0)
        column.setSpacing(theme.SPACE)
        for widget in (self.drop, self.true):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.next, 1)
        row.addWidget(self.listen)
        column.addLayout(row)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setSpacing(4)
        form.addRow(tr("Network"), self.place)
        form.addRow(tr("Layer"), self.layer)
        form.addRow(tr("Class"), self.target)
        column.addLayout(form)
        column.addWidget(Text(tr("Show"), "heading"))
        column.addLayout(self._ways)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE)
        right.addWidget(self.untrained)
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
        self.path, self._listed = path, False
        self._domain = self._context.session.job.data.domain
        self.listen.offer(self._context.session.job.data.domain, str(path))
        self._small = None
        self._show_small()
        self._find_truth()
        self._context.facts.tasks.start(
            work.thumbnails, self._context.session.job.data.domain, [str(path)], 150, progress=self._take_thumbnail,
            tag="looked at",
        )  # fmt: skip
        self.refresh()

    def _find_truth(self) -> None:
        """The picture's class by the dataset, or the name of its folder where that is a class of the network's."""
        facts, renames, path = self._context.facts, self._context.session.job.data.renames, self.path
        self.truth = ""
        if path is not None:
            dataset, name, known = facts.dataset, str(path), self._known()
            if dataset is not None and (rows := dataset.packed.paths.find(name)):
                label = dataset.examples[rows[0]].label
                self.truth = renames.get(dataset.classes[label], dataset.classes[label])
            elif (called := renames.get(path.parent.name, path.parent.name)) in known or path.parent.name in known:
                self.truth = called if called in known else path.parent.name
        self.true.say(tr("Truth: {name}", name=self.truth) if self.truth else "")

    def _take_thumbnail(self, progress: Progress) -> None:
        if isinstance(progress.item, tuple) and self.path is not None:
            self._small = progress.item[1]
            self._show_small()

    def _show_small(self) -> None:
        if self.path is not None:
            picture = None if self._small is None else pixmap(self._small)
            self.drop.show_picture(picture, elided(contents.name(str(self.path)), 34))

    def _next(self) -> None:
        facts = self._context.facts
        if facts.dataset is None or facts.split is None:
            self.working.say(tr("Choose a dataset on the page 'Target data', or drop an example."))
            return
        indices = facts.split.val or facts.split.train
        step = max(1, len(indices) // 17 * 2 + 1)
        self.look_at(Path(facts.dataset.examples[indices[self._at % len(indices)]].path))
        self._at += step
        self._listed = True

    def _dataset_changed(self) -> None:
        """Another dataset: an example of the one before, or of another domain, is not looked at any more."""
        dataset, domain = self._context.facts.dataset, self._context.session.job.data.domain
        self.next.setEnabled(dataset is not None)
        if self.path is None or dataset is None:
            return
        if domain != self._domain or (self._listed and not len(dataset.packed.paths.find(str(self.path)))):
            self.path, self._at = None, 0
            if self.isVisible():
                self._next()

    def _place_changed(self) -> None:
        self._offer_classes()
        self._find_truth()
        if self.isVisible():
            self._ask_ways()

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        self.drop.expect(self._context.session.job.data.domain)
        self._dataset_changed()
        self._offer_classes()
        self._ask_ways()
        if self.path is None and self._context.facts.dataset is not None:
            self._next()

    def _known(self) -> tuple[str, ...]:
        """The classes of the network that is chosen; none until a checkpoint has been opened."""
        place = self.place.place
        if place is not None and self._classes is not None and self._classes[0] == place:
            return self._classes[1]
        return place.classes if place is not None else ()

    def _offer_classes(self) -> None:
        """Offer the network's own classes to be explained, and say where its answers are worth nothing."""
        place = self.place.place
        self.target.clear()
        self.target.addItems([tr("The most probable"), *self._known()])
        self.target.setCurrentIndex(max(0, self.target.findText(self._wanted)))
        self.untrained.say(tr(UNTRAINED) if place is not None and place.untrained_head else "")

    def _choose_class(self, index: int) -> None:
        self._wanted = self.target.itemText(index)
        self.refresh()

    # ---- the ways to look

    def _ask_ways(self) -> None:
        if (place := self.place.place) is not None:
            self._context.facts.tasks.start(
                looking.picture_views, place, self._context.facts.weight_folders,
                done=lambda found: self._take_ways(place, *found),
                failed=lambda error, _: self.working.say(told(error)), tag="ways",
            )  # fmt: skip

    def _take_ways(self, place: Place, classes: tuple[str, ...], ways: list[tuple[str, Any]]) -> None:
        self._classes = (place, classes)
        self._offer_classes()
        self._find_truth()
        first = ALWAYS | {name for name, view in ways if view.beside}
        ticked = {name for name, box in self.ways.items() if box.isChecked()} if self.ways else first
        known = set(self.ways)
        for box in self.ways.values():
            self._ways.removeWidget(box)
            box.deleteLater()
        self.ways = {}
        for name, view in ways:
            box = QCheckBox(tr(view.title))
            box.setObjectName(f"way_{name}")
            box.setToolTip(tr(view.description))
            box.setChecked(name in ticked or (name in first and name not in known))
            box.toggled.connect(self.refresh)
            self.ways[name] = box
            self._ways.addWidget(box)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Look again, if this is in sight."""
        path = self._context.facts.selected_layer
        self.layer.setText(path or tr("the last one with places (choose another in the tree, page 'Layers')"))
        place = self.place.place
        if not self.isVisible() or self.path is None or place is None or not self.ways:
            return
        names = [name for name, box in self.ways.items() if box.isChecked()]
        self.found = {}
        target = self.target.currentIndex() - 1
        self.working.start(
            looking.explain, place, self.path, path or "", None if target < 0 else target, names,
            self._context.facts.weight_folders, self.truth, done=lambda _: self._show(), item=self._take,
        )  # fmt: skip

    def _take(self, item: Any) -> None:
        name, figures = item
        if isinstance(figures, Exception):
            self.working.say(told(figures))
        else:
            self.found[name] = figures
            self._show()

    def _show(self) -> None:
        self.figures.show_figures([figure for name in self.ways for figure in self.found.get(name, ())])
