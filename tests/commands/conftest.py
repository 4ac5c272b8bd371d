"""What the tests of the command line share: a small set of pictures, and a run that was trained on it once."""

import shutil

import pytest
from PIL import Image, ImageDraw

from transfer_gui import cli

QUICK = [
    "--set", "data.input_size=64", "--set", "training.batch_size=4", "--set", "data.augmentation=none",
    "--set", "device.name=cpu", "--set", "device.workers=0",
]  # fmt: skip
"""Options that make a run of the sample's network take a second."""


def draw(folder, counts):
    """One folder per class with pictures of a coloured disc, each one different."""
    colours = {"red": (220, 30, 30), "green": (30, 200, 60), "blue": (40, 60, 220)}
    for name, number in counts.items():
        (folder / name).mkdir(parents=True)
        for index in range(number):
            picture = Image.new("RGB", (72, 64), (250 - index, 250, 240 + index % 10))
            at = 4 + 3 * index
            ImageDraw.Draw(picture).ellipse((at, 8, at + 30, 46), fill=colours[name])
            picture.save(folder / name / f"{index:03}.png")
    return folder


@pytest.fixture
def pictures(tmp_path):
    return draw(tmp_path / "pictures", {"blue": 6, "green": 6, "red": 8})


@pytest.fixture(scope="session")
def trained_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("once")
    data = draw(folder / "pictures", {"blue": 6, "green": 6, "red": 8})
    run = folder / "run"
    arguments = ["--set", f"data.path={data}", "--set", "training.epochs=2", "--out", str(run), "--quiet", *QUICK]
    assert cli.main(["train", "sample", *arguments]) == 0
    return run


@pytest.fixture
def trained(trained_once, tmp_path):
    """The folder of a finished run of two epochs; the test may do with it as it likes."""
    return shutil.copytree(trained_once, tmp_path / "trained")


@pytest.fixture
def fault(capsys):
    """Run a command line that must be refused with one line; gives that line without the program's name."""

    def refused(*arguments, code=2):
        assert cli.main([str(argument) for argument in arguments]) == code
        said = capsys.readouterr()
        (line,) = [line for line in said.err.splitlines() if line.startswith("transfer-gui: ")]
        assert "Traceback" not in said.err
        return line.removeprefix("transfer-gui: ")

    return refused


@pytest.fixture
def output(capsys):
    """Run a command line that must end well; gives its standard output."""

    def ran(*arguments):
        capsys.readouterr()
        code = cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out

    return ran
