"""The command line: finds the verb, loads its module alone, and turns every fault into one line and an exit code.

Exit codes: 0 done, 1 a run or a check failed, 2 a fault the user can mend, 130 ended by Ctrl-C.
"""

import argparse
import difflib
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from . import __version__
from .core import heap

VERBS = {
    "train": "run a job in the terminal",
    "job": "write a job file from options",
    "models": "list the source models and where their weights are",
    "layers": "show the layers of a model",
    "data": "show what is found in a dataset",
    "predict": "name what examples are by a trained model",
    "evaluate": "score a trained model, with intervals",
    "export": "take a trained model out of a run",
    "report": "write the report of a run as one HTML file",
    "measure": "measure what transfer brings on the sample, over several seeds",
    "doctor": "say what this installation has and what it lacks",
}
"""Verb to help; each has its module of the same name in `commands`."""

USER_FAULT = 2
INTERRUPTED = 130

EPILOG = """\
examples:
  transfer-gui                              open the window
  transfer-gui job.toml                     open the window with a job, a dataset, a run or a weight file
  transfer-gui train sample                 train on the sample pictures (sample:sounds, sample:glosses too)
  transfer-gui job --model resnet18 --data pictures/ -o job.toml
  transfer-gui train job.toml --set training.epochs=3
  transfer-gui evaluate latest
  transfer-gui predict latest pictures/ --out found.csv
  transfer-gui export latest

'transfer-gui VERB --help' says more of each.
"""


class Parser(argparse.ArgumentParser):
    """A parser whose faults read like the program's others."""

    def error(self, message: str) -> NoReturn:
        say(f"{message[:1].upper()}{message[1:].rstrip('.')}. See '{self.prog} --help'.")
        raise SystemExit(USER_FAULT)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code. `argv` is without the program's name."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    heap.one()
    try:
        return _dispatch(arguments)
    except SystemExit as end:  # argparse, after --help or a fault
        return end.code if isinstance(end.code, int) else USER_FAULT
    except KeyboardInterrupt:
        say("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:
        return _fault(error)


def say(text: str) -> None:
    """One line on the standard error."""
    print(f"transfer-gui: {text}", file=sys.stderr)  # noqa: T201


def _dispatch(arguments: list[str]) -> int:
    verb = next((a for a in arguments if not a.startswith("-")), None)
    parser = Parser(
        prog="transfer-gui",
        description="Point-and-click transfer learning. Without a verb, the window opens; a PATH is opened in it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"transfer-gui {__version__}")
    if verb is not None and verb not in VERBS and arguments == [verb] and Path(verb).exists():
        from .commands import window

        return window.run([str(Path(verb).absolute())])
    if verb is not None and verb not in VERBS:
        near = difflib.get_close_matches(verb, VERBS, 1)
        hint = f"Did you mean '{near[0]}'?" if near else f"The verbs are {', '.join(VERBS)}."
        say(f"There is no verb {verb!r}. {hint}")
        return USER_FAULT
    module = import_module(f"transfer_gui.commands.{verb}") if verb is not None else None
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    for name, text in VERBS.items():
        child = verbs.add_parser(name, help=text, formatter_class=argparse.RawDescriptionHelpFormatter)
        if module is not None and name == verb:
            child.description, child.epilog = module.__doc__, module.EXAMPLES
            module.fill(child)
    parsed = parser.parse_args(arguments)
    if module is not None:
        return module.run(parsed)
    from .commands import window

    return window.run()


def _fault(error: Exception) -> int:
    """Tell `error` in one line and return the exit code that it deserves."""
    from .commands.ranks import let_the_first_tell
    from .core.errors import UserError

    let_the_first_tell()
    if isinstance(error, UserError):
        say(str(error))
        return USER_FAULT
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        say(f"{place}{error.strerror}. Check that the place exists, is writable and has room.")
        return USER_FAULT
    say(f"Unexpected fault: {type(error).__name__}: {error}. {_kept(error)}")
    return 1


def _kept(error: Exception) -> str:
    """Where the traceback went: into the log folder, or, where that cannot be written, onto the standard error."""
    from .core import paths

    details = "".join(traceback.format_exception(error))
    try:
        paths.log().mkdir(parents=True, exist_ok=True)
        file = paths.log() / "command-line.log"
        file.write_text(details, encoding="utf-8")
    except OSError:
        return details
    return f"The details are in {file}."
