"""Rows of sessions say what the log says, whether computed at once or entry by entry."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.run.chain import in_order
from drillplanner.run.codec import Sealed, seal
from drillplanner.run.drill_index_row import RoundSummary, rounds_of, summarise
from drillplanner.run.rounds import Arming, read_rounds
from tests.run.build import NINE_NS, entry

TEXTS = {
    "arm": ["", Arming("rehearsal").words(), Arming("formal", is_control=True).words()],
    "abort": ["", "real alarm", "!void_round", "!void_round hoax"],
    "note": ["seen", "!begin"],
}
KINDS = ["arm", "mark", "hold", "resume", "note", "abort", "end", "void", "label", "void"]


@st.composite
def logs(draw: st.DrawFn) -> list[Sealed]:
    """Write a log as it comes to a disk: two sources, restarts, amendments of whatever is there."""
    log: list[Sealed] = []
    session = {"gate": 1, "square": 1}
    last: dict[tuple[str, int], Sealed] = {}
    for number in range(draw(st.integers(1, 14))):
        source = draw(st.sampled_from(sorted(session)))
        if draw(st.integers(0, 9)) == 0:
            session[source] += 1
        kind = draw(st.sampled_from(KINDS))
        mine = [one.entry.id for one in log]
        if kind in ("void", "label") and not mine:
            kind = "arm"
        amends = draw(st.sampled_from(mine)) if kind in ("void", "label") else None
        texts = ["!begin"] if kind == "note" else TEXTS.get(kind, [""])
        text = draw(st.sampled_from(texts))
        here = (source, session[source])
        before = last.get(here) or last.get((source, session[source] - 1))
        fields: dict[str, Any] = {
            "id": f"e{number}",
            "kind": kind,
            "source": source,
            "session": f"{source}{session[source]}",
            "step": "s1" if kind in ("mark", "label") else None,
            "text": text,
            "bound": "at_most" if text == "!begin" else "exact",
            "amends": amends,
            "prev": before.hash if before else None,
            "wall_utc_ns": NINE_NS + draw(st.integers(-5, 5)) * 10**9,
        }
        seq = last[here].entry.seq + 1 if here in last else 1
        sealed = seal(entry(seq, **fields))
        last[here] = sealed
        log.append(sealed)
    return log


def rows_of(found: dict[int, RoundSummary]) -> dict[tuple[str, str], object]:
    return {key: row for one in found.values() for key, row in one.rows.items()}


@given(logs())
def test_rows_say_what_the_log_says(log: list[Sealed]) -> None:
    rows = [row for one in summarise(log).values() for row in one.rows.values()]

    assert rounds_of(rows) == read_rounds(one.entry for one in in_order(log))
    assert sum(row.count for row in rows) == len(log)


@given(logs())
def test_rows_grow_by_one_entry_as_if_computed_anew(log: list[Sealed]) -> None:
    found: dict[int, RoundSummary] = {}
    for number, sealed in enumerate(log, start=1):
        known = found.get(sealed.entry.round)
        if known is not None and known.goes_on_with(sealed.entry):
            before = dict(known.rows)
            changed = known.add(sealed)
            assert {one.key for one in changed} == {
                key for key, row in known.rows.items() if row != before[key]
            } | {(sealed.entry.source, sealed.entry.session)}
        else:
            found = summarise(log[:number])

        assert rows_of(found) == rows_of(summarise(log[:number]))


def test_a_row_knows_the_last_entry_of_its_session() -> None:
    log = [seal(entry(1, kind="arm", step=None)), seal(entry(2, author="p2"))]

    (row,) = summarise(log)[1].rows.values()

    assert (row.count, row.last_seq, row.last_hash) == (2, 2, log[1].hash)
    assert (row.author, row.phase, row.is_unfinished) == ("p2", "running", True)
