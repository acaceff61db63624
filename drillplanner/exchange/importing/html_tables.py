"""Read the tables of a piece of HTML, as spreadsheets and web pages put it on the clipboard."""

from __future__ import annotations

from html.parser import HTMLParser

from typing_extensions import override

from drillplanner.base.texts import _
from drillplanner.exchange.importing.cells import MOST_CELLS, Cell, Merge, Sheet, count_in
from drillplanner.exchange.importing.text_tables import too_many_cells
from drillplanner.exchange.text_file import Unreadable

#: Largest span that is believed; what claims more is a mistake or hostile.
_WIDEST_SPAN = 1_000
_UNSEEN = frozenset({"script", "style", "head", "title", "template"})


def html_tables(text: str) -> tuple[Sheet, ...]:
    """Give every table that is not blank, in order; a table inside a cell is one of its own.

    Raises:
        Unreadable: there is no table, or they have too many cells.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    sheets = tuple(
        table.sheet(number) for number, table in enumerate(reader.tables, 1) if table.has_text
    )
    if not sheets:
        raise Unreadable(_("There is no table in this."))
    return sheets


class _Table:
    """One table while it is read; blocks that reach into later rows keep their place."""

    def __init__(self) -> None:
        self.rows: list[dict[int, Cell]] = []
        self.merges: list[Merge] = []
        self._taken: set[tuple[int, int]] = set()
        self._words: list[str] = []
        self._span = 1, 1
        self._is_in_cell = False
        self.has_text = False

    def begin_row(self) -> None:
        self.end_cell()
        self.rows.append({})

    def begin_cell(self, across: int, down: int) -> None:
        self.end_cell()
        if not self.rows:
            self.rows.append({})
        self._is_in_cell, self._words, self._span = True, [], (across, down)

    def add(self, text: str) -> None:
        if self._is_in_cell:
            self._words.append(text)

    def end_cell(self) -> None:
        if not self._is_in_cell:
            return
        self._is_in_cell = False
        text = "\n".join(" ".join(line.split()) for line in "".join(self._words).split("\n"))
        row, column = len(self.rows) - 1, 0
        while (row, column) in self._taken:
            column += 1
        across, down = self._span
        self.rows[row][column] = Cell(text.strip())
        self.has_text = self.has_text or bool(text.strip())
        self._taken.update(
            (row + below, column + beside) for below in range(down) for beside in range(across)
        )
        if len(self._taken) > MOST_CELLS:
            raise too_many_cells()
        if across > 1 or down > 1:
            self.merges.append(Merge(row, column, row + down - 1, column + across - 1))

    def sheet(self, number: int) -> Sheet:
        width = 1 + max((column for _row, column in self._taken), default=-1)
        rows = tuple(tuple(row.get(column, Cell()) for column in range(width)) for row in self.rows)
        return Sheet(f"{number}", rows, tuple(self.merges))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._unseen = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            table = _Table()
            self.tables.append(table)
            self._open.append(table)
        elif self._open:
            table = self._open[-1]
            if tag == "tr":
                table.begin_row()
            elif tag in ("td", "th"):
                given = dict(attrs)
                table.begin_cell(_span(given.get("colspan")), _span(given.get("rowspan")))
            elif tag in ("br", "p", "div"):
                table.add("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            self._open.pop().end_cell()

    @override
    def handle_data(self, data: str) -> None:
        if self._open and not self._unseen:
            # Line ends inside HTML are blanks; only <br> and paragraphs break lines.
            self._open[-1].add(data.replace("\r", " ").replace("\n", " "))

    @override
    def close(self) -> None:
        super().close()
        for table in self._open:
            table.end_cell()


def _span(text: str | None) -> int:
    return min(max(count_in(text, 1), 1), _WIDEST_SPAN)
