"""Keep the picture of a school's plan, redrawn from its pixels, and read it with its marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import new_id
from drillplanner.base.texts import _
from drillplanner.exchange.photo import Pixels, jpeg_copy, pixels, read_photo_file
from drillplanner.exchange.site_picture import LONGEST_PX
from drillplanner.exchange.text_file import Unreadable
from drillplanner.organisation.dates import FieldRefused
from drillplanner.organisation.record import read_records
from drillplanner.organisation.site_plan import SITE_MARKS, SiteMark, read_places
from drillplanner.run.fact import Body, Fact, digest, make_fact, read_body
from drillplanner.run.fact_kinds import SITE_PICTURE
from drillplanner.services.organisation.schools import find_school, school_labels
from drillplanner.services.review.decisions import person_named

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: What a fact says of a picture itself.
_OF_PICTURE = frozenset({"school", "name", "sha256", "size", "width", "height"})


@dataclass(frozen=True, slots=True)
class SitePicture:
    """The picture of a plan: the fact that names it, its file's name, its bytes' hash, its size."""

    id: str
    name: str
    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A school's plan as it stands; `jpeg` is None where there is no picture, or not here."""

    school: str
    label: str
    picture: SitePicture | None = None
    jpeg: bytes | None = None
    marks: tuple[SiteMark, ...] = ()
    is_read_only: bool = False


def read_plan(workspace: Workspace, said: str) -> SitePlan:
    """Read the plan of a school, by id, label, name or code.

    Raises:
        UserError: no school, or several, are called so.
        FileRefused: the picture's bytes are not those that were stored.
    """
    labels = school_labels(workspace)[0]
    try:
        school = said if said in labels else find_school(workspace, said)
    except FieldRefused as refused:
        raise UserError(refused.text) from refused
    picture = _standing(workspace.facts(kind=SITE_PICTURE), school)
    jpeg = workspace.attachment(picture.sha256) if picture is not None else None
    records = read_records(workspace.facts(kind=SITE_MARKS.kind))
    marks = [
        SiteMark(
            id_,
            one.fields.get("kind", ""),
            one.fields.get("name", ""),
            read_places(one.fields.get("places", "")),
        )
        for id_, one in records.items()
        if not one.is_gone and one.fields.get("school") == school
    ]
    marks.sort(key=lambda one: one.id)
    return SitePlan(school, labels[school], picture, jpeg, tuple(marks), workspace.is_read_only)


def set_picture(workspace: Workspace, school: str, path: Path, *, by: str) -> str:
    """Take a picture as a school's plan, in place of the one before; give the fact's id.

    What is kept is drawn anew from the pixels, no side longer than `LONGEST_PX`: nothing of the
    file but its picture comes in.

    Raises:
        FileRefused: it is no JPEG or PNG that can be read.
    """
    author = person_named(workspace, by)
    try:
        photo = read_photo_file(path)
        copy = jpeg_copy(photo.data, LONGEST_PX)
    except Unreadable as error:
        raise FileRefused(
            _("{file} cannot be read: {why}", file=path.name, why=error.text)
        ) from error
    body: Body = {
        "school": school,
        "name": photo.name,
        "sha256": digest(copy.data),
        "size": len(copy.data),
        "width": copy.width,
        "height": copy.height,
        "author": author,
        "wall_utc_ns": workspace.utc_ns(),
    }
    fact = make_fact(SITE_PICTURE, new_id(), body)
    workspace.attach(school, copy.data, [fact])
    return fact.id


def take_picture_out(workspace: Workspace, school: str, picture: str, *, by: str) -> None:
    """Take a picture out; the one before stands again, and all stay on record."""
    body: Body = {
        "school": school,
        "replaces": [picture],
        "author": person_named(workspace, by),
        "wall_utc_ns": workspace.utc_ns(),
    }
    workspace.add([make_fact(SITE_PICTURE, new_id(), body)])


def put_picture_back(workspace: Workspace, school: str, picture: str, *, by: str) -> str:
    """Let a picture that was taken out stand again; give the id of the fact that says so.

    Raises:
        UserError: there is no such picture of this school.
    """
    fact = workspace.fact(picture)
    body = read_body(fact.data) if fact is not None and fact.kind == SITE_PICTURE else {}
    if body.get("school") != school or not body.get("sha256"):
        raise UserError(_("There is no such picture of this school any more."))
    again: Body = {name: value for name, value in body.items() if name in _OF_PICTURE}
    again |= {"author": person_named(workspace, by), "wall_utc_ns": workspace.utc_ns()}
    made = make_fact(SITE_PICTURE, new_id(), again)
    workspace.add([made])
    return made.id


def drawn(plan: SitePlan) -> Pixels | None:
    """Decode the picture of a plan within bounds; None where it is not here or cannot be read."""
    if plan.jpeg is None:
        return None
    try:
        return pixels(plan.jpeg, LONGEST_PX)
    except Unreadable:
        return None


def _standing(facts: Iterable[Fact], school: str) -> SitePicture | None:
    """Give the picture that was set last and not taken out."""
    bodies = [(fact.id, read_body(fact.data)) for fact in facts]
    mine = [(id_, body) for id_, body in bodies if body.get("school") == school]
    gone: set[str] = set()
    for _id, body in mine:
        replaced = body.get("replaces")
        gone.update(map(str, replaced if isinstance(replaced, list) else ()))
    known = [(id_, body) for id_, body in mine if id_ not in gone and body.get("sha256")]
    if not known:
        return None
    id_, body = max(known, key=lambda one: (_number(one[1], "wall_utc_ns"), one[0]))
    return SitePicture(
        id_,
        str(body.get("name", "")),
        str(body["sha256"]),
        _number(body, "width"),
        _number(body, "height"),
    )


def _number(body: Body, name: str) -> int:
    value = body.get(name)
    return value if isinstance(value, int) else 0
