"""Bags of words against scikit-learn's."""

import json

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from transfer_gui.core import paths
from transfer_gui.core.errors import Refused, UserError
from transfer_gui.core.tables.sheets import read
from transfer_gui.core.text.tfidf import MOST, TfIdf


@pytest.fixture(scope="module")
def texts():
    return read(paths.resources() / "data" / "glosses" / "glosses.csv").column(0)


def without_ties(texts):
    """The largest number of terms up to a thousand that leaves out no term as frequent as one that it takes."""
    counts = np.sort(np.asarray(CountVectorizer().fit_transform(texts).sum(0)).ravel())[::-1]
    return max(n for n in range(1, MOST + 1) if counts[n - 1] > counts[n])


def test_the_most_frequent_terms_and_their_weights(texts):
    most = without_ties(texts)
    reference = TfidfVectorizer(max_features=most)
    expected = reference.fit_transform(texts).toarray()
    found = TfIdf.fit(texts, most)
    assert found.terms == tuple(reference.get_feature_names_out())
    np.testing.assert_allclose(found.idf, reference.idf_, rtol=1e-12)
    np.testing.assert_allclose(found.weights(texts), expected, atol=1e-6)


def test_texts_that_were_not_there_to_fit(texts):
    train, test = texts[::3], texts[1::3]
    reference = TfidfVectorizer().fit(train)
    found = TfIdf.fit(train, 10**6)
    assert found.terms == tuple(reference.get_feature_names_out())
    np.testing.assert_allclose(found.weights(test), reference.transform(test).toarray(), atol=1e-6)


def test_a_thousand_terms_unless_told(texts):
    found = TfIdf.fit(texts)
    reference = TfidfVectorizer(vocabulary=found.terms).fit(texts)
    assert len(found.terms) == 1000
    np.testing.assert_allclose(found.weights(texts[:50]), reference.transform(texts[:50]).toarray(), atol=1e-6)
    counts = dict(zip(*count(texts), strict=True))
    assert min(counts[term] for term in found.terms) >= max(counts[term] for term in counts.keys() - {*found.terms})


def count(texts):
    vectorizer = CountVectorizer()
    sums = np.asarray(vectorizer.fit_transform(texts).sum(0)).ravel()
    return vectorizer.get_feature_names_out(), sums.tolist()


def test_a_text_without_any_term_has_zeros():
    found = TfIdf.fit(["red cat", "red dog"])
    assert found.weights(["", "blue x"]).tolist() == [[0, 0, 0], [0, 0, 0]]


def test_the_state_goes_through_json_unchanged(texts):
    found = TfIdf.fit(texts[:100])
    assert TfIdf.from_state(json.loads(json.dumps(found.state()))) == found


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"terms": ["a"], "idf": []},
        {"terms": [], "idf": []},
        {"terms": ["a"], "idf": [float("nan")]},
        {"terms": ["a"], "idf": [-1.0]},
        {"terms": [1], "idf": [1.0]},
        {"terms": "a", "idf": [1.0]},
        {"terms": ["a", "a"], "idf": [1.0, 1.0]},
    ],
)
def test_a_damaged_state_is_refused(state):
    with pytest.raises(Refused, match="damaged"):
        TfIdf.from_state(state)


def test_texts_without_words_say_so():
    with pytest.raises(UserError, match="no words"):
        TfIdf.fit(["", "a b", "!"])
