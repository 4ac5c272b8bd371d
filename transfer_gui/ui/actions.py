"""Every action of the window in one table: its words, picture, shortcut and tip, by name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from .icons import icon
from .translation import tr


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    text: str
    """In English, as is `tip`; both are translated where they are shown."""
    picture: str = ""
    shortcut: str = ""
    tip: str = ""
    checkable: bool = False


ENTRIES = (
    Entry("new", "&New job", "add", "Ctrl+N", "Put a fresh job on the table."),
    Entry("open_job", "&Open job…", "open", "Ctrl+O", "Open a job file (.toml) with all its settings."),
    Entry("save_job", "&Save job", "save", "Ctrl+S", "Save all settings as a job file, to train again or elsewhere."),
    Entry("save_job_as", "Save job &as…", "", "Ctrl+Shift+S"),
    Entry("save_script", "Save as s&cript…", "script", "Ctrl+Shift+E",
          "Write the job as one readable plain PyTorch file that trains the same weights."),
    Entry("open_folder", "Open &folder…", "folder", "Ctrl+D",
          "Choose a folder with one folder of examples per class: pictures, sounds or texts."),
    Entry("open_table", "Open &table…", "csv", "", "Choose a CSV or TSV file of paths, or texts, and labels."),
    Entry("sample", "Sa&mple", "sample", "Ctrl+E", "Load the shipped sample and train on it."),
    Entry("example", "&Keras to text example", "script", "",
          "Open the shipped job that takes a Keras file over into a network for texts, layer by layer."),
    Entry("open_run", "Open &run…", "chart", "Ctrl+R", "Open the folder of an earlier run."),
    Entry("import_weights", "&Import weights…", "model", "Ctrl+I", "Use a weight file of your own."),
    Entry("export", "&Export…", "export", "Ctrl+Shift+X", "Take the trained network away as a checkpoint."),
    Entry("quit", "&Quit", "", "Ctrl+Q"),
    Entry("start", "&Start", "play", "F5", "Train the job."),
    Entry("pause", "&Pause", "pause", "F6", "Hold after the running batch; nothing is lost."),
    Entry("stop", "S&top and keep", "stop", "Shift+F5",
          "End after the running batch. The best and the last checkpoint are kept."),
    Entry("measure", "&Measure one step", "clock", "F7", "Take one real step: peak memory and time per epoch."),
    Entry("compare", "Train &everything, to compare", "compare", "Ctrl+F5",
          "A second run of the same job with no layer frozen. Your plan stays as it is."),
    Entry("ahead", "Prepare &ahead", "", "",
          "While nothing else is to be done, compute what the next run needs once per example.", True),
    Entry("resume_run", "&Resume a run…", "refresh", "", "Go on with a run that was stopped or cut off."),
    Entry("theme_system", "Follow the &system", "", "", "", True),
    Entry("theme_light", "&Light", "sun", "", "", True),
    Entry("theme_dark", "&Dark", "moon", "", "", True),
    Entry("reset_layout", "&Reset layout", "refresh", "", "Put every panel back to where it was at first."),
    Entry("full_screen", "&Full screen", "", "F11", "", True),
    Entry("first_steps", "&First steps", "help", "F1"),
    Entry("glossary", "What do the &words mean?", "info", "Shift+F1"),
    Entry("shortcuts", "&Keyboard shortcuts", "", "Ctrl+/"),
    Entry("doctor", "&Check this machine", "cpu", "", "Versions, devices, weights found, and what is missing."),
    Entry("about", "&About transfer_gui", "info"),
)  # fmt: skip


def make(window: QMainWindow, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """The actions by name, each calling its handler."""
    actions = {}
    for entry in ENTRIES:
        text, told = tr(entry.text), tr(entry.tip)
        action = QAction(text, window)
        action.setObjectName(f"action_{entry.name}")
        action.setCheckable(entry.checkable)
        action.setIconText(unkeyed(text).rstrip("…"))
        if entry.picture:
            action.setIcon(icon(entry.picture))
        if entry.shortcut:
            action.setShortcut(QKeySequence(entry.shortcut))
        tip = told or unkeyed(text).rstrip("…")
        action.setToolTip(f"{tip} ({entry.shortcut})" if entry.shortcut else tip)
        action.setStatusTip(told)
        action.triggered.connect(lambda _=False, call=handlers[entry.name]: call())
        actions[entry.name] = action
    return actions


def unkeyed(text: str) -> str:
    """A menu's text without its key: '&' or, where no letter of the text is one, '(&F)' behind it."""
    return re.sub(r"\(&\w\)|&", "", text)
