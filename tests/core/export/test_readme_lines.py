"""The lines that the README shows are run as they stand, by a Python that has no transfer_gui."""

import json
from pathlib import Path

import pytest
import torch
from PIL import Image

from tests.core.export.made import picture, plain_network, run_plain
from transfer_gui.core.evaluate.predict import predict
from transfer_gui.core.export.export import export
from transfer_gui.core.export.load_lines import LINES, load_lines
from transfer_gui.core.progress import finish

README = Path(__file__).parents[3] / "README.md"


def readme_block() -> str:
    """The code between `<!-- load -->` and `<!-- /load -->`."""
    block = README.read_text(encoding="utf-8").partition("<!-- load -->")[2].partition("<!-- /load -->")[0]
    return block.strip().removeprefix("```python\n").removesuffix("```")


def test_the_readme_shows_these_lines():
    assert readme_block() == LINES


def test_they_use_torch_torchvision_and_pillow_alone():
    code = [line for line in LINES.splitlines() if line]
    assert sum(not line.startswith(" ") for line in code) == 10
    assert [line for line in code if "import" in line] == [
        "import torch, torchvision, torchvision.transforms as T",
        "from PIL import Image, ImageOps",
    ]


@pytest.mark.parametrize("turn", [1, 6])
def test_they_classify_as_the_program_does(run_folder, tmp_path, turn):
    away = tmp_path / "away"
    away.mkdir()
    finish(export(run_folder, "best", away / "model.pt", "checkpoint", {"red": "rot"}))
    exif = Image.Exif()
    exif[0x0112] = turn
    picture(away / "picture.jpg", "red", exif=exif)
    (away / "lines.py").write_text(LINES)
    name, probability = run_plain(away / "lines.py", cwd=away, fresh=turn == 1).split()
    (ours,) = finish(predict(away / "model.pt", [away / "picture.jpg"]))
    assert name == ours.name
    assert float(probability) == pytest.approx(ours.probability, abs=1e-6)


def test_they_read_what_plain_torch_reads(run_folder, tmp_path):
    """An independent look at the logits behind the printed line."""
    finish(export(run_folder, "best", tmp_path / "model.pt"))
    picture(tmp_path / "picture.jpg", "red")
    (tmp_path / "lines.py").write_text(LINES + "\nprint(network(prepare(picture)[None]).tolist())\n")
    printed = run_plain(tmp_path / "lines.py", cwd=tmp_path).splitlines()[1]
    from torchvision.transforms._presets import ImageClassification

    prepare = ImageClassification(crop_size=64, resize_size=72)
    with torch.inference_mode():
        logits = plain_network()(prepare(Image.open(tmp_path / "picture.jpg"))[None])
    assert torch.allclose(torch.tensor(json.loads(printed)), logits, atol=1e-6)


def test_the_window_shows_them_with_the_file_s_own_path(run_folder, tmp_path):
    path = tmp_path / 'it\'s \\ a "model".pt'
    finish(export(run_folder, "best", path, "checkpoint", {}))
    picture(tmp_path / "picture.jpg", "red")
    lines = tmp_path / "lines.py"
    lines.write_text(load_lines("resnet18", path, tmp_path / "predict.py"), encoding="utf-8")
    assert run_plain(lines, cwd=tmp_path).split()[0] in {"blue", "green", "red"}
