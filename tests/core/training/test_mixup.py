"""Mixup against a plain torch loop that blends with the same draws."""

import csv

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from tests.core.training import made
from tests.core.training.test_trainer import plain_loop
from transfer_gui.core.data import scan, split
from transfer_gui.core.data.loader import Loader, stream
from transfer_gui.core.events import Note, StepsDone
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.runs.network import network
from transfer_gui.core.training import report
from transfer_gui.core.training.step import class_weights

ALPHA = 0.4
HEAD = freeze_all_but(["fc"])
FROZEN = ("conv1", "bn1", "layer1", "layer2", "layer3", "layer4")
pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("data") / "set", {"blue": 7, "green": 6, "red": 8})


def job(data, **edits):
    """Batches of 6, 6 and 4."""
    given = {"training__batch_size": 6, "training__epochs": 2, "training__mixup": ALPHA}
    return made.job(data, **given | edits)


class Blend:
    """Draws as the program does, and blends by hand; keeps what it drew."""

    def __init__(self, seed=0, stream="mixup/{}/0"):
        self.seed, self.stream, self.labels, self.shares = seed, stream, [], []

    def __call__(self, epoch, place, images, labels):
        draws = np.random.default_rng(stream(self.seed, epoch, self.stream.format(place)))
        share = draws.beta(ALPHA, ALPHA)
        order = draws.permutation(len(labels))
        blended = [share * images[i] + (1 - share) * images[int(j)] for i, j in enumerate(order)]
        other = torch.stack([labels[int(j)] for j in order])
        self.shares.append(share)
        self.labels.append(labels if share >= 0.5 else other)
        return torch.stack(blended), [(share, labels), (1 - share, other)]


def test_it_equals_a_plain_loop_that_blends_to_the_bit(data, tmp_path):
    """All layers learn; the decoded examples are kept, or not."""
    plain = made.carry_out(job(data, training__seed=3, device__reuse=False), tmp_path / "plain")
    kept = made.carry_out(job(data, training__seed=3), tmp_path / "kept")
    blend = Blend(seed=3)
    model, losses = plain_loop(job(data, training__seed=3), 2, lambda step: 0.05, (), {}, blend=blend)
    assert len(set(blend.shares)) == 6, "every step of every epoch draws its own"
    assert made.losses(kept) == made.losses(plain) == losses
    assert made.same(made.weights(tmp_path / "plain"), model.state_dict())
    assert made.same(made.weights(tmp_path / "kept"), model.state_dict())


@pytest.mark.parametrize("parts", [1, 2])
def test_parts_weights_and_smoothing_change_nothing_of_it(data, tmp_path, reads, parts):
    """Only the head learns, so there is no batch norm that sees a part by itself; nor is what is frozen kept."""
    made_job = job(
        data, plan=HEAD, training__label_smoothing=0.1, training__class_weights="balanced", training__accumulate=parts
    )
    events = made.carry_out(made_job, tmp_path / "run")
    assert len(reads) == len(set(reads)), "each picture is decoded once"
    notes = " ".join(note.text for note in made.of(events, Note))
    assert "decoded and prepared once" in notes
    assert "no output of frozen layers" in notes
    assert "run once" not in notes

    dataset = finish(scan.scan(made_job.data))
    sides = split.split(dataset, made_job.data)
    labels = [dataset.examples[i].label for i in sides.train]
    weight = class_weights([labels.count(label) for label in range(3)], "balanced")
    blend, right = Blend(), []

    def run(model, images):
        logits = model(images)
        right.append(int((logits.argmax(1) == blend.labels[-1]).sum()))
        return logits

    model, losses = plain_loop(
        made_job, 2, lambda step: 0.05, FROZEN, {}, run, blend, label_smoothing=0.1, weight=weight
    )
    assert made.losses(events) == pytest.approx(losses, rel=1e-5)
    assert torch.allclose(made.weights(tmp_path / "run")["fc.weight"], model.fc.weight, atol=1e-6)
    seen = [sum(right[:3]) / len(labels), sum(right[3:]) / len(labels)]
    assert [epoch.train_accuracy for epoch in made.epochs(events)] == seen, "by the class with the larger share"

    recipe = network(made_job, 3).preprocessing
    with Loader(dataset, sides.val, recipe, batch_size=100, shuffle=False, seed=0) as loader, torch.inference_mode():
        (val,) = loader.epoch(0)
        loss = F.cross_entropy(model.eval()(val.inputs(torch.device("cpu"))), val.labels)
    assert made.epochs(events)[-1].val.loss == pytest.approx(loss.item(), rel=1e-4), "validation is not blended"


def test_a_resumed_run_draws_what_it_would_have_drawn(data, tmp_path, monkeypatch):
    monkeypatch.setattr(report, "SECONDS", 0.0)
    made.carry_out(job(data, plan=Plan()), tmp_path / "whole")

    def on(event, control):
        if isinstance(event, StepsDone) and event.first_step + len(event.losses) >= 4:
            control.stop()

    assert made.finished(made.carry_out(job(data), tmp_path / "parts", on)).reason == "stopped"
    assert made.finished(made.carry_out(job(data), tmp_path / "parts", resume=True)).reason == "completed"
    assert made.same(made.weights(tmp_path / "whole"), made.weights(tmp_path / "parts"))


def test_texts_are_blended_as_numbers_and_refused_as_ids(tmp_path):
    rows = [(f"{word} number {i}", label) for i in range(6) for word, label in (("good", "yes"), ("bad", "no"))]
    path = tmp_path / "texts.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("text", "label"), *rows])
    texts = {"data__domain": "text", "data__input_size": None}
    bag = made.carry_out(job(path, model="tfidf_mlp", **texts), tmp_path / "bag")
    assert made.finished(bag).reason == "completed"
    ids = made.failed(made.carry_out(job(path, model="glove_mean", **texts), tmp_path / "ids"))
    assert "whole ones" in ids.what
    assert "training.mixup" in ids.cure


def test_the_whole_set_in_one_step_is_blended_part_by_part(data, tmp_path):
    """Parts are as large as a batch, and each draws its own."""
    made_job = job(data, plan=HEAD, training__whole_set=True)
    events = made.carry_out(made_job, tmp_path / "run")
    dataset = finish(scan.scan(made_job.data))
    sides, built = split.split(dataset, made_job.data), network(made_job, 3)
    model, recipe = built.model.eval(), built.preprocessing
    sgd = torch.optim.SGD(model.fc.parameters(), lr=0.05, momentum=made_job.training.momentum,
                          weight_decay=made_job.training.weight_decay)  # fmt: skip
    blend, losses = Blend(stream="mixup/0/{}"), []
    with Loader(dataset, sides.train, recipe, batch_size=6, shuffle=True, seed=0) as loader:
        for epoch in range(2):
            total = 0.0
            for place, batch in enumerate(loader.epoch(epoch)):
                images, shares = blend(epoch, place, batch.inputs(torch.device("cpu")), batch.labels)
                logits = model(images)
                total += sum(share * F.cross_entropy(logits, labels, reduction="sum") for share, labels in shares)
            loss = total / len(sides.train)
            sgd.zero_grad()
            loss.backward()
            sgd.step()
            losses.append(loss.item())
    assert len(set(blend.shares)) == 6, "three parts in each of two epochs"
    assert made.losses(events) == pytest.approx(losses, rel=1e-5)
    assert torch.allclose(made.weights(tmp_path / "run")["fc.weight"], model.fc.weight, atol=1e-6)
