"""A school's plan: a picture redrawn from its pixels, marks that are undone, and its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from PIL import Image, PngImagePlugin

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.translator import Language
from drillplanner.cli import main
from drillplanner.exchange.site_picture import LONGEST_PX, with_marks
from drillplanner.organisation.registers import SCHOOLS
from drillplanner.organisation.site_plan import SITE_MARKS, SiteMark, read_places, write_places
from drillplanner.report.forms.plan_book import plan_paper
from drillplanner.report.forms.subject import FormInputs
from drillplanner.report.render.office.document import build_document
from drillplanner.services.organisation.register_table import revert, take_out, type_cells
from drillplanner.services.organisation.site_plan.keeping import (
    drawn,
    put_picture_back,
    read_plan,
    set_picture,
    take_picture_out,
)
from drillplanner.services.organisation.site_plan.sheet import plan_sheet, site_blocks
from drillplanner.store.workspace import Workspace
from drillplanner.terms.document import Heading
from tests.services.drills_held import plan


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        type_cells(made, SCHOOLS, {"s1": {"name": "甲小学", "code": "A1"}}, by="王")
        yield made


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "平面图.png"
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "secret person")
    Image.new("RGB", (3_000, 1_500), "white").save(path, pnginfo=told)
    return path


def place(workspace: Workspace, kind: str, places: str, name: str = "") -> str:
    row = {"school": "甲小学", "kind": kind, "places": places, "name": name}
    return type_cells(workspace, SITE_MARKS, {f"m-{kind}": row}, by="王").rows[0].row


def test_places_are_kept_within_the_picture() -> None:
    assert read_places("10,20 999,1000 5000,3 x,y -4,7") == (
        (10, 20),
        (999, 1000),
        (1000, 3),
        (4, 7),
    )
    assert read_places(write_places([(1, 2), (3, 4)])) == ((1, 2), (3, 4))


def test_a_picture_is_kept_from_its_pixels_alone_and_bounded(
    workspace: Workspace, picture: Path
) -> None:
    set_picture(workspace, "s1", picture, by="王")

    plan = read_plan(workspace, "甲小学")
    assert plan.jpeg is not None
    assert b"secret" not in plan.jpeg
    with Image.open(BytesIO(plan.jpeg)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (LONGEST_PX, LONGEST_PX // 2))
    shown = drawn(plan)
    assert shown is not None
    assert (shown.width, shown.height) == (LONGEST_PX, LONGEST_PX // 2)


@pytest.mark.parametrize("data", [b"", b"GIF89a....", b"%PDF-1.7", b"\x89PNG\r\n\x1a\nxx"])
def test_what_is_no_picture_is_refused(workspace: Workspace, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(data)

    with pytest.raises(FileRefused):
        set_picture(workspace, "s1", path, by="王")
    assert read_plan(workspace, "s1").picture is None


def test_a_picture_is_taken_out_and_put_back_and_the_one_before_stands(
    workspace: Workspace, picture: Path, tmp_path: Path
) -> None:
    first = set_picture(workspace, "s1", picture, by="王")
    other = tmp_path / "b.jpg"
    Image.new("RGB", (400, 300), "grey").save(other)
    second = set_picture(workspace, "s1", other, by="王")

    take_picture_out(workspace, "s1", second, by="王")
    now = read_plan(workspace, "s1").picture
    assert now is not None
    assert now.id == first
    again = put_picture_back(workspace, "s1", second, by="王")

    now = read_plan(workspace, "s1").picture
    assert now is not None
    assert (now.id, now.width) == (again, 400)
    with pytest.raises(UserError, match="no such picture"):
        put_picture_back(workspace, "s2", second, by="王")


def test_marks_are_placed_and_undone(workspace: Workspace) -> None:
    place(workspace, "岗位", "500,900", "正门")
    change = take_out(workspace, SITE_MARKS, ["m-岗位"], by="王")
    assert read_plan(workspace, "A1").marks == ()

    revert(workspace, SITE_MARKS, change, by="王")

    assert read_plan(workspace, "A1").marks == (SiteMark("m-岗位", "post", "正门", ((500, 900),)),)
    with pytest.raises(UserError):
        read_plan(workspace, "乙小学")


def test_marks_are_drawn_where_they_were_placed() -> None:
    target = BytesIO()
    Image.new("RGB", (800, 400), "white").save(target, "JPEG")
    marks = [SiteMark("a", "route", "", ((0, 500), (1000, 500))), SiteMark("b", "waiting", "", ())]

    made = with_marks(target.getvalue(), marks)

    with Image.open(BytesIO(made.data)) as shown:
        red, green, blue = shown.getpixel((400, 200))  # type: ignore[misc] # an RGB picture's
        assert green > max(red, blue)
        assert min(shown.getpixel((400, 60))) > 240  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_a_plan_is_entered_and_printed_by_commands(
    tmp_path: Path, picture: Path, language: Language, suffix: str
) -> None:
    path, file = tmp_path / "c.drill", tmp_path / f"plan.{suffix}"
    with Workspace.create(path) as made:
        type_cells(made, SCHOOLS, {"s1": {"name": "甲小学"}}, by="王")
    order = ["schools", "--workspace", str(path), "--lang", language, "--by", "王"]
    mark = ["--plan-mark", "甲小学", "route", "一号楼", "100,100 300,400"]

    assert main([*order, "--plan-picture", "甲小学", str(picture), *mark]) == 0
    assert main([*order, "--plan-mark", "甲小学", "post", "门", "here"]) == 1
    assert main([*order, "--plan", "甲小学", str(file)]) == 0
    assert file.stat().st_size > 10_000
    page = tmp_path / "school.pdf"
    order = ["overview", "--workspace", str(path), "--lang", language]
    assert main([*order, "--school", "甲小学", str(page)]) == 0


def test_a_picture_in_a_document_has_a_line_as_high_as_it_is(
    workspace: Workspace, picture: Path
) -> None:
    set_picture(workspace, "s1", picture, by="王")

    made = Document(BytesIO(build_document(plan_sheet(workspace, "s1"), "zh_CN")))

    # An exact height of lines showed a strip of it, in Word as in LibreOffice.
    (shown,) = [one for one in made.paragraphs if one.runs and not one.text]
    assert shown.paragraph_format.line_spacing == 1.0


def test_the_plan_stands_in_the_paper_of_the_drills_plan(
    workspace: Workspace, picture: Path
) -> None:
    assert site_blocks(workspace, "甲小学") == ()
    assert site_blocks(workspace, "没有") == ()
    set_picture(workspace, "s1", picture, by="王")
    place(workspace, "集合点", "300,300", "操场")

    blocks = site_blocks(workspace, "甲小学")
    made = plan_paper(FormInputs(plan(), site=blocks))

    at = made.blocks.index(blocks[0])
    heading = made.blocks[at - 1]
    assert isinstance(heading, Heading)
    assert str(heading.words) == "Plan of the site"
    numbers = [one.number for one in made.blocks if isinstance(one, Heading)]
    assert numbers == [(place,) for place in range(1, len(numbers) + 1)]
