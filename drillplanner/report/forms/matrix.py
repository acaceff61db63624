"""The table of steps against posts: first and second eye, and each keeper's load by minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from drillplanner.base.texts import _, pgettext
from drillplanner.report.forms.subject import FormInputs, FormSubject
from drillplanner.terms.document import Block, Column, Facts, Heading, Prose, Report, Row, Table

TITLE = _("Steps against posts")
#: Posts side by side on one page; more go on in tables of their own.
_MOST_POSTS = 7
_MINUTE = 60


def matrix_paper(inputs: FormInputs) -> Report:
    """Compose who sees what, and how many marks a keeper has in each minute."""
    subject = FormSubject(inputs)
    return subject.paper(TITLE, _blocks(subject))


def _blocks(subject: FormSubject) -> Iterator[Block]:
    posts = subject.script.posts
    yield Heading(TITLE)
    yield Facts(((_("Drill"), subject.title), *subject.when()[1:3]))
    yield Prose(_("1 is the first eye on a step, 2 the second; — nobody looks."), "note")
    for first in range(0, len(posts), _MOST_POSTS):
        some = [post.id for post in posts[first : first + _MOST_POSTS]]
        yield _matrix(subject, some)
    yield Heading(_("Marks by minute"))
    for first in range(0, len(posts), _MOST_POSTS):
        some = [post.id for post in posts[first : first + _MOST_POSTS]]
        yield _load(subject, some)


def _matrix(subject: FormSubject, posts: list[str]) -> Table:
    rows = []
    for step in subject.in_time():
        eyes = [
            "1" if step.post == one else "2" if step.backup_post == one else "" for one in posts
        ]
        if not step.post and not step.backup_post:
            eyes = ["—"] * len(posts)
        number, words = str(subject.numbers[step.id]), subject.names.step(step.id)
        rows.append(Row((number, subject.planned(step), words, *eyes)))
    columns = (
        Column(_("No."), 0.7, "right"),
        Column(pgettext("column", "Planned"), 1.4),
        Column(pgettext("column", "Step"), 4),
        *(Column(subject.names.post(one), 1.3, "center") for one in posts),
    )
    return Table(columns, tuple(rows), is_dense=True)


def _load(subject: FormSubject, posts: list[str]) -> Table:
    loads: dict[str, Counter[int]] = {post: Counter() for post in posts}
    for step in subject.script.steps:
        if step.post in loads:
            loads[step.post][int(subject.at_s(step) // _MINUTE)] += max(1, len(step.units))
    minutes = sorted({minute for load in loads.values() for minute in load})
    rows = [
        Row(
            (
                f"{minute:+d}",
                *(str(loads[post][minute]) if loads[post][minute] else "" for post in posts),
            )
        )
        for minute in minutes
    ]
    columns = (
        Column(_("Minute from T0"), 2, "right"),
        *(Column(subject.names.post(one), 1.3, "center") for one in posts),
    )
    return Table(columns, tuple(rows), is_dense=True)
