"""The translations are complete and fit their texts, and what the window loads is what the translators wrote."""

import re
from string import Formatter

import pytest
from PySide6.QtCore import QTranslator

from tests.translations.__main__ import FOLDER
from tests.translations.texts import CALLS, CORE, Text, of_source, texts
from tests.translations.ts import Entry, read, release, updated, write
from transfer_gui.ui.language import NAMES
from transfer_gui.ui.translation import CONTEXT

FILES = [FOLDER / f"{CONTEXT}_{name}.ts" for name in NAMES if name != "en"]
files = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def found():
    return texts()


def placeholders(text):
    """The fields of a text, each with its format: '{count:,}'."""
    parsed = Formatter().parse(text) if re.search(r"\{\w", text) else ()
    return sorted((name, conversion or "", form) for _, name, form, conversion in parsed if name is not None)


def key(text):
    """The letter behind '&' in a menu's text."""
    return (re.findall(r"&(\w)", text) or [""])[0].upper()


@files
def test_every_text_is_translated_and_nothing_besides(path, found):
    entries = read(path)

    assert entries.keys() == found.keys(), "run `python -m tests.translations`"
    assert not [text for text, entry in entries.items() if entry.state or not entry.translation]


@files
def test_a_translation_has_the_same_fields_and_key_as_its_text(path):
    for text, (translation, _) in read(path).items():
        assert placeholders(translation) == placeholders(text.source), text
        assert key(translation) == key(text.source), text
        assert translation.endswith("…") == text.source.endswith("…"), text
        assert translation.count("\n") == text.source.count("\n") or "<h2>" in text.source, text
        assert translation.count("(*.") == text.source.count("(*."), text


@files
def test_no_two_entries_of_a_menu_have_the_same_key(path):
    from transfer_gui.ui import menus
    from transfer_gui.ui.actions import ENTRIES

    entries, own = read(path), {entry.name: entry.text for entry in ENTRIES}
    keys = [key(entries[Text(own[name])].translation) for name in menus.FILE if name]
    english = [key(own[name]) for name in menus.FILE if name]

    assert keys == english


def test_chinese_has_its_own_marks():
    for text, (translation, _) in read(FOLDER / f"{CONTEXT}_zh_CN.ts").items():
        if "(*" not in translation:  # the patterns of files
            assert not re.search(r"[一-鿿][,;:!?]|[,;!?](?=[一-鿿])", translation), text


@files
def test_the_compiled_file_gives_what_was_written(path):
    translator = QTranslator()

    assert translator.load(str(path.with_suffix(".qm")))
    for text, entry in read(path).items():
        assert translator.translate(CONTEXT, text.source, text.sense or None) == entry.translation


def test_texts_are_found_in_the_window_s_sources():
    source = """
A = mark(("One", "Two"))
B = mark({"key": "Three", "other": ("Four", "Five")})
C = (("value", mark("Six"), "picture"),)
tr("Seven {x}", x=f"{y}")
tr("Eight" if x else "Nine", "a number")
plural(count, "{count} ten", "{count} tens")
Entry("name", "&Eleven", "picture", "Ctrl+N", tip="Twelve")
f"{tr('Thirteen')} not this"
self.tr("nor this")
tr(A[0])
tr("Fourteen, "
   "in two lines")
"""
    found = list(of_source(source, CALLS))

    assert [text.source for text in found] == [
        "One", "Two", "Three", "Four", "Five", "Six", "Seven {x}", "Eight", "Nine", "{count} ten", "{count} tens",
        "&Eleven", "Twelve", "Thirteen", "Fourteen, in two lines",
    ]  # fmt: skip
    assert [text.sense for text in found if text.sense] == ["a number"] * 2


def test_texts_are_found_in_the_core_s_sources():
    source = """
CURE = "Check it."
def look():
    yield Progress(0, 0, "Looking")
    yield Progress(1, 2, f"{n} of 2")
    cure = "Mend it." if bad else CURE
    raise UserError(f"{path} is broken.", cure)
def words():
    if "not this" in message:
        return "damaged"
    raise ValueError("cannot be")
Axis("accuracy", "%")
"""
    found = [text.source for text in of_source(source, CORE, ("words",))]

    assert sorted(found) == ["Check it.", "Looking", "Mend it.", "accuracy", "cannot be", "damaged"]


@pytest.mark.parametrize("call", ['tr(f"{count} pictures")', 'mark((f"{x}",))', 'tr("a" if x else f"{b}")'])
def test_a_text_that_is_put_together_before_it_is_looked_up_is_refused(call):
    with pytest.raises(ValueError, match="f-string"):
        list(of_source(call, CALLS))


def test_translations_are_kept_and_what_is_new_or_gone_is_marked(tmp_path):
    path, places = tmp_path / "own.ts", dict.fromkeys((Text("A"), Text("B"), Text("on", "switched")), "ui/x.py")
    write(path, "zh_CN", updated(read(path), places), places)
    assert read(path) == dict.fromkeys(places, Entry("", "unfinished"))

    done = {Text("A"): Entry("甲 & <乙>\n丙"), Text("B"): Entry("乙"), Text("on", "switched"): Entry("开")}
    write(path, "zh_CN", done, places)
    assert read(path) == done

    later = {Text("A"): "ui/x.py", Text("C"): "ui/x.py"}
    entries = updated(done, later)
    gone = {Text("B"): Entry("乙", "vanished"), Text("on", "switched"): Entry("开", "vanished")}
    assert entries == {Text("A"): done[Text("A")], Text("C"): Entry("", "unfinished")} | gone
    assert updated(done, later, drop=True).keys() == later.keys()
    assert updated(entries, places)[Text("B")] == Entry("乙"), "a text that comes back has its translation"


def test_a_translation_file_is_compiled(tmp_path):
    path, text = tmp_path / "own_zh_CN.ts", Text("on", "switched")
    write(path, "zh_CN", {text: Entry("开"), Text("on"): Entry("", "unfinished")}, {text: "ui/x.py"})
    translator = QTranslator()

    assert translator.load(str(release(path)))
    assert translator.translate(CONTEXT, "on", "switched") == "开"
    assert not translator.translate(CONTEXT, "on")
