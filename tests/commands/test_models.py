import json

import torch
from torchvision import models as zoo

from transfer_gui import cli


def test_every_torchvision_classifier_and_the_shipped_ones_are_listed(output):
    rows = {row["name"]: row for row in json.loads(output("models", "--json"))}

    assert {*zoo.list_models(module=zoo), "efficientnet_lite0"} <= set(rows)
    assert rows["squeezenet1_1"]["weights"][0]["where"] == "shipped"
    assert rows["resnet18"]["weights"][0]["where"] == "import"
    assert rows["resnet18"]["parameters"] == zoo.ResNet18_Weights.DEFAULT.meta["num_params"]


def test_the_table_says_where_the_weights_are(output):
    table = output("models", "squeezenet*")

    lines = {line.split()[0]: line for line in table.splitlines()}
    assert lines["squeezenet1_1"].rstrip().endswith("shipped")
    assert "file to bring: squeezenet1_0-b66bff10.pth" in lines["squeezenet1_0"]
    assert "2 models, 1 with weights here" in table


def test_a_name_s_part_is_enough_to_find_a_model(output):
    names = [row["name"] for row in json.loads(output("models", "LITE0", "--json"))]

    assert names == ["efficientnet_lite0"]


def test_only_models_with_weights_here_on_request(output):
    names = {row["name"] for row in json.loads(output("models", "--ready", "--json"))}

    shipped = {"efficientnet_lite0", "squeezenet1_1", "keras", "resemblyzer", "glove_mean", "glove_cnn", "glove_gru"}
    assert names == shipped


def test_weights_in_a_folder_are_found(output, tmp_path):
    file = zoo.ShuffleNet_V2_X0_5_Weights.DEFAULT.url.rpartition("/")[2]
    torch.save(zoo.shufflenet_v2_x0_5().state_dict(), tmp_path / file)

    rows = json.loads(output("models", "shufflenet_v2_x0_5", "--folder", tmp_path, "--json"))

    assert rows[0]["weights"][0]["where"] == "disk"
    assert rows[0]["weights"][0]["path"] == str(tmp_path / file)


def test_sorted_by_size(output):
    sizes = [row["parameters"] for row in json.loads(output("models", "--sort", "parameters", "--json"))]

    assert sizes == sorted(sizes)


def test_no_match_is_an_empty_list(capsys):
    assert cli.main(["models", "nothing-like-this"]) == 0
    assert "0 models" in capsys.readouterr().out
