"""The job that ships, from a Keras file to a network for texts, as a person does it: open, look, train."""

import pytest

from tests.ui.hands import click, open_page
from transfer_gui.core.recipes.bag import Bag
from transfer_gui.core.runs import restore
from transfer_gui.core.sample_job import EXAMPLE, examples, named
from transfer_gui.ui.info_bar import Message

pytestmark = pytest.mark.timeout(600)


def test_the_job_that_ships_is_opened_looked_through_and_trained(qtbot, window):
    session, facts, runner = window.context.session, window.context.facts, window.context.runner
    before = examples()[EXAMPLE].read_bytes()
    window.actions_by_name["example"].trigger()
    assert session.job == named(EXAMPLE)
    assert window.commands.job_file is None, "what ships is not written to"
    qtbot.waitUntil(lambda: not facts.busy and facts.split is not None and facts.layers is not None, timeout=60_000)
    assert len(facts.dataset.examples) == 1200
    assert [layer.path for layer in facts.layers.children] == ["dense1", "dense2", "head"]
    assert session.job == named(EXAMPLE), "reading the data and the model changes nothing"

    open_page(qtbot, window, "source")
    assert window.browser.card.entry.name == "tfidf_mlp"
    assert "1,000 terms" in window.browser.card.figures.text()
    assert not window.browser.card.use.isEnabled(), "it is in use"

    open_page(qtbot, window, "data")
    passages = window.dataset.seen.preview.passages
    qtbot.waitUntil(lambda: "<" in passages[0].text(), timeout=30_000)  # words that do not count are marked

    session.edit("training.epochs", 2, "Shorter")
    open_page(qtbot, window, "train")
    click(qtbot, window, "start")
    qtbot.waitUntil(lambda: not runner.active and runner.outcome is not None, timeout=300_000)
    assert runner.outcome.reason == "completed"
    said = " ".join(message.accessibleName() for message in window.findChildren(Message))
    assert "made for pictures, and the target reads texts: the tasks are unlike" in said
    assert "0 of the target's 3 layers take over weights." in said
    recipe = restore.preprocessing(restore.read(runner.folder / "checkpoints" / "best.pt"))
    assert isinstance(recipe, Bag)
    assert len(recipe.terms) == 1000
    assert examples()[EXAMPLE].read_bytes() == before
