"""The page 'Layers': which layers of the source model train, which are frozen, and how fast each learns."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ...core.events import PlanApplied
from ...core.job import Job
from .. import theme
from ..context import Context
from ..layer_costs import LayerCosts
from ..models.layer_filter import LayerFilter
from ..models.layer_tree import LayerTreeModel
from ..translation import plural, tr
from ..widgets.card import Banner
from ..widgets.layer_actions import LayerActions
from ..widgets.layer_view import LayerView
from ..widgets.plan_summary import PlanSummary
from ..widgets.search_field import SearchField
from ..widgets.text import Text


class LayersPanel(QWidget):
    """The layer tree with all that is done to it. Every edit is one undo step of the session."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.model = LayerTreeModel(context.session, self)
        self.found = LayerFilter(self.model, self)
        self.view = LayerView(self.model, self.found)
        self.costs = LayerCosts(context, self.view.seen, self)
        self.actions_ = LayerActions(self.model, self.view, self, lambda: context.session.job.training.epochs)
        self.summary = PlanSummary()
        self.run_strip = Banner("info")
        self.strange = Banner("warning")
        self.hint = Text("", "warning")
        self.hint.setObjectName("layer_hint")
        self.hint.hide()
        self.nothing_found = Banner("info")
        self._applied = ""
        self._put_together()
        self._connect()
        self._take_layers()
        self._show_plan()
        self._show_run()

    # ---- putting together

    def _put_together(self) -> None:
        tree = QWidget()
        inner = QVBoxLayout(tree)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE)
        inner.addLayout(self._tools())
        inner.addWidget(self.hint)
        inner.addWidget(self.view, 1)
        inner.addWidget(self.nothing_found)
        inner.addStretch(0)
        self.pages = QStackedWidget()
        self.pages.addWidget(tree)
        self.pages.addWidget(self._empty())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.summary)
        layout.addWidget(self.run_strip)
        layout.addWidget(self.strange)
        layout.addWidget(self.pages, 1)

    def _tools(self) -> QHBoxLayout:
        self.search = SearchField(tr("Search layers"), self)
        self.search.setObjectName("layer_filter")
        self.search.setPlaceholderText(tr("Search: layer?.*conv*"))
        tip = tr(
            "Part of a layer's path or type. Wildcards: * any characters, ? one, [12] one of these. "
            "Several words: all must match."
        )
        self.search.setToolTip(tip)
        self.select_matches = QPushButton(tr("Select matches"))
        self.select_matches.setObjectName("select_matches")
        self.select_matches.hide()
        self.select_matches.setToolTip(tr("Choose every layer that matches, to freeze or unfreeze them at once."))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.search, 1)
        row.addWidget(self.select_matches)
        does = self.actions_
        for action, text in (
            (does.freeze, ""),
            (does.unfreeze, ""),
            (does.freeze_up_to, tr("To here")),
            (does.unfreeze_from, tr("From here")),
        ):
            row.addWidget(does.button(action, text))
        row.addWidget(does.more())
        return row

    def _empty(self) -> QWidget:
        page = QWidget()
        self.empty_title, self.empty_text = Text("", "heading"), Text("", "muted")
        layout = QVBoxLayout(page)
        layout.addStretch(1)
        for text in (self.empty_title, self.empty_text):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(text)
        layout.addStretch(2)
        return page

    def _connect(self) -> None:
        facts, view = self.context.facts, self.view
        facts.layers_changed.connect(self._take_layers)
        facts.busy_changed.connect(self._show_page)
        facts.selection_changed.connect(self._look)
        self.context.session.job_changed.connect(self._follow)
        self.context.runner.state_changed.connect(self._show_run)
        self.context.runner.told.connect(self._take_event)
        self.costs.changed.connect(self._show_costs)
        self.model.plan_shown.connect(self._show_plan)
        self.model.refused.connect(self._refuse)
        self.summary.preset_chosen.connect(self.model.use_preset)
        self.search.textChanged.connect(self._search)
        self.search.left.connect(self._go_to_tree)
        self.select_matches.clicked.connect(self._select_matches)
        view.toggle_wanted.connect(self._toggle)
        view.looked_at.connect(facts.select_layer)

    # ---- what is shown

    def _take_layers(self) -> None:
        layers = self.context.facts.layers
        if layers is not self.model.root:
            self.model.set_layers(layers)
        self.actions_.enable()
        self._search(self.search.text())
        self._show_page()

    def _name(self) -> str:
        """What the catalogue calls the source model, once it is there."""
        model = self.context.session.job.source.model
        entry = self.context.facts.entry(model)
        return entry.title if entry is not None else model

    def _show_page(self) -> None:
        facts, name = self.context.facts, self._name()
        self.summary.title.say(tr("Layers of {model}", model=name))
        if facts.layers_error:
            self.empty_title.say(tr("The layers of this model cannot be shown"))
            self.empty_text.say(facts.layers_error)
        else:
            self.empty_title.say(tr("Reading the structure of {model}…", model=name))
            self.empty_text.say(tr("The first time takes a moment, while PyTorch is loaded."))
        self.pages.setCurrentIndex(0 if self.model.rows and not facts.layers_error else 1)

    def _show_plan(self) -> None:
        self.hint.say("")
        self.summary.say(self.model, self.context.session.job, self.context.facts.device_kind)
        strange = self.model.strangers() if self.model.root else ()
        self.strange.setVisible(bool(strange))
        if strange:
            listed = ", ".join(strange[:4])
            if len(strange) > 4:
                listed = tr("{name} and {count} more", name=listed, count=len(strange) - 4)
            text = tr("{layers}. These rules have no effect.", layers=listed)
            self.strange.say(tr("The plan names layers that this model does not have"), text, "warning")
            self.strange.offer(tr("Remove these rules"), self.model.drop_strangers, "drop_strangers")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.costs.want(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.costs.want(False)

    def _show_costs(self) -> None:
        costs = self.costs
        self.model.show_costs(costs.costs, costs.memory, costs.words, costs.measuring)

    def _show_run(self) -> None:
        runner, job = self.context.runner, self.context.session.job
        if not runner.active or runner.job is None:
            self._applied = ""
            self.run_strip.hide()
            return
        model = runner.job.source.model
        headline = tr("A run is under way. What you change here is for the next run.")
        if runner.state != "paused":
            self.run_strip.say(headline, self._applied or tr("Pause it to apply the plan to the running one."), "info")
        elif model != job.source.model:
            text = tr("The paused run trains {model}, so this model's plan cannot be applied to it.", model=model)
            self.run_strip.say(headline, text, "info")
        else:
            text = self._applied or tr("It goes on with the plan that it had, unless you apply the one below.")
            self.run_strip.say(tr("The run is paused."), text, "info")
            self.run_strip.offer(tr("Apply to the running run"), self._apply, "apply_plan", primary=True)

    def _take_event(self, event: object) -> None:
        if isinstance(event, PlanApplied):
            words = tr("Since step {step:,} it trains {count:,} parameters.", step=event.step, count=event.trainable)
            self._applied = words
            self._show_run()

    def _follow(self, new: Job, old: Job) -> None:
        if new.source is not old.source:
            self._show_page()
            self._show_run()
        if new.training is not old.training or new.device is not old.device:
            self._show_plan()

    def _refuse(self, words: str) -> None:
        self.hint.say(words)

    # ---- what the user does

    def _look(self) -> None:
        self.view.look_at(self.context.facts.selected_layer)

    def _search(self, text: str) -> None:
        self.view.search(text)
        count, searching = len(self.found.matches), bool(text.strip())
        self.select_matches.setVisible(searching)
        self.select_matches.setEnabled(count > 0)
        self.select_matches.setText(plural(count, "Select {count} match", "Select {count} matches"))
        nothing = searching and not count and bool(self.model.rows)
        self.view.setVisible(not nothing)
        self.nothing_found.setVisible(nothing)
        if nothing:
            what = tr("No layer matches '{text}'", text=text.strip())
            self.nothing_found.say(what, tr("Try part of a name or type, such as conv."))
            self.nothing_found.offer(tr("Clear search"), self.search.clear, "clear_layer_filter")

    def _go_to_tree(self) -> None:
        if self.found.matches:
            self.view.look_at(self.found.matches[0])
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _select_matches(self) -> None:
        self.view.choose(self.found.matches)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self) -> None:
        self.model.toggle(self.view.chosen())

    def _apply(self) -> None:
        self.context.runner.apply_plan(self.context.session.job.plan)
        self._applied = tr("It goes on with this plan from its next step.")
        self._show_run()
