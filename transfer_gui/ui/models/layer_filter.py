"""Search in the layer tree: rows that match are shown together with their parents."""

import re
from fnmatch import translate

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel

from ...core.models.layer import Layer
from .layer_tree import LayerTreeModel


def matcher(text: str):  # type: ignore[no-untyped-def]
    """A test for a layer, or None where `text` is empty.

    Every word must match: one with a wildcard (`*`, `?`, `[...]`) the whole path, name or type; a plain one a part of
    the path or type. Case does not matter.
    """
    words = text.lower().split()
    if not words:
        return None
    tests = [re.compile(translate(word)).match if set(word) & set("*?[") else None for word in words]

    def matches(layer: Layer) -> bool:
        path, name, kind = layer.path.lower(), layer.name.lower(), layer.kind.lower()
        for word, test in zip(words, tests, strict=True):
            if test is None:
                if word not in path and word not in kind:
                    return False
            elif not (test(path) or test(name) or test(kind)):
                return False
        return True

    return matches


class LayerFilter(QSortFilterProxyModel):
    """The rows of a LayerTreeModel that match a search, and their parents. Matches are found once per search."""

    def __init__(self, model: LayerTreeModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = model
        self._text = ""
        self._shown: frozenset[int] | None = None
        self.matches: tuple[str, ...] = ()
        """Paths of the layers that match; empty without a search."""
        self._matching: frozenset[int] = frozenset()
        self.setSourceModel(model)
        model.modelAboutToBeReset.connect(self._forget)
        model.modelReset.connect(self._search)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        """Search for `text`; empty: show everything."""
        if text != self._text:
            self._text = text
            self._search()

    def is_match(self, number: int) -> bool:
        """Whether the row at `number` of the tree matches by itself (all do without a search)."""
        return self._shown is None or number in self._matching

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex) -> bool:
        if self._shown is None:
            return True
        number = self._tree.rows[source_parent.internalId()].children[source_row] if source_parent.isValid() else 0
        return number in self._shown

    def _forget(self) -> None:
        self._shown, self._matching, self.matches = None, frozenset(), ()

    def _search(self) -> None:
        matches = matcher(self._text)
        if matches is None:
            self._forget()
        else:
            found = [number for number, row in enumerate(self._tree.rows) if matches(row.layer)]
            shown: set[int] = set()
            for number in found:
                while number >= 0 and number not in shown:
                    shown.add(number)
                    number = self._tree.rows[number].parent
            self._shown, self._matching = frozenset(shown), frozenset(found)
            self.matches = tuple(self._tree.rows[number].layer.path for number in found)
        self.invalidate()
