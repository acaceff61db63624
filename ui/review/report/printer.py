"""Print reports for the review room: preview, save, cancel; never while a drill runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Protocol, cast

from PySide6.QtCore import QCoreApplication, QObject

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import Text, _
from drillplanner.base.translator import Language
from drillplanner.services.lanes import on_data_lane
from drillplanner.services.review.photos.album import photo_lines, with_photos
from drillplanner.services.review.printing.preview import Pages, PageSize, Picture
from drillplanner.services.review.printing.print_process import (
    Cancelled,
    Inputs,
    print_bytes,
    save_print,
)
from drillplanner.services.review.review_session import DrillReview
from drillplanner.terms.papers import REPORT, PaperOrder
from ui.context import AppContext


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed: the review, the scorecard that is shown, and whether it is today's."""

    review: DrillReview
    inputs: Inputs
    is_today: bool


class PrintView(Protocol):
    """What the printer asks of its page."""

    previewAsked: Any
    saveAsked: Any
    cancelAsked: Any
    pictureWanted: Any

    def show_progress(self, words: str) -> None:
        """Show that a report is being made; empty words when it is done."""

    def show_printed(self, words: str) -> None:
        """Say what came of the last print; empty words take it away."""

    def show_pages(self, sizes: Sequence[PageSize]) -> None:
        """Show the pages of a report."""

    def take_picture(self, picture: Picture) -> None:
        """Show the picture of a page."""


class Printer(QObject):
    """Prints one thing at a time; `ordered` gives what is shown, None where nothing is.

    `saved` is called once a file is written and its scorecard is issued.
    """

    def __init__(
        self,
        context: AppContext,
        page: PrintView,
        ordered: Callable[[], Order | None],
        saved: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._page = context, page
        self._ordered, self._saved = ordered, saved
        self._cancel = Event()
        self._pages: Pages | None = None
        self.is_printing = False
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._on_quit)
        page.previewAsked.connect(self.preview)
        page.saveAsked.connect(self.save)
        page.cancelAsked.connect(self.cancel)
        page.pictureWanted.connect(self._on_picture_wanted)

    def preview(self, language: str) -> None:
        """Print the report into memory and show its pages."""
        order = self._begin(_("Printing the report for the preview…"))
        if order is None:
            return
        cancel, jobs = self._cancel, self._context.jobs
        tongue = cast("Language", language)

        def is_cancelled() -> bool:
            # Nobody looks at a preview once the program closes; a file is written to its end.
            return cancel.is_set() or jobs.is_closed

        def work() -> Pages:
            inputs = self._whole(order, REPORT, is_cancelled)
            return Pages(print_bytes(inputs, tongue, REPORT, is_cancelled))

        jobs.run("work", work, self._on_pages, self._on_failed, owner=self)

    def save(self, paper: PaperOrder, language: str, target: Path) -> None:
        """Print a paper into a file, and issue its scorecard."""
        order = self._begin(_("Writing {file}…", file=target.name))
        if order is None:
            return
        is_cancelled = self._cancel.is_set
        tongue = cast("Language", language)
        jobs, reviews = self._context.jobs, self._context.services.reviews

        def issue() -> None:
            if order.is_today and not order.review.recorded.is_read_only:
                reviews.issue(order.review)

        def work() -> Exception | None:
            inputs = self._whole(order, paper, is_cancelled)
            save_print(inputs, target, tongue, paper, is_cancelled)
            # What went out on paper is issued even if this room is gone by now.
            try:
                on_data_lane(jobs, issue)
            except (UserError, StoreFault) as error:
                return error
            return None

        def saved(refused: Exception | None) -> None:
            self._end(_("Saved: {file}", file=str(target)))
            self._saved()
            if refused is not None:
                self._context.failures.tell(refused)

        jobs.run("work", work, saved, self._on_failed, owner=self)

    def cancel(self) -> None:
        """Stop what is being printed; a file that was there stays as it was."""
        self._cancel.set()

    def forget(self) -> None:
        """Take the preview away, because another drill or result is shown."""
        if self._pages is not None:
            self._context.jobs.run("work", self._pages.close)
            self._pages = None
            self._page.show_pages(())
        self._page.show_printed("")

    def _on_quit(self) -> None:
        """Close the document once the lanes have ended; nobody draws any more."""
        if self._pages is not None:
            self._pages.close()
            self._pages = None

    def _begin(self, words: Text) -> Order | None:
        order = self._ordered()
        if order is None or self.is_printing or self._context.is_running:
            return None
        self.is_printing = True
        self._cancel = Event()
        self._page.show_printed("")
        self._page.show_progress(self._context.say(words))
        return order

    def _whole(self, order: Order, paper: PaperOrder, is_cancelled: Callable[[], bool]) -> Inputs:
        """Give what is printed with ledger, earlier drills and photos; on the work lane."""
        reviews = self._context.services.reviews
        inputs = reviews.completed(order.review, order.inputs)
        if paper.form != "evaluation" or "photos" in paper.hidden:
            return inputs
        lines = photo_lines(order.review)
        return with_photos(inputs, lines, reviews.attachment, is_cancelled)

    def _end(self, words: Text | None = None) -> None:
        self.is_printing = False
        self._page.show_progress("")
        self._page.show_printed(self._context.say(words) if words else "")

    def _on_pages(self, pages: Pages) -> None:
        self.forget()
        self._end()
        self._pages = pages
        self._page.show_pages(pages.sizes)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            self._end(_("Stopped; nothing was written."))
            return
        self._end()
        self._context.failures.tell(error)

    def _on_picture_wanted(self, number: int, width_px: int) -> None:
        pages = self._pages
        if pages is None or self._context.is_running:
            return

        def done(picture: Picture) -> None:
            if pages is self._pages:
                self._page.take_picture(picture)

        self._context.jobs.run("work", lambda: pages.draw(number, width_px), done, owner=self)
