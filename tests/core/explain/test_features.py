"""A layer's output of many examples, against forward passes in plain torch."""

import numpy as np
import pytest
import torch
from torchvision.models.feature_extraction import create_feature_extractor

from tests.core.explain.looks import MODELS, SIZE, dataset, hooks, looked, network, paths, same_weights, spoil
from transfer_gui.core.errors import UserError
from transfer_gui.core.explain.features import HEAD, LARGE, Output, Pass, at_once, features, read
from transfer_gui.core.models.sound.voice import VoiceEncoder
from transfer_gui.core.progress import finish
from transfer_gui.core.random_state import seeded
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.recipes.speech import Speech
from transfer_gui.core.runs.looked import Looked

HEADS = {
    "squeezenet1_1": lambda m, x: m.features(x).mean((2, 3)),
    "resnet18": lambda m, x: create_feature_extractor(m, ["flatten"])(x)["flatten"],
    "efficientnet_b0": lambda m, x: m.avgpool(m.features(x)).flatten(1),
    "vit_b_16": lambda m, x: create_feature_extractor(m, ["getitem_5"])(x)["getitem_5"],
    "swin_t": lambda m, x: m.norm(m.features(x)).mean((1, 2)),
}


def batch(count: int = 3, size: int = SIZE) -> torch.Tensor:
    return torch.randn(count, 3, size, size, generator=torch.Generator().manual_seed(3))


def plain(model: str, examples: torch.Tensor) -> np.ndarray:
    with torch.inference_mode():
        return HEADS[model](network(model), examples).numpy()


@pytest.mark.parametrize("model", MODELS)
def test_the_input_of_the_head_is_the_plain_one(model, tmp_path):
    data, opened = dataset(tmp_path, 2), looked(model)
    before = same_weights(opened.model)
    found = finish(features(opened, paths(data), batch=4))
    examples = torch.stack([opened.read(path) for path in paths(data)])
    # In the same batches: a network of random weights makes much of the rounding that differs between sizes of batch.
    expected = np.concatenate([plain(model, examples[:4]), plain(model, examples[4:])])
    np.testing.assert_allclose(found.values, expected, rtol=1e-4, atol=1e-5)
    assert found.values.dtype == np.float32
    assert found.kept == tuple(range(6))
    assert found.skipped == ()
    assert hooks(opened.model) == 0
    assert same_weights(opened.model) == before


def vectors(model: str, layer: str, examples: torch.Tensor) -> np.ndarray:
    return Pass(looked(model), (layer,), Output.vectors)(examples)[layer].numpy()


@pytest.mark.parametrize(
    ("model", "layer", "pool"),
    [
        ("squeezenet1_1", "features.3", lambda t: t.mean((2, 3))),
        ("resnet18", "layer2.0", lambda t: t.mean((2, 3))),
        ("efficientnet_b0", "features.2.1", lambda t: t.mean((2, 3))),
        ("vit_b_16", "conv_proj", lambda t: t.mean((2, 3))),
        ("vit_b_16", "encoder.layers.encoder_layer_3", lambda t: t[:, 0]),
        ("vit_b_16", "encoder.dropout", lambda t: t[:, 0]),
        ("swin_t", "features.0.0", lambda t: t.mean((2, 3))),
        ("swin_t", "features.0", lambda t: t.mean((1, 2))),
        ("swin_t", "features.1.1", lambda t: t.mean((1, 2))),
        ("swin_t", "features.1.1.mlp.1", lambda t: t.mean((1, 2))),
        ("swin_t", "features.2", lambda t: t.mean((1, 2))),
        ("swin_t", "permute", lambda t: t.mean((2, 3))),
        ("swin_t", "avgpool", lambda t: t.flatten(1)),
    ],
)
def test_maps_and_tokens_are_brought_to_one_vector(model, layer, pool):
    # The size is one at which rows and channels cannot be mistaken for one another by their number alone.
    examples, caught = batch(2), []
    handle = network(model).get_submodule(layer).register_forward_hook(lambda m, i, o: caught.append(o.clone()))
    try:
        with torch.inference_mode():
            network(model)(examples)
    finally:
        handle.remove()
    np.testing.assert_allclose(vectors(model, layer, examples), pool(caught[0]), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("model", "channels"), [("convnext_tiny", 96), ("maxvit_t", 64)])
def test_layouts_that_change_on_the_way_are_followed(model, channels):
    from torchvision.models import get_model

    size = 224 if model == "maxvit_t" else 64
    with torch.random.fork_rng():
        torch.manual_seed(0)
        made = get_model(model, num_classes=3).eval()
    opened = Looked(made, model, ("a", "b", "c"), Preprocessing(size, size))
    found = Pass(opened, None, lambda output: output.maps().shape[1])(batch(1, size))
    for path, width in found.items():
        module = made.get_submodule(path)
        told = getattr(module, "out_channels", getattr(module, "out_features", None))
        told = told or getattr(module, "num_features", None) or getattr(module, "normalized_shape", (None,))[0]
        assert told in (None, width), path
    assert channels in found.values()


def test_what_is_written_over_in_place_is_what_the_layer_gave():
    caught = []
    norm = network("resnet18").layer1[0].bn1
    handle = norm.register_forward_hook(lambda m, i, o: caught.append(o.clone()))
    try:
        with torch.inference_mode():
            network("resnet18")(batch())
    finally:
        handle.remove()
    assert (caught[0].mean((2, 3)) < 0).any()
    np.testing.assert_allclose(vectors("resnet18", "layer1.0.bn1", batch()), caught[0].mean((2, 3)), atol=1e-6)


def test_a_layer_used_twice_gives_its_last_output():
    found = Pass(looked("resnet18"), ("layer1.0", "layer1.0.relu"), Output.vectors)(batch())
    assert torch.equal(found["layer1.0.relu"], found["layer1.0"])


def test_layers_come_in_the_order_of_computation():
    found = Pass(looked("resnet18"), ("layer3", "conv1", HEAD, "layer1.0.bn2"), Output.vectors)(batch())
    assert list(found) == ["conv1", "layer1.0.bn2", "layer3", HEAD]


@pytest.mark.parametrize("model", MODELS)
def test_every_layer_with_parameters_is_found_once(model):
    found = Pass(looked(model), None, lambda output: len(output.tensor))(batch(4))
    held = [name for name, p in network(model).named_parameters() if not name.endswith(("token", "pos_embedding"))]
    for name in held:
        assert sum(name.startswith(path + ".") for path in found) == 1, name
    assert set(found.values()) == {4}


@pytest.mark.parametrize("size", [1, 2, 5, 16])
def test_the_batch_size_does_not_matter(size, tmp_path):
    data = dataset(tmp_path, 2)
    whole = finish(features(looked("resnet18"), paths(data), "layer2", 6))
    found = finish(features(looked("resnet18"), paths(data), "layer2", size))
    np.testing.assert_allclose(found.values, whole.values, rtol=1e-4, atol=1e-6)


def test_unreadable_examples_are_told_and_the_places_of_the_others_kept(tmp_path):
    data = dataset(tmp_path, 2)
    whole = finish(features(looked("squeezenet1_1"), paths(data)))
    for place in (0, 4):
        spoil(paths(data)[place])
    found = finish(features(looked("squeezenet1_1"), paths(data), batch=2))
    assert found.kept == (1, 2, 3, 5)
    assert [s.path for s in found.skipped] == [paths(data)[0], paths(data)[4]]
    np.testing.assert_allclose(found.values, whole.values[[1, 2, 3, 5]], rtol=1e-4, atol=1e-6)


def test_nothing_to_read_is_a_fault_with_a_cure(tmp_path):
    data = dataset(tmp_path, 1)
    for path in paths(data):
        spoil(path)
    with pytest.raises(UserError, match=r"None of the 3 examples.*0\.png"):
        finish(features(looked("squeezenet1_1"), paths(data)))
    with pytest.raises(UserError, match="no examples"):
        finish(features(looked("squeezenet1_1"), []))


@pytest.mark.parametrize(
    ("model", "layer", "words"),
    [
        ("resnet18", "layer9", "layer9"),
        ("vit_b_16", "class_token", "class_token"),
        ("vit_b_16", "encoder.layers.encoder_layer_0.self_attention.out_proj", r"Choose .*0\.self_attention\."),
        ("swin_t", "features.1.0.attn.qkv", r"Choose .*features\.1\.0\.attn\."),
    ],
)
def test_a_layer_without_an_output_is_refused_by_name(model, layer, words, tmp_path):
    with pytest.raises(UserError, match=words):
        finish(features(looked(model), paths(dataset(tmp_path, 1)), layer))
    assert hooks(network(model)) == 0


def test_it_can_be_left_at_every_step_and_leaves_nothing(tmp_path):
    data, opened = dataset(tmp_path, 2), looked("squeezenet1_1")
    steps = list(features(opened, paths(data), batch=2))
    assert [s.done for s in steps] == [0, 2, 4]
    for count in range(1, len(steps) + 1):
        action = features(opened, paths(data), batch=2)
        for _ in range(count):
            next(action)
        action.close()
        assert hooks(opened.model) == 0


def test_a_pass_by_another_thread_is_not_taken(tmp_path):
    import threading

    opened, seen = looked("squeezenet1_1"), []

    def take(output: Output) -> int:
        if not seen:  # in the middle of this pass another thread runs the same network
            other = threading.Thread(target=lambda: opened.model(batch(7)))
            other.start()
            other.join()
        seen.append(len(output.tensor))
        return len(output.tensor)

    assert Pass(opened, ("features.0", "features.3"), take)(batch(2)) == {"features.0": 2, "features.3": 2}
    assert seen == [2, 2]


def test_a_large_network_takes_few_at_a_time():
    assert at_once(torch.nn.Linear(10, 10)) == 16
    assert at_once(torch.nn.Linear(LARGE // 1000 + 1, 1000, device="meta")) == 2


def test_none_are_read_as_an_empty_batch():
    assert read(looked("squeezenet1_1"), []).examples.shape == (0, 3, SIZE, SIZE)


def test_what_is_computed_of_each_window_of_a_sound_is_the_mean_over_those_that_are_not_silent():
    with seeded(0):
        opened = Looked(VoiceEncoder(3).eval().requires_grad_(False), "voice", ("a", "b", "c"), Speech(3))
        windows = torch.rand(2, 3, 160, 40)
    windows[0, 1:] = 0
    found = Pass(opened, ("lstm", "linear"), Output.vectors)(windows)
    for row, heard in ((0, windows[0, :1]), (1, windows[1])):
        states = opened.model.lstm(heard)
        torch.testing.assert_close(found["lstm"][row], states[0].mean((0, 1)))
        torch.testing.assert_close(found["linear"][row], opened.model.linear(states[1][0][-1]).mean(0))
