"""Say a row of a schedule chart in words, for tips and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drillplanner.base.durations import duration
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, pgettext
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import itemised
from drillplanner.terms.vocabulary import VERDICTS
from ui.widgets.chart.rows import Bar, Line, Span


def described(line: Line, say: Callable[[Text], str]) -> str:
    """Say all that a row shows."""
    parts = [part for part in _parts(line) if part]
    said = itemised(parts)
    return said if isinstance(said, str) else say(said)  # type: ignore[arg-type] # an Authored is said too


def _parts(line: Line) -> Iterator[Phrase]:
    yield line.label
    match line:
        case Bar():
            if line.planned_s is not None:
                yield pgettext("tip of a chart", "planned {time}", time=_at(line.planned_s))
            if line.actual_s is not None:
                yield pgettext("tip of a chart", "recorded {time}", time=_at(line.actual_s))
            if line.is_critical:
                yield pgettext("tip of a chart", "on the critical path")
        case Span():
            if line.start_s is not None and line.stop_s is not None:
                planned = duration(exact(line.stop_s - line.start_s))
                yield pgettext("tip of a chart", "planned {time}", time=planned)
            if line.limit_s is not None:
                limit = duration(exact(line.limit_s))
                yield pgettext("tip of a chart", "limit {time}", time=limit)
            if line.actual_start_s is not None and line.actual_stop_s is not None:
                took = duration(exact(line.actual_stop_s - line.actual_start_s), 1)
                yield pgettext("tip of a chart", "measured {time}", time=took)
            if line.is_critical:
                yield pgettext("mark of a target", "critical")
        case _:
            return
    if line.uncertainty_s:
        yield f"± {line.uncertainty_s:.1f} s"
    if line.verdict is not None:
        yield VERDICTS[line.verdict][1]


def _at(second: float) -> Text:
    return duration(exact(second))
