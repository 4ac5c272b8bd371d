"""What the window knows around the job: the catalogue, the source's layers, the dataset, one measured step.

All of it is found in the background and follows the job by itself; none of it is undoable.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from ..core.data.dataset import Dataset, Split
from ..core.errors import GroupsUnclear, UserError
from ..core.job import Data, Job, Source
from ..core.models.entry import ModelEntry
from ..core.models.layer import Layer
from ..core.models.presets import presets
from ..core.progress import Progress
from ..core.training.estimate import estimate
from ..session import Session
from ..workers import work
from ..workers.task import Tasks
from .translation import sentences, tr

LayersKey = tuple[Source, int, int | None]
"""Source, number of classes, input size."""


class Facts(QObject):
    """Facts by name; each has a `..._changed` signal, and an error text that is empty while all is well."""

    catalogue_changed = Signal()
    layers_changed = Signal()
    dataset_changed = Signal()
    scan_progress = Signal(object)
    """core.progress.Progress while the dataset is scanned."""
    probe_changed = Signal()
    room_changed = Signal()
    batches_changed = Signal()
    """`paces` differs."""
    selection_changed = Signal()
    """`selected_layer` differs."""
    busy_changed = Signal()
    """`busy` differs: what is being done in the background, by tag, in words."""
    failed = Signal(str, str, str)
    """(what, cure, details) of a fault in background work, once each."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.tasks = Tasks(self)
        self.catalogue: tuple[ModelEntry, ...] = ()
        self.catalogue_error = ""
        self.layers: Layer | None = None
        self.layers_error = ""
        self.dataset: Dataset | None = None
        """As the job takes it: without the examples that are left out."""
        self.scanned: Dataset | None = None
        """As its files are."""
        self.split: Split | None = None
        """None while it is being found anew, so that nothing is started on the one before."""
        self.dataset_error = ""
        self.groups_error = ""
        """The same where only what must stay together cannot be found: the dataset is there, and has no split."""
        self._taken: Dataset | None = None
        """As the job takes it, while its split is being found."""
        self.columns: tuple[str, ...] = ()
        """The columns of a table, from which path and label may be chosen."""
        self.probe: Any = None
        """What one step takes (`core.runs.probe.Probe`); None while it is not known."""
        self.probe_error = ""
        self.room: Any = None
        """The memory of the job's device (`core.training.device.Room`); None while it is not known."""
        self.paces: tuple[tuple[int, float], ...] = ()
        """Pictures a second by batch size, where the job's was found by trying."""
        self.batches_error = ""
        self.selected_layer: str | None = None
        """Path of the layer that the user looks at ("" is the whole model); None: none is chosen."""
        self.busy: dict[str, str] = {}
        self._source_read: Source | None = None
        """The source that `layers` are those of."""
        self._layers_of: LayersKey | None = None
        self._kind = session.job.data.domain
        """What the scan under way found the examples to be."""
        """What the layers were last asked for; they are not asked for again before it differs."""
        session.job_changed.connect(self._follow)

    # ---- settings that are facts of this machine, not of the job

    @property
    def weight_folders(self) -> tuple[Path, ...]:
        """Folders the user added for weight files."""
        value = QSettings().value("weights/folders", [])
        names = [value] if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]
        return tuple(Path(name) for name in names)

    def set_weight_folders(self, folders: tuple[Path, ...]) -> None:
        QSettings().setValue("weights/folders", [str(f) for f in folders])
        self.load_catalogue()

    @property
    def allow_network(self) -> bool:
        """Whether the user allowed published weights to be offered for download. Off from the start."""
        return QSettings().value("network/allowed", False, type=bool)  # type: ignore[return-value]

    def set_allow_network(self, allowed: bool) -> None:
        QSettings().setValue("network/allowed", allowed)
        self.load_catalogue()

    # ---- finding things out

    def begin(self) -> None:
        """Start looking, once the window is painted."""
        self.load_catalogue()
        self._follow(self.session.job, None)

    def load_catalogue(self) -> None:
        self._start("catalogue", tr("Loading the model list"), work.catalogue, self.weight_folders, self.allow_network)

    def entry(self, name: str) -> ModelEntry | None:
        """The catalogue's row for a model; of the job's own source, what its file tells of it, once it is read."""
        if self._source_read == self.session.job.source and self.layers is not None:
            told = self.layers.entry
            if told is not None and told.name == name:
                return told
        return next((e for e in self.catalogue if e.name == name), None)

    def choose_source(self, source: Source, text: str = "") -> None:
        """Make `source` the job's source model, with the plan that suits it, as one undo step.

        Same model, other weights: the plan stays, unless it is the weights that tell the layers. Another model: head
        only; from scratch: everything is trained.
        """
        text = text or tr("Choose {model}", model=source.model)
        old = self.session.job.source
        entry = self.entry(source.model)
        alike = entry is None or not entry.by_file
        if source.model == old.model and (source.weights == "none") == (old.weights == "none") and alike:
            self.session.edit("source", source, text)
            return

        def found(root: Layer) -> None:
            plan = presets(root)["all" if source.weights == "none" else "head"]
            self._layers_of = (source, count, None)
            self._set_layers(root)
            self.session.edit_many({"source": source, "plan": plan, "data.input_size": None}, text)

        count = self.class_count
        words = tr("Reading {model}", model=source.model)
        self._start("layers", words, work.layers, source, count, None, self.weight_folders, done=found)

    def choose_data(self, path: str) -> None:
        """Make `path` (a folder, a table, or 'sample:NAME') the job's dataset."""
        old = self.session.job.data
        update: dict[str, object] = {"path": path, "path_column": "", "label_column": "", "renames": {}}
        update |= {"group_column": "", "group_pattern": ""}
        if path != old.path:
            update |= {"marked": (), "excluded": (), "relabelled": {}}
        data = old.model_copy(update=update)
        self.session.edit("data", Data.model_validate(data.model_dump()), tr("Choose dataset"))

    def rescan(self) -> None:
        """Scan the dataset again: its files may have changed."""
        data = self.session.job.data
        self.scanned, self.dataset, self.split = None, None, None
        self.dataset_error, self.groups_error = "", ""
        if data.path:
            self._start("scan", tr("Scanning the dataset"), work.scan, data)
        else:
            self.tasks.cancel("scan")
            self._done_with("scan")
        self.dataset_changed.emit()

    def open_every(self) -> None:
        """Open every file of the dataset that has not been opened yet; the dataset stays as it is until then."""
        self._start("scan", tr("Opening every file"), work.scan, self.session.job.data, True)

    def cancel_scan(self) -> None:
        self.tasks.cancel("scan")
        self._done_with("scan")
        if self.split is None:
            self.dataset_error = tr("The scan was cancelled.")
        self.dataset_changed.emit()

    def measure(self) -> None:
        """Measure one real step of the job in the background (peak memory, seconds per epoch)."""
        if self.dataset is None or self.split is None:
            return
        self.leave_layers()
        arguments = (self.session.job, self.dataset, self.split, self.weight_folders)
        self._start("probe", tr("Measuring one step"), work.probe, *arguments)

    def find_batch_size(self) -> None:
        """Find the job's batch size by trying, and set it, as one undo step."""
        if self.dataset is None or self.split is None:
            return

        def found(result: Any) -> None:
            self.session.edit("training.batch_size", result.size, tr("Find the batch size"))
            self.paces = result.paces
            self.batches_changed.emit()

        self.leave_layers()
        self.tasks.cancel("probe")  # two at once would measure each other
        self._done_with("probe")
        arguments = (self.session.job, self.dataset, self.split, self.weight_folders)
        self._start("batches", tr("Looking for the batch size"), work.batches, *arguments, done=found)

    def measure_layers(self, done: Callable[[Any], None], failed: Callable[[Exception, str], None]) -> None:
        """Time every layer of the job's network in the background; `done` is given `core.training.costs.Times`."""
        args = (self.session.job, self.class_count, self.weight_folders)
        self._start("costs", tr("Measuring the layers"), work.costs, *args, done=done, failed=failed)

    def leave_layers(self) -> None:
        """Let the measurement of the layers be, if one is under way."""
        self.tasks.cancel("costs")
        self._done_with("costs")

    def look_at_room(self) -> None:
        """Find out how much memory is free where the job is to run."""
        self.tasks.start(work.room, self.session.job.device.name, done=self._take_room, tag="room")

    @property
    def device_kind(self) -> str:
        """Of the job's device: 'cpu', 'cuda' or 'mps'."""
        if self.room is not None:
            return str(self.room.kind)
        kind = self.session.job.device.name.partition(":")[0]
        return "cpu" if kind == "auto" else kind

    def fits(self, job: Job) -> bool | None:
        """Whether the memory that `job` is estimated to need is free; None while that is not known."""
        if self.layers is None or self.room is None:
            return None
        return estimate(self.layers, job, self.device_kind).total <= self.room.free

    def select_layer(self, path: str | None) -> None:
        """Make the layer at `path` the one that the window looks at."""
        if path != self.selected_layer:
            self.selected_layer = path
            self.selection_changed.emit()

    def shutdown(self) -> None:
        self.tasks.shutdown()

    # ---- following the job

    @property
    def class_count(self) -> int:
        return len(self.dataset.classes) if self.dataset else 10

    def _follow(self, new: Job, old: Job | None) -> None:
        if old is None or _scan_key(new.data) != _scan_key(old.data):
            if old is None or new.data != old.data.model_copy(update={"domain": self._kind}):
                self.rescan()  # else it was the scan under way that found out what the examples are
        elif _edits(new.data) != _edits(old.data):
            self._divide(new.data)
        if old is None or new != old:
            self.probe, self.probe_error = None, ""
            self.tasks.cancel("probe")
            self._done_with("probe")
            self.probe_changed.emit()
            self.paces, self.batches_error = (), ""
            self.tasks.cancel("batches")
            self._done_with("batches")
            self.batches_changed.emit()
        if old is not None and new.device.name != old.device.name:
            self.room = None
            self.look_at_room()
        self._want_layers()

    def _divide(self, data: Data) -> None:
        """Take the dataset as the job says now; its files are not read again."""
        if self.scanned is not None:
            self.split = None
            self._start("scan", tr("Dividing the dataset"), work.divide, self.scanned, data)
        elif data.path:
            self.rescan()

    def _want_layers(self) -> None:
        job = self.session.job
        key = (job.source, self.class_count, job.data.input_size)
        if key != self._layers_of:
            self._layers_of = key
            words = tr("Reading {model}", model=job.source.model)
            self._start("layers", words, work.layers, *key, self.weight_folders, done=self._set_layers)

    def _set_layers(self, root: Layer) -> None:
        if self.layers is None:
            self.tasks.start(work.ahead)
        self.layers, self.layers_error = root, ""
        self._source_read = self._layers_of[0] if self._layers_of is not None else None
        self.layers_changed.emit()

    # ---- background work

    def _start(self, tag: str, words: str, function, *args, done=None, failed=None) -> None:  # type: ignore[no-untyped-def]
        self.busy[tag] = words
        self.busy_changed.emit()

        def finished(result: object) -> None:
            self._done_with(tag)
            (done or getattr(self, f"_take_{tag}"))(result)

        def fault(error: Exception, details: str) -> None:
            self._done_with(tag)
            (failed or partial(self._fail, tag))(error, details)

        progress = self._tell_scan if tag == "scan" else self._tell(tag)
        self.tasks.start(function, *args, done=finished, failed=fault, progress=progress, tag=tag)

    def _tell(self, tag: str):  # type: ignore[no-untyped-def]
        def tell(progress: Progress) -> None:
            if progress.text:
                self.busy[tag] = tr(progress.text)
                self.busy_changed.emit()

        return tell

    def _tell_scan(self, progress: Progress) -> None:
        if isinstance(progress.item, work.Kind):
            self._kind = progress.item.domain
            self.session.amend("data.domain", self._kind)
        if isinstance(progress.item, Dataset):
            self.scanned = progress.item
        if isinstance(progress.item, work.Taken):
            self._taken = progress.item.dataset
        self.scan_progress.emit(progress)

    def _done_with(self, tag: str) -> None:
        if self.busy.pop(tag, None) is not None:
            self.busy_changed.emit()

    def _take_catalogue(self, entries: tuple[ModelEntry, ...]) -> None:
        self.catalogue, self.catalogue_error = entries, ""
        self.catalogue_changed.emit()

    def _take_scan(self, found: tuple[Dataset, Dataset, Split]) -> None:
        self.scanned, self.dataset, self.split = found
        self.dataset_error, self.groups_error, self.columns = "", "", self.dataset.columns
        self._taken = None
        self.dataset_changed.emit()
        self._want_layers()

    def _take_room(self, room: object) -> None:
        if room != self.room:
            self.room = room
            self.room_changed.emit()

    def _take_probe(self, result: object) -> None:
        self.probe, self.probe_error = result, ""
        self.probe_changed.emit()

    def _fail(self, tag: str, error: Exception, details: str) -> None:
        what, cure = f"{type(error).__name__}: {error}", ""
        if isinstance(error, UserError):
            what, cure = tr(error.what), tr(error.cure)
        if tag == "scan":
            kept = isinstance(error, GroupsUnclear)
            self.dataset, self.split = self._taken if kept else None, None
            self.groups_error, self._taken = sentences(what, cure) if kept else "", None
            self.columns = getattr(error, "columns", self.scanned.columns if self.scanned else ())
        setattr(self, {"scan": "dataset"}.get(tag, tag) + "_error", sentences(what, cure))
        getattr(self, {"scan": "dataset"}.get(tag, tag) + "_changed").emit()
        if not isinstance(error, UserError):
            self.failed.emit(what, cure, details)


def _scan_key(data: Data) -> tuple[object, ...]:
    """The part of the data that decides what a scan finds."""
    return (data.path, data.domain, data.path_column, data.label_column, data.group_column)


def _edits(data: Data) -> tuple[object, ...]:
    """The part of the data that decides how what was found is taken."""
    return (data.validation, data.test, data.seed, data.group_pattern, data.excluded, data.relabelled)
