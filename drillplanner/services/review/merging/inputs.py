"""Review a drill from files, without a workspace of its own: log packs, and tables beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import Fault, FileRefused, UserError
from drillplanner.base.ids import DrillId
from drillplanner.base.private_files import passing_folder
from drillplanner.base.texts import Text, _
from drillplanner.exchange.pack.log_pack import begins_as_pack
from drillplanner.exchange.pack.qr_codes import PICTURES
from drillplanner.exchange.time_reader.dial import Dial
from drillplanner.services.exchange.pack_joining import (
    Examined,
    join_in_turn,
    read_file,
    read_shown,
)
from drillplanner.services.plan.scripts import open_script, parsed
from drillplanner.services.review.decisions import save_table
from drillplanner.services.review.evaluation.sheets import save_ratings
from drillplanner.services.review.joining import read_rating_table, read_tables
from drillplanner.services.review.review_session import (
    DrillReview,
    Recorded,
    read_drill,
    review_drill,
)
from drillplanner.services.run.sessions import create_workspace

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

_HEAD_BYTES = 80


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files a drill is scored from: its script, log tables or log packs, and ratings.

    Log packs bring their script along; one that is given stands in its place. `dials` say what
    the figures of a source mean, where its tables leave that open. `accepts` takes what is sound
    in packs that a person should look at first. `round` is of the packs' drill.
    """

    script: Path | None
    logs: tuple[Path, ...]
    ratings: Path | None = None
    dials: Mapping[str, Dial] = field(default_factory=dict)
    accepts: bool = False
    round: int | None = None


def is_pack(path: Path) -> bool:
    """Tell by its first bytes whether a file is a log pack; whoever reads it says why it is not."""
    try:
        with path.open("rb") as file:
            return begins_as_pack(file.read(_HEAD_BYTES))
    except OSError:
        return False


def join_all(
    workspace: Workspace,
    packs: Sequence[Path],
    *,
    accepts: bool,
    said: Callable[[Examined], None] = lambda _found: None,
) -> str:
    """Join packs of one drill to a workspace; return which drill.

    Raises:
        FileRefused: one of them is refused, or should be looked at first and nobody said that
            it is to be taken all the same. Every pack is looked at before.
    """
    found = join_in_turn(
        workspace,
        _read(packs),
        lambda one: one.verdict == "sound" or accepts,
    )
    faults: list[Fault] = []
    for one in found:
        if one.verdict in ("joined", "here"):
            said(one)
        else:
            faults += [Fault(one.name, text) for text in one.doubts]
    if faults:
        raise FileRefused(
            _(
                "Look at these log packs first; {option} takes what is sound in them:",
                option="--accept",
            ),
            faults,
        )
    drills = {one.drill for one in found if one.drill}
    if len(drills) != 1:
        raise UserError(_("There is no drill in these log packs."))
    return drills.pop()


def _read(packs: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Read packs one by one, and those that are pictures of QR codes as one, the last."""
    shown = [path for path in packs if path.suffix.lower() in PICTURES]
    for path in packs:
        if path not in shown:
            yield path.name, read_file(path)
    if shown:
        yield ", ".join(path.name for path in shown), read_shown(shown)


@contextmanager
def passing_workspace() -> Iterator[Workspace]:
    """Open a workspace that lasts as long as one command."""
    with passing_folder() as folder:
        workspace = create_workspace(folder / "packs.drill")
        try:
            yield workspace
        finally:
            workspace.close()


def review_packs(
    files: Inputs,
    said: Callable[[Examined], None] = lambda _found: None,
    warned: Callable[[Text], None] = lambda _words: None,
) -> DrillReview:
    """Review the drill of log packs, by the very rules of the window, tables beside it joined.

    Args:
        files: what to review.
        said: hears what each pack is.
        warned: hears that the script that was given is another than the packs'.

    Raises:
        FileRefused: a pack, a table or the ratings were refused; every fault is named.
    """
    packs = [path for path in files.logs if is_pack(path)]
    tables = [path for path in files.logs if path not in packs]
    with passing_workspace() as workspace:
        drill = join_all(workspace, packs, accepts=files.accepts, said=said)
        review = _reviewed(workspace, drill, files, warned)
        if not tables and files.ratings is None:
            return review
        held = DrillId(drill)
        for table in read_tables(tables, review, files.dials):
            save_table(workspace, held, review.round, table)
        if files.ratings is not None:
            ratings = read_rating_table(files.ratings, review.script)
            save_ratings(workspace, held, review.round, ratings)
        return _reviewed(workspace, drill, replace(files, round=review.round), lambda _words: None)


def _reviewed(
    workspace: Workspace, drill: str, files: Inputs, warned: Callable[[Text], None]
) -> DrillReview:
    recorded = read_drill(workspace, drill)
    return review_drill(_with_script(recorded, files, warned), files.round)


def _with_script(recorded: Recorded, files: Inputs, warned: Callable[[Text], None]) -> Recorded:
    if files.script is None:
        return recorded
    given = open_script(files.script)
    document = given.document
    if not files.accepts and given.script.id != parsed(recorded.document).id:
        raise UserError(
            _(
                "{file} is the script of another drill: of “{given}”, and the log packs of "
                "“{held}”. Leave it out; {option} uses it all the same.",
                option="--accept",
                file=str(files.script),
                given=given.script.id,
                held=parsed(recorded.document).id,
            )
        )
    if document != recorded.document:
        warned(
            _(
                "warning: {file} is another script than the one of the log packs; it is used.",
                file=str(files.script),
            )
        )
    return replace(recorded, document=document)
