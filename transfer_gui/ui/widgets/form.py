"""A form over job fields: one row per field, following the job, editing it through the session alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from pydantic import ValidationError
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...core.job import Job
from ...session import Session
from ..icons import icon
from ..translation import sentences, tr
from .editors import ChoiceField, Editor, editor, in_words
from .field import FieldSpec
from .field_texts import text_of

LABEL_WIDTH = 96


class FieldRow(QWidget):
    """Label, editor, unit, a button back to the default where the value differs, and what is wrong below."""

    def __init__(self, session: Session, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.text = text_of(spec.path)
        self._session = session
        self._merge = ""
        self._before: Any = None
        self.widget = editor(spec, self.text.choices)
        self.widget.setObjectName(spec.name)
        self.editor = cast("Editor", self.widget)
        self.label = QLabel(self.text.title)
        self.label.setBuddy(self.widget)
        self.label.setWordWrap(True)
        self.label.setMinimumWidth(LABEL_WIDTH)
        self.unit = QLabel()
        self.unit.setProperty("role", "muted")
        self.reset = QToolButton()
        self.error = QLabel()
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.setObjectName(f"{spec.name}_error")
        self.error.hide()
        self._set_up_reset()
        self._lay_out()
        self._teach()  # shows the unit, which has a parent now: without one it would be a window
        self.editor.edited.connect(self._edit)
        self.editor.refused.connect(self._refuse)
        self.editor.finished.connect(self._settle)
        self.refresh(session.job)

    def refresh(self, job: Job) -> None:
        """Show the field as it is in `job`."""
        value = self.spec.value(job)
        self.editor.set_value(value)
        self.reset.setVisible(value != self.spec.default)

    def say(self, unit: str | None = None, titles: dict[str, str] | None = None) -> None:
        """Call the field's unit and its choices otherwise, in the window's language."""
        self.text = replace(
            self.text,
            unit=self.text.unit if unit is None else unit,
            choices=self.text.choices if titles is None else titles,
        )
        if titles is not None:
            self.set_choices(list(titles.items()))
        self._teach()

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these (value, title) in the field's combo box."""
        cast("ChoiceField", self.widget).set_choices(choices)

    @property
    def fault(self) -> str:
        """What is said to be wrong; empty where nothing is."""
        return self.error.text() if not self.error.isHidden() else ""

    def clear_fault(self) -> None:
        self.error.hide()
        self._mark(False)

    def _edit(self, value: Any) -> None:
        merge = self._gesture()
        if merge != self._merge:
            self._merge, self._before = merge, self.spec.value(self._session.job)
        try:
            self._put(value)
        except ValidationError as error:
            messages = [tr(str(detail["msg"]).removeprefix("Value error, ")) for detail in error.errors()]
            self._take_back()
            self._say("; ".join(messages), whole=True)
            self.editor.set_value(self.spec.value(self._session.job))
            return
        self.clear_fault()

    def _put(self, value: Any) -> None:
        words = tr("Change {field}", field=self.text.title.lower())
        self._session.edit(self.spec.path, value, words, self._gesture())

    def _gesture(self) -> str:
        return f"{self.spec.path}:{self.editor.merge}" if self.editor.merge else ""

    def _take_back(self) -> None:
        """Undo what this gesture has done so far: '100' must not stay when '1000' is refused."""
        if self._merge and self._merge == self._gesture():
            self._put(self._before)

    def _settle(self) -> None:
        """Show what the job holds, once typing is over, where it took another value than what was typed."""
        value = self.spec.value(self._session.job)
        shown = getattr(self.widget, "value", None)
        if shown is not None and shown() != value:
            self.editor.set_value(value)

    def _refuse(self, words: str) -> None:
        self._take_back()
        self._say(tr("{field} {fault}.", field=self.text.title, fault=words))

    def _say(self, words: str, whole: bool = False) -> None:
        kept = in_words(self.spec, self.spec.value(self._session.job), self.text.choices)
        if whole:
            words = tr("{words}.", words=words[:1].upper() + words[1:])
        self.error.setText(sentences(words, tr("The job keeps {value}.", value=kept)))
        self.error.show()
        self._mark(True)

    def _mark(self, invalid: bool) -> None:
        if bool(self.widget.property("invalid")) != invalid:
            self.widget.setProperty("invalid", invalid)
            self.widget.style().unpolish(self.widget)
            self.widget.style().polish(self.widget)

    def _set_up_reset(self) -> None:
        default = in_words(self.spec, self.spec.default, self.text.choices)
        self.reset.setObjectName(f"{self.spec.name}_reset")
        self.reset.setIcon(icon("undo"))
        self.reset.setIconSize(QSize(14, 14))
        self.reset.setAutoRaise(True)
        self.reset.setToolTip(tr("Back to the default: {value}", value=default))
        self.reset.setAccessibleName(tr("Reset {field} to {value}", field=self.text.title.lower(), value=default))
        self.reset.clicked.connect(self._reset)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)

    def _reset(self) -> None:
        self.editor.set_value(self.spec.default)
        self._edit(self.spec.default)

    def _teach(self) -> None:
        """One tooltip for the whole row: what the field is, what to try, what it takes."""
        about = tr(self.spec.description)
        parts = [about, self.text.teach]
        if words := self.spec.bounds.words():
            parts.append(tr("{words}.", words=words[:1].upper() + words[1:]))
        parts.append(tr("Default: {value}.", value=in_words(self.spec, self.spec.default, self.text.choices)))
        tip = "".join(f"<p>{part}</p>" for part in parts if part)
        self.unit.setText(self.text.unit)
        self.unit.setVisible(bool(self.text.unit))
        for widget in (self.label, self.widget, self.unit):
            widget.setToolTip(tip)
        name = f"{self.text.title}, {self.text.unit}" if self.text.unit else self.text.title
        self.widget.setAccessibleName(name)
        self.widget.setAccessibleDescription(about)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.widget, 0, 1)
        grid.addWidget(self.unit, 0, 2)
        grid.addWidget(self.reset, 0, 3)
        grid.addWidget(self.error, 1, 0, 1, 4)
        grid.setColumnStretch(1, 1)
        self.widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if self.spec.kind == "bool":
            grid.setAlignment(self.widget, Qt.AlignmentFlag.AlignLeft)


class Form(QWidget):
    """Rows for some fields of the job. Follows every change of the job, undo included."""

    def __init__(self, session: Session, specs: Iterable[FieldSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.rows: dict[str, FieldRow] = {}
        for spec in specs:
            row = FieldRow(session, spec)
            self.rows[spec.path] = row
            layout.addWidget(row)
        session.job_changed.connect(self._follow)

    def row(self, path: str) -> FieldRow:
        """The row of the field at `path`."""
        return self.rows[path]

    def _follow(self, new: Job, old: Job) -> None:
        for row in self.rows.values():
            if row.spec.value(new) != row.spec.value(old):
                row.refresh(new)
                row.clear_fault()
            elif row.fault and not row.widget.hasFocus():
                row.clear_fault()  # it may have been at odds with the field that has just changed


def grouped(specs: Sequence[FieldSpec], groups: dict[str, Sequence[str]], rest: str) -> dict[str, list[FieldSpec]]:
    """`specs` under the titles of `groups` (title to paths, in order); what no group names goes under `rest`.

    So a new field of the job has its row from the day on which it is declared.
    """
    by_path = {spec.path: spec for spec in specs}
    sorted_out = {title: [by_path.pop(path) for path in paths if path in by_path] for title, paths in groups.items()}
    if by_path:
        sorted_out[rest] = [*sorted_out.get(rest, []), *by_path.values()]
    return {title: found for title, found in sorted_out.items() if found}
