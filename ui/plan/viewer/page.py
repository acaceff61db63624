"""The page of the planning room: it shows a script, and says what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import _
from drillplanner.terms.vocabulary import KINDS
from ui.context import AppContext
from ui.plan.viewer.plan_view import DraftView, PlanView
from ui.plan.viewer.script_header import ScriptHeader
from ui.plan.viewer.script_tabs import ScriptTabs
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.card import Card, CardGrid, SampleCard, push_button, sample_card, words_label
from ui.widgets.dialogs import LineSheet
from ui.widgets.flow import Flow


class PlanPage(QWidget):
    """Two faces: no script, with the samples offered, or one script."""

    sampleRequested = Signal(int)
    openRequested = Signal()
    newRequested = Signal()
    tableRequested = Signal(Path)
    wizardRequested = Signal()
    editRequested = Signal()
    versionsRequested = Signal()
    papersRequested = Signal()
    draftRequested = Signal(str)
    #: Words or initials, and a kind of drill or "".
    filterTyped = Signal(str, str)
    discardRequested = Signal(str)
    duplicateRequested = Signal(str, str)
    renameRequested = Signal(str, str)
    archiveRequested = Signal(str)
    restoreRequested = Signal(str)
    runRequested = Signal()
    saveRequested = Signal()
    sheetsRequested = Signal()
    stationsRequested = Signal()
    folderRequested = Signal()
    targetChosen = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        keep_until_destroyed(self)
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        #: The faces of the room; other pages are opened over them.
        self.stack = QStackedWidget(self)
        column.addWidget(self.stack)
        self.header = ScriptHeader(context)
        self.tabs = ScriptTabs(context)
        self._samples = CardGrid(context.dress)
        self._drafts = CardGrid(context.dress)
        self._archived = CardGrid(context.dress)
        self._waiting = words_label(context.say(_("Opening the script…")), "muted")
        self._empty = self._scrolled(self._make_empty())
        self._script = self._scrolled(self._make_script())
        self._busy = self._scrolled(self._make_busy())
        for face in (self._empty, self._script, self._busy):
            self.stack.addWidget(face)
        self.header.editRequested.connect(self.editRequested)
        self.header.versionsRequested.connect(self.versionsRequested)
        self.header.papersRequested.connect(self.papersRequested)
        self.header.runRequested.connect(self.runRequested)
        self.header.saveRequested.connect(self.saveRequested)
        self.header.sheetsRequested.connect(self.sheetsRequested)
        self.header.stationsRequested.connect(self.stationsRequested)
        self.header.folderRequested.connect(self.folderRequested)
        self.header.warningsRequested.connect(self.tabs.show_warnings)
        self.tabs.targetChosen.connect(self.targetChosen)

    # -- what is shown ----------------------------------------------------------------

    def show_nothing(self) -> None:
        """Say that no script is on the desk."""
        self._turn_to(self._empty, self.new_button)

    def show_samples(self, cards: Sequence[SampleCard]) -> None:
        """Offer the samples."""
        words = self._context.say(_("Open"))
        self._samples.show_cards(
            [
                sample_card(
                    self._context.dress, card, words, partial(self.sampleRequested.emit, place)
                )
                for place, card in enumerate(cards)
            ]
        )

    def show_drafts(self, cards: Sequence[DraftView]) -> None:
        """Offer the drafts to go on with; nothing where there are none."""
        dress, say = self._context.dress, self._context.say
        frames: list[QWidget] = []
        for card in cards:
            frame = Card(dress)
            frame.column.addWidget(words_label(card.title, "heading"))
            frame.column.addWidget(words_label(card.facts, "muted"))
            acts = QWidget()
            row = Flow(acts, dress.px(8))
            go_on = push_button(say(_("Continue")), partial(self.draftRequested.emit, card.id))
            buttons = [go_on]
            for words, run in (
                (_("Rename…"), partial(self._ask_title, card, is_copy=False)),
                (_("Duplicate…"), partial(self._ask_title, card, is_copy=True)),
                (_("Archive"), partial(self.archiveRequested.emit, card.id)),
                (_("Discard"), partial(self.discardRequested.emit, card.id)),
            ):
                buttons.append(push_button(say(words), run, quiet="true"))
            for button in buttons:
                button.setAccessibleName(f"{button.text()}: {card.title}")
                row.addWidget(button)
            frame.column.addWidget(acts)
            frames.append(frame)
        self._drafts.show_cards(frames)
        self._drafts.setVisible(bool(frames))
        self._drafts_head.setVisible(bool(frames))

    def show_archived(self, cards: Sequence[DraftView]) -> None:
        """Offer to bring back what was put out of the way; nothing where that is nothing."""
        say = self._context.say
        frames: list[QWidget] = []
        for card in cards:
            frame = Card(self._context.dress)
            frame.column.addWidget(words_label(card.title))
            frame.column.addWidget(words_label(card.facts, "muted"))
            restore = push_button(
                say(_("Bring back")), partial(self.restoreRequested.emit, card.id)
            )
            restore.setAccessibleName(f"{restore.text()}: {card.title}")
            frame.column.addWidget(restore, 0, Qt.AlignmentFlag.AlignLeft)
            frames.append(frame)
        self._archived.show_cards(frames)
        self._archived.setVisible(bool(frames))
        self._archived_head.setVisible(bool(frames))

    def _ask_title(self, card: DraftView, *, is_copy: bool) -> None:
        say = self._context.say
        title, asked = say(_("Rename the script")), self.renameRequested
        text = card.title
        if is_copy:
            title, asked = say(_("Duplicate the script")), self.duplicateRequested
            text = say(_("{title} (copy)", title=card.title))
        sheet = LineSheet(say, title, "", text, self)
        sheet.given.connect(partial(asked.emit, card.id))
        sheet.present()

    def show_busy(self) -> None:
        """Say that the script is being set out."""
        self._turn_to(self._busy, self._busy)

    def show_script(self, view: PlanView) -> None:
        self.header.show_view(view)
        self.tabs.show_view(view)
        self._turn_to(self._script, self.tabs.bar)

    def show_has_draft(self, has_draft: bool) -> None:
        """Say whether a draft goes on from the script."""
        self.header.show_has_draft(has_draft)

    def ask_where_to_save(self, name: str) -> Path | None:
        """Ask for the file of a copy; None where the person thinks better of it."""
        title = self._context.say(_("Save a copy of the script"))
        chosen, _filter = QFileDialog.getSaveFileName(self, title, name, "*.json")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(".json")

    def ask_where_to_print(self, name: str) -> Path | None:
        """Ask for the file of what is printed; None where the person thinks better of it."""
        title = self._context.say(_("Save the timekeepers' sheets"))
        chosen, _filter = QFileDialog.getSaveFileName(self, title, name, "*.pdf")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(".pdf")

    def open_path(self, path: Path) -> None:
        """Show a folder or file in the system's own program for it."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    # -- how it is laid out -----------------------------------------------------------

    def _turn_to(self, face: QWidget, first: QWidget) -> None:
        self.stack.setCurrentWidget(face)
        self.setFocusProxy(first)
        if self.isVisible():
            first.setFocus()

    def _scrolled(self, inner: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _column(self, inner: QWidget) -> QVBoxLayout:
        px = self._context.dress.px
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(20), px(24), px(16))
        column.setSpacing(px(12))
        return column

    def _make_empty(self) -> QWidget:
        inner, say = QWidget(), self._context.say
        column = self._column(inner)
        column.addWidget(words_label(say(_("No script is open")), "title"))
        hint = _(
            "A script says who does what, in which order, within how many seconds and by which "
            "rule. Start from a sample, or open a script of your own."
        )
        column.addWidget(words_label(say(hint), "muted"))
        acts = QWidget()
        row = Flow(acts, self._context.dress.px(8))
        self.new_button = push_button(say(_("New script")), self.newRequested.emit, primary="true")
        self.open_button = push_button(say(_("Open a script…")), self.openRequested.emit)
        row.addWidget(self.new_button)
        self.wizard_button = push_button(say(_("New by questions…")), self.wizardRequested.emit)
        row.addWidget(self.wizard_button)
        row.addWidget(self.open_button)
        self.table_button = push_button(say(_("From a table…")), self._ask_table)
        row.addWidget(self.table_button)
        column.addWidget(acts)
        column.addWidget(self._make_filter())
        self._none = words_label(say(_("Nothing here is called so.")), "muted")
        self._none.hide()
        column.addWidget(self._none)
        self._drafts_head = words_label(say(_("Drafts")), "heading")
        self._drafts_head.hide()
        self._drafts.hide()
        column.addWidget(self._drafts_head)
        column.addWidget(self._drafts)
        self._samples_head = words_label(say(_("Samples")), "heading")
        column.addWidget(self._samples_head)
        column.addWidget(self._samples)
        self._archived_head = words_label(say(_("Archived drafts")), "heading")
        self._archived_head.hide()
        self._archived.hide()
        column.addWidget(self._archived_head)
        column.addWidget(self._archived)
        column.addStretch(1)
        return inner

    def _make_filter(self) -> QWidget:
        """Make the line that finds a script by words or pinyin initials, and by its kind."""
        say, line = self._context.say, QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        self.wanted, self.kind = QLineEdit(line), QComboBox(line)
        self.wanted.setClearButtonEnabled(True)
        self.wanted.setPlaceholderText(
            say(_("Find by words, school or pinyin initials, such as fxcz"))
        )
        self.wanted.setAccessibleName(say(_("Find a script")))
        self.kind.addItem(say(_("All kinds of drill")), "")
        for kind, words in KINDS.items():
            self.kind.addItem(say(words), kind)
        self.kind.setAccessibleName(say(_("Kind of drill")))
        self.wanted.textChanged.connect(self._tell_filter)
        self.kind.currentIndexChanged.connect(self._tell_filter)
        row.addWidget(self.wanted, 1)
        row.addWidget(self.kind)
        return line

    def _tell_filter(self, *_changed: object) -> None:
        self.filterTyped.emit(self.wanted.text(), str(self.kind.currentData()))

    def show_found(self, *, has_samples: bool, has_drafts: bool) -> None:
        """Leave out the heading of what was not found, and say so where nothing was."""
        self._samples_head.setVisible(has_samples)
        self._samples.setVisible(has_samples)
        self._none.setVisible(not has_samples and not has_drafts)

    def _ask_table(self) -> None:
        words = self._context.say(_("Make a script of a table"))
        kinds = "*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.htm *.html"
        chosen, _filter = QFileDialog.getOpenFileName(self, words, "", kinds)
        if chosen:
            self.tableRequested.emit(Path(chosen))

    def _make_busy(self) -> QWidget:
        inner = QWidget()
        column = self._column(inner)
        column.addWidget(self._waiting)
        column.addStretch(1)
        return inner

    def _make_script(self) -> QWidget:
        inner = QWidget()
        column = self._column(inner)
        column.addWidget(self.header)
        self.tabs.setMinimumHeight(self._context.dress.px(340))
        column.addWidget(self.tabs, 1)
        return inner
