"""A PDF with a password opens with it alone, by AES-256, and says nothing without it."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from drillplanner.base.errors import UserError
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.making import made
from drillplanner.terms.papers import PaperOrder
from tests.report.sample import bare_inputs

PASSWORD = "安和一中-2026"  # noqa: S105 - of no use to anybody


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    return bare_inputs(tmp_path_factory.mktemp("sheet"))


@pytest.fixture(scope="module")
def open_(sheet: ReportInputs) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(made(sheet, PaperOrder("scorecard"), "zh_CN")))


@pytest.fixture(scope="module")
def shut(sheet: ReportInputs) -> bytes:
    return protected(sheet)


def protected(sheet: ReportInputs, password: str = PASSWORD) -> bytes:
    return made(sheet, PaperOrder("scorecard", password=password), "zh_CN")


def test_it_opens_with_the_password_alone_and_says_what_the_open_one_says(
    open_: pypdf.PdfReader, shut: bytes
) -> None:
    reader = pypdf.PdfReader(BytesIO(shut))

    assert reader.is_encrypted
    assert reader.decrypt("somebody else's") == pypdf.PasswordType.NOT_DECRYPTED
    assert reader.decrypt(PASSWORD)
    assert [page.extract_text() for page in reader.pages] == [
        page.extract_text() for page in open_.pages
    ]
    assert reader.metadata == open_.metadata


def test_its_properties_cannot_be_read_without_the_password(
    open_: pypdf.PdfReader, shut: bytes
) -> None:
    title = open_.metadata.title if open_.metadata else None
    assert title

    assert title.encode("utf-16-be") not in shut
    assert title.encode() not in shut


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed")
def test_another_reader_says_which_algorithm_it_is(shut: bytes, tmp_path: Path) -> None:
    (tmp_path / "shut.pdf").write_bytes(shut)

    told = subprocess.run(
        ["pdfinfo", "-upw", PASSWORD, str(tmp_path / "shut.pdf")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout

    assert "algorithm:AES-256" in told


@pytest.mark.parametrize("password", ["short", "长" * 50])
def test_a_password_that_does_not_suit_is_refused(sheet: ReportInputs, password: str) -> None:
    with pytest.raises(UserError, match="password"):
        protected(sheet, password)


def test_only_a_pdf_takes_one(sheet: ReportInputs) -> None:
    with pytest.raises(UserError, match="PDF"):
        made(sheet, PaperOrder("scorecard", "docx", password=PASSWORD), "en")
