"""The split beside the plain algorithm that it must never depart from: what was divided once is divided so again."""

import hashlib
import unicodedata
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from transfer_gui.core.data.dataset import Dataset, Example
from transfer_gui.core.data.split import split
from transfer_gui.core.errors import UserError
from transfer_gui.core.job import Data


def by_hand(dataset: Dataset, data: Data) -> tuple[tuple[int, ...], ...]:
    """Training, validation and test, one example after another."""
    examples = list(dataset.examples)
    given_sides = {e.side for e in examples} - {None}
    places = {"train": [], "val": [], "test": []}
    for index, example in enumerate(examples):
        places[example.side or "train"].append(index)
    draw_val = "val" not in given_sides and data.validation > 0
    draw_test = "test" not in given_sides and data.test > 0
    if draw_val or draw_test:
        train, by_class = [], {}
        for index in places["train"]:
            by_class.setdefault(examples[index].label, []).append(index)
        for _, members in sorted(by_class.items()):
            units = sorted(groups(members, dataset.twins), key=lambda unit: ticket(unit, dataset, data.seed))
            total = len(members)
            least = 1 if total > 1 else 0
            val = take(units, max(least, int(total * data.validation + 0.5)), total - 1) if draw_val else []
            room = total - len(val) - 1
            count = max(1, int(total * data.test + 0.5)) if total > 2 else 0
            test = take(units, count, room) if draw_test else []
            places["val"] += val
            places["test"] += test
            train += [index for unit in units for index in unit]
        places["train"] = train
    return tuple(tuple(sorted(places[side])) for side in ("train", "val", "test"))


def groups(members, twins):
    inside = set(members)
    found = [tuple(i for i in group if i in inside) for group in twins]
    grouped = {i for group in found for i in group}
    return [group for group in found if group] + [(i,) for i in members if i not in grouped]


def ticket(unit, dataset, seed):
    names = []
    for i in unit:
        path = PurePosixPath(dataset.examples[i].path)
        below = path.relative_to(dataset.root) if path.is_relative_to(dataset.root) else path
        names.append(unicodedata.normalize("NFC", below.as_posix()))
    return hashlib.sha256(f"{seed}/{min(names)}".encode("utf-8", "surrogateescape")).digest()


def take(units, count, most):
    count, taken = min(count, most), []
    for limit in (count, most):
        for unit in list(units):
            if len(taken) < count and len(taken) + len(unit) <= limit:
                taken += unit
                units.remove(unit)
        if taken or count == 0:
            break
    return taken


@st.composite
def datasets(draw) -> Dataset:
    names = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["/data/a/", "/data/b/c/", "/data/", "/data/ü/", "/far/", "/data/u\u0308/"]),
                st.text("abü\u0308€1\udcff", min_size=1, max_size=4),
            ),
            min_size=1, max_size=60, unique=True,
        )
    )  # fmt: skip
    sides = draw(st.sampled_from([(None,), (None,), ("train", "val"), ("train", "test"), ("train", "val", "test")]))
    classes = draw(st.integers(1, 4))
    examples = [
        Example(folder + name, draw(st.integers(0, classes - 1)), draw(st.sampled_from(sides)))
        for folder, name in names
    ]
    places = draw(st.permutations(range(len(examples))))
    twins, at = [], 0
    for size in draw(st.lists(st.integers(2, 6), max_size=8)):
        twins.append(tuple(sorted(places[at : at + size])))
        at += size
    twins = tuple(group for group in twins if len(group) > 1)
    return Dataset("/data", "folders", tuple(f"c{i}" for i in range(classes)), examples, twins=twins)


@given(
    dataset=datasets(),
    validation=st.sampled_from([0, 0.1, 0.2, 0.5]),
    test=st.sampled_from([0, 0.1, 0.4]),
    seed=st.integers(0, 10**6),
)
def test_it_is_the_one_by_hand(dataset, validation, test, seed):
    data = Data(validation=validation, test=test, seed=seed)
    expected = by_hand(dataset, data)
    if not expected[0]:
        try:
            split(dataset, data)
        except UserError:
            return
    result = split(dataset, data)
    assert (result.train, result.val, result.test) == expected
    assert result.counts == tuple(
        tuple(sum(dataset.examples[i].label == label for i in side) for side in expected)
        for label in range(len(dataset.classes))
    )


def test_it_is_the_one_by_hand_for_thousands():
    examples = [Example(f"/data/{i % 7}/{i:05d}.jpg", i % 7) for i in range(9000)]
    twins = tuple((i, i + 7, i + 14) for i in range(0, 8000, 211))
    for groups_of_same in ((), twins):
        dataset = Dataset("/data", "folders", tuple("abcdefg"), examples, twins=groups_of_same)
        data = Data(validation=0.2, test=0.1, seed=3)
        result = split(dataset, data)
        assert (result.train, result.val, result.test) == by_hand(dataset, data)


def test_a_class_of_large_groups_alone_gives_one_of_them():
    examples = [Example(f"/data/{i // 6}/{i}.jpg", i // 6) for i in range(12)]
    dataset = Dataset("/data", "folders", ("x", "y"), examples, twins=((0, 1, 2), (3, 4, 5), (6, 7), (8, 9), (10, 11)))
    for seed in range(20):
        data = Data(validation=0.1, test=0.1, seed=seed)
        result = split(dataset, data)
        assert (result.train, result.val, result.test) == by_hand(dataset, data)
        assert len(result.val) == 3 + 2


def test_the_file_of_a_run_brings_it_back_whatever_the_names(tmp_path):
    from transfer_gui.core.data.split import read, write

    names = ["a,b.jpg", 'a"b.jpg', "a\nb.jpg", "ü.jpg", "\udcff.jpg", " .jpg", "plain.jpg", "€.jpg"]
    examples = [Example(f"/data/{'xy'[i % 2]}/{name}", i % 2) for i, name in enumerate(names)]
    dataset = Dataset("/data", "folders", ("x", "y"), examples)
    result = split(dataset, Data(validation=0.3))
    write(tmp_path / "split.csv", dataset, result)
    again, sides = read(tmp_path / "split.csv")
    assert [(e.path, e.label) for e in again.examples] == [(e.path, e.label) for e in examples]
    assert (sides.train, sides.val, sides.test, sides.counts) == (
        result.train, result.val, result.test, result.counts,
    )  # fmt: skip
    assert again.root == "/data"
