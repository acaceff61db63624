"""A form's own scale is rated in its own words, marks in a box, and both exclude each other."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from drillplanner.review.points.ratings import Rating
from drillplanner.services.review.view_models import CriterionLine, Shown
from ui.context import AppContext
from ui.review.cells import Cells
from ui.review.scorecard.ratings_tab import RatingsTab

NO_OCCASION = ("no_occasion", "no occasion to observe")
MARKS = CriterionLine(
    id="marks",
    words="Orders were clear",
    role="—",
    is_critical=False,
    choices=(NO_OCCASION,),
    full=10.0,
    given=(Rating("marks", "Li", "7.5", "late", "f1"),),
    said=("Li: 7.5/10",),
    points="75.0",
)
BOXES = CriterionLine(
    id="boxes",
    words="Cordon",
    role="—",
    is_critical=False,
    choices=(("full", "fits"), ("none", "does not"), NO_OCCASION),
    full=None,
    given=(),
    said=(),
    points="—",
)


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> RatingsTab:
    made = RatingsTab(context, Cells(context))
    qtbot.addWidget(made)
    made.show_criteria(Mock(spec=Shown, criteria=(MARKS, BOXES)))
    made.show()
    return made


def saved(qtbot: QtBot, tab: RatingsTab) -> Rating:
    with qtbot.waitSignal(tab.ratingEntered) as entered:
        QTest.mouseClick(tab.save, Qt.MouseButton.LeftButton)
    rating = entered.args[0]
    assert isinstance(rating, Rating)
    return rating


def test_marks_are_typed_with_their_decimals(qtbot: QtBot, tab: RatingsTab) -> None:
    tab.name.setText("Zhang")
    tab.marks.selectAll()
    QTest.keyClicks(tab.marks, "8.25")

    assert saved(qtbot, tab) == Rating("marks", "Zhang", "8.25")
    assert tab.marks.maximum() == 10


def test_marks_and_no_occasion_exclude_each_other(qtbot: QtBot, tab: RatingsTab) -> None:
    tab.name.setText("Zhang")
    QTest.mouseClick(tab.choices["no_occasion"], Qt.MouseButton.LeftButton)
    assert saved(qtbot, tab).rating == "no_occasion"

    tab.marks.setValue(0)
    assert saved(qtbot, tab).rating == "0"

    QTest.mouseClick(tab.choices["no_occasion"], Qt.MouseButton.LeftButton)
    assert saved(qtbot, tab).rating == "no_occasion"


def test_nothing_is_saved_before_anything_is_given(qtbot: QtBot, tab: RatingsTab) -> None:
    tab.name.setText("Zhang")

    with qtbot.assertNotEmitted(tab.ratingEntered):
        QTest.mouseClick(tab.save, Qt.MouseButton.LeftButton)


def test_what_an_evaluator_gave_before_is_shown(tab: RatingsTab) -> None:
    tab.name.setText("Li")

    assert tab.marks.value() == 7.5
    assert tab.note.text() == "late"


def test_a_forms_levels_are_buttons_in_its_own_words(qtbot: QtBot, tab: RatingsTab) -> None:
    tab.table.choose("boxes")
    tab.name.setText("Zhang")

    assert [button.text() for button in tab.choices.values()][:2] == ["fits", "does not"]
    assert tab.marks.isHidden()
    QTest.mouseClick(tab.choices["none"], Qt.MouseButton.LeftButton)
    assert saved(qtbot, tab) == Rating("boxes", "Zhang", "none")
