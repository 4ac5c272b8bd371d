"""Pieces of words, against the library's own plain call and BERT's published example."""

import random
import sys

import numpy as np
import pytest

from transfer_gui.core.errors import Refused, UserError
from transfer_gui.core.text.pieces import Tokenizer

from .made import TOKENS, tokenizer

SIZE = len(TOKENS)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "tokenizer.json"
    tokenizer().save(str(file))
    return file


def test_special_tokens_cut_off_and_padding(path):
    ids = Tokenizer(path, 6, 0, SIZE).encode(["The cats!", "", "unaffable unaffable", "the dog"])
    assert ids.dtype == np.int32
    assert ids.tolist() == [[2, 7, 8, 9, 10, 3], [2, 3, 0, 0, 0, 0], [2, 4, 5, 6, 4, 3], [2, 7, 1, 3, 0, 0]]


def test_the_ids_are_the_library_s_own(path):
    texts = [" ".join(random.Random(i).choices(["the", "cats", "unaffable", "x", "!"], k=i % 30)) for i in range(2500)]
    own = tokenizer()
    expected = np.zeros((len(texts), 100), np.int32)
    for row, text in zip(expected, texts, strict=True):
        found = own.encode(text).ids
        row[: len(found)] = found
    assert np.array_equal(Tokenizer(path, 100, 0, SIZE).encode(texts), expected)


def test_pieces_know_where_they_stand(path):
    text = "Unaffable café 好!"
    pieces = Tokenizer(path, 20, 0, SIZE).pieces(text)
    assert [piece.token for piece in pieces] == ["[CLS]", "un", "##aff", "##able", "café", "好", "!", "[SEP]"]
    assert [text[p.start : p.end] for p in pieces] == ["", "Un", "aff", "able", "café", "好", "!", ""]
    assert [piece.special for piece in pieces] == [True, *[False] * 6, True]
    assert [piece.id for piece in pieces] == [TOKENS.index(piece.token) for piece in pieces]


def test_what_the_file_says_of_lengths_is_overruled(tmp_path):
    own = tokenizer()
    own.enable_truncation(3, direction="left")
    own.enable_padding(length=50, pad_id=1, pad_token="[UNK]", direction="left")
    own.save(str(tmp_path / "tokenizer.json"))
    found = Tokenizer(tmp_path / "tokenizer.json", 7, 0, SIZE).encode(["the cats"])
    assert found.tolist() == [[2, 7, 8, 9, 3, 0, 0]]


def test_half_a_surrogate_pair_does_no_harm(path):
    assert Tokenizer(path, 5, 0, SIZE).encode(["the \ud800"]).tolist() == [[2, 7, 1, 3, 0]]


def test_no_texts(path):
    assert Tokenizer(path, 5, 0, SIZE).encode([]).shape == (0, 5)


def test_a_length_without_room_for_text(path):
    with pytest.raises(UserError, match=r"no room for text: 2 special tokens.*Set it to 3"):
        Tokenizer(path, 2, 0, SIZE)
    assert Tokenizer(path, 3, 0, SIZE).encode(["the cats"]).tolist() == [[2, 7, 3]]


def test_a_tokeniser_of_another_network(path):
    with pytest.raises(Refused, match="ids up to 12, and the network knows 12"):
        Tokenizer(path, 5, 0, SIZE - 1)
    with pytest.raises(Refused, match="no token for the padding id 99"):
        Tokenizer(path, 5, 99, 100)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1]", b'{"version": "1.0"}', b"\xff\xfe", b'{"model": {"type": "X"}}']
)
def test_what_is_no_tokeniser(tmp_path, content):
    path = tmp_path / "tokenizer.json"
    path.write_bytes(content)
    with pytest.raises(Refused, match=r"no sound tokenizer\.json"):
        Tokenizer(path, 5, 0, SIZE)


def test_a_file_that_fails_with_a_text_only(path):
    path.write_text(path.read_text().replace('"unk_token": "[UNK]"', '"unk_token": "[NONE]"'))
    with pytest.raises(Refused, match=r"no sound tokenizer\.json: .*Missing \[UNK\]"):
        Tokenizer(path, 5, 0, SIZE)


def test_a_file_that_is_cut_off_anywhere(path):
    whole = path.read_bytes()
    for length in range(0, len(whole.rstrip()) - 1, 97):
        path.write_bytes(whole[:length])
        with pytest.raises(Refused):
            Tokenizer(path, 5, 0, SIZE)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        Tokenizer(tmp_path / "tokenizer.json", 5, 0, SIZE)


def test_without_the_library_it_says_what_to_install(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(UserError, match=r"pip install 'transfer-gui\[text\]'"):
        Tokenizer(path, 5, 0, SIZE)
