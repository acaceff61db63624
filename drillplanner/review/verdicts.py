"""The words of judgement: what a target, an order, a conflict and a grade can be.

What each means stands in docs/scoring.md; the words shown for them in drillplanner.terms.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal[
    "not_applicable",
    "not_performed",
    "not_achieved",
    "not_recorded",
    "untied",
    "disputed",
    "interrupted",
    "out_of_order",
    "no_time_passed",
    "recorded",
    "met",
    "missed",
    "too_close",
]
OrderVerdict: TypeAlias = Literal["met", "broken", "too_close", "not_recorded", "not_applicable"]
Grade: TypeAlias = Literal["excellent", "good", "fair", "poor"]

#: What a target's verdict is to be read with, though it stands.
#:  against_order    the log contradicts the script's order at its start or stop
#:  observers_differ observers of an end lie further apart than their own u explains
Doubt: TypeAlias = Literal["against_order", "observers_differ"]

#: Why a grade is what it is and not the next better one.
#:  boundary    the score lies under the next boundary (or there is no better grade)
#:  shortfall   the score would do, but a target that must be met is not
#:  coverage    too little was recorded: no grade
#:  critical    a critical target is undecided and could change it: no grade
#:  capped      a critical failure limits the score
#:  no_targets  nothing of this owner is scored or could be: no grade
ReasonCode: TypeAlias = Literal[
    "boundary", "shortfall", "coverage", "critical", "capped", "no_targets"
]

#: Why two things in the log do not agree.
#:  spread             observers of one step lie too far apart (spread_s is how far)
#:  repeated           one source marked a step (and unit) more than once
#:  disagreement       one source has a time where another says otherwise
#:  contradicts_bound  an upper or lower bound excludes the exact time that counts
#:  option             sources saw a decision go different ways
#:  untaken            a step of a branch that was not taken was marked
#:  against_order      the log contradicts the script's order of two steps (`steps`)
#:  no_time_passed     a target's start and stop were typed as one instant
#:  untied_group       rows of a tied group that was left out of a target or order
#:  untied_hold        a hold on a clock that cannot be placed on the clock of a target
#:  drift              two clocks drift apart faster than 500 ppm (spread_s is null)
#:  residual           a sync mark lies over three of its u off the fitted tie (spread_s)
#:  offset             two statements of one offset differ, or dates contradict one
#:  doubtful_tie       other marks pair better, or a comparison contradicts the tie
#:  weak_tie           a tie with marks at one end only was used over an hour away
ConflictKind: TypeAlias = Literal[
    "spread",
    "repeated",
    "disagreement",
    "contradicts_bound",
    "option",
    "untaken",
    "against_order",
    "no_time_passed",
    "untied_group",
    "untied_hold",
    "drift",
    "residual",
    "offset",
    "doubtful_tie",
    "weak_tie",
]
