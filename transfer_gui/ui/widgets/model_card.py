"""The details of one source model: what it is, its sets of weights, how to get them, and the button that uses it."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ...core.job import Source
from ...core.models.entry import PUBLISHED, ModelEntry, Weights
from ...core.models.shipped import PREFIX
from .. import theme
from ..facts import Facts
from ..models.catalogue import key_of
from ..models.families import WORDS
from ..translation import tr
from .bring_weights import BringWeights
from .import_weights import ImportWeights
from .model_figures import figures_of
from .text import Text
from .weights_choice import FILE, NONE, WeightsChoice

HERE = {"shipped", "disk"}


class ModelCard(QFrame):
    """Shows one entry of the catalogue. Nothing is used before the button is pressed."""

    use_wanted = Signal(object)
    """core.job.Source that the user decided on."""
    import_wanted = Signal()

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_card")
        self._facts = facts
        self.entry: ModelEntry | None = None
        self._used: Source | None = None
        self.title = Text("", "title")
        self.figures = Text("", "muted")
        self.about = Text("")
        self.choice = WeightsChoice()
        self.bring = BringWeights(facts)
        self.import_ = ImportWeights(facts)
        self.choose_folder = QPushButton(tr("Choose folder…"))
        self.choose_folder.setObjectName("choose_folder")
        self.choose_folder.setToolTip(tr("The folder with the network's files, wherever it is."))
        self.choose_folder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.recipe = Text("", "muted")
        self.licence = Text("", "muted")
        self.place = Text("", "muted")
        for text in (self.licence, self.place, self.recipe):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.use = QPushButton(tr("Use this model"))
        self.use.setObjectName("use_model")
        self.use.setProperty("primary", "true")
        self.use.setToolTip(tr("Make this the job's source model (Enter or double-click in the table)."))
        self.status = Text("", "muted")
        self._put_together()
        self.choice.chosen.connect(self._choose)
        self.bring.import_wanted.connect(self.import_wanted)
        self.choose_folder.clicked.connect(self.import_wanted)
        self.import_.choose_wanted.connect(self.import_wanted)
        self.import_.changed.connect(self._show_state)
        self.import_.changed.connect(lambda: QTimer.singleShot(0, self, self._show_import))
        self.use.clicked.connect(self._use)
        facts.layers_changed.connect(self._show_state)

    # ---- what is shown

    def show_entry(self, entry: ModelEntry | None) -> None:
        """Show `entry`, with the job's weights chosen where the job uses it, else those that are ready."""
        old, value, self.entry = self.entry, self.choice.value(), None
        self.setVisible(entry is not None)
        same = old is not None and entry is not None and key_of(old) == key_of(entry)
        if not same:
            self.import_.clear()
        if entry is None:
            return
        self.entry = entry
        folder = entry.brings == "folder"
        self.choice.set_weights(entry.weights, architecture=entry.origin != "file", folder=folder)
        self.choice.set_value(value if same and value in self.choice.buttons else self._first(entry))
        self._show_file_note()
        self._show_state()

    def set_used(self, source: Source) -> None:
        """Say which source the job uses now."""
        self._used = source
        self._show_state()

    def import_file(self, path: str) -> None:
        """Check the file at `path` as weights of the model shown."""
        if self.entry is not None and self.entry.origin != "file":
            self.choice.set_value(FILE)
            self.import_.check(self.entry.name, path)

    def source(self) -> Source | None:
        """What 'Use this model' would use; None where it cannot be used yet."""
        entry, value = self.entry, self.choice.value()
        if entry is None or not value:
            return None
        if value == FILE:
            return self.import_.source
        weights = self._weights()
        if value == NONE or (weights is not None and weights.where in HERE):
            return Source(model=entry.name, weights=value)
        return None

    def activate(self) -> None:
        """Use the model, as the button does; where it cannot be yet, lead to what is missing."""
        if self.use.isEnabled():
            self._use()
        elif self.bring.isVisible():
            self.area.ensureWidgetVisible(self.bring)
            self.bring.import_file.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- inside

    def _put_together(self) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 14, 16, 8)
        layout.setSpacing(6)
        for widget in (self.title, self.figures, self.about):
            layout.addWidget(widget)
        layout.addSpacing(theme.SPACE)
        layout.addWidget(Text(tr("Start from"), "heading"))
        for widget in (self.choice, self.choose_folder, self.bring, self.import_):
            layout.addWidget(widget)
        layout.addSpacing(theme.SPACE)
        self._recipe_title = Text(tr("How examples are prepared"), "heading")
        self._licence_title = Text(tr("Licence and file"), "heading")
        for widget in (self._recipe_title, self.recipe, self._licence_title, self.licence, self.place):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        end = QHBoxLayout()
        end.setContentsMargins(16, 8, 16, 14)
        end.setSpacing(theme.SPACE)
        self.use.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        end.addWidget(self.use)
        end.addWidget(self.status, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.area, 1)
        outer.addLayout(end)

    def _first(self, entry: ModelEntry) -> str:
        used = self._used
        if used is not None and used.model == entry.name:
            if used.weights in self.choice.buttons:
                return used.weights
            if entry.origin != "file" and used.weights != "shipped" and not used.weights.startswith(PUBLISHED):
                return FILE
        return entry.ready.id if entry.ready else next(iter(self.choice.buttons), NONE)

    def _weights(self) -> Weights | None:
        value = self.choice.value()
        return next((w for w in self.entry.weights if w.id == value), None) if self.entry else None

    def _show_file_note(self) -> None:
        used, entry = self._used, self.entry
        if used is None or entry is None or used.model != entry.name or entry.origin == "file":
            return
        if used.weights != NONE and used.weights not in self.choice.buttons:
            note = used.weights
            if note.startswith(PREFIX):
                note = tr("{name}, which comes with the program", name=note.removeprefix(PREFIX))
            note = tr("{path} (set {name})", path=note, name=used.entry) if used.entry else note
            if used.transfer == "layers":
                note = tr("{path}, layer by layer", path=note)
            self.choice.set_note(FILE, note)

    def _choose(self, value: str) -> None:
        if value == FILE and not self.import_.path and not self._file_in_use():
            self.import_wanted.emit()
        self._show_state()

    def _file_in_use(self) -> bool:
        used, entry = self._used, self.entry
        return (
            used is not None
            and entry is not None
            and used.model == entry.name
            and used.weights != NONE
            and used.weights not in self.choice.buttons
        )

    def _show_state(self) -> None:
        """Everything that depends on the choice."""
        entry, value = self.entry, self.choice.value()
        if entry is None:
            return
        weights, told = self._weights(), self._told(entry, value)
        self.title.setText(told.title)
        self.figures.setText(figures_of(told))
        self.about.setText(tr(WORDS.get(told.family, "")))
        missing = weights is not None and weights.where not in HERE
        if weights is not None and missing:
            self.bring.show_weights(weights)
        self.bring.setVisible(missing)
        self.import_.setVisible(value == FILE and bool(self.import_.path))
        self.choose_folder.setVisible(value == FILE and entry.brings == "folder" and not self.import_.path)
        recipe = weights.preprocessing if weights else None if told is entry else told.usual
        self.recipe.say(recipe.words() if recipe else "")
        self._recipe_title.setVisible(recipe is not None)
        self.licence.say(weights.licence if weights else "")
        self.place.say(weights.path or weights.url if weights else "")
        self._licence_title.setVisible(bool(weights and (weights.licence or weights.path or weights.url)))
        source, used = self.source(), self._used
        in_use = source is not None and source == used
        if value == FILE and source is None and self._file_in_use() and not self.import_.path:
            in_use = True
        self.use.setEnabled(source is not None and not in_use)
        self.use.setText(tr("In use" if in_use else "Use this model"))
        self.status.say(self._words(source, in_use, missing, value))

    def _show_import(self) -> None:
        """Bring what is said of a file into view."""
        if self.import_.isVisible():
            self.area.verticalScrollBar().setValue(self.import_.y() - theme.SPACE)

    def _told(self, entry: ModelEntry, value: str) -> ModelEntry:
        """What is shown of the model: of a file that tells its layers, what it tells."""
        if value != FILE:
            return entry
        if self.import_.told is not None:
            return self.import_.told
        used = self._facts.entry(entry.name) if self._file_in_use() and not self.import_.path else None
        return used if used is not None and used.by_file else entry

    def _words(self, source: Source | None, in_use: bool, missing: bool, value: str) -> str:
        if in_use:
            return tr("This is the job's source model.")
        if missing:
            return tr("Its weights are not on this computer yet.")
        if value == FILE and source is None:
            folder = self.entry is not None and self.entry.brings == "folder"
            return tr("Choose a folder first." if folder else "Choose a file that fits first.")
        if value == NONE:
            return tr("Every layer will be trained from random numbers.")
        return ""

    def _use(self) -> None:
        source = self.source()
        if source is None:
            return
        if self.choice.value() == FILE and self.import_.keep_copy(self._use_copy):
            return
        self.use_wanted.emit(source)

    def _use_copy(self, source: Source) -> None:
        """Use the copy; by the name of the published set where it is one, so that the job holds on other machines."""
        name = Path(source.weights).name
        published = [w for w in self.entry.weights if w.where != "shipped"] if self.entry else []
        known = next((w for w in published if w.file == name), None)
        if known is not None and not source.entry:
            source = Source(model=source.model, weights=known.id)
        self.use_wanted.emit(source)
