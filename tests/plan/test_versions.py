"""Version 2 is read and written whole; version 1 is read as it was, and kept apart from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from drillplanner.plan.model import FullMarks, Level, Levels
from drillplanner.plan.parser.reading import examine, parse_script
from drillplanner.plan.schema import schema_text
from drillplanner.plan.versions import SINCE_2, least_version, since_2, upcast
from drillplanner.plan.writer import format_script
from tests.plan.sample import newest, sample, written

Bend = Callable[[dict[str, Any]], object]


def faults_of(value: object) -> list[tuple[str, str]]:
    return [(fault.path, str(fault.text)) for fault in examine(written(value)).faults]


def test_every_field_of_version_2_is_read() -> None:
    examination = examine(written(newest()))

    assert examination.faults == ()
    script = examination.script
    assert script is not None
    step = script.steps[0]
    assert step.from_ == {"zh_CN": "门", "en": "Gate"}
    assert step.duration is not None
    assert step.duration.likely_s == 30.5
    assert step.heads is not None
    assert step.heads.expected == 40
    assert step.u_s == 0.5
    assert step.extra == {"列": "值"}
    assert script.steps[2].units[0].heads is not None
    assert script.targets[0].source.seen == "2026-11-30"
    assert script.criteria[1].scale == FullMarks(10)
    assert script.criteria[2].scale == Levels(
        (
            Level("full", {"zh_CN": "完全符合", "en": "Fits"}, 100),
            Level("none", {"zh_CN": "不符合", "en": "Does not"}, 12.5),
        )
    )
    assert script.objectives[0].criteria == ("C2", "C3")
    assert script.scoring.watch_u_s == 0.8


def test_the_sample_of_version_2_uses_all_that_is_new() -> None:
    used = {
        (tuple(part for part in where[:-1] if isinstance(part, str)), where[-1])
        for where in since_2(newest())
    }

    wanted = {(shape, name) for shape, names in SINCE_2.items() for name in names}
    assert used == wanted | {(("criteria",), "scale")}


def test_old_and_new_fields_are_all_the_fields_there_are() -> None:
    """A field that is added to the types has to be dated, or an old file could use it."""
    schema = json.loads(schema_text())
    shapes: dict[str, tuple[str, ...]] = {"Step": ("steps",)}
    shapes |= {"Unit": ("steps", "units"), "Target": ("targets",)}
    shapes |= {"LimitSource": ("targets", "source"), "Criterion": ("criteria",)}
    shapes |= {"Scoring": ("scoring",)}
    found: dict[tuple[str, ...], set[str]] = {(): set(schema["properties"])}
    found |= {shape: set(schema["$defs"][name]["properties"]) for name, shape in shapes.items()}

    assert {shape: found[shape] - OLD[shape] for shape in found} == SINCE_2


#: The fields of format version 1, as it was published.
OLD: dict[tuple[str, ...], set[str]] = {
    (): {
        *("format", "version", "id", "title", "kind", "language", "roles", "posts", "phases"),
        *("steps", "targets", "zone", "notes", "t0", "orders", "criteria", "safety", "scoring"),
    },
    ("steps",): {
        *("id", "phase", "kind", "role", "text", "post", "backup_post", "done_when", "after"),
        *("units", "options", "only_if", "key"),
    },
    ("steps", "units"): {"id", "name"},
    ("targets",): {
        *("id", "name", "start", "stop", "limit_s", "source", "owner", "weight", "critical"),
        "caps_whole",
    },
    ("targets", "source"): {"class", "text", "url"},
    ("criteria",): {"id", "text", "scale", "role", "weight", "critical"},
    ("scoring",): {
        *("coverage_factor", "press_u_s", "radio_u_s", "half_ratio", "half_score", "zero_ratio"),
        *("cap", "conflict_s", "min_coverage", "drift_ppm", "drift_span_s", "share_timed"),
        *("grades", "reference"),
    },
}


def test_version_1_is_brought_up_without_touching_the_document() -> None:
    document = sample()
    before = deepcopy(document)

    brought = upcast(document)

    assert brought == {**before, "version": 2}
    assert document == before
    assert upcast(brought) is brought


@pytest.mark.parametrize("value", [None, [], {"version": True}, {"version": 1.0}, {}])
def test_what_is_of_no_version_is_left_alone(value: object) -> None:
    assert upcast(value) is value


def test_version_2_without_anything_new_says_the_same_as_version_1() -> None:
    assert parse_script(written({**sample(), "version": 2})) == parse_script(written(sample()))


@pytest.mark.parametrize("make", [sample, newest])
def test_a_script_is_written_in_the_lowest_version_that_holds_it(
    make: Callable[[], dict[str, Any]],
) -> None:
    script = parse_script(written({**make(), "version": 2}))

    document = json.loads(format_script(script))

    assert document["version"] == make()["version"] == least_version(make())
    assert parse_script(format_script(script)) == script
    assert format_script(parse_script(format_script(script))) == format_script(script)


def test_what_version_1_does_not_have_is_a_fault_there_that_names_version_2() -> None:
    faults = faults_of({**newest(), "version": 1})

    assert ("$.scoring.watch_u_s", NOT_IN_1.format("watch_u_s")) in faults
    assert ("$.steps[0].from", NOT_IN_1.format("from")) in faults
    assert all('Write "version": 2 at the top of the script.' in text for _path, text in faults)
    assert {path.rpartition(".")[2] for path, _text in faults} == {
        *(name for names in SINCE_2.values() for name in names),
        "scale",
    }


NOT_IN_1 = 'The field "{}" is not in format version 1. Write "version": 2 at the top of the script.'

NO_OCCASION_TWICE = (
    '"no_occasion" (未有机会观察) is on every scale already, and counts as no rating. Take this '
    "level out."
)

WRONG: list[tuple[Bend, str, str]] = [
    (
        lambda d: d["steps"][0].update(duration={"least_s": 30, "likely_s": 20, "most_s": 60}),
        "$.steps[0].duration",
        "least_s must not exceed likely_s, nor likely_s most_s.",
    ),
    (
        lambda d: d["steps"][0].update(duration={"least_s": 3, "likely_s": 3}),
        "$.steps[0].duration.most_s",
        'The field "most_s" is missing.',
    ),
    (
        lambda d: d["steps"][0].update(heads={"expected": 2.5}),
        "$.steps[0].heads.expected",
        "A whole number belongs here, not 2.5.",
    ),
    (
        lambda d: d["steps"][0].update(u_s=-0.1),
        "$.steps[0].u_s",
        "-0.1 is too small; the least is 0.",
    ),
    (
        lambda d: d["steps"][0].update({"from": 3}),
        "$.steps[0].from",
        "A text, or an object with a text for each language, belongs here, not a number.",
    ),
    (
        lambda d: d.update(extra={"a": 3}),
        "$.extra.a",
        "A text belongs here, not a number.",
    ),
    (
        lambda d: d["objectives"][0].update(targets=["T9"]),
        "$.objectives[0].targets[0]",
        'There is no target "T9". Write one of: T1, T2.',
    ),
    (
        lambda d: d["objectives"][0].update(criteria=["C2", "C2"]),
        "$.objectives[0].criteria[1]",
        '"C2" is in this list twice.',
    ),
    (
        lambda d: d["objectives"].append(deepcopy(d["objectives"][0])),
        "$.objectives[1].id",
        'The id "G1" is given twice. Rename one of the two.',
    ),
    (
        lambda d: d["criteria"][1].update(scale="ten"),
        "$.criteria[1].scale",
        '"ten" is not known here. Write one of: psmu, grade4, yes_no, {"full": 10}, '
        '{"levels": […]}.',
    ),
    (
        lambda d: d["criteria"][1].update(scale={}),
        "$.criteria[1].scale",
        'This needs one of "full" and "levels", and not both: {"full": 10}, or '
        '{"levels": [{"id": "a", "text": "…", "points": 100}]}.',
    ),
    (
        lambda d: d["criteria"][1].update(scale={"full": 0}),
        "$.criteria[1].scale.full",
        "0 is too small; it must be greater than 0.",
    ),
    (
        lambda d: d["criteria"][2]["scale"]["levels"][0].update(points="100"),
        "$.criteria[2].scale.levels[0].points",
        "A number belongs here, not a text.",
    ),
    (
        lambda d: d["criteria"][2]["scale"]["levels"][0].update(text={"en": 1}),
        "$.criteria[2].scale.levels[0].text.en",
        "A text belongs here, not a number.",
    ),
    (
        lambda d: d["criteria"][2]["scale"]["levels"][1].update(id="full"),
        "$.criteria[2].scale.levels[1].id",
        'The id "full" is given twice. Rename one of the two.',
    ),
    (
        lambda d: d["criteria"][2]["scale"]["levels"][1].update(text="未有机会观察"),
        "$.criteria[2].scale.levels[1]",
        NO_OCCASION_TWICE,
    ),
    (
        lambda d: d["criteria"][2]["scale"]["levels"][1].update(id="no_occasion"),
        "$.criteria[2].scale.levels[1]",
        NO_OCCASION_TWICE,
    ),
    (
        lambda d: d["criteria"][2].update(scale={"levels": []}),
        "$.criteria[2].scale.levels",
        "This list is empty. Name at least one.",
    ),
]


@pytest.mark.parametrize(("bend", "path", "words"), WRONG)
def test_what_is_new_is_checked_as_the_rest_is(bend: Bend, path: str, words: str) -> None:
    value = newest()
    bend(value)

    assert faults_of(value) == [(path, words)]


@pytest.mark.parametrize("text", ["", "  "])
@pytest.mark.parametrize("letter", ["N", "L"])
def test_a_limit_without_the_text_it_claims_refuses_what_is_not_published_yet(
    letter: str, text: str
) -> None:
    value = sample()
    value["targets"][0]["source"] |= {"class": letter, "text": text}
    words = (
        f'The limit of "T1" claims a source of class {letter}: quote the text that states it, or '
        "make it class D."
    )

    assert faults_of(value) == [("$.targets[0].source", words)]
    published = examine(written(value), is_published=True)
    assert published.faults == ()
    assert words in [str(warning.text) for warning in published.warnings]
    assert parse_script(written(value)).targets[0].source.class_ == letter


def test_a_missing_source_is_told_together_with_other_faults() -> None:
    value = sample()
    value["targets"][0]["source"] |= {"class": "N", "text": ""}
    value["t0"] = "nowhere"

    assert [path for path, _text in faults_of(value)] == ["$.t0", "$.targets[0].source"]


def test_a_source_whose_text_could_not_be_read_is_not_called_missing() -> None:
    value = sample()
    value["targets"][0]["source"] |= {"class": "N", "text": 3}

    assert [path for path, _text in faults_of(value)] == ["$.targets[0].source.text"]


def test_levels_whose_words_read_alike_are_warned_of() -> None:
    value = newest()
    value["criteria"][2]["scale"]["levels"][1]["text"] = "完全 符合"

    examination = examine(written(value))

    assert examination.faults == ()
    alike = [one.path for one in examination.warnings if "read like those" in str(one.text)]
    assert alike == [f"$.criteria[2].scale.levels[{place}].text" for place in (0, 1)]
