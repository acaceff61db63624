"""A written log is read back as it was, and a spreadsheet finds nothing in it to compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.exchange.tables.formula_guard import guarded, unguarded
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.tables.log_table_writer import write_log
from drillplanner.plan.model import Heads
from drillplanner.review.observation import Hold, Log, Observation, SyncMark
from tests.exchange.tables.log_fixtures import HEADER, read, script, written

NAMES = ["gate", "校门", "=cmd|'/c calc'!A1", "'=x", "-a", '@b "c", d', "+;e"]
#: Each with the dial of its source; the first clock shows no second but :00.
CLOCKS = ("clock", ["09:12", "9:12:30", "13:59:59.9", "10:00:10.123456789", "12:00", "11:30:00.50"])
MINUTES = ("clock", ["09:12", "9:12:00", "10:30:00", "11:45"])
EXACT_MINUTES = ("", ["9时12分00秒", "10点30分00秒", "11:45:00 AM"])
NIGHTS = ("clock", ["23:59:50", "18:00", "00:10:00.5", "04:00:01"])
INSTANTS = ("", ["2026-05-12T09:12", "2026-05-12T09:12:30.5+09:00", "2026-05-13 00:00:01Z"])
SECONDS = ("seconds", ["0", "12.5", "3.000000001", "1000000000", "-30.0"])
STOPWATCHES = ("stopwatch", ["0:42", "1:03:20.5", "-0:30", "3分20秒", "24:00:01"])
KINDS = [CLOCKS, MINUTES, EXACT_MINUTES, NIGHTS, INSTANTS, SECONDS, STOPWATCHES]
STEPS = ["seen", "alarm", "locked", "locked/c1", "way", "way/stay", "-odd"]


@st.composite
def cells(draw: st.DrawFn, name: str, kind: tuple[str, Sequence[str]]) -> dict[str, str]:
    """Draw one row of a source; most are sound."""
    dial, times = kind
    step = draw(st.sampled_from([*STEPS, "@gong", "@=1+1(", "@offset:cam", "#call"]))
    step = draw(st.sampled_from([step, step, "!hold", "!resume"]))
    timed = ["failed " + draw(st.sampled_from(times)), *times, *times]
    time = draw(st.sampled_from(["done", "not_performed", "failed", "not_applicable", *timed]))
    note = ""
    if step == "#call":
        time = draw(st.sampled_from(["not_applicable", "confirmed"]))
        note = "李：属实"
    elif step in ("seen", "locked/c1") and draw(st.integers(0, 9)) == 0:
        time, note = "use", "=王"
    if step.startswith("@offset"):
        time = draw(st.sampled_from(["-3.5", "0", "+12.000000001"]))
    elif step[0] in "@!":
        time = draw(st.sampled_from(times))
    has_time = time in times or time.startswith("failed ") or step.startswith("@offset")
    is_bounded = has_time and step[0] not in "@!"
    is_between = is_bounded and time in times and step != "locked" and draw(st.booleans())
    is_clock = dial == "clock" and has_time and not step.startswith("@offset")
    if is_between:
        return {
            "source": name if name.lstrip("'")[:1] not in ("=", "@", "+", "-") else guarded(name),
            "step": step,
            "time": time,
            "until": time if is_clock else draw(st.sampled_from(times)),
            "uncertainty_s": draw(st.sampled_from(["", "0.5"])),
            "observed": draw(st.sampled_from(["", "video", "radio"])),
            "dial": dial,
        }
    return {
        "source": name if name.lstrip("'")[:1] not in ("=", "@", "+", "-") else guarded(name),
        "step": step,
        "time": time,
        "uncertainty_s": draw(st.sampled_from(["", "", "0", "0.5", "1e-9"])) if has_time else "",
        "bound": draw(st.sampled_from(["", "at_most", "exact"])) if is_bounded else "",
        "note": note or draw(st.sampled_from(["", "'=1", "=1", "\t=x", ' "a"\r\n', "；,;", "''+"])),
        "observed": draw(st.sampled_from(["", "video", "radio"])) if is_bounded else "",
        "reading": draw(st.sampled_from(["", "nearest", "floor"])),
        "day": draw(st.sampled_from(["", "", "0", "1", "3"])) if is_clock else "",
        "dial": dial,
        "at": draw(st.sampled_from(times)) if step.startswith("@offset") else "",
    }


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Draw a table of some sources, each with one kind of time."""
    kinds = {name: draw(st.sampled_from(KINDS)) for name in NAMES}
    names = draw(st.lists(st.sampled_from(NAMES), max_size=12))
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, HEADER.split(","), restval="")
    table.writeheader()
    table.writerows(draw(cells(name, kinds[name])) for name in names)
    return out.getvalue()


def comparable(log: Log) -> Log:
    """Take places and numbers away, and bring sources' holds into one order."""
    return Log(
        tuple(replace(each, place="", number=0, is_typed=True) for each in log.observations),
        tuple(replace(each, place="", number=0) for each in log.sync_marks),
        tuple(replace(each, place="", number=0) for each in log.offsets),
        tuple(
            sorted(
                (replace(each, place="", number=0, stop_number=0) for each in log.holds),
                key=lambda hold: hold.source,
            )
        ),
        dict.fromkeys(log.not_applicable, ""),
        log.scales,
        log.origins,
        uses=tuple(replace(each, place="", number=0) for each in log.uses),
        confirmations=tuple(replace(each, place="", number=0) for each in log.confirmations),
        heads=tuple(replace(each, place="", number=0) for each in log.heads),
    )


def rounded(log: Log) -> Log:
    """Round the u² of holds: one that had no length may stand at no instant its reading shows."""

    def near(variance: Fraction) -> Fraction:
        return Fraction(round(variance * 10**12), 10**12)

    holds = [
        replace(
            hold,
            variance_s2=near(hold.variance_s2),
            stop_variance_s2=near(hold.stop_variance_s2),
        )
        for hold in log.holds
    ]
    return replace(log, holds=tuple(holds))


#: A hold that was written after later times: put where its time belongs, it would stand over
#: twelve hours from the row after it.
HOLD_WRITTEN_LATE = f"""{HEADER}\r
gate,@gong,17:59:59.9,,,,,,,,,clock\r
gate,seen,12:00,,,,,,,,,clock\r
gate,!hold,07:12,,,,,,,,,clock\r
"""


#: Between 09:12:15, of a minute of which nothing is known, and 09:12:00 may lie nothing.
HOLD_WITHOUT_LENGTH = f"""{HEADER}\r
gate,!hold,2026-05-12T09:12,,,,,,,,,,,\r
gate,!resume,2026-05-12T09:12,,,,,,nearest,,,,,\r
"""


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@example(text=HOLD_WRITTEN_LATE)
@example(text=HOLD_WITHOUT_LENGTH)
@given(text=tables())
def test_written_log_is_read_back(tmp_path: Path, text: str) -> None:
    try:
        log = read(tmp_path, text)
    except FileRefused:
        event("refused")
        assume(False)
        raise

    again = read(tmp_path, write_log(log, script()))

    assert comparable(rounded(again)) == comparable(rounded(log))


@settings(max_examples=200)
@given(text=st.text(alphabet="'=+-@\t\r\nx＝", max_size=6))
def test_guard_is_taken_away_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))


def test_no_written_text_is_a_formula(tmp_path: Path) -> None:
    rows = [
        f'"{guarded(name).replace(chr(34), chr(34) * 2)}",{step},{time},"{note}"'
        for name in NAMES
        for step, time in (("'-odd", "1"), ("seen", "1"), ("'@=1+1()", "2"), ("@offset:=x(", "1"))
        for note in ("=1+1",)
    ]
    text = "source,step,time,note\n" + "\n".join(rows)

    written = write_log(read(tmp_path, text), script()).decode("utf-8-sig")

    for row in list(csv.reader(io.StringIO(written, newline="")))[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_harmless_marks_are_written_as_the_format_has_them(tmp_path: Path) -> None:
    text = "source,step,time\ngate,@对时 1,9:00:01\ngate,@offset:cam-2,-3.5\n"

    lines = write_log(read(tmp_path, text), script()).decode("utf-8-sig").split("\r\n")

    assert lines[0] == HEADER
    assert lines[1].startswith("gate,@对时 1,09:00:01,,")
    assert lines[2].startswith("gate,@offset:cam-2,-3.5,,")


def one(at_s: Fraction, variance: Fraction = Fraction(0), **changes: object) -> Log:
    """Give a log of one observation."""
    seen = Observation("gate", "seen", None, None, "time", 0, at_s, variance)
    return Log(observations=(seen,), scales={"gate": "clock"}, **changes)  # type: ignore[arg-type]  # keyword arguments of Log


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Africa/Monrovia"])
def test_live_times_with_a_date_are_read_back_to_the_nanosecond(tmp_path: Path, zone: str) -> None:
    at_s = 34_500 + Fraction(123_456_789, 10**9)
    log = one(at_s, Fraction(9, 100), origins={"gate": "2026-11-01"})

    again = read(tmp_path, write_log(log, script(zone)), zone)

    assert comparable(again) == comparable(log)


def test_root_that_is_no_decimal_comes_back_almost(tmp_path: Path) -> None:
    log = one(Fraction(5), Fraction(2))

    again = read(tmp_path, write_log(log, script()))

    assert abs(again.observations[0].variance_s2 - 2) < Fraction(1, 10**15)


def test_hold_between_distant_rows_keeps_them_on_their_days(tmp_path: Path) -> None:
    hour = 3600
    log = Log(
        sync_marks=(
            SyncMark("gate", "a", Fraction(9 * hour), Fraction(0), 0),
            SyncMark("gate", "b", Fraction(31 * hour), Fraction(0), 2),
        ),
        holds=(Hold("gate", Fraction(20 * hour), None, number=1),),
        scales={"gate": "clock"},
    )

    assert comparable(read(tmp_path, write_log(log, script()))) == comparable(log)


def test_a_gap_that_times_of_day_cannot_tell_is_written_with_its_day(tmp_path: Path) -> None:
    log = Log(
        sync_marks=(
            SyncMark("gate", "a", Fraction(0), Fraction(0), 0),
            SyncMark("gate", "b", Fraction(50_000), Fraction(0), 1),
            SyncMark("gate", "c", Fraction(400_000), Fraction(0), 2),
        ),
        scales={"gate": "clock"},
    )

    written = write_log(log, script())

    assert comparable(read(tmp_path, written)) == comparable(log)
    assert [line.split(",")[10] for line in written.decode().split("\r\n")[1:4]] == ["", "0", "4"]


def test_a_time_before_the_first_day_has_no_day_that_could_be_written() -> None:
    log = Log(
        sync_marks=(
            SyncMark("gate", "a", Fraction(0), Fraction(0), 0),
            SyncMark("gate", "b", Fraction(-50_000), Fraction(0), 1),
        ),
        scales={"gate": "clock"},
    )

    with pytest.raises(UserError, match="before its first day"):
        write_log(log, script())


def test_heads_and_what_named_persons_decided_are_read_back(tmp_path: Path) -> None:
    plan = script()
    plan = replace(
        plan, steps=(plan.steps[0], replace(plan.steps[1], heads=Heads(40)), *plan.steps[2:])
    )
    text = (
        f"{HEADER}\ng,alarm,5,,,缺小明,,,,,,,,38/40\n"
        "g,alarm,use,,,王：以此为准\ng,#call,confirmed,,,李\n"
    )
    log = read_logs([written(tmp_path, text)], plan)

    again = read_logs([written(tmp_path, write_log(log, plan))], plan)

    assert comparable(again) == comparable(log)
    assert again.heads[0].heads.present == 38


def test_a_head_count_of_no_row_with_a_time_is_read_back(tmp_path: Path) -> None:
    plan = script()
    plan = replace(plan, steps=(replace(plan.steps[0], heads=Heads(40)), *plan.steps[1:]))
    name = plan.steps[0].id
    rows = f"g,{name},5,,,,,,,,,,,40/40\ng,{name},,,,=缺小明,,,,,,,,36+2/40\n"
    log = read_logs([written(tmp_path, f"{HEADER}\n{rows}")], plan)

    again = read_logs([written(tmp_path, write_log(log, plan))], plan)

    assert comparable(again) == comparable(log)
    assert [str(one.heads) for one in again.heads] == ["40/40", "36+2/40"]
    assert len(again.observations) == 1


def test_control_characters_are_replaced_rather_than_losing_the_log(tmp_path: Path) -> None:
    log = one(Fraction(5))
    log = replace(log, observations=(replace(log.observations[0], note="a\0\ud800b"),))

    again = read(tmp_path, write_log(log, script()))

    assert again.observations[0].note == "a\ufffd\ufffdb"


@pytest.mark.parametrize("text", [" =1+1", "\u3000=x", "\u200b@y", "\ufeff-2", "' =1", "  + 1"])
def test_blanks_before_a_sign_are_no_help(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


def test_why_a_drill_was_paused_is_written_and_read_back(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text(
        "source,step,time,note\ngate,seen,16:00:01,\n"
        "gate,!hold,16:00:10,injury 校医查看\ngate,!resume,16:00:40,\n"
        "gate,!hold,16:01:00,=雨太大\n",
        encoding="utf-8",
    )
    log = read_logs([table], script())
    again = tmp_path / "again.csv"

    again.write_bytes(write_log(log, script()))

    held = [(one.reason, one.said) for one in read_logs([again], script()).holds]
    assert held == [("injury", "校医查看"), ("", "=雨太大")]
