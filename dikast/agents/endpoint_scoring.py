"""How an endpoint scores a given text: by a chat with `prompt_logprobs`, or by a completion with `echo`.

Neither is part of OpenAI's chat protocol, so an agent's options say which of the two its server has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from dikast.agents.openai_request import WireMessage
from dikast.agents.text_scoring import likelihood_of
from dikast.errors import PermanentError
from dikast.records import TextLikelihood


class _PromptToken(BaseModel):
    logprob: float
    decoded_token: str


class _ScoredChat(BaseModel):
    prompt_logprobs: list[dict[str, _PromptToken] | None]


class _EchoedTokens(BaseModel):
    tokens: list[str]
    token_logprobs: list[float | None]
    text_offset: list[int]


class _EchoedChoice(BaseModel):
    logprobs: _EchoedTokens


class _EchoedCompletion(BaseModel):
    choices: list[_EchoedChoice] = Field(min_length=1)


def chat_to_score(messages: Sequence[WireMessage], text: str) -> dict[str, Any]:
    """The parameters of a chat whose last message is the text, with the log-probabilities of the prompt (vLLM)."""
    return {
        "messages": [*messages, {"role": "assistant", "content": text}],
        # So that the prompt ends in the text, and in no mark of its end.
        "add_generation_prompt": False,
        "continue_final_message": True,
        "prompt_logprobs": 0,
        "max_tokens": 1,
        "temperature": 0,
    }


def read_scored_chat(body: bytes, text: str) -> TextLikelihood:
    """The likelihood of the text at the end of the prompt. Raises PermanentError where the server gave none."""
    try:
        positions = _ScoredChat.model_validate_json(body).prompt_logprobs
    except ValidationError:
        raise PermanentError(
            "the server gave no `prompt_logprobs`: it may not have them; try `likelihood: echo`"
        ) from None
    tokens: list[tuple[str, float]] = []
    n_missing = len(text)
    for position in reversed(positions):
        if n_missing <= 0 or not position:
            break
        # A server that lists likelier tokens too names the prompt's own first.
        token = next(iter(position.values()))
        tokens.insert(0, (token.decoded_token, token.logprob))
        n_missing -= len(token.decoded_token)
    return likelihood_of(tokens, text)


def context_text(messages: Sequence[WireMessage]) -> str:
    """The messages as one text, without marks of who speaks. Raises PermanentError for images."""
    texts: list[str] = []
    for message in messages:
        if not isinstance(message["content"], str):
            raise PermanentError("a completion with `echo` takes no images")
        texts.append(message["content"])
    return "".join(f"{text}\n\n" for text in texts)


def completion_to_score(context: str, text: str) -> dict[str, Any]:
    """The parameters of a completion that repeats its prompt, the context and the text, with log-probabilities."""
    # Not every server takes a limit of 0 tokens; the one that it adds is not read.
    return {"prompt": context + text, "echo": True, "logprobs": 1, "max_tokens": 1, "temperature": 0}


def read_echo(body: bytes, context: str, text: str) -> TextLikelihood:
    """The likelihood of the text after the context. Raises PermanentError where the server repeats no prompt."""
    try:
        echoed = _EchoedCompletion.model_validate_json(body).choices[0].logprobs
    except ValidationError:
        raise PermanentError("the server gave no log-probabilities with `echo`: it may not have it") from None
    end = len(context) + len(text)
    tokens: list[tuple[str, float]] = []
    for token, logp, start in zip(echoed.tokens, echoed.token_logprobs, echoed.text_offset, strict=False):
        if len(context) <= start < end and logp is not None:
            tokens.append((token, logp))
    return likelihood_of(tokens, text)


def without_chat(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters of a user's own, without those that only a reply has."""
    return {name: value for name, value in parameters.items() if name not in ("max_tokens", "max_completion_tokens")}
