"""How a picture becomes a network's input."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """Resize the shorter side to `resize` pixels, cut `crop` x `crop` from the centre, scale to 0..1,
    subtract `mean` and divide by `std`: three numbers each for the channels of RGB, or one for grey. See
    `recipes.Recipe`."""

    resize: int = 256
    crop: int = 224
    interpolation: Literal["nearest", "bilinear", "bicubic"] = "bilinear"
    mean: tuple[float, ...] = (0.485, 0.456, 0.406)
    std: tuple[float, ...] = (0.229, 0.224, 0.225)

    kind: ClassVar[str] = "image"
    unit: ClassVar[str] = "px"

    def __post_init__(self) -> None:
        if len(self.mean) not in {1, 3} or len(self.std) != len(self.mean):
            raise ValueError("a picture has one channel or three, each with a mean and a deviation")

    @property
    def channels(self) -> int:
        """3 for RGB, 1 for grey."""
        return len(self.mean)

    @property
    def size(self) -> int:
        """Pixels a side of what the network reads."""
        return self.crop

    @property
    def shape(self) -> tuple[int, ...]:
        """(channels, crop, crop)."""
        return self.channels, self.crop, self.crop

    @property
    def values(self) -> int:
        """0: decimal numbers."""
        return 0

    @property
    def stored(self) -> tuple[tuple[int, ...], str]:
        """A quarter of what the network reads."""
        return self.shape, "uint8"

    def words(self) -> str:
        """The recipe in one sentence, for a person."""
        size = f"Shorter side to {self.resize} px ({self.interpolation}), centre {self.crop} x {self.crop} px, "
        colours = "RGB" if self.channels == 3 else "grey"
        if not any(self.mean) and len(set(self.std)) == 1:
            return f"{size}{colours} scaled to 0..{1 / self.std[0]:.4g}."
        numbers = ", ".join(f"{v:.3g}" for v in self.mean), ", ".join(f"{v:.3g}" for v in self.std)
        return f"{size}{colours} scaled to 0..1, minus mean ({numbers[0]}), divided by deviation ({numbers[1]})."

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, for a checkpoint."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "Preprocessing":
        """The inverse of `to_dict`."""
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
        return cls(**values)

    def at_size(self, size: int) -> "Preprocessing":
        """The same recipe for another input size, with the margin around the crop kept in proportion."""
        return Preprocessing(round(self.resize * size / self.crop), size, self.interpolation, self.mean, self.std)


RECIPE = Preprocessing
