"""What must stay on one side of the split: what a column names, or what a pattern finds in the files' names."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ...core.contents import cell
from ...core.job import Data, Job
from ...session import Session
from ..facts import Facts
from ..translation import plural, tr
from .editors import ChoiceField, TextField
from .form import LABEL_WIDTH
from .text import Text

NOTHING, PATTERN, COLUMN = "", "pattern", "column "
"""The choices; the last is followed by the column's name."""
EXAMPLE = "(.+?)_"


class KeepTogether(QWidget):
    """Edits `data.group_column` and `data.group_pattern`, of which one at most is given."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._columns: Sequence[str] = ()
        self._named = True
        """Whether the examples are files, whose names a pattern may look at."""
        self._asked = False
        """Whether a pattern was chosen and is not written yet."""
        self.choice = ChoiceField()
        self.choice.setObjectName("keep_together")
        self.pattern = TextField()
        self.pattern.setObjectName("group_pattern")
        self.pattern.setPlaceholderText(tr("such as {example}", example=EXAMPLE))
        self.words = Text("", "muted")
        self.words.setObjectName("groups_found")
        self.fault = Text("", "bad")
        self.fault.setObjectName("groups_fault")
        self.label, self.pattern_label = QLabel(tr("Keep together")), QLabel(tr("Pattern"))
        self._tell()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for row, (label, field) in enumerate(((self.label, self.choice), (self.pattern_label, self.pattern))):
            label.setBuddy(field)
            label.setMinimumWidth(LABEL_WIDTH)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.words, 2, 0, 1, 2)
        grid.addWidget(self.fault, 3, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self.choice.edited.connect(self._choose)
        self.pattern.edited.connect(self._write)
        session.job_changed.connect(self._follow)
        self._refresh()

    def _tell(self) -> None:
        """The tooltips, and what a screen reader says."""
        why = tr(
            "Of a speaker, a patient or a writer that it was trained on, a network knows more than of a new one, and "
            "validation would praise it for that. What belongs together is put on one side as a whole."
        )
        how = tr("What the one pair of brackets finds in a file's name is the group: {example} takes all that is "
                 "before the first underscore, 'anna' of 'anna_01.wav'. With a slash in it, a pattern looks at the "
                 "path below the dataset's folder.", example=EXAMPLE)  # fmt: skip
        for label, field, tip in ((self.label, self.choice, why), (self.pattern_label, self.pattern, how)):
            label.setToolTip(f"<p>{tip}</p>")
            field.setToolTip(f"<p>{tip}</p>")
            field.setAccessibleName(label.text())
            field.setAccessibleDescription(tip)

    def show_found(self, facts: Facts) -> None:
        """What there is to choose from, how many groups were found, and why none can be."""
        dataset, split = facts.dataset, facts.split
        self._columns = facts.columns
        self._named = dataset is None or not dataset.examples or cell(dataset.packed.paths[0]) is None
        self.fault.say(facts.groups_error)
        self.words.say(_counted(split.groups if split is not None else ()))
        self._refresh()

    def _refresh(self) -> None:
        data = self._session.job.data
        choices = [(NOTHING, tr("Nothing"))]
        if self._named or data.group_pattern:
            choices.append((PATTERN, tr("By file names")))
        also = data.group_column if data.group_column not in self._columns else ""
        for name in (*self._columns, *filter(None, [also])):
            choices.append((COLUMN + name, tr("By column {name}", name=name)))
        self.choice.set_choices(choices)
        self.choice.set_value(self._chosen(data))
        self.pattern.set_value(data.group_pattern)
        asked = self._chosen(data) == PATTERN
        self.pattern.setVisible(asked)
        self.pattern_label.setVisible(asked)

    def _chosen(self, data: Data) -> str:
        if data.group_column:
            return COLUMN + data.group_column
        return PATTERN if data.group_pattern or self._asked else NOTHING

    def _choose(self, value: str) -> None:
        self._asked = value == PATTERN
        column = value.removeprefix(COLUMN) if value.startswith(COLUMN) else ""
        self._put(column, self._session.job.data.group_pattern if self._asked else "")
        self._refresh()
        if self._asked:
            self.pattern.setFocus()

    def _write(self, pattern: str) -> None:
        if self._asked or self._session.job.data.group_pattern:
            self._asked = True
            self._put("", pattern)

    def _put(self, column: str, pattern: str) -> None:
        edits = {"data.group_column": column, "data.group_pattern": pattern}
        if column:
            edits = dict(reversed(edits.items()))  # each edit is valid by itself: first the one that takes away
        self._session.edit_many(edits, tr("Choose what stays together"))

    def _follow(self, new: Job, old: Job) -> None:
        if new.data.path != old.data.path or new.data.group_column:
            self._asked = False
        if new.data is not old.data:
            self._refresh()


def _counted(groups: Sequence[int]) -> str:
    if not groups:
        return ""
    train, val, test, total = groups
    found = plural(total, "{count:,} group", "{count:,} groups")
    return tr("{groups}: {train:,} for training, {val:,} for validation, {test:,} for the test.",
              groups=found, train=train, val=val, test=test)  # fmt: skip
