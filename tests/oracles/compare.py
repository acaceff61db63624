"""Name every difference between two answers of `score --json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Doc = dict[str, Any]

#: Kinds of conflicts that are compared by step; how many there are of the others is free.
BY_STEP = ("spread", "disagreement", "repeated", "contradicts_bound", "against_order")
BY_KIND = ("drift", "residual", "no_time_passed", "weak_tie", "untied_group")
DOUBTS = ("against_order", "observers_differ")
TOTALS = ("score", "timed", "criteria", "grade", "coverage", "capped", "score_range")
OWNER = ("score", "grade", "coverage", "capped")
TARGET = ("verdict", "elapsed_s", "gross_s", "expanded_uncertainty_s", "bound", "score")
TOLERANCE = 1e-9


def differences(mine: Doc, theirs: Doc) -> list[str]:
    """List where two answers differ, each by its place and both values; empty when they agree."""
    found = [f"rules: {mine.get('rules')} / {theirs.get('rules')}"]
    if mine.get("rules") == theirs.get("rules"):
        found = []
    found += _fields("whole", mine, theirs, TOTALS)
    found += _code("whole", mine, theirs)
    found += _owners(mine["owners"], theirs["owners"])
    found += _rows("target", mine["targets"], theirs["targets"], TARGET)
    for one, other in zip(mine["targets"], theirs["targets"], strict=False):
        found += _ends(one, other)
    found += _rows("order", mine["orders"], theirs["orders"], ("verdict",))
    found += _sets("conflict", _conflicts(mine), _conflicts(theirs))
    found += _ties(mine["ties"], theirs["ties"])
    return found + _readings(mine.get("readings") or [], theirs.get("readings") or [])


def same(one: Any, other: Any) -> bool:
    """Tell whether two values agree, numbers to 1e-9 of the greater of 1 and their size."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= TOLERANCE * max(1.0, abs(one))
    return bool(one == other)


def _fields(what: str, mine: Doc, theirs: Doc, names: Iterable[str]) -> list[str]:
    return [
        f"{what} {name}: {mine.get(name)} / {theirs.get(name)}"
        for name in names
        if not same(mine.get(name), theirs.get(name))
    ]


def _code(what: str, mine: Doc, theirs: Doc) -> list[str]:
    one, other = (
        (made.get("grade_reason") or {}).get("code") if made.get("grade") != "excellent" else None
        for made in (mine, theirs)
    )
    return [] if one == other else [f"{what} grade_reason: {one} / {other}"]


def _owners(mine: Doc, theirs: Doc) -> list[str]:
    # A role with nothing to total may be listed or left out.
    mine, theirs = (
        {role: one for role, one in made.items() if any(one.get(n) is not None for n in OWNER[:3])}
        for made in (mine, theirs)
    )
    found = _sets("owner", set(mine), set(theirs))
    for role in sorted(set(mine) & set(theirs)):
        found += _fields(f"owner {role}", mine[role], theirs[role], OWNER)
        found += _code(f"owner {role}", mine[role], theirs[role])
    return found


def _rows(what: str, mine: list[Doc], theirs: list[Doc], all_names: Iterable[str]) -> list[str]:
    by_id = {row["id"]: row for row in theirs}
    found = [] if len(mine) == len(theirs) else [f"{what}s: {len(mine)} / {len(theirs)}"]
    for row in mine:
        other, names = by_id.get(row["id"], {}), list(all_names)
        if what == "target" and row["elapsed_s"] is None and other.get("elapsed_s") is None:
            # U of nothing is nothing, or what it would be: the contract does not say.
            names = [name for name in names if name not in ("expanded_uncertainty_s", "bound")]
        found += _fields(f"{what} {row['id']}", row, other, names)
    return found


def _ends(mine: Doc, theirs: Doc) -> list[str]:
    found = []
    for end in ("start", "stop"):
        one, other = mine.get(end), theirs.get(end)
        if not one or not other or mine["elapsed_s"] is None:
            continue
        # With bounds the contract does not say which of an end's two instants is shown.
        if "exact" not in (mine["bound"], theirs.get("bound")):
            continue
        what = f"target {mine['id']} {end}"
        found += _fields(what, one, other, ("at",))
        found += _sets(f"{what} source", set(one["sources"]), set(other["sources"]))
    if mine["elapsed_s"] is None:
        return found
    one, other = (
        {_word(doubt) for doubt in made.get("doubts") or []} & set(DOUBTS)
        for made in (mine, theirs)
    )
    return found + _sets(f"target {mine['id']} doubt", one, other)


def _word(doubt: Any) -> str:
    if isinstance(doubt, dict):
        return str(doubt.get("kind") or doubt.get("code"))
    return str(doubt)


def _conflicts(answer: Doc) -> set[str]:
    found = set()
    for one in answer["conflicts"]:
        if one["kind"] in BY_STEP:
            unit = None if one["kind"] == "against_order" else one["unit"]
            found.add(f"{one['kind']} {one['step']}/{unit}")
        elif one["kind"] in BY_KIND:
            found.add(one["kind"])
    return found


def _sets(what: str, mine: set[str], theirs: set[str]) -> list[str]:
    found = [f"{what} {one}: only ours" for one in sorted(mine - theirs)]
    return found + [f"{what} {one}: only theirs" for one in sorted(theirs - mine)]


def _ties(mine: list[Doc], theirs: list[Doc]) -> list[str]:
    turned = {}
    for one in theirs:
        turned[one["source"], one["other"]] = one["offset_s"]
        turned[one["other"], one["source"]] = None if one["offset_s"] is None else -one["offset_s"]
    found = []
    for one in mine:
        pair = one["source"], one["other"]
        # Where a drift is fitted the contract does not say at which instant the offset stands.
        known = one["drift_ppm"] is None and one["marks"] and turned.get(pair) is not None
        if known and not same(one["offset_s"], turned[pair]):
            found.append(f"tie {pair}: {one['offset_s']} / {turned[pair]}")
    return found


def _readings(mine: list[Doc], theirs: list[Doc]) -> list[str]:
    by_source = {one["source"]: one for one in theirs}
    found = _sets("reading", {one["source"] for one in mine}, set(by_source))
    for one in mine:
        other = by_source.get(one["source"])
        if other is not None:
            found += _fields(f"reading {one['source']}", one, other, ("rows", "first", "last"))
    return found
