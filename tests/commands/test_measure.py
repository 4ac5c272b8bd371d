import json

import pytest

from transfer_gui.core.evaluate import study as module
from transfer_gui.core.evaluate.study import Study, Trial


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The study is tested beside its own code; here, what is said of it."""
    asked = []

    def study(model, seeds, scratch, pictures, epochs):
        asked.append((model, list(seeds), scratch, pictures, epochs))
        ways = ("transfer", "scratch") if scratch else ("transfer",)
        trials = [Trial(w, s, 472, 0.7 + 0.02 * s, 0.71, 12.0) for w in ways for s in seeds]
        return Study(model, 8, pictures, 20, tuple(trials))
        yield

    monkeypatch.setattr(module, "study", study)
    return asked


def test_the_table_has_mean_and_deviation(output, quick):
    said = output("measure", "sample", "--seeds", "3")

    assert quick == [("squeezenet1_1", [0, 1, 2], True, 10, 0)]
    assert "72.0 ± 2.0 %" in said
    assert "70.0 72.0 74.0" in said
    assert "472 pictures" in said


def test_as_json(output):
    found = json.loads(output("measure", "sample", "--seeds", "2", "--model", "efficientnet_lite0", "--json"))

    assert found["means"]["transfer"]["mean"] == pytest.approx(0.71)
    assert len(found["study"]["trials"]) == 4


def test_without_the_runs_from_scratch(output, quick):
    assert "random weights" not in output("measure", "sample", "--no-scratch")
    assert quick[0][2] is False


@pytest.mark.parametrize("arguments", [("everything",), ("sample", "--seeds", "0"), ("sample", "--model", "resnet18")])
def test_faults(fault, arguments):
    assert fault("measure", *arguments)
