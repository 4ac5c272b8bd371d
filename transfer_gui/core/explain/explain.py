"""Looks at one example through several views, one after another."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import UserError
from ..inspect.figures import Figure, Overlay, Passages, Table
from ..progress import Long, Progress
from ..runs.looked import look_into
from ..runs.place import UNTRAINED, Place
from .view import Look, views


def explain(
    place: Place, path: Path, layer: str, target: int | None, names: Sequence[str], folders: Sequence[Path] = (),
    truth: str = "",
) -> Long[dict[str, tuple[Figure, ...]]]:  # fmt: skip
    """What the network at `place` makes of the example at `path`: the figures of the views called `names`, by name.

    `layer` is a path ('' for the whole network), `target` an output of the network (None for the most probable class).
    What is said of classes has the class `truth` of the example in its title, where it is known, and says where the
    head of the network is new and untrained. As each view is ready, Progress.item is (name, figures), or (name,
    UserError) where it cannot be computed; the others go on. Raises UserError where the network cannot be opened, and
    Unreadable for the example.
    """
    yield Progress(0, 0, "Opening the network")
    looked = look_into(place, folders)
    yield Progress(0, 0, f"Reading {path.name}")
    look = Look(looked, path, layer, target)
    _ = look.shown, look.probabilities
    found: dict[str, tuple[Figure, ...]] = {}
    for name in names:
        view = views()[name]
        yield Progress(0, 0, view.title)
        try:
            if not view.fits(looked):
                raise UserError(f"{view.title} does not suit {looked.name}.", "Choose another view.")
            figures = yield from view.compute(look)
            if "class" in view.needs:
                figures = tuple(_of_classes(figure, truth, place.untrained_head) for figure in figures)
            found[name] = figures
        except UserError as error:
            yield Progress(0, 0, view.title, (name, error))
        else:
            yield Progress(0, 0, view.title, (name, found[name]))
    return found


def beside(place: Place, path: Path, folders: Sequence[Path] = (), truth: str = "") -> Long[tuple[Figure, ...] | None]:
    """What is shown of the example at `path` beside the answer for it: the figures of the views that say so of
    themselves, for the most probable class. None where no such view fits the network. Raises as `explain`."""
    yield Progress(0, 0, "Opening the network")
    looked = look_into(place, folders)
    names = [name for name, view in views().items() if view.beside and view.fits(looked)]
    if not names:
        return None
    found = yield from explain(place, path, "", None, names, folders, truth)
    return tuple(figure for name in names for figure in found.get(name, ()))


def _of_classes(figure: Figure, truth: str, untrained: bool) -> Figure:
    """A figure that rests on the classes, with what must be known to read it."""
    if truth:
        figure = replace(figure, title=f"{figure.title} (truth: {truth})")
    if untrained and isinstance(figure, Table):
        return replace(figure, notes=(UNTRAINED, *figure.notes))
    if untrained and isinstance(figure, Overlay | Passages):
        return replace(figure, note=f"{UNTRAINED} {figure.note[:1].upper()}{figure.note[1:]}".strip())
    return figure
