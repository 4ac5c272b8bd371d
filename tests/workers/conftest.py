"""A Qt application for workers and tasks."""

import pytest


@pytest.fixture(autouse=True)
def application(qapp):
    return qapp
