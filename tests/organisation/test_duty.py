"""A roster is compared with need: gaps before they happen, two posts at once, leads, force."""

from __future__ import annotations

from datetime import date, timedelta

from drillplanner.organisation.duty import (
    doubles,
    force_of,
    gaps,
    is_late,
    is_school_day,
    week_of,
)

MONDAY = date(2026, 12, 28)
TERM = {"days": "term", "from": "2026-09-01", "until": "2027-01-20"}


def need(**other: str) -> dict[str, str]:
    base = {
        "school": "s1", "post": "北门", "slot": "早", "begin": "07:30", "end": "08:10",
        "bell": "08:00", "force": "guard", "number": "2",
    }  # fmt: skip
    return {**base, **other}


def shift(day: date, person: str, **other: str) -> dict[str, str]:
    base = {"school": "s1", "post": "北门", "slot": "早", "force": "guard"}
    return {**base, "day": day.isoformat(), "person": person, **other}


def test_a_roster_across_new_year_has_gaps_on_school_days_alone() -> None:
    holiday = {"days": "holiday", "from": "2027-01-01", "until": "2027-01-03"}
    made_up = {"days": "made_up", "from": "2027-01-02"}
    days = [MONDAY + timedelta(days=offset) for offset in range(8)]
    shifts = [shift(MONDAY, "a"), shift(MONDAY, "b"), shift(days[1], "a")]

    found = gaps([need()], shifts, [TERM, holiday, made_up], days)

    assert [(one.day.isoformat(), one.missing) for one in found] == [
        ("2026-12-29", 1),
        ("2026-12-30", 2),
        ("2026-12-31", 2),
        ("2027-01-02", 2),
        ("2027-01-04", 2),
    ]


def test_a_moved_term_moves_the_gaps() -> None:
    late = {"days": "term", "from": "2026-12-30"}

    found = gaps([need()], [], [late], week_of(MONDAY))

    assert [one.day.day for one in found] == [30, 31, 1]


def test_who_left_the_post_leaves_a_gap() -> None:
    shifts = [shift(MONDAY, "a"), shift(MONDAY, "b", state="away")]

    assert [one.missing for one in gaps([need()], shifts, [TERM], [MONDAY])] == [1]


def test_a_need_holds_from_its_day_until_its_day() -> None:
    one = need(**{"from": "2026-12-29", "until": "2026-12-30"})

    assert [gap.day.day for gap in gaps([one], [], [TERM], week_of(MONDAY))] == [29, 30]


def test_a_person_on_two_posts_is_named_where_the_times_overlap() -> None:
    needs = [
        need(),
        need(school="s2", begin="08:00", end="08:30"),
        need(school="s3", slot="晚", begin="16:00", end="17:00"),
    ]
    shifts = [
        shift(MONDAY, "a"),
        shift(MONDAY, "a", school="s2"),
        shift(MONDAY, "b"),
        shift(MONDAY, "b", school="s3", slot="晚"),
        shift(MONDAY + timedelta(days=1), "a", school="s2"),
    ]

    found = doubles(shifts, needs)

    assert [(one.day, one.person) for one in found] == [(MONDAY, "a")]


def test_slots_without_times_clash_by_their_name() -> None:
    shifts = [shift(MONDAY, "a"), shift(MONDAY, "a", school="s2")]

    assert len(doubles(shifts, [])) == 1


def test_a_post_that_is_manned_late_before_the_bell_is_named() -> None:
    needs = [need(), need(begin="07:50"), need(begin="16:20", bell="16:00")]

    assert [one["begin"] for one in needs if is_late(one, 20)] == ["07:50"]
    assert [one["begin"] for one in needs if is_late(one, 40)] == ["07:30", "07:50"]


def test_the_force_of_a_day_counts_each_person_once() -> None:
    shifts = [
        shift(MONDAY, "a"),
        shift(MONDAY, "a", slot="晚"),
        shift(MONDAY, "p", force="police"),
        shift(MONDAY, "q", force="police", state="away"),
    ]

    assert force_of(shifts, MONDAY) == {"guard": 1, "police": 1}


def test_without_a_calendar_weekdays_are_school_days() -> None:
    assert is_school_day(MONDAY, [])
    assert not is_school_day(date(2027, 1, 2), [])
