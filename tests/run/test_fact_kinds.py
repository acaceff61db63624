"""Every kind of fact is spelled in one place."""

from __future__ import annotations

import ast
from pathlib import Path

import drillplanner
from drillplanner.run import fact_kinds

PACKAGE = Path(drillplanner.__file__).parent
#: Words that are plain English elsewhere; a fact of one is told by `fact.kind`.
KINDS_ALONE = fact_kinds.KINDS - {"drill", "script", "entry", "photo", "grade", "rating"}


def test_no_other_module_names_a_kind_of_its_own() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.targets[0].id}"
        for path in PACKAGE.rglob("*.py")
        if path.name != "fact_kinds.py"
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and node.value.value in KINDS_ALONE
    ]

    assert found == []


def test_kinds_are_all_that_is_named() -> None:
    named = {
        value
        for name, value in vars(fact_kinds).items()
        if isinstance(value, str) and name.isupper()
    }

    assert named == fact_kinds.KINDS
