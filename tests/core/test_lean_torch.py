"""PyTorch without its compiler computes what it computes with it, and compiles when it is asked to."""

import subprocess
import sys

import pytest

LEAN = "import transfer_gui.core\n"
BARE = "import torch._dynamo\n"
"""Loads the compiler first, so that everything is as PyTorch has it."""


def printed(code: str) -> str:
    """What a fresh interpreter prints that runs `code`."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


STEPS = """
import sys
import torch
from torch import nn
torch.manual_seed(0)
images, labels = torch.randn(8, 3, 9, 9), torch.arange(8) % 3
for kind, given in (("SGD", dict(momentum=0.9, weight_decay=0.01)), ("AdamW", {})):
    network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(196, 3))
    optimizer = getattr(torch.optim, kind)(network.parameters(), lr=0.01, **given)
    for _ in range(3):
        loss = nn.functional.cross_entropy(network(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(kind, loss.item().hex(), [p.double().sum().item().hex() for p in network.parameters()])
print(torch.empty(3, device="meta").normal_().shape, torch.is_grad_enabled())
"""
LOADED = "print('compiler', 'torch._dynamo' in sys.modules)"


def test_training_is_the_same_to_the_bit_and_loads_no_compiler():
    lean, bare = printed(LEAN + STEPS + LOADED), printed(BARE + STEPS + LOADED)
    assert lean.splitlines()[:-1] == bare.splitlines()[:-1]
    assert len(lean.splitlines()) == 4
    assert lean.endswith("compiler False\n")
    assert bare.endswith("compiler True\n")


ALIGN = """
import sys
import torch, torchvision
from torchvision.ops import roi_align
print('before', 'torch._dynamo' in sys.modules)
torch.manual_seed(0)
images, boxes = torch.randn(1, 2, 8, 8), torch.tensor([[0, 1.5, 1.0, 6.0, 7.0]])
print(roi_align(images, boxes, 3, sampling_ratio=2).sum().item().hex())
print(torchvision.ops.roi_align.__module__, sys.modules['torchvision.ops.roi_align'].is_compile_supported('cpu'))
import torch._dynamo.utils
print(torch._dynamo.utils.is_compile_supported('cpu'), len(dir(torch._dynamo.utils)) > 100)
"""


def test_torchvision_asks_the_compiler_when_it_has_a_question():
    lean, bare = (printed(first + ALIGN).splitlines() for first in (LEAN, BARE))
    assert (lean[0], bare[0]) == ("before False", "before True")
    assert lean[1:] == bare[1:]


COMPILED = """
import torch
from torch import nn
torch.manual_seed(0)
network = nn.Linear(4, 2)
optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
def step(images):
    network(images).sum().backward()
    optimizer.step()
step(torch.ones(3, 4))  # before anything is compiled
graphs = []
def backend(graph, inputs):
    graphs.append(graph)
    return graph.forward
def passed(x):
    return network(x).relu() + 1
print(torch.compile(passed, backend=backend)(torch.ones(3, 4)).sum().item().hex(), len(graphs))
@torch._disable_dynamo
def apart(x):
    return x * 2
def parted(x):
    return apart(x + 1) - 1
torch._dynamo.reset()
graphs.clear()
print(torch.compile(parted, backend=backend)(torch.ones(2)), len(graphs))
torch._dynamo.reset()
step(torch.ones(3, 4))
print([p.sum().item().hex() for p in network.parameters()])
"""


def test_what_is_compiled_is_compiled_and_parted_as_ever():
    lean, bare = (printed(first + COMPILED) for first in (LEAN, BARE))
    assert lean == bare
    assert lean.splitlines()[1].endswith(" 2")  # graphs: what is marked as not to be compiled parts them


FAULT = """
import sys
import torch
class Odd(torch.optim.SGD):
    @sys.modules["torch.optim.optimizer"]._use_grad_for_differentiable
    def step(self):
        assert torch.is_grad_enabled() is self.defaults["differentiable"]
        raise ValueError("odd")
for differentiable in (False, True):
    optimizer = Odd([torch.nn.Parameter(torch.ones(1))], lr=1, differentiable=differentiable)
    torch.set_grad_enabled(not differentiable)
    try:
        optimizer.step()
    except ValueError as error:
        print(error, torch.is_grad_enabled(), Odd.step.__name__)
"""


@pytest.mark.parametrize("first", [LEAN, BARE])
def test_a_step_that_fails_leaves_gradients_as_they_were(first):
    assert printed(first + FAULT) == "odd True step\nodd False step\n"


OTHER_RELEASE = """
import sys
from types import ModuleType
from transfer_gui.core import lean_torch
made = ModuleType("made")
lean_torch._MENDED["torch._compile"](lambda module: setattr(module, "ran", True), made)
print(made.ran, sorted(name for name in vars(made) if not name.startswith("__")))
lean_torch.install()
print(sum(type(finder).__name__ == "_Finder" for finder in sys.meta_path))
"""


def test_a_release_without_the_place_is_left_as_it_is():
    assert printed(OTHER_RELEASE) == "True ['ran']\n1\n"
