"""A block from Excel or Word becomes rows: by its headings, growing, nothing left out."""

from __future__ import annotations

from drillplanner.exchange.tables.clipboard import cells_from, html_of_cells, text_of_cells
from drillplanner.plan.editing.acts import TABLES
from drillplanner.plan.editing.draft import Draft, blank_script
from drillplanner.plan.editing.pasting import Pasted, paste
from tests.plan.editing.test_acts import said, steps_of

STEPS = TABLES["steps"]


def blank() -> Draft:
    return Draft(blank_script("drill", "演练", "anti_ramming", "zh_CN"))


def pasted(text: str, html: str = "", draft: Draft | None = None) -> Pasted:
    columns = list(STEPS.columns)
    return paste(draft or blank(), STEPS, cells_from(html, text), 0, columns, "zh_CN")


EXCEL = (
    "序号\t阶段\t时间\t演练内容\t责任人\t完成标志\t天气\n"
    "1\t险情出现\t9点10分\t车辆冲向校门\t导演部\t\t晴\n"
    '2\t处置\t9点10分20秒\t"鸣哨，\n拉响警报"\t保安员\t警报响起\t\n'
    "3\t\t9点11分30秒\t设置拒马\t保安员\t拒马到位\t\n"
)


def test_a_script_of_excel_is_pasted_by_its_headings() -> None:
    result = pasted(EXCEL)
    draft = result.draft

    assert result.refused == ()
    assert [step.text for step in draft.script.steps] == [
        "车辆冲向校门",
        "鸣哨，\n拉响警报",
        "设置拒马",
    ]
    assert [said(draft, number, "planned") for number in (1, 2, 3)] == [
        "T+0:00",
        "T+0:20",
        "T+1:30",
    ]
    assert draft.t0_clock_s == 33_000
    assert [said(draft, number, "phase") for number in (1, 2, 3)] == ["险情出现", "处置", "处置"]
    assert draft.script.steps[1].done_when == "警报响起"
    assert draft.script.steps[0].extra == {"天气": "晴"}
    assert {one.name for one in draft.script.roles} == {"导演部", "保安员"}


def test_what_was_decided_while_pasting_is_told() -> None:
    told = [str(text) for text in pasted(EXCEL).said]

    assert told == [
        "Step 1 was taken as T0; choose another if it is not.",
        "Kept as notes, under their own headings: 天气.",
    ]


def test_hours_that_no_drill_begins_after_are_times_of_day() -> None:
    draft = pasted("时间\t内容\n9:10:00\t甲\n9:11:00\t乙\n").draft

    assert [said(draft, number, "planned") for number in (1, 2)] == ["T+0:00", "T+1:00"]


def test_a_block_without_headings_goes_in_from_the_cursor() -> None:
    draft = steps_of(1)

    result = paste(draft, STEPS, cells_from("", "门卫\t东门\n保安"), 0, ["role", "post"], "zh_CN")

    assert len(result.draft.script.steps) == 2
    assert [said(result.draft, number, "role") for number in (1, 2)] == ["门卫", "保安"]
    assert said(result.draft, 1, "post") == "东门"
    assert said(result.draft, 1, "text") == "动作1"


def test_merged_cells_of_a_word_table_stand_in_every_row() -> None:
    html = (
        "<html><body><table><tr><td>阶段</td><td>内容</td></tr>"
        "<tr><td rowspan=2>处置</td><td>甲<br>乙</td></tr>"
        "<tr><td>丙</td></tr></table></body></html>"
    )

    draft = pasted("", html).draft

    assert [said(draft, number, "phase") for number in (1, 2)] == ["处置", "处置"]
    assert draft.script.steps[0].text == "甲\n乙"


def test_cells_come_back_as_they_were_copied() -> None:
    cells = (("甲\n乙", '说"好"'), ("=1+1", "\t"), ("-2:00", "末"))

    assert cells_from("", text_of_cells(cells)) == cells
    assert cells_from(html_of_cells(cells[:1]), "") == cells[:1]


def test_a_quote_that_is_never_closed_is_a_quote() -> None:
    assert cells_from("", '"甲\t乙\n丙') == (('"甲', "乙"), ("丙", ""))


def test_a_cell_that_cannot_stand_is_told_with_its_row() -> None:
    result = pasted("内容\t类型\n甲\t什么\n乙\t检查\n")

    (refused,) = result.refused
    assert (refused.row, refused.column, refused.text) == (result.rows[0], "kind", "什么")
    assert [step.kind for step in result.draft.script.steps] == ["action", "check"]
