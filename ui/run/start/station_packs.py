"""Remember which station packs were taken over on this laptop, and where they lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ui.context import AppContext

#: What is remembered: where station packs that were taken over lie, by drill.
_STATIONS = "station_packs"
#: Of how many drills.
_MOST = 8


def remember_station(context: AppContext, drill: str, path: Path) -> None:
    """Remember where a station pack lies that was taken over."""
    extra = context.settings.extra
    kept = extra.get(_STATIONS)
    known = {**kept} if isinstance(kept, dict) else {}
    known.pop(drill, None)
    known = {**dict(list(known.items())[1 - _MOST :]), drill: str(path.absolute())}
    context.remember(replace(context.settings, extra={**extra, _STATIONS: known}))


def is_remembered(extra: Mapping[str, object], path: Path) -> bool:
    """Tell whether a station pack was taken over before."""
    kept = extra.get(_STATIONS)
    return isinstance(kept, dict) and str(path.absolute()) in kept.values()


def station_of(context: AppContext, drill: str) -> tuple[Path, ...]:
    """Name the station pack of a drill, if one was taken over here."""
    kept = context.settings.extra.get(_STATIONS)
    path = kept.get(drill) if isinstance(kept, dict) else None
    return (Path(path),) if isinstance(path, str) else ()
