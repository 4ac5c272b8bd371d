"""Who speaks, from a table's column or from the files' names."""

import pytest

from transfer_gui.core.data import speakers
from transfer_gui.core.data.dataset import Dataset, Example
from transfer_gui.core.errors import UserError


def dataset(*paths, root="/data"):
    return Dataset(root, "folders", ("no", "yes"), [Example(f"{root}/{path}", 0) for path in paths])


FILES = ("no/anna_01.wav", "no/anna_02.wav", "yes/anna_03.wav", "yes/ben_01.wav", "yes/Zoë-2_7.flac")


def test_a_pattern_finds_the_speaker_in_the_file_s_name():
    found = speakers.by_pattern(dataset(*FILES), r"(.+?)_\d+")
    assert found.names == ("anna", "anna", "anna", "ben", "Zoë-2")
    assert found.notes == ()


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        (r"(.+)/", ("no", "no", "yes", "yes", "yes")),
        (r"/(.)", ("a", "a", "a", "b", "Z")),
        (r"^(\w+/\w)", ("no/a", "no/a", "yes/a", "yes/b", "yes/Z")),
        (r"(?:an|b)(.*)_", ("na", "na", "na", "en", "")),
    ],
)
def test_with_a_slash_in_it_a_pattern_looks_at_the_path_below_the_folder(pattern, names):
    assert speakers.by_pattern(dataset(*FILES), pattern).names == names


def test_the_edited_dataset_s_groups_are_those_of_its_files():
    whole = dataset(*FILES)
    edited = Dataset("/data", "folders", whole.classes, whole.examples[1:], unedited=whole, origins=range(1, 5))
    assert len(speakers.by_pattern(edited, r"(.+?)_").names) == 5


def test_files_that_do_not_match_are_told():
    found = speakers.by_pattern(dataset(*FILES, "no/noise.wav", "no/hum.wav"), r"(.+?)_\d+")
    assert found.names[-2:] == ("", "")
    assert len(found.notes) == 1
    assert "2 files do not match" in found.notes[0]
    assert "'noise.wav', 'hum.wav'" in found.notes[0]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(.+?_\d+", "not a regular expression"),
        (r"*(a)", "not a regular expression"),
        (r".+_\d+", "has 0 pairs of brackets"),
        ("", "has 0 pairs of brackets"),
        (r"(.+)_(\d+)", "has 2 pairs of brackets"),
        (r"(speaker\d+)", "matches none of 5 files"),
        (r"anna_(x?)", "matches none of 5 files"),
        ("(" * 400 + "a" + ")" * 400, "characters long"),
        ("(a)" + "b" * 500, "characters long"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_told(pattern, reason):
    with pytest.raises(UserError, match=reason) as fault:
        speakers.by_pattern(dataset(*FILES), pattern)
    assert fault.value.cure


def test_a_pattern_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(speakers, "SECONDS", 1.0)
    with pytest.raises(UserError, match=r"takes more than 1 second"):
        speakers.by_pattern(dataset("no/" + "a" * 60 + ".wav"), r"(a+)+_\d")


def test_names_that_are_no_text_and_many_files():
    data = dataset(*(f"no/s\udcff{i % 7}_{i}.wav" for i in range(20_000)))
    assert set(speakers.by_pattern(data, r"(.+?)_\d+").names) == {f"s\udcff{i}" for i in range(7)}


def test_decomposed_and_composed_names_are_the_same_speaker():
    found = speakers.by_pattern(dataset("no/Zoe\u0308_1.wav", "no/Zo\u00eb_2.wav"), r"(.+?)_\d+")
    assert found.names == ("Zoë", "Zoë")


def test_a_column_names_the_speakers():
    assert speakers.by_column("who", ["anna", " anna ", "ben"]).names == ("anna", "anna", "ben")
    found = speakers.by_column("who", ["anna", "", " "])
    assert found.names == ("anna", "", "")
    assert "2 examples have nothing in column 'who'" in found.notes[0]
    with pytest.raises(UserError, match="'who' is empty"):
        speakers.by_column("who", ["", " "])
