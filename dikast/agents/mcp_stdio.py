"""A process that speaks the Model Context Protocol on its standard input and output, with every line of it bounded.

The SDK's own transport keeps a line of any length in memory, and logs what is no message with a traceback.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import Process, SubprocessStreamProtocol
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.client.stdio import get_default_environment
from mcp.shared.message import SessionMessage
from mcp.types import jsonrpc_message_adapter

from dikast.agents.openai_response import MAX_BYTES

# What the process has to end by itself once nothing more is asked of it.
GRACE_S = 1.0
POLL_S = 0.01
# Of lines that are no message: a server that writes more of them is none.
MOST_NOISE_LINES = 1_000
MOST_SAID_CHARS = 1_000
CHUNK_BYTES = 65_536

ServerStreams = tuple[MemoryObjectReceiveStream[SessionMessage | Exception], MemoryObjectSendStream[SessionMessage]]


@dataclass
class ServerNoise:
    """What a server wrote that is no message: its last line on each of its outputs, for an error's message."""

    lines: dict[str, str] = field(default_factory=dict)

    def heard(self, output: str, line: bytes) -> None:
        """Keeps a line if there is anything in it."""
        text = line[:MOST_SAID_CHARS].decode(errors="replace").strip()
        if text:
            self.lines[output] = text

    def __str__(self) -> str:
        return "".join(f"; on its {output} it wrote: {line}" for output, line in self.lines.items())


@asynccontextmanager
async def server_process(
    command: Sequence[str], variables: Mapping[str, str], folder: Path, noise: ServerNoise
) -> AsyncIterator[ServerStreams]:
    """The streams of messages of a process, which is started here and has ended at the end of the block.

    Raises OSError where it can't be started. Where it ends, or writes a line that is too long, the stream ends.
    """
    transport, process = await _started(command, variables, folder)
    try:
        to_session, from_server = anyio.create_memory_object_stream[SessionMessage | Exception](0)
        to_server, from_session = anyio.create_memory_object_stream[SessionMessage](0)
        async with to_session, from_server, to_server, from_session, anyio.create_task_group() as tasks:
            tasks.start_soon(_read, process, to_session, noise)
            tasks.start_soon(_read_errors, process, noise)
            tasks.start_soon(_write, process, from_session)
            yield from_server, to_server
            tasks.cancel_scope.cancel()
    finally:
        await _end(transport, process)


async def _started(
    command: Sequence[str], variables: Mapping[str, str], folder: Path
) -> tuple[asyncio.SubprocessTransport, Process]:
    """The process, and its transport: a process alone can't be closed while its pipes are held open."""
    program, *arguments = command
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.subprocess_exec(
        lambda: SubprocessStreamProtocol(MAX_BYTES, loop),
        str(folder / program) if os.sep in program else program,
        *arguments,
        env={**get_default_environment(), **variables},
        cwd=folder,
        # A group of its own: what it starts is ended with it, and Ctrl-C reaches it only through us.
        start_new_session=True,
    )
    return transport, Process(transport, protocol, loop)


async def _read(
    process: Process, to_session: MemoryObjectSendStream[SessionMessage | Exception], noise: ServerNoise
) -> None:
    """Passes on the messages that the process writes. What is no message is noise."""
    assert process.stdout is not None
    async with to_session:
        n_noise = 0
        while n_noise < MOST_NOISE_LINES:
            try:
                line = await process.stdout.readline()
            except ValueError:
                noise.heard("standard output", b"a line of more than %d bytes" % MAX_BYTES)
                return
            if not line:
                return
            try:
                message = SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False))
            except ValueError:
                # Servers print greetings, too.
                noise.heard("standard output", line)
                n_noise += 1
                # A stream with more to read does not wait, and would hold up everything else.
                await asyncio.sleep(0)
                continue
            with contextlib.suppress(anyio.BrokenResourceError):
                await to_session.send(message)


async def _read_errors(process: Process, noise: ServerNoise) -> None:
    """Reads what the process writes on its standard error, so that it never waits for a reader."""
    assert process.stderr is not None
    while chunk := await process.stderr.read(CHUNK_BYTES):
        # Only the last line is kept that has anything in it.
        for line in chunk.splitlines()[-2:]:
            noise.heard("standard error", line)
        await asyncio.sleep(0)


async def _write(process: Process, from_session: MemoryObjectReceiveStream[SessionMessage]) -> None:
    """Writes the messages of the session, one a line."""
    assert process.stdin is not None
    async for sent in from_session:
        line = sent.message.model_dump_json(by_alias=True, exclude_unset=True)
        process.stdin.write(f"{line}\n".encode())
        # A process that has ended is seen where its output ends.
        with contextlib.suppress(ConnectionError):
            await process.stdin.drain()


async def _end(transport: asyncio.SubprocessTransport, process: Process) -> None:
    """Ends the process, by closing its input and, after a moment, by force, and all that it has started."""
    assert process.stdin is not None
    try:
        process.stdin.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S):
                await _has_ended(process)
    finally:
        # The group may outlive its leader.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        transport.close()
    await _has_ended(process)


async def _has_ended(process: Process) -> None:
    """Returns once the process has ended. `Process.wait` would also wait for those that hold its pipes open."""
    while process.returncode is None:  # noqa: ASYNC110
        await asyncio.sleep(POLL_S)
