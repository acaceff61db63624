"""Say in a source's arm entry what the run is: its nature, what this laptop keeps, who commands.

The words stand in the entry's text, so a log carries them wherever it goes and a restart reads
them back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from drillplanner.base.ids import ID

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
    found = _arming(said)
    return found if found is not None and found.words() == text else None


def _arming(said: Any) -> Arming | None:
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
