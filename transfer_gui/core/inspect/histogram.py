"""How a layer's weights are spread, with the source's behind."""

import numpy as np

from .figures import Array, Axis, Figure, Histogram
from .view import Subject, View

BINS = 80
MOST = 4_000_000
"""Numbers counted at most; of more, every third, fifth... is."""


def compute(subject: Subject) -> tuple[Figure, ...]:
    """One histogram of all learned parameters in the layer; NaN and infinities are left out."""
    learned = subject.learned()
    now = _values(list(learned.values()))
    if not now.size:
        return ()
    series = {"now": now}
    old = [t for name in learned if (t := subject.before(name)) is not None]
    if len(old) == len(learned):
        series = {"source": _values(old), **series}
    low, high = min(v.min() for v in series.values()), max(v.max() for v in series.values())
    if low == high:
        low, high = low - 0.5, high + 0.5
    edges = np.linspace(low, high, BINS + 1, dtype=np.float64)
    counts = {name: np.histogram(v, edges)[0].astype(np.float32) for name, v in series.items()}
    step = _step(sum(t.size for t in learned.values()))
    y = Axis("count" if step == 1 else f"count (one weight in {step})")
    return (Histogram("Spread of the weights", edges.astype(np.float32), counts, Axis("weight"), y),)


def _step(total: int) -> int:
    return 1 if total <= MOST else -(-total // MOST) | 1  # odd, so that no column of a matrix is always passed over


def _values(tensors: list[Array]) -> Array:
    step = _step(sum(t.size for t in tensors))
    flat = [t.reshape(-1)[::step] for t in tensors]
    joined = np.concatenate(flat) if flat else np.empty(0, np.float32)
    return joined[np.isfinite(joined)]


VIEW = View("Histogram", "How the layer's weights are spread; the source's weights stand behind", 20, compute)
