"""The annex of photos: there only where photos are, small, without what the camera wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from drillplanner.base.texts import _
from drillplanner.base.translator import Language, translator
from drillplanner.exchange.photo import jpeg_copy
from drillplanner.report.content import evaluation_report, scorecard_page
from drillplanner.report.inputs import ReportInputs, ReportPhoto
from drillplanner.report.render.pdf.building import build
from drillplanner.terms.document import Figures, Heading
from tests.exchange.photos_made import jpeg, phone_jpeg
from tests.report.sample import sample_inputs
from tests.report.test_pdf import packed, text_of


def photo(number: int, **fields: object) -> ReportPhoto:
    copy = jpeg_copy(jpeg((400 + number, 300)))
    plain = ReportPhoto(
        caption=f"滑轨卡滞{number}",
        belongs="校门岗15:08:33.2关闭校门",
        name=f"IMG_{number}.jpg",
        sha256=f"{number:x}" * 64,
        taken="2026:11:23 15:08:40",
        by="陈计时",
        picture=copy.data,
        width=copy.width,
        height=copy.height,
    )
    return replace(plain, **fields)  # type: ignore[arg-type] # what a test says of it


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    return sample_inputs(tmp_path_factory.mktemp("log"))


def printed(inputs: ReportInputs, path: Path, language: Language, *photos: ReportPhoto) -> bytes:
    data = build(evaluation_report(replace(inputs, photos=photos)), language)
    path.write_bytes(data)
    return data


def images(path: Path) -> list[tuple[int, int]]:
    """Give the sizes of the pictures in a PDF, each once."""
    found = {
        image.indirect_reference: image.image.size
        for page in PdfReader(path).pages
        for image in page.images
        if image.image is not None
    }
    return sorted(found.values())


def test_a_report_without_photos_has_no_annex_of_them(inputs: ReportInputs) -> None:
    blocks = evaluation_report(inputs).blocks
    with_photos = evaluation_report(replace(inputs, photos=(photo(1),))).blocks

    assert not any(isinstance(block, Figures) for block in blocks)
    # The method stands last, so photos come between.
    method = next(n for n, one in enumerate(blocks) if one not in with_photos)
    assert with_photos[:method] == blocks[:method]


def test_the_annex_comes_before_the_method_under_the_next_number(inputs: ReportInputs) -> None:
    blocks = evaluation_report(replace(inputs, photos=(photo(1),))).blocks
    headings = [block for block in blocks if isinstance(block, Heading) and block.is_annex]

    assert headings[-2].number == (5,)
    assert translator("zh_CN").say(headings[-2].words) == "照片"


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "zh_CN",
            (
                "附件5照片",
                "照片1：滑轨卡滞1",
                "所示内容：校门岗15:08:33.2关闭校门",
                "文件：IMG_1.jpg，1111111111111111",
                "相机时间，未校准：2026:11:23 15:08:40",
                "添加人：陈计时",
                "本数据库文件没有这张照片。",
            ),
        ),
        (
            "en",
            (
                "Annex 5 Photos",
                "Photo 1: 滑轨卡滞1",
                "Shows: 校门岗15:08:33.2关闭校门",
                "File: IMG_1.jpg, 1111111111111111",
                "Camera time, not calibrated: 2026:11:23 15:08:40",
                "Attached by: 陈计时",
                "The picture is not in this workspace.",
            ),
        ),
    ],
)
def test_every_photo_says_what_it_shows_and_which_file_it_is(
    inputs: ReportInputs, tmp_path: Path, language: Language, sentences: tuple[str, ...]
) -> None:
    path = tmp_path / "report.pdf"
    missing = photo(
        3, picture=None, width=0, height=0, missing=_("The picture is not in this workspace.")
    )
    data = printed(inputs, path, language, photo(1), photo(2), missing)
    text = packed(text_of(path))

    assert [one for one in sentences if packed(one) not in text] == []
    assert images(path) == [(401, 300), (402, 300)]
    assert data == printed(inputs, path, language, photo(1), photo(2), missing)


def test_a_photo_without_words_is_called_by_its_file(inputs: ReportInputs, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    printed(inputs, path, "en", photo(1, caption="", taken="", by=""))
    text = packed(text_of(path))

    assert "Photo1:IMG_1.jpg" in text
    assert "Cameratime" not in text
    assert "Attachedby" not in text


def test_nothing_a_camera_wrote_is_in_the_file(inputs: ReportInputs, tmp_path: Path) -> None:
    copy = jpeg_copy(phone_jpeg())
    data = printed(
        inputs, tmp_path / "r.pdf", "zh_CN", photo(1, picture=copy.data, width=64, height=48)
    )

    assert b"SECRET" not in data
    assert b"Exif" not in data


def test_words_of_any_length_and_pictures_of_any_shape_leave_the_pages_whole(
    inputs: ReportInputs, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    long = photo(1, caption="步" * 500, belongs="x" * 5000, name="y" * 200, by="<b>" * 300)
    tall = jpeg_copy(jpeg((20, 3000)))
    printed(
        inputs, path, "zh_CN", long, photo(2, picture=tall.data, width=11, height=1600), photo(3)
    )

    assert len(images(path)) == 3


def test_fifty_photos_stay_a_small_file(inputs: ReportInputs, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    photos = [photo(number) for number in range(1, 51)]
    data = printed(inputs, path, "en", *photos)

    assert len(images(path)) == 50
    assert len(data) < len(build(evaluation_report(inputs), "en")) + 51 * 40_000


def test_the_loose_page_shows_no_photos(inputs: ReportInputs) -> None:
    assert scorecard_page(replace(inputs, photos=(photo(1),))) == scorecard_page(inputs)
