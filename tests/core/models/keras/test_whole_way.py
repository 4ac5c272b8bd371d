"""The published network of faces as a source: its head is trained as by a plain loop on Keras's own features."""

import shutil
from pathlib import Path

import keras
import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from transfer_gui.core import paths
from transfer_gui.core.data.domains import find
from transfer_gui.core.errors import UserError
from transfer_gui.core.evaluate.predict import predict
from transfer_gui.core.events import RunFinished
from transfer_gui.core.explain.view import Look, views
from transfer_gui.core.export.export import export
from transfer_gui.core.export.script import of_run
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.runs import restore
from transfer_gui.core.runs.looked import look_into
from transfer_gui.core.runs.place import Place
from transfer_gui.core.runs.run import run

CLASSES = ("mammals", "tools", "vehicles")
HEAD = "conv2d_7"
EPOCHS, RATE, MOMENTUM, SEED = 2, 0.5, 0.9, 3


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Eight pictures of each of three classes, a copy of the file, and the run."""
    folder = tmp_path_factory.mktemp("whole")
    for name in CLASSES:
        (folder / "data" / name).mkdir(parents=True)
        for file in sorted((paths.resources() / "data" / "clipart" / name).glob("*.jpg"))[:8]:
            shutil.copy(file, folder / "data" / name)
    shutil.copy(paths.resources() / "models" / "source_model.h5", folder / "faces.h5")
    job = Job(
        source=Source(model="keras", weights=str(folder / "faces.h5")),
        plan=freeze_all_but([HEAD]),
        data=Data(path=str(folder / "data"), augmentation="none", validation=0.25),
        training=Training(epochs=EPOCHS, whole_set=True, learning_rate=RATE, momentum=MOMENTUM, weight_decay=0,
                          schedule="constant", seed=SEED),
        device=Device(name="cpu", workers=0),
    )  # fmt: skip
    events = list(run(job, folder / "run"))
    assert isinstance(events[-1], RunFinished), events[-1]
    (folder / "faces.h5").unlink()
    return folder


def pictures(folder, side):
    """Pixels (n, 64, 64, 1) of 0..1 as a script with Keras would read them, and the labels."""
    rows = [line.split(",") for line in (folder / "run" / "split.csv").read_text().splitlines()]
    found = [Path(cell) for row in rows if side in row for cell in row if cell.endswith(".jpg")]
    if found and not found[0].is_absolute():
        found = [folder / "data" / path for path in found]
    small = [Image.open(p).convert("RGB").resize((64, 64), Image.Resampling.BILINEAR).convert("L") for p in found]
    x = np.stack([np.asarray(image, np.float32) / 255 for image in small])[..., None]
    return x, torch.tensor([CLASSES.index(path.parent.name) for path in found])


def test_the_head_is_trained_as_by_a_plain_loop_on_the_features_of_keras(place):
    theirs = keras.models.load_model(paths.resources() / "models" / "source_model.h5", compile=False)
    features = keras.Model(theirs.inputs[0], theirs.get_layer(HEAD).input)
    x, labels = pictures(place, "train")
    assert len(labels) == 18
    given = torch.from_numpy(np.moveaxis(features(x, training=False).detach().numpy(), -1, 1).copy())

    torch.manual_seed(SEED)
    head = nn.Conv2d(given.shape[1], len(CLASSES), 3, padding=1)
    nn.init.zeros_(head.bias)
    optimiser = torch.optim.SGD(head.parameters(), lr=RATE, momentum=MOMENTUM)
    before = head.weight.detach().clone()
    for _ in range(EPOCHS):
        loss = nn.functional.cross_entropy(head(given).mean((2, 3)), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    state = restore.read(place / "run" / "checkpoints" / "last.pt")["state_dict"]
    moved = float((head.weight.detach() - before).abs().max())
    assert moved > 1e-3
    for name, tensor in head.state_dict().items():
        torch.testing.assert_close(state[f"{HEAD}.{name}"], tensor, atol=1e-4 * moved, rtol=1e-4)


def test_the_checkpoint_needs_the_file_no_more(place, tmp_path):
    """It is looked into, it names pictures, and it is exported; what cannot be said in plain torch is refused."""
    checkpoint = place / "run" / "checkpoints" / "last.pt"
    payload = restore.read(checkpoint)
    assert restore.preprocessing(payload) == Preprocessing(64, 64, "bilinear", (0.0,), (1.0,))
    paths_ = sorted((place / "data").glob("*/*.jpg"))[:3]
    said = finish(predict(checkpoint, paths_))
    exported = finish(export(place / "run", "last", tmp_path / "out.safetensors", "safetensors"))
    assert not exported.stands_alone
    assert exported.largest_difference == 0
    again = finish(predict(exported.path, paths_))
    assert [p.name for p in again] == [p.name for p in said]
    with pytest.raises(UserError, match="torchvision"):
        of_run(place / "run")


def test_grey_pictures_are_shown_as_grey_and_explained(place):
    checkpoint = place / "run" / "checkpoints" / "last.pt"
    looked = look_into(Place("it", checkpoint=checkpoint))
    picture = sorted((place / "data").glob("*/*.jpg"))[0]
    look = Look(looked, picture)
    assert look.input.shape == (1, 64, 64)
    assert look.picture.shape == (64, 64, 3)
    assert (look.picture[..., :1] == look.picture).all()
    np.testing.assert_allclose(look.input[0].numpy(), look.picture[..., 0] / 255, atol=1e-6)
    for name in ("grad_cam", "integrated_gradients", "feature_maps", "occlusion"):
        assert views()[name].fits(looked)
        assert finish(views()[name].compute(look))
    assert look.place == "add_4"


@pytest.mark.parametrize("augmentation", ["light", "reference", "trivial"])
def test_augmented_pictures_have_one_channel_too(place, augmentation):
    recipe = Preprocessing(64, 64, "bilinear", (0.5,), (0.5,))
    picture = str(sorted((place / "data").glob("*/*.jpg"))[0])
    domain = find("image")
    prepared = domain.prepare(picture, recipe, augmentation, torch.Generator().manual_seed(0))
    assert (prepared.shape, prepared.dtype) == ((1, 64, 64), torch.uint8)
    batch = domain.normalise(domain.collate([prepared, domain.nothing(recipe)], recipe), recipe)
    assert batch.shape == (2, 1, 64, 64)
    assert -1 <= float(batch.min()) < float(batch.max()) <= 1


def test_sounds_are_drawn_for_it(place):
    sound = sorted((paths.resources() / "data" / "sounds" / "bell").glob("*.wav"))[0]
    domain = find("sound")
    recipe = domain.reads(Preprocessing(64, 64, "bilinear", (0.5,), (0.5,)))
    prepared = domain.prepare(str(sound), recipe, "none", None)
    assert tuple(prepared.shape) == recipe.shape == (1, 64, 64)
    assert domain.preview(str(sound), recipe).shape == (64, 64, 3)
