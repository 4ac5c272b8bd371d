"""The attention of a vision transformer over the picture."""

import numpy as np
from torchvision.models import VisionTransformer

from ...inspect.figures import Figure, Overlay, Tiles
from ...inspect.filters import extent
from ...progress import Long, Progress
from ...runs.looked import Looked
from ..rollout import rollout
from ..view import Look, PictureView


def fits(looked: Looked) -> bool:
    """Only a vision transformer has a class token that attends to the picture's patches."""
    return isinstance(looked.model, VisionTransformer)


def compute(look: Look) -> Long[tuple[Figure, ...]]:
    """The roll-out as an overlay, and the heads of the last block as tiles."""
    yield Progress(0, 1, "Attention")
    assert isinstance(look.looked.model, VisionTransformer)
    found = rollout(look.looked.model, look.input)
    blocks = len(look.looked.model.encoder.layers)
    heat = np.ascontiguousarray(found.grid().numpy())
    heads = np.ascontiguousarray(found.heads().numpy())
    finite = heat[np.isfinite(heat)]
    low, share = float(finite.min(initial=extent(heat))), float(found.flow[0, 0])
    note = (
        f"through all {blocks} blocks, mean of the heads; {share:.1%} comes from the class token itself; for no class"
    )
    labels = tuple(f"head {i}" for i in range(len(heads)))
    return (
        Overlay("Where the class token comes from", look.picture, heat, low, extent(heat), "share", note),
        Tiles(
            "What the class token attends to in the last block", heads, labels, 0.0, extent(heads),
            f"all {len(heads)} heads", "share",
        ),
    )  # fmt: skip


VIEW = PictureView(
    "Attention", "Which patches the class token gathered from, through all blocks (Abnar and Zuidema 2020)", 60,
    frozenset(), fits, compute,
)  # fmt: skip
