"""Networks for speech: the voice encoder that ships."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from ...recipes.speech import Speech
from .. import exported, shipped
from ..entry import ModelEntry, Weights
from ..sound.voice import VoiceEncoder

NAME = "resemblyzer"


class Voices:
    """See `models.zoo.Zoo`."""

    kind = "sound"
    settings: Mapping[str, type] = {}

    def names(self) -> Collection[str]:
        return (NAME,)

    def entry(self, name: str) -> ModelEntry:
        recipe = self.recipe(name)
        return ModelEntry(
            name=name,
            title="Resemblyzer voice encoder",
            family="Voice encoder",
            origin="shipped",
            parameters=exported.parameters(exported.header(shipped.files()[name])[1]),
            gflops=None,
            accuracy=None,
            input_size=recipe.size,
            min_size=Speech(1).size,
            fixed_size=False,
            weights=(),
        )

    def recipe(self, name: str) -> Speech:
        return Speech()

    def file(self, name: str) -> Path | None:
        return shipped.files().get(name)

    def published(self, name: str) -> tuple[Weights, ...]:
        return ()

    def options(self, name: str, *, pretrained: bool = False, size: int | None = None) -> dict[str, Any]:
        return {}

    def size_of(self, name: str, state: Mapping[str, Tensor]) -> int | None:
        return None

    def translated(self, name: str, state: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        return state

    def new(self, name: str, state: Mapping[str, Tensor]) -> tuple[str, ...]:
        return ()

    def construct(self, name: str, classes: int, options: Mapping[str, Any], fresh: bool = False) -> nn.Module:
        return VoiceEncoder(classes)

    def assumed(self, name: str) -> str:
        return ""


ZOO = Voices()
