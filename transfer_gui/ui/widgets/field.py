"""What a form needs to know of a job field, read from the field itself."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from ...core.frozen import Frozen
from ..translation import tr

Kind = Literal["bool", "choice", "int", "float", "optional_int", "text"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers that a field takes; None where there is no bound."""

    low: float | None = None
    high: float | None = None
    low_open: bool = False
    """Whether `low` itself is out."""
    high_open: bool = False

    def fault(self, value: float) -> str:
        """What is wrong with `value`, in words; empty where nothing is."""
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            low = format_number(self.low)
            return tr("must be above {number}" if self.low_open else "must be at least {number}", number=low)
        if self.high is not None and (value > self.high or (self.high_open and value == self.high)):
            high = format_number(self.high)
            return tr("must be below {number}" if self.high_open else "must be at most {number}", number=high)
        return ""

    def words(self) -> str:
        """The whole range: 'from 1 to 10,000', 'above 0, at most 100'; empty where there is no bound."""
        if self.low is not None and self.high is not None and not (self.low_open or self.high_open):
            return tr("from {low} to {high}", low=format_number(self.low), high=format_number(self.high))
        parts: list[str] = []
        if self.low is not None:
            low = format_number(self.low)
            parts.append(tr("above {number}" if self.low_open else "at least {number}", number=low))
        if self.high is not None:
            high = format_number(self.high)
            parts.append(tr("below {number}" if self.high_open else "at most {number}", number=high))
        return tr(", ").join(parts)


FREE = Bounds()
"""No bounds."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One editable field of the job. `path` is as in `session.edit`: 'training.learning_rate'."""

    path: str
    kind: Kind
    default: Any
    description: str
    bounds: Bounds = FREE
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The field's own name, the last part of the path."""
        return self.path.rpartition(".")[2]

    def value(self, job: object) -> Any:
        """The field's value in `job`."""
        for part in self.path.split("."):
            job = getattr(job, part)
        return job


def fields(model: type[Frozen], prefix: str) -> tuple[FieldSpec, ...]:
    """Every field of `model` that a form can show, in the order in which it is declared.

    Left out are fields with no editor of their own kind: parts of the job in themselves, dictionaries, lists.
    """
    return tuple(_specs(model, prefix))


def _specs(model: type[Frozen], prefix: str) -> Iterator[FieldSpec]:
    for name, info in model.model_fields.items():
        kind = _kind(info.annotation)
        if kind is not None:
            path = f"{prefix}.{name}" if prefix else name
            choices = tuple(str(c) for c in get_args(info.annotation)) if kind == "choice" else ()
            default = info.get_default(call_default_factory=True, validated_data={})
            yield FieldSpec(path, kind, default, info.description or "", _bounds(info), choices)


def _kind(annotation: Any) -> Kind | None:
    plain: dict[Any, Kind] = {bool: "bool", int: "int", float: "float", str: "text"}
    if annotation in plain:
        return plain[annotation]
    if get_origin(annotation) is Literal and all(isinstance(choice, str) for choice in get_args(annotation)):
        return "choice"
    if get_origin(annotation) in {Union, types.UnionType} and set(get_args(annotation)) == {int, type(None)}:
        return "optional_int"
    return None


def _bounds(info: FieldInfo) -> Bounds:
    low = high = None
    low_open = high_open = False
    for rule in info.metadata:
        if isinstance(rule, annotated_types.Ge):
            low = rule.ge
        elif isinstance(rule, annotated_types.Gt):
            low, low_open = rule.gt, True
        elif isinstance(rule, annotated_types.Le):
            high = rule.le
        elif isinstance(rule, annotated_types.Lt):
            high, high_open = rule.lt, True
    return Bounds(low, high, low_open, high_open)  # type: ignore[arg-type]


def format_number(value: float) -> str:
    """A bound or count for a person, with a comma between thousands: '10,000', '0.5', '1e-5'."""
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return plain_number(value)


def plain_number(value: float) -> str:
    """The shortest text that reads back as exactly `value`: '0.001', '1e-5', '10'."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    mantissa, mark, exponent = repr(float(value)).partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent)}" if mark else mantissa
