"""Takes a trained network away as one file, and makes sure that it is the same network before it says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .. import atomic
from ..errors import UserError
from ..models.build import with_versions
from ..progress import Long, Progress
from ..runs import restore
from . import check, tensors
from .names import rename
from .predict_script import MARK, predict_script
from .standing import stands_alone

Kind = Literal["checkpoint", "safetensors"]
SUFFIXES: dict[str, tuple[str, ...]] = {"checkpoint": (".pt", ".pth", ".ckpt"), "safetensors": (".safetensors",)}
"""Endings of a file name by kind; the first is added where a name has none."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and how it was checked."""

    path: Path
    predict_script: Path
    """`python PREDICT_SCRIPT PATH PICTURE...` names what is in pictures, without this program."""
    classes: tuple[str, ...]
    """In the order of the network's outputs, as written."""
    largest_difference: float
    """Between a logit of the file, read back in plain torch, and of the run's own network; 0: equal to the bit."""
    checked_on: str
    """What the two were compared on, in words."""
    stands_alone: bool = True
    """Whether the file can be used without this program."""


def export(
    run_folder: Path,
    which: Literal["best", "last"],
    target: Path,
    kind: Kind = "checkpoint",
    renames: Mapping[str, str] | None = None,
    overwrite: bool = False,
) -> Long[Exported]:
    """Write the run's checkpoint `which` to `target` with the classes named by `renames` (old name to new).

    `target` may be a folder; a missing file ending is added. The file is written under a temporary name, read back
    in plain torch and torchvision by the code of the `predict.py` that goes with it, and compared with the run's own
    network, from the picture to the logits; only then does it get its name.

    Raises UserError naming the file and the cure: no such checkpoint, a file that is already there (unless
    `overwrite`), a name for two classes, a place that cannot be written, a file that does not give the same network.
    """
    yield Progress(0, 4, "Reading the run's checkpoint")
    source = _checkpoint(run_folder, which)
    payload = restore.read(source)
    written = _payload(payload, renames or {})
    target = _target(target, kind, f"{payload['model']}-{which}", source, overwrite)
    network = restore.network(payload)
    alone = stands_alone(payload["model"], payload["preprocessing"])
    script = predict_script(payload["model"], kind, alone)
    script_path = _script_path(target, script, overwrite)

    yield Progress(1, 4, "Writing")
    with atomic.replacing(target, atomic.size(written)) as file:
        if kind == "safetensors":
            written["state_dict"] = tensors.separate(written["state_dict"])
            atomic.dump_safetensors(file, written["state_dict"], tensors.metadata(written))
        else:
            written["state_dict"] = with_versions(network, written["state_dict"])
            atomic.dump_torch(file, written)
        file.flush()
        yield Progress(2, 4, "Reading it back in plain torch")
        result = yield from check.check(Path(file.name), script, target, network, written, run_folder)
        atomic.write_text(script_path, script)
    yield Progress(4, 4, "Done")
    classes = tuple(written["classes"])
    return Exported(target, script_path, classes, result.largest_difference, result.checked_on, alone)


def _checkpoint(run_folder: Path, which: str) -> Path:
    """The run's checkpoint file. Raises UserError saying which there are."""
    folder = run_folder / "checkpoints"
    path = folder / f"{which}.pt"
    if path.is_file():
        return path
    there = [name for name in ("best", "last") if (folder / f"{name}.pt").is_file()]
    if there:
        raise UserError(f"{run_folder} has no '{which}' checkpoint.", f"Export '{there[0]}' instead.")
    raise UserError(f"{run_folder} has no checkpoint yet.", "Train for at least one step, or choose a run's folder.")


def _payload(payload: dict[str, Any], renames: Mapping[str, str]) -> dict[str, Any]:
    """What is written: all that the run's checkpoint holds but the state of its training, the classes renamed."""
    written = {key: value for key, value in payload.items() if key != "training"}
    classes = rename(payload["classes"], renames)
    if classes != payload["classes"]:
        written |= {"classes": classes, "original_classes": payload.get("original_classes", payload["classes"])}
    return written


def _target(target: Path, kind: Kind, name: str, source: Path, overwrite: bool) -> Path:
    """The file to write. Raises UserError where it would take the place of one that must stay."""
    if target.is_dir():
        target = target / name
    suffixes = SUFFIXES[kind]
    if target.suffix.lower() not in suffixes:
        others = {suffix for endings in SUFFIXES.values() for suffix in endings}
        stem = target.with_suffix("") if target.suffix.lower() in others else target
        target = stem.with_name(stem.name + suffixes[0])
    if target.parent.resolve() == source.parent.resolve():
        raise UserError(f"{target} lies among the run's own checkpoints.", "Choose another folder.")
    if target.exists() and not overwrite:
        raise UserError(f"{target} is already there.", "Choose another name, or say that it may be overwritten.")
    return target


def _script_path(target: Path, script: str, overwrite: bool) -> Path:
    """`predict.py`, or a name with the target's in it where that is taken by another script."""
    for name in ("predict.py", f"predict_{target.stem}.py"):
        path = target.with_name(name)
        try:
            there = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return path
        except (OSError, UnicodeDecodeError):
            there = ""
        if there == script:
            return path
        if overwrite and name != "predict.py" and MARK in there.partition("\n")[0]:
            return path
    raise UserError(f"{path} is already there.", "Move it, or export into another folder.")
