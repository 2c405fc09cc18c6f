"""HTTP errors: which may pass, how long to wait, and messages fit for records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from dikast.agents.http_errors import clean_message, http_error, retry_after_s
from dikast.errors import AgentError, PermanentError, RateLimited, TransientError
from dikast.masking import keep_secret


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, PermanentError),
        (401, PermanentError),
        (404, PermanentError),
        (403, TransientError),
        (408, TransientError),
        (413, PermanentError),
        (424, TransientError),
        (429, RateLimited),
        (500, TransientError),
        (501, PermanentError),
        (503, TransientError),
        (521, TransientError),
        (529, TransientError),
        (530, TransientError),
        (599, TransientError),
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
        ("2s", 2.0),
        ("1m30s", 90.0),
        ("500ms", 0.5),
        ("2S", 2.0),
        ("30 seconds", 30.0),
        ("1 min 5 sec", 65.0),
        ("2 hours", 7200.0),
        ("5msec", 0.005),
        ("2 days", None),
        ("1e30", None),
        ("9" * 400, None),
        ("-1e30", 0.0),
        ("Wed, 21 Oct 99999 07:28:00 GMT", None),
        ("Wed, 99 Oct 2015 07:28:00 GMT", None),
        (", 21", None),
        ("", None),
    ],
)
def test_a_retry_after_header_gives_seconds_or_nothing(value: str, seconds: float | None) -> None:
    assert retry_after_s({"Retry-After": value}) == seconds


def test_milliseconds_go_first() -> None:
    assert retry_after_s({"Retry-After": "7", "Retry-After-Ms": "250"}) == 0.25
    assert retry_after_s({"Retry-After": "7", "retry-after-ms": "soon"}) == 7.0


def test_one_403_may_pass_but_an_account_without_credit_does_not() -> None:
    error = http_error(403, "forbidden")
    assert isinstance(error, TransientError)
    assert error.most_tries == 2
    assert type(http_error(403, "no", code="insufficient_quota")) is PermanentError


def test_a_date_gives_the_seconds_from_now() -> None:
    wait = retry_after_s({"retry-after": format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)})
    assert wait is not None
    assert 3590 < wait <= 3600


def test_a_clean_message_is_one_short_line_without_secrets() -> None:
    keep_secret("sk-clean-123")
    assert clean_message("bad key:\n  sk-clean-123\n") == "bad key: [key]"
    assert len(clean_message("x" * 10_000)) == 400
