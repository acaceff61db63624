"""What a fact of each kind must say before it is joined."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drillplanner.run.codec import as_fact
from drillplanner.run.fact import Body, Fact, make_fact
from drillplanner.store.fact_shapes import shape_fault
from tests.run.build import session

SOUND: dict[str, Body] = {
    "script": {"script_id": "s", "document": "{}"},
    "drill": {"title": "演练", "script": "0" * 64, "nature": "formal"},
    "adoption": {"script": "0" * 64, "replaces": []},
    "tombstone": {"purged": "d1"},
    "grade": {"grade": "good", "round": 1, "reason": "", "replaces": []},
    "ruling": {"ruling": "admit", "target": "t", "round": 1},
    "rating": {"criterion": "c", "rating": "P", "round": 1, "note": ""},
    "log_table": {"name": "gate.csv", "document": "a,b", "round": 1},
    "withdrawal": {"amends": "x"},
    "scorecard": {"document": "{}", "inputs": [], "rules": "3"},
}
OF_NO_DRILL = ("script", "tombstone")


def made(kind: str, **changes: int | str | None) -> Fact:
    body: Body = {**SOUND[kind], "author": "p1", "wall_utc_ns": 1}
    for name, value in changes.items():
        if value is None:
            del body[name]
        else:
            body[name] = value
    return make_fact(kind, "f1", body, None if kind in OF_NO_DRILL else "d1")


@pytest.mark.parametrize("kind", sorted(SOUND))
def test_a_sound_fact_passes_and_one_with_a_field_of_another_type_does_not(kind: str) -> None:
    assert shape_fault(made(kind)) is None
    for name in SOUND[kind]:
        other: int | str = 5 if isinstance(SOUND[kind][name], str) else "five"
        assert shape_fault(made(kind, **{name: other})) is not None, name
    assert shape_fault(made(kind, wall_utc_ns=None)) is not None
    assert shape_fault(made(kind, wall_utc_ns=-1)) is not None


def test_fields_and_kinds_of_a_newer_version_pass() -> None:
    assert shape_fault(made("grade", colour="blue")) is None
    assert shape_fault(make_fact("weather", "f1", {"wind": 3})) is None


def test_a_fact_filed_as_another_than_it_is_does_not_pass() -> None:
    grade = made("grade")
    mark = as_fact(session(1)[0])

    for other in (
        replace(grade, id="f2"),
        replace(grade, drill="d2"),
        replace(grade, kind="ruling"),
        replace(mark, drill="d2"),
        replace(mark, id="e2"),
        replace(mark, kind="grade"),
        replace(grade, kind="entry"),
    ):
        assert shape_fault(other) is not None


def test_a_drill_of_no_drill_and_a_script_of_one_do_not_pass() -> None:
    assert shape_fault(make_fact("drill", "f", {**SOUND["drill"], "wall_utc_ns": 1})) is not None
    script = make_fact("script", "f", {**SOUND["script"], "wall_utc_ns": 1}, "d1")
    assert shape_fault(script) is not None
