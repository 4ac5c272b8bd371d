"""What the program does, without a window."""

from . import lean_torch

lean_torch.install()
