"""The layer tree of the largest model, from choosing it to its rows being shown; and the window meanwhile."""

import time

from tests.qt_loop import wait
from transfer_gui.core.job import Source
from transfer_gui.ui import app

from .figures import figure, tell
from .liveness import lateness
from .ticker import Ticker

ROUNDS = 5


def main() -> None:
    app.application([])
    window = app.build()
    window.resize(1280, 800)
    window.show()
    session, facts = window.context.session, window.context.facts
    wait(lambda: facts.layers is not None and bool(facts.catalogue) and not facts.busy)
    window.show_page("layers")
    times, edits, late = [], [], []
    for _ in range(ROUNDS):
        session.edit("source", Source(model="squeezenet1_1", weights="shipped"))
        wait(lambda: window.layers.model.root is not None and window.layers.model.root.parameters < 10**7)
        facts._layers_of = None  # as if it were opened for the first time
        ticker = Ticker()
        ticker.start()
        began = time.perf_counter()
        session.edit("source", Source(model="vit_h_14", weights="none"))
        wait(lambda: window.layers.model.root is not None and window.layers.model.root.parameters > 6 * 10**8)
        window.layers.grab()
        times.append(time.perf_counter() - began)
        late += ticker.stop()
        for path in ("encoder", "encoder.layers.encoder_layer_3"):
            began = time.perf_counter()
            window.layers.model.toggle([path])
            window.layers.grab()
            edits.append(time.perf_counter() - began)
    assert window.layers.model.root.parameters > 630_000_000
    tell(
        [
            figure("vit_h_14: chosen to shown", times, "s"),
            figure("vit_h_14: freeze a block, painted", [1000 * t for t in edits], "ms"),
            *lateness("timer while it is opened", late, None),
        ]
    )
    window.close()


if __name__ == "__main__":
    main()
