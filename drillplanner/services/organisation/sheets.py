"""Make the printed sheets of the registers: what stands in them, with no layout chosen yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from drillplanner.base import local_time
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.base.translator import Language
from drillplanner.organisation.registers import RESPONSIBILITIES, SCHOOLS, Register
from drillplanner.organisation.school_checks import hundred, is_in_use, remarks
from drillplanner.services.organisation.register_table import RegisterTable, read_table
from drillplanner.services.sheet_blocks import listed
from drillplanner.terms.document import (
    Block,
    Cell,
    Column,
    Heading,
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

#: Columns of a register that one page holds side by side, each with its share of the line.
_PAPER: Mapping[str, tuple[tuple[str, float], ...]] = {
    "schools": (
        ("code", 1.2), ("name", 2), ("level", 1), ("pupils", 0.8), ("boarders", 0.8),
        ("guards", 0.8), ("head", 1), ("station", 1.3), ("risk", 0.7),
    ),
    "responsibility": (
        ("school", 1.7), ("post", 1.4), ("leader", 1), ("scope", 2.2), ("hours", 1.2),
        ("measure", 2),
    ),
    "visits": (
        ("day", 1.1), ("school", 1.6), ("leader", 1), ("seen", 2.6), ("instructed", 2.6),
    ),
    "duty-needs": (
        ("school", 1.7), ("post", 1.3), ("slot", 0.9), ("begin", 0.8), ("end", 0.8),
        ("force", 0.9), ("number", 0.7), ("how", 0.8),
    ),
    "roster": (
        ("day", 1.1), ("slot", 0.8), ("school", 1.6), ("post", 1.2), ("force", 0.8),
        ("person", 0.9), ("phone", 1.3), ("state", 0.8),
    ),
    "lessons": (
        ("day", 1.1), ("school", 1.6), ("theme", 2), ("form", 0.8), ("speaker", 0.9),
        ("classes", 1.6), ("heads", 0.7),
    ),
    "year-plan": (
        ("due", 1.1), ("school", 1.6), ("subject", 1), ("plan", 1.5), ("version", 0.8),
        ("form", 0.7), ("nature", 0.7), ("unit", 1.1), ("must_show", 2),
    ),
    "terms": (("name", 3), ("days", 1), ("from", 1.2), ("until", 1.2)),
    "inspections": (
        ("day", 1), ("school", 1.5), ("form", 1.1), ("item", 1.1), ("result", 0.8),
        ("seen", 2.2), ("instructed", 2.2),
    ),
    "local-rules": (
        ("rule", 1.8), ("subject", 1), ("level", 1), ("number", 0.7), ("from", 1.1),
        ("until", 1.1), ("source", 2.6),
    ),
}  # fmt: skip

_TITLES: Mapping[str, Text] = {
    "schools": pgettext("sheet", "Register of schools"),
    "responsibility": pgettext("sheet", "Responsibility for school safety"),
    "visits": pgettext("sheet", "Visits to schools"),
    "duty-needs": pgettext("sheet", "Duty posts at schools"),
    "roster": pgettext("sheet", "Duty roster"),
    "lessons": pgettext("sheet", "Safety education"),
    "year-plan": pgettext("sheet", "Year plan of drills"),
    "terms": pgettext("sheet", "School calendar"),
    "inspections": pgettext("sheet", "Inspections of schools"),
    "local-rules": pgettext("sheet", "Local rules"),
}

_YES = Sign("disc", pgettext("in a register", "yes"))
_NO = Sign("cross", pgettext("in a register", "no"))
_UNKNOWN = Sign("dash", pgettext("in a register", "not said"))


def register_sheet(workspace: Workspace, register: Register, language: Language) -> Report:
    """Print a register: the columns that one page holds, all rows."""
    table = read_table(workspace, register, language)
    shown = _PAPER[register.id]
    columns = tuple(Column(register.field(name).words, width) for name, width in shown)
    rows = tuple(
        Row(tuple(one.texts.get(name, "") for name, _width in shown)) for one in table.rows
    )
    blocks: list[Block] = [listed(columns, rows, is_dense=True)]
    if register is RESPONSIBILITIES:
        blocks.append(_signatures())
    return report(workspace, _TITLES[register.id], blocks)


def hundred_sheet(workspace: Workspace, language: Language) -> Report:
    """Print the four 100 % of the schools in use: each with its four answers, and the shares."""
    table = _in_use(read_table(workspace, SCHOOLS, language))
    answers = [hundred(one.values) for one in table.rows]
    heads = (
        pgettext("register", "Closed campus"),
        pgettext("sheet", "Full-time guards"),
        pgettext("sheet", "Alarm and cameras linked"),
        pgettext("register", "Duty post"),
    )
    columns = (
        Column(pgettext("register", "Name"), 2.6),
        Column(pgettext("register", "Level"), 1.2),
        *(Column(words, 1.4) for words in heads),
    )
    rows = [
        Row((one.texts.get("name", ""), one.texts.get("level", ""), *map(_answer, found)))
        for one, found in zip(table.rows, answers, strict=True)
    ]
    shares = tuple(_share([found[place] for found in answers]) for place in range(4))
    rows.append(Row((pgettext("sheet", "All"), "", *shares), is_total=True))
    blocks: list[Block] = [
        Table(columns, tuple(rows), is_dense=True),
        Prose(
            _(
                "Shares are of the schools in use that say yes or no; what is not said is counted "
                "apart. The requirement is that of 2019 and later."
            ),
            "note",
        ),
    ]
    return report(workspace, pgettext("sheet", "The four 100 %"), blocks)


def remarks_sheet(workspace: Workspace, language: Language) -> Report:
    """Print what was noticed of each school, beside the clause it was compared with."""
    table = _in_use(read_table(workspace, SCHOOLS, language))
    rows = tuple(
        Row((one.texts.get("name", ""), remark.text, remark.clause))
        for one in table.rows
        for remark in remarks(one.values)
    )
    columns = (
        Column(pgettext("register", "Name"), 1.6),
        Column(pgettext("sheet", "What was noticed"), 2.4),
        Column(pgettext("sheet", "For reference"), 2.4),
    )
    note = _(
        "Clauses are named for reference; the text itself decides, and the bureau whether it "
        "binds this school. What the register does not say is not remarked on."
    )
    blocks: list[Block] = [listed(columns, rows), Prose(note, "note")]
    return report(workspace, pgettext("sheet", "Schools compared with clauses"), blocks)


def report(workspace: Workspace, title: Text, blocks: Sequence[Block], name: Phrase = "") -> Report:
    """Put blocks under a title and the day of printing."""
    day = local_time.day(workspace.utc_ns())
    head: list[Block] = [Heading(title), Prose(_("As of {day}.", day=day), "note")]
    return Report(title, name, None, (*head, *blocks))


def _in_use(table: RegisterTable) -> RegisterTable:
    rows = tuple(one for one in table.rows if is_in_use(one.values))
    return RegisterTable(table.register, rows, table.schools, table.names)


def _answer(found: bool | None) -> Cell:
    return _UNKNOWN if found is None else _YES if found else _NO


def _share(found: Sequence[bool | None]) -> Phrase:
    said = [one for one in found if one is not None]
    there, unsaid = sum(said), len(found) - len(said)
    if not said:
        return pgettext("in a register", "not said")
    percent = f"{100 * there // len(said)} %"
    share = _("{there} of {all}, {percent}", there=there, all=len(said), percent=percent)
    return _("{share}; not said: {count}", share=share, count=unsaid) if unsaid else share


def _signatures() -> Block:
    heads = (
        pgettext("sheet", "Prepared by"),
        pgettext("sheet", "Date"),
        pgettext("sheet", "Approved by"),
        pgettext("sheet", "Date"),
    )
    return Signatures(heads, (("", "", "", ""),))


#: Sheets by the name the command line knows them by.
SHEETS: Mapping[str, Callable[[Workspace, Language], Report]] = {
    "hundred": hundred_sheet,
    "remarks": remarks_sheet,
}
