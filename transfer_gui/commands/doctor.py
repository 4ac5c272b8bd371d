"""Say what this installation has and what it lacks: versions, devices, missing system libraries with the line that
installs them, where weights are looked for and which were found, and whether runs can be written.

The exit code is 1 where the program cannot do its work.
"""

import argparse
import os
import sys
from pathlib import Path

from ..core import doctor
from ..core.doctor import Finding
from ..display import problem
from .console import print_json, text

EXAMPLES = """\
examples:
  transfer-gui doctor
  transfer-gui doctor --json
"""

TITLES = {
    "versions": "Versions",
    "devices": "Devices",
    "window": "Window",
    "weights": "Weights",
    "places": "Places",
}

MARKS = {"ok": "  ", "warning": "! ", "problem": "X "}


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "--folder", action="append", default=[], type=Path, metavar="DIR", help="look for weight files here too"
    )
    parser.add_argument("--json", action="store_true", help="write JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the findings and return the exit code."""
    findings: list[Finding] = []
    group = ""
    for finding in _all(arguments.folder):
        findings.append(finding)
        if arguments.json:
            continue
        if finding.group != group:
            text(f"\n{TITLES[finding.group]}" if group else TITLES[finding.group])
            group = finding.group
        text(f"{MARKS[finding.state]}{finding.name:20} {finding.text}{f'. {finding.cure}' if finding.cure else ''}")
    bad = [finding for finding in findings if finding.state == "problem"]
    if arguments.json:
        print_json({"ok": not bad, "findings": findings})
    else:
        warned = [finding for finding in findings if finding.state == "warning"]
        told = [
            f"{len(some)} {name}{'s' if len(some) > 1 else ''}"
            for some, name in ((bad, "problem"), (warned, "warning"))
            if some
        ]
        text(f"\n{' and '.join(told) or 'No fault'} found.")
    return 1 if bad else 0


def _all(folders: list[Path]) -> list[Finding]:
    """The core's findings, with the display's own after the window's libraries."""
    findings = list(doctor.examine(folders))
    fault = problem(os.environ, sys.platform)
    here = Finding("window", "display", "warning" if fault else "ok", fault or "a window can open here")
    at = max(i for i, finding in enumerate(findings) if finding.group == "window")
    return [*findings[: at + 1], here, *findings[at + 1 :]]
