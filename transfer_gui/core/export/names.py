"""Names of classes: given anew without retraining, and found again by another dataset."""

from collections.abc import Mapping, Sequence

from ..errors import UserError


def rename(classes: Sequence[str], renames: Mapping[str, str]) -> list[str]:
    """`classes` in their order, each under its new name where `renames` (old to new) has one.

    Raises UserError for a class that there is not, an empty name, and a name that two classes would have.
    """
    unknown = [name for name in renames if name not in classes]
    if unknown:
        raise UserError(f"There is no class {unknown[0]!r} to rename.", f"The classes are {', '.join(classes)}.")
    named = [renames.get(name, name) for name in classes]
    for old, new in zip(classes, named, strict=True):
        if not new.strip():
            raise UserError(f"The new name of class {old!r} is empty.", "Give it a name.")
        if named.count(new) > 1:
            raise UserError(f"Two classes would be called {new!r}.", "Give each class a name of its own.")
    return named
