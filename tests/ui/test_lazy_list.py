"""A list of a million rows is given to its view page by page."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QListView

from tests.core.data import pictures
from transfer_gui.core.data.dataset import Skipped
from transfer_gui.core.data.packed import Packer
from transfer_gui.ui.models.lazy_list import PAGE
from transfer_gui.ui.models.left_out import LeftOutModel
from transfer_gui.ui.widgets.thumbnails import ThumbnailModel, Thumbnails
from transfer_gui.workers.task import Tasks


class Asked(Sequence):
    """A million files, and which were looked at."""

    def __init__(self) -> None:
        self.rows: set[int] = set()

    def __len__(self) -> int:
        return 1_000_000

    def __getitem__(self, row):
        self.rows.add(row)
        return Skipped(f"/data/{row}.jpg", "empty (0 bytes)")


def test_it_is_empty_and_then_a_page_and_then_another_list(qtmodeltester):
    model = LeftOutModel()
    assert model.rowCount() == 0
    assert not model.canFetchMore(QModelIndex())
    model.show_items([Skipped(str(i), "gone") for i in range(PAGE + 3)])
    assert model.rowCount() == PAGE
    model.fetchMore(QModelIndex())
    assert model.rowCount() == PAGE + 3
    assert model.index(PAGE + 2, 0).data() == f"{PAGE + 2}: gone"
    assert not model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert model.rowCount() == PAGE + 3
    qtmodeltester.check(model)
    model.show_items([Skipped("one", "gone")])
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["one: gone"]


def test_of_a_million_rows_only_those_in_sight_are_looked_at(qtbot):
    model, view, files = LeftOutModel(), QListView(), Asked()
    qtbot.addWidget(view)
    view.setUniformItemSizes(True)
    view.setModel(model)
    view.resize(300, 200)
    view.show()
    model.show_items(files)
    qtbot.waitUntil(lambda: bool(files.rows))
    assert max(files.rows) < PAGE
    rows = model.rowCount()
    view.scrollToBottom()
    qtbot.waitUntil(lambda: model.rowCount() > rows)
    assert len(files.rows) < 4 * PAGE


@pytest.fixture
def thumbnails(qtbot):
    tasks = Tasks()
    view = Thumbnails(tasks, lambda: "image")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    yield view
    tasks.shutdown()


def test_pictures_are_read_where_they_are_seen_alone(qtbot, thumbnails, tmp_path):
    root = pictures.many(tmp_path / "set", 1, 40)
    packer = Packer()
    for start in range(0, 100_000, 40):
        packer.add(f"{root}/class 0/" if start == 0 else f"/nowhere/{start}/", [f"{i}.jpg" for i in range(40)])
    thumbnails.show_paths(packer.packed())
    model = thumbnails.pictures
    qtbot.waitUntil(lambda: model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is not None, timeout=30_000)
    assert model.rowCount() == PAGE
    assert len(model.paths) == 100_000
    assert len(model._pictures) <= 40
    rows = model.rowCount()
    thumbnails.verticalScrollBar().setValue(thumbnails.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: model.rowCount() > rows, timeout=30_000)


def test_pictures_with_words_are_all_rows(qtbot):
    model = ThumbnailModel(captions=True)
    model.show_paths([f"/{i}.jpg" for i in range(3 * PAGE)], [str(i) for i in range(3 * PAGE)])
    assert model.rowCount() == 3 * PAGE
    assert model.index(3 * PAGE - 1, 0).data() == str(3 * PAGE - 1)
