"""Build, check, append and acknowledge the entries of one session on one source.

Every verb of `Recorder` refuses what makes no sense, appends the entry durably and returns
it; what it returned is on the disk.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

from drillplanner.base.errors import UserError
from drillplanner.base.ids import ClockId, DrillId, EntryId, PersonId, SessionId, new_id
from drillplanner.base.texts import _
from drillplanner.plan.model import Scoring, Script
from drillplanner.run.chain import in_order
from drillplanner.run.clock.machine_clock import (
    Clock,
    ClockNote,
    Stamp,
    has_jumped,
    now,
    tie_by_wall,
)
from drillplanner.run.clock.watch import ClockWatch
from drillplanner.run.codec import Sealed, as_fact, seal
from drillplanner.run.entry import Bound, Entry, Kind, Made, Observed, decimal_s
from drillplanner.run.entry_markers import BEGIN, void_round_text
from drillplanner.run.journal import write_journal
from drillplanner.run.legality import require_legal
from drillplanner.run.live_log import LiveLog, Phase


class EntryStore(Protocol):
    """Where entries go: `append` returns once the entry would survive a power cut."""

    def append(self, sealed: Sealed) -> None:
        """Store one entry durably, or raise StoreFault."""
        ...


class Collected:
    """Takes in entries that are added to a workspace together, all or none of them."""

    def __init__(self) -> None:
        self.sealed: list[Sealed] = []

    def append(self, sealed: Sealed) -> None:
        """Keep an entry."""
        self.sealed.append(sealed)


@dataclass(frozen=True, slots=True)
class Station:
    """What a session is about: one source and its author in one round of one drill."""

    drill: DrillId
    source: str
    author: PersonId
    round: int = 1


class Recorder:
    """One session on one source; make it with `start_session`.

    A failed append raises StoreFault and loses nothing: the entry stays in `unsaved`, later
    ones queue behind it in order, and `retry` or the next verb tries again.
    """

    def __init__(
        self,
        store: EntryStore,
        station: Station,
        clock: Clock,
        *,
        log: LiveLog,
        clock_id: ClockId,
        prev: str | None,
        script: Script | None = None,
    ) -> None:
        self.station = replace(station, source=unicodedata.normalize("NFC", station.source))
        self.session = SessionId(new_id())
        self.clock_id = clock_id
        self._store = store
        self._clock = clock
        #: The round as this session knows it, all its sources.
        self.log = log
        self._prev = prev
        self._script = script
        scoring = script.scoring if script else Scoring()
        self._press_u_s = decimal_s(scoring.press_u_s)
        self._radio_u_s = decimal_s(scoring.radio_u_s)
        self._seq = 0
        self._watch = ClockWatch(clock)
        self._unsaved: list[Sealed] = []

    @classmethod
    def started(
        cls,
        store: EntryStore,
        station: Station,
        clock: Clock,
        *,
        log: Iterable[Sealed] = (),
        root: str | None = None,
        script: Script | None = None,
    ) -> Recorder:
        """Start a session after `log`, the entries found of this drill."""
        whole = in_order(log)
        source = unicodedata.normalize("NFC", station.source)
        mine = [one for one in whole if one.entry.source == source]
        of_round = (one.entry for one in whole if one.entry.round == station.round)
        last = mine[-1] if mine else None
        note = _clock_note(last.entry, now(clock)) if last else None
        recorder = cls(
            store,
            station,
            clock,
            log=LiveLog(of_round),
            clock_id=last.entry.clock if last and note is None else ClockId(new_id()),
            prev=last.hash if last else root,
            script=script,
        )
        if note is not None:
            recorder.note(note.words())
        return recorder

    @property
    def phase(self) -> Phase:
        """Say where this source stands."""
        return self.log.phase(self.station.source)

    @property
    def unsaved(self) -> tuple[Entry, ...]:
        """List the entries that were not acknowledged yet, in order."""
        return tuple(sealed.entry for sealed in self._unsaved)

    @property
    def last_hash(self) -> str | None:
        """Give the hash the next entry will hold."""
        return self._prev

    @property
    def press_u_s(self) -> Decimal:
        """Give the standard uncertainty of a press in seconds, as it stands now."""
        return self._press_u_s

    @property
    def radio_u_s(self) -> Decimal:
        """Give the standard uncertainty of a time called by radio in seconds, as it stands now."""
        return self._radio_u_s

    def raise_press_u_s(self, u_s: float | Decimal) -> bool:
        """Take presses from now on as no surer than `u_s` seconds (试按); never as surer.

        Tell whether that raised anything. A practice shows a keeper's spread; what came by
        radio was pressed as well, so it is held to the same.
        """
        least = decimal_s(u_s)
        is_raised = least > self._press_u_s
        self._press_u_s = max(self._press_u_s, least)
        self._radio_u_s = max(self._radio_u_s, least)
        return is_raised

    def stamp(self) -> Stamp:
        """Read the clocks now, for an entry that is made from this instant later on."""
        return now(self._clock)

    def watch(self) -> bool:
        """Note at once what befell the clocks since the last look; tell whether anything did.

        Call it often while the drill runs: it costs microseconds, and changes no time.
        """
        is_noted = self._note_clocks(now(self._clock))
        if is_noted:
            self.retry()
        return is_noted

    def arm(self, text: str = "") -> Entry:
        """Say that the source is ready (上岗检查 done)."""
        return self._say("arm", text=text)

    def mark(  # noqa: PLR0913 - all but the step have a default
        self,
        step: str | None = None,
        *,
        unit: str | None = None,
        option: str | None = None,
        stamp: Stamp | None = None,
        observed: Observed = "seen",
        bound: Bound | None = None,
        u_s: float | Decimal | None = None,
        made: Made = "key",
        text: str = "",
    ) -> Entry:
        """Say that a step happened now, or at `stamp`; without a step it is labelled later.

        What came by radio is, unless said otherwise, at most as late as it was heard, with
        the script's `radio_u_s`; all else has `press_u_s`.
        """
        is_radio = observed == "radio"
        usual = self._radio_u_s if is_radio else self._press_u_s
        return self._say(
            "mark",
            step=step,
            unit=unit,
            option=option,
            stamp=stamp,
            observed=observed,
            bound=bound or ("at_most" if is_radio else "exact"),
            u_s=_uncertainty(usual, stamp, u_s),
            made=made,
            text=text,
        )

    def not_performed(self, step: str, *, unit: str | None = None, text: str = "") -> Entry:
        """Say that a step was not performed (未执行); that needs no time."""
        return self._say("not_performed", step=step, unit=unit, text=text)

    def failed(
        self,
        step: str,
        reason: str,
        *,
        unit: str | None = None,
        stamp: Stamp | None = None,
        observed: Observed = "seen",
        bound: Bound | None = None,
        made: Made = "key",
    ) -> Entry:
        """Say that a step was tried and had no effect (未奏效), now or at `stamp`.

        `bound` at_most says that it had failed by then, as what came by radio does.
        """
        is_radio = observed == "radio"
        return self._say(
            "failed",
            step=step,
            unit=unit,
            text=reason,
            stamp=stamp,
            observed=observed,
            bound=bound or ("at_most" if is_radio else "exact"),
            u_s=_uncertainty(self._radio_u_s if is_radio else self._press_u_s, stamp),
            made=made,
        )

    def void(self, entry: str, text: str = "") -> Entry:
        """Take back an entry of any session of this drill; it stays in the log, struck out."""
        return self._say("void", amends=EntryId(entry), text=text)

    def restore(self, void: str, text: str = "") -> Entry:
        """Take a void back: what it took back counts again."""
        return self._say("restore", amends=EntryId(void), text=text)

    def label(
        self,
        entry: str,
        step: str,
        *,
        unit: str | None = None,
        option: str | None = None,
        text: str = "",
    ) -> Entry:
        """Say what a mark marked, or that it marked another step than it says."""
        return self._say(
            "label", amends=EntryId(entry), step=step, unit=unit, option=option, text=text
        )

    def label_free(self, entry: str, words: str) -> Entry:
        """Say in words of one's own what a mark marked; no step is meant, so nothing is scored."""
        return self._say("label", amends=EntryId(entry), text=words.strip())

    def note(self, text: str) -> Entry:
        """Write a remark into the log."""
        return self._say("note", text=text)

    def sync(
        self, name: str, *, stamp: Stamp | None = None, u_s: float | Decimal | None = None
    ) -> Entry:
        """Mark a moment that other sources mark by the same name (对时标记), in any phase."""
        return self._say(
            "sync", text=name, stamp=stamp, u_s=_uncertainty(self._press_u_s, stamp, u_s)
        )

    def hold(self, text: str = "", *, stamp: Stamp | None = None) -> Entry:
        """Hold the drill (暂停): time stops counting."""
        return self._say("hold", text=text, stamp=stamp, u_s=_uncertainty(self._press_u_s, stamp))

    def resume(self, text: str = "", *, stamp: Stamp | None = None) -> Entry:
        """Take the drill up again."""
        return self._say("resume", text=text, stamp=stamp, u_s=_uncertainty(self._press_u_s, stamp))

    def begin(self, *, stamp: Stamp | None = None) -> Entry:
        """Start the clock on the radio call (开始), on a post that does not see T0 itself.

        It ends no span: the drill began no later than this was heard.
        """
        return self._say(
            "note",
            text=BEGIN,
            stamp=stamp,
            observed="radio",
            bound="at_most",
            u_s=_uncertainty(self._radio_u_s, stamp),
        )

    def abort(self, text: str = "") -> Entry:
        """Break the drill off (终止)."""
        return self._say("abort", text=text)

    def void_round(self, reason: str = "") -> Entry:
        """Make this round void (作废本轮); all of it stays in the log, also after its end."""
        return self._say("abort", text=void_round_text(reason))

    def end(self, text: str = "") -> Entry:
        """End the drill for this source."""
        return self._say("end", text=text)

    def retry(self) -> int:
        """Try to save what is unsaved, in order; give how many were. StoreFault if it fails."""
        count = 0
        while self._unsaved:
            self._store.append(self._unsaved[0])
            del self._unsaved[0]
            count += 1
        return count

    def rescue(self) -> bytes:
        """Write what is unsaved as a journal, for a second place while the disk fails."""
        return write_journal(as_fact(sealed) for sealed in self._unsaved)

    def _say(self, kind: Kind, *, stamp: Stamp | None = None, **values: Any) -> Entry:
        present = now(self._clock)
        sealed = seal(self._built(kind, stamp or present, values))
        self._check(sealed.entry, present)
        if self._note_clocks(present):
            sealed = seal(self._built(kind, stamp or present, values))
        self._queue(sealed)
        self.retry()
        return sealed.entry

    def _note_clocks(self, present: Stamp) -> bool:
        notes = self._watch.look(present)
        for note in notes:
            self._queue(seal(self._built("note", present, {"text": note.words()})))
        return bool(notes)

    def _queue(self, sealed: Sealed) -> None:
        self._unsaved.append(sealed)
        self._prev, self._seq = sealed.hash, sealed.entry.seq
        self.log.add(sealed.entry)

    def _built(self, kind: Kind, stamp: Stamp, values: dict[str, Any]) -> Entry:
        station = self.station
        return Entry(
            id=EntryId(new_id()),
            drill=station.drill,
            round=station.round,
            source=station.source,
            session=self.session,
            clock=self.clock_id,
            author=station.author,
            seq=self._seq + 1,
            kind=kind,
            elapsed_ns=stamp.elapsed_ns,
            wall_utc_ns=stamp.wall_utc_ns,
            prev=self._prev,
            **values,
        )

    def _check(self, entry: Entry, present: Stamp) -> None:
        if entry.elapsed_ns > present.elapsed_ns:
            raise UserError(_("This time is in the future; enter a time that has passed."))
        if self._script is not None and entry.step is not None:
            _check_step(self._script, entry)
        require_legal(self.log, entry)


def _uncertainty(
    usual: Decimal, stamp: Stamp | None, given: float | Decimal | None = None
) -> Decimal:
    """Take what was given, else the usual one, but no less than the stamp's own."""
    if given is not None:
        return decimal_s(given)
    return max(usual, stamp.u_s) if stamp else usual


def _clock_note(last: Entry, first: Stamp) -> ClockNote | None:
    """Say how a new clock is tied to the one of `last`; None if it is the same clock."""
    before = Stamp(last.elapsed_ns, last.wall_utc_ns)
    return tie_by_wall(before, first) if has_jumped(before, first) else None


def _check_step(script: Script, entry: Entry) -> None:
    step = next((one for one in script.steps if one.id == entry.step), None)
    if step is None:
        raise UserError(_("The script has no step {step}.", step=entry.step or ""))
    for asked, known in ((entry.unit, step.units), (entry.option, step.options)):
        if asked is not None and all(asked != one.id for one in known):
            raise UserError(
                _("Step {step} has no unit or option {name}.", step=step.id, name=asked)
            )
