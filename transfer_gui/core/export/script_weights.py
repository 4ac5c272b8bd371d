"""The part of a job's script that builds the network: the source's weights, in whatever file, and a new head."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ..job import Job
from ..models import catalogue, shipped, weights
from ..models.build import Built
from ..models.head import initial_code
from ..models.match import aligned
from .predict_script import LITE0

_OLD_NAMES = {
    'name = re.sub(r"(denselayer\\d+\\.(?:norm|relu|conv))\\.(\\d)\\.", r"\\1\\2.", name)': lambda name: re.sub(
        r"(denselayer\d+\.(?:norm|relu|conv))\.(\d)\.", r"\1\2.", name
    ),
    'name = name.replace(".mlp.linear_1.", ".mlp.0.").replace(".mlp.linear_2.", ".mlp.3.")': lambda name: name.replace(
        ".mlp.linear_1.", ".mlp.0."
    ).replace(".mlp.linear_2.", ".mlp.3."),
}  # fmt: skip
"""Names that torchvision itself once used, brought up to date: the line of the script, and what it does."""


def building(job: Job, built: Built, folders: Sequence[Path]) -> tuple[str, str]:
    """The constant with the path of the weight file, if any, and the function `build` of the script."""
    lite0 = job.source.model == LITE0
    options = "**OPTIONS"
    if job.source.weights == "none" and "init_weights" in built.options:
        options = '**(OPTIONS | {"init_weights": True})'
    construct = (
        "efficientnet_lite0(len(CLASSES))"
        if lite0
        else f"torchvision.models.get_model(MODEL, num_classes=len(CLASSES), {options})"
    )
    if job.source.weights == "none":
        body = ["torch.manual_seed(SEED)", f"return {construct}"]
        return "", _function('"""The network with random weights."""', body)
    chosen = catalogue.weights_of(job.source, folders)
    path = (Path(chosen.path) if chosen else shipped.place(job.source.weights)).absolute()
    state = weights.read(path).entry(job.source.entry)
    body = [
        "torch.manual_seed(SEED)",
        f"network = {construct}",
        *_reading(path, state, built.model),
        "with torch.no_grad():",
        "    for name, tensor in network.state_dict().items():",
        f"        if {_condition(state, built)}:",
        "            tensor.copy_(state[name])",
        "torch.manual_seed(SEED)",
        *_head(built),
        "return network",
    ]
    return f"WEIGHTS = {quoted(str(path))}\n", _function(
        '"""The source model with a new head for the classes."""', body
    )


def quoted(text: str) -> str:
    """A string as Python source, in double quotes where that is possible."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # a file name that is no Unicode
        return repr(text)
    return json.dumps(text, ensure_ascii=False)


def _function(doc: str, body: list[str]) -> str:
    return "\n".join(["def build():", f"    {doc}", *(f"    {line}" for line in body)]) + "\n\n\n"


def _head(built: Built) -> list[str]:
    """The new head, drawn as the program draws it."""
    (path,) = built.heads
    layer = built.model.get_submodule(path)
    assert isinstance(layer, nn.Linear | nn.Conv2d)
    bias = "" if layer.bias is not None else ", bias=False"
    if isinstance(layer, nn.Linear):
        new = f"nn.Linear({layer.in_features}, len(CLASSES){bias})"
    else:
        new = f"nn.Conv2d({layer.in_channels}, len(CLASSES), {tuple(layer.kernel_size)!r}{bias})"
    drawn = initial_code(type(built.model).__name__, "head", layer.bias is not None)
    return [f"head = {new}", *drawn, f'network.set_submodule("{path}", head)']


def _condition(state: Mapping[str, Tensor], built: Built) -> str:
    """Which tensors come from the file: all that it has, but the head, and those of another shape if there are any."""
    (head,) = built.heads
    condition = f'name in state and not name.startswith("{head}.")'
    own, current = built.model.state_dict(), aligned(built.model, state)[0]
    fits = all(
        current[name].shape == own[name].shape for name in own if name in current and not name.startswith(head + ".")
    )
    return condition if fits else f"{condition} and state[name].shape == tensor.shape"


def _reading(path: Path, state: Mapping[str, Tensor], model: nn.Module) -> list[str]:
    """Lines that read the file into `state`, under the names of the model."""
    lines, inside = _opening(path, state)
    steps: list[tuple[str, Callable[[str], str]]] = []
    if inside:
        lines.append(f"state = {{name[{len(inside)}:]: t for name, t in state.items() if name.startswith({inside!r})}}")
    renamed, prefix = aligned(model, state)
    for part in re.findall(r"[^.]+\.", prefix):
        steps.append((f"name = name.removeprefix({part!r})", lambda name, part=part: name.removeprefix(part)))
    steps += [(line, step) for line, step in _OLD_NAMES.items() if any(step(name) != name for name in state)]
    names = list(state)
    for _, step in steps:
        names = [step(name) for name in names]
    used = set(model.state_dict())
    if [n for n in names if n in used] != [n for n in renamed if n in used]:
        table = {old: new for old, new in zip(state, renamed, strict=True) if old != new}
        return [*lines, f"names = {table!r}", "state = {names.get(name, name): t for name, t in state.items()}"]
    if not steps:
        return lines
    inner = [f"    {line}" for line, _ in steps]
    loop = ["renamed = {}", "for name, tensor in state.items():", *inner, "    renamed[name] = tensor"]
    return [*lines, *loop, "state = renamed"]


def _opening(path: Path, state: Mapping[str, Tensor]) -> tuple[list[str], str]:
    """Lines that read the file, down to the table that the weights lie in, and the prefix that they have there."""
    with path.open("rb") as file:
        if file.read(9)[8:] == b"{":
            return ["state = load_file(WEIGHTS)"], ""
    content = torch.load(path, map_location="cpu", weights_only=True)
    keys, prefix = _place(content, state, ())
    access = "".join(f"[{key!r}]" for key in keys)
    return [f'state = torch.load(WEIGHTS, map_location="cpu", weights_only=True){access}'], prefix


def _place(content: Any, state: Mapping[str, Tensor], keys: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The keys that lead to the table with the tensors of `state`, and the prefix of their names in it."""
    if not isinstance(content, Mapping):
        return (), ""
    table: Mapping[Any, Any] = content
    first = next(iter(state))
    for name in table:
        prefix = name.removesuffix(first) if isinstance(name, str) and name.endswith(first) else None
        if prefix is not None and all(_same(table.get(prefix + n), t) for n, t in state.items()):
            return keys, prefix
    for key, value in table.items():
        found, prefix = _place(value, state, (*keys, key)) if isinstance(value, Mapping) else ((), "")
        if found:
            return found, prefix
    return (), ""


def _same(value: object, tensor: Tensor) -> bool:
    return isinstance(value, Tensor) and value.shape == tensor.shape and torch.equal(value, tensor)
