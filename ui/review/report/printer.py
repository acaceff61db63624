"""Print reports for the review room: preview, save, cancel; never while a drill runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject
from shiboken6 import isValid

from drillplanner.base.texts import Text, _
from drillplanner.base.translator import Language
from drillplanner.services.review.photos import photo_lines, with_photos
from drillplanner.services.review.preview import Pages, Picture
from drillplanner.services.review.printing import Cancelled, Inputs, Print, print_bytes, save_print
from ui.review.lanes import ask

if TYPE_CHECKING:
    from drillplanner.services.review.review_session import DrillReview
    from ui.context import AppContext
    from ui.review.page import ReviewPage


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed: the review, the scorecard that is shown, and whether it is today's."""

    review: DrillReview
    inputs: Inputs
    is_today: bool


class Printer(QObject):
    """Prints one thing at a time; `ordered` gives what is shown, None where nothing is.

    `saved` is called once a file is written and its scorecard is issued.
    """

    def __init__(
        self,
        context: AppContext,
        page: ReviewPage,
        ordered: Callable[[], Order | None],
        saved: Callable[[], None],
    ) -> None:
        super().__init__(page)
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
        is_cancelled = self._cancel.is_set
        tongue = cast("Language", language)

        def work() -> Pages:
            inputs = self._whole(order, "report", is_cancelled)
            return Pages(print_bytes(inputs, tongue, "report", is_cancelled))

        ask(self, self._context, "work", work, self._on_pages, self._on_failed)

    def save(self, what: str, language: str, target: Path) -> None:
        """Print the report or the scorecard page into a file, and issue its scorecard."""
        order = self._begin(_("Writing {file}…", file=target.name))
        if order is None:
            return
        is_cancelled = self._cancel.is_set
        tongue, kind = cast("Language", language), cast("Print", what)

        def work() -> None:
            inputs = self._whole(order, kind, is_cancelled)
            save_print(inputs, target, tongue, kind, is_cancelled)

        def printed(_nothing: None) -> None:
            # What went out on paper is issued even if this room is gone by now.
            self._context.jobs.run("data", issue, issued, refused)

        def issue() -> None:
            if order.is_today and not order.review.recorded.is_read_only:
                reviews.issue(order.review)

        def issued(_nothing: None) -> None:
            if isValid(self):
                self._end(_("Saved: {file}", file=str(target)))
                self._saved()

        def refused(error: BaseException) -> None:
            issued(None)
            self._context.failures.tell(error)

        reviews = self._context.services.reviews
        self._context.jobs.run("work", work, printed, self._on_failed)

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

    def _whole(self, order: Order, what: Print, is_cancelled: Callable[[], bool]) -> Inputs:
        """Give what is printed with its photos, each fetched and drawn; on the work lane."""
        if what == "page":
            return order.inputs
        lines = photo_lines(order.review)
        return with_photos(
            order.inputs, lines, self._context.services.reviews.attachment, is_cancelled
        )

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
        if not isValid(self):
            return
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

        ask(self, self._context, "work", lambda: pages.draw(number, width_px), done)
