"""Gather all that the report of a recorded drill is made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from drillplanner.base import local_time
from drillplanner.plan.model import Script
from drillplanner.report.inputs import (
    Amendment,
    ArmedOpen,
    Chain,
    ClockEvent,
    Confirmed,
    DrillDetails,
    LoggedEntry,
    ReportInputs,
)
from drillplanner.review.observation import Log
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scorecard import Scorecard
from drillplanner.run.chain import Break, Chains, verify
from drillplanner.run.clock.machine_clock import read_clock_note
from drillplanner.run.codec import Sealed
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import as_told, remark, safety_of, safety_open_of
from drillplanner.run.live_log import AMENDING, LiveLog, is_recording
from drillplanner.services.review.observation_builder import Reading, written_in
from drillplanner.terms.clock_notes import clock_note_said


def report_inputs(
    sealed: Sequence[Sealed],
    roots: Sequence[str],
    script: Script,
    log: Log,
    card: Scorecard,
    ratings: Sequence[Rating],
    details: DrillDetails,
    round_number: int | None = None,
) -> ReportInputs:
    """Gather the inputs from entries already read; `roots` are hashes of the drill's facts.

    All chains are verified together; of one round the report lists only its own sessions.
    """
    from drillplanner.report.inputs import ReportInputs

    entries = {one.entry.id: one.entry for one in sealed}
    listed = {entry.session for entry in entries.values() if round_number in (None, entry.round)}
    return ReportInputs(
        script,
        log,
        card,
        ratings=tuple(ratings),
        details=details,
        chains=_chains(verify(sealed, roots), sealed, listed),
        amendments=tuple(_amendments(entries.values(), script.zone)),
        clock_events=tuple(_clock_events(entries.values(), script.zone)),
        made={entry.id: entry.made for entry in entries.values()},
    )


def logged_entries(
    sealed: Sequence[Sealed],
    zone: str,
    names: Mapping[str, str],
    round_number: int | None = None,
) -> Iterator[LoggedEntry]:
    """Give every entry of a round as it was written, in its order, with what amends it."""
    from drillplanner.report.inputs import LoggedEntry

    written = written_in(sealed, round_number)
    log, reading = LiveLog(written), Reading(written, ZoneInfo(zone))
    remarks: dict[str, list[Entry]] = defaultdict(list)
    for one in log:
        found = remark(one)
        if found is not None and log.is_live(one.id):
            remarks[found[0]].append(one)
    for entry in log:
        yield LoggedEntry(
            entry,
            reading.of_day(as_told(entry)),
            names.get(entry.author, ""),
            log.taken_back_by(entry.id),
            log.label(entry.id),
            tuple(remarks.get(entry.id, ())),
            names.get(_named_in(entry), ""),
        )


def _named_in(entry: Entry) -> str:
    """Give the id of the person whom an entry of the safety gate names; empty of any other."""
    said = safety_of(entry) or safety_open_of(entry)
    return said.person if said is not None else ""


def safety_confirmed(
    entries: Iterable[Entry], zone: str, names: Mapping[str, str]
) -> Iterator[Confirmed]:
    """Give who confirmed each safety item of a round first; `entries` are those that stand."""
    found = [said for entry in entries if (said := safety_of(entry)) is not None]
    seen: set[str] = set()
    for one in sorted(found, key=lambda said: said.wall_utc_ns):
        if one.item not in seen:
            seen.add(one.item)
            name = names.get(one.person, "")
            yield Confirmed(one.item, name, local_time.second(one.wall_utc_ns, zone))


def armed_open(
    entries: Iterable[Entry], zone: str, names: Mapping[str, str]
) -> Iterator[ArmedOpen]:
    """Give who armed a round with safety items open; `entries` are those that stand."""
    for entry in entries:
        said = safety_open_of(entry)
        if said is not None:
            name = names.get(said.person, "")
            yield ArmedOpen(said.items, name, said.reason, _time_of_day(entry, zone))


def _chains(found: Chains, sealed: Sequence[Sealed], listed: Collection[str]) -> tuple[Chain, ...]:
    from drillplanner.report.inputs import Chain

    breaks: dict[str, list[Break]] = defaultdict(list)
    for one in found.breaks:
        breaks[one.session].append(one)
    tampered = {one.id for one in found.tampered}
    touched = {one.entry.session for one in sealed if one.entry.id in tampered}
    return tuple(
        Chain(
            chain.source,
            chain.count,
            chain.last_hash,
            "broken" if chain.session in breaks or chain.session in touched else "whole",
            breaks[chain.session][0].entry if chain.session in breaks else "",
        )
        for chain in found.sessions
        if chain.session in listed
    )


def _amendments(entries: Iterable[Entry], zone: str) -> Iterable[Amendment]:
    from drillplanner.report.inputs import Amendment

    for entry in entries:
        if entry.kind in AMENDING and entry.amends is not None:
            yield Amendment(
                entry.source,
                entry.amends,
                entry.kind,  # type: ignore[arg-type]  # one of AMENDING
                _time_of_day(entry, zone),
                entry.author,
                entry.text,
                entry.step or "",
            )


def _clock_events(entries: Iterable[Entry], zone: str) -> Iterable[ClockEvent]:
    from drillplanner.report.inputs import ClockEvent

    known = tuple(entries)
    # A clock on which nothing but corrections was written befell nothing of the drill.
    used = {entry.clock for entry in known if is_recording(entry)}
    for entry in known:
        if entry.clock not in used:
            continue
        note = read_clock_note(entry.text) if entry.kind == "note" else None
        if note is not None:
            when = _time_of_day(entry, zone)
            yield ClockEvent(entry.source, entry.id, when, clock_note_said(note))


def _time_of_day(entry: Entry, zone: str) -> str:
    return local_time.second(entry.wall_utc_ns, zone)
