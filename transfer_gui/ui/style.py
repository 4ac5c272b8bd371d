"""The style sheet: what a palette alone cannot say."""

from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

if TYPE_CHECKING:
    from .theme import Colors

SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 6px; }
QMainWindow::separator { background: $window; width: 6px; height: 6px; }
QMainWindow::separator:hover { background: $accent; }

QDockWidget { color: $muted; font-weight: 600; }
QDockWidget::title { background: $window; padding: 7px 10px; text-align: left; }
QToolBar { background: $surface; border: none; border-bottom: 1px solid $border; padding: 4px 8px; spacing: 4px; }
QToolBar::separator { background: $border; width: 1px; margin: 6px 6px; }
QToolBar QToolButton { padding: 5px 9px; border-radius: 6px; color: $text; border: 1px solid transparent; }
QToolBar QToolButton:hover { background: $raised; }
QToolBar QToolButton:pressed, QToolBar QToolButton:checked { background: $soft; }
QToolBar QToolButton:focus { border: 1px solid $accent; }
QToolBar QToolButton:disabled { color: $faint; }
QStatusBar { background: $surface; border-top: 1px solid $border; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { padding: 3px 8px; color: $muted; }
#status_state { color: $text; font-weight: 600; }
QMenuBar { background: $surface; border-bottom: 1px solid $border; padding: 2px 4px; }
QMenuBar::item { padding: 5px 10px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $surface; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 24px; border-radius: 5px; }
QMenu::item:selected { background: $soft; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }

QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
    padding: 4px 6px; }
QToolButton:hover { background: $raised; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $faint; }
QToolButton[popupMode="2"], QToolButton[popupMode="1"] { background: $surface; border-color: $border;
    padding: 5px 18px 5px 8px; }
QToolButton::menu-indicator { image: url($down); width: 10px; height: 10px; right: 5px;
    subcontrol-position: right center; subcontrol-origin: padding; }

QPushButton { background: $surface; color: $text; border: 1px solid $border; border-radius: 6px; padding: 6px 14px; }
QPushButton:hover { background: $raised; }
QPushButton:pressed, QPushButton:checked { background: $soft; border-color: $accent; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $faint; background: $window; }
QPushButton[primary="true"], QPushButton:default { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[primary="true"] { font-weight: 600; }
QPushButton[primary="true"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[primary="true"]:focus, QPushButton:default:focus { border: 2px solid $text; padding: 5px 13px; }
QPushButton[primary="true"]:disabled, QPushButton:default:disabled { background: $raised; color: $faint;
    border-color: $border; }
QPushButton[quiet="true"] { background: transparent; border-color: transparent; color: $accent; padding: 4px 8px; }
QPushButton[left="true"] { text-align: left; }
QPushButton[quiet="true"]:hover { background: $raised; }
QPushButton[quiet="true"]:focus { border-color: $accent; }
QPushButton[quiet="true"]:disabled { color: $faint; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: $surface; color: $text; border: 1px solid $border; border-radius: 6px; padding: 4px 7px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus {
    border: 1px solid $accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $faint; background: $window; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url($down); width: 12px; height: 12px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    border: none; background: transparent; width: 18px; }
QAbstractSpinBox::up-arrow { image: url($up); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url($down); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; padding: 4px; outline: none;
    selection-background-color: $soft; selection-color: $text; }

QAbstractItemView { background: $surface; border: 1px solid $border; border-radius: 8px; outline: none;
    selection-background-color: $soft; selection-color: $text; alternate-background-color: $window; }
QTreeView::item, QTableView::item, QListView::item { padding: 3px 4px; }
QTreeView::item:hover, QListView::item:hover { background: $raised; }
QTreeView::item:selected, QTableView::item:selected, QListView::item:selected { background: $soft; color: $text; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; border: none; border-bottom: 1px solid $border;
    padding: 6px 8px; font-weight: 600; }
QTableCornerButton::section { background: $surface; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 14px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }
QProgressBar { background: $raised; border: none; border-radius: 4px; height: 8px; text-align: center; color: $text; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QSlider::groove:horizontal { height: 4px; background: $border; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; margin: -6px 0; border-radius: 7px; background: $accent; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 2px; }
QScrollBar::handle { background: $handle; border-radius: 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QGroupBox { border: 1px solid $border; border-radius: 8px; margin-top: 14px; padding: 10px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: $muted; }
QSplitter::handle { background: transparent; }

QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator, QTreeView::indicator, QMenu::indicator {
    width: 13px; height: 13px; border: 1px solid $muted; border-radius: 4px; background: $surface; }
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QTreeView::indicator:hover { border-color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QMenu::indicator:checked {
    border-color: $accent; background: $accent; image: url($tick); }
QTreeView::indicator:indeterminate { border-color: $accent; background: $accent; image: url($dash); }
QRadioButton::indicator:checked { border-color: $accent; background: $accent; image: url($dot); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; background: $window; }

QFrame[card="true"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[card="accent"] { background: $soft; border: 1px solid $accent; border-radius: 8px; }
QFrame[card="warning"] { background: $warning_soft; border: 1px solid $warning; border-radius: 8px; }
QFrame[card="bad"] { background: $bad_soft; border: 1px solid $bad; border-radius: 8px; }
QFrame[card="good"] { background: $good_soft; border: 1px solid $good; border-radius: 8px; }
QFrame[rail="true"] { background: $surface; border: none; border-right: 1px solid $border; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: 20px; font-weight: 650; }
QLabel[role="heading"] { font-weight: 650; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="bad"], QLabel[role="error"] { color: $bad; }
*[invalid="true"] { border: 1px solid $bad; }
QLabel[role="good"] { color: $good; }
QLabel[role="warning"] { color: $warning; }
""")


def sheet(colors: "Colors") -> str:
    """The style sheet in these colours."""
    from .icons import file

    names = {role: value.name() for role, value in vars(colors).items() if isinstance(value, QColor)}
    return SHEET.substitute(
        names,
        soft=mix(colors.accent, colors.surface, 0.16).name(),
        accent_hover=mix(colors.accent, colors.text, 0.88).name(),
        warning_soft=mix(colors.warning, colors.surface, 0.12).name(),
        bad_soft=mix(colors.bad, colors.surface, 0.12).name(),
        good_soft=mix(colors.good, colors.surface, 0.12).name(),
        faint=mix(colors.muted, colors.surface, 0.6).name(),
        handle=mix(colors.muted, colors.surface, 0.45).name(),
        down=file("down", colors.muted),
        up=file("up", colors.muted),
        tick=file("check", colors.on_accent),
        dash=file("dash", colors.on_accent),
        dot=file("dot", colors.on_accent),
    )


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """`share` of one colour and the rest of the other."""
    return QColor.fromRgbF(
        one.redF() * share + other.redF() * (1 - share),
        one.greenF() * share + other.greenF() * (1 - share),
        one.blueF() * share + other.blueF() * (1 - share),
    )
