"""A perceptron over bags of words is taken away: the terms it was fitted to go along, and it answers the same."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from sklearn.feature_extraction.text import TfidfVectorizer

from tests.core.training import made
from transfer_gui.core import contents, paths
from transfer_gui.core.data import scan, split
from transfer_gui.core.evaluate.predict import predict
from transfer_gui.core.export.export import export
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.plan import Plan
from transfer_gui.core.progress import finish
from transfer_gui.core.runs import restore


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Three classes of what ships, twenty sentences each, learnt for a few epochs; and the table."""
    place = tmp_path_factory.mktemp("bag")
    with (paths.resources() / "data" / "glosses" / "glosses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = sorted({row["label"] for row in rows})[:3]
    with (place / "few.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("text", "label"))
        writer.writeheader()
        for name in kept:
            writer.writerows([row for row in rows if row["label"] == name][:20])
    job = Job(
        source=Source(model="tfidf_mlp", weights="none"),
        plan=Plan(),
        data=Data(path=str(place / "few.csv"), domain="text", validation=0.25, augmentation="none"),
        training=Training(epochs=4, batch_size=8, learning_rate=0.1),
        device=Device(name="cpu", workers=0),
    )
    assert made.finished(made.carry_out(job, place / "run")).reason == "completed"
    return place, job


def test_the_terms_are_those_of_the_training_texts(run):
    place, job = run
    recipe = restore.preprocessing(restore.read(place / "run" / "checkpoints" / "last.pt"))
    dataset = finish(scan.scan(job.data))
    train = split.split(dataset, job.data).train
    texts = [contents.read(dataset.examples[i].path).decode() for i in train]
    theirs = TfidfVectorizer(max_features=1000).fit(texts)
    assert set(recipe.terms) <= set(TfidfVectorizer().fit(texts).get_feature_names_out())
    assert len(recipe.terms) == len(theirs.get_feature_names_out())


@pytest.mark.parametrize("form", ["checkpoint", "safetensors"])
def test_it_answers_the_same_elsewhere(run, tmp_path, form):
    place, _ = run
    checkpoint = place / "run" / "checkpoints" / "last.pt"
    done = finish(export(place / "run", "last", tmp_path / f"mine{'.pt' if form == 'checkpoint' else '.safetensors'}",
                         form))  # fmt: skip
    assert done.largest_difference == 0
    ours = restore.read(checkpoint)["state_dict"]
    if form == "safetensors":
        there = load_file(done.path)
        assert all(torch.equal(there[name], tensor) for name, tensor in ours.items())
    texts = []
    for number, words in enumerate(("a wild animal that runs in the forest", "a building made of stone")):
        texts.append(tmp_path / f"{number}.txt")
        texts[-1].write_text(words)
    told = finish(predict(checkpoint, texts))
    again = finish(predict(done.path, texts))
    for one, other in zip(told, again, strict=True):
        np.testing.assert_array_equal(one.probabilities, other.probabilities)
    line = [sys.executable, str(done.predict_script), str(done.path), *map(str, texts)]
    said = subprocess.run(line, capture_output=True, text=True, check=True, timeout=200).stdout
    assert said.split("\n")[:2] == [
        f"{Path(t)}: {p.name} {p.probability:.4f}" for t, p in zip(texts, told, strict=True)
    ]
