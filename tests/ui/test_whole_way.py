"""The main job, driven as a person would: choose, freeze, train, pause, stop, export, load in plain PyTorch."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

pytestmark = pytest.mark.timeout(600)


def click(qtbot, window, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None, name
    assert button.isVisible(), f"{name} is not to be seen"
    assert button.isEnabled(), f"{name} is greyed out"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def tick(qtbot, window, path: str) -> None:
    """Click the check box of a layer in the tree."""
    window.layers.view.click_box(qtbot, path)


def run_to_end(qtbot, window, act=lambda event: None) -> list:
    events = []

    def take(event):
        events.append(event)
        act(event)

    window.context.runner.told.connect(take)
    with qtbot.waitSignal(window.context.runner.state_changed, timeout=300_000, check_params_cb=lambda s: s == "idle"):
        click(qtbot, window, "start")
    window.context.runner.told.disconnect(take)
    return events
