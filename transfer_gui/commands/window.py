"""The window, where one can open."""

import os
import sys
from collections.abc import Sequence

from ..core.errors import UserError
from ..core.garbage import loading
from ..display import problem


def run(opened: Sequence[str] = ()) -> int:
    """Open the window, with what `opened` names in it, and return its exit code.

    Raises UserError where no window can open here.
    """
    fault = problem(os.environ, sys.platform)
    if fault:
        raise UserError(fault)
    with loading("window"):
        from ..ui import app

    return app.main(list(opened))
