"""Drills without a script: marks in words get their steps afterwards, and the score is the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.ids import DrillId, PersonId, new_id
from drillplanner.base.texts import _
from drillplanner.base.translator import translator
from drillplanner.plan.free_play import DANGER
from drillplanner.plan.writer import format_script
from drillplanner.report.content import evaluation_report
from drillplanner.review.observation import FreeMark
from drillplanner.run.chain import verify
from drillplanner.services.exchange.pack_exchange import check_log, hand_over, take_in
from drillplanner.services.fact_factory import drills, open_drill, publish_script
from drillplanner.services.plan.scripts import OpenScript, samples
from drillplanner.services.review.decisions import TableText, save_table
from drillplanner.services.review.free_marks import free_marks
from drillplanner.services.review.observation_builder import observe
from drillplanner.services.review.organising import (
    Meant,
    Organised,
    meant_script,
    new_title,
    organise,
)
from drillplanner.services.review.photos.places import Places
from drillplanner.services.review.review_session import (
    DrillReview,
    issue_review,
    read_drill,
    review_drill,
)
from drillplanner.services.review.view_models import show
from drillplanner.services.run.free_play import (
    Choice,
    Organising,
    ToStep,
    free_play,
    known_scripts,
    organising,
)
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.sessions import create_workspace, start_session
from drillplanner.store.workspace import Workspace
from drillplanner.terms.document import Table
from tests.fakes import FakeClock

KEEPER = PersonId("keeper")
RAMMING = samples()[2]

#: What happened, in seconds, what the keeper called it, and the ramming sample's step for it.
STORY: tuple[tuple[float, str, str, str | None], ...] = (
    (0.0, "", "vehicle", None),
    (2.0, "哨响", "warned", None),
    (12.5, "拦车", "barrier", None),
    (8.0, "家长散开", "strip-clear", "parents"),
    (9.0, "车道清空", "strip-clear", "lane"),
    (6.0, "车停", "stopped", None),
    (20.0, "按报警", "alarm", None),
    (31.0, "110接了", "received", None),
    (58.0, "制服司机", "driver-held", None),
    (150.0, "交警到", "traffic-there", None),
    (200.0, "派出所到", "station-there", None),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "free.drill") as made:
        yield made


def begin(workspace: Workspace, opened: OpenScript, clock: FakeClock, title: str) -> Recorder:
    fact = publish_script(workspace, opened.script.id, opened.document, KEEPER)
    drill = open_drill(workspace, fact, title, KEEPER)
    station = Station(drill.id, "门卫", KEEPER)
    recorder = start_session(workspace, station, clock=clock, script=opened.script)
    recorder.arm()
    return recorder


def play_free(workspace: Workspace, title: str = "早会后的演练") -> DrillId:
    """Play the story without a script: the danger by its key, all else in words."""
    clock = FakeClock()
    recorder = begin(workspace, free_play("zh_CN"), clock, title)
    passed = 0.0
    for at_s, words, _step, _unit in sorted(STORY):
        clock.advance(at_s - passed)
        passed = at_s
        if words:
            recorder.label_free(recorder.mark().id, words)
        else:
            recorder.mark(DANGER)
    clock.advance(5)
    recorder.end()
    return recorder.station.drill


def play_scripted(workspace: Workspace) -> DrillId:
    clock = FakeClock()
    recorder = begin(workspace, RAMMING, clock, "有脚本")
    passed = 0.0
    for at_s, _words, step, unit in sorted(STORY):
        clock.advance(at_s - passed)
        passed = at_s
        recorder.mark(step, unit=unit)
    clock.advance(5)
    recorder.end()
    return recorder.station.drill


def choices_of(found: Organising) -> dict[str, Choice]:
    known: dict[str, Choice] = {
        words: ToStep(step, unit) for _at, words, step, unit in STORY if words
    }
    danger = next(one for one in found.wordings if one.is_danger)
    return {**known, danger.key: ToStep("vehicle")}


def by_mark(found: Organising, choices: Mapping[str, Choice]) -> dict[str, Choice]:
    """Say of each mark what was said of it, or else of its words."""
    said = {one.key: choices.get(one.key, choices.get(one.words)) for one in found.wordings}
    return {key: choice for key, choice in said.items() if choice is not None}


def adopt(
    workspace: Workspace,
    drill: DrillId,
    base: OpenScript | None,
    choices: Mapping[str, Choice] | None = None,
) -> Organised:
    found = organising(workspace, drill)
    meant = Meant(base, by_mark(found, choices_of(found) if choices is None else choices), "新脚本")
    return organise(workspace, found, meant, KEEPER, later())


def later() -> FakeClock:
    """Give the clocks of the same machine, an hour after the drill."""
    clock = FakeClock()
    clock.advance(3600)
    return clock


def review_of(workspace: Workspace, drill: DrillId) -> DrillReview:
    return review_drill(read_drill(workspace, drill))


def test_free_play_is_listed_in_time_order_and_nothing_of_it_is_scored(
    workspace: Workspace,
) -> None:
    drill = play_free(workspace)

    found = organising(workspace, drill)

    assert found.is_free_play
    assert [(one.words, one.since_t0_s) for one in found.wordings] == [
        ("险情出现", 0.0),
        ("哨响", 2.0),
        ("车停", 6.0),
        ("家长散开", 8.0),
        ("车道清空", 9.0),
        ("拦车", 12.5),
        ("按报警", 20.0),
        ("110接了", 31.0),
        ("制服司机", 58.0),
        ("交警到", 150.0),
        ("派出所到", 200.0),
    ]
    card = review_of(workspace, drill).card
    assert (card.whole.score, card.whole.grade, card.targets) == (None, None, ())


def test_words_mapped_to_steps_score_as_if_the_steps_had_been_marked(workspace: Workspace) -> None:
    free, scripted = play_free(workspace), play_scripted(workspace)
    done = adopt(workspace, free, RAMMING)

    before, after = review_of(workspace, scripted), review_of(workspace, free)

    def results(review: DrillReview) -> list[object]:
        return [
            (r.id, r.verdict, r.elapsed_s, r.expanded_uncertainty_s, r.score)
            for r in review.card.targets
        ]

    assert results(after) == results(before)
    assert after.card.whole == before.card.whole
    assert after.card.owners == before.card.owners
    assert (done.mapped, done.script.script.id) == (11, "vehicle-at-dismissal")
    # By hand: R3 is 12.5 s of 10: 100 - 40 * 2.5 / 5 = 80; u of a press is 0.3, so missed.
    r3 = next(one for one in after.card.targets if one.id == "R3")
    assert r3.verdict == "missed"
    assert [r3.elapsed_s, r3.score] == [Fraction(25, 2), 80]
    # R4 takes the last unit, 9 s of 10: U = 2 * sqrt(2) * 0.3 = 0.85, so 9.85 <= 10 is met.
    r4 = next(one for one in after.card.targets if one.id == "R4")
    assert r4.verdict == "met"
    assert [r4.elapsed_s, r4.score] == [9, 100]


def test_the_drills_own_fact_and_every_word_stay_in_the_log(workspace: Workspace) -> None:
    drill = play_free(workspace)
    own = workspace.facts(drill, "drill")
    entries = workspace.entries(drill)

    adopt(workspace, drill, RAMMING)

    after = workspace.entries(drill)
    assert workspace.facts(drill, "drill") == own
    assert after[: len(entries)] == entries
    added = [one.entry.kind for one in after[len(entries) :]]
    # Ten words: a void of the words, then the label of the step; the danger only a label.
    assert added == ["label", *["void", "label"] * 10]
    assert check_log(workspace, drill).is_whole
    assert verify(after, [own[0].hash]).is_whole


def test_the_script_of_a_drill_is_the_one_it_adopted_everywhere(workspace: Workspace) -> None:
    drill = play_free(workspace)
    adopt(workspace, drill, RAMMING)

    held = next(one for one in drills(workspace) if one.id == drill)

    assert held.script != held.began_with
    assert read_drill(workspace, drill).document == RAMMING.document
    assert review_of(workspace, drill).script == RAMMING.script


def test_what_is_left_in_words_is_listed_and_what_was_mapped_is_not(workspace: Workspace) -> None:
    drill = play_free(workspace)
    found = organising(workspace, drill)
    choices: dict[str, Choice] = {**choices_of(found), "哨响": "leave"}
    adopt(workspace, drill, RAMMING, choices)

    review = review_of(workspace, drill)

    assert [mark.words for mark in review.inputs.free] == ["哨响"]
    r1 = next(one for one in review.card.targets if one.id == "R1")
    assert r1.verdict == "not_recorded"
    said = translator("zh_CN").say
    rows = [
        [said(cell) for cell in row.cells if not isinstance(cell, tuple)]  # type: ignore[arg-type]
        for block in evaluation_report(review.inputs).blocks
        if isinstance(block, Table)
        for row in block.rows
    ]
    assert any("哨响" in row for row in rows)
    section = next(one for one in show(review, review.inputs).sections if one.id == "free")
    assert section.table is not None
    assert len(section.table.rows) == 1


def test_words_become_the_steps_of_a_script_of_their_own(workspace: Workspace) -> None:
    drill = play_free(workspace)
    found = organising(workspace, drill)
    done = adopt(workspace, drill, None, {one.key: "new" for one in found.wordings})

    script = done.script.script
    assert script.title == "新脚本"
    assert [step.text for step in script.steps] == [one.words for one in found.wordings]
    # 9 s, then 12.5 s rounds to 13: the lag of that step is 4.
    assert [one.lag_s for step in script.steps for one in step.after][:5] == [2, 4, 2, 1, 4]
    review = review_of(workspace, drill)
    assert review.inputs.free == ()
    assert all(point.known == "timed" for point in review.timeline.points.values())
    assert next(one.script.id for one in known_scripts(workspace)) == script.id


def test_words_that_a_script_does_not_know_become_steps_added_to_it(workspace: Workspace) -> None:
    drill = play_free(workspace)
    found = organising(workspace, drill)
    choices: dict[str, Choice] = {**choices_of(found), "哨响": "new"}
    done = adopt(workspace, drill, RAMMING, choices)

    assert done.script.script.targets == RAMMING.script.targets
    added = done.script.script.steps[-1]
    assert (added.id, added.text, added.after[0].lag_s) == ("s01", "哨响", 2)
    assert review_of(workspace, drill).inputs.free == ()


def test_it_can_be_done_again_with_another_script_and_only_what_differs_is_written(
    workspace: Workspace,
) -> None:
    drill = play_free(workspace)
    adopt(workspace, drill, RAMMING)
    count = len(workspace.facts(drill))
    again = adopt(workspace, drill, RAMMING)
    assert (again.entries, len(workspace.facts(drill))) == (0, count)

    found = organising(workspace, drill)
    assert [one.words for one in found.wordings][:3] == ["险情出现", "哨响", "车停"]
    adopt(workspace, drill, None, {one.key: "new" for one in found.wordings})
    review = review_of(workspace, drill)

    assert review.script.title == "新脚本"
    assert [mark.words for mark in review.free if mark.step is None] == []
    assert not review.recorded.scripts_differ


def test_what_was_a_step_becomes_words_again(workspace: Workspace) -> None:
    drill = play_free(workspace)
    adopt(workspace, drill, RAMMING)

    adopt(workspace, drill, RAMMING, {})

    review = review_of(workspace, drill)
    assert [mark.words for mark in review.inputs.free] == [
        one.words for one in organising(workspace, drill).wordings
    ]
    assert {one.verdict for one in review.card.targets} == {"not_recorded"}


def test_two_laptops_that_adopted_other_scripts_are_shown_and_the_newest_to_arrive_counts(
    workspace: Workspace, tmp_path: Path
) -> None:
    drill = play_free(workspace)
    journal = hand_over(workspace, drill)
    adopt(workspace, drill, RAMMING)
    with create_workspace(tmp_path / "other.drill") as other:
        take_in(other, journal)
        found = organising(other, drill)
        adopt(other, drill, None, {one.key: "new" for one in found.wordings})
        theirs = hand_over(other, drill)

    take_in(workspace, theirs)
    review = review_of(workspace, drill)

    assert review.recorded.scripts_differ
    assert review.script.title == "新脚本"
    section = next(one for one in show(review, review.inputs).sections if one.id == "free")
    assert "after the drill was over" in str(section.words[0])
    assert "different scripts" in str(section.words[1])

    found = organising(workspace, drill)
    organise(workspace, found, Meant(RAMMING, by_mark(found, choices_of(found))), KEEPER, later())
    assert not review_of(workspace, drill).recorded.scripts_differ
    assert review_of(workspace, drill).script == RAMMING.script


def test_a_mark_that_laptops_gave_other_steps_counts_as_none_until_it_is_organised_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    drill = play_free(workspace)
    journal = hand_over(workspace, drill)
    adopt(workspace, drill, RAMMING)
    with create_workspace(tmp_path / "other.drill") as other:
        take_in(other, journal)
        choices = {**choices_of(organising(other, drill)), "拦车": ToStep("alarm")}
        adopt(other, drill, RAMMING, choices)
        take_in(workspace, hand_over(other, drill))

    review = review_of(workspace, drill)
    assert [mark.words for mark in review.inputs.free] == ["拦车"]
    assert next(one for one in review.card.targets if one.id == "R3").verdict == "not_recorded"
    adopt(workspace, drill, RAMMING)
    review = review_of(workspace, drill)
    assert review.inputs.free == ()
    assert next(one for one in review.card.targets if one.id == "R3").score == 80


def test_the_pack_of_an_adopted_drill_is_reviewed_alike_elsewhere(
    workspace: Workspace, tmp_path: Path
) -> None:
    drill = play_free(workspace)
    adopt(workspace, drill, RAMMING)
    with create_workspace(tmp_path / "other.drill") as other:
        take_in(other, hand_over(workspace, drill))

        assert review_of(other, drill).card == review_of(workspace, drill).card
        assert len(organising(other, drill).wordings) == 11


def test_a_failing_disk_leaves_the_drill_as_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill = play_free(workspace)
    before = workspace.facts()

    def full(*_arguments: object) -> None:
        raise StoreFault(_("The disk is full."))

    monkeypatch.setattr("drillplanner.store.drill_index.DrillIndex.refresh", full)
    with pytest.raises(StoreFault):
        adopt(workspace, drill, RAMMING)

    assert workspace.facts() == before
    monkeypatch.undo()
    assert adopt(workspace, drill, RAMMING).mapped == 11


def test_a_log_that_changed_meanwhile_is_not_organised(workspace: Workspace) -> None:
    drill = play_free(workspace)
    found = organising(workspace, drill)
    adopt(workspace, drill, RAMMING)

    with pytest.raises(UserError, match="has changed meanwhile"):
        organise(
            workspace, found, Meant(RAMMING, by_mark(found, choices_of(found))), KEEPER, later()
        )


def test_a_script_that_does_not_fit_a_joined_table_changes_nothing(workspace: Workspace) -> None:
    drill = play_free(workspace)
    table = f"source,step,time\n监控,{DANGER},09:00:00\n"
    save_table(workspace, drill, 1, TableText("监控.csv", table), by="张三")
    before = workspace.facts()

    with pytest.raises(UserError, match="nothing was changed"):
        adopt(workspace, drill, RAMMING)

    assert workspace.facts() == before


def test_a_scripted_drill_maps_its_free_marks_to_its_own_script_only(workspace: Workspace) -> None:
    clock = FakeClock()
    recorder = begin(workspace, RAMMING, clock, "有脚本")
    recorder.mark("vehicle")
    clock.advance(3)
    recorder.label_free(recorder.mark().id, "鸣哨")
    recorder.end()
    drill = recorder.station.drill
    found = organising(workspace, drill)
    assert (found.is_free_play, [one.words for one in found.wordings]) == (False, ["鸣哨"])

    with pytest.raises(UserError, match="run with a script"):
        organise(workspace, found, Meant(samples()[0]), KEEPER, later())
    meant = Meant(RAMMING, {found.wordings[0].key: ToStep("warned")})
    organise(workspace, found, meant, KEEPER, later())

    review = review_of(workspace, drill)
    assert review.recorded.adoptions == ()
    r1 = next(one for one in review.card.targets if one.id == "R1")
    assert r1.verdict == "too_close"
    assert r1.elapsed_s == 3


def test_marks_without_a_name_stand_each_for_itself(workspace: Workspace) -> None:
    clock = FakeClock()
    recorder = begin(workspace, free_play("en"), clock, "Free")
    first = recorder.mark()
    clock.advance(1)
    second = recorder.mark()

    found = organising(workspace, recorder.station.drill)

    assert [(one.key, one.words) for one in found.wordings] == [(first.id, ""), (second.id, "")]
    assert [one.since_t0_s for one in found.wordings] == [None, None]


def test_a_word_that_was_pressed_twice_means_something_else_each_time(
    workspace: Workspace,
) -> None:
    clock = FakeClock()
    recorder = begin(workspace, free_play("zh_CN"), clock, "两次")
    recorder.mark(DANGER)
    for _press in range(2):
        clock.advance(5)
        recorder.label_free(recorder.mark().id, "关门")
    recorder.end()
    drill = recorder.station.drill
    danger, foot, car = organising(workspace, drill).wordings
    assert (foot.words, car.words) == ("关门", "关门")

    choices: dict[str, Choice] = {
        danger.key: ToStep("vehicle"),
        foot.key: ToStep("gate-shut", "foot"),
        car.key: ToStep("gate-shut", "car"),
    }
    assert adopt(workspace, drill, RAMMING, choices).mapped == 3
    seen = observe(workspace.entries(drill)).observations
    assert [(one.step, one.unit) for one in seen[1:]] == [
        ("gate-shut", "foot"),
        ("gate-shut", "car"),
    ]

    # As new they are one step, planned at the first.
    done = adopt(workspace, drill, None, {danger.key: "new", foot.key: "new", car.key: "new"})
    assert [step.text for step in done.script.script.steps] == ["险情出现", "关门"]


def test_a_photo_can_belong_to_a_mark_by_its_words(workspace: Workspace) -> None:
    review = review_of(workspace, play_free(workspace))

    said = [translator("zh_CN").say(place.words) for place in Places(review).all()]

    assert any(words.endswith("门卫：哨响") for words in said), said


def test_the_danger_named_in_words_is_the_danger(workspace: Workspace) -> None:
    clock = FakeClock()
    recorder = begin(workspace, free_play("zh_CN"), clock, "补认")
    recorder.label_free(recorder.mark().id, "险情出现")
    clock.advance(7)
    recorder.label_free(recorder.mark().id, "关门")
    drill = recorder.station.drill
    found = organising(workspace, drill)
    done = adopt(workspace, drill, None, {one.key: "new" for one in found.wordings})

    assert [one.since_t0_s for one in found.wordings] == [0, 7]
    assert done.script.script.t0 == DANGER
    assert review_of(workspace, drill).inputs.free == ()


def test_a_suggested_title_says_where_the_script_came_from() -> None:
    assert new_title("防冲撞", "zh_CN") == "由自由记录整理：防冲撞"
    assert new_title("Ramming", "en") == "From free play: Ramming"


def test_an_unreadable_published_script_is_not_offered(workspace: Workspace) -> None:
    publish_script(workspace, "odd", "{}", KEEPER)

    assert [one.script.id for one in known_scripts(workspace)] == [
        one.script.id for one in samples()
    ]


STEPS = [step.id for step in RAMMING.script.steps if not step.units]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mapping_changes_no_instant_and_no_uncertainty(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / f"{new_id()}.drill"
    with create_workspace(path) as workspace:
        drill = play_free(workspace)
        found = organising(workspace, drill)
        choice = st.sampled_from(STEPS).map(ToStep) | st.sampled_from(["new", "leave"])
        choices = {one.key: data.draw(choice) for one in found.wordings}
        base = data.draw(st.sampled_from([RAMMING, None]))
        if base is None:
            choices = {
                key: "new" if isinstance(one, ToStep) else one for key, one in choices.items()
            }
        before = {mark.place: (mark.at_s, mark.variance_s2) for mark in marks(workspace, drill)}

        adopt(workspace, drill, base, choices)  # type: ignore[arg-type]  # drawn as either

        after = {mark.place: (mark.at_s, mark.variance_s2) for mark in marks(workspace, drill)}
        assert after == before
        script, steps = meant_script(found, Meant(base, choices, "新脚本"))  # type: ignore[arg-type]
        seen = observe(workspace.entries(drill), script.script.zone).observations
        meant = {one.mark.place: steps[one.key].step for one in found.wordings if one.key in steps}
        assert {row.place: row.step for row in seen if row.place in meant} == meant


def marks(workspace: Workspace, drill: DrillId) -> list[FreeMark]:
    review = review_of(workspace, drill)
    recorded = review.recorded
    return list(free_marks(recorded.entries, review.script, 1, recorded.began_with()))


def test_a_free_play_of_an_english_window_reads_the_same(workspace: Workspace) -> None:
    opened = free_play("en")

    assert opened.document == format_script(opened.script).decode()
    assert replace(opened.script, language="zh_CN") == free_play("zh_CN").script


def test_what_was_issued_before_another_script_was_adopted_can_still_be_shown(
    workspace: Workspace,
) -> None:
    drill = play_free(workspace)
    issue_review(workspace, review_of(workspace, drill))
    adopt(workspace, drill, RAMMING)
    first = review_of(workspace, drill)
    issue_review(workspace, first)
    found = organising(workspace, drill)
    adopt(workspace, drill, None, {one.key: "new" for one in found.wordings})
    second = review_of(workspace, drill)

    for review in (first, second):
        assert review.differences
        assert show(review, review.as_issued()).whole.score is not None
        assert evaluation_report(review.as_issued()).blocks


@pytest.mark.parametrize("is_tied", [True, False])
def test_a_mark_on_another_laptop_counts_from_t0_by_their_tie_or_not_at_all(
    workspace: Workspace, is_tied: bool
) -> None:
    clock, other_clock = FakeClock(), FakeClock()
    other_clock.wall += 37 * 10**9
    recorder = begin(workspace, free_play("zh_CN"), clock, "两台")
    drill = recorder.station.drill
    other = start_session(
        workspace,
        Station(drill, "大门", KEEPER),
        clock=other_clock,
        script=free_play("zh_CN").script,
    )
    other.arm()
    for one in (recorder, other) if is_tied else ():
        one.sync("S1")
    recorder.mark(DANGER)
    for moved in (clock, other_clock):
        moved.advance(9)
    other.label_free(other.mark().id, "关门")

    found = organising(workspace, drill)

    # The other laptop's time of day is 37 s ahead; only the sync mark tells.
    since = {one.words: one.since_t0_s for one in found.wordings}
    assert since == {"险情出现": 0, "关门": 9 if is_tied else None}
    made, _steps = meant_script(found, Meant(None, {one.key: "new" for one in found.wordings}, "x"))
    assert len(made.script.steps) == 2
