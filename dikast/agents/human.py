"""HumanAgent: a person at the terminal, or lines piped in."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from weakref import WeakKeyDictionary

from pydantic import BaseModel

from dikast.agents.agent import Choices, Reply, Request
from dikast.agents.price import FREE, Price
from dikast.agents.structured_output import read_form
from dikast.agents.terminal import PipedLines, Terminal
from dikast.errors import PermanentError
from dikast.records import Usage


class HumanAgent:
    """A person in a seat: is shown the messages, and asked for a speech, a label, or a form in JSON.

    A speech ends with an empty line. Ctrl-D and Ctrl-C end the session: that reply and all later ones raise
    PermanentError. A person is asked one thing at a time, whatever the number of their seats.
    """

    def __init__(self, terminal: Terminal | PipedLines | None = None) -> None:
        """`terminal` is where to ask; by default the one that the program runs in."""
        self._terminal = terminal
        self._has_left = False

    @property
    def name(self) -> str:
        """`human`."""
        return "human"

    def price(self) -> Price:
        """Nothing."""
        return FREE

    async def reply(self, request: Request) -> Reply:
        """What the person says; the seconds are those they took."""
        async with _turn():
            self._refuse_if_left()
            terminal = self._terminal or _program_terminal()
            started = time.perf_counter()
            terminal.show(_shown(request))
            try:
                text, parsed = await _asked(terminal, request)
            except EOFError:
                self._has_left = True
                self._refuse_if_left()
                raise
        usage = Usage(calls=1, seconds=time.perf_counter() - started)
        return Reply(text=text, parsed=parsed, model="human", usage=usage)

    def _refuse_if_left(self) -> None:
        if self._has_left:
            raise PermanentError("the person ended the session") from None


async def _asked(terminal: Terminal | PipedLines, request: Request) -> tuple[str, BaseModel | None]:
    """The text, and the form where one is wanted; asks again until it is what was asked for."""
    if isinstance(request.form, Choices):
        return f"Answer: {await _label(terminal, request.form.labels)}", None
    if isinstance(request.form, type):
        return await _form(terminal, request.form)
    while not (text := (await terminal.lines("(an empty line ends it) > ")).strip()):
        pass
    return text, None


async def _label(terminal: Terminal | PipedLines, labels: tuple[str, ...]) -> str:
    known = {label.casefold(): label for label in labels}
    while True:
        said = (await terminal.line(f"Answer ({'/'.join(labels)}) > ")).strip().casefold()
        if said in known:
            return known[said]


async def _form(terminal: Terminal | PipedLines, form: type[BaseModel]) -> tuple[str, BaseModel]:
    terminal.show(json.dumps(form.model_json_schema(), indent=1))
    while True:
        text = (await terminal.line("JSON, on one line > ")).strip()
        parsed = read_form(form, text)
        if parsed is not None:
            return text, parsed
        terminal.show("That does not fit the schema.")


def _program_terminal() -> Terminal | PipedLines:
    return Terminal() if sys.stdin.isatty() else PipedLines(sys.stdin.fileno())


def _shown(request: Request) -> str:
    parts = [f"\n── {request.seat}, round {request.round}: {request.purpose} ──"]
    for message in request.messages:
        parts.append(str(message.text))
        parts += ["[an image]" for part in message.content if isinstance(part, dict) and _is_image(part)]
    return "\n\n".join(part for part in parts if part)


def _is_image(part: dict[str, object]) -> bool:
    return part.get("type") in ("image", "image_url")


def _turn() -> asyncio.Lock:
    """The lock of this event loop: all seats a person holds share one terminal."""
    loop = asyncio.get_running_loop()
    return _turns.setdefault(loop, asyncio.Lock())


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
