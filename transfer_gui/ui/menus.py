"""The menus and the toolbar, from the table of actions."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QToolBar

from . import language
from .recent import recent
from .translation import tr

FILE = ("new", "open_job", "save_job", "save_job_as", "save_script", "", "open_folder", "open_table", "sample",
        "example", "import_weights", "", "open_run", "export", "", "quit")  # fmt: skip
TOOLBAR = ("open_folder", "sample", "", "start", "pause", "stop", "", "export", "", "undo", "redo")


def fill(
    window: QMainWindow,
    actions: Mapping[str, QAction],
    docks: Sequence[QDockWidget],
    open_recent: Callable[[str], None],
    choose_language: Callable[[str], None],
) -> QMenu:
    """Make the menu bar; returns the menu of recent files, which fills itself when it is opened."""
    bar = window.menuBar()

    def menu(title: str, names: Sequence[str]) -> QMenu:
        made = bar.addMenu(title)
        made.setToolTipsVisible(True)
        for name in names:
            made.addAction(actions[name]) if name else made.addSeparator()
        return made

    file = menu(tr("&File"), FILE)
    recents = QMenu(tr("Open re&cent"), file)
    file.insertMenu(actions["save_job"], recents)

    def refill() -> None:
        recents.clear()
        for path in [*recent("jobs"), *recent("data")]:
            recents.addAction(path).triggered.connect(lambda _=False, path=path: open_recent(path))
        if recents.isEmpty():
            recents.addAction(tr("Nothing yet")).setEnabled(False)

    recents.aboutToShow.connect(refill)
    menu(tr("&Edit"), ("undo", "redo"))
    view = menu(tr("&View"), ())
    for dock in docks:
        view.addAction(dock.toggleViewAction())
    view.addSeparator()
    group = QActionGroup(window)
    for name in ("theme_system", "theme_light", "theme_dark"):
        group.addAction(actions[name])
        view.addAction(actions[name])
    view.addSeparator()
    language.fill(view.addMenu(tr("&Language")), choose_language)
    view.addSeparator()
    view.addAction(actions["reset_layout"])
    view.addAction(actions["full_screen"])
    menu(tr("&Run"), ("start", "pause", "stop", "", "measure", "compare", "ahead", "", "resume_run"))
    menu(tr("&Help"), ("first_steps", "glossary", "shortcuts", "", "doctor", "about"))
    return recents


def toolbar(window: QMainWindow, actions: Mapping[str, QAction]) -> QToolBar:
    """The toolbar, which stays where it is."""
    bar = QToolBar(tr("Toolbar"))
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for name in TOOLBAR:
        if not name:
            bar.addSeparator()
            continue
        bar.addAction(actions[name])
        button = bar.widgetForAction(actions[name])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(actions[name].iconText())
        if name in {"undo", "redo"}:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)  # type: ignore[attr-defined]
    window.addToolBar(bar)
    return bar
