"""The page of the improvement room: findings of a drill, and the ledger. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import _, pgettext
from ui.context import AppContext
from ui.improve.findings_tab import FindingsTab
from ui.improve.ledger_tab import LedgerTab
from ui.improve.name_field import NameField
from ui.improve.trend.presenter import TrendPresenter
from ui.improve.trend.tab import TrendTab
from ui.improve.view_models import ActionLine, ActionView, ProposalLine
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.card import words_label
from ui.widgets.rows_model import plain_tip

#: Narrower or lower than this, in pixels at 100 %, the page scrolls.
_LEAST_WIDTH, _LEAST_HEIGHT = 300, 460
#: Narrower than this, in pixels at 100 %, the name stands below the drill.
_ONE_LINE = 560


class ImprovePage(QScrollArea):
    """Shows findings and actions. Every signal is something the user asked for."""

    shown = Signal()
    drillChosen = Signal(str)
    nameEntered = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        keep_until_destroyed(self)
        self._context = context
        say, dress = context.say, context.dress
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        body.setMinimumSize(dress.px(_LEAST_WIDTH), dress.px(_LEAST_HEIGHT))
        column = QVBoxLayout(body)
        column.setContentsMargins(dress.px(24), dress.px(16), dress.px(24), dress.px(12))
        column.setSpacing(dress.px(10))
        column.addLayout(self._make_head(body))
        self.refusal = QFrame(body)
        self.refusal.setProperty("role", "banner")
        refusal = QHBoxLayout(self.refusal)
        self._refusal_words = words_label("", "", self.refusal)
        refusal.addWidget(self._refusal_words)
        self.refusal.hide()
        column.addWidget(self.refusal)
        self.tabs = QTabWidget(body)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.findings = FindingsTab(context, self.tabs)
        self.ledger = LedgerTab(context, self.tabs)
        self.tabs.addTab(self.findings, say(pgettext("tab", "Findings of the drill")))
        self.tabs.addTab(self.ledger, say(pgettext("tab", "Ledger")))
        self.trend = TrendTab(context, self.tabs)
        self.trends = TrendPresenter(context, self.trend)
        self.tabs.addTab(self.trend, say(pgettext("tab", "Drill by drill")))
        self.tabs.currentChanged.connect(self._on_tab)
        column.addWidget(self.tabs, 1)
        self.setWidget(body)
        self.setFocusProxy(self.drills)

    # -- what is shown ------------------------------------------------------------------------

    def show_drills(self, drills: Sequence[tuple[str, str]], chosen: str) -> None:
        """List the drills by id and words."""
        self.drills.blockSignals(True)
        self.drills.clear()
        for drill, words in drills:
            self.drills.addItem(words, drill)
        self.drills.setCurrentIndex(self.drills.findData(chosen))
        self.drills.blockSignals(False)
        self.drills.setEnabled(bool(drills))
        # On a narrow page the choice shows its beginning alone.
        self.drills.setToolTip(plain_tip(self.drills.currentText()))

    def show_findings(self, lines: Sequence[ProposalLine]) -> None:
        self.findings.show_lines(lines)

    def show_no_findings(self, words: str) -> None:
        """Say why there are no findings, and what to do."""
        self.findings.show_nothing(words)

    def show_owners(self, owners: Sequence[str]) -> None:
        """List who answers for actions."""
        self.ledger.show_owners(owners)

    def show_actions(self, lines: Sequence[ActionLine], chosen: str, empty: str) -> None:
        """Show the actions that are wanted, with one chosen."""
        self.ledger.show_lines(lines, chosen, empty)

    def show_action(self, view: ActionView) -> None:
        self.ledger.editor.show_view(view)

    def open_ledger(self, shown: str) -> None:
        """Go to the ledger, with actions of a kind."""
        self.ledger.choose_filter(shown)
        self.tabs.setCurrentWidget(self.ledger)

    def set_refusal(self, words: str) -> None:
        """Let nothing be changed, and say why; empty words let it again."""
        self.refusal.setVisible(bool(words))
        self._refusal_words.setText(words)
        self.findings.lock(bool(words))
        self.ledger.editor.lock(bool(words))
        for name in ("enter", "import", "photos"):
            self.ledger.acts[name].setEnabled(not words)

    def show_name(self, name: str, known: str) -> None:
        """Show who is at work, and offer the name that is known from before."""
        self.name.show_name(name, known)

    def ask_name(self) -> None:
        """Lead to the field for the name, which is missing."""
        self.name.ask()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.shown.emit()

    # -- building -----------------------------------------------------------------------------

    def _make_head(self, body: QWidget) -> QGridLayout:
        say, dress = self._context.say, self._context.dress
        self.drills = QComboBox(body)
        self.drills.setAccessibleName(say(_("Drill")))
        self.drills.setPlaceholderText(say(_("No drill was recorded yet")))
        self.drills.setMinimumContentsLength(6)
        self.drills.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.drills.activated.connect(self._on_drill)
        self.name = NameField(self._context, body)
        self.name.editingFinished.connect(self._on_name)
        title = QLabel(say(pgettext("room", "Improve")), body)
        title.setProperty("role", "title")
        self._head = QGridLayout()
        self._head.setHorizontalSpacing(dress.px(12))
        self._head.setVerticalSpacing(dress.px(8))
        self._head.setColumnStretch(1, 3)
        self._head.addWidget(title, 0, 0)
        self._head.addWidget(self.drills, 0, 1)
        self._place_name(is_wide=True)
        return self._head

    def _place_name(self, *, is_wide: bool) -> None:
        self._head.removeWidget(self.name)
        if is_wide:
            self._head.addWidget(self.name, 0, 2)
        else:
            self._head.addWidget(self.name, 1, 0, 1, 2)
        self._head.setColumnStretch(2, 1 if is_wide else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_name(is_wide=event.size().width() >= self._context.dress.px(_ONE_LINE))

    def _on_tab(self, _place: int) -> None:
        if self.tabs.currentWidget() is self.trend:
            self.trends.reload()

    def _on_drill(self, place: int) -> None:
        self.drillChosen.emit(str(self.drills.itemData(place)))

    def _on_name(self) -> None:
        self.nameEntered.emit(self.name.text())
