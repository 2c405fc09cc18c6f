"""RPC: requests, replies and notifications between two processes, both ways, many at once, over one connection.

A message is a frame with a JSON object, then perhaps a tail: the bytes of a record, as many as the field `tail` says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from dikast.errors import DikastError
from dikast.framing import HEADER, JsonObject, decode_length, decode_message, encode_frame

MAX_MESSAGE_BYTES = 1 << 30
RpcFields = JsonObject
RpcAnswer = tuple[RpcFields, bytes]


class RpcClosed(DikastError):
    """The other end is gone, and with it all answers that were awaited from it."""


class RpcConnection:
    """One end of a connection.

    `on_request` is called for every request of the other end, in a task of its own. The task is cancelled where the
    other end no longer waits for the answer. A DikastError that it raises is raised at the other end, as a DikastError.
    `on_notification` is awaited for every notification, in the order in which they came, before anything else is read.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        on_request: Callable[[str, RpcFields, bytes], Awaitable[RpcAnswer]],
        on_notification: Callable[[str, RpcFields], Awaitable[None]],
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._on_request = on_request
        self._on_notification = on_notification
        self._ids = count()
        self._awaited: dict[int, asyncio.Future[RpcAnswer]] = {}
        self._running: dict[int, asyncio.Task[None]] = {}
        self._unsent = bytearray()
        self._is_closed = False

    async def run(self) -> None:
        """Serves until either end closes. Then every request that waits here raises RpcClosed."""
        try:
            async with asyncio.TaskGroup() as group:
                while (message := await self._read()) is not None:
                    await self._dispatch(group, *message)
                for task in self._running.values():
                    task.cancel()
        finally:
            self.close()

    async def request(self, method: str, tail: bytes = b"", **fields: Any) -> RpcAnswer:
        """The other end's answer. Raises RpcClosed where the other end is gone, and the DikastError that it raised."""
        if self._is_closed:
            raise RpcClosed("the other process is gone")
        id = next(self._ids)
        answer: asyncio.Future[RpcAnswer] = asyncio.get_running_loop().create_future()
        self._awaited[id] = answer
        self._send({"id": id, "method": method, **fields}, tail)
        try:
            return await answer
        except asyncio.CancelledError:
            self._send({"cancel": id})
            raise
        finally:
            del self._awaited[id]

    def notify(self, method: str, **fields: Any) -> None:
        """Sends a message that needs no answer. Does nothing if the connection is closed."""
        self._send({"method": method, **fields})

    def close(self) -> None:
        """Closes this end, once all is sent. Every request that waits for an answer raises RpcClosed."""
        self._flush()
        self._is_closed = True
        self._writer.close()
        for answer in self._awaited.values():
            if not answer.done():
                answer.set_exception(RpcClosed("the other process is gone"))

    async def _read(self) -> tuple[RpcFields, bytes] | None:
        """The next message; None at the end of the stream, and for what is no message: nothing after it can be read."""
        try:
            n_bytes = decode_length(await self._reader.readexactly(HEADER.size), MAX_MESSAGE_BYTES)
            message = decode_message(await self._reader.readexactly(n_bytes))
            n_tail = message.pop("tail", 0)
            if n_tail == 0:
                return message, b""
            if not isinstance(n_tail, int) or n_bytes + n_tail > MAX_MESSAGE_BYTES:
                return None
            return message, await self._reader.readexactly(n_tail)
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            return None

    async def _dispatch(self, group: asyncio.TaskGroup, message: RpcFields, tail: bytes) -> None:
        """Acts on one message: an answer, a cancellation, a request or a notification; its fields say which."""
        if "reply_to" in message:
            self._take_answer(message, tail)
        elif "cancel" in message:
            self._cancel(message["cancel"])
        elif "id" in message:
            id = message.pop("id")
            self._running[id] = group.create_task(self._answer(id, message, tail))
        else:
            await self._on_notification(message.pop("method"), message)

    def _take_answer(self, message: RpcFields, tail: bytes) -> None:
        """Lets the request that this answers return its fields and tail, or raise its error."""
        answer = self._awaited.get(message.pop("reply_to"))
        # The request may have been cancelled while its answer was on the way.
        if answer is None or answer.done():
            return
        error = message.pop("error", None)
        if error is not None:
            answer.set_exception(DikastError(str(error)))
        else:
            answer.set_result((message, tail))

    def _cancel(self, id: int) -> None:
        """Cancels the task that works on a request of the other end."""
        task = self._running.get(id)
        # It may have been answered before the cancellation arrived.
        if task is not None:
            task.cancel()

    async def _answer(self, id: int, message: RpcFields, tail: bytes) -> None:
        """Works on a request of the other end, and sends what it returns or the DikastError that it raises."""
        try:
            fields, answer_tail = await self._on_request(message.pop("method"), message, tail)
            self._send({**fields, "reply_to": id}, answer_tail)
        except DikastError as error:
            self._send({"reply_to": id, "error": str(error)})
        finally:
            del self._running[id]

    def _send(self, message: RpcFields, tail: bytes = b"") -> None:
        """Sends one message with the others of this turn of the event loop, unless the connection is closed."""
        if self._is_closed:
            return
        if tail:
            message["tail"] = len(tail)
        if not self._unsent:
            asyncio.get_running_loop().call_soon(self._flush)
        self._unsent += encode_frame(message, MAX_MESSAGE_BYTES) + tail

    def _flush(self) -> None:
        """Writes what was sent since the last time, in one piece: each write is a call of the system at both ends."""
        if self._unsent and not self._writer.is_closing():
            self._writer.write(bytes(self._unsent))
        self._unsent.clear()
