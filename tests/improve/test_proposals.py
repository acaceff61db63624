"""What fell short is proposed in words, worst first, under a key that stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drillplanner.base.translator import translator
from drillplanner.improve.findings import Finding, propose
from drillplanner.improve.proof import shows
from drillplanner.review.observation import Log
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scoring import score
from drillplanner.review.shortfalls import shortfalls
from tests.improve.sample import log, plan
from tests.review.build import LogBuilder, script, step, target


def findings(seen: Log, *ratings: Rating) -> tuple[Finding, ...]:
    return propose(plan(), score(plan(), seen, ratings), seen, "d1", 1)


def said(finding: Finding) -> str:
    return translator("en").say(finding.words)


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
