"""The state of a drill is a fold over its entries, and what may come next follows from it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.errors import UserError
from drillplanner.run.entry import Entry
from drillplanner.run.log_state import DrillState, advance, fold, refusal, require_legal, resolve
from tests.run.build import bare, entry


def play(*kinds: str) -> list[Entry]:
    return [
        (entry if kind in ("mark", "failed", "not_performed") else bare)(
            number, kind=kind, text="x" if kind in ("failed", "note", "sync") else ""
        )
        for number, kind in enumerate(kinds, start=1)
    ]


def phase(*kinds: str) -> str:
    return fold(play(*kinds)).phase("gate")


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

    assert fold(log).phase("gate") == "running"


def test_a_voided_arming_voids_the_false_start() -> None:
    assert fold([*play("arm"), void(2, 1)]).phase("gate") == "ready"


def test_a_late_mark_starts_nothing() -> None:
    assert fold([entry(1, made="late")]).phase("gate") == "ready"


def test_each_source_has_its_own_phase_and_the_drill_is_over_when_all_are() -> None:
    gate = play("arm", "mark", "end")
    post = [bare(1, "arm", id="x1", source="post")]

    state = fold([*gate, *post])

    assert (state.phase("gate"), state.phase("post")) == ("ended", "armed")
    assert not state.is_over
    assert fold([*gate, *post, bare(2, "end", id="x2", source="post")]).is_over


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
        require_legal(fold(log), last)


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

    assert refusal(fold(log), last) is None


def test_a_late_mark_may_come_after_the_end() -> None:
    assert refusal(fold(play("arm", "end")), entry(3, made="late")) is None


@pytest.mark.parametrize(
    ("log", "last", "words"),
    [
        ([], void(1, 9), "not in this log"),
        ([entry(1), void(2, 1)], void(3, 2), "mark the step anew"),
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
        require_legal(fold(log), last)


def test_a_name_of_a_voided_sync_mark_is_free_again() -> None:
    log = [bare(1, "sync", text="muster"), void(2, 1)]

    assert refusal(fold(log), bare(3, "sync", text="muster")) is None


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


@given(st.lists(st.sampled_from(POOL), unique=True), st.permutations(POOL))
def test_taking_entries_back_in_the_order_of_the_log_equals_folding_anew(
    some: list[Entry], voids: list[Entry]
) -> None:
    said = [one for one in POOL if one.kind != "void" and one in some]
    state = DrillState()
    for one in (*said, *(one for one in voids if one.kind == "void")):
        state = advance(state, one)
        assert state == fold(state.entries.values())


@given(st.lists(st.sampled_from(POOL), unique=True))
def test_advancing_entry_by_entry_equals_folding_anew(log: list[Entry]) -> None:
    state = DrillState()
    for one in log:
        state = advance(state, one)

    assert state == fold(log)


@given(st.permutations(POOL))
def test_what_is_void_does_not_depend_on_the_order_of_entries(log: list[Entry]) -> None:
    assert set(resolve(log).entries) == set(resolve(POOL).entries)


def begin(seq: int, **fields: Any) -> Entry:
    return bare(seq, "note", text="!begin", bound="at_most", observed="radio", **fields)


def test_a_begin_heard_by_radio_starts_the_round_and_taking_it_back_arms_it_again() -> None:
    log = [bare(1, "arm"), begin(2)]

    assert fold(log).phase("gate") == "running"
    assert fold([*log, void(3, 2, text="!false_start")]).phase("gate") == "armed"
    assert fold([bare(1, "arm"), bare(2, "note", text="!begin")]).phase("gate") == "armed"


def test_a_round_begins_once_and_only_while_it_is_armed_or_under_way() -> None:
    armed = [bare(1, "arm")]

    assert refusal(fold([]), begin(1)) is not None
    assert refusal(fold(armed), begin(2)) is None
    assert refusal(fold([*armed, begin(2)]), begin(3)) is not None
    assert refusal(fold([*armed, begin(2), void(3, 2)]), begin(4)) is None
    assert refusal(fold([*armed, entry(2)]), begin(3)) is None
    assert refusal(fold([*armed, bare(2, "end")]), begin(3)) is not None


def test_a_false_start_that_took_back_all_deeds_leaves_the_source_armed() -> None:
    log = [bare(1, "arm"), entry(2), entry(3), void(4, 2), void(5, 3)]

    state = DrillState()
    for one in log:
        require_legal(state, one)
        state = advance(state, one)

    assert state.phase("gate") == "armed"
    assert state == fold(log)


def test_a_round_is_made_void_once_whenever_it_was_armed() -> None:
    void_round = bare(3, "abort", text="!void_round hoax")

    assert refusal(fold([]), void_round) is not None
    assert refusal(fold(play("arm", "mark")), void_round) is None
    assert refusal(fold(play("arm", "end")), void_round) is None
    over = [*play("arm", "mark"), void_round]
    assert fold(over).phase("gate") == "aborted"
    assert refusal(fold(over), bare(4, "abort", text="!void_round")) is not None
    assert fold([*play("arm", "end"), void_round]).phase("gate") == "ended"
