"""What the tests of what is kept share."""

import pytest

from transfer_gui.core.data.domains.image import ImageDomain


@pytest.fixture
def reads(monkeypatch):
    """The pictures that were prepared for a network, by path."""
    found: list[str] = []
    plainly = ImageDomain.prepare

    def prepare(self, path, *rest):
        found.append(path)
        return plainly(self, path, *rest)

    monkeypatch.setattr(ImageDomain, "prepare", prepare)
    return found
