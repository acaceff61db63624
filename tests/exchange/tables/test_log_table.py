"""A log table means what the format says of it, and every fault is told at its place."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.heads import HeadNumbers
from drillplanner.exchange.tables.log_builder import nearest_day
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.tables.log_table_writer import write_log
from drillplanner.exchange.time_reader.dial import Dial
from drillplanner.plan.model import Heads
from drillplanner.review.observation import Observation
from tests.exchange.tables.log_fixtures import HEADER, read, refused, script, written

MINUTE, HOUR, DAY = 60, 3600, 86_400


def observations(folder: Path, *rows: str, zone: str = "Asia/Shanghai") -> list[Observation]:
    """Read rows under the full header."""
    return list(read(folder, "\n".join([HEADER, *rows]), zone).observations)


def told(*values: object) -> tuple[object, ...]:
    """Give values side by side, exact numbers beside plain ones."""
    return values


def faults(folder: Path, *rows: str, zone: str = "Asia/Shanghai") -> list[str]:
    """Read rows that must be refused."""
    return list(refused(folder, "\n".join([HEADER, *rows]), zone))


#: u² of a person's press and of reading a watch: press_u_s = 0.3, watch_u_s = 1.
PRESS, WATCH, RADIO = Fraction(9, 100), Fraction(1), Fraction(9, 4)


@pytest.mark.parametrize(
    ("text", "at_s", "unit", "person"),
    [
        ("00:00:01", Fraction(1), Fraction(1), WATCH),
        ("23:59:59.5", Fraction(DAY) - Fraction(1, 2), Fraction(1, 10), PRESS),
        ("09:35:00.123456789", 34500 + Fraction(123456789, 10**9), Fraction(1, 10**9), PRESS),
        ("０９：３５：０１．５", 34501 + Fraction(1, 2), Fraction(1, 10), PRESS),
        ("\u200e09:35:01\u3000", Fraction(34501), Fraction(1), WATCH),
        ("9:35:01 AM", Fraction(34501), Fraction(1), WATCH),
        ("9:35:01pm", Fraction(34501 + 12 * HOUR), Fraction(1), WATCH),
        ("12:35:01 am", Fraction(2101), Fraction(1), WATCH),
        ("12:35:01 p.m.", Fraction(2101 + 12 * HOUR), Fraction(1), WATCH),
        ("上午9:35:01", Fraction(34501), Fraction(1), WATCH),
        ("下午 9：35：01", Fraction(34501 + 12 * HOUR), Fraction(1), WATCH),
        ("晚上9点35分01秒", Fraction(34501 + 12 * HOUR), Fraction(1), WATCH),
        ("下午21:35:01", Fraction(34501 + 12 * HOUR), Fraction(1), WATCH),
        ("9时35分01.5秒", 34501 + Fraction(1, 2), Fraction(1, 10), PRESS),
        ("2026-05-12T09:35:01", Fraction(34501), Fraction(1), WATCH),
        ("2026-05-12T01:35:01.25Z", 34501 + Fraction(1, 4), Fraction(1, 100), PRESS),
        ("2026-05-12T02:35:01+01:00", Fraction(34501), Fraction(1), WATCH),
        ("20260512T013501+0000", Fraction(34501), Fraction(1), WATCH),
        ("0", Fraction(0), Fraction(1), PRESS),
        ("61.50", 61 + Fraction(1, 2), Fraction(1, 100), PRESS),
        ("100000000", Fraction(10**8), Fraction(1), PRESS),
        ("-30.0", Fraction(-30), Fraction(1, 10), PRESS),
        ("\u221230", Fraction(-30), Fraction(1), PRESS),
        ("-0:30", Fraction(-30), Fraction(1), PRESS),
        ("3:20.5", 200 + Fraction(1, 2), Fraction(1, 10), PRESS),
        ("75:20.5", 4520 + Fraction(1, 2), Fraction(1, 10), PRESS),
        ("24:00:00", Fraction(DAY), Fraction(1), PRESS),
        ("100:00:00.5", 100 * HOUR + Fraction(1, 2), Fraction(1, 10), PRESS),
        ("3分20秒", Fraction(200), Fraction(1), PRESS),
        ("1小时3分20.5秒", 3800 + Fraction(1, 2), Fraction(1, 10), PRESS),
        ("90秒", Fraction(90), Fraction(1), PRESS),
        ('3\'20""', Fraction(200), Fraction(1), PRESS),
        ("3分", Fraction(180), Fraction(60), PRESS),
    ],
)
def test_time_is_exact_and_its_variance_is_of_its_digits_and_its_reader(
    tmp_path: Path, text: str, at_s: Fraction, unit: Fraction, person: Fraction
) -> None:
    cell = f'"{text}"' if '"' in text else text
    (nearest,) = observations(tmp_path, f"gate,seen,{cell}")
    (floor,) = observations(tmp_path, f"gate,seen,{cell},,,,,,floor")
    (video,) = observations(tmp_path, f"gate,seen,{cell},,,,video")
    (radio,) = observations(tmp_path, f"gate,seen,{cell},,,,radio")

    digits = (unit / 2) ** 2 / 3
    assert nearest.at_s == at_s
    assert floor.at_s == at_s + unit / 2
    assert nearest.variance_s2 == floor.variance_s2 == digits + person
    assert video.variance_s2 == digits
    assert radio.variance_s2 == digits + RADIO
    assert nearest.is_typed
    assert not nearest.is_minute


@pytest.mark.parametrize(
    ("text", "dial", "at_s"),
    [
        ("09:35", "clock", 34500),
        ("9:35", "clock", 34500),
        ("9:35 AM", "", 34500),
        ("9点35分", "", 34500),
        ("2026-05-12 09:35", "", 34500),
        ("0935", "hhmm", 34500),
        ("935", "clock", 34500),
    ],
)
def test_a_minute_may_be_cut_off_or_rounded(
    tmp_path: Path, text: str, dial: str, at_s: int
) -> None:
    def row(rest: str) -> Observation:
        (seen,) = observations(tmp_path, f"gate,seen,{text},{rest},,,{dial},,")
        return seen

    # Blank: the shown minute + 15 s, half-width 45 s: 45²/3 = 675, and a watch's 1.
    assert told(row(",,,,,").at_s, row(",,,,,").variance_s2) == (at_s + 15, 676)
    assert told(row(",,,,,nearest").at_s, row(",,,,,nearest").variance_s2) == (at_s, 301)
    assert told(row(",,,,,floor").at_s, row(",,,,,floor").variance_s2) == (at_s + 30, 301)
    assert told(row(",,,video,,").at_s, row(",,,video,,").variance_s2) == (at_s + 15, 675)
    assert told(row(",,,radio,,").at_s, row(",,,radio,,").variance_s2) == (at_s + 15, 675 + RADIO)
    # A stated uncertainty says that the value is meant as it stands.
    assert told(row("2,,,,,").at_s, row("2,,,,,").variance_s2) == (at_s, 4)
    assert row(",,,,,").is_minute


@pytest.mark.parametrize(
    "text",
    [
        "24:00", "09:35", "123:00", "25:61:61", "12:60", "12:00:60", "12:0", "1:2:3",
        "12:00:00.", "12:00:00.1234567890", "12:00:00:00", "12.30.00", "13:35 AM", "09h35",
        "0:35 PM", "-9:35 AM", "上午9:35 AM", "晚上1:05", "9 AM", "24点05分", "3分75秒", "分秒",
        "+1", "nan", "NaN", "inf", "1e3", "1_000", "0x10", "10000000000.5",
        "10000000000", "100000001", "300", "0320", "45427.5", "0.3958", "1" * 400, "5.",
        "١٢:٣٠", "٥", "²", "½",
        "2026-05-12", "2026-13-01T00:00", "2026-02-30T00:00", "2026-05-12T24:00",
        "2026-05-12T09:00:60", "2026-05-12T09:00+25:00", "2026-05-12T09:00+08:60",
        "0001-01-01T00:00", "9999-12-31T23:59:59-23:00", "2026-W20-2T09:00", "05/12/2026 09:00",
        "done 09:00", "not_performed 09:00", "failed 24:00", "failed x", "soon",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused_at_its_cell(tmp_path: Path, text: str) -> None:
    (fault,) = faults(tmp_path, f"gate,seen,{text}")

    assert fault.startswith("gate.csv, row 2, time: ")


def test_decimal_comma_is_refused_with_what_to_write(tmp_path: Path) -> None:
    told = refused(tmp_path, "source;step;time;uncertainty_s\ngate;seen;09:00:00,5;0,5\n")

    assert told[0].startswith("gate.csv, row 2, time: 09:00:00,5 has a comma; write decimals")
    assert told[1].startswith("gate.csv, row 2, uncertainty_s: 0,5 is no uncertainty")


@pytest.mark.parametrize(
    ("times", "at_s"),
    [
        (["23:59:50", "00:00:10"], [DAY - 10, DAY + 10]),
        (["00:00:10", "23:59:50"], [10, -10]),
        (["09:00:01", "16:59:59"], [9 * HOUR + 1, 17 * HOUR - 1]),
        (["09:00:01", "01:00:02"], [9 * HOUR + 1, HOUR + 2]),
        (["20:00:01", "03:00:01", "10:00:01"], [20 * HOUR + 1, 27 * HOUR + 1, 34 * HOUR + 1]),
        (["23:59:50", "done", "failed 00:00:10"], [DAY - 10, None, DAY + 10]),
    ],
)
def test_clock_time_takes_the_day_nearest_the_row_before(
    tmp_path: Path, times: list[str], at_s: list[int | None]
) -> None:
    seen = observations(tmp_path, *(f"gate,seen,{time}" for time in times))

    assert [each.at_s for each in seen] == at_s


def test_marks_and_holds_carry_the_day_on(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        "source,step,time\ngate,seen,16:00:01\ngate,@gong,23:00:00\ngate,!hold,06:00:00\n"
        "gate,!resume,09:00:00\ngate,alarm,16:00:00\n",
    )

    assert log.sync_marks[0].at_s == 23 * HOUR
    assert log.holds[0].start_s == 30 * HOUR
    assert log.holds[0].stop_s == 33 * HOUR
    # Both presses are read to the second by a person: 1/12 + 1.
    assert log.holds[0].variance_s2 == log.holds[0].stop_variance_s2 == Fraction(13, 12)
    assert log.observations[-1].at_s == 40 * HOUR


@pytest.mark.parametrize(
    ("time", "days"),
    [
        ("17:00:02", "17:00:02 (day 0) or 17:00:02 (the day before) (day -1)"),
        ("21:00:02", "21:00:02 (day 0)"),
        ("00:59:59", "00:59:59 (next day) (day 1)"),
    ],
)
def test_an_undated_time_eight_hours_off_either_way_is_refused_with_both_days(
    tmp_path: Path, time: str, days: str
) -> None:
    (fault,) = faults(tmp_path, "gate,seen,09:00:02", f"gate,alarm,{time}")

    assert fault.startswith(f"gate.csv, row 3, time: {time} lies 8 to 16 h from gate.csv, row 2")
    for one in days.split(" or "):
        assert one in fault


def test_the_day_column_names_the_day(tmp_path: Path) -> None:
    head = "source,step,time,day\n"

    counted = read(
        tmp_path,
        head + "g,seen,21:00:01,0\ng,alarm,09:00:01,1\ng,way,10:00:01,\ng,seen,1:00:00,3\n",
    )
    dated = read(
        tmp_path,
        head + "g,seen,21:00:01,2026-05-12\ng,alarm,09:00:01,2026-05-13\ng,way,1:00:00,2\n",
    )

    assert [row.at_s for row in counted.observations] == [
        21 * HOUR + 1, DAY + 9 * HOUR + 1, DAY + 10 * HOUR + 1, 3 * DAY + HOUR,
    ]  # fmt: skip
    assert counted.origins == {}
    assert [row.at_s for row in dated.observations] == [
        21 * HOUR + 1, DAY + 9 * HOUR + 1, 2 * DAY + HOUR,
    ]  # fmt: skip
    assert dated.origins == {"g": "2026-05-12"}


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["g,seen,9:00:01,", "g,alarm,9:30:00,2026-05-12"], "row 3, day: g begins without a date"),
        (["g,seen,2026-05-12T09:00:01,0"], "row 2, day: The time has its date already"),
        (["g,seen,5.5,0"], "row 2, day: Only a time of day has a day"),
        (["g,seen,-5.5,0"], "row 2, day: A stopwatch has no days"),
        (["g,seen,9:00:01,-1"], "row 2, day: -1 is no day"),
        (["g,seen,9:00:01,次日"], "row 2, day: 次日 is no day"),
        (["g,seen,9:00:01,2026-02-30"], "row 2, day: 2026-02-30 is no day"),
    ],
)
def test_a_day_that_cannot_be_is_refused(tmp_path: Path, rows: list[str], fault: str) -> None:
    told = refused(tmp_path, "source,step,time,day\n" + "\n".join(rows))

    assert told[0].startswith(f"gate.csv, {fault}")


def test_another_source_does_not_move_the_day(tmp_path: Path) -> None:
    seen = observations(tmp_path, "gate,seen,23:59:50", "cam,seen,00:00:05", "gate,alarm,00:00:10")

    assert [each.at_s for each in seen] == [DAY - 10, 5, DAY + 10]


def test_twelve_hours_on_is_later() -> None:
    assert nearest_day(Fraction(21 * HOUR), Fraction(9 * HOUR)) == 21 * HOUR
    assert nearest_day(Fraction(9 * HOUR), Fraction(21 * HOUR)) == 33 * HOUR


def test_dates_count_elapsed_seconds_from_local_midnight(tmp_path: Path) -> None:
    # On 2026-03-08 New York's clocks go from 02:00 to 03:00: 03:30 is 2.5 h after midnight.
    log = read(
        tmp_path,
        "source,step,time\ngate,seen,2026-03-08T00:30:00\ngate,alarm,2026-03-08T03:30:00\n"
        "gate,alarm,2026-03-07T23:30:00\n",
        zone="America/New_York",
    )

    assert [each.at_s for each in log.observations] == [HOUR // 2, 5 * HOUR // 2, -HOUR // 2]
    assert log.origins == {"gate": "2026-03-08"}
    assert log.scales == {"gate": "clock"}


def test_hour_the_zone_left_out_is_refused_and_repeated_hour_is_the_first(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "gate,seen,2026-03-08T02:30", zone="America/New_York")
    (seen,) = observations(tmp_path, "gate,seen,2026-11-01T01:30:00", zone="America/New_York")
    (late,) = observations(tmp_path, "gate,seen,2026-11-01T01:30:00-05:00", zone="America/New_York")

    assert "put forward" in fault
    assert seen.at_s == 3 * HOUR // 2
    assert late.at_s == 5 * HOUR // 2


def test_one_source_uses_one_kind_of_time(tmp_path: Path) -> None:
    told = faults(
        tmp_path, "gate,nowhere,09:00:01", "cam,seen,5", "gate,alarm,10",
        "b,seen,9:35 AM", "b,seen,-4", "c,seen,2026-05-12T09:00", "c,seen,09:00:01",
    )  # fmt: skip

    assert [fault.split(":")[0] for fault in told] == [
        "gate.csv, row 2, step",
        "gate.csv, row 4, time",
        "gate.csv, row 6, time",
        "gate.csv, row 8, time",
    ]
    assert "a number here, but a time of day in gate.csv, row 2" in told[1]
    assert "a time elapsed here, but a time of day in gate.csv, row 5" in told[2]
    assert "a time of day here, but a date and time in gate.csv, row 7" in told[3]


def test_words_and_differences_are_of_no_kind(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        "source,step,time\ngate,seen,not_performed\ngate,@offset:cam,-3.5\ngate,alarm,09:00:01\n"
        "gate,locked,done\nroom,#call,not_applicable\nroom,alarm,FAILED\n",
    )

    assert log.scales == {"gate": "clock", "room": "none"}
    assert [each.outcome for each in log.observations] == [
        "not_performed",
        "time",
        "done",
        "failed",
    ]
    assert log.not_applicable == {"call": "gate.csv, row 6"}


def test_chinese_words_are_read(tmp_path: Path) -> None:
    seen = observations(
        tmp_path,
        "校门,seen,未执行",
        "校门,alarm,未奏效 ９：１２：０１,,,,听报",
        "校门,alarm,9:13:00,,,,系统记录",
        "校门,locked/c1,不适用,,,没有这个班",
    )

    assert [each.outcome for each in seen] == ["not_performed", "failed", "time", "not_applicable"]
    assert [each.observed for each in seen] == ["seen", "radio", "record", "seen"]


def test_radio_fills_each_blank_on_its_own(tmp_path: Path) -> None:
    seen = observations(
        tmp_path,
        "gate,seen,09:00:01,,,,radio",
        "gate,seen,09:00:01,0.5,,,Radio",
        "gate,seen,09:00:01,,exact,,radio",
        "gate,seen,09:00:01,,at_least,,radio,,floor",
        "gate,seen,09:00:01,,AT_MOST,,video",
    )

    radio = Fraction(9, 4) + Fraction(1, 12)  # radio_u_s = 1.5, and half a second shown
    assert [(each.variance_s2, each.bound) for each in seen] == [
        (radio, "at_most"),
        (Fraction(1, 4), "at_most"),
        (radio, "exact"),
        (radio, "at_least"),
        (Fraction(1, 12), "at_most"),
    ]
    assert seen[3].at_s == 9 * HOUR + Fraction(3, 2)


@pytest.mark.parametrize(
    ("text", "u_s"),
    [("0", "0"), ("1.5", "1.5"), (".5", "0.5"), ("1e-3", "0.001"), ("０．５", "0.5")],
)
def test_uncertainty_is_squared_exactly(tmp_path: Path, text: str, u_s: str) -> None:
    (seen,) = observations(tmp_path, f"gate,seen,0,{text}")

    assert seen.variance_s2 == Fraction(u_s) ** 2


@pytest.mark.parametrize("text", ["-1", "nan", "inf", "1e400", "1e99", "x", "1 s", "10000000000"])
def test_impossible_uncertainty_is_refused(tmp_path: Path, text: str) -> None:
    (fault,) = faults(tmp_path, f"gate,seen,0,{text}")

    assert fault.startswith("gate.csv, row 2, uncertainty_s: ")


def test_units_and_options_are_told_apart(tmp_path: Path) -> None:
    seen = observations(
        tmp_path,
        "gate,locked/c1,1",
        "gate,locked,2,,,,,c2",
        "gate,locked/c1,3,,,,,c1",
        "gate,way/leave,4",
        "gate,way,5",
        "gate,'-odd,6",
        "gate,-odd,6",
    )

    assert [(each.step, each.unit, each.option) for each in seen] == [
        ("locked", "c1", None),
        ("locked", "c2", None),
        ("locked", "c1", None),
        ("way", None, "leave"),
        ("way", None, None),
        ("-odd", None, None),
        ("-odd", None, None),
    ]


def test_time_for_all_units_bounds_them_from_above(tmp_path: Path) -> None:
    seen = observations(tmp_path, "g,locked,1", "g,locked,1,,exact", "g,locked,not_performed")
    (fault,) = faults(tmp_path, "g,locked,1,,at_least")

    assert [(each.unit, each.bound) for each in seen] == [
        (None, "at_most"),
        (None, "at_most"),
        (None, "exact"),
    ]
    assert fault.startswith("gate.csv, row 2, bound: ")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("gate,alarn,1", "step: The script has no step alarn. Did you mean alarm?"),
        ("gate,ALARM,1", "step: The script has no step ALARM. Did you mean alarm?"),
        ("gate,locked/c9,1", "step: The step locked has no unit c9."),
        ("gate,locked,1,,,,,c3", "unit: The step locked has no unit c3."),
        ("gate,locked/c1,1,,,,,c2", "unit: The step cell names the unit c1, this cell c2"),
        ("gate,seen/c1,1", "step: The step seen has no units"),
        ("gate,seen,1,,,,,c1", "unit: The step seen has no units"),
        ("gate,way/leav,1", "step: The step way has no option leav. Did you mean leave?"),
        ("gate,way/leave,not_performed", "time: An option is not said not_performed"),
        ("gate,#cal,not_applicable", "step: The script has no target cal. Did you mean call?"),
        ("gate,#call,1", "time: Of the target call a log can only say not_applicable or"),
        ("gate,seen,confirmed", "time: confirmed is said of a target"),
        ("gate,@gong,not_applicable", "time: not_applicable is said of a step, a unit or"),
        ("gate,way/leave,use", "time: An option is not said use"),
        ("gate,seen,use", "note: Say here who decided that this source's time stands, and why."),
        ("gate,#call,confirmed,,, ", "note: Say here who confirms this target, and why."),
        ("gate,seen,1,,,,,,,2,0", "day: Only a time of day has a day"),
        ("gate,seen,done,,,,,,,2", "until: Between two times lies only what was done"),
        ("gate,seen,failed 1,,,,,,,2", "until: Between two times lies only what was done"),
        ("gate,seen,1,,exact,,,,,2", "bound: until is a bound itself"),
        ("gate,seen,1,,,,,,floor,2", "reading: Both edges are hard"),
        ("gate,@gong,1,,,,,,,2", "until: Only a step or unit lies between two times"),
        ("gate,!hold,1,,,,,,,2", "until: Only a step or unit lies between two times"),
        ("gate,locked,1,,,,,,,2", "until: Without a unit this is the time by which all units"),
        ("gate,seen,2,,,,,,,1", "until: 1 lies before the time of its row."),
        ("gate,seen,2,,,,,,,soon", "until: soon is no time"),
        ("gate,seen,2,,,,,,,,,,3", "at: Only a row @offset:OTHER says at what time"),
        ("gate,seen,2,,,,,,,,,,,38/40", "heads: The script counts no heads here"),
        ("gate,seen,2,,,,,,,,,,,38", "heads: 38 is no head count"),
        ("gate,seen,2,,,,,,,,,watch", "dial: watch is not known here; write one of: clock,"),
        ("gate,@gong,done", "time: This row needs a time."),
        ("gate,@gong,1,,at_most", "bound: This row must be exact"),
        ("gate,@gong,1,,,,radio", "bound: A time heard by radio is at_most"),
        ("gate,@gong,1,,,,,c1", "unit: @gong has no units"),
        ("gate,@,1", "step: This cell is blank"),
        ("gate,@offset:gate,1", "step: gate has no difference from itself"),
        ("gate,@offset:,1", "step: This cell is blank"),
        ("gate,@offset:cam,09:00", "time: 09:00 is no difference in seconds"),
        ("gate,@offset:cam,1,,at_least", "bound: This row must be exact"),
        ("gate,!hold,done", "time: This row needs a time."),
        ("gate,!hold,1,,at_most", "bound: This row must be exact"),
        ("gate,!pause,1", "step: !pause is not known; write !hold or !resume."),
        ("gate,!resume,1", "step: The drill is not paused here"),
        (",seen,1", "source: This cell is blank"),
        (f"{'x' * 65},seen,1", "source: The name "),
        ("g\x07te,seen,1", "source: The name "),
        ("gate,seen,1,,,a\x07b", "note: This note contains a control character"),
        ("gate,,1", "step: This cell is blank"),
        ("gate,seen,", "time: This cell is blank"),
        ("gate,seen,1,,about", "bound: about is not known here; write one of: exact, at_most"),
        ("gate,seen,1,,,,heard", "observed: heard is not known here"),
        ("gate,seen,1,,,,,,ceiling", "reading: ceiling is not known here"),
    ],
)
def test_wrong_cell_is_told_by_row_and_column(tmp_path: Path, row: str, fault: str) -> None:
    (told,) = faults(tmp_path, "other,seen,1", row)

    assert told.startswith(f"gate.csv, row 3, {fault}")


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    first = written(tmp_path, f"{HEADER}\n,sen,25:61,-1,x,,y,,z\n", "a.csv")
    second = written(tmp_path, "source,step\ngate,seen\n", "b.csv")

    with pytest.raises(FileRefused) as refusal:
        read_logs([first, tmp_path / "c.csv", second], script())

    assert [fault.path for fault in refusal.value.faults] == [
        "a.csv, row 2, source",
        "a.csv, row 2, step",
        "a.csv, row 2, time",
        "a.csv, row 2, uncertainty_s",
        "a.csv, row 2, bound",
        "a.csv, row 2, observed",
        "a.csv, row 2, reading",
        "c.csv",
        "b.csv, row 1",
    ]


def test_only_the_first_faults_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "source,step,time\n" + "gate,seeen,soon\n" * 1000)

    with pytest.raises(FileRefused) as refusal:
        read_logs([path], script())

    assert len(refusal.value.faults) == 200
    assert "2000 faults, of which the first 200" in str(refusal.value)


def test_source_goes_on_in_a_later_file(tmp_path: Path) -> None:
    first = written(
        tmp_path, "source,step,time\ngate,seen,23:59:00\ngate,!hold,23:59:30\n", "a.csv"
    )
    second = written(
        tmp_path, "source,step,time\ngate,!resume,00:00:00\ngate,alarm,00:01:00\n", "b.csv"
    )

    log = read_logs([first, second], script())

    assert [each.at_s for each in log.observations] == [DAY - 60, DAY + 60]
    assert [(each.number, each.place) for each in log.observations] == [
        (0, "a.csv, row 2"),
        (3, "b.csv, row 3"),
    ]
    assert log.holds[0].stop_s == DAY


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    paths = [
        written(tmp_path, "source,step,time\ngate,seen,1\n"),
        written(tmp_path / "x", "source,step,time\ngate,alarm,1\n"),
    ]

    log = read_logs(paths, script())

    assert [each.place for each in log.observations] == [f"{path}, row 2" for path in paths]


def test_sync_mark_stands_once_a_source(tmp_path: Path) -> None:
    log = read(tmp_path, "source,step,time\na,@钟声,1\nb,@钟声,2\na,@other,3\n")
    (fault,) = faults(tmp_path, "a,@钟声,1", "b,@钟声,2", "a,@ 钟声,3")

    assert [(mark.source, mark.name) for mark in log.sync_marks] == [
        ("a", "钟声"),
        ("b", "钟声"),
        ("a", "other"),
    ]
    assert fault.startswith("gate.csv, row 4, step: a has the sync mark 钟声 already")


def test_stated_difference_keeps_sign_uncertainty_and_reading(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        f"{HEADER}\na,@offset:b,-3.5\nb,@offset:c,+3,0.25\na,@OFFSET：c,\u22122,,,,,,floor\n",
    )

    assert [(each.source, each.other, each.offset_s, each.variance_s2) for each in log.offsets] == [
        ("a", "b", Fraction(-7, 2), Fraction(1, 1200)),
        ("b", "c", Fraction(3), Fraction(1, 16)),
        ("a", "c", Fraction(-3, 2), Fraction(1, 12)),
    ]


def test_several_differences_of_a_pair_say_when_they_were_read(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        "source,step,time,uncertainty_s,at,day\ncam,@offset:ref,0,0.1,10:00:05,\n"
        "cam,alarm,11:00:15,,,\ncam,@offset:ref,15,,11:30:20,\ncam,@offset:ref,20,,01:00:00,1\n"
        "ref,@offset:hall,3,,5\n",
    )
    missing = faults(tmp_path, "a,@offset:b,1", "a,@offset:b,2")
    crossed = faults(tmp_path, "a,@offset:b,1,,,,,,,,,,9:00:01", "b,@offset:a,-1,,,,,,,,,,9:00:02")

    # The first was read before any time of its source, and goes by the first that follows.
    assert [told(one.offset_s, one.at_s) for one in log.offsets] == [
        (0, 10 * HOUR + 5), (15, 11 * HOUR + 30 * MINUTE + 20), (20, 25 * HOUR), (3, 5),
    ]  # fmt: skip
    # The digits' own: 0.1 stated, half a second of rectangle; nobody pressed anything.
    assert [one.variance_s2 for one in log.offsets[:2]] == [Fraction(1, 100), Fraction(1, 12)]
    assert [fault.split(": ")[0] for fault in missing] == [
        "gate.csv, row 2, at",
        "gate.csv, row 3, at",
    ]
    assert "the column at when each was read" in missing[0]
    assert crossed[0].startswith("gate.csv, row 3, step: gate.csv, row 2 states how")


def test_holds_alternate(tmp_path: Path) -> None:
    log = read(tmp_path, "source,step,time\na,!hold,1\nb,!HOLD,2\na,!resume,3\na,！hold,4\n")

    assert [each.source for each in log.holds] == ["a", "a", "b"]
    assert [each.start_s for each in log.holds] == [1, 4, 2]
    assert [each.stop_s for each in log.holds] == [3, None, None]
    (twice,) = faults(tmp_path, "a,!hold,1", "a,!hold,2")
    (early,) = faults(tmp_path, "a,!hold,5", "a,!resume,2")
    # u² of each press is 1/12 + 0.09, so that 2·√(2·0.1733) = 1.18 s may be a matter of reading.
    held = read(tmp_path, "source,step,time\na,!hold,5\na,!resume,4\n").holds[0]
    assert told(held.start_s, held.stop_s) == (5, 5)
    assert "paused since gate.csv, row 2" in twice
    assert early.startswith("gate.csv, row 3, time: This is before the pause")


def test_equal_names_in_other_code_points_are_one_source(tmp_path: Path) -> None:
    seen = observations(tmp_path, "café,seen,1", "cafe\u0301,alarm,2", "\u200bcafé ,alarm,3")

    assert {each.source for each in seen} == {"café"}


def test_note_is_kept_as_typed_and_guard_taken_away(tmp_path: Path) -> None:
    notes = ['"  a, ""b""\n\tc "', "'=1+1", "it's", "=1+1", "'''@x"]
    seen = observations(tmp_path, *(f"gate,seen,1,,,{note}" for note in notes))

    assert [each.note for each in seen] == ['  a, "b"\n\tc ', "=1+1", "it's", "=1+1", "''@x"]


def test_more_sources_than_a_drill_has_are_refused(tmp_path: Path) -> None:
    step = script().steps[0].id
    rows = [f"S{number},{step},1" for number in range(101)]

    assert any("101 sources" in fault for fault in faults(tmp_path, *rows))


@pytest.mark.parametrize("row", ["gate,seen,done,1,exact", "gate,seen,not_performed,0.3,at_most"])
def test_what_stands_beside_a_word_means_nothing(tmp_path: Path, row: str) -> None:
    (plain,) = observations(tmp_path, row)

    assert plain.at_s is None
    assert plain.variance_s2 == 0
    assert plain.bound == "exact"


def test_seconds_as_floats_print_them_are_read_exactly(tmp_path: Path) -> None:
    (row,) = observations(tmp_path, "gate,seen,59.400000000001455")

    assert row.at_s == Fraction("59.400000000001455")


# -- what rules 3 added -----------------------------------------------------------------------


def test_an_instant_may_lie_between_two_times(tmp_path: Path) -> None:
    seen = observations(
        tmp_path,
        "form,seen,30,,,,,,,40",
        "form,alarm,50,0.5,,,,,,60",
        "hall,seen,23:59:30,,,,,,,00:00:20",
        "hall,locked/c1,00:01:00,,,,,,,00:01:00",
    )

    assert [told(row.at_s, row.until_s, row.bound, row.variance_s2) for row in seen] == [
        (30, 40, "between", 0),
        (50, 60, "between", Fraction(1, 4)),
        (DAY - 30, DAY + 20, "between", 0),
        (DAY + 60, DAY + 60, "between", 0),
    ]


def test_the_edges_of_minutes_stand_as_they_are_written(tmp_path: Path) -> None:
    (seen,) = observations(tmp_path, "form,seen,09:34,,,,,,,09:36,,clock")

    assert told(seen.at_s, seen.until_s) == (34_440, 34_560)
    assert seen.is_minute


def test_who_decides_and_who_confirms_is_kept(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        f"{HEADER}\na,seen,1\nb,seen,4\na,seen,use,,,王队：看了录像\nb,#lock,confirmed,,,李：属实\n"
        "b,locked/c1,not_applicable,,,停课\n",
    )

    assert [(one.source, one.step, one.unit, one.note) for one in log.uses] == [
        ("a", "seen", None, "王队：看了录像")
    ]
    assert [(one.source, one.target, one.note) for one in log.confirmations] == [
        ("b", "lock", "李：属实")
    ]
    assert log.observations[-1].outcome == "not_applicable"
    assert log.warnings == ()


def test_a_decision_for_a_source_needs_its_time_and_stands_once(tmp_path: Path) -> None:
    (timeless,) = faults(tmp_path, "a,seen,1", "b,seen,done", "b,seen,use,,,x")
    (twice,) = faults(tmp_path, "a,seen,1", "b,seen,2", "a,seen,use,,,x", "b,seen,use,,,y")

    assert timeless.startswith("gate.csv, row 4, source: b has no time of seen that could stand")
    assert twice.startswith("gate.csv, row 5, time: gate.csv, row 4 says already whose time of")


def test_not_applicable_without_a_reason_is_warned_of(tmp_path: Path) -> None:
    log = read(tmp_path, "source,step,time\na,seen,not_applicable\na,#call,not_applicable\n")

    assert [warning.path for warning in log.warnings] == [
        "gate.csv, row 2, note",
        "gate.csv, row 3, note",
    ]


def test_heads_are_counted_where_the_script_counts_them(tmp_path: Path) -> None:
    plan = script()
    counted = replace(plan.steps[1], heads=Heads(40))
    plan = replace(plan, steps=(plan.steps[0], counted, *plan.steps[2:]))
    path = written(tmp_path, f"{HEADER}\ng,alarm,5,,,缺小明、小红,,,,,,,,３８／40\n")

    (count,) = read_logs([path], plan).heads

    assert (count.heads, count.note) == (HeadNumbers(38, 40), "缺小明、小红")


def test_those_who_are_known_to_be_elsewhere_are_counted_apart(tmp_path: Path) -> None:
    plain = script()
    plan = replace(plain, steps=tuple(replace(s, heads=Heads(40)) for s in plain.steps))
    path = written(tmp_path, f"{HEADER}\ng,alarm,5,,,两人在医务室,,,,,,,,36＋2/40\n")

    log = read_logs([path], plan)

    assert [count.heads for count in log.heads] == [HeadNumbers(36, 40, 2)]
    assert b",36+2/40" in write_log(log, plan)


@pytest.mark.parametrize(
    ("times", "dial", "form"),
    [
        (["09:00:01", "09:05"], "clock", "H:MM:SS, H:MM"),
        (["9:35 AM", "9:36"], "clock", "H:MM AM, H:MM"),
        (["9点35分", "9:36"], "clock", "H时MM分, H:MM"),
        (["0:42", "3:20.5"], "stopwatch", "M:SS, M:SS.f"),
        (["-5", "30"], "stopwatch", "S"),
        (["3分20秒", "4:00"], "stopwatch", "M分SS秒, M:SS"),
        (["24:00:01", "3:20", "1:03:20"], "stopwatch", "H:MM:SS, M:SS"),
        (["0", "12.5", "300"], "seconds", "S, S.f"),
        (["2026-05-12T09:35"], "clock", "YYYY-MM-DDTHH:MM"),
    ],
)
def test_what_was_read_is_said(tmp_path: Path, times: list[str], dial: str, form: str) -> None:
    log = read(tmp_path, "source,step,time\n" + "".join(f"g,seen,{time}\n" for time in times))

    (said,) = log.readings
    assert (said.source, said.dial, said.form) == ("g", dial, form)
    assert (said.rows, said.first, said.last) == (len(times), times[0], times[-1])


@pytest.mark.parametrize(
    ("times", "readings"),
    [
        (["0:42", "2:50"], ["00:42 (dial clock", "42 s (dial stopwatch"]),
        (["0:42:00", "2:50:00"], ["00:42 (dial clock", "42 min (dial stopwatch"]),
        (["0:42:00.00", "2:50:00.0"], ["00:42 (dial clock", "42 min 0.00 s (dial stopwatch"]),
        (
            ["320", "0455"],
            ["5 min 20 s (dial seconds", "3 min 20 s (dial mmss", "03:20 (dial hhmm"],
        ),
        (["0.3958333", "0.4"], ["0.3958333 s (dial seconds", "09:30:00 (dial day_fraction"]),
        (["45427.3958", "45427.4"], ["(dial seconds", "2024-05-15 09:29:57 (dial serial"]),
    ],
)
def test_what_nothing_decides_is_refused_with_each_reading(
    tmp_path: Path, times: list[str], readings: list[str]
) -> None:
    (fault,) = faults(tmp_path, *(f"watch,seen,{time}" for time in times))

    assert fault.startswith(f"gate.csv, row 2, time: {times[0]} of watch may be ")
    for reading in readings:
        assert reading in fault
    assert "--dial watch=" in fault


def test_what_counts_since_1970_is_refused_unless_it_is_said_to_be_seconds(
    tmp_path: Path,
) -> None:
    (fault,) = faults(tmp_path, "cam,seen,0", "cam,alarm,1778549701937")
    (seen,) = observations(tmp_path, "cam,alarm,1778549701,,,,,,,,,seconds")

    assert "0 is 0 s or 1970-01-01 00:00:00" in fault
    (large,) = faults(tmp_path, "cam,seen,1778549701937")
    assert "1778549701937 s or 2026-05-12 01:35:01" in large
    assert seen.at_s == 1778549701


@pytest.mark.parametrize("times", [["0", "320"], ["90", "320"], ["190", "320"], ["320.0", "455"]])
def test_plain_numbers_are_seconds_where_they_are_no_digits_of_a_clock(
    tmp_path: Path, times: list[str]
) -> None:
    seen = observations(tmp_path, *(f"watch,seen,{time}" for time in times))

    assert [row.at_s for row in seen] == [Fraction(time) for time in times]


@pytest.mark.parametrize(
    ("text", "dial", "at_s", "unit"),
    [
        ("0935", "hhmm", 34_500, 60),
        ("093501", "hhmm", 34_501, 1),
        ("93501", "hhmm", 34_501, 1),
        ("0320", "mmss", 200, 1),
        ("5", "mmss", 5, 1),
        ("7530", "mmss", 4_530, 1),
        ("0320.5", "mmss", Fraction(401, 2), Fraction(1, 10)),
        ("10320", "hmmss", 3_800, 1),
        ("3:20", "stopwatch", 200, 1),
        ("320", "stopwatch", 320, 1),
        ("1:03:20", "stopwatch", 3_800, 1),
        ("320", "seconds", 320, 1),
        ("0.395833333333333", "day_fraction", 34_200, 1),
        ("0.395833333333333", "clock", 34_200, 1),
        ("45427.395833333", "serial", 34_200, 1),
        ("9:35:01", "hhmm", 34_501, 1),
    ],
)
def test_a_declared_dial_decides(
    tmp_path: Path, text: str, dial: Dial, at_s: Fraction, unit: Fraction
) -> None:
    (column,) = observations(tmp_path, f"g,seen,{text},,,,video,,nearest,,,{dial}")
    path = written(tmp_path, f"{HEADER}\ng,seen,{text},,,,video,,nearest\n")
    (option,) = read_logs([path], script(), {"g": dial}).observations

    assert column == option
    assert column.at_s == at_s
    assert column.variance_s2 == (Fraction(unit) / 2) ** 2 / 3


@pytest.mark.parametrize(
    ("text", "dial"),
    [
        ("0960", "hhmm"), ("35", "hhmm"), ("2400", "hhmm"), ("0935.5", "hhmm"),
        ("10320", "mmss"), ("75", "mmss"), ("7530", "hmmss"), ("3:20", "seconds"),
        ("9:35 AM", "stopwatch"), ("3分20秒", "clock"), ("-5", "clock"), ("24:01", "clock"),
        ("1.5", "day_fraction"), ("9:35", "day_fraction"), ("5.5", "serial"),
        ("2026-05-12T09:35", "serial"), ("2026-05-12T09:35", "stopwatch"),
    ],
)  # fmt: skip
def test_what_a_declared_dial_cannot_show_is_refused(tmp_path: Path, text: str, dial: str) -> None:
    (fault,) = faults(tmp_path, f"g,seen,{text},,,,,,,,,{dial}")

    assert fault.startswith("gate.csv, row 2, time: ")


def test_a_dial_said_once_holds_for_its_source_and_two_are_refused(tmp_path: Path) -> None:
    seen = observations(tmp_path, "g,seen,1:20", "g,alarm,2:50,,,,,,,,,stopwatch", "h,seen,5")
    two = faults(tmp_path, "g,seen,1:20,,,,,,,,,clock", "g,alarm,2:50,,,,,,,,,stopwatch")
    path = written(tmp_path, f"{HEADER}\ng,seen,1:20,,,,,,,,,clock\n")
    with pytest.raises(FileRefused) as against:
        read_logs([path], script(), {"g": "stopwatch"})
    with pytest.raises(UserError) as nobody:
        read_logs([path], script(), {"gg": "clock"})

    assert [row.at_s for row in seen] == [80, 170, 5]
    assert "g has the dial stopwatch here, but clock in gate.csv, row 2" in two[0]
    assert "clock here, but stopwatch was asked for" in str(against.value.faults[0].text)
    assert "Did you mean g?" in str(nobody.value.text)


def test_a_clock_whose_seconds_are_all_zero_is_read_to_the_minute(tmp_path: Path) -> None:
    many = observations(tmp_path, "g,seen,9:35:00,,,,,,,,,clock", "g,alarm,9:36:00.0")
    once = observations(tmp_path, "g,seen,9:35:00", "g,alarm,9:36")

    assert [told(row.at_s, row.variance_s2, row.is_minute) for row in many] == [
        (34_515, 676, True),
        (34_575, 676, True),
    ]
    # A single one shows its seconds, and decides for those without.
    assert [told(row.at_s, row.is_minute) for row in once] == [(34_500, False), (34_575, True)]


def test_a_table_of_before_is_read_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, "source,step,time\na,seen,0:42\na,alarm,17:00\nb,seen,320\n")

    log = read_logs([path], script(), as_before=frozenset([path]))

    assert [row.at_s for row in log.observations] == [42 * 60 + 15, -7 * HOUR + 15, 320]


@pytest.mark.parametrize(
    "row", ["\ud7fc,seen,9999999999", "\ud7fc,seen,9:15", "\ud7fc,@offset:\ud7fc,3"]
)
def test_a_source_that_no_font_can_show_spoils_no_message(tmp_path: Path, row: str) -> None:
    path = written(tmp_path, f"source,step,time\n{row}\n")

    with pytest.raises(FileRefused) as refused:
        read_logs([path], script())

    assert all(str(fault.text).isprintable() for fault in refused.value.faults)
