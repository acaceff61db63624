"""Fill a unit's own document: {{得分}} or {{score}} becomes what the drill came to.

Only names are put in: a template holds no code, and none is run.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

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
#: Most that a template unpacks to, its parts and paragraphs; one of a unit has some hundreds.
MOST_BYTES: Final = 50_000_000
_MOST_PARTS: Final = 2_000
_MOST_PARAGRAPHS: Final = 20_000
#: What zipfile, lxml (a SyntaxError) and python-docx raise of what is no document; the last asks
#: any XML for what a document has.
_IS_NONE: Final = (
    BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    KeyError,
    ValueError,
    AttributeError,
)
#: Tags that a refusal spells out.
_NAMED: Final = 12


def fill_template(template: bytes, fields: Sequence[Field], language: Language) -> bytes:
    """Put a drill's fields into a document.

    Raises:
        UserError: it is no such document, is larger than any, or has a tag that nobody knows;
            each is named.
    """
    document = _opened(template)
    known = {name: field for field in fields for name in field.names}
    paragraphs = tuple(islice(_paragraphs(document), _MOST_PARAGRAPHS + 1))
    if len(paragraphs) > _MOST_PARAGRAPHS:
        raise _too_large()
    own = [field.names[language == "en"] for field in fields]
    _require_known(paragraphs, known, own)
    for paragraph in paragraphs:
        _fill(paragraph, known, language)
    target = BytesIO()
    document.save(target)
    return undated(target.getvalue())


def _opened(template: bytes) -> Any:
    try:
        with ZipFile(BytesIO(template)) as archive:
            parts = archive.infolist()
            # A part that says less than it unpacks to is cut there, and fails its check sum.
            if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > MOST_BYTES:
                raise _too_large()
        return docx.Document(BytesIO(template))
    except _IS_NONE as error:
        raise UserError(_("The template is no Word document (.docx).")) from error


def _too_large() -> UserError:
    return UserError(
        _(
            "The template is too large; take one of at most {megabytes} MB and {count} paragraphs.",
            megabytes=MOST_BYTES // 1_000_000,
            count=_MOST_PARAGRAPHS,
        )
    )


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
    first, *others = (Run(one, paragraph) for one in paragraph._p.xpath("w:r | w:hyperlink/w:r"))
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
