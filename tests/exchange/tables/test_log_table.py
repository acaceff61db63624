"""A log table means what the format says of it, and every fault is told at its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused
from drillplanner.exchange.tables.log_table import nearest_day, read_logs
from drillplanner.review.observation import Observation
from tests.exchange.tables.log_fixtures import HEADER, read, refused, script, written

MINUTE, HOUR, DAY = 60, 3600, 86_400


def observations(folder: Path, *rows: str, zone: str = "Asia/Shanghai") -> list[Observation]:
    """Read rows under the full header."""
    return list(read(folder, "\n".join([HEADER, *rows]), zone).observations)


def faults(folder: Path, *rows: str, zone: str = "Asia/Shanghai") -> list[str]:
    """Read rows that must be refused."""
    return list(refused(folder, "\n".join([HEADER, *rows]), zone))


@pytest.mark.parametrize(
    ("text", "at_s", "unit"),
    [
        ("09:35", Fraction(9 * HOUR + 35 * MINUTE), Fraction(60)),
        ("9:35", Fraction(9 * HOUR + 35 * MINUTE), Fraction(60)),
        ("00:00:00", Fraction(0), Fraction(1)),
        ("23:59:59.5", Fraction(DAY) - Fraction(1, 2), Fraction(1, 10)),
        ("09:35:00.123456789", 34500 + Fraction(123456789, 10**9), Fraction(1, 10**9)),
        ("０９：３５：０１．５", 34501 + Fraction(1, 2), Fraction(1, 10)),
        ("\u200e09:35:01\u3000", Fraction(34501), Fraction(1)),
        ("2026-05-12T09:35:01", Fraction(34501), Fraction(1)),
        ("2026-05-12 09:35", Fraction(34500), Fraction(60)),
        ("2026-05-12T01:35:01.25Z", 34501 + Fraction(1, 4), Fraction(1, 100)),
        ("2026-05-12T02:35:01+01:00", Fraction(34501), Fraction(1)),
        ("20260512T013501+0000", Fraction(34501), Fraction(1)),
        ("0", Fraction(0), Fraction(1)),
        ("61.50", 61 + Fraction(1, 2), Fraction(1, 100)),
        ("1000000000", Fraction(10**9), Fraction(1)),
    ],
)
def test_time_is_exact_and_its_last_digit_gives_its_variance(
    tmp_path: Path, text: str, at_s: Fraction, unit: Fraction
) -> None:
    (nearest,) = observations(tmp_path, f"gate,seen,{text}")
    (floor,) = observations(tmp_path, f"gate,seen,{text},,,,,,floor")

    assert nearest.at_s == at_s
    assert floor.at_s == at_s + unit / 2
    assert nearest.variance_s2 == floor.variance_s2 == (unit / 2) ** 2 / 3


@pytest.mark.parametrize(
    "text",
    [
        "24:00", "24:00:00", "25:61:61", "12:60", "12:00:60", "12:0", "1:2:3", "123:00",
        "12:00:00.", "12:00:00.1234567890", "12:00:00:00", "12.30.00", "9:35 AM", "09h35",
        "-1", "+1", "-09:00", "nan", "NaN", "inf", "1e3", "1_000", "0x10", "10000000000.5",
        "10000000000", "1" * 400, "5.", "١٢:٣٠", "٥", "²", "½",
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
        (["09:00", "20:59"], [9 * HOUR, 20 * HOUR + 59 * MINUTE]),
        (["09:00", "21:01"], [9 * HOUR, -(2 * HOUR + 59 * MINUTE)]),
        (["20:00", "07:00", "18:00", "05:00"], [20 * HOUR, 31 * HOUR, 42 * HOUR, 53 * HOUR]),
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
        "source,step,time\ngate,seen,12:00\ngate,@gong,23:00\ngate,!hold,08:00\n"
        "gate,!resume,09:00\ngate,alarm,20:00\n",
    )

    assert log.sync_marks[0].at_s == 23 * HOUR
    assert log.holds[0].start_s == 32 * HOUR
    assert log.holds[0].stop_s == 33 * HOUR
    assert log.observations[-1].at_s == 44 * HOUR


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
        "source,step,time\ngate,seen,2026-03-08T00:30\ngate,alarm,2026-03-08T03:30\n"
        "gate,alarm,2026-03-07T23:30\n",
        zone="America/New_York",
    )

    assert [each.at_s for each in log.observations] == [HOUR // 2, 5 * HOUR // 2, -HOUR // 2]
    assert log.origins == {"gate": "2026-03-08"}
    assert log.scales == {"gate": "clock"}


def test_hour_the_zone_left_out_is_refused_and_repeated_hour_is_the_first(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "gate,seen,2026-03-08T02:30", zone="America/New_York")
    (seen,) = observations(tmp_path, "gate,seen,2026-11-01T01:30", zone="America/New_York")
    (late,) = observations(tmp_path, "gate,seen,2026-11-01T01:30-05:00", zone="America/New_York")

    assert "put forward" in fault
    assert seen.at_s == 3 * HOUR // 2
    assert late.at_s == 5 * HOUR // 2


def test_one_source_uses_one_kind_of_time(tmp_path: Path) -> None:
    told = faults(
        tmp_path, "gate,nowhere,09:00", "cam,seen,5", "gate,alarm,10", "gate,seen,2026-05-12T09:00"
    )

    assert [fault.split(":")[0] for fault in told] == [
        "gate.csv, row 2, step",
        "gate.csv, row 4, time",
        "gate.csv, row 5, time",
    ]
    assert "a number of seconds here, but a time of day in gate.csv, row 2" in told[1]


def test_words_and_differences_are_of_no_kind(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        "source,step,time\ngate,seen,not_performed\ngate,@offset:cam,-3.5\ngate,alarm,09:00\n"
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
        "校门,alarm,未奏效 ９：１２,,,,听报",
        "校门,alarm,9:13,,,,系统记录",
    )

    assert [each.outcome for each in seen] == ["not_performed", "failed", "time"]
    assert [each.observed for each in seen] == ["seen", "radio", "record"]


def test_radio_fills_each_blank_on_its_own(tmp_path: Path) -> None:
    seen = observations(
        tmp_path,
        "gate,seen,09:00:00,,,,radio",
        "gate,seen,09:00:00,0.5,,,Radio",
        "gate,seen,09:00:00,,exact,,radio",
        "gate,seen,09:00:00,,at_least,,radio,,floor",
        "gate,seen,09:00:00,,AT_MOST,,video",
    )

    radio = Fraction(9, 4)  # radio_u_s = 1.5
    assert [(each.variance_s2, each.bound) for each in seen] == [
        (radio, "at_most"),
        (Fraction(1, 4), "at_most"),
        (radio, "exact"),
        (radio, "at_least"),
        (Fraction(1, 12), "at_most"),
    ]
    assert seen[3].at_s == 9 * HOUR + Fraction(1, 2)


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
        ("gate,#call,1", "time: Of the target call a log can only say not_applicable."),
        ("gate,seen,not_applicable", "time: not_applicable is said of a target"),
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
    first = written(tmp_path, f"{HEADER}\n,sen,25:00,-1,x,,y,,z\n", "a.csv")
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
    first = written(tmp_path, "source,step,time\ngate,seen,23:59\ngate,!hold,23:59:30\n", "a.csv")
    second = written(tmp_path, "source,step,time\ngate,!resume,00:00\ngate,alarm,00:01\n", "b.csv")

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
        f"{HEADER}\na,@offset:b,-3.5\nb,@offset:a,+3,0.25\na,@OFFSET：c,\u22122,,,,,,floor\n",
    )

    assert [(each.source, each.other, each.offset_s, each.variance_s2) for each in log.offsets] == [
        ("a", "b", Fraction(-7, 2), Fraction(1, 1200)),
        ("b", "a", Fraction(3), Fraction(1, 16)),
        ("a", "c", Fraction(-3, 2), Fraction(1, 12)),
    ]
    (fault,) = faults(tmp_path, "a,@offset:b,1", "a,@offset:b,2")
    assert "was given already in gate.csv, row 2" in fault


def test_holds_alternate(tmp_path: Path) -> None:
    log = read(tmp_path, "source,step,time\na,!hold,1\nb,!HOLD,2\na,!resume,3\na,！hold,4\n")

    assert [each.source for each in log.holds] == ["a", "a", "b"]
    assert [each.start_s for each in log.holds] == [1, 4, 2]
    assert [each.stop_s for each in log.holds] == [3, None, None]
    (twice,) = faults(tmp_path, "a,!hold,1", "a,!hold,2")
    (early,) = faults(tmp_path, "a,!hold,5", "a,!resume,2")
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
