"""Examples are drawn in the colours of the theme that is chosen, and drawn anew when another one is."""

import shutil

import pytest
from PySide6.QtCore import QSize, Qt

from tests.ui.hands import open_page, settled
from transfer_gui.core import paths
from transfer_gui.ui import theme


def first(qtbot, view):
    """The picture of the first example."""
    icon = Qt.ItemDataRole.DecorationRole
    qtbot.waitUntil(lambda: view.pictures.index(0).data(icon) is not None, timeout=20_000)
    return view.pictures.index(0).data(icon).pixmap(QSize(500, 500)).toImage()


@pytest.fixture
def texts(tmp_path):
    rows = [f"the {name} number {number},{name}" for name in ("cat", "dog") for number in range(6)]
    table = tmp_path / "pets.csv"
    table.write_text("\n".join(["text,label", *rows]) + "\n")
    return table


@pytest.fixture
def sounds(tmp_path):
    for name in ("bell", "kick"):
        shutil.copytree(paths.resources() / "data" / "sounds" / name, tmp_path / "set" / name)
    return tmp_path / "set"


@pytest.mark.parametrize(("data", "ground", "ink"), [("texts", "surface", "text"), ("sounds", "raised", "accent")])
def test_examples_follow_the_theme(qtbot, window, request, data, ground, ink):
    window.context.facts.choose_data(str(request.getfixturevalue(data)))
    settled(qtbot, window)
    open_page(qtbot, window, "data")
    window.dataset.table.selectRow(0)
    examples = window.dataset.thumbnails
    for choice in ("light", "dark", "light"):
        theme.theme().choose(choice)
        assert theme.theme().dark == (choice == "dark")
        colors, image = theme.colors(), first(qtbot, examples)
        seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        assert {getattr(colors, ground).name(), getattr(colors, ink).name()} <= seen
