"""Many examples through the network: how it lays them out, before and after; and what excites a filter."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSpinBox, QSplitter, QVBoxLayout, QWidget

from ...core.inspect.figures import Scatter
from ...core.progress import Progress
from ...workers import looking, work
from .. import theme
from ..context import Context
from ..icons import icon
from ..translation import mark, tr
from ..widgets.examples_choice import ExamplesChoice
from ..widgets.figure_column import FigureColumn
from ..widgets.place_choice import PlaceChoice
from ..widgets.segmented import Segmented
from ..widgets.shown import pixmap
from ..widgets.text import Text
from ..widgets.thumbnails import Thumbnails
from ..widgets.working import Working

WHAT = (
    ("layout", mark("Layout"), mark("Each example as a point: what the network finds alike lies close together")),
    ("exciting", mark("What excites a filter"), mark("The examples that a filter of the chosen layer answers to most")),
)
METHODS = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}
COUNT = 24


class ExamplesLook(QWidget):
    """Choices above, the figures below, and the chosen examples as thumbnails below them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._small: dict[str, QPixmap] = {}
        self.what = Segmented(tr("Show"), WHAT)
        self.what.setObjectName("examples_what")
        self.what.set_value("layout")
        self.place = PlaceChoice(context, tr("Network of the examples"))
        self.place.setObjectName("examples_place")
        self.examples = ExamplesChoice(context)
        self.examples.setObjectName("examples_choice")
        self.method = QComboBox()
        self.method.setObjectName("examples_method")
        self.method.setAccessibleName(tr("Way to lay the examples out"))
        self.channel = QSpinBox()
        self.channel.setObjectName("examples_channel")
        self.channel.setAccessibleName(tr("Filter"))
        self.channel.setPrefix(tr("filter "))
        self.channel.setMaximum(99_999)
        self.go = QPushButton(icon("play"), tr("Show"))
        self.go.setObjectName("show_examples")
        self.go.setProperty("primary", "true")
        self.layer = Text("", "muted")
        self.layer.setObjectName("examples_layer")
        self.working = Working(context.facts.tasks, "examples")
        self.figures = FigureColumn()
        self.listed = Text("", "muted")
        self.listed.setObjectName("examples_listed")
        self.thumbnails = Thumbnails(context.facts.tasks, lambda: context.session.job.data.domain)
        self.thumbnails.setMinimumHeight(104)
        self._put_together()
        self._choose("layout")
        self.what.chosen.connect(self._choose)
        self.place.chosen.connect(lambda: self.examples.follow(self.place.place))
        self.go.clicked.connect(self.show_now)
        self.channel.editingFinished.connect(self._channel_changed)
        context.facts.selection_changed.connect(self._say_layer)
        theme.theme().changed.connect(self._forget_small)

    def _put_together(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        for widget in (self.place, Text(tr("on", "a network on examples"), "muted", wrap=False), self.examples):
            row.addWidget(widget)
        row.addStretch(1)
        above = QHBoxLayout()
        above.setSpacing(theme.SPACE)
        for widget in (self.what, self.method, self.channel):
            above.addWidget(widget)
        above.addStretch(1)
        above.addWidget(self.go)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.listed)
        column.addWidget(self.thumbnails, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.figures)
        split.addWidget(below)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setSizes([500, 130])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(above)
        column.addLayout(row)
        column.addWidget(self.layer)
        column.addWidget(self.working)
        column.addWidget(split, 1)

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        self.examples.follow(self.place.place)
        if not self.method.count():
            self._context.facts.tasks.start(looking.embedding_methods, done=self._take_methods, tag="methods")

    def _take_methods(self, methods: dict[str, str]) -> None:
        for name, missing in methods.items():
            self.method.addItem(METHODS[name], name)
            place = self.method.count() - 1
            if missing:
                item = self.method.model().item(place)  # type: ignore[attr-defined]
                item.setEnabled(False)
                item.setToolTip(tr(missing))

    def _choose(self, what: str) -> None:
        self.what.set_value(what)
        self.method.setVisible(what == "layout")
        self.channel.setVisible(what == "exciting")
        self._say_layer()

    def _say_layer(self) -> None:
        layer = self._context.facts.selected_layer
        if self.what.value() == "layout":
            words = tr(
                "The examples as the head reads them (choose a layer in the tree), before and after fine-tuning. Draw "
                "a line around some to list them."
            )
            if layer:
                words = tr(
                    "The examples at the layer {layer}, before and after fine-tuning. Draw a line around some to list "
                    "them.",
                    layer=layer,
                )
        elif layer:
            words = tr("The examples that a filter of {layer} answers to most.", layer=layer)
        else:
            words = tr("Choose a layer in the tree on the page 'Layers' first.")
        self.layer.say(words)

    # ---- showing

    def show_now(self) -> None:
        """Run the examples through the network and show what is chosen."""
        place, examples, facts = self.place.place, self.examples.examples, self._context.facts
        if place is None or examples is None:
            self.working.say(tr("Choose a dataset first, on the page 'Target data'."))
            return
        layer = facts.selected_layer or ""
        if self.what.value() == "layout":
            method, seed = str(self.method.currentData() or "pca"), self._context.session.job.training.seed
            self.working.start(
                looking.embed, place, examples, layer, method, seed, facts.weight_folders, done=self._take_layout
            )
        elif not layer:
            self.working.say(tr("Choose a layer in the tree on the page 'Layers' first."))
        else:
            self.working.start(
                looking.exciting, place, examples, layer, self.channel.value(), COUNT, facts.weight_folders,
                done=self._take_exciting,
            )  # fmt: skip

    def _forget_small(self) -> None:
        """They are drawn anew, in the colours of another theme."""
        self._small.clear()

    def _channel_changed(self) -> None:
        if self.what.value() == "exciting" and self.figures.figures:
            self.show_now()

    def _take_layout(self, found: tuple[tuple[Any, ...], str]) -> None:
        figures, why = found
        told = tr("Only 'after' is shown, as the network before is not known: {why}", why=why)
        self.working.say(told if why else "")
        self.figures.show_figures(figures)
        for view in self.figures.scatters():
            view.picture = self._small.get
            view.hovered.connect(lambda under, view=view: self._hover(view, under))
            view.picked.connect(lambda chosen, view=view: self._pick(view, chosen))
        self._list([], "")

    def _take_exciting(self, found: Any) -> None:
        self.figures.show_figures([found.figure])
        self._list(list(found.paths), tr("{count} examples, the strongest first.", count=len(found.paths)))

    def _hover(self, view: Any, under: int | None) -> None:
        """Have the picture of the point under the pointer ready."""
        figure = view.figure
        if under is None or not isinstance(figure, Scatter) or not figure.items or figure.items[under] in self._small:
            return
        path = figure.items[under]

        def take(progress: Progress) -> None:
            if isinstance(progress.item, tuple) and progress.item[1] is not None:
                self._small[path] = pixmap(progress.item[1])
                view.show_card(view.cursor().pos())

        domain = self._context.session.job.data.domain
        self._context.facts.tasks.start(work.thumbnails, domain, [path], 128, progress=take, tag="hovered")

    def _pick(self, view: Any, chosen: list[int]) -> None:
        figure = view.figure
        if not isinstance(figure, Scatter):
            return
        for other in self.figures.scatters():
            if other is not view:
                other.choose(chosen)
        paths = [figure.items[number] for number in chosen] if figure.items else []
        self._list(paths, tr("{count} chosen.", count=len(chosen)) if chosen else "")

    def _list(self, paths: list[str], words: str) -> None:
        self.listed.say(words or tr("Nothing is chosen yet."))
        self.thumbnails.show_paths(paths)
