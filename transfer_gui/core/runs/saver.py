"""Writes a run's checkpoints, and finds them another place when theirs is lost."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from torch import nn

from ..atomic import Unwritable, save_torch
from ..errors import UserError
from ..events import CheckpointSaved, Event, Scores
from ..paths import runs
from ..training.position import Position
from .checkpoint import Identity, laid_out, load_weights, payload, with_position
from .folder import RunFolder
from .restore import read


class Saver:
    """Knows the run's folder and its network."""

    def __init__(self, place: RunFolder, identity: Identity, model: nn.Module) -> None:
        self._place, self._identity, self._model = place, identity, model
        self._held: tuple[dict[str, Any], CheckpointSaved] | None = None
        """A best checkpoint that is still to be written, and what is told then."""

    def save(
        self, kind: Literal["best", "last"], at: Position, scores: Scores | None, wait: bool = False
    ) -> Iterator[Event]:
        """Write best.pt or last.pt, whole or not at all; with `wait`, hold a best one in memory until the next last
        one is written, or `release`. So a last.pt never tells of a better one than there is.

        Raises UserError where that fails; the weights are then in another folder, which it names.
        """
        plan = at.plan or self._identity.job.plan
        content = payload(self._identity, self._model, plan, max(0, at.epoch - 1), scores, held=wait)
        if kind == "best":
            self._held = content, CheckpointSaved(str(self._place.best), kind, at.epoch, at.step)
            if wait:
                return
        try:
            yield from self.release()
            if kind == "last":
                save_torch(self._place.last, with_position(content, at))
        except Unwritable as error:
            raise self._rescued(error, with_position(content, at)) from error
        if kind == "last":
            yield CheckpointSaved(str(self._place.last), kind, at.epoch, at.step)

    def release(self) -> Iterator[Event]:
        """Write the best checkpoint that is held, if there is one. Raises Unwritable."""
        if self._held is not None:
            content, told = self._held
            save_torch(self._place.best, laid_out(self._model, content))
            self._held = None
            yield told

    def load_best(self) -> None:
        """Put the weights of the best epoch back into the network."""
        if self._place.best.exists():
            load_weights(self._place.best, read(self._place.best), self._model)

    def _rescued(self, error: Unwritable, content: dict[str, Any]) -> UserError:
        """Save the weights wherever it is possible, as a folder that the run can be resumed in."""
        name = f"{self._place.path.name}-rescued"
        for root in (runs(), Path(tempfile.gettempdir())):
            other = RunFolder(root / name)
            try:
                other.last.parent.mkdir(parents=True, exist_ok=True)
                save_torch(other.last, content)
                for source in (
                    self._place.job,
                    self._place.split,
                    self._place.metrics,
                    self._place.layers,
                    self._place.best,
                ):
                    with suppress(OSError):
                        shutil.copy2(source, other.path / source.relative_to(self._place.path))
                if self._held is not None:
                    save_torch(other.best, laid_out(self._model, self._held[0]))
                if not other.job.exists():
                    other.job.write_text(self._identity.job.to_toml(), encoding="utf-8")
            except (UserError, OSError):
                continue
            cure = f"The weights are safe in {other.path}: make room and resume the run there. {error.cure}"
            return UserError(error.what, cure)
        return UserError(error.what, f"{error.cure} The last complete checkpoint is kept.")
