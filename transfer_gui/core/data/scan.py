"""Finds out what a dataset is and what is in it. No torch and no network here."""

from collections import Counter
from pathlib import Path

from ..errors import UserError
from ..job import Data
from ..progress import Long, Progress
from . import edits, notes, sample
from .check import Checked, check, twins
from .dataset import Dataset, Example, Skipped, across
from .domain import Domain
from .domains import find
from .files import LINK_BACK, head
from .folders import list_folder
from .labels import class_order
from .listing import Found, Listing, several, some
from .table import list_table


def scan(data: Data) -> Long[Dataset]:
    """The dataset at `data.path`: class folders, a split folder, a CSV/TSV, or 'sample:NAME', edited as `data` says.

    Every file is opened once; those that cannot be used are in `skipped`. Yields Progress. Raises UserError where
    nothing, or only one class, is left to learn from, and where the path or the table makes no sense.
    """
    return edits.apply((yield from unedited(data)), data)


def unedited(data: Data) -> Long[Dataset]:
    """The same as its files have it, whatever was excluded or relabelled by hand."""
    domain = find(data.domain)
    path = _path(data)
    yield Progress(0, 0, f"Looking at {path.name}")
    if path.is_dir():
        listing = yield from list_folder(path, domain)
    elif path.is_file():
        _refuse_example(path, domain)
        shipped = data.path.startswith(sample.PREFIX)
        listing = yield from list_table(path, Data.model_validate({}) if shipped else data, domain)
        if shipped:
            listing.notes.clear()  # nothing had to be guessed
    else:
        raise UserError(f"{path} is not there.", "Check the path; a drive may have to be connected again.")
    checked = yield from check((found.path for found in listing.found), domain)
    return _dataset(listing, checked, path, domain)


def _path(data: Data) -> Path:
    if not data.path.strip():
        raise UserError("No dataset is chosen.", "Choose a folder with one folder per class, a CSV, or the sample.")
    if data.path.startswith(sample.PREFIX):
        return sample.table(data.path)
    return Path(data.path).expanduser().absolute()


def _refuse_example(path: Path, domain: Domain) -> None:
    if domain.wanted(path.name, lambda: head(path)):
        raise UserError(
            f"{path} is a single {domain.noun[0]}, not a dataset.",
            "Choose the folder that holds one folder per class, or a CSV of path and label.",
        )


def _dataset(listing: Listing, checked: dict[str, Checked], path: Path, domain: Domain) -> Dataset:
    skipped = listing.skipped + [Skipped(p, c.reason) for p, c in checked.items() if c.reason]
    usable = [found for found in listing.found if not checked[found.path].reason]
    told = notes.skipped_files(s for s in skipped if s.reason != LINK_BACK)
    if not usable:
        raise _nothing(listing, told, path, domain)

    classes = class_order(f.label for f in usable if f.side in (None, "train"))
    if len(classes) == 0:
        raise UserError(
            f"{path} gives no {domain.noun[1]} to train on.", "At least some rows or folders must be for training."
        )
    usable, unknown = _known(usable, set(classes), domain)
    if len(classes) < 2:
        raise _one_class(classes[0], listing, told, path, domain)

    index = {label: i for i, label in enumerate(classes)}
    examples = tuple(Example(f.path, index[f.label], f.side) for f in usable)
    groups = twins([checked[f.path] for f in usable])
    empty = [label for label in class_order(listing.labels) if label not in index and label not in unknown]
    told = [
        *listing.notes,
        *([f"Left out, as no usable {domain.noun[0]} is inside: {some(empty)}."] if empty else []),
        *unknown.values(),
        *told,
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
        sizes=dict(Counter(checked[f.path].size for f in usable).most_common()),
        columns=listing.columns,
        twins=tuple(groups),
    )


def _known(usable: list[Found], classes: set[str], domain: Domain) -> tuple[list[Found], dict[str, str]]:
    """Without the classes that only validation or test have, and what to say of each of these."""
    counts = Counter((f.label, f.side) for f in usable if f.label not in classes)
    said = {
        label: f"Class {label!r} has no training {domain.noun[1]}: its {several(count, *domain.noun)} in {side} cannot "
        "be learned and are left out."
        for (label, side), count in counts.items()
    }
    return [f for f in usable if f.label in classes], said


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
