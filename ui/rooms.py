"""Make the rooms, each at its first use: what a room needs is imported with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from ui.desk import Desk


def makers(desk: Desk) -> Mapping[str, Callable[[], QWidget]]:
    """Give what makes each room, by its name."""
    return {
        "home": partial(_home, desk),
        "plan": partial(_plan, desk),
        "run": partial(_run, desk),
        "review": partial(_review, desk),
        "improve": partial(_improve, desk),
    }


def _home(desk: Desk) -> QWidget:
    from ui.welcome.room import make_room

    return make_room(desk)


def _plan(desk: Desk) -> QWidget:
    from ui.plan.room import make_room

    return make_room(desk)


def _run(desk: Desk) -> QWidget:
    from ui.run.room import make_room

    return make_room(desk)


def _review(desk: Desk) -> QWidget:
    from ui.review.room import make_room

    return make_room(desk)


def _improve(desk: Desk) -> QWidget:
    from ui.improve.room import make_room

    return make_room(desk)
