"""What was found in a dataset, in one line."""

from ...core.data.dataset import Dataset
from ...core.data.domains import find
from ...core.job import Job
from ..nouns import things
from ..translation import mark, tr

LAYOUTS = mark({"folders": "from one folder per class", "split": "from folders that are split already",
                "table": "from a table"})  # fmt: skip


def summary(dataset: Dataset, job: Job) -> str:
    """One line on what was found."""
    total = len(dataset.examples)
    called, classes = things(job.data.domain), len(dataset.classes)
    counted = tr("{count:,} {things} in {classes} classes", count=total, things=called, classes=classes)
    parts = [counted, tr(LAYOUTS[dataset.layout])]
    if dataset.sizes and find(job.data.domain).sized:
        low, middle, high = dataset.longer_sides
        parts.append(tr("longer side {low} to {high} px, mostly {middle} px", low=low, high=high, middle=middle))
    counts = dataset.counts
    if counts and min(counts) and max(counts) > 2 * min(counts):
        parts.append(tr("largest class {ratio:.1f} times the smallest", ratio=max(counts) / min(counts)))
    if dataset.skipped:
        parts.append(tr("{count:,} files left out", count=len(dataset.skipped)))
    where = job.data.path.removeprefix("sample:")
    return tr("{path}: {words}.", path=where, words=tr(", ").join(parts))
