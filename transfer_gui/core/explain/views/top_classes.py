"""The classes that the network holds most probable."""

from ...inspect.figures import Figure, Table
from ...progress import Long, Progress
from ..view import Look, PictureView, always

MOST = 5


def compute(look: Look) -> Long[tuple[Figure, ...]]:
    """One table: the most probable classes, and the one that is explained where it is not among them."""
    yield Progress(0, 1, "Naming the example")
    order = look.probabilities.argsort(descending=True, stable=True).tolist()
    shown: list[int] = order[:MOST]
    notes = [f"The first {len(shown)} of {len(order):,} classes." if len(shown) < len(order) else "All classes."]
    if look.explained not in shown:
        shown.append(look.explained)
        notes.append(
            f"'{look.name(look.explained)}', which is explained, comes as number {order.index(shown[-1]) + 1}."
        )
    rows = tuple((look.name(i), float(look.probabilities[i]), float(look.logits[i])) for i in shown)
    return (Table("Most probable classes", ("class", "probability", "logit"), rows, tuple(notes)),)


VIEW = PictureView(
    "Classes", "What the network takes the example for: the most probable classes", 10, frozenset({"class"}), always,
    compute,
)  # fmt: skip
