"""HumanAgent: a person at the terminal, or lines piped into the program."""

from __future__ import annotations

import asyncio
import sys
import time
from weakref import WeakKeyDictionary

from langchain_core.messages import BaseMessage
from pydantic import BaseModel

from dikast.agents.ability import Ability
from dikast.agents.agent import Choices, Likelihood, Reply, Request
from dikast.agents.form_words import form_in_words, why_it_does_not_fit
from dikast.agents.person_name import ANYONE
from dikast.agents.price import FREE, Price
from dikast.agents.structured_output import read_form
from dikast.agents.terminal import PipedLines, Terminal
from dikast.errors import PermanentError
from dikast.records import Usage
from dikast.replies import Unreadable, read_label


class HumanAgent:
    """A person as an agent: sees the messages, then types a speech, a label, or a form in JSON.

    An empty line ends a speech. Ctrl-D and Ctrl-C end the session: that reply and all later ones raise
    PermanentError. A person who has several seats is asked for one reply at a time.
    """

    def __init__(self, terminal: Terminal | PipedLines | None = None, name: str = ANYONE) -> None:
        """`terminal` is where the person is asked; by default the program's own terminal or standard input."""
        self._terminal = terminal
        self._name = name
        self._has_left = False

    @property
    def name(self) -> str:
        """`human`, or `human:NAME` for one of several people."""
        return self._name

    def price(self) -> Price:
        """Free."""
        return FREE

    def lacks(self, ability: Ability) -> str | None:
        """Likelihoods."""
        return "a person can't say how likely a given text is" if ability == "likelihoods" else None

    async def reply(self, request: Request) -> Reply:
        """What the person types. The usage has the seconds that they took."""
        async with _terminal_lock():
            # Only now: the person may have left while this request waited for the terminal.
            self._check_presence()
            terminal = self._terminal or _program_terminal()
            started = time.perf_counter()
            terminal.show(_format_request(request, self._name))
            try:
                text, parsed = await _ask(terminal, request)
            except EOFError:
                # For all seats of the person, also those that wait for the terminal now.
                self._has_left = True
                self._check_presence()
                raise
        usage = Usage(calls=1, seconds=time.perf_counter() - started)
        return Reply(
            text=text,
            parsed=parsed,
            model=self._name,
            usage=usage,
        )

    def _check_presence(self) -> None:
        """Raise PermanentError if the person has ended the session."""
        if self._has_left:
            raise PermanentError("the person ended the session") from None


async def _ask(terminal: Terminal | PipedLines, request: Request) -> tuple[str, BaseModel | None]:
    """The reply's text, and the form's model if one is wanted. Asks again until the answer fits."""
    if isinstance(request.form, Choices):
        return request.form.stated(await _ask_label(terminal, request.form)), None
    if isinstance(request.form, Likelihood):
        raise PermanentError("a person can't say how likely a given text is (`route: likelihood`): take a model")
    if isinstance(request.form, type):
        return await _ask_form(terminal, request.form)
    return await _ask_speech(terminal), None


async def _ask_speech(terminal: Terminal | PipedLines) -> str:
    """Lines up to an empty one. Asks again for a speech without text."""
    speech = ""
    while not speech:
        lines = await terminal.lines("(an empty line ends it) > ")
        speech = lines.strip()
    return speech


async def _ask_label(terminal: Terminal | PipedLines, form: Choices) -> str:
    """One of the labels, typed alone or as a model would state it. Says why anything else is none, and asks again."""
    labels = "/".join(form.labels)
    while True:
        line = await terminal.line(f"Answer ({labels}) > ")
        label = _typed_label(line.strip(), form)
        if not isinstance(label, Unreadable):
            return label
        terminal.show(f"That is no answer yet ({label.reason}). Type one of {labels}, alone or as `Answer: <label>`.")


def _typed_label(text: str, form: Choices) -> str | Unreadable:
    """The label that a person typed: by itself, in the form that the messages ask for, or by its option's text."""
    if not text:
        return Unreadable("the line is empty")
    stated = read_label(text, form.labels, form.options)
    if isinstance(stated, Unreadable) and not stated.is_conflict:
        # What a person types at this prompt is an answer, with or without the word.
        return read_label(f"Answer: {text}", form.labels, form.options)
    return stated


async def _ask_form(terminal: Terminal | PipedLines, form: type[BaseModel]) -> tuple[str, BaseModel]:
    """The JSON that was typed, and the form's model that it fits. Asks again until it fits."""
    terminal.show(form_in_words(form))
    while True:
        line = await terminal.line("JSON, on one line > ")
        text = line.strip()
        parsed = read_form(form, text)
        if parsed is not None:
            return text, parsed
        terminal.show(why_it_does_not_fit(form, text))


def _program_terminal() -> Terminal | PipedLines:
    """The terminal the program runs in, or the lines piped into it."""
    if sys.stdin.isatty():
        return Terminal()
    return PipedLines(sys.stdin.fileno())


def _format_request(request: Request, name: str) -> str:
    """The messages as a person sees them, under a line that says who is asked, in which seat, and for what.

    Images are only mentioned, since a terminal can't show them.
    """
    _, _, person = name.partition(":")
    asked = f"{person} as {request.seat}" if person else request.seat
    blocks = [f"\n── {asked}, round {request.round}: {request.purpose} ──"]
    for message in request.messages:
        blocks.append(str(message.text))
        blocks += ["[an image]"] * _count_images(message)
    return "\n\n".join(filter(None, blocks))


def _count_images(message: BaseMessage) -> int:
    """How many image parts a message has, in OpenAI's or LangChain's form."""
    # A content that is one text is a string: its characters are no parts.
    types = [part.get("type") for part in message.content if isinstance(part, dict)]
    return types.count("image") + types.count("image_url")


def _terminal_lock() -> asyncio.Lock:
    """The lock of the running event loop: all the person's seats share one terminal."""
    return _terminal_locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())


# A lock works in one event loop only, so each loop has its own.
_terminal_locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
