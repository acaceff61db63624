"""Word what the console shows: times, entries, how a step stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from drillplanner.base.texts import Text, Words, _, ngettext, pgettext
from drillplanner.plan.model import Script, Step
from drillplanner.run.clock.input_time import SLOT_NOTE
from drillplanner.run.clock.machine_clock import Stamp, read_clock_note
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import (
    FALSE_START,
    as_told,
    heads_of,
    hold_reason,
    is_begin,
    is_void_round,
    not_there_of,
    safety_of,
    safety_open_of,
    same_as,
)
from drillplanner.services.run.board import Board
from drillplanner.services.run.running_spans import Countdown
from drillplanner.services.run.step_views import StepView
from drillplanner.services.run.unit_times import UnitTime
from drillplanner.terms.clock_notes import clock_note_said
from drillplanner.terms.document import Shape
from drillplanner.terms.measured_words import counted_said
from drillplanner.terms.vocabulary import HOLD_REASONS_SAID
from ui.context import AppContext
from ui.run.console.widgets.tile import TileLook
from ui.run.console.widgets.unit_grid import UnitLook

_SECOND_NS, _TENTH_NS = 10**9, 10**8

_STATES: dict[str, tuple[Shape, Text]] = {
    "done": ("disc", pgettext("state of a step", "done")),
    "partial": ("ring", pgettext("state of a step", "in part")),
    "not_performed": ("square", pgettext("state of a step", "not performed")),
    "failed": ("crossed", pgettext("state of a step", "failed")),
    "left": ("dash", pgettext("state of a step", "branch not taken")),
}

#: How a time since T0 is signed, by the signs of its two ends, T0's last: what was over by the
#: time it was heard leaves all that is counted from it longer.
_SIGNS: dict[tuple[str, str], str] = {
    ("", ""): "",
    ("", "≤"): "≥",
    ("", "≈"): "≈",
    ("≤", ""): "≤",
    ("≤", "≤"): "≈",
    ("≤", "≈"): "≤",
    ("≈", ""): "≈",
    ("≈", "≤"): "≥",
    ("≈", "≈"): "≈",
}

_PLAIN: dict[str, tuple[Shape, Text]] = {
    "arm": ("ring", _("Armed: the post is ready")),
    "hold": ("pause", _("Paused")),
    "resume": ("dot", _("Resumed")),
    "abort": ("cross", _("Broken off")),
    "end": ("dash", _("Ended")),
}


def stopwatch(ns: int, *, counts: bool = False) -> str:
    """Write a time since T0: 03:20.4, 1:03:20.4, −00:05.0, rounded as everywhere, half up.

    A clock that counts on (`counts`) never runs ahead: it shows the tenth that is over.
    """
    tenths = abs(ns // _TENTH_NS) if counts else (2 * abs(ns) + _TENTH_NS) // (2 * _TENTH_NS)
    sign = "−" if ns < 0 and tenths else ""
    seconds, tenth = divmod(tenths, 10)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    whole = f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute:02d}:{second:02d}"
    return f"{sign}{whole}.{tenth}"


def countdown_text(left_s: float) -> str:
    """Write what is left of a limit, or by how much it is exceeded: 0:42, +0:05."""
    whole = int(left_s) if left_s >= 0 else int(-left_s)
    text = f"{whole // 60}:{whole % 60:02d}"
    return text if left_s >= 0 else f"+{text}"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one console: its script's, in the window's language."""

    script: Script
    say: Callable[[Text], str]
    words: Callable[[Words], str]
    zone: ZoneInfo

    @classmethod
    def of(cls, context: AppContext, script: Script) -> Wording:
        """Word a script in the desk's language."""
        return cls(
            script,
            context.say,
            lambda words: context.words(words, script.language),
            ZoneInfo(script.zone),
        )

    def wall(self, wall_utc_ns: int) -> str:
        """Give the time of day at the script's place."""
        moment = datetime.fromtimestamp(wall_utc_ns // _SECOND_NS, UTC).astimezone(self.zone)
        return f"{moment:%H:%M:%S}"

    def of_day_s(self, wall_utc_ns: int) -> Fraction:
        """Give seconds since midnight at the script's place."""
        moment = datetime.fromtimestamp(wall_utc_ns // _SECOND_NS, UTC).astimezone(self.zone)
        whole_s = moment.hour * 3600 + moment.minute * 60 + moment.second
        return whole_s + Fraction(wall_utc_ns % _SECOND_NS, _SECOND_NS)

    def time(self, entry: Entry, board: Board) -> str:
        """Give an entry's time since T0, else its time of day.

        ≈ stands before what is no exact press, ≤ before what happened no later.
        """
        entry = as_told(entry)
        return self.since(entry, board) or self.of_day(entry, board)

    def since(self, entry: Entry, board: Board) -> str:
        """Give an entry's time since the start, signed by what is known of both; else nothing."""
        start = board.start
        if start is None:
            return ""
        ns = board.axis_ns(entry) - board.axis_ns(start)
        sign = self.sign(entry, board)
        if start.kind == "mark" and start.id != entry.id:
            sign = _SIGNS[sign, self.sign(start, board)]
        return f"{sign}{stopwatch(ns)}"

    def instant(self, stamp: Stamp, board: Board) -> str:
        """Give a press's time since the start, else its time of day."""
        if board.zero_ns is None:
            return self.wall(stamp.wall_utc_ns)
        return stopwatch(stamp.elapsed_ns - board.zero_ns)

    def of_day(self, entry: Entry, board: Board) -> str:
        """Give an entry's time of day with its sign."""
        return f"{self.sign(entry, board)}{self.wall(entry.wall_utc_ns)}"

    @staticmethod
    def sign(entry: Entry, board: Board) -> str:
        """Give what stands before an entry's time where it is not that of an exact press."""
        if entry.bound == "at_most":
            return "≤"
        made = board.find(same_as(entry)) or entry
        is_rough = made.text.startswith(SLOT_NOTE) or made.made == "late"
        return "≈" if is_rough else ""

    def step(self, step: Step) -> str:
        return self.words(step.text)

    def entry(  # noqa: PLR0911 - one a kind
        self, entry: Entry, board: Board
    ) -> tuple[Shape, str]:
        """Say what an entry says, with its shape."""
        match entry.kind:
            case "mark":
                return self._mark(entry, board)
            case "not_performed":
                return "square", self.say(
                    _("Not performed: {step}", step=self._place(entry, board))
                )
            case "failed":
                return "crossed", self.say(
                    _(
                        "Failed: {step} ({reason})",
                        step=self._place(entry, board),
                        reason=entry.text,
                    )
                )
            case "void" if entry.text == FALSE_START:
                what = self._amended(entry, board)
                return "dash", self.say(_("False start, void: {what}", what=what))
            case "abort" if is_void_round(entry):
                return "crossed", self.say(_("The round was voided"))
            case "note" if is_begin(entry):
                return "disc", self.say(_("Begun, heard by radio"))
            case "restore":
                what = self._restored(entry, board)
                return "swap", self.say(_("Restored: {what}", what=what))
            case "void":
                return "dash", self.say(_("Void: {what}", what=self._amended(entry, board)))
            case "label":
                said = self._place(entry, board) if entry.step else entry.text
                return "lozenge", self.say(_("Named: {step}", step=said))
            case "note":
                return "dot", self._note(entry, board)
            case "sync":
                return "swap", self.say(_("Sync mark {name}", name=entry.text))
        shape, words = _PLAIN[entry.kind]
        return shape, self.say(words)

    def unit(self, one: UnitTime, board: Board) -> UnitLook:
        """Say how a unit of a step stands."""
        entry, name = one.entry, self.words(one.unit.name)
        if entry is None:
            return UnitLook(one.unit.id, name)
        state = "done" if entry.kind == "mark" else entry.kind
        shape, words = _STATES[state]
        time = self.time(entry, board) if entry.kind == "mark" else self.say(words)
        return UnitLook(one.unit.id, name, time, shape)

    def look(
        self,
        view: StepView,
        board: Board,
        *,
        is_next: bool,
        is_chosen: bool,
        countdown: Countdown | None,
    ) -> TileLook:
        """Say how a step's tile looks."""
        shape, status = self._status(view, board)
        if countdown is not None and not status:
            status = self.words(countdown.target.name)
        return TileLook(
            view.key,
            self._title(view),
            status,
            shape,
            countdown_text(countdown.left_s) if countdown else "",
            is_overdue=countdown is not None and countdown.left_s < 0,
            is_next=is_next,
            is_chosen=is_chosen,
            badge=f"×{view.times}" if not view.step.units and view.times > 1 else "",
        )

    def _title(self, view: StepView) -> str:
        return self.step(view.step)

    def _status(self, view: StepView, board: Board) -> tuple[Shape | None, str]:
        parts: list[str] = []
        shape: Shape | None = None
        if view.state != "waiting":
            shape, words = _STATES[view.state]
            if view.state != "partial" and not (view.missed or view.failed):
                parts.append(self.say(words))
        if view.missed or view.failed:
            # What was not done of some units must not look like what was.
            shape = _STATES["failed" if view.failed else "not_performed"][0]
        if view.marked is not None and view.state in ("done", "failed"):
            parts.append(self.since(view.marked, board))
        if view.option is not None:
            option = next(one for one in view.step.options if one.id == view.option)
            parts.append(self.words(option.name))
        if view.step.units:
            parts.append(f"{view.done_units}/{len(view.step.units)}")
            if view.missed:
                said = ngettext("{count} not performed", "{count} not performed", view.missed)
                parts.append(self.say(said))
            if view.failed:
                said = ngettext("{count} failed", "{count} failed", view.failed)
                parts.append(self.say(said))
            if view.unit is not None:
                parts.append(self.say(_("next: {unit}", unit=self.words(view.unit.name))))
        counted = board.heads(view.step.id).values()
        if counted:
            present = sum(one.heads.present for one in counted)
            due = sum(one.heads.expected for one in counted)
            parts.append(self.say(_("heads {present}/{due}", present=present, due=due)))
            if any(one.heads.missing for one in counted):
                shape = "triangle"
        if not view.step.units and view.times > 1:
            parts.append(self.say(ngettext("{count} mark", "{count} marks", view.times)))
        return shape, "  ".join(part for part in parts if part)

    def _mark(self, entry: Entry, board: Board) -> tuple[Shape, str]:
        said = board.labelled(entry)
        if said.step is None and said.kind != "label":
            return "lozenge", self.say(_("A mark without a name yet"))
        place = self._place(said, board) if said.step else said.text
        if entry.made == "late":
            return "disc", self.say(_("{step} (late entry)", step=place))
        if entry.observed == "radio":
            return "disc", self.say(_("{step} (by radio)", step=place))
        return "disc", place

    def _place(self, entry: Entry, board: Board) -> str:
        step = board.steps.get(entry.step or "")
        if step is None:
            return entry.step or ""
        words = self.step(step)
        for asked, known in ((entry.unit, step.units), (entry.option, step.options)):
            found = next((one for one in known if one.id == asked), None)
            if found is not None:
                return self.say(_("{step}: {unit}", step=words, unit=self.words(found.name)))
        return words

    def _amended(self, entry: Entry, board: Board) -> str:
        target = board.find(entry.amends or "")
        return self.entry(target, board)[1] if target is not None else ""

    def _restored(self, entry: Entry, board: Board) -> str:
        """Name what was brought back: what the void took back, not the void."""
        void = board.find(entry.amends or "")
        return self._amended(void, board) if void is not None else ""

    def _named(self, id_: str, unit: str | None, board: Board) -> str:
        """Name a step, with its unit where there is one."""
        step = board.steps.get(id_)
        place = self.step(step) if step is not None else id_
        units = {one.id: one.name for one in step.units} if step is not None else {}
        if unit not in units:
            return place
        return self.say(_("{step}: {unit}", step=place, unit=self.words(units[unit])))

    def _said_of_place(self, entry: Entry, board: Board) -> str:
        """Say what a note says of a step or unit: how many were there, or that it was not."""
        counted = heads_of(entry)
        if counted is not None:
            place = self._named(counted.step, counted.unit, board)
            said = self.say(_("{what}: {why}", what=place, why=counted_said(counted.heads)))
            return f"{said} {counted.words}".strip()
        gone = not_there_of(entry)
        if gone is None:
            return ""
        place = self._named(gone.step, gone.unit, board)
        words = self.say(_("Not there that day: {step}", step=place))
        return f"{words} ({gone.words})" if gone.words else words

    def _note(self, entry: Entry, board: Board) -> str:
        of_place = self._said_of_place(entry, board)
        if of_place:
            return of_place
        reason = hold_reason(entry)
        if reason is not None:
            _hold, name, words = reason
            said = words or self.say(HOLD_REASONS_SAID[name])
            return self.say(_("Held because: {reason}", reason=said))
        confirmed = safety_of(entry)
        if confirmed is not None:
            items = {one.id: one.text for one in self.script.safety}
            item = self.words(items[confirmed.item]) if confirmed.item in items else confirmed.item
            return self.say(_("Safety item confirmed: {item}", item=item))
        unsafe = safety_open_of(entry)
        if unsafe is not None:
            return self.say(_("Armed with safety items open: {reason}", reason=unsafe.reason))
        clock = read_clock_note(entry.text)
        if clock is None:
            return self.say(_("Note: {text}", text=entry.text))
        return self.say(clock_note_said(clock))
