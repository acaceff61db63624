"""What is taken out of a paper stands in no file of any kind, nor in its properties."""

from __future__ import annotations

import dataclasses
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from pypdf import PdfReader

from drillplanner.base.translator import LANGUAGES, Language
from drillplanner.report.inputs import Decided, FinalGrade, ReportInputs, ReportPhoto
from drillplanner.report.making import content, made
from drillplanner.report.redaction import secret_words, without_secrets
from drillplanner.terms.document import Figures
from drillplanner.terms.papers import FORMS, SECRETS, Form, Format, PaperOrder
from tests.report.sample import sample_inputs

ALL = frozenset(SECRETS)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    full = sample_inputs(tmp_path_factory.mktemp("log"))
    photo = ReportPhoto("门卫林评估在校门岗", "", "IMG_1.jpg", "0" * 64, by="林评估")
    decided = Decided("use", "contained", "校门岗", "吴评估", "对讲晚报，以周评估所见为准", "16:00")
    # The sample's grade is entered by “评估组组长”, which the report's own sentences name too.
    final = FinalGrade("fair", "郑评估", "两项关键项须复演")
    return dataclasses.replace(full, photos=(photo,), decided=(decided,), final_grade=final)


def read_out(file: bytes, format_: Format) -> str:
    """Read all that a file holds: its text as a reader shows it, and every stream as it is."""
    if format_ == "pdf":
        reader = PdfReader(BytesIO(file))
        told = [page.extract_text() for page in reader.pages]
        told += [str(value) for value in (reader.metadata or {}).values()]
        told += [str(one.title) for one in reader.outline if not isinstance(one, list)]
        return "\n".join(told).replace("\n", "") + _streams(file)
    with zipfile.ZipFile(BytesIO(file)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def _streams(pdf: bytes) -> str:
    raw = [pdf]
    for part in pdf.split(b"stream")[1:]:
        try:
            raw.append(zlib.decompressobj().decompress(part.lstrip(b"\r\n")))
        except zlib.error:
            continue
    return "".join(one.decode("utf-16-be", "ignore") + one.decode("utf-8", "ignore") for one in raw)


@pytest.mark.parametrize("format_", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("form", FORMS)
def test_no_removed_word_stands_in_any_file(
    inputs: ReportInputs, form: Form, format_: Format
) -> None:
    words = [word for word in secret_words(without_secrets(inputs, ALL)) if len(word) > 1]
    assert len(words) > 60

    for language in LANGUAGES:
        said = read_out(made(inputs, PaperOrder(form, format_, ALL), language), format_)

        left = [word for word in words if word in said or escape(word) in said]
        assert left == []


def test_nothing_is_taken_out_unless_it_was_asked_for(inputs: ReportInputs) -> None:
    said = read_out(made(inputs, PaperOrder("evaluation", "docx"), "zh_CN"), "docx")

    for word in ("林评估", "校门岗", "止血带未取到", "门卫林评估在校门岗"):
        assert word in said


def test_photos_go_alone_and_so_do_names(inputs: ReportInputs) -> None:
    without_photos = content(inputs, PaperOrder(secrets=frozenset({"photos"})))
    nameless = content(inputs, PaperOrder(secrets=frozenset({"names"})))

    assert not any(isinstance(block, Figures) for block in without_photos.blocks)
    assert "林评估" in repr(without_photos)
    assert any(isinstance(block, Figures) for block in nameless.blocks)
    assert "林评估" not in repr(nameless)
    assert "吴评估" not in repr(nameless)


def test_a_picture_is_made_without_anything_and_reminds_whoever_sends_it_on(
    inputs: ReportInputs,
) -> None:
    order = PaperOrder("circular", "png")

    assert order.hidden == ALL
    assert "look whether this may be seen by all" in repr(content(inputs, order))
    assert made(inputs, order, "zh_CN").startswith(b"\x89PNG")


def test_a_word_of_letters_is_no_part_of_another(tmp_path: Path) -> None:
    full = sample_inputs(tmp_path)
    named = dataclasses.replace(
        full, details=dataclasses.replace(full.details, prepared_by="Ann", purpose="Annual check")
    )

    report = content(named, PaperOrder(secrets=frozenset({"names"})))

    assert "Annual check" in repr(report)
    assert "'Ann'" not in repr(report)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_the_same_inputs_give_the_same_bytes(
    inputs: ReportInputs, form: Form, language: Language
) -> None:
    for format_ in ("pdf", "docx", "xlsx"):
        order = PaperOrder(form, format_)
        assert made(inputs, order, language) == made(inputs, order, language)
