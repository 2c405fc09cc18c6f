"""Journal: every answered call, kept under a hash of the whole request, so that no call is ever paid for twice."""

from __future__ import annotations

import json
import operator
from hashlib import blake2b
from typing import Literal, Protocol, Self

from pydantic import BaseModel, Field, JsonValue, ValidationError

from dikast.agents import Choices, Form, Likelihood, Reply, Request, response_format
from dikast.protocols import clean_text
from dikast.records import InnerCall, Record, TextLikelihood, Usage

KEY_VERSION = 1
# hashlib releases the interpreter lock for longer inputs, and may wait 5 ms to get it back while another thread runs.
HASH_CHUNK_BYTES = 2047
# What a stored reply outlives: the death of the process, or also a power cut.
Durability = Literal["process", "power"]


class StoredReply(Record):
    """A reply as it is stored. `parsed` is JSON; the form that is asked for makes a model of it again."""

    text: str
    parsed: JsonValue = None
    choice_logprobs: dict[str, float] | None = None
    thinking: str = ""
    model: str = ""
    usage: Usage = Field(default_factory=Usage)
    finish_reason: str = Field(default="", exclude_if=operator.not_)
    is_refusal: bool = Field(default=False, exclude_if=operator.not_)
    likelihoods: tuple[TextLikelihood, ...] = Field(default=(), exclude_if=operator.not_)
    inner: tuple[InnerCall, ...] = Field(default=(), exclude_if=operator.not_)

    @classmethod
    def of(cls, reply: Reply) -> Self:
        """The reply, ready to be stored: without the characters that no store takes, as before any other use."""
        parsed: JsonValue = None
        if reply.parsed is not None:
            parsed = reply.parsed.model_dump(mode="json", by_alias=True)
        logps = reply.choice_logprobs
        if logps:
            logps = {clean_text(label): logp for label, logp in logps.items()}
        return cls(
            text=clean_text(reply.text),
            parsed=parsed,
            choice_logprobs=logps,
            thinking=clean_text(reply.thinking),
            model=clean_text(reply.model),
            usage=reply.usage,
            finish_reason=clean_text(reply.finish_reason),
            is_refusal=reply.is_refusal,
            likelihoods=reply.likelihoods,
            inner=reply.inner,
        )

    def reply(self, form: Form) -> Reply:
        """The reply as it was, for the same form. `parsed` is None if the agent filled in another form."""
        return Reply(
            text=self.text,
            parsed=_parsed(form, self.parsed),
            choice_logprobs=self.choice_logprobs,
            thinking=self.thinking,
            model=self.model,
            usage=self.usage,
            finish_reason=self.finish_reason,
            is_refusal=self.is_refusal,
            likelihoods=self.likelihoods,
            inner=self.inner,
        )


class StoredFailure(Record):
    """A call that failed in the end: the error's name and its message."""

    error: str
    message: str


JournalEntry = StoredReply | StoredFailure


def read_entry(is_answer: bool | int, text: str | bytes) -> JournalEntry | None:
    """The entry. None if it is damaged or of another version: then the call counts as never made."""
    try:
        if is_answer:
            return StoredReply.model_validate_json(text)
        return StoredFailure.model_validate_json(text)
    except ValidationError:
        return None


class Journal(Protocol):
    """Calls by their key, kept durably. Once `put` has returned, a killed process can't lose the reply any more.

    All methods raise DikastError if the journal can't be read or written.
    """

    async def open(self) -> None:
        """Prepares the journal for use. A damaged one is repaired or set aside, with a warning."""
        ...

    async def get(self, key: bytes) -> JournalEntry | None:
        """The reply to a call, or else its last failure, or else None."""
        ...

    async def put(self, key: bytes, agent: str, reply: StoredReply) -> StoredReply:
        """Keeps a reply. Returns the first that was kept for this key."""
        ...

    async def put_failure(self, key: bytes, agent: str, failure: StoredFailure) -> None:
        """Keeps a failure in place of an earlier one; never in place of a reply."""
        ...

    async def has_answers(self, agent: str) -> bool:
        """Whether a reply of the agent of this name was ever put."""
        ...

    async def spent(self) -> Usage:
        """The usage of all replies that were ever put for this run."""
        ...

    async def close(self) -> None:
        """Closes the journal, once everything that was put is kept."""
        ...


def call_key(agent: str, request: Request) -> bytes:
    """The key of a call: a hash of 16 bytes of the agent and of all that it is asked, the seed and the sample included.

    It is the same on every machine and in every process. Two calls with the same key are the same call.
    """
    # Only where it is set: calls without it have the keys that they had before there was such a field.
    room = [request.more_tokens] if request.more_tokens else []
    # Each change here, of the order too, gives every call a new key, so that all of them are paid for again.
    content = [
        KEY_VERSION,
        agent,
        [(message.type, message.content) for message in request.messages],
        _form_json(request.form),
        [request.seed, request.sample, request.attempt, request.round, request.argues, request.words, *room],
        [request.seat, request.kind, request.purpose, *request.steps],
        request.question.model_dump_json(),
    ]
    data = memoryview(json.dumps(content, sort_keys=True).encode())
    digest = blake2b(digest_size=16)
    for start in range(0, len(data), HASH_CHUNK_BYTES):
        digest.update(data[start : start + HASH_CHUNK_BYTES])
    return digest.digest()


def _parsed(form: Form, parsed: JsonValue) -> BaseModel | None:
    """The filled-in form as a model; None if the reply filled in none, or another one."""
    if parsed is None or not isinstance(form, type):
        return None
    try:
        return form.model_validate(parsed)
    except ValidationError:
        return None


def _form_json(form: Form) -> JsonValue:
    """What a form adds to the key of a call: its labels, or the JSON schema that the agent is sent."""
    if form is None:
        return None
    if isinstance(form, Choices):
        # The usual line is left out of the key, as it was before there were others.
        other_line = [] if form.line == Choices(()).line else [form.line]
        return [list(form.labels), form.reasoning, *other_line]
    if isinstance(form, Likelihood):
        return {"likelihood_of": list(form.texts), "with_empty": form.with_empty}
    return response_format(form)
