import json

import numpy as np
import pytest
from PIL import Image

from transfer_gui.core.data import check


def test_classes_and_sides_are_counted(pictures, output):
    found = json.loads(output("data", pictures, "--validation", 0.5, "--json"))

    assert found["layout"] == "folders"
    assert found["examples"] == 20
    assert [(c["name"], c["examples"], c["train"], c["val"]) for c in found["classes"]] == [
        ("blue", 6, 3, 3),
        ("green", 6, 3, 3),
        ("red", 8, 4, 4),
    ]


def test_the_table_is_for_a_person(pictures, output):
    shown = output("data", pictures)

    assert "20 examples in 3 classes (one folder per class)" in shown
    assert "72 x 64" in shown
    rows = [line.split() for line in shown.splitlines()]
    assert ["class", "examples", "train", "val"] in rows
    assert any(row[:2] == ["red", "8"] for row in rows)


def test_an_unreadable_picture_is_listed_with_its_reason(pictures, output):
    (pictures / "red" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")

    (skipped,) = json.loads(output("data", pictures, "--json"))["skipped"]

    assert skipped["path"].endswith("broken.png")
    assert skipped["reason"]
    assert "broken.png: " in output("data", pictures)


def test_a_long_list_of_skipped_files_is_cut_unless_asked_for(pictures, output):
    for index in range(25):
        (pictures / "red" / f"broken{index}.png").write_bytes(b"no picture")

    assert "and 5 more" in output("data", pictures)
    assert "and 5 more" not in output("data", pictures, "--all")


def test_of_very_many_files_all_are_opened_where_that_is_asked_for(pictures, output, monkeypatch):
    monkeypatch.setattr(check, "AT_ONCE", 10)
    monkeypatch.setattr(check, "SAMPLED", 2)
    (pictures / "red" / "003.png").write_bytes(b"no picture")

    assert "so many: 18 pictures" in " ".join(output("data", pictures).split())
    assert json.loads(output("data", pictures, "--json"))["skipped"] == []
    (skipped,) = json.loads(output("data", pictures, "--every", "--json"))["skipped"]
    assert skipped["path"].endswith("003.png")


@pytest.mark.parametrize(("name", "train"), [("clipart-10", 10), ("clipart-40", 40)])
def test_the_samples_have_their_own_split(name, train, output):
    found = json.loads(output("data", f"sample:{name}", "--json"))

    assert found["examples"] == 552
    assert [c["train"] for c in found["classes"]] == [train] * 8


def test_a_folder_with_nothing_in_it_is_named(tmp_path, fault):
    assert str(tmp_path) in fault("data", tmp_path)


def test_a_place_that_is_not_there_is_named(tmp_path, fault):
    assert "nowhere" in fault("data", tmp_path / "nowhere")


def test_a_share_that_leaves_nothing_is_refused(pictures, fault):
    assert "data.validation" in fault("data", pictures, "--validation", 2)


def test_whole_groups_stay_on_one_side_by_a_pattern_and_by_a_column(tmp_path, output, fault):
    rows = ["path,label,writer"]
    for number in range(24):
        name, writer = ("a", "b")[number % 2], f"w{number // 4}"
        path = tmp_path / "set" / name / f"{writer}_{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.random.default_rng(number).integers(0, 256, (9, 9, 3), np.uint8)).save(path)
        rows.append(f"set/{name}/{path.name},{name},{writer}")
    (tmp_path / "all.csv").write_text("\n".join(rows))
    by_pattern = ("data", tmp_path / "set", "--group-pattern", "(.+?)_", "--test", 0.2, "--json")
    by_column = ("data", tmp_path / "all.csv", "--group-column", "Writer", "--test", 0.2, "--json")

    for arguments, how in ((by_pattern, "pattern '(.+?)_'"), (by_column, "column 'Writer'")):
        found = json.loads(output(*arguments))
        assert found["notes"].count(f"6 groups by {how}: 4 in training, 1 in validation, 1 in the test.") == 1
        assert found["groups"] == {"train": 4, "val": 1, "test": 1}
        assert [(c["train"], c["val"], c["test"]) for c in found["classes"]] == [(8, 2, 2)] * 2
    assert "one pair of brackets" in fault("data", tmp_path / "set", "--group-pattern", "w")
    assert "It is no table" in fault("data", tmp_path / "set", "--group-column", "writer")
    assert "give one" in fault("data", tmp_path / "set", "--group-column", "a", "--group-pattern", "(b)")
