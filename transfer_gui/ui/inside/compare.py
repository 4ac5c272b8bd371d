"""Two networks side by side: how their weights differ, and how alike they see the same examples."""

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.inspect.figures import Figure, Measures
from ...workers import looking
from .. import theme
from ..context import Context
from ..figures import measures
from ..icons import icon
from ..translation import tr
from ..widgets.examples_choice import ExamplesChoice
from ..widgets.figure_column import FigureColumn
from ..widgets.place_choice import PlaceChoice
from ..widgets.text import Text
from ..widgets.working import Working


class CompareLook(QWidget):
    """Two networks and some examples above, the figures below."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.first = PlaceChoice(context, tr("First network"), prefer_source=True)
        self.first.setObjectName("compare_first")
        self.second = PlaceChoice(context, tr("Second network"))
        self.second.setObjectName("compare_second")
        self.alike = QCheckBox(tr("and their activations (CKA) on"))
        self.alike.setObjectName("compare_cka")
        tip = tr(
            "Linear centred kernel alignment (Kornblith et al. 2019): 1 where two layers see the examples alike up to "
            "a rotation, 0 where they have nothing in common"
        )
        self.alike.setToolTip(tip)
        self.examples = ExamplesChoice(context)
        self.examples.setObjectName("compare_examples")
        self.go = QPushButton(icon("compare"), tr("Compare"))
        self.go.setObjectName("compare_networks")
        self.go.setProperty("primary", "true")
        self.working = Working(context.facts.tasks, "compare")
        self.figures = FigureColumn(columns=1)
        self.hint = Text("", "muted")
        self.hint.say("")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        for widget in (
            self.first,
            Text(tr("with", "a network beside another"), "muted", wrap=False),
            self.second,
            self.go,
        ):
            row.addWidget(widget)
        row.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(theme.SPACE)
        for widget in (self.alike, self.examples):
            below.addWidget(widget)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(row)
        column.addLayout(below)
        column.addWidget(self.hint)
        column.addWidget(self.working)
        column.addWidget(self.figures, 1)
        self.go.clicked.connect(self.show_now)
        self.second.chosen.connect(lambda: self.examples.follow(self.second.place))
        self.alike.toggled.connect(self.examples.setEnabled)
        self.figures.clicked.connect(self._pick)
        self.examples.setEnabled(False)

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        self.examples.follow(self.second.place)

    def show_now(self) -> None:
        """Compare what is chosen."""
        first, second = self.first.place, self.second.place
        if first is None or second is None or first == second:
            self.working.say(tr("Choose two different networks: the source and a checkpoint, or two checkpoints."))
            return
        examples = self.examples.examples if self.alike.isChecked() else None
        folders = self._context.facts.weight_folders
        self.working.start(looking.compare, first, second, examples, folders, done=self._take)

    def _take(self, figures: tuple[Figure, ...]) -> None:
        self.figures.show_figures(figures)
        told = any(isinstance(figure, Measures) for figure in figures)
        self.hint.say(tr("Click a row to look at that layer in the inspector.") if told else "")

    def _pick(self, figure: object, point: QPointF) -> None:
        if isinstance(figure, Measures):
            view = self.figures.views[self.figures.figures.index(figure)]
            if (row := measures.row_at(figure, view.area(), point)) is not None:
                self._context.facts.select_layer(figure.rows[row])
