"""The layer tree's model: tri-state, what a click writes, undo, search, and that painting costs nothing."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui.trees import group, leaf, small_tree, wide_tree
from transfer_gui.core.job import Job
from transfer_gui.core.plan import Plan, Rule, freeze_all_but
from transfer_gui.session import Session
from transfer_gui.ui.models import layer_tree
from transfer_gui.ui.models.layer_filter import LayerFilter
from transfer_gui.ui.models.layer_tree import PART, PATH, Column, LayerTreeModel

ROLE = Qt.ItemDataRole
YES, NO, PARTLY = Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked


@pytest.fixture
def session(qtbot):
    return Session(Job(plan=Plan()))


@pytest.fixture
def model(session):
    model = LayerTreeModel(session)
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_layers(small_tree())
    return model


def checks(model, *paths):
    return [model.index_of(p, Column.TRAINS).data(ROLE.CheckStateRole) for p in paths]


def text(model, path, column):
    return model.index_of(path, column).data()


def frozen(session, *paths):
    return [session.job.plan.resolve(p).frozen for p in paths]


def every_path(model, parent=QModelIndex()):  # noqa: B008
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index.data(PATH)
        yield from every_path(model, index)


def test_every_layer_has_one_row_under_its_own_parent(model):
    assert list(every_path(model)) == [layer.path for layer in small_tree().walk()]
    assert model.index_of("layer1.bn1").parent().data(PATH) == "layer1"


def test_the_same_model_opened_twice_has_no_doubles(model):
    before = list(every_path(model))
    model.set_layers(small_tree())
    model.set_layers(small_tree())
    assert list(every_path(model)) == before


def test_no_model_no_rows(model):
    model.set_layers(None)
    assert model.rowCount() == 0
    assert model.index_of("conv1") == QModelIndex()


def test_a_tick_off_freezes_the_layer_and_all_inside(model, session):
    assert model.setData(model.index_of("layer1", Column.TRAINS), NO.value, ROLE.CheckStateRole)
    assert frozen(session, "layer1", "layer1.conv1", "layer1.bn1", "layer2", "fc") == [True, True, True, False, False]
    assert checks(model, "layer1", "layer1.conv1", "layer2", "") == [NO, NO, YES, PARTLY]


def test_half_ticked_while_some_inside_train_and_a_tick_trains_all(model, session):
    model.set_trains(["layer1.conv1"], False)
    assert checks(model, "layer1.conv1", "layer1.conv2", "layer1", "", "layer2") == [NO, YES, PARTLY, PARTLY, YES]
    model.setData(model.index_of("layer1", Column.TRAINS), YES.value, ROLE.CheckStateRole)
    assert checks(model, "layer1.conv1", "layer1", "") == [YES, YES, YES]
    model.set_trains(["layer1"], False)
    model.set_trains(["layer1.conv2"], True)
    assert checks(model, "layer1.conv1", "layer1.conv2", "layer1") == [NO, YES, PARTLY]


def test_layers_without_weights_cannot_be_ticked_and_do_not_count(model, session):
    relu = model.index_of("layer1.relu", Column.TRAINS)
    assert relu.data(ROLE.CheckStateRole) is None
    assert not relu.flags() & Qt.ItemFlag.ItemIsUserCheckable
    before = session.job
    assert not model.set_trains(["layer1.relu"], False)
    assert not model.toggle(["layer1.relu"])
    assert session.job is before


def test_batch_norm_without_weights_of_its_own_has_statistics_to_keep_still(session):
    model = LayerTreeModel(session)
    model.set_layers(group("", "Net", [leaf("conv", "Conv2d", 10, 1), leaf("bn", "BatchNorm2d", 0, 2, norm=True)], 0))
    assert checks(model, "bn") == [YES]
    model.set_trains(["bn"], False)
    assert checks(model, "bn", "conv", "") == [NO, YES, PARTLY]


def test_frozen_batch_norm_says_that_it_stays_in_evaluation_mode(model):
    model.set_trains(["layer1"], False)
    tip = model.index_of("layer1.bn1", Column.TRAINS).data(ROLE.ToolTipRole)
    assert "evaluation mode" in tip
    assert "running" in tip
    assert "evaluation mode" not in model.index_of("layer2.bn1", Column.TRAINS).data(ROLE.ToolTipRole)


def test_counts_follow_at_once(model):
    assert text(model, "", Column.TRAINABLE) == "1,136"
    model.set_trains(["layer1", "conv1"], False)
    assert text(model, "", Column.TRAINABLE) == "504"
    assert text(model, "layer1", Column.TRAINABLE) == "0"
    assert text(model, "layer1", Column.PARAMETERS) == "416"


def test_undo_and_redo_move_the_ticks_and_say_what_they_do(model, session):
    stack = session.undo_stack
    model.set_trains(["layer1", "layer2", "conv1"], False)
    assert stack.undoText() == "Freeze layer1 and 2 others"
    stack.undo()
    assert checks(model, "layer1", "") == [YES, YES]
    stack.redo()
    assert checks(model, "layer1", "fc", "") == [NO, YES, PARTLY]
    assert stack.count() == 1


def test_rows_inside_a_chosen_row_are_not_named_twice(model, session):
    model.set_trains(["layer1", "layer1.conv1", "layer1.bn1"], False)
    assert session.undo_stack.undoText() == "Freeze layer1"
    assert set(session.job.plan.layers) == {"layer1"}


def test_toggle_trains_all_unless_all_train(model, session):
    model.set_trains(["layer1"], False)
    model.toggle(["layer1", "layer2"])
    assert checks(model, "layer1", "layer2") == [YES, YES]
    model.toggle(["layer1", "layer2", "relu"])
    assert checks(model, "layer1", "layer2", "fc") == [NO, NO, YES]


def test_only_what_changed_is_told(model, qtbot):
    seen = []
    model.dataChanged.connect(lambda a, b: seen.append((a.data(PATH), b.data(PATH))))
    model.set_trains(["layer1.conv2"], False)
    assert sorted(seen) == sorted([("", ""), ("layer1", "layer1"), ("layer1.conv2", "layer1.conv2")])


def test_an_edit_elsewhere_repaints_nothing(model, session, qtbot):
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.plan_shown):
        session.edit("training.epochs", 3)


# ---- by the order of computation


def test_freeze_up_to_a_layer_leaves_what_comes_later(model, session):
    model.freeze_up_to("layer1.bn1")
    assert checks(model, "conv1", "bn1", "layer1.conv1", "layer1.bn1") == [NO] * 4
    assert checks(model, "layer1.conv2", "layer2", "fc") == [YES] * 3
    assert session.undo_stack.undoText() == "Freeze all up to layer1.bn1"
    model.freeze_up_to("layer1")
    assert checks(model, "layer1", "layer2") == [NO, YES]


def test_freeze_up_to_the_end_is_one_rule(model, session):
    model.freeze_up_to("fc")
    assert session.job.plan.layers == {"": Rule(frozen=True)}


def test_train_from_a_layer_leaves_what_came_before(model, session):
    model.set_trains([""], False)
    model.train_from("layer2")
    assert checks(model, "conv1", "layer1", "layer2", "fc") == [NO, NO, YES, YES]


def test_what_runs_first_counts_not_what_is_written_first(session):
    tree = group("", "Net", [leaf("late", "Linear", 5, 2), leaf("early", "Linear", 7, 1)], 0)
    model = LayerTreeModel(session)
    model.set_layers(tree)
    model.freeze_up_to("early")
    assert checks(model, "early", "late") == [NO, YES]


def test_a_parameter_of_an_attention_goes_with_it(session):
    attention = group(
        "block.attention",
        "MultiheadAttention",
        [leaf("block.attention.weight", "Parameter", 30, -1), leaf("block.attention.out", "Linear", 10, 3)],
        3,
    )
    block = group(
        "block", "Block", [leaf("block.norm", "LayerNorm", 4, 2), attention, leaf("block.mlp", "Linear", 9, 5)], 1
    )
    token = leaf("token", "Parameter", 3, -1)
    model = LayerTreeModel(session)
    model.set_layers(group("", "Net", [token, block, leaf("head", "Linear", 2, 6, new=True)], 0))
    model.freeze_up_to("block.attention")
    assert checks(model, "token", "block.norm", "block.attention.weight", "block.attention.out") == [NO] * 4
    assert checks(model, "block.mlp", "head") == [YES, YES]


# ---- presets


def test_the_preset_that_is_in_force_is_known_however_it_came_about(model, session):
    assert model.preset() == "all"
    model.use_preset("head")
    assert model.preset() == "head"
    assert checks(model, "fc", "layer2", "") == [YES, NO, PARTLY]
    model.set_trains(["layer1"], True)
    assert model.preset() == ""
    model.set_trains(["layer1.conv1", "layer1.conv2"], False)
    model.set_trains(["layer1.bn1"], False)
    assert model.preset() == "head"
    model.use_preset("last_stage")
    assert checks(model, "layer1", "layer2", "fc") == [NO, YES, YES]
    assert model.preset() == "last_stage"
    model.set_multiplier(["fc"], "10")
    assert model.preset() == ""


# ---- multipliers and epochs


@pytest.mark.parametrize(("typed", "value"), [("0.1", 0.1), ("0,1", 0.1), ("1e-3", 1e-3), ("× 2", 2.0), ("0", 0.0)])
def test_a_multiplier_is_read_in_any_notation(model, session, typed, value):
    assert model.setData(model.index_of("layer1", Column.RATE), typed, ROLE.EditRole)
    assert session.job.plan.layers["layer1"].multiplier == value
    assert model.index_of("layer1").data(layer_tree.STATE).given
    inner = model.index_of("layer1.conv1").data(layer_tree.STATE)
    assert (inner.lowest, inner.given) == (value, False)


@pytest.mark.parametrize("typed", ["fast", "-1", "1001", "1e", "nan"])
def test_what_is_no_multiplier_is_refused_in_words(model, session, qtbot, typed):
    before = session.job
    with qtbot.waitSignal(model.refused) as refused:
        assert not model.setData(model.index_of("layer1", Column.RATE), typed, ROLE.EditRole)
    assert "multiplier" in refused.args[0]
    assert session.job is before


def test_an_empty_multiplier_takes_the_one_above(model, session):
    model.set_multiplier([""], "0.5")
    model.set_multiplier(["layer1"], "2")
    assert text(model, "", Column.RATE) == "0.5 … 2"
    assert model.index_of("layer1", Column.RATE).data(ROLE.EditRole) == "2"
    model.set_multiplier(["layer1"], "")
    assert text(model, "layer1", Column.RATE) == "× 0.5"
    assert model.index_of("layer1", Column.RATE).data(ROLE.EditRole) == ""


def test_a_frozen_layer_has_no_rate(model):
    model.set_trains(["layer1"], False)
    assert text(model, "layer1.conv1", Column.RATE) == "–"


def test_a_layer_that_wakes_later_says_when(model, session):
    model.unfreeze_at(["layer1"], 3)
    assert text(model, "layer1", Column.TRAINS) == "epoch 4+"
    assert checks(model, "layer1") == [NO]
    assert model.later == 416
    assert session.job.plan.resolve("layer1.conv1").frozen_in(2)
    assert not session.job.plan.resolve("layer1.conv1").frozen_in(3)
    model.set_trains(["layer1"], False)
    assert text(model, "layer1", Column.TRAINS) == "frozen"
    assert model.later == 0


# ---- shared and task-specific


def test_the_parts_are_named(model):
    assert model.index_of("fc").data(PART) == "task-specific"
    assert model.index_of("layer1").data(PART) == "shared"
    assert model.index_of("").data(PART) == "both"
    assert model.index_of("relu").data(PART) == ""


def test_rules_on_unknown_layers_are_found_and_can_go(model, session):
    session.edit("plan", Plan(layers={"features.3": Rule(frozen=True), "fc": Rule(multiplier=3.0)}))
    assert model.strangers() == ("features.3",)
    model.drop_strangers()
    assert set(session.job.plan.layers) == {"fc"}


def test_a_rule_on_one_parameter_shows_as_partly(model, session):
    session.edit("plan", Plan(layers={"fc.weight": Rule(frozen=True)}))
    assert model.strangers() == ()
    assert checks(model, "fc", "layer2") == [PARTLY, YES]


# ---- search


@pytest.fixture
def found(model):
    proxy = LayerFilter(model)
    proxy.tester = QAbstractItemModelTester(proxy, QAbstractItemModelTester.FailureReportingMode.Warning)
    return proxy


@pytest.mark.parametrize(
    ("typed", "matches"),
    [
        ("layer?.*conv*", ["layer1.conv1", "layer1.conv2", "layer2.conv1", "layer2.conv2"]),
        ("bn", ["bn1", "layer1.bn1", "layer2.bn1"]),
        ("*norm2d", ["bn1", "layer1.bn1", "layer2.bn1"]),
        ("layer2 conv2d", ["layer2.conv1", "layer2.conv2"]),
        ("CONV2", ["conv1", "layer1.conv1", "layer1.conv2", "layer2.conv1", "layer2.conv2"]),
        ("conv[2]", ["layer1.conv2", "layer2.conv2"]),
        ("fc", ["fc"]),
        ("nothing", []),
    ],
)
def test_search_shows_matches_with_their_parents(found, typed, matches):
    found.set_text(typed)
    assert list(found.matches) == matches
    parents = {p.rpartition(".")[0] for p in matches} | ({""} if matches else set())
    assert set(every_path(found)) == set(matches) | parents


def test_clearing_the_search_shows_everything(found, model):
    found.set_text("fc")
    found.set_text("  ")
    assert list(every_path(found)) == list(every_path(model))
    assert found.matches == ()


def test_search_holds_for_the_next_model(found, model):
    found.set_text("head")
    assert list(every_path(found)) == []
    model.set_layers(wide_tree(3, 2))
    assert list(every_path(found)) == ["", "head"]


# ---- a big tree


def test_painting_a_cell_asks_the_plan_nothing(session, monkeypatch):
    session.edit("plan", freeze_all_but(["head"]))
    model = LayerTreeModel(session)
    model.set_layers(wide_tree())
    asked = []
    monkeypatch.setattr(Plan, "resolve", lambda self, path: asked.append(path))
    monkeypatch.setattr(layer_tree, "states", lambda *a: asked.append("states"))
    monkeypatch.setattr(layer_tree.plan_edits, "rows", lambda *a: asked.append("rows"))
    layers_walked = []
    monkeypatch.setattr("transfer_gui.core.models.layer.Layer.walk", lambda self: layers_walked.append(self))
    roles = [ROLE.DisplayRole, ROLE.CheckStateRole, ROLE.ToolTipRole, ROLE.AccessibleTextRole, PART, layer_tree.STATE]
    for path in ("", "stages", "stages.7.inner.3", "head"):
        for column in Column:
            for role in roles:
                model.index_of(path, column).data(role)
            model.flags(model.index_of(path, column))
    assert asked == []
    assert layers_walked == []


def test_one_click_in_a_big_tree_tells_of_a_few_rows(session):
    model = LayerTreeModel(session)
    model.set_layers(wide_tree())
    told = []
    model.dataChanged.connect(lambda a, b: told.append(b.row() - a.row() + 1))
    model.set_trains(["stages.30.inner.7"], False)
    assert told == [1] * 5


def test_the_real_trees_fit(model, session):
    from transfer_gui.core.models import tree

    for name in ("squeezenet1_1", "vit_b_16"):
        root = tree.layers(name, 8)
        model.set_layers(root)
        assert list(every_path(model)) == [layer.path for layer in root.walk()]
        model.use_preset("all")
        assert text(model, "", Column.TRAINABLE) == f"{root.parameters:,}"
        model.use_preset("head")
        assert model.preset() == "head"
        first = next(row.layer.path for row in model.rows if row.layer.order > 0 and not row.layer.children)
        model.train_from(first)
        assert checks(model, "") == [YES]
