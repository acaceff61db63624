"""Take entries at once and bring them to the disk in order, whatever the disk does meanwhile.

`append` only queues; one writer at a time, on the lane it is given, stores the entries one by
one. An entry counts as saved once its store's own append returned, and never before.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias, TypeVar

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import Text, _
from drillplanner.run.codec import Sealed, as_fact
from drillplanner.run.entry import Entry
from drillplanner.run.fact import Fact
from drillplanner.run.journal import write_journal
from drillplanner.services.run.recorder import EntryStore

log = logging.getLogger(__name__)

T = TypeVar("T")

#: Hands work to the lane that writes, from any thread.
Submit: TypeAlias = Callable[[Callable[[], None]], object]
#: Calls a function after so many seconds, from any thread.
Later: TypeAlias = Callable[[float, Callable[[], None]], object]

#: Seconds between tries while the disk fails; the last one is kept to.
BACK_OFF_S = (0.25, 0.5, 1.0, 2.0, 5.0)


class Listener(Protocol):
    """Hears, on the writing thread, what becomes of entries."""

    def entries_saved(self, ids: Sequence[str]) -> None:
        """Hear that entries are on the disk."""
        ...

    def saving_failed(self, fault: Text) -> None:
        """Hear that the disk did not take an entry; it is kept."""
        ...


class SaveQueue:
    """The store a live session appends to: it never blocks, never fails and loses nothing.

    Args:
        store: where entries go durably; it is used on the writer's lane only.
        submit: the writer's lane.
        listener: who shows what is saved.
        context: facts that a file saved elsewhere needs to be understood: script and drill.
        second_place: a file on another disk or folder that holds the unsaved entries as long
            as the store fails, so that even a kill loses none of them.
        seal: how what is written there is made unreadable for others.
        later: how to wait before the next try.
    """

    def __init__(
        self,
        store: EntryStore,
        submit: Submit,
        listener: Listener,
        *,
        context: Sequence[Fact] = (),
        second_place: Path | None = None,
        seal: Callable[[bytes], bytes] = bytes,
        later: Later | None = None,
    ) -> None:
        self.listener = listener
        self.second_place = second_place
        self._seal = seal
        self._store = store
        self._submit = submit
        self._context = tuple(context)
        self._later = later or _timer
        self._changed = threading.Condition()
        self._waiting: deque[Sealed] = deque()
        self._session: list[Sealed] = []
        self._is_writing = False
        self._is_spilling = False
        #: A try is due by itself; there is never a second one, however often somebody tries.
        self._is_waiting = False
        self._failures = 0
        self._saved = 0
        self._copied = 0
        self._spilled = 0
        self._fault: Text | None = None

    @property
    def unsaved(self) -> int:
        """Count the entries that the disk does not have yet."""
        return len(self._waiting)

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """List the entries that the disk does not have yet, in order."""
        with self._changed:
            return tuple(one.entry for one in self._waiting)

    @property
    def fault(self) -> Text | None:
        """Say what the disk said last, while it fails."""
        return self._fault

    @property
    def is_safe(self) -> bool:
        """Say whether each entry is saved, here or in a file elsewhere."""
        with self._changed:
            return not self._waiting or self._copied >= len(self._session)

    def append(self, sealed: Sealed) -> None:
        """Queue an entry; it returns at once and says nothing about the disk."""
        with self._changed:
            self._waiting.append(sealed)
            self._session.append(sealed)
        if self._failures:
            self._start_spilling()
        else:
            self._start()

    def retry(self) -> None:
        """Try now to save what is unsaved."""
        self._start()

    def flush(self, timeout_s: float) -> bool:
        """Wait, no longer than given, until all is saved; say whether it is."""
        self._start()
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout_s)

    def save_elsewhere(self, path: Path) -> int:
        """Write the whole session as a journal to another place; give how many entries it has.

        Raises:
            StoreFault: that place failed too.
        """
        with self._changed:
            session = tuple(self._session)
        facts = (*self._context, *(as_fact(sealed) for sealed in session))
        write_durably(path, write_journal(facts), is_private=True)
        with self._changed:
            self._copied = max(self._copied, len(session))
        return len(session)

    def _start(self) -> None:
        with self._changed:
            if self._is_writing or not self._waiting:
                return
            self._is_writing = True
        try:
            self._submit(self._write)
        except RuntimeError:
            # The lane was closed under us: the entries stay, and closing says so.
            self._is_writing = False

    def _write(self) -> None:
        """Store what waits, oldest first; on the writer's lane."""
        while True:
            with self._changed:
                if not self._waiting:
                    self._is_writing = False
                    return
                head = self._waiting[0]
            try:
                self._store.append(head)
            except (StoreFault, UserError) as error:
                self._give_up(error.text)
                return
            except Exception:
                log.exception("an entry was not saved")
                self._give_up(_("The program failed to save; the entries are kept."))
                return
            self._acknowledge(head)

    def _acknowledge(self, head: Sealed) -> None:
        with self._changed:
            self._waiting.popleft()
            self._saved += 1
            self._changed.notify_all()
        if self._failures:
            self._failures, self._fault = 0, None
        if self._spilled and not self._waiting:
            self._drop_second()
        _tell(self.listener.entries_saved, (head.entry.id,))

    def _give_up(self, fault: Text) -> None:
        """Keep everything, copy it to the second place, and try again after a while."""
        self._fault = fault
        wait_s = BACK_OFF_S[min(self._failures, len(BACK_OFF_S) - 1)]
        self._failures += 1
        self._spill()
        with self._changed:
            self._is_writing = False
            is_due = self._is_waiting
            self._is_waiting = True
        if self._spilled < len(self._session):
            # It came while the others were copied, and found the writer at work.
            self._start_spilling()
        _tell(self.listener.saving_failed, fault)
        if not is_due:
            self._later(wait_s, self._try_again)

    def _try_again(self) -> None:
        with self._changed:
            self._is_waiting = False
        self._start()

    def _start_spilling(self) -> None:
        """Copy what comes while the store fails at once: the next try may be seconds away."""
        with self._changed:
            if self._is_spilling:
                return
            self._is_spilling = True
        try:
            self._submit(self._spill_what_came)
        except RuntimeError:
            self._is_spilling = False

    def _spill_what_came(self) -> None:
        with self._changed:
            self._is_spilling = False
        if self._failures:
            self._spill()

    def _spill(self) -> None:
        count = len(self._session)
        if self.second_place is None or self._spilled == count:
            return
        try:
            # Script and drill are in the workspace; here lies what it does not have.
            journal = write_journal(as_fact(one) for one in self._session[:count])
            write_durably(self.second_place, self._seal(journal), is_private=True)
            self._spilled = count
        except (UserError, StoreFault) as error:
            log.warning("the second place failed too: %s", error.__cause__)

    def _drop_second(self) -> None:
        self._spilled = 0
        if self.second_place is not None:
            # What stays there is found at the next start, and known already.
            with contextlib.suppress(OSError):
                self.second_place.unlink(missing_ok=True)


def _tell(hear: Callable[[T], None], what: T) -> None:
    """Tell the listener; a bug of its own is reported as caught by nobody and stops no entry."""
    try:
        hear(what)
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)


def _timer(seconds: float, run: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, run)
    timer.daemon = True
    timer.start()
