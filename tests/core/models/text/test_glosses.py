"""The figures published with the shipped sentences: frozen GloVe vectors and tf-idf, 20 training texts a class."""

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from transfer_gui.core import paths
from transfer_gui.core.errors import Refused
from transfer_gui.core.models.text import vectors
from transfer_gui.core.models.text.words import WordMean, rows
from transfer_gui.core.tables.sheets import read
from transfer_gui.core.text.tfidf import TfIdf
from transfer_gui.core.text.words import Vocabulary

PLACE = paths.resources() / "models"
GLOVE = PLACE / "glove-6b-50d-30k.safetensors"
SEEDS = range(5)


@pytest.fixture(scope="module")
def glosses():
    sheet = read(paths.resources() / "data" / "glosses" / "glosses.csv")
    labels = np.array(sheet.column(1))
    return sheet.column(0), np.unique(labels, return_inverse=True)[1]


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.read(PLACE / "glove-6b-50d-30k.vocab.txt")


def drawn(labels, seed, each=20):
    """Places of the training and test texts: `each` of a class, and all others."""
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(np.flatnonzero(labels == label)) for label in np.unique(labels)]
    return np.concatenate([order[:each] for order in orders]), np.concatenate([order[each:] for order in orders])


def balanced(labels, found):
    return float(np.mean([(found[labels == label] == label).mean() for label in np.unique(labels)]))


def test_the_mean_of_glove_vectors_reaches_the_published_figure(glosses, vocabulary):
    texts, labels = glosses
    table = rows(vectors.read(GLOVE, len(vocabulary.words)))
    model = WordMean(*table.shape, 8).eval()
    with torch.no_grad():
        model.embedding.weight.copy_(table)
        features = model.features(torch.from_numpy(vocabulary.encode(texts, 32))).numpy()
    scores = []
    for seed in SEEDS:
        train, test = drawn(labels, seed)
        classifier = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
        found = classifier.fit(features[train], labels[train]).predict(features[test])
        scores.append(balanced(labels[test], found))
    assert 100 * np.mean(scores) == pytest.approx(68.5, abs=3)


def test_tf_idf_reaches_the_published_figure(glosses):
    texts, labels = glosses
    scores = []
    for seed in SEEDS:
        train, test = drawn(labels, seed)
        bag = TfIdf.fit([texts[i] for i in train])
        weights = bag.weights(texts)
        found = LogisticRegression(C=10, max_iter=2000).fit(weights[train], labels[train]).predict(weights[test])
        scores.append(balanced(labels[test], found))
    assert 100 * np.mean(scores) == pytest.approx(54.4, abs=3)


def test_words_that_mean_alike_lie_together(vocabulary):
    """The relations that GloVe's authors show (Pennington et al. 2014)."""
    table = vectors.read(GLOVE, len(vocabulary.words))
    unit = table / table.norm(dim=1, keepdim=True)
    king, man, woman, queen, banana = (vocabulary.words.index(w) for w in ("king", "man", "woman", "queen", "banana"))
    assert unit[king] @ unit[queen] > 0.7 > 0.3 > unit[king] @ unit[banana]
    nearest = (unit @ (unit[king] - unit[man] + unit[woman])).topk(4).indices.tolist()
    assert next(i for i in nearest if i not in {king, man, woman}) == queen


def test_a_vocabulary_of_another_length_is_refused():
    with pytest.raises(Refused, match="30,000 vectors, and its vocabulary 29,999 words"):
        vectors.read(GLOVE, 29_999)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"weight": torch.zeros(3, 2)}, "no vectors of words"),
        ({"embedding.weight": torch.zeros(3)}, "no vectors of words"),
        ({"embedding.weight": torch.zeros(3, 2, dtype=torch.int32)}, "no vectors of words"),
        ({"embedding.weight": torch.full((3, 2), torch.nan)}, "not numbers"),
    ],
)
def test_what_holds_no_vectors(tmp_path, state, said):
    save_file(state, tmp_path / "v.safetensors")
    with pytest.raises(Refused, match=said):
        vectors.read(tmp_path / "v.safetensors", 3)
