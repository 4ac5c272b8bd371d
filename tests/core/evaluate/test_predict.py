"""A network is used as it was trained: same reading, same preprocessing, classes by name."""

from pathlib import Path

import pytest
import torch
from PIL import Image
from torch.nn.functional import cross_entropy
from torchvision.transforms._presets import ImageClassification

from tests.core.export.made import CLASSES, make_run, payload, picture, plain_network
from transfer_gui.core.data.dataset import Dataset, Example
from transfer_gui.core.errors import Refused, UserError
from transfer_gui.core.evaluate.collect import BATCH
from transfer_gui.core.evaluate.predict import evaluate, predict
from transfer_gui.core.export.export import export
from transfer_gui.core.progress import finish


@pytest.fixture
def checkpoint(tmp_path) -> Path:
    return make_run(tmp_path / "run", payload(), pictures=False) / "checkpoints" / "best.pt"


def pictures(folder: Path, count: int) -> list[Path]:
    colours = [(37 * n % 256, 91 * n % 256, 153 * n % 256) for n in range(count)]
    return [picture(folder / f"{n}.png", c, size=(80 + n, 70)) for n, c in enumerate(colours)]


def plain_logits(paths) -> torch.Tensor:
    """By torchvision's own preset, one by one."""
    prepare, network = ImageClassification(crop_size=64, resize_size=72), plain_network()
    with torch.inference_mode():
        return torch.cat([network(prepare(Image.open(path).convert("RGB"))[None]) for path in paths])


def test_probabilities_are_plain_torchs(checkpoint, tmp_path):
    paths = pictures(tmp_path / "p", 5)
    found = finish(predict(checkpoint, paths))
    expected = plain_logits(paths).softmax(1)
    assert torch.allclose(torch.tensor([p.probabilities for p in found]), expected, atol=1e-6)
    assert [p.name for p in found] == [CLASSES[i] for i in expected.argmax(1)]
    assert [p.path for p in found] == paths
    assert all(p.probability == max(p.probabilities) and p.reason == "" for p in found)


def test_an_unreadable_picture_is_told_and_the_rest_goes_on(checkpoint, tmp_path):
    (tmp_path / "page.jpg").write_text("<html>")
    good = picture(tmp_path / "good.jpg", "red")
    found = finish(predict(checkpoint, [tmp_path / "page.jpg", tmp_path / "gone.png", good]))
    assert "page.jpg" in found[0].reason
    assert "gone.png" in found[1].reason
    assert (found[0].name, found[0].probability) == ("", 0.0)
    assert found[2].name in CLASSES


def test_progress_brings_each_prediction_and_can_be_left(checkpoint, tmp_path):
    paths = pictures(tmp_path / "p", 3)
    steps = list(predict(checkpoint, paths))
    assert [s.done for s in steps] == [0, 1, 2, 3]
    assert [getattr(s.item, "path", None) for s in steps[1:]] == paths
    action = predict(checkpoint, paths)
    next(action)
    action.close()


def dataset_of(paths, classes, labels) -> Dataset:
    return Dataset("", "folders", tuple(classes), tuple(Example(str(p), n) for p, n in zip(paths, labels, strict=True)))


@pytest.mark.parametrize("count", [1, BATCH - 1, BATCH, BATCH + 1])
def test_scores_are_means_over_examples(checkpoint, tmp_path, count):
    paths = pictures(tmp_path / "p", count)
    labels = [n % 3 for n in range(count)]
    scores = finish(evaluate(checkpoint, dataset_of(paths, CLASSES, labels), range(count)))
    logits, truth = plain_logits(paths), torch.tensor(labels)
    assert scores.examples == count
    assert scores.loss == pytest.approx(float(cross_entropy(logits, truth)), abs=1e-5)
    assert scores.accuracy == pytest.approx(float((logits.argmax(1) == truth).float().mean()))


def test_only_the_asked_for_examples_count(checkpoint, tmp_path):
    paths = pictures(tmp_path / "p", 6)
    dataset = dataset_of(paths, CLASSES, [0, 1, 2, 0, 1, 2])
    some = finish(evaluate(checkpoint, dataset, [4, 1]))
    alone = finish(evaluate(checkpoint, dataset_of([paths[4], paths[1]], CLASSES, [1, 1]), [0, 1]))
    assert some == alone
    assert some.majority == 1.0


def test_another_order_of_classes_gives_the_same_scores(checkpoint, tmp_path):
    paths = pictures(tmp_path / "p", 9)
    labels = [n % 3 for n in range(9)]
    straight = finish(evaluate(checkpoint, dataset_of(paths, CLASSES, labels), range(9)))
    turned = finish(evaluate(checkpoint, dataset_of(paths, CLASSES[::-1], [2 - n for n in labels]), range(9)))
    assert turned == straight


def test_an_unknown_class_is_named_and_its_examples_left_out(checkpoint, tmp_path):
    paths = pictures(tmp_path / "p", 6)
    dataset = dataset_of(paths, ["aardvark", "blue", "red"], [0, 1, 2, 0, 1, 2])
    scores = finish(evaluate(checkpoint, dataset, range(6)))
    assert scores.unknown == ("aardvark",)
    assert scores.left_out == 2
    assert scores.examples == 4
    known = dataset_of([paths[i] for i in (1, 2, 4, 5)], CLASSES, [0, 2, 0, 2])
    assert scores.loss == pytest.approx(finish(evaluate(checkpoint, known, range(4))).loss, abs=1e-6)


def test_no_known_class_at_all_is_refused(checkpoint, tmp_path):
    dataset = dataset_of(pictures(tmp_path / "p", 2), ["cat", "dog"], [0, 1])
    with pytest.raises(UserError, match=r"cat, dog.*blue, green, red"):
        finish(evaluate(checkpoint, dataset, range(2)))


def test_unreadable_examples_are_listed(checkpoint, tmp_path):
    paths = pictures(tmp_path / "p", 3)
    paths[1].write_bytes(b"")
    scores = finish(evaluate(checkpoint, dataset_of(paths, CLASSES, [0, 1, 2]), range(3)))
    assert scores.examples == 2
    assert [s.path for s in scores.skipped] == [str(paths[1])]


@pytest.mark.parametrize("kind", ["checkpoint", "safetensors"])
def test_a_renamed_export_still_knows_its_dataset(tmp_path, kind):
    run = make_run(tmp_path / "run", payload(), pictures=False)
    out = finish(export(run, "best", tmp_path / "out", kind, {"blue": "azul", "red": "rojo"})).path
    paths = pictures(tmp_path / "p", 6)
    dataset = dataset_of(paths, CLASSES, [0, 1, 2, 0, 1, 2])
    before = finish(evaluate(run / "checkpoints" / "best.pt", dataset, range(6)))
    assert finish(evaluate(out, dataset, range(6))) == before
    assert {p.name for p in finish(predict(out, paths))} <= {"azul", "green", "rojo"}


def test_what_is_no_checkpoint_is_refused(tmp_path):
    torch.save({"weight": torch.ones(2)}, tmp_path / "weights.pt")
    with pytest.raises(Refused, match=r"weights\.pt"):
        finish(predict(tmp_path / "weights.pt", []))
    with pytest.raises(UserError, match="nowhere"):
        finish(predict(tmp_path / "nowhere.pt", []))
