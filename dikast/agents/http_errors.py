"""HTTP errors: whether another try may help and when, and their messages made fit for records."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from dikast.errors import AgentError, PermanentError, RateLimited, TransientError
from dikast.masking import mask_keys, mask_passwords

# 520 to 524 and 530 are Cloudflare's, between it and the server; 529 is Anthropic's "overloaded"; proxies send 598 and
# 599 where a server is slow.
TRANSIENT = frozenset({408, 409, 424, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529, 530, 598, 599})
# From between us and the server, or while it still works on this very request: its answer may yet come.
UNANSWERED = frozenset({408, 409, 502, 504, 520, 522, 524, 598, 599})
FORBIDDEN = 403
NO_CREDIT = "insufficient_quota"
MAX_MESSAGE_CHARS = 400
# What is read of a message: a server may send megabytes.
MAX_CHARS_READ = 10_000
_UNIT_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_UNIT = r"(ms|s|m|h)(?:(?<=s)ec(?:ond)?s?|(?<=m)in(?:ute)?s?|(?<=h)(?:ou)?rs?)?"
_AMOUNT = re.compile(rf"(\d{{1,12}}(?:\.\d{{1,12}})?) ?{_UNIT}", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(rf"(?:{_AMOUNT.pattern} ?)+", re.ASCII | re.IGNORECASE)


def http_error(status: int, message: str, headers: Mapping[str, str] | None = None, code: object = None) -> AgentError:
    """The error to raise for an HTTP status; `code` is the backend's own error code.

    | response | error |
    |---|---|
    | a status that may pass, with a Retry-After header | RateLimited, with its seconds |
    | 429 without that header | RateLimited |
    | 403, which firewalls and balancers send now and then | TransientError, for one more try |
    | any other status that may pass (`TRANSIENT`) | TransientError |
    | an account without credit, whatever the status | PermanentError |
    | any other status | PermanentError |
    """
    text = f"HTTP {status}"
    if message:
        text += f": {message}"
    # An account without credit gets 429 too, but waiting does not help it.
    has_no_credit = code == NO_CREDIT or NO_CREDIT in message
    if status == FORBIDDEN and not has_no_credit:
        return TransientError(text, is_answered=True, most_tries=2)
    if status not in TRANSIENT or has_no_credit:
        return PermanentError(text)
    wait_s = retry_after_s(headers or {})
    if status == 429 or wait_s is not None:
        return RateLimited(text, wait_s)
    return TransientError(text, is_answered=status not in UNANSWERED)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """The seconds in a Retry-After header, which holds a number or a date (RFC 9110, section 10.2.3).

    Examples: `7`, `2s`, `1m30s`, or `Wed, 21 Oct 2015 07:28:00 GMT`; `retry-after-ms: 500`, which OpenAI sends too, is
    half a second and goes first. Never negative. None without the header, or if it can't be read, or for a wait that
    ends after the last date there is.
    """
    # Names of headers ignore case, but those in a plain dict don't.
    values = {name.lower(): value.strip() for name, value in headers.items()}
    milliseconds = _number(values.get("retry-after-ms", ""))
    if milliseconds is not None:
        return _possible_wait(milliseconds / 1000)
    value = values.get("retry-after", "")
    seconds = _number(value)
    if seconds is None:
        seconds = _duration_s(value)
    if seconds is None:
        return _seconds_until(value)
    return _possible_wait(seconds)


def _number(value: str) -> float | None:
    """A finite number, which Python's `float` does not make of `nan` and `inf`; None for anything else."""
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _duration_s(value: str) -> float | None:
    """The seconds of a duration with units, such as `2s` or `1m30s`; None for anything else."""
    if not _DURATION.fullmatch(value):
        return None
    seconds = 0.0
    for amount, unit in _AMOUNT.findall(value):
        seconds += float(amount) * _UNIT_S[unit.casefold()]
    return seconds


def _possible_wait(seconds: float) -> float | None:
    """The seconds, not below 0; None if no date lies so far ahead: then they are no wait."""
    try:
        datetime.now(UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return None if seconds > 0 else 0.0
    return max(0.0, seconds)


def _seconds_until(date: str) -> float | None:
    """The seconds from now to an HTTP date, which without a time zone is in UTC. None for anything else."""
    try:
        moment = parsedate_to_datetime(date)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        # Python's parser trips over some dates, such as those of a year that no date can hold.
        return None


def clean_message(message: str) -> str:
    """A backend's message, fit for a record: on one line, without keys and passwords, of at most 400 characters."""
    # Masked before it is cut: half a key would no longer be known as one.
    line = " ".join(mask_keys(message).split())
    line = mask_passwords(line[:MAX_CHARS_READ])
    if len(line) <= MAX_MESSAGE_CHARS:
        return line
    return line[: MAX_MESSAGE_CHARS - 1] + "…"
