"""Open a number to the log entries behind it: those used, and all others of the same steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from drillplanner.base import local_time
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.model import refs, split_ref
from drillplanner.report.entry_words import (
    digits_of,
    held_because,
    outcome_said,
    uncertainty_said,
)
from drillplanner.report.subject import Subject
from drillplanner.review.observation import Hold, Observation, SyncMark
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.shortfalls import shortfalls
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import remark
from drillplanner.run.late_entry import read_late_text
from drillplanner.run.live_log import AMENDING, LiveLog
from drillplanner.services.review.review_session import DrillReview
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import itemised, place_said, reason_said
from drillplanner.terms.vocabulary import BOUNDS, MADE, OBSERVED

#: decides: it says that an act was not performed or had no effect, which decided the verdict.
#: start, stop: the end of a span was made of it. mark: it ties clocks. hold: time was held.
#: conflict: it disagrees with another. other: it did not count. void: it was taken back.
Standing: TypeAlias = Literal[
    "decides", "start", "stop", "mark", "hold", "conflict", "other", "void"
]

STANDINGS: Mapping[Standing, Text] = {
    "decides": pgettext("part of an entry in a number", "decides"),
    "start": pgettext("part of an entry in a number", "start"),
    "stop": pgettext("part of an entry in a number", "stop"),
    "mark": pgettext("part of an entry in a number", "ties clocks"),
    "hold": pgettext("part of an entry in a number", "paused"),
    "conflict": pgettext("part of an entry in a number", "disagrees"),
    "other": pgettext("part of an entry in a number", "not used"),
    "void": pgettext("part of an entry in a number", "void"),
}
_ORDER = tuple(STANDINGS)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One log entry behind a number, in words; `place` names it everywhere."""

    place: str
    standing: Standing
    source: str
    step: Phrase
    reading: Phrase
    uncertainty: str
    bound: Phrase
    observed: Phrase
    made: Phrase
    note: Phrase
    where: Phrase
    order: int = 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which entries to show: by step, by place, by mark, and what the used ones made."""

    steps: frozenset[str] = frozenset()
    deciding: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    with_holds: bool = False
    disagreeing: frozenset[str] = field(default_factory=frozenset)


def evidence(review: DrillReview, key: str, card: Scorecard | None = None) -> tuple[EntryLine, ...]:
    """List the entries behind one line, used ones first.

    Args:
        review: the drill as reviewed.
        key: "target:ID", "order:ID", "conflict:N" or "tie:N", N counted in the scorecard.
        card: the scorecard that is shown; today's unless given.
    """
    shown = card or review.card
    kind, _colon, name = key.partition(":")
    match kind:
        case "target":
            wanted = _of_target(review, shown, name)
        case "order":
            wanted = _of_order(review, shown, name)
        case "conflict":
            wanted = _of_conflict(review, shown, int(name))
        case "tie":
            tie = shown.ties[int(name)]
            wanted = _Wanted(marks=frozenset(tie.marks), sources=frozenset((tie.source, tie.other)))
        case _:
            raise ValueError(key)
    return _Reader(review, wanted).lines()


def _disagreeing(card: Scorecard) -> frozenset[str]:
    return frozenset(place for one in card.conflicts for place in one.places)


def _of_target(review: DrillReview, card: Scorecard, name: str) -> _Wanted:
    target = next(one for one in review.script.targets if one.id == name)
    result = next(one for one in card.targets if one.id == name)
    decided = [
        place
        for short in shortfalls(review.script, card, review.log)
        if short.subject == name and short.kind in ("not_performed", "not_achieved")
        for place in short.evidence
    ]
    return _Wanted(
        steps=_steps([*refs(target.start), *refs(target.stop)]),
        deciding=frozenset(decided) - {*result.start.evidence, *result.stop.evidence},
        starts=frozenset(result.start.evidence),
        stops=frozenset(result.stop.evidence),
        sources=frozenset((*result.start.sources, *result.stop.sources)),
        with_holds=result.verdict == "interrupted" or result.gross_s != result.elapsed_s,
        disagreeing=_disagreeing(card),
    )


def _of_order(review: DrillReview, card: Scorecard, name: str) -> _Wanted:
    order = next(one for one in review.script.orders if one.id == name)
    return _Wanted(steps=_steps([order.before, order.after]), disagreeing=_disagreeing(card))


def _of_conflict(review: DrillReview, card: Scorecard, number: int) -> _Wanted:
    conflict = card.conflicts[number]
    steps = {conflict.step} if conflict.step else set()
    for target in review.script.targets:
        if target.id == conflict.target:
            steps |= _steps([*refs(target.start), *refs(target.stop)])
    return _Wanted(
        steps=frozenset(steps),
        places=frozenset(conflict.places),
        with_holds=conflict.kind == "untied_hold",
        disagreeing=frozenset(conflict.places),
    )


def _steps(ends: Iterable[str]) -> frozenset[str]:
    return frozenset(split_ref(ref)[0] for ref in ends)


class _Reader:
    """Reads the entries that are wanted out of a review's log."""

    def __init__(self, review: DrillReview, wanted: _Wanted) -> None:
        self._review = review
        self._wanted = wanted
        self._subject = Subject(review.inputs)

    def lines(self) -> tuple[EntryLine, ...]:
        """Give the lines: used ones first, then by their order in the log."""
        log, wanted = self._review.log, self._wanted
        found = [
            self._observation(row)
            for row in log.observations
            if row.step in wanted.steps or row.place in wanted.places
        ]
        found += [
            self._mark(mark)
            for mark in log.sync_marks
            if (mark.name in wanted.marks and mark.source in wanted.sources)
            or mark.place in wanted.places
        ]
        if wanted.with_holds:
            found += [self._hold(hold) for hold in log.holds]
        found += self._voided()
        return tuple(sorted(found, key=lambda one: (_ORDER.index(one.standing), one.order)))

    def _standing(self, place: str) -> Standing:
        wanted = self._wanted
        if place in wanted.deciding:
            return "decides"
        if place in wanted.starts:
            return "start"
        if place in wanted.stops:
            return "stop"
        return "conflict" if place in wanted.disagreeing else "other"

    def _observation(self, row: Observation) -> EntryLine:
        reading: Phrase = outcome_said(row)
        if row.at_s is not None:
            reading = self._subject.clock_reading(row.at_s, row.source, digits_of(row.at_s))
            if row.outcome == "failed":
                reading = _("{time}, {outcome}", time=reading, outcome=outcome_said(row))
        part = row.unit or row.option
        timed = row.at_s is not None
        return EntryLine(
            place=row.place,
            standing=self._standing(row.place),
            source=row.source,
            step=self._subject.names.reference(f"{row.step}/{part}" if part else row.step),
            reading=reading,
            uncertainty=uncertainty_said(row.variance_s2) if timed else "",
            bound=BOUNDS[row.bound] if timed else "",
            observed=OBSERVED[row.observed],
            made=self._made(row.place),
            note=itemised([part for part in (row.note, *self._remarks(row.place)) if part]),
            where=place_said(row.place),
            order=row.number,
        )

    def _mark(self, mark: SyncMark) -> EntryLine:
        return EntryLine(
            place=mark.place,
            standing="mark" if mark.name in self._wanted.marks else "conflict",
            source=mark.source,
            step=f"@{mark.name}",
            reading=self._subject.clock_reading(mark.at_s, mark.source, digits_of(mark.at_s)),
            uncertainty=uncertainty_said(mark.variance_s2),
            bound=BOUNDS["exact"],
            observed="",
            made=self._made(mark.place),
            note="",
            where=place_said(mark.place),
            order=mark.number,
        )

    def _hold(self, hold: Hold) -> EntryLine:
        start = self._subject.clock_reading(hold.start_s, hold.source)
        stop: Phrase = (
            _("never resumed")
            if hold.stop_s is None
            else self._subject.clock_reading(hold.stop_s, hold.source)
        )
        return EntryLine(
            place=hold.place,
            standing="hold" if hold in self._subject.counted_holds else "other",
            source=hold.source,
            step=_("drill paused"),
            reading=_("{start} to {stop}", start=start, stop=stop),
            uncertainty="",
            bound="",
            observed="",
            made=self._made(hold.place),
            note=held_because(hold.reason, hold.said),
            where=place_said(hold.place),
        )

    def _remarks(self, place: str) -> tuple[str, ...]:
        number = self._subject.numbers.get(place)
        if number is None:
            return ()
        found = (remark(one) for one in self._subject.inputs.entries[number - 1].remarks)
        return tuple(one[1] for one in found if one is not None)

    def _made(self, place: str) -> Phrase:
        return MADE[self._review.inputs.made.get(place, "imported")]

    def _voided(self) -> list[EntryLine]:
        """List the entries of the steps that were taken back, with by whom and why."""
        number = self._review.round
        entries = self._review.recorded.entries
        log = LiveLog(one.entry for one in entries if one.entry.round == number)
        voided = [one for one in log if one.kind not in AMENDING and not log.is_live(one.id)]
        return [
            self._void(entry, log.taken_back_by(entry.id), place)
            for place, entry in enumerate(voided)
            if entry.step in self._wanted.steps
        ]

    def _void(self, entry: Entry, void: Entry | None, order: int) -> EntryLine:
        part = entry.unit or entry.option
        ref = f"{entry.step}/{part}" if part else (entry.step or "")
        return EntryLine(
            place=entry.id,
            standing="void",
            source=entry.source,
            step=self._subject.names.reference(ref),
            reading=local_time.second(entry.wall_utc_ns, self._review.script.zone),
            uncertainty=f"{entry.u_s.normalize():f}",
            bound=BOUNDS[entry.bound],
            observed=OBSERVED[entry.observed],
            made=MADE[entry.made],
            note=reason_said(void.text) if void else _said_with(entry),
            where=place_said(entry.id),
            order=order,
        )


def _said_with(entry: Entry) -> Phrase:
    late = read_late_text(entry.text)
    return entry.text if late is None else late.entered()
