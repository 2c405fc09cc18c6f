"""The OpenAI chat protocol, the asking side: messages, answer forms and seeds as request parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage
from pydantic import JsonValue

from dikast.agents.agent import Choices, Request
from dikast.agents.structured_output import response_format
from dikast.errors import PermanentError

TOP_LOGPROBS = 20
_ROLES = {"system": "system", "human": "user", "ai": "assistant"}
_SEED_MASK = 0x7FFF_FFFF


def wire_messages(messages: Sequence[BaseMessage]) -> list[dict[str, JsonValue]]:
    """LangChain messages as the protocol's; raises PermanentError for what is neither text nor an image."""
    return [_wire_message(message) for message in messages]


def _wire_message(message: BaseMessage) -> dict[str, JsonValue]:
    role = _ROLES.get(message.type)
    if role is None:
        raise PermanentError(f"a message of type {message.type!r} can't be sent; system, human and ai can")
    if isinstance(message.content, str):
        return {"role": role, "content": message.content}
    return {"role": role, "content": [_wire_part(part) for part in message.content]}


def _wire_part(part: str | Mapping[str, Any]) -> JsonValue:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    match part.get("type"):
        case "text":
            return {"type": "text", "text": str(part["text"])}
        case "image_url":
            given = part["image_url"]
            return {"type": "image_url", "image_url": {"url": given} if isinstance(given, str) else dict(given)}
        case "image":
            return {"type": "image_url", "image_url": {"url": _image_url(part)}}
        case other:
            raise PermanentError(f"a message part of type {other!r} can't be sent; text and images can")


def _image_url(part: Mapping[str, Any]) -> str:
    """The URL of a LangChain image block, which has a `url`, or `base64` (once called `data`) and a `mime_type`."""
    if part.get("url"):
        return str(part["url"])
    data = part.get("base64") or part.get("data")
    if not data or not part.get("mime_type"):
        raise PermanentError("an image part needs a url, or base64 with a mime_type")
    return f"data:{part['mime_type']};base64,{data}"


def wire_form(request: Request, *, logprobs: bool = True) -> dict[str, Any]:
    """The parameters that a request's answer form asks for: token log-probabilities, a JSON schema, or nothing."""
    if request.form is None:
        return {}
    if not isinstance(request.form, Choices):
        return {"response_format": response_format(request.form)}
    return {"logprobs": True, "top_logprobs": TOP_LOGPROBS} if logprobs else {}


def wire_seed(request: Request) -> int:
    """The request's seed in 31 bits, which every backend takes."""
    return request.seed & _SEED_MASK
