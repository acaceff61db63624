"""The table of targets in section 3: planned against actual, points, and why they were lost."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from drillplanner.base.durations import duration, number
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _
from drillplanner.plan.model import End, LimitSource, Scoring, Target
from drillplanner.report.subject import Subject
from drillplanner.review.rules import FAILED
from drillplanner.review.scorecard import EndResult, TargetResult
from drillplanner.review.verdicts import Verdict
from drillplanner.terms.document import Bar, Column, Phrase, Row, Table
from drillplanner.terms.measured_words import measured_said
from drillplanner.terms.phrases import Names, listed, sentences
from drillplanner.terms.step_notes import extra_notes, source_notes, source_text
from drillplanner.terms.vocabulary import CLASS_LETTERS, DOUBTS, verdict_sign


def points(value: Fraction) -> str:
    """Write points as people read them, to a tenth."""
    return number(value, 1)


def loss(target: Target, result: TargetResult, scoring: Scoring, names: Names) -> Phrase:
    """Say why a target lost points, or why it is not scored; a met one lost none."""
    said = [_why(target, result, scoring, names)]
    if target.critical and result.verdict in FAILED:
        said.append(_("Critical: the total is limited to {cap}.", cap=_plain(scoring.cap)))
    said += [_("In doubt: {doubt}.", doubt=DOUBTS[doubt]) for doubt in result.doubts]
    return sentences(said)


#: What is said of verdicts whose reason is the same for every target.
_SAID: Mapping[Verdict, Text] = {
    "met": _("None lost."),
    "recorded": _("No limit: recorded, not scored."),
    "not_applicable": _("Does not apply to this drill; not scored."),
    "untied": _("Start and stop are on clocks that were not tied: not judged, not scored."),
    "interrupted": _(
        "The drill was paused inside this span: not scored unless a person admits it."
    ),
    "out_of_order": _("The stop is before the start: not scored until a person confirms it."),
    "no_time_passed": _(
        "Start and stop were written down as one instant: not scored until a person confirms it."
    ),
}


def _why(target: Target, result: TargetResult, scoring: Scoring, names: Names) -> Phrase:
    match result.verdict:
        case "not_performed":
            return _with_named(_("Not performed: 0 points."), result.stop, names)
        case "not_achieved":
            return _with_named(_("Tried without effect: 0 points."), result.stop, names)
        case "not_recorded":
            return _unrecorded(result, names)
        case "too_close" | "disputed" as verdict:
            close = verdict == "too_close"
            return _close(target, result, scoring) if close else _disputed(target, result)
        case verdict if verdict == "met" or (verdict in _SAID and result.score is None):
            return _SAID[verdict]
    return _over(target, result, scoring)


def _close(target: Target, result: TargetResult, scoring: Scoring) -> Phrase:
    if result.score is None:
        return _("The time is only known within bounds that hold the limit: not scored.")
    if result.score == 100:  # noqa: PLR2004 - full points
        return _("Too close to the limit to call; scored as measured, none lost.")
    return sentences(
        [_("Too close to the limit to call; scored as measured."), _over(target, result, scoring)]
    )


def _disputed(target: Target, result: TargetResult) -> Phrase:
    """Say that it hangs on whose time is taken only where the limit lies between their times."""
    least, greatest = result.least_s, result.greatest_s
    if target.limit_s is None or least is None or greatest is None:
        is_between = True
    else:
        is_between = least <= exact(target.limit_s) < greatest
    if is_between:
        return _(
            "Observers contradict each other, and the verdict hangs on whose time is taken: not "
            "scored until a named person decides."
        )
    return _(
        "Observers contradict each other by so much that their times together do not give a sure "
        "verdict, though all of them lie on one side of the limit: not scored until a named "
        "person decides."
    )


def _over(target: Target, result: TargetResult, scoring: Scoring) -> Phrase:
    """Say how far over the limit a measured time lies and which part of the rule applied."""
    if target.limit_s is None or result.elapsed_s is None or result.score is None:
        return ""
    limit = exact(target.limit_s)
    over = result.elapsed_s - limit
    if over <= 0:
        return _("None lost.")
    excess = duration(over, max(1, _places(over)))
    got = points(result.score)
    if result.elapsed_s <= limit * exact(scoring.half_ratio):
        return _(
            "{excess} over the limit: 100 to {half} points in a line up to {ratio} times the "
            "limit, {points} left.",
            excess=excess,
            half=_plain(scoring.half_score),
            ratio=_plain(scoring.half_ratio),
            points=got,
        )
    if result.elapsed_s < limit * exact(scoring.zero_ratio):
        return _(
            "{excess} over the limit: {half} to 0 points in a line from {ratio} to {zero} times "
            "the limit, {points} left.",
            excess=excess,
            half=_plain(scoring.half_score),
            ratio=_plain(scoring.half_ratio),
            zero=_plain(scoring.zero_ratio),
            points=got,
        )
    return _(
        "{excess} over the limit, {zero} times the limit or more: 0 points.",
        excess=excess,
        zero=_plain(scoring.zero_ratio),
    )


def _places(over: Fraction) -> int:
    """Show a very small excess with the decimals it needs: 0.03 s over is not 0.0 s."""
    for places in range(1, 3):
        if over * 10**places >= 1:
            return places
    return 3


def excess_said(target: Target, result: TargetResult) -> Phrase:
    """Say by how much a missed limit was exceeded; of bounds and disputes, by at least how much.

    What is called the least is what is left of it once U is taken off: no less was shown.
    """
    if target.limit_s is None or result.elapsed_s is None:
        return ""
    ends = (result.least_s, result.elapsed_low_s, result.elapsed_s)
    least = min(end for end in ends if end is not None)
    over = least - exact(target.limit_s)
    is_least = least < result.elapsed_s or result.bound == "at_least"
    if is_least and result.expanded_uncertainty_s is not None:
        over -= exact(result.expanded_uncertainty_s)
        # Cut off, for rounding up would claim more.
        over = Fraction(math.floor(over * 10), 10)
    if over <= 0:
        return ""
    said = duration(over, max(1, _places(over)))
    return _("at least {excess}", excess=said) if is_least else said


def _unrecorded(result: TargetResult, names: Names) -> Phrase:
    absent: list[Phrase] = []
    if result.start.at_s is None or result.start.named:
        absent.append(_named_or(result.start, _("the start"), names))
    if result.stop.at_s is None or result.stop.named:
        absent.append(_named_or(result.stop, _("the stop"), names))
    if not absent:
        return _("Not recorded: not scored, and the record is the less complete.")
    return _(
        "Not recorded: {absent}. Not scored, and the record is the less complete.",
        absent=listed(absent),
    )


def _named_or(end: EndResult, otherwise: Text, names: Names) -> Phrase:
    if not end.named:
        return otherwise
    return _(
        "{end} ({members})", end=otherwise, members=listed([names.reference(r) for r in end.named])
    )


def _with_named(said: Text, end: EndResult, names: Names) -> Phrase:
    if not end.named:
        return said
    members = listed([names.reference(ref) for ref in end.named])
    return sentences([said, _("Concerns: {members}.", members=members)])


def _plain(value: float) -> str:
    return f"{value:g}"


def target_table(subject: Subject) -> Table:
    """Make the table of targets: limit, measured ± U, verdict, points; below each its why."""
    rows = [_row(subject, n, t, r) for n, (t, r) in enumerate(subject.lines, 1)]
    return Table(
        (
            Column(_("No."), 0.55, "center"),
            Column(_("Target"), 3.3),
            Column(_("Limit"), 1.5, "right"),
            Column(_("Share of the limit"), 1.7),
            Column(_("Measured ± U"), 2.7, "right"),
            Column(_("Verdict"), 2.8),
            Column(_("Points of max"), 1.2, "right"),
        ),
        (*rows, *_total(subject)),
    )


def _row(subject: Subject, number: int, target: Target, result: TargetResult) -> Row:
    share = subject.share(target, result)
    got = None if share is None or result.score is None else share * result.score / 100
    name: Phrase = subject.words(target.name)
    return Row(
        (
            str(number),
            (name, _("critical item")) if target.critical else name,
            _class_said(target),
            _bar(subject, target, result),
            measured_said(target, result),
            verdict_sign(result.verdict, result.bound),
            "—" if share is None or got is None else f"{points(got)}/{points(share)}",
        ),
        (
            *(() if is_plain(result) else _details(subject, target, result)),
            *objections_said(subject, target.id),
        ),
    )


def objections_said(subject: Subject, row: str) -> Iterator[tuple[Phrase, Phrase]]:
    """Say what organisations object to a row, and what the evaluation group answered."""
    for one in subject.inputs.objections:
        if one.subject != row:
            continue
        yield (
            _("Objection"),
            _(
                "{organisation} ({name}, {day}): {words}",
                organisation=one.organisation,
                name=one.by,
                day=one.day,
                words=one.text,
            ),
        )
        for text, by, day in one.answers:
            yield _("Answer"), _("{words} ({name}, {day})", words=text, name=by, day=day)
        if not one.answers:
            yield _("Answer"), _("not answered yet; the verdict stands")


def is_plain(result: TargetResult) -> bool:
    """Tell whether a result needs no words: met or recorded, and nothing doubts it."""
    return result.verdict in ("met", "recorded", "not_applicable") and not result.doubts


#: What stands for the class of a limit whose source says nothing.
UNTOLD: Final = _("source not told")


def is_claimed(source: LimitSource) -> bool:
    """Tell whether a source is named by its class alone: nothing says which text that is."""
    words = source.text
    told = words.strip() if isinstance(words, str) else any(w.strip() for w in words.values())
    return source.class_ != "D" and not told


def _class_said(target: Target) -> Phrase:
    if target.limit_s is None:
        return limit_said(target)
    if is_claimed(target.source):
        return _("{limit} ({class_})", limit=limit_said(target), class_=UNTOLD)
    return _(
        "{limit} ({class_})", limit=limit_said(target), class_=CLASS_LETTERS[target.source.class_]
    )


def _details(
    subject: Subject, target: Target, result: TargetResult
) -> Iterator[tuple[Phrase, Phrase]]:
    yield _("Start"), end_said(subject, target.start, result.start)
    yield _("Stop"), end_said(subject, target.stop, result.stop)
    if source_said(subject, target):
        yield _("Source of the limit"), source_said(subject, target)
    yield from source_notes(subject.names, target.source, with_clause=False)
    yield from extra_notes(target.extra)
    if result.gross_s is not None and result.gross_s != result.elapsed_s:
        held = _("{gross} including pauses", gross=duration(result.gross_s))
        yield _("Including pauses"), held
    yield _("Points lost"), loss(target, result, subject.scoring, subject.names)


def _total(subject: Subject) -> Sequence[Row]:
    if subject.card.whole.timed is None:
        return ()
    timed = points(subject.card.whole.timed)
    return (
        Row(
            ("", _("Timed score, before any cap"), "", "", "", "", f"{timed}/100.0"), is_total=True
        ),
    )


def limit_said(target: Target) -> Phrase:
    """Say a limit, or that it is open."""
    return _("none") if target.limit_s is None else duration(exact(target.limit_s))


def source_said(subject: Subject, target: Target) -> Phrase:
    """Say where a limit comes from, in its author's words."""
    text = source_text(subject.names, target.source)
    if not text or not target.source.url:
        return text or target.source.url
    return _("{text} ({url})", text=text, url=target.source.url)


def end_said(subject: Subject, end: End, result: EndResult) -> Phrase:
    """Say one end of a span: the step, when it was, and who saw it."""
    name = subject.names.end(end)
    if result.at_s is None:
        return _("{step}: no time recorded", step=name)
    return _(
        "{step}: {time} ({sources})",
        step=name,
        time=subject.drill_time(result.at_s, result.clock),
        sources=listed(list(result.sources)),
    )


def bars(subject: Subject) -> tuple[Bar, ...]:
    """Make a bar a target: what was measured, as a multiple of its limit."""
    return tuple(_bar(subject, target, result) for target, result in subject.lines)


def _bar(subject: Subject, target: Target, result: TargetResult) -> Bar:
    sign = verdict_sign(result.verdict, result.bound)
    label: Phrase = measured_said(target, result) if result.elapsed_s is not None else ""
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
