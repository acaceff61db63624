"""Rounds of one drill: each has its nature, a void one counts for nothing, a broken one says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId
from drillplanner.base.translator import translator
from drillplanner.report.content import evaluation_report
from drillplanner.run.rounds import Arming
from drillplanner.services.catalogue import list_drills, shelf
from drillplanner.services.improve import actions as improving
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.review.decisions import TableText
from drillplanner.services.review.joining import join
from drillplanner.services.review.review_session import DrillReview, read_drill, review_drill
from drillplanner.services.review.typing_in import open_typing
from drillplanner.services.review.view_models import show
from drillplanner.store.workspace import Workspace
from drillplanner.terms.document import Prose
from drillplanner.terms.round_words import round_said
from tests.services.drills_held import hold, run_round
from tests.services.standing import unfinished

MORNING = "2026-11-23T09:00:00+08:00"
NOON = "2026-11-23T12:00:00+08:00"
LATER = "2026-12-01T09:00:00+08:00"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def reviewed(workspace: Workspace, drill: DrillId, number: int | None = None) -> DrillReview:
    return review_drill(read_drill(workspace, drill), number)


def second(workspace: Workspace, drill: DrillId, at: str = NOON) -> None:
    """Run a second, formal round, in which the classes are shut too late."""
    arming = Arming("formal", is_control=True).words()
    run_round(workspace, drill, 2, at, arming=arming, shut_s=90).end()


def test_each_round_has_the_nature_it_was_armed_with(workspace: Workspace) -> None:
    drill = hold(workspace, "Lockdown", MORNING)
    arming = Arming("rehearsal").words()
    run_round(workspace, drill, 2, NOON, arming=arming, shut_s=90).end()

    first, last = reviewed(workspace, drill, 1), reviewed(workspace, drill)

    # The drill's own fact says formal, and round 1 was armed without a word.
    assert (first.inputs.details.nature, first.inputs.details.round) == ("formal", 1)
    assert (last.inputs.details.nature, last.inputs.details.round) == ("rehearsal", 2)
    assert [one.number for one in last.rounds] == [1, 2]
    say = translator("en").say
    assert [say(round_said(one)) for one in last.rounds] == ["Round 1", "Round 2 · rehearsal"]


def test_a_report_lists_the_sessions_of_its_own_round(workspace: Workspace) -> None:
    drill = hold(workspace, "Lockdown", MORNING)
    run_round(workspace, drill, 2, NOON, source="square").end()

    chains = {n: reviewed(workspace, drill, n).inputs.chains for n in (1, 2)}

    assert [(one.source, one.entries, one.state) for one in chains[1]] == [("gate", 6, "whole")]
    assert [(one.source, one.entries, one.state) for one in chains[2]] == [("square", 6, "whole")]


def test_each_round_is_held_when_its_own_first_entry_says(workspace: Workspace) -> None:
    drill = hold(workspace, "Lockdown", MORNING)
    second(workspace, drill)

    apart = improving.held_utc_ns(reviewed(workspace, drill)) - improving.held_utc_ns(
        reviewed(workspace, drill, 1)
    )

    assert apart == 3 * 3600 * 10**9


def test_a_void_round_is_not_shown_first_and_counts_for_nothing(workspace: Workspace) -> None:
    drill = hold(workspace, "Lockdown", MORNING)
    run_round(workspace, drill, 2, NOON, shut_s=90).void_round("hoax")

    assert reviewed(workspace, drill).round == 1
    assert open_typing(workspace, drill).round == 1
    (line,) = shelf(workspace)
    assert (line.standing, [one.standing for one in line.rounds]) == ("ended", ["ended", "void"])
    void = reviewed(workspace, drill, 2)
    assert void.held.reason == "hoax"
    assert void.card.targets[0].verdict == "missed"
    assert improving.propose(void, read_ledger(workspace)) == ()
    shown = show(void, void.inputs).ending
    assert shown is not None
    assert shown.shape == "crossed"
    assert "void" in translator("en").say(shown.words)
    assert translator("en").say(shown.words).endswith("Reason: hoax.")


def test_a_drill_of_which_every_round_is_void_proves_nothing(workspace: Workspace) -> None:
    found_in = hold(workspace, "first", MORNING, shut_s=90)
    later = hold(workspace, "second", LATER)
    run_round(workspace, later, 1, LATER, source="square").void_round()
    review = reviewed(workspace, found_in)
    finding = improving.propose(review, read_ledger(workspace))[0].finding
    (action,) = improving.accept(workspace, [finding], by="Li")

    assert {one.drill.title: one.standing for one in list_drills(workspace)} == {
        "first": "ended",
        "second": "void",
    }
    assert improving.drills_since(workspace, action).count == 0
    with pytest.raises(UserError, match="voided"):
        improving.close(workspace, action, later, by="Li")
    (shelved, _first) = shelf(workspace)
    assert (shelved.standing, shelved.unfinished()) == ("void", ())


def test_a_void_round_that_another_source_never_ended_is_not_unfinished(
    workspace: Workspace,
) -> None:
    drill = hold(workspace, "Lockdown", MORNING)
    run_round(workspace, drill, 2, NOON)
    assert unfinished(workspace, drill) == ((2, "gate", "running"),)

    run_round(workspace, drill, 2, NOON, source="square").void_round()

    assert unfinished(workspace, drill) == ()


def test_a_drill_that_was_broken_off_says_so_wherever_its_result_stands(
    workspace: Workspace,
) -> None:
    drill = hold(workspace, "Lockdown", MORNING)
    run_round(workspace, drill, 2, NOON).abort("real alarm")

    review = reviewed(workspace, drill)

    assert list_drills(workspace)[0].standing == "broken_off"
    assert (review.round, review.held.standing) == (2, "broken_off")
    shown = show(review, review.inputs).ending
    assert shown is not None
    assert shown.shape == "cross"
    say = translator("en").say
    said = [
        say(block.words)
        for block in evaluation_report(review.inputs).blocks
        if isinstance(block, Prose)
    ]
    assert any("broken off before its end. Reason: real alarm" in words for words in said)
    chinese = translator("zh_CN").say(shown.words)
    assert "real alarm" in chinese


def test_a_round_that_ended_as_planned_says_nothing_of_it(workspace: Workspace) -> None:
    review = reviewed(workspace, hold(workspace, "Lockdown", MORNING))

    assert show(review, review.inputs).ending is None
    assert review.inputs.details.ending is None


def test_a_false_start_is_named_among_the_corrections(workspace: Workspace) -> None:
    drill = hold(workspace, "Lockdown", MORNING)
    recorder = run_round(workspace, drill, 2, NOON)
    first = next(one for one in recorder.log.entries.values() if one.kind == "mark")
    recorder.void(first.id, "!false_start")
    recorder.end()

    amendments = reviewed(workspace, drill).inputs.amendments

    assert [one.reason for one in amendments] == ["!false_start"]


def test_the_control_posts_holds_stay_the_measure_beside_a_joined_table(
    workspace: Workspace,
) -> None:
    drill = hold(workspace, "Lockdown", MORNING)
    arming = Arming("formal", is_control=True).words()
    run_round(workspace, drill, 2, NOON, arming=arming).end()
    review = reviewed(workspace, drill)
    table = "source,step,time\ncamera,alarm,12:00:00\ncamera,!hold,12:00:10\n"

    joined = join(review.log, [TableText("camera.csv", table)], review.script)

    assert joined.commands == {"gate": True}
    assert [one.source for one in joined.holds] == ["camera"]
