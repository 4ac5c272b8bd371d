"""The voice encoder: the shipped weights, beside a plain computation; clips, windows and silence do not disturb."""

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import fx, nn

from tests.core.sound.made import noise, shipped
from transfer_gui.core import paths
from transfer_gui.core.models import tracing
from transfer_gui.core.models.head import head_of
from transfer_gui.core.models.sound.voice import VoiceEncoder, load_encoder
from transfer_gui.core.sound import speech, wave

FILE = "resemblyzer-voice-encoder.safetensors"


def state():
    return load_file(paths.resources() / "models" / FILE)


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    model = VoiceEncoder(9)
    load_encoder(model, state())
    return model.eval()


@pytest.fixture(scope="module")
def clips():
    """Windows of sounds of one, two and three windows."""
    found = [speech.windows(wave.read(path, speech.RECIPE.rate)) for path, _ in shipped()[::20]]
    return [*found, speech.windows(noise(50_000)), speech.windows(noise(100))]


def batch(clips, count=4):
    return torch.from_numpy(speech.batch(clips, count))


def cells(x, weights):
    """Three layers of LSTM by its equations (Hochreiter and Schmidhuber 1997, with forget gates), on (time, 40)."""
    for layer in range(3):
        w, u, b, c = (weights[f"lstm.{name}_l{layer}"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        hidden = cell = torch.zeros(256)
        outputs = []
        for row in x:
            i, f, g, o = (w @ row + b + u @ hidden + c).split(256)
            cell = f.sigmoid() * cell + i.sigmoid() * g.tanh()
            hidden = o.sigmoid() * cell.tanh()
            outputs.append(hidden)
        x = torch.stack(outputs)
    return x[-1]


def by_hand(windows, weights):
    """The embedding of one clip (windows, 160, 40), window by window."""
    vectors = []
    for window in torch.from_numpy(windows):
        vector = (weights["linear.weight"] @ cells(window, weights) + weights["linear.bias"]).clamp(min=0)
        vectors.append(vector / vector.norm())
    mean = torch.stack(vectors).mean(0)
    return mean / mean.norm()


def test_the_shipped_weights_fit_and_become_single_precision(encoder):
    weights = state()
    assert {tensor.dtype for tensor in weights.values()} == {torch.float16, torch.float32}
    own = encoder.state_dict()
    assert set(own) - set(weights) == {"head.weight", "head.bias"}
    for name, tensor in weights.items():
        assert own[name].dtype == torch.float32
        assert (own[name] == tensor.float()).all()


def test_it_computes_what_its_equations_say(encoder, clips):
    weights = {name: tensor.float() for name, tensor in state().items()}
    chosen = [clips[0], clips[-2]]
    expected = torch.stack([by_hand(clip, weights) for clip in chosen])
    with torch.inference_mode():
        found = encoder.embed(batch(chosen))
        logits = encoder(batch(chosen))
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(logits, expected @ encoder.head.weight.T + encoder.head.bias, atol=1e-5, rtol=1e-4)


def test_an_embedding_has_length_one_and_tells_sounds_apart(encoder, clips):
    with torch.inference_mode():
        found = encoder.embed(batch(clips))
    torch.testing.assert_close(found.norm(dim=1), torch.ones(len(clips)))
    likeness = found @ found.T
    assert (likeness - torch.eye(len(clips))).max() < 0.999


def test_neither_other_clips_nor_padding_change_a_result(encoder, clips):
    with torch.inference_mode():
        together = encoder(batch(clips))
        for row, clip in enumerate(clips):
            for count in (len(clip), len(clip) + 3):
                alone = encoder(batch([clip], count))
                torch.testing.assert_close(alone[0], together[row], atol=1e-5, rtol=1e-5)


def test_silence_gives_the_head_s_bias_and_no_nan(encoder, clips):
    windows = batch([np.zeros((2, 160, 40), np.float32), clips[0]]).requires_grad_()
    model = VoiceEncoder(9)
    model.load_state_dict(encoder.state_dict())
    logits = model(windows)
    assert (logits[0] == model.head.bias).all()
    logits.square().sum().backward()
    assert all(parameter.grad is not None and parameter.grad.isfinite().all() for parameter in model.parameters())
    assert windows.grad is not None
    assert windows.grad.isfinite().all()


def test_the_gradient_of_silence_alone_is_finite(encoder):
    model = VoiceEncoder(9)
    model.load_state_dict(encoder.state_dict())
    model(torch.zeros(2, 3, 160, 40)).sum().backward()
    assert all(parameter.grad is None or parameter.grad.isfinite().all() for parameter in model.parameters())


def test_the_whole_can_be_traced(encoder, clips):
    windows = batch(clips)
    traced = fx.symbolic_trace(encoder)
    assert [node.target for node in traced.graph.nodes if node.op == "call_module"] == [
        "lstm",
        "linear",
        "relu",
        "head",
    ]
    with torch.inference_mode():
        assert (traced(windows) == encoder(windows)).all()
        assert (traced(windows[:2, :1]) == encoder(windows[:2, :1])).all()
    assert tracing.trace(encoder) is not None


def test_the_head_is_the_last_layer_with_weights(encoder):
    assert head_of(encoder) == "head"
    assert isinstance(encoder.head, nn.Linear)


def test_weights_that_do_not_fit_are_refused():
    model, weights = VoiceEncoder(2), state()
    short = {name: tensor for name, tensor in weights.items() if name != "linear.bias"}
    odd = {**weights, "more.weight": torch.zeros(1)}
    other = {**weights, "linear.weight": torch.zeros(3, 3)}
    for wrong, name in ((short, "linear.bias"), (odd, "more.weight"), (other, "linear.weight")):
        with pytest.raises(RuntimeError, match=name):
            load_encoder(model, wrong)


def test_the_head_stays_as_it_is():
    model = VoiceEncoder(2)
    before = model.head.weight.clone()
    load_encoder(model, state())
    assert (model.head.weight == before).all()
