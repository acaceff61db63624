"""Write any log as one table that reads back to the same instants: tables, or a log pack."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import Fault, FileRefused, UserError
from drillplanner.base.private_files import passing_folder
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.tables.log_row import REQUIRED
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.tables.log_table_writer import write_log
from drillplanner.exchange.tables.table_forms import in_form, require_form
from drillplanner.exchange.time_reader.dial import Dial
from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import read_script
from drillplanner.review.observation import Log
from drillplanner.run.entry import Entry
from drillplanner.services.exchange.pack_joining import examine_file, join
from drillplanner.services.review.observation_builder import Reading
from drillplanner.services.review.review_session import DrillReview

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

_HEAD_BYTES = 4_096
#: A log pack begins with the hash of its first fact (drillplanner.run.journal).
_PACK = re.compile(rb"[0-9a-f]{64} \{")


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What `export-log` is asked for: tables with their script, or one log pack."""

    logs: tuple[Path, ...]
    script: Path | None = None
    drill: str | None = None
    round: int | None = None
    dials: Mapping[str, Dial] | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what of the log has no place in a table, in sentences."""

    log: Log
    left_out: tuple[Text, ...] = ()


def export_log(order: ExportOrder, target: Path) -> Exported:
    """Write the log as a table and tell what it holds, and what it cannot.

    Raises:
        FileRefused: a log was refused.
        UserError: what is asked for does not go together, or cannot be written there.
        StoreFault: the disk failed.
    """
    if any(target.exists() and target.samefile(path) for path in order.logs if path.exists()):
        raise UserError(
            _("{file} is the table that is read; give the log another name.", file=str(target))
        )
    require_form(target)
    written, script = _read(order)
    write_durably(target, in_form(write_log(written.log, script), target))
    return written


def export_review(review: DrillReview, target: Path) -> tuple[Text, ...]:
    """Write the log of a round, joined tables and all, as one table.

    Returns what of the drill has no place in it, in sentences.

    Raises:
        UserError: it cannot be written there.
        StoreFault: the disk failed.
    """
    write_durably(target, in_form(write_log(review.log, review.script), target))
    return left_out(review)


def left_out(review: DrillReview) -> tuple[Text, ...]:
    """Tell what of a drill its log table cannot say: a row there is of a step of the script."""
    standing = [one for one in review.inputs.entries if one.voided_by is None]
    unnamed = sum(
        1 for one in standing if one.entry.kind == "mark" and (one.label or one.entry).step is None
    )
    notes = sum(
        1 for one in standing if one.entry.kind == "note" and not one.entry.text.startswith("!")
    )
    taken_back = len(review.inputs.entries) - len(standing)
    others = [one.number for one in review.rounds if one.number != review.round]
    said: list[Text] = []
    if unnamed:
        said.append(
            ngettext(
                "{count} mark without a step is not in the table: name it first.",
                "{count} marks without a step are not in the table: name them first.",
                unnamed,
            )
        )
    if notes:
        said.append(
            ngettext(
                "{count} note is not in the table; report and whole log have it.",
                "{count} notes are not in the table; report and whole log have them.",
                notes,
            )
        )
    if taken_back:
        said.append(
            ngettext(
                "{count} entry that was taken back is not in the table.",
                "{count} entries that were taken back are not in the table.",
                taken_back,
            )
        )
    if others:
        said.append(
            _(
                "The table is of round {number}; not of round {others}.",
                number=review.round,
                others=", ".join(map(str, others)),
            )
        )
    return tuple(said)


def copied_marks(entries: Iterable[Entry], script: Script, words: Mapping[str, str]) -> str:
    """Give one source's entries of a round as tab text that `read_logs` takes when it is pasted.

    Args:
        entries: of one source in one round.
        script: what they are entries of.
        words: what people call a mark, by the entry's id; put before its note.

    Returns:
        The table; empty where a mark is of no step of the script, which no log table can say.
    """
    log = Reading(tuple(entries), ZoneInfo(script.zone)).log()
    steps = {step.id for step in script.steps}
    marked = {one.place for one in log.observations if one.step in steps}
    if not words.keys() <= marked:
        return ""
    named = replace(
        log,
        observations=tuple(
            replace(one, note=": ".join(filter(None, (words.get(one.place, ""), one.note))))
            for one in log.observations
        ),
    )
    rows = list(csv.reader(io.StringIO(write_log(named, script).decode("utf-8-sig"), newline="")))
    kept = [
        place
        for place, name in enumerate(rows[0])
        if name in REQUIRED or any(row[place] for row in rows[1:])
    ]
    out = io.StringIO(newline="")
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerows([" ".join(row[place].split()) for place in kept] for row in rows)
    return out.getvalue().rstrip("\n")


def _read(order: ExportOrder) -> tuple[Exported, Script]:
    packs = [path for path in order.logs if _is_pack(path)]
    if not packs:
        if order.script is None:
            raise UserError(_("Give the script of these tables with --script."))
        script = read_script(order.script)
        return Exported(read_logs(order.logs, script, order.dials)), script
    if len(packs) < len(order.logs):
        raise UserError(_("Give either tables or log packs; join the tables to the drill first."))
    return _from_packs(packs, order)


def _is_pack(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(_PACK.match(file.read(_HEAD_BYTES)))
    except OSError:  # whoever reads it says why
        return False


def _take_in(workspace: Workspace, path: Path) -> None:
    """Join a log pack that is signed, or a whole journal, which nobody signs."""
    found = examine_file(workspace, path)
    pack = found.pack
    is_journal = pack is not None and pack.state == "unsigned"
    if found.verdict == "refused" or (found.verdict == "ambiguous" and not is_journal):
        raise FileRefused(
            _("{file} was refused; look at it first:", file=str(path)),
            [Fault(path.name, text) for text in found.doubts],
        )
    if pack is not None and pack.faults:
        raise FileRefused(found.doubts[-1], pack.faults)
    join(workspace, found)


def _from_packs(packs: list[Path], order: ExportOrder) -> tuple[Exported, Script]:
    """Read log packs through a workspace of their own, by the very rules of the review."""
    from drillplanner.services.fact_factory import drills
    from drillplanner.services.review.review_session import read_drill, review_drill
    from drillplanner.services.run.sessions import create_workspace

    with passing_folder() as folder:
        workspace = create_workspace(folder / "export.drill")
        try:
            for path in packs:
                _take_in(workspace, path)
            known = [drill.id for drill in drills(workspace)]
            chosen = order.drill or (known[0] if len(known) == 1 else None)
            if chosen is None or chosen not in known:
                raise UserError(
                    _(
                        "The log pack has {count} drills; name one with --drill: {ids}.",
                        count=len(known),
                        ids=", ".join(known),
                    )
                )
            review = review_drill(read_drill(workspace, chosen), order.round)
            return Exported(review.log, left_out(review)), review.script
        finally:
            workspace.close()
