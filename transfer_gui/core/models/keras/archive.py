"""Opens what Keras saves as data: .h5 (HDF5) and .keras (a zip with JSON and HDF5 inside). Known by their content."""

import io
import json
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ...errors import Refused, UserError
from ..sniff import AGAIN
from . import hdf5
from .hdf5 import Group

_DAMAGE = (AttributeError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError)
"""What Python raises of a damaged archive, beside what zip raises itself."""
_HDF5 = b"\x89HDF\r\n\x1a\n"
_LARGEST_JSON = 100_000_000
_SMALL, _EXPANSION = 2**28, 100
"""What is larger than so many bytes may be so many times as large as it lies in the archive."""
_WHOLE = (
    "It needs the network too. Where the model was made, save it whole, by model.save('model.keras'), "
    "and choose that file."
)


@dataclass(frozen=True)
class Archive:
    """An open file."""

    path: Path
    model: Any
    """What Keras says of the network: the value of its JSON."""
    version: str
    """Of Keras, as '2.13.1'; empty where the file does not say."""
    backend: str
    """What computed for Keras then, as 'tensorflow'; empty where the file does not say."""
    form: Literal["h5", "keras"]
    weights: Group
    """In an .h5: groups by the layers' names; in a .keras: groups nested as Keras nests its layers."""

    @property
    def keras(self) -> int:
        """The first number of the version whose definitions hold; files of before it was written down are Keras 1."""
        first = self.version.partition(".")[0]
        return min(max(int(first), 1), 3) if first.isdecimal() else 1


@contextmanager
def opened(path: Path) -> Generator[Archive]:
    """The file at `path`. Raises Refused for anything but a whole Keras model, UserError where it cannot be read."""
    if path.is_dir():
        raise Refused(f"{path} is a folder.", "Choose a .keras or .h5 file; a folder (SavedModel) is not read.")
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.", "Check the path.") from error
    if head == _HDF5:
        with hdf5.opened(path, path) as root:
            yield _h5(path, root)
    elif head[:2] == b"PK":
        model, version, weights = _members(path)
        with hdf5.opened(io.BytesIO(weights), path) as root:
            yield Archive(path, model, version, "", "keras", root)
    else:
        raise Refused(f"{path} is no Keras file, neither .keras (zip) nor .h5 (HDF5).", "Choose a Keras model.")


def _h5(path: Path, root: Group) -> Archive:
    text = root.text("model_config")
    if text is None:
        names = root.names()
        if root.texts("layer_names") or {"layers", "_layer_checkpoint_dependencies"} & set(names):
            raise Refused(f"{path} holds the weights of a Keras model alone.", _WHOLE)
        raise Refused(f"{path} is an HDF5 file without a Keras model.", "Choose a file that Keras saved.")
    weights = root.group("model_weights") or root
    version = root.text("keras_version") or weights.text("keras_version") or ""
    backend = root.text("backend") or weights.text("backend") or ""
    return Archive(path, _value(path, text), version, backend, "h5", weights)


def _members(path: Path) -> tuple[Any, str, bytes]:
    """The network's description, the version of Keras and the weights in a zip archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "config.json" not in names:
                raise Refused(f"{path} is a zip archive without a Keras model.", "Choose a file that Keras saved.")
            if "model.weights.h5" not in names:
                raise Refused(f"{path} holds no weights in one HDF5 file.", AGAIN)
            model = _value(path, _read(archive, "config.json", path, _LARGEST_JSON).decode())
            metadata = _value(path, _read(archive, "metadata.json", path, _LARGEST_JSON).decode())
            version = str(metadata.get("keras_version", "3"))
            return model, version, _read(archive, "model.weights.h5", path)
    except UserError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, *_DAMAGE) as error:
        raise Refused(f"{path} is cut off or damaged: it cannot be read to its end.", AGAIN) from error


def _read(archive: zipfile.ZipFile, name: str, path: Path, largest: int | None = None) -> bytes:
    """A member of an archive, unless it says that it is larger than it can be."""
    info = archive.getinfo(name)
    bomb = info.file_size > _SMALL and info.file_size > _EXPANSION * info.compress_size
    if bomb or (largest is not None and info.file_size > largest):
        raise Refused(f"{path} has {info.file_size:,} bytes of {name}, far more than Keras writes.", AGAIN)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(f"{path} is packed in a way that Keras does not use.", "Unpack it and pack it as a plain zip.")
    return archive.read(info)


def _value(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path} is damaged: its description of the network is no JSON.", AGAIN) from error
