"""The study over seeds: the figures are those of its own runs, on pictures that were not trained on."""

import statistics

import pytest

from tests.core.training import made
from transfer_gui.core.data import sample
from transfer_gui.core.errors import UserError
from transfer_gui.core.evaluate import study as module
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Data
from transfer_gui.core.progress import Progress
from transfer_gui.core.runs.run import run


@pytest.fixture(scope="module", autouse=True)
def small_pictures():
    """What is compared is compared at any size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "Data", lambda **given: Data(input_size=96, **given))
        yield


@pytest.fixture(scope="module")
def found():
    action, told = module.study("squeezenet1_1", (4,), epochs=1), []
    while True:
        try:
            told.append(next(action))
        except StopIteration as end:
            return end.value, told


def test_every_seed_is_trained_both_ways(found):
    study, told = found
    assert [(t.way, t.seed) for t in study.trials] == [("transfer", 4), ("scratch", 4)]
    assert all(t.examples == 552 - 80 for t in study.trials)
    assert all(isinstance(p, Progress) for p in told)
    assert [p.done for p in told] == sorted(p.done for p in told)


def test_a_trial_is_one_plain_run_on_the_seed_s_own_draw(found, tmp_path):
    study, _ = found
    job = module.sample_job(model="squeezenet1_1")
    job = replace(job, "data", module.Data(path=str(sample.folder()), validation=0, augmentation="none"))
    job = replace(replace(job, "training.seed", 4), "training.epochs", 1)
    events = list(run(job, tmp_path / "run", scanned=sample.draw(10, 4)))
    assert study.of("transfer")[0].balanced_accuracy == made.finished(events).test.balanced_accuracy


def test_transfer_pays_on_the_sample(found):
    study, _ = found
    assert study.mean("transfer") > study.mean("scratch") + 0.1
    assert study.deviation("transfer") == 0


def test_mean_and_deviation():
    values = [0.7, 0.72, 0.65, 0.71]
    trials = tuple(module.Trial("transfer", s, 472, value, 0.5, 1.0) for s, value in enumerate(values))
    study = module.Study("squeezenet1_1", 8, 10, 20, trials)
    assert study.mean("transfer") == pytest.approx(sum(values) / 4)
    assert study.deviation("transfer") == pytest.approx(statistics.stdev(values))


def test_a_model_that_does_not_ship_is_told():
    with pytest.raises(UserError, match="resnet18"):
        next(module.study("resnet18", (0,)))


def test_it_can_be_closed_in_the_middle(tmp_path, monkeypatch):
    monkeypatch.setattr(module.tempfile, "tempdir", str(tmp_path))
    action = module.study("squeezenet1_1", (0,), scratch=False)
    next(action)
    next(action)
    action.close()
    assert list(tmp_path.iterdir()) == []
