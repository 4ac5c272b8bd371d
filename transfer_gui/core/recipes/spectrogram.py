"""How a sound becomes the input of a network that was made for pictures: as its mel-spectrogram."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from ..sound.pictures import PictureRecipe
from .image import Preprocessing


@dataclass(frozen=True, slots=True)
class Spectrogram:
    """The first `seconds` of a sound as a grey picture of its mel-spectrogram (time across, pitch up), then as the
    network's own recipe has its pictures. See `recipes.Recipe`."""

    picture: Preprocessing = field(default_factory=Preprocessing)
    seconds: float = 2.0

    kind: ClassVar[str] = "sound"
    unit: ClassVar[str] = "px"

    @property
    def size(self) -> int:
        """Pixels a side of what the network reads."""
        return self.picture.crop

    @property
    def shape(self) -> tuple[int, ...]:
        """(channels, crop, crop): the same grey in each."""
        return self.picture.shape

    @property
    def drawing(self) -> PictureRecipe:
        """How the sound is drawn."""
        return PictureRecipe(seconds=self.seconds, size=self.picture.crop)

    @property
    def values(self) -> int:
        """0: decimal numbers."""
        return 0

    @property
    def stored(self) -> tuple[tuple[int, ...], str]:
        """Grey levels."""
        return self.picture.stored

    def words(self) -> str:
        """The recipe in one sentence, for a person."""
        return f"{self.drawing.words()} Its numbers are scaled as those of the network's own pictures."

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, for a checkpoint."""
        return {"recipe": "spectrogram", "seconds": self.seconds, "picture": self.picture.to_dict()}

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "Spectrogram":
        """The inverse of `to_dict`."""
        return cls(Preprocessing.from_dict(fields["picture"]), float(fields["seconds"]))

    def at_size(self, size: int) -> "Spectrogram":
        """The same sound on a larger or smaller picture."""
        return Spectrogram(self.picture.at_size(size), self.seconds)


RECIPE = Spectrogram
