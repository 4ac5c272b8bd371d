"""The catalogue: torchvision's own figures, the shipped models, the user's files; where each set of weights is."""

import math
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch.utils.flop_counter import FlopCounterMode
from torchvision import models as zoo

from transfer_gui.core import paths
from transfer_gui.core.errors import UserError
from transfer_gui.core.job import Source
from transfer_gui.core.models import build, catalogue, families, places, zoos
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.image import Preprocessing


def rows(*args, **kwargs):
    return {entry.name: entry for entry in finish(catalogue.load(*args, **kwargs)) if entry.origin != "file"}


def payload(**more):
    model = zoo.shufflenet_v2_x0_5(num_classes=3)
    return {
        "format": "transfer_gui/1",
        "model": "shufflenet_v2_x0_5",
        "model_options": {},
        "state_dict": model.state_dict(),
        "classes": ["ash", "beech", "oak"],
        "preprocessing": Preprocessing(64, 48, "bicubic").to_dict(),
        **more,
    }


def hub_file(name):
    path = places.hub() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"not looked into")
    return path


def test_every_torchvision_classifier_and_what_ships_is_there():
    found = rows()
    others = {name for name in found if zoos.of(name).kind != "image"}
    assert set(zoo.list_models(module=zoo)) | {"efficientnet_lite0", "keras"} == set(found) - others
    assert len(found) > 80
    assert {name for name, entry in found.items() if entry.ready} - others == {
        "squeezenet1_1",
        "efficientnet_lite0",
        "keras",
    }
    for name, entry in found.items():
        assert entry.weights or entry.brings == "folder" or name == "tfidf_mlp", "it learns from scratch, or by layers"
        assert entry.title
        assert name in others or entry.by_file or entry.family in families.FAMILIES.values()
        assert entry.min_size <= entry.input_size


@pytest.mark.parametrize("name", zoo.list_models(module=zoo))
def test_the_figures_are_torchvisions_own(name):
    entry = catalogue.find(name)
    sets = {w.id.removeprefix("torchvision:"): w for w in entry.weights if w.id != "shipped"}
    for published in zoo.get_model_weights(name):
        accuracy = published.meta["_metrics"]["ImageNet-1K"]["acc@1"]
        if math.isnan(accuracy):
            assert published.name not in sets
            continue
        ours, preset = sets[published.name], published.transforms()
        assert ours.accuracy == accuracy
        assert ours.url == published.url
        assert published.url.endswith(ours.file)
        assert ours.megabytes == published.meta["_file_size"]
        recipe = ours.preprocessing
        assert [recipe.crop] == preset.crop_size
        assert [recipe.resize] == preset.resize_size
        assert recipe.interpolation == preset.interpolation.value
        assert list(recipe.mean) == preset.mean
        assert list(recipe.std) == preset.std
    assert entry.accuracy == max(w.accuracy for w in sets.values())
    assert entry.parameters in {w.meta["num_params"] for w in zoo.get_model_weights(name)}
    assert entry.gflops in {w.meta["_ops"] for w in zoo.get_model_weights(name)}


def test_the_published_recipe_gives_the_very_same_tensor():
    from PIL import Image

    image = Image.open(paths.resources() / "data/clipart/computers/mouse2.jpg").convert("RGB")
    preset = zoo.ResNet50_Weights.IMAGENET1K_V2.transforms()
    recipe = next(w for w in catalogue.find("resnet50").weights if w.id == "torchvision:IMAGENET1K_V2").preprocessing
    again = type(preset)(
        crop_size=recipe.crop, resize_size=recipe.resize, mean=recipe.mean, std=recipe.std,
        interpolation=type(preset.interpolation)(recipe.interpolation),
    )  # fmt: skip
    assert torch.equal(preset(image), again(image))


def test_lite0s_figures_are_counted():
    entry = catalogue.find("efficientnet_lite0")
    model = build.skeleton("efficientnet_lite0", 1000)
    assert entry.parameters == sum(p.numel() for p in model.parameters())
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model.eval()(torch.empty(1, 3, 224, 224, device="meta"))
    assert entry.gflops == pytest.approx(counter.get_total_flops() / 2e9, abs=0.001)
    assert entry.accuracy is None
    weights = entry.ready
    assert weights.licence == "Apache-2.0"
    assert weights.preprocessing == Preprocessing(256, 224, "bicubic", (127 / 255,) * 3, (128 / 255,) * 3)
    assert Path(weights.path).is_file()


def test_what_lies_in_torchs_cache_is_on_disk():
    path = hub_file("resnet18-f37072fd.pth")
    (weights,) = rows()["resnet18"].weights
    assert (weights.where, weights.path) == ("disk", str(path))
    assert rows()["resnet18"].ready == weights


@pytest.mark.parametrize("place", ["own", "user", "deep"])
def test_a_published_file_is_found_by_its_name(place, tmp_path):
    folder = {"own": paths.weights(), "user": tmp_path, "deep": tmp_path / "a" / "b"}[place]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "resnet50-11ad3fa6.pth").write_bytes(b"x")
    (folder / "resnet18-other.pth").write_bytes(b"x")
    entry = rows([tmp_path])["resnet50"]
    assert entry.weights[0].id == "torchvision:IMAGENET1K_V2"
    assert entry.weights[0].where == "disk"
    assert entry.weights[1].where == "import"
    assert rows([tmp_path])["resnet18"].ready is None


def test_the_network_is_only_an_offer(tmp_path, monkeypatch):
    import urllib.request

    def never(*args, **kwargs):
        raise AssertionError("the network was touched")

    monkeypatch.setattr(urllib.request, "urlopen", never)
    assert {w.where for e in rows().values() for w in e.weights} == {"shipped", "import"}
    offered = [w for e in rows(allow_network=True).values() for w in e.weights]
    assert {w.where for w in offered if not w.files} == {"shipped", "download"}
    assert {w.where for w in offered if w.files} == {"import"}, "a folder is never fetched"


def test_what_is_at_hand_comes_first_then_the_best():
    hub_file("vit_b_16-c867db91.pth")
    accuracies = [(w.where, w.accuracy) for w in rows()["vit_b_16"].weights]
    assert accuracies == [("disk", 81.072), ("import", 85.304), ("import", 81.886)]


@pytest.mark.parametrize("kind", ["pt", "safetensors"])
def test_the_users_own_checkpoint_is_a_row(kind, tmp_path):
    path = tmp_path / f"trees.{kind}"
    if kind == "pt":
        torch.save(payload(training={"step": 3}), path)
    else:
        import json

        content = payload()
        state = content.pop("state_dict")
        save_file(state, path, {k: v if isinstance(v, str) else json.dumps(v) for k, v in content.items()})
    (tmp_path / "broken.pt").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "plain.pt").write_bytes(b"")
    torch.save(zoo.shufflenet_v2_x0_5().state_dict(), tmp_path / "foreign.pt")
    own = [entry for entry in finish(catalogue.load([tmp_path])) if entry.origin == "file"]
    assert len(own) == 1
    (entry,) = own
    assert entry.name == "shufflenet_v2_x0_5"
    assert "trees" in entry.title
    assert entry.input_size == 48
    (weights,) = entry.weights
    assert (weights.id, weights.path, weights.where) == (str(path), str(path), "disk")
    assert "3 classes" in weights.title
    assert weights.preprocessing == Preprocessing(64, 48, "bicubic")
    assert catalogue.weights_of(Source(model=entry.name, weights=weights.id), [tmp_path]) == weights


def test_a_changed_file_is_read_again(tmp_path):
    path = tmp_path / "trees.pt"
    torch.save(payload(), path)
    assert "3 classes" in catalogue.own_weights(path).title
    torch.save(payload(classes=["ash", "oak", "fir", "elm"], padding="x" * 100), path)
    assert "4 classes" in catalogue.own_weights(path).title


def test_a_row_is_never_made_by_running_a_file(tmp_path):
    class Evil:
        def __reduce__(self):
            return (open, (str(tmp_path / "PWNED.txt"), "w"))

    torch.save(payload(extra=Evil()), tmp_path / "evil.pt")
    assert [e for e in finish(catalogue.load([tmp_path])) if e.origin == "file"] == []
    assert not (tmp_path / "PWNED.txt").exists()


def test_a_folder_that_is_gone_is_passed_over(tmp_path):
    assert rows([tmp_path / "gone"]).keys() == rows().keys()


@pytest.mark.parametrize(
    ("wrong", "right"), [("resnet-18", "resnet18"), ("ResNet50", "resnet50"), ("vit_b16", "vit_b_16")]
)
def test_an_unknown_name_is_told_with_the_nearest(wrong, right):
    with pytest.raises(UserError, match=right):
        catalogue.find(wrong)


def test_a_name_unlike_any_points_to_the_list():
    with pytest.raises(UserError, match="transfer-gui models"):
        catalogue.find("qqqq")


@pytest.mark.parametrize("weights", ["shipped", "torchvision:NOT_THERE"])
def test_weights_that_the_model_does_not_have_are_told(weights):
    with pytest.raises(UserError, match="torchvision:IMAGENET1K_V1"):
        catalogue.weights_of(Source(model="resnet18", weights=weights))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("resnet18", "ResNet-18"),
        ("wide_resnet50_2", "Wide ResNet-50-2"),
        ("regnet_y_1_6gf", "RegNet Y 1.6 GF"),
        ("regnet_x_400mf", "RegNet X 400 MF"),
        ("vgg16_bn", "VGG-16 BN"),
        ("vit_h_14", "ViT Huge/14"),
        ("swin_v2_t", "Swin V2 Tiny"),
        ("convnext_base", "ConvNeXt Base"),
        ("shufflenet_v2_x0_5", "ShuffleNet V2 x0.5"),
        ("efficientnet_b0", "EfficientNet B0"),
        ("efficientnet_lite0", "EfficientNet-Lite0"),
        ("inception_v3", "Inception V3"),
        ("resnext101_32x8d", "ResNeXt-101 32x8d"),
        ("mobilenet_v3_small", "MobileNet V3 Small"),
        ("alexnet", "AlexNet"),
        ("a_model_of_tomorrow", "A model of tomorrow"),
    ],
)
def test_titles(name, title):
    assert families.title(name) == title


def test_bringing_a_file_names_it_and_where_to_put_it():
    (weights,) = catalogue.find("resnet18").weights
    words = places.bring(weights)
    assert "resnet18-f37072fd.pth" in words
    assert str(paths.weights()) in words
    assert weights.url in words


def test_torchs_cache_is_where_torch_says():
    assert places.hub() == Path(torch.hub.get_dir()) / "checkpoints"
