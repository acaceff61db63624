"""Set out the targets: the table of section 3, and the bars of planned against actual."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from drillplanner.base.durations import duration, measured
from drillplanner.base.exact import exact
from drillplanner.base.texts import _
from drillplanner.plan.scenario import End, Target
from drillplanner.report.document import Bar, Column, Phrase, Row, Table
from drillplanner.report.losses import loss, points
from drillplanner.report.phrases import listed
from drillplanner.report.subject import Subject
from drillplanner.report.vocabulary import CLASSES, verdict_sign
from drillplanner.review.scorecard import EndResult, TargetResult


def target_table(subject: Subject) -> Table:
    """Make the table of targets: limit, measured ± U, verdict, points; below each its why."""
    rows = [_row(subject, n, t, r) for n, (t, r) in enumerate(subject.lines, 1)]
    return Table(
        (
            Column(_("No."), 0.6, "center"),
            Column(_("Target"), 4.2),
            Column(_("Limit"), 1.5, "right"),
            Column(_("Measured ± U"), 2.2, "right"),
            Column(_("Verdict"), 2.4),
            Column(_("Worth"), 0.95, "right"),
            Column(_("Points"), 0.95, "right"),
        ),
        (*rows, *_total(subject)),
    )


def _row(subject: Subject, number: int, target: Target, result: TargetResult) -> Row:
    share = subject.share(target, result)
    got = None if share is None or result.score is None else share * result.score / 100
    name: Phrase = subject.words(target.name)
    details: list[tuple[Phrase, Phrase]] = [
        (_("Start"), end_said(subject, target.start, result.start)),
        (_("Stop"), end_said(subject, target.stop, result.stop)),
    ]
    if target.source.text or target.source.url:
        details.append((_("Source of the limit"), source_said(subject, target)))
    if result.gross_s is not None and result.gross_s != result.elapsed_s:
        held = _("{gross} in all, with the time held", gross=duration(result.gross_s))
        details.append((_("Gross"), held))
    details.append((_("Points lost"), loss(target, result, subject.scoring, subject.names)))
    return Row(
        (
            str(number),
            (name, _("critical item")) if target.critical else name,
            (limit_said(target), CLASSES[target.source.class_]),
            measured_said(result),
            verdict_sign(result.verdict),
            "—" if share is None else points(share),
            "—" if got is None else points(got),
        ),
        tuple(details),
    )


def _total(subject: Subject) -> Sequence[Row]:
    if subject.card.whole.timed is None:
        return ()
    timed = points(subject.card.whole.timed)
    return (Row(("", _("Timed score, before any cap"), "", "", "", "100.0", timed), is_total=True),)


def limit_said(target: Target) -> Phrase:
    """Say a limit, or that it is open."""
    return _("open") if target.limit_s is None else duration(exact(target.limit_s))


def measured_said(result: TargetResult) -> Phrase:
    """Say what was measured, a dash where nothing was."""
    if result.elapsed_s is None:
        return "—"
    return measured(result.elapsed_s, result.expanded_uncertainty_s, result.bound)


def source_said(subject: Subject, target: Target) -> Phrase:
    """Say where a limit comes from, in its author's words."""
    if not target.source.text or not target.source.url:
        return subject.words(target.source.text) or target.source.url
    return _("{text} ({url})", text=subject.words(target.source.text), url=target.source.url)


def end_said(subject: Subject, end: End, result: EndResult) -> Phrase:
    """Say one end of a span: the step, when it was, and who saw it."""
    name = subject.names.end(end)
    if result.at_s is None:
        return _("{step}: no time recorded", step=name)
    return _(
        "{step}: {time} ({sources})",
        step=name,
        time=subject.clock_reading(result.at_s, result.clock),
        sources=listed(list(result.sources)),
    )


def bars(subject: Subject) -> tuple[Bar, ...]:
    """Make a bar a target: what was measured, as a multiple of its limit."""
    return tuple(_bar(subject, target, result) for target, result in subject.lines)


def _bar(subject: Subject, target: Target, result: TargetResult) -> Bar:
    sign = verdict_sign(result.verdict)
    label: Phrase = measured_said(result) if result.elapsed_s is not None else ""
    value = low = high = None
    if target.limit_s is not None and result.elapsed_s is not None:
        limit = exact(target.limit_s)
        value = max(Fraction(0), result.elapsed_s / limit)
        spread = (result.expanded_uncertainty_s or 0.0) / target.limit_s
        low, high = max(0.0, float(value) - spread), float(value) + spread
    return Bar(
        subject.words(target.name),
        limit_said(target),
        label,
        sign,
        value,
        low,
        high,
        target.critical,
    )
