"""A whole run: from a job to a folder with its result, as an iterator of events."""

import traceback
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

from .. import heap
from ..cache.turns import TURNS
from ..data.dataset import Dataset, Split
from ..errors import UserError
from ..events import Event, RunFailed, RunFinished
from ..job import Job
from ..training.control import Control
from ..training.device import give_back
from ..training.distributed import World, world
from ..training.memory import fitting_batch, is_out_of_memory
from ..training.trainer import Trainer
from .folder import RunFolder, new_folder, open_folder
from .prepare import prepare
from .recorder import record


def run(
    job: Job,
    folder: Path | None = None,
    control: Control | None = None,
    resume: bool = False,
    folders: Sequence[Path] = (),
    scanned: tuple[Dataset, Split] | None = None,
) -> Generator[Event, None, None]:
    """Carry out `job` in `folder` (a new one in the user's folder of runs), looking for weights in `folders` too.

    With `resume` the run in `folder` goes on from its last complete checkpoint, to the same weights, to the bit on
    the CPU, as if it had never been interrupted. `scanned` saves scanning the dataset again. The last event is
    RunFinished or RunFailed; nothing is raised. It comes when the run's memory has gone back, which holds up whoever
    asks for memory meanwhile. Closing the iterator ends the run where it is.
    """
    end: RunFinished | RunFailed | None = None
    with TURNS.foreground(), heap.kept(), world() as here:
        # A new folder is named by the clock, which two processes need not read alike.
        place = RunFolder(Path(here.share(str((folder or new_folder(job)).absolute()))))
        try:
            if here.first:
                open_folder(place, resume)
        except UserError as error:
            yield RunFailed(error.what, error.cure, str(place.path))
            return
        events = _guarded(job, place, control or Control(), resume, folders, scanned, here)
        with closing(record(events, place) if here.first else events) as told:
            for event in told:
                if isinstance(event, RunFinished | RunFailed):
                    end = event
                else:
                    yield event
    if end is not None:
        yield end


def _guarded(
    job: Job,
    place: RunFolder,
    control: Control,
    resume: bool,
    folders: Sequence[Path],
    scanned: tuple[Dataset, Split] | None,
    here: World,
) -> Generator[Event]:
    """The run's events; whatever goes wrong is the last of them."""
    trainer: Trainer | None = None
    memory = ""
    try:
        trainer = yield from prepare(job, place, control, resume, folders, scanned, here)
        yield from trainer.events()
    except UserError as error:
        yield RunFailed(error.what, error.cure, str(place.path), suggestion=getattr(error, "suggestion", {}))
    except Exception as error:
        if is_out_of_memory(error):
            memory = traceback.format_exc()
        else:
            what = f"The run ended by an unexpected fault ({type(error).__name__}: {error})."
            yield RunFailed(what, "The last complete checkpoint is kept.", str(place.path), traceback.format_exc())
    finally:
        if trainer is not None:
            trainer.close()
    # Outside the handler: a caught error holds the frames, and they hold the tensors.
    if memory:
        at_once = -(-job.training.batch_size // job.training.accumulate)
        fits = fitting_batch(trainer.parts, at_once) if trainer else None
        trainer = None
        give_back()
        yield _out_of_memory(job, place, fits, memory)


def _out_of_memory(job: Job, place: RunFolder, fits: int | None, details: str) -> RunFailed:
    """`fits` is how many examples at once fit."""
    batch, accumulate = job.training.batch_size, job.training.accumulate
    what = f"There is not enough memory for batches of {batch}{f' in {accumulate} parts' if accumulate > 1 else ''}."
    if fits is None:
        cure = "Freeze more layers, choose a smaller model or input size, or close other programs."
        return RunFailed(what, cure, str(place.path), details)
    parts = -(-batch // fits)
    if accumulate > 1 and fits > 1:
        cure = f"In {parts} parts they fit (tried just now); freezing more layers helps too."
        return RunFailed(what, cure, str(place.path), details, {"training.accumulate": parts})
    more = f", as does this one in {parts} parts" if fits > 1 else ""
    cure = f"A batch size of {fits} fits (tried just now){more}; freezing more layers helps too."
    return RunFailed(what, cure, str(place.path), details, {"training.batch_size": fits})
