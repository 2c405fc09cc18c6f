"""Where a person is asked: a terminal, or lines piped into the program.

Everything shown goes to stderr, because stdout is for results.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

from dikast.sanitize import sanitize

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.output import Output


class Terminal:
    """A terminal, used through prompt_toolkit."""

    def __init__(self, input: Input | None = None, output: Output | None = None) -> None:
        self._input = input
        self._output = output

    def show(self, text: str) -> None:
        """Write a text to the screen. Control and direction characters in it have no effect."""
        output = self._screen()
        output.write(sanitize(text) + "\n")
        output.flush()

    async def line(self, prompt: str) -> str:
        """One line. Raises EOFError at Ctrl-D and Ctrl-C."""
        return await self._ask(prompt, None)

    async def lines(self, prompt: str) -> str:
        """All lines up to an empty one. Raises EOFError at Ctrl-D and Ctrl-C."""
        return await self._ask(prompt, _enter_on_empty_line())

    async def _ask(self, prompt: str, bindings: KeyBindings | None) -> str:
        """What is typed at the prompt; with key bindings, of several lines. Raises EOFError."""
        from prompt_toolkit import PromptSession

        session: PromptSession[str] = PromptSession(
            prompt,
            multiline=bindings is not None,
            key_bindings=bindings,
            interrupt_exception=EOFError,
            input=self._input,
            output=self._screen(),
        )
        return await session.prompt_async()

    def _screen(self) -> Output:
        """The output, opened at the first use."""
        from prompt_toolkit.output import create_output

        if self._output is None:
            self._output = create_output(stdout=sys.stderr)
        return self._output


class PipedLines:
    """Lines from a file descriptor that is no terminal."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def show(self, text: str) -> None:
        """Write a text to stderr. Control and direction characters in it have no effect."""
        sys.stderr.write(sanitize(text) + "\n")
        sys.stderr.flush()

    async def line(self, prompt: str) -> str:
        """The next line. Raises EOFError if there is none."""
        self.show(prompt)
        line = bytearray()
        while byte := await self._byte():
            if byte == b"\n":
                return line.decode(errors="replace").removesuffix("\r")
            line += byte
        if not line:
            raise EOFError
        return line.decode(errors="replace")

    async def lines(self, prompt: str) -> str:
        """The next lines, up to an empty one or the end. Raises EOFError if there is none."""
        lines = [await self.line(prompt)]
        while lines[-1].strip():
            try:
                lines.append(await self.line(""))
            except EOFError:
                break
        return "\n".join(lines)

    async def _byte(self) -> bytes:
        """The next byte; empty at the end."""
        # One at a time, so that bytes after the line stay for other readers of the descriptor, such as another seat.
        await _readable(self._descriptor)
        return os.read(self._descriptor, 1)


def _enter_on_empty_line() -> KeyBindings:
    """The key Enter ends the input on an empty line, and begins a new line on any other."""
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()

    @bindings.add("enter")
    def _(event: KeyPressEvent) -> None:
        """Handle the key Enter."""
        buffer = event.current_buffer
        if buffer.document.current_line.strip():
            buffer.insert_text("\n")
        else:
            buffer.validate_and_handle()

    return bindings


async def _readable(descriptor: int) -> None:
    """Return when the descriptor has something to read, or has ended."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    try:
        loop.add_reader(descriptor, ready.set)
    except PermissionError:
        # The event loop can't wait for a plain file, which is always readable.
        return
    try:
        await ready.wait()
    finally:
        loop.remove_reader(descriptor)
