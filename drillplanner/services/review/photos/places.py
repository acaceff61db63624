"""Say what a photo belongs to, and list all it can belong to: the drill, log entries, steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drillplanner.base import local_time
from drillplanner.base.texts import _, pgettext
from drillplanner.report.subject import Subject
from drillplanner.run.entry import Entry
from drillplanner.run.live_log import resolve
from drillplanner.run.photos.photo import Belongs
from drillplanner.services.review.review_session import DrillReview
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import place_said

#: Kinds of entry that a photo can show.
_SHOWN = frozenset({"mark", "failed", "not_performed", "note", "hold", "abort"})
#: Characters of a note that name it.
_SHORT = 40


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that a photo can belong to, in words."""

    belongs: Belongs
    words: Phrase


class Places:
    """Names what the photos of one round belong to."""

    def __init__(self, review: DrillReview) -> None:
        self._script = review.script
        self._subject = Subject(review.inputs)
        self._zone = review.script.zone
        resolved = resolve(
            one.entry for one in review.recorded.entries if one.entry.round == review.round
        )
        self._voided = {entry.id for entry in resolved.voided}
        self._entries: dict[str, Entry] = {
            entry.id: entry for entry in (*resolved.entries, *resolved.voided)
        }
        self._words = resolved.words
        self._readings = {row.place: row for row in review.log.observations}

    def said(self, belongs: Belongs) -> Phrase:
        """Say what a photo belongs to; an entry that is not here is named by its id's end."""
        if belongs.entry is not None:
            entry = self._entries.get(belongs.entry)
            if entry is None:
                return _(
                    "log entry {entry}, not in this workspace", entry=place_said(belongs.entry)
                )
            return self._entry(entry)
        if belongs.step is not None:
            return self._subject.names.reference(_ref(belongs.step, belongs.unit))
        return pgettext("what a photo shows", "The whole drill")

    def all(self) -> tuple[Place, ...]:
        """List the drill, its entries in order of time, then the script's steps and units."""
        return tuple(
            Place(belongs, self.said(belongs))
            for belongs in (Belongs(), *self._of_entries(), *self._of_steps())
        )

    def _of_entries(self) -> Iterator[Belongs]:
        shown = [
            entry
            for entry in self._entries.values()
            if entry.kind in _SHOWN and not _is_the_programs(entry)
        ]
        for entry in sorted(shown, key=lambda one: (one.wall_utc_ns, one.source, one.seq)):
            yield Belongs(entry=entry.id)

    def _of_steps(self) -> Iterator[Belongs]:
        for step in self._script.steps:
            yield Belongs(step=step.id)
            for unit in step.units:
                yield Belongs(step=step.id, unit=unit.id)

    def _entry(self, entry: Entry) -> Phrase:
        said = _(
            "{time} {source}: {what}",
            time=self._time(entry),
            source=entry.source,
            what=self._what(entry),
        )
        return _("{entry} (void)", entry=said) if entry.id in self._voided else said

    def _time(self, entry: Entry) -> Phrase:
        row = self._readings.get(entry.id)
        if row is not None and row.at_s is not None:
            return self._subject.clock_reading(row.at_s, row.source)
        return local_time.second(entry.wall_utc_ns, self._zone)

    def _what(self, entry: Entry) -> Phrase:
        if entry.step is not None:
            part = entry.unit or entry.option
            return self._subject.names.reference(_ref(entry.step, part))
        match entry.kind:
            case "mark" if entry.id in self._words:
                return self._words[entry.id]
            case "mark":
                return pgettext("entry that a photo shows", "mark without a step")
            case "hold":
                return _("drill paused")
            case "abort":
                return pgettext("entry that a photo shows", "drill broken off")
        short = entry.text[:_SHORT] + ("…" if len(entry.text) > _SHORT else "")
        return " ".join(short.split())


def _is_the_programs(entry: Entry) -> bool:
    """Say whether a note is one that the program wrote of its clocks."""
    return entry.kind == "note" and entry.text.startswith("!")


def _ref(step: str, unit: str | None) -> str:
    return f"{step}/{unit}" if unit else step
