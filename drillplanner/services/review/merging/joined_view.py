"""Say what joining came to, in sections: sources, one time line, keepers' agreement, proposals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from drillplanner.base.durations import number, signed, uncertainty_shown
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.plan.model import Criterion
from drillplanner.report.subject import Subject
from drillplanner.review.keepers.agreement import (
    Kappa,
    TimeAgreement,
    cohen_kappa,
    fleiss_kappa,
    times_agree,
)
from drillplanner.review.points.ratings import choices
from drillplanner.services.review.merging.time_line import (
    LineEntry,
    LinePoint,
    Reason,
    SourceLine,
    TimeLine,
    time_line,
)
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.review.view_models import Asked, Choice, Section
from drillplanner.terms.document import Column, Phrase, Row, Sign, Table
from drillplanner.terms.phrases import listed, place_said
from drillplanner.terms.vocabulary import CONFLICTS

#: An instant without a name is proposed for a step that another source saw within this, in
#: seconds. House value, class D: keepers of one act differ by a few seconds.
PROPOSED_WITHIN_S = 10

_REASONS: Mapping[Reason, Text] = {
    "alone": pgettext("part of an entry", "used: nobody else saw it"),
    "decided": pgettext("part of an entry", "used: a person chose it"),
    "mean": pgettext("part of an entry", "used: one of the two that make the mean"),
    "middle": pgettext("part of an entry", "used: in the middle of all"),
    "weighed": pgettext("part of an entry", "used: weighed with the others"),
    "edge": pgettext("part of an entry", "used: the nearest edge"),
    "no_time": pgettext("part of an entry", "used: says so without a time"),
    "later": pgettext("part of an entry", "set aside: this source had it before"),
    "radio": pgettext("part of an entry", "set aside: somebody saw it, this was heard"),
    "bounded": pgettext("part of an entry", "set aside: an exact time stands before a bound"),
    "further": pgettext("part of an entry", "set aside: another edge is nearer"),
    "outweighed": pgettext("part of an entry", "set aside: a surer word stands before it"),
    "not_tied": pgettext("part of an entry", "set aside: its clock is not tied to the drill's"),
    "chosen": pgettext("part of an entry", "set aside: a person chose another source"),
    "branch": pgettext("part of an entry", "set aside: the branch was left"),
    "void": pgettext("part of an entry", "superseded: taken back"),
    "label": pgettext("part of an entry", "superseded: named anew"),
}
_STANDINGS: Mapping[str, Sign] = {
    "drill_clock": Sign("disc", pgettext("clock", "the drill's clock")),
    "tied": Sign("disc", pgettext("clock", "tied")),
    "chained": Sign("ring", pgettext("clock", "tied over another")),
    "untied": Sign("triangle", pgettext("clock", "not tied")),
    "no_clock": Sign("dash", pgettext("clock", "no time of its own")),
}


@dataclass(frozen=True, slots=True)
class JoinedView:
    """The sections, and what a named person can decide at their rows."""

    sections: tuple[Section, ...]
    asked: Mapping[str, Asked] = field(default_factory=dict)


def joined_view(review: DrillReview) -> JoinedView:
    """Lay out a round as it was joined."""
    subject = Subject(review.inputs)
    of_round = [one for one in review.recorded.entries if one.entry.round == review.round]
    line = time_line(subject, of_round)
    asked = {
        _key(point): Asked(choices)
        for point in line.points
        if (choices := tuple(_choices(point))) and not point.chosen
    }
    sections = (
        _sources(line),
        _line(subject, line),
        _proposals(subject, review),
        _agreement(subject, line),
        _ratings(review),
    )
    return JoinedView(tuple(one for one in sections if one is not None), asked)


# -- sources --------------------------------------------------------------------------------


def _sources(line: TimeLine) -> Section:
    columns = (
        Column(_("Source"), 2),
        Column(_("Clock"), 2.2),
        Column(_("Entries"), 0.9, "right"),
        Column(_("To be added"), 1.4, "right"),
        Column(_("Drift"), 1.2, "right"),
        Column("U", 1.1, "right"),
        Column(_("With one more mark"), 1.6, "right"),
        Column(_("Doubts"), 3),
    )
    words = (
        _(
            "All times below are on the clock of {source}. U is where the source was last used; "
            "one more mark that both press, such as at the debriefing, would make it what stands "
            "beside it.",
            source=line.clock or "–",
        ),
    )
    return Section(
        "sources", _("Sources"), words, Table(columns, tuple(_source(one) for one in line.sources))
    )


def _source(one: SourceLine) -> Row:
    kinds = dict.fromkeys(conflict.kind for conflict in one.doubts)
    doubts = listed([CONFLICTS[kind] for kind in kinds]) if kinds else ""
    return Row(
        (
            one.source,
            _STANDINGS[one.standing],
            str(one.entries),
            "" if one.offset_s is None else _signed(one.offset_s),
            "" if one.drift_ppm is None else f"{signed(one.drift_ppm, 0)} ppm",
            _seconds(one.expanded_s),
            _seconds(one.one_more_s),
            doubts,
        )
    )


# -- the time line --------------------------------------------------------------------------


def _line(subject: Subject, line: TimeLine) -> Section:
    columns = (
        Column(_("Time"), 1.9),
        Column("± U", 1, "right"),
        Column(_("What happened"), 4),
        Column(_("Spread"), 1, "right"),
        Column(_("Source"), 1.6),
        Column(_("Its own time"), 1.6),
        Column(_("What became of it"), 4),
    )
    rows: list[Row] = []
    keys: list[str] = []
    for point in line.points:
        rows.append(_point(subject, point))
        keys.append(_key(point))
        if len(point.entries) > 1 or any(one.fate != "used" for one in point.entries):
            for place, entry in enumerate(point.entries):
                rows.append(_entry(subject, entry))
                keys.append(f"row:{_key(point)}:{place}")
    for place, entry in enumerate(line.superseded):
        rows.append(_entry(subject, entry))
        keys.append(f"row:superseded:{place}")
    words = () if rows else (_("Nobody gave a time of any step."),)
    return Section(
        "line",
        _("One time line"),
        words,
        Table(columns, tuple(rows)) if rows else None,
        tuple(keys),
    )


def _point(subject: Subject, point: LinePoint) -> Row:
    factor = float(subject.scoring.coverage_factor)
    at: Phrase = "–"
    if point.at_s is not None:
        at = subject.clock_reading(point.at_s, subject.drill_clock)
        if point.bound != "exact":
            at = _("{time} ({bound})", time=at, bound=_BOUNDS.get(point.bound, point.bound))
    name = subject.names.reference(_ref(point))
    made: Phrase = _("disputed") if point.is_disputed else ""
    if point.chosen:
        made = _("a person chose {source}", source=point.chosen)
    elif not point.is_disputed and len(point.entries) == 1:
        made = _REASONS[point.entries[0].reason]
    return Row(
        (
            at,
            "" if point.u_s is None else uncertainty_shown(factor * point.u_s)[0],
            name,
            "" if point.spread_s is None else number(point.spread_s, 1),
            ", ".join(point.sources),
            "",
            made,
        ),
        is_total=True,
    )


_BOUNDS: Mapping[str, Text] = {
    "at_most": pgettext("bound", "or before"),
    "at_least": pgettext("bound", "or later"),
    "between": pgettext("bound", "at the latest"),
}


def _entry(subject: Subject, one: LineEntry) -> Row:
    at: Phrase = ""
    if one.at_s is not None:
        at = _("    {time}", time=subject.clock_reading(one.at_s, subject.drill_clock))
    own = "" if one.own_s is None else subject.clock_reading(one.own_s, one.source)
    factor = float(subject.scoring.coverage_factor)
    return Row(
        (
            at,
            "" if one.own_s is None else uncertainty_shown(factor * one.u_s)[0],
            _("    {place}", place=place_said(one.place)),
            "",
            one.source,
            own,
            _REASONS[one.reason],
        )
    )


def _choices(point: LinePoint) -> Iterator[Choice]:
    timed = dict.fromkeys(one.source for one in point.entries if one.own_s is not None)
    for source in timed if len(timed) > 1 else ():
        words = _("The time of {source} stands", source=source)
        yield Choice(words, "use", _ref(point), source)


def _ref(point: LinePoint) -> str:
    return point.step if point.unit is None else f"{point.step}/{point.unit}"


def _key(point: LinePoint) -> str:
    return f"row:{_ref(point)}"


# -- instants without a name ------------------------------------------------------------------


def _proposals(subject: Subject, review: DrillReview) -> Section | None:
    """Propose, for an instant that nobody named, the step another source saw nearest to it."""
    clock = subject.drill_clock
    waiting = [one for one in review.free if one.step is None and one.at_s is not None]
    if clock is None or not waiting:
        return None
    group = subject.alignment.group(clock)
    seen = [
        (subject.alignment.read(row.at_s, row.source, clock), row)
        for row in subject.log.observations
        if row.at_s is not None and subject.alignment.group(row.source) == group
    ]
    rows = []
    for mark in waiting:
        at_s = mark.at_s
        if at_s is None or subject.alignment.group_of(mark.source) != group:
            continue
        here = subject.alignment.read(at_s, mark.source, clock)
        near = [(abs(at - here), row) for at, row in seen if row.source != mark.source]
        apart, best = min(near, key=lambda one: one[0], default=(None, None))
        proposed: Phrase = _("no step is near it")
        if apart is not None and best is not None and apart <= PROPOSED_WITHIN_S:
            ref = best.step if best.unit is None else f"{best.step}/{best.unit}"
            proposed = _(
                "{step}, seen by {source} {apart} s apart",
                step=subject.names.reference(ref),
                source=best.source,
                apart=number(apart, 1),
            )
        rows.append(Row((subject.clock_reading(here, clock), mark.source, proposed)))
    if not rows:
        return None
    columns = (Column(_("Time"), 1.8), Column(_("Source"), 1.8), Column(_("Perhaps"), 6))
    words = (_("Nothing is named by itself: “Organise free play” above gives each its step."),)
    return Section("proposals", _("Instants without a name"), words, Table(columns, tuple(rows)))


# -- agreement ------------------------------------------------------------------------------


def _agreement(subject: Subject, line: TimeLine) -> Section | None:
    tolerance = float(subject.scoring.conflict_s)
    times: dict[str, dict[str, Fraction]] = {}
    for point in line.points:
        for one in point.entries:
            is_own = one.at_s is not None and one.bound == "exact" and one.outcome == "time"
            if is_own and one.at_s is not None and one.reason != "later":
                times.setdefault(one.source, {})[_ref(point)] = one.at_s
    rows = []
    for first, second in combinations(times, 2):
        both = times[first].keys() & times[second].keys()
        apart = [float(times[first][ref] - times[second][ref]) for ref in sorted(both)]
        found = times_agree(apart, tolerance)
        if found is not None:
            rows.append(_agreed(first, second, found))
    if not rows:
        return None
    columns = (
        Column(_("Keepers"), 3),
        Column(_("Seen by both"), 1.2, "right"),
        Column(_("Median difference"), 1.6, "right"),
        Column(_("Mean"), 1.2, "right"),
        Column(_("Within {seconds} s", seconds=number(exact(tolerance), 1)), 1.4, "right"),
        Column(_("Limits of agreement (95 %)"), 2.4, "right"),
    )
    words = (
        _(
            "First minus second, on the drill's clock; a constant difference may be the clocks' "
            "(Bland and Altman)."
        ),
    )
    return Section("agreement", _("How keepers agree"), words, Table(columns, tuple(rows)))


def _agreed(first: str, second: str, found: TimeAgreement) -> Row:
    limits = "–"
    if found.low_s is not None and found.high_s is not None:
        limits = f"{signed(found.low_s, 2)} … {signed(found.high_s, 2)} s"
    return Row(
        (
            f"{first} – {second}",
            str(found.count),
            f"{signed(found.median_s, 2)} s",
            f"{signed(found.mean_s, 2)} s",
            f"{number(100 * found.share_within, 0)} %",
            limits,
        )
    )


def _ratings(review: DrillReview) -> Section | None:
    """Measure evaluators' agreement on criteria that are rated on one and the same scale."""
    found = rating_agreement(review)
    if found is None:
        return None
    evaluators, things, kappa = found
    said: Text = ngettext(
        "{count} evaluator, criteria rated by all: {things}; κ = {kappa}",
        "{count} evaluators, criteria rated by all: {things}; κ = {kappa}",
        evaluators,
        things=things,
        kappa=number(kappa.kappa, 2),
    )
    words: list[Phrase] = [said]
    if kappa.low is not None and kappa.high is not None:
        words.append(
            _("95 % between {low} and {high}", low=number(kappa.low, 2), high=number(kappa.high, 2))
        )
    return Section("ratings", _("How evaluators agree"), tuple(words))


def rating_agreement(review: DrillReview) -> tuple[int, int, Kappa] | None:
    """Give how many evaluators rated how many criteria all, and their kappa: Cohen's or Fleiss'."""
    ratings = review.decisions.ratings
    by_criterion: dict[str, dict[str, str]] = {}
    for one in ratings:
        by_criterion.setdefault(one.criterion, {})[one.evaluator] = one.rating
    evaluators = sorted({one.evaluator for one in ratings})
    if len(evaluators) < 2:  # noqa: PLR2004 - one agrees with nobody
        return None
    rated: list[tuple[Criterion, dict[str, str]]] = [
        (criterion, by_criterion[criterion.id])
        for criterion in review.script.criteria
        if len(by_criterion.get(criterion.id, {})) == len(evaluators)
        and choices(criterion.scale) == choices(review.script.criteria[0].scale)
    ]
    scale = choices(review.script.criteria[0].scale) if review.script.criteria else ()
    known = [(one, given) for one, given in rated if set(given.values()) <= set(scale)]
    if not known:
        return None
    place = {rating: number for number, rating in enumerate(scale)}
    if len(evaluators) == 2:  # noqa: PLR2004 - two have Cohen's
        table = [[0] * len(scale) for _row in scale]
        for _criterion, given in known:
            table[place[given[evaluators[0]]]][place[given[evaluators[1]]]] += 1
        kappa = cohen_kappa(table)
    else:
        counts = [
            [sum(rating == one for one in given.values()) for rating in scale]
            for _criterion, given in known
        ]
        kappa = fleiss_kappa(counts)
    return None if kappa is None else (len(evaluators), len(known), kappa)


def _signed(seconds: Fraction) -> str:
    return f"{signed(seconds, 2)} s"


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{uncertainty_shown(value)[0]} s"
