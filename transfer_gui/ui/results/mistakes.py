"""The examples worth a look: the most wrong, the least certain, the likely mislabelled; and what is done about them."""

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...core.data import edits
from ...core.evaluate import rank
from ...core.runs.place import Place
from .. import theme
from ..context import Context
from ..icons import icon
from ..translation import mark, plural, sentences, tr
from ..widgets.listen import Listen
from ..widgets.segmented import Segmented
from ..widgets.text import Text
from ..widgets.thumbnails import Thumbnails
from .beside import Beside

LISTS = (
    ("wrong", mark("Most wrong"), mark("Named wrongly, the surest first")),
    ("uncertain", mark("Least certain"), mark("The probabilities are spread over several classes")),
    (
        "mislabelled",
        mark("Likely mislabelled"),
        mark("Confident learning (Northcutt et al. 2021): the network disagrees with the label, surely"),
    ),
    ("cell", mark("Chosen in the matrix"), mark("The examples of the cell that was clicked in the confusion matrix")),
    ("edited", mark("Changed"), mark("Marked, excluded and relabelled examples of this job")),
)
RANKS = {"wrong": rank.most_wrong, "uncertain": rank.most_uncertain, "mislabelled": rank.likely_mislabelled}
TOLD = {name: told for name, _, told in LISTS}
MOST = 1000
SURE = 0.8
"""Below this accuracy, what the network says against a label counts for little."""
STEPS = {
    "mark": mark(("Mark {count:,} example", "Mark {count:,} examples")),
    "exclude": mark(("Exclude {count:,} example", "Exclude {count:,} examples")),
    "restore": mark(("Restore {count:,} example", "Restore {count:,} examples")),
    "relabel": mark(("Relabel {count:,} example to {name}", "Relabel {count:,} examples to {name}")),
}
"""What Undo calls each change of one example, and of several."""
NOT_ALIKE = mark("The results of the next runs will not compare with those of earlier runs.")


class MistakesLook(QWidget):
    """A list of examples as thumbnails; those that are selected can be marked, excluded or relabelled."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.results: Any = None
        self.place: Place | None = None
        """Of the network that the results are of."""
        self.cell: tuple[int, int | None] | None = None
        self._places: list[int] = []
        """Of the examples listed, in the results."""
        self.what = Segmented(tr("Examples"), LISTS)
        self.what.setObjectName("mistakes_what")
        self.what.set_value("wrong")
        self.words = Text("", "muted")
        self.words.setObjectName("mistakes_words")
        self.thumbnails = Thumbnails(context.facts.tasks, lambda: context.session.job.data.domain, captions=True)
        self.thumbnails.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.beside = Beside(context, "mistakes")
        self.detail = Text("", "body")
        self.detail.setObjectName("mistake_detail")
        self.listen = Listen(context.player, "hear_mistake")
        self.effect = Text("", "warning")
        self.effect.setObjectName("mistake_effect")
        self.effect.say("")
        self._tips: dict[QPushButton, str] = {}
        """What each button does; while it cannot, its tooltip says why."""
        tip = tr("Keep these in the list of changed examples")
        self.mark = self._button("mark_examples", tr("Mark"), "check", tip)
        tip = tr("Leave these out of the next run")
        self.exclude = self._button("exclude_examples", tr("Exclude"), "remove", tip)
        tip = tr("Take marks and changes back")
        self.restore = self._button("restore_examples", tr("As it was"), "undo", tip)
        self.label = QComboBox()
        self.label.setObjectName("relabel_class")
        self.label.setAccessibleName(tr("Class to relabel to"))
        tip = tr("Train these as another class next time")
        self.relabel = self._button("relabel_examples", tr("Relabel to"), "edit", tip)
        self._put_together()
        self._connect()
        self.refresh()

    def _button(self, name: str, text: str, picture: str, tip: str) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setObjectName(name)
        self._tips[button] = tr("{tip}. Your files are not touched; Undo takes it back.", tip=tip)
        return button

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.what)
        head.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addStretch(1)
        for widget in (self.mark, self.exclude, self.relabel, self.label, self.restore):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addWidget(self.thumbnails, 1)
        column.addWidget(self.beside)
        said = QHBoxLayout()
        said.setSpacing(theme.SPACE)
        said.addWidget(self.detail, 1)
        said.addWidget(self.listen)
        column.addLayout(said)
        column.addWidget(self.effect)
        column.addLayout(row)

    def _connect(self) -> None:
        self.what.chosen.connect(self.choose)
        self.thumbnails.selectionModel().selectionChanged.connect(self._selected)
        self.thumbnails.doubleClicked.connect(self.listen.toggle)
        self.mark.clicked.connect(lambda: self._edit("mark", edits.mark))
        self.exclude.clicked.connect(lambda: self._edit("exclude", edits.exclude))
        self.restore.clicked.connect(lambda: self._edit("restore", edits.restore))
        self.relabel.clicked.connect(self._relabel)
        self._context.session.job_changed.connect(self._follow)
        self._context.facts.dataset_changed.connect(self._offer_classes)

    # ---- what is listed

    def show_results(self, results: Any, place: Place | None = None) -> None:
        """List the examples of these results, which are of the network at `place`."""
        self.results, self.place, self.cell = results, place, None
        if self.what.value() == "cell":
            self.what.set_value("wrong")
        self.refresh()

    def show_cell(self, true: int, named: int | None) -> None:
        """List the examples of a cell of the confusion matrix (of its row where `named` is None)."""
        self.cell = (true, named)
        self.choose("cell")

    def choose(self, what: str) -> None:
        """Show one of the lists."""
        self.what.set_value(what)
        self.refresh()

    def refresh(self) -> None:
        """Make the list anew."""
        self.what.buttons["cell"].setEnabled(self.cell is not None)
        what = self.what.value()
        if what == "edited":
            paths, titles, words = self._edited()
        elif self.results is None:
            paths, titles, words = [], [], ""
        else:
            paths, titles, words = self._ranked(what)
        self.words.say(words)
        self.thumbnails.show_paths(paths, titles)
        self._offer_classes()
        self._selected()

    def _ranked(self, what: str) -> tuple[list[str], list[str], str]:
        results = self.results
        if what == "cell":
            assert self.cell is not None
            true, named = self.cell
            places = rank.cell(results, true, named) if named is not None else (results.labels == true).nonzero()[0]
            said = results.classes[named] if named is not None else tr("anything")
            words = tr(
                "{count:,} examples of {true} that are named {named}.",
                count=len(places), true=results.classes[true], named=said,
            )  # fmt: skip
        else:
            places = RANKS[what](results)
            words = tr("{count:,} of {total:,} examples.", count=len(places), total=len(results.paths))
            told = tr("{told}.", told=tr(TOLD[what])) if what != "mislabelled" else _doubt(results)
            words = sentences(words, told)
        if len(places) > MOST:
            words = sentences(words, tr("The first {count:,} are listed.", count=MOST))
        places = self._places = [int(place) for place in places[:MOST]]
        return [results.paths[p] for p in places], [self._title(p) for p in places], words

    def _title(self, place: int) -> str:
        results = self.results
        named = int(results.predicted[place])
        label, sure = results.classes[int(results.labels[place])], float(results.probabilities[place, named])
        if said := self._said(results.paths[place]):
            label = f"{', '.join(said)} ({label})"
        return f"{label}\n" + tr("named {name}, {sure:.0%}", name=results.classes[named], sure=sure)

    def _truth(self, path: str) -> str:
        """The class of an example by the results; empty where it is not in them."""
        results = self.results
        if results is None:
            return ""
        found = next((place for place, known in enumerate(results.paths) if known == path), None)
        return "" if found is None else results.classes[int(results.labels[found])]

    def _said(self, path: str) -> list[str]:
        """What the job says of an example: 'marked', 'excluded', 'now plants'."""
        dataset, data = self._context.facts.scanned, self._context.session.job.data
        if dataset is None or not (data.marked or data.excluded or data.relabelled):
            return []
        key = edits.key(dataset.root, path)
        said = [tr("marked")] if key in data.marked else []
        said += [tr("excluded")] if key in data.excluded else []
        return said + ([tr("now {name}", name=data.relabelled[key])] if key in data.relabelled else [])

    def _edited(self) -> tuple[list[str], list[str], str]:
        """What the job says of single examples."""
        data, facts = self._context.session.job.data, self._context.facts
        root = Path(facts.scanned.root) if facts.scanned is not None else Path()
        paths = [str(root / key) for key in dict.fromkeys((*data.marked, *data.excluded, *data.relabelled))]
        words = plural(
            len(paths),
            "{count:,} example of this job changed for the next run; your files stay as they are.",
            "{count:,} examples of this job changed for the next run; your files stay as they are.",
        )
        return paths, [", ".join(self._said(path)) for path in paths], words

    # ---- what is done

    def selected(self) -> list[str]:
        """The paths that are selected."""
        rows = sorted(index.row() for index in self.thumbnails.selectionModel().selectedIndexes())
        return [self.thumbnails.pictures.paths[row] for row in rows]

    def _selected(self, *_: object) -> None:
        paths = self.selected()
        if len(paths) == 1:
            index = self.thumbnails.selectionModel().selectedIndexes()[0]
            self.detail.setText(str(index.data(3)))
            self.beside.show_example(self.place, paths[0], self._truth(paths[0]))
        else:
            self.beside.clear()
            words = tr("{count} selected.", count=len(paths))
            self.detail.setText(words if paths else tr("Select examples to mark or change them."))
        self.listen.offer(self._context.session.job.data.domain, paths[0] if len(paths) == 1 else "")
        why = self._why_not(paths)
        for button, tip in self._tips.items():
            button.setEnabled(not why)
            button.setToolTip(why or tip)
        self._preset_class(paths)

    def _why_not(self, paths: list[str]) -> str:
        """Why nothing can be done with these; empty where it can."""
        if self._context.facts.scanned is None:
            return tr("Choose the dataset of these examples on the page 'Target data' first.")
        return "" if paths else tr("Select one or more examples above first.")

    def _preset_class(self, paths: list[str]) -> None:
        """Offer the class that the network named, where it named one for all of `paths`."""
        results, dataset = self.results, self._context.facts.scanned
        if results is None or dataset is None or not paths:
            return
        wanted, said = set(paths), results.predicted
        named = {int(said[place]) for place, path in enumerate(results.paths) if path in wanted}
        if len(named) == 1:
            called, renames = results.classes[named.pop()], self._context.session.job.data.renames
            own = next((name for name in dataset.classes if renames.get(name, name) == called), called)
            self.label.setCurrentIndex(max(self.label.findText(own), self.label.findText(called), 0))

    def _offer_classes(self) -> None:
        dataset = self._context.facts.scanned
        names = list(dataset.classes) if dataset is not None else []
        if names != [self.label.itemText(i) for i in range(self.label.count())]:
            self.label.clear()
            self.label.addItems(names)

    def _edit(self, verb: str, change: Any, name: str = "") -> None:
        dataset, session, paths = self._context.facts.scanned, self._context.session, self.selected()
        if dataset is None or not paths:
            return
        keys = [edits.key(dataset.root, path) for path in paths]
        held = self._held_back(paths)
        session.edit("data", change(session.job.data, keys), plural(len(keys), *STEPS[verb], name=name))
        words = plural(
            sum(held.values()),
            "{count:,} example of the {sides} side was changed.",
            "{count:,} examples of the {sides} side were changed.",
            sides=tr(" and ").join(map(tr, held)),
        )
        self.effect.say(sentences(words, tr(NOT_ALIKE)) if held and verb in {"exclude", "relabel"} else "")

    def _held_back(self, paths: list[str]) -> dict[str, int]:
        """How many of these are on the validation and on the test side of the job."""
        facts = self._context.facts
        if facts.dataset is None or facts.split is None:
            return {}
        sides = (("validation", facts.split.val), ("test", facts.split.test))
        rows = [row for path in set(paths) for row in facts.dataset.packed.paths.find(path)]
        counts = {name: int(np.isin(rows, side).sum()) for name, side in sides}
        return {name: count for name, count in counts.items() if count}

    def _relabel(self) -> None:
        name = self.label.currentText()
        self._edit("relabel", lambda data, keys: edits.relabel(data, keys, name), name)

    def _follow(self, new: Any, old: Any) -> None:
        if new.data is old.data:
            return
        if self.what.value() == "edited":
            self.refresh()
        elif self.results is not None:
            self._retitle()

    def _retitle(self) -> None:
        """Say anew what the job says of the examples listed; what is selected and in sight stays so."""
        model, bar = self.thumbnails.selectionModel(), self.thumbnails.verticalScrollBar()
        rows, at = [index.row() for index in model.selectedIndexes()], bar.value()
        paths = self.thumbnails.pictures.paths
        self.thumbnails.show_paths(paths, [self._title(place) for place in self._places])
        for row in rows:
            model.select(self.thumbnails.pictures.index(row), QItemSelectionModel.SelectionFlag.Select)
        bar.setValue(at)
        self._selected()


def _doubt(results: Any) -> str:
    """What the list of the likely mislabelled is worth."""
    words = tr("The network disagrees with the label, surely: look before you change it.")
    right = float((results.predicted == results.labels).mean()) if len(results.labels) else 0.0
    if right < SURE:
        doubt = tr("With {share:.0%} of all named rightly, the network itself is often wrong here.", share=right)
        return sentences(words, doubt)
    return words
