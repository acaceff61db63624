"""Lay the evidence out: the merged timeline, and the raw log with its hash chains."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import astuple
from fractions import Fraction

from drillplanner.base.durations import number, uncertainty_places
from drillplanner.base.exact import exact
from drillplanner.base.texts import _, pgettext
from drillplanner.report.document import Block, Column, Heading, Phrase, Prose, Row, Table
from drillplanner.report.inputs import Chain
from drillplanner.report.phrases import itemised, listed, place_said
from drillplanner.report.subject import Subject
from drillplanner.report.vocabulary import BOUNDS, CHAINS, MADE, OBSERVED
from drillplanner.review.observations import Hold, Observation, StatedOffset, SyncMark


def merged_timeline(subject: Subject, annex: int) -> Iterator[Block]:
    """Make the annex of the merged timeline: one table for each group of tied clocks."""
    yield Heading(_("Merged timeline"), (annex,), is_annex=True)
    for group in subject.groups:
        yield _group_table(subject, group)
    untimed = [row for row in subject.log.observations if row.at_s is None]
    if untimed:
        yield Table(
            (
                Column(_("Step"), 5),
                Column(_("What was said"), 2.5),
                Column(_("Source"), 2),
            ),
            tuple(
                Row((_step(subject, row), outcome_said(row), row.source))
                for row in sorted(untimed, key=lambda row: row.number)
            ),
            caption=_("Without a time"),
            is_dense=True,
        )
    if not subject.groups and not untimed:
        yield Prose(_("The log is empty."))


def _group_table(subject: Subject, group: tuple[str, ...]) -> Table:
    clock, members = group[0], set(group)
    factor = float(subject.scoring.coverage_factor)
    carried: list[tuple[Fraction, int, Row]] = []
    for row in subject.log.observations:
        if row.source not in members or row.at_s is None:
            continue
        passage = subject.alignment.carry(row.at_s, row.source, clock)
        expanded = factor * math.sqrt(row.variance_s2 + passage.variance_s2)
        carried.append(
            (passage.at_s, row.number, _moment(subject, row, passage.at_s, expanded, clock))
        )
    for place, hold in enumerate(subject.log.holds):
        if hold.source in members:
            carried.extend(_hold_rows(subject, hold, clock, place))
    carried.sort(key=lambda item: item[:2])
    return Table(
        (
            Column(_("Time"), 1.6, "right"),
            Column(_("± U (s)"), 0.9, "right"),
            Column(_("Step"), 5),
            Column(_("Source"), 1.8),
            Column(_("Observed"), 1.1),
        ),
        tuple(row for _at, _number, row in carried),
        caption=_("On the clock of {source}", source=clock),
        is_dense=True,
    )


def _moment(subject: Subject, row: Observation, at_s: Fraction, expanded: float, clock: str) -> Row:
    time = subject.clock_reading(at_s, clock)
    if row.bound != "exact":
        time = _("{bound} {time}", bound=BOUNDS[row.bound], time=time)
    step = _step(subject, row)
    if row.outcome == "failed":
        step = _("{step}: {outcome}", step=step, outcome=outcome_said(row))
    return Row((time, _spread(expanded), step, row.source, OBSERVED[row.observed]))


def _hold_rows(
    subject: Subject, hold: Hold, clock: str, place: int
) -> Iterator[tuple[Fraction, int, Row]]:
    for at_s, words in ((hold.start_s, _("drill held")), (hold.stop_s, _("drill resumed"))):
        if at_s is not None:
            there = subject.alignment.carry(at_s, hold.source, clock).at_s
            said = subject.clock_reading(there, clock)
            yield there, place, Row((said, "", words, hold.source, ""), is_total=True)


def _spread(expanded: float) -> str:
    wide = exact(expanded)
    return number(wide, uncertainty_places(wide) if wide else 0)


def _step(subject: Subject, row: Observation) -> Phrase:
    part = row.unit or row.option
    return subject.names.reference(f"{row.step}/{part}" if part else row.step)


def outcome_said(row: Observation) -> Phrase:
    """Say what a row without a time says of its step; empty for a time."""
    match row.outcome:
        case "not_performed":
            return pgettext("said of a step", "not performed")
        case "failed":
            return pgettext("said of a step", "without effect")
        case "done":
            return pgettext("said of a step", "performed, time not known")
    return ""


def raw_log(subject: Subject, annex: int) -> Iterator[Block]:
    """Make the annex of the raw log: every entry as it was made, corrections, chains."""
    yield Heading(_("Raw log and corrections"), (annex,), is_annex=True)
    entries = sorted(_entries(subject), key=lambda item: item[0])
    yield Table(
        (
            Column(_("No."), 0.75, "right"),
            Column(_("Source"), 1.7),
            Column(_("Reading"), 1.7, "right"),
            Column(_("u (s)"), 0.8, "right"),
            Column(_("Entry"), 2.1),
            Column(_("Observed"), 1.0),
            Column(_("Bound"), 1.1),
            Column(_("Made"), 1.0),
            Column(_("Note, place"), 2.6),
        ),
        tuple(Row((str(place), *row.cells)) for place, (_order, row) in enumerate(entries, 1)),
        is_dense=True,
    )
    if subject.log.not_applicable:
        targets: list[Phrase] = [
            _("{target} ({place})", target=subject.names.target(id_), place=place_said(place))
            for id_, place in subject.log.not_applicable.items()
        ]
        yield Prose(_("Said not to apply: {targets}.", targets=listed(targets)))
    yield from _amendments(subject)
    yield from _chains(subject)


def _entries(subject: Subject) -> Iterator[tuple[int, Row]]:
    log = subject.log
    for row in log.observations:
        yield row.number, _observation(subject, row)
    for mark in log.sync_marks:
        yield mark.number, _sync(subject, mark)
    for offset in log.offsets:
        yield offset.number, _offset(offset)
    last = len(log.observations) + len(log.sync_marks) + len(log.offsets)
    for hold in log.holds:
        for at_s, name in ((hold.start_s, "!hold"), (hold.stop_s, "!resume")):
            if at_s is not None:
                time = subject.clock_reading(at_s, hold.source, 3)
                yield last, Row((hold.source, time, "", name, "", "", "", place_said(hold.place)))


def _observation(subject: Subject, row: Observation) -> Row:
    part = row.unit or row.option
    time: Phrase = outcome_said(row)
    if row.at_s is not None:
        time = subject.clock_reading(row.at_s, row.source, digits_of(row.at_s))
        if row.outcome == "failed":
            time = _("{time}, {outcome}", time=time, outcome=outcome_said(row))
    note: list[Phrase] = [part for part in (row.note, place_said(row.place)) if part]
    return Row(
        (
            row.source,
            time,
            "" if row.at_s is None else uncertainty_said(row.variance_s2),
            f"{row.step}/{part}" if part else row.step,
            OBSERVED[row.observed],
            BOUNDS[row.bound],
            MADE[subject.inputs.made.get(row.place, "imported")],
            itemised(note),
        )
    )


def _sync(subject: Subject, mark: SyncMark) -> Row:
    time = subject.clock_reading(mark.at_s, mark.source, digits_of(mark.at_s))
    made = MADE[subject.inputs.made.get(mark.place, "imported")]
    return Row(
        (
            mark.source,
            time,
            uncertainty_said(mark.variance_s2),
            f"@{mark.name}",
            "",
            "",
            made,
            place_said(mark.place),
        )
    )


def _offset(offset: StatedOffset) -> Row:
    said = _("{seconds} s", seconds=number(offset.offset_s, 3))
    name = f"@offset:{offset.other}"
    return Row(
        (
            offset.source,
            said,
            uncertainty_said(offset.variance_s2),
            name,
            "",
            "",
            "",
            place_said(offset.place),
        )
    )


def digits_of(at_s: Fraction) -> int:
    """Show a reading as precisely as it was taken, down to a millisecond."""
    return next((places for places in range(3) if (at_s * 10**places).denominator == 1), 3)


def uncertainty_said(variance: Fraction) -> str:
    """Write a standard uncertainty as it stands in the raw log."""
    return f"{math.sqrt(variance):.3g}" if variance else "0"


def _amendments(subject: Subject) -> Iterator[Block]:
    if not subject.inputs.amendments:
        return
    words = {"void": pgettext("amendment", "void"), "label": pgettext("amendment", "step changed")}
    yield Table(
        (
            Column(_("Source"), 1.6),
            Column(_("Entry"), 3),
            Column(_("Correction"), 1.4),
            Column(_("When"), 1.4),
            Column(_("By"), 1.4),
            Column(_("Reason"), 3),
        ),
        tuple(
            Row((a.source, a.entry, words[a.kind], a.when, a.author, a.reason))
            for a in subject.inputs.amendments
        ),
        caption=_("Corrections"),
        is_dense=True,
    )


def _chains(subject: Subject) -> Iterator[Block]:
    if subject.inputs.chains:
        yield Table(
            (
                Column(_("Source"), 2),
                Column(_("Entries"), 0.9, "right"),
                Column(_("Last hash (SHA-256)"), 5),
                Column(_("State"), 2),
            ),
            tuple(
                Row((chain.source, str(chain.entries), chain.last_hash, _state(chain)))
                for chain in subject.inputs.chains
            ),
            caption=_("Hash chains of the log"),
            is_dense=True,
        )
    else:
        yield Prose(_("The log came as tables without hash chains; their bytes were not sealed."))
    yield Prose(_("Check code of this log and score: {code}", code=check_code(subject)))


def _state(chain: Chain) -> Phrase:
    said = CHAINS[chain.state]
    if not chain.break_at:
        return said
    return _("{state} (at {place})", state=said, place=chain.break_at)


def check_code(subject: Subject) -> str:
    """Give 16 hexadecimal digits that change when the log, the chains or the score change.

    The first 64 bits of SHA-256 over the log's values, the chains, the script's id and the
    scorecard's values, as UTF-8 JSON.
    """
    inputs = subject.inputs
    parts = [
        inputs.script.id,
        inputs.scorecard.rules,
        [astuple(row) for row in inputs.log.observations],
        [astuple(mark) for mark in inputs.log.sync_marks],
        [astuple(offset) for offset in inputs.log.offsets],
        [astuple(hold) for hold in inputs.log.holds],
        sorted(inputs.log.not_applicable.items()),
        [astuple(chain) for chain in inputs.chains],
        astuple(inputs.scorecard.whole),
        [(t.id, t.verdict, t.elapsed_s, t.score) for t in inputs.scorecard.targets],
    ]
    text = json.dumps(parts, default=str, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))
