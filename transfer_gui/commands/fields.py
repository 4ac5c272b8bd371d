"""The job's fields on the command line: `--set a.b=value` and the flags that stand for a field.

A field's help, default and bounds come from its declaration in `core/job.py`.
"""

import argparse
import difflib
import json
import tomllib
import types
from collections.abc import Iterable, Iterator
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from ..core.errors import UserError
from ..core.frozen import Frozen
from ..core.job import Job, explain
from ..core.plan import Plan

Edit = tuple[str, str]
"""(path of the field, value as it was typed)"""

PRESETS = ("head", "last_stage", "all")
"""Names of the ready-made plans: the new head is trained, also the last stage, or everything."""


def add_set(parser: argparse.ArgumentParser) -> None:
    """The option --set."""
    parser.add_argument(
        "--set",
        dest="edits",
        action="append",
        default=[],
        type=edit,
        metavar="FIELD=VALUE",
        help="change one field of the job, such as training.epochs=3; may be given more than once. The value is TOML "
        "or a bare word; nothing after '=' means the default. 'transfer-gui job --fields' lists all fields",
    )


def edit(argument: str) -> Edit:
    """'a.b=value' as (path, value). For argparse."""
    path, sign, value = argument.partition("=")
    if not sign or not path.strip():
        raise argparse.ArgumentTypeError(f"{argument!r} is not FIELD=VALUE, such as training.epochs=3")
    return path.strip(), value.strip()


def add_flags(parser: argparse.ArgumentParser, flags: dict[str, str]) -> None:
    """One option per flag of `flags` (flag to field), with the field's own help. Read back by `flag_edits`."""
    group = parser.add_argument_group("fields of the job")
    for flag, path in flags.items():
        info = declared(path)
        choices = _choices(info.annotation) or None
        group.add_argument(
            flag,
            dest=_dest(path),
            choices=choices,
            metavar=None if choices else path.rpartition(".")[2].upper(),
            help=f"{info.description} [{_default(info)}]".replace("%", "%%"),
        )


def flag_edits(arguments: argparse.Namespace, flags: dict[str, str]) -> list[Edit]:
    """The edits that the given flags stand for."""
    given = ((path, getattr(arguments, _dest(path))) for path in flags.values())
    return [(path, value) for path, value in given if value is not None]


def apply(job: Job, edits: Iterable[Edit]) -> Job:
    """`job` with the edits made together, then validated. Raises UserError naming the field and the fault."""
    fields = job.model_dump(exclude_none=True)
    for path, value in edits:
        _merge(fields, path, value)
    try:
        return Job.model_validate(fields)
    except ValidationError as error:
        raise UserError(f"{explain(error)}.", _near(error)) from error


def declared(path: str) -> FieldInfo:
    """The declaration of the job's field at the dotted `path`. Raises KeyError where there is none."""
    return dict(every())[path]


def every(model: type[Frozen] = Job, prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every field of the job with its dotted path; the plan's rules are one field."""
    for name, info in model.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, Frozen) and kind is not Plan:
            yield from every(kind, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", info


def kind(info: FieldInfo) -> str:
    """What a field takes, in a few characters: 'int, 1 to 10000', 'none | light | ...'."""
    choices = _choices(info.annotation)
    if choices:
        return " | ".join(choices)
    words = {"ge": "from", "gt": "above", "le": "to", "lt": "below"}
    bounds = [f"{word} {value}" for key, word in words.items() if (value := _bound(info, key)) is not None]
    return ", ".join(filter(None, [_type_name(info.annotation), " ".join(bounds)]))


def default(info: FieldInfo) -> str:
    """A field's default as it would be typed."""
    return _default(info)


def _bound(info: FieldInfo, name: str) -> Any:
    return next((value for bound in info.metadata if (value := getattr(bound, name, None)) is not None), None)


def _merge(fields: dict[str, Any], path: str, value: str) -> None:
    """Set one field in the nested `fields`. The path is a TOML key, so a layer's path can stand in quotes."""
    try:
        keys = _keys(tomllib.loads(f"{path} = 0"))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path!r} is not the name of a field.", "Write it like training.epochs.") from error
    for key in keys[:-1]:
        inner = fields.setdefault(key, {})
        if not isinstance(inner, dict):
            raise UserError(f"{path}: there is no such field.", "'transfer-gui job --fields' lists all fields.")
        fields = inner
    if value == "":
        fields.pop(keys[-1], None)
    else:
        fields[keys[-1]] = _value(value, _is_text(path))


def _keys(nested: Any) -> list[str]:
    keys: list[str] = []
    while isinstance(nested, dict):
        ((key, nested),) = nested.items()
        keys.append(key)
    return keys


def _value(text: str, wants_text: bool) -> Any:
    """A TOML value, or else the bare text itself; a field of text takes '2024' as it stands."""
    try:
        parsed = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    value = parsed["value"]
    return text if len(parsed) > 1 or (wants_text and not isinstance(value, str)) else value


def _is_text(path: str) -> bool:
    info = dict(every()).get(path)
    return info is not None and (info.annotation is str or bool(_choices(info.annotation)))


def _near(error: ValidationError) -> str:
    """The cure: a near name for a field that does not exist."""
    for detail in error.errors():
        if detail["type"] == "extra_forbidden":
            near = difflib.get_close_matches(".".join(map(str, detail["loc"])), dict(every()), 1)
            if near:
                return f"Did you mean {near[0]}?"
    return "'transfer-gui job --fields' lists all fields with their bounds."


def _dest(path: str) -> str:
    return "field_" + path.replace(".", "_")


def _choices(annotation: Any) -> list[str]:
    return [str(choice) for choice in get_args(annotation)] if get_origin(annotation) is Literal else []


def _type_name(annotation: Any) -> str:
    names = {bool: "true or false", int: "whole number", float: "number", str: "text", Plan: "rules by layer"}
    if annotation in names:
        return names[annotation]
    if get_origin(annotation) in {Union, types.UnionType}:
        return " or ".join(_type_name(a) for a in get_args(annotation) if a is not type(None))
    return "list" if get_origin(annotation) is tuple else "table"


def _default(info: FieldInfo) -> str:
    value = info.get_default(call_default_factory=True, validated_data={})
    if value is None:
        return "none"
    if isinstance(value, Plan):
        return "everything is trained"
    return value if isinstance(value, str) and value else json.dumps(value)
