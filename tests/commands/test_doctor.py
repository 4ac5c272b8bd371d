import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
import torch

from transfer_gui import __version__, cli
from transfer_gui.core import doctor, libraries, paths


def findings(output, *arguments):
    return json.loads(output("doctor", "--json", *arguments))["findings"]


def test_it_tells_versions_devices_window_weights_and_places(output):
    found = {(f["group"], f["name"]): f for f in findings(output)}

    assert found["versions", "transfer-gui"]["text"] == __version__
    assert found["versions", "torch"]["text"] == torch.__version__.partition("+")[0]
    assert found["devices", "cpu"]["state"] == "ok"
    assert ("window", "display") in found
    assert found["weights", "squeezenet1_1"]["state"] == "ok"
    assert found["weights", "efficientnet_lite0"]["state"] == "ok"
    assert str(paths.runs()) in found["places", "runs"]["text"]
    assert not paths.runs().exists(), "looking leaves nothing behind"


def test_for_a_person_it_is_a_list_under_titles(output):
    said = output("doctor")

    for title in ("Versions", "Devices", "Window", "Weights", "Places"):
        assert f"\n{title}\n" in f"\n{said}"
    assert said.rstrip().endswith("found.")


def test_it_says_where_weights_are_looked_for(output, tmp_path):
    texts = [f["text"] for f in findings(output, "--folder", tmp_path) if f["name"] == "looked for in"]

    assert any(str(tmp_path) in text for text in texts)
    assert any(str(Path("hub") / "checkpoints") in text for text in texts)


def test_a_missing_library_comes_with_the_line_that_installs_it(monkeypatch):
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    monkeypatch.setattr(libraries, "qt", lambda: Path("/qt"))
    monkeypatch.setattr(libraries, "missing", lambda platforms: ("libEGL.so.1", "libxcb-cursor.so.0"))

    (finding,) = doctor.window_libraries()

    assert finding.state == "warning"
    assert "libEGL.so.1 and libxcb-cursor.so.0 are missing" in finding.text
    assert finding.cure == "Install with: sudo apt install libegl1 libxcb-cursor0"


def test_a_folder_for_runs_that_cannot_be_written_is_a_problem(monkeypatch, tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))

    assert cli.main(["doctor", "--json"]) == 1

    report = json.loads(capsys.readouterr().out)
    (runs,) = [f for f in report["findings"] if f["name"] == "runs"]
    assert not report["ok"]
    assert runs["state"] == "problem"
    assert runs["cure"]


def test_a_package_that_is_not_there_is_a_problem(monkeypatch):
    def version(name):
        if name == "torchvision":
            raise PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(doctor, "version", version)

    (bad,) = [finding for finding in doctor.versions() if finding.state != "ok"]
    assert (bad.name, bad.state) == ("torchvision", "problem")


def test_little_room_is_a_warning(monkeypatch):
    monkeypatch.setattr(doctor, "ROOM", 2**60)

    states = {finding.name: finding.state for finding in doctor.places()}

    assert states["runs"] == "warning"


@pytest.mark.parametrize(("built", "cure"), [("12.8", "driver"), (None, "CUDA build")])
def test_a_gpu_that_torch_does_not_see_is_named(built, cure, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    monkeypatch.setattr(torch.version, "cuda", built)
    monkeypatch.setattr(doctor, "_nvidia", lambda: iter([("NVIDIA T4", "470.1")]))

    (gpu,) = [finding for finding in doctor.devices() if finding.state == "warning"]
    assert gpu.name == "NVIDIA T4"
    assert cure in gpu.cure
