"""HTTP errors: which may pass, how long to wait, and messages fit for records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from dikast.agents.http_errors import clean_message, http_error, retry_after_s
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
def test_each_status_gives_its_kind_of_error(status: int, kind: type[AgentError]) -> None:
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
def test_a_retry_after_header_gives_seconds_or_nothing(value: str, seconds: float | None) -> None:
    assert retry_after_s({"Retry-After": value}) == seconds


def test_a_date_gives_the_seconds_from_now() -> None:
    wait = retry_after_s({"retry-after": format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)})
    assert wait is not None
    assert 3590 < wait <= 3600


def test_a_clean_message_is_one_short_line_without_secrets() -> None:
    assert clean_message("bad key:\n  sk-123\n", ["sk-123"]) == "bad key: [key]"
    assert len(clean_message("x" * 10_000)) == 400
