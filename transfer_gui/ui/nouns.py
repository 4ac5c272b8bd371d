"""What the examples of a job are called."""

from .translation import mark, tr

KINDS = mark(("pictures", "sounds", "texts"))
"""As the domains that come with the program call several of theirs."""
UNITS = mark(("px", "words", "pieces of words", "terms", "hundredths of a second", "seconds"))
"""In which the domains and recipes that come with it count the lengths of examples and the size of an input."""


def things(domain: str) -> str:
    """Several examples of a domain, in the window's language: 'pictures'."""
    from ..core.data.domains import find  # it loads NumPy, and the window is painted before that

    return tr(find(domain).noun[1])
