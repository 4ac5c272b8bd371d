"""Whether what is exported can be used without this program."""

from collections.abc import Mapping
from typing import Any

from .. import recipes
from ..models import zoos
from ..recipes.image import Preprocessing


def stands_alone(model: str, preprocessing: Mapping[str, Any]) -> bool:
    """Whether torch and torchvision build `model`, and prepare its inputs by this recipe of a checkpoint."""
    return zoos.of(model).plain and isinstance(recipes.read(dict(preprocessing)), Preprocessing)
