"""A mapping is a document: what is written is read, and what is wrong in it is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.errors import FileRefused
from drillplanner.exchange.importing.mapping import (
    ColumnMap,
    TableMap,
    parse_map,
    write_map,
)
from drillplanner.exchange.importing.vocabulary import ROLES
from drillplanner.exchange.time_reader.dial import DIALS

SMALL: dict[str, Any] = {
    "format": "drillplanner/table-map",
    "version": 1,
    "columns": [{"column": "时间", "role": "time"}, {"column": "步骤", "role": "step"}],
}

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maybe = st.none() | words
maps = st.builds(
    TableMap,
    st.just("drillplanner/table-map"),
    st.just(1),
    st.lists(
        st.builds(
            ColumnMap,
            words,
            st.sampled_from(ROLES),
            maybe,
            st.none() | st.sampled_from(DIALS),
            maybe,
        ),
        max_size=4,
    ).map(tuple),
    sheet=maybe,
    header=st.none() | st.integers(0, 100),
    header_rows=st.integers(0, 2),
    source=maybe,
    date=st.none() | st.dates().map(str),
    about_u_s=st.none() | st.floats(0, 3600),
    values=st.dictionaries(
        st.sampled_from(("step", "unit", "time")),
        st.dictionaries(words, maybe, max_size=3),
        max_size=2,
    ),
)


@given(maps)
def test_what_is_written_is_read(table_map: TableMap) -> None:
    assert parse_map(write_map(table_map), "m.json") == table_map


@pytest.mark.parametrize(
    ("change", "path", "told"),
    [
        ({"format": "x"}, "$", "no mapping"),
        ({"version": 2}, "$", "written in format version 2"),
        ({"version": "1"}, "$.version", "A whole number belongs here"),
        ({"colour": 1}, "$.colour", 'no field "colour"'),
        ({"columns": [{"column": "a"}]}, "$.columns[0].role", 'field "role" is missing'),
        ({"columns": [{"column": "a", "role": "clock"}]}, "$.columns[0].role", "Write one of"),
        ({"date": "12.5.2026"}, "$.date", ""),
        ({"values": {"step": {"a": 1}}}, "$.values.step.a", "A text belongs here"),
        ({"values": {"colour": {}}}, "$.values", ""),
    ],
)
def test_what_is_wrong_is_named_by_its_place(change: dict[str, Any], path: str, told: str) -> None:
    data = json.dumps({**SMALL, **change}).encode()

    with pytest.raises(FileRefused) as refused:
        parse_map(data, "m.json")

    (fault,) = refused.value.faults
    assert fault.path.startswith(path)
    assert told in str(fault.text)


def test_a_name_twice_or_no_json_is_refused() -> None:
    for data in (b'{"format": "a", "format": "b"}', b"[", b"", b"\xff"):
        with pytest.raises(FileRefused):
            parse_map(data, "m.json")
