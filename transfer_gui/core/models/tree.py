"""The layer tree of a model: its modules with their shapes, found by one forward pass without numbers."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm  # pyright: ignore[reportPrivateUsage]

from ..errors import UserError
from ..job import Source
from ..recipes import Recipe
from . import catalogue, places, zoos
from .build import empty, options
from .detail import detail, heads, times
from .entry import Weights, check_size, titled
from .head import head_of
from .layer import Layer
from .taping import record
from .weights import read


@dataclass
class _Seen:
    """What the forward pass showed of one module."""

    order: int = -1
    shape: tuple[int, ...] = ()


@dataclass
class _Watch:
    """How many modules were computed, and what was seen of each."""

    seen: dict[nn.Module, _Seen] = field(default_factory=dict[nn.Module, _Seen])
    count: int = 0


def of_source(source: Source, classes: int, input_size: int | None = None, folders: Sequence[Path] = ()) -> Layer:
    """The tree of the model that `source` names, for inputs of `input_size` or as its weights have them.

    Raises UserError as `layers` does, and for weights that there are not.
    """
    chosen = catalogue.weights_of(source, folders)
    given = catalogue.options_of(source, chosen)
    own = chosen.preprocessing if chosen else None
    new = _new(source, chosen)
    root = layers(source.model, classes, input_size or (own.size if own else None), given, own, new)
    if given is None:
        return root
    entry = zoos.of(source.model).described(catalogue.find(source.model, folders), given)
    path = Path(source.weights)
    return replace(root, entry=titled(entry, places.called(path) if entry.brings == "folder" else path.stem))


def _new(source: Source, chosen: Weights | None) -> tuple[str, ...]:
    """The modules, beside the head, that the source's weights say nothing of; all such where they are not here."""
    zoo = zoos.of(source.model)
    parts = zoo.new(source.model, {})
    if not parts or chosen is None or not Path(chosen.path).is_file():
        return parts
    return zoo.new(source.model, read(Path(chosen.path), outline=True).entry(source.entry))


def layers(
    model: str,
    classes: int,
    input_size: int | None = None,
    given: Mapping[str, Any] | None = None,
    own: Recipe | None = None,
    new: Sequence[str] | None = None,
) -> Layer:
    """The tree of the model called `model` with a head of `classes` outputs, for inputs of `input_size`.

    `given` are the options that its weights tell, `own` is their recipe, and `new` are the modules, beside the head,
    that they say nothing of; if it is None, those that what ships does not have. The root has the tape of a forward and
    a backward pass, that recipe, and what is known of a network that its weights tell. Raises UserError for an unknown
    model, one that only its weights say how to build, or a size that it cannot take.
    """
    entry = catalogue.find_entry(model)
    if given is not None:
        entry = zoos.of(model).described(entry, given)
    elif not entry.parameters:
        raise UserError(
            f"Of {entry.title} only its weights say how it is built.", "Choose a folder of weights for it first."
        )
    own = own or entry.usual
    recipe = own.at_size(input_size or entry.input_size)
    if not model.startswith("vit_"):  # one can be built for any size that its patches divide; its weights decide which
        check_size(entry, recipe.size)
    module = empty(model, classes, options(model, image_size=input_size) if given is None else given).train()
    watch = _Watch()
    with _watching(module, watch):
        tape = record(module, recipe)
    _settle(module, watch)
    told = entry if given is not None else None
    specific = (head_of(module), *(zoos.of(model).new(model, {}) if new is None else new))
    return replace(_layer(module, "", "", specific, watch), tape=tape, recipe=own, entry=told)


def outline(model: nn.Module) -> Layer:
    """The tree of a network that is there already, without what only a pass would show: shapes, order and tape."""
    return _layer(model, "", "", (head_of(model),), _Watch())


@contextmanager
def _watching(model: nn.Module, watch: _Watch) -> Generator[None]:
    """Note the order and the output, module by module."""

    def enter(module: nn.Module, _: Any) -> None:
        seen = watch.seen.setdefault(module, _Seen())
        if seen.order < 0:
            seen.order = watch.count
        watch.count += 1

    def leave(module: nn.Module, _: Any, output: Any) -> None:
        first: Any = output[0] if isinstance(output, tuple) else output
        if isinstance(first, Tensor):
            watch.seen[module].shape = tuple(first.shape[1:])

    handles = [m.register_forward_pre_hook(enter) for m in model.modules()]
    handles += [m.register_forward_hook(leave) for m in model.modules()]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _settle(model: nn.Module, watch: _Watch) -> None:
    """A module that its parent uses without calling it (the projections of an attention) is computed when its parent
    is."""
    for parent in model.modules():
        mine = watch.seen.get(parent)
        children = [c for c in parent.children() if not list(c.children())]
        if mine is None or mine.order < 0:
            continue
        for child in children:
            if child not in watch.seen and any(True for _ in child.parameters()):
                watch.seen[child] = _Seen(mine.order)


def _layer(module: nn.Module, path: str, name: str, specific: tuple[str, ...], watch: _Watch) -> Layer:
    """The tree from this module on; those at the paths `specific` are new for the target task."""
    seen = watch.seen.get(module, _Seen())
    children = [
        _layer(child, f"{path}.{key}" if path else key, key, specific, watch) for key, child in module.named_children()
    ]
    if children:
        own = module.named_parameters(recurse=False)
        children = [_parameter(p, f"{path}.{key}" if path else key, key) for key, p in own] + children
    inside = any(path == one or path.startswith(one + ".") for one in specific)
    holders = [child for child in children if child.parameters]
    return Layer(
        path=path,
        name=name or type(module).__name__,
        kind=type(module).__name__,
        detail=detail(module),
        parameters=sum(p.numel() for p in module.parameters()),
        output_shape=seen.shape,
        order=seen.order if seen.order >= 0 else min((c.order for c in children if c.order >= 0), default=-1),
        task_specific=inside or (bool(holders) and all(child.task_specific for child in holders)),
        norm=isinstance(module, _BatchNorm) and module.track_running_stats,
        children=tuple(children),
        heads=heads(module),
    )


def _parameter(parameter: nn.Parameter, path: str, name: str) -> Layer:
    shape = tuple(parameter.shape)
    return Layer(path, name, "Parameter", times(shape), parameter.numel(), shape, -1, False, False)
