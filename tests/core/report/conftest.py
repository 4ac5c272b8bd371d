"""One small run with class names that would be markup, trained once and copied for each test."""

import shutil

import pytest

from tests.core.training import made
from tests.small import networks
from transfer_gui.core.plan import freeze_all_but

HOSTILE = ("<img src=x onerror=alert(1)>", 'blue "&amp;" <b>', "red")


@pytest.fixture(scope="module", autouse=True)
def small(small_networks):
    """A run is reported of as well with few numbers in each layer."""


@pytest.fixture(scope="session")
def trained_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    data = made.pictures(folder / "data", dict(zip(HOSTILE, (8, 10, 14), strict=True)))
    job = made.job(data, plan=freeze_all_but(["fc", "layer4"]), data__test=0.2, training__schedule="cosine")
    with networks():
        made.finished(made.carry_out(job, folder / "run"))
    return folder


@pytest.fixture
def run(trained_once, tmp_path):
    """The folder of a finished run; its pictures lie in `trained_once` and stay there."""
    return shutil.copytree(trained_once / "run", tmp_path / "run")
