"""The planner's trial: a drill from an empty window, by keys, counted; last year's table pasted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from drillplanner.plan.editing.draft import Draft, blank_script
from drillplanner.plan.schedule import planned_times
from tests.ui.app_context import close_context, make_context
from tests.ui.pages.editor import CTRL, ScriptEditor
from ui.context import AppContext

ENTER = Qt.Key.Key_Return

#: The anti-ramming drill of Yicheng (case R01) as its report tells it: who, what, when it is done.
R01 = (
    ("导演部", "模拟车辆强闯校门", "T0", "车头越过校门线"),
    ("保安", "拉响警报", "0:05", "警报响起"),
    ("保安", "一键报警", "0:10", "按钮按下"),
    ("应急处置组", "按分工赶赴校门", "1:00", "全组到位"),
    ("保安", "设置拒马", "1:10", "拒马横在车道上"),
    ("应急处置组", "持盾牌、钢叉周旋拖延", "1:20", "车辆被围住"),
    ("疏散组", "带学生按路线撤离", "3:00", "最后一名学生离开"),
)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    made = make_context(tmp_path, "zh_CN")
    yield made
    close_context(made)


@pytest.fixture
def editor(context: AppContext, qtbot: QtBot) -> ScriptEditor:
    script = blank_script("own", "校门口防冲撞演练", "anti_ramming", "zh_CN")
    return ScriptEditor(context, qtbot, context.services.drafts.begin(Draft(script)))


def test_the_ramming_drill_is_written_from_an_empty_window(
    editor: ScriptEditor, context: AppContext
) -> None:
    cells = 0
    for column, place in (("text", 1), ("role", 0), ("done_when", 3)):
        for number, row in enumerate(R01, 1):
            editor.go(min(number, editor.count("steps")), column)
            # Enter on the last row begins the next.
            editor.type(row[place], ENTER if number < len(R01) else Qt.Key.Key_Escape)
            if number == len(R01):
                editor.keys(Qt.Key.Key_F2)
                editor.type(row[place])
            cells += 1
    editor.go(1, "phase")
    editor.type("处置")
    editor.mark(*range(1, 8), columns=["phase"])
    editor.keys(Qt.Key.Key_D, with_=CTRL)
    editor.go(1, "post")
    editor.type("校门岗")
    editor.mark(*range(1, 8), columns=["post"])
    editor.keys(Qt.Key.Key_D, with_=CTRL)
    editor.go(1, "planned")
    editor.keys(Qt.Key.Key_G, with_=CTRL)
    for number, row in enumerate(R01[1:], 2):
        editor.go(number, "planned")
        editor.type(row[2])
        cells += 1
    for start, stop, limit in ((1, 3, "0:30"), (1, 5, "1:30"), (2, 7, "5:00")):
        editor.open_tab("steps")
        editor.mark(start, stop)
        editor.keys(Qt.Key.Key_T, with_=CTRL)
        editor.type(limit)
        cells += 1
    editor.settle()

    editor.press("发布")
    editor.settle()

    # Cells typed, two phases and posts filled down, T0, three targets, publish: some forty acts.
    assert cells == 30
    assert context.script is not None
    script = context.script.script
    assert [step.text for step in script.steps] == [row[1] for row in R01]
    assert [planned_times(script)[step.id] for step in script.steps] == [
        0, 5, 10, 60, 70, 80, 180,
    ]  # fmt: skip
    assert [target.limit_s for target in script.targets] == [30, 90, 300]


def test_a_table_of_forty_rows_is_published_without_retyping(
    editor: ScriptEditor, context: AppContext
) -> None:
    head = "序号\t演练阶段\t时间\t演练内容\t责任单位\t观察岗位\t完成标志"
    rows = [
        f"{number}\t{'险情出现' if number == 1 else '处置'}"
        f"\t9点{10 + number // 60}分{number % 60}秒"
        f"\t动作{number}\t保安员\t校门岗\t完成{number}"
        for number in range(1, 41)
    ]
    editor.copy_from_elsewhere("\n".join([head, *rows]))

    editor.keys(Qt.Key.Key_V, with_=CTRL)
    editor.settle()
    editor.press("发布")
    editor.settle()

    assert context.script is not None
    assert len(context.script.script.steps) == 40
    assert max(planned_times(context.script.script).values()) == 39


PHASES = (("险情出现", 4), ("示警与阻车", 12), ("疏散避险", 14), ("后续处置", 10))


def copied_sheet(maker: str) -> tuple[str, str]:
    """Give a script's sheet as Excel or WPS copies it: its HTML, and its text."""
    heads = ("序号", "演练阶段", "时间", "演练内容", "责任单位", "观察岗位", "完成标志", "备注")
    style = (
        "mso-number-format:General;" if maker == "excel" else "vnd.ms-excel.numberformat:General;"
    )
    html, lines, number = [], ["安禾县第一小学防冲撞演练脚本" + "\t" * 7], 0
    html.append(
        f"<tr height=30 style='height:22.5pt'><td colspan=8 class=xl70 style='{style}'>"
        "安禾县第一小学防冲撞演练脚本</td></tr>"
    )
    html.append("<tr>" + "".join(f"<td class=xl66>{head}</td>" for head in heads) + "</tr>")
    lines.append("\t".join(heads))
    for phase, count in PHASES:
        for place in range(count):
            number += 1
            seconds = number * 7
            when = f"9点{10 + seconds // 60}分{seconds % 60}秒"
            what = f"动作{number}：保安员\n拉响警报" if number % 5 == 0 else f"动作{number}"
            cells = [str(number), when, what, "专职保安员", "校门岗", f"完成{number}", "=A1+1"]
            row = [cells[0], phase if place == 0 else "", *cells[1:]]
            lines.append("\t".join(f'"{one}"' if "\n" in one else one for one in row))
            merged = f"<td rowspan={count} class=xl71>{phase}</td>" if place == 0 else ""
            html.append(
                "<tr height=19 style='height:14.25pt'>"
                f"<td align=right x:num>{cells[0]}</td>{merged}"
                + "".join(
                    "<td class=xl66 style='border-top:none'>"
                    + one.replace("\n", "<br style='mso-data-placement:same-cell;'>\r\n  ")
                    + "</td>"
                    for one in cells[1:]
                )
                + "</tr>"
            )
    head = (
        "<html xmlns:v='urn:schemas-microsoft-com:vml' xmlns='http://www.w3.org/TR/REC-html40'>"
        "<head><meta http-equiv=Content-Type content='text/html; charset=utf-8'>"
        f"<meta name=ProgId content={'Excel.Sheet' if maker == 'excel' else 'ET.Sheet'}>"
        "<style><!--table {mso-displayed-decimal-separator:'\\.';} td {padding-top:1px;}--></style>"
        "</head><body link=blue vlink=purple><table border=0 cellpadding=0 cellspacing=0 width=900>"
        "<col width=64 span=8><!--StartFragment-->"
    )
    body = "\r\n".join(html)
    return f"{head}\r\n{body}<!--EndFragment--></table></body></html>", "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("maker", ["excel", "wps", "text"])
def test_a_sheet_of_forty_rows_as_it_is_copied_is_published_without_retyping(
    maker: str, editor: ScriptEditor, context: AppContext
) -> None:
    html, text = copied_sheet(maker)
    editor.copy_from_elsewhere(text, "" if maker == "text" else html)

    editor.keys(Qt.Key.Key_V, with_=CTRL)
    assert "安禾县第一小学防冲撞演练脚本" in editor.notice
    editor.settle()
    editor.press("发布")
    editor.settle()

    assert context.script is not None
    script = context.script.script
    assert len(script.steps) == 40
    phases = {phase.id: phase.name for phase in script.phases}
    assert [phases[step.phase] for step in script.steps] == [
        phase for phase, count in PHASES for _n in range(count)
    ]
    assert script.steps[4].text == "动作5：保安员\n拉响警报"
    assert script.steps[4].extra == {"备注": "=A1+1"}
    times = planned_times(script)
    assert [times[step.id] for step in script.steps] == [7.0 * n for n in range(40)]
