"""Section 2: how the drill was watched, how clocks were tied, and what befell them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count

from drillplanner.base.durations import duration, number, uncertainty_shown
from drillplanner.base.exact import exact
from drillplanner.base.texts import _, ngettext
from drillplanner.report.entry_words import held_because
from drillplanner.report.subject import Subject
from drillplanner.review.observation import Hold
from drillplanner.review.scorecard import Tie
from drillplanner.terms.document import (
    Blank,
    Block,
    Cell,
    Column,
    Heading,
    Phrase,
    Prose,
    Row,
    Table,
)
from drillplanner.terms.phrases import listed, sentences

#: Events that are listed; a clock that creeps all day long fills no page. House value, class D.
_LISTED = 12


def clock_events(subject: Subject) -> Iterator[Block]:
    """List the events in the order of the log; none where nothing befell the clocks."""
    events = subject.inputs.clock_events
    for event in events[:_LISTED]:
        yield Prose(
            _("{source}, {time}: {event}", source=event.source, time=event.when, event=event.said),
            "item",
        )
    rest = len(events) - _LISTED
    if rest > 0:
        yield Prose(
            ngettext(
                "{count} more event of this kind is in the log.",
                "{count} more events of this kind are in the log.",
                rest,
            ),
            "item",
        )


def process(subject: Subject) -> Iterator[Block]:
    """Make section 2: who evaluated, from where, how, with what, and on which clocks."""
    yield Heading(_("How it was evaluated"), (2,))
    parts = count(1)
    group = subject.facts(
        (_("Evaluation group"), _people(subject)),
        (_("Timekeepers"), _timekeepers(subject)),
        (_("Equipment"), subject.known_list(subject.details.equipment)),
    )
    if group.rows:
        yield Heading(_("Evaluation group and equipment"), (2, next(parts)))
        yield group
    yield Heading(_("Observation posts"), (2, next(parts)))
    yield _posts(subject)
    yield Heading(_("Method"), (2, next(parts)))
    yield Prose(_method(subject))
    yield Heading(_("How the clocks were tied"), (2, next(parts)))
    yield from clock_ties(subject)
    yield from clock_events(subject)
    if subject.log.holds:
        yield Heading(_("Pauses of the drill"), (2, next(parts)))
        yield pauses(subject)


def pauses(subject: Subject) -> Block:
    """List when the drill was paused, how long, and why."""
    return Table(
        (
            Column(_("Paused"), 1.6, "right"),
            Column(_("Resumed"), 1.6, "right"),
            Column(_("Length"), 1.4, "right"),
            Column(_("Why"), 4),
            Column(_("Source"), 1.8),
        ),
        tuple(_pause_row(subject, hold) for hold in subject.log.holds),
    )


def _pause_row(subject: Subject, hold: Hold) -> Row:
    why = held_because(hold.reason, hold.said) or _("no reason given")
    if hold not in subject.counted_holds:
        why = _("{what} (does not count)", what=why)
    stop: Phrase = _("never resumed")
    length: Phrase = "—"
    if hold.stop_s is not None:
        stop = subject.drill_time(hold.stop_s, hold.source)
        length = duration(hold.stop_s - hold.start_s, 1)
    return Row((subject.drill_time(hold.start_s, hold.source), stop, length, why, hold.source))


def _people(subject: Subject) -> Cell:
    people: list[Phrase] = [
        _("{name} ({duty})", name=person.name, duty=subject.words(person.duty))
        if person.duty
        else person.name
        for person in subject.details.evaluators
    ]
    return listed(people) if people else Blank.LINE


def _timekeepers(subject: Subject) -> Cell:
    known = subject.details.timekeepers
    people: list[Phrase] = [
        _("{name} ({source})", name=known[source], source=source)
        for source in subject.log.scales
        if known.get(source)
    ]
    return listed(people) if people else Blank.LINE


def _posts(subject: Subject) -> Block:
    rows = []
    for post in subject.script.posts:
        steps = [step for step in subject.script.steps if post.id == step.post]
        backup = [step for step in subject.script.steps if post.id == step.backup_post]
        rows.append(
            Row(
                (
                    subject.names.post(post.id),
                    ngettext("{count} step", "{count} steps", len(steps)),
                    ngettext("{count} step", "{count} steps", len(backup)),
                )
            )
        )
    return Table(
        (
            Column(_("Post"), 3),
            Column(_("Watches"), 1, "right"),
            Column(_("Backup for"), 1, "right"),
        ),
        tuple(rows),
    )


def _method(subject: Subject) -> Phrase:
    factor = f"{subject.scoring.coverage_factor:g}"
    return sentences(
        [
            _(
                "Each target is a span between two steps; what was measured is compared with the "
                "script's limit."
            ),
            _(
                "A span is met or missed only where its expanded uncertainty U (coverage factor "
                "{factor}) leaves no doubt; otherwise it is too close to call.",
                factor=factor,
            ),
            _(
                "What was not recorded is neither met nor missed: it is left out of the score and "
                "shown in the completeness of records."
            ),
            _("Rules and parameters are in the annex on method."),
        ]
    )


def clock_ties(subject: Subject) -> Iterator[Block]:
    """Say how the clocks were tied, in words and a table of ties."""
    if not subject.clocks:
        yield Prose(_("The log has no times, so no clocks were tied."))
        return
    if len(subject.clocks) == 1:
        yield Prose(
            _(
                "All times are on one clock ({source}); none had to be tied.",
                source=subject.clocks[0],
            )
        )
        return
    drill = subject.drill_clock
    if drill:
        yield Prose(_("All times in this report are on the clock of {source}.", source=drill))
    if subject.card.ties:
        factor = exact(subject.scoring.coverage_factor)
        yield Prose(
            _(
                "A difference is the reading of the source minus the reading of the other clock at "
                "the same instant; ± is the expanded uncertainty (coverage factor {factor}).",
                factor=f"{subject.scoring.coverage_factor:g}",
            )
        )
        yield Table(
            (
                Column(_("Source"), 2.2),
                Column(_("Other clock"), 2.2),
                Column(_("Difference (s)"), 1.5, "right"),
                Column(_("± (s)"), 1, "right"),
                Column(_("Drift (ppm)"), 1.2, "right"),
                Column(_("Tied by"), 3),
            ),
            tuple(_tie_row(tie, factor) for tie in subject.card.ties),
        )
    if len(subject.groups) > 1:
        yield Prose(_untied(subject.groups))


def _tie_row(tie: Tie, factor: Fraction) -> Row:
    expanded = exact(tie.uncertainty_s) * factor
    spread, places = uncertainty_shown(expanded) if expanded else ("0.0", 1)
    sign = "+" if tie.offset_s > 0 else ""
    by: Phrase = (
        _("marks {marks}", marks=listed([f"@{mark}" for mark in tie.marks]))
        if tie.marks
        else _("a stated difference")
    )
    return Row(
        (
            tie.source,
            tie.other,
            f"{sign}{number(tie.offset_s, places)}",
            spread,
            "—" if tie.drift_ppm is None else number(tie.drift_ppm, 0),
            by,
        )
    )


def _untied(groups: tuple[tuple[str, ...], ...]) -> Phrase:
    return sentences(
        [
            _(
                "Not tied to the clock of {first}, and no difference was guessed: {sources}.",
                first=groups[0][0],
                sources=listed([source for group in groups[1:] for source in group]),
            ),
            _("A span with its ends on clocks that are not tied is not judged."),
        ]
    )
