"""Paths of files and of cells of tables, and what they lead to."""

import json
import os
from pathlib import Path

import pytest

from transfer_gui.core import contents
from transfer_gui.core.cache import digests as module
from transfer_gui.core.cache.digests import Digests, digest
from transfer_gui.core.errors import Unreadable

ROWS = [("a cat sat", "pet"), ('two, "quoted"\nlines', "odd"), ("naïve café", "word")]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "notes.csv"
    quoted = [(text.replace('"', '""'), label) for text, label in ROWS]
    path.write_text("text,label\n" + "".join(f'"{text}",{label}\n' for text, label in quoted), encoding="utf-8")
    os.utime(path, (1, 1))
    return path


def test_a_cell_is_read_as_the_text_that_it_holds(table):
    lines = sorted(contents.texts(str(table), "text"))
    found = [contents.read(contents.of_cell(str(table), "text", line)).decode() for line in lines]
    assert found == [text for text, _ in ROWS]


def test_a_file_is_read_as_it_is(table):
    assert contents.read(str(table)) == table.read_bytes()
    assert contents.stat(str(table)).st_size == len(table.read_bytes())


@pytest.mark.parametrize("column", ["text", "my text", "a/b", "100 %", "文本", "x.csv"])
def test_a_cell_s_path_says_where_it_is(column):
    assert contents.cell(contents.of_cell("/data/t.csv", column, 17)) == ("/data/t.csv", column, 17)


@pytest.mark.parametrize("path", ["/a/b.png", "/a/17", "17", "", "/data/t.csv", "/data/t.csv/text", "/photos/2017/3"])
def test_other_paths_are_those_of_files(path):
    assert contents.cell(path) is None


def test_json_lines_have_cells_too(tmp_path):
    path = tmp_path / "notes.jsonl"
    path.write_text("".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in ROWS))
    assert list(contents.texts(str(path), "text").values()) == [text for text, _ in ROWS]


def test_what_is_not_there_is_told(table, tmp_path):
    for path in (
        str(tmp_path / "no.png"),
        contents.of_cell(str(tmp_path / "no.csv"), "text", 2),
        contents.of_cell(str(table), "other", 2),
        contents.of_cell(str(table), "text", 999),
    ):
        with pytest.raises(Unreadable) as fault:
            contents.read(path)
        assert fault.value.path == path
        assert fault.value.reason


def test_a_cell_is_known_by_its_text_and_changes_with_its_table(table, monkeypatch):
    monkeypatch.setattr(module, "RACY", 0)  # the table may have been written just now
    path = contents.of_cell(str(table), "text", min(contents.texts(str(table), "text")))
    with Digests(table.parent / "digests") as digests:
        assert digests.of([path]) == [digest(b"a cat sat")]
        assert digests.known([path]) == [digest(b"a cat sat")]
        table.write_text("text,label\na dog sat,pet\nmore,pet\n", encoding="utf-8")
        assert digests.known([path]) == [None]
        assert digests.of([path]) == [digest(b"a dog sat")]


@pytest.mark.parametrize("text", ["a cat", "50% / half\\nothing", "two\nlines %2F", "😀", "a" * 5000, "../etc", "17"])
def test_what_was_typed_is_read_from_its_path(text):
    path = contents.of_typed(text)
    assert str(Path(path)) == path
    assert Path(path).name == path, "no folder"
    assert contents.typed(path) == text
    assert contents.cell(path) is None
    assert contents.read(path).decode() == text
    assert contents.typed("/a/b/notes.csv/text/3") is None
