"""The words of a text that speak for a class, and those that speak against it."""

import math

from ...data.domain import Mark, Passage
from ...data.domains import find
from ...inspect.figures import Figure, Passages
from ...progress import Long
from ..integrated import integrate_ids
from ..view import Look, PictureView, worded

STEPS = 64
"""Convolutions over words, and the highest of their answers, bend the way from nothing to a text more than once."""
BATCH = 32
ENDS = ("against the class", "for the class")


def compute(look: Look) -> Long[tuple[Figure, ...]]:
    """The text, each word tinted by what it adds to the class's logit."""
    domain, recipe, passage = find(look.looked.domain), look.looked.preprocessing, look.passage
    start = domain.normalise(domain.nothing(recipe), recipe)
    found = yield from integrate_ids(look.looked.model, look.input, look.explained, start, STEPS, BATCH)
    values = found.attributions.numpy()
    places = {place: part for place, part in enumerate(passage.parts) if part[0] < part[1]}
    sizes = [abs(value) for value in values[list(places)].tolist() if math.isfinite(value)]
    high = max(sizes, default=0.0) or 1.0
    marks = tuple(Mark(*part, float(values[place]) / high) for place, part in places.items())
    total = float(values.sum(dtype="float64"))
    note = (
        f"adds up to {total:.3g}; from as many words without a meaning (logit {found.start:.3g}) to these "
        f"({found.end:.3g}) it is {found.end - found.start:.3g}: off by {found.delta:.2g} at {STEPS} steps"
    )
    title = f"What each word adds to {look.words()}"
    text = Passage(passage.text, marks)
    return (Passages(title, (text,), high=high, unit="logit", note=note, ends=ENDS),)


VIEW = PictureView(
    "Words that mattered", "How much each word adds to the class's logit (Sundararajan et al. 2017)", 15,
    frozenset({"class"}), worded, compute, beside=True,
)  # fmt: skip
