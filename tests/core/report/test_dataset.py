"""What a report says of files: how many, and where below the dataset's folder."""

import csv

from transfer_gui.core.data import scan
from transfer_gui.core.job import Data
from transfer_gui.core.progress import finish
from transfer_gui.core.report import dataset


def test_notes_name_files_below_the_dataset_and_count_one_as_one(tmp_path):
    root = tmp_path / "home" / "pictures"
    note = f"1 files are left out: {root / 'cats' / 'bad.png'}: No picture."
    with (tmp_path / "metrics.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["event", "note"])
        rows.writerow(["note", note])

    (said,) = dataset.notes(tmp_path, str(root))

    assert said == "1 file is left out: cats/bad.png: No picture.".replace("/", str(root / "x")[-2])


def test_what_lies_elsewhere_keeps_its_path(tmp_path):
    assert dataset.below(str(tmp_path / "a" / "b.png"), str(tmp_path)) == str(
        (tmp_path / "a" / "b.png").relative_to(tmp_path)
    )
    assert dataset.below("/elsewhere/b.png", str(tmp_path)) == "/elsewhere/b.png"
    assert dataset.below("/elsewhere/b.png", "") == "/elsewhere/b.png"


def test_a_cell_is_there_as_long_as_its_table_is(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("text,label\n" + "".join(f"the {kind} {i},{kind}\n" for i in range(4) for kind in ("cat", "dog")))
    found = finish(scan.scan(Data(path=str(table), domain="text")))
    assert dataset.gone(found) == []
    table.unlink()
    assert len(dataset.gone(found)) == 8
