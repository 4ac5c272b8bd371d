"""Uses a trained network: names what is in pictures, and scores it afresh on a dataset."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from ..data.dataset import Dataset, Skipped
from ..data.domains import find
from ..errors import UserError
from ..events import Scores
from ..progress import Long, Progress
from ..recipes import Recipe
from ..runs import restore
from ..runs.place import Place
from . import scores
from .collect import collect


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the network makes of one picture."""

    path: Path
    classes: tuple[str, ...]
    probabilities: tuple[float, ...]
    """By class; empty where the picture could not be read."""
    reason: str = ""
    """Why it could not."""

    @property
    def name(self) -> str:
        """The most probable class; empty where there is no prediction."""
        return self.classes[self.probabilities.index(max(self.probabilities))] if self.probabilities else ""

    @property
    def probability(self) -> float:
        """Of that class, 0..1."""
        return max(self.probabilities, default=0.0)


@dataclass(frozen=True, slots=True)
class Evaluation(Scores):
    """Scores over the examples whose class the network knows and whose picture can be read; the others are named."""

    unknown: tuple[str, ...] = ()
    """Classes of the dataset that the network does not know; their examples are left out."""
    left_out: int = 0
    """How many those are."""
    skipped: tuple[Skipped, ...] = ()
    """Pictures that could not be read."""


def predict(checkpoint: Path, pictures: Sequence[Path], device: str = "cpu") -> Long[list[Prediction]]:
    """Name what is in each of `pictures`, with the same reading and preprocessing as in training.

    Raises Refused where `checkpoint` is none. A picture that cannot be read is told in its `Prediction`.
    """
    yield Progress(0, len(pictures), "Loading the network")
    payload = restore.read(checkpoint)
    model, recipe = restore.network(payload).to(device), restore.preprocessing(payload)
    classes = tuple(payload["classes"])
    found: list[Prediction] = []
    for number, path in enumerate(pictures, start=1):
        try:
            tensor = _input(path, recipe)
        except UserError as error:
            found.append(Prediction(path, classes, (), error.what))
        else:
            with torch.inference_mode():
                probabilities = model(tensor[None].to(device)).float().softmax(1)[0]
            found.append(Prediction(path, classes, tuple(probabilities.tolist())))
        yield Progress(number, len(pictures), f"{number} of {len(pictures)} examples", found[-1])
    return found


def evaluate(checkpoint: Path, dataset: Dataset, indices: Sequence[int], device: str = "cpu") -> Long[Evaluation]:
    """Score `checkpoint` on the examples `indices` of `dataset`, whose classes are found by name.

    Raises Refused where `checkpoint` is none, and UserError where the network knows none of the classes.
    """
    found = yield from collect(Place(checkpoint.name, checkpoint), dataset, indices, "", device=device)
    matrix = scores.confusion(found.labels, found.predicted, len(found.classes))
    return Evaluation(
        len(found.labels), scores.mean(found.losses), scores.accuracy(matrix),
        scores.balanced_accuracy(matrix), scores.majority(matrix)[1], found.unknown, found.left_out, found.skipped,
    )  # fmt: skip


def _input(path: Path, recipe: Recipe) -> torch.Tensor:
    """What the network reads of an example, prepared without any haste. Raises UserError."""
    domain = find(recipe.kind)
    return domain.normalise(domain.prepare(str(path), recipe, "none", None, exact=True), recipe)
