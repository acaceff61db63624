"""Every form in which a log leaves the program reads back to the same instants."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.exchange.importing.opening import Workbook, clipboard_tables, open_tables
from drillplanner.exchange.tables.clipboard import html_of_cells
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.tables.log_table_writer import write_log
from drillplanner.exchange.tables.table_forms import in_form
from drillplanner.plan.model import Script
from drillplanner.review.observation import Log
from drillplanner.run.entry import Entry
from drillplanner.services.exchange.log_export import copied_marks
from drillplanner.services.exchange.table_import import (
    ImportOrder,
    import_file,
    open_draft,
    try_map,
)
from drillplanner.services.review.observation_builder import Reading
from tests.exchange.tables.log_fixtures import read, script
from tests.exchange.tables.test_log_table_writer import comparable, rounded, tables
from tests.services.exchange.test_any_table import STEPS, logs

SCRIPT = script()
#: Forms that `score --log` takes as they are, and forms that go through the import.
TEXTS, WORKBOOK = ("csv", "tsv"), "xlsx"


def without_blank_edges(log: Log) -> Log:
    """Take away what a cell of any table may lose: blanks and breaks at the edges of a note."""
    observed = tuple(replace(one, note=one.note.strip()) for one in log.observations)
    uses = tuple(replace(one, note=one.note.strip()) for one in log.uses)
    said = tuple(replace(one, note=one.note.strip()) for one in log.confirmations)
    return comparable(rounded(replace(log, observations=observed, uses=uses, confirmations=said)))


def imported(path: Path, plan: Script) -> Log:
    """Read a file as `import-log` does, without a mapping."""
    draft, table_map = import_file(ImportOrder(path, plan))
    assert table_map is not None, draft.proposed.doubtful
    return log_of(try_map(draft, table_map).checked.log)


def log_of(log: Log | None) -> Log:
    assert log is not None
    return log


@settings(suppress_health_check=list(HealthCheck))
@given(text=tables(), form=st.sampled_from(TEXTS))
def test_a_written_log_is_read_back_from_every_text(tmp_path: Path, text: str, form: str) -> None:
    check_read_back(tmp_path, text, form)


@settings(suppress_health_check=list(HealthCheck), max_examples=6)
@given(text=tables())
def test_a_written_log_is_read_back_from_a_workbook(tmp_path: Path, text: str) -> None:
    # A few: a process of its own reads each workbook.
    check_read_back(tmp_path, text, WORKBOOK)


def check_read_back(tmp_path: Path, text: str, form: str) -> None:
    try:
        log = read(tmp_path, text)
    except FileRefused:
        assume(False)
        raise
    assume(log.observations)  # a header alone is no table to be imported
    path = tmp_path / f"log.{form}"
    path.write_bytes(in_form(write_log(log, SCRIPT), path))

    again = imported(path, SCRIPT)

    assert without_blank_edges(again) == without_blank_edges(log)
    if form in TEXTS:
        assert comparable(rounded(read_logs([path], SCRIPT))) == comparable(rounded(log))


def pasted_text(text: str) -> Workbook:
    return clipboard_tables("copied", text=text)


def pasted_html(text: str) -> Workbook:
    cells = [line.split("\t") for line in text.split("\n")]
    return clipboard_tables("copied", html=html_of_cells(cells, are_guarded=True), text=text)


@pytest.mark.parametrize("paste", [pasted_text, pasted_html])
def test_what_the_end_page_copies_is_read_back_where_it_is_pasted(
    paste: Callable[[str], Workbook],
) -> None:
    @given(logs())
    def check(written: list[Entry]) -> None:
        words: dict[str, str] = {one.id: "某步" for one in written if one.step is not None}
        log = Reading(tuple(written), ZoneInfo(STEPS.zone)).log()
        text = copied_marks(written, STEPS, words)
        assume(bool(text) and bool(log.observations))
        draft = open_draft(paste(text), STEPS)

        again = log_of(try_map(draft, draft.proposed.table_map).checked.log)

        assert not draft.proposed.doubtful
        assert instants(again) == instants(log)

    check()


def instants(log: Log) -> Sequence[tuple[object, ...]]:
    seen = [(o.step, o.unit, o.outcome, o.at_s, o.variance_s2, o.bound) for o in log.observations]
    marks = [(mark.name, mark.at_s, mark.variance_s2) for mark in log.sync_marks]
    holds: list[tuple[str, Fraction, Fraction | None]] = [
        ("", hold.start_s, hold.stop_s) for hold in log.holds
    ]
    return [*seen, *marks, *holds]


def test_a_form_that_is_not_written_is_refused_before_anything_is_read() -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.raises(UserError, match=r"\.xlsx"):
        in_form(b"source,step,time\r\n", Path(folder) / "log.ods")


def test_the_dial_of_a_log_table_counts_where_it_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "watch.csv"
    path.write_text(
        "source,step,time,dial\nwatch,seen,00:00:00.000,stopwatch\n"
        "watch,alarm,00:00:42.500,stopwatch\n",
        encoding="utf-8",
    )

    log = imported(path, SCRIPT)

    assert log.scales == {"watch": "seconds"}
    assert [one.at_s for one in log.observations] == [0, Fraction(85, 2)]


def test_differences_read_at_several_times_are_imported_with_them(tmp_path: Path) -> None:
    path = tmp_path / "cam.csv"
    path.write_text(
        "source,step,time,uncertainty_s,at\nref,seen,10:00:05,,\ncam,alarm,11:00:15,,\n"
        "cam,@offset:ref,0,0.1,10:00:05\ncam,@offset:ref,15,0.1,11:30:20\n",
        encoding="utf-8",
    )

    assert len(imported(path, SCRIPT).offsets) == 2


def test_a_log_table_with_a_person_s_words_for_steps_is_still_proposed_for(
    tmp_path: Path,
) -> None:
    path = tmp_path / "own.csv"
    path.write_text("source,step,time,dial\n表,发现险情,42,seconds\n", encoding="utf-8")

    log = imported(path, SCRIPT)

    assert [(one.step, one.at_s) for one in log.observations] == [("seen", Fraction(42))]


def test_open_tables_reads_a_workbook_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(in_form("source,step,time\r\n甲,seen,9:30:05\r\n".encode(), path))

    (sheet,) = open_tables(path).sheets

    assert [cell.text for cell in sheet.rows[1]] == ["甲", "seen", "9:30:05"]
