"""Decide whether a later drill shows that something was mended; nothing else closes an action."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from drillplanner.base.errors import UserError
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _
from drillplanner.improve.naming import Phrase
from drillplanner.plan.model import End, FirstOf, LastOf, Order, Script, Target, refs
from drillplanner.review.scorecard import Scorecard, Verdict
from drillplanner.review.shortfalls import SHORT_OF, Shortfall, ShortfallKind

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
    kind: ShortfallKind
    subject: str
    ends: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class LaterDrill:
    """A drill that may show it: what it was held with and came to, and when it began."""

    drill: str
    title: str
    held_utc_ns: int
    script: Script
    card: Scorecard


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
    match needed.kind:
        case "broken_order":
            return _("Needed is a later drill in which the order of {name} is kept.", name=name)
        case "low_rating":
            return _(
                "Needed is a later drill in which “{name}” is rated {points} points or more.",
                name=name,
                points=SHORT_OF,
            )
        case "not_recorded":
            return _(
                "Needed is a later drill in which “{name}” is recorded and can be judged.",
                name=name,
            )
        case "conflict":
            return _("Needed is a later, recorded drill in which this does not occur again.")
    return _("Needed is a later drill in which “{name}” is met, its limit not widened.", name=name)


def shows(needed: Needed, script: Script, card: Scorecard) -> bool:
    """Tell whether a drill's result shows that the thing was mended."""
    if needed.kind == "conflict":
        is_judged = any(result.verdict in _JUDGED for result in card.targets)
        return is_judged and all(conflict.kind != needed.subject for conflict in card.conflicts)
    if script.id != needed.script:
        return False
    match needed.kind:
        case "broken_order":
            return _is_kept(needed, script, card)
        case "low_rating":
            got = card.criteria.get(needed.subject)
            return got is not None and got >= SHORT_OF
        case "not_recorded":
            return _has(needed, script, card, _JUDGED)
    return _has(needed, script, card, frozenset({"met"}))


def may_show(needed: Needed, script: Script) -> bool:
    """Tell whether a drill held with a script could show it at all, whatever its result is."""
    if needed.kind == "conflict":
        return True
    if script.id != needed.script:
        return False
    match needed.kind:
        case "broken_order":
            return any(_is_same_order(needed, order) for order in script.orders)
        case "low_rating":
            return any(one.id == needed.subject for one in script.criteria)
    return any(_is_as_strict(needed, target) for target in script.targets)


def require_proof(
    needed: Needed, name: Phrase, found_in: tuple[str, int], later: LaterDrill
) -> None:
    """Refuse a drill that does not show it.

    Args:
        needed: what has to be shown.
        name: what it is called.
        found_in: the drill in which it was found, and when that began (UTC nanoseconds).
        later: the drill that is given as proof.

    Raises:
        UserError: it is the same drill or an earlier one, or does not show it; the message
            says which drill would be needed.
    """
    drill, held_utc_ns = found_in
    if later.drill == drill or later.held_utc_ns <= held_utc_ns:
        raise UserError(
            _(
                "“{drill}” was not held after the drill in which this was found. {wanted}",
                drill=later.title,
                wanted=wanted(needed, name),
            )
        )
    if not shows(needed, later.script, later.card):
        raise UserError(
            _(
                "“{drill}” does not show that this was fixed. {wanted}",
                drill=later.title,
                wanted=wanted(needed, name),
            )
        )


def _has(needed: Needed, script: Script, card: Scorecard, verdicts: frozenset[Verdict]) -> bool:
    """Tell whether the same span, with a limit no wider, came to one of the verdicts."""
    if not any(_is_as_strict(needed, target) for target in script.targets):
        return False
    return any(one.id == needed.subject and one.verdict in verdicts for one in card.targets)


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
