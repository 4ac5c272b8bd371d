"""Folders as people and systems leave them."""

from pathlib import Path

import pytest

from tests.core.data.pictures import classes, found, names, noise, save
from transfer_gui.core.data.split import split
from transfer_gui.core.errors import UserError
from transfer_gui.core.job import Data

# ---- DIR-01: junk


def test_what_systems_leave_behind_is_no_class_and_no_example(tmp_path):
    classes(tmp_path, {"cat": 2, "dog": 2})
    apple_double = b"\0\5\x16\7" + bytes(100)
    for name in ("cat/._0.png", "dog/._1.png", "__MACOSX/cat/._0.png", "._cat", "@eaDir/cat/x.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(apple_double)
    for name in (".DS_Store", "cat/.DS_Store", "cat/Thumbs.db", "dog/desktop.ini", "dog/Desktop.ini", "cat/thumbs.DB"):
        (tmp_path / name).write_bytes(b"junk")
    for name in (".ipynb_checkpoints", "cat/.ipynb_checkpoints", ".git", "cat/.thumbnails", "dog/@eaDir", "lost+found"):
        save(tmp_path / name / "real picture.png")
    dataset = found(tmp_path)
    assert dataset.classes == ("cat", "dog")
    assert names(dataset) == ["cat/0.png", "cat/1.png", "dog/0.png", "dog/1.png"]
    assert dataset.skipped == ()
    assert dataset.notes == ()


def test_a_hidden_folder_that_was_chosen_is_read(tmp_path):
    assert len(found(classes(tmp_path / ".cache" / "pets", {"cat": 2, "dog": 2})).examples) == 4


# ---- DIR-02: empty classes


def test_empty_class_folders_are_named_and_left_out(tmp_path):
    classes(tmp_path, {"cat": 3, "dog": 3, "bird": 0})
    (tmp_path / "fish").mkdir()
    (tmp_path / "fish" / "readme.txt").write_text("pictures to come")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    dataset = found(tmp_path)
    assert dataset.classes == ("cat", "dog")
    assert {e.label for e in dataset.examples} == {0, 1}
    assert "Left out, as no usable picture is inside: bird, deep, fish." in dataset.notes


@pytest.mark.parametrize("counts", [{}, {"cat": 0, "dog": 0}])
def test_a_root_without_any_picture_is_refused(tmp_path, counts):
    with pytest.raises(UserError, match=r"empty.*one folder of pictures per class"):
        found(classes(tmp_path, counts))


# ---- DIR-03: one order of classes


def test_numbered_classes_are_in_the_order_of_their_numbers_wherever_they_are_listed(tmp_path):
    dataset = found(classes(tmp_path, {"10": 2, "2": 2, "11": 2, "1": 2, "3": 2}))
    assert dataset.classes == ("1", "2", "3", "10", "11")
    for example in dataset.examples:
        assert Path(example.path).parent.name == dataset.classes[example.label]


# ---- DIR-05: layouts


def test_endings_in_any_case_and_spaces_in_names(tmp_path):
    for name in ("my class/x 1.JPEG", "my class/x 3.TIF", "my class/x 5.WebP"):
        save(tmp_path / name)
    for name in ("other (1)/x 0.JPG", "other (1)/x 2.Png", "other (1)/x 4.BMP"):
        save(tmp_path / name)
    dataset = found(tmp_path)
    assert dataset.classes == ("my class", "other (1)")
    assert dataset.counts == (3, 3)


def test_pictures_deeper_down_belong_to_the_class_folder(tmp_path):
    for name in ("cat/0.png", "cat/cam1/day2/1.png", "dog/0.png", "dog/cam1/day2/1.png"):
        save(tmp_path / name)
    assert names(found(tmp_path)) == ["cat/0.png", "cat/1.png", "dog/0.png", "dog/1.png"]


@pytest.mark.parametrize(
    ("train", "val", "test"),
    [
        ("train", "val", "test"),
        ("Train", "validation", "test"),
        ("TRAINING", "Valid", "Testing"),
        ("train", "VAL", None),
    ],
)
def test_a_split_root_is_recognised(tmp_path, train, val, test):
    for side in filter(None, (train, val, test)):
        classes(tmp_path / side, {"cat": 3, "dog": 3})
    dataset = found(tmp_path)
    assert (dataset.layout, dataset.classes) == ("split", ("cat", "dog"))
    sides = split(dataset, Data(validation=0.5, test=0.1))
    for indices, folder in ((sides.val, val), *(((sides.test, test),) if test else ())):
        assert len(indices) == 6
        assert {Path(dataset.examples[i].path).parts[-3] for i in indices} == {folder}


def test_a_split_root_without_validation_takes_it_from_training(tmp_path):
    for side in ("train", "test"):
        classes(tmp_path / side, {"cat": 10, "dog": 10})
    dataset = found(tmp_path)
    sides = split(dataset, Data(validation=0.2))
    assert (len(sides.train), len(sides.val), len(sides.test)) == (16, 4, 20)
    assert all("/test/" not in dataset.examples[i].path for i in sides.val)


def test_a_train_folder_alone_is_a_split_root(tmp_path):
    classes(tmp_path / "train", {"cat": 2, "dog": 2})
    assert found(tmp_path).classes == ("cat", "dog")


def test_a_class_of_trains_is_a_class(tmp_path):
    dataset = found(classes(tmp_path, {"bus": 2, "train": 2, "tram": 2}))
    assert (dataset.layout, dataset.classes) == ("folders", ("bus", "train", "tram"))


def test_validation_without_training_is_refused(tmp_path):
    for side in ("val", "test"):
        classes(tmp_path / side, {"cat": 2, "dog": 2})
    with pytest.raises(UserError, match="none to train on"):
        found(tmp_path)


def test_an_unlabelled_test_folder_is_left_out_and_said_so(tmp_path):
    classes(tmp_path / "train", {"cat": 2, "dog": 2})
    save(tmp_path / "test" / "0.png")
    dataset = found(tmp_path)
    assert len(dataset.examples) == 4
    assert "Left out: 1 picture directly in test, outside any class folder." in dataset.notes


def test_a_flat_folder_says_what_to_do(tmp_path):
    for i in range(4):
        save(tmp_path / f"{i}.png")
    with pytest.raises(UserError, match="4 pictures but no class folders") as caught:
        found(tmp_path)
    assert "a folder of their own" in caught.value.cure
    (tmp_path / "labels.csv").write_text("0.png,cat\n")
    with pytest.raises(UserError, match="labels\\.csv"):
        found(tmp_path)


def test_a_flat_train_folder_says_the_same(tmp_path):
    for side in ("train", "val"):
        save(tmp_path / side / "0.png")
    with pytest.raises(UserError, match=r"train holds 1 picture but no class folders"):
        found(tmp_path)


def test_pictures_beside_the_class_folders_are_left_out_and_counted(tmp_path):
    classes(tmp_path, {"cat": 2, "dog": 2})
    save(tmp_path / "stray.png")
    dataset = found(tmp_path)
    assert len(dataset.examples) == 4
    assert any(note.startswith("Left out: 1 picture directly in") for note in dataset.notes)


def test_one_class_is_too_few(tmp_path):
    with pytest.raises(UserError, match="only one class, 'only'; training needs at least two"):
        found(classes(tmp_path, {"only": 2}))


# ---- DIR-06: links


def test_links_that_lead_back_end_and_each_real_file_counts_once(tmp_path):
    root = tmp_path / "data"
    classes(root, {"a": 1, "b": 1})
    outside = save(tmp_path / "elsewhere" / "2.png")
    (root / "a" / "self").symlink_to(".")
    (root / "b" / "up").symlink_to("..")
    (root / "b" / "up2").symlink_to("..")
    (root / "b" / "far").symlink_to(tmp_path)
    (root / "a" / "sideways").symlink_to(root / "b")
    (root / "again").symlink_to(root)
    (root / "b" / "linked.png").symlink_to(outside)
    (root / "b" / "linked twice.png").symlink_to(outside)
    (root / "a" / "broken.png").symlink_to(root / "gone.png")
    dataset = found(root)
    assert dataset.classes == ("a", "b")
    assert names(dataset) == ["a/0.png", "b/0.png", "b/linked twice.png"]
    assert [s.reason for s in dataset.skipped if s.path.endswith("broken.png")] == ["a broken link"]
    assert "1 file skipped: a broken link." in dataset.notes
    assert sum("not followed" in s.reason for s in dataset.skipped) == 6


def test_class_folders_may_be_links_to_elsewhere(tmp_path):
    classes(tmp_path / "store", {"x": 2, "y": 2})
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cat").symlink_to(tmp_path / "store" / "x")
    (tmp_path / "data" / "dog").symlink_to(tmp_path / "store" / "y")
    assert found(tmp_path / "data").counts == (2, 2)


def test_a_root_that_is_itself_a_link(tmp_path):
    classes(tmp_path / "real", {"cat": 2, "dog": 2})
    (tmp_path / "data").symlink_to(tmp_path / "real")
    assert found(tmp_path / "data").counts == (2, 2)


# ---- CKP-07, the order that an export keeps


def test_the_index_order_is_that_of_the_names_not_of_the_disk(tmp_path):
    for name in ("red", "green", "blue"):
        for i in range(2):
            save(tmp_path / name / f"{i}.png", noise())
    assert found(tmp_path).classes == ("blue", "green", "red")
