"""How a sound becomes the input of a voice encoder."""

from dataclasses import dataclass
from typing import Any, ClassVar

from ..sound.speech import FRAMES, STEP
from ..sound.speech import RECIPE as MEL

BANDS = MEL.bands


@dataclass(frozen=True, slots=True)
class Speech:
    """The first `windows` windows of 1.6 s, half overlapping, of a sound at 16 kHz: mel bands of its power. See
    `recipes.Recipe`."""

    windows: int = 4

    kind: ClassVar[str] = "sound"
    unit: ClassVar[str] = "hundredths of a second"

    @property
    def size(self) -> int:
        """What is read of a sound, in steps of 10 ms."""
        return STEP * (self.windows + 1)

    @property
    def shape(self) -> tuple[int, ...]:
        """(windows, 160, 40)."""
        return self.windows, FRAMES, BANDS

    @property
    def values(self) -> int:
        """0: decimal numbers."""
        return 0

    @property
    def stored(self) -> tuple[tuple[int, ...], str]:
        """As the network reads it."""
        return self.shape, "float32"

    def words(self) -> str:
        """The recipe in one sentence, for a person."""
        return (
            f"The first {self.size / 100:g} s, mono at 16 kHz, made louder if quiet: {BANDS} mel bands every 10 ms, in "
            f"{self.windows} windows of {FRAMES / 100:g} s."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, for a checkpoint."""
        return {"recipe": "speech", "windows": self.windows}

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "Speech":
        """The inverse of `to_dict`."""
        return cls(int(fields["windows"]))

    def at_size(self, size: int) -> "Speech":
        """For about as many hundredths of a second: whole windows."""
        return Speech(max(1, round(size / STEP) - 1))


RECIPE = Speech
