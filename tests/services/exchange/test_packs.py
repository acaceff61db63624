"""Log packs are joined in any order and twice, and each is named for what it is."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.exchange.pack.keys import LaptopKey
from drillplanner.exchange.pack.log_pack import entries_of, read_pack, write_pack
from drillplanner.run.codec import as_fact, seal
from drillplanner.run.fact import make_fact
from drillplanner.run.fact_kinds import ENTRY, TOMBSTONE
from drillplanner.run.journal import write_journal
from drillplanner.services.review.decisions import TableText
from drillplanner.services.review.review_session import review_drill
from drillplanner.terms.pack_words import written_said
from tests.services.laptops import Laptop, another, laptops


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Mapping[str, Laptop]]:
    with laptops(tmp_path / "held") as made:
        for one in made.values():
            one.sync("sync-1")
        made["post"].mark("alarm")
        made["gate"].mark("shut", "c1", 20)
        made["roof"].mark("shut", "c2", 30)
        made["post"].mark("call", None, 10)
        yield made


def facts(laptop: Laptop, drill: str) -> frozenset[str]:
    recorded = laptop.services.reviews.drill(drill)
    return frozenset(fact.hash for fact in recorded.facts)


def texts(found: object) -> str:
    doubts, notes = found.doubts, found.notes  # type: ignore[attr-defined]
    return " ".join(str(text) for text in (*doubts, *notes))


def rebuilt(data: bytes, records: bytes, key: LaptopKey) -> bytes:
    """Put other records behind a head that is signed anew, as a forger would."""
    pack = read_pack(data)
    inner = read_pack(write_pack("d", records, [], {}, key))
    return write_pack(pack.drill or "", records, entries_of(inner.facts), {}, key)


def test_any_order_and_twice_comes_to_the_same_drill_and_loses_nothing(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    drill = held["post"].drill
    packs = [one.pack() for one in held.values()]
    written = {
        fact.hash for one in held.values() for fact in one.services.reviews.drill(drill).facts
    }
    chance = random.Random(3)  # noqa: S311 - the same orders every time
    found, merged = set(), set()
    for number, order in enumerate(permutations(packs)):
        planner = another(tmp_path / str(number))
        for path in [*order, chance.choice(order)]:
            assert planner.take(path).verdict in ("joined", "here")
        found.add(facts(planner, drill))
        # The head of each pack stays with the drill, so that who signed it can be told.
        assert written <= facts(planner, drill)
        review = review_drill(planner.services.reviews.drill(drill))
        merged.add((planner.services.packs.hand_over(drill), repr(review.card)))
        planner.services.close()

    assert len(found) == 1
    assert len(merged) == 1


def test_what_is_joined_is_known_and_the_second_time_here_already(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    planner, path = another(tmp_path), held["gate"].pack()

    first, second = planner.take(path), planner.take(path)

    assert (first.verdict, second.verdict) == ("joined", "here")
    assert (first.entries, second.new) == (4, 0)
    assert "seen here for the first time" in texts(first)
    assert "seen here for the first time" not in texts(second)


def test_an_older_pack_of_the_same_laptop_brings_nothing_back(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    planner, gate = another(tmp_path), held["gate"]
    old = gate.pack("old")
    gate.mark("call")
    planner.take(gate.pack("new"))
    before = facts(planner, gate.drill)

    found = planner.take(old)

    assert found.verdict == "here"
    assert facts(planner, gate.drill) == before


def test_a_pack_of_another_drill_is_named_and_can_be_joined_to_its_own(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    other = another(tmp_path, "other")
    other.begin()
    planner = another(tmp_path)
    planner.take(held["gate"].pack())

    found = planner.services.packs.examine(other.pack(), held["gate"].drill)

    assert found.verdict == "ambiguous"
    assert "another drill: Lockdown" in texts(found)
    assert planner.services.packs.join(found).verdict == "joined"
    assert len(planner.services.catalogue.drills()) == 2


def test_a_cut_and_a_changed_pack_are_named_and_what_is_sound_is_offered(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    planner, path = another(tmp_path), held["gate"].pack()
    data = path.read_bytes()
    path.write_bytes(data[:-700])
    cut = planner.take(path)
    path.write_bytes(data.replace(b'"observed":"seen"', b'"observed":"sean"', 1))
    changed = planner.take(path)

    assert cut.verdict == changed.verdict == "ambiguous"
    assert "was cut" in texts(cut)
    assert "changed or damaged" in texts(changed)
    assert cut.can_be_joined
    joined = planner.take_all_the_same(path)
    assert joined.verdict == "joined"
    assert joined.new > 0


def test_a_chain_that_another_laptop_wrote_on_is_not_taken_for_the_first_ones(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    """Who has no key of the gate's laptop can continue its chain, but not sign for it."""
    planner, gate = another(tmp_path), held["gate"]
    data = gate.pack().read_bytes()
    planner.take(gate.pack())
    log = [one for one in entries_of(read_pack(data).facts) if one.entry.source == "gate"]
    last = log[-1]
    forged = seal(replace(last.entry, id="forged", seq=last.entry.seq + 1, prev=last.hash))  # type: ignore[arg-type]
    records = write_journal([*read_pack(data).facts, as_fact(forged)])
    path = tmp_path / "forged.drillpack"
    path.write_bytes(rebuilt(data, records, LaptopKey.made()))

    found = planner.take(path)

    assert found.verdict == "ambiguous"
    assert "1 entry of gate is not signed by the laptop that recorded it" in texts(found)


def test_another_laptop_at_the_same_post_is_said(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    planner = another(tmp_path)
    planner.take(held["gate"].pack())
    spare = another(tmp_path / "spare", "gate")
    spare.take(held["post"].pack("planned-again"))
    from drillplanner.services.run.live_session import Again

    spare.begin(Again(held["gate"].drill, 2))  # type: ignore[arg-type]

    found = planner.take(spare.pack())

    assert found.verdict == "ambiguous"
    assert "another laptop before" in texts(found)


def test_without_its_head_a_pack_waits_for_a_person(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    planner, path = another(tmp_path), held["gate"].pack()
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])

    found = planner.take(path)

    assert found.verdict == "ambiguous"
    assert "Nobody signed it" in texts(found)


def test_the_head_of_another_drill_is_not_taken_for_this_ones(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    other = another(tmp_path, "other")
    other.begin()
    head = other.pack().read_bytes().split(b"\n", 1)[0]
    path = held["gate"].pack()
    path.write_bytes(head + b"\n" + path.read_bytes().split(b"\n", 1)[1])

    found = another(tmp_path).take(path)

    assert found.verdict in ("ambiguous", "refused")
    assert "of the drill that it names" in texts(found) or "no kind" in texts(found)


def test_no_pack_deletes_anything(held: Mapping[str, Laptop], tmp_path: Path) -> None:
    planner, gate = another(tmp_path), held["gate"]
    planner.take(gate.pack())
    data = gate.pack().read_bytes()
    body = {"author": "x", "purged": gate.drill, "wall_utc_ns": 1}
    records = write_journal([*read_pack(data).facts, make_fact(TOMBSTONE, "t1", body)])  # type: ignore[arg-type]
    path = tmp_path / "purge.drillpack"
    path.write_bytes(rebuilt(data, records, LaptopKey.made()))

    found = planner.take_all_the_same(path)
    planner.services.packs.take_in(records)

    assert "left out" in texts(found) or found.verdict == "here"
    assert len(planner.services.catalogue.drills()) == 1
    assert planner.services.reviews.drill(gate.drill).entries


def test_names_travel_apart_and_can_be_left_out(held: Mapping[str, Laptop], tmp_path: Path) -> None:
    with_names, without = another(tmp_path, "a"), another(tmp_path, "b")

    with_names.take(held["gate"].pack())
    without.take(held["gate"].pack("bare", with_names=False))

    drill = held["gate"].drill
    assert "Keeper of gate" in with_names.services.reviews.drill(drill).names.values()
    assert not without.services.reviews.drill(drill).names
    assert b"Keeper of gate" not in (tmp_path / "held" / "bare.drillpack").read_bytes()


def test_a_name_that_was_forgotten_here_does_not_come_back(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    planner, path = another(tmp_path), held["gate"].pack()
    planner.take(path)
    (person,) = [
        one for one, name in planner.services.safekeeping.people().items() if "gate" in name
    ]
    planner.services.safekeeping.forget(person)

    held["gate"].mark("call")
    assert planner.take(held["gate"].pack("later")).verdict == "joined"

    assert person not in planner.services.safekeeping.people()


def test_two_copies_of_one_entry_count_the_same_in_either_order(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    gate = held["gate"]
    genuine = gate.pack()
    data = genuine.read_bytes()
    pack = read_pack(data)
    log = [one for one in entries_of(pack.facts) if one.entry.source == "gate"]
    late = seal(replace(log[-1].entry, elapsed_ns=log[-1].entry.elapsed_ns + 10**10))
    records = write_journal(
        as_fact(late) if one.hash == log[-1].hash else one for one in pack.facts
    )
    forged = tmp_path / "forged.drillpack"
    forged.write_bytes(rebuilt(data, records, LaptopKey.made()))
    counted = []
    for name, order in (("ab", (genuine, forged)), ("ba", (forged, genuine))):
        planner = another(tmp_path, name)
        for path in order:
            planner.take_all_the_same(path)
        recorded = planner.services.reviews.drill(gate.drill)
        counted.append({one.hash for one in recorded.entries})
        checked = planner.services.packs.check(gate.drill)
        tampered = [one.id for one in checked.chains.tampered]
        assert tampered == [log[-1].entry.id]

    assert counted[0] == counted[1]
    # The laptop that recorded it signed this copy, and not the other.
    assert log[-1].hash in counted[0]


def test_what_is_read_back_is_what_was_written(held: Mapping[str, Laptop], tmp_path: Path) -> None:
    gate = held["gate"]

    written = gate.services.packs.write(gate.drill, tmp_path)

    assert written.path == tmp_path / "Lockdown.drillpack"
    assert written.entries == len(entries_of(read_pack(written.path.read_bytes()).facts))
    assert written.check_code == gate.services.packs.check(gate.drill).chains.check_code
    assert sum(one.kind == ENTRY for one in read_pack(written.path.read_bytes()).facts) == 4


def test_the_code_of_a_pack_covers_rows_from_paper_and_decisions(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    gate, roof = held["gate"], held["roof"]

    def code(laptop: Laptop) -> str:
        return laptop.services.packs.write(laptop.drill, tmp_path / "code.drillpack").check_code

    before = code(gate)
    reviews = gate.services.reviews
    review = review_drill(reviews.drill(gate.drill))
    reviews.join_tables(review, [TableText("paper.csv", "source,step,time\nsheet,call,09:00:40\n")])
    with_rows = code(gate)
    reviews.rule(review, "use", "call", by="Wang", reason="video", source="sheet")
    with_ruling = code(gate)

    assert len({before, with_rows, with_ruling}) == 3
    for one in held.values():
        roof.take_all_the_same(one.pack())
    gate.take_all_the_same(roof.pack())
    assert code(gate) == code(roof)


def test_a_medium_that_keeps_something_else_is_said(
    held: Mapping[str, Laptop], tmp_path: Path
) -> None:
    target = tmp_path / "nowhere" / "gate.drillpack"
    with pytest.raises(UserError, match="does not exist"):
        held["gate"].services.packs.write(held["gate"].drill, target)
    with pytest.raises((UserError, StoreFault)):
        held["gate"].services.packs.write(held["gate"].drill, Path("/dev/full"))


def test_the_code_of_a_pack_is_not_called_the_check_code_of_the_end_page() -> None:
    said = str(written_said("gate.drillpack", 59, "80DA2110", "D1C4 C6ED 5DA9"))

    assert "Pack code 80DA 2110" in said
    assert "not the check code of the end page" in said
