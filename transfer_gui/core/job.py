"""The job: everything that decides a run's result, as one validated, immutable value kept as TOML."""

import tomllib
from pathlib import Path
from typing import Any, Literal, Self

import tomli_w
from pydantic import Field, ValidationError, field_validator, model_validator

from .errors import UserError
from .frozen import Frozen
from .plan import Plan


class Source(Frozen):
    """The source model and where its weights come from."""

    model: str = Field(default="squeezenet1_1", min_length=1, description="Name of the model in the catalogue.")
    weights: str = Field(
        default="shipped",
        min_length=1,
        description="'shipped', 'none' (from scratch), 'torchvision:NAME' or 'huggingface:NAME' (a published set found "
        "on this disk), 'shipped:FILE' (a file that comes with the program), or the path of a weight file or of a text "
        "encoder's folder.",
    )
    entry: str = Field(
        default="", description="Which set of weights to take from a file that holds several, such as an average (EMA)."
    )
    transfer: Literal["whole", "layers"] = Field(
        default="whole",
        description="'whole': the file must be of this model. 'layers': layer by layer, by name, then by shape.",
    )
    pairs: tuple[tuple[str, str], ...] = Field(
        default=(),
        description="Layer by layer: layers of the model, each with the source's chosen by hand; empty: none is taken.",
    )
    overlap: bool = Field(
        default=False, description="Layer by layer: layers of other sizes take over what overlaps, too."
    )


class Data(Frozen):
    """The target data, how it is split, and what is done to an example before the network sees it."""

    path: str = Field(
        default="", description="A folder with one folder per class, a split folder, a CSV/TSV, or 'sample:NAME'."
    )
    domain: str = Field(default="image", description="What the examples are.")
    path_column: str = Field(default="", description="Table column with the path of each example; empty: guessed.")
    label_column: str = Field(default="", description="Table column with the label of each example; empty: guessed.")
    validation: float = Field(
        default=0.2,
        ge=0,
        le=0.9,
        description="Share of each class kept for validation, where the data has no split of its own.",
    )
    test: float = Field(default=0.0, ge=0, le=0.9, description="Share of each class kept for one test at the very end.")
    seed: int = Field(
        default=0, ge=0, le=2**31 - 1, description="Decides which examples fall on which side of the split."
    )
    group_column: str = Field(
        default="",
        description="Table column of what must stay on one side of the split: speaker, patient, writer; empty: none.",
    )
    group_pattern: str = Field(
        default="",
        description="Regular expression whose one pair of brackets finds the same in the files' names, such as "
        "'(.+?)_' for 'anna_01.wav'; empty: none.",
    )
    augmentation: Literal["none", "light", "reference", "trivial"] = Field(
        default="light", description="Random changes to each training example, new in every epoch."
    )
    views: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="Random changes drawn once for each example and taken in turn; 0: new ones in every epoch.",
    )
    input_size: int | None = Field(
        default=None, ge=16, le=2048, description="Side of the network's input in pixels; none: the source model's own."
    )
    renames: dict[str, str] = Field(default={}, description="Names shown and exported in place of a class's own.")
    marked: tuple[str, ...] = Field(
        default=(), description="Examples marked by hand for a later look, each by its path below the dataset's folder."
    )
    excluded: tuple[str, ...] = Field(
        default=(), description="Examples left out by hand, each by its path below the dataset's folder."
    )
    relabelled: dict[str, str] = Field(
        default={}, description="Classes given by hand, by the example's path below the dataset's folder."
    )

    @model_validator(mode="after")
    def _something_is_left(self) -> Self:
        if self.validation + self.test >= 1:
            raise ValueError("validation and test together leave nothing to train on")
        return self

    @model_validator(mode="after")
    def _one_way_to_group(self) -> Self:
        if self.group_column and self.group_pattern:
            raise ValueError("group_column and group_pattern are two ways to say what stays together: give one")
        return self


class Training(Frozen):
    """How the target model is trained: SGD on cross-entropy."""

    strategy: str = Field(default="standard", description="How the plan is carried out over the epochs.")
    epochs: int = Field(default=10, ge=1, le=10_000, description="How often every training example is seen.")
    batch_size: int = Field(default=16, ge=1, le=65_536, description="Examples per step of SGD.")
    whole_set: bool = Field(
        default=False,
        description="One step per epoch with the whole training set as one batch (batch gradient descent); "
        "the batch size then only says how much is in memory at once.",
    )
    accumulate: int = Field(
        default=1,
        ge=1,
        le=65_536,
        description="Parts that a batch is computed in, one after the other, to save memory. Their gradients add up to "
        "the whole batch's, except that batch norm takes its mean and variance over each part.",
    )
    learning_rate: float = Field(default=0.01, gt=0, le=100, description="Length of a step along the gradient.")
    momentum: float = Field(
        default=0.9, ge=0, lt=1, description="Share of the last step that is carried into the next one."
    )
    nesterov: bool = Field(default=False, description="Take the gradient after the momentum's step, not before it.")
    weight_decay: float = Field(
        default=0.0001, ge=0, le=1, description="Pull of every weight towards zero (L2 penalty)."
    )
    schedule: Literal["constant", "cosine", "step", "one-cycle"] = Field(
        default="cosine", description="How the learning rate changes over the run."
    )
    step_epochs: int = Field(default=10, ge=1, description="Step schedule: epochs between two drops.")
    step_factor: float = Field(
        default=0.1, gt=0, le=1, description="Step schedule: each drop multiplies the rate by this."
    )
    warmup_epochs: float = Field(
        default=0, ge=0, description="The rate rises in a straight line over these first epochs."
    )
    label_smoothing: float = Field(
        default=0.0, ge=0, lt=1, description="Share of the target spread evenly over all classes."
    )
    mixup: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="Blends each training example with another one, and asks for both of their classes: the alpha of "
        "the Beta distribution that the shares are drawn from; 0: off.",
    )
    class_weights: Literal["none", "balanced"] = Field(
        default="none",
        description="'balanced' weighs a class by the inverse of its count, so that rare classes matter as much.",
    )
    patience: int = Field(
        default=0,
        ge=0,
        description="Stop after this many epochs without a better validation result; 0: never stop early.",
    )
    seed: int = Field(
        default=0, ge=0, le=2**31 - 1, description="Decides the new head's weights, the order and the augmentation."
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.nesterov and self.momentum == 0:
            raise ValueError("Nesterov needs a momentum above zero")
        if self.warmup_epochs >= self.epochs:
            raise ValueError("warm-up must be shorter than the run")
        return self


class Device(Frozen):
    """Where it is computed, and with which numbers."""

    name: str = Field(default="auto", description="'auto', 'cpu', 'cuda:0', 'mps'...")
    precision: Literal["fp32", "bf16", "fp16"] = Field(default="fp32", description="Number format of the computation.")
    channels_last: Literal["auto", "on", "off"] = Field(
        default="on",
        description="Memory layout that many convolutions run faster in; 'auto' measures it once per model and device.",
    )
    compile: bool = Field(
        default=False,
        description="Compile the network for this machine first (torch.compile): takes a minute, pays for long runs.",
    )
    checkpointing: bool = Field(
        default=False,
        description="Keep only what goes into each block of the network, and compute the rest anew for the gradient: "
        "far less memory, the same result, a third more time.",
    )
    reuse: bool = Field(
        default=True,
        description="Run what is frozen, or at least the decoding, once per example and keep the result for later.",
    )
    workers: int = Field(default=2, ge=0, le=64, description="Threads that read examples ahead; 0: read in step.")

    @field_validator("channels_last", mode="before")
    @classmethod
    def _switched(cls, value: object) -> object:
        """Older job files say true or false."""
        return {True: "on", False: "off"}[value] if isinstance(value, bool) else value

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        kind, _, index = name.partition(":")
        if kind not in {"auto", "cpu", "cuda", "mps"} or (index and not index.isdigit()):
            raise ValueError(f"device {name!r} is not one of auto, cpu, cuda, cuda:N, mps")
        return name


class Job(Frozen):
    """One run in full. The same job and seed give the same weights, to the bit, on the CPU."""

    source: Source = Source()
    plan: Plan = Plan()
    data: Data = Data()
    training: Training = Training()
    device: Device = Device()

    def to_toml(self) -> str:
        """The job as TOML; fields that are None are left out."""
        return tomli_w.dumps(self.model_dump(mode="json", exclude_none=True))


def parse(text: str, name: str = "job") -> Job:
    """The job in TOML `text`. Raises UserError naming `name`, the field and the fault."""
    try:
        return Job.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{name} is not valid TOML: {error}.", "Mend that line, or write the job again.") from error
    except ValidationError as error:
        raise UserError(f"{name}: {explain(error)}.", "Mend the field, or remove it to take the default.") from error


def load(path: Path) -> Job:
    """The job in the TOML file at `path`. Raises UserError where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not a text file in UTF-8.", "A job file is TOML text.") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    return parse(text, str(path))


def explain(error: ValidationError) -> str:
    """A validation error as one line of plain words: 'training.epochs: Input should be ...'."""

    def line(detail: Any) -> str:
        place = ".".join(str(part) for part in detail["loc"])
        message = str(detail["msg"]).removeprefix("Value error, ")
        if detail["type"] == "extra_forbidden":
            message = "there is no such field"
        return f"{place}: {message}" if place else message

    return "; ".join(line(detail) for detail in error.errors())
