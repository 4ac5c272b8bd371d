"""Case GUI-07: where no window can open, one helpful line and a non-zero code, never Qt's abort."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from transfer_gui import display
from transfer_gui.core import libraries

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks a Linux desktop")

SCREENLESS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")


def start(*arguments, **environ):
    """Start the program in its own process without any display but the one in `environ`."""
    clean = {name: value for name, value in os.environ.items() if name not in SCREENLESS}
    return subprocess.run(
        [sys.executable, "-m", "transfer_gui", *arguments],
        env=clean | environ,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        timeout=120,
        check=False,
    )


def one_line(done):
    """The single line on the standard error of a start that was refused."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("transfer-gui: ")
    return lines[0]


@linux_only
def test_without_a_display_it_says_what_to_do_instead():
    line = one_line(start())

    assert "No display" in line
    assert "DISPLAY" in line
    assert "transfer-gui train sample" in line


@linux_only
@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"QT_QPA_PLATFORM": "xcb"}, "offscreen"),
        ({"DISPLAY": ":7391"}, "':7391' does not answer"),
        ({"DISPLAY": "not a display"}, "'not a display'"),
        ({"DISPLAY": "host.invalid:0"}, "'host.invalid:0'"),
        ({"DISPLAY": ":7391", "XAUTHORITY": "/no/such/file"}, "XAUTHORITY"),
        ({"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": "wayland-77"}, "wayland"),
        ({"WAYLAND_DISPLAY": "wayland-77"}, "wayland"),
        ({"QT_QPA_PLATFORM": "no-such-platform"}, "'no-such-platform'"),
        ({"QT_QPA_PLATFORM": "eglfs"}, "'eglfs'"),
        ({"QT_QPA_PLATFORM": "minimalegl"}, "'minimalegl'"),
    ],
    ids=lambda value: " ".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_a_display_that_is_not_there_is_named_before_qt_aborts(environ, named):
    line = one_line(start(**environ))

    assert named in line
    assert "transfer-gui train sample" in line


@linux_only
@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["train", "--help"]], ids=" ".join)
def test_help_and_version_need_no_display(arguments):
    done = start(*arguments, QT_QPA_PLATFORM="xcb")

    assert done.returncode == 0
    assert "transfer-gui" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "offscreen:enable_fonts", "xcb;offscreen", " offscreen"])
def test_off_screen_needs_no_display(platform):
    assert display.problem({"QT_QPA_PLATFORM": platform}, "linux") is None


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_the_desktop_is_always_there(platform):
    assert display.problem({}, platform) is None


@linux_only
def test_a_missing_library_is_named_with_the_line_that_installs_it(monkeypatch):
    missing(monkeypatch, "libxcb-cursor.so.0", "libEGL.so.1")

    fault = display.problem({"DISPLAY": ":0"}, "linux")

    assert fault is not None
    assert "libEGL.so.1 and libxcb-cursor.so.0 are missing" in fault
    assert "sudo apt install libegl1 libxcb-cursor0" in fault
    assert "transfer-gui train sample" in fault


@linux_only
def test_off_screen_too_needs_its_libraries(monkeypatch):
    missing(monkeypatch, "libEGL.so.1")

    fault = display.problem({"QT_QPA_PLATFORM": "offscreen"}, "linux")

    assert fault is not None
    assert "libEGL.so.1 is missing" in fault


@linux_only
def test_a_server_without_display_hears_of_the_libraries_too(monkeypatch):
    missing(monkeypatch, "libxcb-cursor.so.0")

    fault = display.problem({}, "linux")

    assert fault is not None
    assert "No display" in fault
    assert "sudo apt install libxcb-cursor0" in fault


def missing(monkeypatch, *names):
    """Let the loader find everything but `names`."""

    def load(name, *_):
        if name in names:
            raise OSError(f"{name}: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(libraries, "_load", load)


@linux_only
def test_without_qt_it_says_so(monkeypatch):
    monkeypatch.setattr(libraries, "qt", lambda: None)

    fault = display.problem({"DISPLAY": ":0"}, "linux")

    assert fault is not None
    assert "PySide6" in fault


@linux_only
def test_a_server_on_another_machine_that_is_not_listening_is_found_out_at_once():
    with socket.socket() as taken:  # bound, so that nobody else is there, and not listening
        taken.bind(("127.0.0.1", 0))
        number = taken.getsockname()[1] - 6000

        fault = display.problem({"DISPLAY": f"127.0.0.1:{number}.0"}, "linux")

    assert fault is not None
    assert "does not answer" in fault


@linux_only
def test_a_desktop_that_answers_is_let_through(monkeypatch):
    monkeypatch.setattr(display, "_x_answers", lambda name: name == ":5")
    missing(monkeypatch)

    assert display.problem({"DISPLAY": ":5"}, "linux") is None
    assert display.problem({"DISPLAY": ":5", "WAYLAND_DISPLAY": "gone", "XDG_RUNTIME_DIR": "/none"}, "linux") is None
