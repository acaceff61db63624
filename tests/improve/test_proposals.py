"""What fell short is proposed in words, worst first, under a key that stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drillplanner.base.translator import translator
from drillplanner.improve.findings import Finding, propose
from drillplanner.improve.proof import may_show, shows
from drillplanner.review.observation import Log
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scoring import score
from drillplanner.review.shortfalls import shortfalls
from drillplanner.terms.document import Phrase
from tests.improve.sample import log, plan
from tests.review.build import LogBuilder, script, step, target


def findings(seen: Log, *ratings: Rating) -> tuple[Finding, ...]:
    return propose(plan(), score(plan(), seen, ratings), seen, "d1", 1)


def said(finding: Finding) -> str:
    return translator("en").say(finding.words)


def said_phrase(words: Phrase) -> str:
    return translator("en").say(words)


def test_a_drill_in_which_all_was_met_brings_up_nothing() -> None:
    assert findings(log()) == ()


def test_a_missed_target_names_the_unit_that_was_last() -> None:
    (finding,) = findings(log(c2=75))

    assert finding.key == "d1:missed:T:shut/c2"
    assert said(finding) == (
        "“T” took 1 min 15 s ± 0 s, 15.0 s over the limit of 1 min. Last was: shut (c2)."
    )
    assert (finding.needed.ends, finding.needed.limit) == ("alarm > shut", "60")
    assert finding.evidence == ("row 0", "row 2")


def test_the_slow_unit_is_part_of_the_key() -> None:
    keys = {findings(log(c1=75))[0].key, findings(log(c2=75))[0].key}

    assert keys == {"d1:missed:T:shut/c1", "d1:missed:T:shut/c2"}


@pytest.mark.parametrize(
    ("seen", "key", "words"),
    [
        (
            log(c1=None),
            "d1:not_performed:T",
            "“T” was not performed. Concerns: shut (c1).",
        ),
        (
            log(call=-5),
            "d1:broken_order:O",
            "Out of order: “call” came 5.0 s before “alarm”.",
        ),
        (
            LogBuilder().saw("A", "alarm", 0).saw("A", "shut/c1", 5).saw("A", "call", 9).log(),
            "d1:not_recorded:T",
            "“T” could not be judged: nobody recorded shut (c2).",
        ),
        (
            LogBuilder()
            .saw("A", "alarm", 0)
            .saw("A", "shut/c1", 5)
            .saw("A", "shut/c2", 5)
            .saw("A", "call", 9)
            .saw("B", "call", 99)
            .sync("A", "x", 0)
            .sync("B", "x", 0)
            .log(),
            "d1:conflict:spread",
            "Observers lie too far apart: call.",
        ),
    ],
)
def test_each_kind_of_shortfall_is_said(seen: Log, key: str, words: str) -> None:
    (finding,) = findings(seen)

    assert (finding.key, said(finding)) == (key, words)


def test_clocks_that_were_not_tied_are_one_finding_however_many_targets_they_cost() -> None:
    many = script([step("a"), step("b"), step("c")], [target("T", "a", "b"), target("U", "a", "c")])
    seen = LogBuilder().saw("A", "a", 0).saw("B", "b", 9).saw("B", "c", 9).log()

    found = propose(many, score(many, seen), seen, "d1", 1)

    assert {one.kind for one in found} <= {"conflict"}
    assert len(found) <= 1


def test_a_low_rating_is_a_finding_of_whom_the_criterion_concerns() -> None:
    (finding,) = findings(log(), Rating("C", "e", "no"))

    assert (finding.key, said(finding)) == ("d1:low_rating:C", "“calm” was rated 0.0 of 100.")


def test_critical_ones_come_first_then_by_points_lost_and_records_last() -> None:
    found = findings(log(c2=500, call=-5), Rating("C", "e", "no"))

    assert [one.kind for one in found] == ["broken_order", "missed", "low_rating"]
    assert [one.is_critical for one in found] == [True, False, False]


def test_what_nobody_can_judge_yet_is_no_shortfall() -> None:
    open_plan = plan(None)

    assert shortfalls(open_plan, score(open_plan, log(c2=500))) == ()


def test_the_report_and_the_ledger_decide_alike() -> None:
    from drillplanner.report.inputs import ReportInputs
    from drillplanner.report.sections.findings import findings as in_report
    from drillplanner.report.subject import Subject

    seen = log(c2=500, call=-5)
    rated = (Rating("C", "e", "no"),)
    whole = score(plan(), seen, rated)
    proposed = [one for one in findings(seen, *rated) if one.kind != "conflict"]

    reported = in_report(Subject(ReportInputs(plan(), seen, whole, rated)))

    say = translator("zh_CN").say
    assert [say(one.words) for one in reported] == [say(one.words) for one in proposed]


def test_without_a_log_the_slow_unit_is_left_out() -> None:
    whole = score(plan(), log(c2=75))

    (finding,) = propose(plan(), whole, None, "d1", 1)

    assert finding.key == "d1:missed:T"


def test_what_decided_is_cited_and_what_was_noted_is_quoted() -> None:
    seen = log(c1=None)
    rows = tuple(
        replace(row, note="door was blocked.", place="deciding") if row.at_s is None else row
        for row in seen.observations
    )

    (finding,) = findings(replace(seen, observations=rows))

    assert finding.evidence == ("deciding",)
    assert said(finding).endswith("Concerns: shut (c1). Noted: door was blocked.")


def test_a_step_that_no_target_names_is_a_finding_when_it_was_not_performed() -> None:
    plan_ = script([step("alarm"), step("stop"), step("neighbour")], [target("T", "alarm", "stop")])
    seen = LogBuilder().saw("A", "alarm", 0).saw("A", "stop", 5).saw("A", "neighbour", None).log()

    (finding,) = propose(plan_, score(plan_, seen), seen, "d1", 1)

    assert (finding.kind, finding.needed.subject) == ("step_not_performed", "neighbour")
    assert said(finding) == "“neighbour” was not performed."
    assert shows(finding.needed, plan_, score(plan_, seen), frozenset({"neighbour"}))
    assert not shows(finding.needed, plan_, score(plan_, seen), frozenset({"alarm", "stop"}))


def test_a_step_that_one_saw_and_another_denied_is_none() -> None:
    plan_ = script([step("alarm"), step("stop"), step("call")], [target("T", "alarm", "stop")])
    seen = LogBuilder().saw("A", "alarm", 0).saw("A", "stop", 5).saw("A", "call", None)

    found = shortfalls(plan_, score(plan_, seen.saw("B", "call", 7).log()), seen.log())

    assert [one for one in found if one.kind == "step_not_performed"] == []


# -- heads --------------------------------------------------------------------------------------


def counted(*counts: tuple[str, str, str]) -> LogBuilder:
    """Log a drill that met all, with head counts of source, place and numbers."""
    seen = LogBuilder().saw("A", "alarm", 0)
    seen = seen.saw("A", "shut/c1", 30).saw("A", "shut/c2", 40).saw("A", "call", 10)
    for source, place, heads in counts:
        seen = seen.counted(source, place, heads, "two are ill.")
    return seen


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([("A", "shut/c1", "40/40"), ("A", "shut/c2", "38+2/40")], []),
        ([("A", "shut/c1", "41/40")], []),
        (
            [("A", "shut/c1", "38/40"), ("A", "shut/c2", "35+2/40")],
            [
                "“shut (c1)”: 38 of 40 present, 2 missing. Noted: two are ill.",
                "“shut (c2)”: 35 of 40 present, 2 known to be elsewhere, 3 missing. "
                "Noted: two are ill.",
            ],
        ),
        ([("A", "call", "0/1")], ["“call”: 0 of 1 present, 1 missing. Noted: two are ill."]),
        # Of one source the last count stands, whatever came before it.
        ([("A", "shut/c1", "38/40"), ("A", "shut/c1", "40/40")], []),
        (
            [("A", "shut/c1", "40/40"), ("A", "shut/c1", "39/40")],
            ["“shut (c1)”: 39 of 40 present, 1 missing. Noted: two are ill."],
        ),
        # No source overrules another.
        (
            [("A", "shut/c1", "40/40"), ("B", "shut/c1", "38/40")],
            [
                "“shut (c1)”: 38 of 40 present, 2 missing. Counts differ: B 38/40, A 40/40. "
                "Noted: two are ill."
            ],
        ),
    ],
)
def test_heads_that_were_missing_are_a_finding_with_the_numbers(
    counts: list[tuple[str, str, str]], words: list[str]
) -> None:
    found = findings(counted(*counts).log())

    assert [said(one) for one in found] == words
    assert {one.kind for one in found} <= {"heads_missing"}


def test_missing_heads_change_no_verdict_and_no_score() -> None:
    plain, missing = counted().log(), counted(("A", "shut/c1", "1/40")).log()
    without, with_ = score(plan(), plain), score(plan(), missing)

    assert replace(with_, heads=()) == without
    assert with_.whole.rounded == 100


def test_missing_heads_concern_the_steps_role_and_cite_every_count() -> None:
    seen = counted(("A", "shut/c1", "38/40"), ("B", "shut/c1", "40/40")).log()

    (finding,) = findings(seen)

    assert finding.key == "d1:heads_missing:shut/c1"
    assert (said_phrase(finding.name), said_phrase(finding.role)) == ("shut (c1)", "r")
    assert finding.evidence == ("row 4", "row 5")


def test_a_later_drill_that_counted_all_of_them_shows_that_none_is_missing() -> None:
    (finding,) = findings(counted(("A", "shut/c1", "38/40")).log())
    needed = finding.needed

    def shown(*counts: tuple[str, str, str]) -> bool:
        return shows(needed, plan(), score(plan(), counted(*counts).log()))

    assert may_show(needed, plan())
    assert not may_show(replace(needed, subject="shut/c9"), plan())
    assert shown(("A", "shut/c1", "37+1/38"))
    assert not shown()
    assert not shown(("A", "shut/c2", "40/40"))
    assert not shown(("A", "shut/c1", "40/40"), ("B", "shut/c1", "39/40"))


def test_the_report_names_missing_heads_as_the_ledger_does() -> None:
    from drillplanner.report.inputs import ReportInputs
    from drillplanner.report.sections.findings import findings as in_report
    from drillplanner.report.subject import Subject

    seen = counted(("A", "shut/c1", "35+2/40"), ("B", "shut/c1", "38/40")).log()
    (proposed,) = findings(seen)

    (reported,) = in_report(Subject(ReportInputs(plan(), seen, score(plan(), seen), ())))

    say = translator("zh_CN").say
    assert say(reported.words) == say(proposed.words)
    assert say(reported.words) == (
        "“shut（c1）”：应到40，实到35，去向已明2，缺3。各处清点不一致：A 35+2/40、B 38/40。"
        "记录注明：two are ill。"
    )
    assert say(reported.kind) == "人数不齐"
