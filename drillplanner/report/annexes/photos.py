"""Add the photos that were attached to the drill, where there are any."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _
from drillplanner.report.inputs import ReportPhoto
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Block, Figure, Figures, Heading, PageBreak, Phrase, Prose
from drillplanner.terms.phrases import sentences

#: Digits of a file's hash that are printed: enough to tell two files apart by eye.
_DIGITS = 16


def photo_annex(subject: Subject, annex: int) -> Iterator[Block]:
    """Make the annex of photos; nothing where none were attached."""
    photos = subject.inputs.photos
    if not photos:
        return
    yield PageBreak()
    yield Heading(_("Photos"), (annex,), is_annex=True, holds=2)
    yield Prose(
        sentences(
            [
                _(
                    "Attached after the drill; the files stay with the record under the hashes "
                    "given (SHA-256, first {count} digits).",
                    count=_DIGITS,
                ),
                _(
                    "Printed are reduced copies without what the camera wrote into the file. A "
                    "camera's time was tied to no clock and measures nothing."
                ),
            ]
        ),
        "note",
    )
    yield Figures(tuple(_figure(number, photo) for number, photo in enumerate(photos, 1)))


def _figure(number: int, photo: ReportPhoto) -> Figure:
    return Figure(
        tuple(_lines(number, photo)),
        photo.picture,
        photo.width,
        photo.height,
        photo.missing or "",
    )


def _lines(number: int, photo: ReportPhoto) -> Iterator[Phrase]:
    yield _("Photo {number}: {caption}", number=number, caption=photo.caption or photo.name)
    yield _("Shows: {what}", what=photo.belongs)
    yield _("File: {name}, {hash}", name=photo.name, hash=photo.sha256[:_DIGITS])
    if photo.taken:
        yield _("Camera time, not calibrated: {taken}", taken=photo.taken)
    if photo.by:
        yield _("Attached by: {name}", name=photo.by)
