"""Reports are printed in a process of their own, can be stopped, and are drawn page by page."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.services.review.printing.preview import Pages
from drillplanner.services.review.printing.print_process import Cancelled, print_bytes, save_print
from drillplanner.services.review.review_session import DrillReview
from drillplanner.store.workspace import Workspace
from drillplanner.terms.papers import REPORT, PaperOrder
from tests.services.review_stage import copy_drill, review_of


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> DrillReview:
    path = copy_drill(tmp_path_factory.mktemp("printing") / "w.drill")
    with Workspace.open(path, read_only=True) as workspace:
        return review_of(workspace)


def test_a_printed_page_is_drawn_as_wide_as_asked(review: DrillReview) -> None:
    printed = print_bytes(review.inputs, "zh_CN", PaperOrder("scorecard"))

    with Pages(printed) as pages:
        picture = pages.draw(0, 300)

    assert len(pages.sizes) == 1
    assert abs(pages.sizes[0].width - 595.28) < 0.1
    assert picture.width == 300
    assert len(picture.pixels) == picture.stride * picture.height
    assert len(set(picture.pixels)) > 10


def test_a_stopped_print_leaves_the_old_file(review: DrillReview, tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")
    start = time.monotonic()

    with pytest.raises(Cancelled):
        save_print(review.inputs, target, "en", REPORT, lambda: True)

    assert target.read_bytes() == b"old"
    assert time.monotonic() - start < 2


def test_a_target_that_is_a_folder_is_refused(review: DrillReview, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder"):
        save_print(review.inputs, tmp_path, "en", PaperOrder("scorecard"))
