"""Say whom safety education reached, and propose lessons from what a drill showed.

A proposed lesson is a row without a date: it is given when somebody writes when. Nothing counts
as reached before that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, new_id
from drillplanner.base.texts import _, pgettext, words_in
from drillplanner.base.translator import Language, translator
from drillplanner.improve.findings import propose
from drillplanner.organisation.registers import LESSONS
from drillplanner.plan.model import Script, split_ref
from drillplanner.review.shortfalls import ShortfallKind, shortfalls
from drillplanner.services.organisation.overview import read_county
from drillplanner.services.organisation.register_table import (
    Change,
    read_table,
    type_cells,
)
from drillplanner.services.organisation.schools import school_labels
from drillplanner.services.organisation.sheets import report
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.services.sheet_blocks import listed
from drillplanner.terms.document import Block, Column, Heading, Report, Row, Sign

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

Fields = Mapping[str, str]

#: What people did too slowly, not at all or in the wrong order can be taught; records cannot.
_TAUGHT: Final[frozenset[ShortfallKind]] = frozenset(
    {
        "missed",
        "not_performed",
        "not_achieved",
        "step_not_performed",
        "broken_order",
        "heads_missing",
    }
)
#: So many drills are offered, the newest first.
_OFFERED: Final = 20


def drills_offered(workspace: Workspace) -> tuple[tuple[DrillId, str, str, str], ...]:
    """List the newest drills that ended at a school: id, day, school and title."""
    labels, held_at = school_labels(workspace)
    found = [
        (one.held_utc_ns, one.drill.id, labels.get(held_at.get(one.drill.id, ""), ""),
         one.drill.title)
        for one in workspace.drills()
        if one.standing == "ended" and held_at.get(one.drill.id)
    ]  # fmt: skip
    return tuple(
        (drill, local_time.day(held), school, title)
        for held, drill, school, title in sorted(found, reverse=True)[:_OFFERED]
    )


def find_drill(workspace: Workspace, said: str) -> DrillId:
    """Find an ended drill by id or title.

    Raises:
        UserError: there is none, or several are called so.
    """
    ended = [one.drill for one in workspace.drills() if one.standing == "ended"]
    found = {one.id for one in ended if said in (one.id, one.title)}
    if len(found) != 1:
        raise UserError(_("No drill, or more than one, is called {name}.", name=said[:40]))
    return found.pop()


def propose_lessons(workspace: Workspace, drill: DrillId, language: Language, *, by: str) -> Change:
    """Enter a lesson, not given yet, for each thing that people fell short of in a drill.

    The classes are those that were last or lacked; a lesson that was proposed before is not
    entered again.

    Raises:
        UserError: the drill is at no school.
    """
    labels, held_at = school_labels(workspace)
    school = labels.get(held_at.get(drill, ""), "")
    if not school:
        raise UserError(_("Nobody said at which school this drill was held."))
    review = review_drill(read_drill(workspace, drill))
    title, say = review.recorded.drill.title, translator(language).say
    findings = propose(review.script, review.card, review.log, drill, 0)
    short = shortfalls(review.script, review.card, review.log)
    known = {
        row.texts.get("because", "")
        for row in read_table(workspace, LESSONS, language).rows
        if row.texts.get("school") == school
    }
    rows: dict[str, dict[str, str]] = {}
    for finding, found in zip(findings, short, strict=True):
        because = f"{title}：{say(finding.words)}"
        if finding.kind not in _TAUGHT or because in known:
            continue
        rows[new_id()] = {
            "school": school,
            "theme": say(finding.name),
            "form": "lesson",
            "classes": "；".join(_units(review.script, found.members, language)),
            "because": because,
        }
    return type_cells(workspace, LESSONS, rows, by=by)


def coverage_sheet(workspace: Workspace, today: date) -> Report:
    """Print the coverage of safety education by school, theme and class, and who had none."""
    given = [one for one in _given(workspace) if one.get("day", "") <= today.isoformat()]
    schools = read_county(workspace, today).schools
    told: dict[str, dict[str, list[Fields]]] = {}
    for one in given:
        mine = told.setdefault(one.get("school", ""), {})
        mine.setdefault(one.get("theme", ""), []).append(one)
    rows: list[Row] = []
    classes: list[Row] = []
    for school in schools:
        for theme, found in told.get(school.id, {}).items():
            reached = _reached(found)
            of_all = _most(found, "of_classes") or school.fields.get("classes", "")
            share = f"{len(reached)} / {of_all}" if of_all else str(len(reached))
            numbers = (_sum(found, "heads"), _sum(found, "hours"))
            rows.append(Row((school.name, theme, str(len(found)), share, *map(str, numbers))))
        if school.id not in told:
            none = Sign("cross", pgettext("overview", "none recorded"))
            rows.append(Row((school.name, none, "0", "", "", "")))
        classes += _by_class(school.name, told.get(school.id, {}))
    columns = (
        Column(pgettext("register", "School"), 1.8),
        Column(pgettext("register", "Theme"), 1.8),
        Column(pgettext("sheet", "Times"), 0.8, "right"),
        Column(pgettext("register", "Classes reached"), 1.4),
        Column(pgettext("register", "Pupils reached"), 1, "right"),
        Column(pgettext("register", "Lesson hours"), 0.9, "right"),
    )
    by_class = (
        Column(pgettext("register", "School"), 1.8),
        Column(pgettext("sheet", "Class"), 1),
        Column(pgettext("register", "Theme"), 3.4),
        Column(pgettext("sheet", "Last on"), 1.1),
    )
    blocks: list[Block] = [
        Heading(pgettext("sheet", "By school and theme"), (1,)),
        listed(columns, rows, is_dense=True),
        Heading(pgettext("sheet", "By class"), (2,)),
        listed(by_class, classes, is_dense=True),
    ]
    return report(workspace, pgettext("sheet", "Coverage of safety education"), blocks)


def coverage_json(workspace: Workspace, today: date) -> dict[str, object]:
    """Give per school and class the themes that reached it, with the last day of each."""
    labels = school_labels(workspace)[0]
    found: dict[str, dict[str, dict[str, str]]] = {}
    for one in _given(workspace):
        if one.get("day", "") <= today.isoformat():
            mine = found.setdefault(labels.get(one.get("school", ""), ""), {})
            for name in class_names(one.get("classes", "")):
                themes = mine.setdefault(name, {})
                theme = one.get("theme", "")
                themes[theme] = max(themes.get(theme, ""), one.get("day", ""))
    return {"schools": found}


def class_names(text: str) -> list[str]:
    """Cut a list of classes as people type it."""
    for mark in "；;，,、\n":
        text = text.replace(mark, "\n")
    return [" ".join(part.split()) for part in text.split("\n") if part.strip()]


def _given(workspace: Workspace) -> list[Fields]:
    rows = read_table(workspace, LESSONS, "zh_CN").rows
    return [one.values for one in rows if one.values.get("day")]


def _by_class(school: str, told: Mapping[str, Sequence[Fields]]) -> Iterator[Row]:
    themes: dict[str, dict[str, str]] = {}
    for theme, found in told.items():
        for one in found:
            for name in class_names(one.get("classes", "")):
                mine = themes.setdefault(name, {})
                mine[theme] = max(mine.get(theme, ""), one.get("day", ""))
    for name, mine in sorted(themes.items()):
        yield Row((school, name, "；".join(mine), max(mine.values())))


def _reached(rows: Sequence[Fields]) -> set[str]:
    return {name for row in rows for name in class_names(row.get("classes", ""))}


def _units(script: Script, members: Sequence[str], language: Language) -> Iterator[str]:
    """Name the classes, gates or rooms among what a finding is about, each once."""
    units = {
        (step.id, unit.id): words_in(unit.name, language, script.language)
        for step in script.steps
        for unit in step.units
    }
    found = dict.fromkeys(units.get(_pair(member), "") for member in members)
    yield from filter(None, found)


def _pair(member: str) -> tuple[str, str]:
    step, unit = split_ref(member)
    return step, unit or ""


def _sum(rows: Sequence[Fields], name: str) -> int:
    return sum(int(row[name]) for row in rows if row.get(name, "").isdecimal())


def _most(rows: Sequence[Fields], name: str) -> str:
    found = [int(row[name]) for row in rows if row.get(name, "").isdecimal()]
    return str(max(found)) if found else ""
