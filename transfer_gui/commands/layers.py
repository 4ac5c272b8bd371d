"""Show the layers of a model: type, output shape, parameters, and what a preset freezes.

The structure comes without loading any weights, so the largest model takes no longer than the smallest.
"""

import argparse
from collections.abc import Iterator

from rich.table import Table

from ..core.job import Source
from ..core.models.layer import Layer
from ..core.plan import Plan
from .console import count, percent, print_json, table, text
from .fields import PRESETS

EXAMPLES = """\
examples:
  transfer-gui layers squeezenet1_1 --preset head
  transfer-gui layers vit_h_14 --depth 2
  transfer-gui layers resnet18 --preset last_stage --json
  transfer-gui layers keras --weights model.h5
"""


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("model", metavar="MODEL", help="a name that 'transfer-gui models' lists")
    parser.add_argument("--preset", choices=PRESETS, default="head", help="the plan that is shown [head]")
    parser.add_argument("--classes", type=_positive, default=10, metavar="N", help="outputs of the new head [10]")
    parser.add_argument("--input-size", type=_positive, metavar="PX", help="side of the input [the model's own]")
    parser.add_argument(
        "--weights", metavar="PATH", help="a checkpoint, a Keras file or a text encoder's folder that tells the network"
    )
    parser.add_argument("--depth", type=_positive, metavar="N", help="show N levels only")
    parser.add_argument("--json", action="store_true", help="write JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the layer tree and return the exit code."""
    from ..core.models import catalogue, presets, tree

    catalogue.find(arguments.model)
    classes, size = arguments.classes, arguments.input_size
    if arguments.weights:
        root = tree.of_source(Source(model=arguments.model, weights=arguments.weights), classes, size)
    else:
        root = tree.layers(arguments.model, classes, size)
    plan = presets.presets(root)[arguments.preset]
    if arguments.json:
        print_json(as_object(root, plan))
        return 0
    rows = Table(box=None, pad_edge=False)
    for title in ("layer", "type", "settings", "output"):
        rows.add_column(title, no_wrap=title != "settings")
    for title in ("parameters", "trained"):
        rows.add_column(title, justify="right", no_wrap=True)
    rows.add_column("role", no_wrap=True)
    for depth, layer in levels(root, arguments.depth):
        rows.add_row(
            "  " * depth + (layer.name or arguments.model),
            layer.kind,
            layer.detail,
            " x ".join(map(str, layer.output_shape)),
            count(layer.parameters) if layer.parameters else "",
            count(trained(layer, plan)) if layer.parameters else "",
            role(layer, plan),
        )
    table(rows)
    share = trained(root, plan) / root.parameters if root.parameters else 0
    text(f"{count(trained(root, plan))} of {count(root.parameters)} parameters are trained ({percent(share)}).")
    return 0


def levels(root: Layer, depth: int | None = None, at: int = 0) -> Iterator[tuple[int, Layer]]:
    """Every layer down to `depth` levels below the root, with its level, parents first."""
    yield at, root
    if depth is None or at < depth:
        for child in root.children:
            yield from levels(child, depth, at + 1)


def trained(layer: Layer, plan: Plan) -> int:
    """Numbers in `layer` and all inside it that the plan trains from the first epoch on."""
    own = layer.parameters - sum(child.parameters for child in layer.children)
    inside = sum(trained(child, plan) for child in layer.children)
    return inside + (0 if plan.resolve(layer.path).frozen_in(0) else own)


def role(layer: Layer, plan: Plan) -> str:
    """'task-specific', 'shared, frozen'... Empty for a layer without parameters."""
    if not layer.parameters:
        return ""
    learns = trained(layer, plan)
    state = "frozen" if not learns else "trained" if learns == layer.parameters else "partly frozen"
    return f"task-specific, {state}" if layer.task_specific else f"shared, {state}"


def as_object(layer: Layer, plan: Plan) -> dict[str, object]:
    """The tree as nested objects for JSON."""
    rule = plan.resolve(layer.path)
    return {
        "path": layer.path,
        "type": layer.kind,
        "settings": layer.detail,
        "output_shape": list(layer.output_shape),
        "parameters": layer.parameters,
        "trained": trained(layer, plan),
        "frozen": rule.frozen_in(0),
        "multiplier": rule.multiplier,
        "task_specific": layer.task_specific,
        "layers": [as_object(child, plan) for child in layer.children],
    }


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return number
