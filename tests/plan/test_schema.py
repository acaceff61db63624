"""The published schema is the one that the code gives."""

from __future__ import annotations

import json
from typing import Any

from drillplanner.plan.schema import schema_path, schema_text


def test_the_schema_file_is_what_the_code_gives() -> None:
    assert schema_path().read_text(encoding="utf-8") == schema_text(), "run `make schema`"


def test_the_schema_requires_what_the_format_requires() -> None:
    schema: dict[str, Any] = json.loads(schema_text())

    def required(name: str) -> set[str]:
        return set(schema["$defs"][name]["required"])

    assert schema["$id"] == "urn:drillplanner:scenario:2"
    assert set(schema["required"]) == {
        "format", "version", "id", "title", "kind", "language",
        "roles", "posts", "phases", "steps", "targets",
    }  # fmt: skip
    assert required("Step") == {"id", "phase", "kind", "role", "text"}
    assert required("Target") == {"id", "name", "start", "stop", "limit_s", "source"}
    assert required("LimitSource") == {"class"}


def test_no_object_of_the_schema_takes_unknown_fields() -> None:
    schema: dict[str, Any] = json.loads(schema_text())

    objects = [schema, *schema["$defs"].values()]

    assert all(one["additionalProperties"] is False for one in objects)
