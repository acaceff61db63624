"""Join log tables from outside to a recorded log, so that paper and the 110 record count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeAlias, TypeVar

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.texts import _
from drillplanner.exchange.tables.log_table import dial_doubts, read_logs
from drillplanner.exchange.tables.ratings_table import read_ratings
from drillplanner.exchange.tables.source_times import DialDoubt
from drillplanner.exchange.text_file import HeldText, Unreadable, text_of
from drillplanner.exchange.time_reader.dial import Dial
from drillplanner.plan.model import Script
from drillplanner.report.inputs import Chain
from drillplanner.review.observation import (
    Confirmation,
    HeadCount,
    Hold,
    Log,
    Observation,
    StatedOffset,
    SyncMark,
    Use,
)
from drillplanner.review.points.ratings import Rating
from drillplanner.run.codec import Sealed
from drillplanner.services.review.decisions import Decisions, JoinedTable, TableText
from drillplanner.services.review.observation_builder import observe

#: A row that has a place in the log's order.
_Row: TypeAlias = Observation | SyncMark | StatedOffset | Use | Confirmation | HeadCount
_R = TypeVar("_R", bound=_Row)

#: Most characters of a table's name that its rows are cited by.
_LONGEST_NAME = 120


class Reviewed(Protocol):
    """What new tables are held to: the round that is reviewed, and what was joined to it."""

    @property
    def recorded(self) -> Recorded:
        """What was logged."""
        ...

    @property
    def script(self) -> Script:
        """The script it is scored by."""
        ...

    @property
    def decisions(self) -> Decisions:
        """What people decided."""
        ...

    @property
    def round(self) -> int:
        """The round's number."""
        ...


class Recorded(Protocol):
    """What was logged of a drill."""

    @property
    def entries(self) -> Sequence[Sealed]:
        """All entries, of every round."""
        ...


def table_doubts(paths: Sequence[Path], review: Reviewed) -> tuple[DialDoubt, ...]:
    """Find the sources of new tables whose times have several readings, to ask which one it is."""
    return dial_doubts(paths, review.script)


def read_tables(
    paths: Sequence[Path], review: Reviewed, dials: Mapping[str, Dial] | None = None
) -> tuple[TableText, ...]:
    """Read new tables, held to every rule together with those already joined.

    Args:
        paths: the tables.
        review: of the drill they are joined to.
        dials: what the figures of their sources are, where someone was asked.

    Returns:
        The new tables. One that is joined already, word for word, is left out.

    Raises:
        FileRefused: something is wrong in them; every fault is named with its place.
        UserError: a name is taken, or a source is one that was recorded live.
    """
    return take_tables([TableText(path.name, _text(path), dials or {}) for path in paths], review)


def take_tables(tables: Iterable[TableText], review: Reviewed) -> tuple[TableText, ...]:
    """Hold new tables to the same that are no files; see `read_tables`."""
    known = {table.name: table.table for table in review.decisions.tables}
    new: dict[str, TableText] = {}
    for table in tables:
        name = table.name
        taken = known.get(name) or new.get(name)
        if taken is not None and taken.text != table.text:
            raise UserError(
                _(
                    "Another table named {name} is joined already; take that one out first, or "
                    "give the file another name.",
                    name=name,
                )
            )
        if taken is None:
            new[name] = table
    script = review.script
    recorded = observe(review.recorded.entries, script.zone, review.round)
    join(recorded, (*known.values(), *new.values()), script)
    return tuple(new.values())


def read_rating_table(path: Path, script: Script) -> tuple[Rating, ...]:
    """Read what evaluators rated.

    Raises:
        FileRefused: something is wrong in the table; every fault is named with its place.
    """
    return read_ratings(path, script)


def join(recorded: Log, tables: Sequence[TableText], script: Script) -> Log:
    """Give the recorded log with the rows of the tables behind its own.

    Raises:
        FileRefused: a table is not sound.
        UserError: a table speaks for a source that was recorded live: one name, two clocks. It may
            say how that clock differs from another, and no more.
    """
    if not tables:
        return recorded
    held = [HeldText(_cited(table.name), table.text) for table in tables]
    added = read_logs(
        held,
        script,
        {source: dial for table in tables for source, dial in table.dials.items()},
        as_before=frozenset(text for text, table in zip(held, tables, strict=True) if table.is_old),
    )
    new = [name for name in added.scales if name not in recorded.scales]
    _require_own_sources(recorded, added)
    last = 1 + max(_numbers(recorded), default=-1)
    return Log(
        observations=(*recorded.observations, *_later(added.observations, last)),
        sync_marks=(*recorded.sync_marks, *_later(added.sync_marks, last)),
        offsets=(*recorded.offsets, *_later(added.offsets, last)),
        holds=(
            *recorded.holds,
            *(
                replace(held, number=held.number + last, stop_number=held.stop_number + last)
                for held in added.holds
            ),
        ),
        not_applicable={**added.not_applicable, **recorded.not_applicable},
        scales={**recorded.scales, **{name: added.scales[name] for name in new}},
        origins={**recorded.origins, **added.origins},
        commands=recorded.commands,
        uses=(*recorded.uses, *_later(added.uses, last)),
        confirmations=(*recorded.confirmations, *_later(added.confirmations, last)),
        heads=(*recorded.heads, *_later(added.heads, last)),
        readings=(*recorded.readings, *added.readings),
        warnings=(*recorded.warnings, *added.warnings),
        comparisons=recorded.comparisons,
    )


def table_chains(tables: Iterable[JoinedTable], log: Log) -> tuple[Chain, ...]:
    """Give the tables as the report lists them: how many rows, and the hash of the text."""
    from drillplanner.report.inputs import Chain

    # A head count stands on the row of its step, which is counted already.
    parts = (
        log.observations, log.sync_marks, log.offsets, log.holds, log.uses, log.confirmations,
    )  # fmt: skip
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
    own = {*recorded.scales} - _only_compared(added)
    for source in added.scales:
        if source in own:
            raise UserError(
                _(
                    "The table speaks for {source}, which was recorded live in this drill. If it "
                    "is another clock, give it a name of its own in the table; if it is the same "
                    "record, it counts already.",
                    source=source,
                )
            )


def _only_compared(added: Log) -> set[str]:
    """Name the sources of which a table says only how their clock differs from another's."""
    saying: tuple[Sequence[_Row | Hold], ...] = (
        added.observations,
        added.sync_marks,
        added.holds,
        added.uses,
        added.confirmations,
        added.heads,
        [one for one in added.offsets if one.at_s is not None],
    )
    said = {row.source for rows in saying for row in rows}
    return {one.source for one in added.offsets} - said


def _numbered(log: Log) -> tuple[Sequence[_Row], ...]:
    """Give all rows of a log that have a place in its order, but the holds."""
    return (
        log.observations,
        log.sync_marks,
        log.offsets,
        log.uses,
        log.confirmations,
        log.heads,
    )


def _numbers(log: Log) -> Iterator[int]:
    for rows in _numbered(log):
        yield from (row.number for row in rows)
    yield from (max(held.number, held.stop_number) for held in log.holds)


def _later(rows: Iterable[_R], by: int) -> Iterator[_R]:
    """Put rows of tables behind those recorded."""
    return (replace(row, number=row.number + by) for row in rows)
