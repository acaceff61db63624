"""Read which module imports which, at once, inside a function or for types only."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

#: module: when it is imported. function: when the function runs. types: never.
When: TypeAlias = Literal["module", "function", "types"]

#: Libraries that take long to import; what needs them is imported where it is used.
HEAVY = frozenset(
    [
        "PIL",
        "PySide6",
        "alembic",
        "babel",
        "numpy",
        "pydantic",
        "pypdfium2",
        "pyqtgraph",
        "reportlab",
        "sqlalchemy",
    ]
)


@dataclass(frozen=True, slots=True)
class Import:
    """One module named in another; `target` is ours, or the name of a library."""

    target: str
    when: When
    line: int


class ImportGraph:
    """All modules of some packages, and what each of them imports."""

    def __init__(self, root: Path, packages: tuple[str, ...]) -> None:
        self.files: Mapping[str, Path] = {
            _name(root, path): path
            for package in packages
            for path in sorted((root / package).rglob("*.py"))
        }
        self.imports: Mapping[str, tuple[Import, ...]] = {
            name: tuple(self._read(path)) for name, path in self.files.items()
        }
        self._heavy: dict[str, frozenset[str]] = {}

    def _read(self, path: Path) -> Iterator[Import]:
        yield from self._visit(ast.parse(path.read_text(encoding="utf-8")), "module")

    def _visit(self, node: ast.AST, when: When) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            inside = when
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                inside = "types"
            elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = "function"
            if isinstance(child, ast.Import):
                for alias in child.names:
                    yield Import(self._target(alias.name), inside, child.lineno)
            elif isinstance(child, ast.ImportFrom) and child.module:
                for alias in child.names:
                    whole = f"{child.module}.{alias.name}"
                    named = whole if whole in self.files else child.module
                    yield Import(self._target(named), inside, child.lineno)
            yield from self._visit(child, inside)

    def _target(self, name: str) -> str:
        return name if name in self.files else name.partition(".")[0]

    def heavy(self, name: str) -> frozenset[str]:
        """Name the heavy libraries that a module loads when it is imported, by any way."""
        if name not in self._heavy:
            self._heavy[name] = frozenset()  # whoever comes back here adds nothing
            found: set[str] = set()
            for one in self.imports[name]:
                if one.when == "module":
                    ours = one.target in self.files
                    found |= self.heavy(one.target) if ours else {one.target} & HEAVY
            self._heavy[name] = frozenset(found)
        return self._heavy[name]

    @cached_property
    def circles(self) -> list[tuple[str, ...]]:
        """List the sets of modules that import each other, by whatever way (Tarjan, 1972)."""
        index: dict[str, int] = {}
        low: dict[str, int] = {}
        stack: list[str] = []
        found: list[tuple[str, ...]] = []

        def visit(name: str) -> None:
            index[name] = low[name] = len(index)
            stack.append(name)
            for one in self.imports[name]:
                if one.target not in self.files or one.target == name:
                    continue
                if one.target not in index:
                    visit(one.target)
                    low[name] = min(low[name], low[one.target])
                elif one.target in stack:
                    low[name] = min(low[name], index[one.target])
            if low[name] == index[name]:
                place = stack.index(name)
                members = tuple(sorted(stack[place:]))
                del stack[place:]
                if len(members) > 1:
                    found.append(members)

        for name in self.files:
            if name not in index:
                visit(name)
        return sorted(found)


def _name(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
