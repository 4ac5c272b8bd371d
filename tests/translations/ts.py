"""Qt's translation files: https://doc.qt.io/qt-6/linguist-ts-file-format.html."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import PySide6

from transfer_gui.ui.translation import CONTEXT

from .texts import Text


class Entry(NamedTuple):
    translation: str
    state: str = ""
    """'unfinished', 'vanished' (no longer in the sources), or '' where all is well."""


def read(path: Path) -> dict[Text, Entry]:
    """What a .ts file has, in its order; nothing where there is none yet."""
    if not path.exists():
        return {}
    found: dict[Text, Entry] = {}
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        assert translation is not None
        text = Text(message.findtext("source", ""), message.findtext("comment", ""))
        found[text] = Entry(translation.text or "", translation.get("type", ""))
    return found


def updated(old: Mapping[Text, Entry], texts: Mapping[Text, str], drop: bool = False) -> dict[Text, Entry]:
    """The entries for `texts`: known translations stay, new ones are to be written, and vanished ones are kept last.

    With `drop`, vanished ones go.
    """
    new: dict[Text, Entry] = {}
    for text in texts:
        known = old.get(text, Entry(""))
        new[text] = Entry(known.translation, "" if known.translation and known.state != "unfinished" else "unfinished")
    gone = {text: Entry(entry.translation, "vanished") for text, entry in old.items() if text not in texts}
    return new if drop else new | {text: entry for text, entry in gone.items() if entry.translation}


def write(path: Path, language: str, entries: Mapping[Text, Entry], places: Mapping[Text, str]) -> None:
    """Write a .ts file; `places` are the files where the texts stand."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text, entry in entries.items():
        message = ET.SubElement(context, "message")
        if text in places:
            ET.SubElement(message, "location", filename=f"../../transfer_gui/{places[text]}")
        ET.SubElement(message, "source").text = text.source
        if text.sense:
            ET.SubElement(message, "comment").text = text.sense
        translation = ET.SubElement(message, "translation", {"type": entry.state} if entry.state else {})
        translation.text = entry.translation
    ET.indent(root, "    ")
    body = ET.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def release(path: Path) -> Path:
    """Compile a .ts file with Qt's own tool, into the .qm file beside it that the window loads."""
    tool, target = Path(PySide6.__file__).parent / "lrelease", path.with_suffix(".qm")
    subprocess.run([tool, "-silent", path, "-qm", target], check=True)
    return target
