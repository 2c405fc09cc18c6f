"""Where a person is asked: a terminal, or lines piped into the program."""

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
    """A terminal, spoken to by prompt_toolkit; what is shown goes to stderr, since stdout is for results."""

    def __init__(self, input: Input | None = None, output: Output | None = None) -> None:
        self._input = input
        self._output = output

    def show(self, text: str) -> None:
        """Put a text on the screen; control and direction characters that may be in it do nothing."""
        output = self._screen()
        output.write(sanitize(text) + "\n")
        output.flush()

    async def line(self, prompt: str) -> str:
        """One line. Raises EOFError at Ctrl-D and Ctrl-C."""
        return await self._ask(prompt, None)

    async def lines(self, prompt: str) -> str:
        """Lines up to an empty one. Raises EOFError at Ctrl-D and Ctrl-C."""
        return await self._ask(prompt, _enter_on_empty_line())

    async def _ask(self, prompt: str, bindings: KeyBindings | None) -> str:
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
        from prompt_toolkit.output import create_output

        if self._output is None:
            self._output = create_output(stdout=sys.stderr)
        return self._output


class PipedLines:
    """Lines from a file descriptor that is no terminal; what is shown goes to stderr.

    Bytes are read one by one, so that nothing is taken that another reader of the same descriptor should get.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def show(self, text: str) -> None:
        """Write a text to stderr; control and direction characters that may be in it do nothing."""
        sys.stderr.write(sanitize(text) + "\n")
        sys.stderr.flush()

    async def line(self, prompt: str) -> str:
        """The next line. Raises EOFError where there is none."""
        self.show(prompt)
        taken = bytearray()
        while byte := await self._byte():
            if byte == b"\n":
                return taken.decode(errors="replace").removesuffix("\r")
            taken += byte
        if not taken:
            raise EOFError
        return taken.decode(errors="replace")

    async def lines(self, prompt: str) -> str:
        """The next lines up to an empty one or the end. Raises EOFError where there is none."""
        taken = [await self.line(prompt)]
        while taken[-1].strip():
            try:
                taken.append(await self.line(""))
            except EOFError:
                break
        return "\n".join(taken)

    async def _byte(self) -> bytes:
        await _readable(self._descriptor)
        return os.read(self._descriptor, 1)


def _enter_on_empty_line() -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()

    @bindings.add("enter")
    def _(event: KeyPressEvent) -> None:
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
    except PermissionError:  # a plain file is always readable, and can't be waited for
        return
    try:
        await ready.wait()
    finally:
        loop.remove_reader(descriptor)
