"""Publish the shape of a script as JSON Schema, generated from the types.

Run as a module, it writes the file that travels with the program.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from drillplanner.plan.model import VERSION
from drillplanner.plan.parser.shapes import adapter
from drillplanner.resources import resource

SCHEMA_ID = f"urn:drillplanner:scenario:{VERSION}"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """Give the JSON Schema (draft 2020-12) of a script.

    It holds the shape alone: what drillplanner.plan.validation asks beyond it, no schema can say.
    """
    shape = _untitled(adapter().json_schema())
    schema: dict[str, Any] = {"$schema": _DIALECT, "$id": SCHEMA_ID, **shape}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def schema_path() -> Path:
    """Tell where the schema file of this program stands."""
    return resource("schema", f"scenario-{VERSION}.schema.json")


def _untitled(value: Any) -> Any:
    """Take out the titles made from field names: they say the name once more, badly."""
    if isinstance(value, dict):
        kept = ((k, v) for k, v in value.items() if k != "title" or not isinstance(v, str))
        return {key: _untitled(item) for key, item in kept}
    return [_untitled(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    schema_path().write_text(schema_text(), encoding="utf-8", newline="\n")
