"""Integrated gradients over the picture."""

import numpy as np

from ...data.domains import find
from ...inspect.figures import Array, Figure, Overlay
from ...inspect.filters import extent
from ...progress import Long
from ..features import pictured
from ..integrated import STEPS, integrate
from ..view import Look, PictureView

PATCHES = 14
"""Patches along each side of the coarse map."""


def compute(look: Look) -> Long[tuple[Figure, ...]]:
    """Two overlays: what each pixel adds to the class's logit, and the same added up over patches."""
    domain, recipe = find(look.looked.domain), look.looked.preprocessing
    start = domain.normalise(domain.nothing(recipe), recipe)
    found = yield from integrate(look.looked.model, look.input, look.explained, start, STEPS)
    pixels = found.attributions.sum(0).numpy()
    coarse = patches(pixels, PATCHES)
    total = float(pixels.sum(dtype=np.float64))
    note = (
        f"adds up to {total:.3g}; from a black picture (logit {found.start:.3g}) to this one ({found.end:.3g}) it is "
        f"{found.end - found.start:.3g}: off by {found.delta:.2g} at {STEPS} steps"
    )
    words = look.words()
    high, wide = extent(pixels), extent(coarse)
    return (
        Overlay(f"What each pixel adds to {words}", look.picture, pixels, -high, high, "logit", note),
        Overlay(
            f"The same, summed in {len(coarse)} x {len(coarse[0])} patches", look.picture, coarse, -wide, wide, "logit",
            "above zero speaks for the class, below against it; what is black adds nothing",
        ),
    )  # fmt: skip


def patches(values: Array, most: int) -> Array:
    """Sums over a grid of about equal patches, at most `most` along each side."""
    for axis in (0, 1):
        length = values.shape[axis]
        starts = np.linspace(0, length, min(most, length), endpoint=False).astype(int)
        values = np.add.reduceat(values, starts, axis)
    return values.astype(np.float32)


VIEW = PictureView(
    "Integrated gradients", "How much each pixel adds to the class's logit (Sundararajan et al. 2017)", 40,
    frozenset({"class"}), pictured, compute, slow=True,
)  # fmt: skip
