"""Start, pause, stop, and how far the run has come."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ...core.events import EpochDone, Evaluating, RunFailed, RunFinished, RunStarted, Scores, StepsDone
from .. import readiness, theme
from ..context import Context
from ..icons import icon
from ..nouns import things
from ..status import clock, spell
from ..translation import mark, tr
from .card import Card
from .text import Text

NUMBERS = (
    ("left", mark("Time left"), mark("Time to the end of the run, from the speed so far")),
    ("speed", mark("Speed"), mark("Examples that go through training in a second")),
    ("memory", mark("Memory"), mark("What the program takes now (on a GPU: what is allocated there)")),
    ("waiting", mark("Waiting for data"), mark("Share of the time in which the device waits for examples to be read")),
)


class RunCard(Card):
    """The buttons of the run and its figures. Follows the runner and nothing else."""

    export_requested = Signal()
    compare_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._context = context
        self._started: RunStarted | None = None
        self._best: tuple[int, Scores] | None = None
        self.start = self._button("start", tr("Start"), "play", tr("Train this job (F5)"))
        self.start.setProperty("primary", "true")
        self._tint()
        theme.theme().changed.connect(self._tint)
        self.start.setMinimumHeight(40)
        tip = tr("Hold after the running batch; nothing is lost (F6)")
        self.pause = self._button("pause", tr("Pause"), "pause", tip)
        self.stop = self._button(
            "stop", tr("Stop and keep"), "stop",
            tr("End after the running batch; the best and the last checkpoint are kept (Shift+F5)"),
        )  # fmt: skip
        self.words = Text("", "muted")
        self.words.setObjectName("run_words")
        self.epoch_bar, self.run_bar = self._bar(tr("This epoch")), self._bar(tr("The whole run"))
        self.figures: dict[str, Text] = {}
        self.result = Text("", "body")
        self.result.setObjectName("run_result")
        self.export = self._button(
            "export_result", tr("Export…"), "export", tr("Take the trained network away as a checkpoint")
        )
        self.compare = self._button(
            "train_everything", tr("Train everything, to compare"), "compare",
            tr("A second run of this job with no layer frozen; your plan stays as it is (Ctrl+F5)"),
        )  # fmt: skip
        self._put_together()
        self.start.clicked.connect(self._start)
        self.pause.clicked.connect(self._pause)
        self.stop.clicked.connect(context.runner.stop)
        self.export.clicked.connect(self.export_requested)
        self.compare.clicked.connect(self.compare_requested)
        context.runner.state_changed.connect(self.refresh)
        context.runner.told.connect(self._take)
        self.refresh()

    def _button(self, name: str, text: str, picture: str, tip: str) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setIconSize(QSize(16, 16))
        button.setAutoDefault(False)
        return button

    def _tint(self) -> None:
        self.start.setIcon(icon("play", theme.colors().on_accent))

    def _bar(self, name: str) -> QProgressBar:
        bar = QProgressBar()
        bar.setAccessibleName(name)
        bar.setToolTip(name)
        bar.setTextVisible(False)
        bar.setFixedHeight(8)
        return bar

    def _put_together(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self.pause, 1)
        row.addWidget(self.stop, 1)
        self.running = QWidget()
        grid = QGridLayout(self.running)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.epoch_bar, 0, 0, 1, 2)
        grid.addWidget(self.run_bar, 1, 0, 1, 2)
        for line, (name, title, tip) in enumerate(NUMBERS, 2):
            label, value = Text(tr(title), "muted", wrap=False), Text("-", "body", wrap=False)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            for text in (label, value):
                text.setToolTip(tr(tip))
            grid.addWidget(label, line, 0)
            grid.addWidget(value, line, 1)
            self.figures[name] = value
        after = QVBoxLayout()
        after.setSpacing(theme.SPACE)
        after.addWidget(self.export)
        after.addWidget(self.compare)
        self.after = QWidget()
        after.setContentsMargins(0, 0, 0, 0)
        self.after.setLayout(after)
        for widget in (self.start, self.words):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        for widget in (self.running, self.result, self.after):
            self.body.addWidget(widget)
        self.result.hide()

    def refresh(self, *_: object) -> None:
        """Bring the buttons up to date with the run, the job and what is known."""
        runner, facts, job = self._context.runner, self._context.facts, self._context.session.job
        active, paused = runner.active, runner.state in {"pausing", "paused"}
        problems = readiness.problems(job, facts)
        self.start.setVisible(not active)
        self.start.setEnabled(not problems)
        count, called = len(facts.split.train) if facts.split else 0, things(job.data.domain)
        self.start.setText(tr("Start: train on {count:,} {things}" if count else "Start", count=count, things=called))
        self.words.say("" if active else problems[0] if problems else "")
        for button in (self.pause, self.stop):
            button.setVisible(active)
        self.pause.setText(tr("Resume" if paused else "Pause"))
        self.pause.setIcon(icon("play" if paused else "pause"))
        self.pause.setEnabled(runner.state in {"starting", "running", "paused", "pausing"})
        self.stop.setEnabled(runner.state != "stopping")
        self.running.setVisible(active)
        self.after.setVisible(not active and isinstance(runner.outcome, RunFinished))
        self.compare.setEnabled(not problems)

    def _start(self) -> None:
        facts, session = self._context.facts, self._context.session
        scanned = (facts.dataset, facts.split) if facts.dataset is not None and facts.split is not None else None
        self._context.runner.start(session.job, weight_folders=facts.weight_folders, scanned=scanned)

    def _pause(self) -> None:
        runner = self._context.runner
        runner.resume() if runner.state in {"pausing", "paused"} else runner.pause()

    def _take(self, event: object) -> None:
        match event:
            case RunStarted():
                self._started, self._best = event, None
                self.result.say("")
                self.run_bar.setRange(0, event.epochs * event.steps_per_epoch)
                self.run_bar.setValue(event.first_step)
                self.epoch_bar.setRange(0, event.steps_per_epoch)
            case StepsDone() if self._started:
                self._show_steps(event, self._started)
            case Evaluating():
                self.epoch_bar.setRange(0, event.total)
                self.epoch_bar.setValue(event.done)
            case EpochDone():
                if event.best and event.val:
                    self._best = (event.epoch, event.val)
                self._show_result(event)
            case RunFinished():
                if event.test is not None:
                    test = tr(
                        "Test: {accuracy:.1%} of {count:,} held-out examples.",
                        accuracy=event.test.accuracy, count=event.test.examples,
                    )  # fmt: skip
                    self.result.say(f"{self.result.text()}\n{test}".strip())
            case RunFailed():
                self.result.say(tr(event.what), "bad")
            case _:
                pass

    def _show_steps(self, event: StepsDone, started: RunStarted) -> None:
        step = event.first_step + len(event.losses)
        self.run_bar.setValue(step)
        self.epoch_bar.setRange(0, started.steps_per_epoch)
        self.epoch_bar.setValue(step - event.epoch * started.steps_per_epoch)
        self.run_bar.setToolTip(tr("Step {step:,} of {total:,}", step=step, total=self.run_bar.maximum()))
        left, end = spell(event.seconds_left), clock(event.seconds_left)
        self.figures["left"].setText(tr("{time}, until {end}", time=left, end=end))
        self.figures["speed"].setText(tr("{count:,.0f} examples/s", count=event.images_per_second))
        self.figures["memory"].setText(f"{event.memory / 2**20:,.0f} MB")
        self.figures["waiting"].setText(f"{event.waiting:.0%}")

    def _show_result(self, event: EpochDone) -> None:
        epoch, loss = event.epoch + 1, event.train_loss
        lines = [tr("Epoch {epoch}: training loss {loss:.3f}", epoch=epoch, loss=loss)]
        if event.val is not None:
            words = tr(
                "Epoch {epoch}: training loss {loss:.3f}, validation {validation:.3f}",
                epoch=epoch, loss=loss, validation=event.val.loss,
            )  # fmt: skip
            lines = [words]
        if self._best is not None:
            epoch, scores = self._best
            words = tr(
                "Best epoch {epoch}: validation accuracy {accuracy:.1%}, balanced {balanced:.1%} (always naming the "
                "largest class: {majority:.1%})",
                epoch=epoch + 1, accuracy=scores.accuracy, balanced=scores.balanced_accuracy,
                majority=scores.majority,
            )  # fmt: skip
            lines.append(words)
        self.result.say("\n".join(lines), "body")
