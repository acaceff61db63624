"""Papers of a script are written in both languages, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from drillplanner.base.errors import UserError
from drillplanner.base.translator import Language
from drillplanner.cli import main
from drillplanner.plan.particulars import Appointment, CastMember, Particulars
from drillplanner.plan.sign_off import SignOff
from drillplanner.plan.writer import format_script
from drillplanner.services.plan.papers import PAPERS, PaperOrder, write_paper
from drillplanner.services.plan.scripts import samples

SCRIPT = samples()[2].script
CAST = CastMember("c1", "张三", "安禾县第一小学", "专职保安员", phone="130")
ORDER = PaperOrder(
    SCRIPT,
    Particulars(
        "安禾县第一小学", "2026-12-04", "东门", (Appointment("a1", "集合", 33000.0),), (CAST,)
    ),
    33600.0,
    (SignOff("prepared", "李四", "王五", 1_780_000_000 * 10**9),),
)


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def printed(form: str, tmp_path: Path, language: Language = "zh_CN") -> str:
    path = tmp_path / f"{form}.pdf"
    write_paper(form, ORDER, path, language)
    return text_of(path)


@pytest.mark.parametrize(
    ("form", "suffix", "language"),
    [
        *((name, one, "zh_CN") for name, paper in PAPERS.items() for one in paper.suffixes),
        ("script", ".pdf", "en"),
        ("notice", ".pdf", "en"),
    ],
)
def test_every_paper_is_written(form: str, suffix: str, language: Language, tmp_path: Path) -> None:
    path = tmp_path / f"paper{suffix}"

    write_paper(form, PaperOrder(SCRIPT), path, language)

    assert path.stat().st_size > 1000


def test_the_script_says_who_signed_it_off_and_that_it_was_typed(tmp_path: Path) -> None:
    said = printed("script", tmp_path)

    assert "李四" in said
    assert "由王五录入，未签名" in said


def test_planned_times_have_their_time_of_day(tmp_path: Path) -> None:
    said = printed("script", tmp_path)

    assert "T+0:00" in said
    assert "09:20:00" in said


def test_a_cue_card_names_its_person_and_only_its_steps(tmp_path: Path) -> None:
    cards = printed("cards", tmp_path)

    assert "张三" in cards
    assert str(SCRIPT.steps[2].text["zh_CN"])[:6] in cards  # type: ignore[index]  # has both


def test_the_schedule_and_the_safety_items_are_in_the_plan(tmp_path: Path) -> None:
    said = printed("plan", tmp_path)

    assert "集合" in said
    assert "09:10:00" in said
    assert "安全与保障" in said


def test_the_notice_names_units_and_schedule_but_not_the_course(tmp_path: Path) -> None:
    said = printed("drill-notice", tmp_path)

    assert "演练通知" in said or "的通知" in said
    assert "安禾县第一小学" in said
    assert "09:10:00" in said
    assert str(SCRIPT.steps[2].text["zh_CN"])[:6] not in said  # type: ignore[index]  # has both


def test_duties_name_people_with_their_steps_and_those_without_a_role(tmp_path: Path) -> None:
    other = CastMember("c2", "赵六", role="摄像")
    order = replace(ORDER, particulars=replace(ORDER.particulars, cast=(CAST, other)))
    path = tmp_path / "d.pdf"

    write_paper("duties", order, path, "zh_CN")

    said = text_of(path)
    assert "张三" in said
    assert "赵六" in said
    assert "摄像" in said
    assert "校门岗" in said


def test_contacts_have_call_sign_vehicle_and_phone_unit_by_unit(tmp_path: Path) -> None:
    cast = (
        CastMember("c1", "甲", "一小", "保安", "门岗", "", "130"),
        CastMember("c2", "乙", "大队", "指挥", "01", "警A", "131"),
        CastMember("c3", "丙", "一小", "校长", "", "", "132"),
    )
    order = replace(ORDER, particulars=replace(ORDER.particulars, cast=cast))
    path = tmp_path / "c.pdf"

    write_paper("contacts", order, path, "zh_CN")

    said = text_of(path)
    assert said.index("甲") < said.index("丙") < said.index("乙")
    assert "警A" in said


def test_contacts_are_printed_from_lines_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_bytes(format_script(SCRIPT))
    (tmp_path / "cast.txt").write_text("张三\t一小\t保安\t门岗\t\t13000000001\n", "utf-8")
    (tmp_path / "day.txt").write_text("8:30 集合，东门\n", "utf-8")
    out = tmp_path / "c.pdf"

    status = main(
        [
            *("export", str(tmp_path / "s.json"), "--form", "drill-notice", "--lang", "zh_CN"),
            *("--school", "一小", "--date", "2026-12-04", "--place", "东门", "--t0", "9:10"),
            *("--cast", str(tmp_path / "cast.txt"), "--schedule", str(tmp_path / "day.txt")),
            *("-o", str(out)),
        ]
    )

    assert status == 0
    said = text_of(out)
    assert "08:30:00" in said
    assert "09:10:00" in said
    assert "一小" in said


def test_the_cast_signs_in(tmp_path: Path) -> None:
    assert "张三" in printed("sign-in", tmp_path)


def test_a_form_that_is_not_written_as_such_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"written as \.xlsx"):
        write_paper("hseep", ORDER, tmp_path / "msel.pdf", "en")
    with pytest.raises(UserError, match="no form"):
        write_paper("poem", ORDER, tmp_path / "msel.pdf", "en")
    assert list(tmp_path.iterdir()) == []


def test_export_writes_a_paper_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.json").write_bytes(format_script(SCRIPT))

    status = main(
        ["export", str(tmp_path / "s.json"), "--form", "safety", "-o", str(tmp_path / "s.pdf")]
    )

    assert status == 0
    assert "演练安全确认单" in text_of(tmp_path / "s.pdf")
    assert "s.pdf" in capsys.readouterr().out
