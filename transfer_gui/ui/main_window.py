"""The main window: puts the pages, docks, actions and bars together.

The welcome page is painted first; the pages of the steps are put together after that, or as soon as one is asked for.
"""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from . import actions, menus, readiness, theme
from .commands import Commands
from .context import Context
from .info_bar import InfoBar
from .panels.welcome import WelcomePanel
from .rail import Rail
from .status import StatusBar
from .telling import Telling
from .translation import tr

if TYPE_CHECKING:
    from .pages import Pages
    from .panels.browser import BrowserPanel
    from .panels.curves import CurvesPanel
    from .panels.dataset import DatasetPanel
    from .panels.export import ExportPanel
    from .panels.inside import InsidePanel
    from .panels.inspect import InspectPanel
    from .panels.layers import LayersPanel
    from .panels.results import ResultsPanel
    from .panels.training import TrainingPanel

LAYOUT_VERSION = 1


class MainWindow(QMainWindow):
    """One window, one job. `painted` is told once, when it has first been drawn."""

    painted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._painted = self._closing = False
        self._put_away: list[QDockWidget] = []
        self._rooms: list[QVBoxLayout] = []
        """Of the docks, where their panels will stand."""
        self.setObjectName("main_window")
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AnimatedDocks)

        self.welcome = WelcomePanel(context)
        self.rail = Rail()
        self.info = InfoBar()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.welcome)
        self.setCentralWidget(self._centre())
        self.training_dock = self._dock("training", tr("Training"))
        self.inspect_dock = self._dock("inspector", tr("Inspector"))
        self.setStatusBar(StatusBar(context, self))

        self.commands = Commands(self, context)
        self.actions_by_name = actions.make(self, self.commands.handlers())
        undo, redo = context.session.undo_stack, context.session.undo_stack
        self.actions_by_name["undo"] = undo.createUndoAction(self, tr("&Undo"))
        self.actions_by_name["redo"] = redo.createRedoAction(self, tr("&Redo"))
        self.commands.dress_undo(self.actions_by_name["undo"], self.actions_by_name["redo"])
        c = self.commands
        menus.fill(self, self.actions_by_name, self.docks, c.open_path, c.choose_language)
        menus.toolbar(self, self.actions_by_name)
        self.telling = Telling(self, context)

        self._connect()
        self.reset_layout()
        self._restore()
        self.show_page("home")
        self._refresh()

    # ---- putting together

    def _centre(self) -> QWidget:
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.info)
        column.addWidget(self.stack, 1)
        row.addLayout(column, 1)
        return centre

    def _dock(self, name: str, title: str) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock_{name}")
        frame = QFrame()
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, 0, theme.SPACE, theme.SPACE)
        dock.setWidget(frame)
        self._rooms.append(layout)
        dock.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        return dock

    def _connect(self) -> None:
        session, facts, runner = self.context.session, self.context.facts, self.context.runner
        self.rail.asked.connect(self.show_page)
        session.job_changed.connect(self._refresh)
        session.undo_stack.cleanChanged.connect(self._show_title)
        for changed in (facts.catalogue_changed, facts.layers_changed, facts.dataset_changed, facts.busy_changed):
            changed.connect(self._refresh)
        runner.state_changed.connect(self._run_state)
        w, c = self.welcome, self.commands
        w.sample_asked.connect(c.start_sample)
        w.folder_asked.connect(c.open_folder)
        w.table_asked.connect(c.open_table)
        w.job_asked.connect(c.open_job)
        w.run_asked.connect(c.open_run)
        w.recent_asked.connect(c.open_path)

    @cached_property
    def steps(self) -> "Pages":
        """The pages behind the first one, and what stands in the docks; put together when first asked for."""
        from . import pages

        with theme.undressed(self):
            made = pages.make(self.context)
            for page in made.by_name().values():
                self.stack.addWidget(page)
            for room, panel in zip(self._rooms, (made.training, made.inspector), strict=True):
                room.addWidget(panel)
        c = self.commands
        made.exporting.curves_requested.connect(c.show_curves)
        made.exporting.resume_requested.connect(c.resume_from)
        self.inspect_dock.visibilityChanged.connect(made.inspector.come_into_sight)
        made.training.export_requested.connect(c.export)
        made.training.compare_requested.connect(c.compare)
        return made

    def complete(self) -> None:
        """Put the pages of the steps together, where nobody has asked for one yet."""
        _ = self.steps

    # ---- what is shown

    @property
    def docks(self) -> tuple[QDockWidget, QDockWidget]:
        return self.training_dock, self.inspect_dock

    @property
    def pages(self) -> dict[str, QWidget]:
        """Every page by name, in the order of the rail."""
        return {"home": self.welcome} | self.steps.by_name()

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        shown = self.stack.currentWidget()
        return "home" if shown is self.welcome else next(n for n, page in self.pages.items() if page is shown)

    def show_page(self, name: str) -> None:
        home = name == "home"
        page = self.welcome if home else self.pages[name]
        if home:
            self.welcome.refresh()
        if home != bool(self._put_away):
            self._make_room(home)
        self.stack.setCurrentWidget(page)
        if home:
            self.welcome.setFocus()
        self.rail.show_page(name)

    def _make_room(self, home: bool) -> None:
        """The welcome page has the window to itself; the docks that it puts away come back after it."""
        if home:
            self._put_away = [dock for dock in self.docks if not dock.isHidden()]
        for dock in self._put_away:
            dock.setVisible(not home)
        if not home:
            if self.training_dock in self._put_away:
                self.training_dock.raise_()
            self._put_away = []

    def _refresh(self, *_: object) -> None:
        """Bring rail, actions and title up to date with the job and what is known."""
        job, facts, runner = self.context.session.job, self.context.facts, self.context.runner
        has_run = runner.folder is not None and not runner.active
        steps = readiness.steps(job, facts, runner.state, has_run)
        self.rail.show_steps(steps, readiness.next_step(job, facts, runner.state, has_run))
        ready = not runner.active and not readiness.problems(job, facts)
        a = self.actions_by_name
        a["start"].setEnabled(ready)
        a["compare"].setEnabled(ready)
        a["measure"].setEnabled(ready)
        a["pause"].setEnabled(runner.state in {"starting", "running", "pausing", "paused"})
        paused = runner.state in {"pausing", "paused"}
        a["pause"].setText(tr("&Resume") if paused else tr("&Pause"))
        a["pause"].setIconText(tr("Resume") if paused else tr("Pause"))
        a["stop"].setEnabled(runner.active and runner.state != "stopping")
        a["resume_run"].setEnabled(not runner.active)
        a[f"theme_{theme.theme().choice}"].setChecked(True)
        a["ahead"].setChecked(self.context.filling.enabled)
        self._show_title()

    def _show_title(self, *_: object) -> None:
        job = self.context.session.job
        data = Path(job.data.path.removeprefix("sample:")).name if job.data.path else tr("no data yet")
        file = self.commands.job_file
        name = file.name if file else tr("{model} on {data}", model=job.source.model, data=data)
        self.setWindowTitle(f"{name}[*] - transfer_gui")
        self.setWindowModified(not self.context.session.undo_stack.isClean())

    def _run_state(self, state: str) -> None:
        self._refresh()
        if state == "starting":
            self.show_page("train")
            self.training_dock.show()
            self.training_dock.raise_()
        if state == "idle" and self._closing:
            self.close()

    # ---- layout

    def reset_layout(self) -> None:
        """Every dock where it was at first."""
        home = bool(self._put_away)
        self._put_away = []
        for dock in self.docks:
            dock.setFloating(False)
            self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            dock.show()
        self.tabifyDockWidget(self.training_dock, self.inspect_dock)
        self.training_dock.raise_()
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.resizeDocks([self.training_dock], [368], Qt.Orientation.Horizontal)
        if home:
            self._make_room(home=True)

    def _restore(self) -> None:
        settings = QSettings()
        geometry, state = settings.value("window/geometry"), settings.value("window/state")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1280, 800)
        if isinstance(state, QByteArray):
            self.restoreState(state, LAYOUT_VERSION)

    def _remember(self) -> None:
        settings = QSettings()
        if self._put_away:
            self._make_room(home=False)
        settings.setValue("window/geometry", self.saveGeometry())
        settings.setValue("window/state", self.saveState(LAYOUT_VERSION))

    # ---- events of Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.commands.open_path(paths[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """While a run goes on: ask, stop it cleanly, then close."""
        if self.context.runner.active:
            event.ignore()
            if self._closing:
                return
            self._ask_to_close()
            return
        self._closing = True
        self._remember()
        self.context.facts.shutdown()
        self.context.filling.shutdown()
        self.context.player.shutdown()
        self.context.runner.shutdown()
        event.accept()

    def _ask_to_close(self) -> None:
        box = QMessageBox(self)
        box.setObjectName("close_question")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Training is going on"))
        box.setText(tr("Training is going on."))
        words = tr(
            "Stop it and close? It ends after the running batch; the best and the last checkpoint are kept, and it can "
            "be resumed later."
        )
        box.setInformativeText(words)
        stop = box.addButton(tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(tr("Keep training"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def chosen() -> None:
            if box.clickedButton() is stop:
                self.stop_and_close()

        box.finished.connect(chosen)
        box.open()

    def stop_and_close(self) -> None:
        """Stop the run, and close as soon as it has ended."""
        self._closing = True
        self.info.tell("accent", tr("Stopping after this batch; the window closes then."))
        if self.context.runner.active:
            self.context.runner.stop()
        else:
            self.close()

    # ---- the pages by their own names

    @property
    def browser(self) -> "BrowserPanel":
        return self.steps.browser

    @property
    def dataset(self) -> "DatasetPanel":
        return self.steps.dataset

    @property
    def layers(self) -> "LayersPanel":
        return self.steps.layers

    @property
    def curves(self) -> "CurvesPanel":
        return self.steps.curves

    @property
    def inside(self) -> "InsidePanel":
        return self.steps.inside

    @property
    def results(self) -> "ResultsPanel":
        return self.steps.results

    @property
    def exporting(self) -> "ExportPanel":
        return self.steps.exporting

    @property
    def training(self) -> "TrainingPanel":
        return self.steps.training

    @property
    def inspector(self) -> "InspectPanel":
        return self.steps.inspector
