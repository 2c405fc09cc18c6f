"""What a refusal over HTTP means: worth another try or not, and when."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from dikast.errors import AgentError, PermanentError, RateLimited, TransientError

TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
NO_CREDIT = "insufficient_quota"
SHOWN = 400


def http_error(status: int, message: str, headers: Mapping[str, str] | None = None, code: object = None) -> AgentError:
    """The error to raise for an HTTP status; `code` is the backend's own word for what is wrong.

    429 is RateLimited, as is any passing refusal that says how long to wait; an account without credit answers
    429 too, but waiting does not help it, so it is permanent.
    """
    told = f"HTTP {status}: {message}" if message else f"HTTP {status}"
    if status not in TRANSIENT or code == NO_CREDIT or NO_CREDIT in message:
        return PermanentError(told)
    wait_s = retry_after_s(headers or {})
    if status == 429 or wait_s is not None:
        return RateLimited(told, wait_s)
    return TransientError(told)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """The seconds that a Retry-After header asks for, given as a number or as a date; None without a readable one."""
    value = next((v for name, v in headers.items() if name.lower() == "retry-after"), None)
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return _seconds_until(value)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _seconds_until(date: str) -> float | None:
    try:
        when = parsedate_to_datetime(date)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def shown(message: str, secrets: Iterable[str] = ()) -> str:
    """A backend's message fit for a record: on one line, without the secrets, cut to a readable length."""
    for secret in secrets:
        message = message.replace(secret, "[key]")
    line = " ".join(message.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
