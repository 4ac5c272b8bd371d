"""The texts that excite a channel most, and the words that do, against plain loops over the words."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn.functional import conv1d

from tests.core.explain import texts
from transfer_gui.core import contents
from transfer_gui.core.explain import compare as comparing
from transfer_gui.core.explain import embedding
from transfer_gui.core.explain import exciting as module
from transfer_gui.core.explain.exciting import exciting
from transfer_gui.core.explain.features import HEAD, features
from transfer_gui.core.inspect.figures import Heatmap, Passages
from transfer_gui.core.progress import finish
from transfer_gui.core.runs.place import Place
from transfer_gui.core.text.words import words

CHANNEL = 2


@pytest.fixture
def data(tmp_path):
    return texts.dataset(tmp_path / "data")


@pytest.fixture
def opened(monkeypatch):
    """The small network called by its place's title is found, by all looks at examples."""
    for owner in (module, embedding, comparing):
        monkeypatch.setattr(owner, "look_into", lambda place, folders=(): texts.looked(place.title))


def said(example) -> list[str]:
    return words(Path(example.path).read_text(encoding="utf-8"))


@torch.no_grad()
def answers(name: str, ids: torch.Tensor) -> list[tuple[float, int, int]]:
    """What the layer answers to the words of one text: (value, first word, word after the last)."""
    model, count = texts.network(name), len(ids)
    vectors = model.embedding.weight[ids]
    if name == "glove_gru":
        return [(float(row[CHANNEL]), i, i + 1) for i, row in enumerate(model.gru(vectors[None])[0][0])]
    convolution, found = model.convolutions[1], []
    (size,) = convolution.kernel_size
    around = torch.cat([torch.zeros(size - 1, texts.WIDTH), vectors, torch.zeros(size - 1, texts.WIDTH)])
    for first in range(1 - size, count):
        window = around[first + size - 1 : first + 2 * size - 1]
        value = conv1d(window.T[None], convolution.weight, convolution.bias)[0, CHANNEL, 0].clamp(min=0)
        found.append((float(value), max(0, first), min(count, first + size)))
    return found


@pytest.mark.parametrize(("name", "layer"), [("glove_cnn", "convolutions.1"), ("glove_gru", "gru")])
def test_the_words_at_the_strongest_answer_are_marked(name, layer, data, opened):
    looked, expected = texts.looked(name), {}
    for example in data.examples:
        ids = looked.read(Path(example.path))
        value, first, last = max(answers(name, ids[ids > 0]))
        expected[example.path] = value, said(example)[first:last]
    found = finish(exciting(Place(name), data, range(len(data.examples)), layer, CHANNEL, count=4))
    best = sorted(expected, key=lambda path: -expected[path][0])[:4]
    assert [expected[path][0] for path in best][-1] > 0, "they differ"
    assert list(found.paths) == best
    assert found.values == pytest.approx([expected[path][0] for path in best], abs=1e-5)
    assert isinstance(found.figure, Passages)
    for path, text in zip(found.paths, found.figure.texts, strict=True):
        (mark,) = text.marks
        assert text.text[mark.start : mark.end].split() == expected[path][1]
    assert "marked" in found.figure.note


def test_of_a_vector_the_whole_text_is_shown(data, opened):
    found = finish(exciting(Place("glove_mean"), data, range(9), "mean", 0, count=2))
    assert [text.text.split() for text in found.figure.texts] == [
        words(Path(path).read_text(encoding="utf-8")) for path in found.paths
    ]
    assert not any(text.marks for text in found.figure.texts)
    overview = finish(exciting(Place("glove_mean"), data, range(9), HEAD))
    assert len(overview.figure.texts) == texts.WIDTH


def test_the_mean_over_words_leaves_padding_out(data):
    looked = texts.looked("glove_mean")
    paths = [example.path for example in data.examples]
    found = finish(features(looked, paths, "embedding"))
    np.testing.assert_allclose(found.values, finish(features(looked, paths, HEAD)).values, atol=1e-6)


def test_long_texts_are_cut_around_the_words_that_are_marked(tmp_path):
    from transfer_gui.core.data.domain import Passage
    from transfer_gui.core.explain.cards import AROUND, card

    text = [f"w{i}" for i in range(60)]
    parts, at = [], 0
    for word in text:
        parts.append((at, at + len(word)))
        at += len(word) + 1
    shown = card(Passage(" ".join(text), parts=tuple(parts)), (30, 33))
    assert shown.text.split() == ["…", *text[30 - AROUND : 33 + AROUND], "…"]
    (mark,) = shown.marks
    assert shown.text[mark.start : mark.end] == "w30 w31 w32"
    assert card(Passage(" ".join(text), parts=tuple(parts)), (70, 71)).marks == ()


def test_layout_and_comparison_take_texts(data, opened):
    (figure,) = finish(embedding.embed([Place("glove_gru")], data, range(9), "gru"))
    assert len(figure.points) == 9
    found = finish(comparing.compare(Place("glove_cnn"), Place("glove_gru"), data, range(9)))
    (alike,) = [figure for figure in found if isinstance(figure, Heatmap)]
    assert "gru" in alike.columns
    assert "convolutions.0" in alike.rows
    assert np.isfinite(alike.values).all()


def test_a_cell_is_called_by_its_table_and_line():
    assert contents.name("/a/b/few.csv/text/17") == "few.csv:17"
    assert contents.name("/a/b/few.txt") == "few.txt"
