import json

import pytest
from torchvision import models as zoo


def walk(layer):
    yield layer
    for child in layer["layers"]:
        yield from walk(child)


@pytest.mark.parametrize("name", ["resnet18", "squeezenet1_1", "vit_b_16"])
def test_the_tree_is_the_model_s(name, output):
    root = json.loads(output("layers", name, "--classes", 1000, "--json"))
    model = zoo.get_model(name)

    assert root["parameters"] == sum(p.numel() for p in model.parameters())
    paths = [layer["path"] for layer in walk(root)]
    assert {path for path, _ in model.named_modules()} <= set(paths)
    assert root["output_shape"] == [1000]


def test_a_preset_says_what_is_trained(output):
    head = json.loads(output("layers", "resnet18", "--classes", 5, "--json"))
    everything = json.loads(output("layers", "resnet18", "--classes", 5, "--preset", "all", "--json"))
    by_path = {layer["path"]: layer for layer in walk(head)}

    assert head["trained"] == 512 * 5 + 5
    assert everything["trained"] == everything["parameters"]
    assert by_path["fc"]["task_specific"]
    assert not by_path["fc"]["frozen"]
    assert by_path["layer1.0.bn1"]["frozen"]


def test_the_table_names_the_parts_a_layer_plays(output):
    lines = {line.split()[0]: line for line in output("layers", "resnet18", "--depth", 1).splitlines()}

    assert "task-specific, trained" in lines["fc"]
    assert "shared, frozen" in lines["layer4"]
    assert "64 x 112 x 112" in lines["conv1"]
    assert lines["5,130"].startswith("5,130 of 11,181,642 parameters are trained (0.05 %)")


def test_a_near_name_is_offered(fault):
    assert "resnet18" in fault("layers", "resnet81")


def test_a_size_that_the_model_cannot_take_is_refused(fault):
    assert "8" in fault("layers", "alexnet", "--input-size", 8)
