"""Propose what a table's columns and values mean, each with how surely and why.

Nothing here is applied by itself: a person looks at the proposals, or a mapping says them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, cast

from drillplanner.base.texts import Text, _
from drillplanner.exchange.fault_list import CellFault
from drillplanner.exchange.importing.cells import Cell, Sheet
from drillplanner.exchange.importing.layout import Column, Layout
from drillplanner.exchange.importing.mapping import (
    VERSION,
    ColumnMap,
    TableMap,
    ValueRole,
)
from drillplanner.exchange.importing.time_text import (
    are_to_minute,
    is_nothing,
    looks_like_date,
    time_text,
    timeliness,
)
from drillplanner.exchange.importing.vocabulary import (
    Named,
    Role,
    ScriptNames,
    heard_in,
    is_elapsed,
    is_of_day,
    most_like,
)
from drillplanner.exchange.tables.formula_guard import unguarded
from drillplanner.exchange.time_reader.cell import TimeCell, time_cell
from drillplanner.exchange.time_reader.dial import Ambiguous, Dial, Mixed, Written, understand

#: From here on a proposal needs nobody to confirm it.
SURE = 0.9

#: What a proposal is about.
Topic: TypeAlias = Literal["column", "value", "dial", "source", "date"]

_BY_ORDER = 0.3
_BY_CONTENT = 0.7
_CONTENT_SHARE = 0.6
_LOOKED_AT = 2_000
_SEVERAL = 2
_SIGNS = ("@", "#", "!", "＠", "＃", "！")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing proposed: of which column or value, how surely from 0 to 1, and why."""

    topic: Topic
    key: str
    confidence: float
    why: Text
    role: ValueRole | None = None

    @property
    def is_sure(self) -> bool:
        """Tell whether nobody needs to confirm it."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Proposed:
    """A mapping as it is proposed, and why each part of it is."""

    table_map: TableMap
    proposals: tuple[Proposal, ...]

    @property
    def doubtful(self) -> tuple[Proposal, ...]:
        """Give what a person should look at before anything is read."""
        return tuple(one for one in self.proposals if not one.is_sure)

    def of_column(self, name: str) -> Proposal | None:
        return next(
            (one for one in self.proposals if one.topic == "column" and one.key == name), None
        )

    def of_value(self, role: ValueRole, value: str) -> Proposal | None:
        """Give why a value stands for what is proposed."""
        return next(
            (
                one
                for one in self.proposals
                if one.topic == "value" and one.role == role and one.key == value
            ),
            None,
        )


def propose(sheet: Sheet, layout: Layout, names: ScriptNames, source: str) -> Proposed:
    """Propose a mapping for a table; `source` is what its clock is called if it says nothing."""
    return _Proposer(sheet, layout, names).propose(source)


@dataclass(frozen=True, slots=True)
class _Looked:
    """A column as it looks: its filled cells, and the shares of them that are times.

    In `times` a plain number counts for less than a time that shows it is one.
    """

    column: Column
    cells: tuple[Cell, ...]
    times: float
    figures: float
    dates: float

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cell.text.strip() for cell in self.cells))


class _Proposer:
    def __init__(self, sheet: Sheet, layout: Layout, names: ScriptNames) -> None:
        self._sheet, self._layout, self._names = sheet, layout, names
        self._looked = [self._look(column) for column in layout.columns]
        self._maps: dict[str, ColumnMap] = {}
        self._made: list[Proposal] = []
        self._values: dict[ValueRole, dict[str, str | None]] = {}

    def propose(self, source: str) -> Proposed:
        for looked in self._looked:
            self._by_heading(looked)
        wide = self._steps_in_columns()
        if wide:
            self._take_wide(wide)
        else:
            self._find_one("step", self._step_share)
            self._find_time()
        self._find_one("unit", self._unit_share)
        self._counts()
        self._steps_of_values()
        self._units_of_values()
        self._keep_the_rest()
        said = self._said_source(source)
        day = self._said_date()
        self._dials()
        table_map = TableMap(
            "drillplanner/table-map",
            VERSION,
            tuple(self._maps[column.name] for column in self._layout.columns),
            source=said,
            date=day,
            values=self._values,
        )
        return Proposed(table_map, tuple(self._made))

    # -- columns ----------------------------------------------------------------------------

    def _look(self, column: Column) -> _Looked:
        layout = self._layout
        cells = tuple(
            cell
            for row in range(layout.first, min(layout.last, layout.first + _LOOKED_AT))
            if not is_nothing((cell := self._sheet.spread(row, column.index)).text)
        )
        count = max(len(cells), 1)
        return _Looked(
            column,
            cells,
            sum(timeliness(cell.text) for cell in cells) / count,
            sum(timeliness(cell.text) > 0 for cell in cells) / count,
            sum(looks_like_date(cell.text) for cell in cells) / count,
        )

    def _by_heading(self, looked: _Looked) -> None:
        if not self._layout.header_rows:
            return
        if self._layout.is_log_table:
            role = cast("Role", looked.column.name)
            self._set(looked.column, role, 1.0, _("a column of our log tables"))
            return
        heard = heard_in(looked.column.name)
        if heard is None:
            return
        if heard.role == "time" and not looked.times:
            return  # 时间 over dates or words is no time
        if heard.role in ("step", "unit") and looked.times == 1.0:
            return
        why = _("the heading says {word}", word=heard.word)
        self._set(looked.column, heard.role, heard.confidence, why)

    def _steps_in_columns(self) -> list[tuple[_Looked, float, str | None, Text]]:
        """Find the columns whose headings name steps and whose cells are times."""
        found: list[tuple[_Looked, float, str | None, Text]] = []
        for looked in self._looked:
            known = self._names.column(looked.column.name.rpartition("/")[2])
            is_timed = looked.figures >= _CONTENT_SHARE or not looked.cells
            if known is not None and is_timed and self._layout.header_rows:
                why = _("the heading is like “{name}”", name=known.name)
                found.append((looked, known.likeness, known.ref, why))
        taken = {id(one[0]) for one in found}
        mapped = {one.role for one in self._maps.values()}
        if "step" in mapped and len(found) < _SEVERAL:
            return []
        timed = [one for one in self._looked if one.times == 1.0 and id(one) not in taken]
        plain = [one for one in timed if self._role(one) in (None, "time")]
        if "step" not in mapped and self._layout.header_rows:
            if len(found) + len(plain) >= _SEVERAL and (found or "unit" in mapped):
                why = _("times under a heading that names no step of the script")
                found.extend((one, 0.0, None, why) for one in plain)
            return found if len(found) >= _SEVERAL or "unit" in mapped else []
        return found if len(found) >= _SEVERAL else []

    def _take_wide(self, wide: Sequence[tuple[_Looked, float, str | None, Text]]) -> None:
        for looked, confidence, ref, why in wide:
            self._set(looked.column, "time_of", confidence, why)
            self._maps[looked.column.name] = replace(self._maps[looked.column.name], step=ref)

    def _counts(self) -> None:
        """Give head counts to the last step that counts heads; to the notes if none does."""
        steps = [one.step for one in self._maps.values() if one.role == "time_of"]
        counted = [
            step for step in steps if step and step.partition("/")[0] in self._names.counting
        ]
        is_counted = bool(counted) if steps else bool(self._names.counting)
        for looked in self._looked:
            if self._role(looked) not in ("present", "expected"):
                continue
            if not is_counted:
                why = _("the script counts no heads there; kept in the notes")
                self._set(looked.column, "note", 1.0, why)
            elif counted:
                name = looked.column.name
                self._maps[name] = replace(self._maps[name], step=counted[-1])

    def _find_one(self, role: Role, share: Callable[[_Looked], float]) -> None:
        if any(one.role == role for one in self._maps.values()):
            return
        free = [one for one in self._looked if self._role(one) in (None, "note") and one.cells]
        measured = [(share(one), one) for one in free]
        best = max(measured, key=lambda pair: pair[0], default=(0.0, None))
        if best[1] is not None and best[0] >= _CONTENT_SHARE:
            why = _("most of its cells are like names in the script")
            self._set(best[1].column, role, _BY_CONTENT * best[0], why)

    def _step_share(self, looked: _Looked) -> float:
        return _share(looked, self._names.steps)

    def _unit_share(self, looked: _Looked) -> float:
        return _share(looked, self._names.units)

    def _find_time(self) -> None:
        """Of several columns of times take the one with the most times, of day before elapsed."""
        timed = [one for one in self._looked if self._role(one) == "time"]
        if not timed:
            free = [
                one
                for one in self._looked
                if self._role(one) is None and one.times >= _CONTENT_SHARE
            ]
            if free:
                best = max(free, key=lambda one: one.times * len(one.cells))
                why = _("its cells look like times")
                self._set(best.column, "time", _BY_CONTENT * best.times, why)
            return
        best = max(timed, key=lambda one: (one.times * len(one.cells), _is_certain(one)))
        for one in timed:
            if one is not best:
                why = _("another column of times is fuller: {name}", name=best.column.name)
                self._set(one.column, "note", _BY_CONTENT, why)
        if len(timed) > 1:
            why = _("it has the most times of {count} such columns", count=len(timed))
            self._set(best.column, "time", _BY_CONTENT, why)

    def _keep_the_rest(self) -> None:
        for looked in self._looked:
            name = looked.column.name
            if name in self._maps:
                continue
            if looked.cells and looked.dates >= _CONTENT_SHARE:
                self._set(looked.column, "date", _BY_CONTENT, _("its cells look like dates"))
            else:
                self._set(looked.column, "note", 1.0, _("unknown, kept in the notes"))

    def _role(self, looked: _Looked) -> Role | None:
        column = self._maps.get(looked.column.name)
        return column.role if column is not None else None

    def _set(self, column: Column, role: Role, confidence: float, why: Text) -> None:
        self._maps[column.name] = ColumnMap(column.name, role)
        self._made = [one for one in self._made if one.topic != "column" or one.key != column.name]
        self._made.append(Proposal("column", column.name, confidence, why))

    # -- values -----------------------------------------------------------------------------

    def _of_role(self, role: Role) -> _Looked | None:
        return next((one for one in self._looked if self._role(one) == role), None)

    def _steps_of_values(self) -> None:
        looked = self._of_role("step")
        if looked is None:
            return
        values = [value for value in looked.texts if not self._written(value).startswith(_SIGNS)]
        meant = self._values.setdefault("step", {})
        steps = [one for one in self._names.steps if "/" not in one.ref]
        for value in values:
            self._value("step", value, self._names.steps, meant)
        if all(meant[value] is None for value in values) and len(values) == len(steps) > 1:
            why = _("only by the order of the script: no name is like it")
            for value, step in zip(values, steps, strict=True):
                meant[value] = step.ref
                self._remember("step", value, _BY_ORDER, why)

    def _units_of_values(self) -> None:
        looked = self._of_role("unit")
        if looked is None:
            return
        meant = self._values.setdefault("unit", {})
        for value in looked.texts:
            self._value("unit", value, self._names.units, meant)

    def _value(
        self,
        role: ValueRole,
        value: str,
        things: Sequence[Named],
        meant: dict[str, str | None],
    ) -> None:
        written = self._written(value)
        step, slash, _unit = written.partition("/")
        # A log table names steps and units by their ids, guarded as its texts are.
        is_own = self._layout.is_log_table and any(one.ref == written for one in things)
        is_written_so = is_own or (slash and any(one.ref == step for one in things))
        if not things or is_written_so:
            # Without a script, and for STEP/UNIT, the word stands as it is.
            meant[value] = written
            self._remember(role, value, 1.0, _("as it is written"))
            return
        found = most_like(value, things)
        meant[value] = found.ref if found else None
        if found is None:
            self._remember(role, value, 0.0, _("nothing in the script is like it"))
        else:
            self._remember(role, value, found.likeness, _("it is like “{name}”", name=found.name))

    def _written(self, value: str) -> str:
        """Give a value as it was meant: a log table guards its texts against spreadsheets."""
        return unguarded(value) if self._layout.is_log_table else value

    def _remember(self, role: ValueRole, value: str, confidence: float, why: Text) -> None:
        self._made = [
            one
            for one in self._made
            if one.topic != "value" or one.role != role or one.key != value
        ]
        self._made.append(Proposal("value", value, confidence, why, role))

    # -- what is said of the whole table -----------------------------------------------------

    def _said_source(self, source: str) -> str | None:
        if self._of_role("source") is not None:
            return None
        for label in self._layout.labels:
            heard = heard_in(label.name)
            if heard is not None and heard.role == "source":
                why = _("“{label}” above the table", label=label.name)
                self._made.append(Proposal("source", label.value, _BY_CONTENT, why))
                return label.value
        self._made.append(Proposal("source", source, 1.0, _("the table's name")))
        return source

    def _said_date(self) -> str | None:
        if self._of_role("date") is not None:
            return None
        for label in self._layout.labels:
            heard = heard_in(label.name)
            if heard is not None and heard.role == "date" and looks_like_date(label.value):
                day = time_text(Cell(label.value, "date")).day
                why = _("“{label}” above the table", label=label.name)
                self._made.append(Proposal("date", day, _BY_CONTENT, why))
                return day
        return None

    def _dials(self) -> None:
        """Where nothing in a column decides what its figures are, propose what its heading says."""
        for looked in self._looked:
            if self._role(looked) not in ("time", "time_of"):
                continue
            dials = doubtful_dials(looked.cells)
            heading = looked.column.name
            wanted: Dial | None = None
            if "stopwatch" in dials and is_elapsed(heading):
                wanted = "stopwatch"
            elif "clock" in dials and is_of_day(heading):
                wanted = "clock"
            if wanted is not None:
                column = self._maps[heading]
                self._maps[heading] = replace(column, dial=wanted)
                why = _("the heading says what its figures are")
                self._made.append(Proposal("dial", heading, _BY_CONTENT, why))


def doubtful_dials(cells: Sequence[Cell]) -> tuple[Dial, ...]:
    """Give the dials between which nothing in a column decides; none where it is decided."""
    try:
        understand(_written(cells))
    except Ambiguous as doubt:
        return doubt.dials
    except (Mixed, IndexError):
        return ()
    return ()


def _written(cells: Sequence[Cell]) -> list[Written]:
    is_to_minute = are_to_minute(cells)
    written: list[Written] = []
    for row, cell in enumerate(cells):
        try:
            read = time_text(cell, is_to_minute=is_to_minute)
            written.extend(
                Written(row, time_cell(text)) for text in (read.time, read.until) if text
            )
        except CellFault:
            continue
    return written


def _is_certain(looked: _Looked) -> bool:
    return any(cell.certainty == "date" for cell in _cells(looked))


def _cells(looked: _Looked) -> list[TimeCell]:
    return [one.cell for one in _written(looked.cells)]


def _share(looked: _Looked, things: Sequence[Named]) -> float:
    texts = looked.texts
    if not texts or not things:
        return 0.0
    return sum(most_like(text, things) is not None for text in texts) / len(texts)
