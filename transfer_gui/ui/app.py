"""Starts the window."""

import logging
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from types import TracebackType

from PySide6.QtCore import QEvent, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ..core import heap
from ..core.garbage import loading
from ..core.job import Job
from ..core.paths import log
from ..core.sample_job import sample_job
from ..session import Session
from ..workers.collector import Collector
from . import language, theme
from .context import Context
from .facts import Facts
from .filling import Filling
from .icons import app_icon
from .main_window import MainWindow
from .player import Player
from .runner import Runner
from .translation import tr

REST = 300
"""Milliseconds after the first layers are shown until the plots are made ready."""
SWITCH = 0.0001
"""Seconds for which the window may have to wait for another thread's Python code, each time it runs some of its own."""


def application(argv: Sequence[str]) -> QApplication:
    """The one QApplication, named and dressed."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["transfer-gui", *argv])
    sys.setswitchinterval(SWITCH)
    heap.one()
    app.setApplicationName("transfer_gui")
    app.setApplicationDisplayName("transfer_gui")
    app.setOrganizationName("transfer_gui")
    QGuiApplication.setDesktopFileName("transfer-gui")
    language.apply(app)
    theme.apply(app)
    app.setWindowIcon(app_icon())
    return app


def build() -> MainWindow:
    """The window around a fresh job. Its pages, and torch, wait until it has been painted."""
    session = Session(Job(plan=sample_job().plan))
    facts = Facts(session)
    runner = Runner()
    filling, player = Filling(session, facts, runner), Player()
    window = MainWindow(Context(session, facts, runner, filling, player))
    Collector(window)
    for owned in (session, facts, runner, filling, player):
        owned.setParent(window)
    player.failed.connect(lambda words: facts.failed.emit(words, "", ""))
    # Shared libraries are loaded one after another: first those of the pages, then PyTorch's while these are built.
    for step in (_load_pages, facts.begin, window.complete):
        window.painted.connect(lambda step=step: QTimer.singleShot(0, window, step))
    # Before a run has its first losses to draw, while nobody waits for anything.
    once = Qt.ConnectionType.SingleShotConnection
    facts.layers_changed.connect(lambda: QTimer.singleShot(REST, window, lambda: window.curves.prepare()), once)
    return window


def _load_pages() -> None:
    with loading("pages"):
        from . import pages as _  # noqa: F401


def main(argv: Sequence[str]) -> int:
    """Show the window, open what `argv` names, and return the exit code when it is closed."""
    app = application(argv)
    _keep_log()
    window = build()
    _tell_faults(window)
    _close_on_interrupt(window)
    window.show()
    if argv:
        QTimer.singleShot(0, window, window.complete)
        QTimer.singleShot(0, window, lambda: window.commands.open_path(argv[0]))
    code = app.exec()
    take_down(window)
    return code


def take_down(window: MainWindow) -> None:
    """Destroy a window that is closed, while its application lives.

    Python takes objects apart in any order at its end: without its application a window falls with the process.
    """
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _keep_log() -> None:
    try:
        log().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log() / "window.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    except OSError:
        return  # a window without a log is better than none
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("transfer_gui").addHandler(handler)


def _tell_faults(window: MainWindow) -> None:
    """A fault that nobody caught is written to the log and told in the window; the program goes on."""

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        logging.getLogger("transfer_gui").error(details)
        sys.__stderr__.write(details) if sys.__stderr__ else None
        what = tr("An unexpected fault: {kind}: {error}", kind=kind.__name__, error=error)
        window.telling.fault(what, tr("The log is in {folder}.", folder=log()), details)

    sys.excepthook = told


def _close_on_interrupt(window: MainWindow) -> None:
    """Ctrl-C in the terminal closes the window as its button does.

    Python runs a signal's handler only between two of its own steps, and Qt takes none while it waits: the signal
    wakes Qt through a socket.
    """
    ours, pythons = socket.socketpair()
    for end in (ours, pythons):
        end.setblocking(False)
    signal.set_wakeup_fd(pythons.fileno())
    signal.signal(signal.SIGINT, lambda *_: window.close())
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, window)
    notifier.activated.connect(lambda: ours.recv(64) and None)

    def let_go() -> None:
        signal.set_wakeup_fd(-1)
        pythons.close()

    window.destroyed.connect(let_go)  # it holds the socket; PySide would hold a method of the socket weakly
