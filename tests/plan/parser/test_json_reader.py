"""Strict JSON: what is taken, what is refused, and in which line."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.errors import FileRefused
from drillplanner.plan.parser.json_reader import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_FAULTS,
    MAX_VALUES,
    MAX_WIDTH,
    read_json,
)

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**50), 10**50)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
NAMES = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner))


QUOTES = "Write straight double quotation marks: \"text\", not “text”, 'text'."


def found(text: str) -> list[tuple[str, int | None, str]]:
    return [(fault.path, fault.line, str(fault.text)) for fault in read_json(text.encode()).faults]


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_what_the_standard_writer_writes_is_read_as_it_was(
    value: Any, is_ascii: bool, indent: int | None
) -> None:
    source = read_json(json.dumps(value, ensure_ascii=is_ascii, indent=indent).encode())

    assert source.faults == ()
    assert source.value == value
    assert repr(source.value) == repr(value)


@given(st.text(st.sampled_from('[]{}:,"\\u0a1-.eE+ \n\tNtrue/')))
def test_what_is_taken_without_fault_is_what_the_standard_reader_takes(text: str) -> None:
    def refuse(word: str) -> None:
        raise ValueError(word)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError
        return dict(pairs)

    try:
        expected = json.loads(text, parse_constant=refuse, object_pairs_hook=once)
        is_good = True
    except ValueError:
        is_good = False
    try:
        source = read_json(text.encode())
    except FileRefused:
        assert not is_good
        return
    if source.faults:
        assert not is_good or math.inf in _numbers(expected) or "\\ud" in text.lower()
    else:
        assert is_good
        assert source.value == expected


def _numbers(value: Any) -> set[float]:
    if isinstance(value, list):
        return {number for item in value for number in _numbers(item)}
    if isinstance(value, dict):
        return _numbers(list(value.values()))
    return {abs(value)} if isinstance(value, float) else set()


def test_lines_are_those_of_names_and_items() -> None:
    source = read_json(b'{"a": 1,\r\n"b": [1,\n{"c":\n3}]}')

    assert source.line(("a",)) == 1
    assert source.line(("b",)) == 2
    assert source.line(("b", 1)) == 3
    assert source.line(("b", 1, "c")) == 3
    assert source.line(("b", 1, "missing", "deeper")) == 3
    assert source.line(()) == 1


def test_all_faults_that_leave_the_rest_legible_are_told_at_once() -> None:
    text = '{"a": 1,\n"a": [NaN,\n-Infinity],\n"b": 1e999,\n"c": "\\ud800",\n"d": {"x": 1, "x": 2}}'

    assert found(text) == [
        ("$.a", 2, 'The field "a" stands twice here, first in line 1. Keep one.'),
        ("$.a[0]", 2, '"NaN" is no number in JSON.'),
        ("$.a[1]", 3, '"-Infinity" is no number in JSON.'),
        ("$.b", 4, "This number is too great."),
        ("$.c", 5, "This text holds half a character (a lone surrogate)."),
        ("$.d.x", 6, 'The field "x" stands twice here, first in line 6. Keep one.'),
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "[",
            1,
            "Column 2: The file ends in the middle: the [ of line 1 is not closed. "
            "Write ] where it should end.",
        ),
        (
            '{"a": {\n"b": [1',
            2,
            "Column 8: The file ends in the middle: the [ of line 2 is not closed. "
            "Write ] where it should end.",
        ),
        (
            '{"a":1,\n "b" 2}',
            2,
            'Column 6: A colon is missing after this field name. Write "id": "guard".',
        ),
        (
            '{"a" ":" 1}',
            1,
            'Column 6: A colon is missing after this field name. Write "id": "guard".',
        ),
        (
            "[1 2]",
            1,
            "Column 4: A comma or a closing bracket is missing here. Write [1, 2], not [1 2].",
        ),
        (
            "[01]",
            1,
            "Column 3: A comma or a closing bracket is missing here. Write [1, 2], not [1 2].",
        ),
        (
            '{"a":1,}',
            1,
            "Column 8: There is a comma too many before this bracket. Write [1, 2], not [1, 2,].",
        ),
        (
            "[1,\n]",
            2,
            "Column 1: There is a comma too many before this bracket. Write [1, 2], not [1, 2,].",
        ),
        ("[,1]", 1, 'Column 2: A value is missing here. Write one, such as "guard".'),
        (
            "{a:1}",
            1,
            "Column 2: A field name in double quotation marks is missing here. "
            'Write "id": "guard".',
        ),
        ("{'a':1}", 1, f"Column 2: {QUOTES}"),
        ("{'a:1}", 1, f"Column 2: {QUOTES}"),
        (
            "[}",
            1,
            "Column 2: This bracket does not match the opening [ in line 1. Write ] before it.",
        ),
        (
            '[{"a":1,\n"b":2\n]',
            3,
            "Column 1: This bracket does not match the opening { in line 1. Write } before it.",
        ),
        ('[{"a":1,\n{"b":2}]', 2, "Column 1: A closing } is missing before this, or a field name."),
        ("[+1]", 1, 'Column 2: "+1" is no number in JSON. Write 0.5.'),
        ("[.5]", 1, 'Column 2: ".5" is no number in JSON. Write 0.5.'),
        (
            "// no\n{}",
            1,
            "Column 1: JSON has no comments. Take this one out, or write it into the script's "
            "notes.",
        ),
        ("[True]", 1, 'Column 2: Unexpected "True". Write true.'),
        ("[tru]", 1, 'Column 2: Unexpected "tru". Texts take quotation marks: write "tru".'),
        ("[门卫]", 1, 'Column 2: Unexpected "门卫". Texts take quotation marks: write "门卫".'),
        ("[;]", 1, 'Column 2: Unexpected ";".'),
        (
            "[1，2]",
            1,
            'Column 3: This is a full-width "，". Write , instead, '
            "with the input method set to English.",
        ),
        (
            '{"a"：1}',
            1,
            'Column 5: This is a full-width "：". Write : instead, '
            "with the input method set to English.",
        ),
        ("{“a”: 1}", 1, f"Column 2: {QUOTES}"),
        (
            '{"a": "b”, "c": 1}',
            1,
            'Column 9: This text is closed with a full-width ”. Write " instead, '
            "with the input method set to English.",
        ),
        (
            '["a\nb"]',
            1,
            "Column 4: A line break or control character stands inside a text. "
            "Close the text with a quotation mark before it, or write \\n for a line break.",
        ),
        (
            '["\\q"]',
            1,
            "Column 3: This backslash is followed by no valid escape. Write \\\\ for a backslash.",
        ),
        (
            '["\\u12"]',
            1,
            "Column 4: This backslash is followed by no valid escape. Write \\\\ for a backslash.",
        ),
        ('["abc', 1, 'Column 2: The closing quotation mark of this text is missing. Write "text".'),
        (
            '{"a":1} x',
            1,
            "Column 9: The script ends before this. Take out what follows, or join the two.",
        ),
        ('{"a":1}}', 1, "Column 8: There is a bracket too many here. Take it out."),
    ],
)
def test_a_slip_of_the_pen_is_one_fault_with_its_line_and_column(
    text: str, line: int, words: str
) -> None:
    [(_path, found_line, found_words)] = found(text)

    assert (found_line, found_words) == (line, words)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty or damaged"),
        (b" \n", "empty or damaged"),
        (b"\0" * 4096, "empty or damaged"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        ('{"a": "门"}'.encode("gb18030"), "not UTF-8"),
        (b"[1]" + b" " * MAX_BYTES, "longer than 5 MB"),
    ],
)
def test_what_holds_no_text_of_ours_is_refused_whole(data: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read_json(data)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_json(b"\xef\xbb\xbf[1]").value == [1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 1_000_000, f"deeper than {MAX_DEPTH}"),
        ('{"a":' * 900_000, f"deeper than {MAX_DEPTH}"),
        ("[" + "0," * 2_400_000 + "0]", f"more than {MAX_WIDTH} values"),
        ("[" + ("[" + "0," * 9_000 + "0],") * 200 + "0]", f"more than {MAX_VALUES} values"),
        ("9" * 4_900_000, "too long"),
        ('"' + "a" * 4_900_000, "quotation mark"),
        ("\n" * 4_900_000 + "[1 2]", "comma"),
    ],
)
def test_a_hostile_text_is_one_fault(text: str, words: str) -> None:
    [(_path, _line, told)] = found(text)

    assert words in told


def test_very_many_faults_are_cut_short() -> None:
    assert len(found("{" + '"a":0,' * 19_000 + '"a":1}')) == MAX_FAULTS


def test_slips_with_a_sure_mend_are_all_told_and_read_on_from() -> None:
    text = '{“a”：1，\n\'b\': [NaN,], // no\n  "c": 2\n  "d": 3}'

    source = read_json(text.encode())

    assert source.value == {"a": 1, "b": [None], "c": 2, "d": 3}
    assert [(fault.path, fault.line) for fault in source.faults] == [
        ("$", 1), ("$.a", 1), ("$.a", 1), ("$.a", 2), ("$.b[0]", 2), ("$.b", 2), ("$.c", 4),
        ("$.b[0]", 2),
    ]  # fmt: skip


def test_slips_without_end_are_cut_short() -> None:
    assert len(found("[" + "1，" * 5_000 + "1]")) == 20


def test_names_are_shown_without_control_characters_and_clipped() -> None:
    name = "\\u001b[31m" + "x" * 1_000

    [(path, _line, told)] = found('{"' + name + '": NaN}')

    assert path.startswith("$['\\\\x1b[31m")
    assert path.endswith("…']")
    assert "\x1b" not in told


def test_the_deepest_nesting_allowed_is_read() -> None:
    assert found("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert len(found("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))) == 1
