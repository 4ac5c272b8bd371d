"""The plan in one glance: how much of the model trains, what memory that takes, and which preset it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...core.atomic import bytes_in_words
from ...core.job import Job
from ...core.training.estimate import Estimate, estimate
from .. import theme
from ..models.layer_tree import LayerTreeModel
from ..translation import mark, tr
from .segmented import Segmented
from .share_bar import ShareBar
from .text import Line, Text

PRESETS = (
    ("head", mark("Head only"), mark("Train the new head alone and freeze the rest: quick, and best for little data.")),
    (
        "last_stage",
        mark("Last stage"),
        mark("Train the last stage of the backbone and the head: for more data that differs more."),
    ),
    ("all", mark("Everything"), mark("Train every layer: for much data, or to compare with a frozen plan.")),
)


class PlanSummary(QWidget):
    """Title and presets above, the trainable share with its bar and the memory below."""

    preset_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Line(tr("Layers"), "title")
        self.presets = Segmented(tr("Preset"), PRESETS)
        self.presets.setObjectName("presets")
        self.presets.chosen.connect(self.preset_chosen)
        self.custom = Text(tr("Custom"), "muted", wrap=False)
        self.custom.setObjectName("custom_plan")
        self.custom.setToolTip(tr("The plan was made by hand: it is none of the presets."))
        self.share = Text("", "body", wrap=False)
        self.share.setObjectName("trainable_share")
        self.bar = ShareBar()
        self.memory = Text("", "muted", wrap=False)
        self.memory.setObjectName("memory_estimate")
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(self.title, 1)
        head.addWidget(self.custom)
        head.addWidget(self.presets)
        figures = QHBoxLayout()
        figures.setSpacing(12)
        figures.addWidget(self.share)
        figures.addWidget(self.bar, 1)
        figures.addWidget(self.memory)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addLayout(figures)

    def say(self, model: LayerTreeModel, job: Job, kind: str = "cpu") -> None:
        """Show what `model` makes of the job's plan, on a `kind` of device."""
        root = model.root
        for widget in (self.share, self.bar, self.memory, self.presets):
            widget.setVisible(root is not None)
        preset = model.preset()
        self.custom.setVisible(root is not None and not preset)
        self.presets.set_value(preset)
        if root is None:
            return
        trainable = model.states[0].trainable
        share = trainable / root.parameters if root.parameters else 0.0
        values = {"count": trainable, "total": root.parameters, "share": percent(share), "later": model.later}
        words = tr("{count:,} of {total:,} parameters train: {share}", **values)
        if model.later:
            words = tr("{count:,} of {total:,} parameters train: {share} (and {later:,} later)", **values)
        self.share.say(words)
        self.bar.set_share(share, words)
        need = estimate(root, job, kind)
        self.memory.say(tr("≈ {size} memory", size=bytes_in_words(need.total)))
        self.memory.setToolTip(memory_words(need, -(-job.training.batch_size // job.training.accumulate)))


def percent(share: float) -> str:
    """A share in percent, with the digits that matter: '0.6 %', '0.02 %', '100 %'."""
    value = 100 * share
    if value == 0 or value >= 99.95:
        return f"{value:.0f} %"
    return f"{value:.2f} %" if value < 0.1 else f"{value:.1f} %"


def memory_words(need: Estimate, batch: int) -> str:
    """What the estimate is made of, one line each; `batch` is computed at once."""
    parts = (
        (tr("Weights"), need.weights),
        (tr("What learns, as it was at the start"), need.start),
        (tr("Gradients"), need.gradients),
        (tr("Momentum"), need.optimiser),
        (tr("Pictures, read ahead"), need.input),
        (tr("Activations of {batch} examples", batch=batch), need.activations),
    )
    lines = [tr("{name}: {value}", name=name, value=bytes_in_words(size)) for name, size in parts if size]
    first = tr(
        "At most {size} at once, beside what PyTorch itself takes. Not all of this is there at the same time:",
        size=bytes_in_words(need.total),
    )
    return "\n".join([first, *lines])
