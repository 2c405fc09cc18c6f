"""A real PostgreSQL server for tests, in a folder of its own, that can be killed and started again."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

PLACES = ("/usr/lib/postgresql", "/usr/local/bin", "/opt/homebrew/bin")


class NoServer(Exception):
    """PostgreSQL's server programs are not on this machine, or nobody is there to run them."""


@dataclass(frozen=True)
class Server:
    """One server, reached by a socket in its folder."""

    programs: Path
    folder: Path
    user: str | None

    @property
    def url(self) -> str:
        return f"postgresql:///postgres?host={self.folder}&user=dikast"

    def start(self) -> None:
        """Starts it; returns once it can be asked."""
        settings = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=40"
        self._do("pg_ctl", "start", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", settings)

    def stop(self, mode: str = "immediate") -> None:
        """Stops it; `immediate` is as if its plug were pulled."""
        self._do("pg_ctl", "stop", "-w", "-m", mode)

    def make(self) -> None:
        """Makes an empty database, in which whoever comes by the socket is believed."""
        self._do("initdb", "--auth=trust", "--username=dikast", "--encoding=UTF8", "--locale=C", "--no-sync")

    def database(self, name: str) -> str:
        """The URL of a new, empty database."""
        with psycopg.connect(self.url, autocommit=True) as server:
            server.execute(f'create database "{name}"')
        return self.url.replace("/postgres?", f"/{name}?")

    def _do(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        with (self.folder / "told").open("w") as told:
            ended = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=told, stderr=told, user=self.user, group=self.user,
                extra_groups=[] if self.user else None, cwd=self.folder, check=False, timeout=90,
            )  # fmt: skip
        assert ended.returncode == 0, (self.folder / "told").read_text()


@contextmanager
def server() -> Iterator[Server]:
    """A running server. Raises NoServer where there can be none."""
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="dikast-pg-", dir="/tmp"))
    try:
        if user:
            shutil.chown(folder, user, user)
        found = Server(_programs(), folder, user)
        found.make()
        found.start()
        try:
            yield found
        finally:
            found.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The newest server's folder of programs."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    for place in map(Path, PLACES):
        versions = sorted(place.glob("*/bin"), key=lambda p: int(p.parent.name) if p.parent.name.isdigit() else 0)
        found += [p for p in (place, *reversed(versions)) if (p / "initdb").exists()]
    usable = [p for p in found if (p / "pg_ctl").exists() and (p / "postgres").exists()]
    if not usable:
        raise NoServer("no PostgreSQL server is installed here (Debian: apt-get install postgresql)")
    return usable[0]


def _user() -> str | None:
    """Whom the server runs as: it refuses root."""
    if os.geteuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return name
    raise NoServer("PostgreSQL does not run as root, and there is no other user here")
