"""Tell whether a target went better or worse than in an earlier drill, or whether nobody can."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base.exact import exact
from drillplanner.plan.model import Script
from drillplanner.review.scorecard import TargetResult
from drillplanner.review.verdicts import Verdict

#: same: the difference is no greater than its expanded uncertainty.
Change: TypeAlias = Literal["better", "worse", "same"]

_MEASURED: frozenset[Verdict] = frozenset({"met", "missed", "too_close", "recorded"})
_WITHOUT: frozenset[Verdict] = frozenset({"not_performed", "not_achieved"})


def change(
    script: Script, now: TargetResult, before_script: Script, before: TargetResult
) -> Change | None:
    """Compare a target of two drills; None where they are not comparable.

    They are where the target's ends are the same and each of its times is known exactly, with
    its uncertainty; what was done at all is better than what was not. A limit may have changed:
    lengths are compared, not verdicts.
    """
    if now.id != before.id or _ends(script, now.id) != _ends(before_script, before.id):
        return None
    undone = (now.verdict in _WITHOUT, before.verdict in _WITHOUT)
    if undone == (True, True):
        return "same"
    if True in undone:
        other = before if undone[0] else now
        verdict: Change = "worse" if undone[0] else "better"
        return verdict if other.verdict in _MEASURED else None
    return _by_length(now, before) if _is_measured(now) and _is_measured(before) else None


def _by_length(now: TargetResult, before: TargetResult) -> Change:
    """Decide as for a limit: only where the difference is greater than its own U."""
    shorter = (before.elapsed_s or Fraction(0)) - (now.elapsed_s or Fraction(0))
    square = sum(exact(one.expanded_uncertainty_s or 0) ** 2 for one in (now, before))
    if shorter**2 <= square:
        return "same"
    return "better" if shorter > 0 else "worse"


def _ends(script: Script, id_: str) -> object:
    return next(((one.start, one.stop) for one in script.targets if one.id == id_), None)


def _is_measured(result: TargetResult) -> bool:
    return (
        result.verdict in _MEASURED
        and result.elapsed_s is not None
        and result.bound in (None, "exact")
        and result.least_s is None
    )
