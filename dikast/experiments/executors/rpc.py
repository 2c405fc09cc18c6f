"""Line: questions and answers between two processes, both ways, many at once, over one connection.

A frame is two lengths, a JSON object and a tail of bytes: nothing that is received can be code.
"""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from dikast.errors import DikastError

LENGTHS = struct.Struct(">II")
LONGEST = 1 << 30
RpcFields = dict[str, Any]
RpcAnswer = tuple[RpcFields, bytes]


class RpcClosed(DikastError):
    """The other end is gone, with whatever was asked of it."""


class RpcConnection:
    """One end of a connection.

    `answer` is called for every question of the other end, in a task of its own, which is cancelled where the other
    end no longer waits; a DikastError that it raises is raised over there, as one. `hear` is awaited for what is only
    told, in the order in which it came, before anything else is read.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        answer: Callable[[str, RpcFields, bytes], Awaitable[RpcAnswer]],
        hear: Callable[[str, RpcFields], Awaitable[None]],
    ) -> None:
        self._reader, self._writer = reader, writer
        self._answer, self._hear = answer, hear
        self._numbers = count()
        self._asked: dict[int, asyncio.Future[RpcAnswer]] = {}
        self._answering: dict[int, asyncio.Task[None]] = {}
        self._is_cut = False

    async def run(self) -> None:
        """Serves until either end hangs up. Then all that was asked here raises LineCut."""
        try:
            async with asyncio.TaskGroup() as group:
                while (frame := await self._read()) is not None:
                    await self._take(group, *frame)
                for task in self._answering.values():
                    task.cancel()
        finally:
            self.hang_up()

    async def ask(self, do: str, tail: bytes = b"", **fields: Any) -> RpcAnswer:
        """What the other end answers. Raises LineCut where it is gone, and the DikastError that it raised."""
        if self._is_cut:
            raise RpcClosed("the other process is gone")
        number = next(self._numbers)
        self._asked[number] = asyncio.get_running_loop().create_future()
        self._send({"n": number, "do": do, **fields}, tail)
        try:
            return await self._asked[number]
        except asyncio.CancelledError:
            self._send({"drop": number})
            raise
        finally:
            del self._asked[number]

    def tell(self, do: str, **fields: Any) -> None:
        """Says something that needs no answer; into a line that is cut, nothing."""
        self._send({"do": do, **fields})

    def hang_up(self) -> None:
        """Ends it on this side; whoever waits for an answer learns of it."""
        self._is_cut = True
        self._writer.close()
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(RpcClosed("the other process is gone"))

    async def _read(self) -> tuple[RpcFields, bytes] | None:
        try:
            n_head, n_tail = LENGTHS.unpack(await self._reader.readexactly(LENGTHS.size))
            if n_head + n_tail > LONGEST:
                return None
            head = json.loads(await self._reader.readexactly(n_head))
            return head, await self._reader.readexactly(n_tail) if n_tail else b""
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            return None

    async def _take(self, group: asyncio.TaskGroup, head: RpcFields, tail: bytes) -> None:
        if "re" in head:
            self._answered(head, tail)
        elif "drop" in head:
            if (dropped := self._answering.get(head["drop"])) is not None:
                dropped.cancel()
        elif "n" in head:
            number = head.pop("n")
            self._answering[number] = group.create_task(self._reply(number, head, tail))
        else:
            await self._hear(head.pop("do"), head)

    def _answered(self, head: RpcFields, tail: bytes) -> None:
        waiting = self._asked.get(head.pop("re"))
        if waiting is None or waiting.done():
            return
        if (fault := head.pop("fault", None)) is not None:
            waiting.set_exception(DikastError(str(fault)))
        else:
            waiting.set_result((head, tail))

    async def _reply(self, number: int, head: RpcFields, tail: bytes) -> None:
        try:
            fields, end = await self._answer(head.pop("do"), head, tail)
            self._send({**fields, "re": number}, end)
        except DikastError as error:
            self._send({"re": number, "fault": str(error)})
        finally:
            del self._answering[number]

    def _send(self, head: RpcFields, tail: bytes = b"") -> None:
        if not self._is_cut:
            text = json.dumps(head, separators=(",", ":")).encode()
            self._writer.write(b"".join((LENGTHS.pack(len(text), len(tail)), text, tail)))
