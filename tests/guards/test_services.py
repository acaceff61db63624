"""Guard the door between window and core: the window asks rooms and never holds a workspace."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from drillplanner.bootstrap import Paths, Services, build

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [name for name, value in vars(Services).items() if isinstance(value, cached_property)]
#: What hands a workspace on, by name of type or of attribute.
HOLDERS = re.compile(r"\b(Workspace|WorkspaceHome)\b")
ATTRIBUTES = {"_home", "home", "workspace"}
#: A path, and a chosen file; neither is a workspace.
OF_OTHERS = {"paths", "settings"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "ui").rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def taken(tree: ast.Module) -> Iterator[tuple[int, object]]:
    """List what a module takes from the services: by import, or as an attribute of a module."""
    modules: dict[str, ModuleType] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("drillplanner."):
            source = importlib.import_module(str(node.module))
            for alias in node.names:
                if hasattr(source, alias.name):
                    value = getattr(source, alias.name)
                else:
                    value = importlib.import_module(f"{node.module}.{alias.name}")
                if isinstance(value, ModuleType):
                    modules[alias.asname or alias.name] = value
                else:
                    yield node.lineno, value
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id)
            if module is not None and hasattr(module, node.attr):
                yield node.lineno, getattr(module, node.attr)


def said(function: FunctionType) -> str:
    return str(inspect.signature(function))


def test_no_function_that_the_window_calls_takes_or_gives_a_workspace() -> None:
    found = [
        f"{name}:{line} {value.__qualname__}"
        for name, tree in trees()
        for line, value in taken(tree)
        if isinstance(value, FunctionType) and HOLDERS.search(said(value))
    ]

    assert found == []


def test_the_window_reaches_for_no_workspace() -> None:
    found = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ATTRIBUTES
        and ast.unparse(node.value).rpartition(".")[2] not in OF_OTHERS
        and ast.unparse(node) != "Path.home"
    ]

    assert found == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_takes_or_gives_a_workspace(room: str, tmp_path: Path) -> None:
    services = build(Paths.within(tmp_path))
    made = type(getattr(services, room))

    found = [
        name
        for name, method in vars(made).items()
        if isinstance(method, FunctionType)
        and not name.startswith("_")
        and HOLDERS.search(said(method))
    ]

    assert found == []
    assert not services.paths.workspace.exists()


def test_services_cannot_be_changed(tmp_path: Path) -> None:
    services = build(Paths.within(tmp_path))

    with pytest.raises(AttributeError):
        services.paths = Paths.within(tmp_path / "other")  # type: ignore[misc]  # frozen
    assert services.catalogue is services.catalogue


def test_what_is_read_and_what_is_written_go_different_ways(tmp_path: Path) -> None:
    with build(Paths.within(tmp_path)) as services:
        assert services.catalogue.drills() == ()
        assert services.read_only_because is None
        with build(services.paths) as second:
            assert second.catalogue.drills() == ()
            assert second.read_only_because is not None
