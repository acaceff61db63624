"""The room of `Services` that keeps the workspace whole: checks, repair, backups, deletion.

Whatever became of the file, the program goes on: one that may lack its newest entries opens
after a check, one that cannot be opened is left where it is and a fresh one begins beside it,
and what can be read of the old one is joined to it later.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from drillplanner.base.condition import Backup, Damage, JoinedFile, Mended, Verified
from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.ids import PersonId
from drillplanner.base.texts import Text, _
from drillplanner.organisation.field import phone_id
from drillplanner.run.fact_kinds import ENTRY, TOMBSTONE
from drillplanner.run.journal import read_journal
from drillplanner.services.workspace_home import WorkspaceHome

if TYPE_CHECKING:
    from drillplanner.services.plan.drafts import Drafts
    from drillplanner.store.workspace import Workspace

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named:
    """A damage with the title of the drill it is of, where that can be read."""

    damage: Damage
    title: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a check of all bytes came to, with the titles of drills."""

    verified: Verified
    damages: tuple[Named, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found, by a check that came to its end."""
        return self.verified.is_whole


@dataclass(frozen=True, slots=True)
class Traces:
    """Where else the words of a drill, or a name, lie; said before anything is deleted.

    `copies` are backups and old forms within reach, which are dealt with too; what was handed
    over, printed or exported is out of reach.
    """

    entries: int
    photos: int
    copies: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """What deleting came to: copies that no longer hold it, and those that still do, and why."""

    cleaned: tuple[Path, ...] = ()
    left: tuple[tuple[Path, Text], ...] = ()


class Safekeeping:
    """Checks, backups and counts are asked for on the work lane, changes on the data lane."""

    def __init__(
        self, home: WorkspaceHome, unsaved: Path, drafts: Drafts, second: Path | None = None
    ) -> None:
        self._home = home
        self._drafts = drafts
        self._unsaved = unsaved
        #: A folder on another disk, where backups are kept as well.
        self.second = second
        self._checking = threading.Lock()
        self._is_apart = False
        #: What the last check came to; None before the first one.
        self.last: Checkup | None = None

    @property
    def path(self) -> Path:
        """The workspace file."""
        return self._home.path

    # -- checks -----------------------------------------------------------------------

    def verify(self, should_stop: Callable[[], bool] = lambda: False) -> Checkup:
        """Check every byte of the workspace; it takes long, only reads, and can be stopped."""
        with self._checking:
            found = self._home.workspace().verify(lambda: self._is_apart or should_stop())
        titles = self._home.read(_titles) if found.damages else {}
        checkup = _named(found, titles)
        if found.is_complete:
            self.last = checkup
        return checkup

    @property
    def damaged_drills(self) -> frozenset[str]:
        """Which drills the last check found damage of."""
        return self.last.verified.drills if self.last is not None else frozenset()

    def mended(self) -> Mended:
        """What opening brought back from the journals of sessions."""
        return self._home.workspace().mended

    def repair(self) -> Mended:
        """Mend what can be computed anew or is in a journal."""
        self.last = None
        return self._home.workspace().repair()

    def check_file(self) -> Checkup:
        """Check the workspace file without opening it as one."""
        return check_file(self.path)

    def open_all_the_same(self) -> Checkup:
        """Open a file that may lack its newest entries, and check it.

        Raises:
            FileRefused: it is damaged so that it cannot be opened.
        """
        self._home.accepts_incomplete = True
        return self.verify()

    @property
    def can_be_taken_over(self) -> bool:
        """Whether the workspace can only be read because another computer did not close it."""
        return self._home.is_left_elsewhere

    def take_over(self) -> Checkup:
        """Open for writing what another computer did not close, and check it.

        Raises:
            UserError: somebody has it open for writing by now.
        """
        self._home.take_over()
        return self.verify()

    def apart(self, work: Callable[[Path], T]) -> T:
        """Do `work` with the file while nobody here has it open; a check under way is stopped."""
        self._is_apart = True
        try:
            with self._checking:
                return self._home.apart(work)
        finally:
            self._is_apart = False

    # -- backups ----------------------------------------------------------------------

    def folders(self) -> tuple[Path, ...]:
        """Name the folders of backups, the one beside the workspace first."""
        from drillplanner.store.backups import backup_folder

        return (backup_folder(self.path), *([self.second] if self.second else []))

    def back_up(self) -> tuple[Path, ...]:
        """Make a checked copy in each folder, where something changed since the last one.

        Raises:
            StoreFault: one could not be made; the others were tried all the same.
        """
        from drillplanner.store.protection.protecting import protect_copies

        workspace = self._home.workspace()
        # A second folder may have been out of reach when the password was set.
        protect_copies(self.path, self.copies())
        files = self._drafts.contents()
        made: list[Path] = []
        fault: StoreFault | None = None
        for folder in self.folders():
            try:
                one = workspace.back_up(folder, files)
            except StoreFault as failed:
                fault = failed
                continue
            if one is not None:
                made.append(one)
        if fault is not None:
            raise fault
        return tuple(made)

    def backups(self) -> tuple[Backup, ...]:
        """List the backups and what each holds, the newest first; unreadable ones are left out."""
        from drillplanner.store.backups import backups_in, describe

        found: list[Backup] = []
        for folder in self.folders():
            for path in backups_in(folder):
                # One with another password tells nothing of itself.
                with contextlib.suppress(StoreFault, UserError):
                    found.append(describe(path))
        return tuple(sorted(found, key=lambda one: one.made_utc_s, reverse=True))

    def join(self, path: Path, purge: Iterable[str] = ()) -> JoinedFile:
        """Join a backup or another workspace: a union, which loses nothing that is newer here."""
        joined = self._home.workspace().join(path, purge)
        return replace(joined, drafts=joined.drafts + self._drafts.put_back(joined.files))

    # -- deletion ---------------------------------------------------------------------

    def traces(self, drill: str) -> Traces:
        """Tell what deleting a drill would take away, and from where."""
        entries, photos = self._home.read(_counts, drill)
        return Traces(entries, photos, self.copies())

    def purge(self, drill: str, by: str) -> Gone:
        """Delete a drill for good, here and in the copies within reach.

        Raises:
            UserError: nobody is named who decided it.
            StoreFault: it was not deleted.
        """
        from drillplanner.services.review.decisions import person_named

        workspace = self._home.workspace()
        workspace.purge(drill, person_named(workspace, by))
        self._clear_unsaved(drill)
        return self._clean(workspace)

    def people(self) -> dict[PersonId, str]:
        """Name the people whose names are kept."""
        names = self._home.read(_names)
        phones = {phone_id(one) for one in names}
        return {PersonId(one): name for one, name in names.items() if one not in phones}

    def forget(self, person: PersonId) -> Gone:
        """Delete a person's name and phone, here and in the copies within reach.

        What was logged stays, under an id that says nothing any more.
        """
        workspace = self._home.workspace()
        name = workspace.names().get(person, "")
        workspace.forget_person(person)
        workspace.forget_person(phone_id(person))
        gone = self._clean(workspace, name)
        if not name:
            return gone
        text = _("This draft of a script says the name; change it there.")
        left = [(path, text) for path in self._drafts.forget(name)]
        return replace(gone, left=(*gone.left, *left))

    def copies(self) -> tuple[Path, ...]:
        """Name the backups and old forms within reach."""
        from drillplanner.store.backups import backups_in

        return (*(one for folder in self.folders() for one in backups_in(folder)), *self._forms())

    def _forms(self) -> tuple[Path, ...]:
        """Find the copies that migrations left beside the workspace."""
        pattern = f"{self.path.stem}.form*{self.path.suffix}"
        return tuple(sorted(self.path.parent.glob(pattern)))

    def _clean(self, workspace: Workspace, name: str = "") -> Gone:
        """Take what is deleted out of the backups too; copies of old forms go as a whole.

        Drafts in backups that say the name are deleted there.
        """
        from drillplanner.store.backups import backups_in
        from drillplanner.store.workspace import Workspace as Opened

        cleaned: list[Path] = []
        left: list[tuple[Path, Text]] = []
        tombstones = workspace.facts(kind=TOMBSTONE)
        for path in (one for folder in self.folders() for one in backups_in(folder)):
            try:
                with Opened.open(path) as copy:
                    if name:
                        copy.forget_files(name)
                    copy.bury(tombstones)
                cleaned.append(path)
            except (UserError, StoreFault) as fault:
                left.append((path, fault.text))
        for path in self._forms():
            try:
                path.unlink()
                cleaned.append(path)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                left.append((path, _("It cannot be deleted: {reason}", reason=reason)))
        return Gone(tuple(cleaned), tuple(left))

    def _clear_unsaved(self, drill: str) -> None:
        """Remove unsaved entries of a drill that is deleted; files hold one session each."""
        for path in self._unsaved.glob("*.journal"):
            with contextlib.suppress(OSError):
                facts = read_journal(path.read_bytes()).facts
                if any(fact.kind == ENTRY and fact.drill == drill for fact in facts):
                    path.unlink()


def check_file(path: Path, should_stop: Callable[[], bool] = lambda: False) -> Checkup:
    """Check every byte of a workspace file, whether it opens or not.

    Raises:
        FileRefused: it is no workspace, or a newer one.
        StoreFault: it cannot be read at all.
    """
    from drillplanner.store.workspace import Workspace

    found = Workspace.check_file(path, should_stop)
    titles: dict[str, str] = {}
    with (
        contextlib.suppress(UserError, StoreFault),
        Workspace.open(path, read_only=True, accept_incomplete=True) as workspace,
    ):
        titles = _titles(workspace)
    return _named(found, titles)


def damage_said(found: Named) -> Text:
    """Name a damage by its drill and session, as far as they are known."""
    damage = found.damage
    drill = found.title or damage.drill
    if drill and damage.session:
        return _(
            "{drill}, session {session}: {damage}",
            drill=drill,
            session=damage.session,
            damage=damage.text,
        )
    return _("{place}: {fault}", place=drill, fault=damage.text) if drill else damage.text


def fresh_path(path: Path) -> Path:
    """Name a workspace beside another one, which stays as it is."""
    number = 2
    while (fresh := path.with_name(f"{path.stem}-{number}{path.suffix}")).exists():
        number += 1
    return fresh


def _named(found: Verified, titles: dict[str, str]) -> Checkup:
    return Checkup(found, tuple(Named(one, titles.get(one.drill, "")) for one in found.damages))


def _titles(workspace: Workspace) -> dict[str, str]:
    return {one.drill.id: one.drill.title for one in workspace.drills()}


def _names(workspace: Workspace) -> dict[str, str]:
    return workspace.names()


def _counts(workspace: Workspace, drill: str) -> tuple[int, int]:
    return len(workspace.entries(drill)), len(workspace.attachments(drill))
