"""Any state that a network can be in fits into safetensors, equal by value."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from torch import nn

from transfer_gui.core.export.tensors import separate

DTYPES = [torch.float32, torch.float16, torch.bfloat16, torch.float64, torch.int64, torch.uint8, torch.bool]


@st.composite
def states(draw):
    """Tensors of any shape and kind: views, transposed, channels last, tied, strided, expanded, of no dimension."""
    out = {}
    for number in range(draw(st.integers(1, 6))):
        shape = draw(st.lists(st.integers(0, 4), max_size=4))
        dtype = draw(st.sampled_from(DTYPES))
        tensor = (torch.arange(int(torch.tensor(shape).prod()) if shape else 1).reshape(shape) % 2).to(dtype)
        ways = ["plain", "tied", "number"]
        if len(shape) == 4:
            ways.append("channels_last")
        if len(shape) >= 2:
            ways += ["transposed", "strided"]
        if shape and shape[0] > 1:
            ways += ["view", "expanded"]
        way = draw(st.sampled_from(ways))
        if way == "tied":
            out[f"{number}.tie"] = tensor
        elif way == "number":
            tensor = draw(st.one_of(st.integers(-5, 5), st.booleans(), st.floats(-1, 1)))
        elif way == "channels_last":
            tensor = tensor.contiguous(memory_format=torch.channels_last)
        elif way == "transposed":
            tensor = tensor.transpose(0, 1)
        elif way == "strided":
            tensor = tensor[..., ::2]
        elif way == "view":
            out[f"{number}.rest"] = tensor[1:]
            tensor = tensor[:1]
        elif way == "expanded":
            tensor = tensor[:1].expand(3, *shape[1:])
        out[f"{number}"] = tensor
    return out


@given(states())
@settings(max_examples=60)
def test_every_state_comes_back_equal(tmp_path_factory, state):
    path = tmp_path_factory.mktemp("state") / "x.safetensors"
    save_file(separate(state), path)
    back = load_file(path)
    assert back.keys() == state.keys()
    for name, value in state.items():
        expected = torch.as_tensor(value)
        assert back[name].shape == expected.shape
        assert torch.equal(back[name], expected)
        if isinstance(value, torch.Tensor):
            assert back[name].dtype == value.dtype


def test_nothing_is_copied_that_need_not_be():
    weight = torch.ones(8, 4)
    assert separate({"w": weight})["w"].data_ptr() == weight.data_ptr()


def test_gradients_and_parameters_stay_behind():
    layer = nn.Linear(3, 3)
    out = separate(dict(layer.named_parameters()))
    assert not any(t.requires_grad for t in out.values())
    assert all(type(t) is torch.Tensor for t in out.values())


@pytest.mark.parametrize("way", ["sparse", "tied"])
def test_the_plain_writer_refuses_what_separate_mends(tmp_path, way):
    """The reason for `separate`, by safetensors itself."""
    weight = torch.eye(4)
    state = {"w": weight.to_sparse()} if way == "sparse" else {"w": weight, "v": weight}
    with pytest.raises((RuntimeError, ValueError)):
        save_file(state, tmp_path / "x.safetensors")
    save_file(separate(state), tmp_path / "x.safetensors")
    assert torch.equal(load_file(tmp_path / "x.safetensors")["w"], weight)
