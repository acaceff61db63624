from __future__ import annotations

import pytest

from drillplanner.base.translator import Language, translator
from drillplanner.plan.editing import acts
from drillplanner.plan.editing.draft import Draft, blank_script
from drillplanner.plan.schedule import Schedule, planned_times
from drillplanner.services.plan.outline import outline, planned_time
from drillplanner.services.plan.scripts import OpenScript, samples


@pytest.fixture(params=range(3))
def sample(request: pytest.FixtureRequest) -> OpenScript:
    place: int = request.param
    return samples()[place]


def test_every_step_and_target_has_its_row(sample: OpenScript) -> None:
    rows, script = outline(sample.script), sample.script

    assert [row.id for row in rows.steps] == [step.id for step in script.steps]
    assert [row.id for row in rows.targets] == [target.id for target in script.targets]
    assert len(rows.rules) == len(script.orders) + len(script.criteria) + len(script.safety)


def test_times_are_the_planned_ones_from_the_danger(sample: OpenScript) -> None:
    rows = outline(sample.script)

    assert {row.id: row.at_s for row in rows.steps} == planned_times(sample.script)


def test_spans_run_from_their_start_for_their_planned_length(sample: OpenScript) -> None:
    schedule = Schedule(sample.script.steps)

    for row, target in zip(outline(sample.script).targets, sample.script.targets, strict=True):
        span = schedule.span_s(target)
        if row.from_s is not None and row.to_s is not None:
            assert row.to_s - row.from_s == span


def test_the_critical_path_is_marked(sample: OpenScript) -> None:
    path = set(Schedule(sample.script.steps).critical_path())

    assert {row.id for row in outline(sample.script).steps if row.is_critical} == path


def test_a_target_of_the_first_sample_reads_as_a_planner_would_say_it() -> None:
    row = outline(samples()[0].script).targets[0]
    say = translator("en").say

    assert say(row.name) == "Detect"
    assert say(row.limit) == "5 s"
    assert say(row.planned) == "3 s"
    assert say(row.stop) == "The guard sees the intruder and challenges him"


@pytest.mark.parametrize(
    ("at_s", "language", "said"),
    [(-120.0, "en", "2 min before"), (0.0, "en", "+0 s"), (65.0, "en", "+1 min 5 s")],
)
def test_a_planned_time_says_on_which_side_of_the_danger_it_is(
    at_s: float, language: Language, said: str
) -> None:
    assert translator(language).say(planned_time(at_s)) == said


def test_an_id_that_the_editor_made_is_shown_nowhere() -> None:
    draft = acts.insert(
        Draft(blank_script("own", "New", "other", "en")), acts.TABLES["steps"], 0, "en"
    ).draft
    say = translator("en").say

    (row,) = outline(draft.script).steps

    (step,) = draft.script.steps
    said = [say(one) for one in (row.text, row.phase, row.role, row.post)]
    assert not {step.id, step.phase, step.role} & set(said)
    assert said[0] == "—"
