"""Speak with the county's server: PostgreSQL over TLS, one connection a use case.

Whatever the server or the network does comes out as a `StoreFault` or a `UserError` in our own
words; what had not been committed by then was not sent, and the next try sends it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.texts import _
from drillplanner.run.fact import Fact, digest
from drillplanner.store.hub.schema import CHANNEL, ROLES, STEPS, VERSION

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

#: How many facts travel at once, and how long a connection is waited for, in seconds.
BATCH: Final = 2_000
_WAIT_S: Final = 10
#: Classes of errors (SQLSTATE) that are told apart.
_WRONG_PASSWORD, _NOT_ALLOWED, _NO_SCHEMA = ("28P01", "28000"), "42501", ("42P01", "3F000")
_FULL = ("53100", "53200", "53300")


@dataclass(frozen=True, slots=True)
class Sent:
    """A fact in the mailbox: of which school, and where in the order of commits."""

    position: int
    school: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Head:
    """A session as it stands there: its last entry's place and hash, and how many there are.

    Fewer than the last place is a gap: entries that nobody has sent yet.
    """

    session: str
    last: int
    count: int
    hash: str

    @property
    def is_whole(self) -> bool:
        """Whether no entry of it is missing."""
        return self.count == self.last


@dataclass(frozen=True, slots=True)
class Account:
    """Who may use the server: what for, and for which school; '*' is every school."""

    name: str
    role: str
    school: str


class Hub:
    """An open connection to the server; use it in a `with` of `connected`."""

    def __init__(self, connection: Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    # -- what every account does ----------------------------------------------------------

    @property
    def id(self) -> str:
        """Name the server's mailbox; another server, or one set up anew, has another name."""
        return str(self._one("SELECT id FROM drillplanner.hub")[0])

    def require_version(self) -> None:
        """See that the server speaks as this program does.

        Raises:
            UserError: it is not set up, or of a newer version.
        """
        (version,) = self._one("SELECT max(version) FROM drillplanner.form")
        if version != VERSION:
            raise UserError(
                _(
                    "The server is of form {there}, this program of form {here}; use the version "
                    "that the county uses.",
                    there=version,
                    here=VERSION,
                )
            )

    def send(self, school: str, facts: Sequence[Fact], places: dict[str, tuple[str, int]]) -> int:
        """Put facts in, those that lie there already left out; count the new ones.

        Args:
            school: whose they are.
            facts: what is sent, in one transaction.
            places: session and place in it of each entry, by its hash.
        """
        at = [places.get(one.hash, (None, None)) for one in facts]
        with self._transaction() as cursor:
            # One statement: the lock is taken, and the sending noted, once for all of them.
            cursor.execute(
                "INSERT INTO drillplanner.mailbox (school, id, kind, drill, session, seq, hash,"
                " bytes) SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[],"
                " %s::integer[], %s::text[], %s::bytea[])"
                " ON CONFLICT ON CONSTRAINT mailbox_once DO NOTHING",
                (
                    school,
                    [one.id for one in facts],
                    [one.kind for one in facts],
                    [one.drill for one in facts],
                    [session for session, _seq in at],
                    [seq for _session, seq in at],
                    [one.hash for one in facts],
                    [one.data for one in facts],
                ),
            )
            return max(0, cursor.rowcount)

    def after(self, position: int, most: int = BATCH) -> tuple[Sent, ...]:
        """Fetch what was put in after a position, in the order of commits.

        Raises:
            FileRefused: the server gave bytes that do not fit their hash.
        """
        with self._transaction() as cursor:
            cursor.execute(
                "SELECT position, school, id, kind, drill, hash, bytes FROM drillplanner.mailbox"
                " WHERE position > %s ORDER BY position LIMIT %s",
                (position, most),
            )
            return tuple(_sent(row) for row in cursor.fetchall())

    def heads(self, drill: str) -> tuple[Head, ...]:
        """Say how far each session of a drill lies on the server."""
        with self._transaction() as cursor:
            cursor.execute(
                "SELECT session, max(seq), count(DISTINCT seq),"
                " (array_agg(hash ORDER BY seq DESC, hash))[1] FROM drillplanner.mailbox"
                " WHERE drill = %s AND session IS NOT NULL GROUP BY session ORDER BY session",
                (drill,),
            )
            return tuple(Head(*row) for row in cursor.fetchall())

    def known(self, school: str, drill: str) -> frozenset[str]:
        """List the hashes of what lies there of a drill, and of what belongs to no drill."""
        with self._transaction() as cursor:
            cursor.execute(
                "SELECT hash FROM drillplanner.mailbox"
                " WHERE school = %s AND (drill = %s OR drill IS NULL) AND session IS NULL",
                (school, drill),
            )
            return frozenset(str(row[0]) for row in cursor.fetchall())

    def count(self) -> tuple[int, int, int]:
        """Count the facts, drills and schools that this account sees."""
        facts, drills, schools = self._one(
            "SELECT count(*), count(DISTINCT drill), count(DISTINCT school)"
            " FROM drillplanner.mailbox"
        )
        return int(facts), int(drills), int(schools)

    def listen(self, wait_s: float) -> bool:
        """Wait until somebody puts something in; tell whether anybody did."""
        with _told():
            self._connection.execute(f"LISTEN {CHANNEL}")
            self._connection.commit()
            return any(True for _one in self._connection.notifies(timeout=wait_s, stop_after=1))

    # -- what the administrator does --------------------------------------------------------

    def set_up(self) -> None:
        """Make the roles and tables, or bring them to the newest form; twice changes nothing.

        Raises:
            UserError: the account may not, or the server is of a newer version.
        """
        with self._transaction() as cursor:
            for name in ROLES:
                cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (f"drillplanner_{name}",))
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE ROLE drillplanner_{name} NOLOGIN".encode())
            cursor.execute("SELECT to_regclass('drillplanner.form')")
            version = 0
            if cursor.fetchall()[0][0] is not None:
                cursor.execute("SELECT coalesce(max(version), 0) FROM drillplanner.form")
                version = int(cursor.fetchall()[0][0])
            if version > VERSION:
                raise UserError(
                    _("The server is of a newer version of the program; install that version.")
                )
            for number in range(version + 1, VERSION + 1):
                cursor.execute(STEPS[number].encode())
                cursor.execute("INSERT INTO drillplanner.form (version) VALUES (%s)", (number,))
            cursor.execute("DELETE FROM drillplanner.kinds")
            cursor.executemany("INSERT INTO drillplanner.kinds VALUES (%s, %s)", list(_kinds()))
            cursor.execute("INSERT INTO drillplanner.audit (act) VALUES ('set up')")

    def enrol(self, account: Account, password: str) -> None:
        """Let a person use the server, or give him another role, school or password.

        The password leaves this computer as a SCRAM verifier only.

        Raises:
            UserError: the name or the role is none.
        """
        from psycopg import sql

        if account.role not in ROLES:
            raise UserError(
                _("{role} is no role; there are: {roles}.", role=account.role,
                  roles=", ".join(ROLES))
            )  # fmt: skip
        if account.name.startswith(("drillplanner_", "pg_")):
            raise UserError(_("{name} cannot name an account; choose another.", name=account.name))
        verifier = self._connection.pgconn.encrypt_password(
            password.encode(), account.name.encode(), b"scram-sha-256"
        ).decode()
        name, group = sql.Identifier(account.name), sql.Identifier(f"drillplanner_{account.role}")
        with self._transaction() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = %s", (account.name,)
            )
            found = cursor.fetchone()
            cursor.execute("SELECT FROM drillplanner.accounts WHERE account = %s", (account.name,))
            is_ours = cursor.fetchone() is not None or self._has_role(cursor, account.name)
            if found is not None and (found[0] or not is_ours):
                raise UserError(
                    _("{name} cannot name an account; choose another.", name=account.name)
                )
            if found is None:
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
            for role in ROLES:
                other = sql.Identifier(f"drillplanner_{role}")
                cursor.execute(sql.SQL("REVOKE {} FROM {}").format(other, name))
            cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, verifier))
            cursor.execute(sql.SQL("GRANT {} TO {}").format(group, name))
            cursor.execute(
                "INSERT INTO drillplanner.accounts (account, role, school) VALUES (%s, %s, %s)"
                " ON CONFLICT (account) DO UPDATE SET role = excluded.role,"
                " school = excluded.school",
                (account.name, account.role, account.school),
            )
            told = f"{account.name}: {account.role}, {account.school}"
            cursor.execute(
                "INSERT INTO drillplanner.audit (act, detail) VALUES ('enrolled', %s)", (told,)
            )

    @staticmethod
    def _has_role(cursor: Cursor[tuple[Any, ...]], name: str) -> bool:
        """Tell whether a login has a role of ours: on a server that was set up anew it is known."""
        cursor.execute(
            "SELECT FROM pg_auth_members JOIN pg_roles AS given ON given.oid = roleid"
            " JOIN pg_roles AS login ON login.oid = member"
            " WHERE login.rolname = %s AND given.rolname = ANY(%s)",
            (name, [f"drillplanner_{role}" for role in ROLES]),
        )
        return cursor.fetchone() is not None

    def accounts(self) -> tuple[Account, ...]:
        """List the accounts; only an administrator sees them."""
        with self._transaction() as cursor:
            cursor.execute("SELECT account, role, school FROM drillplanner.accounts ORDER BY 1")
            return tuple(Account(*row) for row in cursor.fetchall())

    def everything(self) -> Iterator[tuple[int, str, Fact]]:
        """Give all facts in the order of commits, as they lay at one moment."""
        with _told(), self._connection.transaction():
            self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            with self._connection.cursor(name="backup") as cursor:
                cursor.execute(
                    "SELECT position, school, id, kind, drill, hash, bytes"
                    " FROM drillplanner.mailbox ORDER BY position"
                )
                for row in cursor:
                    one = _sent(row)
                    yield one.position, one.school, one.fact

    # -- inside -------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[Cursor[tuple[Any, ...]]]:
        with _told(), self._connection.transaction(), self._connection.cursor() as cursor:
            yield cursor

    def _one(self, query: str) -> tuple[Any, ...]:
        with self._transaction() as cursor:
            cursor.execute(query.encode())
            return cursor.fetchall()[0]


@contextmanager
def connected(server: str, password: str | None = None) -> Iterator[Hub]:
    """Connect to a server, and close the connection at the end.

    Args:
        server: as PostgreSQL writes it, such as postgresql://name@host/db?sslrootcert=FILE.
            Over a network TLS is asked for with the certificate of that file, and nothing less.
        password: of the account; None leaves it to PostgreSQL's own places (PGPASSFILE).

    Raises:
        UserError: the password is wrong, the certificate is another, or psycopg is missing.
        StoreFault: the server is out of reach.
    """
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise UserError(
            _(
                "The county's server needs a package that is not here: {package}.",
                package="drillplanner[hub] (psycopg)",
            )
        ) from error
    with _told():
        wanted = conninfo_to_dict(server)
        host = str(wanted.get("host") or wanted.get("hostaddr") or os.environ.get("PGHOST", ""))
        if host and not host.startswith(("/", "@")):
            if not wanted.get("sslrootcert"):
                raise UserError(
                    _(
                        "Name the server's certificate, so that nobody can stand in its place: "
                        "{option}.",
                        option="?sslrootcert=FILE",
                    )
                )
            # The file holds that one certificate, which signs nothing but itself.
            wanted["sslmode"] = "verify-ca"
        wanted.setdefault("connect_timeout", _WAIT_S)
        wanted.setdefault("application_name", "drillplanner")
        if password is not None:
            wanted["password"] = password
        connection = psycopg.connect(**wanted, autocommit=True)  # type: ignore[arg-type]  # what libpq takes
    try:
        yield Hub(connection)
    finally:
        connection.close()


@contextmanager
def _told() -> Iterator[None]:
    """Say in our own words what the server or the network did."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise _said(error) from error


def _said(error: Exception) -> UserError | StoreFault:
    state = getattr(error, "sqlstate", None) or ""
    reason = " ".join(str(error).split())[:300]
    if state in _WRONG_PASSWORD or "password authentication failed" in reason:
        return UserError(_("The server does not take this name and password."))
    if "certificate verify failed" in reason or "server certificate" in reason:
        return UserError(
            _(
                "The server does not show the certificate that is known of it. Nothing was sent; "
                "ask the county whether it was changed."
            )
        )
    if state == _NOT_ALLOWED:
        return UserError(_("This account may not do that on the server; nothing was sent."))
    if state in _NO_SCHEMA:
        return UserError(
            _("This server is not set up yet: {command}.", command="drillplanner hub init")
        )
    if state in _FULL:
        return StoreFault(_("The server has no room left; nothing was sent."))
    return StoreFault(
        _("The server is out of reach or stopped in the middle: {reason}", reason=reason)
    )


def _sent(row: tuple[Any, ...]) -> Sent:
    position, school, id_, kind, drill, hash_, data = row
    data = bytes(data)
    if digest(data) != hash_:
        raise FileRefused(_("The server gave a record that does not fit its hash; stop using it."))
    return Sent(int(position), str(school), Fact(str(id_), str(kind), drill, data, hash_))


def _kinds() -> Iterable[tuple[str, str]]:
    for role, kinds in ROLES.items():
        for kind in ("*",) if kinds is None else kinds:
            yield role, kind
