"""Let a second start on the same workspace raise the window that runs, and end.

A double click in the middle of a drill must not cover the console and take its keys. What was
double-clicked is opened by the window that runs, which says so where it cannot.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from drillplanner.base.errors import StoreFault
from drillplanner.base.private_files import IS_POSIX, data_folder, make_private_folder

#: The longest path that is taken over, in bytes; Windows ends at 32,767 characters.
_LONGEST = 100_000
#: The longest name of a socket that Linux takes, in bytes, and a few for Qt's own.
_LONGEST_NAME = 90
#: How long a running program may take to answer, in milliseconds.
_PATIENCE_MS = 500


class SingleInstance(QObject):
    """The one running program of a workspace.

    `asked` says that it was started once more, and with which file: a path, or "".
    """

    asked = Signal(str)

    def __init__(self, workspace: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _name_of(workspace)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._hear)

    def is_first(self, file: Path | None = None) -> bool:
        """Tell whether no other program has this workspace open; else have it open `file`."""
        if self._name is None:
            return True
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        if socket.waitForConnected(_PATIENCE_MS):
            if file is not None:
                socket.write(str(file.absolute()).encode("utf-8", "surrogateescape"))
                socket.waitForBytesWritten(_PATIENCE_MS)
            socket.disconnectFromServer()
            if socket.state() != QLocalSocket.LocalSocketState.UnconnectedState:
                socket.waitForDisconnected(_PATIENCE_MS)
            return False
        # What a killed program left behind is in the way of nobody but us.
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def rest(self) -> None:
        """Listen no more."""
        self._server.close()

    def _hear(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(partial(self._hear_out, socket))
            if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
                self._hear_out(socket)

    def _hear_out(self, socket: QLocalSocket) -> None:
        said = bytes(socket.read(_LONGEST).data()).decode("utf-8", "surrogateescape")
        socket.deleteLater()
        self.asked.emit(said)


def _name_of(workspace: Path) -> str | None:
    """Name the place where the first program listens; None where there can be none.

    On POSIX it lies in a folder of this user's own: among the temporary files of all, anybody
    could listen first, and every start would take that for the running program and end.
    """
    named = hashlib.sha256(str(workspace.absolute()).encode("utf-8", "surrogatepass")).hexdigest()
    name = f"drillplanner-{named[:16]}"
    if not IS_POSIX:
        return name
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folders = [Path(runtime) / "drillplanner"] if runtime else []
    for folder in (*folders, data_folder() / "run"):
        path = str(folder / name)
        if len(os.fsencode(path)) > _LONGEST_NAME:
            continue
        with contextlib.suppress(StoreFault):
            make_private_folder(folder)
            return path
    return None
