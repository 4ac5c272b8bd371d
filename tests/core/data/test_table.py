"""Tables as spreadsheets and people write them."""

import pytest

from transfer_gui.core.data.table import ColumnsUnclear, read
from transfer_gui.core.errors import UserError

from .pictures import found, names, save

ROWS = [(f"img/{i}.png", "cat" if i % 2 else "dog") for i in range(4)]
WANTED = ["cat/1.png", "cat/3.png", "dog/0.png", "dog/2.png"]


@pytest.fixture
def place(tmp_path):
    for path, _ in ROWS:
        save(tmp_path / path)
    return tmp_path


def table(place, text, encoding="utf-8", name="t.csv"):
    file = place / name
    file.write_bytes(text.encode(encoding))
    return file


def body(separator=","):
    return "".join(f"{path}{separator}{label}\n" for path, label in ROWS)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_separators_encodings_and_line_ends(place, separator, encoding, ends):
    text = (f"file{separator}Label\n" + body(separator)).replace("\n", ends)
    assert names(found(table(place, text, encoding))) == WANTED


def test_excels_own_hint_of_the_separator(place):
    assert names(found(table(place, "sep=;\npath;label\n" + body(";")))) == WANTED


def test_accents_in_an_old_windows_encoding(place):
    save(place / "img" / "caf\u00e9.png")
    dataset = found(table(place, "path;label\n" + body(";") + "img/caf\u00e9.png;th\u00e9\n", "cp1252"))
    assert dataset.classes == ("cat", "dog", "th\u00e9")


def test_a_path_with_an_unquoted_separator_is_found_all_the_same(place):
    save(place / "img" / "a, b.png")
    dataset = found(table(place, "path,label\n" + body() + "img/a, b.png,cat\n"))
    assert "cat/a, b.png" in names(dataset)


def test_apostrophes_and_lone_quotes_are_plain_characters(place):
    save(place / "img" / "it's.png")
    save(place / "img" / '5" disk.png')
    dataset = found(table(place, "path,label\n" + body() + "img/it's.png,cat\n" + 'img/5" disk.png,dog\n'))
    assert {"cat/it's.png", 'dog/5" disk.png'} <= set(names(dataset))


def test_backslashes_and_absolute_paths(place):
    text = f"path,label\nimg\\0.png,dog\n{place / 'img' / '1.png'},cat\n"
    assert names(found(table(place, text))) == ["cat/1.png", "dog/0.png"]


def test_columns_can_be_chosen_by_name(place):
    rows = "".join(f"{i},{path},{label},{label[0]}\n" for i, (path, label) in enumerate(ROWS))
    file = table(place, "id,where,animal,short\n" + rows)
    with pytest.raises(UserError, match="which column holds the label") as caught:
        found(file)
    assert isinstance(caught.value, ColumnsUnclear)
    assert caught.value.columns == ("id", "where", "animal", "short")
    assert caught.value.rows[1] == ("1", "img/1.png", "cat", "c")
    assert "id, where, animal, short" in caught.value.cure
    assert found(file, label_column="short").classes == ("c", "d")
    assert found(file, path_column=" Where", label_column="ANIMAL").classes == ("cat", "dog")
    assert found(file, label_column="short").columns == ("id", "where", "animal", "short")


def test_a_chosen_column_that_is_not_there_lists_those_that_are(place):
    with pytest.raises(UserError, match=r"no column 'nope'.*path, label"):
        found(table(place, "path,label\n" + body()), label_column="nope")


def test_columns_without_a_header_are_numbered(place):
    file = table(place, body())
    assert names(found(file)) == names(found(file, path_column="column 1", label_column="column 2")) == WANTED


def test_the_row_numbers_that_pandas_writes_are_no_label(place):
    text = ",path,kind\n" + "".join(f"{i},{path},{label}\n" for i, (path, label) in enumerate(ROWS))
    assert names(found(table(place, text))) == WANTED


@pytest.mark.parametrize(
    "words", [("train", "val", "test"), ("Training", "VALID", "testing"), ("TRAIN", "dev", "holdout")]
)
def test_a_split_column_is_recognised(place, words):
    given = [words[0], words[0], words[1], words[2]]
    rows = "".join(f"{path},{label},{side}\n" for (path, label), side in zip(ROWS, given, strict=True))
    dataset = found(table(place, "path,label,split\n" + rows))
    assert [e.side for e in dataset.examples] == ["train", "train", "val", "test"]


def test_a_column_that_says_what_is_valid(place):
    rows = "".join(f"{path},{label},{i > 1}\n" for i, (path, label) in enumerate(ROWS))
    assert [e.side for e in found(table(place, "path,label,is_valid\n" + rows)).examples] == ["train"] * 2 + ["val"] * 2


def test_missing_files_are_listed_and_the_rest_is_used(place):
    dataset = found(table(place, "path,label\n" + body() + "img/9.png,cat\nhttp://x.org/1.png,dog\nimg/8.png,\n,cat\n"))
    assert names(dataset) == WANTED
    assert [(s.path.rpartition("/")[2], s.reason) for s in dataset.skipped] == [
        ("9.png", "not there (line 6)"),
        ("1.png", "a web address; save the file first (line 7)"),
        ("t.csv, line 8", "no label"),
        ("t.csv, line 9", "no path"),
    ]


def test_no_file_there_at_all_says_where_it_looked(tmp_path):
    with pytest.raises(UserError, match="None of the 4 files") as caught:
        found(table(tmp_path, "path,label\n" + body()))
    assert str(tmp_path) in caught.value.cure


def test_a_row_listed_twice_counts_once_and_under_two_labels_is_told(place):
    dataset = found(table(place, "path,label\n" + body() + "img/0.png,dog\nimg/0.png,cat\n"))
    assert dataset.counts == (3, 2)
    assert any("under more than one label" in note for note in dataset.notes)


@pytest.mark.parametrize("extra", ["cat cat dog dog", "dog cat dog cat", "dog dog cat dog"])
def test_however_often_a_row_is_listed_it_counts_once(place, extra):
    rows = "".join(f"img/0.png,{label}\n" for label in extra.split())
    dataset = found(table(place, "path,label\n" + body() + rows))
    assert dataset.counts == (3, 2)
    assert [skipped.reason.partition(" (")[0] for skipped in dataset.skipped] == ["listed twice"] * 3


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "t.csv", "is empty"),
        (b"\n\n", "t.csv", "is empty"),
        (b"path,label\n", "t.csv", "has a header but no rows"),
        (b"just words\nand more\n", "t.txt", "not a table of at least two columns"),
        (b"PK\x03\x04....", "t.xlsx", "is a workbook.*Save the sheet as CSV"),
        (b"PK\x03\x04....", "t.zip", "ZIP archive.*Unpack"),
        (bytes(range(256)), "t.bin", "not a table of text"),
    ],
)
def test_files_that_are_no_tables(tmp_path, content, name, said):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UserError, match=said):
        found(file)


def test_a_long_text_column_with_line_breaks_keeps_its_rows(place):
    rows = "".join(f'{path},{label},"two\nlines, and more"\n' for path, label in ROWS)
    sheet = read(table(place, "path,label,remark\n" + rows))
    assert len(sheet.rows) == 4
    assert not sheet.odd
