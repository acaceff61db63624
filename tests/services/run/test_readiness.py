"""The readiness check says how things stand and what to do, and stops nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from drillplanner.base import local_time
from drillplanner.base.errors import StoreFault
from drillplanner.run.clock.machine_clock import Stamp
from drillplanner.services.readiness.checks import (
    CHECKS,
    NAMES,
    Check,
    Standing,
    judge_awake,
    judge_clock,
    judge_disk,
    judge_input,
    judge_keys,
    judge_password,
    judge_post,
    judge_power,
    judge_sound,
    log_note,
    summary,
)
from drillplanner.services.readiness.probes import (
    DiskReading,
    Power,
    linux_power,
    measure_disk,
    read_power,
    windows_power,
)

S, MS = 10**9, 10**6
NINE = int(datetime(2026, 11, 23, 1, tzinfo=UTC).timestamp()) * S
SHANGHAI = timedelta(hours=8)
FAST = DiskReading(40 * 10**9, 3 * MS, 9 * MS)


def supply(folder: Path, name: str, **lines: str) -> None:
    (folder / name).mkdir()
    for file, line in lines.items():
        (folder / name / file).write_text(line + "\n", encoding="ascii")


def test_clocks_that_run_evenly_in_the_scripts_zone_are_in_order() -> None:
    check = judge_clock(Stamp(0, NINE), Stamp(60 * S, NINE + 60 * S), SHANGHAI, SHANGHAI)

    assert check.standing == "good"
    assert "UTC+08:00" in str(check.says)


def test_a_clock_that_was_set_is_told_with_by_how_much() -> None:
    check = judge_clock(Stamp(0, NINE), Stamp(60 * S, NINE + 62_500 * MS), SHANGHAI, None)

    assert check.standing == "watch"
    assert "2.5 s" in str(check.says)


def test_another_time_zone_than_the_scripts_is_told() -> None:
    here = Stamp(0, NINE)

    assert judge_clock(here, here, timedelta(0), SHANGHAI).standing == "watch"
    assert judge_clock(here, here, timedelta(0), None).standing == "good"


def test_a_date_before_the_program_was_made_is_to_be_mended() -> None:
    old = Stamp(0, 0)

    check = judge_clock(old, old, SHANGHAI, SHANGHAI)

    assert check.standing == "bad"
    assert "1970-01-01" in str(check.says)


@pytest.mark.parametrize(
    ("reading", "wanted"),
    [
        (FAST, "good"),
        (DiskReading(40 * 10**9, 3 * MS, 50 * MS), "good"),
        (DiskReading(40 * 10**9, 3 * MS, 50 * MS + 1), "watch"),
        (DiskReading(499_999_999, 3 * MS, 9 * MS), "watch"),
        (DiskReading(49_999_999, 3 * MS, 9 * MS), "bad"),
    ],
)
def test_a_disk_is_judged_by_its_worst_flush_and_its_room(
    reading: DiskReading, wanted: Standing
) -> None:
    assert judge_disk(reading).standing == wanted


def test_the_disk_is_measured_and_the_scratch_file_is_gone(tmp_path: Path) -> None:
    reading = measure_disk(tmp_path / "new")

    assert reading.free_bytes > 0
    assert 0 < reading.median_ns <= reading.worst_ns
    assert list((tmp_path / "new").iterdir()) == []


def test_a_stalling_disk_is_measured_for_two_seconds_only(tmp_path: Path) -> None:
    ticks = iter(range(0, 1000 * S, S // 2))

    reading = measure_disk(tmp_path, lambda: next(ticks))

    assert reading.worst_ns == S // 2
    assert next(ticks) <= 4 * S


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreFault, match="cannot be written"):
        measure_disk(tmp_path / "file" / "inside")


def test_a_full_disk_is_told_and_leaves_no_scratch_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(StoreFault, match="No space left"):
        measure_disk(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_linux_tells_battery_and_mains_and_leaves_out_a_mouse(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "BAT0", type="Battery", capacity="40")
    supply(tmp_path, "BAT1", type="Battery", capacity="80")
    supply(tmp_path, "mouse", type="Battery", scope="Device", capacity="3")

    assert linux_power(tmp_path) == Power(True, 60, False)


def test_linux_without_battery_or_without_the_list(tmp_path: Path) -> None:
    assert linux_power(tmp_path) == Power(has_battery=False)
    assert linux_power(tmp_path / "none") == Power()


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        ((1, 8, 90), Power(True, 90, True)),
        ((0, 4, 12), Power(True, 12, False)),
        ((1, 128, 255), Power(has_battery=False)),
        ((255, 255, 255), Power()),
        ((0, 1, 255), Power(True, None, False)),
        (None, Power()),
    ],
)
def test_windows_power_status_is_read(status: tuple[int, int, int] | None, wanted: Power) -> None:
    assert windows_power(status) == wanted


def test_this_machine_is_asked_without_a_fault() -> None:
    assert judge_power(read_power()).id == "battery"


@pytest.mark.parametrize(
    ("power", "wanted"),
    [
        (Power(), "open"),
        (Power(has_battery=False), "good"),
        (Power(True, 5, True), "good"),
        (Power(True, 50, False), "good"),
        (Power(True, 49, False), "watch"),
        (Power(True, 19, False), "bad"),
        (Power(True, None, False), "watch"),
    ],
)
def test_a_battery_is_judged_by_what_is_left_unless_it_is_charged(
    power: Power, wanted: Standing
) -> None:
    assert judge_power(power).standing == wanted


def test_what_the_keeper_must_try_is_open_until_it_was_tried() -> None:
    assert judge_keys("").standing == "open"
    assert judge_keys("Q").standing == "good"
    assert judge_sound(None).standing == "open"
    assert judge_sound(False).standing == "watch"
    assert judge_sound(True).standing == "good"
    assert judge_input().standing == "good"


def test_sleep_is_called_held_off_only_where_it_is() -> None:
    assert judge_awake("held").standing == "good"
    assert judge_awake("asked").standing == "open"
    assert judge_awake("refused").standing == "watch"
    assert "Not prevented" in str(judge_awake("refused").says)


def test_what_the_post_will_see_is_counted() -> None:
    assert str(judge_post("Gate", 1).says) == "Gate will see 1 step."
    assert str(judge_post("Gate", 9).says) == "Gate will see 9 steps."
    assert judge_post("Gate", None).standing == "bad"


def test_one_sentence_sums_it_up_the_gravest_first() -> None:
    good, left = judge_disk(FAST), judge_keys("")
    watch, bad = judge_sound(False), judge_power(Power(True, 5, False))

    assert str(summary([good])[1]) == "Ready: everything is in order."
    assert str(summary([good, watch])[1]) == "Ready; take note of 1 thing."
    assert summary([good, left])[0] == "open"
    noted = summary([good, watch, left])
    assert (noted[0], str(noted[1])) == (
        "watch",
        "Take note of 1 thing. 1 check is not done yet.",
    )
    assert str(summary([good, watch, left, bad])[1]) == "Not ready: 1 thing needs fixing."


def test_the_log_note_holds_what_is_not_in_order() -> None:
    said = str(log_note([judge_disk(FAST), judge_sound(False), judge_keys("")], "08:55:03"))

    assert said == (
        "Readiness check at 08:55:03. Take note of 1 thing. 1 check is not done yet. "
        "Sound: The sound is not heard."
    )
    plain = "Readiness check at 08:55:03. Ready: everything is in order."
    assert str(log_note([judge_disk(FAST)], "08:55:03")) == plain


def test_every_check_has_a_name() -> None:
    assert set(NAMES) == set(CHECKS)


def test_what_is_not_simply_in_order_says_what_to_do() -> None:
    here = Stamp(0, NINE)
    found: list[Check] = [
        judge_clock(here, here, timedelta(0), SHANGHAI),
        judge_power(Power(True, 5, False)),
        judge_awake("refused"),
        judge_post("Gate", None),
        judge_sound(False),
    ]

    assert all(check.advice is not None for check in found)


def test_offsets_of_half_an_hour_and_west_of_greenwich() -> None:
    assert local_time.offset_words(timedelta(hours=5, minutes=30)) == "UTC+05:30"
    assert local_time.offset_words(timedelta(hours=-3)) == "UTC−03:00"


def test_a_missing_password_is_told_here_and_in_no_log() -> None:
    check = judge_password(False)

    assert check.standing == "watch"
    assert str(summary([check])[1]) == "Ready; take note of 1 thing."
    assert "Ready: everything is in order" in str(log_note([check], "08:55:03"))
    assert "assword" not in str(log_note([check], "08:55:03"))
    assert judge_password(True).standing == "good"
