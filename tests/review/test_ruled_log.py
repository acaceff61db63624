"""What a named person decides of a log counts like a row of a table, and takes nothing away."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from drillplanner.review.ruled_log import LogRuling, with_rulings
from drillplanner.review.scoring import score
from tests.review.build import LogBuilder, script, step, target

PLAN = script([step("a"), step("b", ["x", "y"])], [target("T", "a", "b", 60)])


def ruling(kind: str, subject: str, source: str = "") -> LogRuling:
    return LogRuling(kind, subject, source, "Zhou", "seen on video", "decision:1")  # type: ignore[arg-type]


def two_observers() -> LogBuilder:
    seen = LogBuilder().saw("A", "a", 0).saw("A", "b/x", 20).saw("A", "b/y", 30)
    return seen.saw("B", "b/y", 90).sync("A", "S1", -60).sync("B", "S1", -60)


def verdict(log: object) -> str:
    return score(PLAN, log).targets[0].verdict  # type: ignore[arg-type]


def test_the_source_that_a_person_names_settles_a_dispute() -> None:
    log = two_observers().log()

    assert verdict(log) == "disputed"
    assert verdict(with_rulings(log, [ruling("use", "b/y", "A")])) == "met"
    assert verdict(with_rulings(log, [ruling("use", "b/y", "B")])) == "missed"
    kinds = [
        one.kind for one in score(PLAN, with_rulings(log, [ruling("use", "b/y", "A")])).conflicts
    ]
    assert kinds == ["spread"]  # it stays listed


def test_a_unit_that_was_not_there_is_waited_for_no_more() -> None:
    log = LogBuilder().saw("A", "a", 0).saw("A", "b/x", 20).log()

    assert verdict(log) == "not_recorded"
    ruled = with_rulings(log, [ruling("not_applicable", "b/y")])
    assert verdict(ruled) == "met"
    assert [row.note for row in ruled.observations if row.outcome == "not_applicable"] == [
        "seen on video"
    ]


def test_marks_are_paired_by_time_where_a_person_says_so() -> None:
    # B pressed once too often: its S2 is A's S1, its S3 is A's S2.
    log = LogBuilder().saw("A", "a", 0).saw("B", "b/x", 20).saw("B", "b/y", 30)
    for source, name, at in [
        ("A", "S1", -600),
        ("A", "S2", 600),
        ("B", "S1", -700),
        ("B", "S2", -599),
        ("B", "S3", 601),
    ]:
        log = log.sync(source, name, at)

    before, after = log.log(), with_rulings(log.log(), [ruling("tie", "B", "A")])

    named = [(m.name, m.at_s) for m in after.sync_marks if m.source == "B"]
    assert named == [("S1", Fraction(-599)), ("S2", Fraction(601))]
    assert score(PLAN, before).ties[0].offset_s != score(PLAN, after).ties[0].offset_s
    assert abs(score(PLAN, after).ties[0].offset_s) == 1.0
    assert replace(before) == log.log()
