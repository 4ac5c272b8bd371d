"""What a network says of examples, as a table for a spreadsheet. No torch here."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .. import contents
from ..data.domains import find
from ..data.files import LINK_BACK, Walk, head
from ..errors import UserError

if TYPE_CHECKING:
    from .predict import Prediction

LOST = "the network gives no number for it"


def as_csv(
    pictures: Sequence[Path], found: Iterable["Prediction"], problems: Mapping[str, str], top: int | None = None
) -> str:
    """A row a picture: path, the class named, its probability, that of every class, and what was wrong with it.

    With `top`, the `top` most probable classes instead of all. `problems` are those of files that were not tried.
    """
    by_path = {prediction.path: prediction for prediction in found}
    classes = next(iter(by_path.values())).classes if by_path else ()
    rows = [_row(path, by_path.get(path), problems.get(str(path), ""), top, classes) for path in pictures]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_header(classes, top), *rows])
    return text.getvalue()


def unread(pictures: Sequence[Path], found: Iterable["Prediction"]) -> int:
    """How many of the pictures have no prediction."""
    good = {p.path for p in found if p.probabilities and all(map(math.isfinite, p.probabilities))}
    return sum(path not in good for path in pictures)


def search(paths: Iterable[Path], kind: str) -> tuple[list[Path], dict[str, str]]:
    """The examples at `paths`, each once: what was typed and files as they are named, folders searched through in order
    of name.

    `kind` is their domain. Also why files and folders that were met cannot be read, by path. Raises UserError where a
    path is not there, or where there is no example at all.
    """
    domain = find(kind)
    found: list[Path] = []
    problems: dict[str, str] = {}
    for path in paths:
        if contents.typed(str(path)) is not None:
            found.append(path)
            continue
        if not path.is_dir():
            if not path.exists():
                raise UserError(f"There is no file or folder {path}.", "Check the path.")
            found.append(path)
            continue
        walk = Walk(path)
        inside = [Path(file) for file in walk.files(path)]
        found += [file for file in inside if domain.wanted(file.name, lambda file=file: head(file))]
        met = {skipped.path: skipped.reason for skipped in walk.skipped if skipped.reason != LINK_BACK}
        found += [Path(name) for name in met]
        problems |= met
    if not found:
        one, many = domain.noun
        raise UserError(f"There is no {one} in {', '.join(map(str, paths))}.", f"Name {many}, or a folder of them.")
    return list(dict.fromkeys(found)), problems


def _header(classes: Sequence[str], top: int | None) -> list[str]:
    first = ["path", "predicted", "probability"]
    if top is None:
        return [*first, *classes, "problem"]
    more = [f"{name} {place}" for place in range(2, _columns(classes, top) + 1) for name in first[1:]]
    return [*first, *more, "problem"]


def _columns(classes: Sequence[str], top: int) -> int:
    return min(top, len(classes)) or 1


def _row(path: Path, found: "Prediction | None", problem: str, top: int | None, classes: Sequence[str]) -> list[str]:
    """The cells of one picture."""
    probabilities = found.probabilities if found is not None else ()
    if found is not None and found.reason:
        problem = found.reason.removeprefix(f"{path}: ").rstrip(".")
    if not all(map(math.isfinite, probabilities)):
        probabilities, problem = (), LOST
    width = len(classes) + 3 if top is None else 1 + 2 * _columns(classes, top)
    if not probabilities:
        return [str(path), *[""] * (width - 1), problem]
    order = sorted(range(len(classes)), key=lambda i: -probabilities[i])
    pairs = [(classes[i], _number(probabilities[i])) for i in order[: 1 if top is None else top]]
    cells = [str(path), *(cell for pair in pairs for cell in pair)]
    return [*cells, *(map(_number, probabilities) if top is None else ()), ""]


def _number(probability: float) -> str:
    return f"{probability:.7g}"
