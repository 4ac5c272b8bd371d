"""What is written down of a network is what plain torch and torchvision say, one picture at a time."""

import threading
from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms._presets import ImageClassification

from tests.core.export.made import CLASSES, make_run, payload, picture, plain_network
from transfer_gui.core.data.dataset import Dataset, Example
from transfer_gui.core.errors import Refused, UserError
from transfer_gui.core.evaluate.collect import BATCH, collect
from transfer_gui.core.export.export import export
from transfer_gui.core.job import Data, Job, Source
from transfer_gui.core.progress import finish
from transfer_gui.core.runs.looked import look_into
from transfer_gui.core.runs.place import Place

SIDES = {"vit_b_16": None}
"""Input sizes other than 64; None: the model's own and only one."""


@pytest.fixture
def checkpoint(tmp_path) -> Path:
    return make_run(tmp_path / "run", payload(), pictures=False) / "checkpoints" / "best.pt"


@pytest.fixture
def place(checkpoint) -> Place:
    return Place("Best", checkpoint)


def dataset(folder: Path, count: int, classes=CLASSES, labels=None) -> Dataset:
    colours = [(37 * n % 256, 91 * n % 256, 153 * n % 256) for n in range(count)]
    paths = [picture(folder / f"{n}.png", c, size=(80 + n, 70)) for n, c in enumerate(colours)]
    labels = labels or [n % len(classes) for n in range(count)]
    examples = tuple(Example(str(path), label) for path, label in zip(paths, labels, strict=True))
    return Dataset(str(folder), "folders", tuple(classes), examples)


def plain(network, prepare, paths) -> np.ndarray:
    """Softmax of plain torch, one picture after the other."""
    with torch.inference_mode():
        logits = torch.cat([network(prepare(Image.open(path).convert("RGB"))[None]) for path in paths])
    return logits.softmax(1).numpy()


@pytest.mark.parametrize("model", ["squeezenet1_1", "resnet18", "efficientnet_b0", "vit_b_16", "swin_t"])
def test_it_is_what_plain_torch_says(tmp_path, model):
    start = Job(source=Source(model=model, weights="none"), data=Data(input_size=SIDES.get(model, 64)))
    place, data = Place("Source", job=start, classes=tuple(CLASSES)), dataset(tmp_path, 7)
    found = finish(collect(place, data, [5, 0, 3, 6], "validation"))
    looked = look_into(place)
    network = torchvision.models.get_model(model, num_classes=3).eval()
    network.load_state_dict(looked.model.state_dict())
    recipe = looked.preprocessing
    prepare = ImageClassification(
        crop_size=recipe.crop, resize_size=recipe.resize, mean=recipe.mean, std=recipe.std,
        interpolation=InterpolationMode(recipe.interpolation),
    )  # fmt: skip
    paths = [data.examples[n].path for n in (5, 0, 3, 6)]
    np.testing.assert_allclose(found.probabilities, plain(network, prepare, paths), atol=1e-5)
    assert found.paths == tuple(paths)
    assert found.labels.tolist() == [2, 0, 0, 0]
    assert found.classes == tuple(CLASSES)
    assert found.side == "validation"
    assert (found.unknown, found.left_out, found.skipped) == ((), 0, ())


@pytest.mark.parametrize("count", [1, BATCH, BATCH + 1, 2 * BATCH + 3])
def test_every_example_once_in_order_whatever_the_batches(place, tmp_path, count):
    data = dataset(tmp_path / "p", count)
    found = finish(collect(place, data, range(count), "test"))
    expected = plain(
        plain_network(), ImageClassification(crop_size=64, resize_size=72), [e.path for e in data.examples]
    )
    np.testing.assert_allclose(found.probabilities, expected, atol=1e-5)
    np.testing.assert_allclose(found.probabilities.sum(1), 1, atol=1e-6)
    assert found.paths == tuple(e.path for e in data.examples)
    assert found.labels.tolist() == [e.label for e in data.examples]
    assert (found.labels.dtype, found.probabilities.dtype) == (np.int64, np.float32)
    assert (found.predicted == expected.argmax(1)).all()


def test_progress_counts_examples(place, tmp_path):
    data = dataset(tmp_path / "p", 2 * BATCH + 1)
    (tmp_path / "p" / "3.png").write_bytes(b"")
    steps = list(collect(place, data, range(len(data.examples)), ""))
    assert [(s.done, s.total) for s in steps] == [(0, 33), (16, 33), (32, 33), (33, 33)]


def test_classes_are_found_by_name(place, tmp_path):
    data = dataset(tmp_path / "p", 6, classes=("red", "aardvark", "blue"))
    found = finish(collect(place, data, range(6), "elsewhere"))
    assert [found.classes[label] for label in found.labels] == ["red", "blue", "red", "blue"]
    assert found.paths == tuple(data.examples[n].path for n in (0, 2, 3, 5))
    assert found.unknown == ("aardvark",)
    assert found.left_out == 2


@pytest.mark.parametrize("kind", ["checkpoint", "safetensors"])
def test_a_renamed_export_still_knows_its_dataset(tmp_path, kind):
    run = make_run(tmp_path / "run", payload(), pictures=False)
    out = finish(export(run, "best", tmp_path / "out", kind, {"blue": "azul", "red": "rojo"})).path
    data = dataset(tmp_path / "p", 6)
    before = finish(collect(Place("Best", run / "checkpoints" / "best.pt"), data, range(6), ""))
    found = finish(collect(Place("Export", out), data, range(6), ""))
    assert found.classes == ("azul", "green", "rojo")
    np.testing.assert_array_equal(found.labels, before.labels)
    np.testing.assert_array_equal(found.probabilities, before.probabilities)


def test_no_known_class_at_all_is_refused(place, tmp_path):
    data = dataset(tmp_path / "p", 2, classes=("cat", "dog"))
    with pytest.raises(UserError, match=r"best\.pt knows none of the classes cat, dog.*blue, green, red"):
        finish(collect(place, data, range(2), ""))


def test_files_that_cannot_be_read_are_told_and_the_rest_goes_on(place, tmp_path):
    data = dataset(tmp_path / "p", 5)
    Path(data.examples[1].path).write_text("<html>")
    Path(data.examples[3].path).unlink()
    found = finish(collect(place, data, range(5), ""))
    assert found.paths == tuple(data.examples[n].path for n in (0, 2, 4))
    assert [s.path for s in found.skipped] == [data.examples[n].path for n in (1, 3)]
    assert all(s.reason and s.path not in s.reason for s in found.skipped)
    whole = finish(collect(place, data, [0, 2, 4], ""))
    np.testing.assert_allclose(found.probabilities, whole.probabilities, atol=1e-6)


def test_nothing_that_can_be_read_is_no_result_but_no_fault(place, tmp_path):
    data = dataset(tmp_path / "p", 2)
    for example in data.examples:
        Path(example.path).unlink()
    for indices in ([0, 1], []):
        found = finish(collect(place, data, indices, ""))
        assert len(found.labels) == 0
        assert found.probabilities.shape == (0, 3)
        assert len(found.skipped) == len(indices)


def test_a_network_that_gives_no_numbers_is_told(tmp_path):
    broken = plain_network()
    with torch.no_grad():
        broken.classifier[1].weight *= 1e38  # each weight is a number; what comes out is none
    run = make_run(tmp_path / "run", payload(network=broken), pictures=False)
    data = dataset(tmp_path / "p", 2)
    with pytest.raises(UserError, match=r"Best gives NaN or infinity for .*0\.png.*diverged"):
        finish(collect(Place("Best", run / "checkpoints" / "best.pt"), data, range(2), ""))


def test_what_is_no_checkpoint_is_refused(tmp_path):
    torch.save({"weight": torch.ones(2)}, tmp_path / "weights.pt")
    with pytest.raises(Refused, match=r"weights\.pt"):
        finish(collect(Place("Mine", tmp_path / "weights.pt"), dataset(tmp_path / "p", 1), [0], ""))


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_it_can_be_left_at_any_step_and_leaves_no_thread(place, tmp_path, steps):
    data = dataset(tmp_path / "p", 3 * BATCH)
    before = {t for t in threading.enumerate() if t.is_alive()}
    action = collect(place, data, range(3 * BATCH), "")
    for _ in range(steps):
        next(action)
    action.close()
    assert {t for t in threading.enumerate() if t.is_alive()} <= before
    assert not any(p.requires_grad for p in look_into(place).model.parameters())
    assert not look_into(place).model.training


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_on_a_gpu_it_says_the_same_and_the_shared_network_stays(place, tmp_path):
    data = dataset(tmp_path / "p", 5)
    here, there = (finish(collect(place, data, range(5), "", device=device)) for device in ("cpu", "cuda"))
    np.testing.assert_allclose(there.probabilities, here.probabilities, atol=1e-3)
    assert all(p.device.type == "cpu" for p in look_into(place).model.parameters())
