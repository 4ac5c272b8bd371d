"""Tables of texts, against Python's own csv and json."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer_gui.core import paths
from transfer_gui.core.errors import UserError
from transfer_gui.core.tables.sheets import opened, read

TEXTS = ["Good, all in all", 'She said "no" twice', "two\nlines; and more", "it's | fine", "tab\there", "Ünïcode 你好"]


@pytest.fixture
def table(tmp_path):
    def write(content, name="t.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def written(rows, **options):
    file = io.StringIO()
    csv.writer(file, **options).writerows(rows)
    return file.getvalue()


def cells(sheet):
    return [row for _, row in sheet.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_csv_writes_is_read(table, delimiter, quoting, encoding):
    rows = [[text, "good" if i % 2 else "bad"] for i, text in enumerate(TEXTS)]
    sheet = read(table(written([["text", "label"], *rows], delimiter=delimiter, quoting=quoting), encoding=encoding))
    assert sheet.columns == sheet.header == ("text", "label")
    assert cells(sheet) == rows
    assert not sheet.odd


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n\t"), max_size=8)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=2, max_size=8))
def test_any_cells_that_csv_quotes_come_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("any") / "t.csv"
    body = [[cell.strip() for cell in row] for row in rows]
    path.write_text(written([["text", "label", "id"], *rows], quoting=csv.QUOTE_ALL), "utf-8", newline="")
    wanted = [row for row in body if any(row)]
    if wanted:
        assert cells(read(path)) == wanted
    else:
        with pytest.raises(UserError, match="no rows"):
            read(path)


def test_the_shipped_sentences_are_those_of_csv():
    path = paths.resources() / "data" / "glosses" / "glosses.csv"
    with path.open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    sheet = read(path)
    assert [list(sheet.header), *cells(sheet)] == expected
    assert len(sheet.rows) == 1200


def test_line_numbers_are_those_where_a_row_begins(table):
    sheet = read(table('text,label\n"two\nlines",a\n\nplain,b\n"three\n\nlines",c\nlast,d\n'))
    assert [line for line, _ in sheet.rows] == [2, 5, 6, 9]


def test_rows_of_another_length_are_told_by_their_lines(table):
    sheet = read(table("text,label\none,a\nlost\nthree,a,b\nfour,b\n"))
    assert cells(sheet) == [["one", "a"], ["four", "b"]]
    assert [(odd.line, odd.reason) for odd in sheet.odd] == [
        (3, "1 cell in place of 2"),
        (4, "3 cells in place of 2"),
    ]
    sheet = read(table("text,label,remark\none,a\ntwo,b,x\nthree,b,y,,\n"))
    assert cells(sheet) == [["one", "a", ""], ["two", "b", "x"], ["three", "b", "y"]]
    assert sheet.filled == [2]


def test_null_bytes_and_the_end_mark_of_dos_are_left_out(table):
    sheet = read(table("text,label\n" + "plain words,a\n" * 50 + "with\0null,b\n\x1a"))
    assert cells(sheet)[-1] == ["withnull", "b"]
    assert len(sheet.rows) == 51


def test_a_quote_that_opens_and_never_closes_is_a_plain_character(table):
    body = "".join(f"text {i}\tgood\n" for i in range(300))
    sheet = read(table(f'text\tlabel\n"Hello there\tbad\n{body}"Bye\tbad\n5" disk\tbad\n{body}', "t.tsv"))
    assert len(sheet.rows) == 603
    assert cells(sheet)[0] == ['"Hello there', "bad"]
    assert cells(sheet)[301:303] == [['"Bye', "bad"], ['5" disk', "bad"]]
    assert not sheet.odd


def test_quotes_inside_a_quoted_cell_that_nobody_doubled(table):
    sheet = read(table('text,label\n"He said "no" to me",a\n"fine, ""really""",b\n'))
    assert cells(sheet) == [['He said "no" to me', "a"], ['fine, "really"', "b"]]


def test_a_very_long_cell(table):
    long = "word " * 200_000
    sheet = read(table(f"text,label\n{long},a\nshort,b\n"))
    assert [len(cell) for cell, _ in cells(sheet)] == [len(long) - 1, 5]


def test_long_texts_of_many_lines_do_not_hide_the_layout(table):
    rows = [["\n".join(f"line {i} of it, and so on" for i in range(4000)), label] for label in ("a", "b", "a", "c")]
    assert cells(read(table(written([["text", "label"], *rows])))) == rows


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_in_a_cell_are_newlines(table, ends):
    sheet = read(table('text,label\n"two\nlines",a\nplain,b\n'.replace("\n", ends)))
    assert cells(sheet) == [["two\nlines", "a"], ["plain", "b"]]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("text,label\ngood stuff,pos\nbad stuff,neg\n", ("text", "label")),
        ("what they said,spam?\ngood stuff,no\nbad stuff,yes\n", ("what they said", "spam?")),
        (",text,label\n0,good stuff,a\n1,bad stuff,b\n", ("", "text", "label")),
        ("text\tlabel\n1\tgood stuff\ta\n2\tbad stuff\tb\n", ("", "text", "label")),
        ("good stuff,pos\nbad stuff,neg\nmore stuff,pos\n", ()),
        ("2023,good stuff,pos\n2024,bad stuff,neg\n", ()),
        (f"{'a long opinion of many words ' * 6},pos\nbad stuff,neg\n", ()),
        ("same,same\ngood stuff,pos\n", ()),
    ],
)
def test_a_first_row_of_names_is_told_from_one_of_data(table, content, names):
    sheet = read(table(content))
    assert sheet.header == names
    width = len(sheet.rows[0][1])
    assert sheet.columns == tuple(name or f"column {i + 1}" for i, name in enumerate(names or ("",) * width))
    assert len(sheet.rows) == content.count("\n") - bool(names)


def test_what_was_guessed_of_the_first_row_can_be_overruled(table):
    path = table("good stuff,fine\nbad stuff,poor\n")
    assert read(path).header == ("good stuff", "fine")
    assert len(read(path, header=False).rows) == 2
    path = table("good stuff,pos\nbad stuff,pos\n")
    assert read(path, header=True).header == ("good stuff", "pos")


def test_one_column_will_do_where_it_is_asked_for(table):
    path = table("text\nfirst words\nother words\n")
    assert cells(read(path, single=True)) == [["first words"], ["other words"]]
    with pytest.raises(UserError, match="at least two columns"):
        read(path)


def test_json_lines(table):
    rows = [{"text": "Ünïcode", "label": 1}, {"label": 2.50, "text": "with, comma", "more": [1, "a"]}, {"text": None}]
    text = "\n".join(json.dumps(row) for row in rows)
    sheet = read(table(text + '\n\n{"text": "cut o\n[1]\n{"label": true, "text": NaN}\n', "t.jsonl"))
    assert sheet.columns == ("text", "label", "more")
    assert cells(sheet) == [
        ["Ünïcode", "1", ""],
        ["with, comma", "2.5", '["1", "a"]'],
        ["", "", ""],
        ["", "true", ""],
    ]
    assert [odd.line for odd in sheet.odd] == [5, 6]
    assert "no sound JSON" in sheet.odd[0].reason
    assert sheet.odd[1].reason == "no JSON object"


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_of_objects(table, indent):
    rows = [{"text": "a, b", "label": "x"}, {"text": "c\nd", "label": "y"}]
    sheet = read(table(json.dumps(rows, indent=indent), "t.json"))
    assert cells(sheet) == [list(row.values()) for row in rows]


def test_json_is_known_by_its_content(table):
    assert cells(read(table('{"text": "a", "label": "b"}\n', "t.txt"))) == [["a", "b"]]
    sheet = read(table("text,label\n{curly} things,a\n[deleted],b\n"))
    assert cells(sheet) == [["{curly} things", "a"], ["[deleted]", "b"]]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("", "t.csv", "is empty"),
        (" \n\n", "t.csv", "is empty"),
        ("text,label\n", "t.csv", "a header but no rows"),
        ("[]", "t.json", "no rows of JSON"),
        ('{\n "a": 1\n}', "t.json", "no rows of JSON"),
        ('[{"a": 1}, {"a": ', "t.json", "no sound JSON"),
        ("[" * 100_000 + '{"a": 1}', "t.json", "no rows of JSON"),
        ('[{"a": ' + "[" * 100_000, "t.json", "nested too deep"),
        (b"PK\x03\x04", "t.csv", "ZIP archive"),
        (bytes(range(256)), "t.csv", "not a table of text"),
        ("one word\n" * 10, "t.csv", "at least two columns"),
    ],
)
def test_what_is_no_table(table, content, name, said):
    with pytest.raises(UserError, match=said) as caught:
        read(table(content, name))
    assert name in caught.value.what


def test_half_a_surrogate_pair_in_json_does_no_harm(table):
    (row,) = cells(read(table('{"text": "odd \\ud800 sign", "label": "\\ud83d\\ude00"}\n', "t.jsonl")))
    assert row == ["odd ? sign", "\U0001f600"]


def test_a_line_without_end_is_refused(table):
    with pytest.raises(UserError, match="line 2, is longer than"):
        read(table("text,label\n" + "x" * ((1 << 24) + 10)))


def test_a_hundred_thousand_rows_come_one_by_one(table):
    count = 100_000
    path = table("text,label\n" + "".join(f'"sentence {i}, and so on",{i % 7}\n' for i in range(count)) + "lost\n")
    with opened(path) as reading:
        assert reading.columns == ("text", "label")
        assert reading.first[0] == (2, ["sentence 0, and so on", "0"])
        rows = iter(reading.rows)
        assert next(rows) == reading.first[0]
        assert sum(1 for _ in rows) == count - 1
        assert [odd.line for odd in reading.odd] == [count + 2]


def test_a_first_text_with_a_comma_too_many_does_not_widen_the_table(table):
    sheet = read(table("Well, well,pos\ngood stuff,pos\nbad stuff,neg\nmore stuff,pos\n"))
    assert [odd.line for odd in sheet.odd] == [1]
    assert len(sheet.rows) == 3
    sheet = read(table("text,label,remark\ngood stuff,pos\nbad stuff,neg\nmore stuff,pos\n"))
    assert sheet.columns == ("text", "label", "remark")
    assert sheet.filled == [2, 3, 4]
