"""Compose the sheets that timekeepers write on: a page a post, by the numbers of the console.

What is written is typed into the grid afterwards, in whose words the sheet says how to write.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from drillplanner.base.texts import _
from drillplanner.plan.model import Script, Step
from drillplanner.plan.numbering import step_numbers
from drillplanner.terms.document import (
    Blank,
    Block,
    Cell,
    Column,
    Heading,
    PageBreak,
    Phrase,
    Prose,
    Report,
    Row,
    Table,
)
from drillplanner.terms.phrases import Names


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one keeper watches: a post, or none where the script has none; its steps by id.

    `keys` are the console's keys of these steps, where a keeper sits at one.
    """

    post: str | None
    steps: tuple[str, ...]
    keys: Mapping[str, str]


def keeper_sheets(script: Script, sheets: Sequence[Sheet]) -> Report:
    """Compose the sheets of a script (计时记录表), each on a page of its own."""
    names = Names(script)
    blocks: list[Block] = []
    for place, sheet in enumerate(sheets):
        if place:
            blocks.append(PageBreak())
        blocks.extend(_sheet(script, names, sheet))
    return Report(
        title=_TITLE,
        name=names.words(script.title, script.id),
        mark=None,
        blocks=tuple(blocks),
    )


_TITLE = _("Timekeeper's sheet")


def _sheet(script: Script, names: Names, sheet: Sheet) -> Iterator[Block]:
    post = names.post(sheet.post) if sheet.post is not None else ""
    yield Heading(_("Timekeeper's sheet: {post}", post=post) if post else _TITLE)
    yield _head()
    yield _clocks()
    # Above the table: below it, the note would sometimes stand alone on a page.
    yield Prose(
        _(
            "Write times to the second as the watch shows them; what was heard by radio gets a "
            "tick. N: not performed. F: without effect, with its time. D: done, time not known. "
            "T0 is the step in bold."
        ),
        "note",
    )
    steps = {step.id: step for step in script.steps}
    numbers = step_numbers(script)
    rows: list[Row] = []
    for id_ in sheet.steps:
        rows.extend(_rows(names, steps[id_], _number(numbers[id_], sheet.keys.get(id_, ""))))
    yield Table(
        (
            Column(_("No."), 0.7, "center"),
            Column(_("Step"), 4.3),
            Column(_("Done when"), 3.0),
            Column(_("Time"), 1.5),
            Column(_("Radio ✓"), 0.6, "center"),
            Column(_("Note"), 1.9),
        ),
        tuple(rows),
        is_dense=True,
        written_pt=_ROOMY if len(rows) <= _FEW else _TIGHT,
    )


#: Height of what is written in, in points, where there is room and where there is little.
_ROOMY, _TIGHT = 20.0, 13.0
#: Rows that a page has room for in the roomy height. House value, class D.
_FEW = 16


def _head() -> Table:
    """Give room for who writes, with what, and what proves it."""
    heads = (
        _("Date, round"),
        _("Timekeeper"),
        _("Watch or telephone"),
        _("Check code, where it was keyed too"),
        _("Signature"),
    )
    return Table(
        tuple(Column(head, 2.0) for head in heads),
        (Row((Blank.CELL,) * len(heads)),),
        is_dense=True,
    )


def _clocks() -> Table:
    """Give room for how the watch stands against the clock of the others, before and after."""
    return Table(
        (
            Column(_("Clocks compared"), 2.4),
            Column(_("This watch shows"), 2.4),
            Column(_("The other clock shows"), 2.4),
            Column(_("Which clock that is"), 2.4),
        ),
        tuple(
            Row((words, Blank.CELL, Blank.CELL, Blank.CELL))
            for words in (_("at muster (@S1)"), _("at the debrief (@S2)"))
        ),
        is_dense=True,
    )


def _number(number: int, key: str) -> Phrase:
    """Give a step's number, with its key where that is another sign."""
    is_same = key in ("", str(number % 10)) and number <= _DIGITS
    return str(number) if is_same or not key else _("{number} [{key}]", number=number, key=key)


#: Steps whose number is the key's own digit; the tenth has the key 0.
_DIGITS = 10


def _rows(names: Names, step: Step, number: Phrase) -> Iterator[Row]:
    script = names.script
    said: Phrase = names.step(step.id)
    if step.units:
        said = _("{step}: all of them", step=said)
    done: Phrase = names.words(step.done_when)
    is_zero = step.id == script.t0
    note = _heads(step.heads.expected) if step.heads and not step.units else Blank.CELL
    yield Row((number, said, done, Blank.CELL, Blank.CELL, note), is_total=is_zero)
    for unit in step.units:
        expected = unit.heads.expected if unit.heads else None
        counted = _heads(expected) if unit.heads or step.heads else Blank.CELL
        name = _("· {unit}", unit=names.unit(step.id, unit.id))
        yield Row(("", name, "", Blank.CELL, Blank.CELL, counted))
    for option in step.options:
        name = _("· {unit}", unit=names.unit(step.id, option.id))
        yield Row(("", name, "", Blank.CELL, Blank.CELL, Blank.CELL))


def _heads(expected: int | None) -> Cell:
    """Give room for a head count: due, present, where the others are."""
    due = "____" if expected is None else str(expected)
    return (
        _("due {due}, there ____", due=due),
        _("elsewhere ____"),
    )


def chosen_posts(script: Script, posts: Collection[str]) -> tuple[str | None, ...]:
    """List the posts that sheets are made for: the chosen ones, else all that watch a step."""
    known = [post.id for post in script.posts]
    wanted = [post for post in known if post in posts] if posts else known
    return tuple(wanted) or (None,)
