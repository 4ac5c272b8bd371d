"""`transfer-gui report`: one file, written whole, in its place."""

import re

import pytest

from tests import forked
from tests.core.report.test_html import whole_in_itself
from transfer_gui.commands import report
from transfer_gui.core import libraries, paths


def test_the_report_lies_in_the_run_s_folder_and_is_replaced(trained, output):
    target = trained / "report.html"
    target.write_text("an older one")

    said = output("report", trained)

    assert str(target) in said
    document = target.read_text(encoding="utf-8")
    read = whole_in_itself(document)
    assert "squeezenet1_1" in read.text
    assert document.count("data:image/png") > 8
    assert not list(trained.glob("*.tmp*"))


def test_another_file_is_replaced_only_if_asked(trained, tmp_path, output, fault):
    target = tmp_path / "mine.html"
    target.write_text("mine")

    assert "--overwrite" in fault("report", trained, "--out", target)
    assert target.read_text() == "mine"
    output("report", trained, "--out", target, "--overwrite", "--which", "last")
    assert "the last epoch" in target.read_text(encoding="utf-8")
    assert not (trained / "report.html").exists()


def test_a_folder_takes_it_under_its_usual_name(trained, tmp_path, output):
    (tmp_path / "reports").mkdir()

    output("report", trained, "--out", tmp_path / "reports")

    assert (tmp_path / "reports" / "report.html").exists()


def test_a_run_is_found_as_the_latest(trained, output):
    paths.runs().mkdir(parents=True)
    trained.rename(paths.runs() / "mine")

    output("report", "latest")

    assert (paths.runs() / "mine" / "report.html").exists()


@pytest.mark.parametrize("name", ["latest", "nowhere"])
def test_a_run_that_is_not_there_is_told(name, fault):
    assert re.search(r"no run", fault("report", name))


def test_a_folder_that_is_not_there_is_told(trained, tmp_path, fault):
    assert "nowhere" in fault("report", trained, "--out", tmp_path / "nowhere" / "x.html")


def test_missing_system_libraries_are_told_before_qt_is_loaded(trained, fault, monkeypatch):
    monkeypatch.setattr(libraries, "missing", lambda platforms: ("libEGL.so.1",))

    said = fault("report", trained)

    assert "libEGL.so.1 is missing, so no figure can be drawn" in said
    assert "sudo apt install libegl1" in said


def test_without_qt_it_is_told(trained, fault, monkeypatch):
    monkeypatch.setattr(libraries, "qt", lambda: None)

    assert "PySide6 is not installed" in fault("report", trained)


def test_it_needs_no_display(trained, tmp_path):
    """In a process of its own: no QApplication, no display, and a platform that could not start."""
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(trained), "QT_QPA_PLATFORM": "xcb", "OMP_NUM_THREADS": "1"}

    done = forked.run(tmp_path, forked.command, ["report", str(trained)], env=environ)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Written: ")
    assert done.stderr == ""
    assert "data:image/png" in (trained / "report.html").read_text(encoding="utf-8")


def test_its_help_says_where_the_file_goes(capsys):
    from transfer_gui import cli

    assert cli.main(["report", "--help"]) == 0
    assert report.NAME in capsys.readouterr().out
