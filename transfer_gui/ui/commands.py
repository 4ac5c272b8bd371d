"""What the actions do."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog

from ..core import job as jobs
from ..core.errors import UserError
from ..core.frozen import replace
from ..core.job import Job
from ..core.models.places import is_package
from ..core.plan import Plan
from ..core.sample_job import EXAMPLE, examples, sample_job
from ..workers import work
from . import help as help_texts
from . import language, theme
from .context import Context
from .icons import icon
from .recent import forget, remember
from .translation import tr

if TYPE_CHECKING:
    from .main_window import MainWindow

TABLES = {".csv", ".tsv", ".txt"}
WEIGHTS = {".pt", ".pth", ".ckpt", ".safetensors", ".bin"}
SAMPLE = "sample:"


class Commands(QObject):
    """One method an action; dialogs are asked here and nowhere else."""

    def __init__(self, window: "MainWindow", context: Context) -> None:
        super().__init__(window)
        self.window, self.context = window, context
        self.job_file: Path | None = None
        self._start_when_ready = False
        context.facts.dataset_changed.connect(self._start_if_ready)
        context.facts.layers_changed.connect(self._start_if_ready)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """The method of every action, by its name."""
        runner, facts, filling = self.context.runner, self.context.facts, self.context.filling
        own: dict[str, Callable[[], object]] = {name: getattr(self, name) for name in (
            "new", "open_job", "save_job", "save_job_as", "save_script", "open_folder", "open_table", "open_run",
            "import_weights", "export", "start", "pause", "compare", "resume_run", "full_screen", "doctor",
        )}  # fmt: skip
        return own | {
            "sample": lambda: self.start_sample("clipart-10"),
            "example": lambda: self.load_job(examples()[EXAMPLE], own=False),
            "quit": self.window.close,
            "stop": runner.stop,
            "measure": facts.measure,
            "ahead": lambda: filling.set_enabled(not filling.enabled),
            "theme_system": lambda: theme.theme().choose("system"),
            "theme_light": lambda: theme.theme().choose("light"),
            "theme_dark": lambda: theme.theme().choose("dark"),
            "reset_layout": self.window.reset_layout,
            "first_steps": lambda: help_texts.show(self.window, tr("First steps"), tr(help_texts.FIRST_STEPS)),
            "glossary": lambda: help_texts.show(self.window, tr("What the words mean"), help_texts.glossary()),
            "shortcuts": lambda: help_texts.show(self.window, tr("Keyboard shortcuts"), help_texts.shortcuts()),
            "about": lambda: help_texts.show(self.window, tr("About transfer_gui"), help_texts.about()),
        }

    def dress_undo(self, undo: QAction, redo: QAction) -> None:
        """Pictures and shortcuts for the undo stack's own actions."""
        for action, picture, words, key in (
            (undo, "undo", tr("Undo"), "Ctrl+Z"),
            (redo, "redo", tr("Redo"), "Ctrl+Shift+Z"),
        ):
            action.setIcon(icon(picture))
            action.setShortcut(QKeySequence(key))
            action.setObjectName(f"action_{picture}")
            action.setIconText(words)

    # ---- the job

    def new(self) -> None:
        self.context.session.set_job(Job(plan=sample_job().plan), tr("New job"))
        self.job_file = None
        self.window.show_page("home")

    def open_job(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self.window, tr("Open job"), "", tr("Jobs (*.toml);;All files (*)"))
        if path:
            self.load_job(Path(path))

    def load_job(self, path: Path, own: bool = True) -> bool:
        """Put the job in a file on the table; False, and told, where it cannot be read. One that is not the user's
        `own` is never written to."""
        try:
            job = jobs.load(path)
        except UserError as error:
            forget("jobs", str(path))
            self.window.info.tell("bad", tr(error.what), tr(error.cure))
            return False
        self.context.session.set_job(job, tr("Open {name}", name=path.name))
        self.context.session.undo_stack.setClean()
        self.job_file = path if own else None
        if own:
            remember("jobs", str(path))
        self.window.show_page("train" if job.data.path else "data")
        cure = tr("Press Start to train it, or look through the steps.")
        self.window.info.tell("accent", tr("Opened {path}.", path=path), cure)
        return True

    def save_job(self) -> None:
        if self.job_file is None:
            self.save_job_as()
        else:
            self._write_job(self.job_file)

    def save_job_as(self) -> None:
        name = f"{self.context.session.job.source.model}.toml"
        path, _ = QFileDialog.getSaveFileName(self.window, tr("Save job"), name, tr("Jobs (*.toml)"))
        if path:
            self._write_job(Path(path).with_suffix(".toml") if not Path(path).suffix else Path(path))

    def _write_job(self, path: Path) -> None:
        def written(_: object) -> None:
            self.job_file = path
            self.context.session.undo_stack.setClean()
            remember("jobs", str(path))
            line = f"transfer-gui train {path.name}"
            self.window.info.tell("good", tr("Saved {path}.", path=path), tr("In a terminal: {line}", line=line))

        self._background(work.save_text, path, self.context.session.job.to_toml(), done=written)

    def save_script(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self.window, tr("Save as script"), "train.py", tr("Python (*.py)"))
        if path:
            facts, told = self.context.facts, tr("Saved {path}.", path=path)
            self._background(
                work.save_script, Path(path), self.context.session.job, facts.dataset, facts.split,
                facts.weight_folders,
                done=lambda _: self.window.info.tell("good", told, tr("It needs torch and torchvision alone.")),
            )  # fmt: skip

    # ---- data and weights

    def open_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self.window, tr("A folder with one folder of examples per class"))
        if path:
            self.open_data(path)

    def open_table(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self.window, tr("Open table"), "", tr("Tables (*.csv *.tsv *.txt);;All files (*)")
        )
        if path:
            self.open_data(path)

    def open_data(self, path: str) -> None:
        """Make a folder or table the dataset."""
        self.context.facts.choose_data(path)
        remember("data", path)
        self.window.show_page("data")

    def import_weights(self) -> None:
        self.window.show_page("source")
        self.window.browser.ask_file()

    def open_path(self, path: str) -> None:
        """Open whatever it is: a run's folder, a folder of pictures, a table, a job, a file or folder of weights."""
        place = Path(path)
        if not place.exists():
            forget("jobs", path)
            forget("data", path)
            told = tr("{path} is no longer there.", path=path)
            self.window.info.tell("bad", told, tr("Choose another file or folder."))
        elif place.is_dir() and (place / "job.toml").exists():
            self.show_run(place)
        elif is_package(place) or place.suffix.lower() in WEIGHTS:
            self.window.show_page("source")
            self.window.browser.import_file(place)
        elif place.is_dir() or place.suffix.lower() in TABLES:
            self.open_data(path)
        elif place.suffix.lower() == ".toml":
            self.load_job(place)
        else:
            cure = tr(
                "Drop a folder of examples, a table (.csv, .tsv), a job (.toml), a run's folder or a weight file."
            )
            self.window.info.tell("bad", tr("{name} is nothing that can be opened here.", name=place.name), cure)

    # ---- runs

    def start_sample(self, name: str) -> None:
        """Load the sample job and train it as soon as its pictures are scanned."""
        if self.context.runner.active:
            return
        self._start_when_ready = True
        self.context.session.set_job(sample_job(name), tr("Load the sample"))
        self.window.show_page("train")
        self._start_if_ready()

    def _start_if_ready(self) -> None:
        facts, job = self.context.facts, self.context.session.job
        if not self._start_when_ready:
            return
        if facts.dataset_error or not job.data.path.startswith(SAMPLE):
            self._start_when_ready = False
        elif facts.dataset is not None and facts.layers is not None and facts.dataset.root:
            self._start_when_ready = False
            self.start()

    def start(self) -> None:
        facts, job = self.context.facts, self.context.session.job
        scanned = (facts.dataset, facts.split) if facts.dataset is not None and facts.split is not None else None
        self.context.runner.start(job, weight_folders=facts.weight_folders, scanned=scanned)

    def compare(self) -> None:
        """Run the same job with nothing frozen; the job on the table stays as it is."""
        facts = self.context.facts
        if facts.dataset is not None and facts.split is not None:
            job = replace(self.context.session.job, "plan", Plan())
            self.context.runner.start(job, weight_folders=facts.weight_folders, scanned=(facts.dataset, facts.split))

    def pause(self) -> None:
        runner = self.context.runner
        runner.resume() if runner.state in {"pausing", "paused"} else runner.pause()

    def open_run(self) -> None:
        path = QFileDialog.getExistingDirectory(self.window, tr("The folder of a run"))
        if path:
            self.open_path(path)

    def show_run(self, folder: Path) -> None:
        """Show an earlier run: its curves and what can be exported."""
        self.window.exporting.select_run(folder)
        self.window.show_page("export")

    def resume_run(self) -> None:
        path = QFileDialog.getExistingDirectory(self.window, tr("The folder of a run to go on with"))
        if path:
            self.resume_from(Path(path))

    def resume_from(self, folder: Path) -> None:
        """Go on with the run in `folder` from its last checkpoint."""
        try:
            job = jobs.load(folder / "job.toml")
        except UserError as error:
            self.window.info.tell("bad", tr(error.what), tr("Choose the folder of a run: it has a job.toml."))
            return
        folders = self.context.facts.weight_folders
        self.window.curves.show_history(
            folder, then=lambda: self.context.runner.start(job, folder, resume=True, weight_folders=folders)
        )

    def show_curves(self, folder: Path) -> None:
        """Draw an earlier run's curves."""
        self.window.curves.show_history(folder)
        self.window.show_page("train")

    def export(self) -> None:
        folder = self.context.runner.folder
        if folder is not None:
            self.window.exporting.select_run(folder)
        self.window.show_page("export")

    # ---- the rest

    def choose_language(self, name: str) -> None:
        """Speak another language from the next start on."""
        language.choose(name)
        self.window.info.tell("accent", tr("The window speaks this language from the next start on."))

    def full_screen(self) -> None:
        self.window.showNormal() if self.window.isFullScreen() else self.window.showFullScreen()

    def doctor(self) -> None:
        self._background(
            work.doctor, self.context.facts.weight_folders,
            done=lambda found: help_texts.show(self.window, tr("This machine"), help_texts.machine(found)),
        )  # fmt: skip

    def _background(self, function: Callable[..., object], *args: object, done: Callable[[Any], object]) -> None:
        def failed(error: Exception, details: str) -> None:
            what, cure = (tr(error.what), tr(error.cure)) if isinstance(error, UserError) else (str(error), "")
            self.window.info.tell("bad", what, cure, "" if isinstance(error, UserError) else details)

        self.context.facts.tasks.start(function, *args, done=done, failed=failed)  # type: ignore[arg-type]
