"""RequestAdaptations: changes to requests that one backend turned out to need, so that it refuses each only once."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from dikast.agents.openai_request import TOP_LOGPROBS, without_system_messages
from dikast.errors import AgentError, PermanentError, RateLimited

T = TypeVar("T")
Parameters = dict[str, Any]

OPTIONAL: Mapping[str, str] = {
    "logprobs": "logprobs",
    "response_format": "response_format",
    "json_schema": "response_format",
    # Servers that make a grammar of the schema, and can't.
    "JSON schema": "response_format",
    "grammar": "response_format",
    "seed": "seed",
}
"""The words by which backends name a parameter when they refuse it, each with a parameter that a reply can do without.
"""

_NO_SYSTEM = re.compile(
    r"(system|developer)[ _-](role|message|prompt|instruction)s?\W.{0,40}"
    r"(unsupported|not (be )?(supported|allowed|enabled))"
    r"|(not|n't) support.{0,20}(system|developer)[ _-]?(role|message|prompt|instruction)"
    r"|only user(,| and) (assistant|model)"
    r"|roles must alternate",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"(?<![\w.])\d{1,2}(?![\w.]*\d)")


@dataclass(frozen=True)
class RequestAdaptation:
    """One change of the parameters; the same `name` for the same change."""

    name: str
    change: Callable[[Parameters], Parameters]


class RequestAdaptations:
    """What one backend refused: parameters that a reply can do without, or another way to say the same.

    - log-probabilities, a JSON schema, a seed: left out; of log-probabilities first fewer, if there is a maximum
    - `max_tokens` where it is called `max_completion_tokens`
    - system messages: put before the first user message
    """

    def __init__(self) -> None:
        self._needed: tuple[RequestAdaptation, ...] = ()

    async def call(self, parameters: Mapping[str, Any], send: Callable[[dict[str, Any]], Awaitable[T]]) -> T:
        """The result of `send` for the parameters, changed as the backend wants them.

        After a success all later calls are changed in the same way. Raises what `send` raises where no change may help.
        """
        needed = self._needed
        while True:
            sent = _adapted(parameters, needed)
            try:
                result = await send(sent)
            except RateLimited:
                raise
            except AgentError as error:
                adaptation = find_adaptation(error, sent)
                if adaptation is None:
                    raise
                needed = (*needed, adaptation)
            else:
                # Only now: a refusal for another reason may quote the request, and so name any parameter.
                self._keep(needed)
                return result

    def _keep(self, needed: tuple[RequestAdaptation, ...]) -> None:
        """Keeps the changes for later calls; another call may have found some of them meanwhile."""
        names = {adaptation.name for adaptation in self._needed}
        self._needed += tuple(adaptation for adaptation in needed if adaptation.name not in names)


def find_adaptation(error: AgentError, sent: Mapping[str, Any]) -> RequestAdaptation | None:
    """The change that may help after this refusal; None if there is none.

    Example: `Unrecognized request argument supplied: logprobs` names `logprobs`, which was sent.
    """
    message = str(error)
    # llama.cpp refuses a system message with status 500, as if that could pass.
    if _has_system(sent) and _NO_SYSTEM.search(message):
        return RequestAdaptation("system", _fold_system)
    if not isinstance(error, PermanentError):
        return None
    if "max_completion_tokens" in message and "max_tokens" in sent:
        return RequestAdaptation("max_completion_tokens", _rename_max_tokens)
    most = _most_logprobs(message, sent)
    if most is not None:
        return RequestAdaptation(f"top_logprobs {most}", partial(_with_top_logprobs, most=most))
    for word, name in OPTIONAL.items():
        # A parameter that was not sent can't be the reason.
        if name in sent and word in message:
            return RequestAdaptation(name, partial(_without, left_out=name))
    return None


def _adapted(parameters: Mapping[str, Any], needed: tuple[RequestAdaptation, ...]) -> Parameters:
    adapted = dict(parameters)
    for adaptation in needed:
        adapted = adaptation.change(adapted)
    return adapted


def _has_system(sent: Mapping[str, Any]) -> bool:
    return any(message["role"] == "system" for message in sent.get("messages", ()))


def _fold_system(parameters: Parameters) -> Parameters:
    return {**parameters, "messages": without_system_messages(parameters["messages"])}


def _rename_max_tokens(parameters: Parameters) -> Parameters:
    """With `max_tokens` under its new name; a request without it stays as it is."""
    renamed = dict(parameters)
    if "max_tokens" in renamed:
        renamed["max_completion_tokens"] = renamed.pop("max_tokens")
    return renamed


def _most_logprobs(message: str, sent: Mapping[str, Any]) -> int | None:
    """How many log-probabilities the backend takes, if the refusal names a number that is below what was sent."""
    asked = sent.get("top_logprobs")
    if asked != TOP_LOGPROBS or "logprobs" not in message:
        return None
    allowed = [int(number) for number in _NUMBER.findall(message) if 0 < int(number) < TOP_LOGPROBS]
    return max(allowed, default=None)


def _with_top_logprobs(parameters: Parameters, most: int) -> Parameters:
    if "top_logprobs" not in parameters:
        return parameters
    return {**parameters, "top_logprobs": most}


def _without(parameters: Parameters, left_out: str) -> Parameters:
    """The parameters without one. `top_logprobs` goes with `logprobs`: servers refuse the one without the other."""
    names = {left_out, "top_logprobs"} if left_out == "logprobs" else {left_out}
    return {name: value for name, value in parameters.items() if name not in names}
