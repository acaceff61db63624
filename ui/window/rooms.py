"""Make the rooms, each at its first use: what a room needs is imported with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from ui.context import AppContext


def makers(context: AppContext) -> Mapping[str, Callable[[], QWidget]]:
    """Give what makes each room, by its name."""
    return {
        "home": partial(_home, context),
        "plan": partial(_plan, context),
        "run": partial(_run, context),
        "review": partial(_review, context),
        "improve": partial(_improve, context),
        "organisation": partial(_organisation, context),
    }


def _home(context: AppContext) -> QWidget:
    from ui.home.room import make_room

    return make_room(context)


def _plan(context: AppContext) -> QWidget:
    from ui.plan.viewer.room import make_room

    return make_room(context)


def _run(context: AppContext) -> QWidget:
    from ui.run.room import make_room

    return make_room(context)


def _review(context: AppContext) -> QWidget:
    from ui.review.room import make_room

    return make_room(context)


def _improve(context: AppContext) -> QWidget:
    from ui.improve.room import make_room

    return make_room(context)


def _organisation(context: AppContext) -> QWidget:
    from ui.organisation.room import make_room

    return make_room(context)
