"""A finished run for the tests of exporting it."""

from pathlib import Path

import pytest

from tests.core.export.made import make_run, payload, plain_network


@pytest.fixture
def run_folder(tmp_path) -> Path:
    """A finished run of SqueezeNet 1.1: best and last differ."""
    other = plain_network(seed=1)
    return make_run(tmp_path / "run", payload(), payload(network=other))
