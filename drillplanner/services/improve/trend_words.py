"""Say a trend in words, the same in the window and on the command line."""

from __future__ import annotations

from drillplanner.base.durations import duration, measured
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.review.statistics.series import LEAST_FOR_TREND
from drillplanner.services.improve.trends import Point, Refused, Series
from drillplanner.terms.document import Phrase


def series_said(series: Series) -> tuple[Text, ...]:
    """Say what the drills of one school come to, a line each."""
    lines = [
        ngettext(
            "{school}: {count} drill measured, median {median} s, nine of ten within {slow} s",
            "{school}: {count} drills measured, median {median} s, nine of ten within {slow} s",
            len(series.lengths),
            school=series.school,
            median=_seconds(series.median_s),
            slow=_seconds(series.slow_s),
        )
    ]
    rate = rate_said(series)
    if rate is not None:
        lines.append(_("  met {rate}", rate=rate))
    lines.append(_("  {direction}", direction=direction_said(series)))
    return tuple(lines)


def rate_said(series: Series) -> Text | None:
    """Say how many met the limit, and between which limits the share lies; None without any."""
    rate = series.rate
    if rate is None:
        return None
    return _(
        "{met} of {judged}; the pass rate lies from {low} to {high} % (Wilson, 95 %)",
        met=series.met,
        judged=series.judged,
        low=f"{rate.low * 100:.0f}",
        high=f"{rate.high * 100:.0f}",
    )


def direction_said(series: Series) -> Text:
    """Say whether it gets quicker, or from how many drills on that can be told."""
    found = series.direction
    if found is None:
        return _("whether it gets quicker is not told below {least} drills", least=LEAST_FOR_TREND)
    return _(
        "{slope} s from drill to drill (Theil-Sen), p = {p} (Mann-Kendall)",
        slope=f"{found.slope:+.2f}",
        p=f"{found.p:.3f}",
    )


def refused_said(one: Refused) -> Text:
    """Say why a drill does not stand beside the others."""
    return _(
        "not compared: {drill} ({day}): {reason}",
        drill=one.title,
        day=one.day.isoformat(),
        reason=one.reason,
    )


def measured_at(point: Point) -> Phrase:
    """Say how long the target took in one drill, with its uncertainty."""
    if point.elapsed_s is None:
        return "—"
    return measured(point.elapsed_s, point.u_s)


def limit_said(limit_s: float | None) -> Phrase:
    """Say the limit that all drills of a trend have."""
    return _("no limit") if limit_s is None else duration(exact(limit_s))


def _seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"
