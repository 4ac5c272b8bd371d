"""The jobs that ship: each fits its data and its model."""

import pytest

from transfer_gui.core import sample_job as samples
from transfer_gui.core.data import sample
from transfer_gui.core.data.domains import find
from transfer_gui.core.errors import UserError
from transfer_gui.core.models import build, catalogue
from transfer_gui.core.models.head import head_of
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.sample_job import of_sample, sample_job


@pytest.mark.parametrize(
    ("name", "model"), [(name, model) for name in samples.NAMES for model in samples._TRAINING[name]]
)
def test_the_model_reads_the_data_and_learns_its_head_alone(name, model):
    job = sample_job(name, model)
    assert job.data.domain == sample.domain(job.data.path)
    entry = catalogue.find_entry(model)
    assert any(weights.id == "shipped" for weights in catalogue.find(model).weights)
    assert find(job.data.domain).reads(entry.usual) is not None
    assert job.plan == freeze_all_but([head_of(build.empty(model, 8, build.options(model)))])


def test_words_on_the_command_line():
    assert of_sample("sample") == sample_job()
    assert of_sample("sample:glosses") == sample_job("glosses")
    assert of_sample("job.toml") is None
    with pytest.raises(UserError, match="no sample called 'nothing'"):
        of_sample("sample:nothing")
    with pytest.raises(UserError, match="no sample job for resnet18"):
        sample_job("sounds", "resnet18")
