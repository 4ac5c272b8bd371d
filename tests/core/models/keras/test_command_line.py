"""Keras files on the command line."""

import json

import keras
import pytest

from transfer_gui import cli
from transfer_gui.commands.memory_lines import lines
from transfer_gui.core import job as jobs
from transfer_gui.core import paths
from transfer_gui.core.runs import restore

L = keras.layers
FACES = paths.resources() / "models" / "source_model.h5"


def ran(capsys, *arguments, code=0):
    capsys.readouterr()
    assert cli.main([str(argument) for argument in arguments]) == code
    said = capsys.readouterr()
    return said.out if code == 0 else said.err


def test_a_file_is_a_model_of_its_own(tmp_path, capsys):
    clipart = paths.resources() / "data" / "clipart"
    for name in ("tools", "vehicles"):
        (tmp_path / "data" / name).mkdir(parents=True)
        for file in sorted((clipart / name).glob("*.jpg"))[:4]:
            (tmp_path / "data" / name / file.name).write_bytes(file.read_bytes())
    root = json.loads(ran(capsys, "layers", "keras", "--weights", FACES, "--classes", 2, "--json"))
    assert [layer["path"] for layer in root["layers"]][:3] == ["conv2d_1", "batch_normalization_1", "activation_1"]
    assert [layer["path"] for layer in root["layers"] if layer["task_specific"]] == ["conv2d_7"]

    job, run = tmp_path / "job.toml", tmp_path / "run"
    source = ["--model", "keras", "--weights", FACES, "--preset", "head"]
    ran(capsys, "job", *source, "--data", tmp_path / "data", "-o", job)
    assert "is needed (estimated)" in " ".join(lines(jobs.load(job)))
    said = ran(capsys, "train", job, "--set", "training.epochs=1", "--set", "device.name=cpu", "--out", run)
    assert "divided by 255" in said
    payload = restore.read(run / "checkpoints" / "best.pt")
    assert payload["model"] == "keras"
    assert payload["state_dict"]["conv2d_7.weight"].shape == (2, 128, 3, 3)


def test_what_is_no_whole_network_of_known_layers_is_refused(tmp_path, capsys):
    model = keras.Sequential([keras.Input((6, 6, 1)), L.Lambda(lambda x: x, name="code"), L.Flatten(), L.Dense(2)])
    model.save(tmp_path / "code.keras")
    model.save_weights(tmp_path / "alone.weights.h5")
    said = {
        name: ran(capsys, "layers", "keras", "--weights", tmp_path / name, code=2)
        for name in ("code.keras", "alone.weights.h5", "gone.h5")
    }
    assert "has a Lambda layer, 'code'. It holds program code, which is never run here" in said["code.keras"]
    assert "holds the weights of a Keras model alone" in said["alone.weights.h5"]
    assert "gone.h5 cannot be read" in said["gone.h5"]
    assert all("Traceback" not in text for text in said.values())


@pytest.mark.parametrize("form", ["keras", "h5"])
def test_a_network_of_words_can_be_taken_over_layer_by_layer_only(tmp_path, capsys, form):
    model = keras.Sequential([keras.Input((7,), dtype="int32"), L.Embedding(50, 4), L.LSTM(3), L.Dense(2)])
    model.save(tmp_path / f"words.{form}")
    said = ran(capsys, "layers", "keras", "--weights", tmp_path / f"words.{form}", code=2)
    assert "which word has which number is not in the file" in said
    assert "layer by layer" in said
