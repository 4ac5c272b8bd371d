"""Keras itself is what the converted networks are compared with. It computes with torch here, and writes its settings
into a folder of its own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

os.environ["KERAS_BACKEND"] = "torch"
os.environ["KERAS_HOME"] = tempfile.mkdtemp(prefix="keras-")
atexit.register(shutil.rmtree, os.environ["KERAS_HOME"], ignore_errors=True)


FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Keras 3.15 makes arrays of torch's tensors in a way that NumPy 2 warns of."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(
                pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")
            )


@pytest.fixture(autouse=True)
def names_from_the_beginning():
    """Keras numbers its layers through the whole process: 'dense', 'dense_1'..."""
    import keras

    keras.utils.clear_session(free_memory=False)


@pytest.fixture(params=["keras", "h5"])
def path(request, tmp_path):
    """A sound model in either form."""
    from .files import small

    small().save(tmp_path / f"model.{request.param}")
    return tmp_path / f"model.{request.param}"
