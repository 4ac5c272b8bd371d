"""How far each layer came, where the run has a record of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from ..data.listing import several
from ..inspect import network
from ..inspect.figures import Heatmap
from ..runs import movements
from ..runs.folder import RunFolder
from .pages import map_pages, pages
from .report import Block


def moved(folder: Path, epoch: int | None) -> list[Block]:
    """The map of all layers after `epoch` (the last one where None), and the drift of those that moved by epoch.

    Empty where the run has no record; raises UserError where it cannot be read.
    """
    if not RunFolder(folder).layers.exists():
        return []
    measured = movements.read(folder)
    if not measured:
        return []
    chosen = next((one for one in measured if one.epoch == epoch), measured[-1])
    last = several((chosen.epoch or 0) + 1, "epoch")
    blocks: list[Block] = [
        "Each layer beside the source that it started from: drift is its distance from there by its own length. "
        "A frozen layer does not move by a single bit.",
        *pages(network.now(chosen, f"Every layer after {last}")),
    ]
    if len(measured) > 1:
        blocks += map(_plain, map_pages(network.over_epochs(measured, "drift")))
    return blocks


def _plain(figure: Heatmap) -> Heatmap:
    """A map of powers of ten as plain numbers from zero on: not every reader of a report thinks in logarithms."""
    values = np.power(10.0, figure.values).astype(np.float32)
    unit = figure.unit.removeprefix("log10 of ")
    return replace(figure, values=values, low=0.0, high=float(10.0**figure.high), unit=unit, log=False)
