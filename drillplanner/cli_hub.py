"""The commands of the county's server (docs/hub.md)."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.cli_password import Voice, add_password_option, first_line, new_password
from drillplanner.store.hub.server import Account, Hub, connected

_DONE, _GAPS = 0, 1


def add_commands(commands: Any, say: Callable[[Text], str]) -> None:
    """Add `hub` and what it can do."""
    hub = commands.add_parser("hub", help=say(_("the county's server: a mailbox of logs")))
    acts = hub.add_subparsers(dest="act", required=True, metavar="ACT")

    init = acts.add_parser("init", help=say(_("set a server up, or bring it to the newest form")))
    init.add_argument("--restore", type=Path, metavar="BACKUP", help=say(_("put a backup into it")))
    _add_server(init, say)
    init.set_defaults(run=_init)

    enrol = acts.add_parser("enrol", help=say(_("let a person use the server")))
    enrol.add_argument("name", metavar="NAME")
    enrol.add_argument(
        "--role",
        required=True,
        choices=("planner", "keeper", "evaluator", "approver", "reader"),
    )
    school = enrol.add_mutually_exclusive_group(required=True)
    school.add_argument("--school", metavar="ID", help=say(_("sees and sends for this school")))
    school.add_argument(
        "--all-schools", action="store_true", help=say(_("sees and sends for every school"))
    )
    enrol.add_argument(
        "--new-password-file",
        type=Path,
        metavar="FILE",
        help=say(_("the new password is the first line of this file; else it is asked for")),
    )
    _add_server(enrol, say)
    enrol.set_defaults(run=_enrol)

    push = acts.add_parser("push", help=say(_("send what the server lacks of a drill")))
    push.add_argument("drill", metavar="DRILL", nargs="?", help=say(_("the drill's ID or title")))
    push.add_argument(
        "--school", metavar="ID", default="", help=say(_("where the drill does not say it"))
    )
    push.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    add_password_option(push, say)
    _add_server(push, say)
    push.set_defaults(run=_push)

    pull = acts.add_parser("pull", help=say(_("fetch and join what others sent")))
    pull.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    add_password_option(pull, say)
    _add_server(pull, say)
    pull.set_defaults(run=_pull)

    status = acts.add_parser(
        "status", help=say(_("what lies there, and what is missing of a drill"))
    )
    status.add_argument("drill", metavar="DRILL", nargs="?", help=say(_("the drill's ID or title")))
    status.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    status.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    add_password_option(status, say)
    _add_server(status, say)
    status.set_defaults(run=_status)

    backup = acts.add_parser("backup", help=say(_("write all that lies there to a file")))
    backup.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    _add_server(backup, say)
    backup.set_defaults(run=_backup)


def _add_server(parser: argparse.ArgumentParser, say: Callable[[Text], str]) -> None:
    parser.add_argument(
        "--server",
        required=True,
        metavar="URL",
        help=say(_("address of the server (see {page})", page="docs/hub.md")),
    )
    parser.add_argument(
        "--server-password-file",
        type=Path,
        metavar="FILE",
        help=say(_("the account's password is the first line of this file")),
    )


@contextmanager
def _hub(options: argparse.Namespace) -> Iterator[Hub]:
    file = options.server_password_file
    with connected(options.server, None if file is None else first_line(file)) as hub:
        yield hub


def _init(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.exchange.hub import restore

    with _hub(options) as hub:
        hub.set_up()
        voice.tell(_("The server is set up: {hub}.", hub=hub.id))
        if options.restore is not None:
            new = restore(hub, options.restore)
            voice.tell(ngettext("{count} record was new.", "{count} records were new.", new))
    return _DONE


def _enrol(options: argparse.Namespace, voice: Voice) -> int:
    account = Account(options.name, options.role, "*" if options.all_schools else options.school)
    password = new_password(options.new_password_file, voice)
    with _hub(options) as hub:
        hub.enrol(account, password)
    voice.tell(_("{name} may use the server as {role}.", name=account.name, role=account.role))
    return _DONE


def _push(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.cli_workspace import unlocked_services

    with unlocked_services(options, voice) as services, _hub(options) as hub:
        drill = services.packs.meant(options.drill)
        done = services.hub.push(hub, drill, options.school)
    voice.tell(
        _(
            "School {school}: {facts} records of the drill, {new} of them new on the server.",
            school=done.school,
            facts=done.facts,
            new=done.new,
        )
    )
    return _DONE


def _pull(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.cli_workspace import unlocked_services

    with unlocked_services(options, voice) as services, _hub(options) as hub:
        done = services.hub.pull(hub)
    voice.tell(
        _("{facts} records fetched, {new} of them new here.", facts=done.facts, new=done.new)
    )
    if done.unsound:
        voice.complain(
            ngettext(
                "{count} record is none that this program reads; it was left out.",
                "{count} records are none that this program reads; they were left out.",
                done.unsound,
            )
        )
    return _DONE


def _status(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.cli_workspace import unlocked_services

    with unlocked_services(options, voice) as services, _hub(options) as hub:
        hub.require_version()
        name, (facts, drills, schools) = hub.id, hub.count()
        drill = services.packs.meant(options.drill) if services.catalogue.drills() else ""
        sessions = services.hub.sessions(hub, drill) if drill else ()
    is_whole = all(one.is_whole for one in sessions)
    if options.json:
        voice.tell_json(
            {
                "hub": name,
                "facts": facts,
                "drills": drills,
                "schools": schools,
                "drill": drill or None,
                "sessions": [
                    {
                        "session": one.session,
                        "source": one.source or None,
                        "here": one.here,
                        "there": one.there,
                        "missing_there": one.missing_there,
                    }
                    for one in sessions
                ],
            }
        )
        return _DONE if is_whole else _GAPS
    voice.tell(
        _(
            "{facts} records of {drills} drills and {schools} schools lie on the server, as far as "
            "this account sees.",
            facts=facts,
            drills=drills,
            schools=schools,
        )
    )
    for one in sessions:
        voice.tell(
            _(
                "  {source}: {here} entries here, {there} there, missing there: {missing}",
                source=one.source or one.session,
                here=one.here,
                there=one.there,
                missing=one.missing_there,
            )
        )
    return _DONE if is_whole else _GAPS


def _backup(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.exchange.hub import backup

    with _hub(options) as hub:
        hub.require_version()
        count = backup(hub, options.output)
    voice.tell(
        ngettext("{count} record is in {file}.", "{count} records are in {file}.", count,
                 file=str(options.output))
    )  # fmt: skip
    return _DONE
