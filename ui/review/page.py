"""The page of the review room: which drill, and its tabs. It shows, says and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.model import Script
from drillplanner.run.rounds import Round
from drillplanner.services.review.decisions import TableText
from drillplanner.services.review.evaluation.board import RatingBoard
from drillplanner.services.review.evaluation.objections import NewObjection
from drillplanner.services.review.evaluation.self_evaluation import ShortForm
from drillplanner.services.review.evidence import EntryLine
from drillplanner.services.review.merging.joined_view import JoinedView
from drillplanner.services.review.particulars import Particulars
from drillplanner.services.review.printing.preview import PageSize, Picture
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.review.view_models import Section, Shown
from drillplanner.terms.papers import PaperOrder
from ui.context import AppContext
from ui.review.cells import Cells
from ui.review.formatter import target_heading, target_said
from ui.review.import_log.room import ImportOver
from ui.review.joining.sources_tab import SourcesTab
from ui.review.log.tab import LogTab, tab_title
from ui.review.organise.room import OrganiseTab
from ui.review.photos.tab import PhotosTab
from ui.review.ratings.tab import RatingsTab
from ui.review.report.particulars_sheet import ParticularsSheet
from ui.review.report.report_tab import ReportTab
from ui.review.scorecard.score_tab import ScoreTab
from ui.review.targets.doubts_tab import DoubtsTab
from ui.review.targets.objection_sheet import ObjectionSheet
from ui.review.targets.targets_tab import TargetsTab
from ui.review.timeline.tab import TimelineTab
from ui.review.typing_in.room import TypingInTab
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.columns import words_label
from ui.widgets.fit_height import Snug, Steady
from ui.widgets.flow import Flow
from ui.widgets.round_choice import RoundChoice

#: Narrower or lower than this, in pixels at 100 %, the page scrolls.
_LEAST_WIDTH, _LEAST_HEIGHT = 300, 400


class ReviewPage(QScrollArea):
    """Shows a review. Every signal is something the user asked for."""

    shown = Signal()
    drillChosen = Signal(str)
    roundChosen = Signal(int)
    evidenceAsked = Signal(str)
    issuedAsked = Signal(bool)
    gradeEntered = Signal(str, str, str)
    rulingEntered = Signal(str, str, str, str)
    decisionWithdrawn = Signal(str)
    logRulingEntered = Signal(str, str, str, str, str)
    tablesChosen = Signal(list)
    #: A log table that was made of another program's table: its name and its text.
    tableImported = Signal(str, str)
    ratingsChosen = Signal(Path)
    exportAsked = Signal(Path)
    previewAsked = Signal(str)
    saveAsked = Signal(PaperOrder, str, Path)
    archiveAsked = Signal(str, Path)
    cancelAsked = Signal()
    particularsSaved = Signal(Particulars)
    ratingsEntered = Signal(list)
    sheetFinished = Signal(str, str)
    formEntered = Signal(ShortForm)
    objectionEntered = Signal(NewObjection)
    #: The objection's fact, the answer's words, and who gives it.
    objectionAnswered = Signal(str, str, str)
    pictureWanted = Signal(int, int)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        keep_until_destroyed(self)
        self._context = context
        self._particulars = Particulars()
        self._schools: tuple[str, ...] = ()
        dress = context.dress
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        body.setMinimumSize(dress.px(_LEAST_WIDTH), dress.px(_LEAST_HEIGHT))
        column = QVBoxLayout(body)
        column.setContentsMargins(dress.px(24), dress.px(16), dress.px(24), dress.px(12))
        column.setSpacing(dress.px(10))
        column.addWidget(self._make_head(body))
        self.refusal = self._make_refusal(body)
        column.addWidget(self.refusal)
        self._pages = Steady(body)
        self._stack = Steady(self._pages)
        self._pages.addWidget(self._stack)
        self.importing = ImportOver(self._pages, context)
        self.importing.joined.connect(self._on_imported)
        self._script: Script | None = None
        self._board: RatingBoard | None = None
        self._waiting: Path | None = None
        self._imported = ""
        self._has_drills = False
        #: The drill and round that are shown, and those a table is being imported for.
        self._shown = self._imported_for = "", 0
        context.importRequested.connect(self._on_import_requested)
        self.empty = self._make_empty()
        self.tabs = self._make_tabs()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.tabs)
        column.addWidget(self._pages, 1)
        self.setWidget(body)
        self.setFocusProxy(self.drills)

    # -- what is shown ------------------------------------------------------------------

    def show_drills(self, drills: Sequence[tuple[str, str]], chosen: str) -> None:
        """List the drills by id and words."""
        _fill(self.drills, drills, chosen)
        self._has_drills = bool(drills)
        self._let_choose()

    def show_rounds(self, rounds: Sequence[Round], chosen: int | None) -> None:
        """List the rounds of the drill; None lets a person choose."""
        self.rounds.show_rounds(rounds, chosen)

    def show_nothing(self, words: str) -> None:
        """Say why there is no review."""
        self._script = None
        self.empty.setText(words)
        self._stack.setCurrentWidget(self.empty)
        self._open_waiting()

    def show_review(self, review: DrillReview, shown: Shown, *, is_issued: bool) -> None:
        """Show a review in all tabs."""
        self.score.show_score(shown, review, is_issued=is_issued)
        self.targets.show_targets(shown)
        self.timeline.show_review(shown)
        self.doubts.show_sections(shown.sections, shown.asked)
        self._particulars = review.recorded.particulars.get(review.round, Particulars())
        self._schools = review.recorded.schools
        self.organise.setVisible(review.has_free_marks)
        self.report.name_files(review.recorded.drill.title)
        self._script = review.script
        self._shown = review.recorded.drill.id, review.round
        if self._imported in (table.name for table in review.decisions.tables):
            self._imported = ""
            self.importing.close()
        self._stack.setCurrentWidget(self.tabs)
        self._open_waiting()

    def show_chain(self, chain: Section | None) -> None:
        """Show the 1-3-5 chain, where the script has one."""
        self.chain.show_sections((chain,) if chain else (), {})
        self.tabs.setTabVisible(self.tabs.indexOf(self.chain), chain is not None)

    def show_unnamed(self, count: int) -> None:
        """Say on the tab of the whole log how many marks wait for a name."""
        self.tabs.setTabText(self.tabs.indexOf(self.log), tab_title(self._context, count))

    def show_joined(self, review: DrillReview, joined: JoinedView) -> None:
        """Show what joining came to."""
        clocks = tuple(name for name, scale in review.log.scales.items() if scale == "clock")
        self.sources.show_joined(joined, clocks, review.script.scoring.watch_u_s)

    def show_board(self, review: DrillReview, board: RatingBoard) -> None:
        """Show what evaluators rated."""
        self._board = board
        self.ratings.show_board(review, board)
        self.tabs.setTabVisible(
            self.tabs.indexOf(self.ratings), bool(board.criteria or board.roles)
        )

    def show_evidence(self, key: str, lines: Sequence[EntryLine]) -> None:
        """Show the entries behind a line, in the tab where it stands."""
        kind, _colon, name = key.partition(":")
        line = self.targets.line(name) if kind == "target" else None
        heading, words = self.doubts.heading_of(key), ""
        if line is not None:
            heading = target_heading(self._context, line)
            words = target_said(self._context, line)
        is_target = line is not None and self.tabs.currentWidget() is not self.doubts
        panel = self.targets.evidence if is_target else self.doubts.evidence
        panel.show_entries(heading, words, lines)

    def set_refusal(self, words: str, *, may_print: bool = False) -> None:
        """Let nothing be entered, nor printed, and say why; empty words let it again."""
        self.refusal.setVisible(bool(words))
        self._refusal_words.setText(words)
        for part in (
            self.score,
            self.targets,
            self.doubts,
            self.log,
            self.ratings,
            self.photos,
        ):
            part.set_refusal(words)
        self.report.set_refusal(words, may_print=may_print)

    def show_exported(self, words: str) -> None:
        """Say where the log was written."""
        self.score.show_exported(words)

    def show_progress(self, words: str) -> None:
        """Show that a report is being made; empty words when it is done."""
        self.report.show_progress(words)

    def show_printed(self, words: str) -> None:
        """Say what came of the last print; empty words take it away."""
        self.report.show_printed(words)

    def show_pages(self, sizes: Sequence[PageSize]) -> None:
        self.report.show_pages(sizes)

    def take_picture(self, picture: Picture) -> None:
        self.report.pages.take_picture(picture)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.shown.emit()

    # -- building -------------------------------------------------------------------------

    def _make_head(self, body: QWidget) -> QWidget:
        say, dress = self._context.say, self._context.dress
        head = Snug(body)
        row = Flow(head, dress.px(12))
        row.addWidget(words_label(say(pgettext("room", "Review")), head, "title"))
        self.drills = self._choice(head, _("Drill"), 34)
        self.drills.activated.connect(self._on_drill)
        self.rounds = RoundChoice(self._context, head)
        self.rounds.activated.connect(self._on_round)
        self.organise = QPushButton(say(_("Organise free play…")), head)
        self.organise.clicked.connect(self._open_organising)
        self.organise.hide()
        row.addWidget(self.drills)
        row.addWidget(self.rounds)
        row.addWidget(self.organise)
        return head

    def _choice(self, parent: QWidget, name: Text, letters: int) -> QComboBox:
        choice = QComboBox(parent)
        choice.setAccessibleName(self._context.say(name))
        choice.setMinimumContentsLength(letters)
        choice.setMinimumWidth(self._context.dress.px(120))
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return choice

    def _make_refusal(self, body: QWidget) -> QFrame:
        frame = Snug(body)
        frame.setProperty("role", "banner")
        row = QHBoxLayout(frame)
        self._refusal_words = words_label("", frame, wraps=True)
        row.addWidget(self._refusal_words)
        frame.hide()
        return frame

    def _make_empty(self) -> QLabel:
        empty = words_label("", self, "muted", wraps=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return empty

    def _make_tabs(self) -> QTabWidget:
        context, say = self._context, self._context.say
        cells = Cells(context)
        tabs = QTabWidget(self)
        tabs.tabBar().setDrawBase(False)
        tabs.setUsesScrollButtons(True)
        self.score = ScoreTab(context, cells, tabs)
        self.targets = TargetsTab(context, cells, tabs)
        self.timeline = TimelineTab(context, tabs)
        self.chain = DoubtsTab(context, cells, tabs, opens_rows=False)
        self.doubts = DoubtsTab(context, cells, tabs)
        self.sources = SourcesTab(context, cells, tabs)
        self.log = LogTab(context, cells, tabs)
        self.ratings = RatingsTab(context, tabs)
        self.photos = PhotosTab(context, tabs)
        self.report = ReportTab(context, tabs)
        tabs.addTab(self.score, say(pgettext("tab", "Scorecard")))
        tabs.addTab(self.targets, say(pgettext("tab", "Targets")))
        tabs.addTab(self.timeline, say(pgettext("tab", "Timeline")))
        tabs.addTab(self.chain, say(_("1-3-5 chain")))
        tabs.addTab(self.doubts, say(pgettext("tab", "Records")))
        tabs.addTab(self.sources, say(pgettext("tab", "Sources")))
        tabs.addTab(self.log, tab_title(context, 0))
        tabs.addTab(self.ratings, say(pgettext("tab", "Ratings")))
        tabs.addTab(self.photos, say(pgettext("tab", "Photos")))
        tabs.addTab(self.report, say(pgettext("tab", "Report")))
        self.typing = TypingInTab(tabs, context)
        self.organising = OrganiseTab(tabs, context)
        self._connect()
        return tabs

    def _connect(self) -> None:
        self._context.photosRequested.connect(self._open_photos)
        self.score.ownerOpened.connect(self._open_owner)
        self.score.tablesAsked.connect(self._ask_for_tables)
        self.score.importAsked.connect(self._open_importing)
        self.score.exportAsked.connect(self._ask_where_to_export)
        self.score.typingAsked.connect(self._open_typing)
        self.typing.saved.connect(self.shown)
        self.organising.saved.connect(self.shown)
        self.score.ratingsAsked.connect(self._ask_for_ratings)
        self.score.decisionWithdrawn.connect(self.decisionWithdrawn)
        self.score.issuedAsked.connect(self.issuedAsked)
        self.score.grade.entered.connect(self.gradeEntered)
        self.score.grade.withdrawn.connect(self.decisionWithdrawn)
        self.targets.evidenceAsked.connect(self.evidenceAsked)
        self.targets.rulingEntered.connect(self.rulingEntered)
        self.targets.decisionWithdrawn.connect(self.decisionWithdrawn)
        self.doubts.evidenceAsked.connect(self.evidenceAsked)
        self.doubts.logRulingEntered.connect(self.logRulingEntered)
        self.doubts.decisionWithdrawn.connect(self.decisionWithdrawn)
        self.sources.sections.logRulingEntered.connect(self.logRulingEntered)
        self.sources.sections.decisionWithdrawn.connect(self.decisionWithdrawn)
        self.sources.tableMade.connect(self._on_table_made)
        self.ratings.ratingsEntered.connect(self.ratingsEntered)
        self.ratings.finishAsked.connect(self.sheetFinished)
        self.ratings.formEntered.connect(self.formEntered)
        self.ratings.withdrawn.connect(self.decisionWithdrawn)
        self.ratings.ratingsAsked.connect(self._ask_for_ratings)
        self.ratings.objectionAsked.connect(self._open_objection)
        self.targets.objectionAsked.connect(self._open_objection)
        self.report.previewAsked.connect(self.previewAsked)
        self.report.saveAsked.connect(self.saveAsked)
        self.report.archiveAsked.connect(self.archiveAsked)
        self.report.particularsAsked.connect(self._ask_for_particulars)
        self.report.cancelAsked.connect(self.cancelAsked)
        self.report.pages.pictureWanted.connect(self.pictureWanted)

    # -- what the user does -----------------------------------------------------------------

    def _on_drill(self, place: int) -> None:
        self.ratings.keep()
        self.drillChosen.emit(str(self.drills.itemData(place)))

    def _on_round(self, _place: int) -> None:
        if self.rounds.chosen is not None:
            self.ratings.keep()
            self.roundChosen.emit(self.rounds.chosen)

    def _open_owner(self, role: str) -> None:
        self.tabs.setCurrentWidget(self.targets)
        self.targets.show_owner(role)

    def _open_photos(self) -> None:
        self.tabs.setCurrentWidget(self.photos)
        self.photos.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_for_tables(self) -> None:
        dialog = self._open_dialog(_("Join log tables"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_tables)
        dialog.open()

    def _open_importing(self, path: Path | None = None) -> None:
        chosen = self._context.script
        script = self._script or (chosen.script if chosen is not None else None)
        self._imported_for = self._shown
        self.importing.open(script, path, can_join=self._script is not None)
        page = self.importing.page
        if page is not None:
            page.left.connect(self._let_choose, Qt.ConnectionType.QueuedConnection)
        self._let_choose()

    def _let_choose(self) -> None:
        """Let nobody choose another drill while a table is imported for this one."""
        is_free = self.importing.page is None
        self.drills.setEnabled(self._has_drills and is_free)
        self.rounds.setEnabled(is_free)

    def _on_import_requested(self, path: Path) -> None:
        """Open a table once it is known which drill is shown, if any."""
        self._waiting = path
        if self._script is not None:
            self._open_waiting()

    def _open_waiting(self) -> None:
        path, self._waiting = self._waiting, None
        if path is not None:
            self._open_importing(path)

    def _on_imported(self, name: str, text: str) -> None:
        if self._imported_for != self._shown:
            words = _("The review shows another drill now; import the table there anew.")
            self._context.failures.tell(UserError(words))
            return
        self._imported = name
        self.tableImported.emit(name, text)

    def _on_table_made(self, table: TableText) -> None:
        self.tableImported.emit(table.name, table.text)

    def _ask_where_to_export(self) -> None:
        dialog = self._open_dialog(_("Export the log"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self._context.say(_("Log tables (*.csv *.xlsx)")))
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self._on_export)
        dialog.open()

    def _on_export(self, name: str) -> None:
        self.exportAsked.emit(Path(name))

    def _open_typing(self) -> None:
        self.typing.open(str(self.drills.currentData()), self.rounds.chosen)

    def _open_organising(self) -> None:
        self.organising.open(str(self.drills.currentData()), self.rounds.chosen)

    def _ask_for_ratings(self) -> None:
        dialog = self._open_dialog(_("Read ratings"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_ratings)
        dialog.open()

    def _ask_for_particulars(self) -> None:
        self.sheet = ParticularsSheet(self._context, self._particulars, self, self._schools)
        self.sheet.saved.connect(self.particularsSaved)
        self.sheet.open()

    def _open_objection(self, subject: str) -> None:
        board, say = self._board, self._context.say
        if board is None:
            return
        names = {**{one.id: one.words for one in board.criteria}, **dict(board.targets)}
        found = [one for one in board.objections if one.subject == subject]
        self.objecting = ObjectionSheet(self._context, subject, say(names[subject]), found, self)
        self.objecting.entered.connect(self.objectionEntered)
        self.objecting.answered.connect(self.objectionAnswered)
        self.objecting.present()

    def _open_dialog(self, title: Text) -> QFileDialog:
        dialog = QFileDialog(self, self._context.say(title))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters(
            [
                self._context.say(_("Tables (*.csv *.tsv *.txt)")),
                self._context.say(_("All files (*)")),
            ]
        )
        return dialog

    def _on_tables(self, names: list[str]) -> None:
        self.tablesChosen.emit([Path(name) for name in names])

    def _on_ratings(self, name: str) -> None:
        self.ratingsChosen.emit(Path(name))


def _fill(choice: QComboBox, items: Sequence[tuple[object, str]], chosen: object) -> None:
    choice.blockSignals(True)
    choice.clear()
    for data, words in items:
        choice.addItem(words, data)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
    choice.blockSignals(False)
