"""The system libraries that Qt needs on Linux, which of them are missing, and the line that installs them.

Qt is never started here: what a shared library needs is read from its ELF header.
"""

import ctypes
import importlib.util
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

PACKAGES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g",
    "libgcc_s.so.1": "libgcc-s1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libbrotlidec.so.1": "libbrotli1",
    "libbrotlicommon.so.1": "libbrotli1",
}
"""Debian packages that do not follow the naming rule of `package`."""

_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRINGS = 1, 5


def qt() -> Path | None:
    """The folder of Qt inside the installed PySide6; None where PySide6 is not installed. Imports nothing."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "Qt"
    return folder if folder.is_dir() else None


def missing(platforms: Iterable[str] = ("xcb",), load: Callable[[str], object] | None = None) -> tuple[str, ...]:
    """Names of the libraries ('libxcb-cursor.so.0') that Qt's windows and the named platform plug-ins need
    and that this system cannot load, sorted. `load` tries one in place of the system's loader.
    """
    folder = qt()
    if folder is None:
        return ()
    roots = [folder / "lib" / f"libQt6{name}.so.6" for name in ("Widgets", "Svg")]
    roots += [folder / "plugins" / "platforms" / f"libq{name}.so" for name in platforms]
    lacking: set[str] = set()
    for name in sorted(_outside(roots, folder / "lib")):
        try:
            (load or _load)(name)
        except OSError as error:
            # The loader names the file that it did not find, which may be one that `name` needs in its turn.
            found = re.match(r"(lib[^:/\s]+\.so[.\d]*): cannot open shared object file", str(error))
            lacking.add(found[1] if found else name)
    return tuple(sorted(lacking))


def _load(name: str) -> None:
    """Load a library as the system would. Raises OSError."""
    ctypes.CDLL(name)


def package(library: str) -> str:
    """The Debian package of a library, by Debian's rule: libfoo.so.1 is in libfoo1, libfoo-2.so.1 in libfoo-2-1."""
    if library in PACKAGES:
        return PACKAGES[library]
    stem, _, version = library.partition(".so.")
    stem = stem.lower().replace("_", "-")
    return f"{stem}-{version}" if stem[-1:].isdigit() else f"{stem}{version}"


def told(libraries: Sequence[str]) -> str:
    """The fault as the beginning of a sentence: 'The system libraries a and b are missing'."""
    if len(libraries) == 1:
        return f"The system library {libraries[0]} is missing"
    return f"The system libraries {', '.join(libraries[:-1])} and {libraries[-1]} are missing"


def apt(libraries: Iterable[str]) -> str:
    """The line that installs `libraries` on Debian, Ubuntu and their kin."""
    return "sudo apt install " + " ".join(sorted({package(name) for name in libraries}))


def needed(path: Path) -> tuple[str, ...]:
    """The libraries that a 64-bit little-endian ELF file asks for (its DT_NEEDED entries); empty for any other file.

    Layout: System V ABI, chapters 4 and 5.
    """
    with path.open("rb") as file:
        head = file.read(64)
        if len(head) < 64 or head[:6] != b"\x7fELF\x02\x01":
            return ()
        (offset,) = struct.unpack_from("<Q", head, 32)
        size, count = struct.unpack_from("<HH", head, 54)
        file.seek(offset)
        table = file.read(size * count)
        # (type, flags, offset in the file, address, physical address, bytes in the file)
        segments = [struct.unpack_from("<IIQQQQ", table, size * i) for i in range(count)]
        names: list[str] = []
        for start, length in [(s[2], s[5]) for s in segments if s[0] == _DYNAMIC]:
            file.seek(start)
            entries = list(struct.iter_unpack("<qQ", file.read(length // 16 * 16)))
            address = next(value for tag, value in entries if tag == _STRINGS)
            table_at = next(s[2] + address - s[3] for s in segments if s[0] == _LOAD and 0 <= address - s[3] < s[5])
            for at in [value for tag, value in entries if tag == _NEEDED]:
                file.seek(table_at + at)
                names.append(file.read(256).split(b"\0", 1)[0].decode())
        return tuple(names)


def _outside(roots: Iterable[Path], folder: Path) -> set[str]:
    """Every library that `roots` need, themselves or through libraries in `folder`, and that is not in `folder`."""

    def walk() -> Iterator[str]:
        seen: set[Path] = set()
        waiting = [root for root in roots if root.is_file()]
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            for name in needed(path):
                if (folder / name).is_file():
                    waiting.append(folder / name)
                else:
                    yield name

    return set(walk())
