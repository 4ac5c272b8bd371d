"""transfer_gui: point-and-click transfer learning, offline, on a workstation."""

__version__ = "0.1.0"
