"""Uses a trained network: names what is in pictures, and scores it afresh on a dataset."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from ..data.dataset import Dataset, Skipped
from ..data.domains import image
from ..errors import UserError
from ..events import Scores
from ..preprocessing import Preprocessing
from ..progress import Long, Progress
from ..runs import restore
from ..training.metrics import Tally
from .classes import by_name, originals

BATCH = 16


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
        yield Progress(number, len(pictures), f"{number} of {len(pictures)} pictures", found[-1])
    return found


def evaluate(checkpoint: Path, dataset: Dataset, indices: Sequence[int], device: str = "cpu") -> Long[Evaluation]:
    """Score `checkpoint` on the examples `indices` of `dataset`, whose classes are found by name.

    Raises Refused where `checkpoint` is none, and UserError where the network knows none of the classes.
    """
    yield Progress(0, len(indices), "Loading the network")
    payload = restore.read(checkpoint)
    mapping = by_name(payload["classes"], dataset.classes, originals(payload))
    if all(output is None for output in mapping.outputs):
        raise UserError(
            f"{checkpoint.name} knows none of the classes {', '.join(dataset.classes)}.",
            f"It was trained on {', '.join(payload['classes'])}: choose a dataset with some of these.",
        )
    model, recipe = restore.network(payload).to(device), restore.preprocessing(payload)
    tally = Tally(len(payload["classes"]), torch.device(device))
    known = [index for index in indices if mapping.outputs[dataset.examples[index].label] is not None]
    skipped: list[Skipped] = []
    for start in range(0, len(known), BATCH):
        tensors: list[torch.Tensor] = []
        labels: list[int] = []
        for index in known[start : start + BATCH]:
            example = dataset.examples[index]
            try:
                tensors.append(_input(Path(example.path), recipe))
            except UserError as error:
                skipped.append(Skipped(example.path, error.what))
            else:
                labels.append(mapping.outputs[example.label] or 0)
        if tensors:
            with torch.inference_mode():
                logits = model(torch.stack(tensors).to(device))
                tally.add(logits, torch.tensor(labels, device=device))
        yield Progress(start + len(tensors), len(known), f"{start + len(tensors)} of {len(known)} examples")
    scores = tally.scores()
    return Evaluation(
        scores.examples,
        scores.loss,
        scores.accuracy,
        scores.balanced_accuracy,
        scores.majority,
        mapping.unknown,
        len(indices) - len(known),
        tuple(skipped),
    )


def _input(path: Path, recipe: Preprocessing) -> torch.Tensor:
    """What the network reads of a picture: float32 (3, crop, crop). Raises UserError."""
    return image.normalise(image.preprocess(image.open_image(path), recipe), recipe)
