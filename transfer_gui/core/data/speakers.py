"""Who speaks in each example: told by a column of a table, or by a pattern over the files' names."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence

from ..errors import GroupsUnclear, UserError
from ..job import Data
from .dataset import Dataset
from .grouped import Groups
from .labels import clean
from .listing import several, some
from .split import inside

SECONDS = 10.0
"""How long a pattern may take for all files: one such as '(a+)+b' would take years for a single name."""
LONGEST = 500
"""Characters of a pattern."""

_CURE = r"Put one pair of brackets round what tells the speaker, as in '(.+?)_\d+' for 'anna_01.wav'."
_NO_TABLE = "It is no table: find the groups by a pattern over the files' names instead."
_SEARCH = """
import json, re, sys
pattern, texts = json.load(sys.stdin)
search = re.compile(pattern).search
json.dump([match[1] if (match := search(text)) else None for text in texts], sys.stdout)
"""


def of(dataset: Dataset, data: Data) -> Groups | None:
    """The groups that `data` wants kept together; None where it wants none. Raises GroupsUnclear."""
    whole = dataset.unedited or dataset
    try:
        if data.group_column and not whole.groups:
            have = f"Choose one of its columns: {', '.join(whole.columns)}." if whole.columns else _NO_TABLE
            raise UserError(f"The dataset has no column {data.group_column!r} to say what stays together.", have)
        if data.group_column:
            return by_column(data.group_column, whole.groups)
        return by_pattern(whole, data.group_pattern) if data.group_pattern else None
    except UserError as error:
        raise GroupsUnclear(error.what, error.cure) from error


def by_column(column: str, cells: Sequence[str]) -> Groups:
    """The groups that a table's column names, one cell for each example. Raises UserError where all are empty."""
    names = tuple(clean(cell) for cell in cells)
    empty = names.count("")
    if empty == len(names):
        raise UserError(f"The column {column!r} is empty.", "Choose the column that names the speaker of each example.")
    if not empty:
        return Groups(names)
    own = several(empty, "example has", "examples have")
    return Groups(names, (f"{own} nothing in column {column!r}; each counts as a group of its own.",))


def by_pattern(dataset: Dataset, pattern: str) -> Groups:
    r"""The groups that a regular expression finds in the examples' paths, such as `(.+?)_\d+`.

    The group is what the expression's one pair of brackets matches, at the first place where the whole matches. Without
    a slash in it, a pattern looks at the file's name alone, so that a speaker is the same one in every class's folder;
    with one, at the path below the dataset's folder. Of an edited dataset, these are the unedited one's examples.

    Raises UserError for a pattern that is none, has not one pair of brackets, matches nothing, or takes too long.
    """
    _check(pattern)
    whole = dataset.unedited or dataset
    paths = [inside(path, whole.root) for path in whole.packed.paths]
    texts = paths if "/" in pattern else [path.rpartition("/")[2] for path in paths]
    names = tuple(clean(found or "") for found in _found(pattern, texts))
    alone = [repr(text) for text, name in zip(texts, names, strict=True) if not name]
    if alone and len(alone) == len(names):
        files = several(len(names), "file")
        raise UserError(f"The pattern {pattern!r} matches none of {files}, such as {alone[0]}.", _CURE)
    if not alone:
        return Groups(names)
    files = several(len(alone), "file does", "files do")
    return Groups(names, (f"{files} not match {pattern!r}; each counts as a group of its own: {some(alone)}.",))


def _check(pattern: str) -> None:
    """Raises UserError for a pattern that cannot be used."""
    if len(pattern) > LONGEST:
        raise UserError(f"The pattern is {len(pattern)} characters long.", f"Make it {LONGEST} characters at most.")
    try:
        brackets = re.compile(pattern).groups
    except (re.error, RecursionError, OverflowError) as error:
        raise UserError(f"{pattern!r} is not a regular expression: {error}.", _CURE) from error
    if brackets != 1:
        raise UserError(f"The pattern {pattern!r} has {several(brackets, 'pair')} of brackets, not one.", _CURE)


def _found(pattern: str, texts: Sequence[str]) -> list[str | None]:
    """What the brackets match in each text. In a process of its own, as nothing else can end a search that is begun."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _SEARCH],
            input=json.dumps([pattern, texts]),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise UserError(
            f"The pattern {pattern!r} takes more than {SECONDS:g} seconds for the files' names.",
            "Make it simpler: without a repeat inside another, as in '(a+)+', and with fewer '.*'.",
        ) from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise UserError(f"The pattern {pattern!r} cannot be tried ({error}).", "Make it simpler.") from error
    return json.loads(done.stdout)
