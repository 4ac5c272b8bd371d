"""A job said in plain sentences."""

from ..core.job import Data, Job, Source, Training
from ..core.plan import Plan, Rule

AUGMENTATIONS = {
    "none": "no augmentation",
    "light": "light augmentation",
    "reference": "torchvision's reference augmentation",
    "trivial": "TrivialAugment",
}


def words(job: Job) -> list[str]:
    """The job in sentences, one a line: source, plan, data, training, device."""
    device = "chosen automatically" if job.device.name == "auto" else job.device.name
    return [
        f"Source model: {job.source.model}, {_weights(job.source)}.",
        f"Plan: {plan_words(job.plan)}.",
        f"Data: {_data(job.data)}.",
        f"Training: {_training(job.training)}.",
        f"Device: {device}, {job.device.precision}{', blocks computed twice' if job.device.checkpointing else ''}.",
    ]


def plan_words(plan: Plan) -> str:
    """The plan as one sentence without its full stop."""
    if not plan.layers:
        return "every layer is trained at the base learning rate"
    return "; ".join(f"{path or 'the whole model'} {_rule(rule)}" for path, rule in plan.layers.items())


def _rule(rule: Rule) -> str:
    parts = []
    if rule.frozen is not None:
        parts.append("is frozen" if rule.frozen else "is trained")
    if rule.unfreeze_at is not None:
        parts.append(f"from epoch {rule.unfreeze_at + 1} on it learns")
    if rule.multiplier is not None:
        parts.append(f"learning rate x {rule.multiplier:g}")
    return ", ".join(parts)


def _weights(source: Source) -> str:
    if source.weights == "shipped":
        return "with the weights that are shipped"
    if source.weights == "none":
        return "from scratch (random weights)"
    kind, _, name = source.weights.partition(":")
    if kind == "torchvision":
        return f"with torchvision's weights {name}"
    if kind == "huggingface":
        return f"with the weights {name}, published on Hugging Face"
    by_layer = ", layer by layer" if source.transfer == "layers" else ""
    return f"with the weights in {source.weights}" + (f" (entry {source.entry})" if source.entry else "") + by_layer


def _data(data: Data) -> str:
    if not data.path:
        return "none chosen yet"
    parts = [data.path]
    if not data.path.startswith("sample:"):
        test = f" and {100 * data.test:g} % for a test at the end" if data.test else ""
        parts.append(f"{100 * data.validation:g} % of each class kept for validation{test} unless it is split already")
    if data.excluded:
        parts.append(f"{len(data.excluded)} excluded by hand")
    if data.relabelled:
        parts.append(f"{len(data.relabelled)} given another class by hand")
    views = f" in {data.views} kept views" if data.views and data.augmentation != "none" else ""
    parts.append(AUGMENTATIONS[data.augmentation] + views)
    if data.input_size:
        parts.append(f"input {data.input_size} px")
    return ", ".join(parts)


def _training(training: Training) -> str:
    batch = "the whole set as one batch" if training.whole_set else f"batches of {training.batch_size}"
    batch += f" in {training.accumulate} parts" if training.accumulate > 1 else ""
    parts = [
        f"SGD for {training.epochs} epoch{'s' if training.epochs > 1 else ''} in {batch}",
        f"learning rate {training.learning_rate:g} ({training.schedule})",
        f"momentum {training.momentum:g}{' (Nesterov)' if training.nesterov else ''}",
        f"weight decay {training.weight_decay:g}",
    ]
    if training.strategy != "standard":
        parts.append(f"strategy {training.strategy}")
    if training.warmup_epochs:
        parts.append(f"warm-up over {training.warmup_epochs:g} epochs")
    if training.label_smoothing:
        parts.append(f"label smoothing {training.label_smoothing:g}")
    if training.mixup:
        parts.append(f"mixup {training.mixup:g}")
    if training.class_weights != "none":
        parts.append("rare classes weighted up")
    if training.patience:
        parts.append(f"stops after {training.patience} epochs without a better result")
    return ", ".join([*parts, f"seed {training.seed}"])
