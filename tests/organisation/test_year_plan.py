"""A planned drill is held, due or overdue; a frequency says by when the next one is due."""

from __future__ import annotations

from datetime import date

from drillplanner.organisation.year_plan import (
    FREQUENCIES,
    Frequency,
    HeldDrill,
    due_by_frequency,
    month_end,
    plan_lines,
)

TODAY = date(2026, 11, 20)


def drill(id_: str, day: str, subject: str = "anti_violence", *, formal: bool = True) -> HeldDrill:
    return HeldDrill(id_, f"drill {id_}", "s1", date.fromisoformat(day), subject, formal)


def row(due: str, **other: str) -> dict[str, str]:
    return {"school": "s1", "subject": "anti_violence", "due": due, **other}


def states(rows: dict[str, dict[str, str]], held: list[HeldDrill]) -> dict[str, str]:
    return {one.row: one.state for one in plan_lines(rows, held, TODAY)}


def test_a_plan_is_held_by_a_formal_drill_of_its_month_and_one_drill_holds_one_row() -> None:
    rows = {"a": row("2026-10-10"), "b": row("2026-10-20"), "c": row("2026-11-10")}

    held = [drill("1", "2026-10-15"), drill("2", "2026-11-05", formal=False)]

    found = plan_lines(rows, held, TODAY)

    assert [(one.row, one.state, one.drill.id if one.drill else "") for one in found] == [
        ("a", "held", "1"),
        ("b", "overdue", ""),
        ("c", "overdue", ""),
    ]


def test_what_is_not_held_is_told_by_its_days() -> None:
    rows = {
        "late": row("2026-11-19"),
        "now": row("2026-11-20"),
        "soon": row("2026-12-04"),
        "far": row("2026-12-05"),
        "no day": row(""),
    }

    assert states(rows, []) == {
        "late": "overdue", "now": "due", "soon": "due_soon", "far": "to_come",
        "no day": "to_come",
    }  # fmt: skip


def test_a_row_that_names_its_drill_takes_it_before_others() -> None:
    rows = {"a": row("2026-10-10"), "b": row("2026-10-20", drill="drill 1")}

    assert states(rows, [drill("1", "2026-10-05")]) == {"a": "overdue", "b": "held"}


def test_a_drill_of_another_school_or_subject_holds_nothing() -> None:
    other = HeldDrill("1", "x", "s2", date(2026, 10, 5), "anti_violence", is_formal=True)

    held = [other, drill("2", "2026-10-06", "anti_ramming")]

    assert states({"a": row("2026-10-10")}, held) == {"a": "overdue"}


def test_an_empty_plan_has_no_lines() -> None:
    assert plan_lines({}, [drill("1", "2026-10-05")], TODAY) == ()


def test_schools_are_due_monthly_and_kindergartens_quarterly() -> None:
    held = [drill("1", "2026-10-15", "evacuation")]
    since = date(2026, 9, 1)

    (primary,) = due_by_frequency("primary", held, since, TODAY)
    (kindergarten,) = due_by_frequency("kindergarten", held, since, TODAY)
    (none_yet,) = due_by_frequency("primary", [], since, TODAY)

    assert primary[1] == date(2026, 11, 30)
    assert kindergarten[1] == date(2027, 1, 31)
    assert none_yet[1] == date(2026, 9, 30)
    assert primary[0].source == FREQUENCIES[0].source


def test_a_rule_changed_in_mid_term_counts_from_the_last_drill() -> None:
    own = [Frequency("evacuation", 2, FREQUENCIES[0].source)]
    held = [drill("1", "2026-10-15", "evacuation")]

    ((_rule, due),) = due_by_frequency("primary", held, date(2026, 9, 1), TODAY, own)

    assert due == date(2026, 12, 31)


def test_a_month_ends_on_its_last_day() -> None:
    assert month_end(date(2027, 12, 31), 2) == date(2028, 2, 29)
