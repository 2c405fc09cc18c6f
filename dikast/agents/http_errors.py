"""HTTP errors: whether another try may help and when, and their messages made fit for records."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from dikast.errors import AgentError, PermanentError, RateLimited, TransientError

# 520, 522 and 524 are Cloudflare's, between it and the server; 529 is Anthropic's "overloaded".
TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
NO_CREDIT = "insufficient_quota"
MAX_MESSAGE_CHARS = 400


def http_error(status: int, message: str, headers: Mapping[str, str] | None = None, code: object = None) -> AgentError:
    """The error to raise for an HTTP status; `code` is the backend's own error code.

    | response | error |
    |---|---|
    | a status that may pass, with a Retry-After header | RateLimited, with its seconds |
    | 429 without that header | RateLimited |
    | any other status that may pass (`TRANSIENT`) | TransientError |
    | an account without credit, whatever the status | PermanentError |
    | any other status | PermanentError |
    """
    text = f"HTTP {status}"
    if message:
        text += f": {message}"
    # An account without credit gets 429 too, but waiting does not help it.
    has_no_credit = code == NO_CREDIT or NO_CREDIT in message
    if status not in TRANSIENT or has_no_credit:
        return PermanentError(text)
    wait_s = retry_after_s(headers or {})
    if status == 429 or wait_s is not None:
        return RateLimited(text, wait_s)
    return TransientError(text)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """The seconds in a Retry-After header, which holds a number or a date (RFC 9110, section 10.2.3).

    Examples: `7`, or `Wed, 21 Oct 2015 07:28:00 GMT`. Never negative. None without the header, or if it can't be read.
    """
    # Names of headers ignore case, but those in a plain dict don't.
    values = [value for name, value in headers.items() if name.lower() == "retry-after"]
    if not values:
        return None
    try:
        seconds = float(values[0])
    except ValueError:
        return _seconds_until(values[0])
    # Python's `float` also reads `nan` and `inf`.
    if not math.isfinite(seconds):
        return None
    return max(0.0, seconds)


def _seconds_until(date: str) -> float | None:
    """The seconds from now to an HTTP date, which without a time zone is in UTC. None for anything else."""
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def clean_message(message: str, secrets: Iterable[str] = ()) -> str:
    """A backend's message, fit for a record: on one line, without the secrets, of at most 400 characters."""
    for secret in secrets:
        message = message.replace(secret, "[key]")
    line = " ".join(message.split())
    if len(line) <= MAX_MESSAGE_CHARS:
        return line
    return line[: MAX_MESSAGE_CHARS - 1] + "…"
