"""The kinds of data that the program can learn from, one file each."""

import sys

from ...discover import discover, member
from ...errors import UserError
from ..domain import Domain


def domains() -> dict[str, Domain]:
    """Every domain by name."""
    return discover(sys.modules[__name__], "DOMAIN")


def find(name: str) -> Domain:
    """The domain called `name`; the others are not loaded. Raises UserError where there is none."""
    found = member(sys.modules[__name__], "DOMAIN", name)
    if found is None:
        raise UserError(f"There is no kind of data called {name!r}.", f"Known: {', '.join(domains())}.")
    return found
