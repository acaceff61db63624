"""What must hold of every score, whatever the drill."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.plan.model import FirstOf, LastOf, Scoring
from drillplanner.review.observation import Log
from drillplanner.review.scoring import score
from tests.review.build import LogBuilder, script, step, target

SPAN = script([step("a"), step("b")], [target("T", "a", "b", 60.0)])

millis = st.integers(0, 200_000).map(lambda n: Fraction(n, 1000))
uncertainties = st.decimals("0", "5", places=3)


def verdict(log: Log) -> str:
    return score(SPAN, log).targets[0].verdict


@given(st.decimals("0.001", "3000", places=3), st.decimals("0", "3", places=3))
def test_a_time_whose_uncertainty_just_reaches_the_limit_is_met(limit: Decimal, u: Decimal) -> None:
    span = script([step("a"), step("b")], [target("T", "a", "b", float(limit))])
    elapsed = Fraction(limit) - 2 * Fraction(u)
    if elapsed < 0:
        return

    just = LogBuilder().saw("A", "a", 32400).saw("A", "b", 32400 + elapsed, u).log()
    over = (
        LogBuilder()
        .saw("A", "a", 32400)
        .saw("A", "b", 32400 + elapsed + Fraction(1, 10**9), u)
        .log()
    )

    assert score(span, just).targets[0].verdict == "met"
    assert score(span, over).targets[0].verdict == ("too_close" if u else "missed")


@given(millis, uncertainties, uncertainties)
def test_more_uncertainty_never_turns_a_verdict_round(
    elapsed: Fraction, u: Decimal, more: Decimal
) -> None:
    calm = LogBuilder().saw("A", "a", 0).saw("A", "b", elapsed, u).log()
    shaky = LogBuilder().saw("A", "a", 0).saw("A", "b", elapsed, u + more).log()

    assert verdict(shaky) in {verdict(calm), "too_close"}


@given(millis, millis, st.decimals("-40000", "40000", places=3), uncertainties)
def test_where_a_clock_stands_does_not_matter_once_it_is_tied(
    began: Fraction, lasted: Fraction, shift: Decimal, u: Decimal
) -> None:
    def log(away: Fraction) -> Log:
        return (
            LogBuilder()
            .saw("A", "a", began, u)
            .sync("A", "muster", 0, "0.1")
            .sync("B", "muster", away, "0.1")
            .saw("B", "b", began + lasted + away, u)
            .log()
        )

    at_home, away = score(SPAN, log(Fraction(0))), score(SPAN, log(Fraction(shift)))

    assert at_home.targets == away.targets
    assert at_home.whole == away.whole


@given(millis, st.lists(millis, min_size=1, max_size=6))
def test_the_last_of_all_is_never_before_the_first(began: Fraction, ends: list[Fraction]) -> None:
    names = tuple(f"s{n}" for n in range(len(ends)))
    plan = script(
        [step("a"), *(step(name) for name in names)],
        [target("L", "a", LastOf(names)), target("F", "a", FirstOf(names))],
    )
    builder = LogBuilder().saw("A", "a", began)
    for name, end in zip(names, ends, strict=True):
        builder.saw("A", name, began + end)

    last, first = score(plan, builder.log()).targets

    assert last.elapsed_s == max(ends)
    assert first.elapsed_s == min(ends)


@given(
    st.permutations(["A", "B", "C", "D"]),
    st.lists(millis, min_size=4, max_size=4),
    st.lists(uncertainties, min_size=4, max_size=4),
)
def test_the_order_of_files_does_not_matter_where_clocks_agree(
    order: list[str], times: list[Fraction], us: list[Decimal]
) -> None:
    rows = dict(zip(["A", "B", "C", "D"], zip(times, us, strict=True), strict=True))

    def log(sources: list[str]) -> Log:
        builder = LogBuilder()
        for source in sources:
            at, u = rows[source]
            builder.sync(source, "muster", 0).saw(source, "a", 0, u).saw(source, "b", at, u)
        return builder.log()

    plain, other = score(SPAN, log(["A", "B", "C", "D"])), score(SPAN, log(order))

    assert plain.targets[0].elapsed_s == other.targets[0].elapsed_s
    assert plain.targets[0].verdict == other.targets[0].verdict
    assert plain.whole == other.whole


@given(st.lists(st.one_of(st.none(), millis), min_size=1, max_size=8), millis)
def test_points_and_coverage_stay_in_their_range(
    stops: list[Fraction | None], limit: Fraction
) -> None:
    names = [f"s{n}" for n in range(len(stops))]
    plan = script(
        [step("a"), *(step(name) for name in names)],
        [target(f"T{name}", "a", name, float(limit) + 0.5, critical=True) for name in names],
    )
    builder = LogBuilder().saw("A", "a", 0)
    for name, stop in zip(names, stops, strict=True):
        builder.saw("A", name, stop, "0.3")

    whole = score(plan, builder.log()).whole

    assert whole.score is not None
    assert whole.coverage == 1
    assert 0 <= whole.score <= (Fraction(59) if whole.capped else Fraction(100))


@given(millis, millis)
def test_the_points_curve_never_rises_with_time(one: Fraction, other: Fraction) -> None:
    def points(elapsed: Fraction) -> Fraction:
        log = LogBuilder().saw("A", "a", 0).saw("A", "b", elapsed).log()
        result = score(SPAN, log).targets[0].score
        assert result is not None
        return result

    early, late = sorted((one, other))

    assert points(early) >= points(late)


@given(st.lists(millis, min_size=1, max_size=7))
def test_the_joined_time_lies_among_the_observers(times: list[Fraction]) -> None:
    plan = script(
        [step("a"), step("b")],
        [target("T", "a", "b", None)],
        scoring=Scoring(drift_ppm=0.0),
    )
    builder = LogBuilder()
    for number, time in enumerate(times):
        source = f"S{number}"
        builder.sync(source, "muster", 0).saw(source, "b", time)
    builder.saw("S0", "a", 0)

    elapsed = score(plan, builder.log()).targets[0].elapsed_s

    assert elapsed is not None
    assert min(times) <= elapsed <= max(times)
    assert sum(t < elapsed for t in times) <= len(times) / 2
    assert sum(t > elapsed for t in times) <= len(times) / 2
