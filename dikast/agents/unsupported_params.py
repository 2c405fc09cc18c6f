"""Refusals: what a backend was found not to take, so that it is not sent again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from dikast.errors import PermanentError

T = TypeVar("T")

OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "logprobs": ("logprobs",),
    "response_format": ("response_format", "json_schema"),
    "seed": ("seed",),
}
"""Parameters a reply can do without, and the words by which a backend that refuses one names it."""


class UnsupportedParams:
    """The parameters that one backend refused by name: log-probabilities, a JSON schema, a seed."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()

    async def answer(self, parameters: Mapping[str, Any], send: Callable[[dict[str, Any]], Awaitable[T]]) -> T:
        """What `send` gives for the parameters; one that is refused by name is left out, then and from then on.

        Raises what `send` does, PermanentError only where nothing that can be left out was named.
        """
        refused = self._known
        while True:
            sent = without(parameters, refused)
            try:
                answer = await send(sent)
            except PermanentError as error:
                parameter = refused_parameter(str(error), sent)
                if parameter is None:
                    raise
                refused |= {parameter}
            else:
                self._known |= refused  # it was that: a refusal may only repeat what it was sent
                return answer


def refused_parameter(message: str, sent: Mapping[str, object]) -> str | None:
    """The optional parameter that a refusal names and the request had, so that it can be sent without; else None."""
    for name, words in OPTIONAL.items():
        if name in sent and any(word in message for word in words):
            return name
    return None


def without(parameters: Mapping[str, Any], refused: frozenset[str]) -> dict[str, Any]:
    """The parameters but for the refused ones; `top_logprobs` goes with `logprobs`."""
    dropped = refused | {"top_logprobs"} if "logprobs" in refused else refused
    return {name: value for name, value in parameters.items() if name not in dropped}
