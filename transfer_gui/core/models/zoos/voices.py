"""Networks for speech: the voice encoder that ships."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from torch import nn

from ...recipes.speech import Speech
from .. import exported, shipped
from ..entry import ModelEntry
from ..sound.voice import VoiceEncoder
from ..zoo import Zoo

NAME = "resemblyzer"


class Voices(Zoo):
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

    def construct(self, name: str, classes: int, options: Mapping[str, Any], fresh: bool = False) -> nn.Module:
        return VoiceEncoder(classes)


ZOO = Voices()
