"""What a report says is what the run's files say, and what is gone is told in its place."""

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision
from PIL import Image

from transfer_gui.core.errors import UserError
from transfer_gui.core.evaluate.view import views
from transfer_gui.core.inspect.figures import Heatmap, Lines, Measures, Table, Tiles
from transfer_gui.core.progress import finish
from transfer_gui.core.report import curves
from transfer_gui.core.report.content import contents
from transfer_gui.core.report.report import Command, Facts, Heading, Missing, Shots

from .conftest import HOSTILE


def report(run, **options):
    return finish(contents(run, **options))


def section(found, title):
    return next((s.blocks for s in found.sections if s.title == title), ())


def words(blocks):
    return " ".join(b if isinstance(b, str) else getattr(b, "text", "") for b in blocks if not isinstance(b, Heading))


def rows(run, event):
    with (run / "metrics.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["event"] == event]


def sides(run):
    with (run / "split.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain_predictions(run, side, which="best"):
    """(paths, labels, probabilities) by plain torchvision and Pillow."""
    kept = torch.load(run / "checkpoints" / f"{which}.pt", weights_only=True)
    network = torchvision.models.resnet18(num_classes=3).eval()
    network.load_state_dict(kept["state_dict"])
    recipe, t = kept["preprocessing"], torchvision.transforms
    normalise = t.Normalize(recipe["mean"], recipe["std"])
    prepare = t.Compose([t.Resize(recipe["resize"]), t.CenterCrop(recipe["crop"]), t.ToTensor(), normalise])
    chosen = [row for row in sides(run) if row["side"] == side]
    with torch.inference_mode():
        pictures = torch.stack([prepare(Image.open(row["path"]).convert("RGB")) for row in chosen])
        return chosen, np.array([int(r["label"]) for r in chosen]), network(pictures).softmax(1).numpy()


def test_the_sections_stand_in_order(run):
    found = report(run)

    titles = [s.title for s in found.sections]
    wanted = [
        "Result", "The job", "Data", "Curves", "Results on the validation side", "Results on the test side",
        "Most wrong", "First filters", "Environment", "How to do it again",
    ]  # fmt: skip
    assert [title for title in titles if title in wanted] == wanted
    assert found.title == "resnet18 on data"
    assert run.name in found.subtitle


def test_the_result_is_that_of_the_metrics(run):
    best = [row for row in rows(run, "epoch") if row["best"] == "1"][-1]

    said = words(section(report(run), "Result"))

    assert f"After epoch {int(best['epoch']) + 1}, the best epoch" in said
    assert f"names {100 * float(best['val_accuracy']):.1f} % of the {best['val_examples']} validation pictures" in said
    assert f"get {100 * float(best['val_majority']):.1f} %" in said


def test_the_test_side_is_scored_as_plain_torch_scores_it(run):
    _, labels, probabilities = plain_predictions(run, "test")
    right = (probabilities.argmax(1) == labels).mean()

    said = words(section(report(run), "Result"))

    assert f"On the {len(labels)} test pictures, by which nothing was chosen, it names {100 * right:.1f} %" in said
    assert f"get {100 * Counter(labels.tolist()).most_common(1)[0][1] / len(labels):.1f} %" in said


def test_the_classes_are_counted_by_side(run):
    (table,) = [b for b in section(report(run), "Data") if isinstance(b, Table)]
    counted = Counter((row["class"], row["side"]) for row in sides(run))

    assert table.columns == ("class", "training", "validation", "test", "in all")
    assert [row[0] for row in table.rows] == [*HOSTILE, "all classes"]
    for name, *numbers in table.rows[:-1]:
        expected = [counted[name, side] for side in ("train", "val", "test")]
        assert numbers == [*expected, sum(expected)]
    assert table.rows[-1][-1] == 32


def test_the_job_is_in_words_with_its_numbers(run):
    network = torchvision.models.resnet18(num_classes=3)
    total = sum(p.numel() for p in network.parameters())
    learn = sum(p.numel() for part in (network.layer4, network.fc) for p in part.parameters())

    said = words(section(report(run), "The job"))

    assert f"{learn:,} of {total:,} parameters learn ({100 * learn / total:.1f} %): the layers layer4, fc." in said
    assert "from scratch" in said
    assert "batches of 4 over 2 epochs" in said
    assert "half a cosine" in said
    assert "Each training picture was left as it is" in said
    assert "centre 64 x 64 px" in said


def test_the_curves_are_those_of_the_metrics(run):
    found = {figure.title: figure for figure in section(report(run), "Curves")}
    steps, epochs = rows(run, "step"), rows(run, "epoch")

    _, losses = found["Training loss of each batch"].curves["each batch"]
    assert losses.tolist() == pytest.approx([float(row["loss"]) for row in steps], rel=1e-6)
    x, validation = found["Loss by epoch"].curves["validation"]
    assert x.tolist() == [1, 2]
    assert validation.tolist() == pytest.approx([float(row["val_loss"]) for row in epochs], rel=1e-6)
    _, accuracy = found["Accuracy by epoch"].curves["training"]
    assert accuracy.tolist() == pytest.approx([100 * float(row["accuracy"]) for row in epochs], rel=1e-6)
    assert all(isinstance(figure, Lines) for figure in found.values())


def test_the_smoothed_loss_is_a_weighted_mean_of_what_is_finite():
    values = np.array([3.0, np.nan, 1.0, np.inf, 2.0])

    smooth = curves.smoothed(values, 0.5)

    for i in range(len(values)):
        weights = 0.5 ** (i - np.arange(i + 1)) * np.isfinite(values[: i + 1])
        assert smooth[i] == pytest.approx((weights * np.nan_to_num(values[: i + 1], posinf=0)).sum() / weights.sum())


def test_every_view_of_results_is_there_for_both_sides(run):
    found = report(run)

    for side in ("validation", "test"):
        headings = [b.text for b in section(found, f"Results on the {side} side") if isinstance(b, Heading)]
        assert headings == [view.title for view in views().values() if view.title in headings]
        assert len(headings) >= 4


def test_the_most_wrong_stand_by_falling_loss_with_their_probabilities(run):
    chosen, labels, probabilities = plain_predictions(run, "test")
    own = probabilities[np.arange(len(labels)), labels]
    order = [i for i in np.argsort(own) if probabilities[i].argmax() != labels[i]]
    assert order, "the run must name something wrongly for this test to say anything"

    (shots,) = [b for b in section(report(run), "Most wrong") if isinstance(b, Shots)]

    assert [Path(shot.path).name for shot in shots.shots] == [Path(chosen[i]["path"]).name for i in order[:12]]
    first = shots.shots[0]
    assert first.lines[0] == f"is {HOSTILE[labels[order[0]]]} ({100 * own[order[0]]:.1f} %)"
    assert f"({100 * probabilities[order[0]].max():.1f} %)" in first.lines[1]
    assert first.shown is not None
    assert first.shown.shape[2] == 3


def test_frozen_filters_are_said_to_be_the_same_and_shown_twice(run):
    blocks = section(report(run), "First filters")

    before, after = [b for b in blocks if isinstance(b, Tiles)]
    assert "conv1, is the same as in the source to the bit" in words(blocks)
    assert (before.title.partition(":")[0], after.title.partition(":")[0]) == ("Before", "After")
    assert np.array_equal(before.images, after.images)


def layer_map(blocks, label):
    """One figure of every layer, over all pages."""
    pages = [b for b in blocks if isinstance(b, Measures)]
    columns = [next(m.values for m in page.measures if m.axis.label == label) for page in pages]
    rows = [row for page in pages for row in page.rows]
    return dict(zip(rows, np.concatenate(columns).tolist(), strict=True))


def test_the_layer_map_says_what_moved(run):
    blocks = section(report(run), "What the layers did")
    state = torch.load(run / "checkpoints" / "best.pt", weights_only=True)["state_dict"]

    drift, norm = layer_map(blocks, "drift"), layer_map(blocks, "norm")
    assert norm["fc"] == pytest.approx(torch.cat([state["fc.weight"].flatten(), state["fc.bias"]]).norm().item(), 1e-5)
    assert {layer for layer, value in drift.items() if value != 0} >= {"layer4.0.conv1", "fc"}
    assert {layer for layer, value in drift.items() if value == 0} >= {"conv1", "bn1", "layer1.0.conv1", "layer3.1.bn2"}
    (heat,) = [b for b in blocks if isinstance(b, Heatmap)]
    assert heat.columns == ("1", "2")
    assert set(heat.rows) == {layer for layer, value in drift.items() if value != 0}
    assert not heat.log
    assert "log10" not in heat.unit
    assert np.nanmin(heat.values) >= 0, "plain numbers"


def test_a_run_without_a_record_of_its_layers_has_no_map(run):
    (run / "layers.csv").unlink(missing_ok=True)

    assert not section(report(run), "What the layers did")


def test_the_environment_is_that_on_record(run):
    record = json.loads((run / "environment.json").read_text())

    (facts,) = [b for b in section(report(run), "Environment") if isinstance(b, Facts)]

    told = dict(facts.rows)
    assert told["torch"] == record["versions"]["torch"]
    assert told["Device"] == record["device"]
    assert told["Seeds"] == "0 for training, 0 for the split"


def test_the_commands_are_quoted_for_the_shell(run, tmp_path):
    odd = shutil.copytree(run, tmp_path / "a run; rm -rf ~")

    commands = [b.text for b in section(report(odd), "How to do it again") if isinstance(b, Command)]

    assert f"transfer-gui train '{odd}/job.toml' --out again" in commands[0]
    assert f"transfer-gui evaluate '{odd}/checkpoints/best.pt' " in commands[0]


def test_the_last_checkpoint_where_it_is_asked_for(run):
    said = words(section(report(run, which="last"), "Result"))

    assert "After epoch 2, the last epoch" in said


# ---- what is gone


@pytest.mark.parametrize(
    "name", ["metrics.csv", "split.csv", "environment.json", "checkpoints/best.pt", "layers.csv", "log.txt"]
)
@pytest.mark.parametrize("how", ["gone", "garbage", "empty"])
def test_a_file_that_is_gone_or_broken_is_told(run, name, how):
    path = run / name
    path.unlink(missing_ok=True)
    if how != "gone":
        path.write_bytes(b"\x00\xff<script>" if how == "garbage" else b"")

    found = report(run)

    assert section(found, "The job")
    if name not in {"layers.csv", "log.txt"}:
        missing = [b.text for s in found.sections for b in s.blocks if isinstance(b, Missing)]
        finished = section(found, "Result")
        assert any(Path(name).name in text for text in missing) or "No epoch" in words(finished)


def test_pictures_that_are_gone_are_counted_and_the_rest_is_scored(run, trained_once, tmp_path):
    moved = shutil.copytree(trained_once / "data", tmp_path / "data")
    text = (run / "split.csv").read_text().replace(str(trained_once / "data"), str(moved))
    (run / "split.csv").write_text(text)
    lost = [Path(row["path"]) for row in sides(run) if row["side"] == "val"][:2]
    for path in lost:
        path.unlink()

    found = report(run)

    assert "2 of these files are no longer there" in words(section(found, "Data"))
    assert "2 files cannot be read any more" in words(section(found, "Results on the validation side"))
    assert [b for b in section(found, "Results on the validation side") if isinstance(b, Heading)]


def test_a_dataset_that_is_gone_leaves_the_rest(run):
    text = (run / "split.csv").read_text()
    (run / "split.csv").write_text(text.replace(str(Path(sides(run)[0]["path"]).parents[1]), "/nowhere"))

    found = report(run)

    assert "Not one of the" in words(section(found, "Results on the validation side"))
    assert not section(found, "Most wrong")
    assert "the best epoch" in words(section(found, "Result"))
    assert section(found, "First filters")


def test_a_source_that_is_gone_is_told_beside_the_filters_of_today(run):
    text = (run / "job.toml").read_text()
    (run / "job.toml").write_text(text.replace('\nweights = "none"', '\nweights = "/nowhere/mine.pt"'))

    blocks = section(report(run), "First filters")

    assert "/nowhere/mine.pt" in words(blocks)
    assert [b.title.partition(":")[0] for b in blocks if isinstance(b, Tiles)] == ["After"]


def test_what_is_no_run_is_refused(tmp_path):
    with pytest.raises(UserError, match=r"job\.toml"):
        report(tmp_path)


def test_it_can_be_cancelled_between_any_two_steps(run):
    action = contents(run)
    for _ in range(4):
        next(action)
    action.close()
