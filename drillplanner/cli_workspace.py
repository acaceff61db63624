"""The commands that check, back up, restore and clear a workspace (docs/formats.md, section 3)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.base.errors import UserError
from drillplanner.base.private_files import data_folder
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.cli_password import (
    Voice,
    add_password_option,
    new_password,
    recovery_code_given,
    unlock,
)

if TYPE_CHECKING:
    from drillplanner.bootstrap import Services
    from drillplanner.services.safekeeping import Checkup, Gone

_DONE, _REFUSED = 0, 1


def add_commands(commands: Any, say: Callable[[Text], str]) -> None:
    """Add the commands of the workspace to those of the program."""
    verify = commands.add_parser("verify", help=say(_("check every byte of a workspace")))
    verify.add_argument("workspace", type=Path, nargs="?", metavar="WORKSPACE")
    verify.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    verify.add_argument(
        "--repair",
        action="store_true",
        help=say(_("open it all the same, and mend what can be mended")),
    )
    verify.add_argument(
        "--take-over",
        action="store_true",
        help=say(
            _("with {option}: open one that another computer did not close", option="--repair")
        ),
    )
    add_password_option(verify, say)
    verify.set_defaults(run=_verify)

    backup = commands.add_parser("backup", help=say(_("make a checked copy of a workspace")))
    backup.add_argument("workspace", type=Path, nargs="?", metavar="WORKSPACE")
    backup.add_argument("--to", type=Path, metavar="DIR", help=say(_("in this folder as well")))
    add_password_option(backup, say)
    backup.set_defaults(run=_backup)

    restore = commands.add_parser(
        "restore", help=say(_("join a backup, or what can be read of another workspace"))
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    add_password_option(restore, say)
    restore.set_defaults(run=_restore)

    purge = commands.add_parser("purge", help=say(_("delete a drill for good")))
    purge.add_argument("drill", metavar="DRILL", help=say(_("the drill's ID or title")))
    purge.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    purge.add_argument("--by", metavar="NAME", default="", help=say(_("who decided it")))
    purge.add_argument("--yes", action="store_true", help=say(_("do it; else it is only said")))
    add_password_option(purge, say)
    purge.set_defaults(run=_purge)

    forget = commands.add_parser("forget", help=say(_("delete a person's name for good")))
    forget.add_argument("name", metavar="NAME")
    forget.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    forget.add_argument("--yes", action="store_true", help=say(_("do it; else it is only said")))
    add_password_option(forget, say)
    forget.set_defaults(run=_forget)

    wipe = commands.add_parser(
        "wipe", help=say(_("clear a drill from a post's laptop once its log pack is elsewhere"))
    )
    wipe.add_argument("drill", metavar="DRILL", help=say(_("the drill's ID or title")))
    wipe.add_argument("--pack", type=Path, required=True, metavar="FILE.drillpack")
    wipe.add_argument(
        "--station", type=Path, action="append", default=[], metavar="FILE.drillpost",
        help=say(_("its station pack, which goes too")),
    )  # fmt: skip
    wipe.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    wipe.add_argument("--by", metavar="NAME", default="", help=say(_("who decided it")))
    wipe.add_argument("--yes", action="store_true", help=say(_("do it; else it is only said")))
    add_password_option(wipe, say)
    wipe.set_defaults(run=_wipe)

    _add_passwords(commands, say)


def _add_passwords(commands: Any, say: Callable[[Text], str]) -> None:
    protect = commands.add_parser(
        "protect", help=say(_("encrypt a workspace with a password, or change the password"))
    )
    protect.add_argument("workspace", type=Path, nargs="?", metavar="WORKSPACE")
    add_password_option(protect, say)
    protect.add_argument(
        "--new-password-file",
        type=Path,
        metavar="FILE",
        help=say(_("the new password is the first line of this file; else it is asked for")),
    )
    protect.add_argument(
        "--recover",
        nargs="?",
        const="",
        metavar="FILE",
        help=say(_("open it by the code of its recovery sheet, read from a file or asked for")),
    )
    protect.add_argument(
        "--sheet",
        type=Path,
        metavar="FILE.pdf",
        help=say(_("write the recovery sheet there instead of its code to the terminal")),
    )
    protect.set_defaults(run=_protect)

    unprotect = commands.add_parser(
        "unprotect", help=say(_("decrypt a workspace: it has no password any more"))
    )
    unprotect.add_argument("workspace", type=Path, nargs="?", metavar="WORKSPACE")
    add_password_option(unprotect, say)
    unprotect.set_defaults(run=_unprotect)


def workspace_of_this_user() -> Path:
    """Name the workspace that the window opens: the chosen one, else that of the data folder."""
    from drillplanner.services.workspace_home import FILE_NAME

    folder = data_folder()
    try:
        settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        chosen = settings.get("workspace") if isinstance(settings, dict) else None
    except (OSError, ValueError, RecursionError):
        chosen = None
    return Path(chosen) if isinstance(chosen, str) and chosen else folder / FILE_NAME


def open_services(workspace: Path | None, second: Path | None = None) -> Services:
    """Open the services of a workspace; without one, of the one that the window opens.

    Raises:
        UserError: there is no such file.
    """
    from drillplanner.bootstrap import Paths, build

    found = workspace or workspace_of_this_user()
    if not found.exists():
        raise UserError(_("There is no file {file}.", file=str(found)))
    services = build(Paths.within(data_folder(), found))
    services.safekeeping.second = second
    return services


def unlocked_services(
    options: argparse.Namespace, voice: Voice, second: Path | None = None
) -> Services:
    """Open the services of the workspace that a command names, once its password is given."""
    workspace = options.workspace or workspace_of_this_user()
    unlock(workspace, options, voice)
    return open_services(workspace, second)


def _verify(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.safekeeping import check_file

    path = options.workspace or workspace_of_this_user()
    if options.repair:
        with unlocked_services(options, voice) as services:
            if options.take_over:
                services.safekeeping.take_over()
            found = services.safekeeping.open_all_the_same()
            mended = services.safekeeping.mended().count
            if not found.is_whole:
                mended += services.safekeeping.repair().count
                found = services.safekeeping.verify()
    else:
        unlock(path, options, voice)
        found, mended = check_file(path), 0
    if options.json:
        voice.tell_json(_checkup_json(path, found, mended, voice))
    else:
        _tell_checkup(path, found, mended, voice)
    return _DONE if found.is_whole else _REFUSED


def _checkup_json(path: Path, found: Checkup, mended: int, voice: Voice) -> dict[str, Any]:
    verified = found.verified
    return {
        "workspace": str(path),
        "ok": found.is_whole,
        "facts": verified.facts,
        "bytes": verified.bytes,
        "seconds": verified.seconds,
        "mendable": verified.is_mendable,
        "mended": mended,
        "damages": [
            {
                "drill": one.damage.drill or None,
                "title": one.title or None,
                "session": one.damage.session or None,
                "entry": one.damage.fact or None,
                "text": voice.say(one.damage.text),
            }
            for one in found.damages
        ],
    }


def _tell_checkup(path: Path, found: Checkup, mended: int, voice: Voice) -> None:
    if mended:
        voice.tell(
            ngettext(
                "{count} entry was brought back.", "{count} entries were brought back.", mended
            )
        )
    if found.is_whole:
        voice.tell(
            ngettext(
                "{file}: {count} record checked, nothing is damaged.",
                "{file}: {count} records checked, nothing is damaged.",
                found.verified.facts,
                file=str(path),
            )
        )
        return
    from drillplanner.services.safekeeping import damage_said

    voice.complain(_("{file} is damaged:", file=str(path)))
    for one in found.damages:
        voice.complain(f"  {voice.say(damage_said(one))}")
    if found.verified.is_mendable:
        voice.complain(_("All of this can be mended: run {command}.", command="verify --repair"))


def _backup(options: argparse.Namespace, voice: Voice) -> int:
    with unlocked_services(options, voice, options.to) as services:
        made = services.safekeeping.back_up()
    for path in made:
        voice.tell(_("A checked copy is in {file}.", file=str(path)))
    if not made:
        voice.tell(_("Nothing changed since the last backup."))
    return _DONE


def _restore(options: argparse.Namespace, voice: Voice) -> int:
    unlock(options.file, options, voice)
    with unlocked_services(options, voice) as services:
        joined = services.safekeeping.join(options.file)
    voice.tell(ngettext("{count} record was new.", "{count} records were new.", joined.new))
    if joined.skipped:
        voice.complain(
            ngettext(
                "{count} record could not be read and was left out.",
                "{count} records could not be read and were left out.",
                joined.skipped,
            )
        )
    for drill in joined.held_back:
        voice.complain(
            _(
                "The drill {drill} is deleted there and was kept here; {command} deletes it.",
                drill=drill,
                command="purge",
            )
        )
    return _DONE


def _purge(options: argparse.Namespace, voice: Voice) -> int:
    with unlocked_services(options, voice) as services:
        found = [
            one.drill
            for one in services.catalogue.drills()
            if options.drill in (one.drill.id, one.drill.title)
        ]
        if len(found) != 1:
            raise UserError(
                _(
                    "{count} drills are called {name}; give the ID of one.",
                    count=len(found),
                    name=options.drill,
                )
            )
        (drill,) = found
        traces = services.safekeeping.traces(drill.id)
        voice.tell(
            _(
                "Deleting {drill} for good takes {entries} entries and {photos} photos away, here "
                "and in {copies} copies. What was printed, exported or handed over stays.",
                drill=drill.title,
                entries=traces.entries,
                photos=traces.photos,
                copies=len(traces.copies),
            )
        )
        if not options.yes:
            voice.tell(_("Nothing was deleted; add {options} to do it.", options="--yes --by"))
            return _DONE
        return _tell_gone(services.safekeeping.purge(drill.id, options.by), voice)


def _wipe(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.exchange.wiping import wiping_said

    with unlocked_services(options, voice) as services:
        drill = services.packs.meant(options.drill)
        found = services.wiping.look(drill, options.pack, options.station)
        for words in wiping_said(found):
            voice.tell(words)
        if not options.yes:
            voice.tell(_("Nothing was deleted; add {options} to do it.", options="--yes --by"))
            return _DONE
        return _tell_gone(services.wiping.wipe(found, options.by), voice)


def _forget(options: argparse.Namespace, voice: Voice) -> int:
    with unlocked_services(options, voice) as services:
        people = services.safekeeping.people()
        found = [person for person, name in people.items() if name == options.name]
        if not found:
            raise UserError(_("No person of the name {name} is kept here.", name=options.name))
        voice.tell(
            _(
                "Deleting the name {name} leaves what the person logged, under a number. What was "
                "printed, exported or handed over stays.",
                name=options.name,
            )
        )
        if not options.yes:
            voice.tell(_("Nothing was deleted; add {options} to do it.", options="--yes"))
            return _DONE
        status = _DONE
        for person in found:
            status |= _tell_gone(services.safekeeping.forget(person), voice)
        return status


def _tell_gone(gone: Gone, voice: Voice) -> int:
    voice.tell(_("Deleted."))
    for path, reason in gone.left:
        voice.complain(_("{file} still holds it: {reason}", file=str(path), reason=reason))
    return _REFUSED if gone.left else _DONE


def _protect(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services import protection

    path = options.workspace or workspace_of_this_user()
    if not path.exists():
        raise UserError(_("There is no file {file}.", file=str(path)))
    if options.recover is not None:
        code = recovery_code_given(options.recover, voice)
        password = new_password(options.new_password_file, voice)
        protection.recover(path, code, password)
    else:
        unlock(path, options, voice)
        password = new_password(options.new_password_file, voice)
    with open_services(path) as services:
        done = services.protection.protect(password)
        now = services.clock.wall_utc_ns()
    voice.tell(_("{file} is protected by the new password.", file=str(path)))
    if options.sheet:
        protection.write_sheet(path, done.code, options.sheet, voice.language, now)
        voice.tell(
            _("The recovery sheet is in {file}; print it, then delete it.", file=str(options.sheet))
        )
    else:
        voice.tell(
            _(
                "Without the password only this code opens it; write it down and lock it away: "
                "{code}",
                code=done.code,
            )
        )
    return _tell_left(done.left, voice)


def _unprotect(options: argparse.Namespace, voice: Voice) -> int:
    path = options.workspace or workspace_of_this_user()
    unlock(path, options, voice)
    with open_services(path) as services:
        done = services.protection.unprotect()
    voice.tell(
        _("{file} has no password any more; whoever has the disk can read it.", file=str(path))
    )
    return _tell_left(done.left, voice)


def _tell_left(left: tuple[tuple[Path, Text], ...], voice: Voice) -> int:
    for path, reason in left:
        voice.complain(_("{file} stayed as it was: {reason}", file=str(path), reason=reason))
    return _REFUSED if left else _DONE
