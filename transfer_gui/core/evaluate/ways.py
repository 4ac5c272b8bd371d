"""The ways that a study compares. No torch here."""

from typing import Literal

Way = Literal["transfer", "scratch"]
