"""Make the sheets of the ledger: the register of a year, the due list, and the four notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.texts import Authored, Text, _, ngettext, pgettext
from drillplanner.base.translator import Language
from drillplanner.improve import ledger as rules
from drillplanner.improve.columns import LEDGER
from drillplanner.improve.ledger import UNDONE, Action
from drillplanner.improve.vocabulary import DEEDS, PARKED, STATES, SUPERVISED
from drillplanner.services.improve.hazards import line_texts
from drillplanner.services.improve.ledger import Ledger
from drillplanner.services.sheet_blocks import listed
from drillplanner.terms.document import (
    Block,
    Column,
    Facts,
    Heading,
    Lines,
    Phrase,
    Prose,
    Report,
    Row,
    Sign,
    Signatures,
    Table,
)

#: Days to a deadline from which a line counts as due soon. House value, D.
SOON_DAYS = 7

#: Columns of the register on paper: fields that stand one below the other, and the width.
_COLUMNS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("number", "day"), 1.2),
    (("school", "place"), 1.5),
    (("words", "level"), 2.4),
    (("measure",), 2),
    (("unit", "person"), 1.3),
    (("due", "state", "closed"), 1.4),
)
_OF_A_LINE = (
    "number", "source", "day", "school", "place", "words", "hazard", "level", "judged", "judge",
    "measure", "unit", "head", "person", "due", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearLine:
    """A line of a year's register as it stood at its end, or stands now; carried from before."""

    action: Action
    is_carried: bool


def year_lines(ledger: Ledger, year: int) -> tuple[YearLine, ...]:
    """List the register of a year, rebuilt each January: what was found, and what was open then.

    What was closed before the year began is not carried over; the register of an old year says
    how lines stood at its end.
    """
    first, after = (local_time.instant(date(one, 1, 1)) for one in (year, year + 1))
    found: list[YearLine] = []
    for one in ledger.actions:
        action, earlier = _as_of(one, after), _as_of(one, first)
        if action is None or not action.is_listed:
            continue
        is_of_year = earlier is None or not earlier.is_listed
        was_open = earlier is not None and (
            earlier.is_in_conflict or earlier.content.state in UNDONE
        )
        if is_of_year or was_open or _was_reopened(action, first):
            found.append(YearLine(action, not is_of_year))
    return tuple(found)


def _as_of(action: Action, before_utc_ns: int) -> Action | None:
    """Give an action as it stood at an instant; None where it was not there yet."""
    if all(step.made_utc_ns < before_utc_ns for step in action.steps):
        return action
    steps = [step for step in action.steps if step.made_utc_ns < before_utc_ns]
    return rules.fold(steps)[0] if steps else None


def due_lines(ledger: Ledger, today: date, days: int = SOON_DAYS) -> tuple[Action, ...]:
    """List what is overdue or due within some days, the nearest deadline first.

    What was reported after its deadline stays on the list until it is rechecked.
    """
    found = [
        one
        for one in ledger.actions
        if one.is_listed
        and not one.is_in_conflict
        and (
            rules.reported_late(one)
            or ((left := rules.days_left(one.content, today)) is not None and left <= days)
        )
    ]
    return tuple(sorted(found, key=lambda one: one.content.due or date.max))


def due_said(ledger: Ledger, today: date) -> Text | None:
    """Say how many lines are overdue and due within some days; None where none is."""
    days = [rules.days_left(one.content, today) for one in due_lines(ledger, today)]
    left = [one for one in days if one is not None]
    if not left:
        return None
    late = sum(one < 0 for one in left)
    overdue = ngettext("{count} line overdue", "{count} lines overdue", late)
    soon = ngettext("{count} line due soon", "{count} lines due soon", len(left) - late)
    return _("Ledger: {overdue}, {soon}.", overdue=overdue, soon=soon)


def days_said(left: int | None) -> Text | None:
    """Say how many days there are to a deadline, or since; None where there is none."""
    if left is None:
        return None
    if left < 0:
        return ngettext("{count} day overdue", "{count} days overdue", -left)
    if left == 0:
        return _("due today")
    return ngettext("{count} day left", "{count} days left", left)


def late_said(days: int) -> Text:
    """Say that a line was reported as fixed so many days after its deadline."""
    return ngettext("reported {count} day late", "reported {count} days late", days)


def days_sign(left: int) -> Sign:
    """Give the sign of days left: a shape and its words, so that colour never speaks alone."""
    words = days_said(left) or ""
    return Sign("cross" if left < 0 else "triangle" if left <= SOON_DAYS else "disc", words)


def year_sheet(ledger: Ledger, today: date, language: Language, year: int) -> Report:
    """Print the register of a year."""
    columns = tuple(
        Column(_one_below_the_other([LEDGER.field(name).words for name in names]), width)
        for names, width in _COLUMNS
    )
    rows = []
    for line in year_lines(ledger, year):
        texts = line_texts(ledger, line.action, language)
        cells = [[texts[name] for name in names if name in texts] for names, _width in _COLUMNS]
        carried: list[Phrase] = [pgettext("sheet", "carried over")] if line.is_carried else []
        first = (*cells[0], *carried)
        rows.append(Row((first, *(tuple(cell) or "" for cell in cells[1:]))))
    blocks: list[Block] = [listed(columns, rows, is_dense=True)]
    title = pgettext("sheet", "Ledger of hazards of the year {year}", year=str(year))
    return _report(title, today, blocks)


def due_sheet(ledger: Ledger, today: date, language: Language) -> Report:
    """Print what is overdue or due soon."""
    columns = (
        Column(pgettext("ledger", "Deadline"), 1.2),
        Column(pgettext("sheet", "Days"), 1.4),
        Column(pgettext("ledger", "School"), 1.6),
        Column(pgettext("ledger", "Description"), 3),
        Column(pgettext("ledger", "Responsible"), 1.4),
        Column(pgettext("ledger", "State"), 1.1),
    )
    rows = []
    for action in due_lines(ledger, today):
        texts = line_texts(ledger, action, language)
        late = rules.reported_late(action)
        sign = days_sign(rules.days_left(action.content, today) or 0)
        if late:
            sign = Sign("triangle", late_said(late))
        owner = tuple(ledger.answering(action.content))
        cells = (texts.get("due", ""), sign, ledger.school(action))
        rows.append(Row((*cells, texts.get("words", ""), owner or "", texts.get("state", ""))))
    blocks: list[Block] = [listed(columns, rows)]
    return _report(pgettext("sheet", "Due list"), today, blocks)


def notice(ledger: Ledger, today: date, language: Language, action: Action) -> Report:
    """Print the internal notice that something is to be mended (整改通知单)."""
    blocks = [
        _addressed(ledger, action),
        Prose(
            _(
                "The hazard below was found. Mend it by the deadline, report in writing, and keep "
                "pictures of before and after; another person rechecks it before it is closed."
            )
        ),
        _facts(ledger, action, language),
        Lines(pgettext("sheet", "Requirements"), 3),
        _signed(pgettext("sheet", "Issued by"), pgettext("sheet", "Received by")),
    ]
    return _report(pgettext("sheet", "Notice of rectification (internal)"), today, blocks)


def supervision(ledger: Ledger, today: date, language: Language, action: Action) -> Report:
    """Print the notice of supervised follow-up (督办单).

    Raises:
        UserError: the line is not marked as supervised.
    """
    if not action.content.is_supervised:
        raise UserError(_("Mark the line as supervised first, then print its sheet."))
    blocks = [
        _addressed(ledger, action),
        Prose(
            _(
                "The hazard below is under supervised follow-up. Say in writing how far it is, "
                "what keeps it from being mended, and by which day it will be."
            )
        ),
        _facts(ledger, action, language),
        _days(action, today),
        Lines(pgettext("sheet", "How far it is"), 4),
        _signed(pgettext("sheet", "Supervised by"), pgettext("sheet", "Responsible")),
    ]
    return _report(pgettext("sheet", "Supervised follow-up"), today, blocks)


def reminder(ledger: Ledger, today: date, language: Language, action: Action) -> Report:
    """Print the reminder (催办单).

    Raises:
        UserError: there is nothing to remind of: no deadline, or it was reported as fixed.
    """
    left = rules.days_left(action.content, today)
    if left is None:
        raise UserError(
            _("There is nothing to remind of: it has no deadline or was reported as fixed.")
        )
    blocks = [
        _addressed(ledger, action),
        Prose(
            _(
                "The deadline of the hazard below: {days}. Mend it and report.",
                days=days_said(left) or "",
            )
        ),
        _facts(ledger, action, language),
        Lines(pgettext("sheet", "Answer"), 4),
        _signed(pgettext("sheet", "Reminded by"), pgettext("sheet", "Received by")),
    ]
    return _report(pgettext("sheet", "Reminder"), today, blocks)


def closing(ledger: Ledger, today: date, language: Language, action: Action) -> Report:
    """Print the sheet by which a line was closed (销号单).

    Raises:
        UserError: it is not closed.
    """
    if action.is_in_conflict or action.content.state != "closed":
        raise UserError(_("This line is not closed; its closing cannot be printed."))
    texts = line_texts(ledger, action, language)
    done: list[tuple[Phrase, Phrase]] = [
        (LEDGER.field(name).words, texts[name])
        for name in ("reported", "rechecker", "closed", "proof")
        if name in texts
    ]
    history = Table(
        (
            Column(pgettext("sheet", "When"), 1.3),
            Column(pgettext("sheet", "Who"), 1),
            Column(pgettext("sheet", "What"), 1.6),
            Column(pgettext("sheet", "Reason"), 2.6),
        ),
        tuple(
            Row(
                (
                    local_time.day_and_minute(step.made_utc_ns),
                    ledger.person(step.author),
                    DEEDS[step.deed],
                    step.content.reason,
                )
            )
            for step in action.steps
        ),
        is_dense=True,
    )
    blocks = [
        _facts(ledger, action, language),
        Facts(tuple(done)),
        history,
        _signed(pgettext("sheet", "Rechecked by"), pgettext("sheet", "Approved by")),
    ]
    return _report(pgettext("sheet", "Closing of a hazard"), today, blocks)


def lessons_sheet(ledger: Ledger, today: date, language: Language) -> Report:
    """Print what closed lines teach: what it was, the measure, and how it was shown.

    The names of schools and people are left out, also where somebody wrote them into a text.
    """
    columns = (
        Column(pgettext("ledger", "Class"), 1),
        Column(pgettext("ledger", "Description"), 2.4),
        Column(pgettext("ledger", "Measure"), 2.4),
        Column(pgettext("sheet", "How it was shown"), 2.2),
    )
    rows = []
    for action in ledger.actions:
        if action.is_in_conflict or action.content.state != "closed":
            continue
        texts = line_texts(ledger, action, language)
        shown: Phrase = ledger.nameless(action.content.reason)
        if action.content.proof and not action.content.found.is_hazard:
            shown = pgettext("sheet", "a later drill of the same school")
        cells = [ledger.nameless(texts.get(name, "")) for name in ("hazard", "words", "measure")]
        rows.append(Row((*cells, shown)))
    blocks: list[Block] = [listed(columns, rows)]
    return _report(pgettext("sheet", "Lessons of closed lines"), today, blocks)


#: The notices of one line, by the name the command line knows them by.
NOTICES: Mapping[str, Callable[[Ledger, date, Language, Action], Report]] = {
    "notice": notice,
    "supervision": supervision,
    "reminder": reminder,
    "closing": closing,
}


def _one_below_the_other(words: Sequence[Text]) -> Text:
    said = words[0]
    for one in words[1:]:
        said = _("{first} / {second}", first=said, second=one)
    return said


def _addressed(ledger: Ledger, action: Action) -> Block:
    to = " · ".join(filter(None, (ledger.school(action), *ledger.answering(action.content))))
    return Prose(_("To: {whom}", whom=to or "________"))


def _facts(ledger: Ledger, action: Action, language: Language) -> Block:
    texts = line_texts(ledger, action, language)
    marks = [
        words
        for words, is_set in (
            (PARKED, action.content.is_parked),
            (SUPERVISED, action.content.is_supervised),
        )
        if is_set
    ]
    rows: list[tuple[Phrase, Phrase]] = [
        (LEDGER.field(name).words, texts[name]) for name in _OF_A_LINE if name in texts
    ]
    rows += [(pgettext("sheet", "Mark"), mark) for mark in marks]
    return Facts(tuple(rows))


def _days(action: Action, today: date) -> Block:
    said = days_said(rules.days_left(action.content, today))
    return Prose(said if said is not None else STATES[action.content.state])


def _signed(first: Text, second: Text) -> Block:
    day = pgettext("sheet", "Date")
    return Signatures((first, day, second, day), (("", "", "", ""),))


def _report(title: Text, today: date, blocks: Sequence[Block]) -> Report:
    head: list[Block] = [
        Heading(title),
        Prose(_("As of {day}.", day=today.isoformat()), "note"),
    ]
    return Report(title, Authored("", "zh_CN"), None, (*head, *blocks))


def _was_reopened(action: Action, first_utc_ns: int) -> bool:
    return any(step.deed == "reopen" and step.made_utc_ns >= first_utc_ns for step in action.steps)
