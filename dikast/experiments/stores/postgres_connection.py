"""PostgresConnection: a connection to PostgreSQL that is made again when it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from dikast.errors import BadInput, DikastError

if TYPE_CHECKING:
    import psycopg


PsycopgConnection: TypeAlias = "psycopg.AsyncConnection[tuple[Any, ...]]"
T = TypeVar("T")

# How long to try again before the run ends, and between two tries, in seconds.
PATIENCE_S = 600.0
FIRST_WAIT_S = 0.1
MAX_WAIT_S = 5.0
# With these, a server that is gone without a word is noticed within half a minute.
CONNECT_OPTIONS: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # in milliseconds, unlike the others
    "application_name": "dikast",
}
# Classes of SQLSTATE (PostgreSQL, appendix A): connection exception, insufficient resources, operator intervention.
PASSING_CLASSES = ("08", "53", "57")


class NotYet(Exception):
    """Something on the server must pass first, such as a session that the server still believes to be alive."""


@dataclass
class PostgresConnection:
    """One connection at a time. Work may be done twice: a commit is made again if its acknowledgement was lost.

    `on_connect` is awaited with every new connection. `location` is for messages, and `safe` is what they say about
    what is not lost.
    """

    url: str = field(repr=False)
    location: str
    safe: str
    patience_s: float = PATIENCE_S
    on_connect: Callable[[PsycopgConnection], Awaitable[None]] | None = None
    _connection: PsycopgConnection | None = None
    _connect_lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def do(self, work: Callable[[PsycopgConnection], Awaitable[T]]) -> T:
        """The work's result, however often the connection is lost before.

        Raises DikastError if the database refuses the work, or is out of reach for `patience_s` seconds.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.patience_s
        wait_s = FIRST_WAIT_S
        while True:
            connection = None
            try:
                connection = await self.connect()
                return await work(connection)
            except (import_psycopg().Error, NotYet) as error:
                # Another task may have connected again already: that new connection must stay.
                if connection is self._connection:
                    await self.close()
                if not _may_pass(error):
                    raise self.error(first_line(error)) from error
                if loop.time() + wait_s > deadline:
                    raise self.error(f"out of reach for {self.patience_s:g} s: {first_line(error)}") from error
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, MAX_WAIT_S)

    async def connect(self) -> PsycopgConnection:
        """The connection, made if there is none. Raises psycopg's errors."""
        async with self._connect_lock:
            if self._connection is None:
                self._connection = await self._new_connection()
            return self._connection

    async def _new_connection(self) -> PsycopgConnection:
        """A new connection, ready for use. It is closed again if `on_connect` fails."""
        connect = import_psycopg().AsyncConnection.connect
        connection: PsycopgConnection = await connect(self.url, autocommit=True, **CONNECT_OPTIONS)
        try:
            if self.on_connect is not None:
                await self.on_connect(connection)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def close(self) -> None:
        """Closes the connection; the server releases the locks of its session a moment later."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def release(self) -> None:
        """Closes the connection and gives its locks back before, so that the next process has them at once."""
        if self._connection is not None:
            with suppress(import_psycopg().Error):  # a connection that is lost has none any more
                await self._connection.execute("select pg_advisory_unlock_all()")
        await self.close()

    def error(self, reason: str) -> DikastError:
        """The error that ends a run, and how to go on."""
        return DikastError(f"{self.location}: {reason}; {self.safe}, the same command goes on from there")


def first_line(error: Exception) -> str:
    """An error's message in one line: its first; the error's name if it has no message."""
    lines = str(error).strip().splitlines()
    return next(iter(lines), type(error).__name__)


def transposed(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    """The columns of rows, for `unnest`: many rows go to the server in one statement. There must be a row."""
    # As lists: psycopg sends a list as an array, but a tuple as a row.
    return [list(column) for column in zip(*rows, strict=True)]


def import_psycopg() -> Any:
    """The module `psycopg`. Raises BadInput if it is not installed: it is an extra."""
    try:
        import psycopg
    except ImportError:
        raise BadInput('PostgreSQL needs an extra: pip install "dikast[postgres]"', "store") from None
    return psycopg


def _may_pass(error: Exception) -> bool:
    """Whether another try may succeed: the connection was lost or refused, or the server is stopping or full."""
    if isinstance(error, NotYet):
        return True
    if not isinstance(error, import_psycopg().OperationalError):
        return False
    state = getattr(error, "sqlstate", None)
    # Without a state, the error is not from the server: the connection itself failed.
    return state is None or state[:2] in PASSING_CLASSES
