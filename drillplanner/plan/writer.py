"""Write a script as the bytes of its file."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from drillplanner.plan.model import Script
from drillplanner.plan.parser.json_reader import read_json
from drillplanner.plan.versions import least_version


def format_script(script: Script) -> bytes:
    """Write a script as JSON to be read by people too; reading it gives an equal script.

    One script has one form: fields in the order of the format, those at their default left
    out, whole seconds without a point, two spaces of indent, UTF-8, a line end at the end.
    """
    document = _plain(script)
    document["version"] = least_version(document)
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode()


def with_id(document: str, id: str) -> str:
    """Put another id into the text of a sound script, and leave every other character as it is."""
    source = read_json(document.encode())
    name_at = source.offset(("id",))
    value_at = source.text.index(":", name_at) + 1
    start = source.text.index('"', value_at)
    end = source.text.index('"', start + 1)
    return f'{source.text[:start]}"{id}"{source.text[end + 1 :]}'


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            field.name.rstrip("_"): _plain(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != _default(field)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()
