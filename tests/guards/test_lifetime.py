"""Guard against widgets that the garbage collector frees twice, and against who forgets it.

The first test tells when the workaround in ui/system/lifetime.py may go: once a binding is
locked with which it fails, because the process lives.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# The collector clears `mid`, made before `box`, while `box` still has it as its child.
PROBE = """
import gc

gc.disable()
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.system.lifetime import _kept, keep_until_destroyed


class Leaf(QWidget):
    pass


def make(is_kept):
    top = QWidget()
    if is_kept:
        keep_until_destroyed(top)
    mid = QWidget()
    box = QWidget(top)
    mid.setParent(box)
    leaf = Leaf(mid)
    leaf.page = top
    return leaf


application = QApplication([])
"""
FREED_BY_THE_COLLECTOR = "make(False)\ngc.collect()\nprint('lives')"
FREED_BY_QT = """
leaf = make(True)
page = leaf.page
gc.collect()
assert isValid(page) and isValid(leaf)
page.deleteLater()
del page, leaf
QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
application.processEvents()
assert not _kept
gc.collect()
print('lives')
"""

#: What a class that is made and dropped is called.
DROPPED = ("Page", "Room", "Sheet", "Dialog", "Window", "Chart")


def run(statements: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROBE + statements],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_without_the_workaround_the_collector_still_ends_the_process() -> None:
    done = run(FREED_BY_THE_COLLECTOR)

    assert done.returncode != 0, "lifetime.py may be simpler with this PySide6"


def test_what_is_kept_outlives_the_collector_and_ends_with_its_parent() -> None:
    done = run(FREED_BY_QT)

    assert done.stdout == "lives\n", done.stderr


@cache
def classes() -> dict[str, tuple[Path, ast.ClassDef]]:
    return {
        node.name: (path, node)
        for path in (ROOT / "ui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }


def bases(node: ast.ClassDef) -> list[str]:
    return [base.id for base in node.bases if isinstance(base, ast.Name)]


def is_widget(name: str, known: dict[str, tuple[Path, ast.ClassDef]]) -> bool:
    if name not in known:
        return name.startswith("Q")
    return any(is_widget(base, known) for base in bases(known[name][1]))


def is_kept(name: str, known: dict[str, tuple[Path, ast.ClassDef]]) -> bool:
    if name not in known:
        return False
    node = known[name][1]
    calls = any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "keep_until_destroyed"
        for call in ast.walk(node)
    )
    return calls or any(is_kept(base, known) for base in bases(node))


def dropped() -> list[str]:
    known = classes()
    return sorted(
        name
        for name, (_path, node) in known.items()
        if name.endswith(DROPPED) and any(is_widget(base, known) for base in bases(node))
    )


@pytest.mark.parametrize("name", dropped())
def test_every_page_dialog_and_chart_is_kept_until_qt_destroys_it(name: str) -> None:
    assert is_kept(name, classes()), "call ui.system.lifetime.keep_until_destroyed first"
