"""What a form says of a field beside its own description: its title, its unit, and what a newcomer should know.

A field that is not listed here still gets its row: its name becomes the title, its description the help.
"""

from dataclasses import dataclass, field

from ..translation import tr


@dataclass(frozen=True, slots=True)
class FieldText:
    """In `TEXTS` in English."""

    title: str
    unit: str = ""
    teach: str = ""
    """What it does to a run, and what to try."""
    choices: dict[str, str] = field(default_factory=dict)
    """Titles of the choices."""


TEXTS: dict[str, FieldText] = {
    "training.strategy": FieldText(
        "Strategy",
        teach="'Standard' does what the layer tree says. Other strategies change the plan from epoch to epoch.",
    ),
    "training.epochs": FieldText(
        "Epochs",
        teach="More epochs give the network more time to learn; too many let it memorise. The best epoch is kept, "
        "so a few too many do no harm but cost time.",
    ),
    "training.batch_size": FieldText(
        "Batch size",
        "examples",
        teach="Larger batches are faster on a GPU and need more memory. Where memory runs out, halve it. With twice "
        "the batch, about twice the learning rate fits.",
    ),
    "training.whole_set": FieldText(
        "Whole set as one batch",
        teach="Plain gradient descent (BGD): one exact but slow step per epoch. It needs many more epochs than SGD.",
    ),
    "training.accumulate": FieldText(
        "Batch in",
        "parts",
        teach="Where a batch does not fit into memory, it is computed in so many parts, one after the other; then one "
        "step is taken. The learning rate stays right. Only batch norm, where it learns, sees each part by itself.",
    ),
    "training.learning_rate": FieldText(
        "Learning rate",
        teach="The setting that matters most. Too small: the loss hardly moves. Too large: it jumps about or becomes "
        "NaN. For a new head try 0.01; where the whole network is trained, 0.001. The arrow keys go 1, 2, 5, 10.",
    ),
    "training.momentum": FieldText(
        "Momentum",
        teach="SGD keeps rolling in the direction it went: noise of single batches averages out. 0.9 suits almost "
        "everything; 0 is plain SGD.",
    ),
    "training.nesterov": FieldText(
        "Nesterov momentum",
        teach="Looks ahead along the momentum before it corrects. Often a little better, never slower.",
    ),
    "training.weight_decay": FieldText(
        "Weight decay",
        teach="Keeps weights small, so that the network does not lean on single details. Common values: 1e-4 for "
        "fine-tuning, 0 to turn it off. Frozen layers are not touched by it.",
    ),
    "training.schedule": FieldText(
        "Schedule",
        teach="Cosine: large steps first, then ever smaller ones; a good default. Step: a drop every few epochs. "
        "One-cycle: up, then down to almost nothing. Constant: no change.",
        choices={"constant": "Constant", "cosine": "Cosine", "step": "Step", "one-cycle": "One-cycle"},
    ),
    "training.step_epochs": FieldText("Drop every", "epochs"),
    "training.step_factor": FieldText("Drop to", "of the rate"),
    "training.warmup_epochs": FieldText(
        "Warm-up",
        "epochs",
        teach="Starts with small steps, so that a new, still random head does not shake the copied layers.",
    ),
    "training.label_smoothing": FieldText(
        "Label smoothing",
        teach="Asks the network to be a little less than certain. 0.1 helps where labels may be wrong; 0 turns it off.",
    ),
    "training.mixup": FieldText(
        "Mixup",
        "alpha",
        teach="Blends each training example with another of its batch, and asks for both classes in the same shares: "
        "often a little better where examples are few. Try 0.2; 1 blends most; 0 turns it off. What is frozen then has "
        "to be computed in every epoch.",
    ),
    "training.class_weights": FieldText(
        "Class weights",
        teach="Use 'Balanced' where some classes have far fewer examples; watch the balanced accuracy.",
        choices={"none": "All alike", "balanced": "Balanced"},
    ),
    "training.patience": FieldText(
        "Stop early after",
        "epochs",
        teach="Ends the run when validation has not improved for so long. 0: train all epochs. The best is kept "
        "either way.",
    ),
    "training.seed": FieldText(
        "Seed", teach="The same seed gives the same run; on the CPU, to the bit. Try other seeds to see what luck does."
    ),
    "device.name": FieldText("Device", teach="A GPU is many times faster. 'Auto' takes the first that there is."),
    "device.precision": FieldText(
        "Precision",
        teach="fp32 is exact. bf16 and fp16 are faster and need less memory on a GPU that has them; fp16 scales the "
        "loss so that small gradients survive.",
        choices={"fp32": "fp32, full", "bf16": "bf16, mixed", "fp16": "fp16, mixed"},
    ),
    "device.channels_last": FieldText(
        "Channels last",
        teach="The order of numbers in memory: it changes the speed alone, not what is computed. 'Auto' measures once "
        "which is the faster for the model on this machine.",
        choices={"auto": "Auto, measured", "on": "On", "off": "Off"},
    ),
    "device.compile": FieldText(
        "Compile first",
        teach="torch.compile fuses the network's operations for this machine. The first steps take a minute longer, "
        "and all others less: it pays for runs of half an hour and more. The result is the same but for rounding.",
    ),
    "device.checkpointing": FieldText(
        "Checkpointing",
        teach="Of each block that is trained only the input is kept, and the rest is computed again when its gradient "
        "is due: far less memory for a third more time. The result is the same, to the bit on the CPU.",
    ),
    "device.reuse": FieldText(
        "Keep what is frozen",
        teach="What lies before the first layer that learns gives the same for the same example: it is run once and "
        "kept, so that all later epochs and runs are many times faster. Where every layer learns, the decoded examples "
        "are kept. The result is the same.",
    ),
    "device.workers": FieldText(
        "Reading threads",
        teach="Raise it where the run spends time waiting for data. They are threads, not processes.",
    ),
    "data.validation": FieldText(
        "Validation share",
        "of each class",
        teach="These examples are never trained on. They tell how well the network does on what it has not seen.",
    ),
    "data.test": FieldText(
        "Test share",
        "of each class",
        teach="Looked at once, at the very end. Keep some where you compare many runs by their validation result: "
        "the best of many is a little lucky.",
    ),
    "data.seed": FieldText("Split seed", teach="Another seed draws another split of the same sizes."),
    "data.augmentation": FieldText(
        "Augmentation",
        teach="Makes few examples go further: each is changed a little, anew in every epoch. Validation examples are "
        "never changed.",
    ),
    "data.views": FieldText(
        "Kept views",
        "of each example",
        teach="0 draws each example anew in every epoch. With 1 or more, so many are drawn once and taken in turn: "
        "what is frozen is then run once for each of them, and not in every epoch.",
    ),
    "data.input_size": FieldText(
        "Input size",
        teach="Larger inputs show more and cost more time: of pictures, with the square of the size. The model's own "
        "is what its weights were trained at.",
    ),
    "data.path_column": FieldText("Column of paths"),
    "data.label_column": FieldText("Column of labels"),
}


def text_of(path: str) -> FieldText:
    """What is said of the field at `path`, in the window's language; its own name where nothing is written yet."""
    found = TEXTS.get(path) or FieldText(path.rpartition(".")[2].replace("_", " ").capitalize())
    choices = {value: tr(title) for value, title in found.choices.items()}
    return FieldText(tr(found.title), tr(found.unit), tr(found.teach), choices)
