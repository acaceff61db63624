"""Print the raw log as it was made, its corrections and its hash chains."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from drillplanner.base.durations import number
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.report.entry_words import outcome_said
from drillplanner.report.inputs import Chain
from drillplanner.report.seals import check_code
from drillplanner.report.sections.outside import adopted, count_for_nothing, words_said
from drillplanner.report.subject import Subject
from drillplanner.review.observation import (
    Confirmation,
    FreeMark,
    HeadCount,
    Hold,
    Observation,
    StatedOffset,
    SyncMark,
    Use,
)
from drillplanner.terms.document import Block, Column, Heading, Phrase, Prose, Row, Table
from drillplanner.terms.phrases import itemised, listed, place_said, reason_said
from drillplanner.terms.vocabulary import BOUNDS, CHAINS, MADE, OBSERVED


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
    if subject.inputs.free:
        yield Prose(count_for_nothing(len(subject.inputs.free)))
    yield from adopted(subject)
    yield from _amendments(subject)
    yield from _chains(subject)


def _entries(subject: Subject) -> Iterator[tuple[int, Row]]:
    log = subject.log
    for row in log.observations:
        yield row.number, _observation(subject, row)
    for free in subject.inputs.free:
        yield free.number, _free(subject, free)
    for mark in log.sync_marks:
        yield mark.number, _sync(subject, mark)
    for offset in log.offsets:
        yield offset.number, _offset(offset)
    for use in log.uses:
        ref = use.step if use.unit is None else f"{use.step}/{use.unit}"
        yield use.number, _decision(use, ref, pgettext("row of a log", "its time stands"))
    for word in log.confirmations:
        said = pgettext("row of a log", "confirmed")
        yield word.number, _decision(word, f"#{word.target}", said)
    for count in log.heads:
        yield count.number, _heads(count)
    for hold in log.holds:
        yield hold.number, _hold(subject, hold, hold.start_s, "!hold")
        if hold.stop_s is not None:
            yield hold.stop_number, _hold(subject, hold, hold.stop_s, "!resume")


def _observation(subject: Subject, row: Observation) -> Row:
    part = row.unit or row.option
    time: Phrase = outcome_said(row)
    if row.at_s is not None:
        time = subject.clock_reading(row.at_s, row.source, digits_of(row.at_s))
        if row.until_s is not None:
            last = subject.clock_reading(row.until_s, row.source, digits_of(row.until_s))
            time = _("{first} to {last}", first=time, last=last)
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


def _free(subject: Subject, mark: FreeMark) -> Row:
    return Row(
        (
            mark.source,
            "—"
            if mark.at_s is None
            else subject.clock_reading(mark.at_s, mark.source, digits_of(mark.at_s)),
            uncertainty_said(mark.variance_s2),
            words_said(subject, mark),
            OBSERVED[mark.observed],
            BOUNDS[mark.bound],
            MADE[subject.inputs.made.get(mark.place, "imported")],
            place_said(mark.place),
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


def _hold(subject: Subject, hold: Hold, at_s: Fraction, name: str) -> Row:
    time = subject.clock_reading(at_s, hold.source, 3)
    place = place_said(hold.place)
    note = place if hold in subject.counted_holds else _("{place}; does not count", place=place)
    return Row((hold.source, time, "", name, "", "", "", note))


def _decision(row: Use | Confirmation, ref: str, said: Text) -> Row:
    note = itemised([part for part in (row.note, place_said(row.place)) if part])
    return Row((row.source, said, "", ref, "", "", "", note))


def _heads(count: HeadCount) -> Row:
    ref = count.step if count.unit is None else f"{count.step}/{count.unit}"
    note = itemised([part for part in (count.note, place_said(count.place)) if part])
    said = _("{present} of {expected} present", present=count.present, expected=count.expected)
    return Row((count.source, said, "", ref, "", "", "", note))


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
    words = {
        "void": pgettext("amendment", "void"),
        "label": pgettext("amendment", "step changed"),
        "restore": pgettext("amendment", "restored"),
    }
    free = pgettext("amendment", "named in words")
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
            Row(
                (
                    a.source,
                    place_said(a.entry),
                    free if a.kind == "label" and not a.step else words[a.kind],
                    a.when,
                    a.author,
                    reason_said(a.reason),
                )
            )
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
