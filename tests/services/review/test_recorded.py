"""Recorded drills are listed, reviewed with what people decided, issued and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.heads import HeadNumbers
from drillplanner.base.ids import DrillId, PersonId, StepId, new_id
from drillplanner.base.texts import Authored, Text
from drillplanner.base.translator import translator
from drillplanner.plan.scales import NO_OCCASION
from drillplanner.report.entry_words import entry_cells, entry_said
from drillplanner.report.inputs import DrillDetails
from drillplanner.report.subject import Subject
from drillplanner.review.points.ratings import Rating, choices
from drillplanner.review.scoring import score
from drillplanner.run.entry_markers import HeadsNote
from drillplanner.run.fact import Body, make_fact
from drillplanner.run.fact_kinds import LOG_TABLE
from drillplanner.services.catalogue import list_drills, shelf
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.review import decisions as deciding
from drillplanner.services.review import scorecard_issue as issuing
from drillplanner.services.review.evaluation.sheets import save_ratings
from drillplanner.services.review.evidence import evidence
from drillplanner.services.review.joining import join, read_tables
from drillplanner.services.review.observation_builder import observe
from drillplanner.services.review.particulars import Particulars, save_particulars, with_particulars
from drillplanner.services.review.review_session import (
    DrillReview,
    issue_review,
    read_drill,
    review_drill,
)
from drillplanner.services.review.view_models import difference_said, show
from drillplanner.store.workspace import Workspace
from tests.services.review_stage import copy_drill, review_of


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(copy_drill(tmp_path / "w.drill")) as opened:
        yield opened


def drill_of(workspace: Workspace) -> DrillId:
    return list_drills(workspace)[0].drill.id


def enter(workspace: Workspace, review: DrillReview, by: str = "王", reason: str = "") -> str:
    return deciding.enter_grade(
        workspace, drill_of(workspace), 1, "good", by=by, reason=reason, suggested="poor"
    ).id


# -- list and review ------------------------------------------------------------------------


def test_an_ended_drill_is_listed_with_its_round(workspace: Workspace) -> None:
    (line,) = shelf(workspace)

    assert (line.standing, [one.number for one in line.rounds], line.summary.is_issued) == (
        "ended",
        [1],
        False,
    )
    assert line.count == len(workspace.entries(line.drill.id))


def test_a_drill_without_entries_is_listed_and_reviewed_as_empty(workspace: Workspace) -> None:
    script = workspace.facts(kind="script")[0]
    empty = open_drill(workspace, script, "空", PersonId("p"))

    review = review_drill(read_drill(workspace, empty.id))

    assert list_drills(workspace)[0].standing == "empty"
    assert review.card.whole.score is None
    assert show(review, review.inputs).timeline is None


def test_a_review_is_the_score_of_the_log_as_observed(workspace: Workspace) -> None:
    review = review_of(workspace)

    assert review.card == score(
        review.script, observe(workspace.entries(drill_of(workspace)), review.script.zone)
    )
    assert {chain.state for chain in review.inputs.chains} == {"whole"}


def test_a_drill_that_is_gone_is_refused_in_words(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="choose another"):
        read_drill(workspace, "gone")


def test_a_drill_without_its_script_says_where_to_get_it(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "other.drill") as other:
        script = publish_script(other, "s", "{}", PersonId("p"))
        drill = open_drill(other, replace(script, hash="0" * 64), "演练", PersonId("p"))

        with pytest.raises(FileRefused, match="log pack"):
            read_drill(other, drill.id)


def test_a_workspace_open_for_reading_can_be_reviewed(workspace: Workspace) -> None:
    with Workspace.open(workspace.path, read_only=True) as looking:
        recorded = read_drill(looking, drill_of(looking))

        assert recorded.is_read_only
        assert review_drill(recorded).card == review_of(workspace).card
        with pytest.raises(UserError, match="reading only"):
            enter(looking, review_of(looking), reason="看过")


# -- grades -----------------------------------------------------------------------------------


def test_a_grade_that_differs_needs_a_reason(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="write why"):
        enter(workspace, review_of(workspace), reason=" ")


def test_a_grade_needs_a_name(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="name"):
        enter(workspace, review_of(workspace), by=" ", reason="x")


def test_a_suggested_grade_needs_no_reason_and_stands_in_the_report(workspace: Workspace) -> None:
    deciding.enter_grade(workspace, drill_of(workspace), 1, "poor", by="王", suggested="poor")

    final = review_of(workspace).inputs.final_grade

    assert final is not None
    assert (final.grade, final.by, final.reason) == ("poor", "王", "")


def test_a_later_grade_replaces_and_its_withdrawal_restores(workspace: Workspace) -> None:
    first = enter(workspace, review_of(workspace), reason="甲")
    second = enter(workspace, review_of(workspace), reason="乙")
    assert [one.fact for one in review_of(workspace).decisions.grades] == [second]

    deciding.withdraw(workspace, drill_of(workspace), second)

    assert [one.fact for one in review_of(workspace).decisions.grades] == [first]


def test_grades_of_two_laptops_both_stand_and_neither_is_printed(workspace: Workspace) -> None:
    enter(workspace, review_of(workspace), reason="甲")
    body: Body = {"grade": "fair", "replaces": [], "round": 1, "author": "p", "wall_utc_ns": 1}
    workspace.add([make_fact("grade", "x", body, drill_of(workspace))])

    review = review_of(workspace)

    assert len(review.decisions.grades) == 2
    assert review.inputs.final_grade is None


def test_names_never_enter_a_fact(workspace: Workspace) -> None:
    enter(workspace, review_of(workspace), by="欧阳计分", reason="x")

    assert not any("欧阳计分" in fact.data.decode() for fact in workspace.facts())


def test_a_forgotten_name_leaves_the_end_of_its_id(workspace: Workspace) -> None:
    enter(workspace, review_of(workspace), by="欧阳计分", reason="x")
    person = next(id_ for id_, name in workspace.names().items() if name == "欧阳计分")

    workspace.forget_person(person)

    assert review_of(workspace).decisions.grades[0].by == f"…{person[-8:]}"


# -- rulings and ratings ----------------------------------------------------------------------


def interrupted(review: DrillReview) -> str:
    return next(one.id for one in review.card.targets if one.verdict == "interrupted")


def test_an_admitted_target_is_judged_until_the_ruling_is_taken_back(workspace: Workspace) -> None:
    target = interrupted(review_of(workspace))
    ruling = deciding.rule(
        workspace, drill_of(workspace), 1, "admit", target, by="王", reason="确为演练内"
    )

    admitted = review_of(workspace)
    deciding.withdraw(workspace, drill_of(workspace), ruling.id)

    verdicts = {one.id: one.verdict for one in admitted.card.targets}
    assert verdicts[target] != "interrupted"
    assert admitted.decisions.rulings[0].reason == "确为演练内"
    assert interrupted(review_of(workspace)) == target


def test_a_ruling_needs_a_reason(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="why"):
        deciding.rule(workspace, drill_of(workspace), 1, "admit", "V1", by="王", reason="")


def test_a_rating_counts_and_the_same_evaluators_next_one_replaces_it(
    workspace: Workspace,
) -> None:
    criterion = review_of(workspace).script.criteria[0]
    best, *_between, worst = [one for one in choices(criterion.scale) if one != NO_OCCASION]
    for rating in (best, worst):
        save_ratings(workspace, drill_of(workspace), 1, [Rating(criterion.id, "张", rating)])

    review = review_of(workspace)

    assert [(one.evaluator, one.rating) for one in review.decisions.ratings] == [("张", worst)]
    assert review.card.criteria == {criterion.id: 0}


def test_what_was_issued_stands_beside_todays_result_with_every_difference_named(
    workspace: Workspace,
) -> None:
    criterion = review_of(workspace).script.criteria[0]
    issue_review(workspace, review_of(workspace))
    target = interrupted(review_of(workspace))
    deciding.rule(workspace, drill_of(workspace), 1, "admit", target, by="王", reason="在演练内")
    worst = Rating(criterion.id, "张", [*choices(criterion.scale)][-2])
    save_ratings(workspace, drill_of(workspace), 1, [worst])
    review = review_of(workspace)

    section = next(one for one in show(review, review.inputs).sections if one.id == "history")

    assert section.table is not None
    names = [row.cells[0] for row in section.table.rows]
    assert str(names[0]) == "The whole drill"
    assert len(names) == 2
    then, now = (str(section.table.rows[1].cells[place]) for place in (1, 3))
    assert then != now
    assert "entries or decisions came in" in str(section.words[0])


def test_nothing_is_compared_while_the_result_is_as_it_was_issued(workspace: Workspace) -> None:
    issue_review(workspace, review_of(workspace))

    review = review_of(workspace)

    assert "history" not in [one.id for one in show(review, review.inputs).sections]


# -- tables -------------------------------------------------------------------------------------

PAPER = "source,step,time,uncertainty_s\n纸表,{step},09:31:00,1\n纸表,@offset:PC1,0,0.5\n"


def paper(workspace: Workspace, folder: Path, text: str = PAPER, name: str = "纸表.csv") -> Path:
    path = folder / name
    step = review_of(workspace).script.steps[0].id
    path.write_text(text.replace("{step}", step), encoding="utf-8")
    return path


def joined(workspace: Workspace, path: Path) -> None:
    for table in read_tables([path], review_of(workspace)):
        deciding.save_table(workspace, drill_of(workspace), 1, table)


def test_a_joined_table_counts_and_is_listed_with_its_hash(
    workspace: Workspace, tmp_path: Path
) -> None:
    joined(workspace, paper(workspace, tmp_path))

    review = review_of(workspace)

    assert review.log.observations[-1].source == "纸表"
    assert review.log.observations[-1].place == "纸表.csv, row 2"
    assert ("纸表.csv", 2, "not_verified") in [
        (chain.source, chain.entries, chain.state) for chain in review.inputs.chains
    ]
    assert {tie.other for tie in review.card.ties if tie.source == "纸表"} == {"PC1"}


def test_the_same_table_joins_once_and_another_of_its_name_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = paper(workspace, tmp_path)
    joined(workspace, path)
    assert read_tables([path], review_of(workspace)) == ()

    path.write_text(path.read_text("utf-8").replace("09:31:00", "09:31:01"), encoding="utf-8")

    with pytest.raises(UserError, match="take that one out"):
        read_tables([path], review_of(workspace))


def test_a_table_that_speaks_for_a_recorded_source_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = paper(workspace, tmp_path, "source,step,time\nPC1,{step},09:31:00\n")

    with pytest.raises(UserError, match="recorded live"):
        read_tables([path], review_of(workspace))


@pytest.mark.parametrize(("seconds", "is_doubted"), [("0", False), ("60", True)])
def test_a_table_may_compare_the_clocks_of_recorded_sources(
    workspace: Workspace, tmp_path: Path, seconds: str, is_doubted: bool
) -> None:
    before = review_of(workspace)
    tie = next(tie for tie in before.card.ties if tie.marks)
    said = f"{tie.offset_s + float(seconds):.2f}"
    row = f"source,step,time,uncertainty_s\n{tie.source},@offset:{tie.other},{said},0.5\n"
    joined(workspace, paper(workspace, tmp_path, row))

    after = review_of(workspace)

    doubted = [one.sources for one in after.card.conflicts if one.kind == "doubtful_tie"]
    assert doubted == ([(tie.source, tie.other)] if is_doubted else [])
    assert after.card.targets == before.card.targets
    assert after.log.scales == before.log.scales


def test_faults_of_a_table_are_named_with_their_places(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = paper(workspace, tmp_path, "source,step,time\n纸表,no-such-step,later\n")

    with pytest.raises(FileRefused) as refused:
        read_tables([path], review_of(workspace))

    assert {fault.path for fault in refused.value.faults} >= {"纸表.csv, row 2, step"}


@pytest.mark.parametrize("name", ["../../out.csv", "..", "a/b.csv", "c:\\x.csv", "n" * 300])
def test_a_tables_name_from_another_laptop_is_a_name_and_no_path(
    workspace: Workspace, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    review = review_of(workspace)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    text = PAPER.replace("{step}", review.script.steps[0].id)

    log = join(review.log, [deciding.TableText(name, text)], review.script)

    cited = log.observations[-1].place.removesuffix(", row 2")
    assert cited == name or (cited[:-1] == name[:119] and len(cited) == 120)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_table_that_was_joined_before_rules_3_is_read_as_it_was(workspace: Workspace) -> None:
    step = review_of(workspace).script.steps[0].id
    # Hours and minutes of a paper, and seconds in three digits: both ambiguous by now.
    text = f"source,step,time\n纸表,{step},09:31\n秒表,{step},320\n"
    body: Body = {"name": "纸表.csv", "document": text, "round": 1, "author": "", "wall_utc_ns": 1}
    workspace.add([make_fact(LOG_TABLE, new_id(), body, drill_of(workspace))])

    rows = review_of(workspace).log.observations[-2:]

    # A minute of which nothing is known is 15 s later: rules 3 count it so.
    assert [row.at_s for row in rows] == [9 * 3600 + 31 * 60 + 15, 320]


def test_a_table_taken_out_counts_no_more(workspace: Workspace, tmp_path: Path) -> None:
    before = review_of(workspace).card
    joined(workspace, paper(workspace, tmp_path))
    (table,) = review_of(workspace).decisions.tables

    deciding.withdraw(workspace, drill_of(workspace), table.fact)

    assert review_of(workspace).card == before


# -- issuing ------------------------------------------------------------------------------------


def issue(workspace: Workspace) -> bool:
    review = review_of(workspace)
    author = review.recorded.author
    drill = drill_of(workspace)
    made = issuing.issue(workspace, drill, 1, review.card, review.script, review.used, author)
    return made is not None


def test_an_issued_scorecard_reads_back_to_the_last_fraction(workspace: Workspace) -> None:
    assert issue(workspace)

    review = review_of(workspace)

    assert review.last_issued is not None
    assert review.last_issued.card == review.card
    assert review.differences == ()
    assert difference_said(review) is None
    assert not issue(workspace)


def test_an_issued_scorecard_stands_beside_what_later_decisions_give(workspace: Workspace) -> None:
    issue(workspace)
    target = interrupted(review_of(workspace))
    deciding.rule(workspace, drill_of(workspace), 1, "admit", target, by="王", reason="x")

    review = review_of(workspace)

    assert [str(text) for text in review.differences] == [
        "1 entry or decision came in since.",
        "1 target comes out otherwise.",
    ]
    assert review.as_issued().scorecard != review.card
    shown = {line.id: line for line in show(review, review.as_issued()).targets}
    assert shown[target].asks == "admit"


def test_a_grade_alone_makes_no_other_result(workspace: Workspace) -> None:
    issue(workspace)
    enter(workspace, review_of(workspace), reason="x")

    assert review_of(workspace).differences == ()


# -- evidence -----------------------------------------------------------------------------------


def test_every_target_opens_to_exactly_the_entries_it_was_made_of(workspace: Workspace) -> None:
    review = review_of(workspace)
    for result in review.card.targets:
        lines = evidence(review, f"target:{result.id}")

        used = {line.place for line in lines if line.standing in ("start", "stop")}
        assert used == {*result.start.evidence, *result.stop.evidence}


def test_conflicts_and_ties_open_to_their_entries(workspace: Workspace) -> None:
    review = review_of(workspace)
    for number, conflict in enumerate(review.card.conflicts):
        lines = evidence(review, f"conflict:{number}")
        assert {line.place for line in lines if line.standing == "conflict"} == set(conflict.places)
    for number, tie in enumerate(review.card.ties):
        lines = evidence(review, f"tie:{number}")
        assert {str(line.step) for line in lines} == {f"@{mark}" for mark in tie.marks}
        assert {line.source for line in lines} == {tie.source, tie.other}


def test_an_entry_taken_back_is_still_shown_as_void(workspace: Workspace) -> None:
    review = review_of(workspace)
    voids = [one.entry for one in review.recorded.entries if one.entry.kind == "void"]
    assert voids
    shown = {
        line.place
        for target in review.script.targets
        for line in evidence(review, f"target:{target.id}")
        if line.standing == "void"
    }

    assert shown & {void.amends for void in voids}


# -- particulars --------------------------------------------------------------------------------


def test_particulars_stand_in_the_report_and_change_no_result(workspace: Workspace) -> None:
    issue(workspace)
    for school in ("甲校", "乙校"):
        filled = Particulars(school=school, evaluators="张\n\n李 \n", handling="internal")
        save_particulars(workspace, drill_of(workspace), 1, filled)

    review = review_of(workspace)

    details = review.inputs.details
    assert (details.school, details.handling) == ("乙校", "internal")
    assert [member.name for member in details.evaluators] == ["张", "李"]
    assert review.differences == ()


def test_a_handling_mark_that_no_report_knows_is_left_blank() -> None:
    details = with_particulars(DrillDetails(), Particulars(handling="top secret"))

    assert details.handling is None


# -- every entry --------------------------------------------------------------------------------


def test_every_entry_is_in_the_report_in_words_with_what_was_taken_back(
    workspace: Workspace,
) -> None:
    review = review_of(workspace)
    subject = Subject(review.inputs)
    say = translator("zh_CN").say
    written = [one.entry for one in review.recorded.entries]

    assert [one.entry.id for one in review.inputs.entries] == [one.id for one in written]
    voids = [one for one in review.inputs.entries if one.entry.kind == "void"]
    gone = [one for one in review.inputs.entries if one.voided_by is not None]
    assert [one.entry.id for one in gone] == [one.entry.amends for one in voids]
    for one in review.inputs.entries:
        cells = entry_cells(subject, one)
        said = " ".join(say(cell) for cell in cells if isinstance(cell, (Text, Authored, str)))
        assert one.entry.id[-8:] not in said
        assert not re.search(r"[!@][a-z]", said)
    assert "作废" in say(entry_said(subject, voids[0]))


def test_a_head_count_is_in_the_report_in_words(workspace: Workspace) -> None:
    review = review_of(workspace)
    subject = Subject(review.inputs)
    step = review.script.steps[0]
    note = HeadsNote(StepId(step.id), None, HeadNumbers(36, 40, 2), "两人在医务室")
    (marked, *_rest) = (one for one in review.inputs.entries if one.entry.kind == "mark")
    entry = replace(marked.entry, kind="note", step=None, unit=None, text=note.text())

    cells = entry_cells(subject, replace(marked, entry=entry))

    said = [translator("zh_CN").say(cell) for cell in cells if isinstance(cell, (Text, str))]
    name = translator("zh_CN").say(subject.names.step(step.id))
    assert f"{name}：应到40，实到36，去向已明2，缺2" in said
    assert said[-1] == "两人在医务室"
