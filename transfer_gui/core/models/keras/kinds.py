"""The kinds of layers that can be converted, by Keras's names."""

from collections.abc import Callable

from . import activations, basic, convolution, merging, normalisation, pooling, recurrent, regularising, reshaping
from .part import Part, Unfit, Value, one
from .settings import Settings

Maker = Callable[[Settings, list[Value]], Part]
"""Makes the module of a layer for inputs of these shapes. Raises Unfit where it cannot be."""

_EACH_STEP = {"Activation", "Dense", "Dropout", "ELU", "GaussianNoise", "LeakyReLU", "ReLU"}
"""What does the same with a sequence as with each of its steps alone."""


def time_distributed(settings: Settings, values: list[Value]) -> Part:
    inner = settings.inner("layer")
    if inner is None or inner.kind not in _EACH_STEP:
        raise Unfit(f"runs a {inner.kind if inner else 'layer'} on each step of a sequence")
    if one(values).rank < 3:
        raise Unfit("is given something other than a sequence")
    return MAKERS[inner.kind](inner, values)


MAKERS: dict[str, Maker] = {
    **activations.LAYERS,
    **basic.LAYERS,
    **convolution.LAYERS,
    **merging.LAYERS,
    **normalisation.LAYERS,
    **pooling.LAYERS,
    **recurrent.LAYERS,
    **regularising.LAYERS,
    **reshaping.LAYERS,
    "TimeDistributed": time_distributed,
}
