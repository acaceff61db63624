"""Enter what people decide in the review room, each on the data lane, then read anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from drillplanner.exchange.tables.source_times import DialDoubt
from drillplanner.exchange.time_reader.dial import Dial
from drillplanner.review.points.ratings import Rating
from drillplanner.review.verdicts import Grade
from drillplanner.services.review.decisions import RulingKind, TableText
from drillplanner.services.review.evaluation.objections import NewObjection
from drillplanner.services.review.evaluation.self_evaluation import ShortForm
from drillplanner.services.review.evaluation.sheets import Deed
from drillplanner.services.review.joining import (
    read_rating_table,
    read_tables,
    table_doubts,
    take_tables,
)
from drillplanner.services.review.particulars import Particulars
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.review.reviews import Reviews
from ui.context import AppContext
from ui.review.dial_sheet import DialSheet


@dataclass(frozen=True, slots=True)
class Judged:
    """The review that people decide on, and the grade that it suggests on the page."""

    review: DrillReview
    suggested: Grade | None


class DecisionView(Protocol):
    """What people decide on the page."""

    gradeEntered: Any
    rulingEntered: Any
    logRulingEntered: Any
    decisionWithdrawn: Any
    tablesChosen: Any
    tableImported: Any
    ratingsEntered: Any
    sheetFinished: Any
    formEntered: Any
    objectionEntered: Any
    objectionAnswered: Any
    ratingsChosen: Any
    particularsSaved: Any

    def window(self) -> QWidget:
        """Give the window that dialogs belong to."""


class Decider(QObject):
    """Enters grades, rulings, ratings, tables and particulars; nothing while a drill runs."""

    def __init__(
        self,
        context: AppContext,
        page: DecisionView,
        judged: Callable[[], Judged | None],
        entered: Callable[[], None],
        forget_preview: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._page = context, page
        #: Asks what the figures of a table are, while that is open.
        self.dials: DialSheet | None = None
        self._judged, self._entered = judged, entered
        self._forget_preview = forget_preview
        page.gradeEntered.connect(self._on_grade_entered)
        page.rulingEntered.connect(self._on_ruling_entered)
        page.logRulingEntered.connect(self._on_log_ruling_entered)
        page.decisionWithdrawn.connect(self._on_decision_withdrawn)
        page.tablesChosen.connect(self._on_tables_chosen)
        page.tableImported.connect(self._on_table_imported)
        page.ratingsEntered.connect(self._on_ratings_entered)
        page.sheetFinished.connect(self._on_sheet_finished)
        page.formEntered.connect(self._on_form_entered)
        page.objectionEntered.connect(self._on_objection_entered)
        page.objectionAnswered.connect(self._on_objection_answered)
        page.ratingsChosen.connect(self._on_ratings_chosen)
        page.particularsSaved.connect(self._on_particulars_saved)

    @property
    def _review(self) -> DrillReview | None:
        judged = self._judged()
        return judged.review if judged else None

    def _on_grade_entered(self, grade: str, name: str, reason: str) -> None:
        judged = self._judged()
        if judged is None:
            return
        suggested = judged.suggested

        def enter(reviews: Reviews, review: DrillReview) -> None:
            reviews.enter_grade(
                review, cast("Grade", grade), by=name, reason=reason, suggested=suggested
            )

        self._decide(enter)

    def _on_ruling_entered(self, kind: str, target: str, name: str, reason: str) -> None:
        def enter(reviews: Reviews, review: DrillReview) -> None:
            reviews.rule(review, cast("RulingKind", kind), target, by=name, reason=reason)

        self._decide(enter)

    def _on_log_ruling_entered(
        self, kind: str, subject: str, source: str, name: str, reason: str
    ) -> None:
        ruling = cast("RulingKind", kind)
        self._decide(
            lambda reviews, review: reviews.rule(
                review, ruling, subject, by=name, reason=reason, source=source
            )
        )

    def _on_decision_withdrawn(self, fact: str) -> None:
        self._decide(lambda reviews, review: reviews.withdraw(review, fact))

    def _on_tables_chosen(self, paths: list[Path]) -> None:
        review = self._review
        if review is None or self._context.is_running:
            return

        def asked(doubts: tuple[DialDoubt, ...]) -> None:
            if not doubts:
                self._join_tables(paths, {})
                return
            self.dials = DialSheet(self._context, doubts, self._page.window())
            self.dials.answered.connect(lambda dials: self._join_tables(paths, dials))
            self.dials.present()

        self._context.jobs.run("work", lambda: table_doubts(paths, review), asked, owner=self)

    def _join_tables(self, paths: list[Path], dials: Mapping[str, Dial]) -> None:
        self._join(lambda review: read_tables(paths, review, dials))

    def _on_table_imported(self, name: str, text: str) -> None:
        self._join(lambda review: take_tables([TableText(name, text)], review))

    def _join(self, read: Callable[[DrillReview], tuple[TableText, ...]]) -> None:
        """Read tables, what their figures are being known, and keep them with the drill."""
        review = self._review
        if review is None or self._context.is_running:
            return

        def save(tables: tuple[TableText, ...]) -> None:
            self._decide(lambda reviews, review: reviews.join_tables(review, tables))

        self._context.jobs.run("work", lambda: read(review), save, owner=self)

    def _on_ratings_chosen(self, path: Path) -> None:
        review = self._review
        if review is None or self._context.is_running:
            return

        def save(ratings: tuple[Rating, ...]) -> None:
            self._decide(lambda reviews, review: reviews.save_ratings(review, ratings))

        self._context.jobs.run(
            "work", lambda: read_rating_table(path, review.script), save, owner=self
        )

    def _on_ratings_entered(self, ratings: list[Rating]) -> None:
        self._decide(lambda reviews, review: reviews.save_ratings(review, ratings))

    def _on_sheet_finished(self, deed: str, name: str) -> None:
        self._decide(
            lambda reviews, review: reviews.finish_sheet(review, cast("Deed", deed), by=name)
        )

    def _on_form_entered(self, form: ShortForm) -> None:
        self._decide(lambda reviews, review: reviews.save_forms(review, [form]))

    def _on_objection_entered(self, objection: NewObjection) -> None:
        self._decide(lambda reviews, review: reviews.object(review, objection))
        self._forget_preview()

    def _on_objection_answered(self, fact: str, words: str, name: str) -> None:
        self._decide(lambda reviews, review: reviews.answer(review, fact, words, by=name))
        self._forget_preview()

    def _on_particulars_saved(self, filled: Particulars) -> None:
        self._decide(lambda reviews, review: reviews.save_particulars(review, filled))
        self._forget_preview()

    def _decide(self, enter: Callable[[Reviews, DrillReview], None]) -> None:
        """Enter a decision on the data lane, then read the drill anew."""
        review, reviews = self._review, self._context.services.reviews
        if review is None or self._context.is_running:
            return

        def work() -> None:
            enter(reviews, review)

        def done(_nothing: None) -> None:
            self._entered()

        self._context.jobs.run("data", work, done, owner=self)
