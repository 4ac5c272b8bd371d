"""The estimate of memory for models of every family, against tensors counted on real steps: within 15 percent."""

import pytest

from tests.core.training.live import Run, bare, job
from transfer_gui.core.models.presets import presets
from transfer_gui.core.models.tree import layers
from transfer_gui.core.training.estimate import estimate

MODELS = (
    "convnext_tiny", "densenet121", "efficientnet_b0", "efficientnet_lite0", "googlenet", "mnasnet0_5",
    "mobilenet_v3_small", "regnet_y_400mf", "resnet18", "shufflenet_v2_x0_5", "squeezenet1_1", "swin_t",
)  # fmt: skip
SIZE = 64


@pytest.mark.parametrize("name", MODELS)
def test_the_estimate_is_within_15_percent_of_the_peak(name):
    """In full, and what a step adds to the network, its momentum and its start, which are known exactly."""
    root, model = bare(layers(name, 5, SIZE)), None
    for plan in presets(root).values():
        made = job(name, plan, reuse=False)
        run = Run(made, SIZE, model)
        need, peak, model = estimate(root, made), run.peak(), run.model
        assert need.total == pytest.approx(peak, rel=0.15), plan
        there = need.weights + need.start + need.optimiser
        assert need.total - there == pytest.approx(peak - there, rel=0.15), plan


@pytest.mark.parametrize("name", ["resemblyzer", "glove_gru", "glove_cnn", "glove_mean", "tfidf_mlp"])
def test_so_it_is_for_networks_of_sounds_and_texts(name):
    """Whose layers are recurrent, or tables of vectors; an LSTM is computed by a kernel of its own."""
    root, model = bare(layers(name, 5)), None
    for plan in presets(root).values():
        made = job(name, plan, reuse=False, channels_last="off")
        run = Run(made, None, model, root.recipe)
        need, peak, model = estimate(root, made), run.peak(), run.model
        assert need.total == pytest.approx(peak, rel=0.15), plan
