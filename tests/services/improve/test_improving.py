"""From a drill that fell short, over actions in the ledger, to the drill that shows it mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId
from drillplanner.improve.ledger import Action, Content
from drillplanner.services.exchange.pack_exchange import hand_over, take_in
from drillplanner.services.improve import actions as improving
from drillplanner.services.improve.actions import Proposal
from drillplanner.services.improve.ledger import Shown, read_ledger
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.store.workspace import Workspace
from tests.services.drills_held import hold, run_round

TODAY = date(2026, 11, 23)
LATER = "2026-12-01T09:00:00+08:00"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def proposals(workspace: Workspace, drill: DrillId) -> tuple[Proposal, ...]:
    return improving.propose(review_drill(read_drill(workspace, drill)), read_ledger(workspace))


def accepted(workspace: Workspace, drill: DrillId) -> Action:
    """Accept the first finding of a drill."""
    finding = proposals(workspace, drill)[0].finding
    return improving.accept(workspace, [finding], by="Li", language="en")[0]


def planned(action: Action) -> Content:
    return replace(action.content, measure="Bolts", due=date(2026, 12, 24))


def waiting(workspace: Workspace, drill: DrillId) -> Action:
    """Bring the first finding of a drill as far as waiting to be verified."""
    action = accepted(workspace, drill)
    action = improving.edit(workspace, action, planned(action), "Wang", by="Li")
    action = improving.move(workspace, action, "start", by="Li")
    return improving.move(workspace, action, "report", by="Li")


def test_a_drill_that_fell_short_proposes_what_to_mend(workspace: Workspace) -> None:
    drill = hold(workspace, "first", shut_s=90)

    (proposal,) = proposals(workspace, drill)

    assert proposal.is_new
    assert proposal.finding.key == f"{drill}:missed:T:shut/c2"
    assert "All classrooms shut" in str(proposal.finding.words)


def test_an_accepted_finding_keeps_its_words_and_whom_the_script_names(
    workspace: Workspace,
) -> None:
    action = accepted(workspace, hold(workspace, "first", shut_s=90))

    content = action.content
    assert content.unit == "Class teachers (School)"
    assert isinstance(content.found.words, dict)
    assert set(content.found.words) == {"en", "zh_CN"}
    assert read_ledger(workspace).person(action.steps[0].author) == "Li"


def test_accepting_twice_makes_one_action(workspace: Workspace) -> None:
    drill = hold(workspace, "first", shut_s=90)
    finding = proposals(workspace, drill)[0].finding

    improving.accept(workspace, [finding], by="Li")
    again = improving.accept(workspace, [finding], by="Li")

    assert again == ()
    assert len(read_ledger(workspace).actions) == 1


def test_a_dismissed_finding_stays_on_record_and_can_come_back(workspace: Workspace) -> None:
    drill = hold(workspace, "first", shut_s=90)
    finding = proposals(workspace, drill)[0].finding

    with pytest.raises(UserError, match="why"):
        improving.dismiss(workspace, [finding], " ", by="Li")
    improving.dismiss(workspace, [finding], "door was being painted", by="Li")
    (dismissed,) = proposals(workspace, drill)
    assert dismissed.is_dismissed
    assert dismissed.action is not None
    improving.undo(workspace, dismissed.action, by="Li")

    assert proposals(workspace, drill)[0].is_new
    assert accepted(workspace, drill).content.state == "open"


def test_names_of_people_are_in_no_fact(workspace: Workspace) -> None:
    drill = hold(workspace, "first", shut_s=90)
    waiting(workspace, drill)

    data = b"".join(fact.data for fact in workspace.facts(kind="action_step"))
    assert "Wang" in read_ledger(workspace).owners()
    assert b"Wang" not in data
    assert b'"Li"' not in data


def test_a_later_drill_that_meets_the_target_closes_the_action(workspace: Workspace) -> None:
    action = waiting(workspace, hold(workspace, "first", shut_s=90))
    second = hold(workspace, "second", LATER)

    (candidate,) = improving.drills_since(workspace, action).candidates
    school = improving.drills_since(workspace, action).school
    one = improving.evidence_of(action, read_drill(workspace, candidate), school)
    done = improving.close(workspace, action, second, by="Zhao")

    assert one is not None
    assert (one.is_proof, one.later.drill) == (True, second)
    assert (done.content.state, done.content.proof) == ("closed", second)


def test_only_drills_whose_script_could_show_it_are_reviewed(workspace: Workspace) -> None:
    action = waiting(workspace, hold(workspace, "first", shut_s=90))
    hold(workspace, "milder", LATER, limit_s=120)
    hold(workspace, "earlier", "2026-11-01T09:00:00+08:00")
    could = hold(workspace, "second", LATER)
    run_round(workspace, hold(workspace, "open", LATER), 2, LATER)

    found = improving.drills_since(workspace, action)

    assert (found.count, found.candidates) == (2, (could,))


@pytest.mark.parametrize(
    ("at", "shut_s", "limit_s"),
    [(LATER, 90, 60), (LATER, 40, 120), ("2026-11-01T09:00:00+08:00", 40, 60)],
)
def test_a_drill_that_missed_too_or_was_milder_or_earlier_closes_nothing(
    workspace: Workspace, at: str, shut_s: float, limit_s: float
) -> None:
    action = waiting(workspace, hold(workspace, "first", shut_s=90))
    other = hold(workspace, "other", at, shut_s=shut_s, limit_s=limit_s)

    with pytest.raises(UserError, match="Needed is a later drill"):
        improving.close(workspace, action, other, by="Li")
    assert read_ledger(workspace).actions[0].content.state == "to_verify"


def test_without_any_later_drill_closing_says_which_is_needed(workspace: Workspace) -> None:
    action = waiting(workspace, hold(workspace, "first", shut_s=90))

    with pytest.raises(UserError, match="“All classrooms shut” is met"):
        improving.close(workspace, action, "", by="Li")


def test_undo_of_a_reopening_closes_only_where_the_proof_still_holds(workspace: Workspace) -> None:
    action = waiting(workspace, hold(workspace, "first", shut_s=90))
    second = hold(workspace, "second", LATER)
    done = improving.close(workspace, action, second, by="Li")
    reopened = improving.move(workspace, done, "reopen", "bolt broke", by="Li")

    assert improving.undo(workspace, reopened, by="Li").content.proof == second
    again = improving.move(
        workspace, read_ledger(workspace).actions[0], "reopen", "bolt broke", by="Li"
    )
    workspace.purge(second, "p")
    with pytest.raises(UserError):
        improving.undo(workspace, again, by="Li")


def test_an_answer_to_an_old_look_is_refused(workspace: Workspace) -> None:
    action = accepted(workspace, hold(workspace, "first", shut_s=90))
    improving.edit(workspace, action, planned(action), "", by="Li")

    with pytest.raises(UserError, match="meanwhile"):
        improving.edit(workspace, action, replace(planned(action), notes="x"), "", by="Li")


def test_saving_what_was_not_changed_makes_no_step(workspace: Workspace) -> None:
    action = accepted(workspace, hold(workspace, "first", shut_s=90))

    assert improving.edit(workspace, action, action.content, "", by="Li") is action


def test_two_laptops_that_changed_one_action_conflict_until_a_version_is_chosen(
    workspace: Workspace, tmp_path: Path
) -> None:
    drill = hold(workspace, "first", shut_s=90)
    action = accepted(workspace, drill)
    with Workspace.create(tmp_path / "other.db") as other:
        take_in(other, hand_over(workspace, drill))
        theirs = read_ledger(other).actions[0]
        improving.edit(other, theirs, replace(planned(theirs), notes="theirs"), "", by="Sun")
        improving.edit(workspace, action, replace(planned(action), notes="ours"), "", by="Li")

        take_in(workspace, hand_over(other, drill))
        take_in(other, hand_over(workspace, drill))
        assert read_ledger(other).actions == read_ledger(workspace).actions

    (split,) = read_ledger(workspace).actions
    assert {head.content.notes for head in split.heads} == {"ours", "theirs"}
    with pytest.raises(UserError, match="side by side"):
        improving.move(workspace, split, "start", by="Li")
    settled = improving.settle(workspace, split, split.heads[0].id, by="Li")
    assert settled.content == split.heads[0].content


@pytest.mark.parametrize(
    ("shown", "owner", "count"),
    [
        ("undone", "", 1),
        ("undone", "Wang", 1),
        ("undone", "nobody", 0),
        ("overdue", "", 0),
        ("to_verify", "", 1),
        ("closed", "", 0),
        ("all", "", 1),
    ],
)
def test_the_list_is_filtered_by_state_and_owner(
    workspace: Workspace, shown: Shown, owner: str, count: int
) -> None:
    waiting(workspace, hold(workspace, "first", shut_s=90))

    assert len(read_ledger(workspace).only(shown, TODAY, owner)) == count


def test_an_overdue_action_is_found_by_the_date_handed_in(workspace: Workspace) -> None:
    action = accepted(workspace, hold(workspace, "first", shut_s=90))
    improving.edit(workspace, action, planned(action), "", by="Li")

    assert read_ledger(workspace).only("overdue", date(2026, 12, 24)) == ()
    assert len(read_ledger(workspace).only("overdue", date(2026, 12, 25))) == 1


def test_a_purged_drill_takes_its_actions_with_it(workspace: Workspace) -> None:
    drill = hold(workspace, "first", shut_s=90)
    accepted(workspace, drill)

    workspace.purge(drill, "p")

    assert read_ledger(workspace).actions == ()


@pytest.mark.parametrize(
    ("school", "nature", "words"),
    [
        ("Second School", "formal", "another school"),
        ("", "formal", "Name the school"),
        ("First School", "rehearsal", "was a rehearsal"),
    ],
)
def test_another_school_or_a_rehearsal_closes_nothing(
    workspace: Workspace, school: str, nature: str, words: str
) -> None:
    action = waiting(workspace, hold(workspace, "first", shut_s=90))
    other = hold(workspace, "second", LATER, school=school, nature=nature)

    with pytest.raises(UserError, match=words):
        improving.close(workspace, action, other, by="Li")


def test_a_rehearsal_is_admitted_by_name_and_that_stays_on_record(workspace: Workspace) -> None:
    action = waiting(workspace, hold(workspace, "first", shut_s=90))
    other = hold(workspace, "second", LATER, nature="rehearsal")

    done = improving.close(workspace, action, other, by="Zhao", reason="held as in earnest")

    assert done.content.admission == "held as in earnest"
    assert read_ledger(workspace).person(done.heads[0].author) == "Zhao"
