"""Results made up by the test, and the cases at the edge of what can happen."""

import numpy as np
from hypothesis import strategies as st

from transfer_gui.core.evaluate.results import Results


def softmax(logits) -> np.ndarray:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return (powers / powers.sum(1, keepdims=True)).astype(np.float32)


def results(labels, probabilities, side: str = "validation", **more) -> Results:
    probabilities = np.asarray(probabilities, np.float32)
    names = tuple(f"class {c}" for c in range(probabilities.shape[1]))
    paths = tuple(f"{n}.png" for n in range(len(labels)))
    return Results(names, paths, np.asarray(labels, np.int64), probabilities, side, **more)


def drawn(n: int = 200, k: int = 5, seed: int = 0, skill: float = 1.5, steps: int = 0, weights=None) -> Results:
    """A network with some skill. With `steps` its logits are rounded, so that many scores are equal."""
    rng = np.random.default_rng(seed)
    labels = rng.choice(k, n, p=weights)
    logits = rng.normal(size=(n, k)) + skill * np.eye(k)[labels]
    return results(labels, softmax(np.round(logits * steps) / steps if steps else logits))


def one_sure(labels, named, k: int, sure: float = 0.9) -> Results:
    """A network that names `named`, each with probability `sure`."""
    probabilities = np.full((len(labels), k), (1 - sure) / max(k - 1, 1), np.float32)
    probabilities[np.arange(len(labels)), named] = sure if k > 1 else 1
    return results(labels, probabilities)


EDGES: dict[str, Results] = {
    "plain": drawn(),
    "two classes": drawn(60, 2),
    "one class": one_sure([0, 0, 0], [0, 0, 0], 1),
    "one example, right": one_sure([1], [1], 3),
    "one example, wrong": one_sure([1], [2], 3),
    "all right": one_sure([0, 1, 2, 2], [0, 1, 2, 2], 3),
    "all wrong": one_sure([0, 1, 2, 2], [1, 2, 0, 1], 3),
    "surely right": one_sure([0, 1, 2, 2], [0, 1, 2, 2], 3, 1.0),
    "surely wrong": one_sure([0, 1, 2, 2], [1, 2, 0, 1], 3, 1.0),
    "a class absent": drawn(80, 4, weights=[0.5, 0.3, 0.0, 0.2]),
    "a single class occurs": one_sure([1, 1, 1, 1], [1, 0, 1, 2], 3),
    "always one class": one_sure([0, 1, 2, 2], [1, 1, 1, 1], 3),
    "nothing known": results([0, 1, 2, 0], np.full((4, 3), 1 / 3)),
    "ties": drawn(150, 4, steps=1),
    "many classes": drawn(400, 60, skill=3),
}


@st.composite
def any_results(draw) -> Results:
    """Few examples of few classes; probabilities are often equal, 0 or 1."""
    n, k = draw(st.integers(1, 25)), draw(st.integers(1, 6))
    labels = draw(st.lists(st.integers(0, k - 1), min_size=n, max_size=n))
    logits = draw(
        st.lists(
            st.lists(st.sampled_from([-200.0, -1.0, 0.0, 0.5, 3.0]), min_size=k, max_size=k), min_size=n, max_size=n
        )
    )
    return results(labels, softmax(np.array(logits)))
