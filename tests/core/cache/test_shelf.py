"""A run's store: the longest unused ones make room for what it still has to hold, and it is itself never in the way."""

import os

from tests.core.cache.stored import PAIR, SIZE, batch
from transfer_gui.core.cache.folder import usage
from transfer_gui.core.cache.shelf import Shelf


def opened(shelf, name, examples):
    records, digests = shelf.open("activations", name, PAIR, {}, examples)
    digests.close()
    return records


def test_older_stores_make_room_for_the_examples_that_are_still_to_come(tmp_path):
    roomy = Shelf(tmp_path, 10**6)
    for age, name in enumerate(("new", "old")):
        with opened(roomy, name, 8) as records:
            records.put(*batch(range(8)))
        os.utime(tmp_path / "activations" / name / "meta.json", (1000 - age, 1000 - age))
    taken = sum(entry.bytes for entry in usage(tmp_path))

    with opened(Shelf(tmp_path, taken + 8 * SIZE), "third", 8):  # its own files take some room too
        assert {entry.path.name for entry in usage(tmp_path)} == {"new", "third"}
    with opened(Shelf(tmp_path, 1), "new", 8) as records:
        assert records.count == 8, "all of its examples are there: nothing needs to go for it"


def test_why_nothing_is_stored_is_told_once(tmp_path):
    with opened(Shelf(tmp_path, 1), "full", 8) as records:
        assert records.stopped_now() == ""
        records.put(*batch(range(8)))
        assert records.stopped_now() == records.stopped != ""
        assert records.stopped_now() == ""
