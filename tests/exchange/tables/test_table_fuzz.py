"""Whatever a file holds, reading it gives a log or a refusal, never another error."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from drillplanner.base.errors import FileRefused
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.tables.ratings_table import read_ratings
from tests.exchange.tables.log_fixtures import HEADER, script, written

_CELLS = st.one_of(
    st.sampled_from([
        "", "gate", "seen", "locked", "locked/c1", "way/stay", "@gong", "@offset:cam", "@offset:",
        "#call", "#", "!hold", "!resume", "!", "/", "seen/", "/c1", "09:12", "9:12:30.5",
        "12.5", "-3", "2026-05-12T09:12:30Z", "2026-03-08T02:30",
        "1970-01-01T00:00+23:59", "2999-12-31T23:59-23:59",
        "failed", "failed 09:12", "done", "not_performed", "not_applicable", "0", "1e-99", "1e99",
        "exact", "at_most", "radio", "floor", "c1", "'", "''=", '"', "\n", "\ufeff", "\u200b", "İ",
        "calm", "P", "甲", "9:35 AM", "上午9:35", "3分20秒", "0:42", "0320", "-5", "24:00:00",
        "9" * 24, "0.3958333", "45427.5", "17e9", "use", "confirmed", "38/40", "clock", "mmss",
        "serial", "1", "2026-05-12",
    ]),
    st.text(max_size=12),
)  # fmt: skip
_HEADS = st.one_of(
    st.just(HEADER),
    st.permutations(HEADER.split(",")).map(",".join),
    st.just("criterion,evaluator,rating,note"),
    st.just("source;step;time"),
    st.text(max_size=30),
)
_SETTINGS = settings(suppress_health_check=list(HealthCheck))


@st.composite
def _tables(draw: st.DrawFn) -> bytes:
    out = io.StringIO(newline="")
    rows = draw(st.lists(st.lists(_CELLS, max_size=10), max_size=8))
    csv.writer(out, lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"]))).writerows(rows)
    text = draw(_HEADS) + "\n" + out.getvalue()
    return text.encode(draw(st.sampled_from(["utf-8", "gb18030", "utf-16", "cp1252"])), "ignore")


def _read(folder: Path, data: bytes) -> None:
    path = written(folder, data)
    for zone in ("Asia/Shanghai", "America/New_York"):
        refusal = None
        try:
            log = read_logs([path, path], script(zone))
        except FileRefused as raised:
            refusal = raised
        else:
            assert set(log.origins) <= set(log.scales)
        if refusal is not None:
            assert refusal.faults
            assert all(str(fault.text).isprintable() for fault in refusal.faults)
    with contextlib.suppress(FileRefused):
        read_ratings(path, script())


@_SETTINGS
@given(data=st.binary(max_size=200))
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    _read(tmp_path, data)
    _read(tmp_path, b"source,step,time\n" + data)


#: The name of the source is of a character that no table shows.
UNSHOWN = f"{HEADER}\n\uaaf7,seen,999999999999999999999999\n\uaaf7,seen,0:42\n".encode()


@_SETTINGS
@example(data=UNSHOWN)
@given(data=_tables())
def test_any_rows(tmp_path: Path, data: bytes) -> None:
    _read(tmp_path, data)


@_SETTINGS
@given(data=_tables(), at=st.integers(0, 400), byte=st.integers(0, 255))
def test_any_one_byte_changed(tmp_path: Path, data: bytes, at: int, byte: int) -> None:
    at = min(at, len(data))
    _read(tmp_path, data[:at] + bytes([byte]) + data[at + 1 :])
