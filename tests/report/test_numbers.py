"""Every number of every paper is the scorecard's own, over logs of all kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from python_calamine import CalamineWorkbook

from drillplanner.base.translator import translator
from drillplanner.exchange.scorecard_json import scorecard_json
from drillplanner.report.content import compose
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.making import made
from drillplanner.report.render.office.plain import lines_of
from drillplanner.terms.document import (
    Bar,
    BarChart,
    Facts,
    Heading,
    Prose,
    Report,
    Sheet,
    Sign,
    Table,
)
from drillplanner.terms.papers import FORMS, PaperOrder
from tests.report.test_any_log import reports

#: "3 min 20.5 s ± 1.2 s", "31.10 ± 0.85 s", as English has them.
_DURATION = re.compile(r"(−)?(?:(\d+) h ?)?(?:(\d+) min ?)?(?:(\d+(?:\.\d+)?)(?: s)?)?")
_MEASURED = re.compile(r"([−\d][\d.hmins ]*?) ± (\d+(?:\.\d+)?) s")

say = translator("en").say


def seconds(text: str) -> tuple[float, float]:
    """Read a printed duration, and half of what its last digit is worth."""
    found = _DURATION.fullmatch(text.strip())
    assert found is not None, text
    minus, hours, minutes, rest = found.groups()
    value = int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest or 0)
    places = len(rest.partition(".")[2]) if rest else 0
    return (-value if minus else value), 0.5 * 10**-places + 1e-9


def said(report: Report) -> Iterator[str]:
    """Give all that a paper says, a line each."""
    for block in report.blocks:
        match block:
            case Prose() | Heading():
                yield say(block.words)
            case Facts():
                yield from (line for _l, cell in block.rows for line in lines_of(cell, EN))
            case Table():
                cells = [cell for row in block.rows for cell in row.cells]
                yield from (line for cell in cells for line in lines_of(cell, EN))
            case BarChart():
                yield from (say(bar.label) for bar in block.bars)
            case Sheet():
                yield from (say(bar.label) for bar in block.bars)
                yield from (say(words) for words in (*block.fixes, *block.remarks))


EN = translator("en")


def near(printed: str, value: float) -> bool:
    shown, half = seconds(printed)
    return abs(shown - value) <= half


def check_measured(inputs: ReportInputs) -> None:
    """Look for each printed ± in the scorecard: a target or order has that length and that U."""
    card = scorecard_json(inputs.scorecard, inputs.script)
    known = [
        (elapsed, one["expanded_uncertainty_s"])
        for one in card["targets"]
        for elapsed in (one["elapsed_s"], one["elapsed_low_s"])
        if elapsed is not None and one["expanded_uncertainty_s"] is not None
    ]
    known += [
        (float(one.margin_s), one.expanded_uncertainty_s)
        for one in inputs.scorecard.orders
        if one.margin_s is not None and one.expanded_uncertainty_s is not None
    ]
    for form in FORMS:
        for line in said(compose(form, inputs)):
            for length, wide in _MEASURED.findall(line):
                step = 10.0 ** -len(wide.partition(".")[2])
                assert any(
                    near(length, value) and u - 1e-9 <= float(wide) <= max(u * 1.2, u + step)
                    for value, u in known
                ), (form, line)


def check_table(inputs: ReportInputs) -> None:
    """Compare each target's row of the evaluation report with the scorecard."""
    card = scorecard_json(inputs.scorecard, inputs.script)
    report = compose("evaluation", inputs)
    table = next(
        block
        for block in report.blocks
        if isinstance(block, Table) and any(isinstance(c, Bar) for r in block.rows for c in r.cells)
    )
    for row, one in zip(table.rows, card["targets"], strict=False):
        bar, sign, points = row.cells[3], row.cells[5], str(row.cells[6])
        assert isinstance(bar, Bar)
        assert isinstance(sign, Sign)
        assert (points == "—") == (one["score"] is None)
        if one["score"] is not None:
            got, most = (float(part) for part in points.split("/"))
            assert got == pytest.approx(most * one["score"] / 100, abs=0.11)
        limit = next(t.limit_s for t in inputs.script.targets if t.id == one["id"])
        if bar.value is not None and limit:
            assert float(bar.value) == pytest.approx(max(0.0, one["elapsed_s"] / limit))


def check_workbook(inputs: ReportInputs) -> None:
    """Compare the sheet that reckons with the scorecard, unrounded."""
    card = scorecard_json(inputs.scorecard, inputs.script)
    book = CalamineWorkbook.from_filelike(
        BytesIO(made(inputs, PaperOrder("evaluation", "xlsx"), "en"))
    )
    rows: list[list[Any]] = list(book.get_sheet_by_index(0).to_python())
    for row, one in zip(rows[1:], card["targets"], strict=False):
        for column, name in ((2, "elapsed_s"), (6, "score")):
            assert row[column] == ("" if one[name] is None else pytest.approx(one[name]))
        printed, u = row[3], one["expanded_uncertainty_s"]
        if printed != "":  # of a dispute least and greatest are printed, and no U
            assert u - 1e-9 <= printed <= max(u * 1.2, u + 1)
    totals = {row[0]: row[1] for row in rows[len(card["targets"]) + 1 :]}
    for label, name in (("Timed score", "timed"), ("Completeness of records", "coverage")):
        assert totals[label] == ("" if card[name] is None else pytest.approx(card[name]))
    assert totals["Score, unrounded"] == (
        "" if card["score"] is None else pytest.approx(card["score"])
    )


def check(inputs: ReportInputs) -> None:
    check_measured(inputs)
    check_table(inputs)
    check_workbook(inputs)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_every_number_is_the_scorecards(inputs: ReportInputs) -> None:
    check(inputs)


@pytest.mark.soak
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_every_number_of_very_many_drills_is_the_scorecards(inputs: ReportInputs) -> None:
    check(inputs)
