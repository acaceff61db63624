"""A bureau's own rules go before texts that were read, each from its day and with its source."""

from __future__ import annotations

from datetime import date

from drillplanner.organisation.duty import LEAD_MINUTES
from drillplanner.organisation.local_rules import frequencies, lead, retention_years
from drillplanner.organisation.year_plan import FREQUENCIES, HeldDrill, due_by_frequency

TODAY = date(2026, 11, 20)


def rule(kind: str, number: str, **other: str) -> dict[str, str]:
    return {"rule": kind, "number": number, "from": "2026-09-01", "source": "示例文件", **other}


def test_without_a_rule_the_lead_is_the_one_that_was_read() -> None:
    told = lead([], TODAY)

    assert (told.minutes, told.is_own) == (LEAD_MINUTES, False)


def test_the_rule_that_began_last_holds_and_one_of_the_level_goes_before_it() -> None:
    rows = [
        rule("lead", "30", **{"from": "2026-10-01"}),
        rule("lead", "15"),
        rule("lead", "10", level="kindergarten"),
        rule("lead", "5", **{"from": "2026-12-01"}),
        rule("lead", "7", **{"from": "2026-11-01", "until": "2026-11-10"}),
    ]

    assert lead(rows, TODAY).minutes == 30
    assert lead(rows, TODAY, "kindergarten").minutes == 10
    assert lead(rows, date(2026, 12, 1)).minutes == 5


def test_an_own_frequency_takes_the_place_of_the_text_for_its_levels_alone() -> None:
    found = frequencies([rule("frequency", "2", subject="evacuation", level="senior")], TODAY)

    assert [one.months for one in found if one.is_for("senior")] == [2]
    assert [one.months for one in found if one.is_for("primary")] == [1]
    assert [one.months for one in found if one.is_for("kindergarten")] == [3]


def test_a_rule_for_all_leaves_one_for_a_level_alone() -> None:
    rows = [
        rule("frequency", "2", subject="evacuation"),
        rule("frequency", "1", subject="evacuation", level="senior"),
        rule("frequency", "6", subject="fire"),
    ]

    found = frequencies(rows, TODAY)

    assert [one.months for one in found if one.is_for("senior")] == [1, 6]
    assert [one.months for one in found if one.is_for("primary")] == [2, 6]


def test_a_rule_without_a_subject_changes_nothing() -> None:
    assert frequencies([rule("frequency", "2")], TODAY) == FREQUENCIES


def test_a_rule_that_came_in_mid_term_is_not_overdue_on_its_first_day() -> None:
    held = [HeldDrill("1", "x", "s1", date(2026, 9, 10), "anti_violence", is_formal=True)]
    rows = [
        rule("frequency", "6", subject="anti_violence"),
        rule("frequency", "1", subject="anti_violence", **{"from": "2026-11-16"}),
    ]

    def due(day: date) -> list[date]:
        found = due_by_frequency("primary", held, date(2026, 9, 1), day, frequencies(rows, day))
        return [one for told, one in found if told.subject == "anti_violence"]

    assert due(date(2026, 11, 15)) == [date(2027, 3, 31)]
    assert due(TODAY) == [date(2026, 11, 30)]


def test_names_are_kept_as_long_as_somebody_set() -> None:
    assert retention_years([], TODAY) is None
    assert retention_years([rule("retention", "3")], TODAY) == (3, "示例文件")
