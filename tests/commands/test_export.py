import pytest
import torch
from safetensors import safe_open
from torchvision import models as zoo


def test_the_best_checkpoint_loads_in_plain_torch(trained, tmp_path, output):
    said = output("export", trained, "--out", tmp_path / "model.pt")

    saved = torch.load(tmp_path / "model.pt", weights_only=True)
    model = zoo.get_model(saved["model"], num_classes=len(saved["classes"]), **saved["model_options"])
    model.load_state_dict(saved["state_dict"])
    assert saved["classes"] == ["blue", "green", "red"]
    assert "training" not in saved
    assert str(tmp_path / "model.pt") in said


def test_the_ending_decides_the_format(trained, tmp_path, output):
    output("export", trained, "--which", "last", "--out", tmp_path / "model.safetensors")

    with safe_open(tmp_path / "model.safetensors", "pt") as file:
        assert "classifier.1.weight" in file.keys()  # noqa: SIM118 - not a dictionary


def test_without_out_it_lies_in_the_working_folder(trained, tmp_path, output, monkeypatch):
    monkeypatch.chdir(tmp_path)

    output("export", trained)

    assert [p.name for p in tmp_path.glob("*.pt")] == ["squeezenet1_1-best.pt"]


def test_a_class_is_renamed_without_training_anew(trained, tmp_path, output):
    output("export", trained, "--out", tmp_path / "model.pt", "--rename", "blue=azure", "--rename", "red=crimson")

    assert torch.load(tmp_path / "model.pt", weights_only=True)["classes"] == ["azure", "green", "crimson"]


def test_nothing_is_written_over_unless_asked(trained, tmp_path, output, fault):
    target = tmp_path / "model.pt"
    target.write_bytes(b"mine")

    assert "model.pt" in fault("export", trained, "--out", target)
    assert target.read_bytes() == b"mine"
    output("export", trained, "--out", target, "--overwrite")
    assert torch.load(target, weights_only=True)["model"] == "squeezenet1_1"


@pytest.mark.parametrize("name", ["blue", "blue=", "=azure"])
def test_a_rename_needs_both_names(name, trained, fault):
    assert "OLD=NEW" in fault("export", trained, "--rename", name)
