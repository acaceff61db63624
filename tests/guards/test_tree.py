"""Guard the tree: layers, rooms and circles, and what a file says of its machine and of tests."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.import_graph import ImportGraph

ROOT = Path(__file__).resolve().parents[2]
TOP = ("drillplanner", "ui", "tests", "tools", "benchmarks", "docs", ".ci")
TEXT = {".py", ".md", ".json", ".csv", ".po", ".toml", ".yaml", ".yml", ".sh", ".txt", ".lock", ""}
# Written in pieces, so that this file does not find itself.
MACHINE = re.compile("/" + r"(root|home|work|Users)/[\w.-]+|/" + r"opt/(pypi|wheels)")

#: Modules that a room may hold; beyond that it becomes rooms with names of their own.
ROOM = 15
#: What starts light imports nothing for types, however light that is.
LIGHT = {
    "drillplanner.bootstrap",
    "drillplanner.cli",
    "drillplanner.cli_correct",
    "drillplanner.cli_county",
    "drillplanner.cli_packs",
    "drillplanner.cli_planning",
    "drillplanner.cli_registers",
    "drillplanner.cli_workspace",
    "ui.entry",
    "ui.main",
}

VIOLATIONS = {
    "drillplanner/plan/bad.py": "import drillplanner.run",
    "drillplanner/run/bad.py": "import drillplanner.review",
    "drillplanner/review/bad.py": "import sqlalchemy",
    "drillplanner/exchange/bad.py": "import reportlab",
    "drillplanner/report/bad.py": "import drillplanner.improve",
    "drillplanner/services/bad.py": "import sqlalchemy",
    "drillplanner/base/bad.py": "import PySide6.QtCore",
    "ui/bad.py": "import drillplanner.store",
}


def text_files() -> Iterator[Path]:
    # In a work tree of its own `.git` is a file that says where the others are.
    here = (path for path in ROOT.iterdir() if path.name != ".git")
    yield from (path for path in here if path.is_file() and path.suffix in TEXT)
    for top in TOP:
        for path in (ROOT / top).rglob("*"):
            if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts:
                yield path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
    return subprocess.run(
        [sys.executable, "-c", command],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def broken_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the tree and let one module of it break each rule."""
    folder = tmp_path_factory.mktemp("layers")
    for package in ("drillplanner", "ui"):
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=shutil.ignore_patterns("__pycache__", "fonts"),
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, line in VIOLATIONS.items():
        (folder / name).write_text(f"{line}\n", encoding="utf-8")
    return folder


def test_the_layers_are_watched(broken_tree: Path) -> None:
    done = lint_imports(broken_tree)

    assert done.returncode == 1, done.stdout + done.stderr
    for name in VIOLATIONS:
        module = name.removesuffix(".py").replace("/", ".")
        assert f"{module} -> " in done.stdout, module


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in text_files()
        if (match := MACHINE.search(path.read_text(encoding="utf-8", errors="replace")))
    ]

    assert found == []


def test_no_pattern_repeats_a_group_possessively() -> None:
    # re loses text after such a group in Python 3.11.0 to 3.11.4 (Debian 12 has 3.11.2).
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for top in ("drillplanner", "ui")
        for path in (ROOT / top).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>", line)
    ]

    assert found == []


def test_the_contracts_name_modules_that_there_are() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    named = {
        re.sub(r"[()\s]", "", part)
        for contract in settings["contracts"]
        for key in ("layers", "source_modules", "forbidden_modules")
        for name in contract.get(key, ())
        for part in name.split("|")
    }
    ours = {name for name in named if name.split(".")[0] in ("drillplanner", "ui")}

    missing = [name for name in sorted(ours) if importlib.util.find_spec(name) is None]

    assert missing == []


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    return ImportGraph(ROOT, ("drillplanner", "ui"))


def test_no_room_is_overfull() -> None:
    folders = {path.parent for top in ("drillplanner", "ui") for path in (ROOT / top).rglob("*.py")}
    full = {
        str(folder.relative_to(ROOT)): len(modules)
        for folder in folders
        if len(modules := [one for one in folder.glob("*.py") if one.stem != "__init__"]) > ROOM
    }

    assert full == {}


def test_no_modules_import_each_other_by_whatever_way(graph: ImportGraph) -> None:
    assert graph.circles == []


def test_a_circle_is_found_behind_type_checking_and_in_functions(tmp_path: Path) -> None:
    package = tmp_path / "house"
    package.mkdir()
    (package / "one.py").write_text("def f():\n    from house import two\n")
    (package / "two.py").write_text("if TYPE_CHECKING:\n    from house.three import X\n")
    (package / "three.py").write_text("import house.one\n")
    (package / "four.py").write_text("from house import one\n")

    assert ImportGraph(tmp_path, ("house",)).circles == [("house.one", "house.three", "house.two")]


def test_types_are_imported_apart_only_where_the_import_is_heavy(graph: ImportGraph) -> None:
    needless = [
        f"{name}:{one.line} {one.target}"
        for name, imports in graph.imports.items()
        if name not in LIGHT
        for one in imports
        if one.when == "types"
        and one.target in graph.files
        and not graph.heavy(one.target) - graph.heavy(name)
    ]

    assert needless == []


def test_tests_of_the_window_look_at_no_private_attribute() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for path in sorted((ROOT / "tests/ui").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and re.match("_[a-z]", node.attr)
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    ]

    assert found == []


#: A path in backticks, with or without its ending, a name in it, or a call.
_NAMED = re.compile(
    r"`((?:base|plan|run|review|terms|improve|organisation|exchange|report|services|store|ui"
    r"|drillplanner|tests|tools)/[\w/]+?)(?:\.py|/)?(?:\.[A-Za-z_]\w*)?(?:\(.*?\))?`"
)


def test_the_picture_of_the_house_names_what_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(_NAMED.findall(text))
    homes = [ROOT, ROOT / "drillplanner"]

    missing = {
        one
        for one in named
        if not any((home / f"{one}{end}").exists() for home in homes for end in ("", ".py"))
    }

    assert named
    assert missing == set()
