"""What ships to learn from: clip art in fixed splits, with seeded draws for a study over several seeds, and sounds.

The fixed splits are small tables in `resources/data`, written by `rebuild`. Artists drew series (home0 to home15),
which a plain random draw would put on both sides; there, a series stays on one. `draw` is a plain random draw, the same
as the one behind the figures published with the pictures.
"""

import csv
import hashlib
import re
from itertools import count
from pathlib import Path

from .. import paths
from ..errors import UserError
from . import split
from .dataset import Dataset, Example, Split
from .labels import class_order

PREFIX = "sample:"
_TRAINING = {"clipart-10": 10, "clipart-40": 40}
_OTHERS = {"sounds": ("sounds", "sound"), "glosses": ("glosses/glosses.csv", "text")}
"""Folders of classes and tables of texts, and the domain of what is in them."""
_VALIDATION = 8
_SIZE = (160, 160)


def names() -> tuple[str, ...]:
    """The fixed splits, as they stand after 'sample:' in `job.data.path`."""
    return tuple(_TRAINING)


def folder() -> Path:
    """The shipped pictures, one folder per class."""
    return paths.resources() / "data" / "clipart"


def place(path: str) -> Path:
    """The table or the folder of 'sample:NAME'. Raises UserError for another name."""
    name = path.removeprefix(PREFIX)
    if name in _OTHERS:
        return folder().parent / _OTHERS[name][0]
    if name not in _TRAINING:
        known = ", ".join(PREFIX + name for name in (*_TRAINING, *_OTHERS))
        raise UserError(f"There is no sample called {name!r}.", f"Known: {known}.")
    return folder().parent / f"{name}.csv"


def domain(path: str) -> str:
    """What the examples of 'sample:NAME' are, as in `job.data.domain`. Raises UserError as `place` does."""
    place(path)
    return _OTHERS.get(path.removeprefix(PREFIX), ("", "image"))[1]


def draw(n_per_class: int, seed: int) -> tuple[Dataset, Split]:
    """`n_per_class` random training pictures of each class, all others for the test; no validation side.

    The classes and files are in order of name, as behind the published figures (see `split.few`).
    """
    files = pictures()
    classes = class_order(files)
    examples = tuple(
        Example(str(folder() / label / name), index) for index, label in enumerate(classes) for name in files[label]
    )
    dataset = Dataset(str(folder()), "folders", classes, examples, sizes={_SIZE: len(examples)})
    return dataset, split.few(dataset, n_per_class, seed)


def pictures() -> dict[str, list[str]]:
    """File names by class, sorted."""
    return {
        place.name: sorted(file.name for file in place.glob("*.jpg"))
        for place in sorted(folder().iterdir())
        if place.is_dir()
    }


def series(name: str) -> str:
    """What the pictures of one artist's series have in common: the file name without its numbers."""
    return re.sub(r"[0-9_-]+", "_", Path(name).stem).strip("_")


def rows(training: int) -> list[tuple[str, str, str]]:
    """(path, label, side) of a fixed split: `training` pictures a class, 8 for validation, the rest for the test."""
    result: list[tuple[str, str, str]] = []
    for label, files in pictures().items():
        groups: dict[str, list[str]] = {}
        for name in files:
            groups.setdefault(series(name), []).append(name)
        draws = (_drawn(groups, label, training, attempt) for attempt in count())
        sides = next(sides for sides in draws if sides is not None)
        result += [(f"clipart/{label}/{name}", label, sides[name]) for name in files]
    return result


def _drawn(groups: dict[str, list[str]], label: str, training: int, attempt: int) -> dict[str, str] | None:
    """The side of each file. Whole series are drawn in the order of a hash of their names, each to the first side with
    room for all of it, but none may fill more than half of the training side. None where a side is left short.
    """
    room = {"train": training, "val": _VALIDATION}
    sides: dict[str, str] = {}
    for group in sorted(groups, key=lambda g: hashlib.sha256(f"{attempt}/{label}/{g}".encode()).hexdigest()):
        size = len(groups[group])
        side = next((side for side, left in room.items() if size <= left and 2 * size <= training), "test")
        if side in room:
            room[side] -= size
        sides |= dict.fromkeys(groups[group], side)
    return None if any(room.values()) else sides


def rebuild(target: Path) -> None:
    """Write the tables of the fixed splits into the folder `target`."""
    for name, training in _TRAINING.items():
        with (target / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("path", "label", "split"))
            writer.writerows(rows(training))
