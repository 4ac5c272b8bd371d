"""'Save as script': a job as one readable file of plain torch and torchvision that trains the same weights.

The script draws the new head, the order of the examples, their augmentation and the dropout from the same seeds, and
takes the same steps. Blocks of the network that the program computes twice to save memory (`device.checkpointing`) are
computed once: the result is the same, and the script says so. On the CPU the weights are the same to the bit where the
job keeps nothing (`device.reuse`); what is run once and kept was run in other batches, and large JPEGs are decoded in
full by the script, which both rounds otherwise. A plan that was changed by hand during a run is not part of its job,
and not of the script.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from textwrap import indent
from typing import Any

import numpy as np
import torch

from .. import job as jobs
from ..data import edits, scan, split
from ..data.dataset import Dataset, Split
from ..data.packed import SIDES, ints, number
from ..errors import UserError
from ..job import Data, Job, Training
from ..models import zoos
from ..progress import finish
from ..runs.network import network
from ..training.device import pick
from ..training.layout import layout as layout_of
from ..training.layout import remembered
from ..training.strategy import Phase, find
from . import script_parts as parts
from .predict_script import LITE0, PICTURE, RECIPE_LITE0
from .script_weights import building, quoted


def of_run(run_folder: Path, folders: Sequence[Path] = ()) -> str:
    """The script of a run's own job on its own split. Raises UserError where the folder holds none."""
    table = run_folder / "split.csv"
    return script(jobs.load(run_folder / "job.toml"), *split.read(table), folders)


def script(job: Job, dataset: Dataset | None = None, sides: Split | None = None, folders: Sequence[Path] = ()) -> str:
    """The script's text. The dataset is scanned and divided anew where it is not given; `folders` hold weight files.

    The script names the pictures by their paths on this machine, and the weight file by its.
    Raises UserError for a dataset, weights or a strategy that cannot be used.
    """
    strategy = find(job.training.strategy)
    if strategy.penalty is not None:
        raise UserError(
            f"The strategy {strategy.title!r} cannot be written as a script yet.", "Choose another strategy."
        )
    plain = zoos.of(job.source.model).plain if job.source.model in zoos.names() else True
    if job.source.transfer != "whole" or job.data.domain != "image" or not plain:
        raise UserError(
            "A script takes over whole weight files of torchvision's networks and reads pictures; this job asks for "
            "something else.",
            "Run the job file itself: `transfer-gui train JOB.toml`.",
        )
    if job.training.mixup:
        raise UserError(
            "A script cannot blend examples yet, and this job asks for mixup.",
            "Set Mixup (training.mixup) to 0, or run the job file itself: `transfer-gui train JOB.toml`.",
        )
    if dataset is None or sides is None:
        dataset = finish(scan.unedited(job.data))
        dataset, sides = edits.divide(dataset, job.data)
    built = network(job, len(dataset.classes), folders, (dataset, sides))
    with suppress(UserError):  # a device that is not here
        job = remembered(job, torch.device(pick(job.device.name).name), built.preprocessing)
    settings = {
        "MODEL": job.source.model,
        "OPTIONS": built.options,
        "CLASSES": [job.data.renames.get(name, name) for name in dataset.classes],
        "PREPROCESSING": built.preprocessing.to_dict(),
        "EPOCHS": job.training.epochs,
        "BATCH_SIZE": job.training.batch_size,
        **({"ACCUMULATE": job.training.accumulate} if job.training.accumulate > 1 else {}),
        "LEARNING_RATE": job.training.learning_rate,
        "SEED": job.training.seed,
    }
    weights_file, function = building(job, built, folders)
    layout = str(layout_of(job.device))
    read = parts.READ if job.data.augmentation == "none" else parts.READ_AUGMENTED
    body = [
        RECIPE_LITE0 if job.source.model == LITE0 else "",
        function,
        PICTURE,
        parts.STREAM,
        parts.AUGMENTATIONS[job.data.augmentation],
        read.format(layout=layout),
        parts.BATCHES,
        parts.PIECES if job.training.accumulate > 1 else "",
        parts.PLANNED.format(plan="PLAN" if _same(_phases(job)) else "plan_of(epoch)", settings=_sgd(job.training)),
        _rate(job.training),
        _validate(job) if sides.val else "",
        parts.SAVE,
        _main(job, layout, bool(sides.val)),
        _examples(dataset, sides),
        'if __name__ == "__main__":\n    main()\n',
    ]
    code = "".join(body)
    constants = "".join(f"{name} = {_literal(value)}\n" for name, value in settings.items())
    return _head(job) + _imports(code) + weights_file + constants + _device(job) + _plans(_phases(job)) + "\n\n" + code


# ---- settings


def _head(job: Job) -> str:
    start = "from scratch" if job.source.weights == "none" else "from its learned weights"
    memory = (
        "\nThe program computes blocks of the network twice, so as to need less memory (device.checkpointing). This\n"
        "script does not: it gives the same weights, and needs more memory.\n"
        if job.device.checkpointing
        else ""
    )
    if job.device.compile:
        memory += (
            "\nThe program compiles the network (device.compile), and this script does not: they differ by rounding.\n"
        )
    return (
        f'"""Train {job.source.model} {start} on pictures (written by transfer_gui).\n\n'
        "    python SCRIPT [FOLDER]\n\n"
        "Writes last.pt, and best.pt of the best epoch by validation, into FOLDER (or here). The weights are those\n"
        f'that the program gives for the same job, but for rounding.\n{memory}"""\n\n'
    )


def _imports(code: str) -> str:
    """The imports that the code needs, sorted."""
    plain = [name for name in ("hashlib", "math", "re", "sys", "zlib") if re.search(rf"\b{name}\.", code)]
    lines = [f"import {name}" for name in plain] + ["from pathlib import Path\n", "import numpy as np", "import torch"]
    lines += ["import torchvision", "from PIL import Image, ImageOps"]
    if "load_file(" in code:
        lines.append("from safetensors.torch import load_file")
    lines.append("from torch import nn")
    if re.search(r"\bT\.", code):
        lines.append("from torchvision import transforms as T")
    return "\n".join([*lines, "from torchvision.transforms import functional as F"]) + "\n\n"


def _device(job: Job) -> str:
    if job.device.name != "auto":
        return f'DEVICE = torch.device("{job.device.name}")\n'
    return (
        'DEVICE = torch.device("cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() '
        'else "cpu")\n'
    )


def _phases(job: Job) -> list[tuple[int, dict[str, Any]]]:
    """First epoch and rules of each phase."""
    found: tuple[Phase, ...] = find(job.training.strategy).phases(job)
    return [
        (phase.first, {path: rule.model_dump(exclude_none=True) for path, rule in phase.plan.layers.items()})
        for phase in found
    ]


def _same(phases: list[tuple[int, dict[str, Any]]]) -> bool:
    return all(plan == phases[0][1] for _, plan in phases)


def _plans(phases: list[tuple[int, dict[str, Any]]]) -> str:
    """The transfer plan: rules on the paths of layers, for the whole run or from an epoch on."""
    if _same(phases):
        return f"PLAN = {_literal(phases[0][1])}\n"
    return (
        f"PLANS = {_literal(dict(phases))}  # from which epoch on\n\n\n"
        "def plan_of(epoch):\n    return PLANS[max(first for first in PLANS if first <= epoch)]\n"
    )


def _literal(value: Any) -> str:
    """A plain value as Python source; a table with one entry a line where it is long."""
    text = _inline(value)
    if not isinstance(value, dict) or len(text) < 100:
        return text
    entries: dict[str, Any] = value
    return "{\n" + "".join(f"    {_inline(key)}: {_inline(entry)},\n" for key, entry in entries.items()) + "}"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        entries: dict[Any, Any] = value
        return "{" + ", ".join(f"{_inline(key)}: {_inline(entry)}" for key, entry in entries.items()) + "}"
    if isinstance(value, list):
        items: list[Any] = value
        return "[" + ", ".join(_inline(item) for item in items) + "]"
    return quoted(value) if isinstance(value, str) else repr(value)


def _sgd(training: Training) -> str:
    settings = f"lr=LEARNING_RATE, momentum={training.momentum!r}, weight_decay={training.weight_decay!r}"
    return settings + (", nesterov=True" if training.nesterov else "")


def _rate(training: Training) -> str:
    """The learning rate as a function of the step."""
    lines = [
        "def rate(step, steps):",
        f'    """The learning rate at a step, with `steps` an epoch: {training.schedule}."""',
    ]
    if training.schedule in {"cosine", "one-cycle"}:
        lines.append("    total = EPOCHS * steps")
    warm = bool(training.warmup_epochs)
    if warm:
        lines += [
            f"    warmup = round({training.warmup_epochs!r} * steps)",
            "    rise = min(1.0, (step + 1) / warmup) if warmup else 1.0",
        ]
    rise = "rise * " if warm else ""
    if training.schedule == "cosine":
        after = "max(0, step - warmup) / max(1, total - warmup)" if warm else "step / max(1, total)"
        lines.append(f"    return LEARNING_RATE * ({rise}(1 + math.cos(math.pi * ({after}))) / 2)")
    elif training.schedule == "step":
        factor = f"{training.step_factor!r} ** (step // steps // {training.step_epochs})"
        lines.append(f"    return LEARNING_RATE * ({rise}{factor})")
    elif training.schedule == "one-cycle":
        lines += [
            "    start, end, peak = 1 / 25.0, 1 / 25.0 / 1e4, 0.3 * total - 1",
            "    low, high, done = start, 1.0, step / peak",
            "    if step > peak:",
            "        low, high, done = 1.0, end, (step - peak) / max(1e-9, total - 1 - peak)",
            f"    return LEARNING_RATE * ({rise}(high + (low - high) * (1 + math.cos(math.pi * done)) / 2))",
        ]
    else:
        lines.append(f"    return LEARNING_RATE{' * rise' if warm else ''}")
    return "\n".join(lines) + "\n\n\n"


# ---- the loop


def _forward(job: Job, indent: str, *lines: str) -> list[str]:
    """`lines` as they stand, or under mixed precision."""
    types = {"bf16": "torch.bfloat16", "fp16": "torch.float16"}
    if job.device.precision not in types:
        return [indent + line for line in lines]
    with_ = f"{indent}with torch.autocast(DEVICE.type, {types[job.device.precision]}):"
    return [with_, *(f"{indent}    {line}" for line in lines)]


def _validate(job: Job) -> str:
    size = "BATCH_SIZE" if job.training.accumulate == 1 else "-(-BATCH_SIZE // ACCUMULATE)"
    return parts.VALIDATE.format(size=size, forward="\n".join(_forward(job, " " * 8, "logits = network(images)")))


def _view(data: Data) -> str:
    """What the augmentation is drawn by, beside the example."""
    if data.augmentation == "none":
        return ""
    return f", epoch % {data.views}" if data.views else ", epoch"


def _main(job: Job, layout: str, validated: bool) -> str:
    """The training loop."""
    training, scaled = job.training, job.device.precision == "fp16"
    weighted, whole, parted = training.class_weights == "balanced", training.whole_set, training.accumulate > 1
    loss = "loss = nn.functional.cross_entropy(logits, labels" + (", weight=weights" if weighted else "")
    loss += f", label_smoothing={training.label_smoothing!r}" if training.label_smoothing else ""
    loss += ', reduction="sum") / share' if whole or parted else ")"
    update = ["scaler.step(optimiser)", "scaler.update()"] if scaled else ["optimiser.step()"]
    inner = " " * (8 if parted and not whole else 4)
    labels = "torch.tensor([EXAMPLES[index][1] for index in part])"
    pieces = "piece for part in batches(train, epoch) for piece in pieces(part)"
    step = (parts.WHOLE_STEP if whole else parts.PARTED_STEP if parted else parts.STEP).format(
        epoch=_view(job.data),
        parts=pieces if parted else "batches(train, epoch)",
        share=f"float(weights.cpu()[{labels}].sum())" if weighted else "len(part)",
        forward="\n".join(_forward(job, inner, "logits = network(images)", loss)),
        backward=inner + ("scaler.scale(loss).backward()" if scaled else "loss.backward()"),
        update=indent("\n".join([*update, "optimiser.zero_grad()"]), "" if whole else "    "),
    )
    patience = training.patience if validated else 0
    after = parts.AFTER
    if validated:
        more = {"stale": ", stale", "zero": ", 0"} if patience else {"stale": "", "zero": ""}
        told = parts.PATIENCE.format(patience=patience) if patience else ""
        after = parts.AFTER_VALIDATED.format(patience=told, **more).rstrip()
    return (
        parts.MAIN.format(
            layout=layout,
            before=indent("\n".join(_before(weighted, whole, scaled, validated, bool(patience))), "    "),
            step=indent(step, "        "),
            after=indent(after, "        "),
        )
        + "\n\n"
    )


def _before(weighted: bool, whole: bool, scaled: bool, validated: bool, patient: bool) -> list[str]:
    """What the loop begins with."""
    lines: list[str] = []
    if validated:
        lines.append('val = [index for index, (side, _, _) in enumerate(EXAMPLES) if side == "val"]')
    if weighted:
        lines += [
            "counts = [sum(EXAMPLES[index][1] == label for index in train) for label in range(len(CLASSES))]",
            "counts = torch.tensor(counts, dtype=torch.float32)",
            "weights = (counts.sum() / (len(counts) * counts.clamp_min(1))).to(DEVICE)",
        ]
    if whole and weighted:
        lines.append("share = float(sum(w * n for w, n in zip(weights.tolist(), counts.tolist())))")
    elif whole:
        lines.append("share = float(len(train))")
    else:
        lines.append("steps = len(batches(train, 0))")
    if scaled:
        lines.append("scaler = torch.amp.GradScaler(DEVICE.type)")
    names = ["step", "optimiser", *(["best"] if validated else []), *(["stale"] if patient else [])]
    first = {"step": "0", "optimiser": "None", "best": "None", "stale": "0"}
    return [*lines, f"{', '.join(names)} = {', '.join(first[name] for name in names)}"]


def _examples(dataset: Dataset, sides: Split) -> str:
    """The pictures with their side and label, in the order of the dataset."""
    examples, root = dataset.packed, Path(dataset.root)
    of = np.zeros(len(examples), np.int8)
    for side in ("train", "val", "test"):
        of[np.asarray(getattr(sides, side), np.int64)] = number(side)
    names = examples.paths.under(lambda folder: _below(f"{folder}x", root)[:-1])
    lines = ["# Side of the split, label and path of every picture; the place in this list decides its augmentation."]
    lines += [f"ROOT = Path({quoted(str(root))})", "EXAMPLES = ["]
    lines += [
        f"    ({quoted(SIDES[side] or '')}, {label}, {quoted(name)}),"
        for side, label, name in zip(ints(of), ints(examples.labels), names, strict=True)
    ]
    return "\n".join([*lines, "]", "", ""])


def _below(path: str, root: Path) -> str:
    return str(Path(path).relative_to(root)) if Path(path).is_relative_to(root) else path
