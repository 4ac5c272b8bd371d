"""Finds out what a dataset is and what is in it. No torch and no network here."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..errors import UserError
from ..job import Data
from ..progress import Long, Progress
from . import edits, notes, sample
from .check import Checked, check, twins
from .dataset import Dataset, Skipped, across
from .domain import Domain
from .domains import find
from .files import LINK_BACK, head
from .folders import list_folder
from .labels import class_order
from .listing import Files, Found, Listing, several, some
from .packed import SIDES, Examples, Rows, ints
from .remembered import UNOPENED, Looks
from .table import list_table
from .text_table import list_cells
from .told import Survey


def scan(data: Data, every: bool = False) -> Long[Dataset]:
    """The dataset at `data.path`: class folders, a split folder, a CSV/TSV, or 'sample:NAME', edited as `data` says.

    Every file that is new or has changed since the last scan is opened; those that cannot be used are in `skipped`.
    Where that would be more than `check.AT_ONCE`, most are not, unless `every` asks for it, and `unopened` says how
    many. Yields Progress. Raises UserError where nothing, or only one class, is left to learn from, and where the path
    or the table makes no sense.
    """
    return edits.apply((yield from unedited(data, every)), data)


def unedited(data: Data, every: bool = False) -> Long[Dataset]:
    """The same as its files have it, whatever was excluded or relabelled by hand."""
    domain = find(data.domain)
    path = _path(data)
    yield Progress(0, 0, f"Looking at {path.name}")
    if path.is_dir():
        listing = yield from list_folder(path, domain)
    elif path.is_file():
        _refuse_example(path, domain)
        shipped = data.path.startswith(sample.PREFIX)
        listed = list_cells if domain.in_cells else list_table
        listing = yield from listed(path, Data(group_column=data.group_column) if shipped else data, domain)
        if shipped:
            listing.notes.clear()  # nothing had to be guessed
    else:
        raise UserError(f"{path} is not there.", "Check the path; a drive may have to be connected again.")
    files, listing.found = listing.found.files(), Found()  # what the columns were made of is let go
    checked = yield from check(files, domain, str(path), every)
    return _dataset(listing, files, checked, path, domain)


def _path(data: Data) -> Path:
    if not data.path.strip():
        raise UserError("No dataset is chosen.", "Choose a folder with one folder per class, a CSV, or the sample.")
    if data.path.startswith(sample.PREFIX):
        return sample.place(data.path)
    return Path(data.path).expanduser().absolute()


def _refuse_example(path: Path, domain: Domain) -> None:
    if domain.wanted(path.name, lambda: head(path)):
        raise UserError(
            f"{path} is a single {domain.noun[0]}, not a dataset.",
            "Choose the folder that holds one folder per class, or a CSV of path and label.",
        )


def _dataset(listing: Listing, files: Files, checked: Checked, path: Path, domain: Domain) -> Dataset:
    skipped = listing.skipped + [Skipped(files.paths[row], checked.reason(row)) for row in _faulty(files, checked)]
    usable = np.flatnonzero(checked.usable)
    told = notes.skipped_files(s for s in skipped if s.reason != LINK_BACK)
    if not len(usable):
        raise _nothing(listing, told, path, domain)

    found = Examples(files.paths, files.labels, files.sides)
    classes = class_order(files.names[code] for code in np.unique(found.labels[checked.usable & found.trained]))
    if len(classes) == 0:
        raise UserError(
            f"{path} gives no {domain.noun[1]} to train on.", "At least some rows or folders must be for training."
        )
    index = {label: i for i, label in enumerate(classes)}
    labels = np.array([index.get(name, -1) for name in files.names])[found.labels]
    unknown = _unknown(files, usable[labels[usable] < 0], domain)
    usable = usable[labels[usable] >= 0]
    if len(classes) < 2:
        raise _one_class(classes[0], listing, told, path, domain)

    examples, looks = Examples(files.paths, labels, files.sides), checked.looks
    if len(usable) < len(looks):
        examples, looks = examples.take(usable), looks[usable]
    groups = twins(looks)
    belonging = tuple(files.groups[row] for row in ints(usable)) if files.groups else ()
    unopened = checked.unopened[usable]
    empty = [label for label in class_order(listing.labels) if label not in index and label not in unknown]
    survey = _survey(examples, looks, checked.words)
    told = [
        *listing.notes,
        *([f"Left out, as no usable {domain.noun[0]} is inside: {some(empty)}."] if empty else []),
        *unknown.values(),
        *told,
        *notes.on_trust(int(np.count_nonzero(unopened)), domain.noun),
        *domain.told(survey),
        *notes.of_examples(examples, groups, classes, domain.noun),
    ]
    return Dataset(
        root=listing.root,
        layout=listing.layout,
        classes=classes,
        examples=examples,
        skipped=tuple(skipped),
        notes=tuple(told),
        duplicates=across(examples, groups),
        sizes=_sizes(looks[~unopened]) if domain.sized else {},
        lengths=domain.lengths(survey),
        columns=listing.columns,
        twins=tuple(groups),
        groups=belonging,
        unopened=int(np.count_nonzero(unopened)),
    )


def _survey(examples: Examples, looks: Looks, words: Sequence[str]) -> Survey:
    """What is known of the examples that were opened."""
    opened = looks["state"] != UNOPENED
    if not opened.all():
        examples, looks = examples.take(np.flatnonzero(opened)), looks[opened]
    return Survey(examples.paths, np.stack([looks["width"], looks["height"]], 1), looks["words"], words)


def _faulty(files: Files, checked: Checked) -> list[int]:
    """The files that cannot be used, each once."""
    faulty = ~checked.usable
    if files.first is not None:
        faulty &= files.first == np.arange(len(faulty))
    return np.flatnonzero(faulty).tolist()


def _sizes(looks: Looks) -> dict[tuple[int, int], int]:
    """How often each size occurs, the most frequent first; of equal ones, the one that is met first."""
    both = (looks["width"].astype(np.int64) << 32) | looks["height"]
    sizes, first, counts = np.unique(both, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    return {(size >> 32, size & 0xFFFFFFFF): n for size, n in zip(ints(sizes[order]), ints(counts[order]), strict=True)}


def _unknown(files: Files, rows: Rows, domain: Domain) -> dict[str, str]:
    """What to say of each class that only validation or test have."""
    pairs = zip(ints(files.labels[rows]), ints(files.sides[rows]), strict=True)
    counts = Counter((files.names[code], SIDES[side]) for code, side in pairs)
    return {
        label: f"Class {label!r} has no training {domain.noun[1]}: its {several(count, *domain.noun)} in {side} cannot "
        "be learned and are left out."
        for (label, side), count in counts.items()
    }


def _nothing(listing: Listing, told: list[str], path: Path, domain: Domain) -> UserError:
    many = domain.noun[1]
    if told:
        return UserError(
            f"{path} has no usable {many}. {' '.join(told)}", "Mend or convert the files, then choose it again."
        )
    names = f": {some(list(class_order(listing.labels)))}" if listing.labels else ""
    return UserError(
        f"{path} holds no {many}; its folders are empty{names}.",
        f"Choose a folder with one folder of {many} per class.",
    )


def _one_class(label: str, listing: Listing, told: list[str], path: Path, domain: Domain) -> UserError:
    what = f"{path} has only one class, {label!r}; training needs at least two."
    empty = [name for name in class_order(listing.labels) if name != label]
    if empty:
        what += f" No usable {domain.noun[0]} in {some(empty)}."
    below = Path(listing.root) / label
    if listing.layout == "folders" and below.is_dir() and sum(f.is_dir() for f in below.iterdir()) > 1:
        return UserError(what, f"The classes may be one folder deeper: choose {below}.")
    if listing.layout == "table":
        return UserError(
            what, f"Add rows of another class, or choose another label column ({', '.join(listing.columns)})."
        )
    return UserError(" ".join([what, *told]), f"Add a folder of {domain.noun[1]} for another class.")
