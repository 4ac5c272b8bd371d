"""The command line as a whole: help, versions, faults in one line, exit codes."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import transfer_gui
from transfer_gui import cli
from transfer_gui.core import paths
from transfer_gui.core.errors import UserError

ROOT = Path(__file__).resolve().parents[1]


def test_help_tells_every_verb_and_gives_examples(capsys):
    assert cli.main(["--help"]) == 0

    said = capsys.readouterr()
    for verb in cli.VERBS:
        assert f"\n    {verb} " in said.out
    assert "transfer-gui train sample" in said.out
    assert said.err == ""


def test_a_path_is_opened_in_the_window(monkeypatch, tmp_path):
    from transfer_gui.commands import window

    opened = []
    monkeypatch.setattr(window, "run", lambda paths=(): opened.append(list(paths)) or 0)
    (tmp_path / "mine.toml").write_text("")
    monkeypatch.chdir(tmp_path)

    assert cli.main(["mine.toml"]) == 0
    assert cli.main([]) == 0
    assert opened == [[str(tmp_path / "mine.toml")], []]


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_has_help_with_examples(verb, capsys):
    assert cli.main([verb, "--help"]) == 0

    said = capsys.readouterr()
    assert said.out.startswith(f"usage: transfer-gui {verb}")
    assert f"examples:\n  transfer-gui {verb}" in said.out
    assert said.err == ""


def test_version(capsys):
    assert cli.main(["--version"]) == 0

    assert capsys.readouterr().out == f"transfer-gui {transfer_gui.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["trian"], "There is no verb 'trian'. Did you mean 'train'?"),
        (
            ["xyzzy"],
            "There is no verb 'xyzzy'. The verbs are train, job, models, layers, data, predict, evaluate, export, "
            "report, measure, doctor.",
        ),
        (["train"], "The following arguments are required: JOB. See 'transfer-gui train --help'."),
        (["train", "sample", "--quiet", "--json"], "not allowed with argument"),
        (["train", "sample", "--set", "training.epochs"], "'training.epochs' is not FIELD=VALUE"),
        (["models", "--sort", "beauty"], "invalid choice: 'beauty'"),
        (["layers", "resnet18", "--classes", "0"], "0 is not above zero"),
        (["layers", "resnet18", "--classes", "ten"], "'ten'"),
        (["--no-such-option"], "--no-such-option"),
        (["doctor", "surplus"], "surplus"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_line_is_told_in_one_line(arguments, said, capsys):
    assert cli.main(arguments) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("transfer-gui: ")
    assert err.count("\n") == 1
    assert said in err


def fails_with(monkeypatch, error):
    """Let the verb `doctor` end by `error`."""
    from transfer_gui.commands import doctor

    def run(arguments):
        raise error

    monkeypatch.setattr(doctor, "run", run)


def test_without_a_verb_the_window_opens(monkeypatch):
    from transfer_gui import ui

    app = ModuleType("transfer_gui.ui.app")
    app.main = lambda argv: 7 if argv == [] else 1
    monkeypatch.setitem(sys.modules, "transfer_gui.ui.app", app)
    monkeypatch.setattr(ui, "app", app, raising=False)

    assert cli.main([]) == 7


def test_a_fault_of_the_user_s_is_told_with_its_cure(monkeypatch, capsys):
    fails_with(monkeypatch, UserError("pictures/ is empty.", "Choose another folder."))

    assert cli.main(["doctor"]) == 2
    assert capsys.readouterr().err == "transfer-gui: pictures/ is empty. Choose another folder.\n"


def test_a_place_that_cannot_be_used_is_named(monkeypatch, capsys):
    fails_with(monkeypatch, PermissionError(13, "Permission denied", "/proc/nowhere"))

    assert cli.main(["doctor"]) == 2
    assert capsys.readouterr().err.startswith("transfer-gui: /proc/nowhere: Permission denied.")


def test_an_unexpected_fault_is_one_line_and_its_details_are_kept(monkeypatch, capsys):
    fails_with(monkeypatch, ZeroDivisionError("division by zero"))

    assert cli.main(["doctor"]) == 1

    err = capsys.readouterr().err
    (log,) = paths.log().iterdir()
    assert err.count("\n") == 1
    assert "ZeroDivisionError: division by zero" in err
    assert str(log) in err
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_ctrl_c_ends_a_verb_without_a_traceback(monkeypatch, capsys):
    fails_with(monkeypatch, KeyboardInterrupt())

    assert cli.main(["doctor"]) == 130
    assert capsys.readouterr().err == "transfer-gui: Interrupted.\n"


def test_the_module_is_the_same_command():
    done = subprocess.run(
        [sys.executable, "-m", "transfer_gui", "trian"], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert done.returncode == 2
    assert done.stderr == "transfer-gui: There is no verb 'trian'. Did you mean 'train'?\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of the shell's")
def test_a_reader_that_goes_away_is_no_fault():
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "transfer_gui", "job", "--fields"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )

    assert (done.returncode, done.stderr) == (0, b"")


INTERRUPTED = """
import os, signal
from PySide6.QtCore import QTimer
from transfer_gui.ui import app
real = app.build
def build():
    window = real()
    window.painted.connect(lambda: QTimer.singleShot(500, window, lambda: os.kill(os.getpid(), signal.SIGINT)))
    return window
app.build = build
print("code", app.main([]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself the signal there")
def test_ctrl_c_closes_the_window_and_says_nothing():
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60)
    assert done.stdout == "code 0\n"
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
