"""Make a script of a table of others: five column sets seen, forms under titles, any other by map.

What a column means is proposed by its heading and shown; columns nobody knows are carried along
with their rows. A cell that cannot stand where it belongs is told, and kept as a note.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.importing.cells import Sheet
from drillplanner.exchange.importing.layout import Layout, find_layout, layout_at
from drillplanner.exchange.scripts.table_times import READINGS, Reading, time_texts
from drillplanner.exchange.scripts.workbook_reader import Fault
from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.editing.pasting import column_called, paste_named
from drillplanner.plan.editing.rules import TABLES
from drillplanner.plan.editing.table import folded
from drillplanner.plan.particulars import Particulars

#: What a column may mean besides the editor's own: carried along, or left out.
CARRIED, LEFT_OUT = "extra", "number"
_TEXT = "text"
#: A row with one text alone, as long as this at most, names the phase of the rows below it.
_LONGEST_PHASE = 40
_NOTE_WORDS = ("备注", "说明", "注:", "注：", "note")
_EVENT_WORDS = ("事件/注入", "情景注入", "inject")
#: Labels of forms, with what they say of the drill.
_LABELS: Mapping[str, str] = {
    folded(word): name
    for name, words in {
        "title": "演练名称 预案名称 计划名称 脚本名称 演练科目 exercise exercisename title",
        "school": "学校 学校名称 演练单位 组织单位 组织部门 school",
        "date": "演练日期 演练时间 日期 实际演练时间 date",
        "place": "演练地点 地点 place location",
        "notes": "情景 演练情景 情景模拟 演练目的 目的 scenario 事件概要",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class ScriptMap:
    """What a table's columns mean: by heading or letters, the editor's column, or CARRIED.

    `header` is the row of the headings as people count, 0 where there is none; None to find it.
    """

    columns: Mapping[str, str]
    header: int | None = None
    times: Reading | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """One column of a table: its heading, and what it is taken for."""

    heading: str
    index: int
    column: str


@dataclass(frozen=True, slots=True)
class TableRead:
    """What came of a table: a draft, how it was read, and what was not taken."""

    draft: Draft
    layout: Layout
    meanings: tuple[Meaning, ...]
    said: tuple[Text, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_map(text: str) -> ScriptMap:
    """Read a mapping: {"columns": {"heading": "text"}, "header": 3, "times": "clock"}.

    Raises:
        UserError: it is none, or names a column that is not there.
    """
    try:
        value: Any = json.loads(text)
        columns = {str(key): str(column) for key, column in value["columns"].items()}
        header, times = value.get("header"), value.get("times")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UserError(
            _("The mapping is {example} as JSON.", example='{"columns": {"heading": "text"}}')
        ) from error
    known = {*TABLES["steps"].columns, CARRIED, LEFT_OUT}
    for column in columns.values():
        if column not in known:
            raise UserError(
                _(
                    "The mapping names the column {column}; there are {columns}.",
                    column=column,
                    columns=", ".join(sorted(known)),
                )
            )
    is_header = header is None or (isinstance(header, int) and 0 <= header <= 1000)  # noqa: PLR2004
    if not is_header or times not in (None, *READINGS):
        raise UserError(
            _(
                "{header} is a row's number, {times} is one of {readings}.",
                header="header",
                times="times",
                readings=", ".join(READINGS),
            )
        )
    return ScriptMap(columns, header, times)


def write_map(meanings: Sequence[Meaning], layout: Layout, times: Reading | None) -> str:
    """Write what a table's columns were taken for, to be looked at and changed."""
    value = {
        "header": layout.header + 1 if layout.header_rows else 0,
        "times": times,
        "columns": {one.heading: one.column for one in meanings},
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def is_heading(text: str) -> bool:
    """Tell whether a text heads a column of scripts."""
    return bool(column_called("steps", text) or column_called("steps", text.rpartition("/")[2]))


def propose(sheet: Sheet, table_map: ScriptMap | None = None) -> tuple[Layout, tuple[Meaning, ...]]:
    """Find the table of a sheet, and say what its columns are taken for."""
    layout = _layout(sheet, table_map)
    return layout, tuple(_meanings(layout, table_map))


def read_table(
    sheet: Sheet, onto: Draft, language: str, table_map: ScriptMap | None = None
) -> TableRead:
    """Read a sheet as the steps of a script.

    Raises:
        UserError: no column of it is known; a mapping says what they mean.
    """
    layout, meanings = propose(sheet, table_map)
    if not any(one.column == _TEXT for one in meanings):
        raise UserError(
            _(
                "No column of {table} is known to hold what is done. Say with a mapping what its "
                "columns mean: {columns}.",
                table=sheet.name,
                columns=", ".join(one.heading for one in meanings) or "—",
            )
        )
    return _Reading(sheet, layout, meanings, language, table_map).read(onto)


def _layout(sheet: Sheet, table_map: ScriptMap | None) -> Layout:
    if table_map is None or table_map.header is None:
        return find_layout(sheet, is_heading)
    if table_map.header == 0:
        return layout_at(sheet, 0, 0)
    return layout_at(sheet, min(table_map.header - 1, max(sheet.height - 1, 0)), 1)


def _meanings(layout: Layout, table_map: ScriptMap | None) -> Iterator[Meaning]:
    from drillplanner.exchange.importing.cells import column_letters

    given = dict(table_map.columns) if table_map is not None else {}
    taken: set[str] = set()
    for column in layout.columns:
        name = given.get(column.name) or given.get(column_letters(column.index))
        if name is None:
            name = column_called("steps", column.name)
            name = name or column_called("steps", column.name.rpartition("/")[2])
            # Of several columns for one thing the first counts; texts are put together.
            if name in taken and name != _TEXT:
                name = ""
        taken.add(name)
        yield Meaning(column.name, column.index, name or CARRIED)


@dataclass
class _Line:
    row: int
    texts: dict[int, str]
    phase: str = ""
    kind: str = ""


class _Reading:
    def __init__(
        self,
        sheet: Sheet,
        layout: Layout,
        meanings: Sequence[Meaning],
        language: str,
        table_map: ScriptMap | None,
    ) -> None:
        self._sheet, self._layout, self._meanings = sheet, layout, meanings
        self._language = language
        self._times = table_map.times if table_map is not None else None
        self._notes: list[str] = []
        self._said: list[Text] = []

    def read(self, onto: Draft) -> TableRead:
        lines = self._lines()
        if not lines:
            raise UserError(_("{table} has no rows below its headings.", table=self._sheet.name))
        self._spread_times(lines)
        shown = [one for one in self._meanings if one.column not in (CARRIED, LEFT_OUT, _TEXT)]
        texts = [one for one in self._meanings if one.column == _TEXT]
        carried = [one for one in self._meanings if one.column == CARRIED]
        has_phase = any(one.column == "phase" for one in shown)
        has_kind = any(one.column == "kind" for one in shown)
        names = [_TEXT, *(one.column for one in shown)]
        names += [] if has_phase else ["phase"]
        names += [] if has_kind else ["kind"]
        unknown = [(len(names) + place, one.heading) for place, one in enumerate(carried)]
        rows = []
        for line in lines:
            words = [line.texts[one.index] for one in texts if line.texts.get(one.index)]
            row = ["：".join(words) if self._language == "zh_CN" else ": ".join(words)]
            row += [line.texts.get(one.index, "") for one in shown]
            row += [] if has_phase else [line.phase]
            row += [] if has_kind else [line.kind]
            row += [line.texts.get(one.index, "") for one in carried]
            rows.append(row)
        at = len(onto.script.steps)
        pasted = paste_named(onto, TABLES["steps"], names, rows, at, unknown, self._language)
        faults = []
        draft = pasted.draft
        for refused in pasted.refused:
            place = pasted.rows.index(refused.row)
            meaning = next((one for one in shown if one.column == refused.column), None)
            faults.append(
                Fault(
                    self._sheet.name,
                    lines[place].row,
                    meaning.index if meaning is not None else None,
                    refused.why,
                )
            )
            heading = meaning.heading if meaning is not None else refused.column
            draft = _with_note(draft, refused.row, heading, refused.text)
        if not onto.script.steps:
            draft = self._with_labels(draft)
        if len(rows) > len(pasted.rows):
            self._said.append(
                ngettext(
                    "{count} row beyond the most a script has was left out.",
                    "{count} rows beyond the most a script has were left out.",
                    len(rows) - len(pasted.rows),
                )
            )
        said = (*self._said, *pasted.said)
        return TableRead(draft, self._layout, tuple(self._meanings), said, tuple(faults))

    def _lines(self) -> list[_Line]:
        """Give the rows of data; a row with one text alone names a phase, or is a note."""
        found: list[_Line] = []
        phase = ""
        texts = [one.index for one in self._meanings if one.column == _TEXT]
        events = {
            one.index
            for one in self._meanings
            if one.column == _TEXT and any(word in one.heading for word in _EVENT_WORDS)
        }
        for row in range(self._layout.first, self._layout.last):
            cells = {
                one.index: self._sheet.spread(row, one.index).text.strip() for one in self._meanings
            }
            filled = {text for text in cells.values() if text}
            if not filled:
                continue
            if len(filled) == 1 and len(self._meanings) > 1:
                (alone,) = filled
                if alone.lower().startswith(_NOTE_WORDS):
                    self._notes.append(alone)
                    continue
                is_first = next(iter(cells.values())) == alone
                if is_first and len(alone) <= _LONGEST_PHASE:
                    phase = alone
                    continue
            own = [index for index in texts if cells[index]]
            is_event = bool(events) and bool(own) and all(index in events for index in own)
            kind = "inject" if is_event else ("action" if events else "")
            found.append(_Line(row, cells, phase, kind))
        return found

    def _spread_times(self, lines: Sequence[_Line]) -> None:
        meaning = next((one for one in self._meanings if one.column == "planned"), None)
        if meaning is None:
            return
        places = [line for line in lines if line.texts[meaning.index]]
        cells = [self._sheet.spread(line.row, meaning.index) for line in places]
        texts, said = time_texts(cells, meaning.heading, self._times)
        self._said += said
        for line, text in zip(places, texts, strict=True):
            line.texts[meaning.index] = text

    def _with_labels(self, draft: Draft) -> Draft:
        """Take what stands beside labels above the table, and the title over it."""
        found: dict[str, str] = {}
        for row in range(min(self._layout.header, 30)):
            cells = [
                self._sheet.cell(row, column).text.strip() for column in range(self._sheet.width)
            ]
            cells = [text for text in cells if text]
            if len(cells) == 1:
                label, colon, value = cells[0].replace("：", ":", 1).partition(":")
                name = _LABELS.get(folded(label)) if colon else None
                if name is not None and value.strip():
                    found.setdefault(name, value.strip())
                elif row == 0:
                    found.setdefault("title", cells[0])
                continue
            for label, value in pairwise(cells):
                name = _LABELS.get(folded(label.rstrip("：: ")))
                if name is not None and folded(value) not in _LABELS:
                    found.setdefault(name, value)
        notes = "\n".join(filter(None, (found.get("notes", ""), *self._notes)))
        script = replace(
            draft.script,
            title=found.get("title") or draft.script.title,
            notes=notes or draft.script.notes,
        )
        said = Particulars(found.get("school", ""), found.get("date", ""), found.get("place", ""))
        return replace(draft, script=script, particulars=said)


def _with_note(draft: Draft, row: str, heading: str, text: str) -> Draft:
    """Keep with a row, under its heading, what was not taken."""
    steps = tuple(
        replace(step, extra={**step.extra, heading: text}) if step.id == row else step
        for step in draft.script.steps
    )
    return replace(draft, script=replace(draft.script, steps=steps))
