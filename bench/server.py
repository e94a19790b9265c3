"""A PostgreSQL server of one's own, in a temporary folder, reached through a socket, ended by its process."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import psycopg

PROGRAMS = Path("/usr/lib/postgresql")

_SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "autovacuum_naptime": "5s",
}


class Server:
    """A running server; `address` gives that of a new, empty database each time it is asked."""

    def __init__(self, **settings: str) -> None:
        self.folder = Path(mkdtemp(prefix="onrecord-server-"))  # short: the name of a socket has 107 bytes
        self.data = self.folder / "data"
        self._settings = {**_SETTINGS, "unix_socket_directories": f"'{self.folder}'", **settings}
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make the cluster, as a user without rights where this one is root."""
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run(
            *("initdb", "-D", str(self.data), "-U", "onrecord", "-A", "trust", "-E", "UTF8"),
            *("--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        )
        lines = "".join(f"{name} = {value}\n" for name, value in self._settings.items())
        with (self.data / "postgresql.auto.conf").open("a") as out:
            out.write(lines)
        asked = self.data / "pg_hba.conf"
        asked.write_text("local all locked scram-sha-256\n" + asked.read_text())

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(
            [_program("postgres"), "-D", str(self.data)], stdout=log, stderr=log, **_as_nobody()
        )
        log.close()
        while subprocess.run([_program("pg_isready"), "-q", "-h", str(self.folder)], check=False).returncode:
            if self._process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.02)

    def make_users(self) -> None:
        """Make two users: `locked` has to give a password, `guest` may do nothing."""
        self.ask("CREATE USER locked PASSWORD 'right'")
        self.ask("CREATE USER guest")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT ends every connection, SIGQUIT and SIGKILL let it recover at the next start."""
        if self._process is not None:
            if how == signal.SIGKILL:
                for child in _children(self._process.pid):
                    _kill(child)
            self._process.send_signal(how)
            self._process.wait()
            self._process = None
            if how == signal.SIGKILL:
                (self.data / "postmaster.pid").unlink(missing_ok=True)

    def address(self, template: str = "template1") -> str:
        """Return the address of a new database, a copy of another."""
        name = f"t{uuid4().hex[:12]}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        return f"postgresql+psycopg://onrecord@/{name}?host={self.folder}"

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement as the owner of the server and return what it gives."""
        options: dict[str, Any] = {"host": str(self.folder), "user": "onrecord", "dbname": database}
        with psycopg.connect(autocommit=True, **options) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def remove(self) -> None:
        """End it and take its folder away."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder)

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run([_program(name), *arguments], check=True, capture_output=True, **_as_nobody())


def _program(name: str) -> str:
    found = sorted(PROGRAMS.glob(f"*/bin/{name}"))
    if not found:
        raise RuntimeError(f"{name} is not installed: apt-get install postgresql")
    return str(found[-1])


def _as_nobody() -> dict[str, Any]:
    """Return how a program is run as a user without rights, which PostgreSQL insists on."""
    if os.getuid():
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}


def _children(parent: int) -> list[int]:
    path = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in path.read_text().split()] if path.exists() else []


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
