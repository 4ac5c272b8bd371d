"""Tells which files a scan opens."""

import pytest

from transfer_gui.core.data import check as checks
from transfer_gui.core.data.domains.image import ImageDomain


def watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of all files that are opened from now on, to look at or to digest; clear it between two scans."""
    opened: list[str] = []
    look, digest = ImageDomain.check, checks._digest
    monkeypatch.setattr(ImageDomain, "check", lambda self, path: opened.append(path) or look(self, path))
    monkeypatch.setattr(checks, "_digest", lambda path: opened.append(path) or digest(path))
    return opened
