"""A seed gives the same numbers whatever other threads of the process draw meanwhile."""

import threading

import pytest
import torch
from torchvision.models import squeezenet1_1

from tests.core.training import made
from transfer_gui.core.job import Source
from transfer_gui.core.models import build
from transfer_gui.core.random_state import seeded


@pytest.fixture
def others():
    """Two threads that build and draw all the time."""
    done = threading.Event()

    def draw(seed: int) -> None:
        while not done.is_set():
            build.build(Source(model="mobilenet_v3_small", weights="none"), 5, seed)

    threads = [threading.Thread(target=draw, args=(seed,)) for seed in (1, 2)]
    for thread in threads:
        thread.start()
    yield
    done.set()
    for thread in threads:
        thread.join()


def test_the_state_is_as_before_and_the_block_begins_at_its_seed():
    torch.manual_seed(9)
    expected = torch.rand(4)
    torch.manual_seed(3)
    within = torch.rand(4)
    torch.manual_seed(9)
    with seeded(3):
        assert torch.equal(torch.rand(4), within)
        with seeded(9):
            assert torch.equal(torch.rand(4), expected)
    assert torch.equal(torch.rand(4), expected)


def test_a_model_is_drawn_alike_beside_other_threads(others):
    def drawn() -> dict[str, torch.Tensor]:
        return build.build(Source(model="squeezenet1_1", weights="none"), 5, 4).model.state_dict()

    with seeded(4):
        expected = squeezenet1_1(num_classes=5).state_dict()
    for _ in range(5):
        assert made.same(drawn(), expected)


def test_a_run_with_dropout_is_alike_beside_other_threads(tmp_path, request):
    data = made.pictures(tmp_path / "set", {"blue": 6, "green": 6})
    job = made.job(data, model="squeezenet1_1")
    made.finished(made.carry_out(job, tmp_path / "alone"))
    request.getfixturevalue("others")
    made.finished(made.carry_out(job, tmp_path / "beside"))
    assert made.same(made.weights(tmp_path / "alone"), made.weights(tmp_path / "beside"))
