"""A camera that filmed the time page is tied to our clock: pictures, videos, films apart."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.cli import main
from drillplanner.exchange.pack.qr_codes import modules
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.text_file import HeldText
from drillplanner.exchange.time_codes import PERIOD_MS, Frame, read_frames, time_code
from drillplanner.services.review.merging.filmed_clock import filmed_said, tie_by_frames
from drillplanner.services.review.merging.time_line import time_line_of
from tests.run.build import NINE_NS
from tests.services.drills_held import plan

#: 09:00:00 in Shanghai, in UTC milliseconds.
NINE_MS = NINE_NS // 10**6


def picture(path: Path, text: str, taken: str = "", decimals: str = "", *, scale: int = 4) -> Path:
    """Draw what a camera took of a code, with what it wrote of the time."""
    rows = modules(text)
    made = Image.new("L", (len(rows), len(rows)), 255)
    made.putdata([0 if dark else 255 for row in rows for dark in row])
    made = made.resize((len(rows) * scale, len(rows) * scale))
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if decimals:
        exif.get_ifd(0x8769)[0x9291] = decimals
    made.save(path, exif=exif)
    return path


def filmed(offset_ms: float, moments_ms: Sequence[float], fps: float = 0.0) -> list[Frame]:
    """Plant a camera `offset_ms` ahead that took frames at moments of ours since nine."""
    frames = []
    for at_ms in moments_ms:
        lag = 30
        shown = int(at_ms - lag) // PERIOD_MS * PERIOD_MS
        camera = 9 * 3_600_000 + at_ms + offset_ms
        number = round(camera / 1000 * fps) if fps else None
        frames.append(
            Frame("f", "gate", NINE_MS + shown, PERIOD_MS, int(camera // 1000 * 1000), 1000, number)
        )
    return frames


@given(
    offset=st.integers(-36_000_000, 36_000_000),
    moments=st.lists(st.integers(100, 8_000), min_size=1, max_size=30),
)
def test_the_planted_difference_lies_within_what_the_frames_allow(
    offset: int, moments: list[int]
) -> None:
    tie = tie_by_frames(filmed(offset, moments), "cam")

    (one,) = tie.differences
    assert one.agree
    # A rectangle's half-width is its u times the root of three.
    assert abs(one.offset_s - offset / 1000) <= one.u_s * 3**0.5 + 1e-9


def test_two_seconds_of_film_tie_to_a_tenth_of_a_second() -> None:
    chance = random.Random(1)  # noqa: S311 - the same film every time
    inside = 0
    for _film in range(200):
        offset = chance.uniform(-60_000, 60_000)
        begin = chance.uniform(1_000, 2_000)
        moments = [begin + number * 40 for number in range(50)]
        frames = [
            Frame(f"frame-{number:03d}", "gate",
                  NINE_MS + int(at - 30) // PERIOD_MS * PERIOD_MS, PERIOD_MS, number=number)
            for number, at in enumerate(moments)
        ]  # fmt: skip
        (one,) = tie_by_frames(frames, "cam", fps=25).differences
        truth = -(9 * 3600 + begin / 1000)
        inside += abs(one.offset_s - truth) <= 2 * one.u_s
        assert one.u_s < 0.06
    assert inside >= 190, offset
    print(f"inside U: {inside / 2:.1f} %")  # noqa: T201 - `make soak` shows it


def test_pictures_are_read_with_what_the_camera_wrote(tmp_path: Path) -> None:
    code = time_code("指挥部", NINE_MS + 200)
    path = picture(tmp_path / "IMG_0007.jpg", code, "2026:11:23 09:00:37", "25")
    plain = picture(tmp_path / "IMG_0008.png", code)

    first, second = read_frames([path, plain])

    assert (first.source, first.shown_ms, first.period_ms) == ("指挥部", NINE_MS + 200, PERIOD_MS)
    assert (first.taken_ms, first.taken_step_ms) == (9 * 3_600_000 + 37_250, 10)
    assert (second.taken_ms, second.number) == (None, 8)


@pytest.mark.parametrize("taken", ["", "yesterday", "2026:13:45 99:00:00", "0000:00:00 00:00:00"])
def test_a_time_that_is_none_is_not_taken_for_one(tmp_path: Path, taken: str) -> None:
    path = picture(tmp_path / "a.jpg", time_code("gate", NINE_MS), taken)

    assert read_frames([path])[0].taken_ms is None


def test_the_table_ties_the_camera_and_its_times_stand_on_the_drill_clock(tmp_path: Path) -> None:
    frames = filmed(37_400, range(200, 3_000, 130))
    table = tie_by_frames(frames, "cam").table
    rows = (
        "source,step,time,uncertainty_s,bound,note,observed\n"
        "gate,alarm,09:10:00.0,0.3,,,\ncam,shut/c1,09:11:37,,,,video\n"
    )

    logs = [HeldText("log.csv", rows), HeldText(table.name, table.text)]
    line = time_line_of(plan(), read_logs(logs, plan()))

    (cam,) = [one for one in line.sources if one.source == "cam"]
    assert cam.standing == "tied"
    assert float(cam.offset_s or 0) == pytest.approx(-37.4, abs=0.6)
    (shut,) = [one for one in line.points if one.unit == "c1"]
    assert shut.at_s is not None
    assert abs(shut.at_s - Fraction(9 * 3600 + 660)) < 2


def test_a_film_before_and_one_after_give_a_drift() -> None:
    frames = [*filmed(5_000, range(200, 3_000, 130)),
              *filmed(5_600, range(3_600_200, 3_603_000, 130))]  # fmt: skip
    tie = tie_by_frames(frames, "cam")

    assert len(tie.differences) == 2
    assert tie.table.text.count("@offset:gate") == 2
    assert "09:00:0" in tie.table.text


def test_frames_that_contradict_each_other_are_said_and_make_u_wide() -> None:
    frames = [*filmed(0, range(200, 2_000, 130)), *filmed(3_000, range(2_000, 4_000, 130))]

    tie = tie_by_frames(frames, "cam")

    (one,) = tie.differences
    assert not one.agree
    assert one.u_s > 1
    assert any("contradict" in text.message for text in filmed_said(tie))


def test_what_says_no_time_and_what_is_of_two_pages_is_refused() -> None:
    frames = filmed(0, [300])
    with pytest.raises(UserError, match="no time"):
        tie_by_frames([Frame("f", "gate", NINE_MS, 200)], "cam")
    with pytest.raises(UserError, match="pages of"):
        tie_by_frames([*frames, Frame("f", "post", NINE_MS, 200)], "cam")
    with pytest.raises(UserError, match="whose clock"):
        tie_by_frames(frames, "gate")
    with pytest.raises(UserError, match="no time"):
        tie_by_frames(frames, "cam", fps=25)


def test_pictures_without_a_code_are_refused(tmp_path: Path) -> None:
    other = picture(tmp_path / "a.png", "DP1/12345678/1/1/ABC")

    with pytest.raises(FileRefused, match="no time code"):
        read_frames([other])


def test_the_command_writes_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [
        picture(tmp_path / f"frame-{number}.png", time_code("gate", NINE_MS + number * 200))
        for number in range(1, 6)
    ]
    out = tmp_path / "cam.csv"

    words = ["clock", *map(str, paths), "--source", "cam", "--fps", "5", "-o", str(out)]
    assert main(words) == 0

    assert "@offset:gate" in out.read_text("utf-8")
    assert "QR x 5" in out.read_text("utf-8")
    assert capsys.readouterr().out
