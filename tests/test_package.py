"""What is installed: the command, the resources, the desktop entry, the licence; and the README's two commands."""

import configparser
import json
import os
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from importlib.metadata import distribution
from pathlib import Path

import pytest

import transfer_gui
from transfer_gui.core import doctor, paths

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_installed_package_brings_its_resources():
    """Asked outside the checkout, so that the installed package answers and not the one in the working folder."""
    code = """
import json
from transfer_gui.core import paths
folder = paths.resources()
kinds = {"models": "*.safetensors", "data/clipart": "*/*.jpg", "data/sounds": "*/*.wav", "data/glosses": "*.csv"}
kinds |= {"licences": "*.txt", "jobs": "*.toml", "models/.": "*.h5"}
kinds |= {"icons": "app.svg", "desktop": "*"}
print(json.dumps({name: len(list((folder / name).glob(pattern))) for name, pattern in kinds.items()}))
"""
    out = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, cwd="/", check=True).stdout

    shipped = {"models": 4, "data/clipart": 552, "data/sounds": 114, "data/glosses": 1, "licences": 10}
    shipped |= {"models/.": 1, "jobs": 1}
    assert json.loads(out) == shipped | {"icons": 1, "desktop": 1}


def test_a_licence_comes_with_everything_that_is_shipped():
    licences = {path.name for path in (paths.resources() / "licences").iterdir()}

    assert any("squeezenet" in name for name in licences)
    assert any("efficientnet_lite0" in name for name in licences)
    assert any("clipart" in name for name in licences)
    assert any("sounds" in name for name in licences)
    assert any("resemblyzer" in name for name in licences)
    assert any("glove" in name for name in licences)
    assert any("glosses" in name for name in licences)
    assert any("source_model" in name for name in licences)
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_installed_version_is_the_package_s_own():
    assert distribution("transfer-gui").version == transfer_gui.__version__


def test_the_command_is_installed():
    scripts = {script.name: script.value for script in distribution("transfer-gui").entry_points}

    assert scripts["transfer-gui"] == "transfer_gui.cli:main"


def test_the_installed_command_runs():
    name = "transfer-gui.exe" if os.name == "nt" else "transfer-gui"
    command = Path(sys.executable).parent / name
    if not command.exists():
        pytest.skip("not started from the environment it is installed in")
    out = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout

    assert out == f"transfer-gui {transfer_gui.__version__}\n"


def test_every_file_that_is_packaged_beside_the_code_is_there(project):
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    for source in [*wheel["force-include"], *wheel["shared-data"]]:
        assert (ROOT / source).exists(), source
    assert wheel["force-include"]["resources"] == "transfer_gui/resources"


def test_the_desktop_entry_starts_the_command_and_shows_the_icon(project):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # keys keep their case
    parser.read(ROOT / "resources" / "desktop" / "transfer-gui.desktop", encoding="utf-8")
    entry = parser["Desktop Entry"]
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"].values()

    assert entry["Type"] == "Application"
    assert entry["Exec"].split()[0] in project["project"]["scripts"]
    assert entry["Name"]
    assert entry["Categories"].endswith(";")
    assert f"share/icons/hicolor/scalable/apps/{entry['Icon']}.svg" in shared
    assert f"share/icons/hicolor/256x256/apps/{entry['Icon']}.png" in shared


def test_the_icon_is_a_square_picture_and_its_bitmap_is_256_px():
    from PIL import Image

    root = ET.parse(ROOT / "resources" / "icons" / "app.svg").getroot()
    with Image.open(ROOT / "resources" / "icons" / "app.png") as bitmap:
        assert bitmap.size == (256, 256)
        assert bitmap.mode == "RGBA"

    assert root.get("viewBox") == "0 0 256 256"


def readme_commands():
    return re.findall(r"^(?:\$ )?(python3 -m venv .*)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_readme_s_commands_do_all_their_own_set_up():
    assert readme_commands()[:2] == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/transfer-gui",
        "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest",
    ]


def test_the_check_on_every_change_runs_the_readme_s_test_command():
    inside = re.findall(
        r"^<!-- */?test *-->$\n(.*?)^<!-- */?test *-->$",
        (ROOT / "README.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )

    assert len(inside) == 1
    assert readme_commands()[1] in inside[0]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_qt_stays_below_the_version_that_aborts(project):
    """PySide6 6.12.0 on Python 3.11 ends the process after a few hundred signals."""
    (line,) = [d for d in project["project"]["dependencies"] if d.startswith("PySide6")]

    assert "<6.12" in line


def test_what_the_program_needs_is_what_it_says_it_needs(project):
    """Every package that the code imports is declared, and nothing that is declared is unused."""
    names = {"PIL": "pillow", "PySide6": "pyside6-essentials", "pynvml": "nvidia-ml-py", "tomli_w": "tomli-w"}
    names |= {"sklearn": "scikit-learn", "umap": "umap-learn", "charset_normalizer": "charset-normalizer"}
    imported = set()
    for path in (ROOT / "transfer_gui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        imported |= set(re.findall(r"^\s*(?:from|import) ([A-Za-z_]\w*)", text, re.MULTILINE))
        imported |= set(re.findall(r"import_module\(\"(\w+)\"\)", text))
    third = {names.get(name, name) for name in imported - set(sys.stdlib_module_names) - {"transfer_gui"}}
    declared = {re.split(r"[<>=!~ \[;]", line)[0].lower() for line in project["project"]["dependencies"]}

    optional = project["project"]["optional-dependencies"]
    extra = {re.split(r"[<>=]", line)[0] for name in ("layouts", "text") for line in optional[name]}

    known = {name for name in third if name.lower() in declared}
    assert declared <= {name.lower() for name in known}, f"unused: {declared - known}"
    assert extra <= third, f"unused: {extra - third}"
    assert {name.lower() for name in doctor.PACKAGES} == declared, "the doctor looks for each"
    assert not {
        n
        for n in third - known - extra
        if re.match(r"^(captum|scikit|umap|onnx|h5py|requests|tqdm|scipy|lightning)", n)
    }
