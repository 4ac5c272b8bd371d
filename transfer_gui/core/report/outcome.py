"""What came out of a run, in sentences, with how sure it is."""

import math
from pathlib import Path

from ..data.listing import several
from ..evaluate.bootstrap import RESAMPLES, Interval
from ..events import EpochDone, Scores
from ..job import Job
from ..runs.history import History
from .report import Block, Missing

METHOD = f"percentile bootstrap, {RESAMPLES:,} resamples"
"""Of every interval in a report, in the text as in the tables."""

_ENDS = {
    "completed": "The run was completed",
    "early": "The run ended early, as nothing got better,",
    "stopped": "The run was stopped by hand",
    "failed": "The run ended by a fault",
    "": "The run has no end on record (it goes on, or was killed);",
}


def chosen(history: History, which: str) -> EpochDone | None:
    """The epoch whose weights the checkpoint `which` holds."""
    if which == "last":
        return history.epochs[-1] if history.epochs else None
    return next((epoch for epoch in reversed(history.epochs) if epoch.best), None)


def sentences(
    history: History, job: Job, which: str, nouns: tuple[str, str] = ("picture", "pictures"),
    accuracy: Interval | None = None,
) -> list[Block]:  # fmt: skip
    """The result as paragraphs. `nouns` are one example and several, `accuracy` is that on the validation side with
    its interval, None where the network could not be asked anew."""
    done, planned = len(history.epochs), job.training.epochs
    seconds = sum(epoch.seconds for epoch in history.epochs if math.isfinite(epoch.seconds))
    told = f" in {duration(seconds)}" if seconds else ""
    end = f"{_ENDS[history.outcome]} after {several(done, 'epoch')} of {planned}{told}."
    epoch = chosen(history, which)
    if epoch is None:
        return [end, Missing("No epoch was finished, so there is no result.")]
    if epoch.val is None:
        seen = f"After epoch {epoch.epoch + 1}, {percent(epoch.train_accuracy)} of the training {nouns[1]} were right."
        return [seen, "Nothing was kept for validation, so how it does on other examples is not known.", end]
    blocks: list[Block] = [_validated(epoch, epoch.val, which, nouns, accuracy)]
    if which == "best" and done > 1:
        blocks.append(
            "The epoch was chosen by these same examples (the highest balanced accuracy), which flatters it a little; "
            "a test side, or another dataset, does not."
        )
    return [*blocks, end]


def _validated(epoch: EpochDone, val: Scores, which: str, nouns: tuple[str, str], accuracy: Interval | None) -> str:
    name = "the best epoch" if which == "best" else "the last epoch"
    said = (
        f"After epoch {epoch.epoch + 1}, {name}, the network names {percent(val.accuracy)} of the "
        f"{several(val.examples, f'validation {nouns[0]}', f'validation {nouns[1]}')} rightly"
        f"{_between(accuracy)}. Always naming the largest class would get {percent(val.majority)}"
    )
    if accuracy is None or accuracy.low == accuracy.high:  # drawing from examples that are all alike shows nothing
        pass
    elif accuracy.low > val.majority:
        said += ", which is below that interval: the network has learned to tell the classes apart"
    elif accuracy.high < val.majority:
        said += ", which is above that interval: the network does worse than that"
    else:
        said += ", which lies in that interval: by so many examples, the network is not shown to do better"
    return f"{said}. Its balanced accuracy, the mean over the classes, is {percent(val.balanced_accuracy)}."


def tested(accuracy: Interval, total: int, majority: float, nouns: tuple[str, str]) -> str:
    """The result on examples that nothing was chosen by."""
    return (
        f"On the {several(total, f'test {nouns[0]}', f'test {nouns[1]}')}, by which nothing was chosen, it names "
        f"{percent(accuracy.estimate)} rightly{_between(accuracy)}; always naming the "
        f"largest class would get {percent(majority)}."
    )


def _between(found: Interval | None) -> str:
    return f" (95 % interval, {METHOD}: {percent(found.low)} to {percent(found.high)})" if found is not None else ""


def percent(share: float) -> str:
    """A share 0..1 as '71.2 %'."""
    return f"{100 * share:.1f} %"


def duration(seconds: float) -> str:
    """'42 s', '3 min 05 s', '2 h 07 min'."""
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{whole} s"
    return (
        f"{whole // 60} min {whole % 60:02d} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60:02d} min"
    )


def name_of(folder: Path) -> str:
    """What the run is called: its folder's name."""
    return folder.absolute().name or str(folder)
