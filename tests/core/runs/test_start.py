"""What a run started from is told by its own checkpoint."""

import pytest
import torch

from tests.core.export.made import RECIPE
from tests.core.training import made
from transfer_gui.core.errors import UserError
from transfer_gui.core.runs import start


@pytest.fixture
def checkpoint(tmp_path):
    """One as a run writes it, with a layer of its weights."""
    content = {
        "format": "transfer_gui/1", "model": "squeezenet1_1", "model_options": {}, "classes": ["blue", "green"],
        "state_dict": {"a": torch.zeros(2)}, "job": made.job(tmp_path, "squeezenet1_1", training__seed=7).to_toml(),
        "preprocessing": RECIPE,
    }  # fmt: skip
    path = tmp_path / "best.pt"
    torch.save(content, path)
    return path


def test_the_start_is_that_of_the_run(checkpoint):
    found = start.start_of(checkpoint)

    assert found.title == "Source: squeezenet1_1"
    assert found.classes == ("blue", "green")
    assert (found.job.source.model, found.job.training.seed, found.job.data.input_size) == ("squeezenet1_1", 7, 64)
    assert found.untrained_head
    assert start.found_start_of(checkpoint) == found, "random weights are always there"


def test_beside_a_run_a_source_has_heads_of_its_classes(checkpoint, tmp_path):
    other = start.start(made.job(tmp_path, "resnet18"), ("a", "b", "c"))
    same = start.start(made.job(tmp_path, "squeezenet1_1"), ("a", "b", "c"))

    assert start.beside(other, checkpoint).classes == ("blue", "green")
    assert start.beside(other, checkpoint).job == other.job
    assert start.beside(same, checkpoint) == start.start_of(checkpoint)


def test_a_checkpoint_that_does_not_tell_is_refused(checkpoint, tmp_path):
    content = torch.load(checkpoint, weights_only=True)
    torch.save({key: value for key, value in content.items() if key != "job"}, checkpoint)

    with pytest.raises(UserError, match="does not say what it started from"):
        start.start_of(checkpoint)
    other = start.start(made.job(tmp_path, "resnet18"), ("a", "b", "c"))
    assert start.beside(other, checkpoint) == other


def test_weights_that_are_gone_are_told(checkpoint, tmp_path):
    content = torch.load(checkpoint, weights_only=True)
    job = made.job(tmp_path, "squeezenet1_1", source__weights=str(tmp_path / "gone.pth"))
    torch.save(content | {"job": job.to_toml()}, checkpoint)

    with pytest.raises(UserError, match=r"gone\.pth"):
        start.found_start_of(checkpoint)
