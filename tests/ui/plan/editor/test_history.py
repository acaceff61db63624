"""Undo after do is the identity, for every act, as often as one likes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.base.texts import _
from drillplanner.plan.editing.draft import Draft
from tests.plan.editing.test_acts import blank, edited
from ui.plan.editor.history import History, Moment
from ui.widgets.grid.model import Selection


@settings(max_examples=60, deadline=None)
@given(st.lists(edited(), min_size=1, max_size=8), st.data())
def test_undo_gives_back_the_very_moments(drafts: list[Draft], data: st.DataObject) -> None:
    seen: list[Moment] = []
    history = History(seen.append)
    moments = [Moment(blank(), Selection(row="first"))]
    for number, draft in enumerate(drafts):
        after = Moment(draft, Selection(row=str(number)))
        if history.do(_("act"), moments[-1], after):
            moments.append(after)
    place = len(moments) - 1

    for step in data.draw(st.lists(st.sampled_from([-1, 1]), max_size=20)):
        before = place
        place = min(max(place + step, 0), len(moments) - 1)
        (history.undo if step < 0 else history.redo)()
        if place != before:
            assert seen[-1] is moments[place]

    assert (history.undo_name is None) == (place == 0)
    assert (history.redo_name is None) == (place == len(moments) - 1)


def test_an_act_that_changes_nothing_is_none() -> None:
    seen: list[Moment] = []
    history = History(seen.append)
    moment = Moment(blank(), Selection())

    assert not history.do(_("act"), moment, Moment(moment.draft, Selection(row="other")))

    assert seen == []
    assert history.undo_name is None
