"""Every exception Dikast raises on purpose.

* DikastError
  x BadInput               what the user wrote can't be used: where, what, and the way out
  + AgentError             an agent gave no reply
    - TransientError       worth another try: overloaded, timed out, cut off
      . RateLimited        the backend said how long to wait, or only that it is too much
    - PermanentError       another try would fail the same way: bad key, unknown model, refused request
  x EpisodeFailed          an agent gave no reply in the end, so the episode has no verdict

Outcomes are not exceptions: an unparsed reply, a refuted check and a failed episode are values in the records.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class DikastError(Exception):
    """Anything Dikast raises on purpose."""


class BadInput(DikastError):
    """What the user wrote can't be used. The command line prints it and exits with 2.

    `where` is a place a person can go to: `file:line`, a field, or both.
    """

    def __init__(self, message: str, where: str | None = None) -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.message = message
        self.where = where


class AgentError(DikastError):
    """An agent gave no reply."""


class TransientError(AgentError):
    """The same request may succeed later: an overloaded server, a time-out, a cut connection."""


class RateLimited(TransientError):
    """The backend refused for now. `retry_after_s` is its own word for how long, in seconds, if it gave one."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class PermanentError(AgentError):
    """The same request would fail again: a bad key, an unknown model, a request the backend refuses."""


class EpisodeFailed(DikastError):
    """An episode could not be finished, since the agent in the seat `seat` gave no reply."""

    def __init__(self, seat: str, cause: AgentError) -> None:
        super().__init__(f"{seat}: {cause}")
        self.seat = seat
        self.cause = cause


class FieldError(ValueError):
    """A fault that a model's validator found in a part of its input: `path` leads to it from the model."""

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` for a misspelt name, else the known names, so that the reader has a way out."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(names)}" if names else "none are known"
