"""The transfer plan: which layers are frozen, how fast the others learn, and from which epoch on.

A plan is a small set of rules, each on the path of a module or a parameter in the source model. The
rule on the longest path that covers a layer wins, field by field; the root's path is the empty string.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pydantic import Field

from .frozen import Frozen


class Rule(Frozen):
    """What is said of one layer and everything inside it; None leaves the field to the layer above."""

    frozen: bool | None = Field(default=None, description="The layer keeps the source model's weights, to the bit.")
    multiplier: float | None = Field(
        default=None, ge=0, le=1000, description="The layer's learning rate is the base rate times this."
    )
    unfreeze_at: int | None = Field(
        default=None, ge=0, description="A frozen layer begins to learn at this epoch (counted from 0); none: never."
    )


class LayerPlan(NamedTuple):
    """The rules resolved for one layer."""

    frozen: bool
    multiplier: float
    unfreeze_at: int | None

    def frozen_in(self, epoch: int) -> bool:
        """Whether the layer stands still in `epoch` (counted from 0)."""
        return self.frozen and (self.unfreeze_at is None or epoch < self.unfreeze_at)


def ancestors(path: str) -> Iterator[str]:
    """The root and every module on the way down to `path`, `path` last."""
    yield ""
    parts = path.split(".") if path else []
    for end in range(1, len(parts) + 1):
        yield ".".join(parts[:end])


def inside(path: str, module: str) -> bool:
    """Whether `path` is `module` itself or lies inside it."""
    return not module or path == module or path.startswith(module + ".")


class Plan(Frozen):
    """Rules by module or parameter path. With no rules, everything is trained at the base rate."""

    layers: dict[str, Rule] = Field(default={}, description="The rules by path; the empty path is the whole model.")

    def resolve(self, path: str) -> LayerPlan:
        """What the plan says of the module or parameter at `path`."""
        frozen, multiplier, unfreeze_at = False, 1.0, None
        for prefix in ancestors(path):
            rule = self.layers.get(prefix)
            if rule is None:
                continue
            frozen = frozen if rule.frozen is None else rule.frozen
            multiplier = multiplier if rule.multiplier is None else rule.multiplier
            unfreeze_at = unfreeze_at if rule.unfreeze_at is None else rule.unfreeze_at
        return LayerPlan(frozen, multiplier, unfreeze_at)

    def change(self, paths: Iterable[str], **fields: object) -> "Plan":
        """A plan in which the given fields of a `Rule` hold for each of `paths` and all that is inside them."""
        layers = {path: rule.model_dump() for path, rule in self.layers.items()}
        for module in paths:
            for path in [p for p in layers if p != module and inside(p, module)]:
                layers[path].update(dict.fromkeys(fields))
            layers.setdefault(module, {}).update(fields)
        kept = {path: rule for path, rule in layers.items() if any(v is not None for v in rule.values())}
        return Plan(layers={path: Rule.model_validate(kept[path]) for path in sorted(kept)})


def freeze_all_but(paths: Iterable[str]) -> Plan:
    """The plan that trains `paths` alone ('head only' when these are the task-specific layers)."""
    return Plan().change([""], frozen=True).change(paths, frozen=False)
