"""Turn an open script into what the planning room shows, all words said; off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drillplanner.base.texts import Authored, Text, _, ngettext, pgettext
from drillplanner.plan.model import Kind, Script
from drillplanner.services.plan.outline import Outline, counts, outline
from drillplanner.services.plan.plan_timeline import plan_summary, planned_timeline
from drillplanner.services.plan.scripts import OpenScript
from drillplanner.terms.phrases import itemised, sentences
from drillplanner.terms.timeline import Timeline
from drillplanner.terms.vocabulary import KINDS
from ui.plan.viewer.plan_rows import Table, rule_table, step_table, target_table, warning_table

Say = Callable[["Text | Authored | str"], str]


@dataclass(frozen=True, slots=True)
class TargetView:
    """What the room needs to set a target apart: its words, and its steps by id."""

    id: str
    name: str
    url: str
    marks: dict[str, str]


@dataclass(frozen=True, slots=True)
class DraftView:
    """What the card of a draft says, and by what else it is found."""

    id: str
    title: str
    facts: str
    kind: Kind = "other"
    school: str = ""


@dataclass(frozen=True, slots=True)
class PlanView:
    """A script in words, ready to be shown.

    `details` gives for each row of the tables all that is known of it, as pairs of caption
    and words. The ids of the time line's rows are those of steps and targets after `step:` and
    `target:`.
    """

    title: str
    facts: str
    source: str
    notes: str
    warnings_said: str
    steps: Table
    targets: Table
    rules: Table
    warnings: Table
    target_views: dict[str, TargetView]
    timeline: Timeline
    summary: str
    can_open_folder: bool
    file_name: str


def plan_view(opened: OpenScript, say: Say) -> PlanView:
    """Say everything the planning room shows of a script."""
    script, rows = opened.script, outline(opened.script)
    timeline = planned_timeline(script)
    return PlanView(
        title=say(Authored(script.title, script.language)),
        facts=say(_facts(opened, rows)),
        source=say(_source(opened)),
        notes=" ".join(say(_notes(script)).split()),
        warnings_said=_warnings_said(opened, say),
        steps=step_table(rows, say),
        targets=target_table(rows, say),
        rules=rule_table(rows, say),
        warnings=warning_table(opened.warnings, say),
        target_views=_target_views(rows, say),
        timeline=timeline,
        summary=say(plan_summary(script, timeline)),
        can_open_folder=opened.path is not None,
        file_name=opened.path.name if opened.path else f"{script.id}.json",
    )


def _facts(opened: OpenScript, rows: Outline) -> Text | Authored | str:
    script = opened.script
    language = _("written in Chinese") if script.language == "zh_CN" else _("written in English")
    planned = _("planned for {duration}", duration=rows.duration)
    return itemised([KINDS[script.kind], *counts(script), planned, language])


def _notes(script: Script) -> Text | Authored | str:
    """Say the script's notes, and the columns of other programs that it carries along."""
    notes: list[Text | Authored] = [Authored(script.notes, script.language)] if script.notes else []
    extra: list[Text | Authored] = [
        _("{caption}: {said}", caption=caption, said=said) for caption, said in script.extra.items()
    ]
    return sentences([*notes, *extra])


def _source(opened: OpenScript) -> Text:
    if opened.path is not None:
        return _("File: {path}", path=str(opened.path))
    if opened.is_published:
        return _("The version a drill of this workspace was run with")
    return _("Built-in sample; save a copy to make it your own")


def _warnings_said(opened: OpenScript, say: Say) -> str:
    count = len(opened.warnings)
    if not count:
        return ""
    return say(ngettext("{count} warning", "{count} warnings", count))


def _target_views(rows: Outline, say: Say) -> dict[str, TargetView]:
    start, stop = (
        say(pgettext("end of a target", "start")),
        say(pgettext("end of a target", "stop")),
    )
    both = say(pgettext("end of a target", "start and stop"))
    found: dict[str, TargetView] = {}
    for row in rows.targets:
        marks = dict.fromkeys(row.starts, start)
        for step in row.stops:
            marks[step] = both if step in marks else stop
        found[row.id] = TargetView(row.id, say(row.name), row.url, marks)
    return found
