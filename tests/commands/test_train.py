"""`transfer-gui train`: the run in the terminal, its numbers, its faults, its end by Ctrl-C, several processes."""

import csv
import itertools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests import forked
from tests.commands.conftest import QUICK
from transfer_gui.cli import main
from transfer_gui.commands import fields, ranks, training_lines
from transfer_gui.commands.train import located
from transfer_gui.core import job as jobs
from transfer_gui.core import paths
from transfer_gui.core.events import EpochDone, Note, RunFailed, RunFinished, Scores, StepsDone
from transfer_gui.core.job import Data, Job, Source
from transfer_gui.core.runs.run import run
from transfer_gui.core.sample_job import sample_job
from transfer_gui.core.training import device

ROOT = Path(__file__).resolve().parents[2]


def quick(data, *more):
    """The arguments of a run on `data` that takes a second."""
    return ["train", "sample", "--set", f"data.path={data}", "--set", "training.epochs=2", *QUICK, *map(str, more)]


def job_of(arguments):
    edits = [fields.edit(value) for name, value in itertools.pairwise(arguments) if name == "--set"]
    return fields.apply(sample_job(), edits)


def weights(file):
    return torch.load(file, weights_only=True)["state_dict"]


def events(text):
    return [json.loads(line) for line in text.splitlines()]


def test_the_job_from_keras_to_text_runs_by_its_name_and_as_a_file(tmp_path, output):
    file = paths.resources() / "jobs" / "keras-to-text.toml"
    quick = ("--quiet", "--set", "training.epochs=1", "--set", "device.reuse=false")
    by_name = output("train", "keras-to-text", *quick, "--out", str(tmp_path / "a"))
    by_file = output("train", str(file), *quick, "--out", str(tmp_path / "b"))
    assert "warning: The source was made for pictures, and the target reads texts" in by_name
    assert "warning: source_model.h5 gives no weights" in by_file
    for name, tensor in weights(tmp_path / "a" / "checkpoints" / "last.pt").items():
        assert torch.equal(tensor, weights(tmp_path / "b" / "checkpoints" / "last.pt")[name])


def test_a_run_tells_each_epoch_and_leaves_its_folder(pictures, tmp_path, output):
    said = output(*quick(pictures, "--out", tmp_path / "run"))

    assert "squeezenet1_1 on CPU" in said
    assert [line.split()[:2] for line in said.splitlines() if line.startswith("epoch")] == [
        ["epoch", "1"],
        ["epoch", "2"],
    ]
    assert f"transfer-gui export {tmp_path / 'run'}" in said
    assert {p.name for p in (tmp_path / "run").iterdir()} >= {
        "job.toml", "split.csv", "metrics.csv", "checkpoints", "environment.json", "log.txt",
    }  # fmt: skip
    assert jobs.load(tmp_path / "run" / "job.toml").training.epochs == 2


def test_the_memory_needed_is_said_before_and_what_needs_less_where_it_is_too_much(
    pictures, tmp_path, monkeypatch, capsys
):
    arguments = quick(pictures, "--set", "training.batch_size=64", "--set", "plan=", "--quiet")

    def said(name, *more):
        assert main([*arguments, *more, "--out", str(tmp_path / name)]) == 0
        return capsys.readouterr().err

    assert main([*arguments[:-1], "--out", str(tmp_path / "told")]) == 0
    assert "of memory is needed" in capsys.readouterr().err.splitlines()[0]
    assert said("enough") == ""
    monkeypatch.setattr(device, "memory_free", lambda _: 60_000_000)
    lines = said("less").splitlines()
    options = [line.split()[1] for line in lines if line.startswith("  --set")]
    assert "60.0 MB is free" in lines[0]
    assert [option.partition("=")[0] for option in options] == [
        "training.batch_size", "training.accumulate", "device.checkpointing",
    ]  # fmt: skip
    for option in options[:2]:
        assert said(option, "--set", option) == "", "it fits"


def test_json_lines_tell_the_numbers_that_the_same_job_gives_anywhere(pictures, tmp_path, output):
    arguments = quick(pictures, "--out", tmp_path / "told", "--json")

    told = events(output(*arguments))

    expected = list(run(job_of(arguments), tmp_path / "expected"))
    assert [e["event"] for e in told if e["event"] not in {"StepsDone", "Evaluating"}] == [
        type(e).__name__ for e in expected if type(e).__name__ not in {"StepsDone", "Evaluating"}
    ]
    losses = [loss for e in told if e["event"] == "StepsDone" for loss in e["losses"]]
    assert losses == [loss for e in expected if isinstance(e, StepsDone) for loss in e.losses]
    assert [e["val"]["loss"] for e in told if e["event"] == "EpochDone"] == [
        e.val.loss for e in expected if isinstance(e, EpochDone) and e.val
    ]
    mine, theirs = (weights(tmp_path / name / "checkpoints" / "last.pt") for name in ("told", "expected"))
    assert mine.keys() == theirs.keys()
    assert all(torch.equal(mine[name], theirs[name]) for name in mine)


def test_quiet_says_how_it_ended_alone(pictures, tmp_path, output):
    said = output(*quick(pictures, "--out", tmp_path / "run", "--quiet"))

    assert said.startswith("Finished after 2 epochs")
    assert "epoch 1  " not in said


def test_without_out_the_run_is_among_the_user_s_runs(pictures, output, private_folders):
    output(*quick(pictures))

    (folder,) = (private_folders / "xdg_data_home").glob("transfer_gui/runs/*")
    assert (folder / "checkpoints" / "best.pt").is_file()


def test_a_job_file_is_run_and_its_relative_paths_are_found_beside_it(pictures, tmp_path, output, monkeypatch):
    job = job_of(quick(pictures.name))
    (tmp_path / "job.toml").write_text(job.to_toml(), encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    output("train", "../job.toml", "--out", "run")

    assert jobs.load(elsewhere / "run" / "job.toml").data.path == str(pictures.resolve())


def test_a_path_is_looked_for_here_before_beside_the_job(tmp_path, monkeypatch):
    for folder in ("here", "beside"):
        (tmp_path / folder / "set").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    job = Job(data=Data(path="set"), source=Source(weights="none"))

    assert located(job, tmp_path / "beside").data.path == str(tmp_path / "here" / "set")
    assert located(job, tmp_path / "beside").source.weights == "none"
    assert located(Job(data=Data(path="sample:clipart-10")), tmp_path).data.path == "sample:clipart-10"
    assert located(Job(data=Data(path="gone")), tmp_path).data.path == "gone"


def test_resume_goes_on_in_the_run_s_folder(trained, output):
    before = (trained / "metrics.csv").read_text(encoding="utf-8")

    told = events(output("train", trained, "--resume", "--set", "training.epochs=3", "--json"))

    assert told[0]["event"] == "RunStarted"
    assert told[0]["first_step"] > 0
    assert [e["epoch"] for e in told if e["event"] == "EpochDone"] == [2]
    assert (trained / "metrics.csv").read_text(encoding="utf-8").startswith(before)


def test_the_job_of_an_earlier_run_can_be_run_anew(trained, tmp_path, output):
    output("train", trained, "--out", tmp_path / "again", "--quiet")

    first, second = (weights(folder / "checkpoints" / "last.pt") for folder in (trained, tmp_path / "again"))
    assert all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.toml"], "There is no job file nowhere.toml."),
        (["."], ". is not the folder of a run"),
        (["sample", "--resume"], "--resume needs the run to go on with."),
        (["sample", "--set", "training.epochs=0"], "training.epochs"),
        (["sample", "--set", "data.path=nowhere"], "nowhere"),
        (["sample", "--set", "source.model=squeezenet"], "squeezenet1_1"),
        (["sample", "--set", "device.name=cuda:7", "--set", "data.input_size=64"], "cuda:7"),
        (["sample", "--resume", "--out", "nowhere"], "nowhere holds no run"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_start_is_told_in_one_line(arguments, said, fault, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert said in fault("train", *arguments)


def test_a_job_file_with_a_fault_is_named_with_the_field(tmp_path, fault):
    (tmp_path / "job.toml").write_text("[training]\nepochs = 0\n")

    said = fault("train", tmp_path / "job.toml")

    assert "job.toml" in said
    assert "training.epochs" in said


def test_an_earlier_run_is_not_written_over(trained, pictures, fault):
    before = (trained / "checkpoints" / "best.pt").read_bytes()

    assert str(trained) in fault(*quick(pictures, "--out", trained))
    assert "--resume" in fault("train", trained)
    assert (trained / "checkpoints" / "best.pt").read_bytes() == before


@pytest.mark.parametrize("place", ["file", "file/inside", "/proc/run"])
def test_a_place_that_cannot_be_written_is_told_before_the_first_epoch(place, pictures, tmp_path, fault, capsys):
    """Case CKP-06: found out at once, not after hours of training."""
    if place.startswith("/proc") and not Path("/proc").is_dir():
        pytest.skip("no /proc here")
    (tmp_path / "file").write_text("in the way")

    said = fault(*quick(pictures, "--out", tmp_path / place))

    assert Path(place).name in said or "file" in said
    assert "epoch" not in capsys.readouterr().out
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_run_that_fails_ends_with_1_and_says_what_would_mend_it(pictures, tmp_path, fault):
    wild = ("training.learning_rate=100", "training.momentum=0.99", "plan={}", "training.epochs=20")
    options = [option for edit in wild for option in ("--set", edit)]

    said = fault(*quick(pictures, "--out", tmp_path / "run", *options), code=1)

    assert "learning rate" in said.lower()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_keeps_the_checkpoints_and_the_run_can_go_on(number, code, pictures, tmp_path):
    out = tmp_path / "run"
    arguments = [*quick(pictures, "--out", out, "--set", "training.epochs=5000"), "--json"]
    with forked.Program(tmp_path, forked.command, arguments) as process:
        next(line for line in process.lines() if json.loads(line)["event"] == "StepsDone")
        process.send_signal(number)
        done = process.wait(timeout=60)

    assert done.returncode == code
    assert "Stopping after this batch" in done.stderr
    assert "Traceback" not in done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["event"], last["reason"]) == ("RunFinished", "stopped")
    stopped = torch.load(out / "checkpoints" / "last.pt", weights_only=True)
    assert stopped["format"] == "transfer_gui/1"


def torchrun(*arguments, **settings):
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    return subprocess.run(
        [*command, "-m", "transfer_gui", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1"} | settings,
        timeout=240,
        check=False,
    )


@pytest.mark.skipif(not torch.distributed.is_gloo_available(), reason="two processes talk through gloo")
def test_two_processes_train_as_one_and_one_of_them_speaks(pictures, tmp_path, output):
    """Without --out, so that both must agree on the new folder; without dropout, so that the numbers must agree.

    Batches of 10 and of 6, in parts, with a block that is computed twice.
    """
    head = (
        "source.model=resnet18",
        "source.weights=none",
        'plan.layers."fc".frozen=false',
        'plan.layers."layer4.1.conv1".frozen=false',
        "training.learning_rate=0.1",
        "training.batch_size=10",
        "training.accumulate=2",
        "device.checkpointing=true",
    )
    job = job_of(quick(pictures, *[option for edit in head for option in ("--set", edit)]))
    (tmp_path / "job.toml").write_text(job.to_toml(), encoding="utf-8")

    done = torchrun("train", tmp_path / "job.toml", "--json")

    assert done.returncode == 0, done.stderr
    told = events(done.stdout)
    assert [e["event"] for e in told].count("RunFinished") == 1
    alone = events(output("train", tmp_path / "job.toml", "--out", tmp_path / "alone", "--json"))
    two, one = ([e for e in some if e["event"] == "EpochDone"] for some in (told, alone))
    assert [e["val"]["examples"] for e in two] == [4, 4]
    assert [e["train_loss"] for e in two] == pytest.approx([e["train_loss"] for e in one], rel=1e-4)
    assert [e["val"]["loss"] for e in two] == pytest.approx([e["val"]["loss"] for e in one], rel=1e-4)


@pytest.mark.skipif(not torch.distributed.is_gloo_available(), reason="two processes talk through gloo")
def test_a_fault_under_torchrun_is_told_once(tmp_path):
    """By the first process, however late it comes to it: torchrun ends all as soon as one has ended."""
    late = "import os, time\nif os.environ.get('RANK') == '0':\n    time.sleep(3)\n"
    (tmp_path / "sitecustomize.py").write_text(late, encoding="utf-8")

    done = torchrun("train", tmp_path / "nowhere.toml", PYTHONPATH=str(tmp_path))

    assert done.returncode != 0
    assert done.stderr.count("transfer-gui: There is no job file") == 1


def test_a_fault_of_one_process_alone_is_told_by_it(tmp_path, monkeypatch, capsys):
    waited = []
    monkeypatch.setattr(ranks.time, "sleep", lambda seconds: waited.append((seconds, capsys.readouterr().err)))
    monkeypatch.setenv("RANK", "1")

    assert main(["train", str(tmp_path / "nowhere.toml")]) == 2
    assert "There is no job file" in capsys.readouterr().err
    training_lines.Silent().failed(RunFailed("The disk is full.", "Make room.", "/run"))
    assert "The disk is full. Make room." in capsys.readouterr().err
    assert waited == [(ranks.GRACE, ""), (ranks.GRACE, "")]


def test_a_live_display_is_taken_down_whatever_happens(capsys):
    from rich.console import Console

    screen = training_lines.Screen(Console(force_terminal=True, width=100))
    with pytest.raises(ZeroDivisionError), screen:
        raise ZeroDivisionError
    assert "\x1b[?25h" in capsys.readouterr().out  # the cursor is back


def test_the_lines_are_honest_under_imbalance():
    scores = Scores(examples=50, loss=0.4, accuracy=0.9, balanced_accuracy=0.5, majority=0.9)
    event = RunFinished("completed", "/run", 4, 2, scores, None, 75.0)

    lines = training_lines.words(event)

    assert lines[0] == "Finished after 4 epochs in 1 min 15 s."
    assert lines[1] == (
        "Best epoch 3: val accuracy 90.0 % (balanced 50.0 %) on 50 examples (naming always the largest class: 90.0 %)."
    )
    assert training_lines.words(Note("Look out.", "warning")) == ["warning: Look out."]


def test_numbers_that_json_lacks_become_null(capsys):
    nan = float("nan")
    training_lines.JsonLines().tell(StepsDone(0, (nan, 1.5), 0, 0.1, float("inf"), 0, 0.0, 0.0))

    told = json.loads(capsys.readouterr().out)
    assert told["losses"] == [None, 1.5]
    assert told["images_per_second"] is None


def test_a_job_file_keeps_groups_together_in_the_run_s_split(pictures, tmp_path, output):
    for number, path in enumerate(sorted(pictures.glob("*/*.png"))):
        path.rename(path.with_name(f"w{number % 5}_{path.name}"))
    job = tmp_path / "job.toml"
    job.write_text(job_of(quick(pictures, "--set", "data.group_pattern=(.+?)_")).to_toml())

    output("train", job, "--out", tmp_path / "run", "--set", "training.epochs=1")

    sides = {}
    with (tmp_path / "run" / "split.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sides.setdefault(Path(row["path"]).name[:2], set()).add(row["side"])
    assert sorted(map(sorted, sides.values())) == [["train"]] * 4 + [["val"]]
