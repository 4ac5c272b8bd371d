"""The attention of a text encoder: which pieces the text's vector comes from, and what each head looks at."""

import numpy as np

from ...data.domain import Passage
from ...inspect.figures import Axis, Figure, Heatmap, Table, Tiles
from ...inspect.filters import extent
from ...models.text.bert import Bert
from ...progress import Long, Progress
from ...runs.looked import Looked
from ..pieces import attention
from ..view import Look, PictureView

SHOWN = 40
"""Pieces of a map at most."""


def fits(looked: Looked) -> bool:
    """Only a transformer over pieces of a text."""
    return isinstance(looked.model, Bert)


def compute(look: Look) -> Long[tuple[Figure, ...]]:
    """A table of the pieces by their share in the text's vector, and maps of who looks at whom."""
    yield Progress(0, 1, "Attention")
    model, shown = look.looked.model, look.shown
    assert isinstance(model, Bert)
    assert isinstance(shown, Passage)
    found = attention(model, look.input)
    names = shown.text.split(" ")
    order = found.vector.argsort(descending=True, stable=True).tolist()
    rows = tuple((i + 1, names[i], float(found.vector[i])) for i in order if i < len(names))
    cut = min(len(names), len(found.flow), SHOWN)
    note = f"the first {cut} of {len(names)} pieces" if cut < len(names) else ""
    flow = np.ascontiguousarray(found.flow[:cut, :cut].numpy())
    heads = np.ascontiguousarray(found.last[:, :cut, :cut].numpy())
    labels = tuple(names[:cut])
    return (
        Table(
            "Which pieces the text's vector comes from",
            ("place", "piece", "share"),
            rows,
            (f"Through all {len(model.encoder.layer)} blocks, mean of the heads; for no class.",),
        ),
        Heatmap(
            "Where each piece's vector comes from", flow, Axis("from"), Axis("piece"), 0.0, extent(flow), "share",
            note, labels, labels,
        ),
        Tiles(
            "What each piece attends to in the last block", heads, tuple(f"head {i}" for i in range(len(heads))), 0.0,
            extent(heads), f"a row each piece, a column each that it looks at; all {len(heads)} heads", "share",
        ),
    )  # fmt: skip


VIEW = PictureView(
    "Attention between pieces", "Which pieces the network gathered the text's vector from (Abnar and Zuidema 2020)",
    61, frozenset(), fits, compute,
)  # fmt: skip
