"""The garbage collector while PyTorch is loaded: it waits, and works again afterwards, come what may."""

import gc

import pytest

from transfer_gui.core import garbage


@pytest.fixture(autouse=True)
def _nothing_loaded(monkeypatch):
    monkeypatch.setattr(garbage, "_loaded", set())
    assert gc.isenabled()
    yield
    gc.enable()


def rubbish() -> int:
    """How often the collector runs by itself while cycles pile up."""
    seen = []
    gc.callbacks.append(lambda phase, info: seen.append(phase))
    try:
        for _ in range(5000):
            one = []
            one.append(one)
    finally:
        gc.callbacks.pop()
    return seen.count("start")


def test_it_waits_while_something_is_loaded():
    with garbage.loading("torch"):
        assert rubbish() == 0
    assert rubbish() > 0


def test_what_was_loaded_is_not_looked_through():
    kept = {"a": []}
    before = gc.get_freeze_count()
    with garbage.loading("torch"):
        kept["a"].append(kept)
    assert gc.get_freeze_count() > before
    assert not any(found is kept for found in gc.get_objects())


def test_once_each():
    with garbage.loading("torch"):
        pass
    with garbage.loading("torch"):
        assert rubbish() > 0
    with garbage.loading("runs"):
        assert rubbish() == 0


def test_a_fault_sets_it_going_again_and_the_next_one_waits():
    with pytest.raises(ImportError, match="no torch"), garbage.loading("torch"):
        raise ImportError("no torch")
    assert gc.isenabled()
    with garbage.loading("torch"):
        assert rubbish() == 0


def test_of_two_at_once_the_last_to_end_sets_it_going():
    with garbage.loading("torch"):
        with garbage.loading("pages"):
            pass
        assert rubbish() == 0
    assert rubbish() > 0


@pytest.fixture
def looked_after(monkeypatch):
    """As with a window: the collector runs by `look` alone."""
    monkeypatch.setattr(garbage, "_full", -1e9)
    garbage.run_by(gc.collect)
    yield
    garbage.run_by(None)
    assert gc.isenabled()


def ages(counts):
    """The ages that `look` looks through, where so much has been made since."""
    looked = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gc, "get_count", lambda: counts)
        patched.setattr(gc, "get_threshold", lambda: (700, 10, 10))
        patched.setattr(gc, "collect", looked.append)
        garbage.look()
    return looked


@pytest.mark.parametrize(
    ("counts", "age"), [((700, 10, 10), []), ((701, 0, 0), [0]), ((701, 11, 0), [1]), ((0, 0, 11), [2])]
)
def test_as_much_is_looked_through_as_python_would(looked_after, counts, age):
    assert ages(counts) == age


def test_everything_is_looked_through_at_most_twice_a_minute(looked_after, monkeypatch):
    assert ages((0, 0, 11)) == [2]
    monkeypatch.setattr(garbage.time, "monotonic", lambda: garbage._full + garbage.FULL - 1)
    assert ages((0, 11, 11)) == [1]
    monkeypatch.setattr(garbage.time, "monotonic", lambda: garbage._full + garbage.FULL + 1)
    assert ages((0, 11, 11)) == [2]


def test_nothing_is_looked_through_while_something_is_loaded(looked_after):
    with garbage.loading("torch"):
        assert ages((10_000, 99, 99)) == []
    assert not gc.isenabled()
    assert rubbish() == 0
