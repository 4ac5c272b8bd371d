"""Examples are heard: the output is given what soundfile reads; and where nothing can be played, that is told."""

import sys

import numpy as np
import pytest
import soundfile
from PySide6.QtWidgets import QPushButton

from tests.core.data import pictures
from tests.ui.hands import open_page, press, settled
from transfer_gui.core.evaluate.predict import Prediction
from transfer_gui.core.evaluate.results import Results
from transfer_gui.core.sound import loudspeaker


class Output:
    """Stands for the package sounddevice: keeps what is played; `endless` until somebody stops it."""

    PortAudioError = type("PortAudioError", (Exception,), {})

    def __init__(self):
        self.streams, self.device, self.hold = [], {"name": "made up"}, None
        made = self

        class OutputStream:
            def __init__(self, samplerate, channels, dtype, latency):
                self.rate, self.channels, self.pieces, self.ended = samplerate, channels, [], []
                made.streams.append(self)

            def write(self, piece):
                assert piece.dtype == np.float32
                assert piece.shape[1] == self.channels
                self.pieces.append(piece.copy())
                if made.hold is not None:
                    raise made.hold

            def __getattr__(self, name):
                return lambda: self.ended.append(name)

        self.OutputStream = OutputStream

    def query_devices(self, kind):
        assert kind == "output"
        if self.device is None:
            raise ValueError("no default output device")
        return self.device

    def heard(self, place=-1):
        return np.concatenate(self.streams[place].pieces)


@pytest.fixture
def output(monkeypatch):
    made = Output()
    monkeypatch.setitem(sys.modules, "sounddevice", made)
    return made


@pytest.fixture
def sounds(tmp_path):
    """Two classes of three sounds: of two rates, one and two channels; one with values beyond full scale."""
    rng = np.random.default_rng(0)
    for number in range(6):
        path = tmp_path / "set" / "ab"[number % 2] / f"{number}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        wave = rng.normal(0, 0.6, (3000 + number, 1 + number % 2)).astype(np.float32)
        soundfile.write(path, wave, (8000, 22_050)[number // 3], subtype="FLOAT")
    return tmp_path / "set"


def chosen(qtbot, window, sounds):
    open_page(qtbot, window, "data")
    window.context.facts.choose_data(str(sounds))
    settled(qtbot, window)
    player = window.context.player
    qtbot.waitUntil(lambda: player.why_not is not None, timeout=10_000)
    return player


def button(window, name):
    return window.findChild(QPushButton, name)


def select(view, row):
    view.setCurrentIndex(view.model().index(row, 0))


def check(output, path):
    """The output was given the file, as soundfile reads it."""
    expected, rate = soundfile.read(path, dtype="float32", always_2d=True)
    stream = output.streams[-1]
    assert (stream.rate, stream.channels) == (rate, expected.shape[1])
    np.testing.assert_array_equal(output.heard(), np.clip(expected, -1, 1))
    assert stream.ended[:2] == ["start", "stop"], "heard to its end"


def test_the_selected_example_is_heard_as_it_is(qtbot, window, output, sounds):
    player = chosen(qtbot, window, sounds)
    listen, examples = button(window, "hear_example"), window.dataset.thumbnails
    assert listen.isVisible()
    assert not listen.isEnabled()
    assert "Select one example" in listen.toolTip()
    for label in range(2):
        window.dataset.table.selectRow(label)
        for row in range(3):
            select(examples, row)
            with qtbot.waitSignal(player.changed, timeout=10_000):
                press(qtbot, listen)
            qtbot.waitUntil(lambda: not player.path, timeout=10_000)
            check(output, examples.pictures.paths[row])
    assert len(output.streams) == 6


def test_another_example_or_a_second_click_ends_it(qtbot, window, output, tmp_path):
    for name in "ab":
        for number in range(2):
            path = tmp_path / "set" / name / f"{number}.wav"
            path.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(path, np.full(2_000_000, 0.1 + 0.01 * number + 0.2 * (name == "a")), 8000)
    player = chosen(qtbot, window, tmp_path / "set")
    listen, examples = button(window, "hear_example"), window.dataset.thumbnails
    for way in (lambda: press(qtbot, listen), lambda: select(examples, 1)):
        select(examples, 0)
        press(qtbot, listen)
        assert listen.text() == "Stop"
        qtbot.waitUntil(lambda: bool(output.streams and output.streams[-1].pieces), timeout=10_000)
        way()
        assert not player.path
        assert listen.text() == "Listen"
        qtbot.waitUntil(lambda: output.streams[-1].ended[-1:] == ["close"], timeout=10_000)
        assert "stop" not in output.streams[-1].ended
        output.streams.clear()


def test_an_output_that_goes_away_is_told(qtbot, window, output, sounds):
    chosen(qtbot, window, sounds)
    output.hold = output.PortAudioError("unplugged")
    select(window.dataset.thumbnails, 0)
    with qtbot.waitSignal(window.context.facts.failed, timeout=10_000) as told:
        press(qtbot, button(window, "hear_example"))
    assert "unplugged" in told.args[0]
    assert button(window, "hear_example").text() == "Listen"


def test_a_machine_without_an_output_says_so_by_the_button(qtbot, window, output, sounds):
    output.device = None
    chosen(qtbot, window, sounds)
    select(window.dataset.thumbnails, 0)
    listen = button(window, "hear_example")
    assert not listen.isEnabled()
    assert "no sound output. Connect headphones" in listen.toolTip()


def test_what_is_to_be_installed_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    assert "pip install sounddevice" in str(loudspeaker.why_not())
    monkeypatch.setattr(loudspeaker, "import_module", _no_library)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "apt install libportaudio2" in str(loudspeaker.why_not())


def _no_library(name):
    raise OSError("PortAudio library not found")


def test_pictures_are_not_heard(qtbot, window, tmp_path):
    open_page(qtbot, window, "data")
    window.context.facts.choose_data(str(pictures.classes(tmp_path / "set", {"a": 2, "b": 2})))
    settled(qtbot, window)
    select(window.dataset.thumbnails, 0)
    assert button(window, "hear_example").isHidden()
    assert window.context.player.why_not is None, "nobody has looked for an output"


def test_mistakes_and_what_was_tried_are_heard(qtbot, window, output, sounds):
    player = chosen(qtbot, window, sounds)
    files = sorted(sounds.glob("*/*.wav"))
    open_page(qtbot, window, "results")
    results = window.results
    labels = np.array([0, 0, 0, 1, 1, 1])
    probabilities = np.tile(np.array([[0.9, 0.1]], np.float32), (6, 1))
    results.mistakes.show_results(Results(("a", "b"), tuple(map(str, files)), labels, probabilities))
    listen = results.mistakes.listen
    select(results.mistakes.thumbnails, 1)
    assert listen.isEnabled()
    listen.click()
    qtbot.waitUntil(lambda: not player.path, timeout=10_000)
    check(output, results.mistakes.selected()[0])

    tried = results.trying
    tried._expect("sound")
    tried._take(Prediction(files[0], ("a", "b"), (0.9, 0.1)))
    tried.table.selectRow(0)
    tried.listen.click()
    qtbot.waitUntil(lambda: not player.path, timeout=10_000)
    check(output, files[0])
