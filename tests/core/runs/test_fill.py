"""Filling the cache ahead: a run then reads nothing, to the same bits; it lets go when a run begins."""

import threading

import pytest

from tests.core.training import made
from transfer_gui.core.cache import folder as cache
from transfer_gui.core.cache.turns import TURNS
from transfer_gui.core.data.scan import scan
from transfer_gui.core.data.split import split
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.runs import fill as module
from transfer_gui.core.runs.fill import Filled, fill

PLANS = {"head": freeze_all_but(["fc"]), "last stage": freeze_all_but(["layer4", "fc"]), "everything": Plan()}
pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("data") / "set", {"blue": 14, "green": 13, "red": 13})


def job(data, **edits):
    return made.job(data, **{"device__reuse": True, "data__test": 0.2} | edits)


def sides(job):
    return split(finish(scan(job.data)), job.data)


def ahead(job):
    dataset = finish(scan(job.data))
    return fill(job, dataset, split(dataset, job.data))


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("views", [0, 3])
def test_the_run_reads_nothing_and_is_the_same_to_the_bit(data, tmp_path, reads, name, views):
    edits = {"plan": PLANS[name], "training__epochs": 2}
    if views:
        edits |= {"data__augmentation": "light", "data__views": views}
    plain = made.carry_out(job(data, **edits), tmp_path / "plain")
    cache.clear(cache.root())
    filled = finish(ahead(job(data, **edits)))
    train = len(sides(job(data)).train)
    count = train * max(1, views) + 40 - train
    assert filled == Filled(count, count)
    reads.clear()
    run = made.carry_out(job(data, **edits), tmp_path / "run")
    assert reads == []
    assert made.losses(run) == made.losses(plain)
    assert made.same(made.weights(tmp_path / "run"), made.weights(tmp_path / "plain"))


def test_what_is_stored_already_is_not_computed_again(data, reads):
    finish(ahead(job(data, plan=PLANS["head"])))
    reads.clear()
    assert finish(ahead(job(data, plan=PLANS["head"]))).whole
    assert reads == []


def test_it_goes_on_where_it_was_closed(data, reads):
    action = ahead(job(data, plan=PLANS["head"]))
    while next(action).done == 0:
        pass
    action.close()
    before = len(set(reads))
    assert 0 < before < 40
    reads.clear()
    assert finish(ahead(job(data, plan=PLANS["head"]))).whole
    assert len(set(reads)) == 40 - before


def test_training_pictures_drawn_anew_each_epoch_are_left_to_the_run(data, reads):
    filled = finish(ahead(job(data, plan=PLANS["head"], data__augmentation="light")))
    count = 40 - len(sides(job(data)).train)
    assert filled == Filled(count, count)
    assert len(reads) == count


def test_where_nothing_is_to_be_kept_nothing_is_done(data, reads):
    assert finish(ahead(job(data, device__reuse=False))) == Filled(0, 0)
    assert reads == []
    assert cache.usage(cache.root()) == []


def test_a_run_begins_as_soon_as_a_piece_is_done(data, tmp_path):
    """The run finds the store free, and what is in it by then."""
    action = ahead(job(data, plan=PLANS["head"]))
    while next(action).done == 0:
        pass
    ended = []

    def behind():
        ended.append(finish(action))

    with_run = threading.Thread(target=lambda: made.carry_out(job(data, plan=PLANS["head"]), tmp_path / "run"))
    with_run.start()
    asked = threading.Event()
    while not TURNS.wanted:
        asked.wait(0.01)
    behind()
    with_run.join(120)
    assert 0 < ended[0].done < ended[0].total
    assert made.weights(tmp_path / "run")
    assert finish(ahead(job(data, plan=PLANS["head"]))).whole, "and the run stored the rest"


def test_it_gives_up_where_a_piece_takes_long(data, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    filled = finish(ahead(job(data, plan=PLANS["head"])))
    assert filled.done == 16 < filled.total
    assert not filled.whole
