"""What the network says of a side of the split: every view of results, and the examples it is most wrong on."""

from collections.abc import Sequence
from pathlib import Path

from ..data.domain import Passage, Trace, Unreadable
from ..data.domains import find
from ..data.listing import several, some
from ..errors import UserError
from ..evaluate import plain, rank
from ..evaluate.results import Results
from ..evaluate.view import views
from ..explain.explain import beside
from ..inspect.figures import Measures, Passages
from ..progress import Long, Progress
from ..runs.place import Place
from .dataset import below
from .outcome import percent
from .pages import pages
from .report import Block, Heading, Missing, Shot, Shots

WRONG, SIDE = 12, 160
"""Examples shown, and the longer side of one in pixels."""
INK, PAPER = (46, 111, 187), (250, 250, 250)
"""Of a drawn signal."""


def figures(results: Results) -> Long[list[Block]]:
    """The figures of every view of results."""
    blocks: list[Block] = []
    for done, view in enumerate(views().values()):
        yield Progress(done, len(views()), f"{view.title}, {results.side} side")
        if found := view.compute(results):
            blocks.append(Heading(view.title, view.description))
            for figure in found:
                blocks += pages(figure) if isinstance(figure, Measures) else [figure]
    return blocks


def beside_plain(results: Results, run: Path) -> Long[list[Block]]:
    """Whether the network does better than plain features, or why that is not known."""
    try:
        found = yield from plain.compare(results, run)
    except UserError as error:
        return [Missing(str(error))]
    fitted = several(found.trained, "training example")
    return [
        f"{found.sentence()} The regression is fitted to {fitted}, its penalty chosen by cross-validation on these."
    ]


def left_out(results: Results, root: str = "") -> list[Block]:
    """What is not in the results, and why."""
    blocks: list[Block] = []
    if results.skipped:
        names = some([f"{below(skipped.path, root)}: {skipped.reason}" for skipped in results.skipped], 3)
        blocks.append(Missing(f"{several(len(results.skipped), 'file')} cannot be read any more: {names}."))
    if results.left_out:
        count = several(results.left_out, "example")
        left = f"{count} of {some(list(results.unknown))} {'is' if results.left_out == 1 else 'are'} left out"
        blocks.append(Missing(f"{left}: the network does not know the class."))
    return blocks


def most_wrong(
    results: Results, domain: str, root: str, network: Place, folders: Sequence[Path] = ()
) -> Long[list[Block]]:
    """The examples that `network` is surest of a wrong class of: as small pictures, or as texts with the
    words that spoke for that class."""
    places = rank.most_wrong(results)
    if not len(places):
        return ["Not one is named wrongly."]
    reader, shots = find(domain), list[Shot]()
    for done, place in enumerate(places[:WRONG].tolist()):
        yield Progress(done, WRONG, "The most wrong examples")
        path, row = results.paths[place], results.probabilities[place]
        try:
            shown = reader.thumbnail(path, SIDE)
            if isinstance(shown, Passage):
                shown = (yield from _explained(network, path, folders)) or shown
            elif isinstance(shown, Trace):
                shown = shown.drawn(INK, PAPER)
        except (Unreadable, OSError):
            shown = None
        true, named = int(results.labels[place]), int(results.predicted[place])
        lines = (
            f"is {results.classes[true]} ({percent(float(row[true]))})",
            f"named {results.classes[named]} ({percent(float(row[named]))})",
        )
        shots.append(Shot(shown, below(path, root), lines))
    count = several(len(places), "example is", "examples are")
    first = f"; the {len(shots)} with the highest loss" if len(places) > len(shots) else ", by falling loss"
    said = f"{count} named wrongly{first}, with the probability that the network gives each class."
    if any(isinstance(shot.shown, Passage) and shot.shown.marks for shot in shots):
        said += " Tinted are the words that spoke for the class named (orange) and against it (blue)."
    return [said, Shots(tuple(shots))]


def _explained(place: Place, path: str, folders: Sequence[Path]) -> Long[Passage | None]:
    """The text as the network read it, with what each word counted; None where that cannot be told."""
    try:
        found = yield from beside(place, Path(path), folders)
    except UserError:
        return None
    return next((figure.texts[0] for figure in found or () if isinstance(figure, Passages)), None)
