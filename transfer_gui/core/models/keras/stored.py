"""Finds each layer's arrays in a Keras file, in the order in which Keras made them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from torch import Tensor

from .archive import Archive
from .description import Graph, Layer
from .hdf5 import Group
from .plan import Placed

Names = tuple[str, ...]
"""A layer's name, behind those of the networks around it."""

_INNER = ("cell", "layer", "forward_layer", "backward_layer")
"""Where a layer keeps those within it in a .keras file, in Keras's order."""


def arrays(archive: Archive, graph: Graph, placed: Mapping[Names, Placed]) -> dict[Names, list[Tensor]]:
    """The arrays of all layers of `placed`; a layer that the file does not have is not in it."""
    if archive.form == "keras":
        return dict(_nested(archive.weights, graph, (), placed))
    found: dict[Names, list[Tensor]] = {}
    for layer in graph.layers:
        group = archive.weights.group(layer.name) if layer.graph or (layer.name,) in placed else None
        if group is None:
            continue
        names = group.texts("weight_names")
        if layer.graph is None:
            found[layer.name,] = [group.tensor(name) for name in names]
        else:
            leaves = {path: one for path, one in _leaves(layer.graph, (layer.name,)) if path in placed}
            shares = _by_name(names, leaves, placed) or _by_order(names, leaves, placed)
            found |= {path: [group.tensor(name) for name in share] for path, share in shares.items()}
    return found


# ---- .keras: groups are nested as Keras nests its layers, and numbered by the kinds of these


def _nested(
    root: Group, graph: Graph, inside: Names, placed: Mapping[Names, Placed]
) -> Iterator[tuple[Names, list[Tensor]]]:
    container = root.group("layers") or root.group("_layer_checkpoint_dependencies")
    if container is None:
        return
    named = _named(container)
    kinds: Counter[str] = Counter()
    for layer in graph.layers:
        kind = _snake(layer.kind)
        label = f"{kind}_{kinds[kind]}" if kinds[kind] else kind
        kinds[kind] += 1
        group = named.get(layer.name) or (container.group(label) if not named else None)
        path = (*inside, layer.name)
        if group is not None and layer.graph is not None:
            yield from _nested(group, layer.graph, path, placed)
        elif group is not None and path in placed:
            yield path, list(_own(group))


def _named(container: Group) -> dict[str, Group]:
    """Groups by the layers' names, which newer files tell."""
    found: dict[str, Group] = {}
    for label in container.names():
        group = container.group(label)
        own = group.group("vars") if group is not None else None
        name = own.text("name") if own is not None else None
        if group is not None and name is not None:
            found[name] = group
    return found


def _own(group: Group) -> Iterator[Tensor]:
    """The arrays of a layer, then those of the layers within."""
    own = group.group("vars")
    if own is not None:
        for name in sorted((name for name in own.names() if name.isdecimal()), key=int):
            yield own.tensor(name)
    for name in _INNER:
        inner = group.group(name)
        if inner is not None:
            yield from _own(inner)


def _snake(kind: str) -> str:
    """'SeparableConv2D' as 'separable_conv2d'."""
    parted = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", kind))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", parted).lower()


# ---- .h5: a network within has one list of all its arrays


def _leaves(graph: Graph, inside: Names) -> Iterator[tuple[Names, Layer]]:
    """The layers of a network and of those within it."""
    for layer in graph.layers:
        if layer.graph is None:
            yield (*inside, layer.name), layer
        else:
            yield from _leaves(layer.graph, (*inside, layer.name))


def _by_name(
    names: Sequence[str], leaves: Mapping[Names, Layer], placed: Mapping[Names, Placed]
) -> dict[Names, list[str]] | None:
    """Each layer's arrays by the names that are parts of theirs ('dense_1/kernel:0'); None where these do not tell."""
    shares: dict[Names, list[str]] = {path: [] for path in leaves}
    for name in names:
        parts = name.split("/")[:-1]
        owners = [path for path in leaves if path[-1] in parts]
        if len(owners) != 1:
            return None
        shares[owners[0]].append(name)
    fits = all(len(share) == len(placed[path].part.weights) for path, share in shares.items())
    return shares if fits else None


def _by_order(
    names: Sequence[str], leaves: Mapping[Names, Layer], placed: Mapping[Names, Placed]
) -> dict[Names, list[str]]:
    """Each layer's arrays by Keras's order: first what is trained, layer by layer, then what is not."""
    rest = list(names)
    trained: dict[Names, list[str]] = {}
    fixed: dict[Names, list[str]] = {}
    for kept, now in ((trained, True), (fixed, False)):
        for path, layer in leaves.items():
            is_trained = bool(layer.settings.get("trainable", True))
            count = sum((weight.trainable and is_trained) == now for weight in placed[path].part.weights)
            kept[path], rest = rest[:count], rest[count:]
    return {path: trained[path] + fixed[path] for path in leaves}
