"""Help in the window: first steps, the words, the shortcuts, this machine, and what ships with the program."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from .. import __version__
from ..core.doctor import Finding
from ..core.paths import resources
from .actions import ENTRIES, unkeyed
from .translation import mark, sentences, tr

FIRST_STEPS = mark("""<h2>First steps</h2>
<p>The rail on the left has the five steps of a transfer, in order. The box under it always says what to do next.</p>
<ol><li><b>Source model.</b> Pick a network. Those marked <i>shipped</i> are ready at once.</li>
<li><b>Target data.</b> Choose or drop a folder that has one folder of pictures, sounds or texts for each class.</li>
<li><b>Layers.</b> Begin with <i>Head only</i>: everything but the new last layer is frozen. With more examples, let the
last stage learn too.</li>
<li><b>Train.</b> Press Start (F5). Pause and Stop take effect after the running batch; nothing is lost.</li>
<li><b>Export.</b> Take the best checkpoint away. The program reloads it in plain PyTorch before it says
that it is done.</li>
</ol><p>Every setting has a tip: rest the pointer on it. Every change can be undone (Ctrl+Z).
Nothing leaves this computer.</p>""")

WORDS = mark((
    ("Source model", "A network trained on another, larger task (the source task). Its layers are the starting point."),
    ("Target task", "Telling your own classes apart."),
    ("Shared layers", "Layers copied from the source model. They are kept as they are (frozen), or updated slowly."),
    ("Task-specific layers",
     "New layers for the target task (the head). They start from random numbers and must learn."),
    ("Backbone", "All of a network but its head."),
    ("Frozen layer", "A layer whose weights do not change, to the bit. A frozen batch norm keeps its statistics too."),
    ("Fine-tuning", "Training some or all shared layers further, usually with a small learning rate."),
    ("Loss (cross-entropy)", "How surprised the network is by the right answer. Training makes it fall."),
    ("SGD", "Stochastic gradient descent: a step downhill after each small batch of examples."),
    ("Whole set as one batch (BGD)",
     "Batch gradient descent: one step per epoch, along the gradient over all examples."),
    ("Learning rate",
     "Length of a step. Too high and the loss jumps or becomes infinite; too low and nothing happens."),
    ("Momentum", "Part of the last step that is carried into the next, as a rolling ball keeps its speed."),
    ("Weight decay", "A steady pull of the weights towards zero, which keeps the network simple."),
    ("Epoch", "One pass over all training examples."),
    ("Batch", "The examples that make one step together."),
    ("Validation", "Examples kept aside, scored after each epoch, never trained on. They tell when to stop."),
    ("Balanced accuracy", "The mean of the classes' own accuracies: a rare class counts as much as a frequent one."),
    ("Majority figure",
     "The accuracy of always naming the most frequent class. A result must beat it to mean anything."),
    ("Augmentation", "Small random changes to each training example, so that the network does not learn it by heart."),
    ("Checkpoint", "The weights and all that is needed to use or continue them, in a file."),
    ("Logits", "The network's raw outputs, one a class, before they are turned into probabilities."),
))  # fmt: skip
GROUPS = mark(("Versions", "Devices", "Window", "Weights", "Places"))
FOLDERS = mark(("runs", "weights", "log"))
"""Of what is found on a machine, as the core calls it."""


def show(parent: QWidget, title: str, html: str) -> QDialog:
    """A window with text, which does not block the rest."""
    dialog = QDialog(parent)
    dialog.setObjectName("help_dialog")
    dialog.setWindowTitle(title)
    dialog.resize(680, 560)
    layout = QVBoxLayout(dialog)
    text = QTextBrowser()
    text.setOpenExternalLinks(False)
    text.setHtml(html)
    text.setAccessibleName(title)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    layout.addWidget(text)
    layout.addWidget(buttons)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


def glossary() -> str:
    """The words of the field, as HTML."""
    rows = "".join(f"<p><b>{escape(tr(word))}</b><br>{escape(tr(text))}</p>" for word, text in WORDS)
    return f"<h2>{tr('What the words mean')}</h2>{rows}"


def shortcuts() -> str:
    """Every shortcut, as HTML."""
    rows = "".join(
        f"<tr><td style='padding: 4px 24px 4px 0'><b>"
        f"{escape(QKeySequence(e.shortcut).toString(QKeySequence.SequenceFormat.NativeText))}</b></td>"
        f"<td>{escape(unkeyed(tr(e.text)))}</td></tr>"
        for e in ENTRIES
        if e.shortcut
    )
    more = tr("In the layer tree: Space freezes or unfreezes the selected layers, Ctrl+A selects all.")
    return f"<h2>{tr('Keyboard shortcuts')}</h2><table>{rows}</table><p>{more}</p>"


def about() -> str:
    """What the program is, and the licences of what ships with it, as HTML."""
    texts = "".join(
        f"<h3>{escape(path.stem)}</h3>"
        f"<pre style='white-space: pre-wrap'>{escape(path.read_text(encoding='utf-8'))}</pre>"
        for path in sorted((resources() / "licences").glob("*.txt"))
    )
    what = tr(
        "Point-and-click transfer learning, offline, on a workstation. Apache License 2.0. Nothing leaves this "
        "computer, and nothing is fetched unless you ask for it."
    )
    shipped = tr("Models and data that ship with it")
    return f"<h2>transfer_gui {__version__}</h2><p>{what}</p><h2>{shipped}</h2>{texts}"


def machine(findings: Sequence[Finding]) -> str:
    """What was found on this machine, as HTML."""
    parts, group = [f"<h2>{tr('This machine')}</h2>"], ""
    for finding in findings:
        if finding.group != group:
            parts.append(f"{'</table>' if group else ''}<h3>{tr(finding.group.capitalize())}</h3><table>")
            group = finding.group
        sign = {"ok": "", "warning": "&#9888; ", "problem": "&#10007; "}[finding.state]
        name, text = escape(tr(finding.name)), escape(sentences(tr(finding.text), tr(finding.cure)))
        parts.append(f"<tr><td style='padding: 3px 20px 3px 0'><b>{sign}{name}</b></td><td>{text}</td></tr>")
    return "".join([*parts, "</table>"])
