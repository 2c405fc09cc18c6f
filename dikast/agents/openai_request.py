"""Requests in the OpenAI chat protocol: messages, forms of answer and seeds as parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from langchain_core.messages import BaseMessage
from pydantic import JsonValue

from dikast.agents.agent import Choices, Likelihood, Request
from dikast.agents.structured_output import response_format
from dikast.errors import PermanentError

WirePart = dict[str, JsonValue]
"""A content part: a text, or an image by its URL."""


class WireMessage(TypedDict):
    """A message in the protocol's form."""

    role: str
    content: str | list[WirePart]


# The most that OpenAI's API lists for each token.
TOP_LOGPROBS = 20
# draft-ietf-httpapi-idempotency-key-header; a server that knows no such keys ignores it.
IDEMPOTENCY_HEADER = "Idempotency-Key"
NO_LOGPROBS = "its option `logprobs: false` asks for no token log-probabilities"
CAN_NOT_SCORE = (
    "this model can't say how likely a given text is (`route: likelihood`): take an embedded model, or a server that "
    "can, as endpoint/ with `likelihood: prompt_logprobs` or `likelihood: echo`"
)
_ROLES = {"system": "system", "human": "user", "ai": "assistant"}
_SEED_MASK = 0x7FFF_FFFF


def wire_messages(messages: Sequence[BaseMessage]) -> list[WireMessage]:
    """LangChain messages in the protocol's form. Raises PermanentError for parts that are neither text nor image."""
    return [_wire_message(message) for message in messages]


def without_system_messages(messages: Sequence[WireMessage]) -> list[WireMessage]:
    """The messages with the texts of system messages at the start of the user message after them.

    For models that know no system role. A system message that no user message follows becomes one.
    """
    folded: list[WireMessage] = []
    system: list[str | list[WirePart]] = []
    for message in messages:
        if message["role"] == "system":
            system.append(message["content"])
            continue
        if system and message["role"] == "user":
            message = {"role": "user", "content": _joined([*system, message["content"]])}
            system = []
        folded.append(message)
    if system:
        folded.append({"role": "user", "content": _joined(system)})
    return folded


def _joined(contents: Sequence[str | list[WirePart]]) -> str | list[WirePart]:
    """Contents one after the other: a text where all are texts, else their parts."""
    texts = [content for content in contents if isinstance(content, str)]
    if len(texts) == len(contents):
        return "\n\n".join(texts)
    parts: list[WirePart] = []
    for content in contents:
        parts += [{"type": "text", "text": content}] if isinstance(content, str) else content
    return parts


def _wire_message(message: BaseMessage) -> WireMessage:
    """One message in the protocol's form. Raises PermanentError for a type that the protocol does not have."""
    role = _ROLES.get(message.type)
    if role is None:
        raise PermanentError(f"a message of type {message.type!r} can't be sent; system, human and ai can")
    # Not every server takes a list of parts, so that a text stays a text.
    if isinstance(message.content, str):
        return {"role": role, "content": message.content}
    parts = [_wire_part(part) for part in message.content]
    return {"role": role, "content": parts}


def _wire_part(part: str | Mapping[str, Any]) -> WirePart:
    """One content part in the protocol's form. Raises PermanentError for anything but text and images."""
    if isinstance(part, str):
        return {"type": "text", "text": part}
    match part.get("type"):
        case "text":
            return {"type": "text", "text": str(part["text"])}
        # OpenAI's own form of an image.
        case "image_url":
            fields = _image_fields(part["image_url"])
            return {"type": "image_url", "image_url": fields}
        # LangChain's form of an image.
        case "image":
            url = _image_url(part)
            return {"type": "image_url", "image_url": {"url": url}}
        case other:
            raise PermanentError(f"a message part of type {other!r} can't be sent; text and images can")


def _image_fields(image: str | Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The fields of an OpenAI image part. LangChain also takes its bare URL."""
    if isinstance(image, str):
        return {"url": image}
    return dict(image)


def _image_url(block: Mapping[str, Any]) -> str:
    """The URL of a LangChain image block: its `url`, or a data URL of its `base64` and `mime_type`.

    `data` is what LangChain called `base64` before version 1. Raises PermanentError for a block with neither.
    """
    if block.get("url"):
        return str(block["url"])
    data = block.get("base64") or block.get("data")
    mime_type = block.get("mime_type")
    # A block may also hold the id of an uploaded file, which only its own provider knows.
    if not data or not mime_type:
        raise PermanentError("an image part needs a url, or base64 with a mime_type")
    return f"data:{mime_type};base64,{data}"


def form_parameters(request: Request, *, logprobs: bool = True) -> dict[str, Any]:
    """The parameters for a request's form: a JSON schema for a model, token log-probabilities for labels.

    Empty for free text, and for labels if no `logprobs` are wanted. Raises PermanentError for likelihoods, which chat
    completions do not have.
    """
    match request.form:
        case Choices() if logprobs:
            return {"logprobs": True, "top_logprobs": TOP_LOGPROBS}
        case None | Choices():
            return {}
        case Likelihood():
            raise PermanentError(CAN_NOT_SCORE)
        case model:
            return {"response_format": response_format(model)}


def with_room(parameters: dict[str, Any], request: Request) -> dict[str, Any]:
    """The parameters with a higher limit of tokens, where the last reply to this request was cut off at its limit."""
    if not request.more_tokens:
        return parameters
    name = "max_completion_tokens" if "max_completion_tokens" in parameters else "max_tokens"
    return {**parameters, name: max(request.more_tokens, parameters.get(name) or 0)}


def wire_seed(request: Request) -> int:
    """The request's seed in 31 bits, which every backend takes."""
    return request.seed & _SEED_MASK
