"""Score a drill from its script and tables: the answer of `score --json`, from the contract alone.

This is the second pair of eyes: exact fractions, standard library, and not a line of the
product. Where the contract can be read two ways README.md beside this file says how it is
read here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tests.oracles.clocks import Clocks
from tests.oracles.joining import Instant, Joiner
from tests.oracles.tables import Doc, read_log, read_script
from tests.oracles.totals import Totals, read_ratings, root, scored
from tests.oracles.verdicts import BARE, Judge, Verdict, sources_of


def score(
    script: Doc | str,
    logs: Sequence[str],
    ratings: str | None = None,
    dial: Mapping[str, str] | None = None,
) -> Doc:
    """Score one drill.

    Args:
        script: The script, as a dict or as JSON text.
        logs: The tables' texts, in the order they are given.
        ratings: The evaluators' table, where there is one.
        dial: Kinds of times by source, as `--dial` states them.

    Returns:
        The answer with fractions; `plain` turns it into floats.

    Raises:
        Refused: The tables cannot be read (exit status 1).
    """
    doc = read_script(script)
    log = read_log(doc, logs, dial)
    clocks = Clocks(doc, log)
    joiner = Joiner(doc, log, clocks)
    leaves = joiner.leaves()
    judge = Judge(doc, log, clocks, leaves)
    verdicts, orders = judge.judge(joiner.options)
    points = [scored(doc, t, made) for t, made in zip(doc["targets"], verdicts, strict=True)]
    totals = Totals(doc, points, orders, read_ratings(doc, ratings))
    k = Fraction(doc["scoring"]["coverage_factor"])
    return {
        "rules": 3,
        **totals.total(None),
        "owners": {owner: totals.total(owner) for owner in totals.owners()},
        "targets": [
            _target(made, one.points, k, clocks) for made, one in zip(verdicts, points, strict=True)
        ],
        "orders": orders,
        "conflicts": [*clocks.conflicts(), *joiner.conflicts, *judge.conflicts],
        "ties": clocks.listed(),
        "readings": log.readings,
    }


def _target(made: Verdict, points: Fraction | None, k: Fraction, clocks: Clocks) -> Doc:
    found: Doc = {
        "id": made.id,
        "verdict": made.verdict,
        "score": points,
        "doubts": list(made.doubts),
        "elapsed_s": None,
        "elapsed_low_s": None,
        "gross_s": None,
        "expanded_uncertainty_s": None,
        "bound": None,
    }
    span = made.span
    if span is None or made.verdict in BARE:
        return found
    size = span.high or span.low
    clock = (*span.start.points, *span.stop.points)[0].clock
    found["start"] = _end(span.start, clock, clocks)
    found["stop"] = _end(span.stop, clock, clocks)
    if size is None:
        return found
    both = span.high is not None and span.low is not None
    found["bound"] = (
        "exact" if span.is_exact else "between" if both else "at_most" if span.high else "at_least"
    )
    found["elapsed_s"], found["gross_s"] = size.d, size.gross
    found["expanded_uncertainty_s"] = k * root(size.var)
    if found["bound"] == "between":
        assert span.low is not None
        found["elapsed_low_s"] = span.low.d
    return found


def _end(made: Instant, clock: str, clocks: Clocks) -> Doc:
    at = made.some.on(clock, clocks).at if made.points else None
    return {"at": at, "sources": sources_of(made.points)}


def plain(made: object) -> object:
    """Turn the fractions of an answer into floats."""
    if isinstance(made, Fraction):
        return float(made)
    if isinstance(made, dict):
        return {key: plain(value) for key, value in made.items()}
    if isinstance(made, list):
        return [plain(value) for value in made]
    return made
