"""Batches: their order, their sharing, their threads, and files that fail."""

import shutil
import threading
import time
from collections import Counter

import pytest
import torch

from transfer_gui.core.data import loader as loaders
from transfer_gui.core.data.domains.image import DOMAIN
from transfer_gui.core.data.loader import Loader
from transfer_gui.core.errors import UserError
from transfer_gui.core.recipes.image import Preprocessing

from .pictures import classes, found

RECIPE = Preprocessing(18, 16)


@pytest.fixture
def dataset(tmp_path):
    return found(classes(tmp_path / "data", {"a": 7, "b": 6}))


def make(dataset, **options):
    options = {"batch_size": 4, "shuffle": True, "seed": 3, "augmentation": "reference"} | options
    return Loader(dataset, range(len(dataset.examples)), RECIPE, **options)


def all_of(loader, epoch=0, first_step=0):
    with loader:
        return list(loader.epoch(epoch, first_step))


def equal(ones, others):
    return len(ones) == len(others) and all(
        a.indices == b.indices and torch.equal(a.images, b.images) and torch.equal(a.labels, b.labels)
        for a, b in zip(ones, others, strict=True)
    )


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_number_of_threads_changes_nothing(dataset, workers):
    assert equal(all_of(make(dataset), 2), all_of(make(dataset, workers=workers), 2))


def test_each_example_comes_once_with_its_label_as_it_is_prepared(dataset):
    batches = all_of(make(dataset, augmentation="none", workers=2))
    assert Counter(i for b in batches for i in b.indices) == Counter(range(13))
    for batch in batches:
        assert batch.images.dtype == torch.uint8
        inputs = batch.inputs(torch.device("cpu"), torch.channels_last)
        assert inputs.dtype == torch.float32
        assert inputs.is_contiguous(memory_format=torch.channels_last)
        assert batch.images.shape == (len(batch.indices), 3, 16, 16)
        assert batch.labels.dtype == torch.int64
        for image, label, index in zip(inputs, batch.labels, batch.indices, strict=True):
            example = dataset.examples[index]
            assert label == example.label
            assert torch.equal(image, DOMAIN.normalise(DOMAIN.prepare(example.path, RECIPE, "none", None), RECIPE))


def test_epochs_differ_in_order_and_augmentation_and_seeds_too(dataset):
    loader = make(dataset)
    assert len({loader.order(e) for e in range(4)} | {make(dataset, seed=4).order(0)}) == 5
    first, second = ({i: x for b in loader.epoch(e) for i, x in zip(b.indices, b.images, strict=True)} for e in (0, 1))
    assert not any(torch.equal(first[i], second[i]) for i in first)
    again = {i: x for b in make(dataset).epoch(0) for i, x in zip(b.indices, b.images, strict=True)}
    assert all(torch.equal(first[i], again[i]) for i in first)


def test_the_very_order_of_a_known_seed():
    """A resumed run, on whatever version, goes on in the order it began with."""
    assert loaders.stream(3, 0, "order") == 8345871316489688995


def test_in_order_without_shuffling(dataset):
    assert [i for b in all_of(make(dataset, shuffle=False)) for i in b.indices] == list(range(13))


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("first_step", [0, 1, 2, 3])
def test_skipping_steps_gives_the_same_rest(dataset, workers, first_step):
    whole = all_of(make(dataset), 1)
    assert equal(all_of(make(dataset, workers=workers), 1, first_step), whole[first_step:])


@pytest.mark.parametrize(
    ("count", "size", "shuffle", "wanted"),
    [
        (9, 4, True, [4, 5]),
        (9, 4, False, [4, 4, 1]),
        (10, 4, True, [4, 4, 2]),
        (8, 4, True, [4, 4]),
        (3, 2, True, [3]),
        (1, 4, True, [1]),
        (3, 1, True, [1, 1, 1]),
        (5, 8, True, [5]),
        (5, 5, True, [5]),
        (0, 5, False, []),
    ],
)
def test_batch_sizes(dataset, count, size, shuffle, wanted):
    loader = Loader(dataset, range(count), RECIPE, batch_size=size, shuffle=shuffle, seed=0)
    batches = all_of(loader)
    assert [len(b.labels) for b in batches] == [b.total for b in batches] == wanted
    assert loader.steps == len(wanted)


@pytest.mark.parametrize("world", [2, 3, 5])
def test_ranks_share_each_batch_in_order(dataset, world):
    alone = all_of(make(dataset), 1)
    ranks = [all_of(make(dataset, rank=r, world=world, workers=r % 2), 1) for r in range(world)]
    for step, batch in enumerate(alone):
        parts = [rank[step] for rank in ranks]
        assert sum((p.indices for p in parts), ()) == batch.indices
        assert torch.equal(torch.cat([p.images for p in parts]), batch.images)
        assert {p.total for p in parts} == {batch.total}
        assert max(len(p.indices) for p in parts) - min(len(p.indices) for p in parts) <= 1


@pytest.mark.parametrize("workers", [0, 2])
def test_a_file_that_goes_bad_is_left_out_and_told(dataset, workers):
    bad = dataset.examples[2].path
    with open(bad, "wb") as file:  # noqa: PTH123
        file.write(b"\x89PNG broken")
    batches = all_of(make(dataset, workers=workers))
    assert Counter(i for b in batches for i in b.indices) == Counter(set(range(13)) - {2})
    assert [s.path for b in batches for s in b.failed] == [bad]
    hit = next(b for b in batches if b.failed)
    assert hit.total == len(hit.labels) == len(hit.images)


def test_a_batch_of_only_bad_files_is_empty_but_there(dataset):
    with open(dataset.examples[0].path, "wb"):  # noqa: PTH123
        pass
    first = all_of(make(dataset, batch_size=1, shuffle=False))[0]
    assert (first.images.shape, first.labels.shape, first.total, len(first.failed)) == ((0, 3, 16, 16), (0,), 0, 1)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_dataset_that_disappears_is_said_so(dataset, workers):
    with make(dataset, workers=workers) as loader:
        batches = loader.epoch(0)
        next(batches)
        shutil.rmtree(dataset.root)
        with pytest.raises(UserError, match="no longer there"):
            list(loader.epoch(1))


def test_files_that_all_disappear_are_said_so(dataset):
    for example in dataset.examples:
        shutil.rmtree(example.path.rpartition("/")[0], ignore_errors=True)
    with make(dataset) as loader, pytest.raises(UserError, match=r"No file of the dataset .* not there"):
        list(loader.epoch(0))


@pytest.fixture
def threads():
    """The names of the loader's threads that are alive."""
    return lambda: [t.name for t in threading.enumerate() if t.name.startswith("loader")]


def test_closing_in_the_middle_leaves_no_thread(dataset, threads):
    loader = make(dataset, workers=3, batch_size=2)
    batches = loader.epoch(0)
    next(batches)
    assert threads()
    loader.close()
    assert threads() == []
    batches.close()
    loader.close()


def test_dropping_an_epoch_in_the_middle_leaves_the_loader_usable(dataset, threads):
    with make(dataset, workers=2, batch_size=2) as loader:
        next(loader.epoch(0))
        assert equal(list(loader.epoch(1)), all_of(make(dataset, batch_size=2), 1))
    assert threads() == []


@pytest.fixture
def read(monkeypatch):
    """The files that were read, as far as it has come."""
    read, lock, kept = [], threading.Lock(), DOMAIN.prepare

    def prepare(path, *rest):
        with lock:
            read.append(path)
        return kept(path, *rest)

    monkeypatch.setattr(type(DOMAIN), "prepare", staticmethod(prepare))
    return read


def test_beside_a_gpu_a_few_batches_are_read_ahead_while_it_computes(dataset, monkeypatch, read):
    pinned = []
    monkeypatch.setattr(torch.Tensor, "pin_memory", lambda self: (pinned.append(len(self)), self)[1])
    with make(dataset, workers=1, batch_size=2, gpu=True) as loader:
        batches = loader.epoch(0)
        next(batches)
        late = time.monotonic() + 60
        while len(read) < 3 * 2 and time.monotonic() < late:
            time.sleep(0.01)
        time.sleep(0.05)
        assert len(read) == 3 * 2
        batches.close()
    assert set(pinned) == {2}


def test_on_the_cpu_files_are_read_in_turns_and_none_while_the_caller_computes(dataset, read):
    counts = []
    with make(dataset, workers=1, batch_size=2) as loader:
        for _ in loader.epoch(0):
            time.sleep(0.05)  # the caller's own computing
            counts.append(len(read))
    assert counts == [8, 8, 8, 8, 13, 13]


def test_an_error_of_the_program_itself_is_not_swallowed(dataset, monkeypatch):
    monkeypatch.setattr(type(DOMAIN), "prepare", staticmethod(lambda *_: 1 / 0))
    for workers in (0, 2):
        with make(dataset, workers=workers) as loader, pytest.raises(ZeroDivisionError):
            next(loader.epoch(0))


@pytest.mark.parametrize("workers", [0, 3])
def test_the_global_random_state_is_left_alone(dataset, workers):
    torch.manual_seed(0)
    before = torch.get_rng_state()
    all_of(make(dataset, augmentation="trivial", workers=workers))
    assert torch.equal(torch.get_rng_state(), before)
