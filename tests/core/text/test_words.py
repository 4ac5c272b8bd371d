"""Words as the GloVe vectors have them, vocabularies, and what is to know of many texts."""

import numpy as np
import pytest

from transfer_gui.core import paths
from transfer_gui.core.errors import UserError
from transfer_gui.core.tables.sheets import read
from transfer_gui.core.text.words import FIRST, PADDING, UNKNOWN, Vocabulary, describe, words

GLOVE = paths.resources() / "models" / "glove-6b-50d-30k.vocab.txt"


@pytest.fixture(scope="module")
def glove():
    return Vocabulary.read(GLOVE)


@pytest.fixture(scope="module")
def glosses():
    sheet = read(paths.resources() / "data" / "glosses" / "glosses.csv")
    return sheet.column(0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cat's paw, isn't it?", "the cat 's paw , is n't it ?"),
        ("I can't; they’re HERE.", "i ca n't ; they 're here ."),
        ("Mr. O'Brien of the U.S. said 1,000.50 is 5%", "mr. o'brien of the u.s. said 1,000.50 is 5 %"),
        ("a well-known 10-year-old U.S.-led plan", "a well-known 10-year-old u.s.-led plan"),
        ("R&B and/or AT&T at 10:30 in the 1970s and '90s", "r&b and/or at&t at 10:30 in the 1970s and '90s"),
        ("wait... what -- (so) \"yes\" ''no''", "wait ... what -- ( so ) \" yes \" '' no ''"),
        ("the dogs' 'bones' cost $.50", "the dogs ' ' bones ' cost $ .50"),
        ("Élan vital, DÉTENTE", "élan vital , détente"),
        ("e\u0301lan", "élan"),
        ("Съешь ещё, ΑΒΓ", "съешь ещё , αβγ"),
        ("你好 world カナ", "你 好 world カ ナ"),
        ("हिन्दी भाषा", "हिन्दी भाषा"),
        ("\U0001f600ok", "\U0001f600 ok"),
        ("  \t\n ", ""),
    ],
)
def test_words(text, expected):
    assert words(text) == expected.split()


@pytest.mark.parametrize("sign", ["''", "``", "--", "...", "'s", "n't", "'re", "u.s.", "mr.", "well-known", "o'brien"])
def test_what_it_parts_the_vectors_have(glove, sign):
    assert words(sign) == [sign]
    assert sign in glove


def test_every_line_of_the_shipped_file_is_a_word(glove):
    lines = GLOVE.read_bytes().decode().removesuffix("\n").split("\n")
    assert glove.words == tuple(lines)
    assert len(glove) == 30_002
    assert [glove.word(i) for i in (PADDING, UNKNOWN, FIRST)] == ["", "[unknown]", "the"]


def test_all_but_few_words_of_the_shipped_sentences_are_known(glove, glosses):
    assert 0.9 < glove.known(glosses) < 1


def test_ids_of_a_fixed_length(glove):
    ids = glove.encode(["The cat zzxqy", "", "the the the the the"], 4)
    the, cat = glove.words.index("the") + FIRST, glove.words.index("cat") + FIRST
    assert ids.dtype == np.int32
    assert ids.tolist() == [[the, cat, UNKNOWN, PADDING], [PADDING] * 4, [the] * 4]


def test_an_unknown_word_with_a_hyphen_is_taken_apart():
    vocabulary = Vocabulary(["red", "tailed", "red-hot", "hawk"])
    assert vocabulary.split("Red-tailed red-hot hawk/red 1.5") == ["red", "tailed", "red-hot", "hawk", "red", "1.5"]
    assert vocabulary.known(["red-tailed hawk, unheard"]) == 0.75


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"the\n\nof\n", "line 2, is empty"),
        (b"the\nof\nthe\n", "'the' in line 1 and in line 3"),
        (b"caf\xe9\n", "not UTF-8"),
    ],
)
def test_what_is_no_vocabulary(tmp_path, content, said):
    path = tmp_path / "words.txt"
    path.write_bytes(content)
    with pytest.raises(UserError, match=said):
        Vocabulary.read(path)


def test_a_vocabulary_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        Vocabulary.read(tmp_path / "none.txt")


def test_words_with_signs_that_end_a_line_elsewhere(tmp_path):
    path = tmp_path / "words.txt"
    path.write_bytes("a\u0085b\r\nc\u2028d\r\ne\n".encode())
    assert Vocabulary.read(path).words == ("a\u0085b", "c\u2028d", "e")


def test_a_description():
    texts = ["One two three", "one  TWO three", "", " \n", "Привет", "One two three", "你好吗"]
    found = describe(texts)
    assert found.count == 7
    assert found.words == (0, 3, 3, 3)
    assert found.characters == (0, 6, 14, 14)
    assert found.empty == (2, 3)
    assert found.copies == ((0, 5),)
    assert found.near_copies == ((0, 1, 5),)
    letters = 3 * 11 + 6 + 3
    assert found.scripts == pytest.approx({"Latin": 33 / letters, "Cyrillic": 6 / letters, "Han": 3 / letters})
    assert list(found.scripts) == ["Latin", "Cyrillic", "Han"]


def test_lengths_are_those_of_the_texts_in_order(glosses):
    found = describe(glosses)
    lengths = sorted(len(text) for text in glosses)
    assert found.characters[0] == lengths[0]
    assert found.characters[1] in lengths[599:601]
    assert found.characters[2] in lengths[1139:1142]
    assert found.characters[3] == lengths[-1]
    assert found.scripts["Latin"] > 0.999


def test_a_description_of_nothing():
    found = describe([])
    assert (found.count, found.words, found.scripts) == (0, (0, 0, 0, 0), {})
