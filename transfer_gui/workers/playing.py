"""What the window asks for so that an example can be heard, run by `Tasks`."""

from ..core.errors import UserError
from ..core.progress import Long, Progress


def why_not() -> Long[UserError | None]:
    """Why nothing can be played on this machine; None where it can."""
    yield Progress(0, 0)
    from ..core.sound import loudspeaker

    return loudspeaker.why_not()


def play(domain: str, path: str) -> Long[None]:
    """Play an example of a domain in which they can be heard. Raises UserError."""
    yield Progress(0, 0)
    from ..core.data.domains import find
    from ..core.sound import loudspeaker

    yield from loudspeaker.play(find(domain).listen(path))
