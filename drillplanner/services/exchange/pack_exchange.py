"""Hand a drill's facts over as one file, take others' facts in, and check a log for tampering."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.exchange.pack.keys import LaptopKey
from drillplanner.exchange.pack.log_pack import write_pack
from drillplanner.organisation.school import held_at
from drillplanner.run.chain import Chains, check_code, in_order, verify
from drillplanner.run.codec import as_fact, unseal
from drillplanner.run.drill import standing_adoptions
from drillplanner.run.fact import Fact, digest, read_body
from drillplanner.run.fact_kinds import (
    ATTACHMENT_PART,
    DRILL,
    ENTRY,
    GRADE,
    LOG_PACK_NAMES,
    LOG_TABLE,
    RATING,
    RULING,
    SCHOOL,
    SCRIPT,
    TOMBSTONE,
    WITHDRAWAL,
)
from drillplanner.run.journal import Journal, read_journal, write_journal
from drillplanner.run.photos.attachments import parts, read_part
from drillplanner.run.photos.photo import standing_hashes
from drillplanner.store.fact_shapes import shape_fault

if TYPE_CHECKING:
    from drillplanner.store.changes import Joined
    from drillplanner.store.queries import Damaged
    from drillplanner.store.workspace import Workspace


#: What says something of a drill's log beside its entries: tables, and what was decided.
_TOLD_BESIDE = frozenset({LOG_TABLE, RULING, RATING, GRADE, WITHDRAWAL})

#: What no file that travels brings along.
_NEVER = frozenset({TOMBSTONE, LOG_PACK_NAMES})


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of taking a file in: what it held, and what was new of it."""

    journal: Journal
    joined: Joined


@dataclass(frozen=True, slots=True)
class Checked:
    """What speaks for and against the log of a drill; not whole is printed as not verified."""

    chains: Chains
    damaged: tuple[Damaged, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing was found that speaks against the log."""
        return self.chains.is_whole and not self.damaged


def hand_over(workspace: Workspace, drill: str, *, with_photos: bool = True) -> bytes:
    """Write all facts of a drill, the scripts it was held with or adopted and its photos.

    This, not a copy of the workspace file, is the form in which logs travel; the same facts give
    the same bytes, in whatever order they came here. Of a photo that was taken out again, or
    whose bytes were damaged, the facts go along, the bytes do not.
    """
    facts = workspace.facts(drill)
    here = workspace.attachments(drill)
    photos = [name for name in standing_hashes(facts) if name in here and with_photos]
    return b"".join(
        (
            write_journal(_in_order(workspace, drill, facts, here)),
            *_photo_lines(workspace, drill, photos),
        )
    )


def write_log_pack(
    workspace: Workspace,
    drill: str,
    key: LaptopKey,
    *,
    with_names: bool = True,
    with_photos: bool = True,
) -> bytes:
    """Write a drill as a log pack (记录包): what `hand_over` gives, behind a signed head."""
    records = hand_over(workspace, drill, with_photos=with_photos)
    names = workspace.names() if with_names else {}
    return write_pack(
        drill,
        records,
        workspace.entries(drill),
        {one: name for one, name in names.items() if one.encode() in records},
        key,
    )


def _in_order(
    workspace: Workspace, drill: str, facts: Sequence[Fact], here: frozenset[str]
) -> list[Fact]:
    """Put scripts, the drill, what was decided and the log into an order that all agree on."""
    held = workspace.drill(drill)
    scripts = {held.drill.began_with} if held is not None else set()
    scripts |= {one.script for one in standing_adoptions(facts)}
    shared = [fact for fact in workspace.facts(kind=SCRIPT) if fact.hash in scripts]
    school = _of_school(workspace, held_at(facts).id)
    told = [
        fact
        for fact in (*facts, *workspace.copies(drill))
        if fact.kind != ENTRY
        and not (fact.kind == ATTACHMENT_PART and read_part(fact).sha256 in here)
    ]
    # A drill's fact comes first, so that a reader knows early what the rest is of.
    told.sort(key=lambda one: (one.kind != DRILL, one.id, one.hash))
    copies = [unseal(one.data) for one in workspace.copies(drill) if one.kind == ENTRY]
    log = (as_fact(one) for one in in_order([*workspace.entries(drill), *copies]))
    return [*sorted(shared, key=_by_hash), *sorted(school, key=_by_hash), *told, *log]


def pack_code(workspace: Workspace, drill: str) -> str:
    """Give the code by which two people see that their packs hold the same log of a drill.

    It covers every entry, by its session's last hash, and every table and decision, so that rows
    from paper count like entries; without any it is the check code of the whole log.
    """
    chains = check_log(workspace, drill).chains
    told = sorted(fact.hash for fact in workspace.facts(drill) if fact.kind in _TOLD_BESIDE)
    if not told:
        return chains.check_code
    lasts = sorted(chain.last_hash for chain in chains.sessions)
    return check_code(digest("\n".join([*lasts, *told]).encode("ascii")))


def _by_hash(fact: Fact) -> str:
    return fact.hash


def _of_school(workspace: Workspace, school: str) -> list[Fact]:
    """List what says how a drill's school is and was called."""
    return [
        fact
        for fact in (workspace.facts(kind=SCHOOL) if school else ())
        if read_body(fact.data).get("school") == school
    ]


def _photo_lines(workspace: Workspace, drill: str, hashes: list[str]) -> Iterator[bytes]:
    """Give the lines of photos one after the other, so that no second copy of all is made."""
    for name in hashes:
        try:
            data = workspace.attachment(name)
        except FileRefused:
            # Whoever gets the journal sees the photo as missing, by its name and hash.
            continue
        for part in parts(drill, data) if data is not None else ():
            yield write_journal([part])


def take_in(workspace: Workspace, data: bytes) -> TakenIn:
    """Join all that is whole in a journal to the workspace, in one transaction.

    Damaged and malformed records are named in the journal's faults and left out; the order in
    which files are taken in does not matter, and taking one in twice changes nothing.
    """
    journal = read_journal(data)
    facts: list[Fact] = []
    faults: list[Fault] = []
    for fact in journal.facts:
        text = shape_fault(fact)
        if text is not None:
            faults.append(Fault(fact.id, text))
        # What deletes is taken back by nobody: it comes with a workspace, never with a log.
        elif fact.kind not in _NEVER:
            facts.append(fact)
    journal = replace(journal, faults=(*journal.faults, *faults))
    return TakenIn(journal, workspace.add(facts))


def check_log(workspace: Workspace, drill: str, known: Mapping[str, str] | None = None) -> Checked:
    """Examine a drill's hash chains and every byte they stand for.

    Args:
        workspace: open in any way.
        drill: which one.
        known: last hashes by session that were written down elsewhere, such as in a report.
    """
    roots = [fact.hash for fact in workspace.facts(drill, DRILL)]
    copies = [unseal(fact.data) for fact in workspace.copies(drill) if fact.kind == ENTRY]
    chains = verify([*workspace.entries(drill), *copies], roots, known)
    return Checked(chains, workspace.damaged(drill))
