"""Attach, describe and show photos for the review room; nothing while a drill runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject

from drillplanner.base.texts import _
from drillplanner.exchange.photo import PAPER_PX, Pixels
from drillplanner.run.photos.photo import Belongs, Photo
from drillplanner.services.review.photos import album as photos
from drillplanner.services.review.photos.album import Attached
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.review.reviews import Reviews
from ui.context import AppContext
from ui.review.photos.grid import picture_of
from ui.review.photos.sheet import PhotoSheet
from ui.review.photos.tab import PhotosTab


class PhotoKeeper(QObject):
    """Works for the tab of photos: files are read on the work lane, facts kept on the data lane.

    `entered` is called once something was kept, so that the drill is read anew.
    """

    def __init__(
        self,
        context: AppContext,
        tab: PhotosTab,
        entered: Callable[[], None],
        forget_preview: Callable[[], None],
    ) -> None:
        super().__init__(tab)
        self._context, self._tab = context, tab
        self._entered = entered
        self._forget_preview = forget_preview
        self._stop = Event()
        self._review: DrillReview | None = None
        self._done: Attached | None = None
        self.sheet: PhotoSheet | None = None
        tab.filesChosen.connect(self._on_files)
        tab.described.connect(self._on_described)
        tab.takenOut.connect(self._on_taken_out)
        tab.putBack.connect(self._on_put_back)
        tab.openAsked.connect(self._on_open)
        tab.copyAsked.connect(self._on_copy)
        tab.pictureWanted.connect(self._on_picture_wanted)
        context.runningChanged.connect(self._on_running_changed)

    def show(self, review: DrillReview, shown: photos.ShownPhotos) -> None:
        """Show the photos of a review, and what came of attaching some."""
        # Words that were being written are saved now, with the drill they were written for.
        self._tab.show_photos(shown)
        self._review = review
        if self._done is not None:
            self._tab.show_attached(self._done)
            self._done = None

    # -- keeping --------------------------------------------------------------------------

    def _on_files(self, paths: list[Path], by: str) -> None:
        review = self._review
        if review is None or self._context.is_running:
            return
        context, drill, number = self._context, review.recorded.drill.id, review.round
        self._stop = Event()
        self._tab.show_busy(context.say(_("Attaching photos…")))

        reviews, is_stopped = context.services.reviews, self._stop.is_set
        context.jobs.run(
            "work",
            lambda: reviews.attach_files(drill, number, paths, by=by, is_stopped=is_stopped),
            self._on_attached,
            self._on_failed,
            owner=self,
        )

    def _on_attached(self, done: Attached) -> None:
        self._tab.show_busy("")
        self._done = done
        if done.added or done.given:
            self._changed()
        else:
            self._tab.show_attached(done)
            self._done = None

    def _on_failed(self, error: BaseException) -> None:
        self._tab.show_busy("")
        self._context.failures.tell(error)
        self._changed()

    def _on_described(self, photo: Photo, caption: str, belongs: Belongs) -> None:
        self._enter(lambda reviews, review: reviews.describe_photo(review, photo, caption, belongs))

    def _on_taken_out(self, photo: Photo) -> None:
        self._enter(
            lambda reviews, review: reviews.take_photo_out(review, photo),
            partial(self._tab.show_taken_out, photo),
        )

    def _on_put_back(self, photo: Photo) -> None:
        self._enter(lambda reviews, review: reviews.put_photo_back(review, photo))

    def _enter(
        self,
        enter: Callable[[Reviews, DrillReview], None],
        then: Callable[[], None] = lambda: None,
    ) -> None:
        review, reviews = self._review, self._context.services.reviews
        if review is None or self._context.is_running:
            return

        def done(_nothing: None) -> None:
            then()
            self._changed()

        self._context.jobs.run("data", lambda: enter(reviews, review), done, owner=self)

    def _changed(self) -> None:
        self._forget_preview()
        self._entered()

    # -- looking --------------------------------------------------------------------------

    def _on_picture_wanted(self, sha256: str, longest_px: int) -> None:
        if self._context.is_running:
            return
        fetch = self._context.services.reviews.attachment
        self._context.jobs.run(
            "work",
            lambda: photos.small_picture(sha256, fetch, longest_px),
            partial(self._tab.take_picture, sha256),
            owner=self,
        )

    def _on_open(self, photo: Photo) -> None:
        if self._context.is_running:
            return
        fetch = self._context.services.reviews.attachment
        self._context.jobs.run(
            "work",
            lambda: photos.small_picture(photo.sha256, fetch, PAPER_PX),
            partial(self._on_opened, photo),
            owner=self,
        )

    def _on_copy(self, photo: Photo, target: Path) -> None:
        if self._context.is_running:
            return
        fetch = self._context.services.reviews.attachment

        def done(_nothing: None) -> None:
            self._tab.show_copied(target)

        self._context.jobs.run(
            "work",
            lambda: photos.save_copy(photo.sha256, fetch, target),
            done,
            owner=self,
        )

    def _on_opened(self, photo: Photo, large: Pixels | None) -> None:
        line = self._tab.grid.line
        if large is None or line is None or line.photo.sha256 != photo.sha256:
            return
        if self._context.is_running or not self._tab.isVisible():
            return
        words, shows = self._tab.grid.words_of(line)
        self.sheet = PhotoSheet(self._context, words, shows, picture_of(large), self._tab)
        self.sheet.present()

    def _on_running_changed(self, is_running: bool) -> None:
        if is_running:
            self._stop.set()
