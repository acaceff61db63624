"""Bring a JSON value into the shape of a script, and say in our own words what does not fit.

Where something does not fit, a stand-in takes its place, so that the rules of
drillplanner.plan.validation can be tried on all the rest in the same run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, count, islice
from typing import Any

from pydantic import TypeAdapter, ValidationError

from drillplanner.plan import model as scenario
from drillplanner.plan.parser.json_path import Remark, Where
from drillplanner.plan.parser.shape_words import is_union, remarks_on

#: What ids begin with that stand in for those which could not be read.
STAND_IN = "stand-in."
#: Mending one round may show what was hidden below, or missing: nesting is five deep at most.
_ROUNDS = 12
#: With more faults of shape than this only the head of each list is looked at.
_MANY = 4_000
_HEAD = 200
_STAND_INS: dict[str, object] = {
    "format": scenario.FORMAT,
    "version": scenario.VERSION,
    "language": "zh_CN",
    "title": "-",
    "name": "-",
    "text": "-",
    "limit_s": None,
    "class": "D",
    "scale": "yes_no",
    "points": 0,
    "least_s": 0,
    "likely_s": 0,
    "most_s": 0,
    "expected": 0,
}


@dataclass(frozen=True, slots=True)
class Shaped:
    """A script as far as it could be read, and what did not fit.

    `mended` names the places that hold a stand-in; `script` is None where too much is amiss;
    `is_cut` says that there were too many faults to name them all.
    """

    script: scenario.Script | None
    remarks: tuple[Remark, ...] = ()
    mended: frozenset[Where] = frozenset()
    is_cut: bool = False


@cache
def adapter() -> TypeAdapter[scenario.Script]:
    """Give the reader of scripts, built once."""
    from pydantic import TypeAdapter

    return TypeAdapter(scenario.Script)


def take_shape(value: object) -> Shaped:
    """Read a JSON value as a script; every place that does not fit is remarked on once."""
    from pydantic import ValidationError

    remarks: list[Remark] = []
    mended: set[Where] = set()
    numbers = count()
    draft: Any = value
    for _round in range(_ROUNDS):
        source = json.dumps(draft)
        try:
            return Shaped(adapter().validate_json(source), tuple(remarks), frozenset(mended))
        except ValidationError as wrong:
            draft = json.loads(source)
            if wrong.error_count() > _MANY:
                return _at_the_head(draft)
            unfit = dict(_unfit(wrong))
        for where, error in unfit.items():
            if not is_under(where, mended):
                remarks.extend(remarks_on(draft, where, error))
        for where, error in unfit.items():
            mended.add(where)
            _mend(draft, where, error["type"], numbers)
    return Shaped(None, tuple(remarks), frozenset(mended))


def _at_the_head(draft: Any) -> Shaped:
    """Remark on the first of very many faults; naming them all would take too long."""
    from pydantic import ValidationError

    head = _head(draft)
    try:
        adapter().validate_json(json.dumps(head))
    except ValidationError as wrong:
        errors = dict(_unfit(wrong)).items()
        remarks = chain.from_iterable(remarks_on(head, where, error) for where, error in errors)
        return Shaped(None, tuple(islice(remarks, _MANY)), is_cut=True)
    return Shaped(None, is_cut=True)


def _head(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _head(item) for name, item in islice(value.items(), _HEAD)}
    return [_head(item) for item in value[:_HEAD]] if isinstance(value, list) else value


def is_under(where: Where, places: set[Where] | frozenset[Where]) -> bool:
    """Tell whether a place is one of `places` or lies within one."""
    return any(where[:depth] in places for depth in range(len(where) + 1))


def _unfit(wrong: ValidationError) -> Iterator[tuple[Where, Any]]:
    """Give each place that does not fit, with the names of union members cut off."""
    for error in wrong.errors(include_url=False):
        loc = error["loc"]
        for depth in range(1, len(loc)):
            if is_union(loc[:depth]):
                loc = loc[:depth]
                break
        yield loc, error


def _mend(draft: Any, where: Where, kind: str, numbers: Iterator[int]) -> None:
    """Take away what does not fit, and put a stand-in where something must be."""
    box = draft
    for part in where[:-1]:
        box = box[part]
    name = where[-1]
    if isinstance(name, int):
        box[name] = {}
    elif kind == "missing":
        box[name] = _stand_in(where, next(numbers))
    elif kind == "too_long":
        del box[name][scenario.MAX_STEPS :]
    else:
        # What must be there is missing in the next round.
        box.pop(name, None)


def _stand_in(where: Where, number: int) -> object:
    name = str(where[-1])
    if name in _STAND_INS:
        return _STAND_INS[name]
    if name == "kind":
        return "other" if len(where) == 1 else "decision"
    if name == "source":
        return {"class": "D"}
    if name in ("roles", "posts", "phases", "steps", "targets"):
        return []
    return f"{STAND_IN}{number}"
