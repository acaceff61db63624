"""Keep photos of a hazard before and after it was mended, beside its line of the ledger.

The bytes stay as they came; what is printed is drawn anew from the pixels and carries nothing
of what the camera wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import new_id
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.exchange.photo import jpeg_copy, read_photo_file
from drillplanner.exchange.text_file import Unreadable
from drillplanner.run.fact import Body, Fact, make_fact, read_body
from drillplanner.run.fact_kinds import LINE_PHOTO
from drillplanner.services.review.decisions import person_named
from drillplanner.terms.document import Figure, Figures, Phrase

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

Moment: TypeAlias = Literal["before", "after"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)

MOMENT_WORDS: dict[Moment, Text] = {
    "before": pgettext("photo of a hazard", "before"),
    "after": pgettext("photo of a hazard", "after"),
}


@dataclass(frozen=True, slots=True)
class LinePhoto:
    """A photo of a line: when it shows it, its file's name, and the hash of its bytes."""

    id: str
    line: str
    moment: Moment
    name: str
    sha256: str
    made_utc_ns: int


def attach(
    workspace: Workspace, line: str, moment: Moment, files: Sequence[Path], *, by: str
) -> None:
    """Attach photos to a line; each is kept in a transaction of its own.

    Raises:
        UserError: a file is no photo that can be kept; those before it are kept.
    """
    author = person_named(workspace, by)
    for path in files:
        try:
            photo = read_photo_file(path)
        except Unreadable as error:
            raise FileRefused(
                _("{file} cannot be read: {why}", file=path.name, why=error.text)
            ) from error
        body: Body = {
            "line": line,
            "moment": moment,
            "name": photo.name,
            "type": photo.type,
            "size": len(photo.data),
            "sha256": photo.sha256,
            "author": author,
            "wall_utc_ns": workspace.utc_ns(),
        }
        workspace.attach(line, photo.data, [make_fact(LINE_PHOTO, new_id(), body)])


def take_out(workspace: Workspace, line: str, *, by: str) -> None:
    """Take the photo out that was attached last; it stays on record.

    Raises:
        UserError: the line has no photo.
    """
    found = photos_of(workspace.facts(kind=LINE_PHOTO)).get(line, ())
    if not found:
        raise UserError(_("This line has no photo."))
    body: Body = {
        "line": line,
        "replaces": [found[-1].id],
        "author": person_named(workspace, by),
        "wall_utc_ns": workspace.utc_ns(),
    }
    workspace.add([make_fact(LINE_PHOTO, new_id(), body)])


def photos_of(facts: Iterable[Fact]) -> dict[str, tuple[LinePhoto, ...]]:
    """List the photos that stand, by line, in the order in which they were attached."""
    bodies = [(fact.id, read_body(fact.data)) for fact in facts]
    gone: set[str] = set()
    for _id, body in bodies:
        replaced = body.get("replaces")
        gone.update(map(str, replaced if isinstance(replaced, list) else ()))
    found: dict[str, list[LinePhoto]] = {}
    for id_, body in bodies:
        moment, made = body.get("moment"), body.get("wall_utc_ns")
        if id_ in gone or moment not in MOMENTS or not isinstance(made, int):
            continue
        photo = LinePhoto(
            id_,
            str(body.get("line", "")),
            moment,
            str(body.get("name", "")),
            str(body.get("sha256", "")),
            made,
        )
        found.setdefault(photo.line, []).append(photo)
    return {
        line: tuple(sorted(photos, key=lambda one: (one.made_utc_ns, one.id)))
        for line, photos in found.items()
    }


def figures(workspace: Workspace, line: str) -> Figures | None:
    """Draw the photos of a line for paper, before first; None where there is none."""
    photos = photos_of(workspace.facts(kind=LINE_PHOTO)).get(line, ())
    drawn = [
        _figure(workspace, photo)
        for moment in MOMENTS
        for photo in photos
        if photo.moment == moment
    ]
    return Figures(tuple(drawn)) if drawn else None


def _figure(workspace: Workspace, photo: LinePhoto) -> Figure:
    words: tuple[Phrase, ...] = (MOMENT_WORDS[photo.moment], photo.name)
    missing = _("This photo is not in this workspace.")
    data = workspace.attachment(photo.sha256)
    if data is None:
        return Figure(words, missing=missing)
    try:
        copy = jpeg_copy(data)
    except Unreadable as error:
        return Figure(words, missing=error.text)
    return Figure(words, copy.data, copy.width, copy.height)
