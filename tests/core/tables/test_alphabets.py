"""Letters of languages: sentences of Wikipedia's kind fit, the same bytes read wrongly do not."""

import pytest

from transfer_gui.core.tables.alphabets import fit


@pytest.mark.parametrize(
    ("sentence", "codec", "wrong"),
    [
        ("Zażółć gęślą jaźń", "cp1250", "cp1252"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy", "cp1250", "cp1252"),
        ("Árvíztűrő tükörfúrógép", "cp1250", "cp1252"),
        ("Pijamalı hasta yağız şoföre çabucak güvendi", "cp1254", "cp1252"),
        ("İstanbul'da IŞIKLAR ve ĞÜÇÖ", "cp1254", "cp1252"),
        ("Įlinkdama fechtuotojo špaga sublykčiojusi pragręžė apvalų arbūzą", "cp1257", "cp1252"),
        ("Portez ce vieux whisky au juge blond qui fume, là où ça gêne", "cp1252", "cp850"),
        ("Victor jagt zwölf Boxkämpfer quer über den großen Sylter Deich", "cp1252", "mac_roman"),
        ("El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia y frío, ¿añoraba a su querido cachorro?",
         "cp1252", "cp850"),
    ],
)  # fmt: skip
def test_a_sentence_fits_in_its_own_encoding_alone(sentence, codec, wrong):
    assert fit(sentence) == 1
    assert fit(sentence.upper()) == 1
    assert fit(sentence.encode(codec).decode(wrong, "replace")) < 0.95


def test_plain_text_and_signs_fit_anything():
    assert fit("plain") == fit("") == fit("“50 €” – so…") == 1


def test_words_of_several_western_languages_are_worth_a_little_less():
    assert 0.8 < fit("naïve señor in smörgåsbord") < 1
