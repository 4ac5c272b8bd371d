"""The measurement before the start: real steps on a model of its own."""

import pytest
import torch

from tests.core.training import made
from transfer_gui.core.cache import digests
from transfer_gui.core.cache import folder as cache
from transfer_gui.core.data.scan import scan
from transfer_gui.core.data.split import split
from transfer_gui.core.errors import UserError
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.runs.probe import probe
from transfer_gui.core.runs.sides import sides


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("set"), {"blue": 40, "green": 40})


def measured(job):
    dataset = finish(scan(job.data))
    return finish(probe(job, dataset, split(dataset, job.data)))


def test_the_whole_run_is_its_epochs_and_its_test(data):
    one, three = (measured(made.job(data, training__epochs=n, data__test=0.0)) for n in (1, 3))
    assert one.run_seconds == pytest.approx(one.once_seconds + one.epoch_seconds)
    assert three.run_seconds == pytest.approx(three.once_seconds + 3 * three.epoch_seconds)
    assert three.epoch_seconds > 15 * three.step_seconds > 0, "60 pictures in batches of 4, and the validation"
    assert "CPU" in one.device
    assert one.free_memory > 0


def test_what_trains_needs_more_memory_than_what_is_frozen(data):
    whole = measured(made.job(data, data__input_size=160, training__batch_size=16))
    head = measured(made.job(data, plan=freeze_all_but(["fc"]), data__input_size=160, training__batch_size=16))
    assert whole.peak_memory > head.peak_memory


def test_a_measurement_leaves_nothing_behind(data):
    torch.manual_seed(5)
    before = torch.get_rng_state()
    measured(made.job(data))
    assert torch.equal(torch.get_rng_state(), before)


def test_what_a_run_would_refuse_is_refused_before(data):
    with pytest.raises(UserError, match="at least"):
        measured(made.job(data, model="vgg11", data__input_size=16))


def test_closing_it_ends_its_threads(data):
    import threading

    job = made.job(data, device__workers=2)
    dataset = finish(scan(job.data))
    action = probe(job, dataset, split(dataset, job.data))
    next(action)
    next(action)
    action.close()
    assert not [t.name for t in threading.enumerate() if t.name.startswith(("loader", "memory-peak"))]


def test_what_is_kept_already_is_not_counted_again(data, tmp_path, monkeypatch):
    """A head on a fixed network: nearly all of the first run is to compute what is kept."""
    monkeypatch.setattr(digests, "RACY", 0)  # the pictures were made a moment ago
    job = made.job(data, plan=freeze_all_but(["fc"]), device__reuse=True)
    before = measured(job)
    assert before.once_seconds > before.epoch_seconds > 0
    made.carry_out(job, tmp_path / "run")
    assert measured(job).once_seconds == 0
    plain = measured(made.job(data, plan=freeze_all_but(["fc"]), device__reuse=False))
    assert plain.once_seconds == 0
    assert plain.epoch_seconds > before.epoch_seconds


def test_nothing_is_stored(data):
    measured(made.job(data, plan=freeze_all_but(["fc"]), device__reuse=True))
    assert not [store.bytes for store in cache.usage(cache.root()) if (store.path / "values.bin").stat().st_size]


def test_on_a_gpu_more_is_looked_at_together_where_nothing_is_learned(data):
    job = made.job(data, training__batch_size=2)
    dataset = finish(scan(job.data))
    divided = split(dataset, job.data)
    gpu = sides(job, dataset, divided, Preprocessing(), gpu=True)
    parts = sides(made.replace(job, "training.accumulate", 2), dataset, divided, Preprocessing(), gpu=True)
    cpu = sides(job, dataset, divided, Preprocessing())
    count = len(divided.val)
    assert [loaders.val.steps for loaders in (gpu, parts, cpu)] == [-(-count // 8), -(-count // 2), -(-count // 2)]
    assert gpu.train.steps == cpu.train.steps
