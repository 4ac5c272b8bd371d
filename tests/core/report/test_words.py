"""The job in words: what learns is counted from the tensors, and every setting that was chosen is said."""

import pytest
import torchvision

from transfer_gui.core.job import Data, Source, Training
from transfer_gui.core.plan import Plan, Rule, freeze_all_but
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.report import words

MODELS = {
    "squeezenet1_1": ["classifier"],
    "resnet18": ["layer4", "fc"],
    "efficientnet_b0": ["features.8", "classifier"],
    "vit_b_16": ["heads"],
    "swin_t": ["features.7", "head"],
}


@pytest.mark.parametrize("model", MODELS)
def test_the_share_that_learns_is_torchs_own_count(model):
    import torch

    with torch.device("meta"):
        network = torchvision.models.get_model(model, num_classes=3)
    sizes = {name: parameter.numel() for name, parameter in network.named_parameters()}
    expected = sum(p.numel() for name in MODELS[model] for p in network.get_submodule(name).parameters())

    (said,) = words.learning(sizes, freeze_all_but(MODELS[model]), 10)

    assert said.startswith(f"{expected:,} of {sum(sizes.values()):,} parameters learn")
    named = "the layer " if len(MODELS[model]) == 1 else "the layers "
    assert f"{named}{', '.join(MODELS[model])}." in said or model == "squeezenet1_1"


def test_a_layer_is_named_by_the_largest_module_that_learns_as_a_whole():
    every = ["a.0.weight", "a.0.bias", "a.1.weight", "b.weight", "b.bias"]

    assert words.layers(["a.0.weight", "a.0.bias"], every) == "the layer a.0"
    assert words.layers(["a.0.weight", "a.0.bias", "a.1.weight"], every) == "the layer a"
    assert words.layers(["a.0.bias", "b.weight", "b.bias"], every) == "the layers a.0.bias, b"
    assert words.layers(every, every) == "the whole network"


def test_layers_that_begin_later_and_learn_more_slowly_are_told():
    sizes = {"a.weight": 10, "b.weight": 20, "c.weight": 30, "d.weight": 5}
    plan = Plan(
        layers={
            "a": Rule(frozen=True),
            "b": Rule(frozen=True, unfreeze_at=2),
            "c": Rule(multiplier=0.1),
            "d": Rule(frozen=True, unfreeze_at=8),
        }
    )

    said = " ".join(words.learning(sizes, plan, 5))

    assert "50 of 65 parameters learn (76.9 %): the layers b, c." in said
    assert "The layers a, d are frozen" in said
    assert "The layer b begins to learn at epoch 3." in said
    assert "The layer c learns at 0.1 times the learning rate." in said


def test_a_tiny_share_keeps_its_digits():
    assert "(0.03 %)" in words.learning({"a.w": 3, "b.w": 9997}, freeze_all_but(["a"]), 1)[0]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (Source(), "ship with the program"),
        (Source(weights="none"), "from scratch"),
        (Source(weights="torchvision:IMAGENET1K_V2"), "published weights IMAGENET1K_V2"),
        (Source(weights="/mine/<b>.pt", entry="ema"), "/mine/<b>.pt (its set 'ema')"),
        (Source(weights="shipped:k.h5", transfer="layers"), "what fits of the weights in shipped:k.h5"),
    ],
)
def test_where_the_weights_come_from(source, said):
    assert said in words.source(source, 3)
    assert "3 outputs" in words.source(source, 3)


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({"schedule": "constant"}, "stays at 0.01."),
        ({"schedule": "cosine", "warmup_epochs": 2}, "to zero along half a cosine; over the first 2 epochs it rises"),
        ({"schedule": "step", "step_epochs": 3}, "multiplied by 0.1 after every 3 epochs"),
        ({"schedule": "one-cycle"}, "rises from 0.0004 to 0.01"),
        ({"whole_set": True}, "the whole training set as one batch"),
        ({"nesterov": True}, "momentum of 0.9 (Nesterov)"),
        ({"label_smoothing": 0.1}, "10.0 % of each target"),
        ({"mixup": 0.2}, "(mixup), in shares drawn for each batch from the distribution Beta(0.2, 0.2)"),
        ({"class_weights": "balanced"}, "inverse of its number"),
        ({"patience": 4}, "after 4 epochs without a better"),
        ({"strategy": "else"}, "strategy 'else'"),
    ],
)
def test_every_setting_that_was_chosen_is_said(edits, said):
    text = " ".join(words.training(Training(**edits)))

    assert said in text


def test_the_data_s_own_sides_are_not_said_to_be_drawn():
    drawn, given = (words.data(Data(path="x", test=0.1), Preprocessing(), given)[0] for given in (False, True))

    assert "20 % of each class was kept for validation and 10 % for a test" in drawn
    assert "kept" not in given


def test_what_was_changed_by_hand_is_told():
    said = " ".join(words.data(Data(excluded=("a/1.png", "a/2.png"), relabelled={"b/1.png": "a"}), None, True))

    assert "2 examples were left out by hand. 1 example was given another class by hand." in said


@pytest.mark.parametrize("augmentation", ["none", "light", "reference", "trivial"])
def test_every_augmentation_has_its_sentence(augmentation):
    assert words.data(Data(augmentation=augmentation), None, True)[-1].endswith(".")


def test_every_precision_has_its_words():
    from transfer_gui.core.job import Device

    for precision in ("fp32", "bf16", "fp16"):
        assert words.device(Device(precision=precision))
