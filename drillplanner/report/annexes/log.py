"""Print the raw log as it was made, its corrections and its hash chains."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from drillplanner.base.durations import number
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.report.entry_words import digits_of, entry_cells, outcome_said, uncertainty_said
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
from drillplanner.run.chain import check_code as last_code
from drillplanner.terms.document import Block, Column, Heading, Phrase, Prose, Row, Table
from drillplanner.terms.measured_words import counted_said
from drillplanner.terms.pack_words import WHAT_SIGNATURES_DO_NOT_SHOW
from drillplanner.terms.phrases import itemised, listed, place_said, reason_said
from drillplanner.terms.vocabulary import BOUNDS, CHAINS, MADE, OBSERVED


def raw_log(subject: Subject, annex: int) -> Iterator[Block]:
    """Make the annex of the raw log: every entry as it was made, corrections, chains."""
    yield Heading(_("Raw log and corrections"), (annex,), is_annex=True)
    if subject.inputs.is_log_too_long:
        yield too_long(subject)
    else:
        yield from _entry_table(subject)
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


def too_long(subject: Subject) -> Prose:
    """Say that a log is not printed, and where it stands."""
    rows = len(subject.log.observations) + len(subject.inputs.free)
    if subject.inputs.annex:
        return Prose(
            _(
                "The log has {rows} rows and is not printed; it stands as a table in {file}, "
                "beside this report.",
                rows=rows,
                file=subject.inputs.annex,
            )
        )
    return Prose(
        _("The log has {rows} rows and is not printed; it is exported as a table.", rows=rows)
    )


def _entry_table(subject: Subject) -> Iterator[Block]:
    recorded = subject.inputs.entries
    if recorded:
        yield Prose(
            _(
                "Every entry as it was made, on the clock of its own source; what was taken back "
                "is struck through."
            ),
            "note",
        )
        keepers: list[Phrase] = [
            _("{source}: {names}", source=source, names=listed(names))
            for source, names in subject.keepers.items()
            if names
        ]
        if keepers:
            yield Prose(_("Kept by {keepers}.", keepers=itemised(keepers)), "note")
    yield Table(
        (
            Column(_("No."), 0.75, "right"),
            Column(_("Source"), 1.5),
            Column(_("Reading"), 1.7, "right"),
            Column(_("u (s)"), 0.8, "right"),
            Column(_("Entry"), 3.4),
            Column(_("Observed"), 1.0),
            Column(_("Bound"), 1.1),
            Column(_("Made"), 1.0),
            Column(_("Note, place"), 2.4),
        ),
        (*entry_rows(subject), *table_rows(subject)),
        is_dense=True,
    )


def entry_rows(subject: Subject) -> tuple[Row, ...]:
    """Give a row for each entry of the recorded log, in its order."""
    return tuple(
        Row((str(n), *entry_cells(subject, one)), is_struck=one.voided_by is not None)
        for n, one in enumerate(subject.inputs.entries, 1)
    )


def table_rows(subject: Subject) -> tuple[Row, ...]:
    """Give a row for what tables said, numbered behind the entries of the recorded log."""
    known = {one.entry.id for one in subject.inputs.entries}
    rows = sorted(
        ((order, row) for order, place, row in _all(subject) if place not in known),
        key=lambda item: item[0],
    )
    return tuple(Row((str(n), *row.cells)) for n, (_order, row) in enumerate(rows, len(known) + 1))


def _all(subject: Subject) -> Iterator[tuple[int, str, Row]]:
    log = subject.log
    for row in log.observations:
        yield row.number, row.place, _observation(subject, row)
    for free in subject.inputs.free:
        yield free.number, free.place, _free(subject, free)
    for mark in log.sync_marks:
        yield mark.number, mark.place, _sync(subject, mark)
    for offset in log.offsets:
        yield offset.number, offset.place, _offset(offset)
    for use in log.uses:
        ref = subject.names.reference(use.step if use.unit is None else f"{use.step}/{use.unit}")
        said = pgettext("row of a log", "its time stands")
        yield use.number, use.place, _decision(use, ref, said)
    for word in log.confirmations:
        said = pgettext("row of a log", "confirmed")
        name = subject.names.target(word.target)
        yield word.number, word.place, _decision(word, name, said)
    for count in log.heads:
        yield count.number, count.place, _heads(subject, count)
    for hold in log.holds:
        yield hold.number, hold.place, _hold(subject, hold, hold.start_s, _("drill paused"))
        if hold.stop_s is not None:
            yield (
                hold.stop_number,
                hold.place,
                _hold(subject, hold, hold.stop_s, _("drill resumed")),
            )


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
            subject.names.reference(f"{row.step}/{part}" if part else row.step),
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
            _("Sync mark {name}", name=mark.name),
            "",
            "",
            made,
            place_said(mark.place),
        )
    )


def _hold(subject: Subject, hold: Hold, at_s: Fraction, name: Text) -> Row:
    time = subject.clock_reading(at_s, hold.source, 3)
    place = place_said(hold.place)
    note = place if hold in subject.counted_holds else _("{place}; does not count", place=place)
    return Row((hold.source, time, "", name, "", "", "", note))


def _decision(row: Use | Confirmation, ref: Phrase, said: Text) -> Row:
    note = itemised([part for part in (row.note, place_said(row.place)) if part])
    return Row((row.source, said, "", ref, "", "", "", note))


def _heads(subject: Subject, count: HeadCount) -> Row:
    ref = subject.names.reference(count.ref)
    note = itemised([part for part in (count.note, place_said(count.place)) if part])
    return Row((count.source, counted_said(count.heads), "", ref, "", "", "", note))


def _offset(offset: StatedOffset) -> Row:
    said = _("{seconds} s", seconds=number(offset.offset_s, 3))
    name = _("difference to {source}", source=offset.other)
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


def _amendments(subject: Subject) -> Iterator[Block]:
    # Of a recorded log every correction is an entry in the table above.
    if not subject.inputs.amendments or subject.inputs.entries:
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
                Column(_("Check code"), 1.4),
                Column(_("Last hash (SHA-256)"), 4),
                Column(_("State"), 2),
            ),
            tuple(
                Row(
                    (
                        chain.source,
                        str(chain.entries),
                        last_code(chain.last_hash),
                        chain.last_hash,
                        _state(subject, chain),
                    )
                )
                for chain in subject.inputs.chains
            ),
            caption=_("Hash chains of the log"),
            is_dense=True,
        )
    else:
        yield Prose(_("The log came as tables without hash chains; their bytes were not sealed."))
    yield Prose(_("Report code of these records and this score: {code}", code=check_code(subject)))
    if subject.inputs.entries:
        yield Prose(WHAT_SIGNATURES_DO_NOT_SHOW)


def _state(subject: Subject, chain: Chain) -> Phrase:
    said = CHAINS[chain.state]
    if not chain.break_at:
        return said
    return _("{state} (at {place})", state=said, place=subject.place(chain.break_at))
