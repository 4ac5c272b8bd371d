"""The frozen base of everything that a job is made of, and the one way to edit it."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable, strictly validated value object."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)


M = TypeVar("M", bound=Frozen)


def replace(model: M, path: str, value: Any) -> M:
    """A copy of `model` with the field at the dotted `path` set to `value`.

    The whole chain is validated again; parts that the path does not touch keep their identity,
    so a reader may compare its own part with `is`.

    Raises pydantic.ValidationError (a ValueError) where the result would be invalid, and
    AttributeError where there is no such field.
    """
    name, _, rest = path.partition(".")
    if name not in type(model).model_fields:
        raise AttributeError(f"{type(model).__name__} has no field {name!r}")
    if rest:
        value = replace(getattr(model, name), rest, value)
    fields = {field: getattr(model, field) for field in type(model).model_fields}
    return type(model).model_validate(fields | {name: value})
