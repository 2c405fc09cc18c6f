"""Passwords are known by their form, wherever a URL has them, and nothing else of a text changes."""

from __future__ import annotations

import pytest

from dikast.errors import BadInput, EpisodeFailed, PermanentError
from dikast.masking import has_odd_user, mask_passwords, mask_settings, url_passwords, without_password

MASKED = [
    # The user of a URL; a password may hold signs that should have been encoded.
    ("postgresql://me:hunter2@db:5432/x", "postgresql://me:***@db:5432/x"),
    ("postgresql://me:hunt:er2@db/x", "postgresql://me:***@db/x"),
    ("postgresql://me:hunt%2Fer2@db/x", "postgresql://me:***@db/x"),
    ("postgresql://me:hunt/er2@db/x", "postgresql://me:***@db/x"),
    ("postgresql://me:hunt?er2@db/x", "postgresql://me:***@db/x"),
    ("postgresql://me:hunt@er2@db/x", "postgresql://me:***@db/x"),
    ("postgresql://:hunter2@db/x", "postgresql://:***@db/x"),
    ("mysql://me:hunter2@db/x", "mysql://me:***@db/x"),
    ("at http://me:pw@a/, then (https://you:pw@b).", "at http://me:***@a/, then (https://you:***@b)."),
    ("https://ghp_0123@github.com/x", "https://***@github.com/x"),
    # Parameters of a query or a fragment, whose names may be encoded too.
    ("postgresql://db/x?password=hunter2", "postgresql://db/x?password=***"),
    ("postgresql://db/x?a=1&sslpassword=hunter2&b=2", "postgresql://db/x?a=1&sslpassword=***&b=2"),
    ("postgresql://db/x?p%61ssword=hunter2", "postgresql://db/x?p%61ssword=***"),
    ("https://h/v1?api_key=k&key=k&token=k&sig=k", "https://h/v1?api_key=***&key=***&token=***&sig=***"),
    ("https://h/?X-Amz-Signature=k&X-Amz-Credential=k", "https://h/?X-Amz-Signature=***&X-Amz-Credential=***"),
    ("https://h/#access_token=k", "https://h/#access_token=***"),
    ("url='/models/m:generate?key=AIza0123'", "url='/models/m:generate?key=***'"),
    ("https://h/?next=postgresql%3A%2F%2Fme%3Ahunter2%40db", "https://h/?next=***"),
    # Beside its name: a connection string of PostgreSQL, a variable, JSON.
    ("host=db user=me password=hunter2 port=1", "host=db user=me password=*** port=1"),
    ("host=db password = 'hun ter\\'2' port=1", "host=db password = '***' port=1"),
    ("PGPASSWORD=hunter2 dikast run", "PGPASSWORD=*** dikast run"),
    ('{"api_key": "sk-1", "a": 1}', '{"api_key": "***", "a": 1}'),
]  # fmt: skip
UNCHANGED = [
    "postgresql://me@db:5432/x?connect_timeout=3&target_session_attrs=any",
    "postgresql://a:1,b:2/x",
    "http://127.0.0.1:8000/v1",
    "http://[::1]:8000/v1/@me",
    "https://example.org/@me?page=2",
    "endpoint/qwen?temperature=0&max_tokens=9&api_base=http://127.0.0.1:8000/v1",
    "write it as key=value, such as rounds=2",
    "the password is wrong: me@example.org",
    "https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21",
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_a_password_is_masked_and_nothing_else(text: str, masked: str) -> None:
    assert mask_passwords(text) == masked
    assert mask_passwords(f"play.yaml:3, store: got '{text}'") == f"play.yaml:3, store: got '{masked}'"
    assert mask_passwords(masked) == masked, "masking twice changes nothing more"


@pytest.mark.parametrize("text", UNCHANGED)
def test_a_text_without_a_password_does_not_change(text: str) -> None:
    assert mask_passwords(text) == text


@pytest.mark.parametrize(
    ("url", "stored", "passwords"),
    [
        ("postgresql://me:hunter2@db:5432/x?a=1", "postgresql://me@db:5432/x?a=1", ["hunter2"]),
        ("postgresql://db/x", "postgresql://db/x", []),
        ("postgresql://me@db/x?sslkey=/k&sslpassword=a", "postgresql://me@db/x?sslkey=/k", ["a"]),
        ("postgresql:///x?p%61ssword=a&host=/tmp", "postgresql:///x?host=/tmp", ["a"]),
        ("postgresql://h/x?oauth_client_secret=a&user=me", "postgresql://h/x?user=me", ["a"]),
    ],
)
def test_a_stored_url_still_leads_to_its_database(url: str, stored: str, passwords: list[str]) -> None:
    assert without_password(url) == stored
    assert url_passwords(url) == passwords


def test_a_url_whose_password_has_signs_of_its_own_is_known_as_such() -> None:
    assert has_odd_user("postgresql://me:hunt/er2@db/x")
    assert has_odd_user("postgresql://me:12/3@db/x")
    assert not has_odd_user("postgresql://me:hunter2@db/x?options=a@b")
    assert not has_odd_user("postgresql:///x?host=/tmp")


def test_every_error_masks_its_message_and_its_place() -> None:
    url = "postgresql://me:hunter2@db/x"
    bad_input = BadInput(f"no store at {url}", f"--set store={url}")
    failed = EpisodeFailed("judge", PermanentError(f"no reply of {url}"))
    for text in (str(bad_input), bad_input.message, bad_input.where, repr(bad_input), str(failed), repr(failed)):
        assert "hunter2" not in str(text)
    assert str(bad_input) == "--set store=postgresql://me:***@db/x: no store at postgresql://me:***@db/x"


def test_plain_data_is_masked_at_every_depth() -> None:
    data = {"a": ["https://h/?key=k", 1, None], "https://h/?key=k": {"b": True}}
    assert mask_settings(data) == {"a": ["https://h/?key=***", 1, None], "https://h/?key=***": {"b": True}}


def test_a_setting_that_is_named_like_a_password_is_masked() -> None:
    data = {"client_secret": "a", "X-Api-Key": "b", "api_key_env": "MY_KEY", "max_tokens": 5, "password": None}
    masked = {"client_secret": "***", "X-Api-Key": "***", "api_key_env": "MY_KEY", "max_tokens": 5, "password": None}
    assert mask_settings(data) == masked
