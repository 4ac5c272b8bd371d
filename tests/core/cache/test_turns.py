"""What is done ahead lets go at once, and what a person waits for never waits for more than a piece of it."""

import threading

from transfer_gui.core.cache.turns import Turns


def test_the_background_hears_that_it_is_to_end_and_the_foreground_waits_for_that():
    turns, order = Turns(), []
    started = threading.Event()

    def behind():
        with turns.background():
            started.set()
            while not turns.wanted:
                threading.Event().wait(0.01)
            order.append("let go")

    thread = threading.Thread(target=behind)
    thread.start()
    assert started.wait(10)
    with turns.foreground():
        order.append("begun")
        assert turns.wanted
    thread.join(10)
    assert order == ["let go", "begun"]
    assert not turns.wanted


def test_several_foreground_actions_do_not_wait_for_each_other():
    turns = Turns()
    with turns.foreground(), turns.foreground():
        assert turns.wanted
    assert not turns.wanted


def test_a_fault_in_either_leaves_the_turns_as_they_were():
    turns = Turns()
    for block in (turns.foreground, turns.background):
        try:
            with block():
                raise ValueError("a fault")
        except ValueError:
            pass
    assert not turns.wanted
    with turns.background():
        assert not turns.wanted
