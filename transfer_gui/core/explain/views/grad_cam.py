"""Grad-CAM over the picture."""

import numpy as np

from ...inspect.figures import Figure, Overlay
from ...inspect.filters import extent
from ...progress import Long, Progress
from ..features import pictured
from ..gradcam import gradcam
from ..view import Look, PictureView


def compute(look: Look) -> Long[tuple[Figure, ...]]:
    """One overlay. Raises UserError for a layer whose output has no places."""
    yield Progress(0, 1, "Grad-CAM")
    heat = gradcam(look.looked.model, look.place, look.input[None], look.explained)[0].numpy()
    heat = np.ascontiguousarray(heat, np.float32)
    rows, columns = heat.shape
    note = f"at {look.place}, {rows} x {columns} places"
    if heat.size == 1:
        note += ": all is pooled into one; choose an earlier layer to see where"
    elif not heat.any():
        note += "; nothing here speaks for the class"
    return (
        Overlay(f"Grad-CAM of {look.words()}", look.picture, heat, 0.0, extent(heat), "activation x gradient", note),
    )


VIEW = PictureView(
    "Grad-CAM", "Where the chosen layer sees what speaks for the class (Selvaraju et al. 2017)", 30,
    frozenset({"layer", "class"}), pictured, compute,
)  # fmt: skip
