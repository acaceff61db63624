"""Small drills for the tests of mending: two steps, one span, one order, one criterion."""

from __future__ import annotations

from typing import Any

from drillplanner.improve.ledger import Content, Found
from drillplanner.improve.proof import LaterDrill, Needed
from drillplanner.plan.model import Criterion, Order, Script
from drillplanner.review.observation import Log
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.scoring import score
from tests.review.build import LogBuilder, script, step, target


def plan(limit_s: float | None = 60.0, **fields: Any) -> Script:
    """Give a script whose target T runs from alarm to the last class shut."""
    return script(
        [step("alarm"), step("shut", ["c1", "c2"]), step("call")],
        [target("T", "alarm", "shut", limit_s, owner="r", **fields)],
        orders=(Order("O", "alarm", "call", critical=True),),
        criteria=(Criterion("C", "calm", "yes_no", "q"),),
    )


def log(c1: float | None = 30, c2: float | None = 40, call: float | None = 10) -> Log:
    """Log a drill: alarm at 0, the classes and the call when they say; None is not performed."""
    return (
        LogBuilder()
        .saw("A", "alarm", 0)
        .saw("A", "shut/c1", c1)
        .saw("A", "shut/c2", c2)
        .saw("A", "call", call)
        .log()
    )


def card(rating: str | None = None, limit_s: float = 60.0, **times: float | None) -> Scorecard:
    """Score such a drill."""
    ratings = [Rating("C", "e", rating)] if rating else []
    return score(plan(limit_s), log(**times), ratings)


def later(
    drill: str = "d2",
    held_utc_ns: int = 2,
    limit_s: float = 60.0,
    school: str = "s1",
    is_rehearsal: bool = False,
    **times: float | None,
) -> LaterDrill:
    """Give a drill held after d1, at the same school unless told."""
    whole = score(plan(limit_s), log(**times))
    return LaterDrill(drill, "drill two", held_utc_ns, plan(limit_s), whole, school, is_rehearsal)


def needed(**fields: Any) -> Needed:
    """Say what a finding of target T needs."""
    values: dict[str, Any] = {
        "script": "test",
        "kind": "missed",
        "subject": "T",
        "ends": "alarm > shut",
        "limit": "60",
    }
    return Needed(**{**values, **fields})


def found(key: str = "d1:missed:T:shut/c2", **fields: Any) -> Found:
    """Give a finding of drill d1."""
    values: dict[str, Any] = {
        "words": {"zh_CN": "超时", "en": "too slow"},
        "name": {"zh_CN": "锁闭教室", "en": "classes shut"},
        "drill": "d1",
        "held_utc_ns": 1,
        "needed": needed(),
    }
    return Found(key, **{**values, **fields})


def content(**fields: Any) -> Content:
    """Give an action of that finding."""
    return Content(found(), **fields)
