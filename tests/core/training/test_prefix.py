"""What is frozen is run once and kept: the same run as without, never stale, and nothing is read twice."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.core.training import made
from transfer_gui.core.cache import folder as shelf
from transfer_gui.core.cache.digests import Digests
from transfer_gui.core.events import Note, PlanApplied
from transfer_gui.core.plan import Plan, Rule, freeze_all_but
from transfer_gui.core.training import prefix

PLANS = {
    "squeezenet1_1": freeze_all_but(["classifier.1"]),
    "resnet18": freeze_all_but(["layer4", "fc"]),
    "efficientnet_b0": freeze_all_but(["features.8", "classifier"]),
    "densenet121": freeze_all_but(["features.norm5", "classifier"]),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("data") / "set", {"blue": 9, "green": 8, "red": 8})


def job(data, **edits):
    """It learns so slowly that what rounding does is not made larger by every step."""
    given = {"data__augmentation": "none", "training__epochs": 3, "training__learning_rate": 0.001}
    return made.job(data, **given | {"device__reuse": True} | edits)


def close(one, other):
    """Of each tensor, as far as its largest number reaches: rounding goes with the size of what is added up."""
    return one.keys() == other.keys() and all(
        float((one[name].float() - value.float()).abs().max()) <= 1e-5 + 1e-4 * float(value.float().abs().max())
        for name, value in other.items()
    )


@pytest.mark.parametrize("model", PLANS)
def test_the_run_is_the_same_with_and_without(data, tmp_path, reads, model):
    edits = {"model": model, "plan": PLANS[model]}
    plain = made.carry_out(job(data, device__reuse=False, **edits), tmp_path / "plain")
    reads.clear()
    kept = made.carry_out(job(data, **edits), tmp_path / "kept")
    assert made.losses(kept) == pytest.approx(made.losses(plain), rel=1e-4, abs=1e-5)
    assert close(made.weights(tmp_path / "kept"), made.weights(tmp_path / "plain"))
    scores = [(e.val.loss, e.val.accuracy) for e in made.epochs(kept)]
    assert scores == [pytest.approx((e.val.loss, e.val.accuracy), rel=1e-4) for e in made.epochs(plain)]
    assert len(reads) == len(set(reads)), "each picture is read once, in all epochs together"

    reads.clear()
    again = made.carry_out(job(data, **edits), tmp_path / "again")
    assert reads == [], "and never in the second run"
    assert made.losses(again) == made.losses(kept), "which is the same to the bit"
    assert made.same(made.weights(tmp_path / "again"), made.weights(tmp_path / "kept"))


def test_of_new_examples_a_few_are_asked_after_and_of_known_ones_all(data, tmp_path, monkeypatch, reads):
    asked: set[str] = set()
    known = Digests.known
    monkeypatch.setattr(prefix, "LOOKED", 4)

    def ask(self, paths):
        if len(paths) > 1 and not reads:
            asked.update(paths)
        return known(self, paths)

    monkeypatch.setattr(Digests, "known", ask)
    edits = {"model": "squeezenet1_1", "plan": PLANS["squeezenet1_1"], "training__epochs": 1}
    made.carry_out(job(data, **edits), tmp_path / "run")
    assert len(asked) == 4, "before the first is read"
    reads.clear()
    made.carry_out(job(data, **edits), tmp_path / "again")
    assert asked == {str(path) for path in Path(data).rglob("*.png")}


def test_what_is_spared_is_said(data, tmp_path):
    events = made.carry_out(job(data, model="resnet18", plan=freeze_all_but(["fc"])), tmp_path / "run")
    applied = next(i for i, event in enumerate(events) if isinstance(event, PlanApplied))
    assert isinstance(events[applied + 1], Note)
    assert "run once per example" in events[applied + 1].text


@pytest.mark.parametrize("way", ["file", "size"])
def test_another_file_or_another_size_is_not_what_was_kept(tmp_path, reads, way):
    root = made.pictures(tmp_path / "set", {"blue": 6, "green": 6, "red": 6})
    edits = {"model": "squeezenet1_1", "plan": PLANS["squeezenet1_1"]}
    made.carry_out(job(root, **edits), tmp_path / "first")
    if way == "size":
        edits["data__input_size"] = 96
        expected = 18
    else:
        changed = sorted(Path(root).rglob("*.png"))[0]
        before = changed.stat()
        pixels = np.asarray(Image.open(changed)).copy()
        pixels[:] = 255 - pixels
        Image.fromarray(pixels).save(changed, compress_level=0)
        content = changed.read_bytes()
        changed.write_bytes(content.ljust(before.st_size, b"\0")[: max(before.st_size, len(content))])
        os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))
        expected = 1
    reads.clear()
    kept = made.carry_out(job(root, **edits), tmp_path / "kept")
    assert len(reads) == expected
    plain = made.carry_out(job(root, device__reuse=False, **edits), tmp_path / "plain")
    assert made.losses(kept) == pytest.approx(made.losses(plain), rel=1e-4, abs=1e-5)


def test_another_weight_is_not_what_was_kept(data, tmp_path, reads):
    """Another seed draws other weights where the model starts from scratch."""
    edits = {"model": "squeezenet1_1", "plan": PLANS["squeezenet1_1"]}
    made.carry_out(job(data, **edits), tmp_path / "first")
    reads.clear()
    kept = made.carry_out(job(data, training__seed=7, **edits), tmp_path / "kept")
    assert len(reads) == 25
    plain = made.carry_out(job(data, training__seed=7, device__reuse=False, **edits), tmp_path / "plain")
    assert made.losses(kept) == pytest.approx(made.losses(plain), rel=1e-4, abs=1e-5)


def test_views_are_kept_one_by_one(data, tmp_path, reads):
    edits = {"model": "resnet18", "plan": freeze_all_but(["fc"]), "data__augmentation": "light", "training__epochs": 4}
    plain = made.carry_out(job(data, device__reuse=False, data__views=2, **edits), tmp_path / "plain")
    reads.clear()
    kept = made.carry_out(job(data, data__views=2, **edits), tmp_path / "kept")
    assert made.losses(kept) == pytest.approx(made.losses(plain), rel=1e-4, abs=1e-5)
    training = 25 - made.epochs(kept)[0].val.examples
    assert len(reads) == 2 * training + (25 - training)
    anew = made.carry_out(job(data, device__reuse=False, **edits), tmp_path / "anew")
    assert made.losses(anew)[: len(made.losses(anew)) // 2] == made.losses(plain)[: len(made.losses(plain)) // 2]
    assert made.losses(anew) != made.losses(plain), "without views each epoch is drawn anew"


def test_without_views_only_the_validation_is_kept(data, tmp_path, reads):
    edits = {"model": "resnet18", "plan": freeze_all_but(["fc"]), "data__augmentation": "light"}
    plain = made.carry_out(job(data, device__reuse=False, **edits), tmp_path / "plain")
    reads.clear()
    kept = made.carry_out(job(data, **edits), tmp_path / "kept")
    assert made.losses(kept) == made.losses(plain), "to the bit: training is not touched"
    validation = made.epochs(kept)[0].val.examples
    assert len(reads) == 3 * (25 - validation) + validation
    assert not any("once per example" in note.text for note in made.of(kept, Note)), "nor is it said that training is"


def test_a_layer_that_unfreezes_moves_the_cut(data, tmp_path):
    plan = Plan(layers=freeze_all_but(["fc"]).layers | {"layer4": Rule(frozen=True, unfreeze_at=1)})
    edits = {"model": "resnet18", "plan": plan}
    plain = made.carry_out(job(data, device__reuse=False, **edits), tmp_path / "plain")
    kept = made.carry_out(job(data, **edits), tmp_path / "kept")
    assert made.losses(kept) == pytest.approx(made.losses(plain), rel=1e-3, abs=1e-4)
    said = [event.text for event in kept if isinstance(event, Note) and "once per example" in event.text]
    assert len(said) == 2
    assert said[0] != said[1]


def test_a_full_shelf_keeps_nothing_and_the_run_goes_on(data, tmp_path, monkeypatch):
    edits = {"model": "resnet18", "plan": freeze_all_but(["fc"])}
    plain = made.carry_out(job(data, device__reuse=False, **edits), tmp_path / "plain")
    monkeypatch.setattr(shelf, "default_limit", lambda *_: 1000)
    kept = made.carry_out(job(data, **edits), tmp_path / "kept")
    assert made.losses(kept) == made.losses(plain)


def test_a_file_that_cannot_be_read_is_left_out_all_the_same(tmp_path):
    root = made.pictures(tmp_path / "set", {"blue": 6, "green": 6, "red": 6})
    edits = {"model": "squeezenet1_1", "plan": PLANS["squeezenet1_1"], "data__validation": 0.0}
    made.carry_out(job(root, **edits), tmp_path / "first")
    broken = sorted(Path(root).rglob("*.png"))[3]
    broken.write_bytes(broken.read_bytes()[:50])
    plain = made.carry_out(job(root, device__reuse=False, **edits), tmp_path / "plain")
    kept = made.carry_out(job(root, **edits), tmp_path / "kept")
    assert made.losses(kept) == pytest.approx(made.losses(plain), rel=1e-4, abs=1e-5)
