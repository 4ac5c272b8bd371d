"""The words that speak for a class, against Captum and against what the paper promises."""

import csv
import io
import warnings

import pytest
import torch
from captum.attr import LayerIntegratedGradients
from torch import nn

from tests.core.explain import texts
from transfer_gui.core.errors import UserError
from transfer_gui.core.explain import explain as module
from transfer_gui.core.explain.explain import explain
from transfer_gui.core.explain.integrated import integrate_ids
from transfer_gui.core.explain.view import Look, views, worded
from transfer_gui.core.inspect.as_csv import as_csv
from transfer_gui.core.inspect.figures import Heatmap, Lines, Passages
from transfer_gui.core.progress import finish
from transfer_gui.core.report.html import described
from transfer_gui.core.runs.looked import Looked
from transfer_gui.core.runs.place import Place

from .networks import looked as pictures
from .networks import touched

NETWORKS = {
    "glove_mean": "embedding", "glove_cnn": "embedding", "glove_gru": "embedding",
    "bert": "embeddings.word_embeddings", "bert_cls": "embeddings.word_embeddings",
}  # fmt: skip
TEXT = "The small dog barks at another dog!"
WORDS = ["the", "small", "dog", "barks", "at", "another", "dog", "!"]


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "dog.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", NETWORKS)
def test_they_are_captums_and_add_up_to_what_the_text_adds_to_the_logit(name, path):
    looked, target = texts.looked(name), 1
    ids, nothing = looked.read(path), torch.zeros(texts.RECIPE.length, dtype=torch.int64)
    found = finish(integrate_ids(looked.model, ids, target, nothing, steps=7, batch=3))
    model = texts.network(name).requires_grad_(True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = (
            LayerIntegratedGradients(model, model.get_submodule(NETWORKS[name]))
            .attribute(ids[None], nothing[None], target, n_steps=7, method="gausslegendre")[0]
            .sum(-1)
        )
    size = float(expected.abs().max())
    assert size > 1e-3
    assert not expected[len(WORDS) :].any(), "padding says nothing"
    torch.testing.assert_close(found.attributions, expected.float(), rtol=1e-3, atol=size * 1e-3)
    assert touched(looked.model) == []

    fine = finish(integrate_ids(looked.model, ids, target, nothing, steps=200, batch=50))
    with torch.no_grad():
        assert fine.end == pytest.approx(float(looked.model(ids[None])[0, target]), abs=1e-5)
        embedding = looked.model.get_submodule(NETWORKS[name])
        embedding.weight[ids[ids > 0]] = embedding.weight[0].clone()
        assert fine.start == pytest.approx(float(looked.model(ids[None])[0, target]), abs=1e-5)
    assert abs(fine.end - fine.start) > 1e-3
    assert float(fine.attributions.sum()) == pytest.approx(fine.end - fine.start, abs=0.02 * size + 1e-5)


def test_the_view_tints_every_word_by_what_it_adds(path, monkeypatch):
    looked = texts.looked("glove_mean")
    monkeypatch.setattr(module, "look_into", lambda place, folders=(): looked)
    names = [name for name, view in views().items() if view.fits(looked)]
    assert "words_that_mattered" in names
    found = finish(explain(Place("mean"), path, "", 2, names))
    assert set(found) == set(names), "no view refuses a text"
    (figure,) = found["words_that_mattered"]
    assert isinstance(figure, Passages)
    (passage,) = figure.texts
    assert [passage.text[mark.start : mark.end] for mark in passage.marks] == WORDS
    # In a mean of vectors a word adds its own product with the head's weights, by the number of words.
    model, ids = looked.model, looked.read(path)[: len(WORDS)]
    adds = (model.embedding.weight[ids] @ model.head.weight[2] / len(WORDS)).tolist()
    assert [mark.strength * figure.high for mark in passage.marks] == pytest.approx(adds, abs=1e-5)
    assert max(abs(mark.strength) for mark in passage.marks) == pytest.approx(1)
    rows = list(csv.reader(io.StringIO(as_csv(figure))))
    assert rows[0] == ["text", "from", "to", "part", "logit"]
    assert [row[3] for row in rows[1:]] == WORDS
    assert [float(row[4]) for row in rows[1:]] == pytest.approx(adds, abs=1e-5)
    assert passage.text in described(figure)


@pytest.mark.parametrize(("name", "layer"), [("glove_gru", "gru"), ("glove_cnn", "convolutions.0"), ("bert", "")])
def test_a_layer_that_keeps_the_words_is_shown_word_by_word(name, layer, path):
    looked = texts.looked(name)
    (figure,) = finish(views()["feature_maps"].compute(Look(looked, path, layer)))
    assert isinstance(figure, Heatmap)
    caught = []
    hook = looked.model.get_submodule(layer or "encoder.layer.1.output.LayerNorm").register_forward_hook(
        lambda module, given, output: caught.append(output[0] if isinstance(output, tuple) else output)
    )
    with torch.no_grad():
        looked.model(looked.read(path)[None])
    hook.remove()
    values = caught[0][0] if name == "glove_cnn" else caught[0][0].T
    count = len(WORDS) + (2 if name == "glove_cnn" else 0)
    torch.testing.assert_close(torch.from_numpy(figure.values), values[:, :count])
    windows = [" ".join(WORDS[max(0, i - 2) : i + 1]) for i in range(count)]
    assert figure.columns == (tuple(windows) if name == "glove_cnn" else tuple(WORDS))


def test_a_vector_of_a_text_is_a_curve(path):
    (figure,) = finish(views()["feature_maps"].compute(Look(texts.looked("glove_mean"), path, "mean")))
    assert isinstance(figure, Lines)


def test_what_has_no_words_is_not_offered_the_view():
    assert not worded(pictures("resnet18"))
    bag = nn.Sequential(nn.Flatten(), nn.Linear(texts.RECIPE.length, 3))
    assert not worded(Looked(bag, "bag", texts.CLASSES, texts.RECIPE))


def test_a_network_that_embeds_something_else_is_told():
    class Places(nn.Module):
        def __init__(self):
            super().__init__()
            self.places = nn.Embedding(16, 3)

        def forward(self, ids):
            return self.places(torch.arange(16).expand(len(ids), -1)).sum(1)

    with pytest.raises(UserError, match="no vectors"):
        finish(integrate_ids(Places(), torch.full((16,), 99), 0, torch.zeros(16, dtype=torch.int64)))
