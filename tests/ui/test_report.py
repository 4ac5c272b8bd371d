"""The figures of a report are drawn in any thread, in light colours, with or without a window."""

import base64
import threading

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QTextDocument

from tests.core.report.test_html import figures, whole_in_itself
from tests.core.training import made
from transfer_gui.core.inspect.figures import Axis, Lines, Table, is_empty
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.report.html import html
from transfer_gui.core.report.report import Report, Section
from transfer_gui.ui import report, theme
from transfer_gui.workers import work
from transfer_gui.workers.task import Tasks


def picture(address):
    head, _, data = address.partition(",")
    assert head == "data:image/png;base64"
    image = QImage.fromData(QByteArray(base64.b64decode(data)), "PNG")
    assert not image.isNull()
    return image


def ramp():
    line = np.linspace(0, 1, 20, dtype=np.float32)
    return Lines("A ramp", {"up": (line, line)}, Axis("step"), Axis("loss"), "with a note")


@pytest.fixture
def application(qapp):
    report.start()
    return qapp


@pytest.mark.parametrize("figure", [f for f in figures() if not is_empty(f) and not isinstance(f, Table)],
                         ids=lambda f: type(f).__name__)  # fmt: skip
def test_every_kind_of_figure_is_drawn_twice_as_fine_as_a_screen(application, figure):
    image = picture(report.draw(figure))

    assert image.width() == 2 * report.WIDTH
    assert image.height() > 40


def test_the_window_s_colours_do_not_show(application):
    theme.theme()
    with theme.drawn_in(theme.LIGHT):
        light = report.draw(ramp())

    with theme.drawn_in(theme.DARK):
        assert report.draw(ramp()) == light
        assert theme.colors() is theme.DARK, "what was given outside holds again"
    assert picture(light).pixelColor(0, 0) == QColor("#ffffff")


def test_colours_are_given_to_one_thread_alone(application):
    outside = theme.colors()
    seen = []

    with theme.drawn_in(theme.DARK if outside is theme.LIGHT else theme.LIGHT):
        thread = threading.Thread(target=lambda: seen.append(theme.colors()))
        thread.start()
        thread.join()
        assert theme.colors() is not outside

    assert seen == [outside]
    assert theme.colors() is outside


def test_a_thread_draws_the_same_to_the_byte(application):
    here, there = [report.draw(f) for f in figures()[:3]], []

    def work():
        there.extend(report.draw(f) for f in figures()[:3])

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(there) == sorted(here * 2)


def test_the_document_opens_with_its_pictures(application):
    found = Report("Title", "run", (Section("Curves & more", ("First paragraph.", ramp())),))

    document = QTextDocument()
    text = html(found, report.draw)
    document.setHtml(text)

    whole_in_itself(text)
    assert "First paragraph." in document.toPlainText()
    assert "Curves & more" in document.toPlainText()
    assert document.toPlainText().count("\ufffc") == 1, "one picture"


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of a small run."""
    folder = tmp_path_factory.mktemp("finished")
    data = made.pictures(folder / "data", {"blue": 4, "red": 5})
    made.finished(made.carry_out(made.job(data, plan=freeze_all_but(["fc"]), training__epochs=1), folder / "run"))
    return folder / "run"


def test_the_window_s_tasks_write_it(qtbot, application, finished, tmp_path):
    tasks, target, told, steps = Tasks(), tmp_path / "report.html", [], []

    tasks.start(work.report, finished, target, report.draw, done=told.append, failed=lambda *e: told.append(e),
                progress=steps.append)  # fmt: skip
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)

    assert told == [target]
    assert "resnet18" in whole_in_itself(target.read_text(encoding="utf-8")).text
    assert any(step.text.startswith("Drawing") for step in steps)
    assert tasks.shutdown()


def test_cancelled_while_it_draws_it_leaves_nothing(qtbot, application, finished, tmp_path):
    tasks, target = Tasks(), tmp_path / "report.html"
    running = []

    def cancel(step):
        if step.text.startswith("Drawing"):
            running[0].cancel()

    running.append(tasks.start(work.report, finished, target, report.draw, progress=cancel, tag="report"))
    with qtbot.waitSignal(running[0].finished, timeout=60_000):
        pass

    assert not list(tmp_path.iterdir())
    assert tasks.shutdown()
