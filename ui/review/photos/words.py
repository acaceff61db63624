"""Say what came of attaching photos, and what is to be known of those that are there."""

from __future__ import annotations

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.services.review.photos.album import Attached, ShownPhotos
from ui.context import AppContext

#: Refused files that are named; the rest are counted.
_NAMED = 6


def attached_said(context: AppContext, done: Attached) -> str:
    """Say how many were attached, which were given, and why others were refused, a line each."""
    said: list[Text] = []
    if done.added:
        count = len(done.added)
        said.append(ngettext("{count} photo is attached.", "{count} photos are attached.", count))
    said += [_("{name} was missing here and is here now.", name=name) for name in done.given]
    said += [_("{name}: {why}", name=name, why=why) for name, why in done.refused[:_NAMED]]
    more = len(done.refused) - _NAMED
    if more > 0:
        said.append(_("… and {count} more.", count=more))
    return _lines(context, said)


def note_said(context: AppContext, shown: ShownPhotos) -> str:
    """Say that photos name places and what becomes of that, and that some cannot be read."""
    count = sum(line.photo.has_location for line in shown.lines)
    said: list[Text] = []
    if count:
        said.append(
            ngettext(
                "{count} photo names the place where it was taken. That stays out of reports and "
                "copies; the file itself, which travels in the log pack, keeps it.",
                "{count} photos name the place where they were taken. That stays out of reports "
                "and copies; the files themselves, which travel in the log pack, keep it.",
                count,
            )
        )
    if shown.unread:
        said.append(
            ngettext(
                "{count} record of a photo cannot be read by this version.",
                "{count} records of photos cannot be read by this version.",
                shown.unread,
            )
        )
    return _lines(context, said)


def _lines(context: AppContext, said: list[Text]) -> str:
    return "\n".join(context.say(words) for words in said)
