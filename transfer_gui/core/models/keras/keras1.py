"""What Keras 1 called otherwise: kinds, settings, and the arrays of weights (https://github.com/keras-team/keras/wiki,
release notes of Keras 2.0).
"""

from typing import Any

import torch
from torch import Tensor

_KINDS = {
    "AtrousConvolution1D": "Conv1D",
    "AtrousConvolution2D": "Conv2D",
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Deconvolution2D": "Conv2DTranspose",
    "SeparableConvolution2D": "SeparableConv2D",
}
_SETTINGS = {
    "atrous_rate": "dilation_rate",
    "bias": "use_bias",
    "border_mode": "padding",
    "dim_ordering": "data_format",
    "dropout_U": "recurrent_dropout",
    "dropout_W": "dropout",
    "filter_length": "kernel_size",
    "inner_activation": "recurrent_activation",
    "length": "size",
    "nb_filter": "filters",
    "p": "rate",
    "pool_length": "pool_size",
    "sigma": "stddev",
    "stride": "strides",
    "subsample": "strides",
    "subsample_length": "strides",
}
_FORMATS = {"tf": "channels_last", "th": "channels_first"}
_MERGES = {"sum": "Add", "mul": "Multiply", "ave": "Average", "max": "Maximum", "concat": "Concatenate"}
_UNITS = {"Dense", "GRU", "LSTM", "SimpleRNN"}
"""What called its `units` `output_dim`."""


def translated(kind: str, settings: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A layer's kind and settings as Keras 2 has them. What Keras 2 has no more stays as it is."""
    found = {_SETTINGS.get(name, name): value for name, value in settings.items()}
    if found.get("data_format") in _FORMATS:
        found["data_format"] = _FORMATS[found["data_format"]]
    if "nb_row" in found and "nb_col" in found:
        found["kernel_size"] = [found.pop("nb_row"), found.pop("nb_col")]
    if kind in _UNITS and "output_dim" in found:
        found["units"] = found.pop("output_dim")
    if kind == "Merge" and found.get("mode_type", "raw") == "raw" and found.get("mode") in _MERGES:
        return _MERGES[found["mode"]], {"axis": found.get("concat_axis", -1)}
    if kind == "BatchNormalization" and found.get("mode", 0) != 0:
        return f"BatchNormalization of mode {found['mode']}", found
    return _KINDS.get(kind, kind), found


def arrays(kind: str, settings: dict[str, Any], given: list[Tensor]) -> list[Tensor]:
    """The weights of a layer of Keras 1, which has `kind` and `settings` of Keras 2 by now, as Keras 2 stores them."""
    first = settings.get("data_format") == "channels_first"
    if kind == "Conv1D" and given and given[0].dim() == 4:
        return [_along_one_side(given[0], settings.get("filters")), *given[1:]]
    if kind == "Conv2D" and first:
        return [given[0].movedim((0, 1), (3, 2)), *given[1:]]
    if kind == "Conv2DTranspose" and given and given[0].dim() == 4:
        kernel = given[0].movedim((0, 1), (2, 3)) if first else given[0].transpose(2, 3)
        return [kernel, *given[1:]]
    if kind == "LSTM" and len(given) == 12:
        return _joined(given, (0, 2, 1, 3))  # Keras 1 has the gates as input, new, forget, output
    if kind == "GRU" and len(given) == 9:
        return _joined(given, (0, 1, 2))
    return given


def _along_one_side(kernel: Tensor, filters: Any) -> Tensor:
    """A kernel that has a second side of length 1: (length, 1, in, out), in the oldest files (out, in, length, 1)."""
    if kernel.shape[1] == 1 and kernel.shape[3] == filters:
        return kernel[:, 0]
    return kernel[:, :, :, 0].movedim((0, 1), (2, 1))


def _joined(given: list[Tensor], gates: tuple[int, ...]) -> list[Tensor]:
    """Kernel, recurrent kernel and bias of each gate on their own, put together."""
    return [torch.cat([given[3 * gate + i] for gate in gates], -1) for i in range(3)]
