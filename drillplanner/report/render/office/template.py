"""Fill a unit's own document: {{得分}} or {{score}} becomes what the drill came to.

Only names are put in: a template holds no code, and none is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.base.translator import Language, translator
from drillplanner.report.papers.fields import Field
from drillplanner.report.render.office.document import table_grid
from drillplanner.report.render.office.plain import lines_of, undated
from drillplanner.report.render.office.tables import table_xml
from drillplanner.terms.document import Blank, Cell, Table

_TAG: Final = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
#: Width of a table that is put in: the type area of GB/T 9704-2012.
_WIDTH_MM: Final = 156
#: Tags that a refusal spells out.
_NAMED: Final = 12


def fill_template(template: bytes, fields: Sequence[Field], language: Language) -> bytes:
    """Put a drill's fields into a document.

    Raises:
        UserError: it is no such document, or has a tag that nobody knows; each is named.
    """
    try:
        document: Any = docx.Document(BytesIO(template))
    except (BadZipFile, KeyError, ValueError) as error:
        raise UserError(_("The template is no Word document (.docx).")) from error
    known = {name: field for field in fields for name in field.names}
    paragraphs = tuple(_paragraphs(document))
    own = [field.names[language == "en"] for field in fields]
    _require_known(paragraphs, known, own)
    for paragraph in paragraphs:
        _fill(paragraph, known, language)
    target = BytesIO()
    document.save(target)
    return undated(target.getvalue())


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    """Give all paragraphs, those of tables, headers and footers too."""
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    for part in parts:
        yield from (Paragraph(found, document) for found in part.iter(qn("w:p")))


def _require_known(
    paragraphs: Sequence[Paragraph], known: Mapping[str, Field], own: Sequence[str]
) -> None:
    tags = [name for paragraph in paragraphs for name in _TAG.findall(paragraph.text)]
    wrong = list(dict.fromkeys(name for name in tags if name not in known))
    if wrong:
        raise UserError(
            _(
                "The template has tags that nobody knows: {wrong}. Known are: {known}.",
                wrong=" ".join(f"{{{{{name}}}}}" for name in wrong[:_NAMED]),
                known=" ".join(f"{{{{{name}}}}}" for name in own),
            )
        )
    if not tags:
        raise UserError(_("The template has no tag such as {tag}.", tag="{{得分}}"))


def _fill(paragraph: Paragraph, known: Mapping[str, Field], language: Language) -> None:
    tags = _TAG.findall(paragraph.text)
    if not tags:
        return
    tables = [holds for name in tags if isinstance(holds := known[name].holds, Table)]

    def said(found: re.Match[str]) -> str:
        holds = known[found[1]].holds
        return "" if isinstance(holds, Table) else _said(holds, language)

    # A tag may be spread over runs by the program that wrote it: the first keeps its look.
    text = _TAG.sub(said, paragraph.text)
    first, *others = paragraph.runs
    first.text = text
    for run in others:
        run.text = ""
    for table in tables:
        grid = table_grid(table, translator(language))
        paragraph._p.addnext(table_xml(grid, _WIDTH_MM, None))


def _said(holds: Cell, language: Language) -> str:
    if isinstance(holds, Blank):
        return "________"
    return "\n".join(lines_of(holds, translator(language)))
