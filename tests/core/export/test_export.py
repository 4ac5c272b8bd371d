"""An exported file is the run's own network, in plain torch, or it is not there at all."""

import dataclasses
import json
from pathlib import Path

import pytest
import torch
import torchvision
from safetensors import safe_open
from safetensors.torch import load_file

from tests.core.export.made import CLASSES, make_run, payload, plain_network, without_tensors
from transfer_gui.core import atomic
from transfer_gui.core.errors import UserError
from transfer_gui.core.export import check
from transfer_gui.core.export.export import Exported, export
from transfer_gui.core.progress import finish
from transfer_gui.core.runs import restore


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def logits(network: torch.nn.Module) -> torch.Tensor:
    generator = torch.Generator().manual_seed(3)
    with torch.inference_mode():
        return network.eval()(torch.randn(2, 3, 64, 64, generator=generator))


def test_a_checkpoint_is_plain_and_whole(run_folder, tmp_path):
    result = finish(export(run_folder, "best", tmp_path / "out.pt", "checkpoint"))
    assert result == Exported(
        tmp_path / "out.pt", tmp_path / "predict.py", tuple(CLASSES), 0.0, "6 validation pictures"
    )
    read = torch.load(result.path, weights_only=True)
    expected = payload()
    assert read.keys() == expected.keys()
    assert without_tensors(read) == without_tensors(expected)
    network = torchvision.models.squeezenet1_1(num_classes=3)
    network.load_state_dict(read["state_dict"])
    assert torch.equal(logits(network), logits(plain_network()))


def test_last_is_the_last_without_its_training_state(run_folder, tmp_path):
    finish(export(run_folder, "last", tmp_path / "out.pt", "checkpoint"))
    read = torch.load(tmp_path / "out.pt", weights_only=True)
    assert "training" not in read
    assert torch.equal(read["state_dict"]["features.0.weight"], plain_network(seed=1).features[0].weight)


def test_safetensors_holds_the_same_with_the_same_metadata(run_folder, tmp_path):
    result = finish(export(run_folder, "best", tmp_path / "out.safetensors", "safetensors"))
    state, expected = load_file(result.path), payload()
    assert {k: v.tolist() for k, v in state.items()} == {k: v.tolist() for k, v in expected["state_dict"].items()}
    with safe_open(result.path, "pt") as file:
        metadata = file.metadata()
    for key, value in expected.items():
        if key != "state_dict":
            assert (metadata[key] if isinstance(value, str) else json.loads(metadata[key])) == value
    read = restore.read(result.path)
    assert without_tensors(read) == without_tensors(expected)


@pytest.mark.parametrize(
    ("name", "kind", "becomes"),
    [
        ("out", "checkpoint", "out.pt"),
        ("out.pth", "checkpoint", "out.pth"),
        ("my.net", "checkpoint", "my.net.pt"),
        ("\u732b \u00e9.PT", "checkpoint", "\u732b \u00e9.PT"),
        ("out.safetensors", "checkpoint", "out.pt"),
        ("out.pt", "safetensors", "out.safetensors"),
        ("out", "safetensors", "out.safetensors"),
        ("", "checkpoint", "squeezenet1_1-best.pt"),
        ("", "safetensors", "squeezenet1_1-best.safetensors"),
    ],
)
def test_the_ending_says_what_the_file_is(run_folder, tmp_path, name, kind, becomes):
    (tmp_path / "away").mkdir()
    assert finish(export(run_folder, "best", tmp_path / "away" / name, kind)).path == tmp_path / "away" / becomes


def test_classes_are_renamed_in_place(run_folder, tmp_path):
    renames = {"blue": "green", "green": "blue"}
    result = finish(export(run_folder, "best", tmp_path / "out.pt", "checkpoint", renames))
    assert result.classes == ("green", "blue", "red")
    read = torch.load(result.path, weights_only=True)
    assert read["classes"] == ["green", "blue", "red"]
    assert read["original_classes"] == CLASSES
    assert torch.equal(read["state_dict"]["classifier.1.weight"], plain_network().classifier[1].weight)


@pytest.mark.parametrize(
    ("renames", "words"),
    [
        ({"cat": "dog"}, "cat"),
        ({"blue": "red"}, "Two classes"),
        ({"blue": " "}, "empty"),
        ({"blue": "x", "red": "x"}, "x"),
    ],
)
def test_renames_that_cannot_be_are_refused(run_folder, tmp_path, renames, words):
    with pytest.raises(UserError, match=words):
        finish(export(run_folder, "best", tmp_path / "out.pt", "checkpoint", renames))
    assert not (tmp_path / "out.pt").exists()


def test_nothing_is_overwritten_in_silence(run_folder, tmp_path):
    (tmp_path / "out.pt").write_bytes(b"mine")
    before = files(tmp_path)
    with pytest.raises(UserError, match=r"out\.pt is already there"):
        finish(export(run_folder, "best", tmp_path / "out.pt", "checkpoint"))
    assert (tmp_path / "out.pt").read_bytes() == b"mine"
    assert files(tmp_path) == before
    finish(export(run_folder, "best", tmp_path / "out.pt", "checkpoint", overwrite=True))
    assert restore.read(tmp_path / "out.pt")["classes"] == CLASSES


def test_a_script_of_the_users_own_keeps_its_name(run_folder, tmp_path):
    (tmp_path / "predict.py").write_text("print('mine')\n")
    result = finish(export(run_folder, "best", tmp_path / "out.pt", "checkpoint", overwrite=True))
    assert (tmp_path / "predict.py").read_text() == "print('mine')\n"
    assert result.predict_script == tmp_path / "predict_out.py"
    again = finish(export(run_folder, "best", tmp_path / "two.pt", "checkpoint"))
    assert again.predict_script == tmp_path / "predict_two.py"
    (tmp_path / "predict_three.py").write_text("print('mine too')\n")
    with pytest.raises(UserError, match=r"predict_three\.py is already there"):
        finish(export(run_folder, "best", tmp_path / "three.pt", "checkpoint", overwrite=True))
    assert not (tmp_path / "three.pt").exists()


def test_both_kinds_side_by_side_each_have_their_script(run_folder, tmp_path):
    one = finish(export(run_folder, "best", tmp_path / "out.pt", "checkpoint"))
    two = finish(export(run_folder, "best", tmp_path / "out.safetensors", "safetensors"))
    assert one.predict_script.name == "predict.py"
    assert two.predict_script.name == "predict_out.py"
    assert "safe_open" not in one.predict_script.read_text()


def test_the_runs_own_checkpoints_are_not_a_target(run_folder):
    before = (run_folder / "checkpoints" / "best.pt").read_bytes()
    for name in ("best.pt", "new.pt"):
        with pytest.raises(UserError, match="own checkpoints"):
            finish(export(run_folder, "best", run_folder / "checkpoints" / name, "checkpoint", overwrite=True))
    assert (run_folder / "checkpoints" / "best.pt").read_bytes() == before


def test_a_missing_checkpoint_says_which_there_are(tmp_path):
    run = make_run(tmp_path / "run", payload(), pictures=False)
    with pytest.raises(UserError, match="Export 'best' instead"):
        finish(export(run, "last", tmp_path / "out.pt", "checkpoint"))
    with pytest.raises(UserError, match="no checkpoint yet"):
        finish(export(tmp_path, "best", tmp_path / "out.pt", "checkpoint"))


def test_without_pictures_the_check_takes_random_inputs(run_folder, tmp_path):
    for path in (tmp_path / "data").rglob("*.png"):
        path.unlink()
    result = finish(export(run_folder, "best", tmp_path / "one.pt", "checkpoint"))
    assert result.checked_on.startswith("4 random inputs")
    (run_folder / "split.csv").unlink()
    result = finish(export(run_folder, "best", tmp_path / "two.pt", "checkpoint"))
    assert result.checked_on.startswith("4 random inputs")
    assert result.largest_difference == 0.0


def test_broken_pictures_do_not_stop_the_check(run_folder, tmp_path):
    for path in (tmp_path / "data" / "red").rglob("*.png"):
        path.write_bytes(path.read_bytes()[:60])
    result = finish(export(run_folder, "best", tmp_path / "one.pt", "checkpoint"))
    assert result.checked_on == "4 validation pictures"


def spoil_weights(written):
    written["state_dict"] = {k: v.clone() for k, v in written["state_dict"].items()}
    written["state_dict"]["features.0.bias"][0] += 1e-4
    return written


SPOILS = {
    "a weight": spoil_weights,
    "preprocessing": lambda written: written | {"preprocessing": written["preprocessing"] | {"resize": 64}},
    "options": lambda written: written | {"model_options": {"dropout": 0.1}},
    "classes": lambda written: written | {"classes": ["green", "blue", "red"]},
    "a missing tensor": lambda written: written | {"state_dict": dict(list(written["state_dict"].items())[1:])},
    "another model": lambda written: written | {"model": "squeezenet1_0"},
}


@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("kind", ["checkpoint", "safetensors"])
def test_a_file_that_is_not_the_runs_network_never_comes_to_be(run_folder, tmp_path, monkeypatch, kind, spoil):
    """What reaches the disk is spoiled on its way: the check must see it, and an older file must stay."""
    target = tmp_path / f"out.{'pt' if kind == 'checkpoint' else 'safetensors'}"
    target.write_bytes(b"older")
    before = files(tmp_path)
    torch_writer, safetensors_writer = atomic.dump_torch, atomic.dump_safetensors

    def dump_torch(file, written):
        torch_writer(file, SPOILS[spoil](dict(written)))

    def dump_safetensors(file, tensors, metadata):
        fields = {k: json.loads(v) if k in restore.JSON_KEYS else v for k, v in metadata.items()}
        spoiled = SPOILS[spoil](fields | {"state_dict": tensors})
        state = spoiled.pop("state_dict")
        safetensors_writer(file, state, {k: v if isinstance(v, str) else json.dumps(v) for k, v in spoiled.items()})

    monkeypatch.setattr(atomic, "dump_torch", dump_torch)
    monkeypatch.setattr(atomic, "dump_safetensors", dump_safetensors)
    with pytest.raises(UserError, match=target.name):
        finish(export(run_folder, "best", target, kind, overwrite=True))
    assert target.read_bytes() == b"older"
    assert files(tmp_path) == before


def test_a_script_that_prepares_otherwise_is_noticed(run_folder, tmp_path, monkeypatch):
    """The check goes from the picture to the logits, so that a wrong recipe in predict.py shows."""
    from transfer_gui.core.export import export as module

    original = module.predict_script
    for old, new in (("exif_transpose(", "mirror("), ("center_crop", "resize")):
        with monkeypatch.context() as patch:
            patch.setattr(module, "predict_script", lambda *a, o=old, n=new: original(*a).replace(o, n))
            with pytest.raises(UserError, match="a logit differs"):
                finish(export(run_folder, "best", tmp_path / "out.pt", "checkpoint"))
    assert not (tmp_path / "out.pt").exists()
    assert not (tmp_path / "predict.py").exists()


def test_a_diverged_network_is_said_to_be_one(tmp_path):
    network = plain_network()
    network.features[0].bias.data.fill_(float("nan"))
    run = make_run(tmp_path / "run", payload(network=network))
    with pytest.raises(UserError, match="NaN"):
        finish(export(run, "best", tmp_path / "out.pt", "checkpoint"))
    assert not (tmp_path / "out.pt").exists()


@pytest.mark.parametrize("steps", range(1, 10))
def test_cancelled_at_any_moment_it_leaves_nothing(run_folder, tmp_path, steps):
    before = files(tmp_path)
    action = export(run_folder, "best", tmp_path / "out.pt", "checkpoint")
    for _ in range(steps):
        next(action)
    action.close()
    assert files(tmp_path) == before


def test_a_place_that_cannot_be_written_is_named(run_folder, tmp_path):
    (tmp_path / "a_file").write_text("x")
    for target in (tmp_path / "a_file" / "x.pt", tmp_path / "gone" / "x.pt", Path("/proc/sub/x.pt")):
        with pytest.raises(UserError) as caught:
            finish(export(run_folder, "best", target, "checkpoint"))
        assert target.parent.name in caught.value.what
        assert caught.value.cure


def test_a_checkpoint_of_something_else_is_refused(tmp_path):
    run = make_run(tmp_path / "run", payload(), pictures=False)
    torch.save({"state_dict": {"a": torch.ones(1)}}, run / "checkpoints" / "best.pt")
    with pytest.raises(UserError, match=r"best\.pt"):
        finish(export(run, "best", tmp_path / "out.pt", "checkpoint"))


def test_random_inputs_are_the_same_each_time():
    recipe = restore.preprocessing(payload())
    one, two = check.random_inputs(recipe), check.random_inputs(recipe)
    assert all(torch.equal(a, b) for a, b in zip(one, two, strict=True))
    assert dataclasses.astuple(recipe)[1] == one[0].shape[-1]
