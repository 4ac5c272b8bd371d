"""Brings the window's translation files up to date with the sources, and compiles them.

python -m tests.translations [--drop]
"""

import argparse
import sys

from transfer_gui.ui.language import NAMES
from transfer_gui.ui.translation import CONTEXT

from .texts import ROOT, texts
from .ts import read, release, updated, write

FOLDER = ROOT / "resources" / "translations"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drop", action="store_true", help="forget translations of texts that are gone")
    arguments = parser.parse_args()
    found = texts()
    for language in NAMES.keys() - {"en"}:
        path = FOLDER / f"{CONTEXT}_{language}.ts"
        entries = updated(read(path), found, arguments.drop)
        write(path, language, entries, found)
        release(path)
        states = [entry.state for entry in entries.values()]
        left, gone = states.count("unfinished"), states.count("vanished")
        sys.stdout.write(f"{path.name}: {len(found)} texts, {left} to translate, {gone} vanished\n")


if __name__ == "__main__":
    main()
