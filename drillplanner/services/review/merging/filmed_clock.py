"""Tie a camera's clock by what it filmed of the page that shows the exact time.

Each frame says that the difference of the two clocks lies within some tenths of a second; frames
together narrow it to what all of them allow. Where they contradict each other, as a recording with
frames left out does, the middle stands with the spread, and it is said.
"""

from __future__ import annotations

import csv
import io
import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.time_codes import LAG_MS, Frame
from drillplanner.services.review.decisions import TableText

_DAY_MS = 86_400_000
#: Frames this far apart are of two films: two differences, which give a drift.
_APART_MS = 60_000
#: No tie by pictures is surer than this, in seconds. House value, class D.
_LEAST_U_S = 0.02


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a camera was ahead of a source, in seconds, when its clock showed `at_s`."""

    offset_s: float
    u_s: float
    at_s: float
    frames: int
    agree: bool


@dataclass(frozen=True, slots=True)
class FilmedTie:
    """What a film came to: a table that ties the camera, and the differences in it."""

    source: str
    table: TableText
    differences: tuple[Difference, ...]


def tie_by_frames(
    frames: Sequence[Frame], camera: str, *, fps: float | None = None, zone: str = "Asia/Shanghai"
) -> FilmedTie:
    """Make the log table that says how far a camera's clock was from one of ours.

    Args:
        frames: of one source's page.
        camera: what the camera is called; its times are joined under this name.
        fps: how many frames a second has, for frames of a video that are numbered in their names;
            the camera's clock is then the video's own, from 0. Without it what the camera wrote
            into each picture counts.
        zone: of the script; the times of the page become times of day in it.

    Raises:
        UserError: a name is missing, the frames are of several pages, or they say no time.
    """
    name = " ".join(camera.split())
    sources = sorted({one.source for one in frames})
    if len(sources) > 1:
        raise UserError(
            _("These pictures are of the pages of {sources}; choose those of one.",
              sources=", ".join(sources))
        )  # fmt: skip
    if not name or not sources or not sources[0] or name == sources[0]:
        raise UserError(_("Write whose clock it is; it must not be the one it is compared with."))
    timed = sorted(_timed(frames, fps, zone))
    if not timed:
        raise UserError(
            _(
                "The camera wrote no time into these pictures. For frames of a video, give how "
                "many a second has; their names must end in their number."
            )
        )
    differences = tuple(_difference(group) for group in _groups(timed))
    return FilmedTie(sources[0], _table(name, sources[0], differences, fps), differences)


@dataclass(frozen=True, slots=True, order=True)
class _Bounds:
    """What one frame says: the camera's time, and between what the difference lies, in ms."""

    at_ms: float
    low_ms: float
    high_ms: float


def _timed(frames: Iterable[Frame], fps: float | None, zone: str) -> Iterable[_Bounds]:
    for one in frames:
        ours = _of_day_ms(one.shown_ms, zone)
        if fps is not None:
            if one.number is None or not 0 < fps <= 1_000:  # noqa: PLR2004 - no camera is faster
                continue
            taken, step = one.number * 1000 / fps, 1000 / fps
        elif one.taken_ms is not None:
            taken, step = float(one.taken_ms), float(one.taken_step_ms)
            taken += _DAY_MS * round((ours - taken) / _DAY_MS)
        else:
            continue
        # The code appeared at `ours`; the frame was taken from then on, until the next appeared.
        high = taken + step - ours
        yield _Bounds(taken, taken - ours - one.period_ms - LAG_MS, high)


def _of_day_ms(utc_ms: int, zone: str) -> float:
    at = local_time.local(utc_ms * 1_000_000, zone)
    return float((at.hour * 3600 + at.minute * 60 + at.second) * 1000 + utc_ms % 1000)


def _groups(timed: Sequence[_Bounds]) -> list[list[_Bounds]]:
    groups: list[list[_Bounds]] = [[timed[0]]]
    for one in timed[1:]:
        if one.at_ms - groups[-1][-1].at_ms > _APART_MS:
            groups.append([])
        groups[-1].append(one)
    return groups


def _difference(group: Sequence[_Bounds]) -> Difference:
    low, high = max(one.low_ms for one in group), min(one.high_ms for one in group)
    agree = low <= high
    if agree:
        offset, u = (low + high) / 2, (high - low) / 2 / math.sqrt(3)
    else:
        middles = [(one.low_ms + one.high_ms) / 2 for one in group]
        widest = max(one.high_ms - one.low_ms for one in group)
        offset = statistics.median(middles)
        u = math.hypot(max(middles) - min(middles), widest) / 2
    at = statistics.fmean(one.at_ms for one in group)
    return Difference(offset / 1000, max(_LEAST_U_S, u / 1000), at / 1000, len(group), agree)


def _table(
    camera: str, source: str, differences: Sequence[Difference], fps: float | None
) -> TableText:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("source", "step", "time", "uncertainty_s", "bound", "note", "at"))
    for one in differences:
        note = f"{camera} = {source}, QR x {one.frames}"
        at = "" if len(differences) == 1 else _at(one.at_s, is_clock=fps is None)
        row = (camera, f"@offset:{source}", f"{one.offset_s:.3f}", f"{one.u_s:.3f}", "", note, at)
        table.writerow(row)
    return TableText(f"{camera} = {source}.csv", out.getvalue())


def _at(at_s: float, *, is_clock: bool) -> str:
    if not is_clock:
        return f"{at_s:.3f}"
    ms = round(at_s * 1000) % _DAY_MS
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def filmed_said(tie: FilmedTie) -> Iterator[Text]:
    """Say what a film came to, a sentence a difference."""
    for one in tie.differences:
        figures = {
            "seconds": f"{abs(one.offset_s):.2f}",
            "source": tie.source,
            "u": f"{2 * one.u_s:.2f}",
        }
        fast = ngettext(
            "{count} picture: {seconds} s fast against {source}, U = {u} s.",
            "{count} pictures: {seconds} s fast against {source}, U = {u} s.",
            one.frames,
            **figures,
        )
        slow = ngettext(
            "{count} picture: {seconds} s slow against {source}, U = {u} s.",
            "{count} pictures: {seconds} s slow against {source}, U = {u} s.",
            one.frames,
            **figures,
        )
        yield fast if one.offset_s >= 0 else slow
        if not one.agree:
            yield _(
                "These pictures contradict each other, as where frames were left out; U is as wide "
                "as they lie apart."
            )
