"""A log is mended long after its drill: each act is a fact, and score and report follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId
from drillplanner.base.translator import translator
from drillplanner.report.annexes.log import entry_rows
from drillplanner.report.sections.process import clock_events
from drillplanner.report.subject import Subject
from drillplanner.services.review.evidence import evidence
from drillplanner.services.review.log.corrections import correct
from drillplanner.services.review.log.lines import LogLine, whole_log
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.run.commands import Command, Remark, Rename, Reverse, Toggle
from drillplanner.store.workspace import Workspace
from tests.fakes import FakeClock, wall_ns
from tests.services.review_stage import copy_drill, review_of


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(copy_drill(tmp_path / "w.db")) as opened:
        yield opened


def mend(
    workspace: Workspace, review: DrillReview, entry: str, command: Command
) -> tuple[str, ...]:
    # Three days after the drill, after the machine was restarted.
    clock = FakeClock(wall_ns("2026-09-18T16:00:00+08:00"))
    drill = DrillId(review.recorded.drill.id)
    return correct(workspace, drill, entry, command, by="王组长", clock=clock)


def entry_of(review: DrillReview, step: str, source: str = "PC1") -> str:
    return next(
        one.entry.id
        for one in review.inputs.entries
        if one.entry.step == step and one.entry.source == source and one.voided_by is None
    )


def line_of(review: DrillReview, entry: str) -> LogLine:
    return next(line for line in whole_log(review).lines if line.id == entry)


def test_an_entry_is_voided_with_a_reason_and_undone_to_the_same_score(
    workspace: Workspace,
) -> None:
    before = review_of(workspace)
    alarm = entry_of(before, "alarm")

    made = mend(workspace, before, alarm, Toggle(alarm, "按钮未接通", is_whole=True))
    voided = review_of(workspace)

    assert "alarm" not in {row.step for row in voided.log.observations}
    line = line_of(voided, alarm)
    assert (line.is_struck, line.can_be_restored, line.can_be_named) == (True, True, False)
    say = translator("zh_CN").say
    assert "按钮未接通" in say(line.cells[-1])  # type: ignore[arg-type]
    assert voided.card != before.card

    undone = mend(workspace, voided, alarm, Reverse(made))
    assert review_of(workspace).card == before.card
    mend(workspace, voided, alarm, Reverse(undone))
    assert review_of(workspace).card == voided.card


def test_a_mark_is_given_another_step_and_a_remark_and_the_report_says_so(
    workspace: Workspace,
) -> None:
    before = review_of(workspace)
    mark = entry_of(before, "challenge")

    mend(workspace, before, mark, Rename(mark, "radio", why="录像为证"))
    mend(workspace, before, mark, Remark(mark, "与门卫核对过"))
    named = review_of(workspace)

    assert mark in {row.place for row in named.log.observations if row.step == "radio"}
    say = translator("zh_CN").say
    note = say(line_of(named, mark).cells[-1])  # type: ignore[arg-type]
    assert "与门卫核对过" in note
    assert line_of(named, mark).means is not None
    said = [say(cell) for row in entry_rows(Subject(named.inputs)) for cell in (row.cells[4],)]  # type: ignore[arg-type]
    assert any("与门卫核对过" in words and "第" in words for words in said)
    target = next(t for t in named.card.targets if mark in (*t.start.evidence, *t.stop.evidence))
    shown = [line for line in evidence(named, f"target:{target.id}") if line.place == mark]
    assert any("与门卫核对过" in say(line.note) for line in shown)


def test_a_named_mark_goes_and_comes_back_with_its_name(workspace: Workspace) -> None:
    before = review_of(workspace)
    mark = entry_of(before, "challenge")
    mend(workspace, before, mark, Rename(mark, "radio", why="录像为证"))
    mend(workspace, before, mark, Toggle(mark, "误按", is_whole=True))
    assert line_of(review_of(workspace), mark).is_struck

    mend(workspace, before, mark, Toggle(mark, "并非误按", is_whole=True))

    back = line_of(review_of(workspace), mark)
    assert not back.is_struck
    assert back.means is not None
    assert back.means.step == "radio"


def test_a_correction_without_name_or_reason_changes_nothing(workspace: Workspace) -> None:
    before = review_of(workspace)
    mark = entry_of(before, "challenge")
    drill = DrillId(before.recorded.drill.id)

    with pytest.raises(UserError, match="why"):
        correct(workspace, drill, mark, Toggle(mark, " "), by="王")
    with pytest.raises(UserError, match="name"):
        correct(workspace, drill, mark, Toggle(mark, "误按"), by=" ")
    with pytest.raises(UserError, match="empty"):
        correct(workspace, drill, mark, Remark(mark, " "), by="王")
    with pytest.raises(UserError, match="not in the log"):
        correct(workspace, drill, "gone", Toggle("gone", "误按"), by="王")

    assert review_of(workspace).recorded.entries == before.recorded.entries


def test_the_clock_of_a_correction_is_no_event_of_the_drill(workspace: Workspace) -> None:
    before = review_of(workspace)
    mark = entry_of(before, "challenge")

    mend(workspace, before, mark, Toggle(mark, "误按", is_whole=True))

    after = review_of(workspace)
    assert list(clock_events(Subject(after.inputs))) == list(clock_events(Subject(before.inputs)))
    assert len(after.inputs.entries) > len(before.inputs.entries)


def test_what_can_be_done_is_said_of_each_row(workspace: Workspace) -> None:
    lines = whole_log(review_of(workspace)).lines
    by_kind = {
        one.entry.kind: line
        for one, line in zip(review_of(workspace).inputs.entries, lines, strict=False)
    }

    assert not by_kind["arm"].can_be_voided
    assert by_kind["hold"].can_be_voided
    assert not by_kind["hold"].can_be_named
    assert by_kind["end"].can_be_voided
    assert "remarks" in by_kind["void"].filters


def test_who_corrects_is_named_at_the_correction_and_is_no_timekeeper(
    workspace: Workspace,
) -> None:
    before = review_of(workspace)
    alarm = entry_of(before, "alarm")

    mend(workspace, before, alarm, Toggle(alarm, "按钮未接通", is_whole=True))
    after = review_of(workspace)

    assert after.inputs.details.timekeepers == before.inputs.details.timekeepers
    subject = Subject(after.inputs)
    assert not any("王组长" in names for names in subject.keepers.values())
    void = next(
        row
        for row, one in zip(entry_rows(subject), after.inputs.entries, strict=True)
        if one.entry.amends == alarm
    )
    assert void.cells[1] == ("PC1", "王组长")


def test_how_long_ago_a_late_entry_was_is_said_in_words(workspace: Workspace) -> None:
    review = review_of(workspace)
    mark = entry_of(review, "challenge")
    inputs = replace(
        review.inputs,
        entries=tuple(
            replace(one, entry=replace(one.entry, made="late", text="!late ago_s=20 half_s=5"))
            if one.entry.id == mark
            else one
            for one in review.inputs.entries
        ),
    )

    said = [
        translator("zh_CN").say(row.cells[-1])  # type: ignore[arg-type]
        for one, row in zip(inputs.entries, entry_rows(Subject(inputs)), strict=True)
        if one.entry.id == mark
    ]

    assert said == ["约20秒后补记，±5秒"]
