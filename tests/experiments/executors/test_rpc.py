"""A line between two processes: questions both ways, faults, and what becomes of them when an end is gone."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from dikast.errors import BadInput, DikastError
from dikast.experiments.executors.rpc import LENGTHS, RpcAnswer, RpcClosed, RpcConnection, RpcFields


class End:
    """Answers as it is asked to, and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, RpcFields]] = []
        self.cancelled: list[str] = []
        self.begun = asyncio.Event()

    async def answer(self, do: str, fields: RpcFields, tail: bytes) -> RpcAnswer:
        if do == "fail":
            raise BadInput("that is no good", "somewhere")
        if do == "wait":
            self.begun.set()
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                self.cancelled.append(do)
                raise
        await asyncio.sleep(fields.get("s", 0))
        return {"did": do, **fields}, tail[::-1]

    async def hear(self, do: str, fields: RpcFields) -> None:
        self.heard.append((do, fields))


@asynccontextmanager
async def joined() -> AsyncIterator[tuple[RpcConnection, RpcConnection, End]]:
    """Both ends of a line that is served, and who answers at the second."""
    a, b = socket.socketpair()
    end = End()
    first = RpcConnection(*await asyncio.open_connection(sock=a), End().answer, End().hear)
    second = RpcConnection(*await asyncio.open_connection(sock=b), end.answer, end.hear)
    async with asyncio.TaskGroup() as group:
        group.create_task(first.run())
        group.create_task(second.run())
        try:
            yield first, second, end
        finally:
            first.hang_up()


async def test_questions_both_ways_and_bytes_with_them() -> None:
    async with joined() as (first, second, _):
        assert await first.ask("a", b"\x00\xff", x=1) == ({"did": "a", "x": 1}, b"\xff\x00")
        assert await second.ask("ü", big="x" * 200_000) == ({"did": "ü", "big": "x" * 200_000}, b"")


async def test_answers_come_as_they_are_ready() -> None:
    async with joined() as (first, _, _):
        done: list[str] = []

        async def ask(name: str, s: float) -> None:
            told, _ = await first.ask(name, s=s)
            done.append(told["did"])

        await asyncio.gather(ask("slow", 0.2), ask("fast", 0))
        assert done == ["fast", "slow"]


async def test_what_is_told_is_heard_in_order() -> None:
    async with joined() as (first, _, end):
        for i in range(50):
            first.tell("note", i=i)
        await first.ask("a")
        assert end.heard == [("note", {"i": i}) for i in range(50)]


async def test_a_fault_is_raised_where_the_question_came_from() -> None:
    async with joined() as (first, _, _):
        with pytest.raises(DikastError, match="somewhere: that is no good"):
            await first.ask("fail")
        assert await first.ask("a")


async def test_who_no_longer_waits_is_not_worked_for() -> None:
    async with joined() as (first, _, end):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(first.ask("wait"), 0.1)
        await first.ask("a")
        assert end.cancelled == ["wait"]


@pytest.mark.parametrize("who", [0, 1])
async def test_a_line_that_is_cut_ends_all_waiting(who: int) -> None:
    async with joined() as (first, second, end):
        waiting = asyncio.ensure_future(first.ask("wait"))
        await end.begun.wait()
        (first, second)[who].hang_up()
        with pytest.raises(RpcClosed):
            await asyncio.wait_for(waiting, 5)
        with pytest.raises(RpcClosed):
            await first.ask("a")
        first.tell("nothing", said="into the void")


@pytest.mark.parametrize(
    "sent", [b"", b"\x00", LENGTHS.pack(5, 0) + b"nojsn", LENGTHS.pack(2**31, 2**31), LENGTHS.pack(9, 0) + b"{}"]
)
async def test_garbage_ends_the_line_and_nothing_else(sent: bytes) -> None:
    a, b = socket.socketpair()
    line = RpcConnection(*await asyncio.open_connection(sock=a), End().answer, End().hear)
    with b:
        b.sendall(sent)
        b.shutdown(socket.SHUT_WR)
        await asyncio.wait_for(line.run(), 5)
