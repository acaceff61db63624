"""How a log stands follows from its entries alone, and what may come next from that."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.errors import UserError
from drillplanner.run.entry import Entry
from drillplanner.run.legality import refusal, require_legal
from drillplanner.run.live_log import LiveLog, resolve
from tests.run.build import bare, entry


def play(*kinds: str) -> list[Entry]:
    return [
        (entry if kind in ("mark", "failed", "not_performed") else bare)(
            number, kind=kind, text="x" if kind in ("failed", "note", "sync") else ""
        )
        for number, kind in enumerate(kinds, start=1)
    ]


def phase(*kinds: str) -> str:
    return LiveLog(play(*kinds)).phase("gate")


def void(seq: int, of: int, **fields: Any) -> Entry:
    return bare(seq, "void", amends=f"e{of}", **fields)


def label(seq: int, of: int, step: str, **fields: Any) -> Entry:
    return entry(seq, kind="label", amends=f"e{of}", step=step, **fields)


def words(seq: int, of: int, said: str, **fields: Any) -> Entry:
    return bare(seq, "label", amends=f"e{of}", text=said, **fields)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), "ready"),
        (("sync", "note"), "ready"),
        (("arm",), "armed"),
        (("arm", "mark"), "running"),
        (("arm", "mark", "hold"), "held"),
        (("arm", "mark", "hold", "mark"), "held"),
        (("arm", "mark", "hold", "resume"), "running"),
        (("arm", "mark", "end"), "ended"),
        (("arm", "mark", "hold", "end"), "ended"),
        (("arm", "hold", "abort"), "aborted"),
        (("arm", "end", "sync", "note", "not_performed"), "ended"),
    ],
)
def test_the_phase_follows_from_the_entries(kinds: tuple[str, ...], expected: str) -> None:
    assert phase(*kinds) == expected


def test_a_voided_end_leaves_the_drill_running() -> None:
    log = [*play("arm", "mark", "end"), void(4, 3)]

    assert LiveLog(log).phase("gate") == "running"


def test_a_voided_arming_voids_the_false_start() -> None:
    assert LiveLog([*play("arm"), void(2, 1)]).phase("gate") == "ready"


def test_a_late_mark_starts_nothing() -> None:
    assert LiveLog([entry(1, made="late")]).phase("gate") == "ready"


def test_each_source_has_its_own_phase_and_the_drill_is_over_when_all_are() -> None:
    gate = play("arm", "mark", "end")
    post = [bare(1, "arm", id="x1", source="post")]

    state = LiveLog([*gate, *post])

    assert (state.phase("gate"), state.phase("post")) == ("ended", "armed")
    assert not state.is_over
    assert LiveLog([*gate, *post, bare(2, "end", id="x2", source="post")]).is_over


def test_a_void_takes_a_mark_back() -> None:
    log = [*play("arm", "mark", "mark"), void(4, 2)]

    resolved = resolve(log)

    assert [one.id for one in resolved.entries] == ["e1", "e3"]
    assert [one.id for one in resolved.voided] == ["e2"]


def test_a_label_says_what_was_marked() -> None:
    log = [bare(1, "mark"), label(2, 1, "s7", unit="u1")]

    resolved = resolve(log)

    assert [(one.step, one.unit) for one in resolved.entries] == [("s7", "u1")]
    assert not resolved.unlabelled
    assert resolve(log[:1]).unlabelled == (log[0],)


def test_two_labels_that_disagree_are_a_conflict_and_the_mark_stands_as_it_was_made() -> None:
    log = [entry(1), label(2, 1, "s7"), label(3, 1, "s8", source="post")]

    resolved = resolve(log)

    assert resolved.entries == (log[0],)
    assert [(one.entry.id, len(one.amendments)) for one in resolved.conflicts] == [("e1", 2)]


def test_a_void_and_a_label_of_one_mark_are_a_conflict() -> None:
    log = [entry(1), label(2, 1, "s7"), void(3, 1, source="post")]

    assert len(resolve(log).conflicts) == 1


def test_a_person_rules_on_a_conflict_by_voiding_a_label() -> None:
    log = [entry(1), label(2, 1, "s7"), label(3, 1, "s8"), void(4, 2)]

    resolved = resolve(log)

    assert not resolved.conflicts
    assert [one.step for one in resolved.entries] == ["s8"]


def test_two_amendments_that_say_the_same_are_none() -> None:
    log = [entry(1), void(2, 1), void(3, 1, source="post")]

    resolved = resolve(log)

    assert not resolved.conflicts
    assert not resolved.entries


@pytest.mark.parametrize(
    ("before", "kind", "words"),
    [
        ((), "mark", "not armed"),
        ((), "hold", "not armed"),
        (("arm",), "arm", "armed already"),
        (("arm", "mark", "hold"), "hold", "paused already"),
        (("arm", "mark"), "resume", "not paused"),
        (("arm", "end"), "mark", "late entry"),
        (("arm", "end"), "failed", "late entry"),
        (("arm", "end"), "hold", "over"),
        (("arm", "end"), "end", "over"),
        (("arm", "abort"), "abort", "over"),
        (("sync",), "sync", "another name"),
    ],
)
def test_what_makes_no_sense_is_refused(before: tuple[str, ...], kind: str, words: str) -> None:
    *log, last = play(*before, kind)

    with pytest.raises(UserError, match=words):
        require_legal(LiveLog(log), last)


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ((), "sync"),
        ((), "note"),
        (("arm", "mark"), "mark"),
        (("arm", "hold"), "mark"),
        (("arm", "hold"), "end"),
        (("arm", "end"), "sync"),
        (("arm", "end"), "note"),
        (("arm", "end"), "not_performed"),
    ],
)
def test_what_is_merely_odd_is_logged(before: tuple[str, ...], kind: str) -> None:
    *log, last = play(*before, kind)

    assert refusal(LiveLog(log), last) is None


def test_a_late_mark_may_come_after_the_end() -> None:
    assert refusal(LiveLog(play("arm", "end")), entry(3, made="late")) is None


@pytest.mark.parametrize(
    ("log", "last", "words"),
    [
        ([], void(1, 9), "not in this log"),
        ([entry(1), void(2, 1)], void(3, 2), "restoring what"),
        ([entry(1), void(2, 1)], void(3, 1), "void already"),
        ([entry(1), void(2, 1)], label(3, 1, "s2"), "void already"),
        ([entry(1), label(2, 1, "s2")], label(3, 1, "s3"), "void that label"),
        ([entry(1), label(2, 1, "s2")], void(3, 1), "void that label"),
        ([bare(1, "arm")], label(2, 1, "s2"), "Only a mark"),
        ([entry(1)], entry(1), "already"),
        ([bare(1, "mark"), words(2, 1, "shouting")], words(3, 1, "running"), "void that label"),
        ([entry(1, kind="failed", text="x")], words(2, 1, "shouting"), "Only a mark"),
    ],
)
def test_an_amendment_that_makes_no_sense_is_refused(
    log: list[Entry], last: Entry, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        require_legal(LiveLog(log), last)


def test_a_name_of_a_voided_sync_mark_is_free_again() -> None:
    log = [bare(1, "sync", text="muster"), void(2, 1)]

    assert refusal(LiveLog(log), bare(3, "sync", text="muster")) is None


def test_a_mark_named_in_words_keeps_them_and_stays_without_a_step() -> None:
    log = [bare(1, "mark", text="slot"), words(2, 1, "家长冲到门口"), bare(3, "mark")]

    found = resolve(log)

    assert found.words == {"e1": "家长冲到门口"}
    assert [one.id for one in found.unlabelled] == ["e1", "e3"]
    assert found.entries[0].text == "slot"


def test_words_that_are_voided_make_room_for_a_step() -> None:
    log = [bare(1, "mark"), words(2, 1, "shut"), void(3, 2), label(4, 1, "s2")]

    found = resolve(log)

    assert found.words == {}
    assert [one.step for one in found.entries] == ["s2"]


def test_two_laptops_that_give_the_same_words_agree_and_other_words_are_a_conflict() -> None:
    same = resolve([bare(1, "mark"), words(2, 1, "shut"), words(3, 1, "shut")])
    other = resolve([bare(1, "mark"), words(2, 1, "shut"), words(3, 1, "open")])

    assert (same.words, same.conflicts) == ({"e1": "shut"}, ())
    assert (other.words, len(other.conflicts)) == ({}, 1)


POOL = (
    *play("arm", "mark", "hold", "resume", "mark", "end"),
    void(7, 6),
    void(8, 2),
    label(9, 5, "s4"),
    void(10, 9),
    bare(11, "arm", source="post"),
    bare(12, "abort"),
    words(13, 2, "shouting"),
    void(14, 13),
    label(15, 1, "s4"),
    entry(16, kind="failed", text="people"),
    entry(17, made="late"),
    bare(18, "note", text="wet"),
    bare(19, "sync", text="S1"),
    bare(20, "note", text="!begin", bound="at_most", observed="radio"),
    *(
        void(20 + number, target)
        for number, target in enumerate((1, 3, 4, 5, 16, 17, 18, 19, 20), 1)
    ),
    void(30, 2, source="post"),
    void(31, 15),
)


def restore(seq: int, of: int, **fields: Any) -> Entry:
    return bare(seq, "restore", amends=f"e{of}", **fields)


def said_of(log: LiveLog) -> tuple[object, ...]:
    """Say how a log stands, whatever the order of sources in it."""
    found = log.resolution()
    return (
        {one.id: one for one in found.entries},
        {one.id for one in found.voided},
        {one.id for one in found.unlabelled},
        {one.entry.id: set(one.amendments) for one in found.conflicts},
        dict(found.words),
    )


def is_live(entry: Entry, log: list[Entry]) -> bool:
    """Say by the words of the contract whether an entry is live."""
    takes_back = ("void", "restore") if entry.kind == "void" else ("void",)
    return not any(
        one.amends == entry.id and one.kind in takes_back and is_live(one, log) for one in log
    )


MORE = (
    *POOL,
    restore(32, 7),
    void(33, 32),
    restore(34, 8),
    restore(35, 10),
    void(36, 34, source="post"),
)


@given(st.lists(st.sampled_from(MORE), unique=True))
def test_an_entry_is_live_as_the_contract_says(log: list[Entry]) -> None:
    found = LiveLog(log)
    disputed = {one.entry.id for one in found.resolution().conflicts}

    for one in log:
        assert found.is_live(one.id) == (one.id in disputed or is_live(one, log))


@given(st.permutations(MORE))
def test_what_is_void_does_not_depend_on_the_order_of_entries(log: list[Entry]) -> None:
    assert said_of(LiveLog(log)) == said_of(LiveLog(MORE))


@given(st.lists(st.sampled_from(MORE), unique=True))
def test_a_phase_kept_up_equals_one_computed_anew(log: list[Entry]) -> None:
    kept = LiveLog()
    for number, one in enumerate(log, 1):
        kept.add(one)
        assert kept.phases == LiveLog(log[:number]).phases


@given(st.lists(st.sampled_from(MORE), unique=True))
def test_what_is_told_as_changed_is_all_that_reads_otherwise(log: list[Entry]) -> None:
    kept = LiveLog()
    before: dict[str, object] = {}
    for one in log:
        told = kept.add(one)
        after = {
            entry.id: (kept.is_live(entry.id), kept.read(entry), kept.label(entry.id))
            for entry in kept
        }
        assert {id_ for id_, how in after.items() if before.get(id_) != how} <= set(told)
        before = {str(id_): how for id_, how in after.items()}


def test_a_restoration_takes_a_void_back_and_can_be_taken_back_itself() -> None:
    log = [*play("arm", "mark"), void(3, 2)]

    assert LiveLog([*log, restore(4, 3)]).is_live("e2")
    assert not LiveLog([*log, restore(4, 3), void(5, 4)]).is_live("e2")
    assert LiveLog([*log, restore(4, 3), void(5, 4), restore(6, 5)]).is_live("e2")


def test_an_end_that_was_taken_back_and_restored_stands() -> None:
    log = [*play("arm", "mark", "end"), void(4, 3)]

    assert LiveLog(log).phase("gate") == "running"
    assert LiveLog([*log, restore(5, 4)]).phase("gate") == "ended"


@pytest.mark.parametrize(
    ("log", "last", "words"),
    [
        ([entry(1)], restore(2, 1), "Only what was voided"),
        ([entry(1), void(2, 1), restore(3, 2)], restore(4, 2), "restored already"),
        (
            [bare(1, "mark"), label(2, 1, "s2"), void(3, 2), label(4, 1, "s3")],
            restore(5, 3),
            "another name",
        ),
        (
            [bare(1, "sync", text="S1"), void(2, 1), bare(3, "sync", text="S1")],
            restore(4, 2),
            "another name",
        ),
    ],
)
def test_a_restoration_that_makes_no_sense_is_refused(
    log: list[Entry], last: Entry, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        require_legal(LiveLog(log), last)


def test_entries_that_amend_each_other_in_a_ring_hang_nothing() -> None:
    ring = [void(1, 2), void(2, 1), void(3, 3)]

    assert len(LiveLog(ring)) == 3


def test_a_long_chain_of_amendments_is_read_without_recursion() -> None:
    log = [entry(1), *(void(number, number - 1) for number in range(2, 5000))]

    # Every second one from the last stands: e4999 does, e4998 not, … e1 does.
    kept = LiveLog(log)
    assert kept.is_live("e1")
    kept.add(void(5000, 4999))
    assert not kept.is_live("e1")


def begin(seq: int, **fields: Any) -> Entry:
    return bare(seq, "note", text="!begin", bound="at_most", observed="radio", **fields)


def test_a_begin_heard_by_radio_starts_the_round_and_taking_it_back_arms_it_again() -> None:
    log = [bare(1, "arm"), begin(2)]

    assert LiveLog(log).phase("gate") == "running"
    assert LiveLog([*log, void(3, 2, text="!false_start")]).phase("gate") == "armed"
    assert LiveLog([bare(1, "arm"), bare(2, "note", text="!begin")]).phase("gate") == "armed"


def test_a_round_begins_once_and_only_while_it_is_armed_or_under_way() -> None:
    armed = [bare(1, "arm")]

    assert refusal(LiveLog([]), begin(1)) is not None
    assert refusal(LiveLog(armed), begin(2)) is None
    assert refusal(LiveLog([*armed, begin(2)]), begin(3)) is not None
    assert refusal(LiveLog([*armed, begin(2), void(3, 2)]), begin(4)) is None
    assert refusal(LiveLog([*armed, entry(2)]), begin(3)) is None
    assert refusal(LiveLog([*armed, bare(2, "end")]), begin(3)) is not None


def test_a_false_start_that_took_back_all_deeds_leaves_the_source_armed() -> None:
    log = [bare(1, "arm"), entry(2), entry(3), void(4, 2), void(5, 3)]

    state = LiveLog()
    for one in log:
        require_legal(state, one)
        state.add(one)

    assert state.phase("gate") == "armed"


def test_a_round_is_made_void_once_whenever_it_was_armed() -> None:
    void_round = bare(3, "abort", text="!void_round hoax")

    assert refusal(LiveLog([]), void_round) is not None
    assert refusal(LiveLog(play("arm", "mark")), void_round) is None
    assert refusal(LiveLog(play("arm", "end")), void_round) is None
    over = [*play("arm", "mark"), void_round]
    assert LiveLog(over).phase("gate") == "aborted"
    assert refusal(LiveLog(over), bare(4, "abort", text="!void_round")) is not None
    assert LiveLog([*play("arm", "end"), void_round]).phase("gate") == "ended"
