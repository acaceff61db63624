"""The tab of ratings: an evaluator's sheet, all side by side, typing from paper, short forms."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.review.points.ratings import Rating
from drillplanner.services.review.evaluation.board import RatingBoard
from drillplanner.services.review.evaluation.self_evaluation import ShortForm
from drillplanner.services.review.review_session import DrillReview
from ui.context import AppContext
from ui.review.ratings.forms import FormsPage
from ui.review.ratings.sheet import SheetPage
from ui.review.ratings.side import SidePage
from ui.review.ratings.typing import TypingPage
from ui.widgets.fit_height import Snug, Steady
from ui.widgets.flow import Flow


class RatingsTab(QWidget):
    """Shows what evaluators rated, in three ways; every signal is something a person asked for."""

    #: Ratings to be kept, in place of the same evaluators' earlier ones.
    ratingsEntered = Signal(list)
    ratingsAsked = Signal()
    #: The fact of a rating that is taken back.
    withdrawn = Signal(str)
    #: lock or verify, and by whom.
    finishAsked = Signal(str, str)
    objectionAsked = Signal(str)
    #: A short form of somebody who took part.
    formEntered = Signal(ShortForm)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: tuple[str, int] = "", 0
        dress, say = context.dress, context.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.setSpacing(dress.px(8))
        self._pages = Steady(self)
        self.sheet = SheetPage(context, self._pages)
        self.side = SidePage(context, self._pages)
        self.typing = TypingPage(context, self._pages)
        self.forms = FormsPage(context, self._pages)
        head = Snug(self)
        self._row = Flow(head, dress.px(8))
        self._ways = QButtonGroup(self)
        for words, page in (
            (pgettext("ratings", "Evaluator's sheet"), self.sheet),
            (pgettext("ratings", "Side by side"), self.side),
            (pgettext("ratings", "Type in from paper"), self.typing),
            (pgettext("ratings", "Self-evaluation"), self.forms),
        ):
            self._add_way(head, words, page)
        self.read = QPushButton(say(_("Read ratings…")), head)
        self.read.clicked.connect(self.ratingsAsked)
        self._row.addWidget(self.read)
        column.addWidget(head)
        column.addWidget(self._pages, 1)
        self._ways.button(0).setChecked(True)
        self.sheet.ratingEntered.connect(self._on_rating)
        self.sheet.withdrawn.connect(self.withdrawn)
        self.sheet.finishAsked.connect(self.finishAsked)
        self.side.objectionAsked.connect(self.objectionAsked)
        self.forms.formEntered.connect(self.formEntered)
        self.forms.withdrawn.connect(self.withdrawn)
        self.typing.ratingsTyped.connect(self.ratingsEntered)

    def show_board(self, review: DrillReview, board: RatingBoard) -> None:
        """Show the ratings of a round."""
        shown = review.recorded.drill.id, review.round
        is_other, self._shown = shown != self._shown, shown
        self.sheet.show_board(board, shown)
        self.side.show_board(board)
        self.typing.show_board(review.script, board, is_other=is_other)
        self.forms.show_board(board)

    def set_refusal(self, words: str) -> None:
        """Let nothing be entered while there is a reason not to."""
        for part in (self.sheet, self.typing, self.forms, self.read, self.side.objection):
            part.setEnabled(not words)

    def turn_to(self, page: QWidget) -> None:
        """Show one of the three ways."""
        self._ways.button(self._pages.indexOf(page)).click()

    def keep(self) -> None:
        """Ask for what is chosen on the sheet to be saved, before another drill is shown."""
        self.sheet.keep()

    def _add_way(self, head: QWidget, words: Text, page: QWidget) -> None:
        place = self._pages.addWidget(page)
        button = QPushButton(self._context.say(words), head)
        button.setCheckable(True)
        self._ways.addButton(button, place)
        button.clicked.connect(self._on_way)
        self._row.addWidget(button)

    def _on_way(self) -> None:
        self._pages.setCurrentIndex(self._ways.checkedId())

    def _on_rating(self, rating: Rating) -> None:
        self.ratingsEntered.emit([rating])
