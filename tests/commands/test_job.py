import json

import pytest

from transfer_gui import cli
from transfer_gui.core import job as jobs
from transfer_gui.core.job import Job, parse
from transfer_gui.core.sample_job import sample_job


def test_without_options_it_writes_the_defaults(output):
    assert parse(output("job")) == Job()


def test_flags_and_set_make_the_job(output):
    job = parse(
        output("job", "--data", "pictures", "--epochs", 3, "--augmentation", "none", "--set", "training.momentum=0.5")
    )

    assert job.data.path == "pictures"
    assert job.data.augmentation == "none"
    assert job.training.epochs == 3
    assert job.training.momentum == 0.5


def test_it_starts_from_the_sample_or_from_another_job(output, tmp_path):
    file = tmp_path / "job.toml"

    assert parse(output("job", "--from", "sample")) == sample_job()
    output("job", "--from", "sample", "--seed", 5, "-o", file)
    assert parse(output("job", "--from", file)).training.seed == 5


def test_the_job_is_said_in_words_beside_the_file(capsys):
    assert cli.main(["job", "--from", "sample", "--set", "training.epochs=1"]) == 0

    words = capsys.readouterr().err
    assert "Source model: squeezenet1_1, with the weights that are shipped." in words
    assert "classifier.1 is trained" in words
    assert "SGD for 1 epoch in batches of 16" in words


def test_json_holds_the_same(output):
    assert Job.model_validate(json.loads(output("job", "--from", "sample", "--json"))) == sample_job()


@pytest.mark.parametrize(
    ("preset", "learns", "rests"),
    [
        ("head", ["fc.weight"], ["layer4.0.conv1.weight", "conv1.weight"]),
        ("last_stage", ["fc.weight", "layer4.1.bn2.weight"], ["layer3.0.conv1.weight", "conv1.weight"]),
        ("all", ["fc.weight", "layer4.0.conv1.weight", "conv1.weight"], []),
    ],
)
def test_a_preset_becomes_a_plan(preset, learns, rests, output):
    plan = parse(output("job", "--model", "resnet18", "--preset", preset)).plan

    assert not any(plan.resolve(path).frozen for path in learns)
    assert all(plan.resolve(path).frozen for path in rests)


def test_a_model_takes_the_best_weights_there_are(output, capsys):
    assert parse(output("job", "--model", "efficientnet_lite0")).source.weights == "shipped"
    assert parse(output("job", "--model", "resnet18", "--weights", "none")).source.weights == "none"

    assert cli.main(["job", "--model", "resnet18"]) == 0
    said = capsys.readouterr()
    assert parse(said.out).source.weights == "torchvision:IMAGENET1K_V1"
    assert "resnet18-f37072fd.pth" in said.err


def test_a_file_is_written_and_not_written_over(tmp_path, output, fault):
    file = tmp_path / "job.toml"

    assert output("job", "--epochs", 3, "--out", file) == ""
    assert "is there already" in fault("job", "--epochs", 4, "--out", file)
    assert jobs.load(file).training.epochs == 3
    output("job", "--epochs", 4, "--out", file, "--overwrite")
    assert jobs.load(file).training.epochs == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--epochs", "0"], "training.epochs"),
        (["--model", "resnet19"], "resnet19"),
        (["--from", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_a_fault_is_named(arguments, said, fault):
    assert said in fault("job", *arguments)


def test_a_place_that_cannot_be_written_is_named(tmp_path, fault):
    (tmp_path / "file").write_text("in the way")

    assert "file" in fault("job", "--out", tmp_path / "file" / "job.toml")


def test_fields_lists_every_field(output):
    listed = output("job", "--fields")

    assert "training.learning_rate" in listed
    assert "above 0 to 100" in listed
