"""What can be done with chosen layers, as actions: for buttons, the menu and the keys."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from .. import theme
from ..icons import icon
from ..models.layer_tree import LayerTreeModel
from ..translation import tr
from .layer_view import LayerView

FIRST_EPOCH = 2
"""The first epoch, counted from 1, at which a frozen layer can begin to train."""


class LayerActions(QObject):
    """Acts on the rows chosen in `view`. `area` is where the shortcuts hold."""

    def __init__(self, model: LayerTreeModel, view: LayerView, area: QWidget, epochs: Callable[[], int]) -> None:
        super().__init__(area)
        self._model, self._view, self._area, self._epochs = model, view, area, epochs
        self.freeze = self._make(
            "freeze",
            tr("Freeze"),
            tr("Keep the source model's weights in the chosen layers, to the bit."),
            lambda: model.set_trains(view.chosen(), False),
            "Ctrl+Shift+F",
            "freeze",
        )
        self.unfreeze = self._make(
            "unfreeze",
            tr("Unfreeze"),
            tr("Let the chosen layers learn from the target data."),
            lambda: model.set_trains(view.chosen(), True),
            "Ctrl+Shift+U",
            "unfreeze",
        )
        self.freeze_up_to = self._make(
            "freeze_up_to",
            tr("Freeze all up to here"),
            tr("Freeze all that is computed up to the chosen layer, itself included."),
            lambda: model.freeze_up_to(view.chosen()[-1]),
        )
        self.unfreeze_from = self._make(
            "unfreeze_from",
            tr("Unfreeze from here"),
            tr("Unfreeze the chosen layer and all that is computed after it."),
            lambda: model.train_from(view.chosen()[0]),
        )
        self.multiplier = self._make(
            "set_multiplier",
            tr("Learning-rate multiplier…"),
            tr("Let the chosen layers learn faster or slower than the base learning rate."),
            self._ask_multiplier,
        )
        self.later = self._make(
            "unfreeze_later",
            tr("Unfreeze at epoch…"),
            tr("Freeze the chosen layers at first, and train them from an epoch on."),
            self._ask_epoch,
        )
        self.expand = self._make("expand_all", tr("Expand all"), tr("Show every layer."), view.expandAll)
        tip = tr("Show the outermost layers.")
        self.collapse = self._make("collapse_all", tr("Collapse all"), tip, self._collapse)
        self.menu = QMenu(area)
        self.menu.setToolTipsVisible(True)
        for group in (
            [self.freeze, self.unfreeze],
            [self.freeze_up_to, self.unfreeze_from],
            [self.multiplier, self.later],
            [self.expand, self.collapse],
        ):
            self.menu.addActions(group)
            self.menu.addSeparator()
        view.selectionModel().selectionChanged.connect(lambda *_: self.enable())
        view.menu_wanted.connect(self.menu.popup)
        theme.theme().changed.connect(self._paint)
        self.enable()

    def enable(self) -> None:
        """Offer what can be done with the rows that are chosen now."""
        count = len(self._view.chosen())
        for action in (self.freeze, self.unfreeze, self.multiplier, self.later):
            action.setEnabled(count > 0)
        for action in (self.freeze_up_to, self.unfreeze_from):
            action.setEnabled(count == 1)

    def button(self, action: QAction, text: str = "") -> QToolButton:
        """A button for one of the actions, with a shorter text where its own is too long."""
        if text:
            action.setIconText(text)  # what the button shows; the menu keeps the whole text
        button = QToolButton()
        button.setDefaultAction(action)
        button.setObjectName(f"{action.objectName()}_button")
        button.setAccessibleName(action.text())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def more(self) -> QToolButton:
        """A button that opens the whole menu."""
        button = QToolButton()
        button.setObjectName("more")
        button.setText(tr("More"))
        button.setAccessibleName(tr("All actions on the chosen layers"))
        button.setToolTip(tr("Learning-rate multiplier, unfreeze at an epoch, expand, collapse."))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self.menu)
        return button

    # ---- inside

    def _make(
        self, name: str, text: str, tip: str, slot: Callable[[], object], keys: str = "", picture: str = ""
    ) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._area.addAction(action)
        if picture:
            action.setIcon(icon(picture))
        action.triggered.connect(lambda: slot())
        return action

    def _paint(self) -> None:
        self.freeze.setIcon(icon("freeze"))
        self.unfreeze.setIcon(icon("unfreeze"))

    def _collapse(self) -> None:
        self._view.collapseAll()
        self._view.expandToDepth(0)

    def _ask_multiplier(self) -> None:
        chosen = self._view.chosen()
        words = tr("The chosen layers learn at the base rate times\n(empty: as the layer above):")
        dialog = self._dialog(tr("Learning-rate multiplier"), words)
        dialog.setInputMode(QInputDialog.InputMode.TextInput)
        dialog.textValueSelected.connect(lambda text: self._model.set_multiplier(chosen, text))
        dialog.open()

    def _ask_epoch(self) -> None:
        chosen = self._view.chosen()
        words = tr("The chosen layers are frozen at first, and train from epoch:")
        dialog = self._dialog(tr("Unfreeze at epoch"), words)
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(FIRST_EPOCH, 10_000)
        dialog.setIntValue(max(FIRST_EPOCH, self._epochs() // 2))
        dialog.intValueSelected.connect(lambda epoch: self._model.unfreeze_at(chosen, epoch - 1))
        dialog.open()

    def _dialog(self, title: str, label: str) -> QInputDialog:
        dialog = QInputDialog(self._area)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setObjectName("ask")
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        return dialog
