"""Reads folder layouts: one folder per class, or train/val/test folders with one folder per class in each."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..errors import UserError
from ..progress import Long, Progress
from .dataset import Side
from .domain import Domain
from .files import Block, Walk, head
from .labels import SIDES, clean, natural_key
from .listing import Listing, several, some

_TELL_SECONDS = 0.05
_BREATH = 2000
"""Names that are looked at between two chances to stop."""
_TABLES = {".csv", ".tsv"}


def list_folder(root: Path, domain: Domain) -> Long[Listing]:
    """The examples below `root` by class folder. Raises UserError for a flat or an empty folder, naming the cure."""
    walk = Walk(root)
    folders = walk.folders(root)
    sides = _sides(folders, walk)
    listing = Listing(str(root), "split" if sides else "folders")
    loose = [path for path in walk.loose(root) if _wanted(path, domain)]
    if not folders:
        raise _no_classes(root, loose, walk, domain)
    others: Counter[str] = Counter()
    if sides:
        left = sorted((f.name for f in folders if f not in sides), key=natural_key)
        if left:
            listing.notes.append(f"Left out, as they lie beside the train and val folders: {some(left)}.")
        for folder, side in sides.items():
            inside = walk.folders(folder)
            flat = [path for path in walk.loose(folder) if _wanted(path, domain)]
            if flat and side == "train" and not inside:
                raise _no_classes(folder, flat, walk, domain)
            if flat:
                listing.notes.append(_outside(flat, folder, domain))
            yield from _classes(inside, side, walk, domain, listing, others)
        if "train" not in sides.values():
            raise UserError(
                f"{root} has a {' and a '.join(f.name for f in sides)} folder but none to train on.",
                "Name the folder of training examples 'train', or choose the one folder that holds the class folders.",
            )
    else:
        yield from _classes(folders, None, walk, domain, listing, others)
        if not len(listing.found) and loose:
            raise _no_classes(root, loose, walk, domain)
    if loose:
        listing.notes.append(_outside(loose, root, domain))
    if others:
        kinds = some([f"{ending or 'no ending'}" for ending, _ in others.most_common()], 4)
        listing.notes.append(f"{several(others.total(), 'other file')} left aside ({kinds}).")
    listing.skipped.extend(walk.skipped)
    return listing


def _sides(folders: list[Path], walk: Walk) -> dict[Path, Side]:
    """The folders that are sides of a split, if this is a split at all.

    A lone 'train' beside other folders is a class of trains; alone, or with a 'val' or 'test', it is a side.
    """
    sides: dict[Path, Side] = {f: SIDES[f.name.casefold()] for f in folders if f.name.casefold() in SIDES}  # type: ignore[misc]
    kinds = set(sides.values())
    alone = len(sides) == len(folders)
    if alone and kinds == {"train"}:
        return sides if any(walk.folders(side) for side in sides) else {}
    return sides if len(kinds) > 1 and ("train" in kinds or alone) else {}


def _classes(
    folders: list[Path], side: Side | None, walk: Walk, domain: Domain, listing: Listing, others: Counter[str]
) -> Iterator[Progress]:
    told = 0.0
    telling: set[str] = set()
    for folder in sorted(folders, key=lambda f: natural_key(f.name)):
        label = clean(folder.name)
        listing.labels.append(label)
        for block in _examples(folder, walk, domain, telling, others):
            if block is not None:
                listing.found.add(block.folder, block.names, block.stamps, label, side)
            if time.monotonic() - told >= _TELL_SECONDS:
                told = time.monotonic()
                yield Progress(len(listing.found), 0, f"{len(listing.found):,} files; looking into {folder.name}")


def _examples(
    folder: Path, walk: Walk, domain: Domain, telling: set[str], others: Counter[str]
) -> Iterator[Block | None]:
    """The examples below a folder, and None in between (see `Walk.blocks`); what is none is counted in `others`.

    `telling` gathers the endings of names that tell an example by themselves, so that the domain is asked once.
    """
    for block in walk.blocks(folder):
        if block is None:
            yield None
            continue
        kept: list[int] = []
        for place, name in enumerate(block.names):
            if place % _BREATH == 0:
                yield None
            stem, dot, ending = name.rpartition(".")
            if not (stem and dot and ending in telling):
                wanted, by_name = _asked(block.folder, name, domain)
                if not wanted:
                    others[Path(name).suffix.lower()] += 1
                    continue
                if by_name and stem and dot:
                    telling.add(ending)
            kept.append(place)
        if len(kept) < len(block.names):
            block = Block(block.folder, [block.names[p] for p in kept], block.stamps[np.array(kept, np.int64)])
        yield block


def _asked(folder: str, name: str, domain: Domain) -> tuple[bool, bool]:
    """Whether the domain takes a file, and whether it says so without looking into it."""
    heads: list[bytes] = []

    def first_bytes() -> bytes:
        heads.append(head(folder + name))
        return heads[-1]

    return domain.wanted(name, first_bytes), not heads


def _wanted(path: str, domain: Domain) -> bool:
    return domain.wanted(Path(path).name, lambda: head(path))


def _count(paths: list[str], domain: Domain) -> str:
    return several(len(paths), *domain.noun)


def _outside(paths: list[str], folder: Path, domain: Domain) -> str:
    return f"Left out: {_count(paths, domain)} directly in {folder.name}, outside any class folder."


def _no_classes(folder: Path, loose: list[str], walk: Walk, domain: Domain) -> UserError:
    """What to say of a folder without class folders."""
    one, many = domain.noun
    unread = next((s for s in walk.skipped if s.path == str(folder)), None)
    if unread:
        return UserError(f"{folder}: {unread.reason}.", "Check your permissions.")
    if loose:
        tables = [p for p in walk.loose(folder) if Path(p).suffix.lower() in _TABLES]
        cure = f"Put the {many} of each class into a folder of their own"
        cure += (
            f", or choose the table {Path(tables[0]).name} in it."
            if tables
            else f", or choose a CSV of {one} and label."
        )
        return UserError(f"{folder} holds {_count(loose, domain)} but no class folders.", cure)
    return UserError(
        f"{folder} is empty: it holds no folders and no {many}.",
        f"Choose a folder with one folder of {many} per class.",
    )
