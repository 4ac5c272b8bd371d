"""A text as a card: the part of it that an activation is of, marked, and some words around it."""

from torch import nn

from ..data.domain import Mark, Passage

AROUND = 12
"""Words shown on each side of what is marked, and twice as many of a text of which nothing is."""
STRENGTH = 0.6
"""Of a mark."""


def seen(module: nn.Module | None, spot: int, places: int, length: int) -> tuple[int, int] | None:
    """Which of `length` words, from and to before, are at one of the `places` of a layer's output.

    Of a convolution over the words all that its window reads; of another layer that keeps the words' places the word
    itself. None where the places are not those of words.
    """
    if isinstance(module, nn.Conv1d) and not isinstance(module.padding, str):
        (size,), (step,), (edge,), (gap,) = module.kernel_size, module.stride, module.padding, module.dilation
        reach = gap * (size - 1) + 1
        if (length + 2 * edge - reach) // step + 1 == places:
            first = spot * step - edge
            return max(0, first), min(length, first + reach)
    return (spot, spot + 1) if places == length > 1 else None


def card(passage: Passage, words: tuple[int, int] | None) -> Passage:
    """The text around some of its words, which are marked; without such its beginning."""
    parts = [part for part in passage.parts if part[0] < part[1]]
    marked = passage.parts[words[0] : words[1]] if words is not None else ()
    marked = [part for part in marked if part[0] < part[1]]
    at = parts.index(marked[0]) if marked else 0
    end = parts.index(marked[-1]) + 1 if marked else AROUND
    shown = parts[max(0, at - AROUND) : end + AROUND]
    if not shown:
        return Passage(passage.text)
    first, last = shown[0][0], shown[-1][1]
    before = "… " if shown[0] != parts[0] else ""
    after = " …" if shown[-1] != parts[-1] else ""
    shift = len(before) - first
    marks = (Mark(marked[0][0] + shift, marked[-1][1] + shift, STRENGTH),) if marked else ()
    return Passage(f"{before}{passage.text[first:last]}{after}", marks)
