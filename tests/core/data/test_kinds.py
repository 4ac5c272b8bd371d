"""What the examples of a dataset are, by a look at its files."""

import shutil

import pytest

from transfer_gui.core import paths
from transfer_gui.core.data import kinds
from transfer_gui.core.errors import UserError
from transfer_gui.core.job import Data

SHIPPED = paths.resources() / "data"


def guess(path, domain="image"):
    return kinds.guess(Data(path=str(path), domain=domain))


@pytest.mark.parametrize("domain", ["image", "sound"])
def test_folders_are_told_by_what_is_in_them(domain):
    assert guess(SHIPPED / "clipart") == "image"
    assert guess(SHIPPED / "sounds", domain) == "sound"


def test_the_samples():
    assert guess("sample:clipart-10", "sound") == "image"
    assert guess("sample:sounds") == "sound"
    with pytest.raises(UserError, match="sample:sounds"):
        guess("sample:magic")


def test_a_table_is_told_by_the_names_in_it(tmp_path):
    for name, domain in (("a.csv", "image"), ("b.csv", "sound")):
        ending = {"image": "png", "sound": "wav"}[domain]
        (tmp_path / name).write_text("path,label\n" + "".join(f"{i}.{ending},x\n" for i in range(9)), "utf-8")
        assert guess(tmp_path / name) == domain


def test_a_mixture_is_what_the_job_says_while_that_makes_sense(tmp_path):
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        for source in (
            next((SHIPPED / "sounds" / "bass").glob("*.wav")),
            next((SHIPPED / "clipart" / "tools").iterdir()),
        ):
            shutil.copy(source, tmp_path / place)
    assert guess(tmp_path, "image") == "image"
    assert guess(tmp_path, "sound") == "sound"


@pytest.mark.parametrize("domain", ["image", "sound"])
def test_where_nothing_tells_it_is_what_the_job_says(tmp_path, domain):
    assert guess(tmp_path / "not there", domain) == domain
    assert guess(tmp_path, domain) == domain
    (tmp_path / "notes").write_text("a.b")
    assert guess(tmp_path / "notes", domain) == domain


def test_a_file_without_an_ending_is_told_by_its_content(tmp_path):
    (tmp_path / "c").mkdir()
    shutil.copy(next((SHIPPED / "sounds" / "bell").glob("*.wav")), tmp_path / "c" / "bell")
    assert guess(tmp_path) == "sound"


def test_a_kind_that_is_not_known():
    with pytest.raises(UserError, match="magic"):
        guess("anywhere", "magic")
