"""Read from its entries what a round of a drill is: nature, posts, command, how it stands."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from drillplanner.base.ids import ID
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import is_void_round, reason_of
from drillplanner.run.live_log import AMENDING, LiveLog

#: How a round stands. under_way: a source began and has not ended. broken_off: the control post,
#: else every source, broke it off. void: it was made void, whatever else is in its log.
Standing: TypeAlias = Literal["empty", "under_way", "ended", "broken_off", "void"]


#: Natures of a round that show what a school can do: 正式、拉动、双盲.
_IN_EARNEST = frozenset({"formal", "no_notice", "call_out", "double_blind"})


def is_in_earnest(nature: str) -> bool:
    """Tell whether a round of this nature was no rehearsal; a later version's word says no."""
    return nature in _IN_EARNEST


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a drill. `nature` is empty where no arm entry says it.

    `also` are the other natures that sources armed it as: somebody then chose the wrong one.
    They are known only where the whole log was read; the index of drills does not hold them.
    `control` are the sources that armed as the control post. `reason` is why it was broken
    off or made void, as it was written. `first_utc_ns` and `last_utc_ns` are wall times.
    """

    number: int
    standing: Standing
    nature: str = ""
    control: frozenset[str] = frozenset()
    reason: str = ""
    sources: tuple[str, ...] = ()
    first_utc_ns: int = 0
    last_utc_ns: int = 0
    also: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_void(self) -> bool:
        """Say whether the round was made void (作废本轮)."""
        return self.standing == "void"


def read_rounds(entries: Iterable[Entry]) -> tuple[Round, ...]:
    """Read all rounds of one drill, by number."""
    logs: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        logs[entry.round].append(entry)
    return tuple(_read(number, logs[number]) for number in sorted(logs))


def round_to_show(rounds: Sequence[Round]) -> int:
    """Give the number of the last round that is not void; the last one where all are, else 1."""
    standing = [one.number for one in rounds if not one.is_void]
    return max(standing or [one.number for one in rounds], default=1)


def live_entries(log: LiveLog) -> tuple[Entry, ...]:
    """List the entries of a round that were not taken back, without amendments."""
    return tuple(one for one in log if one.kind not in AMENDING and log.is_live(one.id))


def _read(number: int, log: Sequence[Entry]) -> Round:
    state = LiveLog(log)
    # Of all laptops the one that spoke first, whatever the order the logs were joined in.
    live = sorted(live_entries(state), key=lambda one: (one.wall_utc_ns, one.source, one.seq))
    arms = [(one.source, said) for one in live if (said := _arming(one)) is not None]
    control = frozenset(source for source, said in arms if said.is_control)
    natures = [said.nature for source, said in arms if source in control or not control]
    others = [said.nature for _source, said in arms]
    nature = next((one for one in (*natures, *others) if one), "")
    standing, reason = _standing(state, live, control)
    return Round(
        number,
        standing,
        nature=nature,
        control=control,
        reason=reason,
        sources=tuple(dict.fromkeys(one.source for one in live)),
        first_utc_ns=min(one.wall_utc_ns for one in log),
        last_utc_ns=max(one.wall_utc_ns for one in log),
        also=tuple(dict.fromkeys(one for one in others if one and one != nature)),
    )


def _arming(entry: Entry) -> Arming | None:
    return read_arming(entry.text) if entry.kind == "arm" else None


def _standing(
    state: LiveLog, live: Sequence[Entry], control: frozenset[str]
) -> tuple[Standing, str]:
    """Say how a round stands, and why; where somebody commands, only that word breaks it off."""
    aborts = [one for one in live if one.kind == "abort"]
    commanding = [one for one in aborts if not control or one.source in control]
    voids = [one for one in commanding if is_void_round(one)]
    if voids:
        return "void", reason_of(voids[0])
    phases = {source: phase for source, phase in state.phases.items() if phase != "ready"}
    if not phases:
        return "empty", ""
    if not state.is_over:
        return "under_way", ""
    deciding = [phase for source, phase in phases.items() if not control or source in control]
    if deciding and all(phase == "aborted" for phase in deciding):
        return "broken_off", reason_of(commanding[0]) if commanding else ""
    return "ended", ""


#: Natures of a round (性质): 预演, 正式, 拉动, 双盲.
NATURES = ("rehearsal", "formal", "call_out", "double_blind")

_WORD = "!run "
_KEYS = {"control", "nature", "posts"}


@dataclass(frozen=True, slots=True)
class Arming:
    """What a source says of the run as it arms.

    `nature` is one of NATURES, or the name a later version gave another; empty where nobody
    chose one. `is_control` says that this is the control post (指挥岗), whose holds count.
    `posts` are the observation posts of the script that this source keeps; none named means
    all of them (全程单机模式).
    """

    nature: str = ""
    is_control: bool = False
    posts: tuple[str, ...] = ()

    def words(self) -> str:
        """Write this as the text of an arm entry; `read_arming` reads it."""
        said = {"control": self.is_control, "nature": self.nature, "posts": list(self.posts)}
        return _WORD + json.dumps(said, sort_keys=True, separators=(",", ":"))

    def keeps(self, *posts: str | None) -> bool:
        """Say whether any of these posts is kept here; what no post was named for, all keep."""
        named = [post for post in posts if post is not None]
        return not self.posts or not named or any(post in self.posts for post in named)


def read_arming(text: str) -> Arming | None:
    """Read what `Arming.words` wrote, in that spelling alone; None for any other text."""
    if not text.startswith(_WORD):
        return None
    try:
        said = json.loads(text[len(_WORD) :])
    except (ValueError, RecursionError):
        return None
    found = _parsed(said)
    return found if found is not None and found.words() == text else None


def _parsed(said: Any) -> Arming | None:
    if not isinstance(said, dict) or set(said) != _KEYS:
        return None
    control, nature, posts = said["control"], said["nature"], said["posts"]
    if not isinstance(control, bool) or not (nature == "" or _is_id(nature)):
        return None
    if not isinstance(posts, list) or not all(_is_id(post) for post in posts):
        return None
    return Arming(nature, control, tuple(posts)) if len({*posts}) == len(posts) else None


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None
