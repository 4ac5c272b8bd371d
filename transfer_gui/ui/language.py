"""Which language the window speaks: the system's, or the one that the user chose. It is settled at the start."""

from collections.abc import Callable

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from ..core.paths import resources
from .translation import CONTEXT, tr

SYSTEM = "system"
NAMES = {"en": "English", "zh_CN": "中文"}
"""The languages there are, each in its own words, by the ending of its translation files."""
_SETTING = "language/choice"
_installed: list[QTranslator] = []


def choice() -> str:
    """What the user chose: 'system', or a key of `NAMES`."""
    value = QSettings().value(_SETTING, SYSTEM)
    return str(value) if value in NAMES else SYSTEM


def choose(name: str) -> None:
    """Speak this language (or the system's) from the next start on."""
    QSettings().setValue(_SETTING, name)


def preferred() -> list[str]:
    """The languages that the system's user reads, the favourite first: 'zh-Hans-CN', 'en'..."""
    return QLocale.system().uiLanguages()


def wanted() -> str:
    """The key of `NAMES` that holds: what was chosen, else the system user's favourite of those that there are."""
    if (chosen := choice()) != SYSTEM:
        return chosen
    return next((known for name in preferred() if (known := _known(name))), "en")


def _known(name: str) -> str:
    """The key of `NAMES` for a language of the system's; empty where there is none in its script.

    Chinese in traditional characters is not the one in simplified ones.
    """
    asked = QLocale(name)
    kept = ((key, QLocale(key)) for key in NAMES)
    return next((k for k, own in kept if (own.language(), own.script()) == (asked.language(), asked.script())), "")


def apply(app: QApplication) -> None:
    """Let the program, and Qt's own dialogs, speak the wanted language."""
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    language = wanted()
    own, qts = resources() / "translations", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((CONTEXT, str(own)), ("qtbase", qts)):
        translator = QTranslator(app)
        if language != "en" and translator.load(f"{name}_{language}", folder):
            app.installTranslator(translator)
            _installed.append(translator)


def fill(menu: QMenu, chosen: Callable[[str], object]) -> None:
    """Put the languages into `menu`, the one that holds ticked; `chosen(name)` is called where another is taken."""
    group = QActionGroup(menu)
    for name, title in ({SYSTEM: tr("&System")} | NAMES).items():
        action = menu.addAction(title)
        action.setObjectName(f"language_{name}")
        action.setCheckable(True)
        action.setChecked(name == choice())
        action.triggered.connect(lambda _=False, name=name: chosen(name))
        group.addAction(action)
