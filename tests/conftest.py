"""Every test runs with its own settings and folders, off screen, on few threads."""

import gc
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
if "PYTEST_XDIST_WORKER" in os.environ:  # processes share the cores; what stands here is their parent's
    os.environ["OMP_NUM_THREADS"] = "1"
os.environ.setdefault("OMP_NUM_THREADS", "2")

import pytest
from hypothesis import HealthCheck, settings

from transfer_gui.core import heap

# How long an example takes depends on what else is running; that all examples share a fixture is known where it is so.
settings.register_profile(
    "ours", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("ours")


def pytest_collection_finish():
    """What was imported stays: the program looks for garbage at the end of each run, and need not look there."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def memory_given_back():
    """After a module what is free goes back to the system, whose memory several processes share."""
    yield
    assert heap._users == 0, "something that computes is still open"
    heap.give_back()


@pytest.fixture(autouse=True)
def private_folders(tmp_path_factory, monkeypatch):
    """No test sees or touches the user's own settings, caches or runs."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "TORCH_HOME"):
        folder = home / name.lower()
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture(scope="module")
def small_networks():
    """The large architectures have few numbers in each layer (`tests.small`), for a whole module of tests."""
    from tests import small

    with small.networks():
        yield


@pytest.fixture
def reads(monkeypatch):
    """The pictures that were prepared for a network, by path."""
    from transfer_gui.core.data.domains.image import ImageDomain

    found: list[str] = []
    plainly = ImageDomain.prepare

    def prepare(self, path, *rest):
        found.append(path)
        return plainly(self, path, *rest)

    monkeypatch.setattr(ImageDomain, "prepare", prepare)
    return found
