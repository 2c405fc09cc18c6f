"""UnsupportedParams: parameters that a backend refused by name, so that they are not sent again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from dikast.errors import PermanentError

T = TypeVar("T")

OPTIONAL: Mapping[str, str] = {
    "logprobs": "logprobs",
    "response_format": "response_format",
    "json_schema": "response_format",
    "seed": "seed",
}
"""The words by which backends name a parameter when they refuse it, each with a parameter that a reply can do without.
"""


class UnsupportedParams:
    """The optional parameters that one backend refused: log-probabilities, a JSON schema, a seed."""

    def __init__(self) -> None:
        self._refused: frozenset[str] = frozenset()

    async def call(self, parameters: Mapping[str, Any], send: Callable[[dict[str, Any]], Awaitable[T]]) -> T:
        """The result of `send` for the parameters, without those that the backend refuses by name.

        After a success they are left out of all later calls too. Raises what `send` raises; a PermanentError only if
        it names no optional parameter that was sent.
        """
        refused = self._refused
        while True:
            sent = without(parameters, refused)
            try:
                result = await send(sent)
            except PermanentError as error:
                parameter = refused_parameter(str(error), sent)
                if parameter is None:
                    raise
                refused |= {parameter}
            else:
                # Only now: a refusal for another reason may quote the request, and so name any parameter.
                self._refused |= refused
                return result


def refused_parameter(message: str, sent: Mapping[str, object]) -> str | None:
    """The optional parameter that was sent and that a refusal names; else None.

    Example: `Unrecognized request argument supplied: logprobs` names `logprobs`.
    """
    for word, name in OPTIONAL.items():
        # A parameter that was not sent can't be the reason.
        if name in sent and word in message:
            return name
    return None


def without(parameters: Mapping[str, Any], refused: frozenset[str]) -> dict[str, Any]:
    """The parameters without the refused ones.

    `top_logprobs` goes with `logprobs`, because servers refuse the one without the other.
    """
    if "logprobs" in refused:
        refused |= {"top_logprobs"}
    return {name: value for name, value in parameters.items() if name not in refused}
