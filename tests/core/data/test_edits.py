"""Marked, excluded and relabelled examples: kept with the job, carried out for the run, the files untouched."""

import hashlib
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.data.pictures import classes, found, noise, save
from tests.core.training import made
from transfer_gui.core import job as jobs
from transfer_gui.core.data import edits, scan, split
from transfer_gui.core.data.dataset import Dataset, Example, Split
from transfer_gui.core.errors import UserError
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Data, Job
from transfer_gui.core.progress import finish


def fingerprint(root: Path) -> dict[str, tuple[str, int]]:
    """Content and time of every file below `root`."""
    return {
        str(p): (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns)
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }


def sides(dataset: Dataset, parts: Split) -> dict[str, str]:
    """Side by key."""
    every = {"train": parts.train, "val": parts.val, "test": parts.test}
    return {edits.key(dataset.root, dataset.examples[i].path): side for side, places in every.items() for i in places}


def labels(dataset: Dataset) -> dict[str, str]:
    """Class by key."""
    return {edits.key(dataset.root, e.path): dataset.classes[e.label] for e in dataset.examples}


def said(dataset: Dataset) -> str:
    return " ".join(dataset.notes)


@pytest.fixture
def data(tmp_path) -> Data:
    classes(tmp_path / "set", {"cat": 10, "dog": 10})
    return Data(path=str(tmp_path / "set"), validation=0.3, test=0.2)


def test_an_excluded_example_is_left_out_and_no_other_changes_its_side(data):
    dataset = found(data.path)
    before = sides(dataset, split.split(dataset, data))
    edited, after = edits.divide(dataset, edits.exclude(data, ["cat/3.png", "dog/0.png"]))
    assert sides(edited, after) == {k: s for k, s in before.items() if k not in {"cat/3.png", "dog/0.png"}}
    assert edited.counts == (9, 9)
    reasons = {edits.key(dataset.root, s.path): s.reason for s in edited.skipped}
    assert reasons == {"cat/3.png": "excluded by hand", "dog/0.png": "excluded by hand"}
    assert "2 pictures left out by hand." in said(edited)


def test_the_plain_draw_would_move_others(data):
    """What the edits are spared: the same files, of which one is taken away, are divided in another way."""
    dataset = found(data.path)
    before = sides(dataset, split.split(dataset, data))
    gone = next(name for name, side in before.items() if side == "val")
    Path(data.path, gone).unlink()
    after = sides(found(data.path), split.split(found(data.path), data))
    assert any(after[name] != before[name] for name in after)


def test_a_relabelled_example_keeps_its_side(data):
    dataset = found(data.path)
    before = sides(dataset, split.split(dataset, data))
    edited, after = edits.divide(dataset, edits.relabel(data, "cat/3.png", "dog"))
    assert sides(edited, after) == before
    assert labels(edited) == labels(dataset) | {"cat/3.png": "dog"}
    assert edited.counts == (9, 11)
    assert "1 picture given another class by hand." in said(edited)


def test_the_scan_applies_them_and_knows_the_dataset_as_it_was(data):
    changed = edits.relabel(edits.exclude(data, "cat/3.png"), "dog/1.png", "cat")
    edited = finish(scan.scan(changed))
    assert edited == edits.apply(found(data.path), changed)
    assert edited.unedited == found(data.path)
    assert edits.apply(edited, data) == found(data.path)
    assert edits.apply(edited, changed) == edited


def test_a_class_called_otherwise_is_given_by_the_dataset_s_own_name(data):
    changed = replace(edits.relabel(data, "cat/3.png", "dog"), "renames", {"dog": "hound"})
    assert labels(finish(scan.scan(changed)))["cat/3.png"] == "dog"


def test_what_is_not_there_is_told_and_does_no_harm(data):
    dataset = found(data.path)
    changed = edits.relabel(edits.exclude(data, ["cat/99.png"]), ["dog/1.png"], "horse")
    edited, _ = edits.divide(dataset, changed)
    assert edited.counts == (10, 10)
    assert any("cat/99.png" in note for note in edited.notes)
    assert any("horse" in note for note in edited.notes)


def test_an_excluded_file_that_cannot_be_read_is_no_surprise(data):
    Path(data.path, "cat", "0.png").write_bytes(b"")
    edited = finish(scan.scan(edits.exclude(data, "cat/0.png")))
    assert [s.reason for s in edited.skipped] == ["empty (0 bytes)"]
    assert "not in the dataset" not in said(edited)


def test_notes_tell_of_what_is_left(data):
    most = [f"dog/{i}.png" for i in range(9)]
    assert "Uneven" not in said(found(data.path))
    assert "'cat' has 10 pictures, 'dog' has 1" in said(finish(scan.scan(edits.exclude(data, most))))


def test_a_class_goes_with_its_last_example(tmp_path):
    classes(tmp_path, {"cat": 4, "dog": 4, "owl": 4})
    data = Data(path=str(tmp_path))
    changed = edits.exclude(data, [f"dog/{i}.png" for i in range(3)])
    edited = finish(scan.scan(edits.relabel(changed, "dog/3.png", "owl")))
    assert (edited.classes, edited.counts) == (("cat", "owl"), (4, 5))
    assert labels(edited) == {f"{c}/{i}.png": c for c in ("cat", "owl") for i in range(4)} | {"dog/3.png": "owl"}
    assert "no training picture is left after the changes by hand: 'dog'" in said(edited)


def test_a_class_that_lost_one_side_is_named(data):
    dataset = found(data.path)
    before = sides(dataset, split.split(dataset, data))
    for side, words in (("val", "'dog' has no validation example"), ("train", "'dog' has no training example")):
        out = [name for name, where in before.items() if where == side and name.startswith("dog")]
        notes = edits.divide(dataset, edits.exclude(data, out))[1].notes
        assert any(words in note for note in notes)


@pytest.mark.parametrize(("out", "words"), [(["dog"], "only the class 'cat'"), (["dog", "cat"], "nothing is left")])
def test_too_little_is_left_to_train_on(data, out, words):
    changed = edits.exclude(data, [f"{name}/{i}.png" for name in out for i in range(10)])
    with pytest.raises(UserError, match=words) as caught:
        finish(scan.scan(changed))
    assert caught.value.cure


def test_a_split_folder_keeps_its_own_sides(tmp_path):
    for side in ("train", "val"):
        classes(tmp_path / side, {"cat": 3, "dog": 3})
    save(tmp_path / "train" / "cat" / "x.png", noise(seed=5))
    save(tmp_path / "val" / "cat" / "y.png", noise(seed=5))
    data = Data(path=str(tmp_path))
    dataset = found(tmp_path)
    edited, parts = edits.divide(dataset, edits.relabel(edits.exclude(data, "train/cat/x.png"), "val/dog/0.png", "cat"))
    before = sides(dataset, split.split(dataset, data))
    assert sides(edited, parts) == {k: s for k, s in before.items() if k != "train/cat/x.png"}
    assert len(dataset.duplicates) == 1
    assert (edited.duplicates, edited.twins) == ((), ())


def test_copies_are_counted_without_the_excluded():
    examples = tuple(Example(f"/d/{name}", int(name > "c")) for name in "abcef")
    dataset = Dataset("/d", "folders", ("x", "y"), examples, twins=((0, 1, 2), (3, 4)))
    edited = edits.apply(dataset, edits.exclude(Data(path="/d"), ["a", "e"]))
    assert [[edited.examples[i].path for i in group] for group in edited.twins] == [["/d/b", "/d/c"]]
    assert edited.origins == (1, 2, 4)


def test_rows_of_a_table_are_named_from_its_folder_or_in_full(tmp_path):
    for name in ("set/a.png", "set/b.png", "set/c.png", "far/d.png"):
        save(tmp_path / name)
    far = tmp_path / "far" / "d.png"
    rows = ["path,label", "a.png,cat", "b.png,dog", "c.png,dog", f"{far},cat", "a.png,dog"]
    table = tmp_path / "set" / "list.csv"
    table.write_text("\n".join(rows))
    data = Data(path=str(table))
    changed = edits.exclude(edits.relabel(data, str(tmp_path / "set" / "c.png"), "cat"), str(far))
    assert changed.relabelled == {"c.png": "cat"}
    assert changed.excluded == (far.as_posix(),)
    edited = finish(scan.scan(changed))
    assert sorted((Path(e.path).name, edited.classes[e.label]) for e in edited.examples) == [
        ("a.png", "cat"), ("a.png", "dog"), ("b.png", "dog"), ("c.png", "cat"),
    ]  # fmt: skip
    again = finish(scan.scan(edits.relabel(data, "a.png", "cat")))
    assert sum(e.path.endswith("a.png") for e in again.examples) == 1, "listed under both classes, it is there once"


def test_a_file_is_named_by_its_path_or_its_key_alike(data):
    file = Path(data.path) / "cat" / "3.png"
    assert edits.root(data) == data.path
    assert edits.exclude(data, str(file)) == edits.exclude(data, "cat/3.png") == edits.exclude(data, ["cat/3.png"])
    assert edits.root(Data(path="sample:clipart-10")) == found("sample:clipart-10").root


def test_the_same_decisions_are_the_same_job_in_any_order(data):
    one = edits.relabel(edits.relabel(edits.exclude(data, ["b", "a"]), "d", "x"), "c", "y")
    two = edits.relabel(edits.exclude(edits.relabel(edits.exclude(data, "a"), "c", "y"), "b"), "d", "x")
    assert Job(data=one).to_toml() == Job(data=two).to_toml()


def test_marks_change_nothing(data):
    dataset = found(data.path)
    assert edits.divide(dataset, edits.mark(data, ["cat/1.png"])) == edits.divide(dataset, data)


def test_an_edit_can_be_taken_back(data):
    names = ["cat/1.png", "cat/2.png"]
    for there, back in ((edits.mark, edits.unmark), (edits.exclude, edits.include)):
        assert back(there(data, names), names[0]) == there(data, names[1])
    assert edits.relabel(edits.relabel(data, names, "dog"), names, None) == data
    changed = edits.mark(edits.relabel(edits.exclude(data, names[0]), names[1], "dog"), names[0])
    assert edits.restore(changed, iter(names)) == data
    assert edits.restore(changed, names[0]).relabelled == {names[1]: "dog"}


def test_the_job_file_keeps_them(data):
    changed = edits.mark(edits.relabel(edits.exclude(data, ['cat/"1".png']), ["dog/ü.png"], "cat"), "cat/a\nb.png")
    job = replace(Job(), "data", changed)
    assert jobs.parse(job.to_toml()) == job


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_a_name_that_is_no_text_can_be_excluded(data, tmp_path):
    Path(data.path, "cat", "0.png").rename(os.fsdecode(os.fsencode(f"{data.path}/cat/") + b"\xff.png"))
    dataset = found(data.path)
    odd = next(e.path for e in dataset.examples if "\udcff" in e.path)
    changed = edits.exclude(data, odd)
    (tmp_path / "job.toml").write_text(Job(data=changed).to_toml(), encoding="utf-8")
    assert jobs.load(tmp_path / "job.toml").data == changed
    assert odd not in {e.path for e in edits.apply(dataset, changed).examples}


def test_a_run_is_trained_without_them_and_the_files_are_as_they_were(tmp_path):
    root = made.pictures(tmp_path / "set", {"blue": 6, "green": 6})
    before = fingerprint(root)
    job = made.job(root, "squeezenet1_1", training__epochs=1)
    data = edits.relabel(edits.exclude(job.data, ["blue/0.png"]), ["green/1.png"], "blue")
    made.finished(made.carry_out(replace(job, "data", data), tmp_path / "run"))
    dataset, parts = split.read(tmp_path / "run" / "split.csv")
    told = {edits.key(str(root), dataset.examples[i].path): dataset.classes[dataset.examples[i].label]
            for i in (*parts.train, *parts.val)}  # fmt: skip
    assert len(told) == 11
    assert "blue/0.png" not in told
    assert told["green/1.png"] == "blue"
    assert fingerprint(root) == before


@given(
    out=st.sets(st.integers(0, 23)),
    other=st.sets(st.integers(0, 23)),
    twins=st.sampled_from([(), ((0, 7), (1, 2, 3)), ((0, 13), (5, 6))]),
    given_sides=st.booleans(),
    seed=st.integers(0, 99),
)
def test_every_example_is_where_it_was_or_gone(out, other, twins, given_sides, seed):
    own = ("train", "val", "test") if given_sides else (None,)
    examples = tuple(Example(f"/d/{i}", i // 12, own[i % len(own)]) for i in range(24))
    dataset = Dataset("/d", "folders", ("x", "y"), examples, twins=twins)
    plain = Data(path="/d", test=0.2, seed=seed)
    data = edits.relabel(edits.exclude(plain, map(str, out)), map(str, other), "y")
    before = sides(dataset, split.split(dataset, plain))
    try:
        edited, after = edits.divide(dataset, data)
    except UserError:  # too little is left
        left = {1 if int(name) in other else int(name) // 12 for name, side in before.items() if int(name) not in out
                and (side == "train" or not given_sides)}  # fmt: skip
        assert len(left) < 2 or all(int(name) in out for name, side in before.items() if side == "train")
        return
    assert sides(edited, after) == {k: s for k, s in before.items() if int(k) not in out}
    assert all(edited.classes[e.label] == "y" for e in edited.examples if int(e.path[3:]) in other)
    assert [edited.examples[i].path for group in edited.twins for i in group] == [
        examples[i].path for group in twins for i in group if i not in out and sum(j not in out for j in group) > 1
    ]
