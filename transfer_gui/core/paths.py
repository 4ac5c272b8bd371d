"""Where things are kept on this machine."""

from functools import cache
from pathlib import Path

import platformdirs

NAME = "transfer_gui"


@cache
def resources() -> Path:
    """The folder of shipped models, data and icons: beside the code in a wheel, above it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "resources", package.parent / "resources"):
        if (folder / "models").is_dir():
            return folder
    raise FileNotFoundError(f"the installation is incomplete: {package / 'resources'} is missing")


def runs() -> Path:
    """The folder in which a run's folder is made when the user names none."""
    return Path(platformdirs.user_data_dir(NAME, appauthor=False)) / "runs"


def weights() -> Path:
    """The folder for weight files that the user imports or downloads here."""
    return Path(platformdirs.user_data_dir(NAME, appauthor=False)) / "weights"


def log() -> Path:
    """The folder of the program's log files."""
    return Path(platformdirs.user_log_dir(NAME, appauthor=False))
