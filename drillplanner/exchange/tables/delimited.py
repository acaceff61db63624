"""Read delimited text of unknown origin: bounded, in UTF-8 or GB18030, row by row.

Faults go to a list instead of stopping the reading, so that a person mends a file once.
Rows count as a spreadsheet shows them (header = 1, blank rows included); where a quoted
cell holds line breaks, the physical line, on which the row begins, is told besides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from drillplanner.base.texts import Text, _
from drillplanner.exchange.fault_list import FaultList, shown, unknown
from drillplanner.exchange.plain_words import plain
from drillplanner.exchange.text_file import TextSource, Unreadable, text_of

#: Most rows that are read; a day's log of twenty posts has some thousands. Blank rows count
#: for themselves, up to the height of a spreadsheet.
MOST_ROWS = 200_000
_MOST_BLANK_ROWS = 1_048_576

_MOST_CELLS = 200
_DELIMITERS = ",;\t"
_BREAK = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]*+")
_QUOTED = re.compile(r' *+"([^"]*+(?:""[^"]*+)*)"')
_OPENING = re.compile(r' *+"')
_BLANKS = re.compile(r"[ \u3000]*+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name ("" where blank), and where it stands."""

    number: int
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells as they stand, its number and the line it begins in."""

    number: int
    line: int
    cells: Sequence[str]


def rows_of(
    path: TextSource,
    label: str,
    columns: Collection[str],
    required: Collection[str],
    faults: FaultList,
) -> Iterator[Row]:
    """Give the rows of a delimited file, adding what is wrong with it to `faults`.

    Column names are trimmed and compared without case; rows that are blank are passed over;
    cells missing at the end of a row are blank.
    """
    try:
        text = text_of(path)
        records = records_of(text, _delimiter(text, columns))
        yield from _named(records, label, columns, required, faults)
    except Unreadable as broken:
        faults.add(label, broken.text, broken.line)


def _delimiter(text: str, columns: Collection[str]) -> str:
    """Choose the delimiter under which most cells of the header are known columns."""
    header = next((line for line in _lines(text) if line.strip(_DELIMITERS + " \u3000")), "")

    def fitness(delimiter: str) -> tuple[int, int]:
        cells = header.replace('"', "").split(delimiter)
        return sum(_column(cell) in columns for cell in cells), len(cells)

    return max(_DELIMITERS, key=fitness)


def _lines(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        end = _end_of(_LINE, text, position)
        yield text[position:end]
        position = _end_of(_BREAK, text, end)


def records_of(text: str, delimiter: str) -> Iterator[Record]:
    """Cut a text into records; quoted cells may hold delimiters, quotes and line breaks."""
    position, line, number = 0, 1, 1
    while position < len(text):
        end = _end_of(_LINE, text, position)
        if text.find('"', position, end) < 0:
            yield Record(number, line, text[position:end].split(delimiter, _MOST_CELLS))
            position = _end_of(_BREAK, text, end)
            line += 1
        else:
            cells, end, last_line = _quoted_record(text, position, line, delimiter)
            yield Record(number, line, cells)
            position = _end_of(_BREAK, text, end)
            line = last_line + 1
        number += 1


def _quoted_record(
    text: str, position: int, line: int, delimiter: str
) -> tuple[list[str], int, int]:
    """Read one record that holds quotes; give its cells, its end and the line it ends in."""
    cells: list[str] = []
    bare = re.compile(rf"[^{delimiter}\r\n]*+")
    while True:
        if _OPENING.match(text, position):
            opened = line
            found = _QUOTED.match(text, position)
            if found is None:
                raise Unreadable(
                    _("The quoted cell that opens in line {line} is never closed.", line=opened),
                    opened,
                )
            line += len(_BREAK.findall(found[1]))
            cell, position = found[1].replace('""', '"'), _end_of(_BLANKS, text, found.end())
            if position < len(text) and text[position] not in f"{delimiter}\r\n":
                raise Unreadable(
                    _(
                        "Text follows the quoted cell that opens in line {line}; "
                        "write a quote inside a quoted cell twice.",
                        line=opened,
                    ),
                    opened,
                )
        else:
            end = _end_of(bare, text, position)
            cell, position = text[position:end], end
        if len(cells) <= _MOST_CELLS:
            cells.append(cell)
        if position >= len(text) or text[position] in "\r\n":
            return cells, position, line
        position += 1


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


def _named(
    records: Iterator[Record],
    label: str,
    columns: Collection[str],
    required: Collection[str],
    faults: FaultList,
) -> Iterator[Row]:
    filled = _filled(records)
    header = next(filled, None)
    if header is None:
        raise Unreadable(_("The file is empty; its first row must name the columns."))
    names = _header(header, label, columns, required, faults)
    for data_rows, record in enumerate(filled, 1):
        if data_rows > MOST_ROWS:
            raise Unreadable(
                _("There are more than {most} rows; split the file.", most=MOST_ROWS), record.line
            )
        if names is None:
            continue
        if not _is_blank(record.cells[len(names) :]):
            faults.add(
                f"{label}, row {record.number}",
                _(
                    "This row has more cells than there are columns; quote a cell that holds the "
                    "delimiter, and write decimals with a point."
                ),
                record.line,
            )
            continue
        cells = dict.fromkeys(columns, "")
        cells.update(zip(names, record.cells, strict=False))
        yield Row(record.number, record.line, cells)


def _filled(records: Iterator[Record]) -> Iterator[Record]:
    """Pass over blank rows, but not over endlessly many."""
    blank_rows = 0
    for record in records:
        if not _is_blank(record.cells):
            yield record
            continue
        blank_rows += 1
        if blank_rows > _MOST_BLANK_ROWS:
            raise Unreadable(
                _("There are more than {most} blank rows; delete them.", most=_MOST_BLANK_ROWS),
                record.line,
            )


def _header(
    record: Record,
    label: str,
    columns: Collection[str],
    required: Collection[str],
    faults: FaultList,
) -> list[str] | None:
    """Give the column of each cell, or None where rows cannot be told apart."""
    names = [_column(cell) for cell in record.cells]
    while names and not names[-1]:
        names.pop()
    problems: list[Text] = []
    for index, name in enumerate(names):
        if not name:
            problems.append(_("Column {count} has no name.", count=index + 1))
        elif name not in columns:
            problems.append(
                unknown(name, columns, _("There is no column {name}.", name=shown(name)))
            )
        elif name in names[:index]:
            problems.append(_("The column {name} is here twice.", name=name))
    problems.extend(
        _("The column {name} is missing; name it in the first row.", name=name)
        for name in required
        if name not in names
    )
    for problem in problems:
        faults.add(f"{label}, row {record.number}", problem, record.line)
    return None if problems else names


def _column(cell: str) -> str:
    return plain(cell).lower()


def _is_blank(cells: Sequence[str]) -> bool:
    return not any(cell.strip(_DELIMITERS + " \u3000\r\n") for cell in cells)
