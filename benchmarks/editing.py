"""Edit a script of many steps in the editor's page, beside a bare Qt table of the same size."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.measure import Comparison, interleaved

if TYPE_CHECKING:
    from drillplanner.plan.model import Script
    from ui.plan.editor.page import EditorPage
    from ui.plan.editor.presenter import EditorPresenter

_SIZE = (1366, 768)
_MIB = 2**20


def measured(
    steps: int = 500, rounds: int = 30, undone: int = 1000, rows: int = 1000
) -> Comparison:
    """Type, lock, insert and delete with the painting after it, each undone before the next.

    Args:
        steps: rows of the script that is edited.
        rounds: how often each is done.
        undone: acts whose memory is weighed.
        rows: steps of the script on which they are done.
    """
    from benchmarks.keys_console import application, window_context

    out = Path("out").resolve()
    out.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="editing-", dir=out) as folder:
        context = window_context(Path(folder))
        from drillplanner.plan.editing.draft import Draft
        from ui.plan.editor.page import EditorPage
        from ui.plan.editor.presenter import EditorPresenter
        from ui.plan.editor.room import make_editor

        page = make_editor(context, context.services.drafts.begin(Draft(invented(steps))))
        assert isinstance(page, EditorPage)
        presenter = page.findChild(EditorPresenter)
        assert isinstance(presenter, EditorPresenter)
        page.resize(*_SIZE)
        page.show()
        ways = {f"a bare table of {steps} rows: type and paint": _bare(steps)}
        ways |= _ways(page, presenter, steps)
        figures = interleaved(ways, rounds, warm=2)
        context.jobs.close()
        context.services.close()
        page.hide()
        page.deleteLater()
        application().processEvents()
    note = f"{undone} acts on {rows} rows, kept to be undone: {_held(undone, rows):.1f} MiB"
    return Comparison("an edit, seen", figures, (note,))


def invented(count: int) -> Script:
    """Make a script of a chain of steps with a target at every tenth."""
    from drillplanner.plan.editing.draft import blank_script
    from drillplanner.plan.model import After, LimitSource, Phase, Post, Role, Step, Target

    steps = tuple(
        Step(
            f"s{n}",
            f"h{n % 6}",
            "action",
            f"r{n % 8}",
            f"step {n} does something of some length",
            post=f"p{n % 6}",
            after=(After(f"s{n - 1}", 3.0),) if n else (),
        )
        for n in range(count)
    )
    targets = tuple(
        Target(f"t{n}", f"target {n}", f"s{n}", f"s{n + 5}", 30.0, LimitSource("D"))
        for n in range(0, count - 5, 10)
    )
    return replace(
        blank_script("invented", "A long drill", "other", "en"),
        roles=tuple(Role(f"r{n}", f"role {n}") for n in range(8)),
        posts=tuple(Post(f"p{n}", f"post {n}") for n in range(6)),
        phases=tuple(Phase(f"h{n}", f"phase {n}") for n in range(6)),
        steps=steps,
        targets=targets,
        t0="s0",
    )


def _ways(
    page: EditorPage, presenter: EditorPresenter, count: int
) -> dict[str, Callable[[], object]]:
    from ui.widgets.grid.model import Selection

    view = page.grids["steps"]
    middle, ids = f"s{count // 2}", tuple(f"s{n}" for n in range(count))

    def way(act: Callable[[], object], *rows: str) -> Callable[[], object]:
        def run() -> None:
            view.choose(Selection("steps", rows[0], "text", rows, ("text",)))
            act()
            view.viewport().repaint()
            presenter.undo()
            view.viewport().repaint()

        return run

    def typed() -> None:
        text = f"another {presenter.draft.script.steps[0].text}"
        presenter.type_cells("steps", {(middle, "text"): text})

    return {
        "type over a cell, and undo": way(typed, middle),
        "insert a row, and undo": way(lambda: presenter.insert(count // 2), middle),
        "delete a row, and undo": way(presenter.delete, middle),
        "move a row, and undo": way(lambda: presenter.move(1), middle),
        f"lock {count} rows, and undo": way(presenter.lock, *ids),
    }


def _bare(count: int) -> Callable[[], object]:
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    model = QStandardItemModel(count, 10)
    for row in range(count):
        for column in range(10):
            model.setItem(row, column, QStandardItem(f"step {row} of column {column}"))
    view = QTableView()
    view.setModel(model)
    view.resize(*_SIZE)
    view.show()

    def run() -> None:
        for text in ("another", "before"):
            model.item(count // 2, 1).setText(text)
            view.viewport().repaint()

    return run


def _held(acts: int, rows: int) -> float:
    """Weigh what so many acts keep, as the editor's history keeps them, in MiB."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from drillplanner.base.texts import Text
    from drillplanner.plan.editing.acts import TABLES, type_cell
    from drillplanner.plan.editing.draft import Draft
    from ui.plan.editor.history import History, Moment
    from ui.widgets.grid.model import Selection

    draft, history = Draft(invented(rows)), History(lambda _moment: None)
    chosen = Selection("steps")
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(acts):
        row = draft.script.steps[number % rows].id
        after = type_cell(draft, TABLES["steps"], row, "text", f"text {number}", "en").draft
        history.do(Text("type"), Moment(draft, chosen), Moment(after, chosen))
        draft = after
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return held / _MIB
