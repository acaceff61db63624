"""Whatever laptops logged and however their packs are cut: merging is a union, and nothing else."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from drillplanner.base.ids import ClockId, EntryId, SessionId, StepId
from drillplanner.exchange.pack.keys import LaptopKey
from drillplanner.exchange.pack.log_pack import read_pack, write_pack
from drillplanner.plan.writer import format_script
from drillplanner.report.subject import Subject
from drillplanner.run.codec import Sealed, as_fact, seal
from drillplanner.run.fact import Body, make_fact
from drillplanner.run.fact_kinds import DRILL, SCRIPT
from drillplanner.run.journal import write_journal
from drillplanner.services.exchange.pack_exchange import hand_over, write_log_pack
from drillplanner.services.exchange.pack_joining import examine, join, join_in_turn
from drillplanner.services.review.merging.time_line import time_line
from drillplanner.services.review.merging.time_line_json import time_line_json
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.services.run.sessions import create_workspace
from drillplanner.store.workspace import Workspace
from tests.run.build import NINE_NS, SECOND_NS, bare, entry
from tests.services.drills_held import plan

#: Every order of every example has a workspace of its own; making them smaller takes minutes.
EXAMPLES = settings(
    max_examples=max(5, settings().max_examples // 4),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)

_document: Body = {
    "script_id": plan().id, "document": format_script(plan()).decode(), "wall_utc_ns": 1,
}  # fmt: skip
THE_SCRIPT = make_fact(SCRIPT, "script", _document)
_about: Body = {
    "title": "Lockdown", "script": THE_SCRIPT.hash, "nature": "formal", "wall_utc_ns": 1,
    "author": "p1",
}  # fmt: skip
THE_DRILL = make_fact(DRILL, "d1", _about, "d1")
KEYS = {name: LaptopKey.made() for name in ("post", "gate", "roof", "planner")}


@dataclass(frozen=True)
class Held:
    """What every laptop logged, and the packs that were written of it, each of a part."""

    logs: tuple[tuple[Sealed, ...], ...]
    packs: tuple[bytes, ...]


@st.composite
def logs(draw: st.DrawFn, source: str) -> tuple[Sealed, ...]:
    """Let a laptop arm, mark, take back and note, on a clock of its own."""
    apart_ns = draw(st.integers(-3_600, 3_600)) * SECOND_NS
    prev, log = THE_DRILL.hash, list[Sealed]()
    for kind in ["arm", "sync", *draw(st.lists(st.sampled_from(["mark", "void", "note"])))]:
        seq = len(log) + 1
        made = entry(seq) if kind == "mark" else bare(seq, kind)
        if kind == "mark":
            step, unit = draw(
                st.sampled_from([("alarm", None), ("shut", "c1"), ("shut", "c2"), ("call", None)])
            )
            made = replace(made, step=StepId(step), unit=unit)
        elif kind == "void":
            made = replace(made, amends=log[draw(st.integers(0, len(log) - 1))].entry.id)
        elif kind == "sync":
            made = replace(made, text="sync-1")
        else:
            made = replace(
                made, text=draw(st.sampled_from(["人已到", "a, b"])) if kind == "note" else ""
            )
        made = replace(
            made, id=EntryId(f"{source}-{seq}"), source=source, session=SessionId(source),
            clock=ClockId(source), prev=prev,
            elapsed_ns=made.elapsed_ns, wall_utc_ns=NINE_NS + seq * SECOND_NS + apart_ns,
        )  # fmt: skip
        log.append(seal(made))
        prev = log[-1].hash
    return tuple(log)


@st.composite
def drills(draw: st.DrawFn) -> Held:
    """Cut packs out of what three laptops logged; one copy may have been tampered with."""
    held = tuple(draw(logs(source)) for source in ("post", "gate", "roof"))
    tampered = seal(replace(held[0][-1].entry, elapsed_ns=7))
    packs = []
    for _pack in range(draw(st.integers(2, 4))):
        inside = [one for log in held for one in log[: draw(st.integers(0, len(log)))]]
        if draw(st.booleans()) and held[0][-1] not in inside:
            inside.append(tampered)
        records = write_journal([THE_SCRIPT, THE_DRILL, *(as_fact(one) for one in inside)])
        key = KEYS[draw(st.sampled_from(sorted(KEYS)))]
        packs.append(write_pack("d1", records, inside, {}, key))
    return Held(held, tuple(packs))


@contextmanager
def joined(packs: Iterable[bytes], *, one_by_one: bool = False) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_workspace(Path(folder) / "w.drill")
        try:
            if one_by_one:
                for data in packs:
                    join(workspace, examine(workspace, data))
            else:
                join_in_turn(workspace, [("", data) for data in packs], lambda _found: True)
            yield workspace
        finally:
            workspace.close()


def came_to(workspace: Workspace) -> tuple[bytes, str]:
    """Give the drill's bytes, and its time line as `timeline --json` writes it."""
    review = review_drill(read_drill(workspace, "d1"))
    line = time_line(Subject(review.inputs), review.recorded.entries)
    return hand_over(workspace, "d1"), json.dumps(time_line_json(line))


def hashes(packs: Sequence[bytes]) -> set[str]:
    return {fact.hash for data in packs for fact in read_pack(data).facts}


@given(drills(), st.data())
@EXAMPLES
def test_merging_is_order_free_and_idempotent_and_loses_nothing(
    held: Held, data: st.DataObject
) -> None:
    order = data.draw(st.permutations([*held.packs, *held.packs[:2]]))
    with joined(held.packs) as first:
        expected = came_to(first)
        kept = {fact.hash for fact in (*first.facts(), *first.copies("d1"))}
    with joined(order, one_by_one=True) as other:
        found = came_to(other)
        again = [examine(other, pack).verdict for pack in held.packs]
        join_in_turn(other, [("", pack) for pack in held.packs], lambda _found: True)
        twice = came_to(other)

    assert found == expected
    assert twice == expected
    assert hashes(held.packs) <= kept
    assert set(again) <= {"here", "ambiguous"}


@given(drills(), st.data())
@EXAMPLES
def test_merging_what_was_merged_before_comes_to_the_same(held: Held, data: st.DataObject) -> None:
    """A post may join its neighbours' packs, and hand on what came of it."""
    cut = data.draw(st.integers(1, len(held.packs) - 1))
    with joined(held.packs) as whole:
        expected = came_to(whole)
    with joined(held.packs[:cut]) as some:
        handed_on = write_log_pack(some, "d1", KEYS["planner"])
    with joined([*held.packs[cut:], handed_on]) as found:
        assert came_to(found)[1] == expected[1]
        assert hashes(held.packs) <= hashes([hand_over(found, "d1")])
