"""Timekeepers' sheets: a page a post, by the numbers and keys of the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.translator import translator
from drillplanner.cli import main
from drillplanner.plan.numbering import step_numbers
from drillplanner.plan.parser.reading import parse_script
from drillplanner.report.keeper_sheets import keeper_sheets
from drillplanner.services.plan.scripts import samples
from drillplanner.services.plan.sheets import sheets_of, write_sheets
from drillplanner.services.run.station_steps import StationSteps
from drillplanner.terms.document import Blank, Heading, PageBreak, Table
from tests.plan.sample import newest, written
from tests.review.build import script, step

RESOURCES = Path(__file__).parents[3] / "resources" / "scripts"


def said(cell: object) -> str:
    say = translator("en").say
    if isinstance(cell, tuple):
        return " ".join(say(part) for part in cell)
    return "" if isinstance(cell, Blank) else say(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", range(len(samples())))
def test_every_post_of_a_bundled_script_has_a_sheet_with_all_it_sees(place: int) -> None:
    one = samples()[place].script
    numbers = step_numbers(one)

    sheets = sheets_of(one)
    report = keeper_sheets(one, sheets)

    assert [sheet.post for sheet in sheets] == [post.id for post in one.posts]
    headings = [block for block in report.blocks if isinstance(block, Heading)]
    assert len(headings) == len(sheets)
    assert sum(isinstance(block, PageBreak) for block in report.blocks) == len(sheets) - 1
    tables = [
        b for b in report.blocks if isinstance(b, Table) and said(b.columns[1].head) == "Step"
    ]
    for sheet, table in zip(sheets, tables, strict=True):
        assert sheet.post is not None
        assert sheet.steps == StationSteps(one, [sheet.post]).line(sheet.post)
        marked = [said(row.cells[0]) for row in table.rows if said(row.cells[0])]
        for step_id, shown in zip(sheet.steps, marked, strict=True):
            key = sheet.keys[step_id]
            assert shown in (str(numbers[step_id]), f"{numbers[step_id]} [{key}]")
            assert shown.endswith(f"[{key}]") or key == str(numbers[step_id] % 10)
        assert all(row.cells[3] is Blank.CELL for row in table.rows)


def test_a_script_without_posts_has_one_sheet() -> None:
    one = script([step("alarm"), step("shut", ["c1", "c2"])], [])

    (sheet,) = sheets_of(one)

    assert (sheet.post, sheet.steps) == (None, ("alarm", "shut"))


def test_a_head_count_has_room_for_due_there_and_elsewhere() -> None:
    one = parse_script(written(newest()))
    tables = [b for b in keeper_sheets(one, sheets_of(one)).blocks if isinstance(b, Table)]

    notes = {said(row.cells[-1]) for table in tables for row in table.rows}

    expected = {
        heads.expected
        for step_ in one.steps
        for heads in (step_.heads, *(unit.heads for unit in step_.units))
        if heads is not None
    }
    assert expected
    for count in expected:
        assert any(f"due {count}, there ____" in note for note in notes)


def test_only_posts_of_the_script_are_printed(tmp_path: Path) -> None:
    one = samples()[0].script

    assert write_sheets(one, tmp_path / "a.pdf", "zh_CN", [one.posts[0].id]) == 1
    with pytest.raises(UserError, match="no post nowhere"):
        write_sheets(one, tmp_path / "b.pdf", "zh_CN", ["nowhere"])
    assert not (tmp_path / "b.pdf").exists()


def test_export_writes_sheets_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    file, out = str(RESOURCES / "gate-intruder.json"), tmp_path / "sheets.pdf"

    assert main(["export", file, "--form", "sheets", "-o", str(out), "--lang", "zh_CN"]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert str(out) in capsys.readouterr().out
    assert main(["export", file, "--form", "sheets", "-o", str(tmp_path / "x.docx")]) == 1
    assert ".pdf" in capsys.readouterr().err
    assert main(["export", file, "--form", "tea", "-o", str(out)]) == 2
