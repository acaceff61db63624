"""Judge whether a post is ready (上岗检查): each check says how it stands and what to do.

Nothing here stops a drill: a keeper who must begin begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base import local_time
from drillplanner.base.durations import number
from drillplanner.base.texts import Text, TextValue, _, ngettext, pgettext
from drillplanner.run.clock.machine_clock import Stamp, has_jumped, moved_ns
from drillplanner.services.readiness.probes import DiskReading, Power

#: good   in order
#: watch  the drill can be held, but something is to be looked at
#: bad    to be mended before the drill
#: open   not tried yet, or the machine does not say
Standing: TypeAlias = Literal["good", "watch", "bad", "open"]

CheckId: TypeAlias = Literal[
    "clock", "disk", "battery", "awake", "keys", "input", "sound", "post", "password"
]

#: Whether the screen and the machine are kept from sleeping.
Awake: TypeAlias = Literal["asked", "held", "refused"]

#: In the order in which they are shown.
CHECKS: tuple[CheckId, ...] = (
    "clock",
    "disk",
    "battery",
    "awake",
    "keys",
    "input",
    "sound",
    "post",
    "password",
)

NAMES: dict[CheckId, Text] = {
    "clock": pgettext("readiness check", "Clock"),
    "disk": pgettext("readiness check", "Disk"),
    "battery": pgettext("readiness check", "Power"),
    "awake": pgettext("readiness check", "Sleep"),
    "keys": pgettext("readiness check", "Keys"),
    "input": pgettext("readiness check", "Input method"),
    "sound": pgettext("readiness check", "Sound"),
    "post": pgettext("readiness check", "This post"),
    "password": pgettext("readiness check", "Password"),
}

STANDINGS: dict[Standing, Text] = {
    "good": pgettext("standing of a check", "in order"),
    "watch": pgettext("standing of a check", "take note"),
    "bad": pgettext("standing of a check", "to be fixed"),
    "open": pgettext("standing of a check", "not tried"),
}

#: A durable append slower than this is told of: with what else happens after a press, the
#: mark "on the disk" would miss the 100 ms that feel like at once. House value, class D.
SLOW_NS = 50_000_000
#: Free space under which a drill may not fit with its photos, and under which its log may
#: not: ten thousand entries take some 10 MB. House values, class D.
LITTLE_BYTES, TOO_LITTLE_BYTES = 500_000_000, 50_000_000
#: Percent of a battery that is not being charged. House values, class D.
HALF, LOW = 50, 20
#: No clock that is right shows an earlier time.
_MADE = datetime(2026, 1, 1, tzinfo=UTC)

_SECOND_NS, _MS_NS, _GB = 10**9, 10**6, 10**9
#: Tenths of a millisecond are shown below this.
_FINE_NS = 10 * _MS_NS


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the readiness check; `advice` says what to do, where there is something."""

    id: CheckId
    standing: Standing
    says: Text
    advice: Text | None = None


def judge_clock(
    first: Stamp,
    present: Stamp,
    offset: timedelta,
    place: timedelta | None,
    place_zone: str = "",
) -> Check:
    """Judge the machine's clocks.

    Args:
        first: the clocks when the program first read them.
        present: the clocks now.
        offset: how far this computer's time zone is ahead of UTC.
        place: the same of the script's place; None if no script is chosen.
        place_zone: what the script calls its zone.
    """
    moment = local_time.in_utc(present.wall_utc_ns)
    if moment < _MADE:
        return Check(
            "clock",
            "bad",
            _("The date of this computer is wrong: {date}.", date=f"{moment + offset:%Y-%m-%d}"),
            _("Set date and time in the system, then check again."),
        )
    if has_jumped(first, present):
        moved = number(Fraction(abs(moved_ns(first, present)), _SECOND_NS), 1)
        return Check(
            "clock",
            "watch",
            _("The time of day was set by {seconds} s while the program ran.", seconds=moved),
            _("Turn off setting it by itself; take a sync mark with the other posts after that."),
        )
    if place is not None and place != offset:
        return Check(
            "clock",
            "watch",
            _(
                "This computer is set to {zone}, the script's place to {place}.",
                zone=local_time.offset_words(offset),
                place=f"{place_zone} {local_time.offset_words(place)}".lstrip(),
            ),
            _("Spans are not affected. Set the time zone if the drill takes place here."),
        )
    return Check(
        "clock",
        "good",
        _("Both clocks run evenly; time zone {zone}.", zone=local_time.offset_words(offset)),
    )


def judge_disk(reading: DiskReading) -> Check:
    """Judge free space and the measured time of durable appends."""
    said = _(
        "{free} GB free; a line is safe on the disk after {usual} ms, at worst {worst} ms.",
        free=number(Fraction(reading.free_bytes, _GB), 1),
        usual=_ms(reading.median_ns),
        worst=_ms(reading.worst_ns),
    )
    if reading.free_bytes < TOO_LITTLE_BYTES:
        return Check("disk", "bad", said, _("Free some space before the drill."))
    if reading.worst_ns > SLOW_NS:
        return Check(
            "disk",
            "watch",
            said,
            _(
                "Slow: instants stay exact, but the mark “saved” comes late. Close other programs; "
                "work on the built-in disk rather than on a stick."
            ),
        )
    if reading.free_bytes < LITTLE_BYTES:
        return Check("disk", "watch", said, _("Enough for the log, little for photos."))
    return Check("disk", "good", said)


def disk_fault(fault: Text) -> Check:
    """Say that the disk cannot be written."""
    return Check(
        "disk", "bad", fault, _("Free some space, or put the workspace where it can be written.")
    )


def judge_power(power: Power) -> Check:
    """Judge what feeds the machine."""
    if power.has_battery is None:
        return Check(
            "battery",
            "open",
            _("This computer does not report its power supply."),
            _("Plug it in, or look at the battery yourself."),
        )
    if not power.has_battery:
        return Check(
            "battery",
            "good",
            _("No battery: on mains power."),
            _("If the power fails nothing that was saved is lost."),
        )
    if power.percent is None:
        said = _("On battery; how full it is is not known.")
    elif power.is_plugged:
        said = _("Plugged in; battery {percent} %.", percent=power.percent)
    else:
        said = _("On battery: {percent} %.", percent=power.percent)
    if power.is_plugged:
        return Check("battery", "good", said)
    advice = _("Plug it in, or have a power bank at hand.")
    if power.percent is None or power.percent < HALF:
        is_low = power.percent is not None and power.percent < LOW
        return Check("battery", "bad" if is_low else "watch", said, advice)
    return Check("battery", "good", said)


def judge_awake(awake: Awake) -> Check:
    """Say whether the screen stays on."""
    if awake == "held":
        return Check(
            "awake", "good", _("Prevented while this page is shown and while a drill runs.")
        )
    if awake == "asked":
        return Check("awake", "open", _("The system is being asked…"))
    return Check(
        "awake",
        "watch",
        _("Not prevented: this system offers the program no way."),
        _("Turn off the screen saver and sleep in the system's settings for today."),
    )


def judge_keys(seen: str) -> Check:
    """Say which key arrived; `seen` is its place, empty before any was pressed."""
    if not seen:
        return Check(
            "keys", "open", _("No key was tried yet."), _("Press some keys of your steps here.")
        )
    return Check("keys", "good", _("The key {key} arrived.", key=seen))


def judge_input() -> Check:
    """Say that an input method changes nothing."""
    return Check(
        "input",
        "good",
        _("Keys are taken by their place: input method and Caps Lock do not matter."),
    )


def judge_sound(is_heard: bool | None) -> Check:
    """Say whether the sound was heard; None before it was asked."""
    if is_heard is None:
        return Check("sound", "open", _("Play the sound and say whether you hear it."))
    if is_heard:
        return Check("sound", "good", _("The sound is heard."))
    return Check(
        "sound",
        "watch",
        _("The sound is not heard."),
        _("Turn it up, or watch the screen: everything logged is shown as well."),
    )


def judge_post(source: str, count: int | None) -> Check:
    """Say what this post will see: the number of its steps; None if no script is chosen."""
    if count is None:
        return Check("post", "bad", _("No script is chosen."), _("Go back and choose one."))
    return Check(
        "post",
        "good" if count else "watch",
        ngettext(
            "{source} will see {count} step.",
            "{source} will see {count} steps.",
            count,
            source=source,
        ),
    )


def judge_password(is_set: bool) -> Check:
    """Say whether a lost computer would give the workspace away."""
    if is_set:
        return Check("password", "good", _("The workspace is encrypted with a password."))
    return Check(
        "password",
        "watch",
        _("No password: whoever finds this computer can read every drill."),
        _("Set one: File, Workspace. The drill can be held without."),
    )


def summary(checks: Sequence[Check]) -> tuple[Standing, Text]:
    """Sum the checks up in one sentence, with the standing of the whole."""
    bad, watch, left = (_named(checks, standing) for standing in ("bad", "watch", "open"))
    if bad:
        return "bad", ngettext(
            "Not ready: {count} thing needs fixing.",
            "Not ready: {count} things need fixing.",
            len(bad),
        )
    if left and watch:
        return "watch", _(
            "{notes} {open}",
            notes=ngettext(
                "Take note of {count} thing.", "Take note of {count} things.", len(watch)
            ),
            open=ngettext(
                "{count} check is not done yet.", "{count} checks are not done yet.", len(left)
            ),
        )
    if left:
        return "open", ngettext(
            "No problems; {count} check is not done yet.",
            "No problems; {count} checks are not done yet.",
            len(left),
        )
    if watch:
        return "watch", ngettext(
            "Ready; take note of {count} thing.", "Ready; take note of {count} things.", len(watch)
        )
    return "good", _("Ready: everything is in order.")


def log_note(checks: Sequence[Check], time: str) -> Text:
    """Write the outcome as a note of the log: when, in one sentence, and what is not in order."""
    _standing, whole = summary([check for check in checks if check.id != "password"])
    found: Text | str = ""
    for check in checks:
        # How a computer is protected measures nothing, and is not told to readers of a report.
        if check.standing not in ("watch", "bad") or check.id == "password":
            continue
        line = _("{check}: {says}", check=NAMES[check.id], says=check.says)
        found = (
            line
            if found == ""
            else pgettext("sentences", "{first} {second}", first=found, second=line)
        )
    if found == "":
        return _("Readiness check at {time}. {summary}", time=time, summary=whole)
    return _(
        "Readiness check at {time}. {summary} {details}", time=time, summary=whole, details=found
    )


def _named(checks: Sequence[Check], standing: str) -> list[Check]:
    return [check for check in checks if check.standing == standing]


def _ms(ns: int) -> TextValue:
    return number(Fraction(ns, _MS_NS), 1 if ns < _FINE_NS else 0)
