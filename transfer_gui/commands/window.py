"""The window, where one can open."""

import os
import sys

from ..core.errors import UserError
from ..display import problem


def run() -> int:
    """Open the window and return its exit code. Raises UserError where no window can open here."""
    fault = problem(os.environ, sys.platform)
    if fault:
        raise UserError(fault)
    from ..ui import app

    return app.main([])
