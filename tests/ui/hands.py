"""What a person does at the window: click, tick, type, choose."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QStyle,
    QStyleOptionViewItem,
    QToolButton,
)

from transfer_gui.core.inspect.figures import Measures
from transfer_gui.ui.models.layer_tree import Column


def click(qtbot, window, name: str) -> None:
    def seen() -> QAbstractButton | None:
        return next((b for b in window.findChildren(QAbstractButton, name) if b.isVisible()), None)

    qtbot.waitUntil(lambda: seen() is not None, timeout=2000)
    button = seen()
    assert button.isEnabled(), f"{name} is greyed out"
    press(qtbot, button)


def press(qtbot, button: QAbstractButton) -> None:
    """Click a button; a radio button or a check box at its sign, since only sign and words answer."""
    sign = isinstance(button, QRadioButton | QCheckBox)
    place = QPoint(8, button.height() // 2) if sign else button.rect().center()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)


def tick(qtbot, window, path: str) -> None:
    """Click the check box of the layer at `path`."""
    view = window.layers.view
    index = view._index(path).siblingAtColumn(Column.TRAINS)
    view.scrollTo(index)
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = view.visualRect(index)
    view.itemDelegate().initStyleOption(option, index)
    box = view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, view)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def type_number(qtbot, window, name: str, value: str) -> None:
    """Type into the field called `name`."""
    type_into(qtbot, window.findChild(QSpinBox, name) or window.findChild(QLineEdit, name), value)


def type_into(qtbot, field, value: str) -> None:
    """Replace what a field holds, and press Return."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, value)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def choose_sample(qtbot, window, name: str) -> None:
    qtbot.mouseClick(window.rail.buttons["data"], Qt.MouseButton.LeftButton)
    button = window.findChild(QToolButton, "use_sample")
    next(a for a in button.menu().actions() if a.objectName() == name).trigger()
    facts = window.context.facts
    qtbot.waitUntil(lambda: facts.dataset is not None and not facts.busy, timeout=60_000)


def settled(qtbot, window) -> None:
    """Wait until nothing is read or scanned any more."""
    facts = window.context.facts
    qtbot.waitUntil(lambda: facts.layers is not None and not facts.busy, timeout=60_000)


def open_page(qtbot, window, name: str) -> None:
    qtbot.mouseClick(window.rail.buttons[name], Qt.MouseButton.LeftButton)
    assert window.page == name


def look(qtbot, window, name: str):
    open_page(qtbot, window, "inside")
    qtbot.mouseClick(window.inside.choice.buttons[name], Qt.MouseButton.LeftButton)
    return window.inside.looks[name]


def figures(look, kind: type) -> list:
    return [figure for figure in look.figures.figures if isinstance(figure, kind)]


def column(figure: Measures, label: str) -> dict[str, float]:
    measure = next(m for m in figure.measures if m.axis.label == label)
    return dict(zip(figure.rows, measure.values.tolist(), strict=True))
