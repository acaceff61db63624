"""Read evaluators' ratings from a delimited table (section 2 of docs/formats.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from drillplanner.base.locations import row_named
from drillplanner.base.texts import _, ngettext
from drillplanner.exchange.fault_list import SHOWN_FAULTS, CellFault, FaultList, shown, unknown
from drillplanner.exchange.plain_words import name_in, note_in, plain
from drillplanner.exchange.tables.delimited import Row, rows_of
from drillplanner.exchange.tables.formula_guard import unguarded
from drillplanner.exchange.text_file import labels
from drillplanner.plan.model import Criterion, Scale, Script
from drillplanner.review.ratings import POINTS, Rating

COLUMNS = ("criterion", "evaluator", "rating", "note")
REQUIRED = ("criterion", "evaluator", "rating")

#: What Chinese forms write for the ratings of each scale.
_CHINESE: Mapping[Scale, Mapping[str, str]] = {
    "psmu": {"顺利完成": "P", "完成有不足": "S", "完成有重大不足": "M", "未完成": "U"},
    "grade4": {"优": "excellent", "良": "good", "中": "fair", "差": "poor"},
    "yes_no": {"是": "yes", "否": "no"},
}
#: Letters as a Chinese input method may type them, and the comma of "完成，有不足".
_NARROW = str.maketrans("ＰＳＭＵｐｓｍｕ", "PSMUpsmu", " ,，、\u3000")
_T = TypeVar("_T")


def read_ratings(path: Path, script: Script) -> tuple[Rating, ...]:
    """Read the ratings of a drill, in file order, in the words of `POINTS`.

    Raises:
        FileRefused: something is wrong with the file; all of it is listed, by row and column.
    """
    faults = FaultList()
    criteria = {criterion.id: criterion for criterion in script.criteria}
    label = labels([path])[0]
    first: dict[tuple[str, str], str] = {}
    ratings: list[Rating] = []
    for row in rows_of(path, label, COLUMNS, REQUIRED, faults):
        rating = _rating(row, label, criteria, first, faults)
        if rating is not None:
            ratings.append(rating)
    if faults.total:
        _refuse(faults)
    return tuple(ratings)


def _rating(
    row: Row,
    label: str,
    criteria: Mapping[str, Criterion],
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
    rating = cell("rating", lambda text: _rating_in(text, criterion))
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


def _rating_in(text: str, criterion: Criterion | None) -> str:
    """Read a rating on its criterion's scale, or "" where the criterion is not known."""
    if criterion is None:
        return ""
    word = plain(text).translate(_NARROW)
    words = {key.lower(): key for key in POINTS[criterion.scale]}
    words.update(_CHINESE[criterion.scale])
    if not word:
        what = _("This cell is blank; write one of: {words}.", words=_words(criterion))
        raise CellFault(what)
    if word.lower() not in words:
        raise CellFault(
            _(
                "{rating} is no rating of {criterion}; write one of: {words}.",
                rating=shown(plain(text)),
                criterion=criterion.id,
                words=_words(criterion),
            )
        )
    return words[word.lower()]


def _words(criterion: Criterion) -> str:
    return ", ".join(POINTS[criterion.scale])


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
