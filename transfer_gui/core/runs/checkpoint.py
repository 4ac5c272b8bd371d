"""What a run's checkpoints hold: plain types and tensors, for `torch.load(..., weights_only=True)` anywhere."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ..errors import UserError
from ..events import Scores
from ..job import Job
from ..models.build import with_versions
from ..plan import Plan
from ..recipes import Recipe
from ..training.position import Position
from .environment import versions
from .restore import FORMAT, preprocessing, read

VERSION = f"{FORMAT}1"


@dataclass(frozen=True)
class Identity:
    """What a checkpoint says of its network, the same through the whole run."""

    model: str
    options: dict[str, Any]
    """Keywords that torchvision's `get_model` needs beside `num_classes`."""
    classes: tuple[str, ...]
    """As they are called for a person, in index order."""
    preprocessing: Recipe
    job: Job


def payload(
    identity: Identity, model: nn.Module, plan: Plan, epoch: int, scores: Scores | None, held: bool = False
) -> dict[str, Any]:
    """The checkpoint of a model as it is now, after `epoch` (counted from 0), with its validation scores if any.

    One that is to be `held` has copies, in the model's own layout of memory; see `laid_out`.
    """
    state = {name: tensor.detach() for name, tensor in model.state_dict().items()}
    state = {name: value.clone().cpu() if held else value.cpu().contiguous() for name, value in state.items()}
    return {
        "format": VERSION,
        "model": identity.model,
        "model_options": dict(identity.options),
        "state_dict": with_versions(model, state),
        "classes": list(identity.classes),
        "preprocessing": identity.preprocessing.to_dict(),
        "plan": plan.model_dump(),
        "metrics": {"epoch": epoch} | (asdict(scores) if scores else {}),
        "job": identity.job.to_toml(),
        "versions": versions(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def laid_out(model: nn.Module, content: dict[str, Any]) -> dict[str, Any]:
    """A checkpoint that was held, as it is written."""
    state = {name: tensor.contiguous() for name, tensor in content["state_dict"].items()}
    return content | {"state_dict": with_versions(model, state)}


def with_position(content: dict[str, Any], at: Position) -> dict[str, Any]:
    """The checkpoint with everything that an exact continuation needs beside the weights."""
    return content | {"training": at.to_dict()}


def load_position(path: Path, model: nn.Module, classes: Sequence[str]) -> Position:
    """Put the weights in last.pt into `model` and return where the run stood.

    Raises UserError where the checkpoint is of another model, of other classes or cannot be continued.
    """
    content = read(path)
    if "training" not in content:
        raise UserError(f"{path} is not a checkpoint to go on from.", "Choose a run folder with checkpoints/last.pt.")
    if len(content["classes"]) != len(classes):
        raise UserError(
            f"{path} has {len(content['classes'])} classes, the run's split has {len(classes)}.",
            "Start a new run for the new classes.",
        )
    load_weights(path, content, model)
    return Position.from_dict(content["training"])


def load_recipe(path: Path) -> Recipe:
    """How the run of last.pt prepares its examples: what was fitted to them once is not fitted again.

    Raises UserError where it cannot be read.
    """
    return preprocessing(read(path, lambda _: False))


def load_weights(path: Path, content: dict[str, Any], model: nn.Module) -> None:
    """Put a checkpoint's weights into `model`; every tensor must be there and fit."""
    try:
        with torch.no_grad():
            model.load_state_dict(content["state_dict"])
    except RuntimeError as error:
        raise UserError(f"{path} is not a checkpoint of this model: {error}", "Start a new run.") from error
