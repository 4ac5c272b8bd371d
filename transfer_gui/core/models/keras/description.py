"""A Keras network as plain data: its layers, how each is set up, and what each is computed from.

Its text (JSON) is all that is needed to build the network again; the weights are kept apart from it.
"""

from typing import Any

from pydantic import Field

from ...errors import Refused
from ...frozen import Frozen, replace

Reference = tuple[str, int]
"""A layer's name, and which of its calls is meant: a layer that is called several times shares its weights."""

AGAIN = "Where the model was made, save it again by model.save('model.keras')."
LEAVE_OUT = (
    "Where the model was made, leave that layer out, or put others in its place that compute the same, "
    "and save the model again."
)


class Call(Frozen):
    """One use of a layer."""

    inputs: tuple[Reference, ...]
    masked: bool = False
    """Whether Keras wrote down that a mask goes with the input; old files do not, masks are then found by rules."""


class Layer(Frozen):
    """A layer, or a network within the network."""

    name: str
    kind: str
    """Keras's name of its class: 'Conv2D'. That of a class of the model's own has a '>' in it."""
    settings: dict[str, Any] = Field(default_factory=dict[str, Any])
    """As Keras has them; a layer within (of a Bidirectional) is a table of `kind` and `settings`."""
    calls: tuple[Call, ...] = ()
    graph: "Graph | None" = None


class Graph(Frozen):
    """Layers, and which of them are the input and the output."""

    layers: tuple[Layer, ...]
    input: str
    output: Reference


Layer.model_rebuild()  # a layer may hold a graph


class Description(Frozen):
    """A whole network."""

    keras: int
    """The first number of the Keras version whose definitions hold: 1 to 3."""
    graph: Graph
    logits: bool = False
    """Whether a softmax at the end is left out."""

    def text(self) -> str:
        """As JSON; `from_text` reads it."""
        return self.model_dump_json(exclude_defaults=True)


def from_text(text: str) -> Description:
    """The inverse of `Description.text`. Raises Refused where the text is none."""
    try:
        return Description.model_validate_json(text)
    except (ValueError, RecursionError) as error:
        raise Refused(
            "The description of a network that came from Keras is damaged.", "Import the Keras file again."
        ) from error


def without_softmax(text: str) -> str:
    """The text of the same network that gives logits, where it ends in a softmax. The weights are the same."""
    return replace(from_text(text), "logits", True).text()
