"""The attention of a text encoder, against the one that transformers tells."""

import numpy as np
import pytest
import torch

from tests import encoders
from transfer_gui.core.data.domains import find
from transfer_gui.core.explain.explain import explain
from transfer_gui.core.explain.pieces import attention
from transfer_gui.core.inspect import heads
from transfer_gui.core.inspect.figures import Heatmap, Table, Tiles
from transfer_gui.core.inspect.view import Subject
from transfer_gui.core.job import Data, Job, Source
from transfer_gui.core.models import build, tree
from transfer_gui.core.models.layer import heads_of
from transfer_gui.core.progress import finish
from transfer_gui.core.runs.place import Place
from transfer_gui.core.training.snapshot import snapshot

TEXT = "The unaffable animal eats zebra music!"


@pytest.fixture
def source(tmp_path):
    return Source(model="bert_encoder", weights=str(encoders.folder(tmp_path / "encoder")))


@pytest.fixture
def path(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    return tmp_path / "a.txt"


def test_it_is_the_roll_out_of_what_transformers_tells(source, path):
    transformers = pytest.importorskip("transformers")
    built, domain = build.build(source, 3, 0), find("text")
    ids = domain.normalise(domain.prepare(str(path), built.preprocessing, "none", None), built.preprocessing)
    reference = transformers.BertModel.from_pretrained(source.weights, attn_implementation="eager").eval()
    real = ids[ids != 0][None]
    with torch.no_grad():
        told = reference(input_ids=real, output_attentions=True).attentions
    flow = torch.eye(real.shape[1])
    for block in told:
        share = block[0].mean(0) + torch.eye(real.shape[1])
        flow = share / share.sum(-1, keepdim=True) @ flow
    built.model.train()
    found = attention(built.model, ids)
    assert built.model.training, "the network is left as it was"
    torch.testing.assert_close(found.last, told[-1][0], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(found.flow, flow, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(found.vector, flow.mean(0), atol=1e-5, rtol=1e-4)
    assert float(found.vector.sum()) == pytest.approx(1, abs=1e-5)


def test_a_text_is_looked_at_through_the_view(source, path):
    job = Job(source=source, data=Data(domain="text"))
    place = Place(title="the source", job=job, classes=("a", "b", "c"))
    figures = finish(explain(place, path, "", None, ["attention_of_pieces"]))["attention_of_pieces"]
    table, flow, last = figures
    assert isinstance(table, Table)
    names = [name for _, name, _ in sorted(table.rows)]
    assert names == ["[CLS]", "the", "un", "##aff", "##able", "animal", "eats", "zebra", "music", "!", "[SEP]"]
    assert sum(share for _, _, share in table.rows) == pytest.approx(1, abs=1e-4)
    assert isinstance(flow, Heatmap)
    assert flow.rows == flow.columns == tuple(names)
    assert isinstance(last, Tiles)
    np.testing.assert_allclose(last.images.sum(-1), 1, rtol=1e-4)


def test_the_inspector_parts_its_matrices_by_head(source):
    model = build.build(source, 3, 0).model
    every = heads_of(tree.of_source(source, 3))
    path = "encoder.layer.0.attention"
    subject = Subject(path, snapshot(model, path), {}, {p: n for p, n in every.items() if p.startswith(path)})
    norms, compared = heads.compute(subject)
    assert isinstance(norms, Heatmap)
    assert norms.rows == ("query", "key", "value", "output")
    attends = model.get_submodule(path)
    parts = (attends.self.query, attends.self.key, attends.self.value)
    with torch.no_grad():
        for row, part in enumerate(parts):
            np.testing.assert_allclose(norms.values[row], part.weight.view(4, 8, 32).norm(dim=(1, 2)), rtol=1e-5)
        output = attends.output.dense.weight.view(32, 4, 8).norm(dim=(0, 2))
        np.testing.assert_allclose(norms.values[3], output, rtol=1e-5)
        query, key = (part.weight.view(4, 8, 32) for part in parts[:2])
        np.testing.assert_allclose(compared.images, query.transpose(1, 2) @ key, rtol=1e-4, atol=1e-5)
