"""Decide whether a later drill shows that something was fixed.

Nothing else closes an action, but for faults of the record, which a named person decides on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base.errors import UserError
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _
from drillplanner.plan.model import End, FirstOf, LastOf, Order, Script, Target, refs
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.shortfalls import KINDS, SHORT_OF, Shortfall, ShortfallKind
from drillplanner.review.verdicts import Verdict
from drillplanner.terms.document import Phrase

#: What has to be shown: that a shortfall of a drill is mended, or a hazard from elsewhere.
NeededKind: TypeAlias = "ShortfallKind | Literal['hazard']"
NEEDED_KINDS: tuple[NeededKind, ...] = (*KINDS, "hazard")

#: What no drill shows, so that people decide. What made records disagree lies with people and
#: clocks; a drill in which it did not happen to occur shows nothing.
_DECIDED: Mapping[NeededKind, Text] = {
    "conflict": _("Needed is the decision of a named person, with the reason."),
    "hazard": _(
        "Needed is a recheck by another person than the one who reported it fixed, with what was "
        "found. A later drill of the school may be named beside it."
    ),
}

#: Verdicts of a target that was recorded well enough to be judged.
_JUDGED: frozenset[Verdict] = frozenset(
    {"met", "missed", "too_close", "not_performed", "not_achieved"}
)


@dataclass(frozen=True, slots=True)
class Needed:
    """What a later drill has to show: the same thing of the same script, judged no more mildly.

    `ends` are the ends of the target or order as text, `limit` its limit in seconds as an
    exact fraction ("180", "5/2"); both are empty where the finding has none.
    """

    script: str
    kind: NeededKind
    subject: str
    ends: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class FoundIn:
    """The drill in which a shortfall was found: when it began, and the id of its school."""

    drill: str
    held_utc_ns: int
    school: str


@dataclass(frozen=True, slots=True)
class LaterDrill:
    """A drill that may show it: what it was held with and came to, when it began, and where.

    `school` is the id of its school, empty where nobody named one. A rehearsal shows something
    only where a named person admits it. `performed` are the steps that were, in all their units.
    """

    drill: str
    title: str
    held_utc_ns: int
    script: Script
    card: Scorecard
    school: str = ""
    is_rehearsal: bool = False
    performed: frozenset[str] = frozenset()


def needed_for(script: Script, found: Shortfall) -> Needed:
    """Say what a later drill has to show so that a shortfall counts as mended."""
    ends, limit = "", ""
    for target in script.targets:
        if target.id == found.subject and found.kind not in ("broken_order", "low_rating"):
            ends = f"{_spelt(target.start)} > {_spelt(target.stop)}"
            limit = "" if target.limit_s is None else str(exact(target.limit_s))
    for order in script.orders:
        if order.id == found.subject and found.kind == "broken_order":
            ends = f"{order.before} > {order.after}"
    return Needed(script.id, found.kind, found.subject, ends, limit)


def wanted(needed: Needed, name: Phrase) -> Text:
    """Say which drill would be needed, in a sentence of its own."""
    if needed.kind in _DECIDED:
        return _DECIDED[needed.kind]
    match needed.kind:
        case "broken_order":
            said = _("Needed is a later drill in which the order of {name} is kept.", name=name)
        case "low_rating":
            said = _(
                "Needed is a later drill in which “{name}” is rated {points} points or more.",
                name=name,
                points=SHORT_OF,
            )
        case "not_recorded":
            said = _(
                "Needed is a later drill in which “{name}” is recorded and can be judged.",
                name=name,
            )
        case "step_not_performed":
            said = _("Needed is a later drill in which “{name}” is performed.", name=name)
        case "heads_missing":
            said = _("Needed is a later drill in which nobody is missing at “{name}”.", name=name)
        case _:
            said = _(
                "Needed is a later drill in which “{name}” is met, its limit not widened.",
                name=name,
            )
    return said


def shows(
    needed: Needed, script: Script, card: Scorecard, performed: frozenset[str] = frozenset()
) -> bool:
    """Tell whether a drill's result, and the steps performed in it, show that it was fixed."""
    if needed.kind in ("conflict", "hazard") or script.id != needed.script:
        return False
    match needed.kind:
        case "broken_order":
            is_shown = _is_kept(needed, script, card)
        case "low_rating":
            got = card.criteria.get(needed.subject)
            is_shown = got is not None and got >= SHORT_OF
        case "step_not_performed":
            is_shown = needed.subject in performed
        case "heads_missing":
            counts = [one.heads for one in card.heads if one.ref == needed.subject]
            is_shown = bool(counts) and not any(heads.missing for heads in counts)
        case "not_recorded":
            is_shown = _has(needed, script, card, _JUDGED)
        case _:
            is_shown = _has(needed, script, card, frozenset({"met"}))
    return is_shown


def may_show(needed: Needed, script: Script) -> bool:
    """Tell whether a drill held with a script could show it at all, whatever its result is."""
    if needed.kind in ("conflict", "hazard") or script.id != needed.script:
        return False
    match needed.kind:
        case "broken_order":
            return any(_is_same_order(needed, order) for order in script.orders)
        case "low_rating":
            return any(one.id == needed.subject for one in script.criteria)
        case "step_not_performed":
            return any(step.id == needed.subject for step in script.steps)
        case "heads_missing":
            return needed.subject in _places(script)
    return any(_is_as_strict(needed, target) for target in script.targets)


def refusal(
    needed: Needed, name: Phrase, found_in: FoundIn, later: LaterDrill, admission: str = ""
) -> Text | None:
    """Say why a drill does not show that something was fixed; None where it does.

    Args:
        needed: what has to be shown.
        name: what it is called.
        found_in: where it was found.
        later: the drill that is given as proof.
        admission: why a named person lets a rehearsal count.
    """
    wanted_now = wanted(needed, name)
    if needed.kind in ("conflict", "hazard"):
        return wanted_now
    if later.drill == found_in.drill or later.held_utc_ns <= found_in.held_utc_ns:
        return _(
            "“{drill}” was not held after the drill in which this was found. {wanted}",
            drill=later.title,
            wanted=wanted_now,
        )
    if not shows(needed, later.script, later.card, later.performed):
        return _(
            "“{drill}” does not show that this was fixed. {wanted}",
            drill=later.title,
            wanted=wanted_now,
        )
    return _not_comparable(wanted_now, found_in, later, admission)


def require_proof(
    needed: Needed, name: Phrase, found_in: FoundIn, later: LaterDrill, admission: str = ""
) -> None:
    """Refuse a drill that does not show it; see `refusal`.

    Raises:
        UserError: it does not show it; the message says why and what would.
    """
    why = refusal(needed, name, found_in, later, admission)
    if why is not None:
        raise UserError(why)


def _not_comparable(
    wanted_now: Text, found_in: FoundIn, later: LaterDrill, admission: str
) -> Text | None:
    """Say why a drill that shows it does not count: another school's, or a rehearsal."""
    if not found_in.school or not later.school:
        return _(
            "Only a drill of the same school shows it. Name the school of the drill in which "
            "this was found and of “{drill}” in the particulars of their reports.",
            drill=later.title,
        )
    if found_in.school != later.school:
        return _(
            "“{drill}” was held at another school. {wanted}", drill=later.title, wanted=wanted_now
        )
    if later.is_rehearsal and not admission.strip():
        return _(
            "“{drill}” was a rehearsal. Write why it may count, or choose a formal drill.",
            drill=later.title,
        )
    return None


def _has(needed: Needed, script: Script, card: Scorecard, verdicts: frozenset[Verdict]) -> bool:
    """Tell whether the same span, with a limit no wider, came to one of the verdicts."""
    if not any(_is_as_strict(needed, target) for target in script.targets):
        return False
    return any(one.id == needed.subject and one.verdict in verdicts for one in card.targets)


def _places(script: Script) -> Iterator[str]:
    """Name every step and unit."""
    for step in script.steps:
        yield step.id
        yield from (f"{step.id}/{unit.id}" for unit in step.units)


def _is_kept(needed: Needed, script: Script, card: Scorecard) -> bool:
    if not any(_is_same_order(needed, order) for order in script.orders):
        return False
    return any(one.id == needed.subject and one.verdict == "met" for one in card.orders)


def _is_as_strict(needed: Needed, target: Target) -> bool:
    """Tell whether a target is the same span, with a limit no wider."""
    if target.id != needed.subject:
        return False
    if f"{_spelt(target.start)} > {_spelt(target.stop)}" != needed.ends:
        return False
    if not needed.limit:
        return True
    return target.limit_s is not None and exact(target.limit_s) <= Fraction(needed.limit)


def _is_same_order(needed: Needed, order: Order) -> bool:
    return order.id == needed.subject and f"{order.before} > {order.after}" == needed.ends


def _spelt(end: End) -> str:
    members = ",".join(sorted(refs(end)))
    match end:
        case LastOf():
            return f"last:{members}"
        case FirstOf():
            return f"first:{members}"
    return members
