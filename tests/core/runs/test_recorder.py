"""What a run leaves in its folder: read back by other means than the program's own."""

import csv
import json
import math

import pytest

from tests.core.training import made
from transfer_gui.core import job as jobs
from transfer_gui.core.errors import UserError
from transfer_gui.core.runs import history


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    root = tmp_path_factory.mktemp("run")
    data = made.pictures(root / "set", {"blue": 8, "green": 6, "red": 6})
    job = made.job(data, data__test=0.2, training__epochs=3, data__renames={"red": "rot"})
    return job, root / "run", made.carry_out(job, root / "run")


def rows(folder):
    with (folder / "metrics.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_folder_holds_everything(done):
    job, folder, _ = done
    assert {p.name for p in folder.iterdir()} == {
        "job.toml", "split.csv", "metrics.csv", "layers.csv", "checkpoints", "environment.json", "log.txt",
    }  # fmt: skip
    assert jobs.load(folder / "job.toml") == job
    found = json.loads((folder / "environment.json").read_text())
    assert any("torch" in str(key) for key in (found, *found.values()))


def test_every_figure_of_the_run_is_in_the_table(done):
    _, folder, events = done
    table = rows(folder)
    steps = [row for row in table if row["event"] == "step"]
    assert [int(row["step"]) for row in steps] == list(range(len(steps)))
    assert [float(row["loss"]) for row in steps] == made.losses(events)
    epochs = [row for row in table if row["event"] == "epoch"]
    for row, event in zip(epochs, made.epochs(events), strict=True):
        assert float(row["val_loss"]) == event.val.loss
        assert float(row["val_accuracy"]) == event.val.accuracy
        assert float(row["accuracy"]) == event.train_accuracy
    assert table[-1]["event"] == "completed"


def test_the_split_names_every_picture_once(done):
    _, folder, events = done
    with (folder / "split.csv").open(newline="") as file:
        split = list(csv.DictReader(file))
    assert len({row["path"] for row in split}) == len(split) == 20
    counts = {side: sum(row["side"] == side for row in split) for side in ("train", "val", "test")}
    assert counts == next(made.of(events, type(events[0]))).examples
    assert {row["class"] for row in split} == {"blue", "green", "red"}


def test_the_history_is_what_was_told(done):
    job, folder, events = done
    read = history.read(folder)
    assert read.losses.tolist() == made.losses(events)
    assert read.outcome == "completed"
    assert [e.val for e in read.epochs] == [e.val for e in made.epochs(events)]
    info = history.info(folder)
    assert (info.job, info.epochs, info.has_best, info.has_last) == (job, 3, True, True)
    assert info.best.val == made.finished(events).best


def test_half_a_line_at_the_end_is_left_out(done, tmp_path):
    _, folder, _ = done
    text = (folder / "metrics.csv").read_text()
    for cut in (1, 7, 20):
        (tmp_path / "metrics.csv").write_text(text[: -len(text.splitlines()[-1]) - 1] + "step,99,3,0.1"[:cut])
        read = history.read(tmp_path)
        assert math.isfinite(read.losses.sum())
        assert 99 not in read.steps or cut == 20


def test_no_run_is_told(tmp_path):
    with pytest.raises(UserError, match=r"metrics\.csv"):
        history.read(tmp_path)
    with pytest.raises(UserError, match=r"job\.toml"):
        history.info(tmp_path)
