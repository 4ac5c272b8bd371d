"""Bytes to text, against Python's own codecs: what was encoded comes back, and what is no text is told apart."""

import codecs
import contextlib
import io
import random

import pytest

from transfer_gui.core.errors import UserError
from transfer_gui.core.tables.encodings import decode, detect, opened

GREEK = "Η γρήγορη καφέ αλεπού πηδάει πάνω από το τεμπέλικο σκυλί, και ο ήλιος λάμπει στον ουρανό της Αθήνας."
RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю. Погода сегодня хорошая, и мы идём в парк."
HEBREW = "בראשית ברא אלהים את השמים ואת הארץ, והארץ היתה תהו ובהו וחשך על פני תהום ורוח אלהים מרחפת."
ARABIC = "ولد جميع الناس أحرارا متساوين في الكرامة والحقوق، وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا."
CHINESE = "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。"
TAIWANESE = "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。"
JAPANESE = "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"
KOREAN = "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성을 부여받았다."
FRENCH = "Tous les êtres humains naissent libres et égaux en dignité et droits. Ils sont doués de raison, là où ça va"
POLISH = "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są obdarzeni rozumem, żyją."
GERMAN = "Alle Menschen sind frei und gleich an Würde und Rechten geboren; sie sind groß, größer und heißen Jürgen."
SPANISH = "Todos los seres humanos nacen libres e iguales y, dotados como están de razón y conciencia, ¿qué más, año?"
CZECH = "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím."
HUNGARIAN = "Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Ésszel és lelkiismerettel bírván."
TURKISH = "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler."
LITHUANIAN = "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir sąžinė."
THAI = "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม"


def table(text, rows=12):
    return "".join(f"{text} {i},label {i % 3}\n" for i in range(rows))


@pytest.mark.parametrize("text", [FRENCH, GREEK, CHINESE, KOREAN, "\U0001f600 fine", "plain"])
@pytest.mark.parametrize(
    ("codec", "title"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-32-le", "UTF-32"),
        ("utf-32-be", "UTF-32"),
    ],
)
def test_unicode_with_and_without_a_mark(text, codec, title):
    found, encoding = decode(table(text).encode(codec), "a.csv")
    assert (found, encoding.title) == (table(text), title)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE], ids=["utf-16", "utf-32"])
def test_a_mark_of_the_other_byte_order(mark):
    codec = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-32-be"
    assert decode(mark + table(FRENCH).encode(codec), "a.csv")[0] == table(FRENCH)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (GERMAN, "cp850"),
        (SPANISH, "cp1252"),
        (SPANISH, "mac_roman"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (CZECH, "cp1250"),
        (HUNGARIAN, "cp1250"),
        (TURKISH, "cp1254"),
        (LITHUANIAN, "cp1257"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (GREEK, "cp1253"),
        (HEBREW, "cp1255"),
        (ARABIC, "cp1256"),
        (THAI, "cp874"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
    ],
)
def test_old_encodings_of_one_language(text, codec):
    assert decode(table(text).encode(codec), "a.csv")[0] == table(text)


@pytest.mark.parametrize("word", ["café", "naïve", "Köln", "señor", "50 €", "smörgåsbord", "it’s"])
def test_one_accent_in_a_short_file_is_western(word):
    found, encoding = decode(f"text,label\n{word},a\nplain,b\n".encode("cp1252"), "a.csv")
    assert word in found
    assert encoding.title == "Windows-1252 (Western European)"


def test_what_only_the_end_of_a_large_file_tells_is_seen():
    raw = b"plain words,a\n" * 100_000 + "naïve café,b\n".encode("cp1252")
    assert decode(raw, "a.csv")[0].endswith("naïve café,b\n")
    raw = b"plain words,a\n" * 100_000 + f"{RUSSIAN},b\n".encode()
    assert decode(raw, "a.csv")[1].title == "UTF-8"


@pytest.mark.parametrize("line", [3, 40_000])
def test_a_damaged_line_of_utf_8_is_named(line):
    lines = [f"{RUSSIAN},{i}\n".encode() for i in range(50_000)]
    lines[line - 1] = b"broken \xd0 here,1\n"
    with pytest.raises(UserError, match=rf"a\.csv, line {line}: the bytes there are no UTF-8"):
        decode(b"".join(lines), "a.csv")


@pytest.mark.parametrize(("codec", "title"), [("utf-16", "UTF-16"), ("utf-32", "UTF-32"), ("utf-8-sig", "UTF-8")])
def test_a_file_that_is_cut_off_names_its_last_line(codec, title):
    raw = "first\nsecond\nÄ".encode(codec)[:-1]
    with pytest.raises(UserError, match=rf"line 3: the bytes there are no {title}"):
        decode(raw, "a.txt")


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"PK\x03\x04 and so on", "ZIP archive.*Unpack"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office.*as CSV"),
        (b"PAR1\x15\x04", "Parquet"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"SQLite format 3\0", "database"),
        (bytes(range(256)), "control characters"),
        (bytes(200), "control characters"),
    ],
)
def test_what_is_no_text_says_what_it_is(start, said):
    with pytest.raises(UserError, match=said):
        decode(start, "a.csv")


@pytest.mark.parametrize("size", [1, 2, 3, 10, 100, 5000])
def test_noise_ends_in_text_or_a_message(size):
    generator = random.Random(size)
    for _ in range(20):
        with contextlib.suppress(UserError):
            decode(generator.randbytes(size), "a.csv")
    with pytest.raises(UserError, match=r"a\.csv"):
        decode(generator.randbytes(5000), "a.csv")


def test_an_empty_file_is_empty_text():
    assert decode(b"", "a.txt") == ("", detect(io.BytesIO(b""), "a.txt"))


def test_line_ends_become_newlines_in_a_file_that_is_opened(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("eins\r\nzwei\rdrei\n".encode("utf-16"))
    with opened(path) as (file, encoding):
        assert list(file) == ["eins\n", "zwei\n", "drei\n"]
    assert encoding.title == "UTF-16"


def test_files_that_cannot_be_opened(tmp_path):
    with pytest.raises(UserError, match="cannot be read"), opened(tmp_path / "none.txt"):
        pass
    with pytest.raises(UserError, match="is not a file"), opened(tmp_path):
        pass
