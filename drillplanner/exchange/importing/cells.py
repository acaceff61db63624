"""Hold a table from outside as plain cells, whatever file or clipboard it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

#: What a cell was in its file. Text formats have only text; a spreadsheet keeps the others.
CellKind: TypeAlias = Literal["text", "number", "time", "duration", "datetime", "date"]

#: Most cells of one file; a drill's log has some thousands.
MOST_CELLS = 200_000
#: Most characters of all cells together.
MOST_CHARACTERS = 20_000_000

_LETTERS = 26
_MOST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text as the log's reader of times takes it, and what it was in its file."""

    text: str = ""
    kind: CellKind = "text"

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is in it."""
        return not self.text.strip()


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block of cells, from its first row and column to its last, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; rows and columns count from 0 here and as a spreadsheet shows them to people."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False
    _anchors: dict[tuple[int, int], tuple[int, int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        height, width = self.height, self.width
        for merge in self.merges:
            for row in range(merge.top, min(merge.bottom + 1, height)):
                for column in range(merge.left, min(merge.right + 1, width)):
                    self._anchors[row, column] = merge.top, merge.left

    @property
    def height(self) -> int:
        """Count the rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Count the columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """Give a cell; one beyond its row's end is blank."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else BLANK

    def spread(self, row: int, column: int) -> Cell:
        """Give a cell, or what its merged block shows."""
        return self.cell(*self._anchors.get((row, column), (row, column)))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Give where the merged block of a cell begins; the cell itself where it is in none."""
        return self._anchors.get((row, column), (row, column))


def count_in(text: str | None, otherwise: int) -> int:
    """Read a count that a file claims of its cells; what is none, or absurd, is `otherwise`."""
    written = (text or "").strip()
    return int(written) if written.isdecimal() and len(written) <= _MOST_DIGITS else otherwise


def column_letters(column: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does: C7."""
    return f"{column_letters(column)}{row + 1}"


def sheet_of_texts(name: str, rows: Sequence[Sequence[str]]) -> Sheet:
    """Make a table of texts, as csv, tab text and web pages have them."""
    return Sheet(name, tuple(tuple(Cell(text) if text else BLANK for text in row) for row in rows))
