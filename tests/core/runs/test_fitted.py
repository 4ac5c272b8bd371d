"""A recipe that has to be fitted: to the training side alone, once, and the same wherever a network is used."""

import csv

import numpy as np
import pytest
import torch
from sklearn.feature_extraction.text import TfidfVectorizer

from transfer_gui.core.data import edits, scan
from transfer_gui.core.data.domains import find
from transfer_gui.core.errors import UserError
from transfer_gui.core.evaluate.predict import predict
from transfer_gui.core.events import RunFailed
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.bag import Bag
from transfer_gui.core.runs import restore, start
from transfer_gui.core.runs.fill import fill
from transfer_gui.core.runs.looked import look_into
from transfer_gui.core.runs.place import Place, bare
from transfer_gui.core.runs.probe import Subject
from transfer_gui.core.runs.run import run

KINDS = {"pets": "cat dog hamster rabbit", "tools": "hammer saw pliers drill"}


def texts(side, count):
    """(text, class, side): words of the class among others; those for validation have one of their own."""
    draw = np.random.default_rng(len(side))
    rows = []
    for label, words in KINDS.items():
        for i in range(count):
            own = " ".join(draw.choice(words.split(), 3))
            extra = "Zebra" if side == "val" else ""
            rows.append((f"The {own} number {i} I saw, {extra} said they.", label, side))
    return rows


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return written(tmp_path_factory.mktemp("texts") / "t.csv", [*texts("train", 12), *texts("val", 4)])


@pytest.fixture(scope="module")
def job(table):
    return Job(
        source=Source(model="tfidf_mlp", weights="none"),
        data=Data(path=str(table), domain="text", augmentation="none"),
        training=Training(epochs=2, batch_size=8, learning_rate=0.1),
        device=Device(name="cpu"),
    )


@pytest.fixture(scope="module")
def folder(job, tmp_path_factory):
    place = tmp_path_factory.mktemp("run") / "run"
    assert not [event for event in run(job, place) if isinstance(event, RunFailed)]
    return place


def written(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label", "split"), *rows])
    return path


def recipe_of(folder, name="last"):
    return restore.preprocessing(restore.read(folder / "checkpoints" / f"{name}.pt"))


def reference():
    return TfidfVectorizer(max_features=1000).fit([text for text, _, _ in texts("train", 12)])


def divided(job):
    return edits.divide(finish(scan.unedited(job.data)), job.data)


def test_the_terms_are_those_of_the_training_texts_alone(folder):
    recipe, theirs = recipe_of(folder), reference()
    assert recipe.terms == tuple(theirs.get_feature_names_out())
    np.testing.assert_allclose(recipe.idf, theirs.idf_, rtol=1e-12)
    assert "zebra" not in recipe.terms
    assert recipe.shape == (1000,)


def test_predict_prepares_as_the_run_did_when_its_texts_are_long_gone(folder, tmp_path):
    (tmp_path / "a.txt").write_text("A hammer, a saw and one zebra", encoding="utf-8")
    (found,) = finish(predict(folder / "checkpoints" / "best.pt", [tmp_path / "a.txt"]))
    state = restore.read(folder / "checkpoints" / "best.pt")["state_dict"]
    x = torch.zeros(1, 1000)
    row = reference().transform(["A hammer, a saw and one zebra"]).toarray()
    x[0, : row.shape[1]] = torch.from_numpy(row)
    for layer in ("dense1", "dense2"):
        x = torch.relu(x @ state[f"{layer}.weight"].T + state[f"{layer}.bias"])
    expected = (x @ state["head.weight"].T + state["head.bias"]).softmax(1)[0]
    np.testing.assert_allclose(found.probabilities, expected, atol=1e-6)


def test_whoever_builds_loaders_or_looks_has_the_same_terms(job, folder):
    recipe = recipe_of(folder)
    subject = Subject(job, *divided(job), (), torch.device("cpu"))
    subject.close()
    assert subject.train.preprocessing == recipe
    best = folder / "checkpoints" / "best.pt"
    assert look_into(Place("Best", best)).preprocessing == recipe
    assert look_into(start.start_of(best)).preprocessing == recipe
    assert look_into(Place("Source", job=bare(job, fits=True), classes=("pets", "tools"))).preprocessing == recipe


def test_what_is_prepared_ahead_serves_the_run(job, tmp_path, monkeypatch):
    other = replace(job, "training.seed", 5)
    assert finish(fill(other, *divided(job))).whole

    def prepare(*_, **__):
        raise AssertionError("it was prepared ahead")

    monkeypatch.setattr(type(find("text")), "prepare", prepare)
    assert not [event for event in run(other, tmp_path / "run") if isinstance(event, RunFailed)]


def test_a_run_that_goes_on_keeps_its_terms_though_the_texts_changed(job, tmp_path):
    rows = [*texts("train", 12), *texts("val", 4)]
    own = written(tmp_path / "own.csv", rows)
    job = replace(replace(job, "data.path", str(own)), "device.reuse", False)
    list(run(replace(job, "training.epochs", 1), tmp_path / "run"))
    before = recipe_of(tmp_path / "run")
    written(own, [(f"{text} quite otherwise", label, side) for text, label, side in rows])
    assert not [e for e in run(job, tmp_path / "run", resume=True) if isinstance(e, RunFailed)]
    assert restore.read(tmp_path / "run" / "checkpoints" / "last.pt")["metrics"]["epoch"] == 1
    assert recipe_of(tmp_path / "run") == before


def test_texts_without_words_are_told(job, tmp_path):
    path = written(tmp_path / "t.csv", [(f"{i} a b", label, "train") for label in KINDS for i in range(8)])
    *_, last = run(replace(job, "data.path", str(path)), tmp_path / "run")
    assert isinstance(last, RunFailed)
    assert "no words" in last.what


def test_an_open_recipe_prepares_nothing_and_shows_the_text_as_it_is(tmp_path):
    (tmp_path / "a.txt").write_text("A Cat  sat", encoding="utf-8")
    path, domain = str(tmp_path / "a.txt"), find("text")
    assert domain.unfitted(Bag())
    with pytest.raises(UserError, match="training texts"):
        domain.prepare(path, Bag(), "none", None)
    shown = domain.preview(path, Bag())
    assert (shown.text, shown.marks) == ("a cat sat", ())
    fitted = domain.fitted(Bag(), [path])
    assert fitted.terms == ("cat", "sat")
    (tmp_path / "b.txt").write_text("A Cat ran", encoding="utf-8")
    shown = domain.preview(str(tmp_path / "b.txt"), fitted)
    assert [shown.text[mark.start : mark.end] for mark in shown.marks] == ["a", "ran"]


def test_augmentation_takes_words_out_and_the_preview_marks_just_them(tmp_path):
    (tmp_path / "a.txt").write_text("one two three four five six seven eight nine ten", encoding="utf-8")
    path, domain = str(tmp_path / "a.txt"), find("text")
    recipe = domain.fitted(Bag(), [path])
    drawn = domain.prepare(path, recipe, "trivial", torch.Generator().manual_seed(3))
    shown = domain.preview(path, recipe, "trivial", 3)
    gone = {shown.text[mark.start : mark.end] for mark in shown.marks}
    assert 0 < len(gone) < 10
    assert {term for term, weight in zip(recipe.terms, drawn, strict=False) if weight == 0} == gone
    assert float(drawn.norm()) == pytest.approx(1)
