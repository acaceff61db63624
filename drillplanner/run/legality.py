"""Refuse an entry that makes no sense next, in words for the timekeeper.

A press is refused only where nothing could be meant by it (marking before the source is armed);
what is merely odd, such as a mark while the drill is held, is logged, because a log that drops
a press loses more than an odd row.
"""

from __future__ import annotations

from collections.abc import Callable

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import is_begin, is_void_round
from drillplanner.run.live_log import AMENDING, DEEDS, LiveLog, Phase


def refusal(log: LiveLog, entry: Entry) -> Text | None:
    """Say why `entry` cannot come next; None if it can."""
    if entry.id in log.entries:
        return _("This entry is in the log already.")
    if entry.kind in AMENDING:
        return _amendment_refusal(log, entry)
    if entry.kind == "sync":
        return _sync_refusal(log, entry)
    if is_begin(entry) or is_void_round(entry):
        return _once_refusal(log, entry)
    return _phase_refusal(log.phase(entry.source), entry)


def require_legal(log: LiveLog, entry: Entry) -> None:
    """Raise UserError with the reason if `entry` cannot come next."""
    reason = refusal(log, entry)
    if reason is not None:
        raise UserError(reason)


def _phase_refusal(phase: Phase, entry: Entry) -> Text | None:  # noqa: PLR0911 - one a reason
    source = entry.source
    if entry.kind == "note" or entry.made in ("late", "imported"):
        return None
    if entry.kind == "arm":
        if phase == "ready":
            return None
        return _("{source} is armed already.", source=source)
    if phase == "ready":
        return _("{source} is not armed yet; arm it first.", source=source)
    if phase in ("ended", "aborted"):
        if entry.kind == "not_performed":
            return None
        if entry.kind in DEEDS:
            return _("The drill is over for {source}; enter this as a late entry.", source=source)
        return _("The drill is over for {source}.", source=source)
    if entry.kind == "hold" and phase == "held":
        return _("The drill is paused already; resume it first.")
    if entry.kind == "resume" and phase != "held":
        return _("The drill is not paused, so it cannot be resumed.")
    return None


def _once_refusal(log: LiveLog, entry: Entry) -> Text | None:
    """Refuse to begin a running clock anew, and to make void what is void; no round is too late."""
    phase = log.phase(entry.source)
    if phase == "ready":
        return _("{source} is not armed yet; arm it first.", source=entry.source)
    is_there = _has(log, entry, is_begin if is_begin(entry) else is_void_round)
    if is_void_round(entry):
        return _("This round is void already.") if is_there else None
    if phase in ("ended", "aborted"):
        return _("The drill is over for {source}.", source=entry.source)
    return _("The drill has begun already.") if is_there else None


def _has(log: LiveLog, entry: Entry, is_same: Callable[[Entry], bool]) -> bool:
    """Tell whether something of the same sense stands on the same source."""
    return any(
        is_same(other) and other.source == entry.source and log.is_live(other.id) for other in log
    )


def _amendment_refusal(  # noqa: PLR0911 - one a reason
    log: LiveLog, entry: Entry
) -> Text | None:
    target = log.entries.get(entry.amends or "")
    if target is None:
        return _("The entry to be changed is not in this log.")
    match entry.kind:
        case "restore":
            return _restore_refusal(log, target)
        case "label":
            return _label_refusal(log, entry, target)
    if target.kind == "void":
        return _("A void is taken back by restoring what it took back.")
    if not log.is_live(target.id):
        return _("This entry is void already.")
    if target.kind in DEEDS and log.live_amendments(target.id):
        return _("This entry has a label; void that label first, then the entry.")
    return None


def _label_refusal(log: LiveLog, entry: Entry, target: Entry) -> Text | None:
    if target.kind not in DEEDS:
        return _("Only a mark, a failed or a not performed can be given another step.")
    if entry.step is None and target.kind != "mark":
        return _("Only a mark can be named in words; choose a step for the others.")
    if not log.is_live(target.id):
        return _("This entry is void already.")
    if log.live_amendments(target.id):
        return _("This entry has a label already; void that label first.")
    return None


def _restore_refusal(  # noqa: PLR0911 - one a reason
    log: LiveLog, target: Entry
) -> Text | None:
    """Refuse to restore what stands, or what something else took the place of meanwhile."""
    if target.kind != "void":
        return _("Only what was voided can be restored.")
    if not log.is_live(target.id):
        return _("This was restored already.")
    back = log.entries.get(target.amends or "")
    if back is None:
        return None
    if back.kind == "label":
        named = log.entries.get(back.amends or "")
        if named is not None and any(one.kind == "label" for one in log.live_amendments(named.id)):
            return _("This mark was given another name meanwhile; void that name first.")
    if back.kind == "sync":
        return _sync_refusal(log, back)
    if is_begin(back) and _has(log, back, is_begin):
        return _("The drill has begun already.")
    return None


def _sync_refusal(log: LiveLog, entry: Entry) -> Text | None:
    for other in log:
        same = other.kind == "sync" and (other.source, other.text) == (entry.source, entry.text)
        if same and log.is_live(other.id):
            return _(
                "{source} has the sync mark {name} already; give another name.",
                source=entry.source,
                name=entry.text,
            )
    return None
