"""Join log tables from outside to a recorded log, so that paper and the 110 record count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.texts import _
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.tables.ratings_table import read_ratings
from drillplanner.exchange.text_file import HeldText, Unreadable, text_of
from drillplanner.plan.model import Script
from drillplanner.review.observation import Log, Observation
from drillplanner.review.ratings import Rating
from drillplanner.services.review.decisions import JoinedTable
from drillplanner.services.review.observation_builder import observe

if TYPE_CHECKING:
    from drillplanner.report.inputs import Chain
    from drillplanner.services.review.review_session import DrillReview

#: Most characters of a table's name that its rows are cited by.
_LONGEST_NAME = 120


def read_tables(paths: Sequence[Path], review: DrillReview) -> tuple[tuple[str, str], ...]:
    """Read new tables, held to every rule together with those already joined.

    Returns:
        For each new table its name and its text. A table that is joined already, word for
        word, is left out.

    Raises:
        FileRefused: something is wrong in them; every fault is named with its place.
        UserError: a name is taken, or a source is one that was recorded live.
    """
    known = {table.name: table.text for table in review.decisions.tables}
    new: dict[str, str] = {}
    for path in paths:
        name, text = path.name, _text(path)
        if {**known, **new}.get(name, text) != text:
            raise UserError(
                _(
                    "Another table named {name} is joined already; take that one out first, or "
                    "give the file another name.",
                    name=name,
                )
            )
        if name not in known:
            new[name] = text
    script = review.script
    recorded = observe(review.recorded.entries, script.zone, review.round)
    join(recorded, tuple({**known, **new}.items()), script)
    return tuple(new.items())


def read_rating_table(path: Path, script: Script) -> tuple[Rating, ...]:
    """Read what evaluators rated.

    Raises:
        FileRefused: something is wrong in the table; every fault is named with its place.
    """
    return read_ratings(path, script)


def join(recorded: Log, tables: Sequence[tuple[str, str]], script: Script) -> Log:
    """Give the recorded log with the rows of the tables behind its own.

    Raises:
        FileRefused: a table is not sound.
        UserError: a table speaks for a source that was recorded live: one name, two clocks.
    """
    if not tables:
        return recorded
    added = read_logs([HeldText(_cited(name), text) for name, text in tables], script)
    _require_own_sources(recorded, added)
    last = 1 + max(_numbers(recorded), default=-1)
    return Log(
        observations=(*recorded.observations, *(_later(o, last) for o in added.observations)),
        sync_marks=(
            *recorded.sync_marks,
            *(replace(mark, number=mark.number + last) for mark in added.sync_marks),
        ),
        offsets=(
            *recorded.offsets,
            *(replace(stated, number=stated.number + last) for stated in added.offsets),
        ),
        holds=(
            *recorded.holds,
            *(
                replace(held, number=held.number + last, stop_number=held.stop_number + last)
                for held in added.holds
            ),
        ),
        not_applicable={**added.not_applicable, **recorded.not_applicable},
        scales={**recorded.scales, **added.scales},
        origins={**recorded.origins, **added.origins},
        commands=recorded.commands,
    )


def table_chains(tables: Iterable[JoinedTable], log: Log) -> tuple[Chain, ...]:
    """Give the tables as the report lists them: how many rows, and the hash of the text."""
    from drillplanner.report.inputs import Chain

    parts = (log.observations, log.sync_marks, log.offsets, log.holds)
    return tuple(
        Chain(
            table.name,
            sum(row.place.startswith(f"{_cited(table.name)},") for part in parts for row in part),
            sha256(table.text.encode("utf-8")).hexdigest(),
            "not_verified",
        )
        for table in tables
    )


def _cited(name: str) -> str:
    """Return what rows of a table are cited by: its name, cut where it is too long to print."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _text(path: Path) -> str:
    try:
        return text_of(path)
    except Unreadable as error:
        said = _("{file} cannot be read: {why}", file=path.name, why=error.text)
        raise FileRefused(said) from error


def _require_own_sources(recorded: Log, added: Log) -> None:
    for source in added.scales:
        if source in recorded.scales:
            raise UserError(
                _(
                    "The table speaks for {source}, which was recorded live in this drill. If it "
                    "is another clock, give it a name of its own in the table; if it is the same "
                    "record, it counts already.",
                    source=source,
                )
            )


def _numbers(log: Log) -> Iterator[int]:
    for rows in (log.observations, log.sync_marks, log.offsets):
        yield from (row.number for row in rows)
    yield from (max(held.number, held.stop_number) for held in log.holds)


def _later(row: Observation, by: int) -> Observation:
    return replace(row, number=row.number + by)
