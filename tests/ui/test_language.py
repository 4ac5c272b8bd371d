"""The window in Chinese: when it is, that it is so everywhere, and that there is room for it."""

import os
import re
import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QTabWidget,
    QToolBar,
    QToolButton,
    QTreeView,
    QWidget,
)

from tests.ui import hands
from transfer_gui.core.errors import UserError
from transfer_gui.core.training.device import devices
from transfer_gui.ui import language
from transfer_gui.ui.actions import ENTRIES, unkeyed
from transfer_gui.ui.figures import axes, parts
from transfer_gui.ui.menus import TOOLBAR
from transfer_gui.ui.status import spell
from transfer_gui.ui.translation import in_english, mark, plural, sentences, told, tr

HAN = re.compile(r"[一-鿿]")
NAMES = {"alpha", "English", "safetensors", "GFLOPs", "Top-1 (%)", "TrivialAugment"}
"""What is called the same in every language."""


@pytest.fixture
def chinese(own_settings):
    """Chinese is chosen, and forgotten at the end."""
    from transfer_gui.ui import app

    app.application([])
    language.choose("zh_CN")
    made = app.application([])
    yield made
    language.choose("en")
    language.apply(made)


# ---- which language


@pytest.mark.parametrize(
    ("reads", "speaks"),
    [
        (["zh-Hans-CN", "zh-CN", "zh"], "zh_CN"),
        (["zh-CN"], "zh_CN"),
        (["zh"], "zh_CN"),
        (["zh-Hans-SG"], "zh_CN"),
        (["zh-TW", "zh-Hant-TW"], "en"),
        (["zh-HK"], "en"),
        (["en-US", "en", "zh-CN"], "en"),
        (["fr-FR", "fr", "zh-CN"], "zh_CN"),
        (["de-DE", "de"], "en"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_the_system_s_language_is_followed(qapp, monkeypatch, reads, speaks):
    monkeypatch.setattr(language, "preferred", lambda: reads)

    assert language.wanted() == speaks


@pytest.mark.parametrize(("reads", "chosen"), [("zh-CN", "en"), ("en-US", "zh_CN")])
def test_what_was_chosen_wins_over_the_system(qapp, monkeypatch, reads, chosen):
    monkeypatch.setattr(language, "preferred", lambda: [reads])
    language.choose(chosen)
    assert language.wanted() == chosen
    language.choose("system")
    assert language.wanted() != chosen


def test_an_unknown_choice_counts_as_none(qapp):
    QSettings().setValue("language/choice", "xx")

    assert language.choice() == "system"


@pytest.mark.parametrize(("chosen", "title"), [("system", "文件(&F)"), ("en", "&File")])
def test_the_window_starts_in_the_system_s_language_where_none_was_chosen(tmp_path, chosen, title):
    code = (
        "import sys\n"
        "from PySide6.QtCore import QSettings\n"
        "from transfer_gui.ui import app, language\n"
        "kept = app.application([])\n"
        f"language.choose({chosen!r})\n"
        "app.application([])\n"
        "sys.stdout.buffer.write(app.build().menuBar().actions()[0].text().encode())\n"
    )
    env = {name: value for name, value in os.environ.items() if name not in {"LC_ALL", "LC_MESSAGES", "LANGUAGE"}}
    env |= {"LANG": "zh_CN.UTF-8", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, timeout=120)

    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode() == title


def test_the_menu_has_the_languages_and_tells_when_the_choice_holds(qtbot, window):
    menu = next(m for m in window.findChildren(QMenu) if m.title() == "&Language")
    assert [action.text() for action in menu.actions()] == ["&System", "English", "中文"]
    assert [action.isChecked() for action in menu.actions()] == [True, False, False]
    menu.actions()[2].trigger()
    assert [action.isChecked() for action in menu.actions()] == [False, False, True]
    assert language.choice() == "zh_CN"
    assert "next start" in window.info.messages()[0].what.text()
    assert window.rail.buttons["data"].text() == "Target data", "it speaks as before until then"


# ---- texts


def test_without_a_translation_a_text_stays_as_it_is(qapp):
    assert tr("Layers") == "Layers"
    assert tr("{count:,} examples.", count=1234) == "1,234 examples."
    assert tr("no such text {brace}") == "no such text {brace}"
    assert tr("") == ""
    assert plural(1, "Select {count} match", "Select {count} matches") == "Select 1 match"
    assert plural(2, "Select {count} match", "Select {count} matches") == "Select 2 matches"


def test_texts_are_filled_in_after_they_are_looked_up(chinese):
    assert tr("Layers") == "层"
    assert tr("{count:,} examples.", count=1234) == "1,234 个样本。"
    assert plural(1, "Select {count} match", "Select {count} matches") == "选择 1 个匹配项"
    assert plural(2, "Select {count} match", "Select {count} matches") == "选择 2 个匹配项"
    assert tr("no such text") == "no such text"
    assert tr("") == ""
    assert [spell(s) for s in (0.5, 8, 200, 7500)] == ["不到 1 秒", "8 秒", "3 分 20 秒", "2 小时 05 分"]


def test_one_word_of_two_meanings_has_two_translations(chinese):
    assert tr("Step") == "阶梯"
    assert tr("Step", "axis") == "步"


def test_a_fault_is_told_in_chinese_as_far_as_it_is_known(chinese):
    error = UserError("The plan freezes every layer, so nothing can be learned.", "Unfreeze at least the head.")
    assert told(error) == "方案冻结了所有层，无法学习。请至少解冻头部。"
    assert told(UserError("/a/b is broken.", "Check the path.")) == "/a/b is broken.请检查路径。"
    assert told(OSError("no")) == "no"
    assert sentences("", "第二句。") == "第二句。"


def test_inside_a_report_texts_stay_english(chinese):
    with in_english():
        assert tr("Layers") == "Layers"
    assert tr("Layers") == "层"


def test_a_class_that_is_called_like_a_text_keeps_its_name(chinese):
    assert axes.named("Layers") == "Layers"
    assert axes.named("source") == "源模型"


def test_qt_s_own_words_are_chinese_too(chinese):
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_english_comes_back(chinese):
    language.choose("en")
    language.apply(chinese)

    assert tr("Layers") == "Layers"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


@pytest.mark.parametrize(("text", "bare"), [("&File", "File"), ("文件(&F)", "文件"), ("打开作业(&O)…", "打开作业…")])
def test_a_menu_s_key_is_taken_off(text, bare):
    assert unkeyed(text) == bare


def test_chinese_is_wrapped_between_characters_and_marks_stay_with_them(qapp):
    text = "没有验证图片，无法判断最佳轮：最后一轮将视为最佳。 best epoch"
    lines = parts.wrapped(text, 120)

    assert len(lines) > 2
    assert all(line == line.strip() and line[0] not in "，。：" for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


# ---- the window


def test_the_main_labels_are_chinese(chinese, window):
    assert [action.text() for action in window.menuBar().actions()] == [
        "文件(&F)", "编辑(&E)", "视图(&V)", "运行(&R)", "帮助(&H)",
    ]  # fmt: skip
    assert [button.text() for button in window.rail.buttons.values()] == [
        "源模型", "目标数据", "层", "训练", "查看内部", "结果", "导出",
    ]  # fmt: skip
    assert [dock.windowTitle() for dock in window.docks] == ["训练", "检查器"]
    assert [dock.objectName() for dock in window.docks] == ["dock_training", "dock_inspector"]
    assert window.actions_by_name["start"].iconText() == "开始"
    assert "请选择数据集" in window.rail.findChild(QLabel, "next_step").text()


def shown_in(widget: QWidget) -> list[str]:
    """What stands in a widget, and what it says of itself."""
    found = [widget.toolTip(), widget.accessibleName(), widget.windowTitle()]
    if isinstance(widget, QLabel | QAbstractButton):
        found.append(widget.text())
    elif isinstance(widget, QLineEdit):
        found.append(widget.placeholderText())
    elif isinstance(widget, QComboBox):
        found += [widget.itemText(place) for place in range(widget.count())]
    elif isinstance(widget, QTabWidget):
        found += [widget.tabText(place) for place in range(widget.count())]
    elif isinstance(widget, QTableView | QTreeView) and (model := widget.model()) is not None:
        columns = range(model.columnCount())
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            found += [str(model.headerData(place, Qt.Orientation.Horizontal, role) or "") for place in columns]
    return [*found, *(text for action in widget.actions() for text in (action.text(), action.toolTip()))]


def test_no_english_is_left_in_the_window(qtbot, chinese, window):
    hands.choose_sample(qtbot, window, "sample:clipart-10")
    for page in window.pages:
        window.show_page(page)
    for look in ("map", "picture", "examples", "compare", "tensor"):
        window.inside.show_look(look)
    window.curves.make_plots()
    QApplication.processEvents()
    facts = window.context.facts
    names = {name for entry in facts.catalogue for name in (entry.title, entry.family)}
    weights = [one for entry in facts.catalogue for one in entry.weights]
    told = {text for one in weights for text in (one.title, one.path, one.licence, one.preprocessing.words())}
    known = NAMES | names | told | {*facts.dataset.classes, *facts.columns} | {one.title for one in devices()}
    left = {
        text
        for widget in window.findChildren(QWidget)
        for text in shown_in(widget)
        if re.search(r"[A-Za-z]{3}", text)
        and not HAN.search(text)
        and text not in known
        and not re.search(r" of [\w.]+\.\w+$", text)  # titles of figures, with the layer's name
    }

    assert not left


def wide(text: str, metrics: QFontMetricsF, em: float) -> float:
    """Pixels that a text takes; a Chinese character is as wide as high, whether or not there is a font with it."""
    return sum(em if HAN.match(c) or c in "，。：；（）“”" else metrics.horizontalAdvance(c) for c in text)


def test_nothing_is_cut_in_the_rail(chinese, window):
    for button in window.rail.buttons.values():
        font = button.font()
        em, room = QFontInfo(font).pixelSize() * 1.0, button.width() - 17 - 46 - 8
        assert wide(button.step.title, QFontMetricsF(font), em) <= room
        words = button.step.words
        if button.step.state != "problem":
            assert wide(words, QFontMetricsF(font), em) * 0.86 <= room + 1, words


def test_nothing_is_cut_in_the_toolbar(chinese, window):
    bar = window.findChild(QToolBar, "toolbar")
    more = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    own = {entry.name: unkeyed(entry.text).rstrip("…") for entry in ENTRIES}
    metrics, em = QFontMetricsF(bar.font()), QFontInfo(bar.font()).pixelSize() * 1.0

    assert bar.width() <= 1280
    assert not more.isVisible()
    for name in TOOLBAR:
        if name in own:
            assert wide(window.actions_by_name[name].iconText(), metrics, em) <= wide(own[name], metrics, em) + 2 * em


def test_every_page_fits_the_smallest_screen(chinese, window):
    for page in window.pages:
        window.show_page(page)
        assert window.minimumSizeHint().width() <= 1280, page
        assert window.minimumSizeHint().height() <= 760, page


def test_what_is_marked_stays_as_it_is():
    table = {"a": "b"}
    assert mark(table) is table
