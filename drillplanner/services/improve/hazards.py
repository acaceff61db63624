"""Enter hazards found elsewhere than in a drill, typed or from a table, and say lines in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.ids import new_id
from drillplanner.base.texts import _
from drillplanner.base.translator import Language, translator
from drillplanner.exchange.importing.conversion import CellError
from drillplanner.exchange.register_tables import Mapped, RegisterSheet, require_headings, rows_of
from drillplanner.improve import ledger as rules
from drillplanner.improve.codec import as_fact
from drillplanner.improve.columns import LEDGER, TAKEN
from drillplanner.improve.ledger import Action, Content, Found, Step
from drillplanner.improve.proof import Needed
from drillplanner.organisation.dates import FieldRefused
from drillplanner.organisation.field import NO, YES, folded, show, take
from drillplanner.organisation.record import read_records
from drillplanner.organisation.registers import INSPECTIONS, ROSTER, Register
from drillplanner.services.improve import actions
from drillplanner.services.improve.ledger import Ledger, read_ledger
from drillplanner.services.organisation.register_import import Taken
from drillplanner.services.organisation.schools import find_school
from drillplanner.services.review.decisions import person_named

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: How much of an id stands for it on paper and in tables.
_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Hazard:
    """A hazard as it is entered. `school` is an id; people are named."""

    day: date
    source: rules.Source
    school: str
    words: str
    place: str = ""
    hazard: rules.Hazard | None = None
    level: rules.Level = ""
    judged: rules.Judged = ""
    judge: str = ""
    measure: str = ""
    unit: str = ""
    head: str = ""
    person: str = ""
    due: date | None = None
    is_parked: bool = False
    is_supervised: bool = False
    notes: str = ""
    evidence: tuple[str, ...] = ()


def number_of(action: Action) -> str:
    """Give the short number of a line, the same on every laptop."""
    return f"{local_time.day(action.steps[0].made_utc_ns)[2:].replace('-', '')}-{action.id[-4:]}"


def enter(workspace: Workspace, hazards: Sequence[Hazard], *, by: str) -> tuple[Action, ...]:
    """Enter hazards as lines of the ledger, not started.

    Raises:
        UserError: a hazard has no words or no school, or nobody is named.
    """
    author = person_named(workspace, by)
    people = _People(workspace)
    steps: list[Step] = []
    for one in hazards:
        if not one.words.strip():
            raise UserError(_("Write what was found, then enter it."))
        if not one.school:
            raise UserError(_("Name the school, then enter it."))
        if one.level == "major" and not one.judged:
            raise UserError(_("Say how it was judged to be major: directly, combined or by whom."))
        key = f"hazard:{new_id()}"
        content = _content(key, one, people)
        steps.append(Step(new_id(), key, "accept", content, (), author, workspace.utc_ns()))
    people.keep()
    workspace.add([as_fact(step) for step in steps])
    entered = {step.action for step in steps}
    return tuple(one for one in read_ledger(workspace).actions if one.id in entered)


def enter_row(workspace: Workspace, register: Register, row: str, *, by: str) -> Action:
    """Enter what a duty post or a visiting leader saw, as a row of a register says it.

    What a leader instructed becomes the measure, and the instruction the source.

    Raises:
        UserError: the row says nothing that was seen, or it is in the ledger already.
    """
    record = read_records(workspace.facts(kind=register.kind)).get(row)
    fields = record.fields if record is not None and not record.is_gone else {}
    seen, instructed = fields.get("seen", ""), fields.get("instructed", "")
    if not seen and not instructed:
        raise UserError(_("This row says nothing that was seen; write it there first."))
    for action in read_ledger(workspace).actions:
        if action.is_listed and row in action.content.found.evidence:
            raise UserError(
                _("This row is in the ledger already: {number}.", number=number_of(action))
            )
    return enter(workspace, [hazard_of(register, row, fields, _today(workspace))], by=by)[0]


def hazard_of(register: Register, row: str, fields: Mapping[str, str], today: date) -> Hazard:
    """Say as a hazard what a row of a register says was seen; people are left to the ledger."""
    seen, instructed = fields.get("seen", ""), fields.get("instructed", "")
    return Hazard(
        date.fromisoformat(fields["day"]) if fields.get("day") else today,
        _source(register, fields),
        fields.get("school", ""),
        seen or instructed,
        fields.get("post", "") or fields.get("item", ""),
        cast("rules.Hazard | None", fields.get("kind") or None),
        measure=instructed,
        due=date.fromisoformat(fields["due"]) if fields.get("due") else None,
        evidence=(row,),
    )


def _source(register: Register, fields: Mapping[str, str]) -> rules.Source:
    if register is ROSTER:
        return "duty_post"
    if register is INSPECTIONS:
        return cast("rules.Source", fields.get("by") or "joint")
    return "instruction" if fields.get("instructed") else "visit"


def _today(workspace: Workspace) -> date:
    return local_time.local(workspace.utc_ns()).date()


def take_table(
    workspace: Workspace,
    opened: RegisterSheet,
    mapped: Mapped,
    *,
    by: str,
    year: int | None = None,
    only_try: bool = False,
) -> Taken:
    """Take a bureau's ledger in: new lines, and what changed in lines that are here by number.

    All of it is kept or nothing. Lines that are closed there are refused: a line is closed here
    by its own recheck.
    """
    require_headings(opened, mapped)
    reading = _Reading(workspace, read_ledger(workspace), year)
    for row in rows_of(opened, mapped):
        reading.take(row.number, row.texts, row.places)
    if not reading.errors and not only_try:
        reading.keep(by)
    return Taken(len(reading.new), reading.known, tuple(reading.errors))


def line_texts(ledger: Ledger, action: Action, language: Language) -> dict[str, str]:
    """Say a line column by column, as `LEDGER` names them."""
    content, found = action.content, action.content.found
    said = translator(language).say
    values = {
        "number": number_of(action),
        "day": local_time.day(found.held_utc_ns),
        "source": found.source,
        "hazard": content.hazard or "",
        "level": content.level,
        "judged": content.judged,
        "measure": content.measure,
        "unit": content.unit,
        "due": content.due.isoformat() if content.due else "",
        "state": content.state,
        "parked": YES if content.is_parked else NO,
        "supervised": YES if content.is_supervised else NO,
        "place": found.place,
        "notes": content.notes,
    }
    texts = {
        one.id: show(one, values[one.id], language) for one in LEDGER.fields if one.id in values
    }
    texts["school"] = ledger.school(action)
    texts["words"] = said(rules.words_of(found))
    for name, person in (("judge", content.judge), ("head", content.head)):
        texts[name] = ledger.person(person)
    texts["person"] = ledger.person(content.person)
    texts |= _done(ledger, action)
    return {name: text for name, text in texts.items() if text}


def _done(ledger: Ledger, action: Action) -> dict[str, str]:
    reported = [step for step in action.steps if step.deed == "report"]
    closing = [step for step in action.steps if step.deed == "close"]
    content = action.content
    found: dict[str, str] = {}
    if reported and content.state in ("to_verify", "closed"):
        found["reported"] = local_time.day(reported[-1].made_utc_ns)
    if closing and content.state == "closed":
        found["closed"] = local_time.day(closing[-1].made_utc_ns)
        found["rechecker"] = ledger.person(closing[-1].author)
        proof = ledger.title(content.proof) if content.proof else ""
        found["proof"] = "；".join(part for part in (content.reason, proof) if part)
    return found


def _content(key: str, one: Hazard, people: _People) -> Content:
    found = Found(
        key,
        one.words.strip(),
        one.place.strip() or one.words.strip()[:40],
        "",
        local_time.instant(one.day, 12),
        Needed("", "hazard", key),
        one.level == "major",
        one.evidence,
        one.source,
        one.school,
        one.place.strip(),
    )
    return Content(
        found,
        "open",
        one.measure.strip(),
        one.unit.strip(),
        people.id(one.person),
        one.due,
        one.hazard,
        "",
        one.notes.strip(),
        one.is_parked,
        one.is_supervised,
        level=one.level,
        judged=one.judged,
        judge=people.id(one.judge),
        head=people.id(one.head),
    )


class _People:
    """Finds people by name, and keeps the new ones all at once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ids = {name: id_ for id_, name in workspace.names().items()}
        self._new: dict[str, str] = {}

    def id(self, name: str) -> str:
        wanted = " ".join(name.split())
        if not wanted:
            return ""
        if wanted not in self._ids:
            self._ids[wanted] = new_id()
            self._new[self._ids[wanted]] = wanted
        return self._ids[wanted]

    def keep(self) -> None:
        if self._new:
            self._workspace.add_names(self._new)


class _Reading:
    """Reads lines of a table, and knows which are here already."""

    def __init__(self, workspace: Workspace, ledger: Ledger, year: int | None) -> None:
        self.errors: list[CellError] = []
        self.new: list[Hazard] = []
        self.known = 0
        self._workspace, self._ledger, self._year = workspace, ledger, year
        self._lines = {folded(number_of(one)): one for one in ledger.actions}
        self._changes: list[tuple[Action, Mapping[str, str]]] = []
        self._schools = {folded(label): id_ for id_, label in ledger.schools.items()}

    def take(self, number: int, texts: Mapping[str, str], places: Mapping[str, int]) -> None:
        """Take one row, and note what is wrong in it."""
        values: dict[str, str] = {}
        before = len(self.errors)
        for name, text in texts.items():
            if name not in TAKEN:
                continue
            try:
                values[name] = take(LEDGER.field(name), text, self._year)
                if name == "school":
                    values[name] = find_school(self._workspace, values[name])
            except FieldRefused as refused:
                self.errors.append(CellError(number, places.get(name), refused.text))
        line = self._lines.get(folded(values.get("number", "")))
        if line is not None:
            self.known += 1
            self._changes.append((line, values))
            return
        for one in LEDGER.fields:
            if one.is_needed and one.id not in texts:
                blank = _("{column} is blank.", column=one.words)
                self.errors.append(CellError(number, places.get(one.id), blank))
        if values.get("state") in ("to_verify", "closed"):
            closed = _("A line is closed here by its own recheck; leave closed lines out.")
            self.errors.append(CellError(number, places.get("state"), closed))
        if values.get("source") == "drill":
            of_drill = _("Lines of drills come from the drill's findings; leave them out.")
            self.errors.append(CellError(number, places.get("source"), of_drill))
        if values.get("level") == "major" and not values.get("judged"):
            how = _("Say how it was judged to be major: directly, combined or by whom.")
            self.errors.append(CellError(number, places.get("level"), how))
        if len(self.errors) == before:
            self.new.append(_hazard(values))

    def keep(self, by: str) -> None:
        """Enter what is new, and change what is here."""
        if self.new:
            enter(self._workspace, self.new, by=by)
        for line, values in self._changes:
            content = line.content
            if line.is_in_conflict or content.state not in rules.UNDONE:
                continue
            wanted, names = _changed(self._ledger, content, values)
            if wanted != content or names != _names(self._ledger, content):
                actions.edit(
                    self._workspace,
                    line,
                    wanted,
                    names["person"],
                    by=by,
                    head=names["head"],
                    judge=names["judge"],
                )


def _names(ledger: Ledger, content: Content) -> dict[str, str]:
    return {
        "person": ledger.person(content.person),
        "head": ledger.person(content.head),
        "judge": ledger.person(content.judge),
    }


def _changed(
    ledger: Ledger, content: Content, values: Mapping[str, str]
) -> tuple[Content, dict[str, str]]:
    names = _names(ledger, content)
    names |= {name: values[name] for name in names if values.get(name)}
    due = date.fromisoformat(values["due"]) if values.get("due") else content.due
    wanted = replace(
        content,
        measure=values.get("measure") or content.measure,
        unit=values.get("unit") or content.unit,
        notes=values.get("notes") or content.notes,
        due=due,
        hazard=cast("rules.Hazard", values.get("hazard") or content.hazard),
        level=cast("rules.Level", values.get("level") or content.level),
        judged=cast("rules.Judged", values.get("judged") or content.judged),
        is_parked=_flag(values, "parked", is_set=content.is_parked),
        is_supervised=_flag(values, "supervised", is_set=content.is_supervised),
    )
    return wanted, names


def _flag(values: Mapping[str, str], name: str, *, is_set: bool) -> bool:
    return values[name] == YES if values.get(name) else is_set


def _hazard(values: Mapping[str, str]) -> Hazard:
    return Hazard(
        date.fromisoformat(values["day"]),
        cast("rules.Source", values["source"]),
        values["school"],
        values["words"],
        values.get("place", ""),
        cast("rules.Hazard | None", values.get("hazard") or None),
        cast("rules.Level", values.get("level", "")),
        cast("rules.Judged", values.get("judged", "")),
        values.get("judge", ""),
        values.get("measure", ""),
        values.get("unit", ""),
        values.get("head", ""),
        values.get("person", ""),
        date.fromisoformat(values["due"]) if values.get("due") else None,
        values.get("parked") == YES,
        values.get("supervised") == YES,
        values.get("notes", ""),
    )
