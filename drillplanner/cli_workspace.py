"""The commands that check, back up, restore and clear a workspace (docs/formats.md, section 3)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from drillplanner.base.errors import UserError
from drillplanner.base.private_files import data_folder
from drillplanner.base.texts import Text, _, ngettext

if TYPE_CHECKING:
    from drillplanner.base.translator import Language
    from drillplanner.bootstrap import Services
    from drillplanner.services.safekeeping import Checkup, Gone

_DONE, _REFUSED = 0, 1


class Voice(Protocol):
    """What a command says, and in which language."""

    @property
    def language(self) -> Language:
        """The terminal's language."""
        ...

    def say(self, text: Text) -> str:
        """Give a message in the terminal's language."""
        ...

    def tell(self, text: Text | str) -> None:
        """Write a line of the result."""
        ...

    def tell_json(self, value: Mapping[str, Any]) -> None:
        """Write the one JSON object of a result."""
        ...

    def complain(self, text: Text | str) -> None:
        """Write a line about what went wrong."""
        ...


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
    verify.set_defaults(run=_verify)

    backup = commands.add_parser("backup", help=say(_("make a checked copy of a workspace")))
    backup.add_argument("workspace", type=Path, nargs="?", metavar="WORKSPACE")
    backup.add_argument("--to", type=Path, metavar="DIR", help=say(_("in this folder as well")))
    backup.set_defaults(run=_backup)

    restore = commands.add_parser(
        "restore", help=say(_("join a backup, or what can be read of another workspace"))
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    restore.set_defaults(run=_restore)

    purge = commands.add_parser("purge", help=say(_("delete a drill for good")))
    purge.add_argument("drill", metavar="DRILL", help=say(_("the drill's ID or title")))
    purge.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    purge.add_argument("--by", metavar="NAME", default="", help=say(_("who decided it")))
    purge.add_argument("--yes", action="store_true", help=say(_("do it; else it is only said")))
    purge.set_defaults(run=_purge)

    forget = commands.add_parser("forget", help=say(_("delete a person's name for good")))
    forget.add_argument("name", metavar="NAME")
    forget.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    forget.add_argument("--yes", action="store_true", help=say(_("do it; else it is only said")))
    forget.set_defaults(run=_forget)


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


def _verify(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.safekeeping import check_file

    path = options.workspace or workspace_of_this_user()
    if options.repair:
        with open_services(path) as services:
            found = services.safekeeping.open_all_the_same()
            mended = services.safekeeping.mended().count
            if not found.is_whole:
                mended += services.safekeeping.repair().count
                found = services.safekeeping.verify()
    else:
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
    with open_services(options.workspace, options.to) as services:
        made = services.safekeeping.back_up()
    for path in made:
        voice.tell(_("A checked copy is in {file}.", file=str(path)))
    if not made:
        voice.tell(_("Nothing changed since the last backup."))
    return _DONE


def _restore(options: argparse.Namespace, voice: Voice) -> int:
    with open_services(options.workspace) as services:
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
    with open_services(options.workspace) as services:
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


def _forget(options: argparse.Namespace, voice: Voice) -> int:
    with open_services(options.workspace) as services:
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
