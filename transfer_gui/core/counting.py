"""Counts and lists in words."""


def several(count: int, one: str, many: str = "") -> str:
    """'1 picture', '3,000 pictures'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def some(names: list[str], most: int = 5) -> str:
    """'a, b, c and 4 more'."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
