"""Responses in the OpenAI chat protocol: a chat completion read into a Reply, an error body into an AgentError."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import (
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    Field,
    JsonValue,
    ValidationError,
    WrapValidator,
)

from dikast.agents.agent import Choices, Form, Reply
from dikast.agents.http_errors import clean_message, http_error
from dikast.agents.label_logprobs import LogprobToken, label_logprobs
from dikast.agents.price import Price
from dikast.agents.structured_output import read_form
from dikast.errors import AgentError, PermanentError, TransientError
from dikast.records import Usage

MAX_BYTES = 8 * 2**20
MAX_TOKENS_COUNTED = 10**12
TEXT_TYPES = ("text", "output_text")
T = TypeVar("T")


def lenient(default: T) -> WrapValidator:
    """The default in place of a value that is not valid.

    For what a reply can do without: a server's odd value there must not cost the text, which was paid for.
    """

    def validate_leniently(value: Any, validate: Callable[[Any], T]) -> T:
        try:
            return validate(value)
        except ValidationError:
            return default

    return WrapValidator(validate_leniently)


def _zero_if_null(value: object) -> object:
    """0 for a count that a server leaves open with `null`."""
    return 0 if value is None else value


OptionalText = Annotated[str, lenient("")]
TokenCount = Annotated[int, BeforeValidator(_zero_if_null), Field(ge=0, le=MAX_TOKENS_COUNTED)]


class _Message(BaseModel):
    """A message; servers name its reasoning one way or the other."""

    content: str | list[str | dict[str, JsonValue]] | None = None
    reasoning_content: OptionalText = ""
    reasoning: OptionalText = ""
    # litellm before 1.107 moves it to the fields of the provider.
    refusal: Annotated[
        OptionalText, Field(validation_alias=AliasChoices("refusal", AliasPath("provider_specific_fields", "refusal")))
    ] = ""

    def text(self) -> str:
        """The message's text, or the refusal that came instead of one."""
        content = self.content
        if isinstance(content, list):
            content = "".join(map(_part_text, content))
        return content or self.refusal

    def thinking(self) -> str:
        """The reasoning that the backend returned separately from the text."""
        return self.reasoning_content or self.reasoning


def _part_text(part: str | dict[str, JsonValue]) -> str:
    """The text of a part of a message. Other parts, such as thinking, are not for the seats."""
    if isinstance(part, str):
        return part
    text = part.get("text") if part.get("type", "text") in TEXT_TYPES else None
    return text if isinstance(text, str) else ""


class _Logprobs(BaseModel):
    content: list[LogprobToken] | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: OptionalText = ""
    logprobs: Annotated[_Logprobs, lenient(_Logprobs())] = Field(default_factory=_Logprobs)


class _PromptDetails(BaseModel):
    cached_tokens: TokenCount = 0


class _Usage(BaseModel):
    # Proxies of other protocols keep the names of those.
    prompt_tokens: Annotated[TokenCount, Field(validation_alias=AliasChoices("prompt_tokens", "input_tokens"))] = 0
    completion_tokens: Annotated[
        TokenCount, Field(validation_alias=AliasChoices("completion_tokens", "output_tokens"))
    ] = 0
    prompt_tokens_details: Annotated[_PromptDetails, lenient(_PromptDetails())] = Field(default_factory=_PromptDetails)


class _Error(BaseModel):
    message: str = ""
    code: int | str | None = None


class _ErrorBody(BaseModel):
    error: _Error


class _ErrorText(BaseModel):
    error: str


class ChatCompletion(BaseModel):
    """The fields of a chat completion that are used here; all others are ignored."""

    choices: list[_Choice] = Field(min_length=1)
    model: OptionalText = ""
    usage: Annotated[_Usage, lenient(_Usage())] = Field(default_factory=_Usage)

    def reply(self, form: Form, *, seconds: float, cost_usd: float | None = None, price: Price | None = None) -> Reply:
        """The first choice as a Reply.

        Its cost follows from the price, if one is given and tokens were counted; else it is `cost_usd`; without
        either it is unknown.
        """
        choice = self.choices[0]
        text = choice.message.text()
        return Reply(
            text=text,
            parsed=read_form(form, text),
            choice_logprobs=choice_logprobs(choice.logprobs.content, text, form),
            thinking=choice.message.thinking(),
            finish_reason=choice.finish_reason,
            is_refusal=bool(choice.message.refusal),
            model=self.model,
            usage=self._usage(seconds, cost_usd, price),
        )

    def _usage(self, seconds: float, cost_usd: float | None, price: Price | None) -> Usage:
        """The call's tokens, cost and seconds."""
        n_input = self.usage.prompt_tokens
        tokens = {
            "input_tokens": n_input,
            "output_tokens": self.usage.completion_tokens,
            # Some servers count more cached tokens than the prompt has.
            "cached_tokens": min(n_input, self.usage.prompt_tokens_details.cached_tokens),
        }
        # A server that counts nothing sends zeros or no usage at all: then the price does not give the cost.
        if price is not None and any(tokens.values()):
            cost_usd = price.usd(**tokens)
        return Usage(
            calls=1,
            **tokens,
            cost_usd=cost_usd or 0.0,
            unpriced=int(cost_usd is None),
            seconds=seconds,
        )


def choice_logprobs(tokens: Sequence[LogprobToken] | None, text: str, form: Form) -> dict[str, float] | None:
    """The labels' log-probabilities, if the form is Choices and the backend returned tokens; else None."""
    if not tokens or not isinstance(form, Choices):
        return None
    return label_logprobs(tokens, text, form.labels, form.options)


def read_completion(body: bytes) -> ChatCompletion:
    """A chat completion from JSON.

    Raises the error that the body describes, and TransientError for a body that is neither.
    """
    try:
        return ChatCompletion.model_validate_json(body)
    except ValidationError as error:
        completion = _read_leniently(body)
        if completion is not None:
            return completion
        raise _body_error(body, error) from None


def _read_leniently(body: bytes) -> ChatCompletion | None:
    """A chat completion by Python's JSON parser, which takes a byte order mark and half of a surrogate pair."""
    try:
        return ChatCompletion.model_validate(json.loads(body))
    except (ValueError, RecursionError):
        return None


def _body_error(body: bytes, invalid: ValidationError) -> AgentError:
    """The error for a body that is no chat completion: the one in the body, else where it breaks the protocol."""
    server_error = read_error(body)
    if server_error is not None:
        message = clean_message(server_error.message)
        return http_error(_error_status(server_error.code), message, code=server_error.code)
    # Without the input: it is the server's text, and may quote a key.
    fault = invalid.errors(include_url=False, include_input=False)[0]
    path = ".".join(map(str, fault["loc"]))
    fault_text = fault["msg"]
    # Without a path the body is no JSON object at all.
    if path:
        fault_text = f"{path}: {fault_text}"
    return TransientError(f"the reply is no chat completion: {clean_message(fault_text)}", is_answered=True)


def _error_status(code: object) -> int:
    """The HTTP status that an error code is, if it is one; else 500, which may pass."""
    # Servers send the status as a number or as text, or a word of their own.
    text = str(code)
    if not text.isdecimal() or int(text) < 400:
        return 500
    return int(text)


def read_error(body: bytes) -> _Error | None:
    """The error in a body `{"error": {"message": …}}`, `{"error": "…"}` or `{"message": …}`; else None."""
    for shape in (_ErrorBody, _ErrorText, _Error):
        try:
            parsed = shape.model_validate_json(body)
        except ValidationError:
            continue
        return _error_in(parsed)
    return None


def _error_in(parsed: BaseModel) -> _Error | None:
    """The error in a parsed body, if it has one."""
    match parsed:
        # An error of another shape has neither: then the body says it better.
        case _ErrorBody() if parsed.error.message or parsed.error.code is not None:
            return parsed.error
        case _ErrorText() if parsed.error:
            return _Error(message=parsed.error)
        # Any JSON object fits this shape. Only a message makes it an error.
        case _Error() if parsed.message:
            return parsed
    return None


def check_size(n_bytes: int) -> None:
    """Raises PermanentError for a reply of more than 8 MiB, which no turn could need."""
    if n_bytes > MAX_BYTES:
        raise PermanentError(f"the reply is larger than {MAX_BYTES // 2**20} MiB")
