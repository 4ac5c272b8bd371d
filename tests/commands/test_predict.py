"""`transfer-gui predict`: the table holds what plain torch says, and every file has its row."""

import csv
import io

import pytest

from tests.commands.checkpoints import among_runs, made_run, plain_probabilities
from tests.core.export.made import CLASSES, picture
from transfer_gui import cli
from transfer_gui.core import paths

pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture
def run(tmp_path):
    return made_run(tmp_path)


@pytest.fixture
def folder(tmp_path):
    """Pictures on three levels, among files that are none."""
    root = tmp_path / "pictures"
    for number, name in enumerate(("b.png", "a.jpg", "deep/c.png", "deep/er/d.png", "z/e.png")):
        picture(root / name, (50 * number, 200 - 40 * number, 90), size=(80 + number, 70))
    (root / "notes.txt").write_text("no picture")
    picture(root / ".hidden.png", "red")
    return root


ORDER = ["a.jpg", "b.png", "deep/c.png", "deep/er/d.png", "z/e.png"]


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def numbers(row):
    return [float(row[name]) for name in CLASSES]


def test_the_probabilities_are_plain_torch_s_in_the_order_of_the_names(run, folder, output):
    found = rows(output("predict", run, folder))

    files = [folder / name for name in ORDER]
    expected = plain_probabilities(files)
    assert list(found[0]) == ["path", "predicted", "probability", *CLASSES, "problem"]
    assert [row["path"] for row in found] == [str(file) for file in files]
    for row, plain in zip(found, expected, strict=True):
        assert numbers(row) == pytest.approx(plain.tolist(), abs=1e-5)
        assert row["predicted"] == CLASSES[int(plain.argmax())]
        assert float(row["probability"]) == max(numbers(row))
        assert row["problem"] == ""


def test_files_and_folders_may_be_mixed_and_each_file_has_one_row(run, folder, output):
    found = rows(output("predict", run, folder / "z" / "e.png", folder / "deep", folder / "deep" / "c.png"))

    assert [row["path"] for row in found] == [str(folder / n) for n in ("z/e.png", "deep/c.png", "deep/er/d.png")]


def test_which_checkpoint(run, folder, output):
    file = folder / "a.jpg"
    for which, seed in (("best", 0), ("last", 1)):
        (row,) = rows(output("predict", run, file, "--which", which))
        assert numbers(row) == pytest.approx(plain_probabilities([file], seed)[0].tolist(), abs=1e-5)


def test_a_checkpoint_is_a_run_by_name_or_a_file(run, folder, tmp_path, output):
    among_runs(run, paths.runs(), "mine")
    output("export", run, "--out", tmp_path / "model.safetensors")

    first = output("predict", run, folder)
    for name in ("mine", "latest", run / "checkpoints" / "best.pt", tmp_path / "model.safetensors"):
        assert output("predict", name, folder) == first


def test_classes_bear_the_names_of_the_export(run, folder, tmp_path, output):
    output("export", run, "--out", tmp_path / "model.pt", "--rename", "blue=azul, claro")

    found = rows(output("predict", tmp_path / "model.pt", folder))

    assert list(found[0])[3:6] == ["azul, claro", "green", "red"]
    assert {row["predicted"] for row in found} <= {"azul, claro", "green", "red"}


def test_a_file_that_cannot_be_read_is_a_row_with_its_problem(run, folder, capsys):
    whole = (folder / "b.png").read_bytes()
    (folder / "b.png").write_bytes(whole[: len(whole) // 2])
    (folder / "page.jpg").write_text("<html>")
    (folder / "gone.png").symlink_to(folder / "nowhere.png")

    assert cli.main(["predict", str(run), str(folder), str(folder / "notes.txt")]) == 0

    said = capsys.readouterr()
    found = rows(said.out)
    bad = {row["path"].rpartition("/")[2]: row for row in found if row["problem"]}
    assert set(bad) == {"b.png", "page.jpg", "gone.png", "notes.txt"}
    assert all({row[name] for name in ("predicted", "probability", *CLASSES)} == {""} for row in bad.values())
    assert bad["gone.png"]["problem"] == "a broken link"
    assert str(folder) not in bad["b.png"]["problem"], "the path has a column of its own"
    assert len(found) == 8
    assert said.err == "transfer-gui: 4 of 8 files have no prediction; the column 'problem' says why.\n"


def test_nothing_but_unreadable_files_is_a_table_too(run, folder, output):
    (row,) = rows(output("predict", run, folder / "notes.txt"))

    assert row["path"] == str(folder / "notes.txt")
    assert row["problem"]


@pytest.mark.parametrize(("top", "shown"), [(1, 1), (2, 2), (9, 3)])
def test_the_most_probable_classes_alone(run, folder, output, top, shown):
    (folder / "b.png").write_bytes(b"")

    found = rows(output("predict", run, folder, "--top", top))

    plain = plain_probabilities([folder / "a.jpg"])[0]
    order = plain.argsort(descending=True).tolist()
    names = ["", *(f" {place}" for place in range(2, shown + 1))]
    assert list(found[0]) == [
        "path",
        *(f"{word}{n}" for n in names for word in ("predicted", "probability")),
        "problem",
    ]
    assert [found[0][f"predicted{n}"] for n in names] == [CLASSES[i] for i in order[:shown]]
    told = [float(found[0][f"probability{n}"]) for n in names]
    assert told == pytest.approx([float(plain[i]) for i in order[:shown]], abs=1e-5)
    assert found[1]["problem"]
    assert None not in found[1], "as many cells as columns"


def test_out_is_written_whole_and_never_over_a_file_unasked(run, folder, tmp_path, output, fault):
    out = tmp_path / "found.csv"
    said = output("predict", run, folder, "--out", out)

    assert "5 examples" in said
    assert out.read_text(encoding="utf-8") == output("predict", run, folder)
    out.write_text("mine")
    assert "found.csv is there already" in fault("predict", run, folder, "--out", out)
    assert out.read_text() == "mine"
    output("predict", run, folder, "--out", out, "--overwrite")
    assert len(rows(out.read_text(encoding="utf-8"))) == 5
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_what_cannot_be_done_is_told_before_the_work(run, folder, tmp_path, fault):
    (tmp_path / "empty").mkdir()
    (tmp_path / "weights.pt").write_bytes(b"no checkpoint")

    assert "There is no file or folder" in fault("predict", run, tmp_path / "nowhere")
    assert "There is no picture in" in fault("predict", run, tmp_path / "empty")
    assert "weights.pt" in fault("predict", tmp_path / "weights.pt", folder)
    assert "There is no file" in fault("predict", tmp_path / "gone.pt", folder)
    assert "There is no run nowhere" in fault("predict", "nowhere", folder)
    assert "is a folder" in fault("predict", run, folder, "--out", tmp_path)
    assert "There is no folder" in fault("predict", run, folder, "--out", tmp_path / "no" / "found.csv")
    assert "'none'" in fault("predict", run, folder, "--top", "none")
    assert "--which" in fault("predict", run / "checkpoints" / "best.pt", folder, "--which", "last")
