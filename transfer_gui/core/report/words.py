"""A job in sentences that a person reads who was not there."""

from collections.abc import Iterable, Mapping

from ..data.domains import find
from ..data.listing import several, some
from ..job import Data, Device, Source, Training
from ..plan import Plan, ancestors
from ..recipes import Recipe
from .outcome import percent

NAMED = 6
"""Layers named in a sentence at most."""

_SCHEDULES = {
    "constant": "stays at {rate:g}",
    "cosine": "falls from {rate:g} to zero along half a cosine",
    "step": "begins at {rate:g} and is multiplied by {factor:g} after every {every}",
    "one-cycle": "rises from {start:.3g} to {rate:g} over the first 30 % of the steps and falls nearly to zero over "
    "the rest (one-cycle)",
}

_PRECISIONS = {"fp32": "32-bit floats", "bf16": "bfloat16 (mixed precision)", "fp16": "16-bit floats (mixed precision)"}


def source(chosen: Source, classes: int) -> str:
    """Where the network comes from."""
    kind, _, name = chosen.weights.partition(":")
    if chosen.weights == "none":
        start = "with random weights: it was trained from scratch"
    elif chosen.weights == "shipped":
        start = "with the weights that ship with the program, learned on ImageNet"
    elif kind == "torchvision":
        start = f"with torchvision's published weights {name}"
    elif kind == "huggingface":
        start = f"with the weights {name}, published on Hugging Face"
    else:
        start = f"with the weights in {chosen.weights}" + (f" (its set {chosen.entry!r})" if chosen.entry else "")
    if chosen.transfer == "layers" and chosen.weights != "none":
        return (
            f"The source model is {chosen.model}, with {several(classes, 'output')}, one a class. Layer by layer it "
            f"took over what fits of the weights in {chosen.weights}, and all other layers were drawn at random: the "
            "notes of the run say which."
        )
    head = f"Its last layer was replaced by a new head with {several(classes, 'output')}, one a class"
    return f"The source model is {chosen.model}, {start}. {head}, drawn at random."


def learning(sizes: Mapping[str, int], plan: Plan, epochs: int) -> list[str]:
    """What is frozen and what learns, with the share of the parameters. `sizes` are numbers by the tensor's name."""
    total = sum(sizes.values())
    if not total:
        return []
    states = {name: plan.resolve(name) for name in sizes}
    starts = {name: s.unfreeze_at or 0 if s.frozen else 0 for name, s in states.items()}
    frozen = {n for n, s in states.items() if s.frozen and (s.unfreeze_at is None or s.unfreeze_at >= epochs)}
    learns = sizes.keys() - frozen
    count = sum(sizes[name] for name in learns)
    if not frozen:
        said = [f"Every layer learns: all {total:,} parameters."]
    else:
        said = [
            f"{count:,} of {total:,} parameters learn ({_share(count / total)}): {layers(learns, sizes)}. "
            f"{layers(frozen, sizes, capital=True)} {'is' if _single(frozen, sizes) else 'are'} frozen: weights and "
            "running statistics stay as they were, to the bit."
        ]
    for start in sorted({starts[name] for name in learns} - {0}):
        later = {name for name in learns if starts[name] == start}
        said.append(
            f"{layers(later, sizes, capital=True)} {'begins' if _single(later, sizes) else 'begin'} to learn at "
            f"epoch {start + 1}."
        )
    for rate in sorted({states[name].multiplier for name in learns} - {1.0}):
        at = {name for name in learns if states[name].multiplier == rate}
        said.append(
            f"{layers(at, sizes, capital=True)} {'learns' if _single(at, sizes) else 'learn'} at {rate:g} times the "
            "learning rate."
        )
    return said


def layers(chosen: Iterable[str], every: Iterable[str], capital: bool = False) -> str:
    """The tensors `chosen` of `every` in few words: the largest layers that hold nothing else."""
    names = _largest(chosen, every)
    if names == [""]:
        return "The whole network" if capital else "the whole network"
    word = "layer" if len(names) == 1 else "layers"
    return f"{'The' if capital else 'the'} {word} {some(names, NAMED)}"


def _single(chosen: Iterable[str], every: Iterable[str]) -> bool:
    return len(_largest(chosen, every)) == 1


def _largest(chosen: Iterable[str], every: Iterable[str]) -> list[str]:
    wanted, names = set(chosen), list(every)
    mixed = {module for name in names if name not in wanted for module in ancestors(name)}
    outermost = (next(m for m in ancestors(name) if m not in mixed) for name in names if name in wanted)
    return list(dict.fromkeys(outermost))


def data(chosen: Data, recipe: Recipe | None, given: bool) -> list[str]:
    """Where the examples come from, how they are divided, prepared and changed. `given`: the data has its own sides."""
    domain = find(chosen.domain)
    one, many = domain.noun
    said = [f"The {many} come from {chosen.path or 'no named place'}."]
    if not given:
        test = f" and {100 * chosen.test:g} % for a test at the end" if chosen.test else ""
        said[0] += (
            f" Where they have no sides of their own, {100 * chosen.validation:g} % of each class was kept for "
            f"validation{test}, drawn with seed {chosen.seed}."
        )
    if chosen.excluded:
        said.append(f"{several(len(chosen.excluded), 'example was', 'examples were')} left out by hand.")
    if chosen.relabelled:
        said.append(f"{several(len(chosen.relabelled), 'example was', 'examples were')} given another class by hand.")
    if recipe is not None:
        said.append(f"What the network reads of a {one}: {recipe.words()[:1].lower()}{recipe.words()[1:]}")
    changed = f"Each training {one} was {domain.augmentations[chosen.augmentation].words}"
    if chosen.views:
        ways = f"in {several(chosen.views, 'way', 'ways')} drawn once, which the epochs took in turn"
        changed = changed.replace("anew in every epoch", ways)
    return [*said, changed]


def training(chosen: Training) -> list[str]:
    """Loss, optimiser, schedule and whatever else was set."""
    batch = "the whole training set as one batch" if chosen.whole_set else f"batches of {chosen.batch_size}"
    batch += f" (computed in {chosen.accumulate} parts each)" if chosen.accumulate > 1 and not chosen.whole_set else ""
    nesterov = " (Nesterov)" if chosen.nesterov else ""
    said = [
        f"The loss is cross-entropy. It was lowered by SGD with {batch} over {several(chosen.epochs, 'epoch')}, with a "
        f"momentum of {chosen.momentum:g}{nesterov} and a weight decay of {chosen.weight_decay:g}."
    ]
    rate = _SCHEDULES[chosen.schedule].format(
        rate=chosen.learning_rate,
        start=chosen.learning_rate / 25,
        factor=chosen.step_factor,
        every=several(chosen.step_epochs, "epoch"),
    )
    warm = "epoch" if chosen.warmup_epochs == 1 else f"{chosen.warmup_epochs:g} epochs"
    rise = f"; over the first {warm} it rises in a straight line" if chosen.warmup_epochs else ""
    said.append(f"The learning rate {rate}{rise}.")
    if chosen.strategy != "standard":
        said.append(f"The plan was carried out by the strategy {chosen.strategy!r}.")
    if chosen.label_smoothing:
        said.append(f"{percent(chosen.label_smoothing)} of each target was spread over all classes (label smoothing).")
    if chosen.mixup:
        said.append(
            "Each training example was blended with another of its batch, and so were their classes in the loss "
            f"(mixup), in shares drawn for each batch from the distribution Beta({chosen.mixup:g}, {chosen.mixup:g}); "
            "the training accuracy counts the class with the larger share."
        )
    if chosen.class_weights == "balanced":
        said.append("A class counts by the inverse of its number of examples, so that rare ones matter as much.")
    if chosen.patience:
        said.append(f"It was to stop after {several(chosen.patience, 'epoch')} without a better validation result.")
    return said


def device(chosen: Device) -> str:
    """Which numbers it was computed with."""
    return _PRECISIONS[chosen.precision]


def _share(share: float) -> str:
    return f"{100 * share:.2g} %" if share < 0.01 else percent(share)
