"""Keys are known by their values, once this process may have sent them."""

from __future__ import annotations

import base64

import pytest

from dikast.masking import keep_environment_keys, keep_proxy_passwords, keep_secret, keep_url_passwords, mask, mask_keys


def test_a_kept_value_is_masked_wherever_it_is() -> None:
    text = "no: sk-known-0123456789, (Bearer sk-known-0123456789)"
    assert mask_keys(text) == text
    keep_secret("sk-known-0123456789")
    assert mask_keys(text) == "no: [key], (Bearer [key])"
    assert mask("https://h/?key=sk-known-0123456789") == "https://h/?key=***"


def test_a_key_that_contains_another_is_masked_whole() -> None:
    keep_secret("sk-outer-1")
    keep_secret("sk-outer-1-and-more")
    assert mask_keys("sk-outer-1-and-more, sk-outer-1") == "[key], [key]"


@pytest.mark.parametrize("value", ["", "none", "EMPTY", "dummy", "ollama", "question", "sk-1"])
def test_what_is_as_short_or_plain_as_a_word_is_no_secret(value: str) -> None:
    """Replies are full of such words, and would be masked where they hold no key."""
    keep_secret(value)
    assert mask_keys(f"the {value} of it") == f"the {value} of it"


def test_variables_that_are_named_like_secrets_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_TOKEN", "hf_kept_0123456789")
    monkeypatch.setenv("SOME_FOLDER", "/never/kept/0123456789")
    keep_environment_keys()
    assert mask_keys("hf_kept_0123456789 /never/kept/0123456789") == "[key] /never/kept/0123456789"


def test_a_proxys_password_is_kept_as_it_is_written_meant_and_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://me:pw%2F-0123@proxy:3128")
    keep_proxy_passwords()
    sent = base64.b64encode(b"me:pw/-0123").decode()
    assert mask_keys(f"pw%2F-0123 pw/-0123 Basic {sent}") == "[key] [key] Basic [key]"


def test_a_url_that_is_none_keeps_nothing() -> None:
    for url in (None, "", "http://[", "no url"):
        keep_url_passwords(url)
