"""The house stands as it was drawn: imports point down, files stay small, and torch is not loaded to paint a window."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from transfer_gui.core.data import domains

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "transfer_gui"
LONGEST = 400


def test_imports_point_down():
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert status == EXIT_STATUS_SUCCESS, "run `lint-imports` to see the broken contract"


def python_files():
    return sorted([*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")])


@pytest.mark.parametrize("path", python_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_has_one_job(path):
    lines = path.read_text(encoding="utf-8").count("\n")

    assert lines <= LONGEST, f"{lines} lines: split it by what it does"
    assert path.stem not in {"utils", "util", "misc", "helpers", "common"}, "name it after its job"


def test_no_drawer_for_everything():
    assert not [p for p in PACKAGE.rglob("*") if p.is_dir() and p.name in {"utils", "misc", "helpers", "common"}]


def loaded_after(code):
    """Names of the top-level packages in `sys.modules` of a fresh interpreter that ran `code`."""
    script = f"{code}\nimport sys\nprint(' '.join(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split("\n")[-2].split())


TENSORS = {"torch", "torchvision", "safetensors"}
WINDOW = {"PySide6", "shiboken6", "pyqtgraph"}


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["train", "--help"], ["export", "--help"], ["doctor", "--help"], ["job", "--fields"]],
    ids=" ".join,
)
def test_a_light_command_loads_neither_torch_nor_qt(arguments):
    loaded = loaded_after(f"from transfer_gui import cli\nassert cli.main({arguments!r}) == 0")

    assert not loaded & (TENSORS | WINDOW)


@pytest.mark.parametrize("module", ["transfer_gui.session", "transfer_gui.ui.pages", "transfer_gui.ui.app"])
def test_the_window_is_up_before_torch_is_loaded(module):
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not there yet")

    assert not loaded_after(f"import {module}") & TENSORS


def test_the_first_page_is_painted_before_the_others_are_imported():
    code = "from transfer_gui.ui import app\nkept = app.application([])\nwindow = app.build()\nwindow.show()"

    loaded = loaded_after(f"{code}\nimport sys\nassert 'transfer_gui.ui.pages' not in sys.modules")

    assert not loaded & (TENSORS | {"numpy", "pyqtgraph"})


FIRST_LAYERS = """
from transfer_gui.ui import app
from PySide6.QtCore import QTimer
application = app.application([])
window = app.build()
facts = window.context.facts
def there():
    if facts.layers is not None and facts.catalogue:
        window.close()
timer = QTimer()
timer.timeout.connect(there)
timer.start(5)
window.show()
application.exec()
import sys
assert "torch" in sys.modules and "transfer_gui.ui.pages" in sys.modules
assert not facts.layers_error + facts.catalogue_error
assert "torch._dynamo" not in sys.modules, "the compiler"
assert "transfer_gui.core.data.domains.sound" not in sys.modules, "what nobody has asked for"
app.take_down(window)
"""


def test_the_first_layers_are_shown_without_what_they_do_not_need():
    loaded_after(FIRST_LAYERS)


def test_a_run_needs_no_compiler(tmp_path):
    arguments = ["train", "sample", "--set", "training.epochs=1", "--out", str(tmp_path / "run")]
    code = f"from transfer_gui import cli\nassert cli.main({arguments!r}) == 0"

    loaded_after(f"{code}\nimport sys\nassert 'torch._dynamo' not in sys.modules")


CORE = [
    "job",
    "plan",
    "events",
    "sample_job",
    "libraries",
    "doctor",
    "models.entry",
    "models.layer",
    "data.dataset",
    "inspect.figures",
    "training.control",
]


@pytest.mark.parametrize("module", CORE)
def test_the_core_s_plain_values_need_neither_torch_nor_qt(module):
    assert not loaded_after(f"import transfer_gui.core.{module}") & (TENSORS | WINDOW)


def domains_told_apart(source, names):
    """Lines of `source` that compare something with the name of a domain, match it, or look it up in a table."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare():
                parts = [part for side in (node.left, *node.comparators) for part in ast.walk(side)]
            case ast.MatchValue():
                parts = [node.value]
            case ast.Dict():
                keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
                parts = [key for key in node.keys if set(keys) <= names]
            case _:
                continue
        if any(isinstance(part, ast.Constant) and part.value in names for part in parts):
            yield node.lineno


def test_the_window_does_not_tell_domains_apart():
    """What differs is the domain's to say: a domain is one file."""
    names = {domain.name for domain in domains.domains().values()}
    assert {"image", "sound", "text"} <= names
    assert list(domains_told_apart('if job.data.domain in ("sound",): {"text": 1}["text"]', names)) == [1, 1]
    found = {path.name: list(domains_told_apart(path.read_text("utf-8"), names)) for path in PACKAGE.glob("ui/**/*.py")}
    assert not {name: lines for name, lines in found.items() if lines}
