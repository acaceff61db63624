"""Read evaluators' ratings from a delimited table (section 2 of docs/formats.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from drillplanner.base.locations import row_named
from drillplanner.base.texts import _, ngettext
from drillplanner.exchange.fault_list import SHOWN_FAULTS, CellFault, FaultList, shown, unknown
from drillplanner.exchange.plain_words import name_in, narrow, note_in, plain
from drillplanner.exchange.tables.delimited import Row, rows_of
from drillplanner.exchange.tables.formula_guard import unguarded
from drillplanner.exchange.text_file import labels
from drillplanner.plan.model import Criterion, FullMarks, Levels, Scale, Script
from drillplanner.plan.scales import NO_OCCASION, meanings
from drillplanner.review.points.ratings import Rating, choices, is_rating
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import Names, listed

COLUMNS = ("criterion", "evaluator", "rating", "note")
REQUIRED = ("criterion", "evaluator", "rating")

#: Marks with zeros that say nothing; the point is the only one that parts decimals.
_PADDED = re.compile(r"0*([0-9]+)(?:\.([0-9]*?)0*)?分?")
_T = TypeVar("_T")


def read_ratings(path: Path, script: Script) -> tuple[Rating, ...]:
    """Read the ratings of a drill, in file order, each as one of its criterion's `choices`.

    Raises:
        FileRefused: something is wrong with the file; all of it is listed, by row and column.
    """
    faults = FaultList()
    names = Names(script)
    criteria = {criterion.id: criterion for criterion in script.criteria}
    label = labels([path])[0]
    first: dict[tuple[str, str], str] = {}
    ratings: list[Rating] = []
    for row in rows_of(path, label, COLUMNS, REQUIRED, faults):
        rating = _rating(row, label, criteria, names, first, faults)
        if rating is not None:
            ratings.append(rating)
    if faults.total:
        _refuse(faults)
    return tuple(ratings)


def _rating(
    row: Row,
    label: str,
    criteria: Mapping[str, Criterion],
    names: Names,
    first: dict[tuple[str, str], str],
    faults: FaultList,
) -> Rating | None:
    place = f"{label}, row {row.number}"

    def cell(column: str, parse: Callable[[str], _T]) -> _T | None:
        try:
            return parse(unguarded(row.cells[column]))
        except CellFault as fault:
            faults.add(f"{place}, {column}", fault.text, row.line)
            return None

    criterion = cell("criterion", lambda text: _criterion_in(text, criteria))
    evaluator = cell("evaluator", name_in)
    rating = cell("rating", lambda text: rating_in(text, criterion, names))
    note = cell("note", note_in)
    if criterion is None or evaluator is None or rating is None or note is None:
        return None
    earlier = first.setdefault((criterion.id, evaluator), place)
    if earlier != place:
        faults.add(
            f"{place}, evaluator",
            _(
                "{evaluator} rated {criterion} already in {place}; keep one of the two ratings.",
                evaluator=evaluator,
                criterion=criterion.id,
                place=row_named(earlier),
            ),
            row.line,
        )
        return None
    return Rating(criterion.id, evaluator, rating, note, place)


def _criterion_in(text: str, criteria: Mapping[str, Criterion]) -> Criterion:
    word = plain(text)
    if not word:
        raise CellFault(_("This cell is blank; write the id of a criterion."))
    if word not in criteria:
        what = _("The script has no criterion {criterion}.", criterion=shown(word))
        raise CellFault(unknown(word, criteria, what))
    return criteria[word]


def rating_in(text: str, criterion: Criterion | None, names: Names) -> str:
    """Read a rating on its criterion's scale, or "" where the criterion is not known."""
    if criterion is None:
        return ""
    scale, word = criterion.scale, plain(text)
    if not word:
        what = _("This cell is blank; write one of: {words}.", words=_offered(scale, names))
        raise CellFault(what)
    meant = meanings(scale, word)
    if len(meant) > 1:
        raise CellFault(
            _(
                "{rating} may be {levels} of {criterion}; write one of these.",
                rating=shown(word),
                levels=", ".join(meant),
                criterion=criterion.id,
            )
        )
    read = meant[0] if meant else None
    if read is None and isinstance(scale, FullMarks):
        read = _marks(narrow(word))
    if read is None or not is_rating(scale, read):
        raise CellFault(
            _(
                "{rating} is no rating of {criterion}; write one of: {words}.",
                rating=shown(word),
                criterion=criterion.id,
                words=_offered(scale, names),
            )
        )
    return read


def _marks(word: str) -> str | None:
    """Write marks as they are kept: 07.50分 is 7.5."""
    found = _PADDED.fullmatch(word)
    if found is None:
        return None
    whole, part = found[1], found[2]
    return f"{whole}.{part}" if part else whole


def _offered(scale: Scale, names: Names) -> Phrase:
    """Say what may be written, in the form's own words."""
    match scale:
        case FullMarks(full):
            return _("marks from 0 to {full}, {none}", full=f"{full:.10g}", none=NO_OCCASION)
        case Levels(levels):
            words = [names.words(level.text, level.id) for level in levels]
            return listed([*words, NO_OCCASION])
        case _:
            return ", ".join(choices(scale))


def _refuse(faults: FaultList) -> None:
    faults.refuse(
        ngettext(
            "The ratings were refused for {count} fault; correct it and read the file again.",
            "The ratings were refused for {count} faults; correct them and read the file again.",
            faults.total,
        ),
        _(
            "The ratings were refused for {count} faults, of which the first {shown} are "
            "listed; correct them and read the file again.",
            count=faults.total,
            shown=SHOWN_FAULTS,
        ),
    )
