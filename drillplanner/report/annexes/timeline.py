"""Lay all logs side by side: one table on one clock for each group of tied clocks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from drillplanner.base.durations import uncertainty_shown
from drillplanner.base.texts import _
from drillplanner.report.annexes.log import too_long
from drillplanner.report.entry_words import outcome_said, reading_said, step_said
from drillplanner.report.subject import Subject
from drillplanner.review.observation import Hold, Observation
from drillplanner.terms.document import Block, Column, Heading, Prose, Row, Table
from drillplanner.terms.vocabulary import BOUNDS, OBSERVED


def merged_timeline(subject: Subject, annex: int) -> Iterator[Block]:
    """Make the annex of the merged timeline: one table for each group of tied clocks."""
    yield Heading(_("Merged timeline"), (annex,), is_annex=True)
    if subject.inputs.is_log_too_long:
        yield too_long(subject)
        return
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
                Row((step_said(subject, row), outcome_said(row), row.source))
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
    time = reading_said(subject, row, at_s, clock)
    if row.bound in ("at_most", "at_least"):
        time = _("{bound} {time}", bound=BOUNDS[row.bound], time=time)
    step = step_said(subject, row)
    if row.outcome == "failed":
        step = _("{step}: {outcome}", step=step, outcome=outcome_said(row))
    return Row((time, _spread(expanded), step, row.source, OBSERVED[row.observed]))


def _hold_rows(
    subject: Subject, hold: Hold, clock: str, place: int
) -> Iterator[tuple[Fraction, int, Row]]:
    counts = hold in subject.counted_holds
    for at_s, words in ((hold.start_s, _("drill paused")), (hold.stop_s, _("drill resumed"))):
        if at_s is not None:
            there = subject.alignment.carry(at_s, hold.source, clock).at_s
            time = subject.clock_reading(there, clock)
            said = words if counts else _("{what} (does not count)", what=words)
            yield there, place, Row((time, "", said, hold.source, ""), is_total=True)


def _spread(expanded: float) -> str:
    return uncertainty_shown(expanded)[0]
