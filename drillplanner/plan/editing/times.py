"""Read planned times as planners type them, and let them write the lags of the partial order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace

from drillplanner.base.texts import _
from drillplanner.plan.editing.draft import CellRefused, Draft, Look, with_item
from drillplanner.plan.model import After, Step
from drillplanner.plan.precedence import in_order, steps_before

_DAY, _HOUR, _MINUTE = 86400, 3600, 60
#: Planned times nearer than this are the same, in seconds.
_SAME_S = 1e-6
#: Longest plan in seconds; what is longer was typed by mistake.
_LONGEST_S = 7 * _DAY
_NUMBER = r"\d+(?:\.\d+)?"
_SECONDS = re.compile(rf"({_NUMBER})")
_COLONS = re.compile(rf"(?:(\d{{1,6}}):)?(\d{{1,6}}):({_NUMBER})")
_UNITS = re.compile(
    r"(?:(\d{1,6})(?:个?小时|h(?:ours?)?))?(?:(\d{1,6})(?:分钟?|m(?:in)?(?:utes?)?|'))?"
    rf"(?:({_NUMBER})(?:秒钟?|s(?:ec)?(?:onds?)?|\")?)?"
)
_HALVES = {"上午": 0, "早上": 0, "下午": 12, "晚上": 12, "am": 0, "pm": 12}
_OF_DAY = re.compile(
    r"(上午|早上|下午|晚上)?(\d{1,2})[点时](?:(半)|整|钟)?(?:(\d{1,2})分?)?(?:(\d{1,2})秒?)?"
)
_AM_PM = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(am|pm)")
_BEFORE = ("提前", "前")


@dataclass(frozen=True, slots=True)
class Typed:
    """A time as it was typed: seconds from T0, or of the day where `is_of_day`."""

    seconds: float
    is_of_day: bool = False


def read_time(text: str) -> Typed:
    """Read a planned time: T+1:30, 90, 3分20秒, -2:00, 9点10分.

    Raises:
        CellRefused: it is none.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).replace("−", "-").split()).lower()
    of_day = _of_day(plain)
    if of_day is not None:
        return Typed(of_day, is_of_day=True)
    rest = plain.removeprefix("t0") if plain.startswith("t0") else plain.removeprefix("t")
    sign = 1
    if rest[:1] in ("+", "-"):
        sign, rest = (-1 if rest[0] == "-" else 1), rest[1:]
    elif rest.startswith(_BEFORE[0]):
        sign, rest = -1, rest.removeprefix(_BEFORE[0])
    elif rest.endswith(_BEFORE[1]):
        sign, rest = -1, rest.removesuffix(_BEFORE[1])
    if not rest and plain.startswith("t0"):
        return Typed(0.0)
    return Typed(sign * read_span(rest, text))


def read_day_time(text: str) -> float:
    """Read a time of day in seconds since midnight: 9:10, 9:10:30, 9点10分.

    Raises:
        CellRefused: it is none.
    """
    typed = read_time(text)
    if typed.is_of_day:
        return typed.seconds
    plain = unicodedata.normalize("NFKC", text)
    seconds = typed.seconds * (_MINUTE if plain.count(":") == 1 else 1)
    if ":" not in plain or not 0 <= seconds < _DAY:
        raise CellRefused(_("Type a time of day, such as 9:10 or 9:10:30."))
    return seconds


def read_span(text: str, whole: str = "") -> float:
    """Read a length of time in seconds: 90, 1:30, 1:02:03, 3分20秒, 1h30.

    Raises:
        CellRefused: it is none.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    seconds = _span(plain)
    if seconds is None:
        raise CellRefused(
            _(
                '"{text}" is no time here. Type T+1:30, 90 (seconds), 3分20秒 or 9点10分.',
                text=(whole or text).strip()[:40],
            )
        )
    if seconds > _LONGEST_S:
        raise CellRefused(_("A plan is no longer than seven days."))
    return seconds


def _span(plain: str) -> float | None:
    if found := _SECONDS.fullmatch(plain):
        return float(found[1])
    if found := _COLONS.fullmatch(plain):
        if float(found[3]) >= _MINUTE or (found[1] and int(found[2]) >= _MINUTE):
            return None
        return int(found[1] or 0) * _HOUR + int(found[2]) * _MINUTE + float(found[3])
    found = _UNITS.fullmatch(plain)
    if plain and found:
        hours, minutes, last = found.groups()
        # 1h30 is an hour and a half: what follows hours without a unit are minutes.
        is_bare = last is not None and plain[-1].isdigit()
        if is_bare and minutes is None:
            return int(hours) * _HOUR + float(last) * _MINUTE if hours else None
        return int(hours or 0) * _HOUR + int(minutes or 0) * _MINUTE + float(last or 0)
    return None


def _of_day(plain: str) -> float | None:
    if found := _AM_PM.fullmatch(plain):
        hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), found[4]
    elif found := _OF_DAY.fullmatch(plain):
        hour, half = int(found[2]), found[1] or ""
        minute = 30 if found[3] else int(found[4] or 0)
        second = int(found[5] or 0)
    else:
        return None
    if half:
        hour = hour % 12 + _HALVES[half]
    if hour * _HOUR >= _DAY or minute >= _MINUTE or second >= _MINUTE:
        return None
    return float(hour * _HOUR + minute * _MINUTE + second)


def span_text(seconds: float) -> str:
    """Write a length of time as it may be typed: 1:30, 0:30.5, 1:02:03."""
    whole = round(abs(seconds), 3)
    hours, rest = divmod(whole, _HOUR)
    minutes, last = divmod(rest, _MINUTE)
    shown = f"{last:06.3f}".rstrip("0").rstrip(".")
    head = f"{int(hours)}:{int(minutes):02d}" if hours else f"{int(minutes)}"
    return f"{head}:{shown}"


def planned_text(look: Look, id: str) -> str:
    """Write when a step is planned; "" for one that has no place in the plan yet."""
    if id not in look.linked:
        return ""
    at = look.schedule.earliest_s[id] - look.zero_s
    return since_text(at, is_from_t0=look.script.t0 is not None)


def since_text(seconds: float, *, is_from_t0: bool) -> str:
    """Write a planned time as it may be typed: T+1:30, or +1:30 where nobody said what T0 is."""
    sign = "-" if round(seconds, 3) < 0 else "+"
    return f"{'T' if is_from_t0 else ''}{sign}{span_text(seconds)}"


def slack_text(look: Look, id: str) -> str:
    """Write how much later a step may come before the whole plan is longer; 0:00 decides it."""
    if id not in look.linked:
        return ""
    schedule = look.schedule
    return span_text(max(0.0, schedule.latest_s[id] - schedule.earliest_s[id]))


def clock_text(look: Look, id: str) -> str:
    """Write the time of day at which a step is planned; "" where T0 has none."""
    clock = look.draft.t0_clock_s
    if clock is None or id not in look.linked or look.script.t0 is None:
        return ""
    return day_text(clock + look.schedule.earliest_s[id] - look.zero_s)


def day_text(seconds: float) -> str:
    """Write a time of day, 09:10:00."""
    minutes, second = divmod(round(seconds) % _DAY, _MINUTE)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"


def with_planned_time(look: Look, step: Step, text: str) -> Draft:
    """Plan a step for the time that was typed; its lags, or its first link, are written.

    Raises:
        CellRefused: it is no time, or the step cannot be planned for it.
    """
    draft = look.draft
    if not text.strip():
        return with_item(draft, "steps", replace(step, after=()))
    typed = read_time(text)
    if typed.is_of_day:
        if step.id == look.script.t0 or (look.script.t0 is None and draft.t0_clock_s is None):
            if look.script.t0 is None:
                raise CellRefused(_("Say first which step is T0; its time of day is typed there."))
            return with_clock(draft, typed.seconds)
        if draft.t0_clock_s is None or look.script.t0 is None:
            raise CellRefused(
                _("Type the time of day of T0 first, in its own row; this one then follows.")
            )
        since = typed.seconds - draft.t0_clock_s
        # The nearest day: a drill over midnight is no drill of minus a day.
        typed = Typed((since + _DAY / 2) % _DAY - _DAY / 2)
    return planned_at(look, step, typed.seconds)


def with_clock(draft: Draft, clock_s: float | None) -> Draft:
    """Say at which time of day T0 is; the day's schedule moves along where T0 had a time."""
    moved = replace(draft, t0_clock_s=clock_s)
    if draft.t0_clock_s is None or clock_s is None:
        return moved
    by = clock_s - draft.t0_clock_s
    schedule = tuple(
        one if one.clock_s is None else replace(one, clock_s=(one.clock_s + by) % _DAY)
        for one in draft.particulars.schedule
    )
    return replace(moved, particulars=replace(draft.particulars, schedule=schedule))


def planned_at(look: Look, step: Step, since_s: float) -> Draft:
    """Plan a step for so many seconds from T0, else from the first step.

    Raises:
        CellRefused: the step cannot be planned for then.
    """
    if step.id == look.script.t0 and since_s:
        raise CellRefused(_("This step is T0: all times are counted from it."))
    return _at(look, step, look.zero_s + since_s)


def _at(look: Look, step: Step, at_s: float) -> Draft:
    """Plan a step for a time on the schedule's axis."""
    draft, schedule = look.draft, look.schedule
    if abs(schedule.earliest_s[step.id] - at_s) < _SAME_S and step.id in look.linked:
        return draft
    if step.after:
        return with_item(draft, "steps", replace(step, after=_lags(look, step, at_s)))
    t0 = look.steps.get(look.script.t0 or "")
    if t0 is not None:
        since = at_s - look.zero_s
        is_before = schedule.ancestry.precedes(step.id, t0.id)
        if since >= 0 and not is_before and step.id != t0.id:
            return with_item(draft, "steps", replace(step, after=(After(t0.id, since),)))
        if since < 0 and not schedule.ancestry.precedes(t0.id, step.id):
            links = tuple(one for one in t0.after if one.step != step.id)
            linked = replace(t0, after=(*links, After(step.id, -since)))
            return with_item(draft, "steps", linked)
        raise CellRefused(
            _("This step comes before T0 in the plan. Type a time before it, such as T-2:00.")
        )
    for other in look.script.steps:
        if other.id != step.id and not schedule.ancestry.precedes(step.id, other.id):
            lag = at_s - schedule.earliest_s[other.id]
            if lag >= 0:
                return with_item(draft, "steps", replace(step, after=(After(other.id, lag),)))
            break
    raise CellRefused(_("Say first which step is T0; times are counted from it."))


def _lags(look: Look, step: Step, at_s: float) -> tuple[After, ...]:
    """Give the links of a step so that it falls due at a time: no lag grows but the longest."""
    times = look.schedule.earliest_s
    dues = [times.get(one.step, 0.0) + one.lag_s for one in step.after]
    longest = dues.index(max(dues))
    links = []
    for place, one in enumerate(step.after):
        room = at_s - times.get(one.step, 0.0)
        if room < 0:
            raise CellRefused(
                _(
                    "It comes after step {number}, which is planned for {time}; plan it later, "
                    "or take that link out.",
                    number=look.numbers.get(one.step, 0),
                    time=planned_text(look, one.step) or "0",
                )
            )
        lag = room if place == longest else min(one.lag_s, room)
        links.append(replace(one, lag_s=round(lag, 6)))
    return tuple(links)


def kept_times(before: Draft, after: Draft, touched: Collection[str], language: str) -> Draft:
    """Let locked steps keep their planned times through an act, as far as the plan lets them."""
    held = before.locked & after.locked - set(touched)
    if not held or before.script.steps == after.script.steps:
        return after
    was, now = Look(before, language), Look(after, language)
    if was.following(after).__dict__.get("schedule") is was.schedule:
        return after
    for id_ in in_order(steps_before(after.script.steps)):
        if id_ not in held or id_ not in was.linked or id_ not in was.steps:
            continue
        wanted = now.zero_s + was.schedule.earliest_s[id_] - was.zero_s
        step = now.steps[id_]
        if step.after and abs(now.schedule.earliest_s[id_] - wanted) > _SAME_S:
            nearest = max(wanted, *(now.schedule.earliest_s[one.step] for one in step.after))
            now = Look(_at(now, step, nearest), language)
    return now.draft
