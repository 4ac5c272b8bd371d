import ctypes
import shutil
import struct
import subprocess
import sys

import pytest

from transfer_gui.core import libraries

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux libraries")


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libGL.so.1", "libgl1"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libz.so.1", "zlib1g"),
        ("libwayland-cursor.so.0", "libwayland-cursor0"),
    ],
)
def test_the_package_of_a_library(library, package):
    assert libraries.package(library) == package


def test_the_apt_line_names_each_package_once():
    line = libraries.apt(["libglib-2.0.so.0", "libEGL.so.1", "libgthread-2.0.so.0"])

    assert line == "sudo apt install libegl1 libglib2.0-0"


@linux_only
@pytest.mark.skipif(shutil.which("objdump") is None, reason="compares with objdump")
def test_what_a_library_needs_is_what_objdump_says():
    folder = libraries.qt()
    assert folder is not None
    for path in (folder / "lib" / "libQt6Gui.so.6", folder / "plugins" / "platforms" / "libqxcb.so"):
        out = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=True).stdout
        expected = [line.split()[1] for line in out.splitlines() if line.strip().startswith("NEEDED")]

        assert list(libraries.needed(path)) == expected


@linux_only
def test_qt_needs_libraries_of_the_system_and_none_of_its_own():
    asked = set()

    libraries.missing(["xcb"], asked.add)

    assert {"libEGL.so.1", "libxcb-cursor.so.0", "libxkbcommon.so.0", "libfontconfig.so.1", "libdbus-1.so.3"} <= asked
    assert not {name for name in asked if name.startswith("libQt6")}


@linux_only
def test_a_library_that_lacks_another_names_the_other():
    def load(name):
        if name == "libEGL.so.1":
            raise OSError("libGLdispatch.so.0: cannot open shared object file: No such file or directory")
        if name == "libdbus-1.so.3":
            raise OSError("/usr/lib/libdbus-1.so.3: file too short")

    assert libraries.missing(["xcb"], load) == ("libGLdispatch.so.0", "libdbus-1.so.3")


@linux_only
def test_the_real_loader_s_fault_is_understood():
    with pytest.raises(OSError, match=r"^libsurely-not-here\.so\.7: cannot open shared object file"):
        ctypes.CDLL("libsurely-not-here.so.7")


@pytest.mark.parametrize(
    "content",
    [b"", b"\x7fELF", b"#!/bin/sh\n" * 20, b"\x7fELF\x01\x01" + bytes(80), b"\x7fELF\x02\x01" + bytes(80)],
    ids=["empty", "cut", "script", "32 bits", "no segments"],
)
def test_a_file_that_is_no_library_needs_nothing(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)

    assert libraries.needed(path) == ()


def test_a_static_library_needs_nothing(tmp_path):
    head = b"\x7fELF\x02\x01" + bytes(26) + struct.pack("<Q", 64) + bytes(14) + struct.pack("<HH", 56, 1) + bytes(6)
    path = tmp_path / "file"
    path.write_bytes(head + struct.pack("<IIQQQQQQ", 1, 0, 0, 0, 0, 120, 120, 0))

    assert libraries.needed(path) == ()
