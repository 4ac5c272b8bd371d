"""Every collection of architectures keeps the promise of collections."""

import pytest
import torch

from transfer_gui.core import inputs, paths
from transfer_gui.core.data.domains import find
from transfer_gui.core.job import Source
from transfer_gui.core.models import build, catalogue, cut, tree, zoos
from transfer_gui.core.models.head import head_of
from transfer_gui.core.models.presets import presets
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.training import freezing

OTHERS = [name for name, zoo in zoos.names().items() if zoo.kind != "image" and (zoo.file(name) or name == "tfidf_mlp")]
SHIPPED = [name for name in OTHERS if zoos.of(name).file(name)]


def source(name):
    return Source(model=name, weights="shipped" if name in SHIPPED else "none")


def test_names_are_told_apart_and_each_has_a_domain():
    every = [name for zoo in zoos.zoos().values() for name in zoo.names()]
    assert len(every) == len(set(every)) == len(zoos.names())
    for zoo in zoos.zoos().values():
        assert find(zoo.kind).name == zoo.kind


@pytest.mark.parametrize("name", OTHERS)
def test_a_network_for_another_domain_ships_and_is_what_the_catalogue_says(name):
    entry = catalogue.find(name)
    assert entry.origin == "shipped"
    assert (entry.ready is not None) == (name in SHIPPED)
    recipe = entry.usual
    assert recipe.size == entry.input_size
    assert find(zoos.of(name).kind).reads(recipe) == recipe
    built = build.build(source(name), 5, 0)
    model = built.model.eval()
    head = sum(p.numel() for p in model.get_submodule(head_of(model)).parameters())
    assert sum(p.numel() for p in model.parameters()) - head == entry.parameters
    batch = inputs.noise(recipe, 3, torch.Generator().manual_seed(0))
    with torch.inference_mode():
        logits = model(batch)
        assert logits.shape == (3, 5)
        torch.testing.assert_close(model(batch[:1]), logits[:1])
        assert torch.isfinite(model(inputs.zeros(recipe, 2))).all()
    assert not any("random" in note for note in built.notes if "glove_mean" in name)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_source_s_own_weights_are_there_and_the_seed_draws_the_rest(name):
    from safetensors.torch import load_file

    state = load_file(zoos.of(name).file(name))
    one, other = (build.build(Source(model=name, weights="shipped"), 5, seed).model.state_dict() for seed in (0, 1))
    whole = zoos.of(name).translated(name, state)
    assert whole.keys() < one.keys()
    for key, value in one.items():
        if key in whole:
            assert torch.equal(value, whole[key].float())
            assert torch.equal(value, other[key])
    assert not torch.equal(one["head.weight"], other["head.weight"])
    assert zoos.of(name).file(name).parent == paths.resources() / "models"


@pytest.mark.parametrize("name", OTHERS)
def test_its_layers_are_a_tree_and_the_frozen_part_is_cut_off(name):
    assert tree.layers(name, 4).tape.backward, "a pass was recorded"
    model = build.build(source(name), 4, 0).model
    plan = freeze_all_but([head_of(model)])
    freezing.apply(model, plan, 0)
    freezing.set_modes(model, plan, 0)
    recipe = catalogue.find(name).usual
    places = cut.cuts(model, inputs.pair(recipe))
    if not places:
        assert name == "glove_mean", "to look vectors up and take their mean costs nothing that could be saved"
        return
    batch = inputs.noise(recipe, 3, torch.Generator().manual_seed(1))
    with torch.no_grad():
        behind = cut.rest(model, places[0])(cut.prefix(model, places[0])(batch))
        model.eval()
        torch.testing.assert_close(cut.rest(model, places[0])(cut.prefix(model, places[0])(batch)), model(batch))
    assert behind.shape == (3, 4)


@pytest.mark.parametrize("name", ["glove_cnn", "glove_gru"])
def test_what_no_source_has_weights_for_is_specific_to_the_task(name):
    """As the head: it is drawn at random, and frozen it would stay so."""
    shipped = tree.of_source(source(name), 4)
    (part,) = zoos.of(name).new(name, {})
    assert {layer.path for layer in shipped.walk() if layer.task_specific} >= {part, "head"}
    plan = presets(shipped)["head"]
    model = build.build(source(name), 4, 0).model
    learns = {key for key, _ in model.named_parameters() if not plan.resolve(key).frozen}
    assert learns == {key for key, _ in model.named_parameters() if key.startswith((f"{part}.", "head."))}
