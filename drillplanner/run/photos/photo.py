"""Hold a photo that was attached to a drill afterwards as evidence, and fold what was said of it.

A photo is a fact that names its bytes by hash. Nothing is overwritten: other words make a new
fact that replaces the old one, and a withdrawal takes a photo back with all it replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from drillplanner.base.ids import HASH, ID, PersonId
from drillplanner.run.fact import Body, Fact, make_fact, read_body
from drillplanner.run.fact_kinds import PHOTO, WITHDRAWAL

#: The types of file that a photo can be.
JPEG, PNG = "image/jpeg", "image/png"
#: Longest words under a photo, longest file name, and longest time a camera can have written.
MAX_CAPTION, MAX_NAME, MAX_TAKEN = 500, 200, 40

_BAD = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Belongs:
    """What a photo shows: a log entry, else a step or one unit of it, else the whole drill."""

    entry: str | None = None
    step: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as one fact says it.

    `taken` is what the camera wrote of its own clock; it measures nothing. `width` and
    `height` are as it is looked at. `has_location` says that the file names a place.
    """

    fact: str
    round: int
    author: PersonId
    belongs: Belongs
    caption: str
    name: str
    type: str
    size: int
    sha256: str
    width: int
    height: int
    taken: str = ""
    has_location: bool = False
    made_utc_ns: int = 0
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Album:
    """The photos of one round that stand, in order of arrival, and how many facts are unread."""

    photos: tuple[Photo, ...] = ()
    unread: int = 0


def photo_fact(photo: Photo, drill: str) -> Fact:
    """Seal a photo as a fact; its `fact` is the id."""
    body: Body = {
        "round": photo.round,
        "author": photo.author,
        "caption": photo.caption,
        "name": photo.name,
        "type": photo.type,
        "size": photo.size,
        "sha256": photo.sha256,
        "width": photo.width,
        "height": photo.height,
        "wall_utc_ns": photo.made_utc_ns,
    }
    said = {
        "entry": photo.belongs.entry,
        "step": photo.belongs.step,
        "unit": photo.belongs.unit,
        "taken": photo.taken,
    }
    body.update({name: value for name, value in said.items() if value})
    if photo.has_location:
        body["location"] = 1
    if photo.replaces:
        body["replaces"] = list(photo.replaces)
    return make_fact(PHOTO, photo.fact, body, drill)


def read_photo(fact: Fact) -> Photo | None:
    """Read a photo from a fact that may come from anywhere; None where it says none."""
    body = read_body(fact.data)
    match body:
        case {
            "round": int(number),
            "author": str(author),
            "caption": str(caption),
            "name": str(name),
            "type": "image/jpeg" | "image/png" as kind,
            "size": int(size),
            "sha256": str(sha256),
            "width": int(width),
            "height": int(height),
            "wall_utc_ns": int(made),
        } if (
            number >= 1
            and min(size, width, height) > 0
            and HASH.fullmatch(sha256)
            and _is_words(caption, MAX_CAPTION)
            and _is_words(name, MAX_NAME)
        ):
            return Photo(
                fact=fact.id,
                round=number,
                author=PersonId(author),
                belongs=Belongs(*(_id_in(body, one) for one in ("entry", "step", "unit"))),
                caption=caption,
                name=name,
                type=kind,
                size=size,
                sha256=sha256,
                width=width,
                height=height,
                taken=_taken_in(body),
                has_location=body.get("location") == 1,
                made_utc_ns=made,
                replaces=_ids_in(body, "replaces"),
            )
    return None


def hash_named(fact: Fact) -> str | None:
    """Give the hash of the bytes that a photo's fact names; None for any other fact."""
    photo = read_photo(fact) if fact.kind == PHOTO else None
    return photo.sha256 if photo else None


def album(facts: Iterable[Fact], round_number: int | None = None) -> Album:
    """Fold facts to the photos that stand, of one round or of all.

    A photo that was withdrawn is gone with all that it replaced. Where two laptops gave one
    photo different words both stand, for a person to take one out.
    """
    given = [fact for fact in facts if fact.kind in (PHOTO, WITHDRAWAL)]
    found = [read_photo(fact) for fact in given if fact.kind == PHOTO]
    photos = {photo.fact: photo for photo in found if photo is not None}
    gone = _with_replaced(
        {str(read_body(fact.data).get("amends")) for fact in given if fact.kind == WITHDRAWAL},
        photos,
    )
    live = [photo for photo in photos.values() if photo.fact not in gone]
    replaced = {one for photo in live for one in photo.replaces}
    return Album(
        tuple(
            photo
            for photo in live
            if photo.fact not in replaced and round_number in (None, photo.round)
        ),
        unread=sum(photo is None for photo in found),
    )


def standing_hashes(facts: Iterable[Fact]) -> tuple[str, ...]:
    """List the hashes that the standing photos name, each once."""
    return tuple(dict.fromkeys(photo.sha256 for photo in album(facts).photos))


def is_caption(text: str) -> bool:
    """Say whether words can stand under a photo."""
    return _is_words(text, MAX_CAPTION)


def plain_name(name: str) -> str:
    """Make a file's name fit for a fact: its last part, printable, not too long."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(c if c.isprintable() else "\ufffd" for c in last)
    return kept[-MAX_NAME:] or "photo"


def _with_replaced(withdrawn: set[str], photos: dict[str, Photo]) -> set[str]:
    gone, waiting = set[str](), list(withdrawn)
    while waiting:
        one = waiting.pop()
        if one not in gone:
            gone.add(one)
            waiting += photos[one].replaces if one in photos else ()
    return gone


def _is_words(text: str, most: int) -> bool:
    return len(text) <= most and not _BAD.search(text)


def _taken_in(body: Body) -> str:
    value = body.get("taken")
    return value if isinstance(value, str) and _is_words(value, MAX_TAKEN) else ""


def _id_in(body: Body, name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) and ID.fullmatch(value) else None


def _ids_in(body: Body, name: str) -> tuple[str, ...]:
    value = body.get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
