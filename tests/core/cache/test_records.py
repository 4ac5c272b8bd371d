"""What is got is what was put, bit for bit, or it is missing."""

import json
import os
import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfer_gui.core.cache import records
from transfer_gui.core.cache.records import Missing, Records

from .stored import ENTRY, PAIR, SIZE, batch, check, filled, key, run, served, spoil, values, whole_again

LAYOUTS = [
    PAIR,
    [((), "uint8")],
    [((), "float32"), ((), "float16")],
    [((512,), "float32")],
    [((3, 5, 7), "float16"), ((1,), "uint8"), ((2, 2), "int64"), ((0,), "float64"), ((3,), "uint16")],
    [((4,), "bool"), ((2,), "complex64")],
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_what_is_put_is_got(tmp_path, layout):
    with Records.open(tmp_path / "a" / "b", layout) as store:
        assert store.put(*batch(range(50), layout)) == 50
        assert store.count == 50
        check(store, range(50), layout)
        check(store, [7, 3, 3, 49, 0, 7], layout)
        check(store, [], layout)
        assert store.put(*batch([], layout)) == 0
    with Records.open(tmp_path / "a" / "b", layout) as store:
        check(store, [40, 2, 2], layout)
        assert store.put(*batch(range(40, 60), layout)) == 10
        check(store, range(60), layout)
        assert store.bytes == sum(path.stat().st_size for path in (tmp_path / "a" / "b").glob("*.bin"))
    with Records.open(tmp_path / "a" / "b", layout) as store:
        assert store.load(10**9)
        check(store, list(range(60))[::-1], layout)
        assert store.stopped == ""


def test_what_is_got_is_a_copy(tmp_path):
    with Records.open(tmp_path, PAIR) as store:
        store.put(*batch([1]))
        for array in store.get([key(1)]):
            array[...] = 0
        check(store, [1])


def test_what_is_put_twice_is_kept_as_it_was(tmp_path):
    with Records.open(tmp_path, PAIR) as store:
        keys, arrays = batch([1, 2, 1])
        for array in arrays:
            array[2] = 0
        assert store.put(keys, arrays) == 2
        assert store.put(keys, [array * 0 for array in arrays]) == 0
        check(store, [1, 2])


def test_arrays_that_do_not_lie_in_a_row(tmp_path):
    keys, (first, second) = batch(range(10))
    with Records.open(tmp_path, PAIR) as store:
        store.put(keys[:5], [np.asfortranarray(first)[:5], np.repeat(second, 2)[::2][:5]])
        store.put(keys[5:], [np.concatenate([first, first], axis=2)[5:, :, :3], second[5:]])
        check(store, range(10))


def test_wrong_arguments(tmp_path):
    for layout in ([], [((0,), "float32")], [((2,), "object")]):
        with pytest.raises(ValueError, match="stored"):
            Records.open(tmp_path / "x", layout)
    keys, (first, second) = batch([1, 2])
    with Records.open(tmp_path / "s", PAIR) as store:
        for wrong in ([first], [first, second[:1]], [first.astype("float64"), second], [second, first], [first[0]] * 2):
            with pytest.raises(ValueError, match="wanted"):
                store.put(keys, wrong)
        with pytest.raises(ValueError, match="16 bytes"):
            store.put([keys[0], b"short"], [first, second])
        assert store.count == 0


def test_missing_records_are_named(tmp_path):
    with Records.open(tmp_path, PAIR) as store:
        store.put(*batch([1, 2]))
        with pytest.raises(KeyError) as caught:
            store.get([key(1), key(8), key(2), key(9)])
        assert isinstance(caught.value, Missing)
        assert caught.value.keys == (key(8), key(9))
        assert store.has([key(8), key(1)]).tolist() == [False, True]
        assert store.has([]).shape == (0,)


def test_growing_while_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "PIECE", 100)
    with Records.open(tmp_path, PAIR) as store:
        for start in range(0, 3000, 60):
            store.put(*batch(range(start, start + 60)))
            check(store, [start + 59, start // 2, 0])
            if start in (600, 1200):
                assert store.load(10**9)
        assert not store.load(SIZE * 3000 - 1)
        check(store, range(3000))
        assert store.load(SIZE * 3000)
        check(store, range(3000))


def test_a_closed_store_is_empty(tmp_path):
    store = Records.open(tmp_path, PAIR)
    store.put(*batch([1]))
    store.close()
    store.close()
    assert store.stopped
    assert store.put(*batch([1, 2])) == 0
    assert served(store, [1, 2]) == []
    assert store.count == store.bytes == 0


@settings(max_examples=20)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("put"), st.lists(st.integers(0, 30), max_size=8)),
            st.tuples(st.just("get"), st.lists(st.integers(0, 30), max_size=8)),
            st.tuples(st.sampled_from(["reopen", "load", "kill"]), st.just([])),
            st.tuples(st.just("spoil"), st.lists(st.integers(0, 10**6), min_size=1, max_size=1)),
        ),
        max_size=40,
    )
)
def test_against_a_dictionary(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("model")
    store, known, lost = Records.open(folder, PAIR), set(), set()
    for step, numbers in steps:
        if step == "put":
            assert store.put(*batch(numbers)) == len(set(numbers) - known)
            known |= set(numbers)
        elif step == "get":
            missing = [number for number in numbers if number not in known]
            if missing:
                with pytest.raises(Missing) as caught:
                    store.get([key(number) for number in numbers])
                assert caught.value.keys == tuple(key(number) for number in missing)
            else:
                check(store, numbers)
        elif step == "load":
            assert store.load(10**6)
        else:
            store.close()
            if step == "kill":
                with (folder / "values.bin").open("ab") as file:
                    file.write(b"half a record")
                with (folder / "rows.bin").open("ab") as file:
                    file.write(b"half an entry")
            if step == "spoil" and store.folder.joinpath("values.bin").stat().st_size:
                spoil(folder / "values.bin", numbers[0])
            store = Records.open(folder, PAIR)
            good = set(served(store, range(31)))
            # The same byte spoiled again is the one that it was.
            assert good == known or (step == "spoil" and good <= known | lost)
            lost, known = (lost | known) - good, good
        assert store.has([key(number) for number in range(31)]).tolist() == [n in known for n in range(31)]
        assert store.count == len(known)
    store.close()


def test_the_description_is_for_people(tmp_path):
    Records.open(tmp_path, PAIR, {"model": "ResNet-18", "path": tmp_path}).close()
    meta = json.loads((tmp_path / "meta.json").read_text())
    assert meta["what"] == {"model": "ResNet-18", "path": str(tmp_path)}
    assert meta["layout"] == [[[2, 3], "<f4"], [[], "<i8"]]


def test_the_limit(tmp_path):
    limit = 10 * (SIZE + ENTRY) + 5
    with Records.open(tmp_path, PAIR, limit=limit) as store:
        assert store.put(*batch(range(7))) == 7
        assert store.stopped == ""
        assert store.put(*batch(range(5, 15))) == 3
        assert str(tmp_path) in store.stopped
        assert store.bytes <= limit
        assert store.put(*batch([99])) == 0
        assert served(store, range(20)) == list(range(10))
    with Records.open(tmp_path, PAIR, limit=SIZE) as store:
        assert store.put(*batch([99])) == 0
        check(store, range(10))


def test_a_second_opener_is_served_and_stores_nothing(tmp_path):
    with Records.open(tmp_path, PAIR) as store:
        store.put(*batch(range(5)))
        with Records.open(tmp_path, PAIR) as second:
            assert str(tmp_path) in second.stopped
            assert second.put(*batch([5, 6])) == 0
            store.put(*batch([5]))
            assert served(second, range(7)) == [0, 1, 2, 3, 4]
        with Records.open(tmp_path, [((), "uint8")]) as other:  # it may not throw away what another one writes
            assert other.count == 0
            assert other.put([key(1)], [np.zeros(1, "uint8")]) == 0
        script = """
            import sys
            from pathlib import Path
            from tests.core.cache.stored import PAIR, Records, batch, served
            with Records.open(Path(sys.argv[1]), PAIR) as store:
                print(store.put(*batch([7])), served(store, range(9)), store.load(10**9), served(store, range(9)))
        """
        assert run(script, tmp_path) == "0 [0, 1, 2, 3, 4, 5] True [0, 1, 2, 3, 4, 5]\n"
        assert store.put(*batch([6])) == 1
    whole_again(tmp_path, range(9), list(range(7)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_process_stores_nothing(tmp_path):
    script = """
        import os, sys
        from pathlib import Path
        from tests.core.cache.stored import PAIR, Records, batch, served
        store = Records.open(Path(sys.argv[1]), PAIR)
        store.put(*batch([1]))
        if not (child := os.fork()):
            os._exit(store.put(*batch([2])) + 10 * len(served(store, [1, 2])))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), store.put(*batch([3])))
        store.close()
    """
    assert run(script, tmp_path) == "10 1\n"
    whole_again(tmp_path, [1, 2, 3], [1, 3])


def test_several_threads(tmp_path):
    draw = random.Random(1)
    work = [[draw.randrange(400) for _ in range(20)] for _ in range(120)]

    def one(numbers):
        stored = store.put(*batch(numbers))
        check(store, numbers)
        return stored

    with Records.open(tmp_path, PAIR) as store:
        with ThreadPoolExecutor(6) as pool:
            assert sum(pool.map(one, work)) == len({number for numbers in work for number in numbers}) == store.count
        assert store.bytes == store.count * (SIZE + ENTRY)
    with Records.open(tmp_path, PAIR) as store, ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda numbers: check(store, numbers), work))


def test_closed_while_it_is_read(tmp_path):
    filled(tmp_path, range(200))
    store = Records.open(tmp_path, PAIR)

    def read(number):
        expected = values(number, tuple(PAIR))
        try:
            return all(
                np.array_equal(a[0], b, equal_nan=True) for a, b in zip(store.get([key(number)]), expected, strict=True)
            )
        except Missing:
            return number in closed

    closed: set[int] = set()
    with ThreadPoolExecutor(3) as pool:
        right = pool.map(read, range(200))
        closed.update(range(200))
        store.close()
        assert all(right)
