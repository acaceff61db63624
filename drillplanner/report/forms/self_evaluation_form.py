"""Compose the short form that those who took part fill in: a minute, no name (参演人员自评表)."""

from __future__ import annotations

from typing import Final

from drillplanner.base.texts import _
from drillplanner.report.forms.subject import FormInputs
from drillplanner.terms.document import Blank, Column, Headline, Lines, Prose, Report, Row, Table
from drillplanner.terms.phrases import Names, listed
from drillplanner.terms.self_evaluation import ANSWER_WORDS, ANSWERS, QUESTIONS

TITLE: Final = _("Self-evaluation of who took part")


def self_evaluation_form(inputs: FormInputs) -> Report:
    """Compose the form; the signs on it are those that are typed in afterwards."""
    script = inputs.script
    names = Names(script)
    signs = [
        _("{number} {answer}", number=place, answer=ANSWER_WORDS[one])
        for place, one in enumerate(ANSWERS, 1)
    ]
    rows = [
        Row((str(number), words, tuple(signs)))
        for number, words in enumerate(QUESTIONS.values(), 1)
    ]
    roles = listed([names.short_role(role.id) for role in script.roles])
    return Report(
        title=TITLE,
        name=names.words(script.title, script.id),
        mark=None,
        blocks=(
            Headline(TITLE),
            Prose(_("One minute, no name. It scores nobody; it says what to do better.")),
            Table(
                (Column(_("Date, round"), 2), Column(_("What you were in the drill"), 4)),
                (Row((Blank.CELL, Blank.CELL)),),
                is_dense=True,
            ),
            Prose(_("One of: {roles}.", roles=roles), "note"),
            Table(
                (
                    Column(_("No."), 0.6, "center"),
                    Column(_("Question"), 5),
                    Column(_("Circle one"), 2.4),
                ),
                tuple(rows),
            ),
            Lines(_("What should be done better next time?"), 4),
        ),
    )
