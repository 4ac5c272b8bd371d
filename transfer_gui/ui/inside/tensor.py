"""Any tensor of the chosen layer as numbers in colours, slice by slice."""

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ...core.inspect import slices
from ...core.progress import Long, Progress
from ...workers import looking
from .. import theme
from ..context import Context
from ..icons import icon
from ..translation import tr
from ..widgets.matrix_view import MatrixView, levels
from ..widgets.place_choice import PlaceChoice
from ..widgets.text import Text
from ..widgets.working import Working

MOST = 6
"""Dimensions before the last two that can be chosen."""


def coloured(tensor: Any, index: tuple[int, ...]) -> Long[tuple[Any, Any, float]]:
    """A slice, its colour levels and where the colours end."""
    yield Progress(0, 0, "Colouring the numbers")
    matrix = np.ascontiguousarray(slices.as_matrix(tensor, index))
    high = slices.extent(matrix.astype(np.float32))
    return matrix, levels(matrix, -high, high), high


class TensorLook(QWidget):
    """A tensor, and an index for each dimension before its last two."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._read: Any = None
        self.place = PlaceChoice(context, tr("Network of the tensor"))
        self.place.setObjectName("tensor_place")
        self.names = QComboBox()
        self.names.setObjectName("tensor_name")
        self.names.setAccessibleName(tr("Tensor"))
        self.names.setMinimumContentsLength(22)
        self.names.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.indices = [QSpinBox() for _ in range(MOST)]
        for place, box in enumerate(self.indices):
            box.setObjectName(f"tensor_index_{place}")
            box.setAccessibleName(tr("Index of dimension {number}", number=place))
            box.setPrefix(tr("dim {number}: ", number=place))
            box.setWrapping(True)
            box.valueChanged.connect(self._slice)
            box.hide()
        self.copy = QPushButton(icon("copy"), tr("Copy as numpy"))
        self.copy.setObjectName("copy_numpy")
        self.copy.setToolTip(tr("The slice that is shown, as a line of Python that gives it back to the bit"))
        self.save = QPushButton(icon("save"), tr("Save .npy…"))
        self.save.setObjectName("save_npy")
        self.save.setToolTip(tr("The whole tensor as a file that numpy.load reads"))
        self.whole = QPushButton(tr("All in sight"))
        self.whole.setObjectName("tensor_all")
        self.state = Text("", "muted")
        self.state.setObjectName("tensor_state")
        self.under = Text(" ", "muted", wrap=False)
        self.under.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.under.setObjectName("tensor_value")
        self.working = Working(context.facts.tasks, "tensor")
        self.matrix = MatrixView()
        above = QHBoxLayout()
        above.setSpacing(theme.SPACE)
        for widget in (self.place, self.names):
            above.addWidget(widget)
        above.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        for widget in self.indices:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.whole, self.copy, self.save):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(above)
        column.addLayout(row)
        for widget in (self.state, self.working):
            column.addWidget(widget)
        column.addWidget(self.matrix, 1)
        column.addWidget(self.under)
        self.place.chosen.connect(self.refresh)
        self.names.activated.connect(self._choose)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._ask)
        self.whole.clicked.connect(self.matrix.show_all)
        self.matrix.moved.connect(lambda words: self.under.setText(words or " "))
        context.facts.selection_changed.connect(self.refresh)

    @property
    def tensor(self) -> Any:
        """The one that is shown. A 1 x 1 kernel is left off its end: the rest is a matrix."""
        whole = self._read.tensors.get(self.names.currentText()) if self._read is not None else None
        return whole[..., 0, 0] if whole is not None and whole.ndim > 3 and whole.shape[-2:] == (1, 1) else whole

    @property
    def index(self) -> tuple[int, ...]:
        """Of the dimensions before the last two."""
        leading = max(0, self.tensor.ndim - 2) if self.tensor is not None else 0
        return tuple(box.value() for box in self.indices[:leading])

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Read the chosen layer's tensors, if this is in sight."""
        place, layer = self.place.place, self._context.facts.selected_layer
        if not self.isVisible() or place is None:
            return
        if not layer:
            self._take(None)
            self.state.say(tr("Choose a layer in the tree on the page 'Layers': its tensors are shown here."))
            return
        self.state.say("")
        self.working.start(looking.tensors, place, layer, self._context.facts.weight_folders, done=self._take)

    def _take(self, read: Any) -> None:
        kept = self.names.currentText()
        self._read = read
        self.names.clear()
        known = list(read.tensors) if read is not None else []
        self.names.addItems(known)
        self.names.setCurrentIndex(max(0, self.names.findText(kept)) if known else -1)
        for button in (self.copy, self.save, self.whole):
            button.setEnabled(bool(known))
        if read is not None and not known:
            self.state.say(tr("This layer has no tensors: it only computes."))
        self._choose()

    def _choose(self, *_: object) -> None:
        tensor = self.tensor
        leading = max(0, tensor.ndim - 2) if tensor is not None else 0
        for place, box in enumerate(self.indices):
            box.setVisible(place < leading)
            if tensor is not None and place < leading:
                box.blockSignals(True)
                box.setMaximum(max(0, tensor.shape[place] - 1))
                box.blockSignals(False)
        if tensor is None:
            self.matrix.show_matrix(np.empty((0, 0), np.float32), np.empty((0, 0), np.uint8), 0, 1)
            return
        name = self.names.currentText()
        stored = self._read.dtypes.get(name, tensor.dtype.name)
        shape = " x ".join(f"{n:,}" for n in self._read.tensors[name].shape) or tr("one number")
        words = tr("{shape}, {type}. Turn the wheel to look closer, drag to move.", shape=shape, type=stored)
        if tensor.ndim > 2:
            words = tr(
                "{shape}, {type}. The last two dimensions are rows and columns; the others are chosen above. Turn the "
                "wheel to look closer, drag to move.",
                shape=shape, type=stored,
            )  # fmt: skip
        self.state.say(words)
        self._slice()

    def _slice(self, *_: object) -> None:
        tensor = self.tensor
        if tensor is None or not tensor.size:
            self.matrix.show_matrix(np.empty((0, 0), np.float32), np.empty((0, 0), np.uint8), 0, 1)
            return

        def take(found: Any) -> None:
            matrix, found_levels, high = found
            self.matrix.show_matrix(matrix, found_levels, -high, high)

        self.working.start(coloured, tensor, self.index, done=take)

    def _copy(self) -> None:
        tensor = self.tensor
        if tensor is None:
            return
        index = self.index
        name = self.names.currentText() + (f"[{', '.join(map(str, index))}]" if index else "")
        array = tensor[index] if index else tensor

        def take(code: str) -> None:
            QGuiApplication.clipboard().setText(code)
            told = tr("{name} is on the clipboard, {count:,} numbers.", name=name, count=array.size)
            self.under.setText(told)

        self.working.start(looking.numpy_code, name, array, done=take)

    def _ask(self) -> None:
        name = f"{self.names.currentText()}.npy"
        path, _ = QFileDialog.getSaveFileName(self, tr("Save tensor"), name, "numpy (*.npy)")
        if path:
            self.save_as(Path(path))

    def save_as(self, path: Path) -> None:
        """Write the whole tensor; a fault is told."""
        try:
            with path.open("wb") as file:
                np.save(file, self._read.tensors[self.names.currentText()], allow_pickle=False)
        except OSError as error:
            self.working.say(tr("{path} cannot be written: {reason}.", path=path, reason=error.strerror))
