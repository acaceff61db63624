"""The commands of the registers: JSON, workbooks that come in again, sheets, refusals by cell."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from drillplanner.bootstrap import Paths, build
from drillplanner.cli import main
from drillplanner.exchange.register_tables import workbook
from drillplanner.services.improve.notices import lessons_sheet


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.drill"
    assert main(["sample-county", str(path)]) == 0
    return path


def test_a_register_is_json(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schools", "--workspace", str(county), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["register"] == "schools"
    assert len(told["rows"]) == 12
    assert told["rows"][0]["values"]["code"] == "SL001"


@pytest.mark.parametrize("register", ["schools", "responsibility", "roster", "year-plan"])
def test_a_workbook_goes_out_and_comes_in_again_without_a_change(
    county: Path, tmp_path: Path, register: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.xlsx"
    assert main([register, "--workspace", str(county), "--xlsx", str(path)]) == 0
    order = ["--import", str(path), "--yes", "--by", "王"]

    assert main([register, "--workspace", str(county), *order]) == 0

    assert "0 rows are new" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_sheets_are_printed(county: Path, tmp_path: Path, language: str) -> None:
    order = ["schools", "--workspace", str(county), "--lang", language]
    files = {name: tmp_path / f"{name}.pdf" for name in ("pdf", "hundred", "remarks")}
    for name, path in files.items():
        order += [f"--{name}", str(path)]

    assert main(order) == 0

    assert all(path.read_bytes().startswith(b"%PDF") for path in files.values())


def test_a_table_is_refused_by_cell_and_given_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.xlsx"
    table.write_bytes(workbook("t", ["学校名称", "在校生数"], [["甲小学", "三百"]]))
    order = ["schools", "--workspace", str(tmp_path / "w.drill"), "--import", str(table)]

    assert main([*order, "--by", "王"]) == 1
    assert "--yes" in capsys.readouterr().err
    assert main([*order, "--by", "王", "--yes", "--errors", str(tmp_path / "e.xlsx")]) == 1
    assert "B3" in capsys.readouterr().err
    assert (tmp_path / "e.xlsx").exists()


def test_the_ledger_goes_out_prints_its_sheets_and_comes_in_unchanged(
    county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["ledger", "--workspace", str(county), "--lang", "zh_CN"]
    assert main([*order, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    states = [one["state"] for one in rows]
    assert (len(rows), states.count("closed"), states.count("to_verify")) == (10, 2, 1)
    number = {one["state"]: one["texts"]["number"] for one in rows}
    path = tmp_path / "ledger.xlsx"
    sheets = {
        "--pdf": [],
        "--due": [],
        "--notice": [number["open"]],
        "--supervision": [],
        "--reminder": [number["open"]],
        "--closing": [number["closed"]],
    }
    supervised = [one for one in rows if one["texts"]["supervised"] == "是"]
    sheets["--supervision"] = [supervised[0]["texts"]["number"]]
    for option, line in sheets.items():
        target = tmp_path / f"{option.strip('-')}.pdf"
        assert main([*order, option, *line, str(target)]) == 0, option
        assert target.read_bytes().startswith(b"%PDF")
    assert main([*order, "--xlsx", str(path)]) == 0
    capsys.readouterr()

    assert main([*order, "--import", str(path), "--yes", "--by", "王"]) == 0

    assert "0 rows are new" in capsys.readouterr().out


def test_a_notice_that_does_not_fit_its_line_is_refused(
    county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["ledger", "--workspace", str(county)]
    main([*order, "--json"])
    rows = json.loads(capsys.readouterr().out)["rows"]
    number = {one["state"]: one["texts"]["number"] for one in rows}
    file = str(tmp_path / "n.pdf")

    assert main([*order, "--closing", number["open"], file]) == 1
    assert main([*order, "--reminder", number["closed"], file]) == 1
    assert main([*order, "--notice", "none", file]) == 1


def test_all_that_is_held_on_a_person_is_given_and_nothing_once_forgotten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.drill"
    assert main(["sample-county", str(path)]) == 0
    order = ["person", "周海", "--workspace", str(path), "--lang", "zh_CN"]
    capsys.readouterr()
    assert main(order) == 0
    (found,) = json.loads(capsys.readouterr().out)["people"]
    assert found["phone"] == "13800000001"
    assert [one["as"] for one in found["registers"]] == [["校长"]]
    assert [one["named_as"] for one in found["ledger"]] == [["person"]]

    assert main(["forget", "周海", "--workspace", str(path), "--yes"]) == 0

    assert main(order) == 1
    assert b"13800000001" not in path.read_bytes()


def test_lessons_leave_the_names_of_schools_and_people_out(county: Path, tmp_path: Path) -> None:
    with build(Paths.within(county.parent, county)) as services:
        ledger = services.improvements.ledger()
    sheet = lessons_sheet(ledger, date(2026, 11, 30), "zh_CN")
    told = str(sheet)

    assert "按要求整改" in told
    assert not any(name in told for name in ledger.schools.values())
    file = tmp_path / "lessons.pdf"
    assert main(["ledger", "--workspace", str(county), "--lessons", str(file)]) == 0
    assert file.read_bytes().startswith(b"%PDF")
