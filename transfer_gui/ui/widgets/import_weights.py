"""A weight file of the user's own: checked against the model before use, with a report that names every tensor."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ...core import paths
from ...core.errors import UserError
from ...core.job import Source
from ...core.models.entry import ModelEntry, titled
from ...core.models.places import folders
from ...core.progress import Progress
from ...workers import work
from .. import theme
from ..facts import Facts
from ..nouns import things
from ..translation import sentences, told, tr
from .card import Banner
from .model_figures import figures_of
from .text import Text
from .transfer_map import TransferMapView, by

TAG, KEEP = "check_weights", "keep_weights"
_MOST = 2000
"""Names that a list shows; a file of another model may have many thousands."""


class ImportWeights(Banner):
    """Checks one file at a time. `source` is what may be used, or None."""

    changed = Signal()
    map_shown = Signal()
    """`source` differs: a file was accepted, refused, or is being checked."""
    choose_wanted = Signal()

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__("info", parent)
        self._facts = facts
        self._asked: Source | None = None
        self.source: Source | None = None
        self.told: ModelEntry | None = None
        """What the file tells of the network that it holds, where it does so and is used as that."""
        self._own = False
        self.entry = QComboBox()
        self.entry.setObjectName("weights_entry")
        self.entry.setAccessibleName(tr("Set of weights in the file"))
        tip = tr("The file holds several sets: those of the last step, and averages over the training.")
        self.entry.setToolTip(tip)
        self.entry.activated.connect(self._choose_entry)
        self._entry_label = QLabel(tr("Use the set"))
        self._entry_label.setBuddy(self.entry)
        self.notes = Text("", "muted")
        self.tensors = QTreeWidget()
        self.tensors.setObjectName("tensor_report")
        self.tensors.setAccessibleName(tr("Tensors that do not fit"))
        self.tensors.setHeaderHidden(True)
        self.tensors.setMinimumHeight(110)
        self.tensors.setMaximumHeight(220)
        self.keep = QCheckBox(tr("Keep a copy with the program's weights"))
        self.keep.setObjectName("keep_copy")
        tip = tr("Copies the file into {folder}, so that it is still there without the stick.", folder=paths.weights())
        self.keep.setToolTip(tip)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("Weight file"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setObjectName("cancel_check")
        self.cancel.clicked.connect(self.clear)
        self.layers = TransferMapView()
        self.layers.chosen.connect(self._choose_pair)
        self.layers.overlap_chosen.connect(lambda on: self._again(overlap=on))
        self.by_layer = QPushButton(tr("Take over layer by layer"))
        self.by_layer.setObjectName("layer_by_layer")
        self.by_layer.setToolTip(
            tr("The file is of another network: take over the layers that fit, by name and by shape, or by hand.")
        )
        self.by_layer.clicked.connect(lambda: self._again(transfer="layers"))
        self.as_own = QPushButton(tr("Use it as a model of its own"))
        self.as_own.setObjectName("as_own_model")
        self.as_own.setToolTip(tr("The file tells its layers: use the network as it is, with a new head."))
        self.as_own.clicked.connect(lambda: self._again(transfer="whole", pairs=(), overlap=False))
        self.another = QPushButton(tr("Choose another file…"))
        self.another.setObjectName("choose_another_file")
        self.another.clicked.connect(self.choose_wanted)
        choice, under_way, end = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        choice.addWidget(self._entry_label)
        choice.addWidget(self.entry, 1)
        under_way.addWidget(self.progress, 1)
        under_way.addWidget(self.cancel)
        end.addStretch(1)
        end.addWidget(self.by_layer)
        end.addWidget(self.as_own)
        end.addWidget(self.another)
        self.body.setSpacing(theme.SPACE)
        self.body.addLayout(choice)
        self.body.addLayout(under_way)
        self.body.addWidget(self.notes)
        self.body.addWidget(self.tensors)
        self.body.addWidget(self.layers)
        self.body.addWidget(self.keep)
        self.body.addLayout(end)

    @property
    def path(self) -> str:
        """The file that is shown; empty while there is none."""
        return self._asked.weights if self._asked else ""

    def clear(self) -> None:
        """Forget the file."""
        self._facts.tasks.cancel(TAG)
        self._facts.tasks.cancel(KEEP)
        self._asked = self.source = self.told = None
        self._own = False
        self.hide()
        self.changed.emit()

    def check(self, model: str, path: str, entry: str = "") -> None:
        """Look in the background whether the file at `path` fits `model`, or is a model of its own."""
        self._own = False
        self._check(Source(model=model, weights=path, entry=entry))

    def _check(self, source: Source) -> None:
        self._asked, self.source, self.told = source, None, None
        self.say(tr("Checking {name}…", name=Path(source.weights).name), "", "info")
        folder = Path(source.weights).is_dir()
        self.another.setText(tr("Choose another folder…" if folder else "Choose another file…"))
        self._show(busy=True)
        self.progress.setRange(0, 0)
        self._facts.tasks.start(
            work.check_weights,
            self._asked,
            self._facts.class_count,
            self._facts.weight_folders,
            done=self._done,
            failed=self._failed,
            tag=TAG,
        )
        self.changed.emit()

    def keep_copy(self, done: Any) -> bool:
        """Copy the file, if the user wants it, and call `done(source)`; False where there is nothing to copy."""
        if self.source is None or not self.keep.isChecked() or not self.keep.isEnabled():
            return False
        source = self.source

        def copied(path: Path) -> None:
            self._show(busy=False)
            self.keep.setEnabled(False)
            self._facts.load_catalogue()
            done(source.model_copy(update={"weights": str(path)}))

        self._show(busy=True)
        self._facts.tasks.start(
            work.keep_weights,
            Path(source.weights),
            done=copied,
            failed=self._failed,
            progress=self._tell,
            tag=KEEP,
        )
        return True

    # ---- inside

    def _show(self, *, busy: bool) -> None:
        for widget in (self.progress, self.cancel):
            widget.setVisible(busy)
        for widget in (
            self.entry, self._entry_label, self.notes, self.tensors, self.keep, self.layers, self.by_layer, self.as_own
        ):  # fmt: skip
            widget.setVisible(False)
        self.another.setVisible(not busy)

    def _tell(self, progress: Progress) -> None:
        if progress.total:
            self.progress.setRange(0, 1000)
            self.progress.setValue(1000 * progress.done // progress.total)

    def _done(self, result: tuple[Source, tuple[str, ...], Any]) -> None:
        source, choices, found = result
        name, match = Path(source.weights).name, found.match
        self._show(busy=False)
        if found.plan is not None:
            self._show_layers(source, choices, found)
            return
        entry: ModelEntry = found.entry
        own = entry.by_file and found.refusal is None
        another = self._asked is not None and source.model != self._asked.model
        self._own = own and another
        self.by_layer.setVisible((found.refusal is not None or another) and not match.not_numbers)
        total = len(match.loaded) + len(match.missing) + len(match.misshaped)
        loaded = len(match.loaded)
        fits = tr("{count:,} of the {total:,} tensors of the backbone are loaded.", count=loaded, total=total)
        if found.refusal is not None:
            what = tr("{name} cannot be used for {model}", name=name, model=source.model)
            self.say(what, told(found.refusal), "bad")
        else:
            self.source = source
            partly = bool(match.missing or match.unexpected or match.misshaped)
            what = tr("{name} fits, but not in all" if partly else "{name} fits", name=name)
            if own:
                self.told = titled(entry, Path(source.weights).stem)
                what, fits = tr("{name} is a model of its own", name=name), f"{figures_of(entry)}\n{fits}"
            self.say(what, fits, "warning" if partly else "good")
        self.notes.say("\n".join(f"• {tr(note)}" for note in found.notes) if found.refusal is None else "")
        self._show_choices(choices, source.entry)
        self._list(match)
        own = Path(source.weights)
        known = any(own.is_relative_to(folder) for folder in folders(self._facts.weight_folders))
        self.keep.setVisible(found.refusal is None and not known and own.is_file())
        self.keep.setEnabled(True)
        self.changed.emit()

    def _show_layers(self, source: Source, choices: tuple[str, ...], found: Any) -> None:
        """The file is of another network, and is taken over as far as it goes."""
        plan, name = found.plan, Path(source.weights).name
        taken = sum(map(plan.carries, plan.pairs))
        self.source = source if found.refusal is None else None
        what = tr("{name} is taken over layer by layer", name=name)
        said = tr("{count} of {total} layers take over weights.", count=taken, total=len(plan.pairs))
        if not taken:
            said = sentences(said, tr("With nothing taken over, the whole model is trained from scratch."))
        entry = self._facts.entry(source.model)
        if entry is not None and found.kind not in {"", entry.usual.kind}:
            theirs, own = things(found.kind), things(entry.usual.kind)
            unlike = tr("The source was made for {theirs}, the target for {own}: unlike tasks.", theirs=theirs, own=own)
            said = sentences(said, unlike)
        self.say(what, told(found.refusal) if found.refusal else said, "bad" if found.refusal else "warning")
        self.as_own.setVisible(self._own)
        self.layers.show_map(plan)
        self.layers.show()
        self.map_shown.emit()
        self._show_choices(choices, source.entry)
        self.changed.emit()

    def _again(self, **update: object) -> None:
        """Check the file anew, taken over in another way."""
        if self._asked is not None:
            self._check(self._asked.model_copy(update=update))

    def _choose_pair(self, layer: str, source: str) -> None:
        if self._asked is not None:
            self._again(pairs=tuple((dict(self._asked.pairs) | {layer: source}).items()))

    def _failed(self, error: Exception, details: str) -> None:
        self._show(busy=False)
        name = Path(self.path).name
        if isinstance(error, UserError):
            self.say(tr("{name} cannot be used", name=name), told(error), "bad")
        else:
            self.say(tr("{name} could not be read", name=name), f"{type(error).__name__}: {error}", "bad")
            self.text.setToolTip(details)
        self.source = None
        self.changed.emit()

    def _show_choices(self, choices: tuple[str, ...], chosen: str) -> None:
        several = len(choices) > 1 or bool(choices and choices[0])
        self.entry.clear()
        for choice in choices:
            self.entry.addItem(choice or tr("the file's own weights"), choice)
        self.entry.setCurrentIndex(max(0, self.entry.findData(chosen)))
        self.entry.setVisible(several)
        self._entry_label.setVisible(several)

    def _choose_entry(self, place: int) -> None:
        if self._asked is not None:
            self._again(entry=self.entry.itemData(place))

    def _list(self, match: Any) -> None:
        self.tensors.clear()
        shapes = [
            tr("{name}: {file} in the file, {own} in the model", name=name, file=by(file), own=by(own))
            for name, file, own in match.misshaped
        ]
        for title, names in (
            (tr("Missing in the file"), match.missing),
            (tr("Without a place in the model"), match.unexpected),
            (tr("Of another shape"), shapes),
            (tr("Not numbers (NaN)"), match.not_numbers),
        ):
            if not names:
                continue
            top = QTreeWidgetItem([f"{title}: {len(names):,}"])
            top.addChildren([QTreeWidgetItem([str(name)]) for name in names[:_MOST]])
            if len(names) > _MOST:
                top.addChild(QTreeWidgetItem([tr("and {count:,} more", count=len(names) - _MOST)]))
            for item in top.takeChildren():
                item.setToolTip(0, item.text(0))
                top.addChild(item)
            self.tensors.addTopLevelItem(top)
            top.setExpanded(len(names) <= 20)
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.tensors.setVisible(self.tensors.topLevelItemCount() > 0)
