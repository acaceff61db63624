"""What fell short at a school comes back where its next script is planned."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drillplanner.cli import main
from drillplanner.improve.ledger import Action
from drillplanner.plan.writer import format_script
from drillplanner.services.improve import actions as improving
from drillplanner.services.improve.for_script import ForScript, for_script, place_in
from drillplanner.services.improve.hazards import Hazard, enter
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.organisation.schools import rename_school, schools
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold, plan

LATER = "2026-12-01T09:00:00+08:00"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def slow(workspace: Workspace, school: str = "First School", title: str = "Spring") -> Action:
    """Hold a drill whose second class was shut late, and enter that into the ledger."""
    drill = hold(workspace, title, shut_s=90, school=school)
    review = review_drill(read_drill(workspace, drill))
    finding = improving.propose(review, read_ledger(workspace))[0].finding
    (action,) = improving.accept(workspace, [finding], by="Li", language="en")
    content = replace(action.content, measure=f"Bolts for {school}", due=date(2026, 12, 24))
    return improving.edit(workspace, action, content, "Wang", by="Li")


def proved(workspace: Workspace, school: str = "First School") -> Action:
    """Close such a line by a later drill of the same school."""
    action = slow(workspace, school)
    for deed in ("start", "report"):
        action = improving.move(workspace, action, deed, by="Li")
    return improving.close(
        workspace, action, hold(workspace, "Winter", LATER, school=school), by="Z"
    )


def looked_up(workspace: Workspace) -> ForScript:
    return for_script(workspace, plan().kind, "en")


def test_open_lines_of_the_school_alone_come_back_in_words(workspace: Workspace) -> None:
    slow(workspace)
    slow(workspace, "Second School")

    found = looked_up(workspace)
    (line,) = found.of_school(found.school_called("First School"))

    assert "All classrooms shut" in line.words
    assert (line.measure, line.where, line.day) == (
        "Bolts for First School",
        "Spring",
        "2026-11-23",
    )
    assert line.state == "not started"
    assert found.of_school("") == ()
    assert found.lessons == ()


def test_a_line_leads_to_the_target_of_its_script(workspace: Workspace) -> None:
    slow(workspace)
    (line,) = looked_up(workspace).open_lines
    other = replace(plan(), id="other")
    renamed = replace(other.targets[0], name="Gate shut")

    assert place_in(plan(), line) == ("targets", "T")
    assert place_in(other, line) == ("targets", "T")
    assert place_in(replace(other, targets=(renamed, *other.targets[1:])), line) is None
    assert place_in(replace(other, targets=()), line) is None


def test_what_an_inspection_found_comes_back_too(workspace: Workspace) -> None:
    slow(workspace)
    (school,) = schools(workspace)
    enter(workspace, [Hazard(date(2026, 11, 3), "police", school.id, "No lock")], by="Li")

    found = looked_up(workspace)
    line = next(one for one in found.of_school(school.id) if one.words == "No lock")

    assert (line.where, line.day, line.measure) == ("police inspection", "2026-11-03", "")
    assert place_in(plan(), line) is None


def test_lines_without_a_school_are_counted_and_not_listed(workspace: Workspace) -> None:
    slow(workspace, "")

    assert (looked_up(workspace).open_lines, looked_up(workspace).unplaced) == ((), 1)


def test_a_proved_line_is_a_lesson_for_scripts_of_its_kind_without_names(
    workspace: Workspace,
) -> None:
    proved(workspace)
    (school,) = schools(workspace)
    rename_school(workspace, school, "New Name")

    found = looked_up(workspace)
    (lesson,) = found.lessons

    assert found.open_lines == ()
    assert lesson.measure == "Bolts for ××"
    assert (lesson.school, lesson.day, lesson.is_lesson) == ("", "", True)
    assert lesson.where == "a later drill of the same school"
    kinds = {"anti_violence", "anti_terror", "anti_ramming"} - {plan().kind}
    assert all(for_script(workspace, kind, "en").lessons == () for kind in kinds)  # type: ignore[arg-type]  # of a set


def test_a_school_is_found_by_a_name_of_before_and_never_guessed(workspace: Workspace) -> None:
    slow(workspace)
    (school,) = schools(workspace)
    rename_school(workspace, school, "New Name")

    found = looked_up(workspace)

    assert found.school_called("First School") == found.school_called(" New Name ") == school.id
    assert found.school_called("First") == found.school_called("") == ""


def test_the_command_line_lists_the_same(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slow(workspace)
    workspace.close()
    script = tmp_path / "s.json"
    script.write_bytes(format_script(plan()))
    order = ["ledger", "--workspace", str(tmp_path / "w.db"), "--lang", "en", "--for", str(script)]

    assert main([*order, "First School"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert [one["place"] for one in told["open"]] == [["targets", "T"]]
    assert main([*order, "Nowhere"]) == 1
