"""Attention roll-out against numpy, with an attention that is written out here."""

import numpy as np
import pytest
import torch

from transfer_gui.core.explain.rollout import rollout, squared

from .networks import batch, model

pytestmark = pytest.mark.usefixtures("untouched")


def attentions(network, picture: np.ndarray) -> list[np.ndarray]:
    """(heads, tokens, tokens) of each block, from the weights: softmax(q k' / sqrt(d)), Vaswani et al. 2017."""

    def numbers(tensor):
        return tensor.detach().numpy().astype(np.float64)

    def layer_norm(layer, x):
        centred = x - x.mean(-1, keepdims=True)
        normed = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + layer.eps)
        return normed * numbers(layer.weight) + numbers(layer.bias)

    with torch.no_grad():
        patches = network._process_input(torch.from_numpy(picture)[None])[0]
    tokens = (
        np.concatenate([numbers(network.class_token)[0], numbers(patches)]) + numbers(network.encoder.pos_embedding)[0]
    )
    found = []
    for block in network.encoder.layers:
        heads, width = block.num_heads, tokens.shape[1]
        projected = layer_norm(block.ln_1, tokens) @ numbers(block.self_attention.in_proj_weight).T
        projected += numbers(block.self_attention.in_proj_bias)
        query, key, _ = (part.reshape(-1, heads, width // heads) for part in np.split(projected, 3, axis=1))
        scores = np.einsum("qhd,khd->hqk", query, key) / np.sqrt(width // heads)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        found.append(scores / scores.sum(-1, keepdims=True))
        with torch.no_grad():
            tokens = numbers(block(torch.from_numpy(tokens)[None].float())[0])
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_the_product_of_the_attentions_with_the_residual(seed):
    network, picture = model("vit_b_16"), batch(1, seed)[0]
    matrices = attentions(network, picture.numpy())
    assert len(matrices) == 12
    expected = np.eye(17)
    for matrix in matrices:
        share = matrix.mean(0) + np.eye(17)
        expected = (share / share.sum(1, keepdims=True)) @ expected
    found = rollout(network, picture)
    np.testing.assert_allclose(found.flow.numpy(), expected, atol=1e-6)
    np.testing.assert_allclose(found.last.numpy(), matrices[-1][:, 0], atol=1e-6)
    np.testing.assert_allclose(found.grid().numpy(), expected[0, 1:].reshape(4, 4), atol=1e-6)
    np.testing.assert_allclose(found.heads().numpy()[3], matrices[-1][3, 0, 1:].reshape(4, 4), atol=1e-6)


def test_every_row_adds_up_to_one():
    found = rollout(model("vit_b_16"), batch(1)[0])
    torch.testing.assert_close(found.flow.sum(1), torch.ones(17))
    torch.testing.assert_close(found.last.sum(1), torch.ones(12))
    assert (found.flow >= 0).all()


def test_the_patches_stand_row_by_row():
    assert torch.equal(squared(torch.arange(10.0)), torch.arange(1.0, 10).view(3, 3))


def test_the_network_answers_as_before():
    network, examples = model("vit_b_16"), batch()
    with torch.no_grad():
        before = network(examples)
        rollout(network, examples[0])
        assert torch.equal(network(examples), before)
