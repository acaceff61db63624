"""Name the editor's tables and their columns, each with its width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.plan.editing.draft import Draft, items
from drillplanner.plan.editing.rules import TABLES
from drillplanner.terms.step_notes import DURATION, HEADS, NARRATION, PLACE, PROPS, SAY


@dataclass(frozen=True, slots=True)
class Heading:
    """What heads a column, how wide it is in pixels at 100 %, and what may be typed there."""

    words: Text
    width: int = 120
    tip: Text | None = None


_TIME = _("Type T+1:30, 90 (seconds), 3分20秒 or 9点10分; it writes the lag of the step.")
_STEP = _("Type the number of a step; 5/Class 1 for one unit; last of 5, 6 or first of 5, 6.")
_NAMED = _("Choose one, or type a new name: it comes into being here.")

HEADINGS: Mapping[str, Mapping[str, Heading]] = {
    "steps": {
        "phase": Heading(pgettext("column", "Phase"), 120, _NAMED),
        "planned": Heading(pgettext("column", "Planned"), 92, _TIME),
        "text": Heading(pgettext("column", "Step"), 280),
        "role": Heading(pgettext("column", "Role"), 120, _NAMED),
        "kind": Heading(pgettext("column", "Kind"), 88),
        "post": Heading(pgettext("column", "Post"), 120, _NAMED),
        "backup_post": Heading(pgettext("column", "Backup post"), 120, _NAMED),
        "done_when": Heading(pgettext("column", "Done when"), 200),
        "after": Heading(
            pgettext("column", "After"), 110,
            _("Earlier steps by number, with a lag: 3+0:30; 5."),
        ),
        "slack": Heading(
            pgettext("column", "Slack"), 80,
            _("How much later it may come before the whole plan is longer; 0:00 decides it."),
        ),
        "units": Heading(
            pgettext("column", "Units"), 160,
            _("Classes or gates that are marked each on its own: Class 1; Class 2: 38 people."),
        ),
        "options": Heading(
            pgettext("column", "Options"), 140, _("The ways in which a decision can go."),
        ),
        "branch": Heading(
            pgettext("column", "Branch"), 110,
            _("The decision on which the step hangs, and the way it went: 4=evacuate."),
        ),
        "key": Heading(pgettext("column", "Key"), 60),
        "u_s": Heading(
            pgettext("column", "u (s)"), 70,
            _("How sure anyone can be when the act is done: a standard uncertainty in seconds."),
        ),
        "place": Heading(PLACE, 120),
        "say": Heading(SAY, 200),
        "narration": Heading(NARRATION, 200),
        "props": Heading(PROPS, 120),
        "from_": Heading(pgettext("column", "From"), 110),
        "to": Heading(pgettext("column", "To"), 110),
        "means": Heading(pgettext("column", "By what means"), 110),
        "duration": Heading(
            DURATION, 150, _("Least / likely / most: 0:20 / 0:30 / 1:00.")
        ),
        "heads": Heading(HEADS, 90, _("How many are expected at a head count here.")),
    },
    "targets": {
        "name": Heading(pgettext("column", "Target"), 220),
        "start": Heading(pgettext("column", "Start"), 120, _STEP),
        "stop": Heading(pgettext("column", "Stop"), 120, _STEP),
        "limit": Heading(
            pgettext("column", "Limit"), 80, _("Type 1:30 or 90; blank is recorded, not scored."),
        ),
        "class": Heading(pgettext("column", "Class of the source"), 130),
        "source": Heading(pgettext("column", "Source of the limit"), 220),
        "owner": Heading(pgettext("column", "Owner"), 120, _NAMED),
        "weight": Heading(pgettext("column", "Weight"), 76),
        "critical": Heading(pgettext("column", "Critical"), 80),
        "caps_whole": Heading(pgettext("column", "Caps the whole"), 110),
        "clause": Heading(pgettext("of a source", "Clause"), 120),
        "url": Heading(pgettext("column", "Address"), 140),
        "seen": Heading(pgettext("of a source", "Read on"), 110),
        "confirmed_by": Heading(pgettext("of a source", "Confirmed by"), 130),
    },
    "orders": {
        "before": Heading(pgettext("column", "First"), 120, _STEP),
        "after": Heading(pgettext("column", "Then"), 120, _STEP),
        "text": Heading(pgettext("column", "Content"), 360),
        "critical": Heading(pgettext("column", "Critical"), 84),
    },
    "criteria": {
        "text": Heading(pgettext("column", "Content"), 360),
        "scale": Heading(
            pgettext("column", "Scale"), 220,
            _("yes/no, P/S/M/U, out of 10, or the form's own words: done=100; not done=0."),
        ),
        "role": Heading(pgettext("column", "Role"), 120, _NAMED),
        "weight": Heading(pgettext("column", "Weight"), 76),
        "critical": Heading(pgettext("column", "Critical"), 84),
    },
    "objectives": {
        "text": Heading(pgettext("column", "Content"), 360),
        "targets": Heading(
            pgettext("column", "Targets"), 130, _("Numbers of that table, such as 1, 3.")
        ),
        "criteria": Heading(
            pgettext("column", "Criteria"), 130, _("Numbers of that table, such as 1, 3.")
        ),
    },
    "safety": {"text": Heading(pgettext("column", "Content"), 480)},
    "roles": {
        "name": Heading(pgettext("column", "Role"), 200),
        "organisation": Heading(pgettext("column", "Organisation"), 260),
        "uses": Heading(pgettext("column", "Used"), 70),
    },
    "posts": {
        "name": Heading(pgettext("column", "Post"), 240),
        "uses": Heading(pgettext("column", "Used"), 70),
    },
    "phases": {
        "name": Heading(pgettext("column", "Phase"), 240),
        "uses": Heading(pgettext("column", "Used"), 70),
    },
}  # fmt: skip

TABS: Mapping[str, Text] = {
    "steps": pgettext("tab", "Steps"),
    "targets": pgettext("tab", "Targets"),
    "orders": pgettext("tab", "Orders"),
    "criteria": pgettext("tab", "Criteria"),
    "objectives": pgettext("tab", "Objectives"),
    "safety": pgettext("tab", "Safety items"),
    "roles": pgettext("tab", "Roles"),
    "posts": pgettext("tab", "Posts"),
    "phases": pgettext("tab", "Phases"),
}


def rows_said(draft: Draft, part: str, rows: tuple[str, ...]) -> Text:
    """Name rows for an act that is undone: step 4, or 3 rows."""
    if len(rows) != 1:
        return ngettext("{count} row", "{count} rows", len(rows))
    ids = [one.id for one in items(draft, TABLES[part].part)]
    number = ids.index(rows[0]) + 1 if rows[0] in ids else len(ids)
    match part:
        case "steps":
            return _("step {number}", number=number)
        case "targets":
            return _("target {number}", number=number)
        case "criteria":
            return _("criterion {number}", number=number)
        case _:
            return _("row {number}", number=number)
