"""How much memory a plan needs, from the layer tree alone; quick enough for every click. No torch here."""

from dataclasses import dataclass

from ..models.layer import Layer
from ..plan import Plan


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes by what they are for. `trainable` counts numbers, not bytes."""

    weights: int
    gradients: int
    optimiser: int
    activations: int
    trainable: int
    parameters: int

    @property
    def total(self) -> int:
        return self.weights + self.gradients + self.optimiser + self.activations


def trained_parameters(root: Layer, plan: Plan, epoch: int = 0) -> int:
    """How many numbers learn in `epoch`."""
    return sum(own for layer, own in _own(root) if own and not plan.resolve(layer.path).frozen_in(epoch))


def estimate(root: Layer, plan: Plan, batch_size: int, precision: str = "fp32") -> Estimate:
    """Memory of one training step, in bytes.

    Weights, gradients and momentum are counted exactly. Activations are what each module keeps for the
    backward pass, from the first module that learns on: nothing before it is kept, since no gradient goes there.
    The activations of half precision take two bytes a number, everything else four.
    """
    trained = {layer.path: own for layer, own in _own(root) if own and not plan.resolve(layer.path).frozen_in(0)}
    trainable = sum(trained.values())
    runs = [layer for layer in root.walk() if layer.order >= 0 and not layer.children]
    first = min((_order(layer, runs) for layer in root.walk() if layer.path in trained), default=None)
    saved = sum(layer.saved for layer in runs if first is not None and layer.order >= first)
    return Estimate(
        weights=4 * root.parameters,
        gradients=4 * trainable,
        optimiser=4 * trainable,
        activations=saved * batch_size * (4 if precision == "fp32" else 2),
        trainable=trainable,
        parameters=root.parameters,
    )


def _own(root: Layer):  # type: ignore[no-untyped-def]
    """Every layer with the numbers that it holds itself, beside its children."""
    return ((layer, layer.parameters - sum(child.parameters for child in layer.children)) for layer in root.walk())


def _order(layer: Layer, runs: list[Layer]) -> int:
    """When a layer is computed; a parameter held beside modules is taken to be used with the first of its siblings."""
    if layer.order >= 0:
        return layer.order
    parent = layer.path.rpartition(".")[0]
    orders = [run.order for run in runs if not parent or run.path.startswith(parent + ".")]
    return min(orders, default=0)
