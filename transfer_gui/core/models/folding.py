"""Batch norms of fixed statistics folded into the convolutions before them: less to compute, the same numbers.

In evaluation mode a batch norm is a scale and a shift of each channel, which a convolution's weights and bias can hold
(Jacob et al. 2018, section 3.2). The result differs by rounding alone.
"""

import copy
from collections import Counter
from typing import Any

from torch import fx, nn
from torch.nn.utils.fusion import fuse_conv_bn_weights

from .keras import padded
from .lite0 import SameConv2d
from .tracing import hooked

PAIRS = (
    (nn.Conv1d, nn.BatchNorm1d), (nn.Conv2d, nn.BatchNorm2d), (SameConv2d, nn.BatchNorm2d), (nn.Conv3d, nn.BatchNorm3d),
    (padded.SameConv1d, nn.BatchNorm1d), (padded.CausalConv1d, nn.BatchNorm1d), (padded.SameConv2d, nn.BatchNorm2d),
)  # fmt: skip


def fold(half: fx.GraphModule) -> fx.GraphModule:
    """Fold in place, and give the same module back; the network's own modules are left as they are.

    `half` computes without gradients, and its modules keep their weights, statistics and modes from now on: a fold has
    copies of them.
    """
    calls = Counter(node.target for node in half.graph.nodes if node.op == "call_module")
    for node in list(half.graph.nodes):
        before = node.args[0] if node.op == "call_module" and len(node.args) == 1 else None
        if not isinstance(before, fx.Node) or before.op != "call_module" or len(before.users) > 1:
            continue
        conv, norm = half.get_submodule(str(before.target)), half.get_submodule(str(node.target))
        if calls[before.target] > 1 or not _foldable(conv, norm):
            continue
        half.set_submodule(str(before.target), _folded(conv, norm))
        node.replace_all_uses_with(before)
        half.graph.erase_node(node)
    half.recompile()
    return half


def _foldable(conv: nn.Module, norm: nn.Module) -> bool:
    """Plain layers of the same dimensions: a class derived from them may compute otherwise."""
    if (type(conv), type(norm)) not in PAIRS or hooked(conv) or hooked(norm):
        return False
    return not norm.training and getattr(norm, "running_mean", None) is not None


def _folded(conv: Any, norm: Any) -> nn.Module:
    both = copy.deepcopy(conv)
    both.weight, both.bias = fuse_conv_bn_weights(
        conv.weight, conv.bias, norm.running_mean, norm.running_var, norm.eps, norm.weight, norm.bias
    )
    return both
