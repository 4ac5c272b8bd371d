"""How well a text fits the letters of some language that is written in Latin ones."""

from collections import Counter

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


def _lower(sign: str) -> str:
    """In lower case, but for the Turkish dotted I, which would become two characters."""
    return sign if sign == "İ" else sign.lower()
