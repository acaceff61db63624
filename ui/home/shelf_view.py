"""Turn the drills of a workspace and the remembered files into what the page shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from drillplanner.base import local_time
from drillplanner.base.durations import calendar_date
from drillplanner.base.texts import Authored, Text, _, ngettext, pgettext
from drillplanner.run.drill_index_row import DrillSessions
from drillplanner.run.rounds import Standing

Say = Callable[["Text | Authored | str"], str]


@dataclass(frozen=True, slots=True)
class RecentScript:
    """A file that was opened before; one that is gone is shown grey and can be taken out."""

    path: str
    name: str
    folder: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class DrillLine:
    """One drill of the workspace: title, when, and where it stands."""

    id: str
    title: str
    facts: str
    is_unfinished: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The drills that are shown, the one to be gone on with, and who else has the workspace."""

    lines: tuple[DrillLine, ...] = ()
    unfinished: DrillLine | None = None
    read_only: str = ""
    #: That times are not this computer's, where they are not.
    note: str = ""


STANDINGS: dict[Standing, Text] = {
    "empty": pgettext("where a drill stands", "nothing logged yet"),
    "under_way": pgettext("where a drill stands", "begun, not ended"),
    "ended": pgettext("where a drill stands", "ended"),
    "broken_off": pgettext("where a drill stands", "broken off"),
    "void": pgettext("where a drill stands", "void"),
}


def recent_scripts(paths: Sequence[str]) -> tuple[RecentScript, ...]:
    """Look at the remembered files; slow where a folder is on a network."""
    return tuple(_recent(Path(path)) for path in paths)


def _recent(path: Path) -> RecentScript:
    try:
        is_there = path.is_file()
    except OSError:
        is_there = False
    return RecentScript(str(path), path.name, str(path.parent), is_there)


def shelf_view(
    drills: Sequence[DrillSessions],
    read_only: Text | None,
    say: Say,
    damaged: Collection[str] = (),
) -> Shelf:
    """Say the drills, newest first; the newest unfinished one is to be gone on with.

    `damaged` names drills that a check found damage of.
    """
    lines = tuple(_line(drill, say, drill.drill.id in damaged) for drill in drills)
    unfinished = next((line for line in lines if line.is_unfinished), None)
    note = _note(drills)
    return Shelf(lines, unfinished, say(read_only) if read_only else "", say(note) if note else "")


def _line(shelved: DrillSessions, say: Say, is_damaged: bool) -> DrillLine:
    is_unfinished = bool(shelved.unfinished())
    if shelved.standing == "ended" and not shelved.sessions:
        day = local_time.local(shelved.summary.held_utc_ns).date()
        facts = _("{when} · from paper", when=calendar_date(day))
        return DrillLine(shelved.drill.id, shelved.drill.title, say(facts), is_unfinished)
    entries = ngettext("{count} entry", "{count} entries", shelved.count)
    facts = _(
        "{when} · {standing} · {entries}",
        when=moment(shelved.began_utc_ns, shelved.summary.zone),
        standing=STANDINGS["under_way" if is_unfinished else shelved.standing],
        entries=entries,
    )
    if is_damaged:
        facts = _("{facts} · damaged, not verified", facts=facts)
    return DrillLine(shelved.drill.id, shelved.drill.title, say(facts), is_unfinished)


def moment(utc_ns: int, zone: str) -> Text:
    """Say a day and a minute in the zone of a drill's script."""
    date = calendar_date(local_time.local(utc_ns, zone).date())
    return pgettext("moment", "{date} {clock}", date=date, clock=local_time.minute(utc_ns, zone))


def _note(drills: Sequence[DrillSessions]) -> Text | None:
    """Say once that times are not this computer's, where they are not."""
    for one in drills:
        moment_ = local_time.local(one.began_utc_ns, one.summary.zone)
        if moment_.utcoffset() != local_time.local(one.began_utc_ns).utcoffset():
            return _(
                "Times of a drill are those of its script's place, {zone}; "
                "this computer's zone is another.",
                zone=local_time.zone_words(one.summary.zone, one.began_utc_ns),
            )
    return None
