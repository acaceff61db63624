"""The room of `Services` that protects a workspace at rest: password, recovery sheet, key.

A lost laptop gives nothing away: database, backups, journals, drafts and unsaved entries are
encrypted under one key, which a password or the recovery sheet opens. While the program runs
the key is in memory; what is printed, exported or handed over is as readable as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from drillplanner.base.errors import Locked, StoreFault, UserError
from drillplanner.base.local_time import day_and_minute
from drillplanner.base.texts import Text, _
from drillplanner.base.translator import Language
from drillplanner.run.clock.machine_clock import Clock
from drillplanner.services.safekeeping import Safekeeping
from drillplanner.services.workspace_home import WorkspaceHome
from drillplanner.store.protection import packages
from drillplanner.store.protection.key_file import read_recovery_code, recovery_code
from drillplanner.store.protection.keyring import has_password, is_encrypted, key_of
from drillplanner.store.protection.sealing import Sealer, seal_files, sealer_of

#: none      anybody who has the disk can read it
#: open      encrypted, but its key lies beside it until a password is set
#: password  encrypted, and the key is wrapped by a password
State: TypeAlias = Literal["none", "open", "password"]


@dataclass(frozen=True, slots=True)
class Protected:
    """What came of a change: the code for the recovery sheet, and copies that stay as they were."""

    code: str
    left: tuple[tuple[Path, Text], ...] = ()


class Protection:
    """Changes are made on the data lane, while no drill runs; passwords are tried on either."""

    def __init__(
        self,
        home: WorkspaceHome,
        keeping: Safekeeping,
        clock: Clock,
        beside: Callable[[], Iterable[Path]],
    ) -> None:
        self._home, self._keeping, self._clock = home, keeping, clock
        #: Drafts and unsaved entries, which are sealed as the workspace is.
        self._beside = beside

    @property
    def can_protect(self) -> bool:
        """Whether the optional packages are here."""
        return packages.can_protect()

    @property
    def state(self) -> State:
        """How the workspace is protected, as its files say; quick enough to ask at any time."""
        return state_of(self._home.path)

    def unlock(self, password: str, path: Path | None = None) -> None:
        """Open the key of the workspace, or of another file, until the program ends.

        Raises:
            UserError: it is not the password.
        """
        unlock(path or self._home.path, password)

    def recover(self, code: str, password: str, path: Path | None = None) -> None:
        """Open it by the code of its recovery sheet, and give it a new password.

        Raises:
            UserError: the code is mistyped or of another workspace, the password too short.
        """
        recover(path or self._home.path, code, password)

    def protect(self, password: str) -> Protected:
        """Set a password, or change it.

        Raises:
            UserError: it is too short, or somebody else has the workspace open.
            StoreFault: the disk failed, or the workspace is damaged; it stands as it was.
        """
        from drillplanner.store.protection.protecting import protect

        key, left = self._keeping.apart(lambda path: protect(path, password, self._copies()))
        seal_files(self._beside(), Sealer(), Sealer(key))
        return Protected(recovery_code(key), left)

    def unprotect(self) -> Protected:
        """Take the password away: everything is readable again to whoever has the disk.

        Raises:
            Locked: it was not given yet.
            StoreFault: the disk failed, or the workspace is damaged; it stands as it was.
        """
        from drillplanner.store.protection.protecting import unprotect

        # Before the database: wherever this is cut short, what is not sealed can be read.
        seal_files(self._beside(), sealer_of(self._home.path), Sealer())
        left = self._keeping.apart(lambda path: unprotect(path, self._copies()))
        return Protected("", left)

    def code(self) -> str:
        """Show the code of the recovery sheet.

        Raises:
            Locked: the workspace has a password, which was not given yet.
            UserError: it has none.
        """
        key = key_of(self._home.path)
        if key is None:
            raise UserError(_("{file} has no password.", file=str(self._home.path)))
        return recovery_code(key)

    def write_sheet(self, target: Path, language: Language) -> None:
        """Write the recovery sheet as a PDF that only this user can read."""
        write_sheet(self._home.path, self.code(), target, language, self._clock.wall_utc_ns())

    def begin_locked(self, fresh: Path) -> None:
        """Let a workspace that is not there yet be encrypted from its first byte."""
        from drillplanner.store.protection.protecting import begin_locked

        begin_locked(fresh)

    def _copies(self) -> tuple[Path, ...]:
        return self._keeping.copies()


def state_of(path: Path) -> State:
    """Tell how a workspace is protected."""
    try:
        if not is_encrypted(path):
            return "none"
    except OSError:
        return "none"
    return "password" if has_password(path) else "open"


def is_locked(path: Path) -> bool:
    """Whether a file has a password that was not given yet.

    Raises:
        FileRefused: its key file is missing or damaged.
        StoreFault: it cannot be read.
    """
    try:
        key_of(path)
    except Locked:
        return True
    except OSError as error:
        raise StoreFault(_("{file} cannot be read.", file=str(path))) from error
    return False


def unlock(path: Path, password: str) -> None:
    """Open the key of a workspace or a backup until the program ends.

    Raises:
        UserError: it is not the password.
    """
    from drillplanner.store.protection.protecting import unlock as unlocked

    unlocked(path, password)


def recover(path: Path, code: str, password: str) -> None:
    """Open a workspace by the code of its recovery sheet, and give it a new password.

    Raises:
        UserError: the code is mistyped or of another workspace, the password too short.
    """
    from drillplanner.store.protection.protecting import recover as recovered

    recovered(path, read_recovery_code(code), password)


def write_sheet(path: Path, code: str, target: Path, language: Language, utc_ns: int) -> None:
    """Write a recovery sheet as a PDF that only this user can read.

    Raises:
        UserError: the target is a folder, cannot be replaced, or its folder does not exist.
        StoreFault: the disk is full or failed.
    """
    from drillplanner.base.atomic_file import write_durably
    from drillplanner.report.recovery_sheet import recovery_sheet
    from drillplanner.report.render.pdf.building import build

    report = recovery_sheet(path.name, code, day_and_minute(utc_ns))
    write_durably(target, build(report, language), is_private=True)
