"""A script is read, or refused with every fault at once, each with path, line and our words."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drillplanner.base.errors import FileRefused
from drillplanner.plan.model import FirstOf, LastOf, Script
from drillplanner.plan.parser.json_reader import MAX_BYTES
from drillplanner.plan.parser.reading import (
    MAX_LISTED,
    examine,
    examine_file,
    parse_script,
    read_script,
)
from tests.plan.sample import sample, written

Bend = Callable[[dict[str, Any]], object]


def faults_of(value: object) -> dict[str, str]:
    return {fault.path: str(fault.text) for fault in examine(written(value)).faults}


def bent(bend: Bend) -> dict[str, Any]:
    value = sample()
    bend(value)
    return value


def test_a_sound_script_is_read_with_its_values() -> None:
    script = parse_script(written(sample()))

    assert script.title == {"zh_CN": "校门演练", "en": "Gate drill"}
    assert script.steps[1].after[0].lag_s == 10
    assert script.targets[0].source.class_ == "N"
    assert script.targets[1].start == FirstOf(("seen", "alarm"))
    assert script.targets[1].stop == LastOf(("locked/c1", "locked/c2"))
    assert script.scoring.half_ratio == 1.4
    assert script.scoring.zero_ratio == 2
    assert script.scoring.grades.fair == 70


def test_what_is_left_out_takes_its_default() -> None:
    value: dict[str, Any] = {name: [] for name in ("roles", "posts", "phases", "steps", "targets")}
    value |= {"format": "drillplanner/scenario", "version": 1, "id": "a", "title": "t"}
    value |= {"kind": "other", "language": "en"}

    script = parse_script(written(value))

    assert script.zone == "Asia/Shanghai"
    assert script.scoring.share_timed == 0.6
    assert script.t0 is None


SHAPES: list[tuple[Bend, str, str]] = [
    (lambda d: d.update(version="1"), "$.version", "A whole number belongs here, not a text."),
    (lambda d: d.update(version=1.0), "$.version", "A whole number belongs here, not 1.0."),
    (
        lambda d: d.update(version=True),
        "$.version",
        "A whole number belongs here, not true or false.",
    ),
    (lambda d: d.update(version=0), "$.version", "0 is too small; the least is 1."),
    (lambda d: d.pop("version"), "$.version", 'The field "version" is missing.'),
    (lambda d: d.pop("format"), "$.format", 'The field "format" is missing.'),
    (lambda d: d.pop("roles"), "$.roles", 'The field "roles" is missing.'),
    (lambda d: d.pop("t0") and d.pop("id"), "$.id", 'The field "id" is missing.'),
    (
        lambda d: d.update(id="a b"),
        "$.id",
        '"a b" is no id. Ids have 1 to 64 letters, digits, dots, hyphens or underscores.',
    ),
    (
        lambda d: d.update(id="a\n"),
        "$.id",
        '"a\\n" is no id. Ids have 1 to 64 letters, digits, dots, hyphens or underscores.',
    ),
    (
        lambda d: d.update(kind="fire"),
        "$.kind",
        '"fire" is not known here. Write one of: anti_violence, anti_terror, anti_ramming, other.',
    ),
    (
        lambda d: d.update(language=None),
        "$.language",
        "One of zh_CN, en belongs here, not null.",
    ),
    (
        lambda d: d.update(title=3),
        "$.title",
        "A text, or an object with a text for each language, belongs here, not a number.",
    ),
    (
        lambda d: d["title"].update(en=False),
        "$.title.en",
        "A text belongs here, not true or false.",
    ),
    (lambda d: d.update(targets={}), "$.targets", "A list belongs here, not an object."),
    (lambda d: d["roles"].append(3), "$.roles[2]", "An object belongs here, not a number."),
    (
        lambda d: d["steps"][0].update(Post="east"),
        "$.steps[0].Post",
        'There is no field "Post" here. Check its spelling.',
    ),
    (lambda d: d["steps"][0].pop("role"), "$.steps[0].role", 'The field "role" is missing.'),
    (
        lambda d: d["steps"][0].update(key="123456789"),
        "$.steps[0].key",
        "The text is too long; the most is 8 characters.",
    ),
    (
        lambda d: d["steps"][1]["after"][0].update(lag_s=-1),
        "$.steps[1].after[0].lag_s",
        "-1 is too small; the least is 0.",
    ),
    (
        lambda d: d["steps"][1].update(after="seen"),
        "$.steps[1].after",
        "A list belongs here, not a text.",
    ),
    (
        lambda d: d["targets"][0].update(limit_s="15"),
        "$.targets[0].limit_s",
        "A number belongs here, not a text.",
    ),
    (
        lambda d: d["targets"][0].update(limit_s=True),
        "$.targets[0].limit_s",
        "A number belongs here, not true or false.",
    ),
    (
        lambda d: d["targets"][0].update(limit_s=0),
        "$.targets[0].limit_s",
        "0 is too small; it must be greater than 0.",
    ),
    (
        lambda d: d["targets"][0].pop("limit_s"),
        "$.targets[0].limit_s",
        'The field "limit_s" is missing.',
    ),
    (
        lambda d: d["targets"][0].update(critical=1),
        "$.targets[0].critical",
        "true or false belongs here, not a number.",
    ),
    (
        lambda d: d["targets"][0]["source"].pop("class"),
        "$.targets[0].source.class",
        'The field "class" is missing.',
    ),
    (
        lambda d: d["targets"][0].update(start=["seen"]),
        "$.targets[0].start",
        'A step id, STEP/UNIT, or an object with one list, "last_of" or "first_of", '
        "belongs here, not a list.",
    ),
    (
        lambda d: d["targets"][1]["stop"].update(first_of=["seen"]),
        "$.targets[1].stop",
        'This needs one of "last_of" and "first_of", and not both.',
    ),
    (
        lambda d: d["targets"][1].update(stop={}),
        "$.targets[1].stop",
        'This needs one of "last_of" and "first_of", and not both.',
    ),
    (
        lambda d: d["targets"][1]["stop"].update(any_of=[]),
        "$.targets[1].stop.any_of",
        'There is no field "any_of" here. Check its spelling.',
    ),
    (
        lambda d: d["targets"][1]["stop"].update(last_of=[]),
        "$.targets[1].stop.last_of",
        "This list is empty. Name at least one.",
    ),
    (
        lambda d: d["targets"][1]["stop"].update(last_of=["seen", 4]),
        "$.targets[1].stop.last_of[1]",
        "A text belongs here, not a number.",
    ),
    (
        lambda d: d["scoring"].update(min_coverage=1.01),
        "$.scoring.min_coverage",
        "1.01 is too great; the most is 1.",
    ),
    (
        lambda d: d["scoring"].update(share_timed=-0.5),
        "$.scoring.share_timed",
        "-0.5 is too small; the least is 0.",
    ),
    (
        lambda d: d.update(steps=d["steps"] * 400),
        "$.steps",
        "The list is too long; the most is 2000.",
    ),
    (
        lambda d: d.update(targets=d["targets"] * 1001),
        "$.targets",
        "The list is too long; the most is 2000.",
    ),
]


@pytest.mark.parametrize(("bend", "path", "words"), SHAPES)
def test_a_wrong_shape_is_one_fault_in_our_words(bend: Bend, path: str, words: str) -> None:
    assert faults_of(bent(bend)) == {path: words}


def test_a_fault_gives_the_line_of_its_field() -> None:
    data = written(bent(lambda d: d["targets"][1].update(owner="nobody")))

    [fault] = examine(data).faults

    assert fault.line is not None
    assert b'"owner": "nobody"' in data.splitlines()[fault.line - 1]


def test_a_missing_field_gives_the_line_of_the_object_that_lacks_it() -> None:
    data = (
        b'{"format": "drillplanner/scenario",\n"roles": [{"id": "r", "name": "R"},\n{"id": "s"}]}'
    )

    [fault] = [fault for fault in examine(data).faults if fault.path == "$.roles[1].name"]

    assert fault.line == 3


def test_faults_of_writing_shape_and_sense_are_told_together_in_file_order() -> None:
    value = sample()
    value["steps"][0]["role"] = "nobody"
    value["steps"][1]["lag"] = 1
    value["targets"][0]["limit_s"] = "15"
    value["targets"][1]["start"] = "nowhere"
    value["t0"] = "never"
    data = written(value).replace(b'"half_ratio": 1.4', b'"half_ratio": NaN, "half_ratio": 1.4')

    faults = examine(data).faults

    assert [fault.path for fault in faults] == [
        "$.steps[0].role",
        "$.steps[1].lag",
        "$.t0",
        "$.targets[0].limit_s",
        "$.targets[1].start",
        "$.scoring.half_ratio",
        "$.scoring.half_ratio",
    ]


def test_what_could_not_be_read_causes_no_further_faults() -> None:
    value = sample()
    value["roles"] = None
    value["steps"][2]["units"] = 3

    assert sorted(faults_of(value)) == ["$.roles", "$.steps[2].units"]


@pytest.mark.parametrize("version", [3, 4, 10**30])
def test_a_later_version_is_refused_in_one_message_whatever_else_it_holds(version: int) -> None:
    value = {**sample(), "version": version, "steps": "new", "more": {}}

    [fault] = examine(written(value)).faults

    assert fault.path == "$.version"
    assert str(fault.text) == (
        f"The script is written in format version {version}; this program reads up to 2. "
        "Update the program to read it."
    )


@pytest.mark.parametrize("value", [{"format": "other"}, {"format": 3, "version": 9}, [], 3, None])
def test_what_is_no_script_is_refused_in_one_message(value: object) -> None:
    [fault] = examine(written(value)).faults

    assert str(fault.text).startswith("This is no script")


def test_a_refusal_says_how_many_faults_there_are_and_lists_them() -> None:
    with pytest.raises(FileRefused, match=r"The script has 2 faults\.") as refused:
        parse_script(written(bent(lambda d: d.update(kind="x", t0="y"))))

    assert [fault.path for fault in refused.value.faults] == ["$.kind", "$.t0"]


def test_a_refusal_for_one_fault_says_the_fault() -> None:
    with pytest.raises(FileRefused, match="There is no step"):
        parse_script(written(bent(lambda d: d.update(t0="y"))))


def test_very_many_faults_are_cut_short_and_said_to_be(tmp_path: Path) -> None:
    value = sample()
    value["roles"] = [{} for _number in range(15_000)]

    faults = examine(written(value)).faults

    assert len(faults) <= MAX_LISTED + 1
    assert str(faults[-1].text) == "There are more than can be listed."


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "演练 %#?.json"
    path.write_bytes(b"\xef\xbb\xbf" + written(sample()))

    assert isinstance(read_script(path), Script)
    assert examine_file(path).faults == ()


def test_a_missing_file_a_folder_and_an_impossible_name_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(FileRefused):
            read_script(path)
        assert len(examine_file(path).faults) == 1


def test_a_file_of_a_gigabyte_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "great.json"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 10**9)

    began = time.perf_counter()
    with pytest.raises(FileRefused) as refused:
        read_script(path)

    assert time.perf_counter() - began < 0.5
    assert [str(fault.text) for fault in refused.value.faults] == [
        "The file is longer than 5 MB, the most a script may have."
    ]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04....xl/workbook.xml", "an Excel file"),
        (b"PK\x03\x04....word/document.xml", "a Word file"),
        (b"PK\x03\x04....a.txt", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "an old Excel or Word file"),
        (b"%PDF-1.7", "a PDF file"),
        (b"PK\x03\x04....xl/workbook.xml" + b"." * MAX_BYTES, "an Excel file"),
    ],
)
def test_a_file_of_another_program_is_named_once_as_what_it_is(
    tmp_path: Path, data: bytes, kind: str
) -> None:
    path = tmp_path / "drill.xlsx"
    path.write_bytes(data)

    [fault] = examine_file(path).faults

    assert str(fault.text) == (
        f"This is {kind}, not a script. Open a script file (*.json); to write one, save a copy of "
        "a built-in sample and change that."
    )


def test_a_fault_names_its_item_for_people() -> None:
    value = sample()
    value["steps"][1]["role"] = "nobody"
    value["orders"][0]["after"] = "nowhere"
    value["targets"][1]["stop"]["last_of"][0] = "gone"
    value["scoring"]["grades"]["fair"] = "60"

    items = {fault.path: str(fault.item) for fault in examine(written(value)).faults}

    assert items == {
        "$.steps[1].role": "step 2 (alarm), role",
        "$.targets[1].stop.last_of[0]": "target 2 (T2), stop, step of last_of 1",
        "$.orders[0].after": "required order 1 (O1), later step",
        "$.scoring.grades.fair": "scoring parameters, grade boundaries",
    }


def test_a_long_path_keeps_the_name_of_the_file(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 120) / ("y" * 120)

    with pytest.raises(FileRefused) as refused:
        read_script(folder / "drill.json")

    assert "/drill.json" in str(refused.value.text)
    assert "/drill.json" in str(refused.value.faults[0].text)


def test_the_longest_file_allowed_is_read() -> None:
    data = written(sample())

    assert examine(data + b" " * (MAX_BYTES - len(data))).faults == ()


HEAD = b'{"format":"drillplanner/scenario","version":1,'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "wide objects": lambda: HEAD + b'"steps":[' + b'{"after":[{},{},{}]},' * 49_000 + b"0]}",
    "many afters": lambda: json.dumps(
        {**sample(), "steps": [{"after": [{}] * 95}] * 2_000}
    ).encode(),
    "one text": lambda: HEAD + b'"title":"' + b"x" * 4_900_000 + b'"}',
    "one name": lambda: HEAD + b'"' + b"x" * 4_900_000 + b'":1}',
    "long names": lambda: (
        HEAD + b",".join(b'"%d%s":1' % (n, b"x" * 2_000) for n in range(2_000)) + b"}"
    ),
    "brackets": lambda: b"[" * 4_900_000,
    "escapes": lambda: b'["' + b'\\"' * 2_400_000,
    "full-width marks": lambda: b"[" + "1，".encode() * 900_000 + b"1]",
    "spaces": lambda: b'{"a"' + b" " * 4_900_000,
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_is_refused_in_bounded_time(name: str) -> None:
    data = HOSTILE[name]()
    assert len(data) < MAX_BYTES

    began = time.process_time()
    examination = examine(data)

    assert examination.faults
    # 0.1 to 1.2 s on the machine this was written on; the bound leaves room for slower ones.
    assert time.process_time() - began < 6


def test_an_unknown_kind_of_step_causes_no_fault_about_its_options() -> None:
    assert list(faults_of(bent(lambda d: d["steps"][3].update(kind="choice")))) == [
        "$.steps[3].kind"
    ]
