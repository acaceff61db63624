"""Text that looks like code is text in every paper and format (rows 34 and 35)."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.plan.parser.reading import examine
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.making import made
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scoring import score
from drillplanner.services.plan.scripts import samples
from drillplanner.terms.papers import FORMS, Format, PaperOrder

MARKUP = '<b>x</b><img src="/etc/hostname"/><T1>&amp;{{score}}%s{0}'
FORMULA = '=HYPERLINK("http://example.org","x")'
PAYLOADS = (MARKUP, FORMULA, "@SUM(1)", "-1+1", "\u202efdp.exe", "a" * 5000)
#: What only a program that opens a file could make of one of these.
ACTIVE = (b"/JavaScript", b"/URI", b"/Launch", b"/EmbeddedFile", b"/OpenAction")


def planted(value: Any, payload: str) -> Any:
    """Put the payload before every text of a script that is words and nothing else."""
    if isinstance(value, list):
        return [planted(one, payload) for one in value]
    if not isinstance(value, dict):
        return value
    if value and set(value) <= {"zh_CN", "en"}:
        return {language: f"{payload} {words}" for language, words in value.items()}
    return {key: planted(one, payload) for key, one in value.items()}


def hostile_inputs(payload: str, folder: Path) -> ReportInputs:
    """Evaluate a drill all of whose words, sources, notes and evaluators hold the payload."""
    document = planted(json.loads(samples()[0].document), payload)
    script = examine(json.dumps(document, ensure_ascii=False).encode()).script
    assert script is not None
    source, note = f"{payload[:60]}岗", payload[:900]
    rows = [("source", "step", "time", "note", "dial")]
    rows += [
        (source, step.id, f"09:{number:02}:00", note, "clock")
        for number, step in enumerate(script.steps[:12])
    ]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    table = folder / "log.csv"
    table.write_text(out.getvalue(), "utf-8")
    log = read_logs([table], script)
    ratings = tuple(Rating(one.id, source, "优秀", note) for one in script.criteria[:2])
    return ReportInputs(script, log, score(script, log), ratings=ratings)


def look(data: bytes, format_: Format, payload: str) -> None:
    """Look for the payload as text, and for anything that it could have become."""
    if format_ == "pdf":
        assert not [one for one in ACTIVE if one in data]
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    else:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = {
                name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            }
        assert not [name for name, part in parts.items() if 'TargetMode="External"' in part]
        inside = "".join(part for name, part in parts.items() if name.startswith(("word/", "xl/")))
        assert not [one for one in re.findall(r"<f>(.*?)</f>", inside) if "example" in one]
        assert "fldSimple" not in inside or "HYPERLINK" not in inside
        text = re.sub(r"<[^>]*>", "", inside)
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
        text = text.replace("&amp;", "&")
    shown = payload[:12].lstrip("\u202e")
    assert shown in re.sub(r"\s", "", text)


@pytest.mark.parametrize("payload", [MARKUP, FORMULA])
def test_what_looks_like_code_is_words_in_a_report(payload: str, tmp_path: Path) -> None:
    inputs = hostile_inputs(payload, tmp_path)

    for format_ in ("pdf", "docx", "xlsx"):
        look(made(inputs, PaperOrder("evaluation", format_), "zh_CN"), format_, payload)


@pytest.mark.soak
@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda one: one[:8])
def test_what_looks_like_code_is_words_in_every_paper(payload: str, tmp_path: Path) -> None:
    inputs = hostile_inputs(payload, tmp_path)

    for form in FORMS:
        for format_ in ("pdf", "docx", "xlsx"):
            order = PaperOrder(form, format_, frozenset())
            for language in ("zh_CN", "en"):
                data = made(inputs, order, language)
                if form in ("evaluation", "circular"):
                    look(data, format_, payload)
