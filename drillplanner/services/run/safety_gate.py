"""The safety gate (演练安全确认单): named people confirm its items before a round is armed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillplanner.base.texts import Text, ngettext
from drillplanner.plan.model import SafetyItem, Script
from drillplanner.run.entry_markers import SafetyNote, SafetyOpenNote
from drillplanner.run.rounds import is_in_earnest

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed a safety item, and when."""

    item: str
    name: str
    wall_utc_ns: int


@dataclass(frozen=True, slots=True)
class SafetyGate:
    """What was confirmed, and who arms for which reason while something is open."""

    confirmed: tuple[Confirmation, ...] = ()
    answers: str = ""
    reason: str = ""

    def open_items(self, script: Script) -> tuple[SafetyItem, ...]:
        """List the items of the script that nobody confirmed."""
        done = {one.item for one in self.confirmed}
        return tuple(item for item in script.safety if item.id not in done)

    @property
    def is_overridden(self) -> bool:
        """Tell whether somebody answers by name and reason for what is open."""
        return bool(self.answers.strip() and self.reason.strip())

    def refusal(self, script: Script, nature: str, *, is_control: bool) -> Text | None:
        """Say why the round cannot be armed; None where it can.

        Only the control post, which keeps T0, is barred, and never from a rehearsal.
        """
        count = len(self.open_items(script))
        if not count or not is_control or not is_in_earnest(nature) or self.is_overridden:
            return None
        return ngettext(
            "{count} safety item is open: confirm it, or give the name and reason of who arms "
            "all the same.",
            "{count} safety items are open: confirm them, or give the name and reason of who "
            "arms all the same.",
            count,
        )

    def notes(
        self, workspace: Workspace, script: Script, nature: str, *, is_control: bool
    ) -> Iterator[str]:
        """Write what is to stand in the log; names are kept beside it, where they can be deleted.

        A reason is written only where the round would have been barred without it.
        """
        from drillplanner.services.review.decisions import person_named

        known = {item.id for item in script.safety}
        for one in self.confirmed:
            if one.item in known:
                person = person_named(workspace, one.name)
                yield SafetyNote(one.item, person, one.wall_utc_ns).text()
        bare = SafetyGate(self.confirmed)
        if self.is_overridden and bare.refusal(script, nature, is_control=is_control) is not None:
            items = tuple(item.id for item in self.open_items(script))
            person = person_named(workspace, self.answers)
            yield SafetyOpenNote(person, items, self.reason).text()
