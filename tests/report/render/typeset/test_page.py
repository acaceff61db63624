"""A whole page of difficult text, read back from the PDF line by line."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from drillplanner.report.render.typeset.linebreak import NO_END, NO_START
from drillplanner.report.render.typeset.paragraph import EmbeddedCanvas, Prose, lines_of, text_width
from drillplanner.report.render.typeset.styles import BODY, CELL, ITEM, NOTE, TextStyle

TEXT = (
    "2026年11月23日15:08:02，“值班员”（王𬶟、𬕂喆、李䶮㛃）按下一键报警；随后——依照《校园反恐"
    "防暴应急预案》第3.2条——通知：①门卫关闭大门，②疏散学生（约1200人），③报告派出所……"
    "用时3分20秒±0.5秒，限值5分钟（来源：GB/T 29315—2022，D类，“建议值”）。「135」规则："
    "1分钟自救、3分钟互救、5分钟增援！〔2026〕12号？【略】达标率98.5％；气温25℃·湿度40%。"
    "参演单位:SWAT中队/交警大队(二中队)/××派出所。Duty officer (Mr Wang) said: “Go!”"
)
WIDTHS = range(60, 480, 7)


@pytest.mark.parametrize("style", [BODY, CELL, ITEM, NOTE], ids=["body", "cell", "item", "note"])
def test_no_line_at_any_width_breaks_the_rules_of_marks(style: TextStyle) -> None:
    for width in WIDTHS:
        lines = lines_of(TEXT, style, width)

        assert not [line for line in lines if line[0] in NO_START]
        assert not [line for line in lines if line[-1] in NO_END]
        assert all(text_width(line, style) <= width for line in lines)


def test_random_punctuated_text_keeps_the_rules() -> None:
    chance = random.Random(7)  # noqa: S311  a repeatable test, no secret
    parts = re.findall(r".{1,6}", TEXT)
    for width in WIDTHS:
        text = "".join(chance.sample(parts, len(parts)))
        lines = lines_of(text, CELL, max(width, 130))

        assert not [line for line in lines[1:] if line[0] in NO_START]
        assert not [line for line in lines[:-1] if line[-1] in NO_END]


def page_with(style: TextStyle, widths: list[int], path: Path) -> list[str]:
    """Draw the text at several widths below each other; give the lines as broken."""
    canvas = EmbeddedCanvas(str(path), pagesize=(500, 3000))
    lines: list[str] = []
    top = 2980.0
    for width in widths:
        prose = Prose(TEXT, style)
        _, height = prose.wrapOn(canvas, width, 3000)
        top -= height
        prose.drawOn(canvas, 10, top)
        lines += prose.lines()
    canvas.save()
    return lines


def test_lines_read_back_by_pypdf_are_the_lines_as_broken(tmp_path: Path) -> None:
    lines = page_with(BODY, [450, 400, 350, 300, 250], tmp_path / "page.pdf")

    read = PdfReader(tmp_path / "page.pdf").pages[0].extract_text()

    assert "".join(read.split()) == "".join("".join(lines).split())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_lines_read_back_by_poppler_are_the_lines_as_broken(tmp_path: Path) -> None:
    lines = page_with(BODY, [450, 400, 350, 300, 250], tmp_path / "page.pdf")

    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "page.pdf"), "-"],
        capture_output=True,
        check=True,
    )

    read = [line.strip() for line in done.stdout.decode("utf-8").splitlines() if line.strip()]
    assert read == lines
    assert not [line for line in read if line[0] in NO_START]
    assert not [line for line in read if line[-1] in NO_END]


def test_page_names_no_font_that_is_not_embedded() -> None:
    out = io.BytesIO()
    canvas = EmbeddedCanvas(out)
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawString(50, 50, "asked for another font")
    canvas.save()

    data = out.getvalue()

    assert b"Helvetica" not in data
    assert b"DrillPlannerSansSC-Bold" in data
