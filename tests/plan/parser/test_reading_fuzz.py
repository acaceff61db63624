"""Whatever the bytes are, a script is read or refused; nothing else is ever raised."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.base.errors import FileRefused
from drillplanner.plan.parser.reading import examine, parse_script
from drillplanner.plan.writer import format_script
from tests.plan.sample import newest, sample, written

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["seen", "alarm", "locked/c1", "route/out", "route", "x/y", "", "N", 1e10])
)
KNOWN = [
    *sample(),
    *["id", "name", "text", "after", "step", "lag_s", "units", "options", "only_if", "option"],
    *["last_of", "first_of", "source", "class", "start", "stop", "zh_CN", "limit_s", "grades"],
    *["extra", "heads", "duration", "most_s", "full", "levels", "points", "scale", "from", "u_s"],
]
NAMES = st.sampled_from(KNOWN) | st.text(max_size=4)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the place of every value inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, item in inner:
        found.append((*here, key))
        if isinstance(item, dict | list):
            found.extend(places(item, (*here, key)))
    return found


@st.composite
def bent_scripts(draw: st.DrawFn) -> dict[str, Any]:
    """Give a sound script with some values replaced, taken out, doubled or added."""
    value: dict[str, Any] = draw(st.sampled_from([sample, newest]))()
    for _time in range(draw(st.integers(1, 4))):
        where = draw(st.sampled_from(places(value) or [("id",)]))
        box: Any = value
        for part in where[:-1]:
            box = box[part]
        match draw(st.sampled_from(["replace", "remove", "add", "swap"])):
            case "replace":
                box[where[-1]] = draw(VALUES)
            case "remove":
                del box[where[-1]]
            case "add" if isinstance(box, dict):
                box[draw(NAMES)] = draw(VALUES)
            case "add":
                box.append(draw(VALUES))
            case _:
                other = draw(st.sampled_from(places(value)))
                source: Any = value
                for part in other:
                    source = source[part]
                box[where[-1]] = json.loads(json.dumps(source))
    return value


def settle(data: bytes) -> None:
    """Read or refuse; a refusal names faults in our words, and a script survives writing."""
    examination = examine(data)
    for fault in (*examination.faults, *examination.warnings):
        assert str(fault.text)
        assert fault.path.startswith("$")
        assert "pydantic" not in str(fault.text)
    if examination.script is None:
        with pytest.raises(FileRefused) as refused:
            parse_script(data)
        # What only bars from publishing opens; among other faults it is not told of there.
        assert refused.value.faults == examine(data, is_published=True).faults
        assert refused.value.faults
        return
    script = parse_script(data)
    assert script == examination.script
    assert parse_script(format_script(script)) == script


@given(VALUES)
def test_any_value_is_read_or_refused(value: Any) -> None:
    settle(json.dumps(value).encode())


@given(bent_scripts())
def test_a_bent_script_is_read_or_refused(value: dict[str, Any]) -> None:
    settle(json.dumps(value).encode())


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    settle(_damaged(data))


@pytest.mark.soak
@settings(max_examples=10_000)
@given(bent_scripts())
def test_very_many_bent_scripts_are_read_or_refused(value: dict[str, Any]) -> None:
    settle(json.dumps(value).encode())


@pytest.mark.soak
@settings(max_examples=10_000)
@given(st.data())
def test_very_many_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    settle(_damaged(data))


@pytest.mark.soak
def test_a_file_cut_at_any_byte_is_refused() -> None:
    whole = written(sample())

    for length in range(len(whole)):
        assert examine(whole[:length]).script is None


def _damaged(data: st.DataObject) -> bytes:
    """Cut, overwrite or insert bytes in a sound script."""
    file = bytearray(written(data.draw(st.sampled_from([sample, newest]))()))
    for _time in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(file)))
        stop = data.draw(st.integers(start, min(len(file), start + 20)))
        piece = st.binary(max_size=6) | st.sampled_from(
            [b'"', b"{", b"]", b",", b"\\", b"NaN", b"//", b"'", "，".encode()]
        )
        file[start:stop] = data.draw(piece)
    return bytes(file)
