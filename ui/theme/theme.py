"""Dress the application in a theme: palette, style sheet and font, at one scale.

Sizes are in pixels at 100 % and grow with the interface scale; Qt adds the screen's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.tokens import THEMES, ThemeName, Tokens

FAMILY = "DrillPlanner Sans SC"

#: Height of plain text in pixels at 100 %.
TEXT_PX = 15


@dataclass(frozen=True, slots=True)
class Dress:
    """A theme at a scale; every widget that paints itself or sets a size asks it."""

    tokens: Tokens
    percent: int = 100

    def px(self, size: float) -> int:
        """Scale a length."""
        return max(1, round(size * self.percent / 100))

    def color(self, name: str) -> QColor:
        """Give a colour token."""
        return QColor(getattr(self.tokens, name))

    def font(self, size_px: float = TEXT_PX, *, bold: bool = False) -> QFont:
        """Give the program's font at a size in pixels at 100 %."""
        font = QFont(FAMILY)
        font.setPixelSize(self.px(size_px))
        font.setBold(bold)
        return font


def register_fonts() -> None:
    """Make the report's font the window's, where the system has no such font."""
    from drillplanner.resources import resource

    for weight in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(resource("fonts", f"DrillPlannerSansSC-{weight}.ttf")))


def wear(application: QApplication, theme: ThemeName, percent: int) -> Dress:
    """Dress the whole application; windows that are open follow at once."""
    dress = Dress(THEMES[theme], percent)
    application.setStyle("Fusion")
    application.setPalette(_palette(dress))
    application.setStyleSheet(_sheet(dress))
    # Last: a style gives tables and menus the platform's own fonts, which Windows has and
    # offscreen has not; only a font that comes later reaches them.
    application.setFont(dress.font())
    return dress


def _palette(dress: Dress) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for wanted, token in (
        (role.Window, "ground"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "ground"),
        (role.Text, "text"),
        (role.Button, "raised"),
        (role.ButtonText, "text"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Link, "accent"),
        (role.Mid, "line"),
        (role.Accent, "accent"),
    ):
        palette.setColor(wanted, dress.color(token))
    disabled = QPalette.ColorGroup.Disabled
    for wanted in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, wanted, dress.color("muted"))
    return palette


def _sheet(dress: Dress) -> str:
    from drillplanner.resources import resource

    t, px = dress.tokens, dress.px
    check = resource("icons", f"check-{t.name}.svg").as_posix()
    chevron = resource("icons", f"chevron-{t.name}.svg").as_posix()
    return f"""
    * {{ font-size: {px(TEXT_PX)}px; }}
    QToolTip {{ color: {t.text}; background: {t.surface}; border: {t.line_px}px solid {t.line};
        padding: {px(6)}px; }}
    QPushButton {{ background: {t.surface}; color: {t.text}; border: {t.line_px}px solid {t.line};
        border-radius: {px(6)}px; padding: {px(7)}px {px(16)}px; min-height: {px(22)}px; }}
    QPushButton:hover {{ background: {t.raised}; }}
    QPushButton:pressed {{ background: {t.accent_soft}; }}
    QPushButton:focus {{ border: {px(2)}px solid {t.accent}; padding: {px(6)}px {px(15)}px; }}
    QPushButton:checked {{ background: {t.accent if t.name == "sunlight" else t.accent_soft};
        color: {t.on_accent if t.name == "sunlight" else t.text};
        border: {px(2)}px solid {t.accent}; padding: {px(6)}px {px(15)}px; }}
    QPushButton:disabled {{ color: {t.muted}; background: {t.ground}; }}
    QPushButton[large="true"] {{ min-height: {px(30)}px; }}
    QPushButton[primary="true"] {{ background: {t.accent}; color: {t.on_accent};
        border-color: {t.accent}; font-weight: bold; }}
    QPushButton[primary="true"]:focus {{ border: {px(2)}px solid {t.text}; }}
    QPushButton[primary="true"]:disabled {{ background: {t.raised}; color: {t.muted};
        border-color: {t.line}; }}
    QPushButton[quiet="true"] {{ background: transparent; border-color: transparent;
        color: {t.accent}; }}
    QPushButton[quiet="true"]:focus {{ border: {px(2)}px solid {t.accent}; }}
    QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit {{ background: {t.surface};
        color: {t.text}; border: {t.line_px}px solid {t.line}; border-radius: {px(5)}px;
        padding: {px(6)}px {px(8)}px; selection-background-color: {t.accent};
        selection-color: {t.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus,
    QDateEdit:focus {{ border: {px(2)}px solid {t.accent}; padding: {px(5)}px {px(7)}px; }}
    QLineEdit[role="asked"] {{ background: {t.bad_soft}; border: {px(2)}px solid {t.bad};
        padding: {px(5)}px {px(7)}px; }}
    QCheckBox {{ spacing: {px(8)}px; padding: {px(3)}px; }}
    QCheckBox::indicator {{ width: {px(18)}px; height: {px(18)}px; background: {t.surface};
        border: {px(2)}px solid {t.muted}; border-radius: {px(4)}px; }}
    QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent};
        image: url("{check}"); }}
    QCheckBox::indicator:disabled {{ background: {t.raised}; border-color: {t.line}; }}
    QCheckBox:focus {{ border: {px(2)}px solid {t.accent}; border-radius: {px(5)}px;
        padding: {px(1)}px; }}
    QComboBox {{ padding-right: {px(30)}px; }}
    QComboBox::drop-down {{ border: 0; width: {px(30)}px; }}
    QComboBox::down-arrow {{ image: url("{chevron}"); width: {px(14)}px; height: {px(14)}px; }}
    QComboBox QAbstractItemView {{ background: {t.surface}; color: {t.text};
        border: {t.line_px}px solid {t.line}; selection-background-color: {t.accent_soft};
        selection-color: {t.text}; padding: {px(4)}px; }}
    QTableView, QTreeView, QListView {{ background: {t.surface}; color: {t.text};
        alternate-background-color: {t.ground}; border: {t.line_px}px solid {t.line};
        border-radius: {px(6)}px; gridline-color: {t.line}; outline: 0; }}
    QTableView:focus, QTreeView:focus, QListView:focus {{ border: {px(2)}px solid {t.accent}; }}
    QTableView::item, QTreeView::item, QListView::item {{ padding: {px(5)}px {px(8)}px; }}
    QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {{
        background: {t.accent_soft}; color: {t.text}; }}
    QTableView::item:selected:focus {{ border: {px(2)}px solid {t.accent}; }}
    QHeaderView::section {{ background: {t.raised}; color: {t.text}; border: 0;
        border-bottom: {t.line_px}px solid {t.line}; padding: {px(7)}px {px(8)}px;
        font-weight: bold; }}
    QTabBar::tab {{ background: transparent; color: {t.muted}; padding: {px(8)}px {px(16)}px;
        border-bottom: {px(3)}px solid transparent; }}
    QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent};
        font-weight: bold; }}
    QTabBar::tab:focus {{ color: {t.accent}; }}
    QTabWidget::pane {{ border: 0; border-top: {t.line_px}px solid {t.line}; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
    QScrollBar:vertical {{ background: transparent; width: {px(12)}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {t.line}; border-radius: {px(5)}px;
        min-height: {px(30)}px; margin: {px(1)}px; }}
    QScrollBar:horizontal {{ background: transparent; height: {px(12)}px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {t.line}; border-radius: {px(5)}px;
        min-width: {px(30)}px; margin: {px(1)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QMenu {{ background: {t.surface}; color: {t.text}; border: {t.line_px}px solid {t.line};
        padding: {px(4)}px; }}
    QMenu::item {{ padding: {px(7)}px {px(24)}px; border-radius: {px(4)}px; }}
    QMenu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
    QProgressBar {{ background: {t.raised}; border: 0; border-radius: {px(4)}px;
        text-align: center; color: {t.text}; min-height: {px(18)}px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: {px(4)}px; }}
    QLabel[role="title"] {{ font-size: {px(26)}px; font-weight: bold; }}
    QLabel[role="heading"] {{ font-size: {px(18)}px; font-weight: bold; }}
    QLabel[role="muted"] {{ color: {t.muted}; }}
    QLabel[role="figure"] {{ font-size: {px(40)}px; font-weight: bold; }}
    QFrame[role="card"] {{ background: {t.surface}; border: {t.line_px}px solid {t.line};
        border-radius: {px(8)}px; }}
    QFrame[role="banner"] {{ background: {t.doubt_soft}; border: {t.line_px}px solid {t.doubt};
        border-radius: {px(6)}px; }}
    QFrame[role="alarm"] {{ background: {t.bad_soft}; border: {px(2)}px solid {t.bad};
        border-radius: {px(6)}px; }}
    QFrame[role="rail"] {{ background: {t.surface};
        border-right: {t.line_px}px solid {t.line}; }}
    QToolButton[role="room"] {{ background: transparent; color: {t.text}; border: 0;
        border-left: {px(4)}px solid transparent; padding: {px(10)}px {px(6)}px;
        font-size: {px(16)}px; }}
    QToolButton[role="room"]:hover {{ background: {t.raised}; }}
    QToolButton[role="room"]:checked {{ border-left-color: {t.accent}; color: {t.accent};
        background: {t.accent_soft}; font-weight: bold; }}
    QToolButton[role="room"]:focus {{ border: {px(2)}px solid {t.accent}; }}
    """
