"""Give the words and shapes of verdicts, grades, kinds and classes, one word per thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.model import Kind, NamedScale, SourceClass, StepKind
from drillplanner.review.observation import Bound, Observed
from drillplanner.review.scorecard import GradeReason
from drillplanner.review.verdicts import ConflictKind, Doubt, Grade, OrderVerdict, Verdict
from drillplanner.run.live_log import Phase
from drillplanner.terms.document import Shape, Sign

#: 内部资料, 工作秘密.
Handling: TypeAlias = Literal["internal", "work_secret"]
#: 预演, 正式, 拉动, 双盲.
Nature: TypeAlias = Literal["rehearsal", "formal", "call_out", "double_blind"]
#: How a round ended if not as planned: 终止, 作废本轮.
Ending: TypeAlias = Literal["broken_off", "void"]
ChainState: TypeAlias = Literal["whole", "broken", "not_verified"]
Made: TypeAlias = Literal["key", "tap", "late", "imported"]

VERDICTS: Mapping[Verdict, tuple[Shape, Text]] = {
    "met": ("disc", pgettext("verdict", "met")),
    "missed": ("cross", pgettext("verdict", "missed")),
    "too_close": ("triangle", pgettext("verdict", "too close to call (within uncertainty)")),
    "not_performed": ("square", pgettext("verdict", "not performed")),
    "not_achieved": ("crossed", pgettext("verdict", "not achieved")),
    "not_recorded": ("ring", pgettext("verdict", "not recorded")),
    "untied": ("lozenge", pgettext("verdict", "clocks not tied, not judged")),
    "disputed": ("split", pgettext("verdict", "to be settled (records disagree)")),
    "interrupted": ("pause", pgettext("verdict", "interrupted, to be admitted")),
    "out_of_order": ("swap", pgettext("verdict", "out of order")),
    "no_time_passed": ("equal", pgettext("verdict", "no time passed, to be confirmed")),
    "recorded": ("dot", pgettext("verdict", "recorded only")),
    "not_applicable": ("dash", pgettext("verdict", "not applicable")),
}

#: Why a target is too close to call where only bounds of its times are known.
BOUNDED: Mapping[Bound, Text] = {
    "at_most": pgettext("verdict", "cannot be called (only an upper bound is known)"),
    "at_least": pgettext("verdict", "cannot be called (only a lower bound is known)"),
    "between": pgettext("verdict", "cannot be called (only bounds are known)"),
}

#: Where fewer heads were counted than were due.
HEADS_MISSING = pgettext("kind of finding", "persons missing")

ORDERS: Mapping[OrderVerdict, tuple[Shape, Text]] = {
    "met": ("disc", pgettext("order of steps", "kept")),
    "broken": ("cross", pgettext("order of steps", "broken")),
    "too_close": VERDICTS["too_close"],
    "not_recorded": VERDICTS["not_recorded"],
    "not_applicable": VERDICTS["not_applicable"],
}

PHASES: Mapping[Phase, Text] = {
    "ready": pgettext("phase of a drill", "Ready"),
    "armed": pgettext("phase of a drill", "Armed"),
    "running": pgettext("phase of a drill", "Running"),
    "held": pgettext("phase of a drill", "Paused"),
    "ended": pgettext("phase of a drill", "Ended"),
    "aborted": pgettext("phase of a drill", "Broken off"),
}

GRADES: Mapping[Grade, tuple[Shape, Text]] = {
    "excellent": ("disc", pgettext("grade", "excellent")),
    "good": ("ring", pgettext("grade", "good")),
    "fair": ("triangle", pgettext("grade", "fair")),
    "poor": ("cross", pgettext("grade", "poor")),
}
NO_GRADE = _("records insufficient, no grade suggested")
NO_TARGETS = _("nothing is scored here")

CLASSES: Mapping[SourceClass, Text] = {
    "N": pgettext("class of a limit's source", "N national"),
    "L": pgettext("class of a limit's source", "L local police"),
    "I": pgettext("class of a limit's source", "I international"),
    "D": pgettext("class of a limit's source", "D suggested"),
}

#: The classes in so few words that they stand beside a limit.
CLASS_LETTERS: Mapping[SourceClass, Text] = {
    "N": pgettext("class of a limit's source, short", "nat."),
    "L": pgettext("class of a limit's source, short", "local"),
    "I": pgettext("class of a limit's source, short", "int."),
    "D": pgettext("class of a limit's source, short", "sugg."),
}

KINDS: Mapping[Kind, Text] = {
    "anti_violence": _("anti-violence"),
    "anti_terror": _("counter-terror"),
    "anti_ramming": _("anti-vehicle-ramming"),
    "other": pgettext("kind of drill", "other"),
}

STEP_KINDS: Mapping[StepKind, Text] = {
    "inject": pgettext("kind of step", "inject"),
    "action": pgettext("kind of step", "action"),
    "decision": pgettext("kind of step", "decision"),
    "check": pgettext("kind of step", "check"),
}

ENDINGS: Mapping[Ending, Text] = {
    "broken_off": _("The drill was broken off before its end."),
    "void": _("This round was voided: what was measured in it does not count."),
}

#: Why a drill was held, in the order in which a console asks.
HOLD_REASONS_SAID: Mapping[str, Text] = {
    "emergency": pgettext("reason of a pause", "Real emergency"),
    "injury": pgettext("reason of a pause", "Somebody is hurt"),
    "hazard": pgettext("reason of a pause", "Something is unsafe"),
    "equipment": pgettext("reason of a pause", "Equipment"),
    "other": pgettext("reason of a pause", "Other"),
}

NATURES: Mapping[Nature, Text] = {
    "rehearsal": pgettext("nature of a drill", "rehearsal"),
    "formal": pgettext("nature of a drill", "formal"),
    "call_out": pgettext("nature of a drill", "no-notice call-out"),
    "double_blind": pgettext("nature of a drill", "no-notice, no-script"),
}

HANDLING: Mapping[Handling, Text] = {
    "internal": _("Internal"),
    "work_secret": _("Work secret"),
}

#: What evaluators gave, by scale and rating (drillplanner.review.points.ratings.POINTS).
RATINGS: Mapping[tuple[NamedScale, str], Text] = {
    ("psmu", "P"): _("P performed without challenges"),
    ("psmu", "S"): _("S performed with some challenges"),
    ("psmu", "M"): _("M performed with major challenges"),
    ("psmu", "U"): _("U unable to be performed"),
    ("grade4", "excellent"): GRADES["excellent"][1],
    ("grade4", "good"): GRADES["good"][1],
    ("grade4", "fair"): GRADES["fair"][1],
    ("grade4", "poor"): GRADES["poor"][1],
    ("yes_no", "yes"): pgettext("rating", "yes"),
    ("yes_no", "no"): pgettext("rating", "no"),
}
#: On every scale: the evaluator could not see it, so it counts as no rating.
NOT_OBSERVED = pgettext("rating", "no occasion to observe")

OBSERVED: Mapping[Observed, Text] = {
    "seen": pgettext("how observed", "seen"),
    "radio": pgettext("how observed", "radio"),
    "video": pgettext("how observed", "video"),
    "record": pgettext("how observed", "record"),
}

BOUNDS: Mapping[Bound, Text] = {
    "exact": pgettext("bound of a time", "exact"),
    "at_most": pgettext("bound of a time", "at the latest"),
    "at_least": pgettext("bound of a time", "at the earliest"),
    "between": pgettext("bound of a time", "between two times"),
}

MADE: Mapping[Made, Text] = {
    "key": pgettext("how an entry was made", "key"),
    "tap": pgettext("how an entry was made", "tap"),
    "late": pgettext("how an entry was made", "typed in later"),
    "imported": pgettext("how an entry was made", "imported"),
}

CHAINS: Mapping[ChainState, Text] = {
    "whole": pgettext("state of a log", "whole"),
    "broken": pgettext("state of a log", "broken, not verified"),
    "not_verified": pgettext("state of a log", "not verified"),
}

CONFLICTS: Mapping[ConflictKind, Text] = {
    "spread": _("observers lie too far apart"),
    "repeated": _("one source marked it more than once; the first counts"),
    "disagreement": _("one source has a time where another says otherwise"),
    "contradicts_bound": _("a time known as a bound excludes the exact time that counts"),
    "option": _("sources saw the decision go different ways"),
    "untaken": _("a step of a branch that was not taken was marked"),
    "against_order": _("a step was seen before one that it comes after in the script"),
    "no_time_passed": _("start and stop were written down as one instant"),
    "untied_group": _("sources whose clocks are not tied to the others were left out"),
    "untied_hold": _("a pause cannot be placed on the clock of the target"),
    "drift": _("two clocks drift apart faster than 500 ppm"),
    "residual": _("a sync mark does not fit the tie of the clocks"),
    "offset": _("statements or dates of two clocks contradict each other"),
    "doubtful_tie": _("the sync marks of two clocks may not be of the same moments"),
    "weak_tie": _("two clocks were tied at one end only, over an hour away"),
}


#: What stands in a target's doubts, beside a verdict that stands.
DOUBTS: Mapping[Doubt, Text] = {
    "against_order": _("the log contradicts the script's order of steps here"),
    "observers_differ": _("observers differ by more than their clocks explain"),
}


def verdict_sign(verdict: Verdict, bound: Bound | None = None) -> Sign:
    """Give the shape and word of a target's verdict; `bound` says how its length is known."""
    if verdict == "too_close" and bound is not None and bound in BOUNDED:
        return Sign(VERDICTS[verdict][0], BOUNDED[bound])
    return Sign(*VERDICTS[verdict])


def order_sign(verdict: OrderVerdict) -> Sign:
    """Give the shape and word of an order's verdict."""
    return Sign(*ORDERS[verdict])


def grade_sign(grade: Grade | None, reason: GradeReason | None = None) -> Sign:
    """Give the shape and word of a grade; None says why there is none."""
    if grade:
        return Sign(*GRADES[grade])
    has_targets = reason is None or reason.code != "no_targets"
    return Sign("dash", NO_GRADE if has_targets else NO_TARGETS)
