"""Whether a window can open here, found out before Qt is asked: where it cannot, Qt ends the whole process."""

import ctypes
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from .core import libraries

INSTEAD = "or run 'transfer-gui train sample', which does the same job in the terminal."

BARE = {"eglfs", "minimalegl"}
"""Platforms that drive the graphics card without a desktop: they have no windows, and Qt aborts without a card."""

PATIENCE = 3.0
"""Seconds to wait for the X server of another machine."""


def problem(environ: Mapping[str, str], platform: str) -> str | None:
    """Why no window can open, in one line with a cure; None where one can.

    `environ` is the process's environment, `platform` is `sys.platform`. Only Linux and its kin are asked:
    elsewhere the desktop is always there.
    """
    if not platform.startswith(("linux", "freebsd")):
        return None
    if libraries.qt() is None:
        return f"PySide6 is not installed, so no window can open. Install the program again, {INSTEAD}"
    faults: list[str] = []
    for name in _candidates(environ):
        fault = _fault(name, environ)
        if fault is None:
            return None
        faults.append(fault)
    return f"{faults[0]} {INSTEAD}"


def _candidates(environ: Mapping[str, str]) -> list[str]:
    """The platform plug-ins that Qt would try, in order. Never empty: 'xcb' is its last resort."""
    asked = environ.get("QT_QPA_PLATFORM", "")
    names = [name.partition(":")[0].strip() for name in asked.split(";")]
    names = [name for name in names if name]
    if names:
        return names
    return (["wayland"] if environ.get("WAYLAND_DISPLAY") else []) + ["xcb"]


def _fault(name: str, environ: Mapping[str, str]) -> str | None:
    """What keeps the platform plug-in `name` from starting, as a sentence and the first half of its cure."""
    plugin = "wayland" if name.startswith("wayland") else name
    folder = libraries.qt()
    assert folder is not None
    known = sorted(path.name[4:-3] for path in (folder / "plugins" / "platforms").glob("libq*.so"))
    if known and plugin not in known and not environ.get("QT_QPA_PLATFORM_PLUGIN_PATH"):
        return (
            f"QT_QPA_PLATFORM asks for {name!r}, which this Qt does not have (it has {', '.join(known)}). "
            "Unset QT_QPA_PLATFORM,"
        )
    if plugin in BARE:
        return (
            f"QT_QPA_PLATFORM asks for {name!r}, which drives a screen without a desktop and has no windows. "
            "Unset QT_QPA_PLATFORM and start from a desktop session,"
        )
    lacking = libraries.missing([plugin])
    if plugin == "xcb" and not environ.get("DISPLAY"):
        unset = "DISPLAY is not set" if environ.get("QT_QPA_PLATFORM") else "neither DISPLAY nor WAYLAND_DISPLAY is set"
        also = f" (a window also needs '{libraries.apt(lacking)}')" if lacking else ""
        unseen = ", set QT_QPA_PLATFORM=offscreen to run it unseen" if environ.get("QT_QPA_PLATFORM") else ""
        return f"No display was found ({unset}), so no window can open. Start it from a desktop session{also}{unseen},"
    if lacking:
        return f"{libraries.told(lacking)}, so no window can open. Install with '{libraries.apt(lacking)}',"
    if plugin == "xcb" and not _x_answers(environ["DISPLAY"]):
        return (
            f"The X display {environ['DISPLAY']!r} does not answer or refuses this user, so no window can open. "
            "Check DISPLAY and XAUTHORITY ('ssh -X' sets both),"
        )
    if plugin == "wayland" and not _wayland_answers(environ.get("WAYLAND_DISPLAY")):
        return (
            f"The Wayland display {environ.get('WAYLAND_DISPLAY', 'wayland-0')!r} does not answer, so no window can "
            "open. Check WAYLAND_DISPLAY and XDG_RUNTIME_DIR,"
        )
    return None


def _x_answers(display: str) -> bool:
    """Whether the X server at `display` lets this process in, asked through the library that Qt asks."""
    if not _reachable(display):
        return False
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    with _silent():
        connection = xcb.xcb_connect(os.fsencode(display), None)
        try:
            return xcb.xcb_connection_has_error(connection) == 0
        finally:
            xcb.xcb_disconnect(connection)


def _reachable(display: str) -> bool:
    """False where `display` is on another machine that takes no connection in time (libxcb waits for minutes)."""
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not host or host == "unix" or "/" in host or not number.isdigit():
        return True
    try:
        socket.create_connection((host.strip("[]"), 6000 + int(number)), PATIENCE).close()
    except (OSError, OverflowError):
        return False
    return True


def _wayland_answers(display: str | None) -> bool:
    """Whether a Wayland compositor listens at `display` (None: the usual place)."""
    wayland = ctypes.CDLL("libwayland-client.so.0")
    wayland.wl_display_connect.restype = ctypes.c_void_p
    wayland.wl_display_connect.argtypes = [ctypes.c_char_p]
    wayland.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    with _silent():
        connection = wayland.wl_display_connect(os.fsencode(display) if display else None)
    if not connection:
        return False
    wayland.wl_display_disconnect(connection)
    return True


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing reaches the process's standard error inside: libxcb and libwayland write there by themselves."""
    try:
        kept = os.dup(2)
    except OSError:  # started without a standard error
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
