"""Every view of a layer of the largest model, from choosing the layer to its figures; and the window meanwhile.

The weights are a file of 632 M random numbers (2.5 GB), made here, so that reading them is part of it.
"""

import tempfile
import time
from pathlib import Path

import torch
from safetensors.torch import save_file

from tests.qt_loop import rest, wait
from transfer_gui.core.job import Source
from transfer_gui.core.models.build import skeleton
from transfer_gui.ui import app

from .figures import figure, tell
from .liveness import lateness
from .ticker import Ticker

LAYERS = (
    "conv_proj",
    "encoder.layers.encoder_layer_3.self_attention",
    "encoder.layers.encoder_layer_17.mlp.0",
    "encoder.layers.encoder_layer_31.ln_1",
    "encoder.pos_embedding",
    "heads.head",
    "class_token",
    "encoder.layers.encoder_layer_0.mlp",
    "encoder.layers.encoder_layer_9.self_attention.out_proj",
    "encoder.layers.encoder_layer_21.mlp.3",
    "encoder.ln",
    "encoder.layers.encoder_layer_30.self_attention",
)


def weights(folder: Path) -> Path:
    """A file of random weights for vit_h_14."""
    torch.manual_seed(0)
    state = {name: torch.randn(t.shape) * 0.02 for name, t in skeleton("vit_h_14", 1000).state_dict().items()}
    save_file(state, folder / "vit_h_14.safetensors")
    return folder / "vit_h_14.safetensors"


def main() -> None:
    app.application([])
    with tempfile.TemporaryDirectory() as place:
        file = weights(Path(place))
        window = app.build()
        window.resize(1280, 800)
        window.show()
        session, facts, inspector = window.context.session, window.context.facts, window.inspector
        wait(lambda: facts.layers is not None and bool(facts.catalogue) and not facts.busy)
        session.edit("source", Source(model="vit_h_14", weights=str(file)))
        wait(lambda: facts.layers is not None and facts.layers.parameters > 6 * 10**8 and not facts.busy)
        window.show_page("layers")
        window.inspect_dock.raise_()
        rest(1)  # the page is open before a layer is chosen
        times: list[float] = []
        late: list[float] = []
        for layer in LAYERS:
            ticker = Ticker()
            ticker.start()
            began = time.perf_counter()
            facts.select_layer(layer)
            wait(lambda layer=layer: inspector.shown == layer)
            rest(0.1)  # painted by the window's own event loop
            times.append(time.perf_counter() - began - 0.1)
            late += ticker.stop()
        window.close()
    shown = figure("vit_h_14: a layer chosen, all its views shown", times, "s")
    slowest = max(times)
    tell(
        [
            figure(shown.name, times, "s", None, "the slowest is to stay below 2 s"),
            figure("the slowest of them", [slowest], "s", 2),
            *lateness("timer while they are opened", late, 10),
        ]
    )


if __name__ == "__main__":
    main()
