"""Decide what the editor does: every act is a pure function, named, undone as it was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import PersonId
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.plan.comparing.merging import Merged
from drillplanner.plan.editing import acts
from drillplanner.plan.editing.acts import Cell, Refused, TypedCells
from drillplanner.plan.editing.draft import (
    CellRefused,
    Draft,
    Edit,
    changed,
    fresh_id,
    items,
    with_words,
)
from drillplanner.plan.editing.particulars_text import read_cast, read_schedule
from drillplanner.plan.editing.pasting import paste
from drillplanner.plan.editing.rules import TABLES
from drillplanner.plan.editing.table import Table
from drillplanner.plan.editing.times import read_day_time, since_text, with_clock
from drillplanner.plan.library.vignettes import cut_out, put_in
from drillplanner.plan.model import Script
from drillplanner.services.plan.checklist import Finding, checklist
from drillplanner.services.plan.drafts import DraftDesk, KeptDraft
from drillplanner.services.plan.papers import PaperOrder
from drillplanner.services.plan.plan_timeline import plan_summary, planned_timeline
from drillplanner.services.plan.scripts import OpenScript
from drillplanner.terms.timeline import Timeline
from ui.context import AppContext
from ui.plan.editor.columns import HEADINGS, rows_said
from ui.plan.editor.history import History, Moment
from ui.plan.editor.state import Checks, EditorState, View
from ui.plan.versions.presenter import Subject
from ui.system.file_watch import FileWatch
from ui.widgets.grid.model import Selection

#: Refused cells that are named in one notice.
_NAMED = 3
_CLIP = 24
#: A draft is written this long after an edit, and looked over this long, in milliseconds.
_SAVE_MS, _CHECK_MS = 40, 250
#: The schedule of more steps than these is laid out on the work lane, behind the edit.
_AT_ONCE = 150


class EditorPresenter(QObject):
    """Holds the draft; the page shows it, and hands on what the planner does."""

    #: Its versions are to be seen (the `Subject`).
    versionsRequested = Signal(object)

    def __init__(
        self, context: AppContext, page: View, desk: DraftDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._page, self._desk = context, page, desk
        self.draft = desk.kept.draft
        self._history = History(self._show, self)
        self._history.changed.connect(self._tell)
        self._saving = 0
        # Both take the interpreter's lock from the screen: what was typed is seen first.
        self._saving_soon = self._timer(_SAVE_MS, self._save)
        self._checking = self._timer(_CHECK_MS, self._check)
        self._connect()
        first = self.draft.script.steps
        self._show_draft(Selection("steps", first[0].id if first else ""))
        if not first:
            self.insert(0)
        self._tell()
        self._watch = FileWatch(self)
        self._watch.changed.connect(self._look_at_file)
        self._watch_file()
        self._look_at_file()

    def _timer(self, after_ms: int, run: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(run)
        return timer

    def _connect(self) -> None:
        page = self._page
        page.typed.connect(self.type_cells)
        page.insertAsked.connect(self.insert)
        page.deleteAsked.connect(self.delete)
        page.duplicateAsked.connect(self.duplicate)
        page.moveAsked.connect(self.move)
        page.fillAsked.connect(self.fill)
        page.clearAsked.connect(self.clear)
        page.pasteAsked.connect(self.paste)
        page.t0Asked.connect(self.choose_t0)
        page.lockAsked.connect(self.lock)
        page.targetAsked.connect(self.make_target)
        page.planAtAsked.connect(self.plan_at)
        page.scheduleAsked.connect(self.lay_out)
        page.replaceAsked.connect(self.replace)
        page.headTyped.connect(self.type_head)
        page.clockTyped.connect(self.type_clock)
        page.particularsTyped.connect(self.type_particulars)
        page.limitChosen.connect(self.take_limit)
        page.limitsAsked.connect(self.offer_limits)
        page.keepLimitAsked.connect(self.keep_limit)
        page.vignettesAsked.connect(self.offer_vignettes)
        page.vignetteChosen.connect(self.put_vignette_in)
        page.keepVignetteAsked.connect(self.keep_vignette)
        page.discardVignetteAsked.connect(self.discard_vignette)
        page.mendAsked.connect(self.mend)
        page.undoAsked.connect(self.undo)
        page.redoAsked.connect(self.redo)
        page.publishAsked.connect(self.publish)
        page.exportAsked.connect(self.export)
        page.versionsAsked.connect(self.ask_versions)
        page.papersAsked.connect(self.offer_papers)
        page.backAsked.connect(self.leave)
        self._context.guard_closing(self, self.may_close)

    # -- acts on cells -------------------------------------------------------------------------

    def type_cells(self, part: str, texts: Mapping[Cell, str]) -> None:
        """Type over cells of a table."""
        table = TABLES[part]
        chosen = self._page.selection()
        after = acts.type_cells(self.draft, table, texts, self._language)
        (row, column) = next(iter(texts))
        name = _(
            "{column} of {what}",
            column=HEADINGS[part][column].words,
            what=rows_said(self.draft, part, (row,)),
        )
        self._cells_done(name, after, chosen)

    def clear(self) -> None:
        """Empty the marked cells."""
        chosen = self._page.selection()
        table = TABLES[chosen.part]
        cells = [(row, column) for row in chosen.rows for column in chosen.columns]
        after = acts.clear(self.draft, table, cells, self._language)
        self._cells_done(_("clear {what}", what=self._rows_of(chosen)), after, chosen)

    def fill(self) -> None:
        """Fill the marked cells with the first of their column; one row takes that above it."""
        chosen = self._page.selection()
        table = TABLES[chosen.part]
        ids = [one.id for one in items(self.draft, table.part)]
        rows = chosen.rows
        if len(rows) == 1:
            place = ids.index(rows[0])
            rows = (ids[place - 1], rows[0]) if place else rows
        if not rows:
            return
        after = acts.fill_down(self.draft, table, rows, chosen.columns, self._language)
        self._cells_done(_("fill {what}", what=self._rows_of(chosen)), after, chosen)

    def paste(self, cells: Sequence[Sequence[str]]) -> None:
        """Paste a block at the current cell; one cell fills all that are marked."""
        chosen = self._page.selection()
        table, language = TABLES[chosen.part], self._language
        ids = [one.id for one in items(self.draft, table.part)]
        columns = self._page.visible_columns()
        if len(cells) == len(cells[0]) == 1 and len(chosen.rows) * len(chosen.columns) > 1:
            texts = {(row, name): cells[0][0] for row in chosen.rows for name in chosen.columns}
            after = acts.type_cells(self.draft, table, texts, language)
            self._cells_done(_("paste into {what}", what=self._rows_of(chosen)), after, chosen)
            return
        first = chosen.rows[0] if chosen.rows else chosen.row
        at = ids.index(first) if first in ids else 0
        left = chosen.columns[0] if chosen.columns else columns[0]
        pasted = paste(self.draft, table, cells, at, columns[columns.index(left) :], language)
        name = _("paste {what}", what=ngettext("{count} row", "{count} rows", len(pasted.rows)))
        now = replace(chosen, row=pasted.rows[0] if pasted.rows else "", rows=pasted.rows)
        after = TypedCells(pasted.draft, pasted.said, pasted.refused)
        self._cells_done(name, after, now, before=chosen)

    def replace(self, wanted: str, new: str) -> None:
        """Write other words in the place of some, in all of the table that is seen."""
        chosen = self._page.selection()
        table = TABLES[chosen.part]
        cells = acts.find(self.draft, table, wanted, self._language)
        if not cells:
            self._notice(_('"{words}" is not in this table.', words=wanted[:_CLIP]))
            return
        after = acts.replace_all(self.draft, table, cells, wanted, new, self._language)
        self._cells_done(_('replace "{words}"', words=wanted[:_CLIP]), after, chosen)
        done = len(cells) - len(after.refused)
        if not after.refused:
            self._notice(ngettext("{count} cell was changed.", "{count} cells were changed.", done))

    # -- acts on rows --------------------------------------------------------------------------

    def insert(self, at: int) -> None:
        """Put a blank row in before the one at a place."""
        chosen = self._page.selection()
        table = TABLES[chosen.part]
        self._rows_done(
            lambda: acts.insert(self.draft, table, at, self._language),
            lambda edit: _("insert {what}", what=rows_said(edit.draft, table.part, edit.rows)),
            first=self._first_column(table),
        )

    def delete(self) -> None:
        """Take the marked rows out."""
        chosen = self._page.selection()
        name = _("delete {what}", what=self._rows_of(chosen))
        table = TABLES[chosen.part]
        self._rows_done(
            lambda: acts.delete(self.draft, table, chosen.rows, self._language), lambda _edit: name
        )

    def duplicate(self) -> None:
        """Copy the marked rows below the last of them."""
        chosen = self._page.selection()
        name = _("duplicate {what}", what=self._rows_of(chosen))
        table = TABLES[chosen.part]
        self._rows_done(
            lambda: acts.duplicate(self.draft, table, chosen.rows, self._language),
            lambda _edit: name,
        )

    def move(self, by: int) -> None:
        """Move the marked rows up or down by one."""
        chosen = self._page.selection()
        name = _("move {what}", what=self._rows_of(chosen))
        table = TABLES[chosen.part]
        self._rows_done(lambda: acts.move(self.draft, table, chosen.rows, by), lambda _edit: name)

    def choose_t0(self) -> None:
        """Let the current step be T0."""
        row = self._current_step()
        if row:
            name = _("T0: {what}", what=rows_said(self.draft, "steps", (row,)))
            self._rows_done(lambda: acts.choose_t0(self.draft, row), lambda _edit: name)

    def lock(self) -> None:
        """Let the marked steps keep their planned times, or follow again."""
        chosen = self._page.selection()
        if chosen.part == "steps" and chosen.rows:
            name = _("lock the time of {what}", what=self._rows_of(chosen))
            self._rows_done(lambda: acts.lock(self.draft, chosen.rows), lambda _edit: name)

    def plan_at(self, row: str, since_s: float) -> None:
        """Plan a step for another time, as it was carried there in the schedule."""
        number = rows_said(self.draft, "steps", (row,))
        self._rows_done(
            lambda: acts.plan_at(self.draft, row, since_s, self._language),
            lambda _edit: _("plan {what} for another time", what=number),
        )

    def make_target(self) -> None:
        """Make the target from the first of the marked steps to the last."""
        chosen = self._page.selection()
        if chosen.part != "steps":
            return
        self._rows_done(
            lambda: acts.span_over(self.draft, chosen.rows, self._language),
            lambda edit: _("new {what}", what=rows_said(edit.draft, "targets", edit.rows)),
            part="targets",
            first="limit",
        )

    def mend(self, found: Finding) -> None:
        """Do what was offered to settle a finding."""
        mend = found.mend
        if mend is None:
            return
        chosen = self._page.selection()
        if mend.tick:
            self._done(mend.words, acts.tick(self.draft, mend.tick).draft, chosen)
            return
        if mend.part is not None:
            edit = acts.add_row(self.draft, TABLES[mend.part], mend.added, self._language)
            now = Selection(mend.part, edit.rows[0], "text", edit.rows)
            self._done(mend.words, edit.draft, now, chosen)
            return
        if mend.t0:
            edit = acts.choose_t0(self.draft, mend.t0)
            self._done(mend.words, edit.draft, Selection("steps", mend.t0), chosen)
            return
        after = acts.type_cells(self.draft, TABLES[found.part], mend.texts, self._language)
        now = Selection(found.part, found.row, found.column)
        self._cells_done(mend.words, after, now, before=chosen)

    # -- the script as a whole -----------------------------------------------------------------

    def type_head(self, name: str, text: str) -> None:
        """Write title, kind, zone or notes."""
        script = self.draft.script
        value: object = text
        if name in ("title", "notes"):
            old = script.title if name == "title" else script.notes
            value = with_words(old, text, self._language, script.language)
        edit = acts.say_of_script(self.draft, **{name: value})
        self._done(_("what the script says of itself"), edit.draft, replace_part(self._page, ""))

    def type_clock(self, text: str) -> None:
        """Say at which time of day T0 is; blank for none."""
        try:
            clock = None if not text.strip() else read_day_time(text)
        except CellRefused as fault:
            self._notice(fault.text)
            return
        before, draft = self.draft, with_clock(self.draft, clock)
        said = []
        if draft.particulars != before.particulars:
            said.append(_("The times of the day's schedule moved along with T0."))
        self._done(_("the time of day of T0"), draft, replace_part(self._page, ""), said=said)

    def type_particulars(self, name: str, text: str) -> None:
        """Say when and where the drill is held, and by whom."""
        value: object = text
        try:
            if name == "schedule":
                value = read_schedule(text)
            elif name == "cast":
                value = read_cast(text)
        except CellRefused as fault:
            self._notice(fault.text)
            return
        draft = replace(self.draft, particulars=changed(self.draft.particulars, **{name: value}))
        self._done(_("the particulars of the drill"), draft, replace_part(self._page, ""))

    def offer_limits(self) -> None:
        """Offer limits with their sources, those of the county first."""
        own = self._context.services.own_limits
        self._context.jobs.run("work", own.offered, self._page.show_limits, owner=self)

    def keep_limit(self) -> None:
        """Offer the current target's limit with its source from now on."""
        row, own = self._page.selection().row, self._context.services.own_limits
        author = PersonId(self._context.settings.keeper)
        name = self._context.settings.keeper_name
        target = next((one for one in self.draft.script.targets if one.id == row), None)
        if target is None:
            return

        def done(_nothing: None) -> None:
            self._notice(_("Kept; it is offered first from now on."))

        self._context.jobs.run("data", lambda: own.keep(target, author, name), done, owner=self)

    def take_limit(self, texts: Mapping[str, str]) -> None:
        """Give the current target a limit with its source, as one act."""
        chosen = self._page.selection()
        if chosen.part != "targets" or not chosen.row:
            return
        cells = {(chosen.row, column): text for column, text in texts.items()}
        after = acts.type_cells(self.draft, TABLES["targets"], cells, self._language)
        name = _("limit of {what}", what=rows_said(self.draft, "targets", (chosen.row,)))
        self._cells_done(name, after, chosen)

    def offer_vignettes(self) -> None:
        """Offer the blocks of steps that are kept."""
        drafts = self._context.services.drafts
        self._context.jobs.run("work", drafts.vignettes, self._page.show_vignettes, owner=self)

    def put_vignette_in(self, vignette: Script) -> None:
        """Put a block in below the marked steps, as one act."""
        chosen, script = self._page.selection(), self.draft.script
        last = (chosen.rows or (chosen.row,))[-1]
        ids = [step.id for step in script.steps]
        at = ids.index(last) + 1 if last in ids else len(ids)
        title = self._context.words(vignette.title, vignette.language)
        name = _("put in the block “{title}”", title=title)
        self._rows_done(lambda: put_in(self.draft, vignette, at), lambda _edit: name)

    def keep_vignette(self, title: str) -> None:
        """Keep the marked steps as a block of that name."""
        drafts, rows = self._context.services.drafts, self._page.selection().rows
        try:
            vignette = cut_out(self.draft.script, rows, title, fresh_id("vignettes", ()))
        except CellRefused as fault:
            self._notice(fault.text)
            return

        def done(_kept: KeptDraft) -> None:
            self._notice(_("The block “{title}” is kept.", title=title))

        self._context.jobs.run("data", lambda: drafts.keep_vignette(vignette), done, owner=self)

    def discard_vignette(self, id: str) -> None:
        """Put a block out of the list."""
        drafts = self._context.services.drafts

        def done(_nothing: None) -> None:
            self.offer_vignettes()

        self._context.jobs.run("data", lambda: drafts.discard_vignette(id), done, owner=self)

    def undo(self) -> None:
        """Go back by one act."""
        self._page.finish_cell()
        self._notice(None)
        self._history.undo()

    def redo(self) -> None:
        """Do again what was undone."""
        self._page.finish_cell()
        self._notice(None)
        self._history.redo()

    def ask_versions(self) -> None:
        """Ask for the versions of the script, to compare the draft with and to merge."""
        self.versionsRequested.emit(Subject(self.draft.script, replace(self._desk.kept)))

    def offer_papers(self) -> None:
        """Offer what is handed out, as the draft stands; a plan without an order has none."""
        if any(one.weight == "fault" for one in checklist(self.draft)):
            self._notice(_("Papers are made of a script without faults; see the check list."))
            self._page.show_faults()
            return
        self._page.show_papers(
            PaperOrder(self.draft.script, self.draft.particulars, self.draft.t0_clock_s)
        )

    def take_merged(self, merged: Merged) -> None:
        """Take over what a merge gave, as one act."""
        draft = replace(self.draft, script=merged.script)
        chosen = self._page.selection()
        self._done(_("merge"), draft, chosen, said=merged.said)

    # -- keeping -------------------------------------------------------------------------------

    def publish(self) -> None:
        """Freeze the draft as a version, and go back to the planning room with it."""
        self._page.finish_cell()
        if self._is_running():
            return
        author = PersonId(self._context.settings.keeper)
        desk, draft = self._desk, self.draft
        self._context.jobs.run(
            "data",
            lambda: desk.publish(draft, author),
            self._published,
            self._not_published,
            owner=self,
        )

    def export(self, path: Path) -> None:
        """Write the draft to a file."""
        desk, draft = self._desk, self.draft

        def done(script: OpenScript) -> None:
            self._context.remember(self._context.settings.with_recent(path.absolute()))
            self._context.script = script
            self._watch_file()
            self._notice(_("Written to {file}.", file=str(path)))

        self._context.jobs.run(
            "data", lambda: desk.export(draft, path), done, self._not_published, owner=self
        )

    def may_close(self) -> bool:
        """Take in what is being typed; the draft is kept, so nothing is asked."""
        self._page.finish_cell()
        if self._saving_soon.isActive():
            self._save()
        return True

    def leave(self) -> None:
        """Go back; the draft is kept."""
        self.may_close()
        self._page.leave()

    def _published(self, script: OpenScript) -> None:
        self._context.script = script
        self._page.leave()

    def _not_published(self, error: BaseException) -> None:
        if isinstance(error, FileRefused):
            self._notice(error.text)
            self._page.show_faults()
        else:
            self._context.failures.tell(error)

    def _is_running(self) -> bool:
        if self._context.is_running:
            text = _("A drill is running; publish the script when it has ended.")
            self._context.failures.tell(UserError(text))
        return self._context.is_running

    def _watch_file(self) -> None:
        """Watch the file the draft began from, or was last written to."""
        path = self._desk.kept.base.path
        self._watch.watch(Path(path) if path else None)

    def _look_at_file(self) -> None:
        """Say so where the file the draft began from holds something else by now."""
        drafts, desk = self._context.services.drafts, self._desk

        def work() -> KeptDraft | None:
            kept = desk.kept
            return kept if drafts.is_file_changed(kept) else None

        def tell(kept: KeptDraft | None) -> None:
            if kept is not None:
                text = _(
                    "The file {file} was changed by another program since this draft began. "
                    "“Versions…” shows the difference and merges it; saving as that file takes "
                    "its place.",
                    file=Path(kept.base.path).name,
                )
                self._notice(text)

        # Behind what this window itself may be writing there.
        self._context.jobs.run("data", work, tell, owner=self, latest="file")

    # -- doing ---------------------------------------------------------------------------------

    @property
    def _language(self) -> str:
        return self._context.language

    def _rows_of(self, chosen: Selection) -> Text:
        return rows_said(self.draft, chosen.part, chosen.rows)

    def _first_column(self, table: Table) -> str:
        return "text" if "text" in table.columns else "name"

    def _current_step(self) -> str:
        chosen = self._page.selection()
        return chosen.row if chosen.part == "steps" else ""

    def _rows_done(
        self,
        act: Callable[[], Edit],
        name: Callable[[Edit], Text],
        *,
        part: str = "",
        first: str = "",
    ) -> None:
        """Do something to rows, and choose those it was done to; what is refused is told."""
        chosen = self._page.selection()
        try:
            edit = act()
        except CellRefused as fault:
            self._notice(fault.text)
            return
        rows = edit.rows or chosen.rows
        now = Selection(
            part or chosen.part,
            chosen.row if chosen.row in rows else (rows[0] if rows else ""),
            first or chosen.column,
            rows,
            () if first else chosen.columns,
        )
        self._done(name(edit), edit.draft, now, chosen, edit.said)

    def _cells_done(
        self, name: Text, after: TypedCells, chosen: Selection, *, before: Selection | None = None
    ) -> None:
        said = [*after.said, *self._refused(after.refused)]
        self._done(name, after.draft, chosen, before or chosen, said)

    def _refused(self, refused: Sequence[Refused]) -> list[Text]:
        """Say which cells were not taken: the first of them with why."""
        said = [
            _('"{text}" was not taken: {why}', text=one.text[:_CLIP], why=one.why)
            for one in refused[:_NAMED]
        ]
        if len(refused) > _NAMED:
            rest = len(refused) - _NAMED
            said.append(
                ngettext("{count} more was not taken.", "{count} more were not taken.", rest)
            )
        return said

    def _done(
        self,
        name: Text,
        draft: Draft,
        chosen: Selection,
        before: Selection | None = None,
        said: Sequence[Text] = (),
    ) -> None:
        was = Moment(self.draft, before or chosen)
        if not self._history.do(name, was, Moment(draft, chosen)):
            self._page.show_draft(self.draft, chosen)
        words = " ".join(self._context.say(text) for text in said)
        self._page.show_notice(words)

    def _notice(self, text: Text | None) -> None:
        self._page.show_notice(self._context.say(text) if text is not None else "")

    # -- showing -------------------------------------------------------------------------------

    def _show(self, moment: Moment) -> None:
        """Show the draft of a moment, and keep it."""
        self.draft = moment.draft
        self._show_draft(moment.chosen)
        self._saving_soon.start()

    def _show_draft(self, chosen: Selection) -> None:
        self._page.show_draft(self.draft, chosen)
        if self._page.is_schedule_seen:
            self.lay_out()
        self._checking.start()

    def lay_out(self) -> None:
        """Lay the plan out beside the tables; one whose steps go in a circle stays as it was."""
        script, say = self.draft.script, self._context.say
        said = partial(since_text, is_from_t0=script.t0 is not None)

        def work() -> tuple[Timeline, str] | None:
            try:
                timeline = planned_timeline(script, said)
            except ValueError:
                return None
            return timeline.said(say), say(plan_summary(script, timeline))

        def show(found: tuple[Timeline, str] | None) -> None:
            if found is not None:
                self._page.show_schedule(*found)

        if len(script.steps) <= _AT_ONCE:
            show(work())
        else:
            self._context.jobs.run("work", work, show, owner=self, latest="schedule")

    def _save(self) -> None:
        """Keep the draft off the GUI thread; a later save takes the place of one that waits."""
        self._saving_soon.stop()
        desk, draft = self._desk, self.draft
        self._saving += 1
        self._context.jobs.run(
            "data",
            lambda: desk.save(draft),
            partial(self._saved, self._saving),
            owner=self,
            latest="save",
        )

    def _saved(self, number: int, _kept: object) -> None:
        if number == self._saving:
            self._saving = 0
        self._tell()

    def _check(self) -> None:
        """Look the draft over on the work lane; an older answer is dropped."""
        draft = self.draft

        def work() -> Checks:
            found = checklist(draft)
            if any(one.weight == "fault" for one in found):
                return Checks(found)
            # Brings numpy along: only once a script is looked over, on the work lane.
            from drillplanner.plan.outlook.runs import outlook

            return Checks(found, outlook(draft.script))

        self._context.jobs.run("work", work, self._page.show_checks, owner=self, latest="check")

    @property
    def is_waiting(self) -> bool:
        """Tell whether the draft is still to be kept or looked over."""
        return self._saving_soon.isActive() or self._checking.isActive()

    @property
    def _is_unsaved(self) -> bool:
        return bool(self._saving) or self._saving_soon.isActive()

    def _tell(self) -> None:
        state = EditorState(self._history.undo_name, self._history.redo_name, not self._is_unsaved)
        self._page.show_state(state)


def replace_part(page: View, part: str) -> Selection:
    """Keep what is chosen, but turn to no table."""
    return replace(page.selection(), part=part)
