"""Whatever stands in a table: it is read or refused, and what is read comes back the same."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.errors import UserError
from drillplanner.exchange.importing.cells import Cell, CellKind, Sheet
from drillplanner.exchange.importing.mapping import ColumnMap, TableMap
from drillplanner.exchange.importing.opening import Workbook, open_tables
from drillplanner.exchange.importing.vocabulary import ROLES
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.time_reader.dial import DIALS
from drillplanner.run.entry import Entry
from drillplanner.services.exchange.log_export import copied_marks
from drillplanner.services.exchange.table_import import (
    open_draft,
    proposal_lines,
    refusal,
    try_map,
    write_errors,
)
from drillplanner.services.review.observation_builder import Reading
from tests.exchange.importing.scripts import SCHOOL, script_of
from tests.run.build import NINE_NS, SECOND_NS, bare, entry

TEXTS = (
    "", "-", "/", "步骤", "时间", "班级", "备注", "日期", "应到", "实到", "source", "step", "time",
    "alarm", "shelter", "按下一键报警", "就地避险", "一(1)班", "c11", "9:30:05", "0:42", "2:50",
    "9:30:00", "≈9:31", "≤9:32", "9:34-9:36", "上午9:35", "3分20秒", "2026-05-12", "2026/5/12 9:30",
    "2023-03-21T15:44:01.937Z", "0.395833333333333", "46154.4", "1795395600", "320", "-30.5", "38",
    "=1+1", "未执行", "failed 9:40:00", "@S1", "!hold", "#t", "次日", "\u200b", "a\nb", "\x07", "İ",
)  # fmt: skip
KINDS: tuple[CellKind, ...] = ("text", "number", "time", "duration", "date", "datetime")

cells = st.builds(Cell, st.sampled_from(TEXTS), st.sampled_from(KINDS))
sheets = st.lists(st.lists(cells, max_size=5).map(tuple), min_size=1, max_size=6).map(
    lambda rows: Sheet("S", tuple(rows))
)
HEADED = st.tuples(
    st.lists(st.sampled_from(TEXTS[3:20]), min_size=2, max_size=5).map(
        lambda names: tuple(Cell(name) for name in names)
    ),
    sheets,
).map(lambda parts: Sheet("S", (parts[0], *parts[1].rows)))


def say(text: object) -> str:
    return str(text)


@given(sheet=sheets | HEADED, is_known=st.booleans())
def test_any_sheet_is_proposed_for_and_read_or_refused(sheet: Sheet, is_known: bool) -> None:
    draft = open_draft(Workbook("a.csv", (sheet,)), SCHOOL if is_known else None)
    proposal_lines(draft)

    check(draft.proposed.table_map, sheet, is_known=is_known)


@given(
    sheet=sheets,
    roles=st.lists(st.sampled_from(ROLES), min_size=5, max_size=5),
    dial=st.none() | st.sampled_from(DIALS),
    header=st.integers(0, 3),
)
def test_any_mapping_reads_any_sheet_or_says_why_not(
    sheet: Sheet, roles: list[str], dial: str | None, header: int
) -> None:
    columns = tuple(
        ColumnMap(letter, role, "shelter", dial if role in ("time", "time_of") else None)  # type: ignore[arg-type]
        for letter, role in zip("ABCDE", roles, strict=True)
    )

    check(
        TableMap("drillplanner/table-map", 1, columns, header=header, source="x"),
        sheet,
        is_known=True,
    )


def check(table_map: TableMap, sheet: Sheet, *, is_known: bool) -> None:
    script = SCHOOL if is_known else None
    draft = open_draft(Workbook("a.csv", (sheet,)), script)
    try:
        tried = try_map(draft, table_map)
    except UserError:
        return
    with tempfile.TemporaryDirectory() as folder:
        if tried.checked.log is None:
            refusal(draft, tried)
            back = Path(folder) / "b.xlsx"
            write_errors(draft, tried, back, say)
            open_tables(back)
            return
        path = Path(folder) / "log.csv"
        path.write_bytes(tried.checked.table)
        if script is not None:
            again = read_logs([path], script)
            assert [(one.step, one.unit, one.at_s) for one in again.observations] == [
                (one.step, one.unit, one.at_s) for one in tried.checked.log.observations
            ]


# -- what the end page copies --------------------------------------------------------------------

STEPS = script_of({"s1": "一", "s2": "二"}, {"s2": {"u1": "甲", "u2": "乙"}})


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """Draw one source's entries of a round: marks, failures, radio calls, holds, sync marks."""
    found: list[Entry] = []
    at_ns = 0
    is_held = False
    for seq in range(1, draw(st.integers(1, 8)) + 1):
        at_ns += draw(st.integers(1, 20 * 3600 * SECOND_NS))
        times = {"elapsed_ns": at_ns, "wall_utc_ns": NINE_NS + at_ns}
        kind = draw(st.sampled_from(("mark", "failed", "not_performed", "sync", "hold", "note")))
        if kind in ("mark", "failed", "not_performed"):
            step, unit = draw(st.sampled_from((("s1", None), ("s2", "u1"), ("s2", "u2"))))
            observed, u_s, bound = draw(
                st.sampled_from(
                    (
                        ("seen", "0.3", "exact"),
                        ("radio", "1.5", "at_most"),
                        ("seen", "5.25", "exact"),
                    )
                )
            )
            found.append(
                entry(
                    seq, kind=kind, step=step, unit=unit, observed=observed, u_s=Decimal(u_s),
                    bound=bound, text=draw(st.sampled_from(("", "=x", "雨\t天", "a\nb"))), **times,
                )
            )  # fmt: skip
        elif kind == "hold":
            found.append(bare(seq, "resume" if is_held else "hold", **times))
            is_held = not is_held
        else:
            text = f"S{seq}" if kind == "sync" else "-"
            found.append(bare(seq, kind, text=text, **times))
    return found


@given(logs())
def test_what_the_end_page_copies_reads_back_to_the_same_instants(written: list[Entry]) -> None:
    words: dict[str, str] = {one.id: "某步" for one in written if one.step is not None}
    log = Reading(tuple(written), ZoneInfo(STEPS.zone)).log()

    text = copied_marks(written, STEPS, words)

    if not log.observations:
        assert not words
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copied.csv"
        path.write_text(text, encoding="utf-8")
        read = read_logs([path], STEPS)
    assert [instant(one) for one in read.observations] == [instant(one) for one in log.observations]
    assert [(one.name, one.at_s, one.variance_s2) for one in read.sync_marks] == [
        (one.name, one.at_s, one.variance_s2) for one in log.sync_marks
    ]
    assert [(one.start_s, one.stop_s) for one in read.holds] == [
        (one.start_s, one.stop_s) for one in log.holds
    ]


def instant(one: object) -> object:
    return replace(one, note="", place="", number=0, is_typed=False)  # type: ignore[type-var]
