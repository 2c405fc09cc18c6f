"""Requests to the embedded model, as bodies of llama.cpp's chat completions, and label probabilities read back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage
from pydantic import BaseModel, JsonValue

from dikast.agents.agent import Choices, Request
from dikast.agents.agent_options import LocalOptions
from dikast.agents.openai_request import WirePart, wire_messages, wire_seed
from dikast.agents.structured_output import response_format
from dikast.errors import PermanentError

ANSWER_LINES = tuple(f"\n{mark}{word}" for mark in ("", "**") for word in ("Answer:", "answer:", "ANSWER:"))
TEMPERATURE = 0.8
SAMPLERS = {"top_k": 40, "top_p": 0.95, "min_p": 0.05, "repeat_penalty": 1.0}
MAX_TOKENS = 256
# English has about 1.4 tokens a word. The engine cuts what is over the limit, in words.
TOKENS_A_WORD = 2
TOKENS_BESIDE_WORDS = 64
TOKENS_TO_THINK = 256
# Of each text in a form of known length: a sentence of twenty long words.
TEXT_CHARS = 160
CANDIDATES = 1000


def chat_body(request: Request, options: LocalOptions) -> dict[str, Any]:
    """The body of a chat completion. Raises PermanentError for messages that are not text."""
    return {
        "messages": text_messages(request.messages),
        "max_tokens": max(_reply_limit(request, options), request.more_tokens),
        "seed": wire_seed(request),
        "temperature": TEMPERATURE if options.temperature is None else options.temperature,
        # Every sampler is set, because a model's file may bring its own settings.
        **SAMPLERS,
    }


def _reply_limit(request: Request, options: LocalOptions) -> int:
    """The most tokens of a reply: what its form takes, but never more than the user's own limit."""
    if options.max_tokens is None:
        return reply_tokens(request)
    if request.reply_tokens:
        return min(options.max_tokens, reply_tokens(request))
    return options.max_tokens


def held_to_form(request: Request, form: type[BaseModel]) -> dict[str, JsonValue]:
    """The keys of the body that hold a reply to a form.

    Where the form's length is known, its texts are held to a length too: a small model that may write on does, until
    its reply is cut off in the middle of a text. It also has no spaces between its parts then, and each number is in
    its range.
    """
    if not request.reply_tokens:
        return {"response_format": response_format(form)}
    schema: dict[str, JsonValue] = {name: _with_short_texts(part) for name, part in form.model_json_schema().items()}
    # An own grammar: that which llama.cpp makes of `response_format` allows line breaks, and any number.
    compact = {**schema, "x-guidance": {"whitespace_flexible": False}}
    return {"grammar": f"%llguidance {{}}\nstart: %json {json.dumps(compact)}"}


def _with_short_texts(schema: JsonValue) -> JsonValue:
    """The schema, in which every free text is limited to `TEXT_CHARS`."""
    if isinstance(schema, list):
        return [_with_short_texts(element) for element in schema]
    if not isinstance(schema, dict):
        return schema
    limited = {name: _with_short_texts(value) for name, value in schema.items()}
    is_free_text = schema.get("type") == "string" and not {"enum", "const"} & schema.keys()
    return {**limited, "maxLength": TEXT_CHARS} if is_free_text else limited


def label_body(body: Mapping[str, Any], reasoning: str, form: Choices) -> dict[str, Any]:
    """The body for one of the form's labels: the reply begins with its line up to there, and a grammar lets only a
    label follow. `reasoning` stands before the line.

    For the labels A and B after `Answer:` the grammar is `root ::= " A" | " B"`, in llama.cpp's GBNF. The
    log-probabilities are taken before the grammar, so they are those of the free model.
    """
    prefill = label_prefill(reasoning, form)
    # The blank before a label is part of its first token.
    blank = " " if form.before.endswith(" ") else ""
    grammar = " | ".join(json.dumps(f"{blank}{label}", ensure_ascii=False) for label in form.labels)
    begun = [{"role": "assistant", "content": prefill}] if prefill else []
    return {
        **body,
        "messages": [*body["messages"], *begun],
        "grammar": f"root ::= {grammar}",
        "temperature": 0,
        # A token has at least one byte: enough for the blank and the longest label.
        "max_tokens": 1 + max(len(label.encode()) for label in form.labels),
        "logprobs": True,
        "top_logprobs": CANDIDATES,
        "chat_template_kwargs": {"enable_thinking": False},
    }


def label_prefill(reasoning: str, form: Choices) -> str:
    """The reply up to the label: the reasoning, if there is any, and the beginning of the form's line."""
    return f"{reasoning}\n{form.before.rstrip()}".strip()


def text_messages(messages: Sequence[BaseMessage]) -> list[dict[str, str]]:
    """The messages as chat templates take them. Neighbours of one role become one, as many templates demand.

    Raises PermanentError for messages that are not text.
    """
    merged: list[dict[str, str]] = []
    for message in wire_messages(messages):
        role = message["role"]
        text = _content_text(message["content"])
        if merged and merged[-1]["role"] == role:
            merged[-1]["content"] += f"\n\n{text}"
        else:
            merged.append({"role": role, "content": text})
    return merged


def _content_text(content: str | list[WirePart]) -> str:
    """The text of a message's content. Raises PermanentError for an image."""
    if isinstance(content, str):
        return content
    return "".join(map(_part_text, content))


def _part_text(part: WirePart) -> str:
    """The text of a content part. Raises PermanentError for an image."""
    if part.get("type") != "text":
        raise PermanentError("an embedded model takes no images")
    return str(part["text"])


def reply_tokens(request: Request) -> int:
    """How many tokens a reply may have, by its form or its word limit: 364 for 150 words, and 256 without either.

    256 more if the messages ask to think between tags.
    """
    n_tokens = request.reply_tokens or MAX_TOKENS
    if request.words:
        # The limit is in words, and a reply that is cut off can't be used.
        n_tokens = request.words * TOKENS_A_WORD + TOKENS_BESIDE_WORDS
    if any("<think" in message.text for message in request.messages):
        n_tokens += TOKENS_TO_THINK
    return n_tokens


def label_sums(candidates: Sequence[tuple[str, float]], labels: Sequence[str]) -> dict[str, float] | None:
    """The natural-log probability of each label: the sum over the candidates that are the label without blanks.

    A letter that is not listed is less likely than every candidate, so it gets the least listed probability. None if
    there are no candidates, or if a longer label is not listed: it may take several tokens.

    Example: the candidates ` A` at 0.5, `A` at 0.25 and ` B` at 0.125 give A log 0.75 and B log 0.125.
    """
    if not candidates:
        return None
    least = min(logp for _, logp in candidates)
    sums: dict[str, float] = {}
    for label in labels:
        # Several tokens may be the label, with a blank before it or without.
        logps = [logp for text, logp in candidates if text.strip() == label]
        if logps:
            sums[label] = _log_sum(logps)
        elif len(label) > 1:
            return None
        else:
            sums[label] = least
    return sums


def _log_sum(logps: Sequence[float]) -> float:
    """The logarithm of the sum of the probabilities, at most 0: rounding can take their sum over 1."""
    return min(0.0, math.log(math.fsum(math.exp(logp) for logp in logps)))
