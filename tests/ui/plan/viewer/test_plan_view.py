from __future__ import annotations

from drillplanner.base.translator import Language, translator
from drillplanner.services.plan.scripts import opened, samples
from tests.plan.sample import newest, written
from ui.plan.viewer.plan_rows import Table
from ui.plan.viewer.plan_view import PlanView, plan_view
from ui.widgets.rows_model import Cell


def _view(place: int = 0, language: Language = "en") -> PlanView:
    return plan_view(samples()[place], translator(language).say)


def _column(table: Table, title: str) -> list[str]:
    place = [column.title for column in table.columns].index(title)
    cells = [row.cells[place] for row in table.rows]
    return [cell if isinstance(cell, str) else cell.text for cell in cells]


def test_columns_that_a_script_leaves_empty_are_left_out() -> None:
    titles = [column.title for column in _view(0).steps.columns]

    assert "Options" not in titles
    assert "Key" not in titles
    assert "Options" in [column.title for column in _view(1).steps.columns]


def test_what_is_for_cue_cards_and_narrator_has_columns_where_it_is_written() -> None:
    view = plan_view(opened(written(newest())), translator("en").say)

    titles = [column.title for column in view.steps.columns]
    assert titles[-7:] == [
        *("Place", "Commands and dialogue", "Narration", "Props", "Message"),
        *("Duration", "Head count"),
    ]
    assert _column(view.steps, "Message") == ["from: Gate; to: Gate; by: Gate", "", "", "", "", ""]
    assert _column(view.steps, "Duration")[0] == "30.5 s (20 s to 1 min)"
    assert _column(view.steps, "Units")[2] == "Gate (41 expected), Gate"
    details = dict(view.steps.details["seen"])
    assert details["Head count"] == "40 expected"
    assert details["Judged to within"] == "± 0.5 s (standard uncertainty)"
    assert details["列"] == "值"
    source = dict(view.targets.details["T1"])
    assert (source["Clause"], source["Read on"]) == ("Gate", "2026-11-30")
    assert (source["Confirmed by"], source["附"]) == ("市局治安支队", "注")


def test_objectives_and_scales_of_a_form_stand_with_the_rules() -> None:
    view = plan_view(opened(written(newest())), translator("en").say)

    judged = dict(
        zip(_column(view.rules, "Kind"), _column(view.rules, "How it is judged"), strict=True)
    )
    assert judged["objective"] == "shown by: Gate; Gate; Gate"
    criteria = [row.cells[2] for row in view.rules.rows if row.cells[0] == "criterion"]
    assert criteria == [
        "rated P, S, M or U; Gate; weight 0.5",
        "marks out of 10; weight 1; 列: 值",
        "Fits (100), Does not (12.5); weight 1",
    ]


def test_a_step_names_earlier_steps_by_number_in_the_table_and_by_words_in_detail() -> None:
    view = _view()

    assert _column(view.steps, "After")[1] == "step 1, 2 min later"
    details = dict(view.steps.details[view.steps.rows[1].id])
    assert details["After"] == '"Exercise control says “exercise begins”", 2 min later'


def test_a_target_marks_its_first_and_last_steps() -> None:
    view = _view(1)

    assert view.target_views["V17"].marks == {
        "police-there": "start",
        "contained": "stop",
    }


def test_a_limit_is_said_with_its_unit_and_its_source() -> None:
    view = _view(1)
    details = dict(view.targets.details["V17"])

    assert details["Limit"] == "2 min"
    assert details["Planned length"] == "1 min 20 s"
    assert details["Class of the limit's source"].startswith("D ")


def test_a_span_that_is_not_scored_has_no_limit_in_the_chart() -> None:
    view = _view(1)
    open_spans = [row for row in view.timeline.rows if row.is_span and row.limit_s is None]

    assert open_spans
    assert {str(row.note) for row in open_spans} == {"recorded, not scored"}


def test_everything_is_said_in_the_readers_language() -> None:
    view = _view(1, "zh_CN")

    assert view.title == "劫持人质与可疑物品处置演练"
    assert "值班领导接到报告后报警" in _column(view.steps, view.steps.columns[3].title)


def test_warnings_come_with_their_place_in_the_file() -> None:
    view = _view()

    assert view.warnings_said == "1 warning"
    (row,) = view.warnings.rows
    assert row.cells[1] == Cell("targets", "$.targets")
