"""Building the target model: weights in, a new head, the right recipe, and plain words for what does not work."""

import hashlib
import json

import pytest
import torch
from safetensors.torch import load_file, save_file
from torchvision import models as zoo

from transfer_gui.core import paths
from transfer_gui.core.errors import Refused, UserError
from transfer_gui.core.job import Source
from transfer_gui.core.models import build, catalogue, places
from transfer_gui.core.recipes.image import Preprocessing

SMALL = "shufflenet_v2_x0_5"


def made(model, weights, classes=4, seed=0, **more):
    return build.build(Source(model=model, weights=str(weights), **more), classes, seed)


def same_backbone(model, state, head):
    for name, tensor in model.state_dict().items():
        if not name.startswith(head + "."):
            assert torch.equal(tensor, state[name].to(tensor.dtype)), name


@pytest.mark.parametrize(("name", "head"), [("squeezenet1_1", "classifier.1"), ("efficientnet_lite0", "classifier.1")])
def test_shipped_weights(name, head):
    built = made(name, "shipped", classes=8)
    state = load_file(paths.resources() / "models" / f"{name}-imagenet.safetensors")
    same_backbone(built.model, state, head)
    assert built.heads == (head,)
    assert built.options == {}
    assert built.model.training
    assert {t.dtype for t in built.model.state_dict().values()} <= {torch.float32, torch.int64}
    assert {t.device.type for t in built.model.state_dict().values()} == {"cpu"}
    assert all(p.requires_grad for p in built.model.parameters())
    assert any("1000 classes" in note and "for 8" in note for note in built.notes)
    assert built.model(torch.zeros(2, 3, 64, 64)).shape == (2, 8)


def test_the_head_follows_the_seed_and_the_global_state_stays():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    first, again, other = (made("squeezenet1_1", "shipped", seed=s).model.classifier[1].weight for s in (1, 1, 2))
    assert torch.equal(torch.rand(3), expected)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_from_scratch_is_torchvisions_own_constructor():
    built = made("resnet18", "none", classes=3, seed=7)
    torch.manual_seed(7)
    theirs = zoo.resnet18(num_classes=3)
    for name, tensor in theirs.state_dict().items():
        assert torch.equal(tensor, built.model.state_dict()[name]), name
    assert any("from scratch" in note for note in built.notes)
    assert built.preprocessing == Preprocessing()


def test_from_scratch_takes_no_weights_from_the_entry():
    built = made("squeezenet1_1", "none")
    assert not torch.equal(built.model.features[0].weight, made("squeezenet1_1", "shipped").model.features[0].weight)


def published(name, weights, **kwargs):
    """A file with the published name in torch's cache, as torchvision's own constructor would write it."""
    model = zoo.get_model(name, **kwargs)
    path = places.hub() / next(w.file for w in catalogue.find(name).weights if w.id == f"torchvision:{weights}")
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), path)
    return model


def test_published_weights_on_disk():
    theirs = published(SMALL, "IMAGENET1K_V1")
    built = made(SMALL, "torchvision:IMAGENET1K_V1")
    same_backbone(built.model, theirs.state_dict(), "fc")
    assert built.preprocessing == Preprocessing(256, 224, "bilinear")


def test_each_published_set_has_its_own_recipe():
    published("mobilenet_v3_large", "IMAGENET1K_V2")
    published("mobilenet_v3_large", "IMAGENET1K_V1")
    assert made("mobilenet_v3_large", "torchvision:IMAGENET1K_V2").preprocessing.resize == 232
    assert made("mobilenet_v3_large", "torchvision:IMAGENET1K_V1").preprocessing.resize == 256


def test_published_weights_that_are_not_here_say_what_to_bring():
    with pytest.raises(UserError) as fault:
        made("resnet18", "torchvision:IMAGENET1K_V1")
    assert "resnet18-f37072fd.pth" in fault.value.what
    assert "resnet18-f37072fd.pth" in fault.value.cure
    assert str(paths.weights()) in fault.value.cure


def test_googlenet_keeps_its_input_transform_and_loses_its_extra_heads():
    theirs = published("googlenet", "IMAGENET1K_V1", init_weights=False, aux_logits=True)
    built = made("googlenet", "torchvision:IMAGENET1K_V1", classes=5)
    assert built.options == {"aux_logits": False, "init_weights": False, "transform_input": True}
    assert built.model.transform_input
    assert any("extra heads" in note and "aux1." in note for note in built.notes)
    same_backbone(built.model, theirs.state_dict(), "fc")
    again = zoo.get_model("googlenet", num_classes=5, **built.options)
    again.load_state_dict(built.model.state_dict(), strict=True)
    x = torch.rand(2, 3, 64, 64)
    again.eval(), built.model.eval()
    with torch.inference_mode():
        assert torch.equal(again(x), built.model(x))


def test_names_that_torchvision_once_used_are_understood():
    """The published DenseNet and ViT files still bear them."""
    model = zoo.densenet121(num_classes=2)
    old = {}
    for name, tensor in model.state_dict().items():
        for part in ("norm1", "norm2", "conv1", "conv2"):
            if "denselayer" in name and f".{part}." in name:
                name = name.replace(part, f"{part[:-1]}.{part[-1]}")
        old[name] = tensor
    assert old.keys() != model.state_dict().keys()
    found = build.weights.load_into(build.skeleton("densenet121", 9), old, ("classifier",))
    assert not found.missing
    assert not found.unexpected
    assert len(found.loaded) == len(model.state_dict()) - 2

    vit = build.skeleton("vit_b_32", 2)
    names = {n: torch.zeros(t.shape) for n, t in vit.state_dict().items()}
    old = {n.replace(".mlp.0.", ".mlp.linear_1.").replace(".mlp.3.", ".mlp.linear_2."): t for n, t in names.items()}
    assert old.keys() != names.keys()
    found = build.weights.match(vit, old)
    assert not found.missing
    assert not found.unexpected


@pytest.mark.parametrize("form", ["plain", "payload"])
def test_mnasnet_loads_though_it_wants_a_version(form, tmp_path):
    theirs = zoo.mnasnet0_5(num_classes=3)
    path = tmp_path / "m.pth"
    state = dict(theirs.state_dict())
    torch.save(state if form == "plain" else {"state_dict": state}, path)
    same_backbone(made("mnasnet0_5", path).model, state, "classifier.1")


def test_a_state_dict_gets_the_versions_of_its_model():
    theirs = zoo.mnasnet0_5(num_classes=3)
    fresh = zoo.mnasnet0_5(num_classes=3)
    with pytest.raises(ValueError, match="version"):
        fresh.load_state_dict(dict(theirs.state_dict()))
    fresh.load_state_dict(build.with_versions(fresh, dict(theirs.state_dict())))
    assert torch.equal(fresh.layers[0].weight, theirs.layers[0].weight)


def payload(model, size=48, **more):
    return {
        "format": "transfer_gui/1",
        "model": more.pop("name", SMALL),
        "model_options": {},
        "state_dict": model.state_dict(),
        "classes": ["a", "b", "c"],
        "preprocessing": Preprocessing(64, size, "bicubic", (0.5, 0.5, 0.5), (0.2, 0.2, 0.2)).to_dict(),
        **more,
    }


@pytest.mark.parametrize("kind", ["pt", "safetensors"])
def test_an_exported_checkpoint_is_a_source_with_its_own_recipe(kind, tmp_path):
    theirs, path = zoo.shufflenet_v2_x0_5(num_classes=3), tmp_path / f"own.{kind}"
    content = payload(theirs)
    if kind == "pt":
        torch.save(content, path)
    else:
        state = content.pop("state_dict")
        save_file(state, path, {k: v if isinstance(v, str) else json.dumps(v) for k, v in content.items()})
    built = made(SMALL, path)
    same_backbone(built.model, theirs.state_dict(), "fc")
    assert built.preprocessing == Preprocessing(64, 48, "bicubic", (0.5, 0.5, 0.5), (0.2, 0.2, 0.2))
    assert any("3 classes" in note for note in built.notes)


def test_a_file_without_a_recipe_gets_the_usual_one_and_says_so(tmp_path):
    path = tmp_path / "w.pth"
    torch.save(zoo.shufflenet_v2_x0_5(num_classes=3).state_dict(), path)
    built = made(SMALL, path)
    assert built.preprocessing == Preprocessing()
    assert any("does not say how its examples were prepared" in note for note in built.notes)


def small_vit(image_size):
    model = zoo.VisionTransformer(image_size, 32, 1, 12, 768, 3072, num_classes=2)
    return model.state_dict()


def test_a_transformer_is_built_for_the_size_of_its_file(tmp_path, monkeypatch):
    """Its position embedding says which; one block stands in for twelve."""
    monkeypatch.setattr(build, "_construct", lambda name, classes, given: zoo.VisionTransformer(
        given.get("image_size", 224), 32, 1, 12, 768, 3072, num_classes=classes))  # fmt: skip
    path = tmp_path / "vit.pth"
    torch.save(small_vit(96), path)
    built = made("vit_b_32", path)
    assert built.options == {"image_size": 96}
    assert built.preprocessing.crop == 96
    assert built.model.eval()(torch.zeros(1, 3, 96, 96)).shape == (1, 4)


def test_a_size_that_patches_do_not_divide_is_refused():
    with pytest.raises(UserError, match="multiple of 16"):
        build.skeleton("vit_b_16", 3, 100)
    assert build.skeleton("vit_b_16", 3, 384).encoder.pos_embedding.shape[1] == 24 * 24 + 1


def test_what_an_old_file_lacks_is_drawn_and_said(tmp_path):
    theirs = zoo.shufflenet_v2_x0_5(num_classes=3)
    state = theirs.state_dict()
    path = tmp_path / "w.pth"
    torch.save({n: t for n, t in state.items() if n != "conv5.0.weight" and "num_batches" not in n}, path)
    built = made(SMALL, path, seed=3)
    notes = " ".join(built.notes)
    assert "conv5.0.weight" in notes
    assert "num_batches" not in notes
    assert not any(t.is_meta for t in built.model.state_dict().values())
    assert torch.equal(built.model.conv1[0].weight, theirs.conv1[0].weight)
    assert float(built.model.conv5[0].weight.detach().std()) > 0
    again = made(SMALL, path, seed=3)
    assert torch.equal(built.model.conv5[0].weight, again.model.conv5[0].weight)
    assert torch.equal(built.model.fc.weight, again.model.fc.weight)


def test_weights_of_another_model_name_the_one_that_fits(tmp_path):
    for name, classes, keys in [("shufflenet_v2_x0_5", 3, list), ("mobilenet_v3_small", 7, sorted)]:
        state = zoo.get_model(name, num_classes=classes).state_dict()
        path = tmp_path / f"{name}.safetensors"
        save_file({key: state[key] for key in keys(state)}, path)
        with pytest.raises(Refused) as fault:
            made("resnet18", path)
        assert name in fault.value.cure
        assert str(path) in fault.value.what


@pytest.mark.parametrize(
    ("file", "model"),
    [
        ("resnet34", "resnet18"),
        ("resnet18", "resnet34"),
        ("vit_b_32", "vit_b_16"),
        ("efficientnet_b0", "efficientnet_lite0"),
        ("efficientnet_lite0", "efficientnet_b0"),
        ("vgg16", "vgg16_bn"),
        ("swin_s", "swin_t"),
        ("resnet50", "wide_resnet50_2"),
        ("densenet121", "densenet169"),
        ("squeezenet1_0", "squeezenet1_1"),
        ("resnet50", "resnext50_32x4d"),
    ],
)  # fmt: skip
def test_a_near_relative_is_never_taken(file, model):
    """Many names and shapes are the same; what is not would be random, without a word."""
    state = {n: torch.zeros(()).expand(t.shape) for n, t in build.skeleton(file, 1000).state_dict().items()}
    target = build.skeleton(model, 3)
    with pytest.raises(Refused):
        build.weights.load_into(target, state, catalogue_heads(model))


def catalogue_heads(model):
    from transfer_gui.core.models.head import heads

    return heads(model)


def test_an_averaged_set_is_used_only_when_chosen(tmp_path):
    theirs = zoo.shufflenet_v2_x0_5(num_classes=3)
    state = theirs.state_dict()
    path = tmp_path / "w.pth"
    torch.save({"model": state, "model_ema": {n: t * 2 for n, t in state.items()}}, path)
    plain, averaged = made(SMALL, path), made(SMALL, path, entry="model_ema")
    assert torch.equal(plain.model.conv1[0].weight, theirs.conv1[0].weight)
    assert torch.equal(averaged.model.conv1[0].weight, theirs.conv1[0].weight * 2)
    assert any("'model_ema'" in note and "choose" in note for note in plain.notes)
    assert any("'model_ema'" in note and "is used" in note for note in averaged.notes)
    with pytest.raises(UserError, match="model_ema"):
        made(SMALL, path, entry="swa")


def test_the_file_may_be_overwritten_afterwards(tmp_path):
    path = tmp_path / "w.pth"
    torch.save(zoo.shufflenet_v2_x0_5(num_classes=3).state_dict(), path)
    built = made(SMALL, path)
    before = built.model.conv1[0].weight.detach().clone()
    with torch.no_grad():
        built.model.conv1[0].weight.add_(1)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
    assert torch.equal(built.model.conv1[0].weight, before + 1)
    assert digest != hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_missing_file_is_told():
    with pytest.raises(UserError, match=r"gone\.pth"):
        made(SMALL, "gone.pth")


def test_a_network_is_read_back_whole():
    theirs = zoo.googlenet(num_classes=3, aux_logits=False, init_weights=False, transform_input=True)
    options = {"aux_logits": False, "init_weights": False, "transform_input": True}
    again = build.load("googlenet", 3, options, theirs.state_dict())
    for name, tensor in theirs.state_dict().items():
        assert torch.equal(tensor, again.state_dict()[name])
    x = torch.rand(1, 3, 64, 64)
    assert torch.equal(theirs.eval()(x), again.eval()(x))
    less = {n: t for n, t in theirs.state_dict().items() if n != "fc.bias"}
    with pytest.raises(Refused, match=r"fc\.bias"):
        build.load("googlenet", 3, options, less)
    with pytest.raises(Refused, match=r"fc\.weight"):
        build.load("googlenet", 4, options, theirs.state_dict())


def test_a_file_is_examined_without_building(tmp_path):
    state = zoo.shufflenet_v2_x0_5(num_classes=3).state_dict()
    path = tmp_path / "w.pth"
    torch.save({"model": {f"module.{n}": t for n, t in state.items()}, "ema": state}, path)
    found = build.examine(Source(model=SMALL, weights=str(path)), 9)
    assert found.refusal is None
    assert found.choices == ("ema",)
    assert found.match.head_outputs == 3
    assert found.match.prefix == "module."
    assert len(found.match.loaded) == len(state) - 2
    assert found.notes == made(SMALL, path, classes=9).notes

    other = build.examine(Source(model="resnet18", weights=str(path)), 9)
    assert SMALL in other.refusal.cure
    assert "layer1.0.conv1.weight" in other.match.missing
    assert "stage2.0.branch1.0.weight" in {name.removeprefix("module.") for name in other.match.unexpected}


def test_an_export_of_another_model_names_it(tmp_path):
    path = tmp_path / "own.pt"
    torch.save(payload(zoo.shufflenet_v2_x0_5(num_classes=3)), path)
    with pytest.raises(Refused, match=f"holds a {SMALL}, not a resnet18"):
        made("resnet18", path)


def test_a_file_gives_a_constructor_no_more_than_it_should(tmp_path):
    path = tmp_path / "own.pt"
    odd = {"weights": "IMAGENET1K_V1", "progress": True, "width_mult": 3, "image_size": "big"}
    torch.save(payload(zoo.shufflenet_v2_x0_5(num_classes=3), model_options=odd), path)
    assert made(SMALL, path).options == {}


def test_layer_by_layer_a_model_takes_over_what_fits_of_another(tmp_path):
    theirs = zoo.resnet34(num_classes=7)
    torch.save(theirs.state_dict(), tmp_path / "resnet34.pth")
    source = Source(model="resnet18", weights=str(tmp_path / "resnet34.pth"), transfer="layers")
    found = build.build(source, 3, 5)
    state, same = theirs.state_dict(), 0
    for name, tensor in found.model.state_dict().items():
        if name.startswith("fc."):
            assert tensor.shape[0] == 3
        elif name in state and state[name].shape == tensor.shape:
            assert torch.equal(tensor, state[name]), name
            same += 1
    assert same > 60
    said = " ".join(found.notes)
    assert "layers take over weights" in said
    assert "random weights: fc." in said
    assert "not used: " in said
    examined = build.examine(source, 3)
    assert examined.refusal is None
    assert examined.plan is not None
    assert [p.target.path for p in examined.plan.pairs if not examined.plan.carries(p)] == ["fc"]


def test_layer_by_layer_the_choice_by_hand_holds_and_the_seed_draws_the_rest(tmp_path):
    theirs = zoo.resnet18(num_classes=3)
    torch.save(theirs.state_dict(), tmp_path / "w.pth")
    source = Source(
        model="resnet18", weights=str(tmp_path / "w.pth"), transfer="layers", pairs=(("conv1", ""), ("fc", "fc"))
    )
    one, other = build.build(source, 3, 1).model, build.build(source, 3, 2).model
    assert torch.equal(one.fc.weight, theirs.fc.weight)
    assert not torch.equal(one.conv1.weight, theirs.conv1.weight)
    assert not torch.equal(one.conv1.weight, other.conv1.weight)
    assert torch.equal(one.layer1[0].conv1.weight, theirs.layer1[0].conv1.weight)


def test_layer_by_layer_nan_is_refused_where_it_would_be_taken_over(tmp_path):
    theirs = zoo.resnet18(num_classes=3)
    with torch.no_grad():
        theirs.layer1[0].conv1.weight[0] = float("nan")
    torch.save(theirs.state_dict(), tmp_path / "w.pth")
    source = Source(model="resnet18", weights=str(tmp_path / "w.pth"), transfer="layers")
    with pytest.raises(Refused, match=r"layer1\.0\.conv1"):
        build.build(source, 3, 1)
    build.build(source.model_copy(update={"pairs": (("layer1.0.conv1", ""),)}), 3, 1)
