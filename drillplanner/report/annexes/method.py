"""Print the method: the rules in words, every parameter, and what this drill's numbers rest on.

The sentences name verdicts, constants and parameters from drillplanner.review.rules and the
script's scoring, which the engine itself reads: text and rules cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields

from drillplanner.base.texts import Text, _
from drillplanner.plan.model import End, FirstOf, Scoring, Target, refs, split_ref
from drillplanner.report.subject import Subject
from drillplanner.review.rules import (
    COMPARISON_S,
    DEVIATION,
    DRIFT_CONFLICT_PPM,
    FAILED,
    MEDIAN_U,
    RESIDUAL_U,
    RULES,
    SOURCED,
    UNDECIDED,
    WEAK_TIE_S,
    WORTH,
    Worth,
)
from drillplanner.review.scorecard import TargetResult
from drillplanner.review.verdicts import Verdict
from drillplanner.terms.document import Block, Facts, Heading, Phrase, Prose
from drillplanner.terms.phrases import itemised, listed, percent, sentences
from drillplanner.terms.vocabulary import CLASSES, GRADES, VERDICTS


def method_annex(subject: Subject, annex: int) -> Iterator[Block]:
    """Make the annex on method: the formulas in words, every parameter, the rules' version."""
    yield Heading(_("Method and parameters"), (annex,), is_annex=True)
    if subject.card.rules != RULES:
        said = _(
            "This scorecard was issued under rules {old} and stands as it was issued; what "
            "follows are rules {new}.",
            old=subject.card.rules,
            new=RULES,
        )
        yield Prose(said)
    for rule in (*_measuring(subject.scoring), *_scoring(subject.scoring)):
        yield Prose(rule, "item")
    for remark in _of_this_drill(subject):
        yield Prose(remark, "item")
    yield Facts(tuple(_parameters(subject)))
    yield Prose(_sources(), "note")


#: More members than this are several, of whose last one something is to be said.
_FEW_MEMBERS = 3


# -- the rules ------------------------------------------------------------------------------------


def _measuring(scoring: Scoring) -> Iterator[Phrase]:
    yield _(
        "Span: d = stop − start, on the start's clock, less the time the drill was held inside it. "
        "u² = u²(start) + u²(stop) + u²(tie); U = {factor}u.",
        factor=_plain(scoring.coverage_factor),
    )
    yield _(
        "U covers what the stated uncertainties cover. A press made late in a moment of "
        "inattention, and another idea of when an act is done, are not in it unless the step has a "
        "u of its own; one observer alone cannot show either."
    )
    yield _(
        "Several observers of one step: a time seen, on video or in a record comes before one "
        "called by radio, an exact time before a bound. Two: the mean weighted by 1/u², its u the "
        "greater of the weights' own and of what their difference shows (Birge). Three or more: "
        "the weighted median, its u the greater of its entry's own and {median} × {deviation} × b "
        "× MAD/√n. How sure anyone can be when the act was done is added once, after that.",
        median=_plain(float(MEDIAN_U)),
        deviation=_plain(float(DEVIATION)),
    )
    yield _(
        "Observers further apart than {spread} s + U put a step in dispute: a verdict then stands "
        "only where every one of their readings shares it, until a named person decides whose "
        "time stands.",
        spread=_plain(scoring.conflict_s),
    )
    yield _(
        "Bounds alone make an interval from the greatest lower to the least upper bound. The "
        "earliest of several, some of them not recorded, is known at the latest only."
    )
    yield _(
        "Clocks are tied by sync marks that both made, by a stated difference, or by a chain of "
        "such ties, never by a step that both saw. A tie by marks adds {drift} ppm of the time "
        "from the nearest mark.",
        drift=_plain(scoring.drift_ppm),
    )
    yield _(
        "Named as a conflict: a drift over {drift} ppm, a mark over {residual} of its u off its "
        "tie, other marks that pair better, a comparison of the clocks that contradicts the tie by "
        "over {comparison} s + U, and a tie at one end only that is used over {weak} min away.",
        drift=DRIFT_CONFLICT_PPM,
        residual=RESIDUAL_U,
        comparison=COMPARISON_S,
        weak=WEAK_TIE_S // 60,
    )
    yield _(
        "Holds: where the control post held the drill, its holds alone count; else, of holds of "
        "several laptops that overlap, the one that began first. A hold counts where it overlaps "
        "a span by more than U of the overlap; once admitted, the u of its two presses and of its "
        "tie is part of the span's."
    )


def _scoring(scoring: Scoring) -> Iterator[Phrase]:
    yield _(
        "Verdict: met if d + U ≤ limit; missed if d − U > limit; else too close to call. With "
        "times known only as bounds, both ends of the interval are tested in the same way. Before "
        "that, the first of these that applies: {verdicts}.",
        verdicts=_verdicts(_before_measuring()),
    )
    yield _(
        "Points of a target ({curve}): 100 up to the limit; in a line to {half} at {half_ratio} "
        "times the limit; in a line to 0 at {zero_ratio} times; 0 beyond. The same as measured, "
        "but none where only bounds are known: {measured}. 0 points: {nothing}. No points: "
        "{unscored}.",
        curve=_verdicts(_worth("curve")),
        half=_plain(scoring.half_score),
        half_ratio=_plain(scoring.half_ratio),
        zero_ratio=_plain(scoring.zero_ratio),
        measured=_verdicts(_worth("measured")),
        nothing=_verdicts(_worth("nothing")),
        unscored=_verdicts((*_worth("unscored"), *_worth("outside"))),
    )
    yield _(
        "Timed score: sum of weight × points over sum of weights of the scored targets. Score: "
        "{timed} × timed + {rated} × rated; where only one exists, that one.",
        timed=_plain(scoring.share_timed),
        rated=_plain(round(1 - scoring.share_timed, 6)),
    )
    yield _(
        "Completeness of records: weight of the scored targets over weight of the targets that "
        "have a limit and apply. Under {least}% no grade is suggested.",
        least=_plain(scoring.min_coverage * 100),
    )
    yield _(
        "A critical target with the verdict {failed}, a critical order broken, or a critical item "
        "that every evaluator rated 0 limits its owner's score to {cap}; it limits the whole "
        "likewise, a target only where the script says so.",
        failed=_verdicts(FAILED),
        cap=_plain(scoring.cap),
    )
    yield _(
        "No grade is suggested where a critical target with a limit is {undecided}, unless the "
        "score is limited already.",
        undecided=_verdicts(UNDECIDED),
    )
    yield _(
        "{excellent} also asks that every limit of class {classes} is met, and that no target "
        "with a limit is {failed}.",
        excellent=GRADES["excellent"][1],
        classes=listed([CLASSES[one] for one in CLASSES if one in SOURCED]),
        failed=_verdicts(FAILED),
    )
    yield _(
        "The range of the score takes every scored target at d − U and at d + U, or at the ends "
        "of its bounds, with the verdicts and limits that follow there."
    )


def _worth(worth: Worth) -> tuple[Verdict, ...]:
    return tuple(verdict for verdict, its in WORTH.items() if its == worth)


def _before_measuring() -> tuple[Verdict, ...]:
    """List the verdicts that come before those by the limit, in their order."""
    return tuple(v for v, worth in WORTH.items() if worth not in ("curve", "measured"))


def _verdicts(verdicts: Collection[Verdict]) -> Phrase:
    return itemised([VERDICTS[verdict][1] for verdict in WORTH if verdict in verdicts])


# -- this drill -----------------------------------------------------------------------------------


def _of_this_drill(subject: Subject) -> Iterator[Phrase]:
    """Say which numbers lean on one entry: what is wrong with it is wrong with all of them."""
    measured = [(t, r) for t, r in subject.lines if r.elapsed_s is not None]
    for sharing in _sharing((target.start, target) for target, _result in measured):
        yield _(
            "One start, “{start}”, is shared by these targets, and an error in it by all of "
            "them: {targets}.",
            start=subject.names.end(sharing[0].start),
            targets=_named(subject, sharing),
        )
    for sharing in _sharing((target.stop, target) for target, _result in measured):
        yield _(
            "One stop, “{stop}”, is shared by these targets, and an error in it by all of them: "
            "{targets}.",
            stop=subject.names.end(sharing[0].stop),
            targets=_named(subject, sharing),
        )
    leaning = [(pair, target) for target, result in measured for pair in _tied(result)]
    for pair in dict.fromkeys(pair for pair, _target in leaning):
        sharing = [target for its, target in leaning if its == pair]
        if len(sharing) > 1:
            yield _(
                "The tie of {one} and {other} carries these targets, and an error in it all of "
                "them: {targets}.",
                one=pair[0],
                other=pair[1],
                targets=_named(subject, sharing),
            )
    if any(len(_members(subject, target)) > _FEW_MEMBERS for target, _result in measured):
        yield _(
            "Where the last of several is awaited and they end close together, the errors of all "
            "of them tell on the one that was last: such a time tends to be late by part of a u."
        )
    alone = [t for t, r in measured if t.critical and _has_one_observer(t, r)]
    if alone:
        yield _(
            "Critical, and an end of it seen by one person only; a second observer or a video is "
            "advised: {targets}.",
            targets=_named(subject, alone),
        )


def _named(subject: Subject, targets: Iterable[Target]) -> Phrase:
    return listed([subject.words(target.name) for target in targets])


def _sharing(ends: Iterable[tuple[End, Target]]) -> Iterator[list[Target]]:
    """Give the targets that have an end in common with others, end by end."""
    by_end: dict[End, list[Target]] = {}
    for end, target in ends:
        by_end.setdefault(end, []).append(target)
    return (targets for targets in by_end.values() if len(targets) > 1)


def _tied(result: TargetResult) -> Iterator[tuple[str, str]]:
    """Give the pairs of clocks whose tie a target is measured over."""
    pairs = {
        (min(one, other), max(one, other))
        for one in result.start.sources
        for other in result.stop.sources
        if one != other
    }
    return iter(sorted(pairs))


def _members(subject: Subject, target: Target) -> list[str]:
    """List the steps and units whose last one stops a target."""
    if isinstance(target.stop, FirstOf):
        return []
    named = [split_ref(ref) for ref in refs(target.stop)]
    return [
        member
        for step, unit in named
        for member in (
            [unit] if unit else [u.id for u in subject.script.step(step).units] or [step]
        )
    ]


def _has_one_observer(target: Target, result: TargetResult) -> bool:
    return (
        target.limit_s is not None
        and min(len(result.start.evidence), len(result.stop.evidence)) == 1
    )


# -- the parameters -------------------------------------------------------------------------------


def _plain(value: float) -> str:
    return f"{value:g}"


def _seconds(value: float) -> Text:
    return _("{seconds} s", seconds=_plain(value))


def _share(value: float) -> Text:
    return percent(_plain(value * 100))


#: The label of every parameter of scoring, and how its number is printed.
PARAMETERS: Mapping[str, tuple[Text, Callable[[float], Phrase]]] = {
    "coverage_factor": (_("Coverage factor"), _plain),
    "press_u_s": (_("u of a key pressed"), _seconds),
    "watch_u_s": (_("u of a time read off a watch by a person"), _seconds),
    "radio_u_s": (_("u of a time called by radio"), _seconds),
    "half_ratio": (_("Points curve: first bend, times the limit"), _plain),
    "half_score": (_("Points at the first bend"), _plain),
    "zero_ratio": (_("Points curve: 0 points, times the limit"), _plain),
    "cap": (_("Cap by a critical failure"), _plain),
    "conflict_s": (_("Spread of observers that is a conflict"), _seconds),
    "min_coverage": (_("Least completeness for a grade"), _share),
    "drift_ppm": (
        _("Drift allowed for between sync marks"),
        lambda value: _("{number} ppm", number=_plain(value)),
    ),
    "drift_span_s": (_("Drift is fitted from a span of"), _seconds),
    "share_timed": (_("Share of the timed score"), _share),
}


def _parameters(subject: Subject) -> Iterator[tuple[Phrase, Phrase]]:
    scoring, grades = subject.scoring, subject.scoring.grades
    yield _("Rules, version"), str(RULES)
    for field in fields(scoring):
        if field.name in PARAMETERS:
            label, said = PARAMETERS[field.name]
            yield label, said(getattr(scoring, field.name))
    yield (
        _("Grade boundaries"),
        _(
            "excellent {excellent} (with every limit of class N and L met), good {good}, fair "
            "{fair}, poor below",
            excellent=_plain(grades.excellent),
            good=_plain(grades.good),
            fair=_plain(grades.fair),
        ),
    )
    yield _("Reference clock"), scoring.reference or _("none named")
    yield _("Time zone"), subject.script.zone
    weights = [
        _("{target} {weight}", target=subject.words(t.name), weight=_plain(t.weight))
        for t in subject.script.targets
    ]
    yield _("Weights of the targets"), listed(weights)


def _sources() -> Phrase:
    return sentences(
        [
            _(
                "Decision rule: guarded acceptance and rejection after JCGM 106:2012; digits after "
                "JCGM 100:2008; mean of observers after Birge (1932), median after ISO 13528. The "
                "points, caps and grades are this program's suggestions."
            ),
            _(
                "Sections in the manner of GB/T 46792-2025 and AQ/T 9009-2015, whose texts were "
                "not at hand: they are a reference, not a basis."
            ),
        ]
    )
