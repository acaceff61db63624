"""Hold who wrote, looked through and approved a version of a script (编制 → 审核 → 批准).

A sign-off is a name, a time, and who typed the name: no hand and no key is in it, and it is
shown as that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _

Stage: TypeAlias = Literal["prepared", "reviewed", "approved"]
#: In the order in which they are said.
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who stands for a stage, when that was entered, and who typed it ("" where nobody said)."""

    stage: Stage
    name: str
    typed_by: str
    utc_ns: int


def may_sign(done: Collection[Stage], stage: Stage, name: str) -> None:
    """Refuse a sign-off without a name, and one before the stage that goes first.

    Raises:
        UserError: it says which is missing.
    """
    if not name.strip():
        raise UserError(_("Write the name of the person."))
    before = STAGES[: STAGES.index(stage)]
    if any(one not in done for one in before):
        raise UserError(_("A script is prepared, then reviewed, then approved: enter that first."))
