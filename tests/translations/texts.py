"""Finds every text that the window shows translated, in the sources, without running them."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "transfer_gui"

EVERY = tuple(range(12))
CALLS: dict[str, tuple[int | str, ...]] = {
    "tr": (0,), "mark": (0,), "plural": (1, 2),
    "Entry": (1, 4, "tip"), "FieldText": (0, 1, "title", "unit", "teach", "choices"), "CurveSpec": (1,),
}  # fmt: skip
"""Of what the window's sources call, the arguments that are texts: by position or by name."""
CORE: dict[str, tuple[int | str, ...]] = {
    "UserError": (0, 1), "Refused": (0, 1), "Unwritable": (0, 1), "Unreadable": (1,), "Skipped": (1,),
    "Note": (0,), "Progress": (2, "text"), "Finding": (1, 3, 4), "Field": ("description",),
    "View": (0, 1), "ResultView": (0, 1), "PictureView": (0, 1),
    "Tiles": (*EVERY, "note", "unit"), "Histogram": (*EVERY, "note"), "Lines": (*EVERY, "note"),
    "Heatmap": (*EVERY, "note", "unit", "zero"), "Overlay": (*EVERY, "note", "unit"),
    "Passages": (*EVERY, "note", "unit", "ends"), "Scatter": (*EVERY, "note"),
    "Measures": (*EVERY, "label", "note"), "Measure": (2, "description"), "Table": (0, 1), "table": (0, 1),
    "Plain": (0,), "Axis": (0, 1), "Augmentation": (0,), "share": (0, 1), "_share": (0, 2), "column": (2,),
}  # fmt: skip
"""The same of the core and the workers, which know no translation: the window looks up what they tell as a whole."""
WHOLE = {
    "core/data/domains/picture.py": ("_words", "_what_else"),
    "core/inspect/network.py": ("_TITLES",),
    "core/job.py": ("_something_is_left", "_fits_together"),
    "core/evaluate/plain.py": ("BETTER", "ALIKE", "WORSE"),
    "core/runs/place.py": ("UNTRAINED",),
}
"""Functions of the core that return or raise texts, and its tables of texts."""


class Text(NamedTuple):
    source: str
    sense: str = ""
    """Tells two meanings of the same English apart."""


def texts() -> dict[Text, str]:
    """Every text, with the file (from the package's folder) where it stands first."""
    found: dict[Text, str] = {}
    for folder, calls in (("ui", CALLS), ("workers", CORE), ("core", CORE)):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            name = path.relative_to(PACKAGE).as_posix()
            for text in of_source(path.read_text(encoding="utf-8"), calls, WHOLE.get(name, ())):
                found.setdefault(text, name)
    return found


def of_source(source: str, calls: dict[str, tuple[int | str, ...]], whole: Iterable[str] = ()) -> Iterator[Text]:
    """The texts in one source, in its order. Raises ValueError where a text is put together before it is looked up."""
    tree, own = ast.parse(source), calls is CALLS
    names = {} if own else _constants(tree)
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Call | ast.FunctionDef)]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node, ast.FunctionDef):
            yield from map(Text, _told(node) if node.name in whole else ())
        elif (wanted := calls.get(_called(node))) is not None:
            sense = node.args[1].value if _called(node) == "tr" and len(node.args) > 1 else ""  # type: ignore[attr-defined]
            for argument in _arguments(node, wanted):
                if own and any(isinstance(part, ast.JoinedStr) for part in _parts(argument, names)):
                    raise ValueError(f"line {node.lineno}: an f-string cannot be looked up; give `tr` its values")
                found = _texts(argument, names)
                yield from (Text(text, sense) for text in found if own or any(map(str.isalpha, text)))
    for name in whole:
        yield from (Text(text) for value in _constants(tree).get(name, ()) for text in _texts(value, {}))


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _arguments(node: ast.Call, wanted: tuple[int | str, ...]) -> Iterator[ast.expr]:
    yield from (argument for place, argument in enumerate(node.args) if place in wanted)
    yield from (keyword.value for keyword in node.keywords if keyword.arg in wanted)


def _constants(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What is assigned to each name, anywhere in the source."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
    return found


def _parts(node: ast.expr, names: dict[str, list[ast.expr]]) -> Iterator[ast.expr]:
    """The expressions whose value `node` may have or hold: both branches, the members of a table, a name's values."""
    match node:
        case ast.IfExp():
            inner = [node.body, node.orelse]
        case ast.BoolOp():
            inner = node.values
        case ast.Tuple() | ast.List():
            inner = node.elts
        case ast.Dict():
            inner = node.values
        case ast.Starred():
            inner = [node.value]
        case ast.Name():
            others = {name: values for name, values in names.items() if name != node.id}
            for value in names.get(node.id, ()):
                yield from _parts(value, others)
            return
        case _:
            yield node
            return
    for part in inner:
        yield from _parts(part, names)


def _texts(node: ast.expr, names: dict[str, list[ast.expr]]) -> Iterator[str]:
    for part in _parts(node, names):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
            yield part.value


def _told(function: ast.FunctionDef) -> Iterator[str]:
    """What a function returns, from a table too, or raises."""
    for node in ast.walk(function):
        match node:
            case ast.Return(value=ast.expr() as value) | (ast.Dict() as value):
                yield from _texts(value, {})
            case ast.Raise(exc=ast.Call(args=[text, *_])):
                yield from _texts(text, {})
            case _:
                pass
