"""Read a register as a table of texts, and change it: cells typed, rows taken out, all undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.ids import PersonId, new_id
from drillplanner.base.texts import Text, _
from drillplanner.base.translator import Language
from drillplanner.organisation.dates import FieldRefused
from drillplanner.organisation.field import Field, folded, phone_id, show, take
from drillplanner.organisation.record import Deed, Record, Revision, as_fact, read_records
from drillplanner.organisation.registers import SCHOOLS, Register
from drillplanner.organisation.school import School
from drillplanner.run.fact import Body, Fact, Value, make_fact
from drillplanner.run.fact_kinds import DRILL_SCHOOL, SCHOOL, SCHOOL_CARD
from drillplanner.services.organisation.schools import labels, schools
from drillplanner.services.review.decisions import person_named

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row: what is kept in its fields, how that is said, and the versions that stand."""

    id: str
    values: Mapping[str, str]
    texts: Mapping[str, str]
    heads: tuple[Revision, ...] = ()

    @property
    def is_in_conflict(self) -> bool:
        """Tell whether two versions stand side by side."""
        return len(self.heads) > 1


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """A register as it stands. `schools` are labels by id, `names` people by id."""

    register: Register
    rows: tuple[RegisterRow, ...] = ()
    schools: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    is_read_only: bool = False

    def row(self, id_: str) -> RegisterRow | None:
        """Find a row by id."""
        return next((one for one in self.rows if one.id == id_), None)


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that an act changed: what stood before and after; None: nothing stood."""

    row: str
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Change:
    """What an act changed, so that it can be undone; no row where nothing changed."""

    register: str
    rows: tuple[Changed, ...] = ()


def read_table(workspace: Workspace, register: Register, language: Language) -> RegisterTable:
    """Read a register; rows that were taken out are not in it."""
    look = Look(workspace, register)
    rows = [look.row(id_, language) for id_ in look.ids()]
    order = ("code", "name") if register is SCHOOLS else ("day", "due", "from", "school")
    rows.sort(key=lambda one: [one.texts.get(name, "") for name in order])
    return RegisterTable(register, tuple(rows), look.labels, look.names, workspace.is_read_only)


class Look:
    """What a register says now: its rows, the schools by id, and the names that ids stand for."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self.register = register
        self.records = read_records(workspace.facts(kind=register.kind))
        self.schools: dict[str, School] = {one.id: one for one in schools(workspace)}
        self.names = workspace.names()
        cards = self.records
        if register is not SCHOOLS:
            cards = read_records(workspace.facts(kind=SCHOOL_CARD))
        self.codes = {id_: card.fields.get("code", "") for id_, card in cards.items()}
        self.labels = labels(self.schools.values(), self.codes)

    def ids(self) -> list[str]:
        """List the rows that stand; schools by name."""
        if self.register is not SCHOOLS:
            return [id_ for id_, record in self.records.items() if not record.is_gone]
        known = dict.fromkeys((*self.schools, *self.records))
        return [id_ for id_ in known if not self.record(id_).is_gone]

    def record(self, id_: str) -> Record:
        """Give a row with its history; a blank one where there is none."""
        return self.records.get(id_) or Record(id_)

    def values(self, id_: str) -> dict[str, str]:
        """Give what is kept in a row's fields; a school's name is in the register of names."""
        values = dict(self.record(id_).fields)
        if self.register is SCHOOLS and id_ in self.schools:
            values["name"] = self.schools[id_].name
        return values

    def row(self, id_: str, language: Language) -> RegisterRow:
        """Give a row with its texts."""
        values = self.values(id_)
        texts = {
            one.id: text
            for one in self.register.fields
            if (text := self.said(one, values, language))
        }
        return RegisterRow(id_, values, texts, self.record(id_).heads)

    def said(self, what: Field, values: Mapping[str, str], language: Language) -> str:
        """Say one field of a row, as it would be typed."""
        if what.kind == "phone":
            person = values.get(what.of, "")
            return self.names.get(phone_id(person), "") if person else ""
        value = values.get(what.id, "")
        if not value:
            return ""
        if what.kind == "person":
            return self.names.get(value) or f"…{value[-8:]}"
        if what.kind == "school":
            return self.labels.get(value) or f"…{value[-8:]}"
        return show(what, value, language)


class RegisterEdit:
    """Gathers what is typed into rows of a register and keeps it as facts, all at once."""

    def __init__(self, workspace: Workspace, register: Register, year: int | None = None) -> None:
        self.look = Look(workspace, register)
        self._workspace, self._register, self._year = workspace, register, year
        self._typed: dict[str, dict[str, str]] = {}
        self._named: dict[str, str] = {}
        self._people: dict[str, list[str]] = {}
        for id_, name in self.look.names.items():
            self._people.setdefault(name, []).append(id_)
        self._schools: dict[str, list[str]] = {}
        self._codes: dict[str, str] = {}
        for id_, school in self.look.schools.items():
            if register is not SCHOOLS or not self.look.record(id_).is_gone:
                self._note_school(id_, school.name, self.look.codes.get(id_, ""))
            for former in (*school.former, self.look.labels[id_]):
                ids = self._schools.setdefault(folded(former), [])
                if id_ not in ids and (not ids or former == self.look.labels[id_]):
                    ids.append(id_)

    def put(self, row: str, column: str, text: str) -> None:
        """Take a text into a cell.

        Raises:
            FieldRefused: it cannot stand there.
        """
        what = self._register.field(column)
        value = take(what, text, self._year)
        if what.kind == "school" and value:
            value = self._school(value)
        self._typed.setdefault(row, {})[column] = value

    def said(self, column: str, text: str) -> str:
        """Say a text as the register would once it is kept; as it is where it cannot stand."""
        what = self._register.field(column)
        try:
            value = take(what, text, self._year)
            if what.kind == "school":
                return self.look.labels.get(self._school(value), value)
        except FieldRefused:
            return text
        return show(what, value, "zh_CN")

    def fault(self, row: str) -> tuple[str, Text] | None:
        """Say what keeps a row from standing, and in which column; None where nothing does."""
        wanted = self._wanted(row)
        for what in self._register.fields:
            if what.kind == "phone" and self._typed.get(row, {}).get(what.id):
                typed = self._typed[row].get(what.of)
                if not (wanted.get(what.of) if typed is None else typed):
                    return what.id, _("Write the name before the phone.")
        if self._register is not SCHOOLS:
            return None
        name, code = wanted.get("name", ""), wanted.get("code", "")
        if not name:
            return "name", _("Write the school's name.")
        if code and self._codes.get(folded(code), row) != row:
            return "code", _("Another school has the code {code}.", code=code)
        for other in self._schools.get(folded(name), []):
            if other == row or other not in self.look.schools:
                continue
            if self.look.schools[other].name == name and not (code and self.look.codes.get(other)):
                return "name", _(
                    "Another school is or was called “{name}”; give both a code.", name=name
                )
        return None

    def accept(self, row: str) -> None:
        """Let later rows of the same table know of this one."""
        if self._register is SCHOOLS:
            wanted = self._wanted(row)
            self._note_school(row, wanted.get("name", ""), wanted.get("code", ""))

    def commit(self, by: str, deed: Deed = "change") -> Change:
        """Keep what was typed, as facts in one transaction.

        Raises:
            UserError: a row cannot stand, or two versions of it stand side by side.
        """
        author = person_named(self._workspace, by)
        facts: list[Fact] = []
        changed: list[Changed] = []
        for row in self._typed:
            found = self.fault(row)
            if found is not None:
                raise UserError(found[1])
            if self.look.record(row).is_in_conflict:
                raise UserError(_("There are two versions side by side; choose the one to keep."))
            before = self.look.values(row)
            after = self._resolved(row)
            if after != before:
                is_new = not before
                facts += self._facts(row, before, after, author, "enter" if is_new else deed)
                changed.append(Changed(row, None if is_new else before, after))
        if self._named:
            self._workspace.add_names(self._named)
        if facts:
            self._workspace.add(facts)
        return Change(self._register.id, tuple(changed))

    # -- rows ----------------------------------------------------------------------------------

    def _wanted(self, row: str) -> dict[str, str]:
        return {**self.look.values(row), **self._typed.get(row, {})}

    def _resolved(self, row: str) -> dict[str, str]:
        """Give the row as it is to be kept, its people by id."""
        typed, values = self._typed[row], self.look.values(row)
        after = {**values, **typed}
        for what in self._register.fields:
            if what.kind == "person":
                phone = next((one.id for one in self._register.fields if one.of == what.id), "")
                if what.id in typed or phone in typed:
                    after[what.id] = self._person(
                        values.get(what.id, ""), typed.get(what.id), typed.get(phone)
                    )
            elif what.kind == "phone":
                after.pop(what.id, None)
        return {name: value for name, value in after.items() if value}

    def _facts(
        self,
        row: str,
        before: Mapping[str, str],
        after: Mapping[str, str],
        author: str,
        deed: Deed,
    ) -> list[Fact]:
        made: list[Fact] = []
        now = self._workspace.utc_ns()
        if self._register is SCHOOLS and after.get("name") != before.get("name"):
            made.append(_school_fact(row, after["name"], self.look.schools.get(row), now))
        fields = {name: value for name, value in after.items() if not self._is_apart(name)}
        if fields != {k: v for k, v in before.items() if not self._is_apart(k)} or not made:
            heads = self.look.record(row).head_ids
            revision = Revision(new_id(), row, deed, fields, False, heads, author, now)
            made.append(as_fact(self._register.kind, revision))
        return made

    def _is_apart(self, name: str) -> bool:
        return self._register is SCHOOLS and name == "name"

    # -- schools and people --------------------------------------------------------------------

    def _note_school(self, id_: str, name: str, code: str) -> None:
        if name:
            ids = self._schools.setdefault(folded(name), [])
            if id_ not in ids:
                ids.append(id_)
        if code:
            self._codes[folded(code)] = id_

    def _school(self, said: str) -> str:
        if folded(said) in self._codes:
            return self._codes[folded(said)]
        found = self._schools.get(folded(said), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise FieldRefused(
                _("{count} schools are called {name}; write the code of one.",
                  count=len(found), name=said)
            )  # fmt: skip
        raise FieldRefused(
            _("No school is called {name}; enter it among the schools first.", name=said[:40])
        )

    def _person(self, now: str, name: str | None, phone: str | None) -> str:
        """Find the person of this name and phone, or enter one; two of one name stay apart."""
        names = {**self.look.names, **self._named}
        wanted = names.get(now, "") if name is None else name
        if not wanted:
            return now if name is None else ""
        if names.get(now) == wanted and phone in (None, "", names.get(phone_id(now), "")):
            return now
        for id_ in [*([now] if names.get(now) == wanted else []), *self._people.get(wanted, [])]:
            known = names.get(phone_id(id_), "")
            if not phone or known in ("", phone):
                if phone and not known:
                    self._named[phone_id(id_)] = phone
                return id_
        made = PersonId(new_id())
        self._named[made] = wanted
        self._people.setdefault(wanted, []).append(made)
        if phone:
            self._named[phone_id(made)] = phone
        return made


def type_cells(
    workspace: Workspace,
    register: Register,
    typed: Mapping[str, Mapping[str, str]],
    *,
    by: str,
) -> Change:
    """Type texts into cells of rows; a row that is not there comes into being.

    Raises:
        UserError: a text cannot stand in its cell; nothing was changed.
    """
    year = local_time.local(workspace.utc_ns()).year
    edit = RegisterEdit(workspace, register, year)
    try:
        for row, cells in typed.items():
            for column, text in cells.items():
                edit.put(row, column, text)
    except FieldRefused as refused:
        raise UserError(refused.text) from refused
    return edit.commit(by)


def take_out(workspace: Workspace, register: Register, rows: Sequence[str], *, by: str) -> Change:
    """Take rows out of a register; they stay on record and can be put back.

    Raises:
        UserError: drills were held at a school; such a school is closed instead.
    """
    look = Look(workspace, register)
    if register is SCHOOLS and workspace.facts(kind=DRILL_SCHOOL):
        held = b"".join(fact.data for fact in workspace.facts(kind=DRILL_SCHOOL)).decode()
        for row in rows:
            if f'"school":"{row}"' in held:
                raise UserError(
                    _(
                        "Drills were held at {school}; set its standing to closed instead.",
                        school=look.labels.get(row, row),
                    )
                )
    author, now = person_named(workspace, by), workspace.utc_ns()
    facts: list[Fact] = []
    changed: list[Changed] = []
    for row in rows:
        before, record = look.values(row), look.record(row)
        fields = {k: v for k, v in before.items() if not (register is SCHOOLS and k == "name")}
        revision = Revision(new_id(), row, "take_out", fields, True, record.head_ids, author, now)
        facts.append(as_fact(register.kind, revision))
        changed.append(Changed(row, before, None))
    workspace.add(facts)
    return Change(register.id, tuple(changed))


def revert(workspace: Workspace, register: Register, change: Change, *, by: str) -> Change:
    """Undo an act by further facts; undoing the answer does it again.

    Raises:
        UserError: a row was changed since by somebody else.
    """
    look = Look(workspace, register)
    author, now = person_named(workspace, by), workspace.utc_ns()
    facts: list[Fact] = []
    changed: list[Changed] = []
    for one in change.rows:
        record = look.record(one.row)
        stands = None if record.is_gone else look.values(one.row) or None
        if record.is_in_conflict or stands != one.after:
            raise UserError(_("This row was changed since; look at it again."))
        facts += _put_back(look, one, author, now)
        changed.append(Changed(one.row, one.after, one.before))
    workspace.add(facts)
    return Change(register.id, tuple(changed))


def settle(workspace: Workspace, register: Register, row: str, head: str, *, by: str) -> None:
    """Let one of several versions of a row stand, in place of all of them.

    Raises:
        UserError: that version is not there any more.
    """
    record = Look(workspace, register).record(row)
    chosen = next((one for one in record.heads if one.id == head), None)
    if chosen is None:
        raise UserError(_("This row was changed since; look at it again."))
    author, now = person_named(workspace, by), workspace.utc_ns()
    settled = Revision(
        new_id(), row, "settle", chosen.fields, chosen.is_gone, record.head_ids, author, now
    )
    workspace.add([as_fact(register.kind, settled)])


def _put_back(look: Look, one: Changed, author: str, now: int) -> list[Fact]:
    register, record = look.register, look.record(one.row)
    made: list[Fact] = []
    school = look.schools.get(one.row) if register is SCHOOLS else None
    before = dict(one.before or look.values(one.row))
    if register is SCHOOLS:
        name = before.pop("name", "")
        if name and (school is None or school.name != name):
            made.append(_school_fact(one.row, name, school, now))
    gone = one.before is None
    revision = Revision(new_id(), one.row, "undo", before, gone, record.head_ids, author, now)
    return [*made, as_fact(register.kind, revision)]


def _school_fact(id_: str, name: str, now: School | None, made_utc_ns: int) -> Fact:
    former: list[Value] = [*dict.fromkeys((*now.former, now.name))] if now else []
    replaced: list[Value] = [*now.facts] if now else []
    body: Body = {"school": id_, "name": name, "former": former, "replaces": replaced}
    return make_fact(SCHOOL, new_id(), {**body, "wall_utc_ns": made_utc_ns})
