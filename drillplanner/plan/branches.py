"""Know which branches of a script exclude each other."""

from __future__ import annotations

from collections import defaultdict

from drillplanner.plan.model import OnlyIf, Script


class Branches:
    """Tell, for a script without circles, which steps can never both be played."""

    def __init__(self, script: Script) -> None:
        self._parents = {step.id: step.only_if for step in script.steps}
        # One bit for each way a decision can go that some step hangs on.
        self._bits: dict[OnlyIf, int] = {}
        self._decisions: dict[str, int] = defaultdict(int)
        for branch in self._parents.values():
            if branch is not None and branch not in self._bits:
                self._bits[branch] = 1 << len(self._bits)
                self._decisions[branch.step] |= self._bits[branch]
        self._taken: dict[str, int] = {}
        self._barred: dict[str, int] = {}
        for step in self._parents:
            self._follow(step)

    def exclude(self, one: str, other: str) -> bool:
        """Tell whether two steps hang on different ways of one decision."""
        return bool(self._taken[one] & self._barred[other])

    def _follow(self, step: str) -> None:
        trail: list[tuple[str, OnlyIf]] = []
        while step not in self._taken:
            branch = self._parents[step]
            if branch is None:
                self._taken[step] = self._barred[step] = 0
            else:
                trail.append((step, branch))
                step = branch.step
        for each, branch in reversed(trail):
            bit = self._bits[branch]
            self._taken[each] = self._taken[branch.step] | bit
            self._barred[each] = self._barred[branch.step] | (self._decisions[branch.step] ^ bit)
