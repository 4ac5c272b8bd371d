"""Keras models as torch networks. Keras itself is not needed, and never imported: h5py reads its files."""

from .description import without_softmax
from .network import KerasNetwork
from .reading import Read, build, read

__all__ = ["KerasNetwork", "Read", "build", "read", "without_softmax"]
