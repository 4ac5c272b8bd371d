"""Compares an exported file, read back in plain torch, with the run's own network, from the picture to the logits."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from ..data import split
from ..data.domains import find
from ..errors import UserError
from ..inputs import noise
from ..progress import Long, Progress
from ..recipes import Recipe
from ..runs import restore

TOLERANCE = 1e-6
"""Largest difference of a logit that is let pass, relative to the largest logit where that is above 1."""
PICTURES = 6
RANDOM_INPUTS = 4


@dataclass(frozen=True, slots=True)
class Checked:
    """How much the two networks differ at most, and on what."""

    largest_difference: float
    checked_on: str


def check(
    file: Path, script: str, target: Path, ours: nn.Module, written: dict[str, Any], run_folder: Path
) -> Long[Checked]:
    """Read `file` by the code of `script` and compare it with the run's own network `ours`.

    `written` is what the file should hold; `target` is the name it is going to have, for the message. The run's
    validation pictures are the sample, a few of them, each opened and prepared by both sides on their own; where
    there are none, random inputs. Raises UserError where anything differs.
    """
    plain = ModuleType("predict")
    exec(compile(script, "predict.py", "exec"), plain.__dict__)  # our own text, as the user will run it
    try:
        theirs, said = plain.load(str(file))
    except Exception as error:
        raise _differs(target, f"plain torch does not read it: {type(error).__name__}: {error}") from error
    for field in ("model", "model_options", "classes", "preprocessing"):
        if said[field] != written[field]:
            raise _differs(target, f"{field} is {said[field]!r} and not {written[field]!r}")
    _compare_states(ours, theirs, target)

    recipe = restore.preprocessing(written)
    domain = find(recipe.kind)
    worst, (kind, pictures) = 0.0, _pictures(run_folder)
    samples: list[tuple[Tensor, Tensor]] = []
    for path in pictures:
        try:
            own = domain.normalise(domain.prepare(str(path), recipe, "none", None, exact=True), recipe)
        except UserError:
            continue  # gone or broken since the run: another one does as well
        samples.append((own, plain.prepare(plain.open_picture(str(path)), said["preprocessing"])))
        if len(samples) == PICTURES:
            break
    words = f"{len(samples)} {kind} {domain.noun[len(samples) > 1]}"
    if not samples:
        samples = [(same, same) for same in random_inputs(recipe)]
        words = f"{len(samples)} random inputs (the run's {domain.noun[1]} are not there)"
    for number, (a, b) in enumerate(samples):
        yield Progress(number, len(samples), "Comparing it with the run's network")
        worst = max(worst, difference(ours, a, theirs, b, target))
    return Checked(worst, words)


def random_inputs(recipe: Recipe) -> list[Tensor]:
    """Random inputs, the same ones each time."""
    return list(noise(recipe, RANDOM_INPUTS, torch.Generator().manual_seed(0)))


def difference(ours: nn.Module, a: Tensor, theirs: nn.Module, b: Tensor, target: Path) -> float:
    """The largest difference of a logit of `ours` on the input `a` and of `theirs` on `b`. Raises UserError beyond
    the tolerance."""
    with torch.inference_mode():
        one, other = ours(a[None]), theirs(b[None])
    if one.shape != other.shape:
        raise _differs(target, f"it gives {tuple(other.shape)} logits and not {tuple(one.shape)}")
    if not torch.isfinite(one).all():
        raise UserError(
            "The network's outputs are not numbers (NaN): its training diverged.", "Choose the best checkpoint."
        )
    gap = float((one - other).abs().max())
    if not gap <= TOLERANCE * max(1.0, float(one.abs().max())):
        raise _differs(target, f"a logit differs by {gap:.3g}")
    return gap


def _compare_states(ours: nn.Module, theirs: nn.Module, target: Path) -> None:
    mine, other = ours.state_dict(), theirs.state_dict()
    if mine.keys() != other.keys():
        names = sorted(mine.keys() ^ other.keys())
        raise _differs(target, f"its tensors have other names: {', '.join(names[:5])}")
    for name, value in mine.items():
        if not torch.equal(value, other[name]) and not bool(value.isnan().any()):
            raise _differs(target, f"{name} differs")


def _pictures(run_folder: Path) -> tuple[str, Iterable[Path]]:
    """The run's validation pictures (where it has none, the training ones) and what they are, spread over the set so
    that the first few are of several classes."""
    path = run_folder / "split.csv"
    if not path.is_file():
        return "", []
    dataset, sides = split.read(path)
    kind, indices = ("validation", sides.val) if sides.val else ("training", sides.train)
    step = max(1, len(indices) // PICTURES)
    order = (index for start in range(step) for index in indices[start::step])
    return kind, (Path(dataset.examples[index].path) for index in order)


def _differs(target: Path, what: str) -> UserError:
    return UserError(
        f"The export to {target.name} was given up: read back, it is not the run's network ({what}).",
        "Nothing was written. Please report this; the run's own checkpoint is whole.",
    )
