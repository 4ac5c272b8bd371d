"""A report of a run of every kind of network."""

import pytest
import torchvision

from tests.core.training import made
from transfer_gui.core.inspect.figures import Heatmap, Measures, Tiles
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.report.content import contents
from transfer_gui.core.report.html import html
from transfer_gui.core.report.report import Missing

from .test_html import PNG, whole_in_itself

MODELS = {
    "squeezenet1_1": ("classifier", "features.0", 64),
    "efficientnet_b0": ("classifier", "features.0.0", 64),
    "vit_b_16": ("heads", "conv_proj", None),
    "swin_t": ("head", "features.0.0", 64),
}
"""Head, first convolution, side of the input in pixels (None: the one that it takes)."""


@pytest.mark.parametrize("model", MODELS)
def test_a_report_of_every_kind_of_network(model, tmp_path):
    head, first, side = MODELS[model]
    data = made.pictures(tmp_path / "data", {"blue": 4, "red": 5})
    job = made.job(data, model, freeze_all_but([head]), data__input_size=side, training__epochs=1)
    made.finished(made.carry_out(job, tmp_path / "run"))

    found = finish(contents(tmp_path / "run"))

    blocks = {s.title: s.blocks for s in found.sections}
    assert not [b for s in found.sections for b in s.blocks if isinstance(b, Missing)]
    assert f"The first convolution, {first}, is the same" in blocks["First filters"][0]
    assert [b.title[:5] for b in blocks["First filters"] if isinstance(b, Tiles | Heatmap)] == ["Befor", "After"]
    rows = [row for b in blocks["What the layers did"] if isinstance(b, Measures) for row in b.rows]
    parameters = dict(torchvision.models.get_model(model, num_classes=2).named_parameters())
    assert {name.rpartition(".")[0] or name for name in parameters} <= set(rows)
    assert len(rows) == len(set(rows))
    whole_in_itself(html(found, lambda figure: PNG))
