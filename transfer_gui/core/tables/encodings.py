"""Bytes to text: finds out in which encoding a file is written.

In this order: a byte order mark, UTF-8, UTF-16 and UTF-32 without a mark, and the old encodings of one language each,
among which charset_normalizer decides. Whatever is found has been tried on the whole content, so that reading does not
fail half-way.
"""

import codecs
import io
import re
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from ..errors import UserError
from .alphabets import fit

WESTERN = "cp1252"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_WIDE = {"utf-32-le": "UTF-32", "utf-32-be": "UTF-32", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_LATIN = {
    WESTERN: "Windows-1252 (Western European)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1257": "Windows-1257 (Baltic)",
    "iso8859_2": "ISO 8859-2 (Central European)",
    "cp850": "DOS 850 (Western European)",
    "mac_roman": "Mac Roman",
}
"""Encodings of languages in Latin letters."""
_OTHERS = {
    "cp1251": "Windows-1251 (Cyrillic)",
    "koi8_r": "KOI8-R (Russian)",
    "cp866": "DOS 866 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp874": "Windows-874 (Thai)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp932": "Shift JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "cp949": "Windows-949 (Korean)",
}
"""Encodings of other scripts."""
_BINARY = (
    (b"PK\x03\x04", "a ZIP archive", "Unpack it, and choose what is inside."),
    (b"\xd0\xcf\x11\xe0", "a workbook or document of old Office", "Save the sheet as CSV and choose that."),
    (b"PAR1", "a Parquet table", "Save it as CSV or JSON Lines and choose that."),
    (b"SQLite format 3\0", "a database", "Export the table as CSV and choose that."),
    (b"%PDF", "a PDF document", "Save its text and choose that."),
    (b"\x1f\x8b", "packed with gzip", "Unpack it, and choose what is inside."),
    (b"BZh", "packed with bzip2", "Unpack it, and choose what is inside."),
    (b"\xfd7zXZ\0", "packed with xz", "Unpack it, and choose what is inside."),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard", "Unpack it, and choose what is inside."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it, and choose what is inside."),
    (b"\x89PNG", "a picture", "Choose a file of text."),
    (b"\xff\xd8\xff", "a picture", "Choose a file of text."),
    (b"GIF8", "a picture", "Choose a file of text."),
)
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".ods"})
_CONTROL = bytes(code for code in (*range(32), 127) if chr(code) not in "\t\n\v\f\r\x1a\x1b")
_HIGH = bytes(range(128, 256))
_ACCENTS = 0.6
"""Share of bytes beyond ASCII in the words that have any, below which they are letters with accents."""
_FEW = 10
_SAMPLE = 65_536
_CHUNK = 1 << 20
_SHARE = 0.01
"""Control characters among the first bytes from which on a file is no text."""
_CLOSE = 0.02
"""Two measures of charset_normalizer that are nearer than this are equal."""


@dataclass(frozen=True)
class Encoding:
    """How a file's bytes stand for text."""

    codec: str
    """Python's name."""
    title: str
    """The name for people: 'Windows-1251 (Cyrillic)'."""


def decode(raw: bytes, name: str) -> tuple[str, Encoding]:
    """The text of `raw`, its line ends as they are, and its encoding. `name` is what messages call it.

    Raises UserError as `detect` does.
    """
    found = detect(io.BytesIO(raw), name)
    return raw.decode(found.codec), found


@contextmanager
def opened(path: Path, wanted: str = "text") -> Generator[tuple[TextIO, Encoding]]:
    """The file at `path` as text, with every line end as a newline, and its encoding; `wanted` says what it should be.

    Raises UserError as `detect` does, and where the file cannot be read.
    """
    try:
        if path.exists() and not path.is_file():
            raise UserError(f"{path} is not a file.", "Choose a file.")
        with path.open("rb") as file:
            found = detect(file, str(path), wanted)
            file.seek(0)
            with io.TextIOWrapper(file, found.codec) as text:
                yield text, found
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise UserError(f"{path} cannot be read ({what}).", "Check the path and your permissions.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} has changed while it was read.", "Choose it again when it is complete.") from error


def detect(file: BinaryIO, name: str, wanted: str = "text") -> Encoding:
    """The encoding of `file`, which is read to its end, maybe several times.

    `name` is what messages call the file, `wanted` what it should be. Raises UserError, saying what the file is, for
    one that is no text, and naming the line where it is damaged.
    """
    file.seek(0)
    start = file.read(_SAMPLE)
    _refuse_binary(start, name, wanted)
    for mark, codec, title in _MARKS:
        if start.startswith(mark):
            if line := _fault(file, codec):
                raise _damaged(name, line, title)
            return Encoding(codec, title)
    nulls = start.count(0)
    if nulls > len(start) / 5 and (wide := _wide(file, start)):
        return wide
    line = _fault(file, "utf-8")
    if line and nulls and (wide := _wide(file, start)):
        return wide
    controls = len(start) - len(start.translate(None, _CONTROL))
    if controls > max(1, _SHARE * len(start)):
        share = max(1, round(100 * controls / len(start)))
        raise UserError(
            f"{name} is not {wanted}: {share} % of its first bytes are control characters.",
            "Choose a file of text; a spreadsheet can save its sheet as CSV.",
        )
    return _old(file, name, line) if line else Encoding("utf-8", "UTF-8")


def _refuse_binary(start: bytes, name: str, wanted: str) -> None:
    for magic, what, cure in _BINARY:
        if start.startswith(magic):
            if magic.startswith(b"PK") and Path(name).suffix.lower() in _WORKBOOKS:
                what, cure = "a workbook", "Save the sheet as CSV and choose that."
            raise UserError(f"{name} is {what}, not {wanted}.", cure)


def _damaged(name: str, line: int, title: str) -> UserError:
    return UserError(
        f"{name}, line {line}: the bytes there are no {title}, as the rest of the file is.",
        "Fetch the file again if it is cut off; else mend that line in a text editor, and save it as UTF-8.",
    )


def _fault(file: BinaryIO, codec: str) -> int:
    """The line (from 1) in which the content cannot be read as `codec`; 0 where all of it can."""
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    file.seek(0)
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, not chunk)
        except UnicodeDecodeError as error:
            return line + _breaks(error.object[: error.start].decode(codec, "ignore"))
        line += _breaks(text)
        if not chunk:
            return 0


def _breaks(text: str) -> int:
    return text.count("\n") or text.count("\r")


def _wide(file: BinaryIO, start: bytes) -> Encoding | None:
    """UTF-32 or UTF-16 without a mark: the one that gives most ASCII (spaces, commas, line ends) and nothing strange.

    In the other byte order a space or a line end is a rare sign, or none at all.
    """

    def ascii_share(codec: str) -> float:
        try:
            text = codecs.getincrementaldecoder(codec)().decode(start)  # the last sign may be cut
        except UnicodeDecodeError:
            return 0.0
        strange = sum(unicodedata.category(sign) in {"Cc", "Cn", "Co"} and not sign.isspace() for sign in text)
        return sum(sign < "\x80" for sign in text) / len(text) if text and strange <= _SHARE * len(text) else 0.0

    best = max(_WIDE, key=ascii_share)
    return Encoding(best, _WIDE[best]) if ascii_share(best) > _SHARE and not _fault(file, best) else None


def _old(file: BinaryIO, name: str, line: int) -> Encoding:
    """The encoding of text that is no Unicode. `line` is the first that is no UTF-8."""
    sample = _telling(file)
    signs = sample.decode("utf-8", "surrogateescape")
    whole, broken = (len(re.findall(pattern, signs)) for pattern in ("[^\0-\x7f\ud800-\udfff]", "[\udc80-\udcff]"))
    if whole and 20 * broken <= whole:
        raise _damaged(name, line, "UTF-8")
    for codec, title in _likely(sample):
        if not _fault(file, codec):
            return Encoding(codec, title)
    raise UserError(
        f"{name} is text in an encoding that is not recognised.",
        "Open it in the program that wrote it, and save it as UTF-8.",
    )


def _telling(file: BinaryIO) -> bytes:
    """The first lines with bytes that are not ASCII: the others tell nothing."""
    sample = bytearray()
    file.seek(0)
    while len(sample) < _SAMPLE and (line := file.readline(_SAMPLE)):
        if not line.isascii():
            sample += line
    # Of a very long line that is cut, half a sign may be last.
    return bytes(sample) if sample.endswith((b"\n", b"\r")) else re.sub(rb"[\x80-\xff]{1,3}$", b"", bytes(sample))


def _likely(sample: bytes) -> list[tuple[str, str]]:
    """Encodings in which `sample` makes sense, the likeliest first; of Latin letters the Western one in any case."""
    from charset_normalizer import from_bytes

    latin = _is_latin(sample)
    known = _LATIN if latin else _OTHERS
    matches = from_bytes(
        sample,
        steps=10,
        chunk_size=1024,
        cp_isolation=list(known),
        preemptive_behaviour=False,  # a text may speak of encodings
        enable_fallback=False,
    )
    # Encodings that give the same text are one match.
    found = {codec: (match.chaos, match.coherence) for match in matches for codec in match.could_be_from_charset}
    order = [codec for codec in known if codec in found]
    first: list[str] = []
    while order:
        calm = min(found[codec][0] for codec in order) + _CLOSE
        left = [codec for codec in order if found[codec][0] <= calm]
        if latin:
            fits = {codec: fit(sample.decode(codec)) for codec in left}
            left = [codec for codec in left if fits[codec] == max(fits.values())]
        fluent = max(found[codec][1] for codec in left) - _CLOSE
        best = next(codec for codec in left if found[codec][1] >= fluent)
        first.append(best)
        order.remove(best)
    few = len(sample) - len(sample.translate(None, _HIGH)) < _FEW  # for charset_normalizer
    if latin and few and fit(sample.decode(WESTERN, "replace")) == 1:
        first.insert(0, WESTERN)
    if latin and WESTERN not in first:
        first.append(WESTERN)
    return [(codec, known[codec]) for codec in first]


def _is_latin(sample: bytes) -> bool:
    """Whether bytes beyond ASCII are few among the letters of a word, or stand alone: accents, not another script."""
    words = [word for word in re.findall(rb"[A-Za-z\x80-\xff]+", sample) if not word.isascii()]
    high = sum(len(word) - len(word.translate(None, _HIGH)) for word in words)
    alone = all(len(run) == 1 for run in re.findall(rb"[\x80-\xff]+", sample))
    return alone or high < _ACCENTS * sum(map(len, words))
