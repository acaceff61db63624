"""The workbook: every table, and a sheet whose formulas give the score."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from drillplanner.base.texts import Authored, _
from drillplanner.base.translator import LANGUAGES, Language, translator
from drillplanner.report.content import evaluation_report, scorecard_page
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.render.office.workbook import build_workbook
from drillplanner.terms.document import Facts, Prose, Report
from drillplanner.terms.measured_words import measured_shown
from tests.report.sample import bare_inputs, sample_inputs

TIMED, SCORE, COVERAGE = _("Timed score"), _("Score (of 100)"), _("Completeness of records")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    return sample_inputs(tmp_path_factory.mktemp("log"))


def sheets(inputs: ReportInputs, language: Language = "zh_CN") -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(
        BytesIO(build_workbook(evaluation_report(inputs), language))
    )
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def named(rows: list[list[Any]], label: str) -> object:
    return next(row[1] for row in rows if row[0] == label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_ends_in_the_score(inputs: ReportInputs, language: Language) -> None:
    rows = next(iter(sheets(inputs, language).values()))
    card = inputs.scorecard
    say = translator(language).say
    timed, score, coverage = (say(words) for words in (TIMED, SCORE, COVERAGE))

    assert card.whole.timed is not None
    assert card.whole.rounded is not None
    assert named(rows, timed) == pytest.approx(float(card.whole.timed))
    assert named(rows, score) == float(card.whole.rounded)
    assert named(rows, coverage) == pytest.approx(float(card.whole.coverage or 0))


def test_u_stands_as_on_paper_rounded_up_to_two_digits(inputs: ReportInputs) -> None:
    book = CalamineWorkbook.from_filelike(
        BytesIO(build_workbook(evaluation_report(inputs), "zh_CN"))
    )
    rows = book.get_sheet_by_index(0).to_python()
    results = {one.id: one for one in inputs.scorecard.targets}
    say = translator("zh_CN").say
    printed = {}
    for target in inputs.script.targets:
        row = next(row for row in rows if row[0] == say(Authored(target.name, "zh_CN")))
        pair = measured_shown(target, results[target.id])
        assert row[3] == ("" if pair is None else float(pair.spread))
        printed[target.id] = row[3]

    # 2 * sqrt(0.3^2 + 0.3^2) = 0.8485: up, as the report has it.
    assert 0.85 in printed.values()
    assert not any(u == pytest.approx(0.8485, abs=1e-4) for u in printed.values() if u)


def test_numbers_of_a_table_show_the_digits_of_paper(inputs: ReportInputs) -> None:
    book = zipfile.ZipFile(BytesIO(build_workbook(evaluation_report(inputs), "zh_CN")))
    styles = book.read("xl/styles.xml").decode()

    assert 'formatCode="0.00"' in styles or 'numFmtId="2"' in styles


def test_totals_are_formulas(inputs: ReportInputs) -> None:
    book = zipfile.ZipFile(BytesIO(build_workbook(evaluation_report(inputs), "en")))
    formulas = re.findall(r"<f>([^<]+)</f>", book.read("xl/worksheets/sheet1.xml").decode())

    assert sum(formula.startswith("SUM(") for formula in formulas) == 3
    assert any(formula.startswith("SUMPRODUCT(") for formula in formulas)
    assert any(formula.startswith("MIN(") for formula in formulas)  # a critical failure caps
    assert any(formula.startswith("IF(ISNUMBER(B") and "ROUND" in formula for formula in formulas)


def test_every_section_has_its_sheet_with_all_rows_of_the_targets(inputs: ReportInputs) -> None:
    found = sheets(inputs)

    assert list(found)[:4] == ["计算", "演练评估报告", "结论摘要", "一、演练基本情况"]
    analysis = found["三、演练情况分析"]
    numbers = [row[0] for row in analysis if isinstance(row[0], str) and row[0].isdigit()]
    assert numbers[: len(inputs.script.targets)] == [
        str(place) for place in range(1, len(inputs.script.targets) + 1)
    ]


def test_the_same_report_gives_the_same_bytes(inputs: ReportInputs) -> None:
    report = evaluation_report(inputs)

    assert build_workbook(report, "zh_CN") == build_workbook(report, "zh_CN")


def test_a_bare_log_and_the_scorecard_make_workbooks_too(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    bare = bare_inputs(tmp_path_factory.mktemp("bare"))

    for report in (evaluation_report(bare), scorecard_page(bare)):
        assert CalamineWorkbook.from_filelike(BytesIO(build_workbook(report, "en"))).sheet_names


def test_a_paragraph_is_broken_within_what_is_printed() -> None:
    words = "打通救护通道未执行，社会车辆占道。" * 20
    report = Report("T", "N", None, (Prose(words),))

    book = zipfile.ZipFile(BytesIO(build_workbook(report, "zh_CN")))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert re.search(r'<mergeCell ref="A1:F1"', sheet)
    height = re.search(r'<row r="1"[^>]* ht="([0-9.]+)"', sheet)
    assert height is not None
    assert float(height[1]) > 100


def test_a_long_cell_has_a_row_that_shows_all_of_it() -> None:
    words = "打通救护通道未执行，社会车辆占道。" * 10
    report = Report("T", "N", None, (Facts((("情景", words),)),))

    book = zipfile.ZipFile(BytesIO(build_workbook(report, "zh_CN")))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()

    height = re.search(r'<row r="1"[^>]* ht="([0-9.]+)"', sheet)
    assert height is not None
    assert float(height[1]) > 100
