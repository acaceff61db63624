"""Decide what typing-in does: every change is named and can be undone, saving is one version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.services.lanes import Lane
from drillplanner.services.review.typing_in import (
    CellFault,
    Column,
    Grid,
    PaperDrill,
    Typing,
    checked_mark,
    checked_name,
    export_typing,
    first_grid,
    lines_of,
    new_typing,
    read_cell,
    typed_said,
    understand_column,
)
from ui.context import AppContext
from ui.review.typing_in.cells import LineWords
from ui.review.typing_in.state import Change, Refused, State, View

T = TypeVar("T")

#: Characters of a line's name that the name of a change holds.
_LONGEST_NAME = 16


class TypingInPresenter(QObject):
    """Holds the grid; the page shows it, and hands on what the user does."""

    def __init__(
        self, context: AppContext, page: View, drill: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._page, self._drill = context, page, drill
        self.typing: Typing | None = None
        self.grid = Grid()
        self._saved = Grid()
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._is_busy = False
        page.typed.connect(self.type_cells)
        page.columnChanged.connect(self.change_column)
        page.columnAdded.connect(self.add_column)
        page.columnRemoved.connect(self.remove_column)
        page.markAdded.connect(self.add_mark)
        page.roundChosen.connect(self.open)
        page.saveAsked.connect(self.save)
        page.dropAsked.connect(self.drop_unsaved)
        page.undoAsked.connect(self.undo)
        page.redoAsked.connect(self.redo)
        page.exportAsked.connect(self.export)
        page.backAsked.connect(self.leave)
        context.guard_closing(self, self.may_close)

    # -- opening and saving -------------------------------------------------------------------

    def open(self, round_number: int | None = None) -> None:
        """Read the drill, its last round unless given, and what was typed before."""
        if self.is_unsaved:
            self._refuse_unsaved()
            return
        reviews, drill = self._context.services.reviews, self._drill
        self._ask(lambda: reviews.typing(drill, round_number), self._opened, "work")

    def open_new(self, paper: PaperDrill) -> None:
        """Show the empty grid of a drill from paper, which is made when it is saved."""
        self._opened(new_typing(paper))

    @property
    def is_unsaved(self) -> bool:
        """Tell whether anything was typed that is not on the disk."""
        if self.grid.cells != self._saved.cells:
            return True
        return self._named(self.grid) != self._named(self._saved)

    def may_close(self) -> bool:
        """Tell whether nothing typed would be lost, and say so if it would."""
        self._page.finish_cell()
        if not self.is_unsaved:
            return True
        self._refuse_unsaved()
        return False

    def save(self, by: str) -> None:
        """Keep what was typed with the drill."""
        typing, grid = self.typing, self.grid
        if typing is None or self._is_busy or self._is_forbidden(typing):
            return
        refused = self.first_refused()
        if refused is not None:
            self._page.go_to(refused.line, refused.column)
            self._page.show_notice(self._context.say(refused.why))
            return
        reviews, name = self._context.services.reviews, self._context.say(_("typed-in.csv"))
        day = self._page.day if typing.paper is not None else None

        def saved(now: Typing) -> None:
            self.typing, self._saved = now, grid
            if typing.paper is not None:
                # Now it is a drill like any other, and the one on the desk.
                self._drill = self._context.drill = now.drill
                self._page.show_typing(now)
            self._page.show_notice("")
            self._tell()
            self._page.tell_saved()

        self._ask(lambda: reviews.save_typing(typing, grid, name, by=by, day=day), saved)

    def export(self, path: Path) -> None:
        """Write what was typed to a file."""
        typing, grid = self.typing, self.grid
        if typing is None:
            return

        def written(_nothing: None) -> None:
            self._page.show_notice(self._context.say(_("Written to {file}.", file=str(path))))

        self._ask(lambda: export_typing(path, typing.script, grid), written, "work")

    def leave(self) -> None:
        """Leave the page, unless something is unsaved."""
        if self.may_close():
            self._page.leave()

    def first_refused(self) -> Refused | None:
        """Find the first cell that cannot be read, or whose column may be read in two ways."""
        if self.typing is None:
            return None
        lines = lines_of(self.typing.script, self.grid.marks)
        for column in self.grid.columns:
            times = understand_column(self.grid, column, lines)
            for line in lines:
                text = self.grid.text(line.key, column.id)
                try:
                    typed = read_cell(line, column, text)
                    if typed is not None and times.why is None:
                        typed_said(typed, times.understood)
                except CellFault:
                    why = _("This cell cannot be read; correct or clear it, then save again.")
                    return Refused(line.key, column.id, why)
                if typed is not None and typed.cell is not None and times.why is not None:
                    return Refused(line.key, column.id, times.why)
        return None

    # -- typing ---------------------------------------------------------------------------------

    def type_cells(self, texts: Mapping[tuple[str, int], str]) -> None:
        if len(texts) > 1:
            name = ngettext("{count} cell", "{count} cells", len(texts))
        else:
            ((line, column),) = texts
            name = _("{line}, {column}", line=self._line(line), column=self._column(column).name)
        self._change(name, self.grid.with_cells(texts))

    def change_column(self, column: Column) -> None:
        """Give a column another name, or have its digits read otherwise."""
        if self.typing is None:
            return
        before = self._column(column.id)
        try:
            name = checked_name(self.grid, self.typing, column.id, column.name)
        except CellFault as fault:
            self._page.show_notice(self._context.say(fault.text))
            self._show()
            return
        what = _("column {column}", column=before.name)
        self._change(what, self.grid.with_column(replace(column, name=name)))

    def add_column(self) -> None:
        """Add a column for another clock."""
        if self.typing is None:
            return
        names = {column.name for column in self.grid.columns} | self.typing.sources
        number = 1
        while (name := self._context.say(_("Source {number}", number=number))) in names:
            number += 1
        column = Column(self.grid.next_id, name)
        self._change(_("add {column}", column=name), self.grid.with_column(column))

    def remove_column(self, column: int) -> None:
        """Take a column out, with all that was typed there."""
        name = _("remove {column}", column=self._column(column).name)
        self._change(name, self.grid.without_column(column))

    def add_mark(self, text: str) -> None:
        try:
            name = checked_mark(self.grid, text)
        except CellFault as fault:
            self._page.show_notice(self._context.say(fault.text))
            return
        self._change(_("sync mark {mark}", mark=name), self.grid.with_mark(name))
        if self.grid.columns:
            self._page.go_to(f"@{name}", self.grid.columns[0].id)

    def drop_unsaved(self) -> None:
        """Go back to what is on the disk; this too can be undone."""
        self._change(_("drop what was not saved"), self._saved)

    def undo(self) -> None:
        """Take the last change back."""
        if self._done:
            self._undone.append(self._done.pop())
            self.grid = self._undone[-1].before
            self._show()

    def redo(self) -> None:
        """Make the change anew that was taken back last."""
        if self._undone:
            self._done.append(self._undone.pop())
            self.grid = self._done[-1].after
            self._show()

    # -- inside -----------------------------------------------------------------------------------

    def _opened(self, typing: Typing) -> None:
        self.typing = typing
        self.grid = self._saved = first_grid(self._context.say, typing)
        self._done, self._undone = [], []
        self._page.show_typing(typing)
        self._show()
        if typing.beside:
            words = ngettext(
                "{count} other typed table stands beside this one, from another laptop; both "
                "count. Take one out in the review room.",
                "{count} other typed tables stand beside this one, from other laptops; all "
                "count. Take out in the review room what is too many.",
                typing.beside,
            )
            self._page.show_notice(self._context.say(words))

    def _change(self, name: Text, after: Grid) -> None:
        if self.typing is None or self.typing.is_read_only or after == self.grid:
            return
        self._done.append(Change(name, self.grid, after))
        self._undone.clear()
        self.grid = after
        self._page.show_notice("")
        self._show()

    def _show(self) -> None:
        if self.typing is not None:
            self._page.show_grid(self.typing, self.grid)
            self._tell()

    def _tell(self) -> None:
        locked = self.typing is None or self.typing.is_read_only
        self._page.show_state(
            State(
                saved=self._saved_said(),
                undo=self._done[-1].name if self._done else None,
                redo=self._undone[-1].name if self._undone else None,
                is_unsaved=self.is_unsaved,
                is_locked=locked or self._is_busy,
            )
        )

    def _saved_said(self) -> Text:
        if self.typing is not None and self.typing.is_read_only:
            return self._context.services.read_only_because or _("Open for reading only.")
        places = {*self.grid.cells, *self._saved.cells}
        changed = sum(self.grid.text(*one) != self._saved.text(*one) for one in places)
        if self.is_unsaved:
            return ngettext(
                "{count} cell is not saved.", "{count} cells are not saved.", max(1, changed)
            )
        if self.typing is not None and self.typing.fact:
            return _("All is saved with the drill and counts in the review.")
        return _("Nothing is typed yet.")

    def _refuse_unsaved(self) -> None:
        words = _("What was typed is not saved. Save or discard it, then continue.")
        self._page.show_notice(self._context.say(words))

    def _is_forbidden(self, typing: Typing) -> bool:
        if self._context.is_running:
            words = _("A drill is running on this machine. Save when it has ended.")
            self._page.show_notice(self._context.say(words))
        return self._context.is_running or typing.is_read_only

    def _ask(self, work: Callable[[], T], done: Callable[[T], None], lane: Lane = "data") -> None:
        """Do work on a lane; while it is under way nothing is saved."""
        self._is_busy = True

        def answer(value: T) -> None:
            self._is_busy = False
            done(value)

        def refuse(error: BaseException) -> None:
            self._is_busy = False
            if isinstance(error, UserError):
                self._page.show_notice(self._context.say(error.text))
            else:
                self._context.failures.tell(error)

        self._context.jobs.run(lane, work, answer, refuse, owner=self)

    def _column(self, id_: int) -> Column:
        return next(column for column in self.grid.columns if column.id == id_)

    def _line(self, key: str) -> str:
        """Name a line in few words, for the name of a change."""
        if self.typing is None:
            return key
        lines = lines_of(self.typing.script, self.grid.marks)
        line = next(one for one in lines if one.key == key)
        words = LineWords(self._context, self.typing.script)(line).strip()
        return words if len(words) <= _LONGEST_NAME else f"{words[:_LONGEST_NAME]}…"

    def _named(self, grid: Grid) -> tuple[Column, ...]:
        used = {id_ for _key, id_ in grid.cells}
        return tuple(column for column in grid.columns if column.id in used)
