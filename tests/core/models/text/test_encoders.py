"""A local folder of an encoder as a job's source: from the folder to the run, and on without it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from tests import encoders
from tests.core.training import made
from transfer_gui.core import paths, recipes
from transfer_gui.core.data.domain import Mark
from transfer_gui.core.data.domains import find
from transfer_gui.core.errors import Refused, UserError
from transfer_gui.core.evaluate.predict import predict
from transfer_gui.core.events import Note
from transfer_gui.core.export.export import export
from transfer_gui.core.export.script import script
from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.models import build, catalogue, places, tree
from transfer_gui.core.models.blocks import blocks
from transfer_gui.core.models.layer import heads_of
from transfer_gui.core.models.presets import presets
from transfer_gui.core.plan import Plan, Rule, freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.pieces import Pieces
from transfer_gui.core.runs import restore
from transfer_gui.core.training.estimate import estimate, trained_parameters

TEXT = find("text")


@pytest.fixture
def folder(tmp_path):
    return encoders.folder(tmp_path / "encoder")


@pytest.fixture
def data(tmp_path):
    return encoders.table(tmp_path / "glosses.csv")


def source(folder):
    return Source(model="bert_encoder", weights=str(folder))


def job(folder, data, plan=None, **device):
    return Job(
        source=source(folder),
        plan=plan or freeze_all_but(["head"]),
        data=Data(path=str(data), domain="text", validation=0.25, augmentation="none"),
        training=Training(epochs=2, batch_size=6, learning_rate=0.05, schedule="constant"),
        device=Device(name="cpu", workers=0, **device),
    )


def layers(folder, classes=3):
    return tree.of_source(source(folder), classes)


def written(tmp_path, text, name="one.txt"):
    path = tmp_path / name
    path.write_text(text)
    return str(path)


@torch.no_grad()
def test_from_a_text_to_its_vector_it_is_what_transformers_gives(folder, tmp_path):
    transformers = pytest.importorskip("transformers")
    built = build.build(source(folder), 3, 0)
    reference = transformers.BertModel.from_pretrained(str(folder)).eval()
    rules = transformers.PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), pad_token="[PAD]")
    for text in ("An animal of the sea!", "unaffable music", "the zebra", ""):
        prepared = TEXT.prepare(written(tmp_path, text), built.preprocessing, "none", None)
        plain = rules([text], return_tensors="pt")
        ids = plain["input_ids"]
        assert prepared.tolist() == ids[0].tolist() + [0] * (64 - ids.shape[1])
        whole = reference(input_ids=ids, attention_mask=plain["attention_mask"]).last_hidden_state[0]
        found = built.model.eval().features(TEXT.normalise(prepared, built.preprocessing)[None])[0]
        torch.testing.assert_close(found, whole.mean(0), atol=1e-5, rtol=1e-5)


def test_a_run_and_its_checkpoint_need_the_folder_no_more(folder, data, tmp_path):
    events = made.carry_out(job(folder, data, Plan()), tmp_path / "run")
    assert made.finished(events).reason == "completed"
    start = load_file(folder / "model.safetensors")
    texts = [Path(written(tmp_path, f"{name} {text}", f"{name}.txt")) for name, (text, *_) in encoders.GLOSSES.items()]
    before = finish(predict(tmp_path / "run" / "checkpoints" / "last.pt", texts))
    shutil.rmtree(folder)
    moved = tmp_path / "elsewhere.pt"
    shutil.copy(tmp_path / "run" / "checkpoints" / "last.pt", moved)
    assert finish(predict(moved, texts)) == before
    assert before[0].probabilities != before[1].probabilities
    payload = restore.read(moved)
    recipe, network = restore.preprocessing(payload), restore.network(payload)
    assert isinstance(recipe, Pieces)
    assert not torch.equal(network.encoder.layer[0].output.dense.weight, start["encoder.layer.0.output.dense.weight"])

    # And it is a source again, with the sizes and the tokeniser that it brought along.
    again = build.build(source(moved), 5, 1)
    assert again.preprocessing == recipe
    assert torch.equal(again.model.encoder.layer[1].output.dense.weight, network.encoder.layer[1].output.dense.weight)
    assert tree.of_source(source(moved), 5).parameters == sum(p.numel() for p in again.model.parameters())


@pytest.mark.parametrize("learns", [["head"], ["encoder.layer.1", "head"]])
def test_what_is_frozen_is_run_once_and_the_run_is_the_same(folder, data, tmp_path, learns, monkeypatch):
    plan = freeze_all_but(learns)
    plain = made.carry_out(job(folder, data, plan, reuse=False), tmp_path / "plain")
    read = []
    whole = type(TEXT).prepare
    monkeypatch.setattr(type(TEXT), "prepare", lambda self, path, *rest: read.append(path) or whole(self, path, *rest))
    kept = made.carry_out(job(folder, data, plan, reuse=True), tmp_path / "kept")
    assert made.losses(kept) == pytest.approx(made.losses(plain), rel=1e-4, abs=1e-5)
    assert len(read) == len(set(read)) == 24, "each text is read once, in all epochs together"
    before, after = made.weights(tmp_path / "plain"), made.weights(tmp_path / "kept")
    for name, tensor in before.items():
        torch.testing.assert_close(after[name], tensor, atol=1e-5, rtol=1e-4)
    start = load_file(folder / "model.safetensors")["encoder.layer.0.output.dense.weight"]
    assert torch.equal(after["encoder.layer.0.output.dense.weight"], start)


def test_blocks_that_are_computed_twice_learn_the_same(folder, data, tmp_path):
    plain = made.carry_out(job(folder, data, Plan(), reuse=False), tmp_path / "plain")
    twice = made.carry_out(job(folder, data, Plan(), reuse=False, checkpointing=True), tmp_path / "twice")
    assert made.losses(twice) == pytest.approx(made.losses(plain), rel=1e-5)


def test_its_blocks_are_groups_of_the_tree(folder):
    root = layers(folder)
    assert [block.path for block in blocks(root)] == ["embeddings", "encoder.layer.0", "encoder.layer.1"]
    plans = presets(root)
    assert plans["head"] == freeze_all_but(["head"])
    assert plans["last_stage"] == freeze_all_but(["encoder.layer.1", "head"])
    assert heads_of(root) == {f"encoder.layer.{i}.attention.self": 4 for i in (0, 1)}
    gradual = freeze_all_but(["head"])
    gradual = Plan(layers={**gradual.layers, "encoder.layer.1": Rule(frozen=True, unfreeze_at=1)})
    block = sum(layer.parameters for layer in root.walk() if layer.path == "encoder.layer.1")
    head = 32 * 3 + 3
    assert [trained_parameters(root, gradual, epoch) for epoch in (0, 1)] == [head, head + block]
    assert root.parameters - head == encoders.SIZES.parameters


def test_checkpointing_and_freezing_are_in_the_estimate(folder, data):
    root = layers(folder)
    whole = estimate(root, job(folder, data, Plan(), reuse=False))
    twice = estimate(root, job(folder, data, Plan(), reuse=False, checkpointing=True))
    head = estimate(root, job(folder, data, freeze_all_but(["head"]), reuse=False))
    assert twice.activations < whole.activations
    assert head.activations < whole.activations / 10
    assert whole.weights == 4 * root.parameters


def test_a_preview_shows_the_pieces_and_marks_what_is_not_known(folder, tmp_path):
    recipe = catalogue.weights_of(source(folder)).preprocessing
    path = written(tmp_path, "The unaffable zebra!")
    shown = TEXT.preview(path, recipe)
    assert shown.text == "[CLS] the un ##aff ##able zebra ! [SEP]"
    at = shown.text.index("zebra")
    assert shown.marks == (Mark(at, at + 5, -1.0),)
    drawn = [TEXT.preview(path, recipe, "trivial", seed) for seed in range(6)]
    assert any("[MASK]" in one.text for one in drawn)
    assert all(one.text.startswith("[CLS]") and one.text.endswith("[SEP]") for one in drawn)
    assert drawn[0] == TEXT.preview(path, recipe, "trivial", 0)


def test_the_recipe_goes_as_plain_data_and_is_told_apart_by_its_tokeniser(folder):
    recipe = catalogue.weights_of(source(folder)).preprocessing
    assert recipes.read(recipe.to_dict()) == recipe
    assert "##aff" not in repr(recipe)
    other = Pieces(recipe.tokenizer.replace("##aff", "##uff"), 60, 64, 0, 64)
    assert repr(other) != repr(recipe)
    assert recipe.at_size(9999).size == 64
    for wrong in ({"padding": 60}, {"length": 65}, {"longest": "x"}):
        with pytest.raises(ValueError, match=r"sizes|invalid"):
            recipes.read(recipe.to_dict() | wrong)


def test_a_length_beyond_the_network_s_is_told(folder, data, tmp_path):
    events = made.carry_out(replace(job(folder, data), "data.input_size", 100), tmp_path / "run")
    assert any("reads 64 pieces of words, where 100" in note.text for note in made.of(events, Note))


def test_folders_are_found_and_minilm_by_its_name(folder, tmp_path):
    entries = {e.title: e for e in finish(catalogue.load([tmp_path])) if e.brings == "folder"}
    own = entries["encoder (Text encoder of the BERT family)"]
    assert (own.origin, own.parameters, own.ready.id) == ("file", encoders.SIZES.parameters, str(folder))
    lacking = entries["MiniLM L6"].weights[0]
    assert lacking.where == "import"
    words = places.bring(lacking)
    for part in ("tokenizer.json", lacking.url, str(paths.weights() / "all-MiniLM-L6-v2")):
        assert part in words
    with pytest.raises(UserError, match="not on this computer"):
        build.build(Source(model="minilm", weights=lacking.id), 3, 0)
    cached = tmp_path / "models--sentence-transformers--all-MiniLM-L6-v2" / "snapshots" / "0a1b"
    shutil.copytree(folder, cached)
    (found,) = catalogue.find("minilm", [tmp_path]).weights
    assert (found.where, found.id) == ("disk", lacking.id)
    model = build.build(Source(model="minilm", weights=lacking.id), 3, 0, [tmp_path]).model
    kept = load_file(cached / "model.safetensors")
    assert torch.equal(model.embeddings.LayerNorm.weight, kept["embeddings.LayerNorm.weight"])


def test_minilm_is_as_large_as_is_said():
    numbers = sum(p.numel() for p in build.skeleton("minilm", 7).parameters()) - 7 * 385
    assert numbers == catalogue.find_entry("minilm").parameters == 22_565_376


def spoil(folder, name, content):
    if content is None:
        (folder / name).unlink()
    elif isinstance(content, dict):
        encoders.folder(folder, **content)
    else:
        (folder / name).write_text(content)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tokenizer.json", None, r"has no tokenizer\.json.*Choose a folder with config\.json"),
        ("tokenizer.json", "{}", r"tokenizer\.json is no sound tokenizer\.json"),
        ("model.safetensors", None, r"has no model\.safetensors"),
        ("config.json", {"model_type": "gpt2"}, r"config\.json: model_type is 'gpt2'; it must be one of bert"),
        ("config.json", {"hidden_size": 64}, r"not fit the config\.json.*60 x 32 in the file, 60 x 64 in the model"),
        ("config.json", {"num_hidden_layers": 1}, r"does not fit.*Without a place in the model: encoder\.layer\.1"),
        ("config.json", {"vocab_size": 20}, "does not fit"),
    ],
)  # fmt: skip
def test_a_folder_that_is_not_whole_is_told(folder, name, content, said):
    spoil(folder, name, content)
    with pytest.raises(UserError, match=rf"(?s){said}") as caught:
        build.build(source(folder), 3, 0)
    assert str(folder) in caught.value.what
    assert caught.value.cure


def test_a_pickle_alone_is_read_without_running_it_or_refused(folder):
    state = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    torch.save(state, folder / "pytorch_model.bin")
    assert build.build(source(folder), 3, 0).model.encoder.layer
    torch.save(torch.nn.Linear(2, 2), folder / "pytorch_model.bin")
    with pytest.raises(Refused, match=r"pytorch_model\.bin holds a whole model as a Python object"):
        build.build(source(folder), 3, 0)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("none", "not trained from scratch"),
        ("shipped", "Give the path of a folder"),
        ("/nowhere", "has no config.json"),
    ],
)
def test_other_sources_of_an_encoder_say_what_is_wanted(weights, said):
    with pytest.raises(UserError, match=said):
        build.build(Source(model="bert_encoder", weights=weights), 3, 0)
    if weights != "none":
        return
    with pytest.raises(UserError, match="Choose a folder of weights for it first"):
        tree.layers("bert_encoder", 3)


def test_a_checkpoint_with_sizes_that_make_no_sense_is_refused(folder, data, tmp_path):
    made.carry_out(job(folder, data), tmp_path / "run")
    payload = restore.read(tmp_path / "run" / "checkpoints" / "last.pt")
    for wrong in ({"heads": 5}, {"layers": 10**9}, {"activation": "exec"}, {"pooling": "max"}, {"width": 40}):
        with pytest.raises(Refused):
            restore.network(payload | {"model_options": payload["model_options"] | wrong})


def test_weights_in_the_folder_or_the_folder_are_the_same(folder):
    file = build.build(source(folder / "model.safetensors"), 3, 0)
    assert file.preprocessing == build.build(source(folder), 3, 0).preprocessing
    with pytest.raises(UserError, match="Choose the folder"):
        build.build(source(folder / "tokenizer.json"), 3, 0)
    save_file({"a": torch.zeros(1)}, folder / "other.safetensors")
    with pytest.raises(UserError, match="Choose the folder"):
        build.build(source(folder / "other.safetensors"), 3, 0)


def test_it_is_exported_with_a_script_by_this_program(folder, data, tmp_path):
    made.carry_out(job(folder, data), tmp_path / "run")
    shutil.rmtree(folder)
    done = finish(export(tmp_path / "run", "last", tmp_path / "mine", "safetensors"))
    assert done.largest_difference == 0
    assert not done.stands_alone
    text = written(tmp_path, "a wild animal that runs")
    line = [sys.executable, str(done.predict_script), str(done.path), text]
    said = subprocess.run(line, capture_output=True, text=True, check=True, timeout=200).stdout
    (told,) = finish(predict(tmp_path / "run" / "checkpoints" / "last.pt", [Path(text)]))
    assert said.strip() == f"{text}: {told.name} {told.probability:.4f}"
    with pytest.raises(UserError, match="asks for something else"):
        script(job(folder, data))
