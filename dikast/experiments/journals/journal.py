"""Journal: every call that was answered, kept under what was asked, so that nothing is ever paid twice."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Literal, Protocol, Self

from pydantic import BaseModel, JsonValue, ValidationError

from dikast.agents import Choices, Form, Reply, Request, response_format
from dikast.protocols import clean_text
from dikast.records import Record, Usage

KEY_VERSION = 1
# hashlib gives up the interpreter for longer pieces, and may wait 5 ms to have it back while another thread is busy.
PIECE = 2047
# What an answer outlives once it is kept: the death of the process, or also that of the machine.
Durability = Literal["process", "power"]


class StoredReply(Record):
    """A reply as it is kept. `parsed` is the form's model as JSON, to be made again from the form that was asked."""

    text: str
    parsed: JsonValue = None
    choice_logprobs: dict[str, float] | None = None
    thinking: str = ""
    model: str = ""
    usage: Usage = Usage()

    @classmethod
    def of(cls, reply: Reply) -> Self:
        """The reply, fit to be kept: what no store takes is taken out of its texts, as it is before any use."""
        parsed = None if reply.parsed is None else reply.parsed.model_dump(mode="json")
        logps = reply.choice_logprobs
        return cls(
            text=clean_text(reply.text),
            parsed=parsed,
            choice_logprobs=logps and {clean_text(label): logp for label, logp in logps.items()},
            thinking=clean_text(reply.thinking),
            model=clean_text(reply.model),
            usage=reply.usage,
        )

    def reply(self, form: Form) -> Reply:
        """The reply as it was, for the same form: its text alone where an agent's own code filled in another one."""
        return Reply(
            text=self.text,
            parsed=_filled(form, self.parsed),
            choice_logprobs=self.choice_logprobs,
            thinking=self.thinking,
            model=self.model,
            usage=self.usage,
        )


class StoredFailure(Record):
    """A call that came to nothing in the end: the error's name, and what it said."""

    error: str
    message: str


def read_entry(is_answer: bool | int, text: str | bytes) -> StoredReply | StoredFailure | None:
    """The entry; None for one that damage made unreadable, or another version's: as if it had never been."""
    try:
        return StoredReply.model_validate_json(text) if is_answer else StoredFailure.model_validate_json(text)
    except ValidationError:
        return None


class Journal(Protocol):
    """Calls by their key, kept durably. Who awaits a `put` goes on once a killed process could not lose it any more.

    All of these raise DikastError where the journal can't be read or written.
    """

    async def open(self) -> None:
        """Makes ready; what was damaged is mended or set aside, and told."""
        ...

    async def get(self, key: bytes) -> StoredReply | StoredFailure | None:
        """What became of a call: its answer, else the last failure, else None."""
        ...

    async def put(self, key: bytes, agent: str, answer: StoredReply) -> StoredReply:
        """Keeps an answer; the one that stands for this key is returned, which is the first that was kept."""
        ...

    async def put_failure(self, key: bytes, agent: str, failure: StoredFailure) -> None:
        """Keeps a failure in place of an earlier one; never in place of an answer."""
        ...

    async def spent(self) -> Usage:
        """What all answers that were put for this run took, at any time."""
        ...

    async def close(self) -> None:
        """Gives everything back, once what was put is kept."""
        ...


def key_of(agent: str, request: Request) -> bytes:
    """16 bytes that stand for a call: who is asked, and all that is asked of them, the seed and the sample included.

    The same on every machine and in every process. Two calls of one key are one call.
    """
    asked = [
        KEY_VERSION,
        agent,
        [(message.type, message.content) for message in request.messages],
        _form(request.form),
        [request.seed, request.sample, request.attempt, request.round, request.argues, request.words],
        [request.seat, request.kind, request.purpose, *request.steps],
        request.question.model_dump_json(),
    ]
    told = memoryview(json.dumps(asked, sort_keys=True).encode())
    found = blake2b(digest_size=16)
    for start in range(0, len(told), PIECE):
        found.update(told[start : start + PIECE])
    return found.digest()


def _filled(form: Form, parsed: JsonValue) -> BaseModel | None:
    if parsed is None or not isinstance(form, type):
        return None
    try:
        return form.model_validate(parsed)
    except ValidationError:
        return None


def _form(form: Form) -> JsonValue:
    if form is None:
        return None
    if isinstance(form, Choices):
        return [list(form.labels), form.reasoning]
    return response_format(form)
