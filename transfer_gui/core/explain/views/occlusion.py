"""The occlusion map over the picture."""

from ...data.domains import find
from ...inspect.figures import Figure, Overlay
from ...inspect.filters import extent
from ...progress import Long
from ..features import pictured
from ..occlusion import STRIDE, WINDOW, occlude, sides
from ..view import Look, PictureView


def compute(look: Look) -> Long[tuple[Figure, ...]]:
    """One overlay: the drop of the class's probability where the picture is hidden."""
    cover, called = find(look.looked.domain).cover(look.looked.preprocessing)
    heat = yield from occlude(look.looked.model, look.input, look.explained, WINDOW, STRIDE, cover)
    side, step = sides(int(look.input.shape[1]), int(look.input.shape[2]), WINDOW, STRIDE)
    high = extent(heat)
    note = f"a square of {side} px in {called}, moved by {step} px; below zero: more probable without it"
    title = f"Probability of {look.words()} lost where hidden"
    return (Overlay(title, look.picture, heat, -high, high, "probability", note),)


VIEW = PictureView(
    "Occlusion", "How much of the class's probability is lost where the picture is hidden (Zeiler and Fergus 2014)", 50,
    frozenset({"class"}), pictured, compute, slow=True,
)  # fmt: skip
