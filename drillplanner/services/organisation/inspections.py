"""Begin an inspection sheet, print it filled or blank, and enter what it found into the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.ids import new_id
from drillplanner.base.texts import Text, _, pgettext, words_in
from drillplanner.base.translator import Language
from drillplanner.improve.ledger import Action
from drillplanner.organisation.field import folded, show
from drillplanner.organisation.inspection_forms import inspection_forms
from drillplanner.organisation.registers import INSPECTIONS, SCHOOLS
from drillplanner.services.improve.hazards import enter, hazard_of
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.organisation.register_table import (
    Change,
    Look,
    RegisterRow,
    read_table,
    type_cells,
)
from drillplanner.services.organisation.sheets import report
from drillplanner.terms.document import (
    Blank,
    Block,
    Cell,
    Column,
    Facts,
    Phrase,
    Prose,
    Report,
    Row,
    Sign,
    Signatures,
    Table,
)

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

Inspector: TypeAlias = Literal["self_check", "police", "joint"]

#: What tells one sheet from another.
_SHEET = ("school", "day", "by", "form")
#: What an item brings along from a sheet that was filled before.
_OF_ITEM = ("item", "standard", "method", "points", "kind")
_SIGNS: Mapping[str, Sign] = {
    "done": Sign("disc", INSPECTIONS.field("result").choices["done"].words),
    "partly": Sign("triangle", INSPECTIONS.field("result").choices["partly"].words),
    "missing": Sign("cross", INSPECTIONS.field("result").choices["missing"].words),
    "none": Sign("dash", INSPECTIONS.field("result").choices["none"].words),
}

#: What stands at the head of a sheet.
_HEADS: tuple[Text, ...] = (
    INSPECTIONS.field("school").words,
    SCHOOLS.field("pupils").words,
    *(INSPECTIONS.field(name).words for name in ("by", "inspector", "day")),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that can be begun: its name, and its items as they would be typed."""

    name: str
    items: tuple[Mapping[str, str], ...]
    source: str = ""


def sheets_known(workspace: Workspace, language: Language) -> tuple[Sheet, ...]:
    """List the sheets that can be begun: the program's, then others that were filled here."""
    known = {one.name: one for one in _offered(language)}
    filled: dict[str, dict[tuple[str, ...], list[RegisterRow]]] = {}
    for row in read_table(workspace, INSPECTIONS, language).rows:
        name = row.texts.get("form", "")
        if name not in known:
            filled.setdefault(name, {}).setdefault(_key(row), []).append(row)
    own: list[Sheet] = []
    for name, sheets in sorted(filled.items()):
        newest = max(sheets.values(), key=lambda rows: rows[0].texts.get("day", ""))
        rows = sorted(newest, key=lambda row: row.id)
        items = [{one: row.texts[one] for one in _OF_ITEM if row.texts.get(one)} for row in rows]
        own.append(Sheet(name, tuple(items)))
    return (*known.values(), *own)


def begin(
    workspace: Workspace,
    form: str,
    *,
    school: str,
    day: date,
    inspector: Inspector,
    language: Language,
    by: str,
) -> Change:
    """Begin a sheet: a row an item, to be filled in. The inspector is who begins it.

    Args:
        workspace: open for writing.
        form: a name of `sheets_known`.
        school: by label, name or code.
        day: of the inspection.
        inspector: school, police or both.
        language: of the items' words.
        by: who inspects.

    Raises:
        UserError: there is no such sheet or school, or the same sheet was begun already.
    """
    sheet = _sheet(workspace, form, language)
    texts = {"school": school, "day": day.isoformat(), "by": inspector, "form": sheet.name}
    look = Look(workspace, INSPECTIONS)
    named = [id_ for id_, label in look.labels.items() if school in (label, look.codes.get(id_))]
    for id_ in look.ids():
        values = look.values(id_)
        same = (values.get("day"), values.get("by")) == (day.isoformat(), inspector)
        if same and values.get("school") in named and values.get("form") in _ids(sheet.name):
            raise UserError(_("This sheet was begun already; fill in its rows."))
    rows = {new_id(): {**texts, **one, "inspector": by} for one in sheet.items}
    return type_cells(workspace, INSPECTIONS, rows, by=by)


def rows_of_sheet(workspace: Workspace, row: str, language: Language) -> tuple[RegisterRow, ...]:
    """List the rows of the sheet that a row is of.

    Raises:
        UserError: the row is not there any more.
    """
    table = read_table(workspace, INSPECTIONS, language)
    one = table.row(row)
    if one is None:
        raise UserError(_("This row was changed since; look at it again."))
    found = [other for other in table.rows if _key(other) == _key(one)]
    return tuple(sorted(found, key=lambda other: other.id))


def find_sheet(workspace: Workspace, school: str, day: date, form: str, language: Language) -> str:
    """Find a row of a sheet by school, day and name.

    Raises:
        UserError: there is none.
    """
    look = Look(workspace, INSPECTIONS)
    ids = {id_ for id_, label in look.labels.items() if school in (label, look.codes.get(id_))}
    known = (_ids(one.name) for one in _offered(language))
    names = next((one for one in known if form in one), (form,))
    for row in read_table(workspace, INSPECTIONS, language).rows:
        same = row.values.get("day") == day.isoformat() and row.texts.get("form") in names
        if row.values.get("school") in ids and same:
            return row.id
    raise UserError(_("There is no such inspection sheet of this school and day."))


def filled_sheet(workspace: Workspace, row: str, language: Language) -> Report:
    """Print the sheet that a row is of, as it was filled, for both sides to sign."""
    rows = rows_of_sheet(workspace, row, language)
    first = rows[0]
    school = Look(workspace, SCHOOLS).values(first.values.get("school", ""))
    people = "、".join(dict.fromkeys(filter(None, (one.texts.get("inspector") for one in rows))))
    told = (
        first.texts.get("school", ""),
        school.get("pupils", ""),
        first.texts.get("by", ""),
        people,
        first.texts.get("day", ""),
    )
    facts: list[tuple[Phrase, Cell]] = [*zip(_HEADS, told, strict=True)]
    marks = [one for one in rows if one.values.get("points")]
    if marks:
        facts.append((pgettext("sheet", "Score"), _score(marks)))
    cells = [_filled(number, one, bool(marks)) for number, one in enumerate(rows, 1)]
    return _sheet_report(workspace, first.texts.get("form", ""), facts, cells, bool(marks), "")


def blank_sheet(workspace: Workspace, form: str, language: Language) -> Report:
    """Print a sheet to be filled in by hand; the first one where none is named.

    Raises:
        UserError: there is no such sheet.
    """
    sheet = _sheet(workspace, form, language)
    facts: list[tuple[Phrase, Cell]] = [(words, Blank.CELL) for words in _HEADS]
    has_marks = any(one.get("points") for one in sheet.items)
    if has_marks:
        facts.append((pgettext("sheet", "Score"), Blank.CELL))
    cells: list[tuple[Cell, ...]] = []
    for number, one in enumerate(sheet.items, 1):
        looked = _looked(one, language)
        marks: tuple[Cell, ...] = (one.get("points", ""), Blank.CELL) if has_marks else ()
        cells.append((str(number), one["item"], looked, Blank.CELL, *marks, Blank.CELL, Blank.CELL))
    return _sheet_report(workspace, sheet.name, facts, cells, has_marks, sheet.source)


def enter_findings(
    workspace: Workspace, row: str, language: Language, *, by: str
) -> tuple[Action, ...]:
    """Enter what a sheet found as lines of the ledger; what is there already stays one line.

    Raises:
        UserError: the sheet says nothing that was found.
    """
    found = [one for one in rows_of_sheet(workspace, row, language) if one.values.get("seen")]
    if not found:
        raise UserError(_("This sheet says nothing that was found; write it there first."))
    known = {
        evidence
        for action in read_ledger(workspace).actions
        if action.is_listed
        for evidence in action.content.found.evidence
    }
    today = local_time.local(workspace.utc_ns()).date()
    new = [
        hazard_of(INSPECTIONS, one.id, one.values, today) for one in found if one.id not in known
    ]
    return enter(workspace, new, by=by) if new else ()


def _offered(language: Language) -> tuple[Sheet, ...]:
    def said(words: str | dict[str, str]) -> str:
        return words_in(words, language, "zh_CN")

    return tuple(
        Sheet(
            said(form.name),
            tuple(
                {
                    "item": said(one.item),
                    "standard": said(one.standard),
                    "kind": one.kind or form.kind,
                    **({"method": one.method} if one.method else {}),
                    **({"points": str(one.points)} if one.points is not None else {}),
                }
                for one in form.items
            ),
            said(form.source),
        )
        for form in inspection_forms()
    )


def _ids(name: str) -> tuple[str, ...]:
    """Give the id of the program's sheet of a name, and its names in every language."""
    for form in inspection_forms():
        names = form.name.values() if isinstance(form.name, dict) else (form.name,)
        if name in names:
            return (form.id, *names)
    return (name,)


def _sheet(workspace: Workspace, form: str, language: Language) -> Sheet:
    for one in sheets_known(workspace, language):
        if not form or form in _ids(one.name) or folded(form) == folded(one.name):
            return one
    names = "、".join(one.name for one in sheets_known(workspace, language))
    raise UserError(_("There is no sheet {name}; there are: {names}.", name=form[:40], names=names))


def _key(row: RegisterRow) -> tuple[str, ...]:
    return tuple(row.values.get(name, "") for name in _SHEET)


def _score(rows: Sequence[RegisterRow]) -> Phrase:
    """Sum the marks of what applies; an item without a result is not counted, and told."""
    judged = [one for one in rows if one.values.get("result") in ("done", "partly", "missing")]
    apart = sum(one.values.get("result", "") == "" for one in rows)
    full = sum(int(one.values["points"]) for one in judged)
    off = sum(int(one.values.get("deducted") or 0) for one in judged)
    got = _("{got} of {full}", got=max(0, full - off), full=full)
    return _("{score}; not judged: {count}", score=got, count=apart) if apart else got


def _filled(number: int, one: RegisterRow, has_marks: bool) -> tuple[Cell, ...]:
    texts = one.texts
    looked: Cell = tuple(filter(None, (texts.get("standard", ""), texts.get("method", ""))))
    result: Cell = _SIGNS.get(one.values.get("result", ""), "")
    found: Cell = tuple(filter(None, (texts.get("seen", ""), texts.get("post", ""))))
    measure: Cell = tuple(filter(None, (texts.get("instructed", ""), texts.get("due", ""))))
    marks: tuple[Cell, ...] = (
        (texts.get("points", ""), texts.get("deducted", "")) if has_marks else ()
    )
    item = texts.get("item", "")
    return (str(number), item, looked or "", result, *marks, found or "", measure or "")


def _looked(one: Mapping[str, str], language: Language) -> Cell:
    method = show(INSPECTIONS.field("method"), one.get("method", ""), language)
    return tuple(filter(None, (one.get("standard", ""), method))) or ""


def _sheet_report(
    workspace: Workspace,
    name: str,
    facts: Sequence[tuple[Phrase, Cell]],
    cells: Sequence[tuple[Cell, ...]],
    has_marks: bool,
    source: str,
) -> Report:
    marks = (
        Column(pgettext("register", "Marks"), 0.6, "right"),
        Column(pgettext("sheet", "Off"), 0.6, "right"),
    )
    columns = (
        Column(pgettext("sheet", "No."), 0.5),
        Column(pgettext("register", "Item"), 1.2),
        Column(pgettext("register", "What is looked at"), 2.6),
        Column(pgettext("register", "Result"), 1),
        *(marks if has_marks else ()),
        Column(pgettext("register", "What was found"), 1.9),
        Column(pgettext("register", "Measure"), 1.9),
    )
    heads = (
        pgettext("sheet", "Inspectors (signatures)"),
        pgettext("sheet", "Date"),
        pgettext("sheet", "School (signature, stamp)"),
        pgettext("sheet", "Date"),
    )
    blocks: list[Block] = [
        Facts(tuple(facts)),
        Table(columns, tuple(Row(one) for one in cells), is_dense=True, written_pt=26.0),
        *([Prose(source, "note")] if source else []),
        Signatures(heads, (("", "", "", ""),)),
    ]
    return report(workspace, pgettext("sheet", "Inspection sheet: {name}", name=name), blocks)
