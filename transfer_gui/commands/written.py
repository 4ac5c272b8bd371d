"""Files that a verb writes its result to, made sure of before the work begins."""

from pathlib import Path

from ..core import atomic
from ..core.errors import UserError


def target(path: Path, overwrite: bool) -> Path:
    """`path`, once it is known that a file can be written there. Raises UserError where one is there already."""
    if path.is_dir():
        raise UserError(f"{path} is a folder.", "Name the file to write.")
    if path.exists() and not overwrite:
        raise UserError(f"{path} is there already.", "Choose another name, or add --overwrite.")
    if not path.parent.is_dir():
        raise UserError(f"There is no folder {path.parent}.", "Make it first, or choose another place.")
    atomic.check_writable(path.parent)
    return path
