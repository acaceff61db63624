"""Read the 1-3-5 chain (1分钟自救、3分钟互救、5分钟增援) off a scorecard, with its margins.

A script has no word for the chain: a link is made of the targets that have its limit and
whose name or source speaks of the practice. Cities define it differently, by parties or by
rings, so a link holds where one of its targets is met; one that is held to the limit only by
analogy (class D) is shown, and counts where no other stands for the link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from drillplanner.base.exact import exact
from drillplanner.base.texts import Words
from drillplanner.plan.model import Script, Target
from drillplanner.review.scorecard import Scorecard, TargetResult

#: Limits of the three links in seconds.
LINKS: Final = (60, 180, 300)
#: What the texts of the practice say, in both languages; "135" alone may be any number.
_PRACTICE: Final = re.compile(
    r"[135] ?分钟(?:自救|互救|增援|到位|民警)|1、3、5 ?分钟|[“\"]?1-3-5|[处快][警反]圈"
    r"|1-minute self-rescue|3-minute mutual aid|5-minute (?:police|reinforcement)|response ring",
    re.IGNORECASE,
)

#: held: a target of it is met; broken: every one was missed or not done; open: neither.
Standing: TypeAlias = Literal["held", "broken", "open"]


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """One target of a link; `margin_s` is the limit less what was measured, None without a time.

    One that does not count is held to the limit by analogy beside one that is not.
    """

    target: Target
    result: TargetResult
    margin_s: Fraction | None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """The targets that have one of the limits."""

    limit_s: int
    targets: tuple[LinkTarget, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Chain:
    """The links there are, in order, and how they stand together."""

    links: tuple[Link, ...]
    standing: Standing


def chain(script: Script, card: Scorecard) -> Chain | None:
    """Find the chain of a script; None where fewer than two of its links have a target."""
    results = {one.id: one for one in card.targets}
    links = []
    for limit in LINKS:
        targets = [
            target
            for target in script.targets
            if target.limit_s == limit and target.id in results and _is_of_practice(target)
        ]
        has_own = any(one.source.class_ != "D" for one in targets)
        found = tuple(
            _target(one, results[one.id], counts=not has_own or one.source.class_ != "D")
            for one in targets
        )
        if found:
            links.append(Link(limit, found, _link_stands(found)))
    if len(links) < 2:  # noqa: PLR2004 - one link is no chain
        return None
    standings = {one.standing for one in links}
    if "broken" in standings:
        return Chain(tuple(links), "broken")
    is_whole = len(links) == len(LINKS) and standings == {"held"}
    return Chain(tuple(links), "held" if is_whole else "open")


def _is_of_practice(target: Target) -> bool:
    said: list[Words] = [target.name, target.source.text, target.source.clause]
    return any(_PRACTICE.search(text) for words in said for text in _texts(words))


def _texts(words: Words) -> list[str]:
    return [words] if isinstance(words, str) else list(words.values())


def _target(target: Target, result: TargetResult, *, counts: bool) -> LinkTarget:
    if result.elapsed_s is None or target.limit_s is None:
        return LinkTarget(target, result, None, counts)
    return LinkTarget(target, result, exact(target.limit_s) - result.elapsed_s, counts)


def _link_stands(targets: tuple[LinkTarget, ...]) -> Standing:
    verdicts = [one.result.verdict for one in targets if one.counts]
    if "met" in verdicts:
        return "held"
    failed = ("missed", "not_performed", "not_achieved")
    return "broken" if all(one in failed for one in verdicts) else "open"
