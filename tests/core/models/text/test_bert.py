"""Encoders of the BERT family against Hugging Face's transformers, on small random networks; no network access."""

import json
import os

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import fx, nn

from tests.core.text.made import tokenizer
from transfer_gui.core.errors import Refused, UserError
from transfer_gui.core.job import Source
from transfer_gui.core.models import build
from transfer_gui.core.models.head import head_of
from transfer_gui.core.models.tracing import trace

transformers = pytest.importorskip("transformers")

SIZES = {"vocab_size": 50, "hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 4}
BERT = SIZES | {"intermediate_size": 40, "max_position_embeddings": 20}
DISTILBERT = {"vocab_size": 50, "dim": 24, "n_layers": 2, "n_heads": 4, "hidden_dim": 40, "max_position_embeddings": 20}
FAMILIES = {
    "bert": (transformers.BertConfig, transformers.BertModel, BERT),
    "roberta": (transformers.RobertaConfig, transformers.RobertaModel, BERT),
    "xlm-roberta": (transformers.XLMRobertaConfig, transformers.XLMRobertaModel, BERT | {"type_vocab_size": 1}),
    "camembert": (transformers.CamembertConfig, transformers.CamembertModel, BERT),
    "distilbert": (transformers.DistilBertConfig, transformers.DistilBertModel, DISTILBERT),
}
TEXTS = [[7, 30, 12, 49, 3], [9], [20, 21, 22, 23, 24, 25, 26, 27, 28]]


def network(family="bert", kind=None, **settings):
    """A network of transformers with random weights, none of them zero or one, where it would hide a mistake."""
    config_of, model_of, sizes = FAMILIES[family]
    torch.manual_seed(0)
    model = (kind or model_of)(config_of(**sizes | settings)).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.2 * torch.randn_like(parameter))
    return model


def saved(model, folder):
    model.save_pretrained(str(folder))
    tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def from_folder(folder, classes, pooling="mean", seed=0):
    """The network as a job has it, with the pooling that sentence-transformers writes beside the weights."""
    if folder.is_dir():
        (folder / "1_Pooling").mkdir(exist_ok=True)
        (folder / "1_Pooling" / "config.json").write_text(json.dumps({f"pooling_mode_{pooling}_token": True}))
    return build.build(Source(model="bert_encoder", weights=str(folder)), classes, seed).model


@pytest.fixture
def folder(tmp_path):
    return saved(network(), tmp_path)


def padded(padding, length, texts=TEXTS):
    return torch.tensor([text + [padding] * (length - len(text)) for text in texts])


def edit(path, **changes):
    """Change settings of a config.json; None takes one out."""
    values = json.loads(path.read_text()) | changes
    path.write_text(json.dumps({name: value for name, value in values.items() if value is not None}))


@torch.no_grad()
@pytest.mark.parametrize("activation", ["gelu", "gelu_new", "relu"])
@pytest.mark.parametrize("family", FAMILIES)
def test_it_computes_what_transformers_computes(family, activation, tmp_path):
    name = "activation" if family == "distilbert" else "hidden_act"
    reference = network(family, **{name: activation})
    model = from_folder(saved(reference, tmp_path), 3).eval()
    ids = padded(model.padding, 12)
    real = ids != model.padding
    expected = reference(ids, attention_mask=real.long()).last_hidden_state
    torch.testing.assert_close(model.hidden(ids)[real], expected[real], atol=1e-5, rtol=1e-5)
    for row, text, there in zip(model.features(ids.int()), expected, real, strict=True):
        torch.testing.assert_close(row, text[there].mean(0), atol=1e-5, rtol=1e-5)
    first = from_folder(tmp_path, 3, "cls").eval()
    torch.testing.assert_close(first.features(ids), expected[:, 0], atol=1e-5, rtol=1e-5)
    assert model(ids).shape == (3, 3)


@torch.no_grad()
@pytest.mark.parametrize(
    ("family", "kind"),
    [
        ("bert", "BertForMaskedLM"),
        ("bert", "BertForPreTraining"),
        ("bert", "BertForSequenceClassification"),
        ("roberta", "RobertaForMaskedLM"),
        ("roberta", "RobertaForTokenClassification"),
        ("distilbert", "DistilBertForMaskedLM"),
        ("distilbert", "DistilBertForSequenceClassification"),
        ("distilbert", "DistilBertForQuestionAnswering"),
    ],
)
def test_the_encoder_of_a_network_for_another_task(family, kind, tmp_path):
    whole = network(family, getattr(transformers, kind))
    model = from_folder(saved(whole, tmp_path), 3).eval()
    ids = padded(model.padding, 9)
    real = ids != model.padding
    expected = whole.base_model(ids, attention_mask=real.long()).last_hidden_state
    torch.testing.assert_close(model.hidden(ids)[real], expected[real], atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_an_old_file_by_torch_with_names_of_its_time(folder):
    reference = network()
    renamed = {
        f"bert.{name}".replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): t
        for name, t in reference.state_dict().items()
    }
    torch.save(renamed | {"bert.embeddings.position_ids": torch.arange(20)[None]}, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    model = from_folder(folder, 2).eval()
    expected = reference(padded(0, 9), attention_mask=(padded(0, 9) != 0).long()).last_hidden_state
    torch.testing.assert_close(model.hidden(padded(0, 9))[0, :5], expected[0, :5], atol=1e-5, rtol=1e-5)


def test_half_precision_is_read_as_float32(folder):
    path = folder / "model.safetensors"
    save_file({name: tensor.half() for name, tensor in load_file(path).items()}, path)
    assert {parameter.dtype for parameter in from_folder(folder, 2).parameters()} == {torch.float32}


@torch.no_grad()
@pytest.mark.parametrize("pooling", ["mean", "cls"])
@pytest.mark.parametrize("family", ["bert", "roberta"])
def test_neither_padding_nor_the_other_texts_matter(family, pooling, tmp_path):
    model = from_folder(saved(network(family), tmp_path), 3, pooling).eval()
    expected = torch.cat([model(padded(model.padding, len(text), [text])) for text in TEXTS])
    for length in (9, 15, model.longest):
        torch.testing.assert_close(model(padded(model.padding, length)), expected, atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_padding_alone_is_a_number(folder):
    model = from_folder(folder, 3).eval()
    assert model(torch.zeros(2, 5, dtype=torch.int32)).isfinite().all()


@torch.no_grad()
@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_it_can_be_traced(folder, pooling):
    model = from_folder(folder, 3, pooling).eval()
    ids = padded(0, 9)
    torch.testing.assert_close(fx.symbolic_trace(model)(ids), model(ids))
    traced = trace(model)
    assert traced is not None
    torch.testing.assert_close(traced.module(model, traced.graph)(ids), model(ids))
    targets = {str(node.target) for node in traced.graph.nodes}
    assert "encoder.layer.1.attention.self.query" in targets
    assert "encoder.layer.1.attention.self.attend" in targets


def test_every_weight_learns_and_the_head_is_the_last(folder):
    model = from_folder(folder, 3)
    assert model.training
    assert head_of(model) == "head"
    nn.functional.cross_entropy(model(padded(0, 9)), torch.tensor([0, 1, 2])).backward()
    still = {name for name, parameter in model.named_parameters() if parameter.grad is None}
    assert not still


def test_the_head_is_drawn_by_the_seed_alone(folder):
    state = torch.get_rng_state()
    heads = [from_folder(folder, 3, seed=seed).head.weight for seed in (1, 1, 2)]
    assert torch.equal(heads[0], heads[1])
    assert not torch.equal(heads[0], heads[2])
    assert torch.equal(torch.get_rng_state(), state)


def test_texts_that_are_too_long(folder, tmp_path):
    from transfer_gui.core.models.text.bert_config import read

    model = from_folder(folder, 3)
    with pytest.raises(AssertionError, match="20 pieces at most"):
        model(torch.ones(1, 21, dtype=torch.int64))
    assert read(folder / "config.json").longest == 20
    assert read(saved(network("roberta"), tmp_path / "r") / "config.json").longest == 18


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"model_type": "mpnet"}, "model_type is 'mpnet'; it must be one of bert, roberta"),
        ({"model_type": None}, "model_type is missing"),
        ({"model_type": ["bert"]}, "model_type is"),
        ({"hidden_size": None}, "hidden_size is missing"),
        ({"hidden_size": 24.0}, "hidden_size is 24.0"),
        ({"hidden_size": -1}, "hidden_size is -1"),
        ({"hidden_size": True}, "hidden_size is True"),
        ({"num_hidden_layers": 10**9}, "num_hidden_layers is 1000000000"),
        ({"num_attention_heads": 5}, "num_attention_heads is 5; it must be a divisor of hidden_size, 24"),
        ({"hidden_act": "swish"}, "hidden_act is 'swish'"),
        ({"hidden_act": {"a": 1}}, "hidden_act is"),
        ({"position_embedding_type": "relative_key"}, "position_embedding_type is 'relative_key'"),
        ({"layer_norm_eps": "1e-12"}, "layer_norm_eps is '1e-12'"),
        ({"layer_norm_eps": float("nan")}, "layer_norm_eps is nan"),
        ({"pad_token_id": 50}, "pad_token_id is 50; it must be below the number of ids, 50"),
        ({"hidden_dropout_prob": 1.5}, "hidden_dropout_prob is 1.5"),
        ({"is_decoder": True}, "is_decoder is True"),
        ({"model_type": "roberta", "pad_token_id": 30}, "max_position_embeddings is 20; it must be more than 31"),
    ],
)
def test_settings_that_are_not_understood(folder, changes, said):
    edit(folder / "config.json", **changes)
    with pytest.raises(Refused, match=said) as caught:
        from_folder(folder, 2)
    assert str(folder / "config.json") in caught.value.what


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "[" * 100_000, '{"vocab_size": ' + "9" * 5000 + "}", "\xff"])
def test_a_config_that_is_none(folder, content):
    (folder / "config.json").write_text(content, "latin-1")
    with pytest.raises(Refused, match=r"config\.json"):
        from_folder(folder, 2)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_file_that_is_missing(folder, name):
    (folder / name).unlink()
    with pytest.raises(UserError, match=f"has no {name}; it has .*json"):
        from_folder(folder, 2)
    with pytest.raises(UserError, match="empty or not there"):
        from_folder(folder / "nowhere", 2)


def test_weights_in_several_parts_say_so(folder):
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    (folder / "model.safetensors.index.json").write_text("{}")
    with pytest.raises(Refused, match="in several parts"):
        from_folder(folder, 2)


KEY = "encoder.layer.0.attention.self.key.weight"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda s: s.pop("encoder.layer.1.output.dense.bias"),
            r"Missing in the file: encoder\.layer\.1\.output",
        ),
        (lambda s: s.update({"strange.weight": torch.zeros(2)}), r"Without a place in the model: strange\.weight"),
        (lambda s: s.update({KEY: torch.zeros(24, 12)}), r"Of another shape: .*key\.weight \(24 x 12 in .*, 24 x 24"),
        (lambda s: s["embeddings.LayerNorm.bias"].fill_(torch.nan), r"not numbers.*embeddings\.LayerNorm\.bias"),
    ],
    ids=["missing", "unexpected", "misshaped", "not a number"],
)
def test_tensors_that_do_not_fit_are_named(folder, change, said):
    path = folder / "model.safetensors"
    state = load_file(path)
    change(state)
    save_file(state, path)
    with pytest.raises(Refused, match=said):
        from_folder(folder, 2)


def test_weights_of_another_kind_of_network(folder):
    save_file({"conv1.weight": torch.zeros(3, 3)}, folder / "model.safetensors")
    with pytest.raises(Refused, match="does not fit"):
        from_folder(folder, 2)


def test_weights_that_are_cut_off(folder):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(Refused, match=r"model\.safetensors"):
        from_folder(folder, 2)


class Harmful:
    def __reduce__(self):
        return os.system, ("touch harmed",)


def test_a_file_that_would_run_something_is_not_opened(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "model.safetensors").unlink()
    torch.save({"embeddings.word_embeddings.weight": Harmful()}, folder / "pytorch_model.bin")
    with pytest.raises(Refused, match="would run code"):
        from_folder(folder, 2)
    assert not (folder / "harmed").exists()
