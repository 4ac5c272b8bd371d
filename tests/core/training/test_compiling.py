"""A compiled network trains to the same result, and one that cannot be compiled is trained as it is."""

import pytest
import torch

from tests.core.training import made
from transfer_gui.core.events import Note
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.training import compiling
from transfer_gui.core.training.compiling import Compiled

pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("data") / "set", {"blue": 8, "green": 8})


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Traced, cut into a forward and a backward graph, but not handed to a C++ compiler, which takes a minute."""
    monkeypatch.setattr(compiling, "BACKEND", "aot_eager")
    torch.compiler.reset()
    yield
    torch.compiler.reset()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
@pytest.mark.parametrize("reuse", [False, True])
@pytest.mark.parametrize("plan", [Plan(), freeze_all_but(["layer4", "fc"])], ids=["everything", "last stage"])
def test_the_run_is_the_same_but_for_rounding(data, tmp_path, plan, reuse):
    edits = {"plan": plan, "device__reuse": reuse, "training__learning_rate": 1e-3}
    plain = made.carry_out(made.job(data, **edits), tmp_path / "plain")
    compiled = made.carry_out(made.job(data, device__compile=True, **edits), tmp_path / "compiled")
    assert made.losses(compiled) == pytest.approx(made.losses(plain), rel=1e-3)
    one, other = made.weights(tmp_path / "plain"), made.weights(tmp_path / "compiled")
    assert one.keys() == other.keys()
    assert all(torch.allclose(one[n].float(), other[n].float(), rtol=1e-2, atol=1e-4) for n in one)
    said = [event.text for event in made.of(compiled, Note)]
    assert any("is compiled" in text for text in said)
    assert not any("could not" in text for text in said)


def test_what_cannot_be_compiled_is_computed_as_it_is_and_told_once(data, tmp_path, monkeypatch):
    class Broken(Exception):
        __module__ = "torch._dynamo.exc"

    def never(function, **_):
        def run(*args):
            raise Broken("no C++ compiler was found\nand more")

        return run

    monkeypatch.setattr(torch, "compile", never)
    plain = made.carry_out(made.job(data), tmp_path / "plain")
    events = made.carry_out(made.job(data, device__compile=True), tmp_path / "run")
    assert made.losses(events) == made.losses(plain)
    assert [e.text for e in made.of(events, Note) if "could not" in e.text] == [
        "The network could not be compiled, and is computed as it is: no C++ compiler was found"
    ]


def test_a_fault_of_the_network_itself_is_not_hidden(monkeypatch):
    monkeypatch.setattr(torch, "compile", lambda function, **_: function)

    def faulty(x):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Compiled(faulty)(torch.zeros(1))
