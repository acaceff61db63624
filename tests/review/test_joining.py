"""Several observers of one step: mean, median, spread, bounds, disputes; numbers by hand."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

from drillplanner.plan.model import LastOf, Order, Scoring, Script
from drillplanner.review.observation import Log
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.scoring import score
from tests.review.build import LogBuilder, script, step, target

STILL = Scoring(drift_ppm=0)


def span(limit: float = 100, **scoring: Any) -> Script:
    """Give a script of one target from S to X."""
    made = Scoring(**{"drift_ppm": 0, **scoring})
    return script([step("S"), step("X")], [target("T", "S", "X", limit)], scoring=made)


def tied(rows: str, u_s: str = "0") -> LogBuilder:
    """Tie sources A to F by one mark at 0 (its u is `u_s` but at A); S is A's, at 0, known exactly.

    `rows` are the X of each source: "A 40 1, B 42 2" is at 40 by A with u = 1 and so on.
    """
    made = LogBuilder()
    for source in "ABCDEF":
        made.sync(source, "W", 0, 0 if source == "A" else u_s)
    made.saw("A", "S", 0)
    for row in filter(None, rows.split(",")):
        source, at_s, u = row.split()
        made.saw(source, "X", Fraction(at_s), u)
    return made


def result(card: Scorecard) -> Any:
    return card.targets[0]


def kinds(card: Scorecard) -> list[str]:
    return [conflict.kind for conflict in card.conflicts]


# X of each source; elapsed and u by hand.
JOINS = [
    ("B 40 1", 40, 1, "B"),
    # weights 1, 1/4: (40 + 42/4)/(5/4) = 40.4; 1/√(5/4) = 0.894 >
    # √((0.16 + 1.6²/4)/(5/4)) = √(0.8/1.25) = 0.8
    ("A 40 1, B 42 2", Fraction("40.4"), sqrt(1 / 1.25), "AB"),
    # equal weights: mean 41, 1/√2 < √((1 + 1)/2) = 1
    ("A 40 1, B 42 1", 41, 1, "AB"),
    # the external one: weights 1, 1; mean 45, √(2·25/2) = 5
    ("A 40 1, B 50 1", 45, 5, "AB"),
    # u = 0 at one: that one; at both: half their difference
    ("A 40 0, B 42 2", 40, 0, "A"),
    ("A 40 0, B 43 0", Fraction("41.5"), 1.5, "AB"),
    # three alike: the middle one; MAD of 1, 0, 1 is 1: 1.25·1.483·1.495·1/√3 = 1.600 > 1
    ("A 40 1, B 41 1, C 42 1", 41, 1.25 * 1.483 * 1.495 / sqrt(3), "B"),
    # the same times, u = 2: its own u is the greater
    ("A 40 2, B 41 2, C 42 2", 41, 2, "B"),
    # weights 1, 1/4, 1/9, half of the sum 49/72: reached at the first
    ("A 40 1, B 41 2, C 42 3", 40, 1.25 * 1.483 * 1.495 / sqrt(3), "A"),
    # four alike: the mean of the middle two; deviations 1.5, 0.5, 0.5, 1.5: MAD 1, b 1.363
    ("A 40 1, B 41 1, C 42 1, D 43 1", Fraction("41.5"), 1.25 * 1.483 * 1.363 / 2, "BC"),
    # weights 1, 1/4, 1/4, 1/4, 1/4: exactly half of 2 at the first: the mean with the next;
    # deviations 0.5, 0.5, 1.5, 2.5, 3.5, MAD 1.5, b 1.206: 1.79889 < 2
    ("A 40 1, B 41 2, C 42 2, D 43 2, E 44 2", Fraction("40.5"), 2, "AB"),
    # one known exactly outweighs the others; deviations 0, 1, 2, MAD 1
    ("A 40 0, B 41 2, C 42 2", 40, 1.25 * 1.483 * 1.495 / sqrt(3), "A"),
    # two known exactly count alike; deviations of 40.5: 0.5, 0.5, 0.5
    ("A 40 0, B 41 0, C 41 2", Fraction("40.5"), 1.25 * 1.483 * 1.495 * 0.5 / sqrt(3), "AB"),
]


@pytest.mark.parametrize(("rows", "elapsed", "u", "sources"), JOINS)
def test_observers_are_joined(rows: str, elapsed: Any, u: float, sources: str) -> None:
    found = result(score(span(), tied(rows).log()))

    assert found.elapsed_s == elapsed
    assert found.expanded_uncertainty_s == pytest.approx(2 * u, rel=1e-12)
    assert found.stop.sources == tuple(sources)


def test_ten_observers_take_the_general_correction() -> None:
    made = LogBuilder()
    for number in range(10):
        made.sync(f"P{number}", "W", 0)
    made.saw("P0", "S", 0)
    for number in range(10):
        made.saw(f"P{number}", "X", 40 + number, "0.1")

    found = result(score(span(), made.log()))

    # Deviations of 44.5: 0.5, 0.5, 1.5, 1.5, 2.5, 2.5 …: MAD 2.5; b = 10/9.2.
    assert found.elapsed_s == Fraction("44.5")
    u = 1.25 * 1.483 * 10 / 9.2 * 2.5 / sqrt(10)
    assert found.expanded_uncertainty_s == pytest.approx(2 * u, rel=1e-12)


@pytest.mark.parametrize(
    ("rows", "doubts"),
    [
        ("A 40 1, B 42 2", ()),
        ("A 40 1, B 50 1", ("observers_differ",)),
        ("A 40 1, B 41 1, C 42 1", ("observers_differ",)),
        ("A 40 2, B 41 2, C 42 2", ()),
        ("A 40 0, B 42 2", ()),
        ("A 40 0, B 43 0", ("observers_differ",)),
    ],
)
def test_a_target_says_where_its_observers_differ(rows: str, doubts: tuple[str, ...]) -> None:
    assert result(score(span(), tied(rows).log())).doubts == doubts


def test_how_sure_anyone_can_be_counts_once_after_joining() -> None:
    steps = [step("S", u_s=1), step("X", u_s=2)]
    made = script(steps, [target("T", "S", "X", 100)], scoring=STILL)

    found = result(score(made, tied("A 40 1, B 42 1").log()))

    # u of the mean is 1: √(0 + 1² + 1² + 2²); the weights know nothing of u_s.
    assert found.elapsed_s == 41
    assert found.expanded_uncertainty_s == pytest.approx(2 * sqrt(6))


@pytest.mark.parametrize(
    ("stop", "square"),
    [
        # A's own and B's, tied by u = 2: half of 0 and half of 4 beside 1² of the mean
        ("A 40 1, B 42 1", 1 + 2),
        # B and C alike, each tied to A by u = 2
        ("B 40 1, C 42 1", 1 + 4),
        # weights 1, 1/4: shares 4/5 and 1/5, of which B's is tied
        ("A 40 1, B 42 2", 1 / 1.25 + 4 / 5),
        # a median of four: the greatest of its two, B and C, whatever the shares
        ("A 40 9, B 41 9, C 42 9, D 43 9", 81 + 4),
    ],
)
def test_ties_count_by_share_in_a_mean(stop: str, square: float) -> None:
    found = result(score(span(), tied(stop, u_s="2").log()))

    assert found.expanded_uncertainty_s == pytest.approx(2 * sqrt(square), rel=1e-12)


def test_the_clock_of_a_joined_value_is_the_first_rows() -> None:
    made = LogBuilder().sync("A", "W", 0).sync("B", "W", 100)
    made.saw("B", "S", 100).saw("A", "S", 2).saw("A", "X", 40)

    found = result(score(span(), made.log()))
    named = result(score(span(reference="A"), made.log()))

    assert (found.start.at_s, found.elapsed_s) == (101, 39)
    assert (named.start.at_s, named.elapsed_s) == (1, 39)


# -- spread and disputes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "u_s", "spread"),
    [
        # 2 + 2·√(0.5² + 0.5²) = 3.414
        ("A 40 0.5, B 43.41 0.5", 0, None),
        ("A 40 0.5, B 43.42 0.5", 0, 3.42),
        # with u_s = 1: 2 + 2·√(0.25 + 0.25 + 2) = 5.162
        ("A 40 0.5, B 45.16 0.5", 1, None),
        ("A 40 0.5, B 45.17 0.5", 1, 5.17),
    ],
)
def test_a_spread_is_what_nothing_explains(rows: str, u_s: float, spread: float | None) -> None:
    made = script([step("S"), step("X", u_s=u_s)], [target("T", "S", "X", 100)], scoring=STILL)

    found = [one.spread_s for one in score(made, tied(rows).log()).conflicts]

    assert found == ([] if spread is None else [pytest.approx(spread)])


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        # Readings 40 ± 1 and 50 ± 1, joined 45 ± 10.
        (60, "met"),
        (55, "met"),
        (54, "disputed"),
        (45, "disputed"),
        (39, "disputed"),
        (34, "missed"),
    ],
)
def test_a_verdict_stands_only_where_all_readings_share_it(limit: float, verdict: str) -> None:
    found = result(score(span(limit), tied("A 40 0.5, B 50 0.5").log()))

    assert (found.verdict, found.elapsed_s) == (verdict, 45)
    assert found.expanded_uncertainty_s == pytest.approx(10)
    assert (found.least_s, found.greatest_s) == (40, 50)
    assert (found.score is None) == (verdict == "disputed")


def test_a_person_ends_a_dispute() -> None:
    made = tied("A 40 0.5, B 50 0.5").use("B", "X")

    card = score(span(45), made.log())

    found = result(card)
    assert (found.verdict, found.elapsed_s, found.stop.sources) == ("missed", 50, ("B",))
    assert found.expanded_uncertainty_s == pytest.approx(1)
    assert kinds(card) == ["spread"]


def test_a_persons_choice_holds_without_a_dispute_and_beats_what_others_say() -> None:
    made = tied("A 40 0.5, B 41 0.5").saw("C", "X", None).use("B", "X")

    card = score(span(), made.log())

    assert result(card).elapsed_s == 41
    assert kinds(card) == ["disagreement"]


def test_all_lowest_and_all_highest_decide_where_several_are_awaited() -> None:
    steps = [step("S"), step("X"), step("Y")]
    made = script(steps, [target("T", "S", LastOf(("X", "Y")), 60)], scoring=Scoring(drift_ppm=0))
    log = tied("A 40 0, B 50 0")
    log.saw("A", "Y", 45).saw("B", "Y", 65)

    found = result(score(made, log.log()))

    # Joined: 45 ± 10 and 55 ± 20, the last 55; all lowest 45, all highest 65.
    assert (found.verdict, found.elapsed_s) == ("disputed", 55)
    assert (found.least_s, found.greatest_s) == (45, 65)


# Readings of X at 40 and 50, joined 45 ± 10.
@pytest.mark.parametrize(("after", "verdict"), [(56, "met"), (45, "too_close"), (34, "broken")])
def test_an_order_in_dispute_is_too_close(after: float, verdict: str) -> None:
    made = script(
        [step("S"), step("X"), step("Y")],
        [target("T", "S", "X")],
        orders=(Order("O", "X", "Y"),),
        scoring=STILL,
    )
    log = tied("A 40 0, B 50 0").saw("A", "Y", after)

    assert score(made, log.log()).orders[0].verdict == verdict


# -- bounds ---------------------------------------------------------------------------------------


def test_bounds_alone_make_the_narrowest_interval() -> None:
    made = tied("").saw("A", "X", 30, bound="at_least").saw("B", "X", 44, bound="at_most")
    made.saw("C", "X", 28, until=40)

    found = result(score(span(35), made.log()))

    assert (found.verdict, found.bound, found.score) == ("too_close", "between", None)
    assert (found.elapsed_low_s, found.elapsed_s) == (30, 40)


@pytest.mark.parametrize(("limit", "verdict"), [(40, "met"), (35, "too_close"), (25, "missed")])
@pytest.mark.parametrize("kind", ["until", "one source", "two sources"])
def test_a_time_between_two_bounds(limit: float, verdict: str, kind: str) -> None:
    made = tied("")
    if kind == "until":
        made.saw("A", "X", 30, until=40)
    else:
        made.saw("A", "X", 40, bound="at_most")
        made.saw("A" if kind == "one source" else "B", "X", 30, bound="at_least")

    card = score(span(limit), made.log())

    assert (result(card).verdict, kinds(card)) == (verdict, [])


def test_edges_that_cross_are_a_spread_and_a_dispute() -> None:
    made = tied("").saw("A", "X", 50, bound="at_least").saw("B", "X", 40, bound="at_most")

    card = score(span(45), made.log())

    # A alone: at least 50, missed; B alone: at most 40, met.
    assert kinds(card) == ["spread"]
    assert card.conflicts[0].spread_s == 10
    assert result(card).verdict == "disputed"


def test_edges_that_cross_a_little_decide_nothing_between_them() -> None:
    made = tied("").saw("A", "X", 41, bound="at_least").saw("B", "X", 40, bound="at_most")

    assert result(score(span(40.5), made.log())).verdict == "too_close"
    assert result(score(span(41.5), made.log())).verdict == "met"
    assert result(score(span(39.5), made.log())).verdict == "missed"


@pytest.mark.parametrize(
    ("bound", "at_s", "over"),
    [
        # X at 40 ± u 1; the bound's u 1; 2·√2 = 2.828
        ("at_most", "37.17", 2.83),
        ("at_most", "37.18", None),
        ("at_least", "42.83", 2.83),
        ("at_least", "42.82", None),
    ],
)
def test_a_bound_that_contradicts_an_eyewitness_is_named(
    bound: Any, at_s: str, over: float | None
) -> None:
    made = tied("A 40 1").saw("B", "X", Fraction(at_s), 1, bound=bound, observed="radio")

    card = score(span(), made.log())

    assert result(card).elapsed_s == 40
    found: list[Any] = [(one.kind, one.sources, one.spread_s) for one in card.conflicts]
    wanted = [("contradicts_bound", ("A", "B"), pytest.approx(over))]
    assert found == ([] if over is None else wanted)


def log_of_units(*rows: tuple[str, str, Any]) -> Log:
    made = tied("")
    for source, ref, at_s in rows:
        made.saw(source, ref, at_s)
    return made.log()


def test_all_by_and_one_unit_at_the_same_minute_are_exact() -> None:
    made = script([step("S"), step("X", "12")], [target("T", "S", "X", 100)], scoring=STILL)

    found = result(score(made, log_of_units(("A", "X/1", 60), ("A", "X", 60))))

    assert (found.verdict, found.bound, found.elapsed_s) == ("met", "exact", 60)


def test_that_all_were_done_no_earlier_bounds_no_unit() -> None:
    made = script([step("S"), step("X", "12")], [target("T", "S", "X", 100)], scoring=STILL)
    log = tied("").saw("A", "X/1", 50).saw("A", "X", 60, bound="at_least")

    assert result(score(made, log.log())).verdict == "not_recorded"
