"""The walk beside a plain one, over folders with links of every kind."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfer_gui.core.data.files import LINK_BACK, Walk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")

PLACES = ("a", "a/b", "a/b/c", "z", "outside")


def plain(folder: Path, root: Path) -> tuple[list[str], list[str]]:
    """Files below `folder` in order of name, each real one once; and what is skipped. One entry after another."""
    files: list[str] = []
    skipped: list[str] = []
    seen_files: set[str] = set()
    seen_folders = {os.path.realpath(folder)}

    def back(real: str, parent: Path) -> bool:
        above = (Path(os.path.realpath(parent)), Path(os.path.realpath(root)))
        return any(place.is_relative_to(real) for place in above) or Path(real).is_relative_to(os.path.realpath(root))

    def go(place: Path) -> None:
        inner: list[Path] = []
        for path in sorted(place.iterdir(), key=lambda p: p.name):
            real = os.path.realpath(path)
            if path.is_dir():
                if path.is_symlink():
                    if real in seen_folders or back(real, place):
                        skipped.append(f"{path}: {LINK_BACK}")
                        continue
                    seen_folders.add(real)
                inner.append(path)
            elif path.is_file():
                if (real if path.is_symlink() else str(path)) not in seen_files:
                    files.append(str(path))
                seen_files.add(real if path.is_symlink() else str(path))
            else:
                skipped.append(f"{path}: a broken link")
        for path in inner:
            go(path)

    go(folder)
    return files, skipped


names = st.sampled_from(["1", "2", "3", "m", "x"])
made = st.lists(
    st.tuples(st.sampled_from(PLACES), names, st.sampled_from(["file", "file", "link", "folder link", "broken"]),
              st.sampled_from(PLACES), names),
    max_size=14,
)  # fmt: skip


@settings(max_examples=150)
@given(made)
def test_it_finds_what_a_plain_walk_finds(tmp_path, made):
    shutil.rmtree(tmp_path / "tree", ignore_errors=True)
    root = tmp_path / "tree" / "set"
    place = {name: (tmp_path / "tree" / name if name == "outside" else root / name) for name in PLACES}
    for folder in place.values():
        folder.mkdir(parents=True, exist_ok=True)
    for where, name, kind, target, other in made:
        path = place[where] / name
        if path.exists() or path.is_symlink():
            continue
        if kind == "file":
            path.write_bytes(b"x")
        elif kind == "folder link":
            path.symlink_to(place[target], target_is_directory=True)
        else:
            path.symlink_to(place[target] / (other if kind == "link" else "nothing"))
    for folder in (root, root / "a"):
        walk = Walk(root)
        try:
            files, skipped = plain(folder, root)
        except OSError:  # a link to itself
            continue
        assert list(walk.files(folder)) == files
        assert [f"{s.path}: {s.reason}" for s in walk.skipped] == skipped
