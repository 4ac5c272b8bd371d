"""What the scan says of whole datasets."""

import os
from pathlib import Path

import pytest

from transfer_gui.core.errors import UserError

from .pictures import classes, found, names, noise, save


def said(dataset):
    return " ".join(dataset.notes)


def test_a_plain_dataset_has_nothing_to_say(tmp_path):
    dataset = found(classes(tmp_path, {"cat": 3, "dog": 4}))
    assert (dataset.layout, dataset.classes, dataset.counts) == ("folders", ("cat", "dog"), (3, 4))
    assert dataset.root == str(tmp_path)
    assert dataset.sizes == {(24, 20): 7}
    assert (dataset.notes, dataset.skipped, dataset.duplicates, dataset.twins, dataset.columns) == ((), (), (), (), ())
    assert all(Path(e.path).is_absolute() for e in dataset.examples)


def test_a_relative_path_and_a_home_path(tmp_path, monkeypatch):
    classes(tmp_path / "data", {"cat": 1, "dog": 1})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert found("data") == found("~/data") == found(tmp_path / "data")


@pytest.mark.parametrize("path", ["", "  "])
def test_no_path_says_what_to_choose(path):
    with pytest.raises(UserError, match="No dataset is chosen"):
        found(path)


def test_a_missing_path_is_named(tmp_path):
    with pytest.raises(UserError, match="gone is not there"):
        found(tmp_path / "gone")


def test_a_single_picture_is_no_dataset(tmp_path):
    with pytest.raises(UserError, match="single picture"):
        found(save(tmp_path / "x.png"))


def test_uneven_and_tiny_classes_are_named(tmp_path):
    notes = said(found(classes(tmp_path, {"cat": 12, "dog": 4, "owl": 1})))
    assert "'cat' has 12 pictures, 'owl' has 1 (12.0 to 1)" in notes
    assert "Only one picture in 'owl'" in notes
    assert "Uneven" not in said(found(classes(tmp_path / "x", {"cat": 5, "dog": 2})))


def test_names_that_differ_in_case_alone_are_told(tmp_path):
    dataset = found(classes(tmp_path, {"Cat": 2, "cat": 2, "dog": 2}))
    assert dataset.classes == ("Cat", "cat", "dog")
    assert "'Cat' and 'cat'" in said(dataset)


def test_copies_inside_a_class(tmp_path):
    classes(tmp_path, {"cat": 3, "dog": 3})
    for name in ("cat/a.png", "cat/b.png", "dog/c.png"):
        save(tmp_path / name, noise(seed=5 if name[0] == "c" else 6))
    save(tmp_path / "dog" / "d.png", noise(seed=6))
    dataset = found(tmp_path)
    assert sorted(tuple(Path(dataset.examples[i].path).name for i in group) for group in dataset.twins) == [
        ("a.png", "b.png"),
        ("c.png", "d.png"),
    ]
    assert "2 files are copies of another by content." in said(dataset)
    assert dataset.duplicates == ()


def test_the_same_picture_under_two_labels(tmp_path):
    classes(tmp_path, {"cat": 3, "dog": 3})
    save(tmp_path / "cat" / "x.png", noise(seed=5))
    save(tmp_path / "dog" / "y.png", noise(seed=5))
    assert "cat/x.png is 'cat', and dog/y.png, the same file, is 'dog'" in said(found(tmp_path))


def test_copies_across_the_sides_of_a_given_split(tmp_path):
    for side in ("train", "val"):
        classes(tmp_path / side, {"cat": 3, "dog": 3})
    save(tmp_path / "train" / "cat" / "x.png", noise(seed=5))
    save(tmp_path / "val" / "cat" / "y.png", noise(seed=5))
    dataset = found(tmp_path)
    pair = (str(tmp_path / "train" / "cat" / "x.png"), str(tmp_path / "val" / "cat" / "y.png"))
    assert dataset.duplicates == (pair,)
    assert "cat/x.png (train) and cat/y.png (val)" in said(dataset)


def test_a_class_that_only_validation_has_cannot_be_learned(tmp_path):
    classes(tmp_path / "train", {"cat": 2, "dog": 2})
    classes(tmp_path / "val", {"cat": 1, "dog": 1, "owl": 3})
    dataset = found(tmp_path)
    assert dataset.classes == ("cat", "dog")
    assert len(dataset.examples) == 6
    assert (
        "Class 'owl' has no training pictures: its 3 pictures in val cannot be learned and are left out."
        in dataset.notes
    )


def test_one_usable_class_left_says_why(tmp_path):
    classes(tmp_path, {"cat": 2, "dog": 0})
    (tmp_path / "dog" / "x.jpg").write_bytes(b"")
    with pytest.raises(UserError, match=r"only one class, 'cat'.*No usable picture in dog.*1 file skipped: empty"):
        found(tmp_path)


def test_a_folder_too_high_up_points_to_the_one_below(tmp_path):
    classes(tmp_path / "archive", {"cat": 2, "dog": 2})
    with pytest.raises(UserError, match="one class, 'archive'") as caught:
        found(tmp_path)
    assert f"choose {tmp_path / 'archive'}" in caught.value.cure


def test_a_folder_without_permission_is_told(tmp_path, monkeypatch):
    classes(tmp_path, {"cat": 2, "dog": 2, "owl": 2})
    kept = os.scandir

    def scandir(path):
        if str(path).endswith("owl"):
            raise PermissionError(13, "Permission denied", path)
        return kept(path)

    monkeypatch.setattr(os, "scandir", scandir)
    dataset = found(tmp_path)
    assert names(dataset) == ["cat/0.png", "cat/1.png", "dog/0.png", "dog/1.png"]
    assert [s.reason for s in dataset.skipped] == ["the folder cannot be read (Permission denied)"]


def test_sizes_are_the_upright_ones(tmp_path):
    classes(tmp_path, {"cat": 1, "dog": 1})
    exif = noise().getexif()
    exif[0x0112] = 6
    save(tmp_path / "cat" / "turned.jpg", noise(30, 10), exif=exif)
    assert found(tmp_path).sizes == {(24, 20): 2, (10, 30): 1}


def test_a_root_without_permission_is_not_called_empty(tmp_path, monkeypatch):
    def scandir(path):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(UserError, match=r"cannot be read \(Permission denied"):
        found(tmp_path)


def test_columns_chosen_for_another_table_do_not_disturb_the_sample():
    assert len(found("sample:clipart-10", path_column="where", label_column="animal").classes) == 8
