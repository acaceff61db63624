"""Show how many entries the disk does not have, from when it matters until it has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from drillplanner.base.texts import Text, ngettext
from drillplanner.services.run.save_queue import SaveQueue

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

#: Entries on their way for longer than this are told of; a disk takes some milliseconds.
_SLOW_NS = 1_500_000_000


class UnsavedWatch:
    """Watches the queue; a fault is shown at once, a slow disk after a while."""

    def __init__(self, page: ConsolePage, queue: SaveQueue, say: Callable[[Text], str]) -> None:
        self._page = page
        self._queue = queue
        self._say = say
        self._fault: Text | None = None
        self._since_ns: int | None = None

    def on_failed(self, fault: Text, now_ns: int) -> None:
        """Show that the disk did not take an entry."""
        self._fault = fault
        self.show(now_ns)

    def on_saved(self) -> None:
        """Show nothing any more once all is saved."""
        if not self._queue.unsaved:
            self._fault, self._since_ns = None, None
            self._page.show_unsaved("")

    def show(self, now_ns: int, *, is_asked: bool = False) -> None:
        """Show how things stand; `is_asked` where somebody wants to close the window."""
        count = self._queue.unsaved
        if not count:
            self._since_ns = None
            return
        if self._since_ns is None:
            self._since_ns = now_ns
        if self._fault is not None:
            words = ngettext(
                "{count} entry is not saved and is kept in memory. {fault}",
                "{count} entries are not saved and are kept in memory. {fault}",
                count,
                fault=self._fault,
            )
        elif is_asked or now_ns - self._since_ns > _SLOW_NS:
            words = ngettext(
                "{count} entry is not saved yet; the disk is slow. Do not switch off.",
                "{count} entries are not saved yet; the disk is slow. Do not switch off.",
                count,
            )
        else:
            return
        self._page.show_unsaved(self._say(words))
