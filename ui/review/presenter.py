"""Decide what the review room shows: which drill, which result, and what may be started."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject

from drillplanner.base.texts import Text, _
from drillplanner.run.drill_index_row import DrillSummary
from drillplanner.run.rounds import Round
from drillplanner.services.exchange.log_export import export_review
from drillplanner.services.lanes import Lane
from drillplanner.services.review.evaluation.board import RatingBoard, rating_board
from drillplanner.services.review.evaluation.chain_view import chain_section
from drillplanner.services.review.evidence import EntryLine, evidence
from drillplanner.services.review.log.lines import WholeLog, whole_log
from drillplanner.services.review.merging.joined_view import JoinedView, joined_view
from drillplanner.services.review.photos.album import ShownPhotos, show_photos
from drillplanner.services.review.review_session import (
    DrillReview,
    Recorded,
    review_drill,
)
from drillplanner.services.review.view_models import Section, Shown, show
from ui.context import AppContext
from ui.review.decision_commands import Decider, DecisionView, Judged
from ui.review.formatter import drill_said
from ui.review.log.commands import LogKeeper
from ui.review.log.tab import LogTab
from ui.review.photos.commands import PhotoKeeper
from ui.review.photos.tab import PhotosTab
from ui.review.report.printer import Order, Printer, PrintView

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Found:
    """What the workspace held: all drills, and the one to be shown."""

    drills: tuple[DrillSummary, ...]
    recorded: Recorded | None


@dataclass(frozen=True, slots=True)
class _Made:
    """A review, and its lines as today's rules give them and as they were issued."""

    review: DrillReview
    today: Shown
    as_issued: Shown | None
    photos: ShownPhotos
    log: WholeLog
    joined: JoinedView
    board: RatingBoard
    chain: Section | None


class View(PrintView, DecisionView, Protocol):
    """What the presenter asks of its page."""

    photos: PhotosTab
    log: LogTab
    shown: Any
    drillChosen: Any
    roundChosen: Any
    evidenceAsked: Any
    issuedAsked: Any
    exportAsked: Any

    def show_exported(self, words: str) -> None:
        """Say where the log was written."""

    def show_drills(self, drills: Sequence[tuple[str, str]], chosen: str) -> None:
        """List the drills by id and words."""

    def show_rounds(self, rounds: Sequence[Round], chosen: int | None) -> None:
        """List the rounds of the drill; None lets a person choose."""

    def show_nothing(self, words: str) -> None:
        """Say why there is no review."""

    def show_review(self, review: DrillReview, shown: Shown, *, is_issued: bool) -> None:
        """Show a review."""

    def show_unnamed(self, count: int) -> None:
        """Say on the tab of the whole log how many marks wait for a name."""

    def show_joined(self, review: DrillReview, joined: JoinedView) -> None:
        """Show what joining came to."""

    def show_board(self, review: DrillReview, board: RatingBoard) -> None:
        """Show what evaluators rated."""

    def show_chain(self, chain: Section | None) -> None:
        """Show the 1-3-5 chain; None where the script has none."""

    def show_evidence(self, key: str, lines: Sequence[EntryLine]) -> None:
        """Show the entries behind a line."""

    def set_refusal(self, words: str, *, may_print: bool = False) -> None:
        """Let nothing be entered, nor printed, and say why; empty words let it again."""

    def isVisible(self) -> bool:
        """Tell whether the page is seen."""
        ...


class ReviewPresenter(QObject):
    """Reads on the data lane, scores on the work lane, and drops answers to old questions."""

    def __init__(self, context: AppContext, page: View, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._page = context, page
        self._drill = ""
        #: The round that a person chose; without a choice the last that is not void.
        self._round: int | None = None
        self._made: _Made | None = None
        self._wants_today = False
        self.printer = Printer(context, page, self._order, self.reload, self)
        page.shown.connect(self.reload)
        page.drillChosen.connect(self._on_drill_chosen)
        page.roundChosen.connect(self._on_round_chosen)
        page.evidenceAsked.connect(self._on_evidence_asked)
        page.exportAsked.connect(self._on_export_asked)
        page.issuedAsked.connect(self._on_issued_asked)
        self.decider = Decider(context, page, self._judged, self.reload, self.printer.forget, self)
        self.photos = PhotoKeeper(context, page.photos, self.reload, self.printer.forget)
        self.log = LogKeeper(context, page.log, self.reload)
        context.drillChanged.connect(self._on_drill_changed)
        context.runningChanged.connect(self._on_running_changed)

    @property
    def review(self) -> DrillReview | None:
        """Give the review that is shown."""
        return self._made.review if self._made else None

    def reload(self) -> None:
        """Read the drill anew; nothing is read or scored while a drill runs."""
        self._refuse()
        if self._context.is_running:
            if self._made is None:
                self._page.show_nothing(self._running_words())
            return
        services, wanted = self._context.services, self._context.drill

        def read() -> _Found:
            drills = services.catalogue.drills()
            known = [line.drill.id for line in drills]
            chosen = wanted if wanted in known else next(iter(known), None)
            return _Found(drills, services.reviews.drill(chosen) if chosen else None)

        self._ask("work", read, self._on_found)

    # -- from question to page --------------------------------------------------------------

    def _on_found(self, found: _Found) -> None:
        names = [(line.drill.id, drill_said(self._context, line)) for line in found.drills]
        recorded = found.recorded
        self._page.show_drills(names, recorded.drill.id if recorded else "")
        if recorded is None:
            self._made = None
            self._page.show_rounds((), None)
            nothing = _("No drill was recorded here yet. Run one, and its result is shown here.")
            self._page.show_nothing(self._context.say(nothing))
            return
        if self._drill != recorded.drill.id:
            self._drill, self._round = recorded.drill.id, None
        number = self._round
        if number is None and all(one.is_void for one in recorded.rounds):
            self._made = None
            self._page.show_rounds(recorded.rounds, None)
            void = _(
                "Every round of this drill was voided, so there is no result. Choose a round "
                "to look at its records."
            )
            self._page.show_nothing(self._context.say(void))
            return

        def work() -> _Made:
            review = review_drill(recorded, number)
            today = show(review, review.inputs)
            last = review.last_issued
            differs = last is not None and last.card is not None and bool(review.differences)
            as_issued = show(review, review.as_issued()) if differs else None
            return _Made(
                review,
                today,
                as_issued,
                show_photos(review),
                whole_log(review),
                joined_view(review),
                rating_board(review),
                chain_section(review),
            )

        self._ask("work", work, self._on_made)

    def _ask(self, lane: Lane, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Work for what the page shows; a newer question takes the place of an older one."""
        self._context.jobs.run(lane, work, done, self._on_failed, owner=self, latest="drill")

    def _on_made(self, made: _Made) -> None:
        is_other = self.review is None or self._identity(made.review) != self._identity(self.review)
        if is_other:
            self._wants_today = False
            self.printer.forget()
            self._page.photos.forget()
        self._made = made
        self._page.show_rounds(made.review.rounds, made.review.round)
        self._show()
        self.photos.show(made.review, made.photos)
        self.log.show(made.review, made.log)
        self._page.show_unnamed(made.log.unnamed)
        self._refuse()

    def _show(self) -> None:
        if self._made is None:
            return
        lines = self._made.today if self._shows_today else self._made.as_issued
        is_issued = self._made.review.last_issued is not None and not (
            self._shows_today and self._made.as_issued is not None
        )
        if lines is not None:
            self._page.show_review(self._made.review, lines, is_issued=is_issued)
            self._page.show_joined(self._made.review, self._made.joined)
            self._page.show_board(self._made.review, self._made.board)
            self._page.show_chain(self._made.chain)

    @property
    def _shows_today(self) -> bool:
        return self._wants_today or self._made is None or self._made.as_issued is None

    def _order(self) -> Order | None:
        made = self._made
        if made is None:
            return None
        inputs = made.review.inputs if self._shows_today else made.review.as_issued()
        return Order(made.review, inputs, self._shows_today)

    def _judged(self) -> Judged | None:
        made = self._made
        if made is None:
            return None
        shown = made.today if self._shows_today or made.as_issued is None else made.as_issued
        return Judged(made.review, shown.suggested)

    def _identity(self, review: DrillReview) -> tuple[str, int]:
        return review.recorded.drill.id, review.round

    def _on_failed(self, error: BaseException) -> None:
        if self._made is None:
            self._page.show_nothing(self._context.say(_("The drill could not be opened.")))
        self._context.failures.tell(error)

    # -- what the user chose ------------------------------------------------------------------

    def _on_drill_chosen(self, drill: str) -> None:
        self._context.drill = drill

    def _on_drill_changed(self, _drill: str) -> None:
        self.reload()

    def _on_round_chosen(self, number: int) -> None:
        self._round = number
        self.reload()

    def _on_issued_asked(self, is_issued: bool) -> None:
        self._wants_today = not is_issued
        self.printer.forget()
        self._show()

    def _on_evidence_asked(self, key: str) -> None:
        if self._made is not None:
            review = self._made.review
            last = review.last_issued
            card = None if self._shows_today or last is None else last.card
            self._page.show_evidence(key, evidence(review, key, card))

    def _on_export_asked(self, path: Path) -> None:
        review = self.review
        if review is None:
            return

        def done(left_out: tuple[Text, ...]) -> None:
            words = _("The log is in {file}.", file=str(path))
            self._page.show_exported("\n".join(map(self._context.say, (words, *left_out))))

        self._context.jobs.run("work", lambda: export_review(review, path), done, owner=self)

    # -- a drill that runs ----------------------------------------------------------------------

    def _on_running_changed(self, is_running: bool) -> None:
        if is_running:
            # After a drill its own round is shown, not the one that was looked at before.
            self._round = None
            self._context.jobs.drop(self, "drill")
            self.printer.cancel()
            self._refuse()
        elif self._page.isVisible():
            self.reload()
        else:
            self._refuse()

    def _refuse(self) -> None:
        """Say why nothing can be started or entered, where that is so."""
        words, may_print = "", False
        if self._context.is_running:
            words = self._running_words()
        elif self.review is not None and self.review.recorded.is_read_only:
            because = self._context.services.read_only_because
            words, may_print = (self._context.say(because) if because else ""), True
        self._page.set_refusal(words, may_print=may_print)

    def _running_words(self) -> str:
        return self._context.say(
            _("A drill is running on this machine. Review and print when it has ended.")
        )
