"""Name the words that the program itself writes into the texts of entries, and read them.

They begin with an exclamation mark and say what no kind of entry says; docs/log-format.md lists
them. Whoever does not know them sees a note, a void or an abort like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from drillplanner.base.heads import HeadNumbers, head_numbers
from drillplanner.base.ids import ID, StepId
from drillplanner.run.entry import Entry

#: Text of the note that the clock was started on the radio call (开始); it ends no span.
BEGIN = "!begin"
#: Text of a void that withdraws a false start (误启动).
FALSE_START = "!false_start"
#: What the text of a mark begins with that shares its instant with another; its id follows.
SAME = "!same"
#: What the text of a note begins with that gives the reason of a pause; the hold's id follows,
#: then the reason: one of HOLD_REASONS, `other` with words, if any.
HOLD_REASON = "!hold_reason"
#: Why a drill is held: a real emergency, somebody hurt, something unsafe, equipment, other.
HOLD_REASONS = ("emergency", "injury", "hazard", "equipment", "other")
#: What the text of a note begins with that remarks on an entry; its id follows, then the words.
REMARK = "!remark"
#: What the text of a note begins with that counts heads (人数清点): the step or unit, the numbers
#: (36+2/40), and where the others are or who is missing.
HEADS = "!heads"
#: What the text of a note begins with that a step or unit was not there that day (当日不在); why
#: may follow.
NOT_THERE = "!not_there"
#: What the text of a note begins with that an item of the safety gate was confirmed; the item
#: follows, who confirmed it, and when (wall time in nanoseconds).
SAFETY = "!safety"
#: What the text of a note begins with that the round is armed with safety items open (放行); who
#: answers for it follows, the items with commas, and the reason.
SAFETY_OPEN = "!safety_open"
#: First word of an abort that makes the whole round void (作废本轮); a reason may follow.
VOID_ROUND = "!void_round"

_HEADS = re.compile(
    rf"{HEADS} (?P<step>{ID.pattern})(?:/(?P<unit>{ID.pattern}))?"
    r" (?P<heads>[0-9+/]+)(?: (?P<words>.*))?",
    re.ASCII | re.DOTALL,
)
_NOT_THERE = re.compile(
    rf"{NOT_THERE} (?P<step>{ID.pattern})(?:/(?P<unit>{ID.pattern}))?(?: (?P<words>.*))?",
    re.ASCII | re.DOTALL,
)
_SAFETY = re.compile(
    rf"{SAFETY} (?P<item>{ID.pattern}) (?P<person>{ID.pattern}) (?P<at>0|[1-9][0-9]{{0,18}})",
    re.ASCII,
)
_SAFETY_OPEN = re.compile(
    rf"{SAFETY_OPEN} (?P<person>{ID.pattern}) (?P<items>{ID.pattern}(?:,{ID.pattern})*)"
    r" (?P<reason>\S.*)",
    re.ASCII | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class SafetyNote:
    """What a note says that confirms a safety item: which, who did, and when."""

    item: str
    person: str
    wall_utc_ns: int

    def text(self) -> str:
        """Write this as the text of a note; `safety_of` reads it."""
        return f"{SAFETY} {self.item} {self.person} {self.wall_utc_ns}"


@dataclass(frozen=True, slots=True)
class SafetyOpenNote:
    """What a note says that arms with safety items open: who answers for it, which, and why."""

    person: str
    items: tuple[str, ...]
    reason: str

    def text(self) -> str:
        """Write this as the text of a note; `safety_open_of` reads it."""
        return f"{SAFETY_OPEN} {self.person} {','.join(self.items)} {self.reason.strip()}"


def safety_of(entry: Entry) -> SafetyNote | None:
    """Read what a note says that confirms a safety item; None of any other entry."""
    found = _SAFETY.fullmatch(entry.text) if entry.kind == "note" else None
    return None if found is None else SafetyNote(found["item"], found["person"], int(found["at"]))


def safety_open_of(entry: Entry) -> SafetyOpenNote | None:
    """Read what a note says that arms with safety items open; None of any other entry."""
    found = _SAFETY_OPEN.fullmatch(entry.text) if entry.kind == "note" else None
    if found is None:
        return None
    return SafetyOpenNote(found["person"], tuple(found["items"].split(",")), found["reason"])


def as_told(entry: Entry) -> Entry:
    """Give an entry at the instant it tells of, so that one event has one time wherever it stands.

    A safety item is confirmed before its round is armed, and written down as it is armed.
    """
    said = safety_of(entry)
    if said is None:
        return entry
    later_ns = entry.wall_utc_ns - said.wall_utc_ns
    elapsed_ns = entry.elapsed_ns - later_ns
    return replace(entry, wall_utc_ns=said.wall_utc_ns, elapsed_ns=elapsed_ns)


@dataclass(frozen=True, slots=True)
class HeadsNote:
    """What a note that counts heads says: of which step or unit, the numbers, and in words."""

    step: StepId
    unit: str | None
    heads: HeadNumbers
    words: str = ""

    def text(self) -> str:
        """Write this as the text of a note; `heads_of` reads it."""
        place = self.step if self.unit is None else f"{self.step}/{self.unit}"
        return f"{HEADS} {place} {self.heads} {self.words.strip()}".strip()


def heads_of(entry: Entry) -> HeadsNote | None:
    """Read what a note that counts heads says; None of any other entry."""
    found = _HEADS.fullmatch(entry.text) if entry.kind == "note" else None
    heads = head_numbers(found["heads"]) if found is not None else None
    if found is None or heads is None:
        return None
    return HeadsNote(StepId(found["step"]), found["unit"], heads, found["words"] or "")


@dataclass(frozen=True, slots=True)
class NotThereNote:
    """What a note says of a step or unit that was not there that day, and why."""

    step: StepId
    unit: str | None
    words: str = ""

    def text(self) -> str:
        """Write this as the text of a note; `not_there_of` reads it."""
        place = self.step if self.unit is None else f"{self.step}/{self.unit}"
        return f"{NOT_THERE} {place} {self.words.strip()}".strip()


def not_there_of(entry: Entry) -> NotThereNote | None:
    """Read what a note says was not there; None of any other entry."""
    found = _NOT_THERE.fullmatch(entry.text) if entry.kind == "note" else None
    if found is None:
        return None
    return NotThereNote(StepId(found["step"]), found["unit"], found["words"] or "")


def is_begin(entry: Entry) -> bool:
    """Say whether an entry is the start of the clock on the radio call.

    A person's note is exact, whatever it says; the program's is a time that was heard.
    """
    return (entry.kind, entry.text, entry.bound) == ("note", BEGIN, "at_most")


def same_text(entry: str) -> str:
    """Write the text of a mark that shares the instant of an entry."""
    return f"{SAME} {entry}"


def same_as(entry: Entry) -> str:
    """Give the id of the entry whose instant a mark shares; empty if it has its own."""
    word, _space, found = entry.text.partition(" ")
    return found if entry.kind == "mark" and word == SAME else ""


def hold_reason_text(hold: str, reason: str) -> str:
    """Write the text of the note that gives the reason of a pause."""
    return f"{HOLD_REASON} {hold} {reason}".strip()


def hold_reason(entry: Entry) -> tuple[str, str, str] | None:
    """Read which hold a note gives the reason of, the reason and its words; else None."""
    word, _space, rest = entry.text.partition(" ")
    if entry.kind != "note" or word != HOLD_REASON:
        return None
    hold, _space, said = rest.partition(" ")
    reason, words = reason_in(said)
    return (hold, reason, words) if reason else None


def reason_in(said: str) -> tuple[str, str]:
    """Split what was written of a pause into one of HOLD_REASONS, if it begins so, and words."""
    said = said.strip()
    reason, _space, words = said.partition(" ")
    return (reason, words.strip()) if reason in HOLD_REASONS else ("", said)


def remark_text(entry: str, words: str) -> str:
    """Write the text of the note that remarks on an entry."""
    return f"{REMARK} {entry} {words.strip()}"


def remark(entry: Entry) -> tuple[str, str] | None:
    """Read which entry a note remarks on, and its words; else None."""
    word, _space, rest = entry.text.partition(" ")
    if entry.kind != "note" or word != REMARK:
        return None
    about, _space, words = rest.partition(" ")
    return (about, words) if about and words else None


def void_round_text(reason: str = "") -> str:
    """Write the text of an abort that makes the round void."""
    return f"{VOID_ROUND} {reason.strip()}".strip()


def is_void_round(entry: Entry) -> bool:
    """Say whether an entry makes its whole round void."""
    return entry.kind == "abort" and entry.text.partition(" ")[0] == VOID_ROUND


def reason_of(entry: Entry) -> str:
    """Give the reason that people gave for breaking a drill off or making a round void."""
    return entry.text.partition(" ")[2] if is_void_round(entry) else entry.text
