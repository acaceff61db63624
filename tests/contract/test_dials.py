"""How a table's times are read: words and digits, what decides, what is ambiguous (§2, §7)."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from pathlib import Path

import pytest

from tests.contract.build import Answer, Refuse, Score, holds, script, write_files

WORDS = {
    "clock",
    "stopwatch",
    "hhmm",
    "mmss",
    "hmmss",
    "seconds",
    "day_fraction",
    "serial",
}

# A time of day and its seconds after midnight.
CLOCKS = [
    ("09:12:30", 33150),
    ("9:12:30", 33150),
    ("09:12:30.25", 33150.25),
    ("9:12:30 AM", 33150),
    ("9:12:30 PM", 76350),
    ("12:00:05 AM", 5),
    ("12:00:05 PM", 43205),
    ("上午9:12:30", 33150),
    ("下午3:12:30", 54750),
    ("晚上8:12:30", 72750),
    ("9时12分30秒", 33150),
    ("9点12分30秒", 33150),
    ("15点12分30秒", 54750),
    ("9点12分", 33120),
    ("9时12分", 33120),
    ("9:12 AM", 33120),
    ("下午3:12", 54720),
    ("2026-05-12T09:12:30", 33150),
]


@pytest.mark.parametrize(("text", "at"), CLOCKS)
def test_a_time_of_day_is_read_as_people_write_it(score: Score, text: str, at: float) -> None:
    # the uncertainty is stated, so a minute is the nearest one
    found = score(script(), [f"A,S,{text},0"]).target()
    holds(found["start"], at=at)


# A time of a stopwatch that no clock can show, and its seconds.
STOPWATCHES = [
    ("0:42.5", 42.5),
    ("24:01.0", 1441),
    ("90:05.5", 5405.5),
    ("25:00:05", 90005),
    ("100:00:05.25", 360005.25),
    ("3分20秒", 200),
    ("0分42秒", 42),
    ("-30.0", -30),
    ("-30", -30),
    ("-0:30", -30),
    ("42.5", 42.5),
    ("7", 7),
]


@pytest.mark.parametrize(("text", "at"), STOPWATCHES)
def test_a_time_of_a_stopwatch_is_read_as_people_write_it(
    score: Score, text: str, at: float
) -> None:
    found = score(script(), [f"A,S,{text},0"]).target()
    holds(found["start"], at=at)


# Said to be read so: (word, start, stop, at of the start, elapsed)
SAID = [
    ("clock", "9:30", "9:31", 34200, 60),
    ("clock", "0930", "0931", 34200, 60),
    ("clock", "930", "1031", 34200, 3660),
    ("clock", "0.5", "0.75", 43200, 21600),
    ("clock", "00:42:05", "00:43:05", 2525, 60),
    ("stopwatch", "0:42", "3:20", 42, 158),
    ("stopwatch", "3:20", "24:01", 200, 1241),
    ("stopwatch", "0:42:00", "0:43:00", 2520, 60),
    ("stopwatch", "09:30:05", "09:31:05", 34205, 60),
    ("stopwatch", "100", "130", 100, 30),
    ("hhmm", "0930", "0931", 34200, 60),
    ("hhmm", "930", "1005", 34200, 2100),
    ("mmss", "0342", "0450", 222, 68),
    ("mmss", "342", "2401", 222, 1219),
    ("hmmss", "10342", "10442", 3822, 60),
    ("seconds", "100", "130", 100, 30),
    ("seconds", "30000.5", "30060.5", 30000.5, 60),
    ("seconds", "0.00012", "0.5", 0.00012, 0.49988),
    ("seconds", "1790000000", "1790000060", 1790000000, 60),
    # parts of a day are times of day in whole seconds: 09:30:00 and 09:30:50
    ("day_fraction", "0.395833333333333", "0.396412037037037", 34200, 50),
    ("day_fraction", "0.5", "0.25001157407", 43200, -21599),
    # 23:59:50 and 00:00:20 of the next day
    ("serial", "45292.99988425926", "45293.00023148148", 86390, 30),
    ("serial", "45292.5", "45294.5", 43200, 172800),
]


@pytest.mark.parametrize(("word", "start", "stop", "at", "elapsed"), SAID)
@pytest.mark.parametrize("by", ["option", "every row", "one row"])
def test_a_dial_says_how_times_are_read(
    score: Score, word: str, start: str, stop: str, at: float, elapsed: float, by: str
) -> None:
    made = script()
    said = f",dial={word}"
    if by == "option":
        found = score(made, [f"A,S,{start},0", f"A,X,{stop},0"], dial=[f"A={word}"])
    elif by == "every row":
        found = score(made, [f"A,S,{start},0{said}", f"A,X,{stop},0{said}"])
    else:
        found = score(made, [f"A,S,{start},0", f"A,X,{stop},0{said}"])
    holds(found.target(), elapsed_s=elapsed)
    holds(found.target()["start"], at=at)


# The blank uncertainty follows the dial. (word, start, stop, elapsed, u² of the span)
BLANKS = [
    # minutes: half-width 45 s and watch_u_s; both ends 15 s later
    ("clock", "09:30", "09:31", 60, 2 * (45**2 / 3 + 1)),
    ("hhmm", "0930", "0931", 60, 2 * (45**2 / 3 + 1)),
    # seconds that are all 0 were not read: to the minute
    ("clock", "09:30:00", "09:31:00", 60, 2 * (45**2 / 3 + 1)),
    # whole seconds of a clock; of a stopwatch
    ("day_fraction", "0.395833333333333", "0.396412037037037", 50, 2 * (0.25 / 3 + 1)),
    ("serial", "45292.99988425926", "45293.00023148148", 30, 2 * (0.25 / 3 + 1)),
    ("stopwatch", "0:42", "3:20", 158, 2 * (0.25 / 3 + 0.09)),
    ("mmss", "0042", "0320", 158, 2 * (0.25 / 3 + 0.09)),
    ("hmmss", "00042", "00320", 158, 2 * (0.25 / 3 + 0.09)),
    ("seconds", "100", "130", 30, 2 * (0.25 / 3 + 0.09)),
]


@pytest.mark.parametrize(("word", "start", "stop", "elapsed", "square"), BLANKS)
def test_a_blank_uncertainty_follows_the_dial(
    score: Score, word: str, start: str, stop: str, elapsed: float, square: float
) -> None:
    found = score(script(), [f"A,S,{start}", f"A,X,{stop}"], dial=[f"A={word}"]).target()
    holds(found, elapsed_s=elapsed, expanded_uncertainty_s=2 * sqrt(square))


def test_minutes_said_to_be_a_clock_start_a_quarter_later(score: Score) -> None:
    found = score(script(), ["A,S,09:30:00", "A,X,09:31:00"], dial=["A=clock"]).target()
    holds(found["start"], at=34215)


def test_a_dial_is_said_of_one_source_alone(score: Score) -> None:
    # B's 0930 is 09:30, A's 7 and 37 are seconds; one mark ties them: 34200 - 7
    rows = ["A,@W,7,0", "A,S,7,0", "B,@W,0930,0", "B,X,0931,0"]
    found = score(script(scoring={"drift_ppm": 0}), rows, dial=["B=hhmm"]).target()
    holds(found, elapsed_s=60)


def test_several_dials_may_be_said(score: Score) -> None:
    rows = ["A,@W,0:07,0", "A,S,0:07,0", "B,@W,0930,0", "B,X,0931,0"]
    made = script(scoring={"drift_ppm": 0})
    holds(score(made, rows, dial=["A=stopwatch", "B=hhmm"]).target(), elapsed_s=60)


# A row that is certain decides for its source's others, before and after it.
# (rows, elapsed)
DECIDED = [
    (["0:42", "3:20.5"], 158.5),
    (["0:42.5", "3:20"], 157.5),
    (["0分42秒", "3:20"], 158),
    (["-0:30", "3:20"], 230),
    (["0:42", "25:00:42"], 90000),
    (["1:00:05", "25:00:05"], 86400),
    (["3:20", "9:12:30 AM"], 9 * 3600 + 750 - 12000),
    (["上午9:12", "9:13"], 60),
    (["9点12分", "9:13"], 60),
    (["9时12分05秒", "9:13:05"], 60),
    # rows of three parts decide for those of two: a clock
    (["09:00:05", "09:01"], 55),
    (["09:00", "09:01:05"], 65),
    # seconds of 0 in one row only, or not in all
    (["09:00:00", "09:01:05"], 65),
    (["09:00:00", "09:01:00.5"], 60.5),
    (["09:00:00", "09:01"], 60),
    # numbers that no digits of a clock can be
    (["170", "230"], 60),
    (["100", "160"], 60),
    (["7", "130"], 123),
    (["100", "130.5"], 30.5),
    (["1000000", "1000060"], 60),
    (["30070", "30170"], 100),
    # between 0 and 1 with three decimals at most, or not all between
    (["0.125", "0.5"], 0.375),
    (["0.0004", "2.5"], 2.4996),
    (["0", "1"], 1),
    (["19999.5", "20060.5"], 61),
]


@pytest.mark.parametrize(("times", "elapsed"), DECIDED)
def test_a_row_that_is_certain_decides_for_the_others(
    score: Score, times: list[str], elapsed: float
) -> None:
    found = score(script(), [f"A,S,{times[0]},0", f"A,X,{times[1]},0"]).target()
    holds(found, elapsed_s=elapsed)


def test_seconds_that_are_not_all_0_decide_for_a_clock(score: Score) -> None:
    rows = ["A,S,09:00:00,0", "A,X,09:01:00,0", "A,Y,09:02:07,0"]
    holds(score(script(["S", "X", "Y"]), rows).target(), elapsed_s=60)


# Ambiguous, and nothing decides.
AMBIGUOUS = [
    ["3:20", "4:10"],
    ["0:00", "0:42"],
    ["09:30", "09:34"],
    ["3:20"],
    ["0:42", "24:01"],
    # seconds all 0 in two rows, decimals included
    ["0:42:00", "0:50:00"],
    ["09:30:00", "09:31:00"],
    ["09:30:00.0", "09:31:00"],
    ["09:30", "09:31:00", "09:32:00"],
    # digits whose pairs are under 60
    ["0930", "0931"],
    ["342", "2401"],
    ["100", "130"],
    ["10342", "10442"],
    ["093005", "093105"],
    # parts of a day
    ["0.395833333333333", "0.396412037037037"],
    ["0.5", "0.7501"],
    # days and parts of a day
    ["45292.5", "45292.75"],
    ["20000.5", "79999.5"],
    # milliseconds of some epoch
    ["1790000000", "1790000060"],
    ["7", "100000001"],
]


@pytest.mark.parametrize("times", AMBIGUOUS, ids="+".join)
def test_what_is_ambiguous_is_refused_with_what_decides(refuse: Refuse, times: list[str]) -> None:
    rows = [f"A,{name},{time},0" for name, time in zip("SXY", times, strict=False)]
    message = refuse(script(["S", "X", "Y"]), rows)
    assert times[0] in message
    assert "--dial" in message
    assert sum(word in message for word in WORDS) >= 2, message


def test_ambiguous_sources_are_all_named_at_once(refuse: Refuse) -> None:
    rows = ["gatehouse,S,3:20", "corridor,X,0930", "gatehouse,Y,3:40"]
    message = refuse(script(["S", "X", "Y"]), rows)
    assert "gatehouse" in message
    assert "corridor" in message


# Two kinds in one source, and dials that cannot be.
ERRORS: list[tuple[list[str], list[str]]] = [
    (["A,S,9:00 AM,0", "A,X,60,0"], []),
    (["A,S,9:00:05 AM,0", "A,X,3分20秒,0"], []),
    (["A,S,9点12分,0", "A,X,3:20.5,0"], []),
    (["A,S,9点12分,0", "A,X,-30,0"], []),
    (["A,S,9点12分,0", "A,X,25:00:05,0"], []),
    (["A,S,2026-05-12T09:00:05,0", "A,X,60,0"], []),
    (["A,S,0:42,0,dial=stopwatch", "A,X,3:20,0,dial=clock"], []),
    (["A,S,0342,0,dial=mmss", "A,X,0420,0,dial=hhmm"], []),
    (["A,S,0:42,0,dial=sundial", "A,X,3:20,0"], []),
    # what the dial cannot read
    (["A,S,0975,0", "A,X,0931,0"], ["A=hhmm"]),
    (["A,S,2501,0", "A,X,0931,0"], ["A=hhmm"]),
    (["A,S,0375,0", "A,X,0931,0"], ["A=mmss"]),
    (["A,S,24:01,0", "A,X,0:50,0"], ["A=clock"]),
]


@pytest.mark.parametrize(("rows", "dial"), ERRORS, ids="+".join)
def test_times_that_cannot_be_read_so_are_refused(
    refuse: Refuse, rows: list[str], dial: list[str]
) -> None:
    refuse(script(), rows, dial=dial)


@pytest.mark.parametrize("word", ["A", "A=", "A=sundial", "=clock"])
def test_an_option_that_says_no_dial_is_refused(
    call: Callable[..., Answer], tmp_path: Path, word: str
) -> None:
    arguments = write_files(tmp_path, script(), [["A,S,0,0", "A,X,30,0"]])
    answer = call("score", *arguments, "--dial", word, "--json")
    assert answer.status in {1, 2}
    assert answer.err.strip()
    assert "Traceback" not in answer.err


# What was read. (times, dial said, dial, form)
READINGS = [
    (["09:00:05", "09:01:05"], [], "clock", "H:MM:SS"),
    (["0:42", "3:20"], ["A=stopwatch"], "stopwatch", "M:SS"),
    (["0:42:05", "3:20:05"], ["A=stopwatch"], "stopwatch", "H:MM:SS"),
    (["0930", "0931"], ["A=hhmm"], "hhmm", None),
    (["0342", "0420"], ["A=mmss"], "mmss", None),
    (["100", "130"], ["A=seconds"], "seconds", None),
    (["0.395833333333333", "0.396412037037037"], ["A=day_fraction"], "day_fraction", None),
    (["9点12分", "9点13分"], [], "clock", None),
]


@pytest.mark.parametrize(("times", "said", "dial", "form"), READINGS)
def test_what_was_read_is_said(
    score: Score, times: list[str], said: list[str], dial: str, form: str | None
) -> None:
    answer = score(script(), [f"A,S,{times[0]},0", f"A,X,{times[1]},0"], dial=said)
    found = answer.reading("A")
    holds(found, dial=dial, rows=2, first=times[0], last=times[1])
    if form:
        holds(found, form=form)


def test_what_was_read_is_said_in_a_line_a_source(score: Score) -> None:
    rows = ["gatehouse,@W,09:00:05,0", "gatehouse,S,09:00:05,0"]
    rows += ["corridor,@W,7,0", "corridor,X,37,0"]
    answer = score(script(), rows)
    lines = answer.err.splitlines()
    for source in ("gatehouse", "corridor"):
        assert len([line for line in lines if source in line]) == 1, answer.err


def test_words_and_offsets_are_of_no_kind_and_are_not_counted(score: Score) -> None:
    rows = ["A,@offset:B,37,1", "A,S,09:00:05,0", "A,Y,not_performed", "A,X,09:01:05,0"]
    rows += ["B,Y,09:00:07,0"]
    answer = score(script(["S", "X", "Y"]), rows)
    holds(answer.reading("A"), dial="clock", rows=2, first="09:00:05", last="09:01:05")
