"""The tab of the scorecard: the whole, the leader's grade, each owner, and what was recorded."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import _, ngettext
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.review.view_models import Shown
from drillplanner.terms.vocabulary import CHAINS
from ui.context import AppContext
from ui.review.cells import Cells
from ui.review.scorecard.grade_card import GradeCard
from ui.widgets.columns import Card, Columns, words_label
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_table import RowsTable
from ui.widgets.sign import SignLabel

#: Narrowest width in pixels at 100 % at which the two cards stand side by side.
_WIDE_PX = 760


class ScoreTab(QScrollArea):
    """Shows the scorecard; an owner opens to the targets behind it."""

    ownerOpened = Signal(str)
    tablesAsked = Signal()
    importAsked = Signal()
    exportAsked = Signal()
    typingAsked = Signal()
    ratingsAsked = Signal()
    decisionWithdrawn = Signal(str)
    #: Show the scorecard as issued (True) or as today's (False).
    issuedAsked = Signal(bool)

    def __init__(self, context: AppContext, cells: Cells, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._cells = context, cells
        dress = context.dress
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, dress.px(16), dress.px(4), dress.px(16))
        self._column.setSpacing(dress.px(16))
        self.notice = _Notice(context, body)
        self.notice.button.clicked.connect(self._on_notice)
        self._column.addWidget(self.notice)
        self.grade = GradeCard(context, body)
        whole = self._make_whole(body)
        cards = Columns(dress, _WIDE_PX, ((whole, 1), (self.grade, 1)), body)
        self._column.addWidget(cards)
        self._column.addWidget(words_label(context.say(_("By responsible party")), body, "heading"))
        self.model = RowsModel(cells.owner_columns())
        self.owners = RowsTable(
            self.model,
            dress,
            context.say(_("By responsible party")),
            parent=body,
        )
        self.owners.setIconSize(cells.icon_size)
        self.owners.activated.connect(self._on_activated)
        self.owners.setToolTip(
            context.say(_("Enter or a double click opens the targets behind it."))
        )
        self._column.addWidget(self.owners)
        self._column.addWidget(self._make_record(body))
        self._column.addStretch(1)
        self.setWidget(body)

    def show_score(self, shown: Shown, review: DrillReview, *, is_issued: bool) -> None:
        """Show a scorecard and what it stands on."""
        say = self._context.say
        whole = shown.whole
        self.figure.setText(say(whole.score))
        self.sign.say(whole.sign.shape, say(whole.sign.words))
        self.coverage.setText(
            say(_("Completeness of records: {coverage}", coverage=whole.coverage))
        )
        self.capped.setText(say(whole.capped) if whole.capped else "")
        self.capped.setVisible(whole.capped is not None)
        self.model.show_all([self._cells.owner(line) for line in shown.owners])
        self._fit_owners(len(shown.owners))
        if shown.ending is not None:
            self.ending.say(shown.ending.shape, say(shown.ending.words))
        self.ending.setVisible(shown.ending is not None)
        self._show_record(review)
        self.grade.show_grades(review, shown.suggested)
        self.notice.show_state(review, is_issued=is_issued)

    def set_refusal(self, words: str) -> None:
        """Let nothing be entered while there is a reason not to."""
        asks = (self.type, self.bring, self.join, self.rate, self.debrief)
        for part in (self.grade, self._tables, *asks):
            part.setEnabled(not words)

    def _make_whole(self, body: QWidget) -> QWidget:
        say, dress = self._context.say, self._context.dress
        card = Card(dress, say(_("The whole drill")), body)
        row = QHBoxLayout()
        row.setSpacing(dress.px(10))
        self.figure = words_label("", card, "figure")
        self.figure.setAccessibleName(say(_("Score (of 100)")))
        unit = words_label(say(_("of 100")), card, "muted")
        unit.setContentsMargins(0, 0, 0, dress.px(7))
        row.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(unit, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.ending = SignLabel(dress, "cross", "", 18, card)
        self.ending.label.setWordWrap(True)
        self.ending.hide()
        card.column.addWidget(self.ending)
        card.column.addLayout(row)
        card.column.addWidget(words_label(say(_("Suggested grade")), card, "muted"))
        self.sign = SignLabel(dress, "dash", "", 20, card)
        card.column.addWidget(self.sign)
        self.coverage = words_label("", card, wraps=True)
        self.capped = words_label("", card, wraps=True)
        card.column.addWidget(self.coverage)
        card.column.addWidget(self.capped)
        card.column.addStretch(1)
        return card

    def _make_record(self, body: QWidget) -> QWidget:
        say = self._context.say
        card = Card(self._context.dress, say(_("What it was scored from")), body)
        self._sources = words_label("", card, wraps=True)
        card.column.addWidget(self._sources)
        self._tables = QWidget(card)
        self._table_rows = QVBoxLayout(self._tables)
        self._table_rows.setContentsMargins(0, 0, 0, 0)
        card.column.addWidget(self._tables)
        buttons = Snug(card)
        row = Flow(buttons, self._context.dress.px(8))
        self.join = QPushButton(say(_("Join log tables…")), card)
        self.join.setToolTip(say(_("Paper, cameras, the 110 record: tables as CSV")))
        self.join.clicked.connect(self.tablesAsked)
        self.rate = QPushButton(say(_("Read ratings…")), card)
        self.rate.setToolTip(say(_("What evaluators rated, as a CSV table")))
        self.rate.clicked.connect(self.ratingsAsked)
        self.type = QPushButton(say(_("Type times in…")), card)
        self.type.setToolTip(say(_("From a stopwatch, paper, a video or the 110 record")))
        self.type.clicked.connect(self.typingAsked)
        self.bring = QPushButton(say(_("Import a table…")), card)
        self.bring.setToolTip(
            say(_("Tables of other programs: csv, Excel, WPS, OpenDocument, or copied"))
        )
        self.bring.clicked.connect(self.importAsked)
        self.export = QPushButton(say(_("Export the log…")), card)
        self.export.setToolTip(say(_("As one CSV table that this program reads back")))
        self.export.clicked.connect(self.exportAsked)
        self.debrief = QPushButton(say(_("Debrief on the whole screen")), card)
        self.debrief.setToolTip(
            say(_("Times, what is doubtful, and words to read aloud; Shift+F11 turns the page"))
        )
        self.debrief.clicked.connect(self._context.debriefRequested)
        order = (self.type, self.bring, self.join, self.rate, self.export, self.debrief)
        for button in order:
            row.addWidget(button)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        card.column.addWidget(buttons)
        self.exported = words_label("", card, wraps=True)
        self.exported.hide()
        card.column.addWidget(self.exported)
        return card

    def show_exported(self, words: str) -> None:
        """Say where the log was written; empty words take it away."""
        self.exported.setText(words)
        self.exported.setVisible(bool(words))

    def _show_record(self, review: DrillReview) -> None:
        self.show_exported("")
        say = self._context.say
        lines = [
            say(
                ngettext(
                    "{source}: {count} entry, log {state}",
                    "{source}: {count} entries, log {state}",
                    chain.entries,
                    source=chain.source,
                    state=CHAINS[chain.state],
                )
            )
            for chain in review.inputs.chains
        ]
        if review.recorded.damaged:
            damaged = review.recorded.damaged
            lines.append(
                say(
                    ngettext(
                        "{count} record was changed after it was stored and does not count.",
                        "{count} records were changed after they were stored and do not count.",
                        damaged,
                    )
                )
            )
        ratings = len(review.decisions.ratings)
        lines.append(say(ngettext("{count} rating", "{count} ratings", ratings)))
        self._sources.setText("\n".join(lines))
        for old in self._tables.findChildren(QPushButton):
            self._table_rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        for table in review.decisions.tables:
            words = say(_("Take “{table}” out again", table=table.name))
            button = QPushButton(words, self._tables)
            button.setProperty("fact", table.fact)
            button.clicked.connect(self._on_table_out)
            self._table_rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _fit_owners(self, count: int) -> None:
        table = self.owners
        height = table.horizontalHeader().sizeHint().height() + 2 * table.frameWidth()
        height += table.verticalHeader().defaultSectionSize() * max(1, count)
        table.setFixedHeight(height + table.horizontalScrollBar().sizeHint().height())

    def _on_activated(self) -> None:
        index = self.owners.currentIndex()
        if index.isValid():
            self.ownerOpened.emit(self.model.row(index.row()).id)

    def _on_table_out(self) -> None:
        self.decisionWithdrawn.emit(str(self.sender().property("fact")))

    def _on_notice(self) -> None:
        self.issuedAsked.emit(not self.notice.is_issued)


class _Notice(QFrame):
    """Says that a scorecard was issued, and whether today's result is another."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.is_issued = False
        row = QHBoxLayout(self)
        row.setSpacing(context.dress.px(12))
        self.words: QLabel = words_label("", self, wraps=True)
        self.button = QPushButton(self)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)

    def show_state(self, review: DrillReview, *, is_issued: bool) -> None:
        """Say which result is shown; nothing where none was issued."""
        from ui.review.formatter import issued_said

        say = self._context.say
        self.is_issued = is_issued
        words = issued_said(self._context, review, is_issued=is_issued)
        has_other = bool(review.differences)
        self.setVisible(bool(words))
        self.setProperty("role", "banner" if has_other else "card")
        self.style().unpolish(self)
        self.style().polish(self)
        self.words.setText(words)
        self.setAccessibleName(words)
        last = review.last_issued
        self.button.setVisible(has_other and last is not None and last.card is not None)
        self.button.setText(say(_("Show today's result") if is_issued else _("Show as issued")))
