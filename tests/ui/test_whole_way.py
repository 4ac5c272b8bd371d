"""The main job, driven as a person would: choose, freeze, train, pause, stop, export, load in plain PyTorch."""

import csv

import pytest
import torch
import torchvision
import torchvision.transforms as T
from PIL import Image
from PySide6.QtCore import Qt

from tests import forked
from tests.core.training import made
from tests.ui.hands import choose_sample, click, tick, type_number
from transfer_gui.core.events import EpochDone, StepsDone
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Source
from transfer_gui.core.plan import Plan

pytestmark = pytest.mark.timeout(600)


def plain_accuracy(checkpoint, split) -> float:
    """Accuracy on the run's test pictures, by plain torch and torchvision alone."""
    content = torch.load(checkpoint, weights_only=True)
    network = torchvision.models.get_model(content["model"], num_classes=len(content["classes"])).eval()
    network.load_state_dict(content["state_dict"])
    p = content["preprocessing"]
    recipe = T.Compose(
        [T.Resize(p["resize"], T.InterpolationMode(p["interpolation"])), T.CenterCrop(p["crop"]), T.ToTensor(),
         T.Normalize(p["mean"], p["std"])]
    )  # fmt: skip
    with split.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["side"] == "test"]
    right = 0
    with torch.inference_mode():
        for start in range(0, len(rows), 32):
            part = rows[start : start + 32]
            images = torch.stack([recipe(Image.open(row["path"]).convert("RGB")) for row in part])
            named = network(images).argmax(1).tolist()
            right += sum(content["classes"][n] == row["class"] for n, row in zip(named, part, strict=True))
    assert len(rows) > 400
    return right / len(rows)


def test_the_whole_way(qtbot, window, tmp_path):
    session, runner = window.context.session, window.context.runner
    choose_sample(qtbot, window, "sample:clipart-10")
    assert window.page == "data"
    session.edit_many({"data.input_size": 96, "device.reuse": False}, "Quick, but not in the blink of an eye")

    qtbot.mouseClick(window.rail.buttons["layers"], Qt.MouseButton.LeftButton)
    click(qtbot, window, "choice_all")
    assert session.job.plan == Plan()
    tick(qtbot, window, "features")
    assert {name for name in ("features.0.weight", "classifier.1.bias") if session.job.plan.resolve(name).frozen} == {
        "features.0.weight"
    }
    assert "4,104 of 726,600" in window.layers.summary.share.text()

    type_number(qtbot, window, "epochs", "6")
    type_number(qtbot, window, "learning_rate", "0.002")
    assert (session.job.training.epochs, session.job.training.learning_rate) == (6, 0.002)

    seen = {"epochs": 0, "points": [], "states": []}
    runner.state_changed.connect(seen["states"].append)

    def steer(event):
        if isinstance(event, StepsDone):
            seen["points"].append(len(window.curves.metrics.losses))
        if isinstance(event, EpochDone):
            seen["epochs"] += 1
            if event.epoch == 0:
                click(qtbot, window, "pause")
            if event.epoch == 4:
                click(qtbot, window, "stop")

    runner.told.connect(steer)
    click(qtbot, window, "start")
    assert window.page == "train"
    qtbot.waitUntil(lambda: runner.state == "paused", timeout=120_000)
    at_pause = len(window.curves.metrics.losses)
    qtbot.wait(300)
    assert len(window.curves.metrics.losses) == at_pause, "it went on while paused"
    click(qtbot, window, "pause")
    assert runner.state == "running"
    qtbot.waitUntil(lambda: not runner.active, timeout=300_000)
    runner.told.disconnect(steer)

    assert runner.outcome.reason == "stopped"
    assert {"starting", "running", "pausing", "paused", "stopping", "idle"} <= set(seen["states"])
    losses, drawn = window.curves.metrics.losses, window.curves.plots.plots["loss"].data
    qtbot.waitUntil(lambda: len(drawn["step_loss"][1]) == len(losses))
    assert len(losses) > at_pause
    assert len(window.curves.metrics.epochs) == seen["epochs"]
    assert len(set(seen["points"])) > 3, "the curves did not move"

    click(qtbot, window, "export_result")
    assert window.page == "export"
    qtbot.waitUntil(lambda: window.exporting.run is not None and window.exporting.names.rowCount() == 8, timeout=20_000)
    assert window.exporting.run.folder == runner.folder
    target = tmp_path / "clipart.pt"
    window.exporting.target.line.selectAll()
    qtbot.keyClicks(window.exporting.target.line, str(target))
    click(qtbot, window, "export")
    qtbot.waitUntil(lambda: window.exporting.result.isVisible(), timeout=120_000)
    assert "Written and checked" in window.exporting.result.headline.text()

    transferred = plain_accuracy(target, runner.folder / "split.csv")
    best = max(e.val.accuracy for e in window.curves.metrics.epochs)
    assert transferred == pytest.approx(best, abs=0.2)

    scratch = replace(replace(runner.job, "source", Source(model="squeezenet1_1", weights="none")), "plan", Plan())
    scratch = replace(scratch, "training.epochs", seen["epochs"])
    folder = tmp_path / "scratch"
    made.finished(made.carry_out(scratch, folder))
    from_scratch = plain_accuracy(folder / "checkpoints" / "best.pt", folder / "split.csv")
    assert transferred > from_scratch + 0.2


def test_the_window_and_the_terminal_give_the_same_numbers_to_the_bit(qtbot, window, tmp_path):
    data = made.pictures(tmp_path / "set", {"blue": 8, "green": 8, "red": 8})
    job = made.job(data, model="squeezenet1_1", data__augmentation="light")
    file = tmp_path / "job.toml"
    file.write_text(job.to_toml())
    session, facts, runner = window.context.session, window.context.facts, window.context.runner
    assert window.commands.load_job(file)
    assert session.job == job
    qtbot.waitUntil(lambda: facts.dataset is not None and not facts.busy, timeout=60_000)
    with qtbot.waitSignal(runner.state_changed, timeout=120_000, check_params_cb=lambda s: s == "idle"):
        click(qtbot, window, "start")

    done = forked.run(tmp_path, forked.command, ["train", str(file), "--out", str(tmp_path / "run"), "--quiet"])
    assert done.returncode == 0, done.stderr
    assert made.same(made.weights(runner.folder), made.weights(tmp_path / "run"))
    rows = [(f / "metrics.csv").read_text().splitlines() for f in (runner.folder, tmp_path / "run")]
    losses = [[row.split(",")[:4] for row in r if row.startswith("step")] for r in rows]
    assert losses[0] == losses[1]
    assert len(losses[0]) == 10


def test_train_everything_is_one_click_away_and_leaves_the_plan_alone(qtbot, window, tmp_path):
    data = made.pictures(tmp_path / "set", {"blue": 8, "green": 8})
    runner, session = window.context.runner, window.context.session
    window.commands.open_data(str(data))
    session.edit("data.input_size", 64)
    session.edit("training.epochs", 1)
    facts = window.context.facts
    qtbot.waitUntil(lambda: facts.dataset is not None and not facts.busy, timeout=60_000)
    with qtbot.waitSignal(runner.state_changed, timeout=120_000, check_params_cb=lambda s: s == "idle"):
        click(qtbot, window, "start")
    plan = session.job.plan
    assert plan.layers
    with qtbot.waitSignal(runner.state_changed, timeout=120_000, check_params_cb=lambda s: s == "idle"):
        click(qtbot, window, "train_everything")
    assert runner.job.plan == Plan()
    assert session.job.plan == plan
