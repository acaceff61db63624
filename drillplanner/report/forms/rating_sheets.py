"""Compose the sheets that evaluators rate on by hand: a page a post, a sign a rating.

The sign that is circled is the one that is typed in afterwards, and the key of the sheet on
the screen (`drillplanner.review.points.ratings.codes`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from drillplanner.base.texts import _
from drillplanner.plan.model import Criterion, FullMarks, Script
from drillplanner.plan.scales import NO_OCCASION
from drillplanner.report.forms.subject import FormInputs
from drillplanner.review.points.ratings import codes
from drillplanner.review.points.seen_from import posts_of
from drillplanner.terms.document import (
    Blank,
    Block,
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
from drillplanner.terms.rating_words import definition

TITLE: Final = _("Evaluator's sheet")
#: Heights to write in, in points, and the rows that a page has room for in the greater one.
_ROOMY, _TIGHT, _FEW = 30.0, 18.0, 12


def rating_sheets(inputs: FormInputs) -> Report:
    """Compose the sheets of a script (评估记录表), each on a page of its own."""
    script = inputs.script
    names = Names(script)
    blocks: list[Block] = []
    for place, (post, criteria) in enumerate(_sheets(script)):
        if place:
            blocks.append(PageBreak())
        blocks.extend(_sheet(names, post, criteria))
    return Report(
        title=TITLE,
        name=names.words(script.title, script.id),
        mark=None,
        blocks=tuple(blocks),
    )


def _sheets(script: Script) -> list[tuple[str | None, list[Criterion]]]:
    """Give each post the criteria that can be seen from it; one sheet where all see the same."""
    by_post = {
        post.id: [one for one in script.criteria if post.id in posts_of(script, one)]
        for post in script.posts
    }
    whole = list(script.criteria)
    if not by_post or all(found == whole for found in by_post.values()):
        return [(None, whole)]
    seen = {one.id for found in by_post.values() for one in found}
    rest = [one for one in whole if one.id not in seen]
    found = [(post, criteria) for post, criteria in by_post.items() if criteria]
    return [*found, *([(None, rest)] if rest else [])]


def _sheet(names: Names, post: str | None, criteria: Sequence[Criterion]) -> Iterator[Block]:
    yield Heading(_("Evaluator's sheet: {post}", post=names.post(post)) if post else TITLE)
    heads = (_("Date, round"), _("Evaluator"), _("Signature"))
    yield Table(
        tuple(Column(head, 2.0) for head in heads), (Row((Blank.CELL,) * 3),), is_dense=True
    )
    if not criteria:
        yield Prose(_("The script has no criteria to be rated."))
        return
    yield Table(
        (
            Column(_("No."), 0.6, "center"),
            Column(_("Criterion"), 3.6),
            Column(_("Rating: circle one"), 3.4),
            Column(_("Note, and the time or entry that shows it"), 2.6),
        ),
        tuple(_row(names, one) for one in criteria),
        written_pt=_ROOMY if len(criteria) <= _FEW else _TIGHT,
    )
    yield Prose(
        _(
            "One rating a row, the last where it could not be observed. What stands here is "
            "locked by the signature; a later change takes a reason."
        ),
        "note",
    )
    yield from (Prose(words, "note") for words in _definitions(names, criteria))


def _row(names: Names, criterion: Criterion) -> Row:
    number = [one.id for one in names.script.criteria].index(criterion.id) + 1
    said: Phrase = names.words(criterion.text, criterion.id)
    boxes: list[Phrase] = []
    if isinstance(criterion.scale, FullMarks):
        boxes.append(_("_____ of {full} marks", full=f"{criterion.scale.full:.10g}"))
    boxes += [
        _("{number}  {rating}", number=code, rating=names.rating(criterion, rating))
        for code, rating in codes(criterion.scale)
    ]
    words = (said, _("critical item")) if criterion.critical else said
    return Row((str(number), words, tuple(boxes), Blank.CELL))


def _definitions(names: Names, criteria: Sequence[Criterion]) -> Iterator[Phrase]:
    """Say once what the ratings of each named scale mean."""
    first = {one.scale: one for one in criteria if isinstance(one.scale, str)}
    for criterion in first.values():
        for code, rating in codes(criterion.scale):
            if rating != NO_OCCASION:
                yield _(
                    "{number}  {rating}: {definition}",
                    number=code,
                    rating=names.rating(criterion, rating),
                    definition=definition(criterion, rating),
                )
