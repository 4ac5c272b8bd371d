"""Builds the target model: the source's architecture and weights, with a new head for the target's classes."""

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from ..errors import Refused, UserError
from ..job import Source
from ..random_state import seeded
from ..recipes import Recipe
from . import catalogue, exported, places, shipped, transfer_map, weights, zoos
from .entry import ModelEntry, Weights, check_size
from .head import head_of, replace_head
from .match import Match, aligned, complaints, finite, listed, refuse

__all__ = [
    "Built",
    "Examined",
    "Opened",
    "build",
    "check_size",
    "empty",
    "examine",
    "load",
    "open_source",
    "options",
    "skeleton",
    "with_advice",
    "with_versions",
]


@dataclass(frozen=True)
class Built:
    """A target model, ready to train."""

    model: nn.Module
    """On the CPU, float32, in training mode."""
    heads: tuple[str, ...]
    """Paths of the modules that are new."""
    preprocessing: Recipe
    """The source weights' own recipe."""
    notes: tuple[str, ...]
    """What the user should know: what was left out, replaced, converted."""
    options: dict[str, Any]
    """What the architecture's collection takes beside the number of classes to build the same network."""
    warnings: tuple[str, ...] = ()
    """What may well be other than the user thinks."""
    kind: str = ""
    """What the network that the weights were taken from read, as in `job.data.domain`; empty where nothing tells."""
    carried: tuple[str, ...] = ()
    """Of the notes, those that say which layers take over what, layer by layer."""


def skeleton(model: str, classes: int, input_size: int | None = None) -> nn.Module:
    """The architecture called `model` on the meta device (shapes without numbers), with a head of `classes` outputs.

    `input_size` matters to a vision transformer alone. Raises UserError for an unknown model, or a size that no
    patches fit.
    """
    catalogue.find_name(model)
    return empty(model, classes, options(model, image_size=input_size))


def empty(model: str, classes: int, given: Mapping[str, Any]) -> nn.Module:
    """The architecture with the options `given`, on the meta device."""
    with _MetaFactories():
        module = _construct(model, classes, given)
    return module.to("meta")


def options(model: str, *, pretrained: bool = False, image_size: int | None = None) -> dict[str, Any]:
    """What building the architecture takes beside the number of classes (see `Zoo.options`)."""
    return zoos.of(model).options(model, pretrained=pretrained, size=image_size)


def build(source: Source, classes: int, seed: int, folders: Sequence[Path] = ()) -> Built:
    """The model that `source` names with its weights, and a head for `classes` classes drawn with `seed`.

    From scratch (`weights='none'`) every weight is drawn with `seed`, as torchvision's constructor does. torch's global
    random state is as before afterwards. Weight files are looked for in `folders` too.

    Raises UserError for an unknown model or weights that are not on this disk (naming the file to bring), and Refused
    for a file that is no weights, or those of another model.
    """
    if source.weights == "none":
        return _scratch(catalogue.find_entry(source.model), classes, seed)
    opened = open_source(source, folders)
    name = opened.entry.name
    if source.transfer == "layers":
        return _layer_by_layer(source, opened, classes, seed)
    model = empty(name, classes, opened.options)
    opened.check(model)
    heads = (*zoos.of(name).new(name, opened.state), head_of(model))
    try:
        found = weights.load_into(model, opened.state, heads, str(opened.path))
    except Refused as error:
        raise with_advice(error, opened) from None
    with seeded(seed):
        replace_head(model, classes, "cpu")
    if any(t.is_meta for t in model.state_dict().values()):  # the file lacks some: they are drawn as from scratch
        with seeded(seed):
            whole = _construct(name, classes, opened.options)
        there = {name: tensor for name, tensor in model.state_dict().items() if not tensor.is_meta}
        whole.load_state_dict(with_versions(whole, there), strict=False)
        model = whole
    notes = (*opened.notes, *_notes(found, classes, opened.path))
    return Built(model.train(), heads, opened.preprocessing, notes, opened.options)


def _layer_by_layer(source: Source, opened: "Opened", classes: int, seed: int) -> Built:
    """The model with random weights, and what it takes over of a source that may be built otherwise."""
    name = opened.entry.name
    with seeded(seed):
        model = zoos.of(name).construct(name, classes, opened.options, fresh=True)
    state, _ = aligned(model, opened.state)
    opened.check(None)
    plan = _mapped(source, model, state)
    if refusal := _unfit(source, opened, plan):
        raise refusal
    if bad := [pair.source.path for pair in plan.pairs if pair.source and plan.carries(pair) and _spoilt(pair, state)]:
        raise Refused(
            f"{opened.path} holds values that are not numbers (NaN) in {listed(bad)}: the training that wrote it had "
            "diverged.",
            "Choose an earlier checkpoint, or leave these layers out by hand.",
        )
    transfer_map.carry(plan, state, dict(model.state_dict(keep_vars=True)))
    notes, carried = (*opened.notes, *plan.words()), tuple(plan.words())
    some = any(map(plan.carries, plan.pairs))
    warnings = () if some else (f"{opened.path.name} gives no weights: the whole model is trained from scratch.",)
    heads = (head_of(model),)
    return Built(model.train(), heads, opened.preprocessing, notes, opened.options, warnings, opened.kind, carried)


def _unfit(source: Source, opened: "Opened", plan: transfer_map.TransferMap) -> Refused | None:
    """Why a pair that was chosen by hand cannot be had, if one cannot."""
    taken = {pair.target.path: pair for pair in plan.pairs}
    for target, wanted in source.pairs:
        pair = taken.get(target)
        if not wanted or (pair is not None and pair.source and pair.source.path == wanted and plan.carries(pair)):
            continue
        there = {layer.path for layer in plan.left} | {p.source.path for p in plan.pairs if p.source}
        if pair is None:
            what = f"{opened.entry.title} has no layer {target!r} with weights."
        elif wanted not in there:
            what = f"{opened.path} has no layer {wanted!r} with weights."
        else:
            what = (
                f"{target} cannot take over {wanted} of {opened.path}: it is of another kind or size, or taken twice."
            )
        return Refused(what, "Choose another layer for it, take over what overlaps, or leave this pair out.")
    return None


def _mapped(source: Source, model: nn.Module, state: Mapping[str, Tensor]) -> transfer_map.TransferMap:
    """The head takes nothing over unless that is chosen by hand: it is new for the target's classes."""
    theirs, own = ({n: tuple(t.shape) for n, t in tensors.items()} for tensors in (state, model.state_dict()))
    by_hand = {head_of(model): ""} | dict(source.pairs)
    return transfer_map.match(transfer_map.layers_of(theirs), transfer_map.layers_of(own), by_hand, source.overlap)


def _spoilt(pair: transfer_map.Pair, state: Mapping[str, Tensor]) -> bool:
    """Whether a source layer holds NaN or infinity."""
    assert pair.source is not None
    tensors = (state[f"{pair.source.path}.{name}".lstrip(".")] for name, _ in pair.source.shapes)
    return not all(finite(tensor) for tensor in tensors if tensor.is_floating_point())


@dataclass(frozen=True)
class Examined:
    """How a weight file fits a model, found without building it."""

    match: Match
    """Every tensor by name, in full."""
    choices: tuple[str, ...]
    """Sets of weights in the file that may be chosen beside its own (averages...)."""
    preprocessing: Recipe
    notes: tuple[str, ...]
    refusal: Refused | None
    """What `build` would raise."""
    entry: ModelEntry
    """What is known of the model, by its file where that tells more."""
    plan: transfer_map.TransferMap | None = None
    """Which layers take over what, where the weights are taken over layer by layer."""
    kind: str = ""
    """As in `Built.kind`."""


def examine(source: Source, classes: int, folders: Sequence[Path] = ()) -> Examined:
    """How the weights that `source` names fit its model; reads the file, and takes no memory for the model.

    Raises as `build` does, but for weights that do not fit: these are told by the result.
    """
    opened = open_source(source, folders)
    model = empty(opened.entry.name, classes, opened.options)
    parts = zoos.of(opened.entry.name).new(opened.entry.name, opened.state)
    found = weights.match(model, opened.state, (*parts, head_of(model)))
    if source.transfer == "layers":
        plan = _mapped(source, model, aligned(model, opened.state)[0])
        notes = (*opened.notes, *plan.words())
        refusal = _unfit(source, opened, plan)
        return Examined(found, opened.choices, opened.preprocessing, notes, refusal, opened.entry, plan, opened.kind)
    refusal = None
    try:
        opened.check(model)
        refuse(found, str(opened.path))
    except Refused as error:
        refusal = with_advice(error, opened)
    notes = (*opened.notes, *_notes(found, classes, opened.path))
    return Examined(found, opened.choices, opened.preprocessing, notes, refusal, opened.entry)


@dataclass(frozen=True)
class Opened:
    """A weight file that was opened, and what goes with it."""

    entry: ModelEntry
    path: Path
    state: Mapping[str, Tensor]
    choices: tuple[str, ...]
    preprocessing: Recipe
    options: dict[str, Any]
    notes: tuple[str, ...]
    file: weights.WeightFile
    kind: str
    """As in `Built.kind`."""
    brought: bool
    """It comes from another program's folder (see `Zoo.brought`)."""

    def check(self, model: nn.Module | None) -> None:
        """Make sure that what goes with the weights is whole, and its tensors fit a `model` built by its options, if
        there is one to fit. Raises UserError."""
        zoo = zoos.of(self.entry.name)
        zoo.sound(self.path, self.preprocessing, model, self.state, self.brought)


def open_source(source: Source, folders: Sequence[Path], outline: bool = False) -> Opened:
    """The weight file that `source` names; an `outline` as `weights.read` has it. Raises as `build`."""
    entry = catalogue.find(source.model, folders)
    chosen = catalogue.weights_of(source, folders)
    if chosen and chosen.where in {"import", "download"}:
        raise UserError(f"The weights {chosen.file} of {entry.title} are not on this computer.", places.bring(chosen))
    path = Path(chosen.path) if chosen else shipped.place(source.weights)
    file = weights.read(path, outline)
    ours = file.metadata if exported.is_ours(file.metadata) else None
    if ours and ours["model"] != entry.name:
        raise Refused(f"{path} holds a {ours['model']}, not a {entry.name}.", f"Choose the model {ours['model']}.")
    state = zoos.of(entry.name).translated(entry.name, file.entry(source.entry))
    zoo = zoos.of(entry.name)
    brought = ours is None and bool(chosen and chosen.options)
    if ours:
        given = zoos.known(entry.name, ours.get("model_options"))
    else:
        given = dict(chosen.options) if chosen and brought else zoo.options_of_file(entry.name, path)
    if given is not None:
        entry = zoo.described(entry, given)
    notes = [] if source.weights == "shipped" else list(file.notes)
    if source.entry:
        notes = [note for note in notes if f"'{source.entry}'" not in note]
        notes.append(f"The set '{source.entry}' of {path.name} is used.")
    preprocessing = _preprocessing(entry, chosen, path, file.metadata, notes, given is not None)
    if given is None:
        size = zoo.size_of(entry.name, state)
        given = zoo.options(entry.name, pretrained=True, size=size)
        if size and size != preprocessing.size:
            preprocessing = preprocessing.at_size(size)
    if not ours and not chosen and (assumed := zoo.assumed(entry.name, given)):
        notes.append(f"{path.name} is taken {assumed}.")
    choices = tuple(name for name in file.entries if name)
    told = exported.preprocessing(file.metadata) or (chosen.preprocessing if chosen else None)
    kind = told.kind if told else file.kind
    return Opened(entry, path, state, choices, preprocessing, given, tuple(notes), file, kind, brought)


def with_advice(error: Refused, opened: Opened) -> Refused:
    """The refusal of a file that does not fit, with the model that it seems to be made for."""
    cure = _fitting(opened.entry.name, opened.state) or error.cure
    with suppress(UserError):
        own = catalogue.told_by(opened.path)
        if own and own != opened.entry.name:
            cure = f"It is a model of its own: choose the model {own}, or take it over layer by layer."
    return Refused(error.what, cure)


def load(model: str, classes: int, given: Mapping[str, Any], state: Mapping[str, Tensor]) -> nn.Module:
    """A network read back whole, head included: the architecture of `empty` with just the tensors of `state`.

    On the CPU, float32, in training mode. Raises Refused naming the tensors where any is missing, too many or of
    another shape.
    """
    catalogue.find_name(model)
    network = empty(model, classes, zoos.known(model, given))
    found = weights.match(network, state)
    if found.missing or found.unexpected or found.misshaped:
        raise Refused(f"The weights do not fit {model}. {complaints(found)}", "Choose the file's own model.")
    weights.load_into(network, state, name="The checkpoint")
    return network.train()


def _scratch(entry: ModelEntry, classes: int, seed: int) -> Built:
    if entry.brings == "folder":
        raise UserError(
            f"{entry.title} is not trained from scratch: it reads by a tokeniser, which comes with weights.",
            "Choose a folder of weights; layer by layer, none of them need be taken over.",
        )
    given = options(entry.name)
    with seeded(seed):
        model = zoos.of(entry.name).construct(entry.name, classes, given, fresh=True)
    note = "The model is trained from scratch: no weight is learned yet, and the whole network is task-specific."
    return Built(model.train(), (head_of(model),), entry.usual, (note,), given)


def _notes(found: Match, classes: int, path: Path) -> list[str]:
    notes: list[str] = []
    if found.head_outputs is not None:
        old = f"The head for the {found.head_outputs} classes of {path.name}"
        notes.append(f"{old} was replaced by a new one for {classes}.")
    if found.auxiliary:
        extra = listed(found.auxiliary, 2)
        notes.append(f"The extra heads in the file ({extra}) serve training from scratch alone; they were left out.")
    if found.prefix:
        notes.append(f"'{found.prefix}' was taken off the names in the file.")
    if wrong := complaints(found):
        notes.append(f"Not all of {path.name} fits. {wrong} What is missing begins with random weights.")
    return notes


def _preprocessing(
    entry: ModelEntry, chosen: Weights | None, path: Path, metadata: Mapping[str, Any], notes: list[str], told: bool
) -> Recipe:
    if chosen:
        return chosen.preprocessing
    if recipe := exported.preprocessing(metadata):
        return recipe
    if told:
        return entry.usual
    if same := next((w for w in entry.weights if w.file == path.name), None):
        return same.preprocessing
    recipe = entry.usual
    notes.append(
        f"{path.name} does not say how its examples were prepared; the usual recipe for {entry.title} is used. "
        + recipe.words()
    )
    return recipe


def _fitting(model: str, state: Mapping[str, Tensor]) -> str:
    """Names the model that a file seems to be made for, by the number of its parameters; empty where none is."""
    shapes = {re.sub(r"^(module|_orig_mod|model|backbone|net)\.", "", n): tuple(t.shape) for n, t in state.items()}
    near = [name for name in catalogue.with_parameters(shapes) if name != model]
    return f"By its size it is for {' or '.join(near)}: choose that model, or a file of {model}." if near else ""


def _construct(model: str, classes: int, given: Mapping[str, Any]) -> nn.Module:
    return zoos.of(model).construct(model, classes, given)


def with_versions(model: nn.Module, state: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
    """`state` with the versions of `model`'s modules: MNASNet refuses a plain dictionary, which has none."""
    versions: Any = getattr(model.state_dict(), "_metadata", {})
    out: OrderedDict[str, Tensor] = OrderedDict(state)
    out._metadata = versions  # type: ignore[attr-defined]
    return out


class _MetaFactories(TorchFunctionMode):
    """Makes parameters on the meta device; what a constructor computes with (torch.arange...) stays real."""

    _FACTORIES = frozenset({torch.empty, torch.zeros, torch.ones, torch.full, torch.rand, torch.randn})

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = dict(kwargs or {})
        if func in self._FACTORIES and kwargs.get("device") is None:
            kwargs["device"] = "meta"
        return func(*args, **kwargs)
