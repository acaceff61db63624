"""Where commands take the password of a workspace from: a file, the environment, or a prompt."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from drillplanner.base.errors import Locked, UserError
from drillplanner.base.texts import Text, _

#: Where a password is taken from, in this order, before anybody is asked.
_FILE_VARIABLE, _VARIABLE = "DRILLPLANNER_PASSWORD_FILE", "DRILLPLANNER_PASSWORD"
#: A password file holds one line.
_MAX_BYTES = 4096


class Voice(Protocol):
    """What a command says, and in which language."""

    @property
    def language(self) -> Any:
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


def add_password_option(parser: argparse.ArgumentParser, say: Callable[[Text], str]) -> None:
    """Let a command open a protected workspace."""
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help=say(
            _(
                "the password of the workspace is the first line of this file; else it is taken "
                "from {variables}, else it is asked for",
                variables=f"{_FILE_VARIABLE}, {_VARIABLE}",
            )
        ),
    )


def unlock(path: Path, options: argparse.Namespace, voice: Voice) -> None:
    """Open the key of a file that has a password; nothing happens to one that has none.

    Raises:
        UserError: it is not the password, or nobody is there who could be asked.
    """
    from drillplanner.services import protection

    if path.exists() and protection.is_locked(path):
        protection.unlock(path, _password(path, options.password_file, voice))


def _password(path: Path, file: Path | None, voice: Voice) -> str:
    variable = os.environ.get(_FILE_VARIABLE)
    if file is None and variable:
        file = Path(variable)
    if file is not None:
        return first_line(file)
    if (given := os.environ.get(_VARIABLE)) is not None:
        return given
    if not sys.stdin.isatty():
        raise Locked(
            _(
                "{file} is protected by a password; give it with {option}, or in {variable}.",
                file=str(path),
                option="--password-file",
                variable=_VARIABLE,
            )
        )
    return getpass.getpass(voice.say(_("Password of {file}: ", file=path.name)))


def new_password(file: Path | None, voice: Voice, option: str = "--new-password-file") -> str:
    """Take a new password from a file that an option names, or ask for it twice."""
    if file is not None:
        return first_line(file)
    if not sys.stdin.isatty():
        raise UserError(
            _(
                "Nobody can be asked for a new password here; give {option}.",
                option=option,
            )
        )
    first = getpass.getpass(voice.say(_("New password: ")))
    if getpass.getpass(voice.say(_("The same again: "))) != first:
        raise UserError(_("These two are not the same; nothing was changed."))
    return first


def first_line(file: Path) -> str:
    """Read a password, the first line of a file."""
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_BYTES)
        return data.decode("utf-8-sig").split("\n", 1)[0].rstrip("\r")
    except (OSError, ValueError) as error:
        raise UserError(_("{file} cannot be read.", file=str(file))) from error


def recovery_code_given(file: str, voice: Voice) -> str:
    """Take the code of a recovery sheet from a file, or ask for it where none is named."""
    if file:
        return first_line(Path(file))
    if not sys.stdin.isatty():
        raise UserError(
            _("Nobody can be asked for the code here; give {option}.", option="--recover FILE")
        )
    return getpass.getpass(voice.say(_("Code of the recovery sheet: ")))
