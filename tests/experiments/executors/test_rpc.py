"""RPC between two processes: requests both ways, errors, and what becomes of both when one end is gone."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from dikast.errors import BadInput, DikastError
from dikast.experiments.executors.rpc import MAX_MESSAGE_BYTES, RpcAnswer, RpcClosed, RpcConnection, RpcFields
from dikast.framing import HEADER, encode_frame


class Peer:
    """Answers every request as its method says, and remembers the notifications."""

    def __init__(self) -> None:
        self.notifications: list[tuple[str, RpcFields]] = []
        self.cancelled: list[str] = []
        self.has_begun = asyncio.Event()

    async def on_request(self, method: str, fields: RpcFields, tail: bytes) -> RpcAnswer:
        if method == "fail":
            raise BadInput("that is no good", "somewhere")
        if method == "wait":
            self.has_begun.set()
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                self.cancelled.append(method)
                raise
        await asyncio.sleep(fields.get("seconds", 0))
        return {"did": method, **fields}, tail[::-1]

    async def on_notification(self, method: str, fields: RpcFields) -> None:
        self.notifications.append((method, fields))


async def connection_to(end: socket.socket, peer: Peer) -> RpcConnection:
    reader, writer = await asyncio.open_connection(sock=end)
    return RpcConnection(reader, writer, peer.on_request, peer.on_notification)


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[RpcConnection, RpcConnection, Peer]]:
    """Both ends of a connection that is served, and the peer that answers at the second end."""
    a, b = socket.socketpair()
    peer = Peer()
    first, second = await connection_to(a, Peer()), await connection_to(b, peer)
    async with asyncio.TaskGroup() as group:
        group.create_task(first.run())
        group.create_task(second.run())
        try:
            yield first, second, peer
        finally:
            first.close()


async def test_requests_go_both_ways_with_bytes_as_their_tail() -> None:
    async with connected() as (first, second, _):
        assert await first.request("a", b"\x00\xff", x=1) == ({"did": "a", "x": 1}, b"\xff\x00")
        assert await second.request("ü", big="x" * 200_000) == ({"did": "ü", "big": "x" * 200_000}, b"")


async def test_an_answer_comes_as_soon_as_it_is_ready() -> None:
    async with connected() as (first, _, _):
        done: list[str] = []

        async def request(method: str, seconds: float) -> None:
            answer, _ = await first.request(method, seconds=seconds)
            done.append(answer["did"])

        await asyncio.gather(request("slow", 0.2), request("fast", 0))
        assert done == ["fast", "slow"]


async def test_notifications_are_handled_in_order() -> None:
    async with connected() as (first, _, peer):
        for i in range(50):
            first.notify("note", i=i)
        await first.request("a")
        assert peer.notifications == [("note", {"i": i}) for i in range(50)]


async def test_an_error_is_raised_at_the_end_that_made_the_request() -> None:
    async with connected() as (first, _, _):
        with pytest.raises(DikastError, match="somewhere: that is no good"):
            await first.request("fail")
        assert await first.request("a")


async def test_the_work_for_a_request_that_is_cancelled_is_cancelled() -> None:
    async with connected() as (first, _, peer):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(first.request("wait"), 0.1)
        await first.request("a")
        assert peer.cancelled == ["wait"]


@pytest.mark.parametrize("closed_end", [0, 1], ids=["the end that waits", "the end that works"])
async def test_when_an_end_is_closed_every_request_raises(closed_end: int) -> None:
    async with connected() as (first, second, peer):
        waiting = asyncio.ensure_future(first.request("wait"))
        await peer.has_begun.wait()
        (first, second)[closed_end].close()
        with pytest.raises(RpcClosed):
            await asyncio.wait_for(waiting, 5)
        with pytest.raises(RpcClosed):
            await first.request("a")
        first.notify("nothing", x="goes nowhere, and raises nothing")


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x00",  # half a header
        HEADER.pack(5) + b"nojsn",
        HEADER.pack(4) + b"null",  # JSON, but not an object
        HEADER.pack(MAX_MESSAGE_BYTES + 1),
        HEADER.pack(9) + b"{}",  # shorter than announced
        encode_frame({"method": "a", "tail": 9}, 100) + b"short",
        encode_frame({"method": "a", "tail": MAX_MESSAGE_BYTES}, 100),
        encode_frame({"method": "a", "tail": -1}, 100),
        encode_frame({"method": "a", "tail": "9"}, 100),
    ],
)
async def test_bytes_that_are_no_message_end_the_connection_and_nothing_else(sent: bytes) -> None:
    a, b = socket.socketpair()
    connection = await connection_to(a, Peer())
    with b:
        b.sendall(sent)
        b.shutdown(socket.SHUT_WR)
        await asyncio.wait_for(connection.run(), 5)
