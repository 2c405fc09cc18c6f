"""Every exception that Dikast raises on purpose.

* DikastError
  x BadInput               the user's input can't be used: where, what, and the way out
  + AgentError             an agent gave no reply
    - TransientError       another try may help: overloaded, timed out, cut off
      . RateLimited        the backend refuses for now, and may say for how long
    - PermanentError       another try would fail in the same way: bad key, unknown model, refused request
  x EpisodeFailed          an agent gave no reply after all tries, so that the episode has no verdict
  x AnswersAwaited         people were asked and have not answered yet: the episode goes on once they have

No message of these contains a password or a key that Dikast knows: they are masked as the exception is made.

Outcomes are not exceptions: an unparsed reply, a refuted check and a failed episode are values in the records.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from dikast.masking import mask

MIN_SIMILARITY = 0.6  # of two names, from 0 to 1, for one to be suggested for the other


class DikastError(Exception):
    """Anything that Dikast raises on purpose. Its message becomes a line on a terminal, or a part of a record."""

    def __init__(self, message: str = "") -> None:
        super().__init__(mask(message))


class BadInput(DikastError):
    """The user's input can't be used. The command line prints the message and exits with 2.

    `where` is a place that a person can go to: `file:line`, a field, or both.
    """

    def __init__(self, message: str, where: str | None = None) -> None:
        text = message
        if where:
            text = f"{where}: {message}"
        super().__init__(text)
        self.message = mask(message)
        self.where = where and mask(where)


class AgentError(DikastError):
    """An agent gave no reply. `code_traceback` is that of an exception in an author's own code; else it is empty."""

    code_traceback: str = ""


class TransientError(AgentError):
    """The same request may succeed later: an overloaded server, a time-out, a cut connection.

    `is_answered` says that the backend answered the request with this error. Otherwise it may have done its work, and
    only the answer is missing. `most_tries` is how often a call is worth trying in all; None leaves it to the limits.
    """

    def __init__(self, message: str, *, is_answered: bool = False, most_tries: int | None = None) -> None:
        super().__init__(message)
        self.is_answered = is_answered
        self.most_tries = most_tries


class RateLimited(TransientError):
    """The backend refuses for now. `retry_after_s` is the wait that it asks for, in seconds; None if it names none."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message, is_answered=True)
        self.retry_after_s = retry_after_s


class PermanentError(AgentError):
    """The same request would fail again: a bad key, an unknown model, a request that the backend refuses."""


class EpisodeFailed(DikastError):
    """An episode could not be finished, because the agent in the seat `seat` gave no reply."""

    def __init__(self, seat: str, cause: AgentError) -> None:
        super().__init__(f"{seat}: {cause}")
        self.seat = seat
        self.cause = cause


class AnswersAwaited(DikastError):
    """People were asked, and have not answered yet. The episode is neither finished nor failed.

    `tasks` are the ids of what they were asked. Once one of these is answered, the episode can be run on.
    """

    def __init__(self, tasks: Iterable[str]) -> None:
        self.tasks = tuple(dict.fromkeys(tasks))
        super().__init__(f"people have yet to answer: {', '.join(self.tasks)}")


class FieldError(ValueError):
    """A fault that a model's own validator found in one of its fields. `path` leads from the model to the fault.

    pydantic knows only which model the validator belongs to; `bad_input` adds this path to the place it reports. It is
    a ValueError, and no DikastError, because pydantic catches only ValueError and AssertionError in validators.
    """

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path


def nearest(name: str, known: Iterable[str]) -> str:
    """The way out for an unknown name: `did you mean 'x'?` if a known name is similar, else all known names."""
    # Sorted, so that the message does not depend on the order of a set.
    names = sorted(known)
    similar = difflib.get_close_matches(name, names, n=1, cutoff=MIN_SIMILARITY)
    if similar:
        return f"did you mean {similar[0]!r}?"
    if names:
        return f"known: {', '.join(names)}"
    return "none are known"
