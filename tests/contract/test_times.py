"""Times of a log: formats, default uncertainties, readings, days and zones (§2)."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from pathlib import Path

import pytest

from tests.contract.build import ANY, Answer, Score, holds, log, script, write_files

# One row stands for the uncertainty of one entry: the start has u = 0, so U = 2·u of the stop.
# A blank uncertainty is half of the last digit shown as a rectangle (÷ √3), and what a person
# adds: press_u_s 0.3 on a stopwatch or a time with decimals, watch_u_s 1 on a time of day in
# whole seconds or minutes.
# (start, stop, elapsed, half-width of the stop, the person's share)
FORMATS = [
    ("09:00:00", "09:01:00.25", 60.25, 0.005, 0.3),
    ("09:00:00", "09:01:00.125", 60.125, 0.0005, 0.3),
    ("09:00:00", "09:01:00.000001", 60.000001, 0.0000005, 0.3),
    ("09:00:00", "09:00:59.123456789", 59.123456789, 0.0000000005, 0.3),
    ("09:00:05", "09:01:05", 60, 0.5, 1),
    ("09:00:05", "09:01:05.0", 60, 0.05, 0.3),
    ("09:00:05", "０９：０１：０５", 60, 0.5, 1),
    ("09:00:05", "09：01：05.5", 60.5, 0.05, 0.3),
    ("2026-05-12T09:00:00", "2026-05-12T09:01:00", 60, 0.5, 1),
    ("2026-05-12T09:00:00", "2026-05-12T09:01:00.25", 60.25, 0.005, 0.3),
    ("2026-05-12T09:00:00+08:00", "2026-05-12T01:01:00Z", 60, 0.5, 1),
    ("2026-05-12T09:00:00+08:00", "2026-05-12T01:01:00+00:00", 60, 0.5, 1),
    ("2026-05-12T09:00:00", "2026-05-12T09:01:00+08:00", 60, 0.5, 1),  # no offset: Asia/Shanghai
    ("2026-05-12T23:59:30", "2026-05-13T00:00:30", 60, 0.5, 1),
    ("2026-05-12T09:00:00", "2026-05-14T09:00:00", 172800, 0.5, 1),
    ("0", "60", 60, 0.5, 0.3),
    ("0", "60.0", 60, 0.05, 0.3),
    ("0", "60.25", 60.25, 0.005, 0.3),
    ("0.5", "60.25", 59.75, 0.005, 0.3),
    ("170", "230.000", 60, 0.0005, 0.3),
]


@pytest.mark.parametrize(("start", "stop", "elapsed", "half", "person"), FORMATS)
@pytest.mark.parametrize("observed", ["", "seen", "video", "record"])
def test_a_blank_uncertainty_is_the_readings_and_a_persons(
    score: Score, start: str, stop: str, elapsed: float, half: float, person: float, observed: str
) -> None:
    own = 0 if observed in {"video", "record"} else person
    rows = [f"A,S,{start},0", f"A,X,{stop},,observed={observed}"]
    found = score(script(), rows).target()
    u = sqrt(half**2 / 3 + own**2)
    holds(found, elapsed_s=elapsed, gross_s=elapsed, expanded_uncertainty_s=2 * u)


# A minute shown by a clock: blank means either reading, the shown value plus 15 s with a
# half-width of 45 s; floor is the value plus 30 s, nearest the value, both with 30 s. A person
# adds watch_u_s 1. A stated uncertainty means nearest. The start is 09:00:05 exactly.
# (stop row tail, elapsed, u²)
MINUTES = [
    ("09:01", 70, 45**2 / 3 + 1),
    ("09:01,,observed=seen", 70, 45**2 / 3 + 1),
    ("09:01,,observed=record", 70, 45**2 / 3),
    ("09:01,,reading=floor", 85, 30**2 / 3 + 1),
    ("09:01,,reading=nearest", 55, 30**2 / 3 + 1),
    ("09:01,,reading=nearest,observed=video", 55, 30**2 / 3),
    ("09:01,9", 55, 81),
    ("09:01,9,reading=floor", 85, 81),
    ("09:01,0", 55, 0),
    ("9时1分", 70, 45**2 / 3 + 1),
    ("9点01分", 70, 45**2 / 3 + 1),
    ("9:01 AM", 70, 45**2 / 3 + 1),
    ("上午9:01", 70, 45**2 / 3 + 1),
]


@pytest.mark.parametrize(("tail", "elapsed", "square"), MINUTES)
def test_a_minute_may_be_either_reading(
    score: Score, tail: str, elapsed: float, square: float
) -> None:
    found = score(script(), ["A,S,09:00:05,0", f"A,X,{tail}"]).target()
    holds(found, elapsed_s=elapsed, expanded_uncertainty_s=2 * sqrt(square))


def test_an_iso_minute_may_be_either_reading_too(score: Score) -> None:
    # 15 s later, u² = 45²/3 + 1 = 26²
    found = score(script(), ["A,S,2026-05-12T09:00:05,0", "A,X,2026-05-12T09:01"]).target()
    holds(found, elapsed_s=70, expanded_uncertainty_s=52)


def test_two_minutes_differ_by_no_quarter(score: Score) -> None:
    # both 15 s later: 60 s; u² = 2·26²
    found = score(script(), ["A,S,09:00", "A,X,09:01"], dial=["A=clock"]).target()
    holds(found, elapsed_s=60, expanded_uncertainty_s=2 * sqrt(2) * 26)


def test_both_ends_uncertain_add_in_squares(score: Score) -> None:
    # u² = 2·(0.5²/3 + 1) = 13/6, U = 2.944: 60 ± 2.9 against 60 is too close to call
    found = score(script(), ["A,S,09:00:05", "A,X,09:01:05"]).target()
    holds(
        found, verdict="too_close", elapsed_s=60, expanded_uncertainty_s=2 * sqrt(13 / 6), score=100
    )


# The person's share is the script's. (scoring, stop row tail, u²)
SHARES = [
    ({"press_u_s": 9}, "60", 1 / 12 + 81),
    ({"press_u_s": 0}, "60", 1 / 12),
    ({"watch_u_s": 9}, "60", 1 / 12 + 0.09),
    ({"press_u_s": 9}, "60,2", 4),
    ({"press_u_s": 9}, "60,,observed=video", 1 / 12),
]


@pytest.mark.parametrize(("scoring", "tail", "square"), SHARES)
def test_what_a_person_adds_is_the_scripts(
    score: Score, scoring: dict[str, float], tail: str, square: float
) -> None:
    found = score(script(version=2, scoring=scoring), ["A,S,0,0", f"A,X,{tail}"]).target()
    holds(found, expanded_uncertainty_s=2 * sqrt(square))


@pytest.mark.parametrize(("watch", "square"), [(0, 1 / 12), (2, 1 / 12 + 4)])
def test_what_a_person_adds_to_a_clock_is_the_scripts(
    score: Score, watch: float, square: float
) -> None:
    made = script(version=2, scoring={"watch_u_s": watch})
    found = score(made, ["A,S,09:00:05,0", "A,X,09:01:05"]).target()
    holds(found, expanded_uncertainty_s=2 * sqrt(square))


# Floor: the instant is the shown value plus half a unit; u is that of the digit (and a person's)
# unless given.
# (start row tail, stop row tail, elapsed, u_start² + u_stop²)
FLOORS = [
    ("09:00:05,0", "09:01:05,,reading=floor", 60.5, 0.25 / 3 + 1),
    ("09:00:05,0,reading=floor", "09:01:05,0", 59.5, 0),
    ("09:00:05,,reading=floor", "09:01:05,,reading=floor", 60, 0.5 / 3 + 2),
    ("09:00:05,0", "09:01:05.2,,reading=floor", 60.25, 0.0025 / 3 + 0.09),
    ("09:00:05,0", "09:01:05,2,reading=floor", 60.5, 4),
    ("0,0", "60,,reading=floor", 60.5, 0.25 / 3 + 0.09),
    ("0,0", "60.0,,reading=floor", 60.05, 0.0025 / 3 + 0.09),
    ("0,0", "60,,reading=nearest", 60, 0.25 / 3 + 0.09),
    ("0,0", "60,,reading=floor,observed=video", 60.5, 0.25 / 3),
    ("2026-05-12T09:00:00,0", "2026-05-12T09:01:00,,reading=floor", 60.5, 0.25 / 3 + 1),
]


@pytest.mark.parametrize(("start", "stop", "elapsed", "square"), FLOORS)
def test_a_clock_that_cuts_off_is_read_half_a_unit_later(
    score: Score, start: str, stop: str, elapsed: float, square: float
) -> None:
    found = score(script(), [f"A,S,{start}", f"A,X,{stop}"]).target()
    holds(found, elapsed_s=elapsed, expanded_uncertainty_s=2 * sqrt(square))


def test_the_instant_shown_as_at_holds_the_half_unit(score: Score) -> None:
    found = score(script(), ["A,S,09:00:05,0,reading=floor", "A,X,09:01:05,0"]).target()
    holds(found["start"], at=32405.5, sources=["A"])
    holds(found["stop"], at=32465, sources=["A"])


def test_reading_holds_for_sync_marks_too(score: Score) -> None:
    # B cuts off: its mark is at 70.5, A's at 0. B's stop 130 (nearest) is 59.5 on A's clock.
    rows = ["A,@W,0,0", "A,S,0,0", "B,@W,70,0,reading=floor", "B,X,130,0"]
    answer = score(script(scoring={"drift_ppm": 0}), rows)
    holds(answer.target(), elapsed_s=59.5, expanded_uncertainty_s=0)
    holds(answer.tie("B", "A"), offset_s=70.5)


# Radio and blanks take radio_u_s (1.5) in quadrature with the reading's, and at_most.
# (stop row tail, scoring, u², verdict at limit 60, score)
RADIO = [
    # whole seconds: u² = 2.25 + 1/12 = 7/3, U = 3.055
    ("50,,observed=radio", {}, 7 / 3, "met", 100),
    ("56.9,,observed=radio", {}, 2.25 + 0.0025 / 3, "met", 100),
    ("57,,observed=radio", {}, 7 / 3, "too_close", None),
    ("500,,observed=radio", {}, 7 / 3, "too_close", None),
    ("50,,observed=radio", {"radio_u_s": 4}, 16 + 1 / 12, "met", 100),
    ("50,,observed=radio", {"radio_u_s": 6}, 36 + 1 / 12, "too_close", None),
    # neither press_u_s nor watch_u_s is a radio's
    ("50,,observed=radio", {"press_u_s": 9, "watch_u_s": 9}, 7 / 3, "met", 100),
    ("50,1,observed=radio", {}, 1, "met", 100),
    ("500,1,observed=radio", {}, 1, "too_close", None),
    ("70,1,observed=radio,bound=exact", {}, 1, "missed", 100 - 40 * 10 / 30),
    ("70,1,observed=seen", {}, 1, "missed", 100 - 40 * 10 / 30),
    ("70,1,observed=video", {}, 1, "missed", 100 - 40 * 10 / 30),
    ("70,1,observed=record", {}, 1, "missed", 100 - 40 * 10 / 30),
    ("70,1,observed=", {}, 1, "missed", 100 - 40 * 10 / 30),
]


@pytest.mark.parametrize(("tail", "scoring", "square", "verdict", "points"), RADIO)
def test_a_time_called_by_radio_is_an_upper_bound_of_its_own_uncertainty(
    score: Score,
    tail: str,
    scoring: dict[str, float],
    square: float,
    verdict: str,
    points: float | None,
) -> None:
    found = score(script(version=2, scoring=scoring), ["A,S,0,0", f"A,X,{tail}"]).target()
    holds(found, verdict=verdict, expanded_uncertainty_s=2 * sqrt(square), score=points)


# A clock time takes the day nearest the source's previous timed row.
DAYS = [
    (["A,S,23:59:30,0", "A,X,00:00:30,0"], 60, 86370),
    (["A,X,00:00:30,0", "A,S,23:59:30,0"], 60, -30),
    (["A,S,23:59,0,dial=clock", "A,X,00:01,0"], 120, 86340),
    # 7 h and 7 h 30 min: none is 8 h or more from the one before it
    (["A,S,22:00:05,0", "A,Y,05:00:05,0", "A,X,12:30:05,0"], 52200, 79205),
    (["A,S,22:00:05,0", "A,Y,failed 05:00:05,0", "A,X,12:30:05,0"], 52200, 79205),
    (["A,S,22:00:05,0", "A,@W,05:00:05,0", "A,X,12:30:05,0"], 52200, 79205),
    (["A,S,22:00:05,0", "A,Y,not_performed", "A,X,05:00:05,0"], 7 * 3600, 79205),
    (["B,Y,12:00:00,0", "A,S,23:59:30,0", "B,Z,12:00:01,0", "A,X,00:00:30,0"], 60, 86370),
]


@pytest.mark.parametrize(("rows", "elapsed", "at"), DAYS)
def test_midnight_is_crossed_to_the_nearest_day(
    score: Score, rows: list[str], elapsed: float, at: float
) -> None:
    found = score(script(["S", "X", "Y", "Z"]), rows).target()
    holds(found, elapsed_s=elapsed)
    holds(found["start"], at=at)
    holds(found["stop"], at=at + elapsed)


# ISO without offset takes the script's zone: New York goes from 02:00 to 03:00 on 8 March 2026.
ZONES = [
    ("Asia/Tokyo", "2026-05-12T10:00:00", "2026-05-12T01:01:00Z", 60),
    ("UTC", "2026-05-12T10:00:00", "2026-05-12T18:01:00+08:00", 60),
    ("America/New_York", "2026-03-08T01:59:30", "2026-03-08T03:00:30", 60),
    ("Asia/Shanghai", "2026-03-08T01:59:30", "2026-03-08T03:00:30", 3660),
]


@pytest.mark.parametrize(("zone", "start", "stop", "elapsed"), ZONES)
def test_local_times_are_those_of_the_zone(
    score: Score, zone: str, start: str, stop: str, elapsed: float
) -> None:
    found = score(script(zone=zone), [f"A,S,{start},0", f"A,X,{stop},0"]).target()
    holds(found, elapsed_s=elapsed)


def test_a_published_duration_is_a_source_in_seconds_from_zero(score: Score) -> None:
    # 4 min 38 s = 278 s
    found = score(script(), ["A,S,0,0", "A,X,278,0"]).target()
    holds(found, elapsed_s=278, expanded_uncertainty_s=0, verdict="missed", score=0)
    holds(found["start"], at=0)


@pytest.mark.parametrize("word", ["not_performed", "done", "failed"])
@pytest.mark.parametrize(("start", "stop"), [("0", "30"), ("09:00:00", "09:00:30")])
def test_words_and_offsets_are_of_no_kind(score: Score, word: str, start: str, stop: str) -> None:
    rows = [f"A,Y,{word}", f"A,S,{start},0", "A,@offset:B,37,1", f"A,X,{stop},0", f"A,Z,{word}"]
    rows += ["B,Y,5,0"]
    holds(score(script(["S", "X", "Y", "Z"]), rows).target(), verdict="met", elapsed_s=30)


# What cannot be read is refused as a whole: status 1, nothing scored.
REFUSED = [
    ["A,S,09:00:00", "A,X,60"],
    ["A,S,0", "A,X,2026-05-12T09:00:00"],
    ["A,S,0", "A,X,failed 09:12:30"],
    ["A,S,09:00:05", "A,X,09:60:05"],
    ["A,S,09:00:00", "A,X,09:00:61"],
    ["A,S,09:00:00", "A,X,09:00:00.1234567891"],
    ["A,S,0", "A,X,nan"],
    ["A,S,0", "A,X,inf"],
    ["A,S,0", "A,X,soon"],
    ["A,S,0", "A,X,60,-1"],
    ["A,S,0", "A,X,60,nan"],
    ["A,S,0", "A,X,60,x"],
    ["A,S,0", "A,X,60,1,bound=about"],
    ["A,S,0", "A,X,60,1,observed=guessed"],
    ["A,S,0", "A,X,60,1,reading=ceil"],
    ["A,S,0", "A,NOSTEP,60,1"],
    ["A,S,0", "A,X/NOUNIT,60,1"],
    ["A,S,0", "A,X,"],
    ["A,S,0", ",X,60"],
    ["A,S,0", "A,#NOTARGET,not_applicable"],
    ["A,@W,0,0,bound=at_most", "A,S,0"],
    ["A,@W,0,0,bound=at_least", "A,S,0"],
    ["A,@W,0,0", "A,@W,100,0", "A,S,0"],
    ["A,@W,not_performed", "A,S,0"],
]


@pytest.mark.parametrize("rows", REFUSED, ids=lambda rows: rows[-1])
def test_what_cannot_be_read_is_refused(
    call: Callable[..., Answer], tmp_path: Path, rows: list[str]
) -> None:
    answer = call("score", *write_files(tmp_path, script(), [rows]), "--json")
    assert answer.status == 1, answer.out
    assert answer.err.strip()
    assert "Traceback" not in answer.err


def test_all_faulty_rows_are_named_at_once(call: Callable[..., Answer], tmp_path: Path) -> None:
    rows = ["A,S,0", "A,X,11:99:00", "A,S,5", "A,NOSTEP,5", "A,X,60,minus"]
    answer = call("score", *write_files(tmp_path, script(), [rows]), "--json")
    assert answer.status == 1
    # lines 3, 5 and 6 of the file
    assert all(str(line) in answer.err for line in (3, 5, 6)), answer.err


ENCODINGS: list[tuple[str, Callable[[str], bytes]]] = [
    ("utf-8", lambda text: text.encode()),
    ("bom", lambda text: b"\xef\xbb\xbf" + text.encode()),
    ("gb18030", lambda text: text.encode("gb18030")),
    ("semicolon", lambda text: text.replace(",", ";").encode()),
    ("tab", lambda text: text.replace(",", "\t").encode()),
    ("crlf", lambda text: text.replace("\n", "\r\n").encode()),
]


@pytest.mark.parametrize(("name", "encode"), ENCODINGS, ids=[name for name, _ in ENCODINGS])
def test_encodings_and_separators_are_told_apart(
    call: Callable[..., Answer], tmp_path: Path, name: str, encode: Callable[[str], bytes]
) -> None:
    assert name
    arguments = write_files(tmp_path, script(), [["校门,S,0,0", "校门,X,30,0"]])
    path = tmp_path / "log1.csv"
    path.write_bytes(encode(log(["校门,S,0,0", "校门,X,30,0"])))
    answer = call("score", *arguments, "--json")
    assert answer.status == 0, answer.err
    found = answer.target()
    holds(found, verdict="met", elapsed_s=30)
    holds(found["stop"], sources=["校门"])


def test_columns_stand_in_any_order(call: Callable[..., Answer], tmp_path: Path) -> None:
    text = (
        "note,reading,time,unit,bound,step,observed,uncertainty_s,source\n"
        ",,0,,,S,,0,A\n,floor,30,,exact,X,seen,0,A\n"
    )
    answer = call("score", *write_files(tmp_path, script(), [text]), "--json")
    assert answer.status == 0, answer.err
    holds(answer.target(), elapsed_s=30.5, verdict="met", expanded_uncertainty_s=ANY)
