"""What a job needs in memory, said before it starts."""

from collections.abc import Sequence
from pathlib import Path

from ..core.atomic import bytes_in_words
from ..core.errors import UserError
from ..core.job import Job

CLASSES = 10
"""Outputs of the head that is reckoned with: the dataset has not been scanned yet."""


def lines(job: Job, folders: Sequence[Path] = (), enough: bool = True) -> list[str]:
    """What `job` needs and what is free; where that is not enough, the options that need less.

    None where it is `enough` and that is not to be said, nor for a job that cannot be run: the run will say why.
    """
    from ..core.models import tree
    from ..core.training import device
    from ..core.training.estimate import estimate
    from ..core.training.savings import savings

    try:
        root = tree.of_source(job.source, CLASSES, job.data.input_size, tuple(folders))
        room = device.room(job.device.name, job.device.precision)
    except UserError:
        return []
    need = estimate(root, job, room.kind).total
    said = (
        f"{bytes_in_words(need)} of memory is needed (estimated), {bytes_in_words(room.free)} is free on {room.title}"
    )
    if need <= room.free:
        return [said] if enough else []
    found = [
        (f"--set {s.field}={str(s.value).lower()}", s.words(room.free))
        for s in savings(root, job, room.kind, room.free)
    ]
    width = max((len(option) for option, _ in found), default=0)
    more = ["That is not enough. What needs less:"] if found else ["That is not enough: freeze more layers."]
    return [said, *more, *(f"  {option:<{width}}  {words}" for option, words in found)]
