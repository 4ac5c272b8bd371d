"""The benchmark of domains on tiny data: one split a seed for all methods, results that are kept, and its table."""

import csv
import math

import numpy as np
import pytest

from tests.benchmarks import domains
from tests.benchmarks.domains import CLASSICAL, TRANSFER, Line, Subject, Trial
from transfer_gui.core.job import Training


@pytest.fixture
def subject(tmp_path):
    """Texts of two classes that one word tells apart."""
    with (tmp_path / "few.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [(f"the {word} number {number}", word) for word in ("apple", "river") for number in range(8)]
        csv.writer(file).writerows([("text", "label"), *rows])
    return Subject("few", "text", str(tmp_path / "few.csv"), few=3)


def test_all_methods_of_a_seed_have_one_split_and_what_is_kept_is_not_measured_again(subject, tmp_path):
    seen = []

    def method(accuracy):
        def measure(subject, dataset, sides, seed):
            seen.append((seed, tuple(sides.train), tuple(sides.test)))
            return Trial(accuracy(seed), len(sides.train), len(sides.test), 2, 0, 1.0)

        return measure

    lines = [Line(subject, TRANSFER, "a", method(lambda seed: 0.5 + 0.1 * seed)),
             Line(subject, CLASSICAL, "b", method(lambda seed: 0.4))]  # fmt: skip
    found = domains.measured(lines, range(3), tmp_path / "kept")
    assert seen[:3] == seen[3:]
    assert len({train for _, train, _ in seen}) == 3
    assert all(len(train) == 6 and len(test) == 10 and not set(train) & set(test) for _, train, test in seen)
    assert domains.measured(lines, range(3), tmp_path / "kept") == found
    assert len(seen) == 6
    table = domains.markdown(lines, found).splitlines()
    assert table[2].startswith("| few | transfer: a | **60.0 ± 10.0 %** | 3 | 2 | 6 | 10 | - | 1 s |")
    assert table[3].startswith("| few | classical: b | 40.0 ± 0.0 % |")


def test_the_draw_is_that_of_the_published_figures(subject):
    dataset = subject.scanned()
    labels, rng = dataset.packed.labels, np.random.default_rng(4)
    drawn = [rng.permutation(np.flatnonzero(labels == label))[:3] for label in range(2)]
    assert sorted(subject.divided(dataset, 4).train) == sorted(np.concatenate(drawn).tolist())


def test_a_run_and_a_classical_method_are_scored_on_the_held_out_side(subject):
    dataset = subject.scanned()
    sides = subject.divided(dataset, 0)
    for method in (domains.trained("glove_mean", Training(epochs=30, learning_rate=0.5)), domains.tfidf(10)):
        trial = method(subject, dataset, sides, 0)
        assert (trial.accuracy, trial.train, trial.test, trial.classes) == (1.0, 6, 10, 2), "one word tells it"
        assert math.isfinite(trial.seconds)


def test_a_folder_without_prompts_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="0 prompts of 60"):
        domains.prompts(tmp_path, tmp_path)
