"""Decide what the page of importing shows: proposals, a person's answers, and what comes of them.

Files are read and mappings tried on the work lane; an answer to an older question is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.locations import fault_said
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.importing.cells import Sheet, cell_name
from drillplanner.exchange.importing.conversion import layout_for
from drillplanner.exchange.importing.layout import Column, Layout
from drillplanner.exchange.importing.mapping import ColumnMap, TableMap, ValueRole
from drillplanner.exchange.importing.opening import Workbook, clipboard_tables, open_tables
from drillplanner.exchange.time_reader.dial import DIAL_NAMES, Dial
from drillplanner.plan.model import Script
from drillplanner.services.exchange import table_import as importing
from drillplanner.services.exchange.table_import import DialPreview, Draft, Tried
from ui.context import AppContext
from ui.review.import_log.choices import Choice
from ui.review.import_log.page import Problem, Whole
from ui.review.import_log.words import (
    VALUE_ROLES,
    Meaning,
    column_meanings,
    dial_said,
    proposal_said,
    value_meanings,
)

T = TypeVar("T")

#: Rows that are offered as the header.
_HEADERS = 30
#: Words of a value role that are asked about; more are read by a mapping from a file.
_MOST_VALUES = 200
_LEFT_OUT = ""
#: The question of what the table is; a newer one takes the place of it.
_TABLE = "table"
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class _Made:
    """What a mapping makes of a table, computed on the work lane."""

    table_map: TableMap
    layout: Layout
    words: Mapping[str, tuple[str, ...]]
    previews: Mapping[str, tuple[DialPreview, ...]]
    tried: Tried | UserError


def _make(draft: Draft, table_map: TableMap) -> _Made:
    layout = layout_for(draft.sheet, table_map, draft.names)
    words = {column.name: _words_of(draft, layout, column) for column in layout.columns}
    previews = {
        one.column: importing.dial_previews(draft, layout, one.column)
        for one in table_map.columns
        if one.role in ("time", "time_of")
    }
    try:
        tried: Tried | UserError = importing.try_map(draft, table_map)
    except UserError as lacking:
        # What is still to be chosen is said in its place, not as a failure.
        tried = lacking
    return _Made(table_map, layout, words, previews, tried)


def _words_of(draft: Draft, layout: Layout, column: Column) -> tuple[str, ...]:
    """List the different words of a column, in their order."""
    words = (
        " ".join(draft.sheet.spread(row, column.index).text.split())
        for row in range(layout.first, layout.last)
    )
    return tuple(dict.fromkeys(word for word in words if word))


class View(Protocol):
    """What the presenter asks of its page."""

    fileChosen: Any
    pasted: Any
    sheetChosen: Any
    headerChosen: Any
    columnChosen: Any
    dialChosen: Any
    valueChosen: Any
    sourceEntered: Any
    dateEntered: Any
    aboutEntered: Any
    mappingChosen: Any
    mappingKept: Any
    joinAsked: Any
    savedAs: Any
    errorsSavedAs: Any

    def show_sheet(self, names: Sequence[str], chosen: str, sheet: Sheet, layout: Layout) -> None:
        """Show a sheet of a table."""

    def show_whole(self, whole: Whole) -> None:
        """Show what holds for the whole table."""

    def show_columns(self, choices: Sequence[Choice]) -> None:
        """Ask what each column is."""

    def show_values(self, choices: Sequence[Choice]) -> None:
        """Ask what each word stands for."""

    def show_mappings(self, names: Sequence[str], chosen: str = "") -> None:
        """Offer the mappings that are kept."""

    def show_kept(self, name: str) -> None:
        """Show under which name the mapping is kept."""

    def show_trial(
        self, echo: str, problems: Sequence[Problem], *, can_read: bool, can_join: bool
    ) -> None:
        """Show how the times were read and what is wrong."""

    def tell(self, words: str) -> None:
        """Say how it stands."""


class ImportPresenter(QObject):
    """One table at a time; `joined` carries the log table to be joined, by name and text."""

    joined = Signal(str, str)

    def __init__(
        self,
        context: AppContext,
        page: View,
        script: Script | None,
        parent: QObject | None = None,
        *,
        can_join: bool,
    ) -> None:
        super().__init__(parent)
        self._context, self._page, self._script = context, page, script
        self._can_join = can_join
        self._path: Path | None = None
        self._draft: Draft | None = None
        self._map: TableMap | None = None
        self._made: _Made | None = None
        self._tried: Tried | None = None
        self._meanings: tuple[Meaning, ...] = ()
        self._connect()
        self._show_mappings()
        page.tell(context.say(_("Choose a table, or paste one that was copied.")))

    def _connect(self) -> None:
        page = self._page
        page.fileChosen.connect(self.open)
        page.pasted.connect(self._on_pasted)
        page.sheetChosen.connect(self._on_sheet)
        page.headerChosen.connect(self._on_header)
        page.columnChosen.connect(self._on_column)
        page.dialChosen.connect(self._on_dial)
        page.valueChosen.connect(self._on_value)
        page.sourceEntered.connect(self._on_source)
        page.dateEntered.connect(self._on_date)
        page.aboutEntered.connect(self._on_about)
        page.mappingChosen.connect(self._on_mapping)
        page.mappingKept.connect(self._on_keep)
        page.joinAsked.connect(self._on_join)
        page.savedAs.connect(self._on_save)
        page.errorsSavedAs.connect(self._on_save_errors)

    # -- opening ------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Read a file and show its first sheet."""
        self._read(lambda: open_tables(path), path)

    def _on_pasted(self, html: str, text: str) -> None:
        name = self._context.say(_("pasted table"))
        self._read(lambda: clipboard_tables(name, html=html, text=text), None)

    def _read(self, read: Callable[[], Workbook], path: Path | None) -> None:
        script = self._script
        self._page.tell(self._context.say(_("Reading…")))

        def work() -> Draft:
            return importing.open_draft(read(), script, path=path)

        self._ask(work, self._show_draft, _TABLE)

    def _on_sheet(self, name: str) -> None:
        draft = self._draft
        if draft is not None:
            self._ask(
                lambda: importing.open_draft(draft.workbook, draft.script, name, draft.path),
                self._show_draft,
                _TABLE,
            )

    def _show_draft(self, draft: Draft) -> None:
        self._draft, self._made = draft, None
        self._set_map(draft.proposed.table_map)
        self._show_mappings()

    # -- the mapping ------------------------------------------------------------------------

    def _set_map(self, table_map: TableMap) -> None:
        """Take a mapping: try it, and show what it makes of the table."""
        draft = self._draft
        if draft is not None:
            self._map, self._tried = table_map, None
            self._ask(lambda: _make(draft, table_map), self._show_made, _TABLE)

    def _show_made(self, made: _Made) -> None:
        if self._made is None or self._made.layout != made.layout:
            self._show_sheet(made.layout)
        self._made = made
        self._show_columns(made)
        self._show_values(made)
        self._show_whole(made.layout)
        self._show_tried(made.tried)

    def _show_sheet(self, layout: Layout) -> None:
        draft = self._draft
        if draft is not None:
            names = [sheet.name for sheet in draft.workbook.sheets]
            self._page.show_sheet(names, draft.sheet.name, draft.sheet, layout)

    def _change(self, **changes: object) -> None:
        if self._map is not None:
            self._set_map(replace(self._map, **changes))  # type: ignore[arg-type]

    def _on_column(self, name: str, key: str) -> None:
        if self._map is None:
            return
        meaning = self._meanings[int(key)]
        kept = self._of_column(name)
        dial = kept.dial if kept and meaning.role in ("time", "time_of") else None
        changed = ColumnMap(name, meaning.role, meaning.ref, dial)
        if meaning.role in ("present", "expected") and kept is not None:
            changed = replace(changed, step=kept.step)
        others = [
            # One column alone is the step, and so on: the one chosen before becomes a note.
            replace(one, role="note", step=None, dial=None)
            if one.role == meaning.role and meaning.role not in _SEVERAL
            else one
            for one in self._map.columns
            if one.column != name
        ]
        self._change(columns=(*others, changed), values=self._with_values(changed))

    def _with_values(self, column: ColumnMap) -> dict[ValueRole, dict[str, str | None]]:
        """Add what the words of a column that became the step or the unit are like."""
        draft, table_map = self._draft, self._map
        if draft is None or table_map is None or column.role not in VALUE_ROLES:
            return table_map.values if table_map else {}
        role = cast("ValueRole", column.role)
        meant = dict(table_map.meaning(role))
        find = draft.names.step if role == "step" else draft.names.unit
        for word in self._made.words.get(column.column, ()) if self._made else ():
            if word not in meant:
                found = find(word)
                meant[word] = found.ref if found else (word if self._script is None else None)
        return {**table_map.values, role: meant}

    def _on_dial(self, name: str, dial: str) -> None:
        kept = self._of_column(name)
        if self._map is not None and kept is not None:
            changed = replace(kept, dial=cast("Dial", dial) if dial else None)
            self._change(
                columns=tuple(changed if one is kept else one for one in self._map.columns)
            )

    def _on_value(self, key: str, ref: str) -> None:
        if self._map is None:
            return
        role, _colon, word = key.partition(":")
        meant = {**self._map.meaning(cast("ValueRole", role)), word: ref or None}
        self._change(values={**self._map.values, cast("ValueRole", role): meant})

    def _on_header(self, row: int) -> None:
        if self._map is not None and self._draft is not None:
            self._change(header=row, header_rows=1 if row else 0)

    def _on_source(self, source: str) -> None:
        if self._map is not None and source != (self._map.source or ""):
            self._change(source=source or None)

    def _on_date(self, text: str) -> None:
        if self._map is None or text == (self._map.date or ""):
            return
        from drillplanner.exchange.fault_list import CellFault
        from drillplanner.exchange.importing.time_text import date_text

        try:
            self._change(date=date_text(text) if text else None)
        except CellFault as fault:
            self._page.tell(self._context.say(fault.text))

    def _on_about(self, seconds: float) -> None:
        about = None if seconds < 0 else seconds
        if self._map is not None and about != self._map.about_u_s:
            self._change(about_u_s=about)

    def _of_column(self, name: str) -> ColumnMap | None:
        columns = self._map.columns if self._map is not None else ()
        return next((one for one in columns if one.column == name), None)

    # -- what is asked ----------------------------------------------------------------------

    def _show_columns(self, made: _Made) -> None:
        draft, table_map, say = self._draft, self._map, self._context.say
        if draft is None or table_map is None:
            return
        known = [one.step for one in table_map.columns if one.step]
        self._meanings = column_meanings(self._script, list(dict.fromkeys(known)))
        offered = [(str(place), say(one.words)) for place, one in enumerate(self._meanings)]
        choices: list[Choice] = []
        for column in made.layout.columns:
            kept = self._of_column(column.name) or ColumnMap(column.name, "note")
            is_time = kept.role in ("time", "time_of")
            second: list[tuple[str, str]] = []
            if is_time:
                second = [("", say(_("What its figures are: as the column shows")))]
                second += [
                    (one.dial, say(dial_said(one.dial, one.written, one.read)))
                    for one in made.previews.get(column.name, ())
                ]
            is_proposed = kept in draft.proposed.table_map.columns
            why = proposal_said(draft.proposed.of_column(column.name)) if is_proposed else None
            choices.append(
                Choice(
                    column.name,
                    column.name,
                    " · ".join(made.words[column.name][:_SAMPLES]),
                    offered,
                    str(self._place(kept)),
                    say(why) if why is not None else "",
                    second,
                    say(_("What its figures are")),
                    kept.dial or "",
                )
            )
        self._page.show_columns(choices)

    def _place(self, kept: ColumnMap) -> int:
        for place, one in enumerate(self._meanings):
            if one.role == kept.role and (kept.role != "time_of" or one.ref == kept.step):
                return place
        note = next(place for place, one in enumerate(self._meanings) if one.role == "note")
        return note

    def _show_values(self, made: _Made) -> None:
        draft, table_map, say = self._draft, self._map, self._context.say
        if draft is None or table_map is None:
            return
        choices: list[Choice] = []
        for role, name in VALUE_ROLES.items():
            offered = [(ref, say(words)) for ref, words in value_meanings(role, self._script)]
            column = next(iter(table_map.of_role(role)), None)
            if column is None or not offered:
                continue
            meant = table_map.meaning(role)
            for word in made.words.get(column.column, ())[:_MOST_VALUES]:
                ref = meant.get(word, word)
                known = [*offered]
                if ref is not None and ref not in dict(offered):
                    known.append((ref, ref))
                is_proposed = draft.proposed.table_map.meaning(role).get(word) == ref
                proposal = draft.proposed.of_value(role, word) if is_proposed else None
                why = proposal_said(proposal)
                choices.append(
                    Choice(
                        f"{role}:{word}",
                        say(_("{word} ({what})", word=word, what=name)),
                        "",
                        [(_LEFT_OUT, say(_("Leave these rows out"))), *known],
                        ref or _LEFT_OUT,
                        say(why) if why is not None else "",
                    )
                )
        self._page.show_values(choices)

    def _show_whole(self, layout: Layout) -> None:
        draft, table_map, say = self._draft, self._map, self._context.say
        if draft is None or table_map is None:
            return
        rows = min(draft.sheet.height, _HEADERS)
        headers = [("0", say(_("none: columns by their letters")))]
        for row in range(rows):
            words = " · ".join(
                text
                for column in range(draft.sheet.width)
                if (text := " ".join(draft.sheet.cell(row, column).text.split()))
            )
            headers.append((str(row + 1), f"{row + 1}: {words[:60]}"))
        self._page.show_whole(
            Whole(
                table_map.source or "",
                table_map.date or "",
                table_map.about_u_s,
                bool(table_map.of_role("source")),
                bool(table_map.of_role("date")),
                layout.header + 1 if layout.header_rows else 0,
                headers,
            )
        )

    # -- trying ------------------------------------------------------------------------------

    def _show_tried(self, tried: Tried | UserError) -> None:
        say = self._context.say
        if isinstance(tried, UserError):
            self._page.show_trial("", (), can_read=False, can_join=False)
            self._page.tell(say(tried.text))
            return
        self._tried = tried
        checked = tried.checked
        problems = [
            Problem(error.row, error.column, say(error.text)) for error in checked.errors
        ] + [Problem(None, None, say(fault_said(fault))) for fault in checked.general]
        self._page.show_trial(
            self._echo(tried),
            problems,
            can_read=tried.is_sound,
            can_join=tried.is_sound and self._can_join,
        )
        lines = [say(self._standing(tried))]
        if problems:
            first = problems[0]
            is_cell = first.row is not None and first.column is not None
            place = cell_name(first.row or 0, first.column or 0) if is_cell else ""
            lines.append(f"{place}: {first.words}" if place else first.words)
        self._page.tell("\n".join(lines))

    def _standing(self, tried: Tried) -> Text:
        count, wrong = len(tried.converted.rows), len(tried.checked.errors)
        wrong += len(tried.checked.general)
        if wrong:
            return ngettext(
                "{count} error keeps the table from being read; each is shown with its cell.",
                "{count} errors keep the table from being read; each is shown with its cell.",
                wrong,
            )
        passed = len(tried.converted.passed_over)
        read = ngettext("{count} time can be read", "{count} times can be read", count)
        doubtful = len(self._doubtful())
        if doubtful:
            return ngettext(
                "{read}, {passed} rows or cells say nothing. {count} proposal is not sure: look "
                "at it first.",
                "{read}, {passed} rows or cells say nothing. {count} proposals are not sure: look "
                "at them first.",
                doubtful,
                read=read,
                passed=passed,
            )
        return _("{read}, {passed} rows or cells say nothing.", read=read, passed=passed)

    def _doubtful(self) -> list[str]:
        """List what was proposed, is not sure, and was not changed by anybody."""
        draft, table_map = self._draft, self._map
        if draft is None or table_map is None:
            return []
        proposed = draft.proposed.table_map
        kept: list[str] = []
        for one in draft.proposed.doubtful:
            if one.topic == "value" and one.role is not None:
                before, now = proposed.meaning(one.role), table_map.meaning(one.role)
                is_kept = before.get(one.key) == now.get(one.key)
            elif one.topic in ("column", "dial"):
                is_kept = self._of_column(one.key) in proposed.columns
            else:
                is_kept = getattr(table_map, one.topic) == getattr(proposed, one.topic)
            if is_kept:
                kept.append(one.key)
        return kept

    def _echo(self, tried: Tried) -> str:
        """Say how the times of each source are read, before they count."""
        log = tried.checked.log
        if log is None:
            return ""
        lines = [
            ngettext(
                "{source}: {count} time read as {dial} ({form}): {first}",
                "{source}: {count} times read as {dial} ({form}): {first} … {last}",
                one.rows,
                source=one.source,
                dial=DIAL_NAMES[cast("Dial", one.dial)],
                form=one.form,
                first=one.first,
                last=one.last,
            )
            for one in log.readings
        ]
        return "\n".join(self._context.say(line) for line in lines)

    # -- what is done with it ---------------------------------------------------------------

    def _on_join(self) -> None:
        draft, tried = self._draft, self._tried
        if draft is None or tried is None or not tried.is_sound:
            return
        name = f"{importing.source_named(draft.workbook.name)}.csv"
        self.joined.emit(name, tried.checked.table.decode("utf-8-sig"))

    def _on_save(self, path: Path) -> None:
        draft, tried = self._draft, self._tried
        if draft is None or tried is None:
            return

        def done(_nothing: None) -> None:
            words = _("The log is in {file}.", file=str(path))
            self._page.tell(self._context.say(words))

        self._ask(lambda: importing.write_table(draft, tried, path), done)

    def _on_save_errors(self, path: Path) -> None:
        draft, tried, say = self._draft, self._tried, self._context.say
        if draft is None or tried is None:
            return

        def done(_nothing: None) -> None:
            words = _("The table with what is wrong in it is in {file}.", file=str(path))
            self._page.tell(say(words))

        self._ask(lambda: importing.write_errors(draft, tried, path, say), done)

    # -- mappings that are kept -----------------------------------------------------------------

    @property
    def _maps(self) -> Path | None:
        folder = self._context.folder
        return folder / "mappings" if folder is not None else None

    def _show_mappings(self, chosen: str = "") -> None:
        folder = self._maps
        self._page.show_mappings(importing.kept_maps(folder) if folder else (), chosen)

    def _on_mapping(self, name: str) -> None:
        draft, folder = self._draft, self._maps
        if draft is None or folder is None:
            return
        if not name:
            self._set_map(draft.proposed.table_map)
            return

        def taken(table_map: TableMap) -> None:
            source = table_map.source or draft.proposed.table_map.source
            self._set_map(replace(table_map, source=source))
            self._page.show_kept(name)

        self._ask(lambda: importing.kept_map(folder, name), taken)

    def _on_keep(self, name: str) -> None:
        table_map, folder = self._map, self._maps
        if table_map is None or folder is None:
            return

        def kept(name: str) -> None:
            self._show_mappings(name)
            words = _("The mapping is kept as “{name}”.", name=name)
            self._page.tell(self._context.say(words))

        self._ask(lambda: importing.keep_map(folder, name, table_map), kept)

    def _ask(self, work: Callable[[], T], done: Callable[[T], None], latest: str = "") -> None:
        """Do something on the work lane; of questions named alike only the newest is answered."""
        self._context.jobs.run("work", work, done, self._fail, owner=self, latest=latest)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            words = self._context.say(error.text)
            faults = error.faults if isinstance(error, FileRefused) else ()
            lines = [self._context.say(fault_said(fault)) for fault in faults]
            self._page.tell("\n".join((words, *lines)))
        else:
            self._context.failures.tell(error)


#: What several columns may be.
_SEVERAL = frozenset({"time_of", "note", "ignore", "present", "expected"})
