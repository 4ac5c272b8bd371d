"""What belongs together stays on one side: chosen in the window, started, and looked up in the run's own split."""

import csv
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image
from PySide6.QtWidgets import QComboBox, QLineEdit

from tests.ui.hands import click, open_page, settled, type_into
from transfer_gui.core.job import Data, load

SPEAKERS = ("anna", "ben", "cleo", "dora", "emil")


def spoken(root, save):
    """Twenty files, five speakers in two classes: `save(path, number)` writes one."""
    for number in range(20):
        name = ("no", "yes")[number % 2]
        (root / name).mkdir(parents=True, exist_ok=True)
        save(root / name / f"{SPEAKERS[number // 4]}_{number}", number)
    return root


def sound(path, number):
    wave = 0.5 * np.sin(np.arange(4000) * (0.1 + 0.3 * (number % 2) + 0.01 * number))
    soundfile.write(path.with_suffix(".wav"), wave, 8000)


def picture(path, number):
    rng = np.random.default_rng(number)
    Image.fromarray(rng.integers(0, 256, (40, 40, 3), np.uint8)).save(path.with_suffix(".png"))


def choose(qtbot, window, value):
    """Take a choice of the box as a click on it does."""
    box = window.findChild(QComboBox, "keep_together")
    assert box.isVisible()
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def opened(qtbot, window, path):
    open_page(qtbot, window, "data")
    window.context.facts.choose_data(str(path))
    settled(qtbot, window)
    window.dataset.tabs.setCurrentIndex(1)


def sides(folder):
    """The sides that each speaker is on, as the run has written them down."""
    found = {}
    with (folder / "split.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(Path(row["path"]).name.partition("_")[0], set()).add(row["side"])
    return found


def trained(qtbot, window):
    session, runner = window.context.session, window.context.runner
    session.edit_many({"training.epochs": 1, "data.augmentation": "none", "data.input_size": 64}, "Short")
    settled(qtbot, window)
    open_page(qtbot, window, "train")
    click(qtbot, window, "start")
    qtbot.waitUntil(lambda: not runner.active and runner.outcome is not None, timeout=120_000)
    assert runner.outcome.reason == "completed"
    return runner.folder


def test_a_pattern_keeps_each_voice_on_one_side(qtbot, window, tmp_path):
    opened(qtbot, window, spoken(tmp_path / "set", sound))
    facts, together = window.context.facts, window.dataset.together
    assert together.pattern.isHidden()
    assert together.words.isHidden()
    choose(qtbot, window, "pattern")
    field = window.findChild(QLineEdit, "group_pattern")

    type_into(qtbot, field, "(.+?")
    qtbot.waitUntil(lambda: bool(facts.groups_error), timeout=30_000)
    assert "not a regular expression" in together.fault.text()
    assert together.fault.isVisible()
    assert window.dataset.banner.isHidden(), "said where it is mended"
    assert [window.dataset.classes.index(0, column).data() for column in range(5)] == ["no", "10", "–", "–", "–"]
    assert not window.actions_by_name["start"].isEnabled()

    type_into(qtbot, field, "(.+?)_")
    qtbot.waitUntil(lambda: facts.split is not None, timeout=30_000)
    assert together.fault.isHidden()
    assert together.words.text() == "5 groups: 4 for training, 1 for validation, 0 for the test."
    settled(qtbot, window)

    folder = trained(qtbot, window)
    assert sorted(map(len, sides(folder).values())) == [1] * 5
    assert {side for on in sides(folder).values() for side in on} == {"train", "val"}
    assert load(folder / "job.toml").data.group_pattern == "(.+?)_"
    assert "5 groups by pattern" in (folder / "metrics.csv").read_text(encoding="utf-8")


def test_a_table_s_column_keeps_each_patient_on_one_side(qtbot, window, tmp_path):
    spoken(tmp_path, picture)
    rows = [("path", "label", "patient")]
    rows += [(f"{p.parent.name}/{p.name}", p.parent.name, p.name.partition("_")[0]) for p in tmp_path.glob("*/*.png")]
    with (tmp_path / "all.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    opened(qtbot, window, tmp_path / "all.csv")
    facts, session, together = window.context.facts, window.context.session, window.dataset.together
    notes = [window.dataset.notes.item(i).text() for i in range(window.dataset.notes.count())]
    assert any("'patient' may say which examples belong together" in note for note in notes)

    choose(qtbot, window, "column patient")
    settled(qtbot, window)
    assert together.words.text().startswith("5 groups: 4 for training")
    assert not together.pattern.isVisible()
    assert window.dataset.tabs.currentIndex() == 1
    folder = trained(qtbot, window)
    assert sorted(map(len, sides(folder).values())) == [1] * 5

    open_page(qtbot, window, "data")
    session.edit("data.group_column", "nobody")
    qtbot.waitUntil(lambda: bool(facts.groups_error) and not facts.busy, timeout=30_000)
    assert "no column 'nobody'" in together.fault.text()
    assert "path, label, patient" in together.fault.text()
    choose(qtbot, window, "")
    settled(qtbot, window)
    assert (session.job.data.group_column, together.words.isVisible()) == ("", False)
    session.undo_stack.undo()
    session.undo_stack.undo()
    settled(qtbot, window)
    assert together.choice.currentData() == "column patient"


def test_data_with_sides_of_their_own_warn_of_groups_across_them(qtbot, window, tmp_path):
    spoken(tmp_path / "set" / "train", picture)
    spoken(tmp_path / "set" / "val", picture)
    opened(qtbot, window, tmp_path / "set")
    choose(qtbot, window, "pattern")
    type_into(qtbot, window.findChild(QLineEdit, "group_pattern"), "(.+?)_")
    settled(qtbot, window)
    notes = [window.dataset.notes.item(i).text() for i in range(window.dataset.notes.count())]
    assert any("5 groups are on more than one side of the data's own split" in note for note in notes)


def test_one_of_the_two_ways_alone():
    with pytest.raises(ValueError, match="give one"):
        Data(group_column="who", group_pattern="(.+?)_")
