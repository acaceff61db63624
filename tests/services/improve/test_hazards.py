"""Hazards from elsewhere feed the one ledger: judged, mended, rechecked by another, closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from drillplanner.base.errors import UserError
from drillplanner.exchange.register_tables import open_register, workbook
from drillplanner.improve.codec import as_fact, read_step
from drillplanner.improve.columns import LEDGER
from drillplanner.improve.ledger import Action, reported_late
from drillplanner.organisation.registers import ROSTER, SCHOOLS, VISITS
from drillplanner.services.improve import actions
from drillplanner.services.improve.hazards import (
    Hazard,
    enter,
    enter_row,
    line_texts,
    number_of,
    take_table,
)
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.improve.line_photos import attach, figures, take_out
from drillplanner.services.improve.notices import due_lines, late_said, year_lines
from drillplanner.services.organisation.register_table import type_cells
from drillplanner.services.organisation.schools import name_school, schools
from drillplanner.store.workspace import Workspace
from tests.fakes import wall_ns
from tests.services.drills_held import hold

FOUND = date(2026, 11, 2)


class Clock:
    """Tells the instant it was set to."""

    def __init__(self, at: str) -> None:
        self.now = wall_ns(at)

    def __call__(self) -> int:
        self.now += 1
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock("2026-11-02T10:00:00+08:00")


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db", utc_ns=clock) as made:
        type_cells(made, SCHOOLS, {"s1": {"name": "实验小学"}}, by="王干事")
        yield made


def hazard(**other: object) -> Hazard:
    one = Hazard(FOUND, "police", "s1", "后门无人看守", "后门", "personnel", "major", "direct")
    return replace(one, **other)  # type: ignore[arg-type] # fields by name


def entered(workspace: Workspace, **other: object) -> Action:
    return enter(workspace, [hazard(**other)], by="民警甲")[0]


def mended(workspace: Workspace, reporter: str = "李副校长") -> Action:
    action = entered(workspace)
    content = replace(action.content, measure="派保安值守", unit="安全办", due=date(2026, 11, 9))
    action = actions.edit(workspace, action, content, "李副校长", by="民警甲", head="赵主任")
    action = actions.move(workspace, action, "start", by="李副校长")
    return actions.move(workspace, action, "report", by=reporter)


def test_a_hazard_is_a_line_of_the_ledger_that_drills_feed(workspace: Workspace) -> None:
    action = mended(workspace)

    texts = line_texts(read_ledger(workspace), action, "zh_CN")

    assert texts["school"] == "实验小学"
    assert texts["words"] == "后门无人看守"
    assert texts["place"] == "后门"
    assert texts["head"] == "赵主任"
    assert texts["day"] == "2026-11-02"
    assert texts["reported"] == "2026-11-02"


def test_no_fact_of_a_line_holds_a_name(workspace: Workspace) -> None:
    mended(workspace)

    data = b"".join(fact.data for fact in workspace.facts(kind="action_step")).decode()

    assert "李副校长" not in data
    assert "赵主任" not in data


def test_who_reported_it_does_not_recheck_it(workspace: Workspace) -> None:
    action = mended(workspace, "李副校长")

    with pytest.raises(UserError):
        actions.close(workspace, action, "", by="李副校长", reason="已看")
    with pytest.raises(UserError):
        actions.close(workspace, action, "", by="民警甲", reason=" ")
    closed = actions.close(workspace, action, "", by="民警甲", reason="现场有人值守")

    assert closed.content.state == "closed"
    assert line_texts(read_ledger(workspace), closed, "zh_CN")["rechecker"] == "民警甲"


@pytest.mark.parametrize("by", ["zhang san", "ZHANG SAN", "ZhangSan ", "\uff3ahang San"])
def test_another_way_of_writing_a_name_is_no_other_person(workspace: Workspace, by: str) -> None:
    action = mended(workspace, "Zhang San")

    with pytest.raises(UserError):
        actions.close(workspace, action, "", by=by, reason="ok")

    assert by.strip() not in workspace.names().values()


def test_it_is_not_closed_before_it_was_reported(workspace: Workspace) -> None:
    action = entered(workspace)

    with pytest.raises(UserError):
        actions.close(workspace, action, "", by="别人", reason="好了")


def test_a_later_drill_of_the_school_stands_beside_the_recheck(workspace: Workspace) -> None:
    action = mended(workspace)
    before = hold(workspace, "before", "2026-10-20T09:00:00+08:00", school="")
    elsewhere = hold(workspace, "elsewhere", "2026-11-20T09:00:00+08:00", school="别的学校")
    later = hold(workspace, "later", "2026-11-21T09:00:00+08:00", school="")
    for drill in (before, later):
        name_school(workspace, drill, "实验小学")
    for drill in (before, elsewhere):
        with pytest.raises(UserError):
            actions.close(workspace, action, drill, by="民警甲", reason="演练中有人值守")

    closed = actions.close(workspace, action, later, by="民警甲", reason="演练中有人值守")

    assert closed.content.proof == later
    assert "later" in line_texts(read_ledger(workspace), closed, "zh_CN")["proof"]


def test_every_step_is_undone_and_reopened_with_a_reason(workspace: Workspace) -> None:
    action = actions.close(workspace, mended(workspace), "", by="民警甲", reason="好")

    undone = actions.undo(workspace, action, by="民警甲")
    again = actions.close(workspace, undone, "", by="民警甲", reason="好")
    reopened = actions.move(workspace, again, "reopen", "又无人看守", by="民警乙")

    assert undone.content.state == "to_verify"
    assert reopened.content.state == "under_way"
    assert actions.undo(workspace, reopened, by="民警乙").content.state == "closed"


def test_a_major_hazard_says_how_it_was_judged(workspace: Workspace) -> None:
    with pytest.raises(UserError):
        entered(workspace, judged="")
    with pytest.raises(UserError):
        entered(workspace, words=" ")
    with pytest.raises(UserError):
        entered(workspace, school="")


def test_a_step_reads_back_as_it_was_and_a_forged_one_is_refused(workspace: Workspace) -> None:
    action = actions.close(workspace, mended(workspace), "", by="民警甲", reason="好")
    step = action.heads[0]

    assert read_step(as_fact(step)) == step
    forged = replace(step, content=replace(step.content, reason=""))
    with pytest.raises(UserError):
        read_step(as_fact(forged))


def test_the_register_of_a_year_carries_open_lines_over_and_leaves_closed_ones(
    workspace: Workspace, clock: Clock
) -> None:
    open_one = entered(workspace, words="甲")
    closed = actions.close(workspace, mended(workspace), "", by="民警甲", reason="好")
    clock.now = wall_ns("2027-02-01T09:00:00+08:00")
    new = entered(workspace, words="乙", day=date(2027, 2, 1))

    ledger = read_ledger(workspace)
    old = {line.action.id: line.is_carried for line in year_lines(ledger, 2026)}
    now = {line.action.id: line.is_carried for line in year_lines(ledger, 2027)}

    assert old == {open_one.id: False, closed.id: False}
    assert now == {open_one.id: True, new.id: False}


def test_the_old_year_says_how_lines_stood_at_its_end(workspace: Workspace, clock: Clock) -> None:
    action = mended(workspace)
    clock.now = wall_ns("2027-02-01T09:00:00+08:00")
    actions.close(workspace, action, "", by="民警甲", reason="好")

    ledger = read_ledger(workspace)
    (old,) = year_lines(ledger, 2026)
    (now,) = year_lines(ledger, 2027)

    assert (old.action.content.state, now.action.content.state) == ("to_verify", "closed")


def test_what_is_overdue_or_due_soon_is_listed_by_its_deadline(workspace: Workspace) -> None:
    for words, due in (("甲", "2026-11-20"), ("乙", "2026-11-09"), ("丙", "2026-12-31")):
        entered(workspace, words=words, due=date.fromisoformat(due))

    found = due_lines(read_ledger(workspace), date(2026, 11, 15))

    assert [str(one.content.found.words) for one in found] == ["乙", "甲"]


def test_what_was_reported_after_its_deadline_stays_in_sight_until_it_is_rechecked(
    workspace: Workspace, clock: Clock
) -> None:
    clock.now = wall_ns("2026-11-12T09:00:00+08:00")
    action = mended(workspace)

    ledger = read_ledger(workspace)

    assert reported_late(action) == 3
    assert ledger.only("overdue", date(2026, 11, 12)) == (action,)
    assert due_lines(ledger, date(2026, 11, 12)) == (action,)
    assert str(late_said(3)) == "reported 3 days late"
    closed = actions.close(workspace, action, "", by="民警甲", reason="现场有人值守")
    assert reported_late(closed) == 0


def test_a_bureaus_ledger_is_taken_in_and_goes_out_and_in_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "l.xlsx"
    heads = ["序号", "检查日期", "来源", "学校", "隐患描述", "等级", "判定方式", "整改措施",
             "责任人", "整改期限", "状态"]  # fmt: skip
    rows: list[list[str | int | None]] = [
        [
            1,
            "2026.11.3",
            "联合",
            "实验小学",
            "视频存储不足",
            "一般",
            "",
            "扩容",
            "钱",
            46345,
            "未整改",
        ]
    ]
    path.write_bytes(workbook("台账", heads, rows))
    opened = open_register(path, LEDGER)

    taken = take_table(workspace, opened, opened.proposed, by="王干事")

    assert (taken.new, taken.errors) == (1, ())
    ledger = read_ledger(workspace)
    texts = line_texts(ledger, ledger.actions[0], "zh_CN")
    assert texts["due"] == "2026-11-19"
    changed: list[list[str | int | None]] = [[texts.get(one.id, "") for one in LEDGER.fields]]
    changed[0][[one.id for one in LEDGER.fields].index("measure")] = "换硬盘"
    path.write_bytes(workbook("台账", [one.id for one in LEDGER.fields], changed))
    again = open_register(path, LEDGER)
    taken = take_table(workspace, again, again.proposed, by="王干事")
    assert (taken.new, taken.known, taken.errors) == (0, 1, ())
    assert read_ledger(workspace).actions[0].content.measure == "换硬盘"


def test_every_wrong_cell_of_a_ledger_is_named_and_nothing_kept(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "l.xlsx"
    heads = ["日期", "来源", "学校", "描述", "等级", "状态"]
    rows = [
        ["三月一日", "公安", "实验小学", "甲", "", ""],
        ["2026-3-1", "市长", "实验小学", "甲", "", ""],
        ["2026-3-1", "公安", "没有小学", "甲", "", ""],
        ["2026-3-1", "公安", "实验小学", "", "", ""],
        ["2026-3-1", "公安", "实验小学", "甲", "重大", ""],
        ["2026-3-1", "公安", "实验小学", "甲", "", "已销号"],
        ["2026-3-1", "演练", "实验小学", "甲", "", ""],
        ["2026-3-1", "公安", "实验小学", "甲", "", ""],
    ]
    path.write_bytes(workbook("台账", heads, rows))
    opened = open_register(path, LEDGER)

    taken = take_table(workspace, opened, opened.proposed, by="王干事")

    assert [(one.row - 2, one.column) for one in taken.errors] == [
        (0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 1),
    ]  # fmt: skip
    assert read_ledger(workspace).actions == ()


def test_a_number_is_the_same_wherever_the_line_is(workspace: Workspace, tmp_path: Path) -> None:
    action = entered(workspace)
    with Workspace.create(tmp_path / "other.db") as other:
        other.add(workspace.facts())
        (there,) = read_ledger(other).actions

    assert number_of(there) == number_of(action)
    assert schools(workspace)[0].id == there.content.found.school


def test_what_a_duty_post_saw_becomes_a_line_once(workspace: Workspace) -> None:
    seen = {"school": "实验小学", "day": "2026-11-03", "post": "北门", "seen": "后勤门无人看守"}
    type_cells(workspace, ROSTER, {"r1": seen, "r2": {"school": "实验小学"}}, by="保安")

    action = enter_row(workspace, ROSTER, "r1", by="民警甲")

    texts = line_texts(read_ledger(workspace), action, "zh_CN")
    assert (texts["source"], texts["place"], texts["day"]) == ("护学岗", "北门", "2026-11-03")
    for row in ("r1", "r2"):
        with pytest.raises(UserError):
            enter_row(workspace, ROSTER, row, by="民警甲")


def test_what_a_leader_instructed_becomes_a_line_with_its_measure(workspace: Workspace) -> None:
    visit = {"school": "实验小学", "day": "2026-11-03", "leader": "县长", "seen": "柜子上锁"}
    type_cells(workspace, VISITS, {"v1": {**visit, "instructed": "改为随手可取"}}, by="王")

    action = enter_row(workspace, VISITS, "v1", by="王")

    assert action.content.found.source == "instruction"
    assert action.content.measure == "改为随手可取"


def test_photos_before_and_after_stand_beside_a_line_and_are_taken_out_on_record(
    workspace: Workspace, tmp_path: Path
) -> None:
    action = entered(workspace)
    for name in ("a.png", "b.png"):
        Image.new("RGB", (40, 30), "red" if name == "a.png" else "blue").save(tmp_path / name)
    attach(workspace, action.id, "after", [tmp_path / "b.png"], by="李")
    attach(workspace, action.id, "before", [tmp_path / "a.png"], by="李")

    drawn = figures(workspace, action.id)
    assert drawn is not None
    assert [str(one.lines[1]) for one in drawn.figures] == ["a.png", "b.png"]
    assert all(one.picture for one in drawn.figures)
    take_out(workspace, action.id, by="李")
    left = read_ledger(workspace).photos[action.id]
    assert [one.name for one in left] == ["b.png"]
    take_out(workspace, action.id, by="李")
    with pytest.raises(UserError):
        take_out(workspace, action.id, by="李")


def test_what_is_no_photo_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    action = entered(workspace)
    (tmp_path / "a.png").write_bytes(b"text")

    with pytest.raises(UserError):
        attach(workspace, action.id, "before", [tmp_path / "a.png"], by="李")

    assert figures(workspace, action.id) is None


def test_photos_of_lines_come_back_with_a_backup(workspace: Workspace, tmp_path: Path) -> None:
    action = entered(workspace)
    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.png")
    attach(workspace, action.id, "before", [tmp_path / "a.png"], by="李")
    backup = workspace.back_up(tmp_path / "backups")
    assert backup is not None

    with Workspace.create(tmp_path / "other.db") as other:
        other.join(backup)
        drawn = figures(other, action.id)

        assert drawn is not None
        assert drawn.figures[0].picture
        assert other.verify().is_whole
