"""What a refusal over HTTP means, how long it asks to wait, and what of its message is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from dikast.agents.http_errors import http_error, retry_after_s, shown
from dikast.errors import AgentError, PermanentError, RateLimited, TransientError


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, PermanentError),
        (401, PermanentError),
        (404, PermanentError),
        (408, TransientError),
        (413, PermanentError),
        (429, RateLimited),
        (500, TransientError),
        (501, PermanentError),
        (503, TransientError),
        (529, TransientError),
    ],
)
def test_a_status_has_one_meaning(status: int, kind: type[AgentError]) -> None:
    error = http_error(status, "because")
    assert type(error) is kind
    assert str(error) == f"HTTP {status}: because"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("Wed, 21 Oct 2015 07:28:00", 0.0),
        ("nan", None),
        ("inf", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_wait_is_read_or_not_there(value: str, seconds: float | None) -> None:
    assert retry_after_s({"Retry-After": value}) == seconds


def test_a_date_is_a_wait_from_now() -> None:
    wait = retry_after_s({"retry-after": format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)})
    assert wait is not None
    assert 3590 < wait <= 3600


def test_a_message_is_one_short_line_without_secrets() -> None:
    assert shown("bad key:\n  sk-123\n", ["sk-123"]) == "bad key: [key]"
    assert len(shown("x" * 10_000)) == 400
