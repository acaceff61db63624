"""A unit's own document is filled by name; a mistyped tag is named and nothing is written."""

from __future__ import annotations

from io import BytesIO
from typing import Any

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
