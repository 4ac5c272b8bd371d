"""The page 'Results': how good the network is, where it is wrong, and what it makes of other examples."""

from functools import reduce
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ...workers import looking, work
from .. import report, theme
from ..context import Context
from ..icons import icon
from ..models.places import run_of
from ..results.mistakes import MistakesLook
from ..results.scores import ScoresLook
from ..results.try_it import TryLook
from ..translation import mark, sentences, tr
from ..widgets.card import Banner
from ..widgets.examples_choice import ExamplesChoice
from ..widgets.place_choice import PlaceChoice
from ..widgets.segmented import Segmented
from ..widgets.text import Text
from ..widgets.working import Working

LOOKS = (
    ("scores", mark("Scores"), mark("Accuracy with its interval, confusion matrix, per class, calibration")),
    ("mistakes", mark("Examples"), mark("The most wrong, the least certain, the likely mislabelled")),
    ("try", mark("Try it"), mark("Give it examples of your own")),
)

HELD = ("val", "test")
"""Sides that were not trained on."""
REPORT = mark("The whole run as one HTML file in its folder: job, data, curves, results, layers")
NO_REPORT = mark("A report is of a run: choose a checkpoint in a run's folder first")


class ResultsPanel(QWidget):
    """A network and examples above; the looks at what it says of them below."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.results: Any = None
        self._of: tuple[object, object] | None = None
        """The network and the examples that the results are of."""
        self.choice = Segmented(tr("Results"), LOOKS)
        self.choice.setObjectName("results_what")
        self.place = PlaceChoice(context, tr("Network of the results"), with_source=False)
        self.place.setObjectName("results_place")
        self.examples = ExamplesChoice(context)
        self.examples.setObjectName("results_examples")
        self.report = QPushButton(icon("script"), tr("Report"))
        self.report.setObjectName("open_report")
        self.state = Text("", "muted")
        self.state.setObjectName("results_state")
        self.working = Working(context.facts.tasks, "collect")
        self.reporting = Working(context.facts.tasks, "report")
        self.reported = Banner("good")
        self.reported.setObjectName("report_written")
        self.scores = ScoresLook(context)
        self.mistakes = MistakesLook(context)
        self.trying = TryLook(context)
        self.looks: dict[str, QWidget] = {"scores": self.scores, "mistakes": self.mistakes, "try": self.trying}
        self.stack = QStackedWidget()
        for look in self.looks.values():
            self.stack.addWidget(look)
        self._put_together()
        self.choice.chosen.connect(self.show_look)
        self.place.chosen.connect(self._place_changed)
        self.examples.chosen.connect(self.refresh)
        self.report.clicked.connect(self._report)
        self.scores.cell_picked.connect(self._show_cell)
        self.show_look("scores")

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(Text(tr("Results"), "title", wrap=False))
        head.addSpacing(theme.SPACE)
        head.addWidget(self.choice)
        head.addStretch(1)
        head.addWidget(self.report)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        for widget in (self.place, Text(tr("on", "a network on examples"), "muted", wrap=False), self.examples):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(theme.SPACE)
        column.addLayout(head)
        column.addLayout(row)
        for widget in (self.state, self.working, self.reporting, self.reported):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)

    def show_look(self, name: str) -> None:
        """Show one of the looks."""
        self.choice.set_value(name)
        self.stack.setCurrentWidget(self.looks[name])
        self.examples.setEnabled(name != "try")

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        self._place_changed()

    def _place_changed(self) -> None:
        place = self.place.place
        self.examples.follow(place)
        self.trying.look_at(place)
        self.report.setEnabled(run_of(place) is not None)
        self.report.setToolTip(tr(REPORT if run_of(place) is not None else NO_REPORT))
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Have the examples named by the network, if this is in sight and it has not been done."""
        place, examples = self.place.place, self.examples.examples
        if not self.isVisible():
            return
        if place is None or examples is None:
            self.state.say(tr("Train a network first, or choose a checkpoint: its results are shown here."))
            return
        if self._of is not None and self._of[0] == (place, _stamp(place.checkpoint)) and self._of[1] == examples:
            return
        self.state.say("")
        of = ((place, _stamp(place.checkpoint)), examples)

        def take(results: Any) -> None:
            self._of = of
            self._take(results, examples.run if examples.side in HELD else None)

        self.working.start(looking.collect, place, examples, self._context.facts.weight_folders, done=take)

    def _take(self, results: Any, run: Path | None) -> None:
        self.results = results
        self.scores.show_results(results, run)
        self.mistakes.show_results(results, self.place.place)
        notes: list[str] = []
        if results.left_out:
            notes.append(tr("{count} examples of classes the network does not know are left out: {classes}.",
                            count=results.left_out, classes=", ".join(results.unknown[:5])))  # fmt: skip
        if results.skipped:
            count, first = len(results.skipped), results.skipped[0].path
            notes.append(tr("{count} cannot be read, such as {path}.", count=count, path=first))
        self.state.say(reduce(sentences, notes, ""))

    def _show_cell(self, true: int, named: int | None) -> None:
        self.mistakes.show_cell(true, named)
        self.show_look("mistakes")

    def _report(self) -> None:
        folder = run_of(self.place.place)
        if folder is not None:
            target = folder / "report.html"
            folders = self._context.facts.weight_folders
            self.reported.hide()
            self.reporting.start(work.report, folder, target, report.draw, folders, done=self._tell)

    def _tell(self, path: Path) -> None:
        self.reported.say(tr("The report is written: {name}", name=path.name), str(path))
        self.reported.offer(tr("Open"), lambda: _open(path), "show_report", primary=True)
        self.reported.offer(tr("Show folder"), lambda: _open(path.parent), "show_report_folder")


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _stamp(path: Path | None) -> int:
    return path.stat().st_mtime_ns if path is not None and path.is_file() else 0
