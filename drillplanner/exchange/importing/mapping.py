"""Hold how a table becomes a log as a document: MAP.json, strict, versioned, kept by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.importing.vocabulary import Role
from drillplanner.exchange.time_reader.dial import Dial
from drillplanner.plan.parser.json_path import json_path
from drillplanner.plan.parser.json_reader import JsonSource, read_json
from drillplanner.plan.parser.reading import read_bytes
from drillplanner.plan.parser.shape_words import remarks_on

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = "drillplanner/table-map"
VERSION = 1

#: Columns whose values are other words for something: of steps, units, sources, or for a time.
ValueRole: TypeAlias = Literal["step", "unit", "source", "time", "observed", "day"]

_STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}
_Words: TypeAlias = Annotated[str, Field(max_length=1_000)]


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What one column is. `column` is its heading, or its letters where it has none.

    `step` is of `time_of`, and of head counts beside several steps. `dial` says what the figures
    of times mean; without it the whole column decides. `source` gives a column's times a clock of
    their own.
    """

    __pydantic_config__ = _STRICT
    column: _Words
    role: Role
    step: _Words | None = None
    dial: Dial | None = None
    source: _Words | None = None


@dataclass(frozen=True, slots=True)
class TableMap:
    """How a table becomes rows of a log.

    `header` is the row of the header as a spreadsheet numbers it, 0 where there is none; without
    it the header is found anew. `values` says what a column's words stand for; null leaves the
    row out. `source` and `date` stand where no column names them. `about_u_s` is the standard
    uncertainty of times that say "about" (≈ or 约).
    """

    __pydantic_config__ = _STRICT
    format: Literal["drillplanner/table-map"]
    version: Annotated[int, Field(ge=1, le=VERSION)]
    columns: Annotated[tuple[ColumnMap, ...], Field(max_length=500)]
    sheet: _Words | None = None
    header: Annotated[int, Field(ge=0, le=1_048_576)] | None = None
    header_rows: Annotated[int, Field(ge=0, le=2)] = 1
    source: _Words | None = None
    date: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] | None = None
    about_u_s: Annotated[float, Field(ge=0, le=3_600, allow_inf_nan=False)] | None = None
    values: dict[ValueRole, dict[str, str | None]] = field(default_factory=dict)

    @property
    def is_wide(self) -> bool:
        """Tell whether steps are columns."""
        return any(one.role == "time_of" for one in self.columns)

    def of_role(self, role: Role) -> tuple[ColumnMap, ...]:
        return tuple(one for one in self.columns if one.role == role)

    def meaning(self, role: ValueRole) -> Mapping[str, str | None]:
        """Give what the words of a role stand for."""
        return self.values.get(role, {})


def read_map(path: Path) -> TableMap:
    """Read a mapping from its file.

    Raises:
        FileRefused: there is no such file, or something is wrong in it; all of it is listed.
    """
    return parse_map(read_bytes(path), path.name)


def parse_map(data: bytes, name: str) -> TableMap:
    """Read a mapping from its bytes; `name` is what messages call it.

    Raises:
        FileRefused: something is wrong in it; all of it is listed.
    """
    from pydantic import ValidationError

    source = read_json(data)
    faults = source.faults or _stranger(source)
    if not faults:
        try:
            return _adapter().validate_json(json.dumps(source.value))
        except ValidationError as wrong:
            faults = tuple(
                Fault(json_path(remark.where), remark.text, source.line(remark.where))
                for error in wrong.errors(include_url=False)
                for remark in remarks_on(source.value, _place(source, error), error)
            )
    text = ngettext(
        "The mapping {name} was refused for {count} fault; correct it and read it again.",
        "The mapping {name} was refused for {count} faults; correct them and read it again.",
        len(faults),
        name=name,
    )
    raise FileRefused(text, faults)


def write_map(table_map: TableMap) -> bytes:
    """Write a mapping for people and programs; reading it gives an equal one."""
    text = json.dumps(_plain(table_map), ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()


def _stranger(source: JsonSource) -> tuple[Fault, ...]:
    """Tell whether this is no mapping, or one of a later version, in one message."""
    what: Text | None = None
    value = source.value
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        what = _('This is no mapping: its "format" is not "{format}".', format=FORMAT)
    elif type(value.get("version")) is int and value["version"] > VERSION:
        what = _(
            "The mapping is written in format version {version}; this program reads up to "
            "{known}. Update the program to read it.",
            version=str(value["version"]),
            known=VERSION,
        )
    return (Fault("$", what),) if what is not None else ()


def _place(source: JsonSource, error: Any) -> tuple[str | int, ...]:
    """Give the place of an error as far as there is something in the file."""
    where: list[str | int] = []
    value: Any = source.value
    for part in error["loc"]:
        is_there = (isinstance(value, dict) and part in value) or (
            isinstance(value, list) and isinstance(part, int) and part < len(value)
        )
        if not is_there:
            if error["type"] in ("missing", "unexpected_keyword_argument"):
                where.append(part)
            break
        value = value[part]
        where.append(part)
    return tuple(where)


@cache
def _adapter() -> TypeAdapter[TableMap]:
    from pydantic import TypeAdapter

    return TypeAdapter(TableMap)


def _plain(value: Any) -> Any:
    if isinstance(value, TableMap | ColumnMap):
        kept = ((one.name, getattr(value, one.name)) for one in fields(value))
        return {
            name: _plain(part)
            for name, part in kept
            if part not in (None, {}) and not (name == "header_rows" and part == 1)
        }
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
