"""Turn a report's blocks into a document for Word and WPS (DOCX): what offices edit.

The same blocks as the PDF's, with real styles and headings, and tables whose heads are
repeated on every page. Charts, which nobody edits, become tables of their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from drillplanner.base.durations import duration
from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.base.translator import Language, Translator, translator
from drillplanner.report.render.numbering import numbered
from drillplanner.report.render.office.plain import UNDATED, clean, lines_of, undated
from drillplanner.report.render.office.styles import set_styles
from drillplanner.report.render.office.tables import Grid, Line, table_xml
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
    PageBreak,
    Phrase,
    Prose,
    Report,
    Row,
    Sheet,
    Signatures,
    StepChart,
    Table,
)

#: Margins of GB/T 9704-2012, as the PDF has them: a type area of 156 by 225 mm.
_TOP, _BOTTOM, _LEFT, _RIGHT = 37, 35, 28, 26
_WIDTH_MM = 156
_STYLES = {"body": "Body Text", "item": "List Paragraph", "note": "Note"}
_PICTURE_MM = 74
_WIDE_MM = 155
_SIGNED_PT = 30


def build_document(report: Report, language: Language) -> bytes:
    """Build a report in one language; the same report gives the same bytes."""
    writer = _Writer(report, language)
    for block in report.blocks:
        writer.write(block)
    target = BytesIO()
    writer.document.save(target)
    return undated(target.getvalue())


class _Writer:
    """Writes one block after the other."""

    def __init__(self, report: Report, language: Language) -> None:
        self.document: Any = docx.Document()
        self._language: Language = language
        self._translator = translator(language)
        self._starts_page = False
        set_styles(self.document, language)
        self._set_page(report)

    def write(self, block: Block) -> None:
        """Write a block."""
        match block:
            case PageBreak():
                self._starts_page = True
            case Heading():
                words = numbered(block, self.say(block.words), self._language)
                self._plain(words, f"Heading {min(block.level, 3)}")
            case Headline():
                self._paragraph(block.words, "Title")
            case Prose():
                self._paragraph(block.words, _STYLES[block.style])
            case Lines():
                self._paragraph(block.words, "Body Text")
                for _line in range(block.count):
                    self._plain("＿" * 36, "Body Text")
                    # Two signs further in, as Chinese paragraphs begin, it would not fit.
                    self.document.paragraphs[-1].paragraph_format.first_line_indent = 0
            case Facts():
                self._facts(block.rows)
            case Table() | BarChart() | StepChart():
                self._table(as_table(block))
            case Signatures():
                self._signatures(block)
            case Figures():
                self._figures(block)
            case Cover():
                self._cover(block)
            case Sheet():
                self._sheet(block)

    def say(self, words: Phrase) -> str:
        """Say words in the document's language."""
        return clean(self._translator.say(words))

    # -- the page ---------------------------------------------------------------------

    def _set_page(self, report: Report) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
        section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
        header = section.header.paragraphs[0]
        header.paragraph_format.tab_stops.add_tab_stop(Mm(_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
        mark = self.say(report.mark) if report.mark else ""
        header.text = f"{self.say(report.title)}  {self.say(report.name)}\t{mark}"
        footer = section.footer.paragraphs[0]
        footer.add_run("— ")
        _field(footer.add_run(), "PAGE")
        footer.add_run(" —")
        kept = self.document.core_properties
        kept.title = f"{self.say(report.name)} {self.say(report.title)}"[:255]
        kept.subject, kept.author = self.say(report.title)[:255], self.say(report.author)[:255]
        kept.last_modified_by = kept.comments = kept.keywords = ""
        kept.created = kept.modified = UNDATED.replace(tzinfo=None)
        kept.language = "zh-CN" if self._language == "zh_CN" else "en"

    # -- blocks -----------------------------------------------------------------------

    def _cover(self, block: Cover) -> None:
        self._plain("\n".join(lines_of(block.mark, self._translator)), "Heading 3")
        for _line in range(5):
            self._plain("", "Normal")
        self._plain(self.say(block.name), "Subtitle")
        self._plain(self.say(block.title), "Title")
        for _line in range(3):
            self._plain("", "Normal")
        for rows in (block.facts, block.approvals):
            self._facts(rows)
            self._plain("", "Normal")

    def _facts(self, rows: tuple[tuple[Phrase, Cell], ...]) -> None:
        lines = [
            Line(((self.say(label),), lines_of(cell, self._translator)), bold=(0,))
            for label, cell in rows
        ]
        self._grid(Grid((2.4, 7.6), tuple(lines)))

    def _table(self, block: Table) -> None:
        if block.caption is not None:
            self._paragraph(block.caption, "Caption")
        self._grid(table_grid(block, self._translator))

    def _signatures(self, block: Signatures) -> None:
        head = Line(tuple((self.say(words),) for words in block.heads), is_head=True)
        rows = [
            Line(tuple(lines_of(cell, self._translator) for cell in row), height_pt=_SIGNED_PT)
            for row in block.rows
        ]
        self._grid(Grid((4, 2, 2.4, 1.8)[: len(block.heads)], (head, *rows)))

    def _figures(self, block: Figures) -> None:
        for figure in block.figures:
            if figure.picture is None:
                self._paragraph(figure.missing, "Note")
            else:
                width = Mm(_WIDE_MM if block.is_wide else _PICTURE_MM)
                self.document.add_picture(BytesIO(figure.picture), width=width)
                # Lines of an exact height would show a strip of the picture.
                self.document.paragraphs[-1].paragraph_format.line_spacing = 1.0
            for words in figure.lines:
                self._paragraph(words, "Note")

    def _sheet(self, block: Sheet) -> None:
        self._plain(self.say(block.title), "Title")
        self._plain(self.say(block.name), "Subtitle")
        self._facts(
            (
                *block.facts,
                (_("Score (of 100)"), block.score),
                (_("Suggested grade"), block.grade),
            )
        )
        for words in block.remarks:
            self._paragraph(words, "Note")
        if block.fixes:
            self._paragraph(_("Fix first"), "Caption")
        # Small and before the tables, which go on over the page where a drill has many targets.
        for number, words in enumerate(block.fixes, 1):
            self._paragraph(_("{number}. {finding}", number=number, finding=words), "Table Text")
        if block.more_fixes:
            more = ngettext(
                "{count} more finding is in the report.",
                "{count} more findings are in the report.",
                block.more_fixes,
            )
            self._paragraph(more, "Table Text")
        if block.owners:
            self._table(
                Table(
                    (
                        Column(_("Responsible"), 3),
                        Column(_("Score"), 1, "right"),
                        Column(_("Suggested grade"), 2),
                    ),
                    tuple(Row(owner) for owner in block.owners),
                )
            )
        self._table(as_table(BarChart("", block.bars)))
        if block.signatures:
            self._facts(tuple((words, "") for words in block.signatures))

    # -- parts ------------------------------------------------------------------------

    def _paragraph(self, words: Phrase, style: str) -> None:
        if words:
            self._plain(self.say(words), style)

    def _plain(self, words: str, style: str) -> None:
        paragraph = self.document.add_paragraph(words, style=style)
        if self._starts_page:
            paragraph.paragraph_format.page_break_before = True
            self._starts_page = False

    def _grid(self, grid: Grid) -> None:
        if not grid.lines:
            return
        if self._starts_page:
            self._plain("", "Table Small")
        body = self.document.element.body
        body.insert(len(body) - 1, table_xml(grid, _WIDTH_MM))  # before the section's own mark
        self.document.add_paragraph(style="Table Small")


def table_grid(block: Table, say: Translator) -> Grid:
    """Say a table's cells in one language."""
    head = Line(tuple(lines_of(column.head, say) for column in block.columns), is_head=True)
    return Grid(
        tuple(column.width for column in block.columns),
        (head, *_lines(block, say)),
        tuple(column.align for column in block.columns),
        is_small=block.is_dense,
    )


def _lines(block: Table, say: Translator) -> Iterator[Line]:
    for row in block.rows:
        bold = tuple(range(len(row.cells))) if row.is_total else ()
        cells = tuple(lines_of(cell, say) for cell in row.cells)
        yield Line(cells, bold=bold, is_struck=row.is_struck)
        for label, words in row.details:
            said = f"{say.say(label)}：{say.say(words)}"
            yield Line(((clean(said),),), is_detail=True)


def as_table(block: Table | BarChart | StepChart) -> Table:
    """Give a chart as a table of its numbers, for those who edit and reckon."""
    match block:
        case BarChart():
            return _bars_table(block)
        case StepChart():
            return _steps_table(block)
    return block


def _bars_table(block: BarChart) -> Table:
    """Give a chart of bars as a table of its numbers."""
    return Table(
        (
            Column(_("Target"), 3),
            Column(_("Limit"), 1.4, "right"),
            Column(_("Measured ± U"), 2.2, "right"),
            Column(_("Share of the limit"), 1.3, "right"),
            Column(_("Verdict"), 2),
        ),
        tuple(Row((bar.name, bar.limit, bar.label or "—", bar, bar.sign)) for bar in block.bars),
        caption=block.caption or None,
        is_dense=True,
    )


def _steps_table(block: StepChart) -> Table:
    """Give the chart of steps as a table of its times."""
    return Table(
        (
            Column(_("Step"), 4),
            Column(pgettext("of a step", "Planned"), 1.5, "right"),
            Column(pgettext("of a step", "First seen"), 1.5, "right"),
            Column(pgettext("of a step", "Last seen"), 1.5, "right"),
        ),
        tuple(
            Row(
                (
                    moment.name,
                    "—" if moment.planned_s is None else duration(moment.planned_s),
                    (moment.without or "—") if moment.seen is None else duration(moment.seen[0], 1),
                    "—" if moment.seen is None else duration(moment.seen[1], 1),
                )
            )
            for moment in block.moments
        ),
        caption=block.caption,
        is_dense=True,
    )


def _field(run: Any, name: str) -> None:
    """Put a field, such as the number of the page, into a run."""
    for kind in ("begin", "", "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = name
        run._r.append(mark)
