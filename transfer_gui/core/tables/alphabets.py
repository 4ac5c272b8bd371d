"""What letters a text is written in, and how well it fits those of some language that is written in Latin ones."""

import unicodedata
from collections import Counter
from functools import lru_cache

_LETTERS = {
    "French": "àâæçéèêëîïôœùûüÿ",
    "German": "äöüß",
    "Spanish": "áéíñóúü¿¡ªº",
    "Portuguese": "áàâãçéêíóôõúªº",
    "Italian": "àáèéìíîòóùú",
    "Catalan": "àçéèíïòóúü·",
    "Dutch": "áéèëïíóöúü",
    "Swedish and Finnish": "åäöé",
    "Danish and Norwegian": "æøåéèêóòôü",
    "Icelandic": "áðéíóúýþæö",
    "Polish": "ąćęłńóśźż",
    "Czech": "áčďéěíňóřšťúůýž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Hungarian": "áéíóöőúüű",
    "Romanian": "ăâîșțşţ",
    "Croatian and Slovene": "čćđšž",
    "Turkish": "çğıİöşüâîû",
    "Lithuanian": "ąčęėįšųūž",
    "Latvian": "āčēģīķļņšūž",
    "Estonian": "äöõüšž",
}
"""What each has beside a to z."""
_ALPHABETS = [frozenset(letters) for letters in _LETTERS.values()]
_WESTERN = frozenset("".join(list(_LETTERS.values())[:10]))
_SIGNS = frozenset("\u00a0€£§©®™°–—‘’‚“”„…«»‹›•")
"""What stands in texts of all of them."""
_SCRIPTS = {
    **{"LATIN": "Latin", "CYRILLIC": "Cyrillic", "GREEK": "Greek", "ARMENIAN": "Armenian", "GEORGIAN": "Georgian"},
    **{"ARABIC": "Arabic", "HEBREW": "Hebrew", "ETHIOPIC": "Ethiopic", "CJK": "Han", "HIRAGANA": "Hiragana"},
    **{
        "KATAKANA": "Katakana",
        "HANGUL": "Hangul",
        "THAI": "Thai",
        "LAO": "Lao",
        "KHMER": "Khmer",
        "MYANMAR": "Burmese",
    },
    **{"TIBETAN": "Tibetan", "DEVANAGARI": "Devanagari", "BENGALI": "Bengali", "GURMUKHI": "Gurmukhi"},
    **{"GUJARATI": "Gujarati", "TAMIL": "Tamil", "TELUGU": "Telugu", "KANNADA": "Kannada", "MALAYALAM": "Malayalam"},
    **{"SINHALA": "Sinhala", "MYANMAR": "Burmese", "MONGOLIAN": "Mongolian"},
}
"""How the names of a script's letters begin (Unicode), and what people call it."""
_LEAST = 0.05
"""Share of a text's letters from which on it is said to be written in their script."""
_MIXED = 0.9
"""What a text of several Western languages is worth beside one that is of a single language."""


def fit(text: str) -> float:
    """The share of the characters beyond ASCII that the best fitting language has; 1 where there are none."""
    counts = Counter(_lower(sign) for sign in text if sign > "\x7f")
    total = counts.total() - sum(counts[sign] for sign in _SIGNS)

    def share(letters: frozenset[str]) -> float:
        return sum(count for sign, count in counts.items() if sign in letters) / total

    if not total:
        return 1.0
    return max(*(share(letters) for letters in _ALPHABETS), _MIXED * share(_WESTERN))


def scripts(text: str) -> list[str]:
    """The scripts that a text is written in, those with the most letters first; a few foreign letters do not count."""
    counts = Counter[str]()
    for sign, count in Counter(text).items():
        if sign.isalpha():
            counts[_script(sign)] += count
    total = counts.total()
    return [name for name, count in counts.most_common() if name and count >= _LEAST * total]


@lru_cache(20_000)
def _script(letter: str) -> str:
    """Empty where it is none of the better known."""
    plain = unicodedata.normalize("NFKC", letter)[0]  # wide and mathematical letters are Latin ones
    return _SCRIPTS.get(unicodedata.name(plain, "").partition(" ")[0], "")


def _lower(sign: str) -> str:
    """In lower case, but for the Turkish dotted I, which would become two characters."""
    return sign if sign == "İ" else sign.lower()
