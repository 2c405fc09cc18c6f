"""HttpAgent: an agent behind a URL, which is sent a request as JSON and sends a reply as JSON.

docs/agents.md describes both for authors of servers; the models here are what is sent and read.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, JsonValue, ValidationError

from dikast.agents.ability import Ability
from dikast.agents.agent import Choices, Form, Likelihood, Reply, Request
from dikast.agents.agent_options import HttpOptions
from dikast.agents.http_errors import clean_message, http_error
from dikast.agents.inner_calls import traced_if_nested
from dikast.agents.json_client import JsonClient
from dikast.agents.openai_request import IDEMPOTENCY_HEADER, wire_messages
from dikast.agents.openai_response import OptionalText, TokenCount, lenient, read_error
from dikast.agents.structured_output import read_form
from dikast.agents.usage_count import MOST_USD
from dikast.errors import AgentError, PermanentError, TransientError
from dikast.records import InnerCall, Usage

CONTRACT_VERSION = 1


class HttpUsage(BaseModel):
    """What a reply took, as far as the server says so."""

    input_tokens: TokenCount = 0
    output_tokens: TokenCount = 0
    cached_tokens: TokenCount = 0
    cost_usd: Annotated[float | None, Field(ge=0, le=MOST_USD)] = None


class HttpReply(BaseModel):
    """The JSON that a server replies with. Only `text` is required; fields that are not named here are ignored."""

    text: str
    thinking: OptionalText = ""
    choice_logprobs: Annotated[dict[str, Annotated[float, Field(le=0)]] | None, lenient(None)] = None
    finish_reason: OptionalText = ""
    refused: Annotated[bool, lenient(False)] = False
    model: OptionalText = ""
    usage: Annotated[HttpUsage, lenient(HttpUsage())] = HttpUsage()
    inner: Annotated[tuple[InnerCall, ...], lenient(())] = ()

    def reply(self, form: Form, seconds: float) -> Reply:
        """The reply as the engine takes it. Without a cost its price is unknown."""
        usage = Usage(
            calls=1,
            input_tokens=self.usage.input_tokens,
            output_tokens=self.usage.output_tokens,
            cached_tokens=min(self.usage.input_tokens, self.usage.cached_tokens),
            cost_usd=self.usage.cost_usd or 0.0,
            unpriced=int(self.usage.cost_usd is None),
            seconds=seconds,
        )
        return Reply(
            text=self.text,
            parsed=read_form(form, self.text),
            choice_logprobs=self.choice_logprobs if isinstance(form, Choices) else None,
            thinking=self.thinking,
            finish_reason=self.finish_reason,
            is_refusal=self.refused,
            model=self.model,
            usage=usage,
            inner=self.inner,
        )


class HttpAgent:
    """An agent behind a URL of the author's own. What it is sent is what a callable gets as a Request."""

    def __init__(self, url: str, options: HttpOptions) -> None:
        """`url` has no credentials, since it is in records. Raises BadInput if the environment lacks the key."""
        self._options = options
        self._name = options.identity(url)
        self._headers: dict[str, str] = {}
        key = options.api_key()
        if key is not None:
            self._headers["Authorization"] = f"Bearer {key}"
        self._client = JsonClient(
            url,
            timeout_s=options.timeout_s,
            ca_file=options.ca_file,
            url_setting="the agent",
        )

    @property
    def name(self) -> str:
        """The URL, with the options that change the replies."""
        return self._name

    @property
    def takes_images(self) -> bool:
        """Whether the server takes images: no, unless the options say so."""
        return self._options.images

    def lacks(self, ability: Ability) -> str | None:
        """Likelihoods, which the contract does not have."""
        if ability == "likelihoods":
            return "an HTTP agent's reply has no place for how likely a given text is"
        return None

    @traced_if_nested("agent")
    async def reply(self, request: Request) -> Reply:
        """The server's reply. Raises TransientError, RateLimited or PermanentError."""
        headers = dict(self._headers)
        if request.idempotency_key:
            headers[IDEMPOTENCY_HEADER] = request.idempotency_key
        body = request_body(request, self._options.send)
        started = time.perf_counter()
        content = await self._client.post(body, headers)
        return read_reply(content).reply(request.form, time.perf_counter() - started)

    async def aclose(self) -> None:
        """Close the connections. The agent may be used again; it opens new ones."""
        await self._client.aclose()


def request_body(request: Request, send: Mapping[str, JsonValue]) -> dict[str, Any]:
    """The JSON of a request; `send` are an experiment's own values for this agent.

    Raises PermanentError for a request for likelihoods, which the contract does not have.
    """
    return {
        "version": CONTRACT_VERSION,
        "seat": request.seat,
        "kind": request.kind,
        "purpose": request.purpose,
        "round": request.round,
        "messages": wire_messages(request.messages),
        "question": {
            "id": request.question.id,
            "text": request.question.text,
            "choices": request.question.choices,
            "source": request.question.source,
        },
        "argues": request.argues,
        "form": _form_json(request.form),
        "words": request.words,
        "seed": request.seed,
        "sample": request.sample,
        "attempt": request.attempt,
        "steps": request.steps,
        "episode": request.episode,
        "thread": request.thread,
        "send": dict(send),
    }


def read_reply(content: bytes) -> HttpReply:
    """The reply in a response. Raises the error that the response describes, else TransientError."""
    try:
        return HttpReply.model_validate_json(content)
    except ValidationError as invalid:
        raise _error_of(content, invalid) from None


def _error_of(content: bytes, invalid: ValidationError) -> AgentError:
    """The error for a response that is no reply: its own `error`, else what is wrong with it."""
    server_error = read_error(content)
    if server_error is not None:
        return http_error(500, clean_message(server_error.message))
    # Without the input, which may quote a key.
    fault = invalid.errors(include_url=False, include_input=False)[0]
    path = ".".join(map(str, fault["loc"]))
    message = clean_message(f"{path}: {fault['msg']}" if path else fault["msg"])
    return TransientError(f'the response is no reply {{"text": …}}: {message}', is_answered=True)


def _form_json(form: Form) -> dict[str, Any] | None:
    """The form of answer that is wanted: `labels` with the last line, or a JSON `schema`; None for free text."""
    match form:
        case None:
            return None
        case Choices():
            return {"labels": form.labels, "line": form.line, "reasoning": form.reasoning, "options": form.options}
        case Likelihood():
            raise PermanentError("an HTTP agent can't say how likely a given text is (`route: likelihood`)")
        case model:
            return {"schema": model.model_json_schema()}
