"""What a hash chain shows of a log that was edited, cut, put together anew or forked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.ids import EntryId
from drillplanner.run.chain import Break, Fork, in_order, union, verify
from drillplanner.run.codec import Sealed, seal
from tests.run.build import NINE_NS, SECOND_NS, session


def test_an_untouched_log_is_whole() -> None:
    log = session(5)

    chains = verify(log)

    assert chains.is_whole
    assert [(one.session, one.count, one.last_hash) for one in chains.sessions] == [
        ("s1", 5, log[-1].hash)
    ]
    assert chains.sessions[0].check_code == log[-1].hash[:8].upper()
    assert len(chains.check_code) == 8


def test_an_edited_entry_is_located() -> None:
    log = session(5)
    edited = seal(replace(log[2].entry, elapsed_ns=1))

    chains = verify([*log[:2], edited, *log[3:]])

    assert chains.breaks == (Break("edited", "s1", 3, "s1-3"),)


def test_an_edit_whose_successor_was_mended_is_located_one_later() -> None:
    log = session(5)
    edited = seal(replace(log[2].entry, elapsed_ns=1))
    mended = seal(replace(log[3].entry, prev=edited.hash))

    chains = verify([*log[:2], edited, mended, log[4]])

    assert chains.breaks == (Break("edited", "s1", 4, "s1-4"),)


@pytest.mark.parametrize("gone", [0, 1, 3])
def test_a_removed_entry_is_located(gone: int) -> None:
    log = session(5)

    chains = verify([*log[:gone], *log[gone + 1 :]])

    assert chains.breaks == (Break("removed", "s1", gone + 2, f"s1-{gone + 2}"),)


def test_reordered_entries_are_located() -> None:
    log = session(5)
    swapped = [
        log[0],
        seal(replace(log[2].entry, seq=2)),
        seal(replace(log[1].entry, seq=3)),
        *log[3:],
    ]

    chains = verify(swapped)

    assert {one.seq for one in chains.breaks} <= {1, 2, 3, 4}
    assert not chains.is_whole


def test_an_entry_that_follows_another_than_it_says_is_reordered() -> None:
    log = session(3)
    astray = seal(replace(log[2].entry, prev=log[0].hash))

    chains = verify([log[0], log[1], astray])

    assert chains.breaks == (Break("reordered", "s1", 3, "s1-3"),)


def test_a_second_entry_for_one_place_is_located() -> None:
    log = session(5)
    forged = seal(replace(log[2].entry, id=EntryId("forged"), elapsed_ns=1))

    chains = verify([*log, forged])

    assert chains.breaks == (Break("inserted", "s1", 3, "forged"),)


def test_entries_after_the_hash_that_was_written_down_are_appended() -> None:
    log = session(5)

    chains = verify(log, known={"s1": log[2].hash})

    assert [(one.kind, one.seq) for one in chains.breaks] == [("appended", 4), ("appended", 5)]
    assert verify(log, known={"s1": log[4].hash}).is_whole


@pytest.mark.parametrize("kept", [0, 3])
def test_a_log_cut_before_the_hash_that_was_written_down_is_truncated(kept: int) -> None:
    log = session(5)

    chains = verify(log[:kept], known={"s1": log[4].hash})

    assert [one.kind for one in chains.breaks] == ["truncated"]


def test_a_last_entry_edited_is_caught_by_the_hash_that_was_written_down() -> None:
    log = session(3)
    edited = seal(replace(log[2].entry, elapsed_ns=1))

    assert verify([*log[:2], edited]).is_whole
    assert not verify([*log[:2], edited], known={"s1": log[2].hash}).is_whole


def test_a_session_goes_on_from_the_last_hash_of_the_one_before() -> None:
    first = session(3)
    second = session(2, "s2", first[-1].hash)

    assert verify([*second, *first]).is_whole
    assert verify(second).breaks == (Break("unrooted", "s2", 1, "s2-1"),)
    assert verify(second, roots=[first[-1].hash]).is_whole


def test_a_session_removed_whole_leaves_its_successor_unrooted() -> None:
    first = session(3)
    second = session(2, "s2", first[-1].hash)
    third = session(2, "s3", second[-1].hash)

    assert verify([*first, *third]).breaks == (Break("unrooted", "s3", 1, "s3-1"),)


def test_a_restored_backup_shows_as_a_fork_and_is_legal() -> None:
    first = session(3)
    one = session(2, "s2", first[-1].hash)
    other = session(2, "s3", first[-1].hash)

    chains = verify([*first, *one, *other])

    assert chains.is_whole
    assert chains.forks == (Fork(first[-1].hash, ("s2", "s3")),)


def test_two_sources_that_start_from_the_drill_itself_are_no_fork() -> None:
    gate = session(2, "s1", "f" * 64)
    post = session(2, "s2", "f" * 64, source="post")

    chains = verify([*gate, *post], roots=["f" * 64])

    assert chains.is_whole
    assert not chains.forks


def test_one_id_with_other_bytes_is_a_tampered_copy_and_the_vouched_copy_counts() -> None:
    log = session(3)
    forged = seal(replace(log[1].entry, elapsed_ns=1))

    joined = union(log, [forged])

    assert joined.entries == log
    assert [(one.id, one.chosen) for one in joined.tampered] == [("s1-2", log[1].hash)]
    assert not verify([*log, forged]).is_whole


def test_where_no_copy_is_vouched_for_none_counts() -> None:
    log = session(3)
    forged = seal(replace(log[2].entry, elapsed_ns=1))

    joined = union(log, [forged])

    assert joined.entries == log[:2]
    assert [(one.id, one.chosen) for one in joined.tampered] == [("s1-3", None)]


def test_sessions_are_ordered_by_their_chain_and_not_by_the_wall_clock() -> None:
    first = session(2)
    second = session(2, "a", first[-1].hash, wall_utc_ns=NINE_NS - 3600 * SECOND_NS)

    assert in_order([*second, *first]) == (*first, *second)


def test_sessions_forged_into_a_ring_are_still_listed() -> None:
    one = session(1, "s1", "a" * 64)
    two = session(1, "s2", one[0].hash)

    assert set(in_order([*two, *one])) == {*one, *two}


POOL: tuple[Sealed, ...] = (
    *session(4),
    *session(3, "s2", session(4)[-1].hash),
    *session(3, "s3", session(4)[2].hash, source="post"),
    seal(replace(session(4)[1].entry, elapsed_ns=5)),
    seal(replace(session(4)[3].entry, elapsed_ns=5)),
)
logs = st.lists(st.sampled_from(POOL))


@given(logs, logs, logs)
def test_union_is_order_free_and_idempotent_and_loses_nothing(
    a: list[Sealed], b: list[Sealed], c: list[Sealed]
) -> None:
    whole = union(a, b, c)

    assert whole == union(c, b, a)
    assert whole == union(union(a, b).copies, c)
    assert whole == union(whole.copies, whole.copies)
    assert set(whole.copies) == {*a, *b, *c}
    assert {one.entry.id for one in whole.entries} | {one.id for one in whole.tampered} == {
        one.entry.id for one in whole.copies
    }


@given(st.permutations(POOL))
def test_what_verify_finds_does_not_depend_on_the_order_of_entries(pool: list[Sealed]) -> None:
    assert verify(pool) == verify(POOL)


@given(st.data())
def test_any_change_but_to_a_last_entry_is_found(data: st.DataObject) -> None:
    log = session(6)
    at = data.draw(st.integers(0, 4))
    change: dict[str, Any] = data.draw(
        st.sampled_from([{"elapsed_ns": 7}, {"text": "x"}, {"step": "s9"}, {"prev": "b" * 64}])
    )
    edited = seal(replace(log[at].entry, **change))

    assert not verify([*log[:at], edited, *log[at + 1 :]]).is_whole
