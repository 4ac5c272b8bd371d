"""`transfer-gui evaluate`: its numbers are scikit-learn's on what plain torch says."""

import json

import numpy as np
import pytest
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from tests.commands.checkpoints import made_run, plain_probabilities
from tests.core.export.made import CLASSES, picture
from transfer_gui.core.data.domains import find

pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture
def run(tmp_path):
    return made_run(tmp_path)


@pytest.fixture
def other(tmp_path):
    """Another set of the same classes, seven pictures each but for one."""
    root = tmp_path / "other"
    for label, name in enumerate(CLASSES):
        for number in range(7 - label):
            picture(root / name / f"{number}.png", (30 * number, 80 * label, 255 - 35 * number), size=(76 + number, 72))
    return root


def evaluated(output, *arguments):
    return json.loads(output("evaluate", *arguments, "--json"))


def truth(files):
    return np.array([CLASSES.index(file.parent.name) for file in files])


def test_every_number_is_scikit_learn_s(run, other, output):
    found = evaluated(output, run, other)

    files = sorted(other.rglob("*.png"), key=lambda p: (CLASSES.index(p.parent.name), p.name))
    labels, plain = truth(files), plain_probabilities(files).numpy()
    named = plain.argmax(1)
    scores = {name: score["estimate"] for name, score in found["scores"].items()}
    assert scores == pytest.approx(
        {
            "accuracy": metrics.accuracy_score(labels, named),
            "balanced accuracy": metrics.balanced_accuracy_score(labels, named),
            "macro F1": metrics.f1_score(labels, named, average="macro"),
            "log loss": metrics.log_loss(labels, plain),
            "Brier score": np.square(plain - np.eye(3)[labels]).sum(1).mean(),
            "ECE": scores["ECE"],  # scikit-learn has none; it is checked in tests/core/evaluate
        },
        rel=1e-4,
    )
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        labels, named, labels=range(3), zero_division=np.nan
    )
    for label, one in enumerate(found["per_class"]):
        told = [np.nan if one[name] is None else one[name] for name in ("precision", "recall", "f1")]
        assert one["class"] == CLASSES[label]
        assert told == pytest.approx([precision[label], recall[label], f1[label]], nan_ok=True)
        assert one["examples"] == support[label]
        assert one["roc_auc"] == pytest.approx(metrics.roc_auc_score(labels == label, plain[:, label]), abs=1e-4)
        area = metrics.average_precision_score(labels == label, plain[:, label])
        assert one["average_precision"] == pytest.approx(area, abs=1e-4)
    assert found["confusion"] == metrics.confusion_matrix(labels, named, labels=range(3)).tolist()
    assert [one["path"] for one in found["predictions"]] == [str(file) for file in files]
    assert [one["predicted"] for one in found["predictions"]] == [CLASSES[i] for i in named]
    assert [one["probability"] for one in found["predictions"]] == pytest.approx(plain.max(1).tolist(), abs=1e-4)
    assert sum(part["examples"] for part in found["calibration"]) == found["examples"] == 18


def test_each_score_has_its_interval(run, other, output):
    found = evaluated(output, run, other)

    assert found["level"] == 0.95
    assert all(score["low"] <= score["estimate"] <= score["high"] for score in found["scores"].values())
    assert found["scores"]["accuracy"]["low"] < found["scores"]["accuracy"]["high"]
    assert evaluated(output, run, other) == found, "the same at each call"


@pytest.mark.parametrize(
    ("options", "which"), [([], "val"), (["--side", "train"], "train"), (["--side", "all"], "all")]
)
def test_without_data_a_run_is_scored_on_its_own_split(run, output, options, which):
    found = evaluated(output, run, *options)

    numbers = {"val": (2, 3), "train": (0, 1), "all": (0, 1, 2, 3)}[which]
    files = [run.parent / "data" / name / f"{number}.png" for name in CLASSES for number in numbers]
    assert [one["path"] for one in found["predictions"]] == [str(file) for file in files]
    right = plain_probabilities(files).argmax(1).numpy() == truth(files)
    assert found["scores"]["accuracy"]["estimate"] == pytest.approx(right.mean())
    assert found["side"] == which
    assert found["trained_on"] == {"val": 0, "train": 6, "all": 6}[which]


def test_a_run_is_set_beside_plain_features(run, other, output, fault):
    found = evaluated(output, run, "--plain")

    files = {side: [run.parent / "data" / name / f"{n}.png" for name in CLASSES for n in numbers]
             for side, numbers in (("train", (0, 1)), ("val", (2, 3)))}  # fmt: skip
    features = find("image").plain(())
    learned, asked = (np.stack([features.vector(str(f)) for f in files[side]]) for side in ("train", "val"))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=found["plain"]["strength"], max_iter=10_000))
    right = model.fit(learned, truth(files["train"])).score(asked, truth(files["val"]))
    assert found["plain"]["plain"] == pytest.approx(right)
    assert found["plain"]["network"] == found["scores"]["accuracy"]["estimate"]
    assert found["plain"]["sentence"] in " ".join(output("evaluate", run, "--plain").split())
    assert "validation or the test side" in fault("evaluate", run, other, "--plain")
    assert "validation or the test side" in fault("evaluate", run, "--plain", "--side", "train")


def test_pictures_that_were_trained_on_are_told(run, output):
    data = run.parent / "data"

    assert "6 of these 12 examples were trained on" in output("evaluate", run, data)
    assert "trained on" not in output("evaluate", run)


def test_which_checkpoint(run, output):
    files = [run.parent / "data" / name / f"{number}.png" for name in CLASSES for number in (2, 3)]
    found = evaluated(output, run, "--which", "last")

    plain = plain_probabilities(files, seed=1)
    assert [one["probability"] for one in found["predictions"]] == pytest.approx(plain.max(1).values.tolist(), abs=1e-4)


def test_the_tables_are_for_a_person(run, other, output):
    shown = output("evaluate", run, other)

    found = evaluated(output, run, other)
    lines = [line.split() for line in shown.splitlines()]
    assert f"on 18 examples of {other}" in shown
    assert "95 % interval" in shown
    accuracy = found["scores"]["accuracy"]
    told = [f"{100 * accuracy[part]:.1f} %".split() for part in ("estimate", "low", "high")]
    assert ["accuracy", *told[0], *told[1], "to", *told[2]] in lines
    assert ["class", "examples", "precision", "recall", "F1"] in lines
    assert ["is,", "named", "as", *CLASSES] in lines
    for name, counts in zip(CLASSES, found["confusion"], strict=True):
        assert [name, *map(str, counts)] in lines
    assert "Naming always 'blue' would be right for 38.9 %." in shown


def test_json_goes_to_a_file_beside_the_tables(run, other, tmp_path, output, fault):
    file = tmp_path / "scores.json"
    shown = output("evaluate", run, other, "--json", file)

    assert "95 % interval" in shown
    assert json.loads(file.read_text(encoding="utf-8")) == evaluated(output, run, other)
    assert "is there already" in fault("evaluate", run, other, "--json", file)
    output("evaluate", run, "--json", file, "--overwrite")
    assert json.loads(file.read_text(encoding="utf-8"))["examples"] == 6


def test_an_export_with_other_names_knows_the_classes_of_its_data(run, other, tmp_path, output):
    output("export", run, "--out", tmp_path / "model.pt", "--rename", "blue=azul")

    found = evaluated(output, tmp_path / "model.pt", other)

    assert found["classes"] == ["azul", "green", "red"]
    assert found["confusion"] == evaluated(output, run, other)["confusion"]
    assert (found["run"], found["trained_on"]) == (None, None)


def test_what_is_left_out_is_told(run, other, output):
    picture(other / "violet" / "0.png", "violet")
    kept = [p for p in other.rglob("*.png") if p.parent.name != "violet"]

    found = evaluated(output, run, other)

    assert (found["unknown"], found["left_out"], found["examples"]) == (["violet"], 1, len(kept))
    assert "1 left out, as the network does not know their class: 'violet'." in output("evaluate", run, other)


def test_a_picture_of_the_run_that_is_gone_is_told(run, output):
    (run.parent / "data" / "red" / "3.png").unlink()

    found = evaluated(output, run)

    assert found["examples"] == 5
    assert [one["path"] for one in found["skipped"]] == [str(run.parent / "data" / "red" / "3.png")]
    assert "3.png left out: " in output("evaluate", run)


def test_the_sides_of_a_split_folder(run, other, tmp_path, output, fault):
    root = tmp_path / "divided"
    for side, first in (("train", 0), ("val", 3)):
        for name in CLASSES:
            for number in range(first, first + 3 - first // 3):
                picture(root / side / name / f"{number}.png", (40 * number, 90, 200))

    assert evaluated(output, run, root, "--side", "val")["examples"] == 6
    assert evaluated(output, run, root)["examples"] == 15
    assert "has no test side" in fault("evaluate", run, root, "--side", "test")
    assert "has no validation side" in fault("evaluate", run, other, "--side", "val")


def test_a_table_may_have_its_columns_chosen(run, other, tmp_path, output):
    rows = ["where,one,two"] + [f"{p},{p.parent.name},red" for p in sorted(other.rglob("*.png"))]
    (tmp_path / "list.csv").write_text("\n".join(rows))

    found = evaluated(output, run, tmp_path / "list.csv", "--label-column", "one", "--path-column", "where")

    assert found["confusion"] == evaluated(output, run, other)["confusion"]


def test_what_cannot_be_evaluated_is_told_with_the_cure(run, other, tmp_path, output, fault):
    output("export", run, "--out", tmp_path / "model.pt")
    for name in ("cat", "dog"):
        picture(tmp_path / "pets" / name / "0.png", "red")

    assert "Name the DATA" in fault("evaluate", tmp_path / "model.pt")
    assert "--side train or val" in fault("evaluate", run, "--side", "test")
    assert "knows none of the classes cat, dog" in fault("evaluate", run, tmp_path / "pets")
    assert "nowhere" in fault("evaluate", run, tmp_path / "nowhere")
    for file in (run.parent / "data").rglob("*.png"):
        file.unlink()
    assert "None of the 6 examples can be scored." in fault("evaluate", run)
    (run / "split.csv").unlink()
    assert "has no split.csv" in fault("evaluate", run)
