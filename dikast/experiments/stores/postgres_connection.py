"""PostgresLink: a connection to PostgreSQL that is made again when it is lost."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from dikast.errors import BadInput, DikastError

if TYPE_CHECKING:
    import psycopg


PsycopgConnection: TypeAlias = "psycopg.AsyncConnection[tuple[Any, ...]]"
T = TypeVar("T")

PATIENCE_S = 600.0
FIRST_WAIT_S = 0.1
LONGEST_WAIT_S = 5.0
# A peer that is gone without a word is noticed within half a minute.
CONNECTING: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "dikast",
}


class NotYet(Exception):
    """Something on the other side must pass first, as a session that the server still takes for alive."""


@dataclass
class PostgresConnection:
    """One connection at a time. What is done over it must bear to be done twice: a commit whose acknowledgement was
    lost is made again. `begins` is awaited with every new connection.

    `place` is for messages, `safe` what they add on what is not lost.
    """

    url: str = field(repr=False)
    place: str
    safe: str
    patience_s: float = PATIENCE_S
    begins: Callable[[PsycopgConnection], Awaitable[None]] | None = None
    _connection: PsycopgConnection | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def do(self, work: Callable[[PsycopgConnection], Awaitable[T]]) -> T:
        """The work's result, however often the connection is lost meanwhile.

        Raises DikastError where the database refuses the work, or is out of reach for `patience_s` seconds.
        """
        loop = asyncio.get_running_loop()
        give_up, wait_s = loop.time() + self.patience_s, FIRST_WAIT_S
        while True:
            connection = None
            try:
                connection = await self.connected()
                return await work(connection)
            except (library().Error, NotYet) as error:
                if connection is self._connection:  # else somebody made another meanwhile
                    await self.end()
                if not _may_pass(error):
                    raise self.failed(first_line(error)) from error
                if loop.time() + wait_s > give_up:
                    raise self.failed(f"out of reach for {self.patience_s:g} s: {first_line(error)}") from error
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    async def connected(self) -> PsycopgConnection:
        """The connection, made if there is none. Raises psycopg's errors."""
        async with self._turn:
            if self._connection is None:
                connection = await library().AsyncConnection.connect(self.url, autocommit=True, **CONNECTING)
                try:
                    if self.begins is not None:
                        await self.begins(connection)
                except BaseException:
                    await connection.close()
                    raise
                self._connection = connection
            return self._connection

    async def end(self) -> None:
        """Lets go of the connection, and of what its session held."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    def failed(self, reason: str) -> DikastError:
        """The error that ends a run, and the way out."""
        return DikastError(f"{self.place}: {reason}; {self.safe}, the same command goes on from there")


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def library() -> Any:
    """psycopg. Raises BadInput where it is not installed."""
    try:
        import psycopg
    except ImportError:  # it is an extra
        raise BadInput('PostgreSQL needs an extra: pip install "dikast[postgres]"', "store") from None
    return psycopg


def _may_pass(error: Exception) -> bool:
    """Whether the database may be back later: the connection was lost or refused, or the server is stopping or full."""
    if isinstance(error, NotYet):
        return True
    state = getattr(error, "sqlstate", None)
    return isinstance(error, library().OperationalError) and (state is None or state[:2] in ("08", "57", "53"))


def without_password(url: str) -> str:
    """The URL as it may be shown and kept."""
    bare = re.sub(r"^(\w+://[^:@/]*):[^@/]*@", r"\1@", url)
    head, mark, query = bare.partition("?")
    kept = [part for part in query.split("&") if not part.lower().startswith("password=")]
    return head + mark + "&".join(kept)
