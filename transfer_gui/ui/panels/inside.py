"""The page 'Look inside': the whole network, one picture, many examples, two networks, one tensor."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from .. import theme
from ..context import Context
from ..inside.compare import CompareLook
from ..inside.examples import ExamplesLook
from ..inside.network_map import NetworkMap
from ..inside.picture import PictureLook
from ..inside.tensor import TensorLook
from ..translation import mark, tr
from ..widgets.segmented import Segmented
from ..widgets.text import Text

LOOKS = (
    ("map", mark("Network map"), mark("Every layer at once: which learned, and which did not move")),
    ("picture", mark("Example"), mark("What each layer makes of one example, and what the answer rests on")),
    ("examples", mark("Many examples"), mark("How the network lays out the examples, and what excites a filter")),
    ("compare", mark("Two networks"), mark("How the weights differ, and how alike two networks see")),
    ("tensor", mark("A tensor"), mark("The numbers themselves")),
)
MAKERS: dict[str, Callable[[Context], QWidget]] = {
    "map": NetworkMap,
    "picture": PictureLook,
    "examples": ExamplesLook,
    "compare": CompareLook,
    "tensor": TensorLook,
}


class InsidePanel(QWidget):
    """The looks, each made when it is first wanted."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.looks: dict[str, QWidget] = {}
        self.choice = Segmented(tr("What to look at"), LOOKS)
        self.choice.setObjectName("inside_what")
        self.stack = QStackedWidget()
        head = QHBoxLayout()
        head.addWidget(Text(tr("Look inside"), "title", wrap=False))
        head.addSpacing(2 * theme.SPACE)
        head.addWidget(self.choice)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(theme.SPACE)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        self.choice.chosen.connect(self.show_look)
        self.choice.set_value("map")

    def show_look(self, name: str) -> QWidget:
        """Show one of the looks, and return it."""
        if name not in self.looks:
            self.looks[name] = MAKERS[name](self._context)
            self.stack.addWidget(self.looks[name])
        self.choice.set_value(name)
        self.stack.setCurrentWidget(self.looks[name])
        return self.looks[name]

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        self.show_look(self.choice.value())
