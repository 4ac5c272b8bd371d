"""Texts prepared for networks, and tables of them scanned."""

import numpy as np
import pytest
import torch

from transfer_gui.core import paths
from transfer_gui.core.data import scan
from transfer_gui.core.data.domain import Passage
from transfer_gui.core.data.domains import find
from transfer_gui.core.data.texts.worded import vocabulary
from transfer_gui.core.errors import Unreadable, UserError
from transfer_gui.core.job import Data
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.recipes.text import Words

DOMAIN, RECIPE = find("text"), Words(length=8)


def written(tmp_path, text, name="a.txt", encoding="utf-8"):
    (tmp_path / name).write_bytes(text.encode(encoding))
    return str(tmp_path / name)


def scanned(path, **how):
    return finish(scan.scan(Data(path=str(path), domain="text", **how)))


def test_the_ids_are_the_lines_of_the_vocabulary_s_file(tmp_path):
    lines = (paths.resources() / "models" / "glove-6b-50d-30k.vocab.txt").read_text("utf-8").split("\n")
    prepared = DOMAIN.prepare(written(tmp_path, "The cat saw Zzyzzx."), RECIPE, "none", None)
    expected = [lines.index("the") + 2, lines.index("cat") + 2, lines.index("saw") + 2, 1, lines.index(".") + 2]
    assert prepared.tolist() == [*expected, 0, 0, 0]
    assert prepared.dtype == torch.int32
    assert DOMAIN.normalise(prepared, RECIPE).dtype == torch.int64


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_gives_the_same_ids(tmp_path, encoding):
    text = "The café in Zürich was naïve, said the señor; and the other one said so too, more than once."
    expected = DOMAIN.prepare(written(tmp_path, text, "b.txt"), RECIPE, "none", None)
    assert torch.equal(DOMAIN.prepare(written(tmp_path, text, encoding=encoding), RECIPE, "none", None), expected)


@pytest.mark.parametrize("content", [b"", b"  \n\t ", bytes(range(256)), b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_what_is_no_text_is_told(tmp_path, content):
    (tmp_path / "x.txt").write_bytes(content)
    with pytest.raises(Unreadable) as fault:
        DOMAIN.check(str(tmp_path / "x.txt"))
    assert str(tmp_path) not in fault.value.reason


def test_augmentation_takes_words_for_unknown_and_is_drawn_from_its_seed(tmp_path):
    path, recipe = written(tmp_path, "the cat sat on the mat " * 50), Words(length=256)
    plain = DOMAIN.prepare(path, recipe, "none", None)

    def drawn(seed, how="reference"):
        return DOMAIN.prepare(path, recipe, how, torch.Generator().manual_seed(seed))

    assert torch.equal(drawn(1), drawn(1))
    assert not torch.equal(drawn(1), drawn(2))
    lost = drawn(1) != plain
    assert (drawn(1)[lost] == 1).all()
    assert 0.1 < float(lost.float().mean()) < 0.3
    assert drawn(3).dtype == plain.dtype


def test_the_preview_marks_what_the_network_does_not_know(tmp_path):
    shown = DOMAIN.preview(written(tmp_path, "A Zzyzzx sat."), RECIPE)
    assert isinstance(shown, Passage)
    assert shown.text == "a zzyzzx sat ."
    assert [shown.text[mark.start : mark.end] for mark in shown.marks] == ["zzyzzx"]


def test_a_table_of_texts_is_a_dataset(tmp_path):
    table = paths.resources() / "data" / "glosses" / "glosses.csv"
    found = scanned(table)
    assert len(found.examples) == 1200
    assert len(found.classes) == 8
    assert set(np.bincount([e.label for e in found.examples])) == {150}
    first = found.examples[0]
    assert DOMAIN.open(first.path).strip()
    assert DOMAIN.thumbnail(first.path, 84).text


def test_folders_of_text_files_are_a_dataset(tmp_path):
    for label, text in (("pets", "the cat"), ("tools", "the hammer")):
        (tmp_path / label).mkdir()
        for i in range(4):
            written(tmp_path / label, f"{text} {i}", f"{i}.txt")
    (tmp_path / "pets" / "empty.txt").write_text("")
    found = scanned(tmp_path)
    assert [len(found.packed.of_class(i).paths) for i in range(2)] == [4, 4]
    assert [skipped.reason for skipped in found.skipped] == ["no words inside"]


def test_empty_cells_and_odd_rows_are_told_by_line(tmp_path):
    rows = [f"the {animal} number {i} sat down,{animal}" for i in range(6) for animal in ("cat", "dog")]
    (tmp_path / "t.csv").write_text("\n".join(["text,label", *rows, ",cat", "one,two,three,four", "words without,"]))
    found = scanned(tmp_path / "t.csv")
    assert len(found.examples) == 12
    told = {skipped.path.rpartition(", ")[2]: skipped.reason for skipped in found.skipped}
    assert told["line 14"] == "no text"
    assert "4 cells" in told["line 15"]
    assert told["line 16"] == "no label"


def test_copies_are_found_across_rows(tmp_path):
    rows = [f"the {animal} number {i} sat down,{animal}" for i in range(6) for animal in ("cat", "dog")]
    (tmp_path / "t.csv").write_text("\n".join(["text,label", *rows, rows[0]]))
    assert len(scanned(tmp_path / "t.csv").twins) == 1


def test_who_reads_texts():
    assert DOMAIN.reads(RECIPE) == RECIPE
    assert DOMAIN.reads(Preprocessing()) is None


@pytest.mark.parametrize("name", ["../glove-6b-50d-30k", "no such", ""])
def test_a_vocabulary_that_does_not_ship(name):
    with pytest.raises(UserError):
        vocabulary(name)
