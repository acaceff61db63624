"""A unit's own document is filled by name; a mistyped tag is named and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from drillplanner.base.errors import UserError
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.making import made
from drillplanner.terms.papers import PaperOrder, Secret
from tests.report.sample import sample_inputs


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    return sample_inputs(tmp_path_factory.mktemp("log"))


def template(*lines: str) -> bytes:
    document: Any = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    cell = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    # Word spreads a tag over runs as it pleases.
    for part in ("等级：{{建", "议等", "级}}"):
        cell.add_run(part)
    document.sections[0].footer.paragraphs[0].text = "{{报告识别码}}"
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def filled(inputs: ReportInputs, *lines: str, secrets: frozenset[Secret] = frozenset()) -> Any:
    order = PaperOrder(format="docx", secrets=secrets, template=template(*lines))
    return docx.Document(BytesIO(made(inputs, order, "zh_CN")))


def test_tags_in_either_language_are_filled_in_text_tables_and_footers(
    inputs: ReportInputs,
) -> None:
    document = filled(inputs, "学校：{{学校}}，得分{{ score }}分。")

    assert document.paragraphs[0].text == "学校：青禾县第二小学，得分59.0分。"
    assert document.tables[0].cell(0, 0).text == "等级：差"
    assert len(document.sections[0].footer.paragraphs[0].text) == 19


def test_a_table_stands_where_its_tag_stood(inputs: ReportInputs) -> None:
    document = filled(inputs, "{{计时项表}}", "{{actions}}")

    assert len(document.tables) == 3
    heads = [table.rows[0].cells[1].text for table in document.tables[:2]]
    assert heads == ["计时项", "问题"]


def test_a_mistyped_tag_is_named_with_those_that_are_known(inputs: ReportInputs) -> None:
    with pytest.raises(UserError) as refused:
        filled(inputs, "{{得份}} {{学校}} {{shcool}}")

    assert "{{得份}} {{shcool}}" in str(refused.value.text)
    assert "{{得分}}" in str(refused.value.text)


def test_what_is_no_document_or_has_no_tag_is_refused(inputs: ReportInputs) -> None:
    with pytest.raises(UserError, match="no Word document"):
        made(inputs, PaperOrder(format="docx", template=b"text"), "en")

    plain: Any = docx.Document()
    target = BytesIO()
    plain.save(target)
    with pytest.raises(UserError, match="no tag"):
        made(inputs, PaperOrder(format="docx", template=target.getvalue()), "en")


def test_a_filled_template_keeps_what_is_left_out(inputs: ReportInputs) -> None:
    document = filled(inputs, "编制：{{编制}}", secrets=frozenset({"names"}))

    assert document.paragraphs[0].text == "编制：某人"


def edited(data: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            held = before.read(name)
            after.writestr(name, edit(held) if name == part else held)
    return out.getvalue()


BODY, TYPES = "word/document.xml", "[Content_Types].xml"


def many(data: bytes) -> bytes:
    row = b"<w:p><w:r><w:t>{{x</w:t></w:r></w:p>"
    return data.replace(b"<w:body>", b"<w:body>" + row * 30_000, 1)


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        (BODY, lambda data: data[:300]),
        (BODY, lambda data: data.replace(b"<w:body>", b"<w:body>" + b"<w:tbl>" * 9999, 1)),
        (BODY, lambda data: data.replace(b"<w:body>", b"<w:body>" + b" " * 60_000_000, 1)),
        (BODY, many),
        (TYPES, lambda _data: b"<x/>"),
    ],
)
def test_what_would_explode_or_is_no_document_is_refused(
    inputs: ReportInputs, part: str, edit: Callable[[bytes], bytes]
) -> None:
    bad = edited(template("{{score}}"), part, edit)

    with pytest.raises(UserError, match="template"):
        made(inputs, PaperOrder(format="docx", secrets=frozenset(), template=bad), "zh_CN")


def test_no_entity_of_a_template_is_expanded(inputs: ReportInputs, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"of another file")
    outside = f'<!ENTITY f SYSTEM "{secret.as_uri()}">]>'.encode()

    def plant(data: bytes) -> bytes:
        declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + outside
        return data.replace(b"<w:document", declared + b"<w:document", 1).replace(
            b"score", b"score}}&a;&f;{{score", 1
        )

    bad = edited(template("{{score}}"), BODY, plant)
    data = made(inputs, PaperOrder(format="docx", secrets=frozenset(), template=bad), "zh_CN")

    with ZipFile(BytesIO(data)) as archive:
        body = archive.read(BODY)
    assert b"59.0" in body
    assert secret.read_bytes() not in body
    assert b"59.0aaaaaaaaaa" not in body


def test_a_tag_within_a_link_is_filled(inputs: ReportInputs) -> None:
    def link(data: bytes) -> bytes:
        return data.replace(b"<w:p>", b'<w:p><w:hyperlink w:anchor="a">', 1).replace(
            b"</w:p>", b"</w:hyperlink></w:p>", 1
        )

    linked = edited(template("{{score}}"), BODY, link)
    data = made(inputs, PaperOrder(format="docx", secrets=frozenset(), template=linked), "zh_CN")

    assert docx.Document(BytesIO(data)).paragraphs[0].text == "59.0"


def test_a_tag_in_the_words_of_a_drill_is_words(inputs: ReportInputs) -> None:
    details = replace(inputs.details, name="{{score}} {{nobody knows}}")
    named = replace(inputs, details=details)
    order = PaperOrder(format="docx", secrets=frozenset(), template=template("{{演练名称}}"))

    document = docx.Document(BytesIO(made(named, order, "zh_CN")))

    assert document.paragraphs[0].text == "{{score}} {{nobody knows}}"
