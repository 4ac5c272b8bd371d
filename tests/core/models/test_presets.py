"""The usual plans for every family."""

import pytest

from transfer_gui.core.models import presets
from transfer_gui.core.models.layer import Layer

LAST = {
    "alexnet": ["features.10", "classifier.1", "classifier.4"],
    "convnext_tiny": ["features.6.1", "features.7", "classifier.0"],
    "densenet121": ["features.denseblock4", "features.norm5"],
    "efficientnet_lite0": ["features.6", "features.7", "features.8"],
    "googlenet": ["inception5a", "inception5b"],
    "inception_v3": ["Mixed_7a", "Mixed_7b", "Mixed_7c"],
    "maxvit_t": ["blocks.3", "classifier.2", "classifier.3"],
    "mnasnet0_5": ["layers.12", "layers.13", "layers.14", "layers.15"],
    "mobilenet_v2": ["features.14", "features.15", "features.16", "features.17", "features.18"],
    "mobilenet_v3_small": ["features.9", "features.10", "features.11", "features.12", "classifier.0"],
    "regnet_x_400mf": ["trunk_output.block4"],
    "resnet18": ["layer4"],
    "wide_resnet101_2": ["layer4"],
    "shufflenet_v2_x0_5": ["stage4", "conv5"],
    "squeezenet1_1": ["features.9", "features.10", "features.11", "features.12"],
    "swin_t": ["features.6", "features.7", "norm"],
    "vgg11": ["features.16", "features.18", "classifier.0", "classifier.3"],
    "vit_b_16": ["encoder.layers.encoder_layer_11", "encoder.ln"],
    "vit_h_14": ["encoder.layers.encoder_layer_31", "encoder.ln"],
}


@pytest.mark.parametrize("name", LAST)
def test_the_last_stage_by_family(name, tree_of):
    assert presets.last_stage(tree_of(name)) == LAST[name]


@pytest.mark.parametrize("name", LAST)
def test_the_three_plans(name, tree_of):
    root = tree_of(name)
    plans = presets.presets(root)
    assert set(plans) == {"head", "last_stage", "all"}

    def learning(plan):
        return {x.path for x in root.walk() if not x.children and x.parameters and not plan.resolve(x.path).frozen}

    head, stage, everything = (learning(plans[key]) for key in ("head", "last_stage", "all"))
    assert head == {x.path for x in root.walk() if x.task_specific and not x.children}
    assert len(head) == 1
    assert head < stage < everything
    assert everything == {x.path for x in root.walk() if not x.children and x.parameters}
    orders = {x.path: x.order for x in root.walk()}
    frozen = [orders[path] for path in everything - stage if orders[path] >= 0]
    assert min(orders[path] for path in stage if orders[path] >= 0) > min(frozen)


def layer(path, parameters=10, children=(), shape=(), order=-1, specific=False, kind="Conv2d"):
    total = sum(c.parameters for c in children) if children else parameters
    return Layer(path, path, kind, "", total, shape, order, specific, False, tuple(children))


def test_a_model_of_one_layer_has_no_backbone():
    root = layer("", children=[layer("fc", specific=True, shape=(5,), order=0, kind="Linear")], kind="Net")
    plans = presets.presets(root)
    assert not plans["head"].resolve("fc").frozen
    assert plans["last_stage"] == plans["head"]
