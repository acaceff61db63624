"""Name the styles of a document as an office knows them, with the faces of GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from drillplanner.base.translator import Language

#: Faces of GB/T 9704-2012; Word and WPS put another in place of one they lack.
SONG, HEI, KAI, FANG = "方正小标宋简体", "黑体", "楷体", "仿宋"
_LATIN = "Times New Roman"


class Look(NamedTuple):
    """How a style looks: its Chinese face, size and leading in points, and what surrounds it."""

    face: str
    size: float
    leading: float
    bold: bool = False
    indent: float = 0.0
    before: float = 0.0
    after: float = 0.0
    centred: bool = False
    leads: bool = False


LOOKS: Mapping[str, Look] = {
    "Normal": Look(FANG, 12, 22),
    "Title": Look(SONG, 22, 34, centred=True, after=6),
    "Subtitle": Look(KAI, 16, 26, centred=True, after=6),
    "Heading 1": Look(HEI, 16, 28, before=12, after=6, leads=True),
    "Heading 2": Look(KAI, 14, 24, bold=True, before=8, after=4, leads=True),
    "Heading 3": Look(FANG, 12, 22, bold=True, before=4, after=2, leads=True),
    "Body Text": Look(FANG, 12, 22, indent=2, after=4),
    "List Paragraph": Look(FANG, 12, 22, indent=2, after=2),
    "Caption": Look(HEI, 10.5, 18, before=6, after=3, leads=True),
    "Header": Look(FANG, 9, 12),
    "Footer": Look(FANG, 10.5, 14, centred=True),
}
#: Our own styles: what stands in tables, and what is small.
OWN: Mapping[str, Look] = {
    "Table Text": Look(FANG, 9, 12.5),
    "Table Small": Look(FANG, 8, 11),
    "Note": Look(FANG, 9, 13, after=4),
}


def set_styles(document: Any, language: Language) -> None:
    """Set the built-in styles, and add ours, in a new document."""
    for name, look in LOOKS.items():
        if name in [style.name for style in document.styles]:
            _set(document.styles[name], look, language)
    for name, look in OWN.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _set(style, look, language)


def _set(style: Any, look: Look, language: Language) -> None:
    font, paragraph = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.size), look.bold, False
    font.color.rgb = RGBColor(0, 0, 0)
    font.name = _LATIN
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        faces.attrib.pop(qn(name), None)
    faces.set(qn("w:eastAsia"), look.face)
    for name in ("w:pBdr", "w:tabs"):
        for drawn in style.element.get_or_add_pPr().findall(qn(name)):
            drawn.getparent().remove(drawn)
    paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.line_spacing = Pt(look.leading)
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.keep_with_next = look.leads
    if look.indent and language == "zh_CN":
        paragraph.first_line_indent = Pt(look.indent * look.size)
    if look.centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
