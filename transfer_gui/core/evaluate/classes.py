"""Which output of a network is which class of a dataset: by name, as two datasets seldom number them alike."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .. import job
from ..errors import UserError


@dataclass(frozen=True, slots=True)
class ClassMap:
    """`outputs[i]` is the network's output for the dataset's class i, or None where it has none."""

    outputs: tuple[int | None, ...]
    unknown: tuple[str, ...]
    """Classes of the dataset that the network does not know."""
    absent: tuple[str, ...]
    """Classes of the network that the dataset does not have."""


def by_name(network: Sequence[str], dataset: Sequence[str], originals: Sequence[str] = ()) -> ClassMap:
    """Find each class of the dataset among the network's.

    `originals` are the network's classes as they were called before they were renamed at export, in the same order;
    they count where the name of today is not found. Names are compared as Unicode's composed form: the same folder
    name is spelled in another way on macOS.
    """
    known: dict[str, int] = {}
    for names in (network, originals):
        for index, name in enumerate(names):
            known.setdefault(unicodedata.normalize("NFC", name), index)
    outputs = tuple(known.get(unicodedata.normalize("NFC", name)) for name in dataset)
    unknown = tuple(name for name, output in zip(dataset, outputs, strict=True) if output is None)
    absent = tuple(name for index, name in enumerate(network) if index not in outputs)
    return ClassMap(outputs, unknown, absent)


def originals(payload: dict[str, Any]) -> list[str]:
    """A checkpoint's classes as its dataset called them, before they were renamed in the job or at export."""
    classes: list[str] = payload.get("original_classes") or payload["classes"]
    try:
        renames = job.parse(payload.get("job", "")).data.renames
    except UserError:  # written by another version
        renames = {}
    former = {new: old for old, new in renames.items()}
    return [former.get(name, name) for name in classes]
