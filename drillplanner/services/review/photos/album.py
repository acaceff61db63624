"""Attach photos to a drill afterwards, put words to them, take them out, and show them.

What was attached is evidence: its bytes stay as they came. What is shown or printed is drawn
anew from the pixels and carries nothing of what the camera wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import DrillId, PersonId, new_id
from drillplanner.base.texts import Text, _
from drillplanner.exchange.photo import PhotoFile, Pixels, jpeg_copy, pixels, read_photo_file
from drillplanner.exchange.text_file import Unreadable
from drillplanner.report.inputs import ReportInputs, ReportPhoto
from drillplanner.run.fact import Fact
from drillplanner.run.fact_kinds import PHOTO
from drillplanner.run.photos.photo import (
    Belongs,
    Photo,
    album,
    is_caption,
    photo_fact,
    plain_name,
    read_photo,
)
from drillplanner.services.review import decisions as deciding
from drillplanner.services.review.photos.places import Place, Places
from drillplanner.services.review.review_session import DrillReview
from drillplanner.terms.document import Phrase

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: Most bytes that the photos of one drill hold together. House value, class D: fifty to a
#: hundred photos of a phone; all of them travel in the drill's journal.
MOST_BYTES = 200_000_000

#: Gives the bytes under a hash, None where they are not in the workspace.
Fetch: TypeAlias = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photo as a list shows it; without `is_here` only its name and hash are known here."""

    photo: Photo
    is_here: bool
    belongs: Phrase
    by: str


@dataclass(frozen=True, slots=True)
class ShownPhotos:
    """The photos of a review in lines, all they can belong to, and how many are unread."""

    lines: tuple[PhotoLine, ...] = ()
    places: tuple[Place, ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of attaching files: names by what happened to each, and why some were refused.

    `given` are files whose photo was known and whose bytes were missing here.
    """

    added: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    refused: tuple[tuple[str, Text], ...] = ()


#: Keeps one photo that was read; says whether it is a new one, or bytes that were missing.
Keep: TypeAlias = Callable[[PhotoFile], bool]


def photo_lines(review: DrillReview) -> tuple[PhotoLine, ...]:
    """List the photos of a reviewed round that stand, in order of arrival."""
    names, places = review.recorded.names, Places(review)
    return tuple(
        PhotoLine(
            photo,
            photo.sha256 in review.recorded.attachments,
            places.said(photo.belongs),
            names.get(photo.author, ""),
        )
        for photo in album(review.recorded.facts, review.round).photos
    )


def show_photos(review: DrillReview) -> ShownPhotos:
    """Lay the photos of a reviewed round out in lines."""
    return ShownPhotos(
        photo_lines(review),
        Places(review).all(),
        album(review.recorded.facts, review.round).unread,
    )


def attach_files(
    paths: Sequence[Path], keep: Keep, is_stopped: Callable[[], bool] = lambda: False
) -> Attached:
    """Read files one after the other and keep each whole or not at all.

    A file that is refused does not stand in the way of the others.

    Args:
        paths: the files.
        keep: `attach` bound to a drill, called for each photo that was read.
        is_stopped: asked before each file; the rest is left out once it says so.

    Raises:
        StoreFault: the disk failed; what was kept before stays.
    """
    added: list[str] = []
    given: list[str] = []
    refused: list[tuple[str, Text]] = []
    for path in paths:
        name = plain_name(path.name)
        if is_stopped():
            refused.append((name, _("It was not attached, because a drill began.")))
            continue
        try:
            is_new = keep(read_photo_file(path))
        except (Unreadable, UserError) as error:
            refused.append((name, error.text))
            continue
        (added if is_new else given).append(name)
    return Attached(tuple(added), tuple(given), tuple(refused))


def attach(
    workspace: Workspace,
    drill: DrillId,
    round_number: int,
    file: PhotoFile,
    belongs: Belongs,
    *,
    by: str = "",
) -> bool:
    """Keep one photo with a drill; False where only bytes were missing, which are here now.

    Raises:
        UserError: it is attached already, or the drill's photos would hold too much.
        StoreFault: nothing was saved.
    """
    facts = workspace.facts(drill)
    here = workspace.attachments(drill)
    known = [one for one in album(facts, round_number).photos if one.sha256 == file.sha256]
    if known and file.sha256 not in here:
        workspace.attach(drill, file.data)
        return False
    if known:
        raise UserError(_("This photo is attached already, as {name}.", name=known[0].name))
    _require_room(facts, file)
    made = _photo_of(file, round_number, _author(workspace, by), belongs, workspace.utc_ns())
    workspace.attach(drill, file.data, [photo_fact(made, drill)])
    return True


def _photo_of(
    file: PhotoFile, round_number: int, author: PersonId, belongs: Belongs, made_utc_ns: int
) -> Photo:
    return Photo(
        fact=new_id(),
        round=round_number,
        author=author,
        belongs=belongs,
        caption="",
        name=file.name,
        type=file.type,
        size=len(file.data),
        sha256=file.sha256,
        width=file.width,
        height=file.height,
        taken=file.taken,
        has_location=file.has_location,
        made_utc_ns=made_utc_ns,
    )


def describe(
    workspace: Workspace,
    drill: DrillId,
    photo: Photo,
    caption: str,
    belongs: Belongs,
    *,
    by: str = "",
) -> Fact:
    """Put other words to a photo, or let it belong to something else, in place of the old ones.

    Raises:
        UserError: the words are too long.
    """
    words = " ".join(caption.split())
    if not is_caption(words):
        raise UserError(_("The words under a photo are too long; shorten them."))
    changed = replace(
        photo,
        fact=new_id(),
        author=_author(workspace, by) or photo.author,
        caption=words,
        belongs=belongs,
        made_utc_ns=workspace.utc_ns(),
        replaces=(photo.fact,),
    )
    fact = photo_fact(changed, drill)
    workspace.add([fact])
    return fact


def take_out(workspace: Workspace, drill: DrillId, photo: Photo, *, by: str = "") -> Fact:
    """Take a photo out of review and report; its fact and its bytes stay on record."""
    return deciding.withdraw(workspace, drill, photo.fact, by=by)


def put_back(workspace: Workspace, drill: DrillId, photo: Photo) -> Fact:
    """Let a photo that was taken out stand again, as a new fact with the old words."""
    again = replace(photo, fact=new_id(), made_utc_ns=workspace.utc_ns(), replaces=())
    fact = photo_fact(again, drill)
    workspace.add([fact])
    return fact


def small_picture(sha256: str, fetch: Fetch, longest_px: int) -> Pixels | None:
    """Draw a photo for the screen, no side longer than asked; None where it cannot be shown."""
    try:
        data = fetch(sha256)
        return None if data is None else pixels(data, longest_px)
    except (FileRefused, Unreadable):
        return None


def save_copy(sha256: str, fetch: Fetch, target: Path) -> None:
    """Save a copy to be passed on: a JPEG drawn anew, without what the camera wrote.

    Raises:
        UserError: the picture is not here or damaged, or the file cannot be written there.
        StoreFault: the disk failed.
    """
    from drillplanner.base.atomic_file import write_durably

    data = fetch(sha256)
    if data is None:
        raise UserError(_("The picture is not in this workspace."))
    try:
        copy = jpeg_copy(data)
    except Unreadable as error:
        raise UserError(_("The picture is damaged and cannot be shown.")) from error
    write_durably(target, copy.data)


def with_photos(
    inputs: ReportInputs,
    lines: Iterable[PhotoLine],
    fetch: Fetch,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> ReportInputs:
    """Give a report's inputs with the photos of its drill, drawn anew for paper."""
    drawn: list[ReportPhoto] = []
    for line in lines:
        if is_cancelled():
            break
        drawn.append(_for_paper(line, fetch))
    return replace(inputs, photos=tuple(drawn))


def _for_paper(line: PhotoLine, fetch: Fetch) -> ReportPhoto:
    photo = line.photo
    plain = ReportPhoto(
        photo.caption, line.belongs, photo.name, photo.sha256, photo.taken, by=line.by
    )
    try:
        data = fetch(photo.sha256)
        if data is None:
            return replace(plain, missing=_("The picture is not in this workspace."))
        copy = jpeg_copy(data)
    except (FileRefused, Unreadable):
        return replace(plain, missing=_("The picture is damaged and cannot be shown."))
    return replace(plain, picture=copy.data, width=copy.width, height=copy.height)


def _require_room(facts: Iterable[Fact], file: PhotoFile) -> None:
    found = [read_photo(fact) for fact in facts if fact.kind == PHOTO]
    sizes = {photo.sha256: photo.size for photo in found if photo is not None}
    if sum(sizes.values()) + len(file.data) > MOST_BYTES and file.sha256 not in sizes:
        raise UserError(
            _(
                "The photos of a drill may have {most} MB together, and this one is more than "
                "is left; make it smaller or leave it out.",
                most=MOST_BYTES // 1_000_000,
            )
        )


def _author(workspace: Workspace, by: str) -> PersonId:
    return deciding.person_named(workspace, by) if by.strip() else PersonId("")
