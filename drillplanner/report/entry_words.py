"""Say what one entry of a log tells of its step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.report.inputs import LoggedEntry
from drillplanner.report.subject import Subject
from drillplanner.review.observation import Observation
from drillplanner.run.clock.machine_clock import read_clock_note
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import (
    HeadsNote,
    NotThereNote,
    heads_of,
    hold_reason,
    is_begin,
    is_void_round,
    not_there_of,
    reason_of,
    remark,
    safety_of,
    safety_open_of,
    same_as,
)
from drillplanner.run.late_entry import read_late_text
from drillplanner.terms.clock_notes import clock_note_said
from drillplanner.terms.document import Cell, Phrase
from drillplanner.terms.measured_words import counted_said
from drillplanner.terms.phrases import itemised, reason_said
from drillplanner.terms.vocabulary import BOUNDS, HOLD_REASONS_SAID, MADE, OBSERVED

#: Kinds whose instant is a person's press, with an uncertainty of its own.
_PRESSED = frozenset({"mark", "failed", "sync", "hold", "resume"})


def step_said(subject: Subject, row: Observation) -> Phrase:
    """Name the step of an entry, with its unit or option."""
    part = row.unit or row.option
    return subject.names.reference(f"{row.step}/{part}" if part else row.step)


def reading_said(subject: Subject, row: Observation, at_s: Fraction, clock: str) -> Phrase:
    """Say when an entry was, read on a clock; an interval with both its edges."""
    first = subject.clock_reading(at_s, clock)
    if row.until_s is None or row.at_s is None:
        return first
    last = subject.clock_reading(at_s + row.until_s - row.at_s, clock)
    return _("{first} to {last}", first=first, last=last)


def outcome_said(row: Observation) -> Phrase:
    """Say what a row without a time says of its step; empty for a time."""
    match row.outcome:
        case "not_performed":
            return pgettext("said of a step", "not performed")
        case "failed":
            return pgettext("said of a step", "without effect")
        case "done":
            return pgettext("said of a step", "performed, time not known")
        case "not_applicable":
            return pgettext("said of a step", "not there that day")
    return ""


def held_because(reason: str, said: str) -> Phrase:
    """Say why a drill was paused: by one of the given reasons, in words, both, or not at all."""
    why = HOLD_REASONS_SAID.get(reason)
    if why is None:
        return said
    return _("{what}: {why}", what=why, why=said) if said else why


def digits_of(at_s: Fraction) -> int:
    """Show a reading as precisely as it was taken, down to a millisecond."""
    return next((places for places in range(3) if (at_s * 10**places).denominator == 1), 3)


def uncertainty_said(variance: Fraction) -> str:
    """Write a standard uncertainty as it stands in the raw log."""
    return f"{math.sqrt(variance):.3g}" if variance else "0"


def entry_cells(subject: Subject, logged: LoggedEntry) -> tuple[Cell, ...]:
    """Say an entry in the columns of the log's annex: who, when, what, how, and what was noted."""
    entry = logged.entry
    is_pressed = entry.kind in _PRESSED
    # Who alone kept the log is named once above it; who corrected it is named at each correction.
    is_other = logged.by and subject.keepers.get(entry.source, ()) != (logged.by,)
    return (
        (entry.source, logged.by) if is_other else entry.source,
        subject.clock_reading(logged.at_s, None, 1 if not is_pressed else 3),
        f"{entry.u_s.normalize():f}" if is_pressed else "",
        entry_said(subject, logged),
        OBSERVED[entry.observed] if entry.kind in ("mark", "failed") else "",
        BOUNDS[entry.bound] if entry.kind in ("mark", "failed") else "",
        MADE[entry.made],
        _noted(subject, logged),
    )


def entry_said(subject: Subject, logged: LoggedEntry) -> Phrase:
    """Say what an entry tells, in words."""
    entry = logged.entry
    if entry.kind in _WORDS:
        return _WORDS[entry.kind]
    if entry.kind in ("mark", "not_performed", "failed"):
        return _deed(subject, logged)
    if entry.amends is not None:
        return _amendment(subject, entry)
    match entry.kind:
        case "sync":
            return _("Sync mark {name}", name=entry.text)
        case "abort":
            return _VOIDED if is_void_round(entry) else _BROKEN_OFF
    return _note(subject, logged)


_VOIDED = pgettext("entry of a log", "round voided")
_BROKEN_OFF = pgettext("entry of a log", "broken off")
_WORDS: Mapping[str, Text] = {
    "hold": _("drill paused"),
    "resume": _("drill resumed"),
    "arm": pgettext("entry of a log", "ready at the post"),
    "end": pgettext("entry of a log", "ended"),
}


def _deed(subject: Subject, logged: LoggedEntry) -> Phrase:
    step = _step_of(subject, logged.entry)
    if logged.entry.kind == "mark":
        return step or _given(subject, logged)
    return _("{step}: {outcome}", step=step, outcome=_OUTCOMES[logged.entry.kind])


def _amendment(subject: Subject, entry: Entry) -> Phrase:
    amended = subject.place(entry.amends or "")
    if entry.kind == "label":
        step = _step_of(subject, entry) or subject.names.words(entry.text)
        return _("{entry} is: {step}", entry=amended, step=step)
    if entry.kind == "void":
        return _("taken back: {entry}", entry=amended)
    return _("restored: {entry}", entry=amended)


_OUTCOMES: Mapping[str, Text] = {
    "not_performed": pgettext("said of a step", "not performed"),
    "failed": pgettext("said of a step", "without effect"),
}


def _step_of(subject: Subject, entry: Entry) -> Phrase:
    if entry.step is None:
        return ""
    part = entry.unit or entry.option
    return subject.names.reference(f"{entry.step}/{part}" if part else entry.step)


def _given(subject: Subject, logged: LoggedEntry) -> Phrase:
    """Say what a mark without a step was given afterwards."""
    label = logged.label
    if label is None:
        return pgettext("of a mark", "no name given")
    return _step_of(subject, label) or subject.names.words(label.text)


def _note(subject: Subject, logged: LoggedEntry) -> Phrase:
    entry = logged.entry
    if is_begin(entry):
        return pgettext("entry of a log", "start heard by radio")
    held = hold_reason(entry)
    if held is not None:
        why = held_because(*held[1:])
        return _("why paused, {entry}: {why}", entry=subject.place(held[0]), why=why)
    remarked = remark(entry)
    if remarked is not None:
        about, words = remarked
        return _("Remark on {entry}: {words}", entry=subject.place(about), words=words)
    of_place = _said_of_place(subject, entry)
    if of_place is not None:
        return of_place
    found = read_clock_note(entry.text)
    if found is not None:
        return clock_note_said(found)
    return _safety_said(subject, logged) or _("Note: {text}", text=entry.text)


def _said_of_place(subject: Subject, entry: Entry) -> Phrase | None:
    """Say what a note says of a step or unit: how many were there, or that it was not."""
    said: HeadsNote | NotThereNote | None = heads_of(entry) or not_there_of(entry)
    if said is None:
        return None
    place = said.step if said.unit is None else f"{said.step}/{said.unit}"
    outcome: Phrase = pgettext("said of a step", "not there that day")
    if isinstance(said, HeadsNote):
        outcome = counted_said(said.heads)
    return _("{step}: {outcome}", step=subject.names.reference(place), outcome=outcome)


def _safety_said(subject: Subject, logged: LoggedEntry) -> Phrase:
    if safety_open_of(logged.entry) is not None:
        if logged.person:
            return _("armed with safety items open, by {name}", name=logged.person)
        return pgettext("entry of a log", "armed with safety items open")
    confirmed = safety_of(logged.entry)
    if confirmed is None:
        return ""
    item = _item_said(subject, confirmed.item)
    if logged.person:
        return _("safety item confirmed by {name}: {item}", name=logged.person, item=item)
    return _("safety item confirmed: {item}", item=item)


def _item_said(subject: Subject, item: str) -> Phrase:
    return next((subject.words(one.text) for one in subject.script.safety if one.id == item), item)


def _noted(subject: Subject, logged: LoggedEntry) -> Phrase:
    """Give the remark of an entry, and by whom and why it was taken back."""
    entry, void = logged.entry, logged.voided_by
    said: list[Phrase] = []
    if entry.kind == "mark" and same_as(entry):
        said.append(_("same instant as {entry}", entry=subject.place(same_as(entry))))
    elif (heads := heads_of(entry)) is not None:
        said.append(heads.words)
    elif (gone := not_there_of(entry)) is not None:
        said.append(gone.words)
    elif (unsafe := safety_open_of(entry)) is not None:
        said.append(unsafe.reason)
    elif entry.kind == "abort":
        said.append(reason_of(entry))
    elif entry.kind in ("void", "restore") or (
        entry.kind not in ("note", "sync", "arm") and entry.step
    ):
        late = read_late_text(entry.text)
        said.append(reason_said(entry.text) if late is None else late.entered())
    elif entry.kind in ("hold", "resume", "end"):
        said.append(entry.text)
    said += [remarked[1] for one in logged.remarks if (remarked := remark(one)) is not None]
    if logged.label is not None and entry.step is not None:
        said.append(_("step changed by {entry}", entry=subject.place(logged.label.id)))
    if void is not None:
        why = reason_said(void.text)
        taken = _("taken back by {entry}", entry=subject.place(void.id))
        said.append(_("{what}: {why}", what=taken, why=why) if why else taken)
    return itemised([part for part in said if part])
