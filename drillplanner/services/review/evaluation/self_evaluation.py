"""Keep short forms of those who took part (自评), and count what they say.

A form has a role and no name. It enters no score: it says how the drill was for those in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.plan.model import Script
from drillplanner.plan.scales import folded
from drillplanner.run.fact import Body, Fact, read_body
from drillplanner.run.fact_kinds import SELF_EVALUATION, WITHDRAWAL
from drillplanner.services.review.decisions import decision_fact
from drillplanner.terms.self_evaluation import ANSWERS, QUESTIONS, Answer

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: Every way in which an answer is typed or written in a table.
_SPELLINGS: Final[Mapping[str, Answer]] = {
    **{str(place): one for place, one in enumerate(ANSWERS, 1)},
    **{one: one for one in ANSWERS},
    "是": "yes",
    "部分": "partly",
    "否": "no",
}
#: What stands for a question that was left open.
_OPEN: Final = ("", "0", "-")


@dataclass(frozen=True, slots=True)
class ShortForm:
    """One form: the role of who filled it in, answers by question, and words."""

    role: str
    answers: Mapping[str, Answer]
    words: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How often each answer was given to one question; open ones are not counted."""

    question: str
    answers: Mapping[Answer, int]


def short_forms(facts: Iterable[Fact], round_number: int) -> tuple[ShortForm, ...]:
    """Read the forms of a round that stand, in order of arrival."""
    written = [
        (fact, read_body(fact.data)) for fact in facts if fact.kind in (SELF_EVALUATION, WITHDRAWAL)
    ]
    gone = {body.get("amends") for fact, body in written if fact.kind == WITHDRAWAL}
    found = []
    for fact, body in written:
        is_of = fact.kind == SELF_EVALUATION and body.get("round") == round_number
        given = body.get("answers")
        if not is_of or fact.id in gone or not isinstance(given, dict):
            continue
        answers = {
            name: answer for name in QUESTIONS for answer in ANSWERS if given.get(name) == answer
        }
        words = str(body.get("words", ""))
        found.append(ShortForm(str(body.get("role", "")), answers, words, fact.id))
    return tuple(found)


def counted(forms: Sequence[ShortForm], role: str = "") -> tuple[Count, ...]:
    """Count the answers to each question, of one role or of all."""
    found = []
    for question in QUESTIONS:
        given = Counter(
            form.answers[question]
            for form in forms
            if role in ("", form.role) and question in form.answers
        )
        found.append(Count(question, {one: given[one] for one in ANSWERS}))
    return tuple(found)


def typed_answers(text: str) -> dict[str, Answer]:
    """Read answers as they are typed from paper: a sign a question, in order; 0 for an open one.

    Raises:
        UserError: they are not as many as there are questions, or one is no answer.
    """
    signs = list(folded(text))
    if len(signs) != len(QUESTIONS):
        raise UserError(
            _(
                "Type {count} signs, one a question: 1 yes, 2 partly, 3 no, 0 left open.",
                count=len(QUESTIONS),
            )
        )
    return read_answers(dict(zip(QUESTIONS, signs, strict=True)))


def read_answers(given: Mapping[str, str]) -> dict[str, Answer]:
    """Read answers by question.

    Raises:
        UserError: one is no answer.
    """
    answers: dict[str, Answer] = {}
    for question, text in given.items():
        word = folded(text)
        if word in _OPEN:
            continue
        answer = _SPELLINGS.get(word)
        if answer is None:
            raise UserError(
                _("{text} is no answer; write 1 yes, 2 partly, 3 no, or 0 left open.", text=text)
            )
        answers[question] = answer
    return answers


def form_of(row: Mapping[str, str]) -> ShortForm:
    """Read a form from a row of a table.

    Raises:
        UserError: an answer is none.
    """
    answers = read_answers({name: row[name] for name in QUESTIONS})
    return ShortForm(row["role"].strip(), answers, row["words"].strip())


def counts_said(forms: Sequence[ShortForm]) -> tuple[Text, ...]:
    """Say how often each answer was given, a line a question, then the words."""
    heads = ngettext("{count} form was filled in.", "{count} forms were filled in.", len(forms))
    lines = [
        _(
            "{question} yes {yes}, partly {partly}, no {no}",
            question=QUESTIONS[one.question],
            yes=one.answers["yes"],
            partly=one.answers["partly"],
            no=one.answers["no"],
        )
        for one in counted(forms)
    ]
    words = [_("“{words}”", words=form.words) for form in forms if form.words]
    return (heads, *lines, *words)


def save_forms(
    workspace: Workspace,
    drill: DrillId,
    round_number: int,
    script: Script,
    forms: Sequence[ShortForm],
) -> tuple[Fact, ...]:
    """Keep forms, all of them or none.

    Raises:
        UserError: a role is not of the script, or a form says nothing.
    """
    roles = {role.id for role in script.roles}
    made = []
    for form in forms:
        if form.role and form.role not in roles:
            raise UserError(_("The script has no role {role}.", role=form.role))
        if not form.answers and not form.words.strip():
            raise UserError(_("This form says nothing; it is not kept."))
        body: Body = {"role": form.role, "answers": dict(form.answers), "words": form.words.strip()}
        made.append(
            decision_fact(workspace, SELF_EVALUATION, drill, round_number, PersonId(""), body)
        )
    workspace.add(made)
    return tuple(made)
