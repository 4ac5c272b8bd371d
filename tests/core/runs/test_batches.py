"""The batch size that is found: the smallest that is about as fast as any, small enough for memory and for learning."""

import pytest
import torch

from tests.core.training import made
from transfer_gui.core.data.scan import scan
from transfer_gui.core.data.split import split
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.runs import batches
from transfer_gui.core.runs.batches import find

pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("set"), {"blue": 60, "green": 60}, side=40)


def looked(job):
    dataset = finish(scan(job.data))
    return find(job, dataset, split(dataset, job.data))


def paced(monkeypatch, pace):
    """`pace` says how many pictures a second a batch of a size makes, or raises."""
    monkeypatch.setattr(batches, "_pace", lambda subject, batch: pace(len(batch.labels)))


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        (lambda size: 100.0, 4),
        (lambda size: 100.0 * size, 16),
        (lambda size: 100.0 * min(size, 8), 8),
        (lambda size: {4: 50.0, 8: 96.0, 16: 100.0}[size], 8),
        (lambda size: {4: 50.0, 8: 94.0, 16: 100.0}[size], 16),
    ],
)
def test_the_smallest_that_is_near_the_best(data, monkeypatch, pace, expected):
    """Of 90 training pictures, batches of 16 at most leave 5 steps."""
    paced(monkeypatch, pace)
    found = finish(looked(made.job(data)))
    assert found.size == expected
    assert [size for size, _ in found.paces] == [4, 8, 16]


@pytest.mark.parametrize("error", [torch.OutOfMemoryError("full"), MemoryError()])
def test_what_does_not_fit_ends_the_search(data, monkeypatch, error):
    def pace(size):
        if size > 8:
            raise error
        return float(size)

    paced(monkeypatch, pace)
    found = finish(looked(made.job(data)))
    assert (found.size, len(found.paces)) == (8, 2)


def test_what_is_not_expected_to_fit_is_not_tried(data, monkeypatch):
    def pace(size):
        kept.append(torch.ones(size * 5_000_000))
        return float(size)

    kept = []
    paced(monkeypatch, pace)
    monkeypatch.setattr(batches, "memory_free", lambda device: 150_000_000)  # 20 MB an example
    found = finish(looked(made.job(data)))
    assert found.size == 4


def test_another_fault_is_none_of_memory(data, monkeypatch):
    def pace(size):
        raise RuntimeError("shapes cannot be multiplied")

    paced(monkeypatch, pace)
    with pytest.raises(RuntimeError, match="shapes"):
        finish(looked(made.job(data)))


@pytest.mark.parametrize("plan", [Plan(), freeze_all_but(["fc"])], ids=["everything", "head"])
def test_real_steps_leave_nothing_behind(data, plan):
    torch.manual_seed(5)
    before = torch.get_rng_state()
    found = finish(looked(made.job(data, plan=plan, device__reuse=True)))
    assert found.size in batches.SIZES
    assert all(pace > 0 for _, pace in found.paces)
    assert torch.equal(torch.get_rng_state(), before)


def test_closing_it_ends_its_threads(data):
    import threading

    action = looked(made.job(data, device__workers=2))
    next(action)
    next(action)
    action.close()
    assert not [t.name for t in threading.enumerate() if t.name.startswith(("loader", "memory-peak"))]
