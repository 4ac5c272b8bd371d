"""Tables of path and label as spreadsheets write them."""

import pytest
import torch

from tests.core.data.pictures import found, names, save
from transfer_gui.core.data.loader import Loader
from transfer_gui.core.errors import UserError
from transfer_gui.core.recipes.image import Preprocessing

FILES = ["img/0.png", "img/1.png", "img/2.png", "img/3.png", "img/4.png", "img/a, b 5.png"]
LABELS = ["cat", "dog", "cat", "dog", "cat", "dog"]
WANTED = sorted(f"{label}/{file[4:]}" for file, label in zip(FILES, LABELS, strict=True))


@pytest.fixture
def place(tmp_path):
    for file in FILES:
        save(tmp_path / file)
    return tmp_path


def spelled(header="filename,label", separator=",", quoted="auto", ends="\n", after=""):
    lines = [header] if header else []
    for file, label in zip(FILES, LABELS, strict=True):
        quotes = quoted == "all" or separator in file
        cells = [
            f'"{cell}"' if quotes and (quoted == "all" or cell == file) else cell for cell in (file, label + after)
        ]
        lines.append(separator.join(cells))
    return ends.join([*lines, ""])


# ---- CSV-01


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (spelled(), "utf-8"),
        (spelled(), "utf-8-sig"),
        (spelled("filename;label", ";", ends="\r\n"), "utf-8-sig"),
        (spelled("filename\tlabel", "\t"), "utf-8"),
        (spelled("filename\tlabel", "\t"), "utf-16"),
        (spelled("filename, label"), "utf-8"),
        (spelled("Image_Path,Class"), "utf-8"),
        (spelled("File Name,CATEGORY"), "utf-8"),
        (spelled(after="  "), "utf-8"),
        (spelled() + "\n\n", "utf-8"),
        (spelled(""), "utf-8"),
        (spelled('"filename","label"', quoted="all"), "utf-8"),
        (spelled("filename,label,,").replace("cat\n", "cat,,\n").replace("dog\n", "dog,,\n"), "utf-8"),
        ("label,filename\n" + "".join(f'{b},"{a}"\n' for a, b in zip(FILES, LABELS, strict=True)), "utf-8"),
        (spelled().rstrip("\n"), "utf-8"),
    ],
)
def test_every_spelling_of_a_table_gives_the_same_examples(place, text, encoding):
    (place / "t.csv").write_bytes(text.encode(encoding))
    dataset = found(place / "t.csv")
    assert (dataset.layout, dataset.classes) == ("table", ("cat", "dog"))
    assert names(dataset) == WANTED


def test_without_a_header_the_first_row_is_an_example_and_that_is_said(place):
    (place / "t.csv").write_text(spelled(""))
    dataset = found(place / "t.csv")
    assert len(dataset.examples) == 6
    assert any("has no header" in note for note in dataset.notes)
    assert dataset.columns == ("column 1", "column 2")


def test_the_first_row_is_an_example_even_when_its_file_is_gone(place):
    (place / "img" / "0.png").unlink()
    (place / "t.csv").write_text(spelled(""))
    dataset = found(place / "t.csv")
    assert len(dataset.examples) == 5
    assert [s.reason for s in dataset.skipped] == ["not there (line 1)"]


def test_where_the_label_cannot_be_guessed_the_columns_are_shown(place):
    rows = "".join(f'"{file}",{label},{i % 3}\n' for i, (file, label) in enumerate(zip(FILES, LABELS, strict=True)))
    (place / "t.csv").write_text("where,animal,day\n" + rows)
    with pytest.raises(UserError) as caught:
        found(place / "t.csv")
    assert "animal: cat, dog" in caught.value.what
    assert "where, animal, day" in caught.value.cure
    assert names(found(place / "t.csv", label_column="animal")) == WANTED


# ---- CSV-04


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (["1", "2", "3"], ("1", "2", "3")),
        (["0", "5", "9"], ("0", "5", "9")),
        (["-1", "0", "1"], ("-1", "0", "1")),
        (["0.0", "1.0", "2.0"], ("0", "1", "2")),
        (["1", "1.0", "2"], ("1", "2")),
        (["8", "9", "10"], ("8", "9", "10")),
        (["1.5", "0.5", "2"], ("0.5", "1.5", "2")),
    ],
)
def test_number_labels_become_indices_without_gaps_and_keep_their_names(place, labels, classes):
    rows = [(file, labels[i % 3]) for i, file in enumerate(FILES)]
    (place / "t.csv").write_text("filename,label\n" + "".join(f'"{file}",{label}\n' for file, label in rows))
    dataset = found(place / "t.csv")
    assert dataset.classes == classes
    assert len(dataset.examples) == 6
    with Loader(dataset, range(6), Preprocessing(16, 16), batch_size=6, shuffle=False, seed=0) as loader:
        batch = next(loader.epoch(0))
    assert batch.labels.tolist() == [e.label for e in dataset.examples]
    assert sorted(set(batch.labels.tolist())) == list(range(len(classes)))
    assert torch.nn.functional.cross_entropy(torch.zeros(6, len(classes)), batch.labels) > 0
