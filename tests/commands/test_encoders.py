"""A text encoder's folder on the command line: from the job file to the prediction."""

import json
import shutil

import pytest

from tests import encoders
from transfer_gui.core import job as jobs


@pytest.fixture
def folder(tmp_path):
    return encoders.folder(tmp_path / "encoder")


def test_a_job_with_a_folder_from_its_file_to_a_prediction(folder, tmp_path, output):
    table = encoders.table(tmp_path / "glosses.csv")
    file, run = tmp_path / "job.toml", tmp_path / "run"
    given = ["--model", "bert_encoder", "--weights", folder, "--data", table, "--preset", "last_stage"]
    output("job", *given, "--set", "training.epochs=2", "--set", "data.augmentation=none", "-o", file)
    job = jobs.load(file)
    assert job.data.domain == "text"
    assert not job.plan.resolve("encoder.layer.1.output.dense.weight").frozen
    assert job.plan.resolve("encoder.layer.0.output.dense.weight").frozen
    output("train", file, "--out", run, "--quiet", "--set", "device.name=cpu", "--set", "device.workers=0")
    shutil.rmtree(folder)
    (tmp_path / "one.txt").write_text("an animal of the sea")
    header, row = output("predict", run, tmp_path / "one.txt").splitlines()
    assert set(encoders.GLOSSES) <= set(header.split(","))
    assert any(name in row for name in encoders.GLOSSES)


def test_layers_and_models_tell_of_it(folder, output, fault):
    told = json.loads(output("layers", "bert_encoder", "--weights", folder, "--classes", 3, "--json"))
    assert told["parameters"] == encoders.SIZES.parameters + 3 * 33
    assert "a folder of yours" in output("models", "bert_*")
    assert "encoder" in output("models", "bert_*", "--ready", "--json", "--folder", folder.parent)
    assert "Choose a folder of weights" in fault("layers", "bert_encoder")
    (folder / "tokenizer.json").unlink()
    assert "has no tokenizer.json" in fault("layers", "bert_encoder", "--weights", folder)
