import json

import pytest

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
