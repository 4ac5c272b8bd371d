"""Runs and checkpoints are found by what a person calls them."""

import os
import shutil

import pytest

from transfer_gui.commands.runs import Trained, find, trained
from transfer_gui.core import paths
from transfer_gui.core.errors import UserError


@pytest.fixture
def run(tmp_path):
    """The folder of a run, with files in the places of its checkpoints."""
    folder = tmp_path / "run"
    (folder / "checkpoints").mkdir(parents=True)
    for name in ("job.toml", "checkpoints/best.pt", "checkpoints/last.pt"):
        (folder / name).write_bytes(b"")
    return folder


def test_a_run_is_found_by_its_path_its_name_or_as_the_latest(run):
    runs = paths.runs()
    for name, stamp in (("old", 1000), ("new", 2000)):
        shutil.copytree(run, runs / name)
        os.utime(runs / name / "job.toml", (stamp, stamp))

    assert find(str(run)) == run
    assert find("old") == runs / "old"
    assert find("latest") == runs / "new"


@pytest.mark.parametrize("name", ["latest", "nowhere", "."])
def test_a_run_that_is_not_there_is_told_with_the_cure(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UserError) as caught:
        find(name)

    assert caught.value.cure


def test_a_run_has_its_best_and_its_last_checkpoint(run):
    assert trained(str(run)) == Trained(run / "checkpoints" / "best.pt", run)
    assert trained(str(run), "last") == Trained(run / "checkpoints" / "last.pt", run)


def test_a_checkpoint_s_file_knows_its_run_and_an_export_is_on_its_own(run, tmp_path, monkeypatch):
    best = run / "checkpoints" / "best.pt"
    shutil.copy(best, tmp_path / "model.pt")
    monkeypatch.chdir(tmp_path)

    assert trained(str(best)) == Trained(best, run)
    assert trained("model.pt").run is None


@pytest.mark.parametrize("which", ["best", "last"])
def test_a_missing_checkpoint_points_to_the_other_one(run, which):
    (run / "checkpoints" / f"{which}.pt").unlink()

    with pytest.raises(UserError) as caught:
        trained(str(run), which)

    assert which in caught.value.what
    assert "--which" in caught.value.cure


def test_a_file_has_no_which_and_must_be_there(run, tmp_path):
    with pytest.raises(UserError, match="--which"):
        trained(str(run / "checkpoints" / "best.pt"), "last")
    with pytest.raises(UserError, match=r"There is no file .*gone\.pt"):
        trained(str(tmp_path / "gone.pt"))
