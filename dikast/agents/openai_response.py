"""The OpenAI chat protocol, the answering side: a completion read into a Reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, JsonValue, ValidationError, WrapValidator

from dikast.agents.agent import Choices, Form, Reply
from dikast.agents.http_errors import http_error, shown
from dikast.agents.label_logprobs import LogprobToken, label_logprobs
from dikast.agents.price import Price
from dikast.agents.structured_output import read_form
from dikast.errors import PermanentError, TransientError
from dikast.records import Usage

MAX_BYTES = 8 * 2**20
MOST_TOKENS = 10**12
T = TypeVar("T")


def _or_none(value: Any, read: Callable[[Any], T]) -> T | None:
    """What a reply can do without, where a server gives something else in its place: the text was paid for."""
    try:
        return read(value)
    except ValidationError:
        return None


_Lenient = WrapValidator(_or_none)
Count = Annotated[int | None, Field(ge=0, le=MOST_TOKENS)]


class _Message(BaseModel):
    content: str | list[dict[str, JsonValue]] | None = None
    reasoning_content: Annotated[str | None, _Lenient] = None
    reasoning: Annotated[str | None, _Lenient] = None
    refusal: Annotated[str | None, _Lenient] = None


class _Logprobs(BaseModel):
    content: list[LogprobToken] | None = None


class _Choice(BaseModel):
    message: _Message
    logprobs: Annotated[_Logprobs | None, _Lenient] = None


class _PromptDetails(BaseModel):
    cached_tokens: Count = None


class _Usage(BaseModel):
    prompt_tokens: Count = None
    completion_tokens: Count = None
    prompt_tokens_details: Annotated[_PromptDetails | None, _Lenient] = None


class _Error(BaseModel):
    message: str = ""
    code: int | str | None = None


class ChatCompletion(BaseModel):
    """What of a chat completion matters here; anything else in it is passed over."""

    choices: list[_Choice] = Field(min_length=1)
    model: Annotated[str | None, _Lenient] = None
    usage: Annotated[_Usage | None, _Lenient] = None

    def reply(self, form: Form, *, seconds: float, cost_usd: float | None = None, price: Price | None = None) -> Reply:
        """The reply it holds. It cost `cost_usd`, or what the price makes it; with neither the cost is unknown."""
        choice = self.choices[0]
        text, thinking = _said(choice.message)
        tokens = choice.logprobs.content if choice.logprobs else None
        return Reply(
            text=text,
            parsed=read_form(form, text),
            choice_logprobs=choice_logprobs(tokens, text, form),
            thinking=thinking,
            model=self.model or "",
            usage=self._usage(seconds, cost_usd, price),
        )

    def _usage(self, seconds: float, cost_usd: float | None, price: Price | None) -> Usage:
        used = self.usage or _Usage()
        details = used.prompt_tokens_details or _PromptDetails()
        sent = used.prompt_tokens or 0
        tokens = {
            "input_tokens": sent,
            "output_tokens": used.completion_tokens or 0,
            "cached_tokens": min(sent, details.cached_tokens or 0),
        }
        if price is not None and any(tokens.values()):  # who counts nothing leaves zeros, or nothing at all
            cost_usd = price.usd(**tokens)
        return Usage(
            calls=1,
            **tokens,
            cost_usd=cost_usd or 0.0,
            unpriced=int(cost_usd is None),
            seconds=seconds,
        )


def choice_logprobs(tokens: Sequence[LogprobToken] | None, text: str, form: Form) -> dict[str, float] | None:
    """The labels' log-probabilities where the form is Choices and the backend gave tokens; else None."""
    if not tokens or not isinstance(form, Choices):
        return None
    return label_logprobs(tokens, text, form.labels)


def read_completion(body: bytes, secrets: Iterable[str] = ()) -> ChatCompletion:
    """A completion from JSON. Raises TransientError for anything else, or what an error in the body stands for."""
    try:
        return ChatCompletion.model_validate_json(body)
    except ValidationError as error:
        if (completion := _read_leniently(body)) is not None:
            return completion
        if told := read_error(body):
            code = str(told.code)
            status = int(code) if code.isdecimal() else 0
            raise http_error(status if status >= 400 else 500, shown(told.message, secrets), code=told.code) from None
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in fault["loc"])
        fault_text = shown(f"{place}: {fault['msg']}" if place else fault["msg"])
        raise TransientError(f"the reply is no chat completion: {fault_text}") from None


def _read_leniently(body: bytes) -> ChatCompletion | None:
    """A completion in JSON as Python reads it: with a mark at its start, or half of a character in its text."""
    try:
        return ChatCompletion.model_validate(json.loads(body))
    except (ValueError, RecursionError):
        return None


def read_error(body: bytes) -> _Error | None:
    """The error a body holds, as `{"error": {"message": …}}`, `{"error": "…"}` or `{"message": …}`; else None."""
    for form in (_ErrorBody, _ErrorText, _Error):
        try:
            read = form.model_validate_json(body)
        except ValidationError:
            continue
        if isinstance(read, _ErrorBody):
            return read.error
        told = _Error(message=read.error) if isinstance(read, _ErrorText) else read
        return told if told.message else None
    return None


class _ErrorBody(BaseModel):
    error: _Error


class _ErrorText(BaseModel):
    error: str


def check_size(n_bytes: int) -> None:
    """Raises PermanentError for a reply that no turn could need."""
    if n_bytes > MAX_BYTES:
        raise PermanentError(f"the reply is larger than {MAX_BYTES // 2**20} MiB")


def _said(message: _Message) -> tuple[str, str]:
    """The text, and the thinking that the backend gave apart from it."""
    thinking = message.reasoning_content or message.reasoning or ""
    content = message.content
    if isinstance(content, list):
        content = "".join(str(part.get("text") or "") for part in content if part.get("type") == "text")
    return content or message.refusal or "", thinking
