"""Networks over words, against computations by hand and torch's own packed sequences."""

import pytest
import torch
from torch import fx, nn
from torch.nn.utils.rnn import pack_padded_sequence

from transfer_gui.core.models.head import head_of
from transfer_gui.core.models.text.words import WordCNN, WordGRU, WordMean, rows
from transfer_gui.core.models.tracing import trace

KINDS = [WordMean, WordCNN, WordGRU]
WORDS, WIDTH, CLASSES = 30, 6, 4
TEXTS = [[5, 9, 1, 7, 7, 22, 3], [8], [], [29, 2], [4, 4, 4, 6, 11]]


def made(kind):
    torch.manual_seed(0)
    return kind(WORDS, WIDTH, CLASSES).eval()


def padded(texts, length):
    return torch.tensor([text + [0] * (length - len(text)) for text in texts], dtype=torch.int32)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def model(request):
    return made(request.param)


@torch.no_grad()
def test_neither_padding_nor_the_other_texts_matter(model):
    expected = torch.cat([model(padded([text], max(len(text), 1))) for text in TEXTS])
    assert expected.shape == (5, CLASSES)
    for length in (7, 8, 40):
        torch.testing.assert_close(model(padded(TEXTS, length)), expected)
    torch.testing.assert_close(model(padded(TEXTS[::-1], 9).long()), expected.flip(0))


@torch.no_grad()
def test_a_text_without_words_has_the_head_s_bias(model):
    torch.testing.assert_close(model(padded([[]], 5))[0], model.head.bias)


@torch.no_grad()
def test_the_mean_is_that_of_the_vectors():
    model = made(WordMean)
    found = model.features(padded(TEXTS, 10))
    for row, text in zip(found, TEXTS, strict=True):
        expected = sum((model.embedding.weight[i] for i in text), torch.zeros(WIDTH)) / max(len(text), 1)
        torch.testing.assert_close(row, expected)


@torch.no_grad()
def test_the_convolutions_are_the_highest_over_all_windows_with_a_word():
    model = made(WordCNN)
    found = model.features(padded(TEXTS, 10))
    for row, text in zip(found, TEXTS, strict=True):
        expected = []
        for convolution in model.convolutions:
            size = convolution.kernel_size[0]
            around = [0] * (size - 1)
            inputs = [torch.zeros(WIDTH) if i == 0 else model.embedding.weight[i] for i in [*around, *text, *around]]
            windows = [torch.stack(inputs[at : at + size]) for at in range(len(text) + size - 1 if text else 0)]
            answers = [torch.einsum("fws,sw->f", convolution.weight, window) + convolution.bias for window in windows]
            expected.append(torch.stack([*answers, torch.zeros(100)]).amax(0))
        torch.testing.assert_close(row, torch.cat(expected))


@torch.no_grad()
def test_the_gru_s_state_is_that_of_a_packed_sequence():
    model = made(WordGRU)
    texts = [text for text in TEXTS if text]
    ids = padded(texts, 12)
    packed = pack_padded_sequence(
        model.embedding(ids), [len(text) for text in texts], batch_first=True, enforce_sorted=False
    )
    torch.testing.assert_close(model.features(ids), model.gru(packed)[1][0])


@torch.no_grad()
def test_torch_fx_follows_it(model):
    ids = padded(TEXTS, 9)
    torch.testing.assert_close(fx.symbolic_trace(model)(ids), model(ids))


@torch.no_grad()
def test_the_program_s_own_tracer_follows_it(model):
    traced = trace(model)
    assert traced is not None
    ids = padded(TEXTS, 9)
    torch.testing.assert_close(traced.module(model, traced.graph)(ids), model(ids))
    names = {str(node.target) for node in traced.graph.nodes if node.op == "call_module"}
    assert {"embedding", "head"} <= names


def test_its_head_is_found(model):
    assert head_of(model) == "head"


def test_learning_changes_every_weight_but_the_padding_s(model):
    model.train()
    ids = padded(TEXTS, 9)
    nn.functional.cross_entropy(model(ids), torch.tensor([0, 1, 2, 3, 0])).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().sum() > 0, name
    assert not model.embedding.weight.grad[0].any()
    assert torch.equal(ids, padded(TEXTS, 9))


def test_rows_for_padding_and_unknown_words():
    vectors = torch.randn(7, 3).half()
    found = rows(vectors)
    assert found.dtype == torch.float32
    assert found.shape == (9, 3)
    assert not found[0].any()
    torch.testing.assert_close(found[1], vectors.float().mean(0))
    assert torch.equal(found[2:], vectors.float())
