import argparse

import pytest

from transfer_gui.commands import fields
from transfer_gui.core.errors import UserError
from transfer_gui.core.job import Job


def changed(*edits):
    return fields.apply(Job(), [fields.edit(edit) for edit in edits])


@pytest.mark.parametrize(
    ("edit", "read"),
    [
        ("training.epochs=3", lambda job: job.training.epochs == 3),
        ("training.learning_rate=1e-4", lambda job: job.training.learning_rate == 1e-4),
        ("training.nesterov=true", lambda job: job.training.nesterov is True),
        ("training.schedule=step", lambda job: job.training.schedule == "step"),
        ("training.schedule='step'", lambda job: job.training.schedule == "step"),
        ("data.path=some where/with = signs", lambda job: job.data.path == "some where/with = signs"),
        ("data.path=1\nseed = 2", lambda job: job.data.path == "1\nseed = 2"),
        ("data.path=2024", lambda job: job.data.path == "2024"),
        ("data.path=true", lambda job: job.data.path == "true"),
        (r"data.path=C:\new\train", lambda job: job.data.path == r"C:\new\train"),
        ("data.input_size=96", lambda job: job.data.input_size == 96),
        ("data.renames.cat=Katze", lambda job: job.data.renames == {"cat": "Katze"}),
        ('data.renames."big cat"=tiger', lambda job: job.data.renames == {"big cat": "tiger"}),
        ('data.excluded=["cat/1.png"]', lambda job: job.data.excluded == ("cat/1.png",)),
        ('data.relabelled."cat/1.png"=dog', lambda job: job.data.relabelled == {"cat/1.png": "dog"}),
        ('plan.layers."features.3".frozen=true', lambda job: job.plan.resolve("features.3.squeeze").frozen),
        ("device.workers = 0", lambda job: job.device.workers == 0),
    ],
)
def test_a_field_takes_toml_or_a_bare_word(edit, read):
    assert read(changed(edit))


def test_nothing_after_the_sign_means_the_default():
    job = changed("training.epochs=3", "data.input_size=96", "training.epochs=", "data.input_size=")

    assert job == Job()


def test_edits_are_made_together_so_that_their_order_does_not_matter():
    job = changed("training.warmup_epochs=20", "training.epochs=50")

    assert (job.training.warmup_epochs, job.training.epochs) == (20, 50)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ("training.epoch=3", "training.epoch: there is no such field. Did you mean training.epochs?"),
        ("training.epochs=0", "training.epochs: Input should be greater than or equal to 1"),
        ("training.epochs=many", "training.epochs"),
        ("training.learning_rate=nan", "training.learning_rate"),
        ("training.schedule=sometimes", "training.schedule"),
        ("nothing=1", "nothing: there is no such field"),
        ("training.seed.deep=1", "training.seed.deep: there is no such field"),
        ("not a name=1", "'not a name' is not the name of a field"),
        ("a\nb=2", "is not the name of a field"),
        ("device.name=toaster", "toaster"),
    ],
)
def test_a_wrong_edit_names_the_field_and_a_cure(edit, said):
    with pytest.raises(UserError) as caught:
        changed(edit)

    assert said in str(caught.value)
    assert caught.value.cure


def test_every_field_of_the_job_is_listed_once_with_its_meaning():
    listed = dict(fields.every())

    assert set(listed) == set(paths_of(Job().model_dump()))
    for path, info in listed.items():
        assert info.description or path == "plan"
        assert fields.kind(info)


def paths_of(values, prefix=""):
    for name, value in values.items():
        if isinstance(value, dict) and name not in {"plan", "renames", "relabelled"}:
            yield from paths_of(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


@pytest.mark.parametrize(
    ("path", "kind", "default"),
    [
        ("training.epochs", "whole number, from 1 to 10000", "10"),
        ("training.momentum", "number, from 0 below 1", "0.9"),
        ("data.augmentation", "none | light | reference | trivial", "light"),
        ("data.input_size", "whole number, from 16 to 2048", "none"),
        ("data.path", "text", '""'),
        ("data.excluded", "list", "[]"),
        ("training.nesterov", "true or false", "false"),
    ],
)
def test_a_field_says_what_it_takes(path, kind, default):
    assert fields.kind(fields.declared(path)) == kind
    assert fields.default(fields.declared(path)) == default


def test_a_flag_stands_for_a_field_and_has_its_help(capsys):
    parser = argparse.ArgumentParser()
    flags = {"--epochs": "training.epochs", "--augmentation": "data.augmentation"}
    fields.add_flags(parser, flags)

    given = fields.flag_edits(parser.parse_args(["--epochs", "7"]), flags)

    assert given == [("training.epochs", "7")]
    assert "How often every training example is seen. [10]" in parser.format_help()
