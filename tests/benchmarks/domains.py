"""Transfer beside the same network from scratch and beside a classical baseline, for each domain on what ships.

Five seeds, each with a split of its own that all methods of a line share; the class-balanced accuracy on what was not
trained on, of the weights after the last epoch, so that nothing was chosen by it. Settings were looked for on a split
of another seed. Prints a Markdown table for the README.

DOMAINS_VOICES names a folder with Debian's Asterisk prompts, unpacked below it by package (`apt-get download` and
`dpkg-deb -x PACKAGE.deb FOLDER/PACKAGE`); without it voices are not measured. DOMAINS_KEPT names a file in which every
result is kept, so that a benchmark that was cut off goes on; DOMAINS_SEEDS and DOMAINS_DOMAINS (by their names, with
commas between) make it shorter.
"""

import csv
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soundfile
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from transfer_gui.core.data import sample, scan, split
from transfer_gui.core.data.dataset import Dataset, Split
from transfer_gui.core.data.domains import find
from transfer_gui.core.events import RunFailed, RunFinished
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Data, Job, Source, Training
from transfer_gui.core.models import tree
from transfer_gui.core.models.presets import presets
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.runs.run import run
from transfer_gui.core.sample_job import sample_job

from .figures import Figure, tell

VOICES = (
    "asterisk-core-sounds-en-wav", "asterisk-core-sounds-es-wav", "asterisk-core-sounds-fr-wav",
    "asterisk-core-sounds-it-wav", "asterisk-core-sounds-ru-wav", "asterisk-prompt-it-menardi-wav",
)  # fmt: skip
PROMPTS, SECONDS = 60, (0.8, 5.0)
"""Prompts of a voice, the first in order of name that are so long."""
HEADER = ("data", "method", "balanced accuracy", "seeds", "classes", "trained on", "tested on", "epochs", "a run")
TRANSFER, SCRATCH, CLASSICAL = "transfer", "from scratch", "classical"


@dataclass(frozen=True)
class Trial:
    """One method on the split of one seed."""

    accuracy: float
    """Class-balanced, 0..1."""
    train: int
    test: int
    classes: int
    epochs: int
    """0 where there are none."""
    seconds: float


@dataclass(frozen=True)
class Subject:
    """Data, and how they are divided: `few` training examples a class, or a fifth for the test where 0."""

    name: str
    domain: str
    path: str
    few: int = 0

    def scanned(self) -> Dataset:
        return finish(scan.unedited(Data(path=self.path, domain=self.domain)))

    def divided(self, dataset: Dataset, seed: int) -> Split:
        """The split of a seed."""
        if self.few:
            return split.few(dataset, self.few, seed)
        return split.split(dataset, Data(path=self.path, domain=self.domain, validation=0, test=0.2, seed=seed))


Method = Callable[[Subject, Dataset, Split, int], Trial]
"""Of the data, a split and its seed."""


@dataclass(frozen=True)
class Line:
    subject: Subject
    kind: str
    name: str
    method: Method

    @property
    def title(self) -> str:
        return f"{self.subject.name} | {self.kind}: {self.name}"


def trained(model: str, training: Training, plan: str | Plan = "head", scratch: bool = False,
            size: int | None = None) -> Method:  # fmt: skip
    """By a run of the program; from random weights, all of them learning, with `scratch`."""

    def method(subject: Subject, dataset: Dataset, sides: Split, seed: int) -> Trial:
        found = presets(tree.layers(model, len(dataset.classes), size))["all"] if scratch else plan
        if isinstance(found, str):
            found = presets(tree.layers(model, len(dataset.classes), size))[found]
        job = Job(
            source=Source(model=model, weights="none" if scratch else "shipped"),
            plan=found,
            data=Data(path=subject.path, domain=subject.domain, validation=0, augmentation="none", input_size=size),
            training=replace(Job(training=training), "training.seed", seed).training,
        )
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as place:
            end = list(run(job, Path(place) / "run", scanned=(dataset, sides)))[-1]
        if isinstance(end, RunFailed):
            raise SystemExit(f"{model} on {subject.name}, seed {seed}: {end.what} {end.cure}")
        assert isinstance(end, RunFinished), end
        assert end.test is not None
        seconds = time.perf_counter() - started
        return _trial(end.test.balanced_accuracy, dataset, sides, training.epochs, seconds)

    return method


def plain(strength: float) -> Method:
    """Logistic regression of scikit-learn on the domain's plain features, each divided by its deviation; `strength` is
    scikit-learn's C."""

    def method(subject: Subject, dataset: Dataset, sides: Split, seed: int) -> Trial:
        started = time.perf_counter()
        features = find(subject.domain).plain(dataset.packed.paths.take(np.array(sides.train)))
        vectors = np.stack([features.vector(path) for path in dataset.packed.paths])
        named = _fitted(make_pipeline(StandardScaler(), _regression(strength)), vectors, dataset, sides)
        return _trial(named, dataset, sides, 0, time.perf_counter() - started)

    return method


def tfidf(strength: float) -> Method:
    """Logistic regression on bags of words of scikit-learn (their counts' logarithms, weighed by tf-idf)."""

    def method(subject: Subject, dataset: Dataset, sides: Split, seed: int) -> Trial:
        started, reader = time.perf_counter(), find(subject.domain)
        texts = np.array([reader.open(path) for path in dataset.packed.paths], object)
        model = make_pipeline(TfidfVectorizer(sublinear_tf=True), _regression(strength))
        named = _fitted(model, texts, dataset, sides)
        return _trial(named, dataset, sides, 0, time.perf_counter() - started)

    return method


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=2000)


def _fitted(model, features: np.ndarray, dataset: Dataset, sides: Split) -> float:  # type: ignore[no-untyped-def]
    labels, train, test = dataset.packed.labels, np.array(sides.train), np.array(sides.test)
    model.fit(features[train], labels[train])
    return float(balanced_accuracy_score(labels[test], model.predict(features[test])))


def _trial(accuracy: float, dataset: Dataset, sides: Split, epochs: int, seconds: float) -> Trial:
    return Trial(accuracy, len(sides.train), len(sides.test), len(dataset.classes), epochs, seconds)


# ---- what is measured


def lines(voices: Path | None, place: Path) -> list[Line]:
    """Every line; that of voices where their table could be written into `place`."""
    lite, squeeze = (sample_job(model=model) for model in ("efficientnet_lite0", "squeezenet1_1"))
    clipart = Subject("clip art, 10 a class", "image", str(sample.folder()), few=10)
    few = Subject("glosses, 20 a class", "text", "sample:glosses", few=20)
    glosses = Subject("glosses, all", "text", "sample:glosses")
    sounds = Subject("sounds, all", "sound", "sample:sounds")
    patient = Training(epochs=40, learning_rate=0.02)
    vectors = Training(epochs=30, learning_rate=0.1)
    convolutions = Training(epochs=30, learning_rate=0.02)
    embeddings = Training(epochs=60, learning_rate=0.5)
    recurrent = Training(epochs=20, learning_rate=0.05)
    made = [
        Line(clipart, TRANSFER, "EfficientNet-Lite0, head only", trained("efficientnet_lite0", lite.training)),
        Line(clipart, TRANSFER, "SqueezeNet 1.1, head only", trained("squeezenet1_1", squeeze.training)),
        Line(clipart, TRANSFER, "SqueezeNet 1.1, last stage",
             trained("squeezenet1_1", squeeze.training, "last_stage")),
        Line(clipart, SCRATCH, "EfficientNet-Lite0 at 112 px",
             trained("efficientnet_lite0", patient, scratch=True, size=112)),
        Line(clipart, CLASSICAL, "HOG and colours, logistic regression", plain(0.01)),
        Line(few, TRANSFER, "mean of GloVe vectors, head only", trained("glove_mean", vectors)),
        Line(few, TRANSFER, "CNN over frozen GloVe vectors",
             trained("glove_cnn", convolutions, freeze_all_but(["convolutions", "head"]))),
        Line(few, SCRATCH, "the same CNN", trained("glove_cnn", replace(Job(training=convolutions),
             "training.epochs", 60).training, scratch=True)),
        Line(few, CLASSICAL, "tf-idf, logistic regression", tfidf(10)),
        Line(glosses, TRANSFER, "mean of GloVe vectors, head only",
             trained("glove_mean", replace(Job(training=vectors), "training.epochs", 10).training)),
        Line(glosses, TRANSFER, "CNN over frozen GloVe vectors",
             trained("glove_cnn", convolutions, freeze_all_but(["convolutions", "head"]))),
        Line(glosses, SCRATCH, "the same CNN", trained("glove_cnn", convolutions, scratch=True)),
        Line(glosses, CLASSICAL, "tf-idf, logistic regression", tfidf(10)),
        Line(sounds, TRANSFER, "voice encoder, head only", trained("resemblyzer", embeddings)),
        Line(sounds, TRANSFER, "EfficientNet-Lite0 on spectrograms, head only",
             trained("efficientnet_lite0", lite.training)),
        Line(sounds, SCRATCH, "EfficientNet-Lite0 at 112 px",
             trained("efficientnet_lite0", patient, scratch=True, size=112)),
        Line(sounds, SCRATCH, "the same voice encoder", trained("resemblyzer", recurrent, scratch=True)),
        Line(sounds, CLASSICAL, "mel statistics, logistic regression", plain(0.1)),
    ]  # fmt: skip
    if voices is not None:
        told = Subject("six voices, 5 a voice", "sound", str(prompts(voices, place)), few=5)
        made += [
            Line(told, TRANSFER, "voice encoder, head only", trained("resemblyzer", embeddings)),
            Line(told, SCRATCH, "the same voice encoder", trained("resemblyzer", recurrent, scratch=True)),
            Line(told, CLASSICAL, "mel statistics, logistic regression", plain(0.1)),
        ]
    return made


def prompts(folder: Path, place: Path) -> Path:
    """The table of prompts, each with its voice. Raises SystemExit where a voice has too few."""
    table = place / "voices.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("path", "label"))
        for voice in VOICES:
            found = list(_of_length(sorted((folder / voice).rglob("*.wav"))))
            if len(found) < PROMPTS:
                raise SystemExit(f"{folder / voice} has {len(found)} prompts of {PROMPTS}: unpack the package there.")
            writer.writerows((path, voice) for path in found[:PROMPTS])
    return table


def _of_length(files: Iterable[Path]) -> Iterator[Path]:
    for file in files:
        if "silence" not in file.parts and SECONDS[0] < soundfile.info(file).duration < SECONDS[1]:
            yield file.resolve()


# ---- measuring and telling


def measured(every: Sequence[Line], seeds: Sequence[int], kept: Path | None) -> dict[str, list[Trial]]:
    """The trials of each line by its title. What stands in the file `kept` is taken from there, and new ones are added
    to it one by one."""
    before = [json.loads(text) for text in kept.read_text().splitlines()] if kept and kept.exists() else []
    done = {(one["line"], one["seed"]): Trial(**one["trial"]) for one in before}
    datasets: dict[Subject, Dataset] = {}
    for line in every:
        for seed in seeds:
            if (line.title, seed) in done:
                continue
            if (dataset := datasets.get(line.subject)) is None:
                dataset = datasets[line.subject] = line.subject.scanned()
            trial = line.method(line.subject, dataset, line.subject.divided(dataset, seed), seed)
            done[line.title, seed] = trial
            sys.stderr.write(f"{line.title}, seed {seed}: {100 * trial.accuracy:.1f} % in {trial.seconds:.1f} s\n")
            if kept is not None:
                with kept.open("a") as file:
                    file.write(json.dumps({"line": line.title, "seed": seed, "trial": asdict(trial)}) + "\n")
    return {line.title: [done[line.title, seed] for seed in seeds] for line in every}


def markdown(every: Sequence[Line], found: dict[str, list[Trial]]) -> str:
    """The table; the best of each data's methods is in bold type. 'A run' is its median time."""
    best: dict[str, float] = {}
    for line in every:
        mean = statistics.fmean(trial.accuracy for trial in found[line.title])
        best[line.subject.name] = max(mean, best.get(line.subject.name, 0.0))
    rows = [HEADER, ("---",) * 2 + ("---:",) * (len(HEADER) - 2)]
    for line in every:
        trials = found[line.title]
        values = [100 * trial.accuracy for trial in trials]
        said = f"{statistics.fmean(values):.1f} ± {statistics.stdev(values) if len(values) > 1 else 0:.1f} %"
        if statistics.fmean(trial.accuracy for trial in trials) == best[line.subject.name]:
            said = f"**{said}**"
        one, seconds = trials[0], statistics.median(trial.seconds for trial in trials)
        rows.append((
            line.subject.name, f"{line.kind}: {line.name}", said, str(len(trials)), str(one.classes), str(one.train),
            str(one.test), str(one.epochs or "-"), f"{seconds:.3g} s",
        ))  # fmt: skip
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    voices, kept = os.environ.get("DOMAINS_VOICES"), os.environ.get("DOMAINS_KEPT")
    seeds = range(int(os.environ.get("DOMAINS_SEEDS", 5)))
    wanted = tuple(filter(None, os.environ.get("DOMAINS_DOMAINS", "").split(",")))
    with tempfile.TemporaryDirectory() as place:
        every = lines(Path(voices) if voices else None, Path(place))
        every = [line for line in every if not wanted or line.subject.domain in wanted]
        found = measured(every, seeds, Path(kept) if kept else None)
    table = markdown(every, found)
    if not voices:
        table += "\n\nVoices were not measured: DOMAINS_VOICES names no folder of prompts."
    sys.stdout.write(f"TOLD {json.dumps(table)}\n")
    figures: list[Figure] = []
    for line in every:
        values = [100 * trial.accuracy for trial in found[line.title]]
        figures.append(Figure(line.title.replace(" | ", ", "), statistics.fmean(values), "%", min(values), max(values)))
    tell(figures)


if __name__ == "__main__":
    main()
