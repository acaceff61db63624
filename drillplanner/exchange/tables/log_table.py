"""Read log tables (paper, cameras, the 110 record, other programs) into one log.

The format is section 2 of docs/formats.md. Several files form one log: a source may go on in
a later file, and every rule of a source holds across files. All rows are read before any time
is placed, for what a source's figures mean is told by all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _, ngettext
from drillplanner.exchange.fault_list import SHOWN_FAULTS, CellFault, FaultList, shown, unknown
from drillplanner.exchange.tables.delimited import rows_of
from drillplanner.exchange.tables.log_builder import LogBuilder
from drillplanner.exchange.tables.log_row import COLUMNS, REQUIRED, LogRow, RowReader
from drillplanner.exchange.tables.source_times import DialDoubt, SourceTimes, understand_sources
from drillplanner.exchange.tables.step_cell import names_of
from drillplanner.exchange.text_file import TextSource, labels
from drillplanner.exchange.time_reader.dial import Dial
from drillplanner.plan.model import Script
from drillplanner.review.observation import Log

#: Sources of one drill; each is a clock of its own, and every pair of clocks may be tied.
MOST_SOURCES = 50


def read_logs(
    paths: Sequence[TextSource],
    script: Script,
    dials: Mapping[str, Dial] | None = None,
    *,
    as_before: frozenset[TextSource] = frozenset(),
    most_faults: int = SHOWN_FAULTS,
) -> Log:
    """Read tables of one drill, in the order given, into one log.

    Args:
        paths: the tables.
        script: what their steps are checked against.
        dials: what the figures of a source mean, where someone said so.
        as_before: tables that were read under older rules and are kept: what is ambiguous in
            them means what it meant then.
        most_faults: how many faults are kept in full.

    Raises:
        FileRefused: something is wrong with any of the files; all of it is listed, by file,
            row and column, up to `most_faults`.
        UserError: a dial is of a source that is not there.
    """
    faults, warnings = FaultList(most_faults), FaultList()
    reader = RowReader(names_of(script), faults, warnings)
    rows: list[LogRow] = []
    old: set[str] = set()
    for path, read in _rows(paths, reader):
        rows.append(read)
        if path in as_before and read.source is not None:
            old.add(read.source)
    sources = understand_sources(rows, dials or {}, faults, as_before=old)
    builder = _built(rows, sources, script, faults)
    log = builder.log(sources, warnings.kept)
    if len(log.scales) > MOST_SOURCES:
        text = _(
            "The log names {count} sources; a drill has at most {most}. Check the column source.",
            count=len(log.scales),
            most=MOST_SOURCES,
        )
        faults.add("source", text)
    if faults.total:
        _refuse(faults)
    _require_sources(dials or {}, log)
    return log


def dial_doubts(paths: Sequence[TextSource], script: Script) -> tuple[DialDoubt, ...]:
    """Find the sources of tables whose times have several readings, so that someone can be asked.

    Whatever else is wrong with the tables is left to `read_logs`.
    """
    reader = RowReader(names_of(script), FaultList(), FaultList())
    rows = [read for _path, read in _rows(paths, reader)]
    sources = understand_sources(rows, {}, FaultList())
    doubts = (one.doubt for one in sources.values())
    return tuple(doubt for doubt in doubts if doubt is not None and doubt.choices)


def _rows(paths: Sequence[TextSource], reader: RowReader) -> Iterator[tuple[TextSource, LogRow]]:
    for path, label in zip(paths, labels(paths), strict=True):
        for row in rows_of(path, label, COLUMNS, REQUIRED, reader.faults):
            yield path, reader.read(row, label)


def _built(
    rows: Sequence[LogRow],
    sources: Mapping[str, SourceTimes],
    script: Script,
    faults: FaultList,
) -> LogBuilder:
    """Put the sound rows together; the rest was told of."""
    builder = LogBuilder(sources, script, ZoneInfo(script.zone), faults)
    for row in rows:
        if not row.is_sound:
            continue
        try:
            builder.add(row)
        except CellFault as fault:
            faults.add(f"{row.place}, {fault.column or 'time'}", fault.text, row.line)
    builder.finish()
    return builder


def _require_sources(dials: Mapping[str, Dial], log: Log) -> None:
    for source in dials:
        if source not in log.scales:
            what = _("The log has no source {source}, whose dial was given.", source=shown(source))
            raise UserError(unknown(source, log.scales, what))


def _refuse(faults: FaultList) -> None:
    faults.refuse(
        ngettext(
            "The log was refused for {count} fault; mend it and read the log again.",
            "The log was refused for {count} faults; mend them and read the log again.",
            faults.total,
        ),
        _(
            "The log was refused for {count} faults, of which the first {shown} are listed; "
            "mend them and read the log again.",
            count=faults.total,
            shown=SHOWN_FAULTS,
        ),
    )
