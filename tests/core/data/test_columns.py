"""Which column is the text and which the label."""

import pytest

from transfer_gui.core import paths
from transfer_gui.core.data.columns import ColumnsUnclear, guess
from transfer_gui.core.tables.sheets import read


def made(count=60):
    """(number, a sentence, one of three labels, one of two sources, a speaker) of each row."""
    return [
        (str(i), f"This is sentence number {i} of the table", "abc"[i % 3], ("web", "mail")[i % 2], f"s{i % 5}")
        for i in range(count)
    ]


def rows(*places):
    return [[row[place] for place in places] for row in made()]


def test_the_shipped_sentences():
    sheet = read(paths.resources() / "data" / "glosses" / "glosses.csv")
    roles = guess(sheet.columns, [cells for _, cells in sheet.rows], "glosses.csv")
    assert (roles.text, roles.label, roles.side, roles.group) == (0, 1, None, None)
    assert roles.reasons[0].startswith("Texts from column 'text': by its name; 100% of its cells differ, of ")
    assert roles.reasons[1] == "Labels from column 'label': by its name; it has 8 values."


@pytest.mark.parametrize("places", [(1, 2), (2, 1)])
def test_without_a_header_the_cells_decide(places):
    roles = guess(("column 1", "column 2"), rows(*places), "t", header=False)
    assert (roles.text, roles.label) == (places.index(1), places.index(2))
    assert "longest cells" in roles.reasons[0]
    assert "the only one of few, short values; it has 3 values" in roles.reasons[1]


def test_row_numbers_are_neither():
    roles = guess(("", "what", "kind"), rows(0, 1, 2), "t")
    assert (roles.text, roles.label) == (1, 2)


def test_names_decide_between_equals():
    table = [[f"{cells[0]} first", f"{cells[0]} and a longer second one", *cells[1:]] for cells in rows(1, 2, 3)]
    roles = guess(("Review-Text", "remarks", "source", "Sentiment"), table, "t")
    assert (roles.text, roles.label) == (0, 3)
    assert guess(("opinion", "remarks", "source", "Sentiment"), table, "t").text == 1


def test_a_column_called_text_that_holds_a_few_words_only_is_not_the_text():
    table = [[cells[1], cells[0]] for cells in rows(1, 2)]
    assert guess(("text", "said"), table, "t").text == 1


def test_two_columns_that_may_be_the_label_must_be_chosen_between():
    with pytest.raises(ColumnsUnclear, match=r"the label.*kind: a, b, c; source: web, mail") as caught:
        guess(("said", "kind", "source"), rows(1, 2, 3), "t.csv")
    assert caught.value.columns == ("said", "kind", "source")
    assert len(caught.value.rows) == 5
    assert "text and label among: said, kind, source" in caught.value.cure
    roles = guess(("said", "kind", "source"), rows(1, 2, 3), "t.csv", label=" Source")
    assert (roles.text, roles.label) == (0, 2)
    assert roles.reasons[1] == "Labels from column 'source', as chosen."


def test_a_column_that_is_not_there_names_those_that_are():
    with pytest.raises(ColumnsUnclear, match=r"no column 'nope'.*said, kind"):
        guess(("said", "kind"), rows(1, 2), "t", text="nope")
    with pytest.raises(ColumnsUnclear, match="cannot be both"):
        guess(("said", "kind"), rows(1, 2), "t", text="said", label="said")


def test_numbers_alone_are_no_text():
    with pytest.raises(ColumnsUnclear, match="which column holds the text"):
        guess(("a", "b"), [[str(i), f"{i}.5"] for i in range(20)], "t")


def test_speakers_and_sides_are_recognised_and_are_no_label():
    table = [[*cells, ("train", "test")[i % 2]] for i, cells in enumerate(rows(1, 2, 4))]
    roles = guess(("said", "kind", "Speaker ID", "split"), table, "t")
    assert (roles.text, roles.label, roles.group, roles.side) == (0, 1, 2, 3)
    assert guess(("said", "kind", "who", "split"), table, "t", group="who", label="kind").group == 2


def test_a_speaker_who_speaks_once_is_no_group():
    table = [[cells[0], cells[1], f"s{i}"] for i, cells in enumerate(rows(1, 2))]
    assert guess(("said", "label", "speaker"), table, "t").group is None


def test_short_texts_of_one_word():
    table = [[f"name{chr(97 + i % 26)}{i}", "it" if i % 2 else "fr"] for i in range(80)]
    roles = guess(("surname", "country"), table, "t")
    assert (roles.text, roles.label) == (0, 1)


def test_a_sorted_table_is_looked_at_from_end_to_end():
    table = [[f"this is sentence {i} of many", "a" if i < 9000 else "b"] for i in range(10_000)]
    assert guess(("x", "y1"), table, "t").label == 1


def test_labels_that_come_in_turns_are_all_seen():
    table = [[f"this is sentence {i} of many", f"kind {i % 20}"] for i in range(100_000)]
    roles = guess(("said", "what"), table, "t")
    assert roles.reasons[1] == "Labels from column 'what': the only one of few, short values; it has 20 values."
