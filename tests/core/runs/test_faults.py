"""What can go wrong in a run: each is told with a cure, and the last good checkpoint is kept."""

import errno
import gc
import shutil
import weakref

import pytest
import torch

from tests.core.training import made
from transfer_gui.core import atomic, paths
from transfer_gui.core.events import CheckpointSaved, EpochDone, Note, RunFinished, StepsDone
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.runs import prepare
from transfer_gui.core.training import trainer


@pytest.fixture
def data(tmp_path):
    return made.pictures(tmp_path / "set", {"blue": 8, "green": 8})


@pytest.fixture(autouse=True)
def written_after_every_epoch(monkeypatch):
    """However short it is."""
    monkeypatch.setattr(trainer, "SAVE_SHARE", 1.0)


def test_a_loss_that_is_no_number_stops_the_run_and_keeps_the_last_good_checkpoint(data, tmp_path):
    job = made.job(data, training__epochs=3, training__learning_rate=0.01)
    made.carry_out(made.job(data, training__epochs=1, training__learning_rate=0.01), tmp_path / "good")
    kept = {}

    def on(event, control):
        if isinstance(event, CheckpointSaved) and event.kind == "last":
            kept["last"] = (tmp_path / "run" / "checkpoints" / "last.pt").read_bytes()
        if isinstance(event, EpochDone) and event.epoch == 0:
            poison()

    broken = []

    def poison():
        with torch.no_grad():
            broken[0].fc.weight.fill_(float("nan"))

    original = prepare.network

    def remembered(*args):
        built = original(*args)
        broken.append(built.model)
        return built

    patch = pytest.MonkeyPatch()
    patch.setattr(prepare, "network", remembered)
    try:
        fault = made.failed(made.carry_out(job, tmp_path / "run", on))
    finally:
        patch.undo()
    assert "not a number" in fault.what
    assert fault.suggestion == {"training.learning_rate": pytest.approx(0.001)}
    assert "learning rate" in fault.cure
    assert not fault.details
    assert (tmp_path / "run" / "checkpoints" / "last.pt").read_bytes() == kept["last"]
    assert all(torch.isfinite(t.float()).all() for t in made.weights(tmp_path / "run", "best").values())


def test_a_rate_far_too_high_is_caught_by_itself(data, tmp_path):
    job = made.job(data, model="squeezenet1_1", training__epochs=20, training__learning_rate=100.0)
    fault = made.failed(made.carry_out(job, tmp_path / "run"))
    assert "lower learning rate (10 in place of 100)" in fault.cure


def test_out_of_memory_says_the_batch_size_that_fits_and_lets_everything_go(data, tmp_path, monkeypatch):
    """TRN-09: also the memory that the caught error would hold."""
    import torchvision

    original = torchvision.models.ResNet.forward
    alive = []

    def small(self, images):
        if len(images) > 3:
            alive.append(weakref.ref(images))
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")
        return original(self, images)

    monkeypatch.setattr(torchvision.models.ResNet, "forward", small)
    job = made.job(data, training__batch_size=12)
    fault = made.failed(made.carry_out(job, tmp_path / "run"))
    assert fault.suggestion == {"training.batch_size": 3}
    assert "batch size of 3 fits" in fault.cure
    assert "in 4 parts" in fault.cure
    assert "12" in fault.what
    gc.collect()
    assert [ref for ref in alive if ref() is not None] == []
    for number, edits in enumerate(({"training__batch_size": 3}, {"training__accumulate": 4})):
        fits = made.job(data, **{"training__batch_size": 12} | edits)
        assert made.finished(made.carry_out(fits, tmp_path / str(number))).reason == "completed"


def test_out_of_memory_in_parts_says_how_many_more_parts_fit(data, tmp_path, monkeypatch):
    import torchvision

    original = torchvision.models.ResNet.forward

    def small(self, images):
        if len(images) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")
        return original(self, images)

    monkeypatch.setattr(torchvision.models.ResNet, "forward", small)
    job = made.job(data, training__batch_size=12, training__accumulate=2)
    fault = made.failed(made.carry_out(job, tmp_path / "run"))
    assert "batches of 12 in 2 parts" in fault.what
    assert fault.suggestion == {"training.accumulate": 4}
    assert "In 4 parts" in fault.cure


def test_a_dataset_that_disappears_while_training(data, tmp_path):
    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 0:
            shutil.rmtree(data)

    fault = made.failed(made.carry_out(made.job(data, training__epochs=3), tmp_path / "run", on))
    assert str(data) in fault.what
    assert fault.cure
    assert made.weights(tmp_path / "run", "last")
    assert made.weights(tmp_path / "run", "best")


def test_a_run_folder_that_vanishes_in_mid_run_loses_no_weights(data, tmp_path, private_folders):
    """The weights are put elsewhere, in a folder that the run can be resumed in (CKP-06)."""
    folder = tmp_path / "run"

    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 0:
            shutil.rmtree(folder)
            folder.write_text("in the way")

    events = made.carry_out(made.job(data, training__epochs=3), folder, on)
    fault = made.failed(events)
    rescued = paths.runs() / "run-rescued"
    assert str(rescued) in fault.cure
    assert made.weights(rescued)
    assert any(n.level == "warning" for n in made.of(events, Note))
    on_again = made.carry_out(made.job(data, training__epochs=3), rescued, resume=True)
    assert made.finished(on_again).reason == "completed"


def test_a_full_disk_keeps_the_checkpoint_that_was_there(data, tmp_path, monkeypatch):
    folder = tmp_path / "run"
    before = {}

    def full(file, payload):
        file.write(b"half of it")
        raise OSError(errno.ENOSPC, "No space left on device")

    def on(event, control):
        if isinstance(event, EpochDone) and event.epoch == 0:
            before["last"] = (folder / "checkpoints" / "last.pt").read_bytes()
            monkeypatch.setattr(atomic, "dump_torch", full)

    fault = made.failed(made.carry_out(made.job(data, training__epochs=3), folder, on))
    assert "full" in fault.what.lower() or "space" in fault.what.lower()
    assert fault.cure
    assert (folder / "checkpoints" / "last.pt").read_bytes() == before["last"]
    assert {p.name for p in (folder / "checkpoints").iterdir()} == {"best.pt", "last.pt"}


@pytest.mark.parametrize("place", ["a file", "under a file"])
def test_a_place_that_cannot_be_written_is_told_before_the_first_step(data, tmp_path, place):
    (tmp_path / "taken").write_text("mine")
    folder = tmp_path / "taken" / "run" if place == "under a file" else tmp_path / "taken"
    events = made.carry_out(made.job(data), folder)
    assert len(events) == 1
    assert str(tmp_path / "taken") in made.failed(events).what
    assert (tmp_path / "taken").read_text() == "mine"


def test_an_older_run_is_never_written_over(data, tmp_path):
    made.carry_out(made.job(data, training__epochs=1), tmp_path / "run")
    before = made.weights(tmp_path / "run")
    fault = made.failed(made.carry_out(made.job(data), tmp_path / "run"))
    assert "already holds a run" in fault.what
    assert made.same(before, made.weights(tmp_path / "run"))


def test_a_run_that_was_refused_leaves_its_folder_to_the_next(data, tmp_path):
    folder = tmp_path / "run"
    refused = made.failed(made.carry_out(made.job(data, source__weights=str(tmp_path / "none.pt")), folder))
    assert "none.pt" in refused.what
    assert "none.pt" in (folder / "log.txt").read_text()
    events = made.carry_out(made.job(data, training__epochs=1), folder)
    assert isinstance(events[-1], RunFinished)
    rows = (folder / "metrics.csv").read_text().splitlines()
    assert not [row for row in rows if row.startswith("failed")]
    assert (folder / "log.txt").read_text().count("failed") == 1


def test_the_best_checkpoint_is_a_copy_not_the_live_weights(data, tmp_path):
    """The last epoch is ruined on purpose; best stays what it was and gives its recorded figures (TRN-11)."""
    job = made.job(
        data, plan=freeze_all_but(["layer4", "fc"]), training__epochs=4, training__learning_rate=1e-3,
        training__schedule="constant",
    )  # fmt: skip
    folder, at = tmp_path / "run", {}

    def on(event, control):
        if isinstance(event, EpochDone) and event.best:
            at["best"] = event
            at["weights"] = made.weights(folder, "best")

    patch = pytest.MonkeyPatch()
    real = trainer.optimiser.set_rate
    patch.setattr(trainer.optimiser, "set_rate", lambda sgd, rate: real(sgd, rate if len(at) < 2 else 3.0))
    try:
        events = made.carry_out(job, folder, on)
    finally:
        patch.undo()
    end = made.finished(events)
    assert end.best_epoch == at["best"].epoch
    assert made.same(at["weights"], made.weights(folder, "best"))
    assert not made.same(made.weights(folder, "best"), made.weights(folder, "last"))
    content = torch.load(folder / "checkpoints" / "best.pt", weights_only=True)
    assert content["metrics"]["loss"] == at["best"].val.loss


def test_an_unexpected_fault_comes_with_its_traceback_and_a_log(data, tmp_path, monkeypatch):
    def odd(*args):
        raise ZeroDivisionError("odd")

    monkeypatch.setattr(trainer, "batch_seed", odd)
    fault = made.failed(made.carry_out(made.job(data), tmp_path / "run"))
    assert "ZeroDivisionError" in fault.what
    assert "Traceback" in fault.details
    assert "ZeroDivisionError" in (tmp_path / "run" / "log.txt").read_text()


def test_loader_threads_are_gone_after_every_kind_of_end(data, tmp_path):
    import threading

    job = made.job(data, device__workers=2)
    made.carry_out(job, tmp_path / "one")
    made.carry_out(job, tmp_path / "two", lambda e, c: c.stop() if isinstance(e, StepsDone) else None)
    shutil.rmtree(data / "blue")
    made.carry_out(made.job(data, device__workers=2), tmp_path / "three")
    assert not [t.name for t in threading.enumerate() if t.name.startswith("loader")]
