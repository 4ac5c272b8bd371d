"""What was opened lately, newest first, kept in the settings."""

from PySide6.QtCore import QSettings

MOST = 8


def recent(kind: str) -> list[str]:
    """The recent 'jobs' or 'data', by path."""
    value = QSettings().value(f"recent/{kind}", [])
    return [value] if isinstance(value, str) and value else list(value or [])  # type: ignore[call-overload]


def remember(kind: str, path: str) -> None:
    """Put a path on top of its list."""
    paths = [path, *(p for p in recent(kind) if p != path)]
    QSettings().setValue(f"recent/{kind}", paths[:MOST])


def forget(kind: str, path: str) -> None:
    """Take a path that is gone off its list."""
    QSettings().setValue(f"recent/{kind}", [p for p in recent(kind) if p != path])
