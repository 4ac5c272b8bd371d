"""What the window says is to be done, from plain facts."""

from dataclasses import dataclass, field, replace

import pytest

from transfer_gui.core.data.dataset import Dataset, Example, Split
from transfer_gui.core.frozen import replace as edit
from transfer_gui.core.job import Job
from transfer_gui.core.models import catalogue, tree
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.ui import readiness


@dataclass(frozen=True)
class Facts:
    catalogue: tuple = ()
    layers: object = None
    layers_error: str = ""
    dataset: Dataset | None = None
    split: Split | None = None
    dataset_error: str = ""
    busy: dict = field(default_factory=dict)

    def entry(self, name):
        return next((e for e in self.catalogue if e.name == name), None)


@pytest.fixture(scope="module")
def entries():
    return finish(catalogue.load())


@pytest.fixture
def facts(entries):
    examples = tuple(Example(f"/p/{i}.png", i % 2) for i in range(10))
    return Facts(
        entries,
        tree.layers("squeezenet1_1", 2),
        dataset=Dataset("/p", "folders", ("cat", "dog"), examples),
        split=Split(tuple(range(8)), (8, 9)),
    )


@pytest.fixture
def job():
    return edit(Job(plan=freeze_all_but(["classifier.1"])), "data.path", "/p")


def test_a_whole_job_is_ready(job, facts):
    assert readiness.problems(job, facts) == ()
    assert readiness.next_step(job, facts) == "Ready. Press Start."
    states = {s.page: s.state for s in readiness.steps(job, facts)}
    assert states == {
        "source": "done",
        "data": "done",
        "layers": "done",
        "train": "next",
        "inside": "any",
        "results": "open",
        "export": "open",
    }


def test_mixup_is_for_networks_that_read_decimal_numbers(job, facts):
    ids = edit(edit(edit(job, "source.model", "glove_mean"), "data.domain", "text"), "training.mixup", 0.2)
    (said,) = readiness.problems(ids, facts)
    assert "Mixup" in said
    step = next(s for s in readiness.steps(ids, facts) if s.page == "train")
    assert (step.state, step.words) == ("problem", said)
    for fits in (edit(ids, "training.mixup", 0.0), edit(ids, "source.model", "tfidf_mlp")):
        assert readiness.problems(fits, facts) == ()


def test_without_data_the_data_come_next(job, facts):
    bare = edit(job, "data.path", "")
    none = replace(facts, dataset=None, split=None)
    assert "Choose a dataset" in readiness.next_step(bare, none)
    assert [s.page for s in readiness.steps(bare, none) if s.state == "next"] == ["data"]


def test_weights_that_are_not_here_name_the_file_to_bring(job, facts):
    away = edit(edit(job, "source.model", "resnet18"), "source.weights", "torchvision:IMAGENET1K_V1")
    problems = readiness.problems(away, facts)
    assert "resnet18-f37072fd.pth" in problems[0]


def test_a_plan_that_freezes_all_is_refused(job, facts):
    frozen = edit(job, "plan", Plan().change([""], frozen=True))
    assert "nothing can be learned" in readiness.problems(frozen, facts)[0]
    late = edit(job, "plan", Plan().change([""], frozen=True, unfreeze_at=1))
    assert "first epoch" in readiness.problems(late, facts)[0]


def test_a_size_that_does_not_fit_names_the_one_that_does(job, facts):
    small = edit(edit(job, "source.model", "vit_b_16"), "data.input_size", 128)
    small = edit(small, "source.weights", "none")
    assert "224" in readiness.problems(small, facts)[0]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [("source.weights", "none", "random"), ("training.whole_set", True, "one step per epoch")],
)
def test_what_may_spoil_the_result_is_said(job, facts, path, value, words):
    assert not readiness.warnings(job, facts)
    assert any(words in text for text in readiness.warnings(edit(job, path, value), facts))


def test_patience_without_validation_is_said(job, facts):
    none = replace(facts, split=Split(tuple(range(10)), ()))
    assert any("Early stopping" in text for text in readiness.warnings(edit(job, "training.patience", 3), none))


def test_batches_of_one_with_free_batch_norm_are_said(job, facts):
    net = replace(facts, layers=tree.layers("resnet18", 2))
    one = edit(edit(job, "plan", Plan()), "training.batch_size", 1)
    assert any("batch-norm" in text for text in readiness.warnings(one, net))
    head = edit(one, "plan", freeze_all_but(["fc"]))
    assert not any("batch-norm" in text for text in readiness.warnings(head, net))
