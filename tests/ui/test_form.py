"""The form's editors: what is typed is what is meant, the job is always valid, undo follows gestures."""

from typing import Literal

import pytest
from pydantic import Field
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from transfer_gui.core.frozen import Frozen
from transfer_gui.core.job import Data, Device, Job, Training
from transfer_gui.session import Session
from transfer_gui.ui.panels.training import GROUPS
from transfer_gui.ui.widgets.editors import IntField, OptionalIntField
from transfer_gui.ui.widgets.field import Bounds, fields
from transfer_gui.ui.widgets.field_texts import TEXTS
from transfer_gui.ui.widgets.form import Form, grouped
from transfer_gui.ui.widgets.number_field import NumberField

KEY = Qt.Key


@pytest.fixture
def session(qtbot):
    return Session()


@pytest.fixture
def form(session, qtbot):
    """The training form beside another widget that can take the focus."""
    window = QWidget()
    layout = QVBoxLayout(window)
    form = Form(session, fields(Training, "training"))
    other = QCheckBox("elsewhere")
    layout.addWidget(form)
    layout.addWidget(other)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    form.window_ = window
    form.other = other
    return form


def type_in(qtbot, widget, text):
    widget.setFocus()
    widget.selectAll()
    qtbot.keyClicks(widget, text)


# ---- the number field


@pytest.mark.parametrize("locale", [QLocale.Language.German, QLocale.Language.English, QLocale.Language.French])
@pytest.mark.parametrize(("typed", "value"), [("0.001", 0.001), ("0,001", 0.001), ("1e-5", 1e-5), ("2,5e-4", 2.5e-4)])
def test_a_learning_rate_means_the_same_in_every_locale(qtbot, locale, typed, value):
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    try:
        field = NumberField(Bounds(0, 100, low_open=True), scale="log")
        qtbot.addWidget(field)
        field.show()
        got = []
        field.edited.connect(got.append)
        type_in(qtbot, field, typed)
        qtbot.keyClick(field, KEY.Key_Return)
        assert got[-1] == value
        assert field.value() == value
        assert float(field.text()) == value
    finally:
        QLocale.setDefault(before)


def test_whole_numbers_mean_the_same_in_a_german_locale(qtbot):
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        field = IntField(Bounds(1, 100_000))
        qtbot.addWidget(field)
        field.set_value(12_000)
        assert field.text() == "12000"
        type_in(qtbot, field, "1024")
        qtbot.keyClick(field, KEY.Key_Return)
        assert field.value() == 1024
        faults = []
        field.refused.connect(faults.append)
        type_in(qtbot, field, "1.024")  # a thousand to some, one to others: asked, not guessed
        assert faults
        qtbot.keyClick(field, KEY.Key_Return)
        assert field.value() == 1024
    finally:
        QLocale.setDefault(before)


def test_arrow_keys_step_on_the_fields_own_scale(form, session, qtbot):
    rate = form.findChild(NumberField, "learning_rate")
    rate.setFocus()
    qtbot.keyClick(rate, KEY.Key_Up)
    assert session.job.training.learning_rate == 0.02
    qtbot.keyClick(rate, KEY.Key_Down)
    qtbot.keyClick(rate, KEY.Key_Down)
    assert session.job.training.learning_rate == 0.005
    qtbot.keyClick(rate, KEY.Key_PageUp)
    assert session.job.training.learning_rate == 0.05
    decay = form.findChild(NumberField, "weight_decay")
    decay.setFocus()
    for _ in range(20):
        qtbot.keyClick(decay, KEY.Key_Down)
    assert session.job.training.weight_decay == 0
    qtbot.keyClick(decay, KEY.Key_Up)
    assert session.job.training.weight_decay == 1e-6


def test_steps_stay_inside_the_bounds(form, session, qtbot):
    momentum = form.findChild(NumberField, "momentum")
    momentum.setFocus()
    for _ in range(10):
        qtbot.keyClick(momentum, KEY.Key_Up)
    assert 0.95 < session.job.training.momentum < 1
    for _ in range(40):
        qtbot.keyClick(momentum, KEY.Key_Down)
    assert session.job.training.momentum == 0


def test_mixup_stands_beside_label_smoothing(form, session, qtbot):
    group = grouped(fields(Training, "training"), GROUPS, "More")["More"]
    paths = [spec.path for spec in group]
    assert paths.index("training.mixup") == paths.index("training.label_smoothing") + 1
    field = form.findChild(NumberField, "mixup")
    type_in(qtbot, field, "0.2")
    qtbot.keyClick(field, KEY.Key_Return)
    assert session.job.training.mixup == 0.2
    for _ in range(40):
        qtbot.keyClick(field, KEY.Key_Up)
    assert session.job.training.mixup == 1


def test_the_drawn_arrows_can_be_clicked(form, session, qtbot):
    rate = form.findChild(NumberField, "learning_rate")
    qtbot.mouseClick(rate, Qt.MouseButton.LeftButton, pos=QPoint(rate.width() - 10, 4))
    assert session.job.training.learning_rate == 0.02
    qtbot.mouseClick(rate, Qt.MouseButton.LeftButton, pos=QPoint(rate.width() - 10, rate.height() - 4))
    assert session.job.training.learning_rate == 0.01


# ---- every kind of field edits the job


def test_typing_edits_the_job_as_one_undo_step(form, session, qtbot):
    rate = form.findChild(NumberField, "learning_rate")
    type_in(qtbot, rate, "0.0025")
    assert session.job.training.learning_rate == 0.0025
    qtbot.keyClick(rate, KEY.Key_Return)
    assert session.undo_stack.count() == 1
    type_in(qtbot, rate, "0.5")
    qtbot.keyClick(rate, KEY.Key_Return)
    assert session.undo_stack.count() == 2, "two deliberate edits are two steps"
    session.undo_stack.undo()
    assert session.job.training.learning_rate == 0.0025
    assert rate.text() == "0.0025"
    session.undo_stack.undo()
    assert rate.text() == "0.01"


def test_a_spin_box_edits_and_follows_undo(form, session, qtbot):
    epochs = form.findChild(QSpinBox, "epochs")
    type_in(qtbot, epochs, "25")
    qtbot.keyClick(epochs, KEY.Key_Return)
    assert session.job.training.epochs == 25
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert epochs.value() == 10
    session.undo_stack.redo()
    assert epochs.value() == 25


def test_escape_takes_back_what_was_typed(form, session, qtbot):
    rate = form.findChild(NumberField, "learning_rate")
    type_in(qtbot, rate, "5")
    assert session.job.training.learning_rate == 5
    qtbot.keyClick(rate, KEY.Key_Escape)
    assert session.job.training.learning_rate == 0.01
    assert rate.text() == "0.01"


def test_a_held_key_is_one_undo_step_and_two_presses_are_two(form, session, qtbot):
    epochs = form.findChild(QSpinBox, "epochs")
    epochs.setFocus()
    qtbot.keyClick(epochs, KEY.Key_Up)
    qtbot.keyClick(epochs, KEY.Key_Up)
    assert session.job.training.epochs == 12
    assert session.undo_stack.count() == 2


def test_check_box_and_combo_edit_the_job(form, session, qtbot):
    nesterov = form.findChild(QCheckBox, "nesterov")
    nesterov.setFocus()
    qtbot.keyClick(nesterov, KEY.Key_Space)
    assert session.job.training.nesterov
    schedule = form.findChild(QComboBox, "schedule")
    schedule.setFocus()
    qtbot.keyClick(schedule, KEY.Key_Down)
    assert session.job.training.schedule == "step"
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert not nesterov.isChecked()
    assert schedule.currentData() == "cosine"


def test_showing_the_job_is_no_edit(form, session, qtbot):
    session.set_job(Job(training=Training(epochs=3, learning_rate=0.3, nesterov=True, schedule="step")), "elsewhere")
    assert session.undo_stack.count() == 1
    assert form.findChild(QSpinBox, "epochs").value() == 3
    assert form.findChild(NumberField, "learning_rate").text() == "0.3"


def test_the_wheel_changes_nothing_that_is_not_focused(form, session, qtbot):
    form.other.setFocus()
    for widget in [*form.findChildren(QSpinBox), *form.findChildren(NumberField), *form.findChildren(QComboBox)]:
        assert widget.focusPolicy() == Qt.FocusPolicy.StrongFocus


# ---- what cannot be


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("learning_rate", "1000", "at most 100"),
        ("learning_rate", "-1", "above 0"),
        ("learning_rate", "fast", "not a number"),
        ("momentum", "1", "below 1"),
        ("epochs", "20000", "at most 10,000"),
        ("epochs", "2.5", "whole number"),
    ],
)
def test_invalid_input_is_said_in_red_and_the_job_stays(form, session, qtbot, name, typed, words):
    before = session.job
    row = form.row(f"training.{name}")
    type_in(qtbot, row.widget, typed)
    assert words in row.fault
    assert row.error.isVisible()
    assert session.job == before
    qtbot.keyClick(row.widget, KEY.Key_Tab)
    assert session.job == before
    assert float(row.widget.text()) == getattr(before.training, name)
    assert words in row.fault, "the reason is still there when the field is left"
    type_in(qtbot, row.widget, "0.5" if name != "epochs" else "5")
    assert row.fault == ""
    assert float(getattr(session.job.training, name)) in {0.5, 5.0}


def test_an_empty_field_goes_back_to_the_jobs_value(form, session, qtbot):
    rate = form.findChild(NumberField, "learning_rate")
    rate.setFocus()
    rate.selectAll()
    qtbot.keyClick(rate, KEY.Key_Delete)
    assert form.row("training.learning_rate").fault == "", "not while the next number is being typed"
    qtbot.keyClick(rate, KEY.Key_Tab)
    assert rate.text() == "0.01"
    assert "empty" in form.row("training.learning_rate").fault


def test_fields_at_odds_are_explained_and_the_editor_shows_the_job(form, session, qtbot):
    session.edit("training.momentum", 0.0)
    nesterov = form.findChild(QCheckBox, "nesterov")
    nesterov.setFocus()
    qtbot.keyClick(nesterov, KEY.Key_Space)
    assert "momentum above zero" in form.row("training.nesterov").fault
    assert not nesterov.isChecked()
    assert not session.job.training.nesterov
    warmup = form.findChild(NumberField, "warmup_epochs")
    type_in(qtbot, warmup, "30")
    assert "shorter than the run" in form.row("training.warmup_epochs").fault
    qtbot.keyClick(warmup, KEY.Key_Tab)
    assert float(warmup.text()) == session.job.training.warmup_epochs


# ---- reset, labels, new fields


def test_a_changed_field_offers_its_default(form, session, qtbot):
    reset = form.findChild(QToolButton, "learning_rate_reset")
    assert not reset.isVisible()
    session.edit("training.learning_rate", 0.5)
    assert reset.isVisible()
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert session.job.training.learning_rate == 0.01
    assert not reset.isVisible()
    assert form.findChild(NumberField, "learning_rate").text() == "0.01"


@pytest.mark.parametrize(("model", "prefix"), [(Training, "training"), (Device, "device"), (Data, "data")])
def test_every_field_has_a_title_a_name_for_readers_and_help(session, qtbot, model, prefix):
    form = Form(session, fields(model, prefix))
    qtbot.addWidget(form)
    shown = set(form.rows)
    elsewhere = (dict[str, str], tuple[str, ...])  # what is said of single classes and examples is edited beside these
    expected = {f"{prefix}.{name}" for name, info in model.model_fields.items() if info.annotation not in elsewhere}
    assert shown == expected
    for row in form.rows.values():
        assert row.findChild(QLabel).text()
        assert row.widget.accessibleName()
        assert row.spec.description in row.widget.toolTip()


def test_the_texts_speak_of_fields_that_there_are():
    there = {
        spec.path
        for model, prefix in ((Training, "training"), (Device, "device"), (Data, "data"))
        for spec in fields(model, prefix)
    }
    assert set(TEXTS) <= there


def test_a_new_field_of_the_job_appears_by_itself(session, qtbot):
    class Later(Frozen):
        epochs: int = Field(1, ge=1, description="Known.")
        dropout_rate: float = Field(0.5, ge=0, lt=1, description="New.")
        mode: Literal["a", "b"] = Field("a", description="New too.")

    groups = grouped(fields(Later, "training"), {"Basics": ["training.epochs"]}, "More")
    assert [spec.name for spec in groups["More"]] == ["dropout_rate", "mode"]
    assert [spec.kind for spec in groups["More"]] == ["float", "choice"]
    assert groups["More"][0].bounds == Bounds(0, 1, high_open=True)


def test_the_models_own_size_can_be_replaced_and_taken_back(session, qtbot):
    form = Form(session, [spec for spec in fields(Data, "data") if spec.name == "input_size"])
    qtbot.addWidget(form)
    form.show()
    field = form.findChild(OptionalIntField, "input_size")
    field.set_standard(224)
    assert field.own.isChecked()
    assert not field.spin.isEnabled()
    field.own.setFocus()
    qtbot.keyClick(field.own, KEY.Key_Space)
    assert session.job.data.input_size == 224
    type_in(qtbot, field.spin, "128")
    assert session.job.data.input_size == 128
    field.own.setFocus()
    qtbot.keyClick(field.own, KEY.Key_Space)
    assert session.job.data.input_size is None


def test_a_value_that_is_not_on_offer_is_shown_not_lost(session, qtbot):
    session.edit("device.name", "cuda:3")
    form = Form(session, [spec for spec in fields(Device, "device") if spec.name == "precision"])
    qtbot.addWidget(form)
    form.row("device.precision").set_choices([("fp32", "fp32")])
    session.edit("device.precision", "fp16")
    assert "not available" in form.findChild(QComboBox, "precision").currentText()
    assert session.job.device.precision == "fp16"
