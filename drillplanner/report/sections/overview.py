"""Say what the drill was: the cover and section 1 (演练基本情况)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from drillplanner.base.durations import calendar_date, rounded, time_of_day
from drillplanner.base.texts import Text, Words, _, ngettext, pgettext
from drillplanner.report.sections.safety import armed_open
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Blank, Block, Cell, Cover, Heading, Phrase, Prose
from drillplanner.terms.phrases import itemised, listed, sentences
from drillplanner.terms.vocabulary import ENDINGS, HANDLING, KINDS, NATURES

TITLE = _("Drill evaluation report")
SAFETY = pgettext("of a drill", "Safety")


def drill_name(subject: Subject) -> Phrase:
    """Give the drill's name, or the script's title where it has none."""
    return subject.words(subject.details.name or subject.script.title)


def mark(subject: Subject) -> Text | None:
    """Give the handling mark, None where nobody set one."""
    handling = subject.details.handling
    return HANDLING[handling] if handling else None


def cover(subject: Subject) -> Cover:
    """Make the cover: handling mark, name, and who prepared, reviewed and approved it."""
    details = subject.details
    return Cover(
        title=TITLE,
        name=drill_name(subject),
        mark=mark(subject) or Blank.LINE,
        facts=(
            (_("School"), subject.known(details.school)),
            (_("Date of the drill"), day(subject)),
            (_("Nature"), nature(subject)),
            *(((SAFETY, unsafe),) if (unsafe := armed_open(subject)) else ()),
            *(((_("Records"), doubt),) if (doubt := unverified(subject)) else ()),
        ),
        approvals=(
            (_("Prepared"), details.prepared_by or Blank.LINE),
            (_("Reviewed"), details.reviewed_by or Blank.LINE),
            (_("Approved"), details.approved_by or Blank.LINE),
        ),
    )


#: Damages that the first page has room for; the log's annex and `verify` name the rest.
_SPELLED_OUT = 3


def unverified(subject: Subject) -> Phrase | None:
    """Warn of damaged records and of chains that do not hold; None where all is whole."""
    damages = subject.inputs.damages
    if damages:
        return ngettext(
            "Not verified: {count} stored record of this drill is damaged and does not count: "
            "{damages}",
            "Not verified: {count} stored records of this drill are damaged and do not count: "
            "{damages}",
            len(damages),
            damages=sentences(damages[:_SPELLED_OUT]),
        )
    broken: list[Phrase] = [
        chain.source for chain in subject.inputs.chains if chain.state == "broken"
    ]
    if not broken:
        return None
    return _(
        "Not verified: the hash chain of {sources} is broken; this result stands on records that "
        "may have been changed.",
        sources=listed(broken),
    )


def overview(subject: Subject) -> Iterator[Block]:
    """Make section 1: name, time, place, who took part, what was played and what it tests."""
    details, script = subject.details, subject.script
    yield Heading(_("The drill"), (1,), holds=1)
    ended = ending(subject)
    yield subject.facts(
        *(((_("Ending"), ended),) if ended else ()),
        (pgettext("of a drill", "Name"), drill_name(subject)),
        (_("School"), subject.known(details.school)),
        (_("Time"), when(subject)),
        (_("Place"), subject.known(details.place)),
        (_("Kind and nature"), _kind(subject)),
        (_("Organised by"), subject.known_list(details.organisers)),
        (_("Taking part"), participants(subject)),
        (_("Scenario"), subject.known(script.notes)),
        (_("Purpose"), subject.known(details.purpose)),
        (_("Basis"), subject.known_list(details.basis)),
        (_("Script"), _script(subject)),
    )
    yield Prose(_extent(subject))


def nature(subject: Subject) -> Text:
    """Say the drill's nature and round; that nobody stated the nature is said too.

    A reader would else take a rehearsal for the real thing.
    """
    details = subject.details
    unsaid = pgettext("of a drill", "nature not stated")
    said = NATURES[details.nature] if details.nature is not None else unsaid
    if details.round is not None:
        said = _("{nature}, round {round}", nature=said, round=details.round)
    if details.also:
        # Which of them is true only people know: the report names both.
        others = listed([NATURES[one] for one in details.also])
        said = _("{nature} (other laptops armed it as: {others})", nature=said, others=others)
    return said


def ending(subject: Subject) -> Text | None:
    """Say that the round was broken off or made void, and why; None where it ended as planned."""
    details = subject.details
    if details.ending is None:
        return None
    said = ENDINGS[details.ending]
    if not details.ending_reason:
        return said
    return _("{what} Reason: {reason}.", what=said, reason=details.ending_reason)


def when(subject: Subject) -> Cell:
    """Say when the drill was: what was given, else what the drill's clock gives.

    The offset is that of the times of day in the report: clocks in a log count on from the
    midnight of their first day, over a change of clocks too.
    """
    details = subject.details
    zone = ZoneInfo(subject.script.zone)
    if details.started is None:
        origin = _origin(subject)
        if origin is None:
            return Blank.LINE
        date_said = calendar_date(origin)
        offset = _offset(datetime.combine(origin, time(), zone))
        seen = _seen(subject)
        if seen is None:
            return _("{date} ({offset})", date=date_said, offset=offset)
        return _(
            "{date}, {start} to {end} ({offset})",
            date=date_said,
            start=time_of_day(_second(seen[0])),
            end=time_of_day(_second(seen[1])),
            offset=offset,
        )
    start = details.started.astimezone(zone)
    day, begin = calendar_date(start.date()), _clock(start)
    zone_said = _offset(start)
    if details.ended is None:
        return _("{date}, {start} ({offset})", date=day, start=begin, offset=zone_said)
    end = details.ended.astimezone(zone)
    days = (end.date() - start.date()).days
    return _(
        "{date}, {start} to {end} ({offset})",
        date=day,
        start=begin,
        end=_clock(end, Fraction(days * 86400)),
        offset=zone_said,
    )


def _seen(subject: Subject) -> tuple[Fraction, Fraction] | None:
    """Find the first and the last instant of a step on the drill's clock, if that is of a day."""
    clock = subject.drill_clock
    if clock is None or subject.log.scales.get(clock) != "clock":
        return None
    group = subject.alignment.group(clock)
    edges = [
        state.instants[group].given.at_s(clock, subject.alignment)
        for state in subject.timeline.points.values()
        if group in state.instants
    ]
    return (min(edges), max(edges)) if edges else None


def _second(at_s: Fraction) -> int:
    """Cut an instant off to the second in which it lies where it is told to tenths."""
    return math.floor(rounded(at_s, 1))


def _clock(moment: datetime, base: Fraction = Fraction(0)) -> Text:
    since = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    return time_of_day(base + int(since.total_seconds()))


def day(subject: Subject) -> Text | Blank:
    """Say the day of the drill, a blank where nobody knows it."""
    if subject.details.started is not None:
        zone = ZoneInfo(subject.script.zone)
        return calendar_date(subject.details.started.astimezone(zone).date())
    origin = _origin(subject)
    return Blank.LINE if origin is None else calendar_date(origin)


def _origin(subject: Subject) -> date | None:
    """Give the first day that a log's clock names, else the one that was told."""
    for origin in subject.log.origins.values():
        return date.fromisoformat(origin[:10])
    return subject.details.day


def _offset(moment: datetime) -> str:
    offset = moment.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:]}"


def _kind(subject: Subject) -> Cell:
    return itemised([KINDS[subject.script.kind], nature(subject)])


def participants(subject: Subject) -> Phrase:
    """Name who took part: as the particulars say, else by the script's roles."""
    if subject.details.participants:
        return itemised([subject.words(one) for one in units(subject.details.participants)])
    roles = [subject.names.role(role.id) for role in subject.script.roles]
    return _("by the script: {roles}", roles=listed(roles))


#: What stands between the units of a joint post, in either language.
_JOINT = re.compile(r"\s*(?:[、，,;；]|\band\b|及|和)\s*")


def units(named: Iterable[Words]) -> tuple[Words, ...]:
    """List units each once; a joint post of units that are listed themselves is none of its own."""
    known: dict[str, Words] = {}
    for words in named:
        known.setdefault(_folded(words), words)
    return tuple(
        words
        for name, words in known.items()
        if len(parts := _JOINT.split(name)) == 1 or not all(part in known for part in parts)
    )


def _folded(words: Words) -> str:
    """Give the words of one language, the Chinese where there are any, without needless blanks."""
    text = words if isinstance(words, str) else words.get("zh_CN", next(iter(words.values()), ""))
    return " ".join(text.split()).rstrip("。.；;")


def _script(subject: Subject) -> Text:
    return _("{title} (ID {id})", title=subject.words(subject.script.title), id=subject.script.id)


def _extent(subject: Subject) -> Phrase:
    script = subject.script
    timed = [target for target in script.targets if target.limit_s is not None]
    parts: list[Phrase] = [
        ngettext(
            "The script has {count} step.", "The script has {count} steps.", len(script.steps)
        ),
        ngettext("{count} target has a limit.", "{count} targets have a limit.", len(timed)),
    ]
    untimed = len(script.targets) - len(timed)
    if untimed:
        parts.append(
            ngettext(
                "{count} target is only recorded.", "{count} targets are only recorded.", untimed
            )
        )
    if script.t0:
        parts.append(_("The danger appears (T0) with: {step}.", step=subject.names.step(script.t0)))
    return sentences(parts)
