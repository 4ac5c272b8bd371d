"""A perceptron of Keras over vectors of texts: taken over layer by layer, and trained as plain torch does."""

import csv

import keras
import numpy as np
import pytest
import torch
from keras import layers
from sklearn.feature_extraction.text import TfidfVectorizer
from torch import nn

from transfer_gui.core.data.loader import stream
from transfer_gui.core.errors import Refused
from transfer_gui.core.events import Note, RunFailed
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.models import build
from transfer_gui.core.runs import restore, tensors
from transfer_gui.core.runs.network import network
from transfer_gui.core.runs.run import run
from transfer_gui.core.sample_job import EXAMPLE, named

PAIRS = (("dense1", "dense_a"), ("dense2", "dense_b"), ("head", "dense_c"))
CLASSES, EACH, BATCH, EPOCHS = 10, 13, 32, 3


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """(path, Keras's own arrays) of Dense 128, 64 and 10."""
    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [
            layers.Input((1000,)),
            layers.Dense(128, activation="relu", name="dense_a"),
            layers.Dense(64, activation="relu", name="dense_b"),
            layers.Dense(CLASSES, activation="softmax", name="dense_c"),
        ]
    )
    path = tmp_path_factory.mktemp("keras") / "source_model.h5"
    model.save(path)
    return path, [np.array(array) for array in model.get_weights()]


def plain(arrays):
    """A torch network of the same layers with Keras's numbers."""
    model = nn.Sequential(nn.Linear(1000, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, CLASSES))
    with torch.no_grad():
        for parameter, array in zip(model.parameters(), arrays, strict=True):
            parameter.copy_(torch.from_numpy(array.T))
    return model


def source(path, pairs=()):
    return Source(model="tfidf_mlp", weights=str(path), transfer="layers", pairs=pairs)


def test_layers_of_its_shape_are_taken_over_and_by_hand_the_head_too(theirs):
    path, arrays = theirs
    new = build.build(source(path), CLASSES, 0)
    assert torch.equal(new.model.dense2.weight, torch.from_numpy(arrays[2].T))
    assert not torch.equal(new.model.head.weight, torch.from_numpy(arrays[4].T))
    assert new.warnings == ()
    whole = build.build(source(path, PAIRS), CLASSES, 0).model
    for parameter, like in zip(whole.parameters(), plain(arrays).parameters(), strict=True):
        assert torch.equal(parameter, like)


def test_a_layer_that_is_looked_at_is_that_of_the_run(theirs):
    seen = tensors.of_source(source(theirs[0]), CLASSES, 0, (), "").tensors
    built = build.build(source(theirs[0]), CLASSES, 0).model.state_dict()
    assert seen.keys() == built.keys()
    for name, tensor in built.items():
        assert np.array_equal(seen[name], tensor.numpy())


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        (("head", "dense_a"), "cannot take over"),
        (("dense1", "dense_x"), "no layer"),
        (("dense9", "dense_a"), "no layer"),
    ],
)
def test_a_pair_chosen_by_hand_that_cannot_be_had_is_refused(theirs, pair, why):
    wrong = source(theirs[0], (pair,))
    with pytest.raises(Refused, match=why):
        build.build(wrong, CLASSES, 0)
    assert why in build.examine(wrong, CLASSES).refusal.what


def test_a_run_from_it_is_a_plain_loop_of_torch_on_scikit_learn_s_vectors(theirs, tmp_path):
    path, arrays = theirs
    draw, rows = np.random.default_rng(0), []
    for label in range(CLASSES):
        for i in range(EACH):
            words = [f"word{int(n)}" for n in draw.integers(0, 1500, 8)] + [f"topic{label}"]
            rows.append((" ".join(words), f"class {label}", "train" if i < EACH - 3 else "val"))
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label", "split"), *rows])
    job = Job(
        source=source(path, PAIRS),
        data=Data(path=str(tmp_path / "t.csv"), domain="text", augmentation="none"),
        training=Training(
            epochs=EPOCHS, batch_size=BATCH, learning_rate=0.01, momentum=0.9, weight_decay=0, schedule="constant"
        ),
        device=Device(name="cpu"),
    )
    assert not [event for event in run(job, tmp_path / "run") if isinstance(event, RunFailed)]

    train = [i for i, (_, _, side) in enumerate(rows) if side == "train"]
    vectors = TfidfVectorizer(max_features=1000).fit_transform([rows[i][0] for i in train]).toarray()
    x = torch.zeros(len(train), 1000)
    x[:, : vectors.shape[1]] = torch.from_numpy(vectors)
    y = torch.tensor([int(rows[i][1].split()[1]) for i in train])
    model = plain(arrays)
    sgd = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    for epoch in range(EPOCHS):
        order = torch.randperm(len(train), generator=torch.Generator().manual_seed(stream(0, epoch, "order")))
        for part in order.split(BATCH):
            sgd.zero_grad()
            nn.functional.cross_entropy(model(x[part]), y[part]).backward()
            sgd.step()
    state = restore.read(tmp_path / "run" / "checkpoints" / "last.pt")["state_dict"]
    for (name, ours), parameter in zip(state.items(), model.parameters(), strict=True):
        torch.testing.assert_close(ours, parameter.detach(), rtol=1e-5, atol=1e-6, msg=name)


def test_the_job_that_ships_goes_on_though_nothing_fits_and_says_so(tmp_path):
    job = named(EXAMPLE)
    assert (job.training.learning_rate, job.training.momentum, job.training.epochs) == (0.01, 0.9, 10)
    built = network(job, 8)
    scratch = network(replace(replace(job, "source.weights", "none"), "source.transfer", "whole"), 8)
    for ours, drawn in zip(built.model.parameters(), scratch.model.parameters(), strict=True):
        assert torch.equal(ours, drawn)
    events = list(run(replace(job, "training.epochs", 1), tmp_path / "run"))
    told = [event.text for event in events if isinstance(event, Note) and event.level == "warning"]
    assert "made for pictures, and the target reads texts: the tasks are unlike" in told[0]
    assert "0 of the target's 3 layers take over weights." in told[0]
    assert "Of the source, not used: conv2d_1," in told[0]
    assert "trained from scratch" in told[1]
    assert not [event for event in events if isinstance(event, RunFailed)]
