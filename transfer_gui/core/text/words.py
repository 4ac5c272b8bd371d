"""The words of a text, a vocabulary of them, and what is to know of many texts.

Words are parted as in the GloVe vectors of 6 billion words (Pennington et al. 2014), which were made with the Stanford
tokeniser: all in lower case, punctuation apart, 's and n't apart, numbers and words with a hyphen whole, and the dot
kept in 'u.s.' and 'mr.'. Each Chinese character and Japanese kana is a word.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import UserError

PADDING, UNKNOWN, FIRST = 0, 1, 2
"""Ids: of no word, of a word that the vocabulary lacks, and of its first word."""

Ids = NDArray[np.int32]

_DOTTED = "mr|mrs|ms|dr|st|jr|sr|prof|gen|gov|sen|rep|lt|col|inc|corp|co|ltd|vs|etc|jan|feb|aug|sept|oct|nov|dec"
_CLITIC = re.compile(r"(.+?)(n't|'(?:s|re|ve|m|ll|d))")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BREAK = re.compile(r"[-/&_]+")
_ALPHABETS = (
    "Latin Greek Cyrillic Armenian Georgian Hebrew Arabic Syriac Ethiopic Devanagari Bengali Gurmukhi Gujarati "
    "Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Khmer Mongolian Hangul"
)
_SCRIPTS = {
    **{name.upper(): name for name in _ALPHABETS.split()},
    **{"CJK": "Han", "HIRAGANA": "Kana", "KATAKANA": "Kana", "HALFWIDTH": "Kana", "FULLWIDTH": "Latin"},
}
"""Scripts by the first word of a letter's name in Unicode ('LATIN SMALL LETTER A')."""


def words(text: str) -> list[str]:
    """The words of `text` in order, in lower case and composed Unicode."""
    text = unicodedata.normalize("NFC", text).lower().replace("\u2019", "'")
    marked = False
    if not text.isascii():
        text = _IDEOGRAPH.sub(r" \g<0> ", text)
        marked = not _marks().isdisjoint(text)
    found: list[str] = []
    for token in _token(marked).findall(text):
        match = _CLITIC.fullmatch(token) if "'" in token else None
        found += match.groups() if match else (token,)
    return found


@cache
def _marks() -> frozenset[str]:
    r"""What \w leaves out of words: signs that are set on letters (accents, and the vowels of Indian scripts)."""
    return frozenset(chr(c) for c in range(0x300, 0x20000) if unicodedata.category(chr(c)).startswith("M"))


@cache
def _token(marked: bool) -> re.Pattern[str]:
    """One word or sign; at each place the first alternative that fits. Only where a text is `marked` it has marks, for
    they take time."""
    part = rf"\w+(?:[{''.join(sorted(_marks()))}]+\w*)*" if marked else r"\w+"
    return re.compile(
        rf"""
          (?:[^\W\d_]\.){{2,}}(?:-{part})*         # u.s.  e.g.  u.s.-led
        | (?:{_DOTTED})\.                          # mr.  inc.  etc.
        | '(?:\d\ds?|em|s|re|ve|m|ll|d)\b          # '90s  'em  and what stands apart already
        | (?<!\w)\.\d+                             # .5
        | \d+(?:[.,:/]\d+)+(?:-{part})*            # 1,000  2.5  10:30  1/2  4.5-inch
        | {part}(?:['&/-]{part})*                  # word  well-known  o'brien  at&t  1970s  2-1
        | \.{{2,}} | -{{2,}} | '' | ``             # signs of several characters
        | \S                                       # any other sign
        """,
        re.VERBOSE,
    )


class Vocabulary:
    """The words that have an id, in the order of their ids from `FIRST` on."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self._ids = {word: i for i, word in enumerate(self.words, FIRST)}

    @classmethod
    def read(cls, path: Path) -> "Vocabulary":
        """The vocabulary in a UTF-8 file with a word a line. Raises UserError for a file that is none."""
        cure = "Choose a file with a word a line, in UTF-8."
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise UserError(f"{path} cannot be read ({error.strerror}).", "Check the path.") from error
        except UnicodeDecodeError as error:
            raise UserError(f"{path} is no vocabulary: it is not UTF-8.", cure) from error
        # Some words hold signs that `splitlines` takes for the end of a line.
        found = [line.removesuffix("\r") for line in text.split("\n")]
        while found and not found[-1]:
            found.pop()
        if not found:
            raise UserError(f"{path} is empty.", cure)
        first: dict[str, int] = {}
        for number, word in enumerate(found, 1):
            if not word:
                raise UserError(f"{path}, line {number}, is empty.", cure)
            if first.setdefault(word, number) != number:
                raise UserError(
                    f"{path} has the word {word!r} in line {first[word]} and in line {number}.",
                    "Each word stands once in a vocabulary.",
                )
        return cls(found)

    def __len__(self) -> int:
        """The number of ids: the words, padding and unknown."""
        return FIRST + len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self._ids

    def word(self, id: int) -> str:
        """The word with this id; '' for padding, '[unknown]'."""
        return self.words[id - FIRST] if id >= FIRST else ("", "[unknown]")[id]

    def split(self, text: str) -> list[str]:
        """The words of `text` as the ids take them: of a word with a hyphen that is not known, its parts."""
        found: list[str] = []
        for word in words(text):
            parts = [] if word in self._ids else [part for part in _BREAK.split(word) if part]
            found += parts if len(parts) > 1 else [word]
        return found

    def encode(self, texts: Sequence[str], length: int) -> Ids:
        """Ids of the words of each text, (len(texts), length): cut off after `length` words, padded behind."""
        ids = np.full((len(texts), length), PADDING, np.int32)
        for row, text in zip(ids, texts, strict=True):
            found = [self._ids.get(word, UNKNOWN) for word in self.split(text)[:length]]
            row[: len(found)] = found
        return ids

    def known(self, texts: Iterable[str]) -> float:
        """The share of all words of the texts, signs left out, that have an id of their own; 0 where there are none."""
        counts = Counter(word for text in texts for word in self.split(text) if any(map(str.isalnum, word)))
        return sum(n for word, n in counts.items() if word in self._ids) / max(sum(counts.values()), 1)


@dataclass(frozen=True)
class Description:
    """What is to know of many texts."""

    count: int
    words: tuple[int, int, int, int]
    """Words of the shortest text, the median, the one that 95 in 100 do not exceed, the longest."""
    characters: tuple[int, int, int, int]
    """The same in characters."""
    scripts: dict[str, float]
    """Share of all letters in each script ('Latin', 'Han', 'Cyrillic'...), the most frequent first."""
    empty: tuple[int, ...]
    """Places of texts without any word or sign."""
    copies: tuple[tuple[int, ...], ...]
    """Places of texts that are the same."""
    near_copies: tuple[tuple[int, ...], ...]
    """Places of texts that are the same but for case and spaces, where they are not wholly the same."""


def describe(texts: Sequence[str]) -> Description:
    """Lengths, scripts, empty texts and copies."""
    letters = Counter[str]()
    same: dict[str, list[int]] = {}
    alike: dict[str, list[int]] = {}
    empty: list[int] = []
    for place, text in enumerate(texts):
        bare = " ".join(text.split())
        if not bare:
            empty.append(place)
            continue
        letters.update(text)
        same.setdefault(text, []).append(place)
        alike.setdefault(bare.casefold(), []).append(place)
    return Description(
        len(texts),
        _spread([len(words(text)) for text in texts]),
        _spread([len(text) for text in texts]),
        _scripts(letters),
        tuple(empty),
        tuple(tuple(places) for places in same.values() if len(places) > 1),
        tuple(tuple(places) for places in alike.values() if len({texts[place] for place in places}) > 1),
    )


def _spread(lengths: Sequence[int]) -> tuple[int, int, int, int]:
    """Least, median, 95th percentile and most; each is one of the lengths."""
    if not lengths:
        return 0, 0, 0, 0
    least, median, high, most = np.quantile(lengths, (0, 0.5, 0.95, 1), method="higher").tolist()
    return int(least), int(median), int(high), int(most)


def _scripts(letters: Counter[str]) -> dict[str, float]:
    counts = Counter[str]()
    for letter, count in letters.items():
        if letter.isalpha():
            first = re.split("[ -]", unicodedata.name(letter, ""), maxsplit=1)[0]
            counts[_SCRIPTS.get(first, "Other")] += count
    return {script: count / counts.total() for script, count in counts.most_common()}
