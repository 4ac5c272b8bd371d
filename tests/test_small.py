"""The small networks that tests work with are the large ones but for their width."""

import pytest
import torch
from torchvision import models as zoo

from tests import small


def kinds(network):
    return [(path, type(module)) for path, module in network.named_modules()]


@pytest.mark.parametrize("name", small.BUILDERS)
def test_a_small_network_has_the_modules_and_tensors_of_the_large_one(name):
    with torch.device("meta"):
        large = zoo.get_model(name, num_classes=5)
    with small.networks():
        made = zoo.get_model(name, num_classes=5)
    assert kinds(made) == kinds(large)
    assert list(made.state_dict()) == list(large.state_dict())
    assert sum(p.numel() for p in made.parameters()) < 0.1 * sum(p.numel() for p in large.parameters())
    assert made.eval()(torch.randn(1, 3, 224, 224)).shape == (1, 5)
    with torch.device("meta"):
        after = zoo.get_model(name, num_classes=5)
    assert [t.shape for t in after.state_dict().values()] == [t.shape for t in large.state_dict().values()]
