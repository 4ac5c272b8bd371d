"""Where the whole network learns, each picture is prepared once and kept; and how many threads compute."""

import os
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from tests.core.training import made
from transfer_gui.core.cache import folder
from transfer_gui.core.cache.shelf import Shelf
from transfer_gui.core.data.prepared import Prepared, size
from transfer_gui.core.events import Note
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.training import step
from transfer_gui.core.training import threads as counted


@pytest.fixture
def data(tmp_path):
    return made.pictures(tmp_path / "set", {"blue": 7, "green": 6})


def job(data, **edits):
    plain = {"plan": Plan(), "data__augmentation": "none", "training__epochs": 3, "device__reuse": True}
    return made.job(data, **plain | edits)


@pytest.mark.parametrize("views", [0, 2])
def test_the_run_is_the_same_to_the_bit_and_reads_each_view_once(data, tmp_path, reads, views):
    edits = {} if not views else {"data__augmentation": "light", "data__views": views, "training__epochs": 4}
    plain = made.carry_out(job(data, device__reuse=False, **edits), tmp_path / "plain")
    reads.clear()
    kept = made.carry_out(job(data, **edits), tmp_path / "kept")
    training = {path for path in reads if reads.count(path) == max(1, views)}
    assert len(reads) == len(set(reads)) + (views > 0) * len(training), "validation has one view"
    assert made.losses(kept) == made.losses(plain)
    assert made.same(made.weights(tmp_path / "kept"), made.weights(tmp_path / "plain"))
    assert any(isinstance(event, Note) and "decoded and prepared once" in event.text for event in kept)

    reads.clear()
    again = made.carry_out(job(data, **edits), tmp_path / "again")
    assert reads == []
    assert made.losses(again) == made.losses(kept)


def test_new_views_in_each_epoch_are_not_kept(data, tmp_path, reads):
    events = made.carry_out(job(data, data__augmentation="light", training__epochs=2), tmp_path / "run")
    assert max(reads.count(path) for path in reads) == 2
    assert not any("prepared once" in note.text for note in made.of(events, Note)), "nor is it said"


def test_a_changed_picture_is_prepared_again(data, tmp_path, reads):
    made.carry_out(job(data), tmp_path / "run")
    reads.clear()
    changed = sorted(Path(data).rglob("*.*"))[0]
    Image.fromarray(np.full((40, 40, 3), 77, np.uint8)).save(changed)
    made.carry_out(job(data), tmp_path / "again")
    assert [Path(path) for path in reads] == [changed]


def test_nothing_is_kept_beyond_the_limit(data, tmp_path, monkeypatch, reads):
    monkeypatch.setattr(folder, "MOST", 1000)
    made.carry_out(job(data), tmp_path / "run")
    assert max(reads.count(path) for path in reads) == 3


def test_a_store_gives_what_was_put_and_nothing_that_changed_meanwhile(tmp_path):
    recipe = Preprocessing(resize=8, crop=8)
    picture = torch.arange(size(recipe), dtype=torch.int64).to(torch.uint8).view(3, 8, 8)
    file = tmp_path / "a.png"
    file.write_bytes(b"one")

    def never():
        raise AssertionError("prepared again")

    def while_it_changes():
        file.write_bytes(b"another")
        os.utime(file, ns=(1, 1))
        return picture

    with_other_shape = torch.zeros(3, 4, 4, dtype=torch.uint8)
    store = Prepared(Shelf(tmp_path / "cache", 10**6), "image", recipe, 4)
    try:
        assert torch.equal(store.get(str(file), "", lambda: picture), picture)
        assert torch.equal(store.get(str(file), "", never), picture)
        assert torch.equal(store.get(str(file), "flip/1", lambda: picture.flip(2)), picture.flip(2))
        assert torch.equal(store.get(str(file), "flip/1", never), picture.flip(2))
        assert store.get(str(file), "other", lambda: with_other_shape) is with_other_shape
        store.get(str(file), "late", while_it_changes)
        with pytest.raises(AssertionError, match="prepared again"):
            store.get(str(file), "late", never)
        assert store.get(str(tmp_path / "gone.png"), "", lambda: picture) is picture
    finally:
        store.close()


@pytest.mark.parametrize(("learns", "count"), [(("fc",), 1), (("",), counted.every())])
def test_a_head_on_stored_inputs_is_computed_by_one_thread_and_a_network_by_all(
    data, tmp_path, monkeypatch, learns, count
):
    seen = []
    plainly = step.Stepper._logits
    monkeypatch.setattr(step.Stepper, "_logits", lambda *a: (seen.append(torch.get_num_threads()), plainly(*a))[1])
    before = torch.get_num_threads()
    plan = Plan() if learns == ("",) else freeze_all_but(learns)
    made.carry_out(job(data, plan=plan, training__epochs=1), tmp_path / "run")
    assert set(seen) == {count}
    assert torch.get_num_threads() == before


@pytest.mark.parametrize(("cores", "told", "expected"), [(8, None, 7), (2, None, 8), (1, None, 8), (8, "8", 8)])
def test_one_core_is_left_to_the_window_where_there_are_more_than_two(monkeypatch, cores, told, expected):
    monkeypatch.setattr(counted.os, "sched_getaffinity", lambda _: range(cores), raising=False)
    monkeypatch.setattr(counted.torch, "get_num_threads", lambda: 8)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if told:
        monkeypatch.setenv("OMP_NUM_THREADS", told)
    assert counted.every() == expected
    assert step.threads is counted.threads
