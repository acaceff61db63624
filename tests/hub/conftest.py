"""A real PostgreSQL for the tests of the county's server; a missing one fails them.

`tools/setup.sh test` installs Debian's postgresql. The server is made anew for a run, speaks over
a socket in a folder of its own and on one port of this machine with TLS, and is gone afterwards.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from drillplanner.store.hub.server import Account, connected

_NUMBERS = itertools.count(1)
PASSWORD = "kept-by-nobody-1"  # noqa: S105 - of accounts that live for a test


@dataclass(frozen=True)
class Postgres:
    """A running server: the folder of its socket, its port, its certificate."""

    folder: Path
    port: int
    certificate: Path

    def by_socket(self, name: str, database: str = "postgres") -> str:
        return f"host={self.folder} port={self.port} user={name} dbname={database}"

    def by_tls(self, name: str, database: str, certificate: Path | None = None) -> str:
        root = certificate or self.certificate
        return f"host=127.0.0.1 port={self.port} user={name} dbname={database} sslrootcert={root}"


@dataclass(frozen=True)
class County:
    """One county's database on the server, set up, with accounts of its own names."""

    postgres: Postgres
    database: str
    number: int

    @property
    def admin(self) -> str:
        return self.postgres.by_socket("postgres", self.database)

    def name(self, who: str) -> str:
        """Accounts are of the whole server; each test has its own."""
        return f"{who}_{self.number}"

    def enrol(self, who: str, role: str, school: str = "*") -> str:
        """Enrol an account; return how it connects."""
        with connected(self.admin) as hub:
            hub.enrol(Account(self.name(who), role, school), PASSWORD)
        return self.server(who)

    def server(self, who: str) -> str:
        return f"{self.postgres.by_socket(self.name(who), self.database)} password={PASSWORD}"


def program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        pytest.fail(f"{name} is missing: run tools/setup.sh test, which installs postgresql")
    return path


def as_postgres(*command: str) -> None:
    """Run a program of the server, which refuses to be root."""
    first = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    words = [*(first if os.geteuid() == 0 else []), *command]
    done = subprocess.run(words, check=False, capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr


def certificate(folder: Path, name: str = "server") -> Path:
    """Make a certificate that signs nothing but itself, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "county")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.crt"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    path.with_suffix(".key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="hub-"))
    folder.chmod(0o755)
    data = folder / "data"
    try:
        crt = certificate(folder)
        if os.geteuid() == 0:
            for path in (folder, crt, crt.with_suffix(".key")):
                shutil.chown(path, "postgres", "postgres")
        crt.with_suffix(".key").chmod(0o600)
        as_postgres(
            program("initdb"), "-D", str(data), "-U", "postgres", "--no-sync",
            "--auth-local=trust", "--auth-host=scram-sha-256", "-E", "UTF8", "--locale=C",
        )  # fmt: skip
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        settings = (
            f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
            f" -c ssl=on -c ssl_cert_file={crt} -c ssl_key_file={crt.with_suffix('.key')}"
            " -c fsync=off -c max_connections=40 -c shared_buffers=16MB"
        )
        (data / "pg_hba.conf").write_text(
            "local all postgres trust\nlocal all all scram-sha-256\n"
            "hostssl all all 127.0.0.1/32 scram-sha-256\n"
        )
        log = str(folder / "log")
        as_postgres(program("pg_ctl"), "-D", str(data), "-l", log, "-o", settings, "-w", "start")
        yield Postgres(folder, port, crt)
        as_postgres(program("pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def county(postgres: Postgres) -> County:
    """Set the one database up anew; accounts of each test have names of their own."""
    import psycopg

    made = County(postgres, "postgres", next(_NUMBERS))
    with psycopg.connect(made.admin, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS drillplanner CASCADE")
    with connected(made.admin) as hub:
        hub.set_up()
    return made
