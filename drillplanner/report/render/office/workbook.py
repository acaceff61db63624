"""Turn a report into a workbook: a sheet a section with all its tables, and one that reckons.

The first sheet has the score's numbers unrounded, and its totals as formulas over them, so
that whoever doubts a number can follow it, and sees what another weight would have made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter

from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.base.translator import Language, translator
from drillplanner.report.render.numbering import numbered
from drillplanner.report.render.office.document import as_table
from drillplanner.report.render.office.plain import UNDATED, clean, lines_of
from drillplanner.terms.document import (
    BarChart,
    Block,
    Cell,
    Column,
    Cover,
    Facts,
    Figures,
    Heading,
    Headline,
    Lines,
    Phrase,
    Prose,
    Report,
    Row,
    Sheet,
    Signatures,
    StepChart,
    SumLine,
    Sums,
    Table,
)

#: Characters that a cell holds, and that a sheet's name does not (Excel's own bounds).
_MOST_TEXT = 32_000
_MOST_NAME = 31
_NO_NAME = re.compile(r"[\[\]:*?/\\']")
_NUMBER = re.compile(r"[+\-−]?\d+(\.\d+)?")
#: Width of a column of a sheet, in characters.
_WIDEST, _NARROWEST = 32, 8
#: Columns that are printed at the least.
_LEAST_COLUMNS = 6
#: Height of a line and of the highest row, in points (the latter Excel's own bound).
_LINE, _HIGHEST = 14, 409


def build_workbook(report: Report, language: Language) -> bytes:
    """Build a report's workbook in one language; the same report gives the same bytes."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        writer = _Writer(book, report, language)
        if report.sums is not None:
            writer.reckon(report.sums)
        for title, blocks in writer.sections(report):
            writer.write_section(title, blocks)
    return target.getvalue()


class _Writer:
    """Writes sheets one after the other."""

    def __init__(self, book: Any, report: Report, language: Language) -> None:
        self._book, self._language = book, language
        self._translator = translator(language)
        self._names: set[str] = set()
        book.set_properties(
            {
                "title": self.say(report.name),
                "subject": self.say(report.title),
                "author": self.say(report.author),
                "created": UNDATED.replace(tzinfo=None),
            }
        )
        self._mark = self.say(report.mark) if report.mark else ""
        self._title = f"{self.say(report.title)} {self.say(report.name)}"
        wrapped = {"text_wrap": True, "valign": "top", "font_size": 10}
        ruled = {**wrapped, "border": 1, "border_color": "#808080"}
        self._ruled, self._by_places = ruled, dict[int, Any]()
        self._plain = book.add_format(wrapped)
        self._heading = book.add_format({"bold": True, "font_size": 13})
        self._caption = book.add_format({"bold": True, "font_size": 10})
        self._cell = book.add_format(ruled)
        self._bold = book.add_format({**ruled, "bold": True})
        self._head = book.add_format({**ruled, "bold": True, "bg_color": "#EDEDED"})
        self._struck = book.add_format({**ruled, "font_strikeout": True})
        self._number = book.add_format({**ruled, "num_format": "0.0###"})
        self._total = book.add_format({**ruled, "bold": True, "num_format": "0.0###"})

    def _decimals(self, places: int) -> Any:
        """Give the look of a number with so many decimals."""
        if places not in self._by_places:
            shown = f"0.{'0' * places}" if places else "0"
            self._by_places[places] = self._book.add_format({**self._ruled, "num_format": shown})
        return self._by_places[places]

    def say(self, words: Phrase) -> str:
        """Say words in the workbook's language."""
        return clean(self._translator.say(words))

    # -- sections ---------------------------------------------------------------------

    def sections(self, report: Report) -> Iterator[tuple[str, list[Block]]]:
        """Part the blocks at the headings of the first level."""
        title = self.say(report.title)
        blocks: list[Block] = []
        for block in report.blocks:
            if isinstance(block, Heading) and block.level == 1:
                if blocks:
                    yield title, blocks
                title, blocks = numbered(block, self.say(block.words), self._language), []
            blocks.append(block)
        if blocks:
            yield title, blocks

    def write_section(self, title: str, blocks: Iterable[Block]) -> None:
        """Write the blocks of a section below each other."""
        page = _Page(self._sheet(title), self._plain)
        for block in blocks:
            self._write(page, block)
        page.fit()

    def _write(self, page: _Page, block: Block) -> None:
        match block:
            case Heading():
                words = numbered(block, self.say(block.words), self._language)
                page.row([words], self._heading)
            case Headline():
                page.row([self.say(block.words)], self._heading)
            case Prose() | Lines():
                page.row([self.say(block.words)])
            case Facts():
                self._facts(page, block.rows)
            case Table() | BarChart() | StepChart():
                self._table(page, as_table(block))
            case Signatures():
                self._table(page, Table(tuple(Column(w, 1) for w in block.heads), _rows(block)))
            case Figures():
                for figure in block.figures:
                    for line in figure.lines:
                        page.row([self.say(line)])
            case Cover():
                page.row([self.say(block.title)], self._heading)
                self._facts(page, (*block.facts, *block.approvals))
            case Sheet():
                self._loose_page(page, block)

    def _loose_page(self, page: _Page, block: Sheet) -> None:
        page.row([self.say(block.title)], self._heading)
        page.row([self.say(block.name)], self._bold)
        score = ((_("Score (of 100)"), block.score), (_("Suggested grade"), block.grade))
        self._facts(page, (*block.facts, *score))
        for words in (*block.remarks, *block.fixes):
            page.row([self.say(words)])
        if block.more_fixes:
            more = ngettext(
                "{count} more finding is in the report.",
                "{count} more findings are in the report.",
                block.more_fixes,
            )
            page.row([self.say(more)])
        heads = (_("Responsible"), _("Score"), _("Suggested grade"))
        owners = tuple(Row(owner) for owner in block.owners)
        self._table(page, Table(tuple(Column(words, 1, "right") for words in heads), owners))
        self._table(page, as_table(BarChart("", block.bars)))
        self._facts(page, tuple((words, "") for words in block.signatures))

    def _facts(self, page: _Page, rows: Iterable[tuple[Phrase, Cell]]) -> None:
        for label, cell in rows:
            page.row([self.say(label), self._text(cell)], self._cell, first=self._bold)
        page.skip()

    def _table(self, page: _Page, table: Table) -> None:
        if table.caption is not None:
            page.row([self.say(table.caption)], self._caption)
        page.row([self.say(column.head) for column in table.columns], self._head)
        for row in table.rows:
            look = self._struck if row.is_struck else self._bold if row.is_total else self._cell
            values = [self._text(cell) for cell in row.cells]
            numbers = [
                _as_number(value) if column.align == "right" else value
                for value, column in zip(values, table.columns, strict=True)
            ]
            looks = None
            if look is self._cell:
                # A number shows the digits that paper has: 0.60 is not 0.6.
                looks = [
                    self._decimals(len(value.partition(".")[2])) if isinstance(one, float) else look
                    for value, one in zip(values, numbers, strict=True)
                ]
            page.row(numbers, look, looks=looks)
            for label, words in row.details:
                page.row(["", f"{self.say(label)}: {self.say(words)}"])
        page.skip()

    def _text(self, cell: Cell) -> str:
        return "\n".join(lines_of(cell, self._translator))

    # -- the sheet that reckons -------------------------------------------------------

    def reckon(self, sums: Sums) -> None:
        """Write the score's parts, and its totals as formulas."""
        page = _Page(
            self._sheet(self.say(pgettext("sheet of a workbook", "Calculation"))), self._plain
        )
        heads = (
            _("Target"),
            _("Limit (s)"),
            _("Measured (s)"),
            _("U (s)"),
            _("Verdict"),
            _("Weight"),
            _("Points (of 100)"),
            _("Weight that is scored"),
            _("Weight × points"),
            _("Weight that asks for a record"),
        )
        page.row([self.say(head) for head in heads], self._head)
        first = page.place
        for line in sums.targets:
            self._sum_line(page, line)
        last = max(first, page.place - 1)
        total = page.place
        page.cell(0, self.say(_("Sum")), self._bold)
        scored = sum((line.weight for line in sums.targets if line.points is not None), Fraction(0))
        gained = sum((line.weight * (line.points or 0) for line in sums.targets), Fraction(0))
        asked = sum((line.weight for line in sums.targets if line.counts), Fraction(0))
        for column, value in ((7, scored), (8, gained), (9, asked)):
            letter = "ABCDEFGHIJ"[column]
            page.formula(
                column, f"=SUM({letter}{first + 1}:{letter}{last + 1})", value, self._total
            )
        page.down(2)
        rated = self._criteria(page, sums)
        timed = self._result(
            page, _("Timed score"), f'=IF(H{total + 1}=0,"",I{total + 1}/H{total + 1})', sums.timed
        )
        self._result(
            page,
            _("Completeness of records"),
            f'=IF(J{total + 1}=0,"",H{total + 1}/J{total + 1})',
            sums.coverage,
        )
        self._score(page, sums, timed, rated)
        page.fit()

    def _sum_line(self, page: _Page, line: SumLine) -> None:
        row = page.place + 1
        page.cell(0, self.say(line.name), self._cell)
        pair = line.printed
        length = self._number if pair is None else self._decimals(pair.places)
        page.cell(1, "" if line.limit_s is None else float(line.limit_s), self._number)
        page.cell(2, "" if line.elapsed_s is None else float(line.elapsed_s), length)
        # As on paper, rounded up; the value stays whole and shows as many digits.
        page.cell(3, "" if pair is None else float(pair.spread), length)
        page.cell(4, "" if line.verdict is None else self._text(line.verdict), self._cell)
        page.cell(5, float(line.weight), self._number)
        page.cell(6, "" if line.points is None else float(line.points), self._number)
        scored = line.weight if line.points is not None else Fraction(0)
        page.formula(7, f"=IF(ISNUMBER(G{row}),F{row},0)", scored, self._number)
        gained = scored * (line.points or 0)
        page.formula(8, f"=IF(ISNUMBER(G{row}),F{row}*G{row},0)", gained, self._number)
        page.cell(9, float(line.weight) if line.counts else 0.0, self._number)
        page.down()

    def _criteria(self, page: _Page, sums: Sums) -> str:
        """Write the criteria; give the cell of their score, empty where there is none."""
        if sums.rated is None:
            return ""
        heads = (_("Criterion"), _("Weight"), _("Points (of 100)"))
        page.row([self.say(head) for head in heads], self._head)
        first = page.place + 1
        for line in sums.criteria:
            page.cell(0, self.say(line.name), self._cell)
            page.cell(1, float(line.weight), self._number)
            page.cell(2, "" if line.points is None else float(line.points), self._number)
            page.down()
        last = page.place
        page.down()
        formula = (
            f"=SUMPRODUCT(B{first}:B{last},C{first}:C{last})"
            f'/SUMIF(C{first}:C{last},">=0",B{first}:B{last})'
        )
        return self._result(page, _("Rated score"), formula, sums.rated)

    def _score(self, page: _Page, sums: Sums, timed: str, rated: str) -> None:
        if sums.timed is not None and sums.rated is not None:
            share = self._given(page, _("Share of the timed score"), sums.share)
            uncapped = f"{share}*{timed}+(1-{share})*{rated}"
        else:
            uncapped = timed if sums.timed is not None else rated or '""'
        if sums.cap is not None:
            cap = self._given(page, _("Cap by a critical failure"), sums.cap)
            uncapped = f"MIN({cap},{uncapped})"
        score = self._result(page, _("Score, unrounded"), f"={uncapped}", sums.score)
        tenths = None if sums.score is None else int(sums.score * 10 + Fraction(1, 2))
        rounded = None if tenths is None else Fraction(tenths, 10)
        self._result(
            page, _("Score (of 100)"), f'=IF(ISNUMBER({score}),ROUND({score},1),"")', rounded
        )

    def _given(self, page: _Page, words: Phrase, value: Fraction) -> str:
        page.cell(0, self.say(words), self._bold)
        page.cell(1, float(value), self._number)
        page.down()
        return f"B{page.place}"

    def _result(self, page: _Page, words: Phrase, formula: str, value: Fraction | None) -> str:
        page.cell(0, self.say(words), self._bold)
        page.formula(1, formula, value, self._total)
        page.down()
        return f"B{page.place}"

    def _sheet(self, title: str) -> Any:
        plain = _NO_NAME.sub(" ", title).strip() or "-"
        name, number = plain[:_MOST_NAME], 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain[: _MOST_NAME - 4]} {number}"
        self._names.add(name.casefold())
        sheet = self._book.add_worksheet(name)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_escaped(self._title)}&R{_escaped(self._mark)}")
        sheet.set_footer("&C— &P —")
        return sheet


class _Page:
    """A sheet that is filled from the top down; columns grow with what stands in them."""

    def __init__(self, sheet: Any, wrapped: Any) -> None:
        self._sheet, self.place = sheet, 0
        self._wrapped = wrapped
        self._widths: dict[int, int] = {}
        self._paragraphs: list[tuple[int, int, str]] = []
        self._tabled: list[tuple[int, list[str]]] = []

    def row(
        self,
        values: Sequence[str | float],
        look: Any = None,
        first: Any = None,
        looks: Sequence[Any] | None = None,
    ) -> None:
        """Write a row, and go to the next; without a look its last value is a paragraph."""
        if look is not None and len(values) > 1:
            self._tabled.append((self.place, [str(value) for value in values]))
        elif look is None and values and isinstance(values[-1], str):
            self._paragraphs.append((self.place, len(values) - 1, values[-1][:_MOST_TEXT]))
        for column, value in enumerate(values):
            own = first if first is not None and not column else look
            own = looks[column] if looks is not None else own
            self.cell(column, value, own, widens=len(values) > 1 and look is not None)
        self.down()

    def cell(self, column: int, value: str | float, look: Any, *, widens: bool = True) -> None:
        """Write a cell; text is text whatever it begins with, and a paragraph widens nothing."""
        if widens:
            lines = value.split("\n") if isinstance(value, str) else ["0.0000"]
            wide = max(map(_columns, lines))
            self._widths[column] = max(self._widths.get(column, 0), wide)
        if isinstance(value, str):
            self._sheet.write_string(self.place, column, value[:_MOST_TEXT], look)
        else:
            self._sheet.write_number(self.place, column, value, look)

    def formula(self, column: int, formula: str, value: Fraction | None, look: Any) -> None:
        """Write a formula with its value, for programs that do not reckon."""
        shown = "" if value is None else float(value)
        self._sheet.write_formula(self.place, column, formula, look, shown)

    def down(self, by: int = 1) -> None:
        """Go down."""
        self.place += by

    def skip(self) -> None:
        """Leave a row empty."""
        self.down()

    def fit(self) -> None:
        """Give each column the width that its text asks for, within reason."""
        for column in self._widths:
            self._sheet.set_column(column, column, self._width(column))
        # A long paragraph would else make everything small on paper.
        last = max((*self._widths, _LEAST_COLUMNS - 1))
        self._sheet.print_area(0, 0, max(0, self.place - 1), last)
        for place, first, words in self._paragraphs:
            self._break(place, first, last, words)
        for place, cells in self._tabled:
            # Not every program finds the height of a row by itself.
            lines = max(_lines(words, self._width(column)) for column, words in enumerate(cells))
            if lines > 1:
                self._sheet.set_row(place, min(_HIGHEST, lines * _LINE))

    def _break(self, place: int, first: int, last: int, words: str) -> None:
        """Break a paragraph within the columns that are printed, in a row that is high enough."""
        room = sum(self._width(column) for column in range(first, last + 1))
        if first < last:
            self._sheet.merge_range(place, first, place, last, "", self._wrapped)
        self._sheet.write_string(place, first, words, self._wrapped)
        self._sheet.set_row(place, min(_HIGHEST, _lines(words, room) * _LINE))

    def _width(self, column: int) -> int:
        wide = self._widths.get(column)
        return _NARROWEST if wide is None else min(_WIDEST, max(_NARROWEST, wide + 2))


def _rows(block: Signatures) -> tuple[Row, ...]:
    return tuple(Row(row) for row in block.rows)


def _as_number(text: str) -> str | float:
    return float(text.replace("−", "-")) if _NUMBER.fullmatch(text) else text


def _lines(words: str, room: int) -> int:
    """Count the lines that words take; one holds a little less than its width."""
    return sum(max(1, -(-_columns(line) // (room - 2))) for line in words.split("\n"))


def _columns(text: str) -> int:
    """Count how many columns of a terminal text takes: a Chinese character two."""
    return sum(2 if char >= "\u2e80" else 1 for char in text)


def _escaped(text: str) -> str:
    return text.replace("&", "&&")[:100]
