"""Who gets in: the holder of the link, from this site only."""

from __future__ import annotations

import httpx
import pytest

from dikast.viewer.access import POLICY
from tests.viewer.conftest import ServedViewer


def test_without_the_token_there_is_nothing_to_see(first: ServedViewer) -> None:
    """Every page, those that don't exist too, is refused alike."""
    with httpx.Client(base_url=first.viewer.address.origin) as stranger:
        for path in ("/", "/run/first", "/nothing"):
            refused = stranger.get(path)
            assert refused.status_code == 401
            assert "first" not in refused.text


def test_the_link_leaves_no_token_in_the_address(first: ServedViewer) -> None:
    """The link sets a cookie that scripts and other sites can't use, and goes on to the same page without the token."""
    with httpx.Client() as browser:
        answer = browser.get(first.viewer.link)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert first.viewer.secret.token not in cookie


def test_a_token_of_another_start_is_refused(first: ServedViewer) -> None:
    """Each start has its own token."""
    assert httpx.get(f"{first.viewer.address.origin}/?token=old").status_code == 401


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "/%2f%2fevil.example"])
def test_the_link_leads_to_no_other_site(first: ServedViewer, path: str) -> None:
    """What a link redirects to is a path on this site."""
    answer = httpx.get(f"{first.viewer.address.origin}{path}?token={first.viewer.secret.token}")
    assert not answer.headers.get("location", "/").startswith(("//", "/\\"))


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", ""])
def test_another_name_is_not_answered(first: ServedViewer, host: str) -> None:
    """A page whose name points at this machine can't read the app, even with the cookie."""
    assert first.client.get("/", headers={"host": host}).status_code in (400, 421)


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1"])
def test_another_site_sends_nothing_here(first: ServedViewer, origin: str | None) -> None:
    """What changes something must come from a page of the app."""
    headers = {} if origin is None else {"origin": origin}
    assert first.client.post("/", headers=headers).status_code == 403


def test_every_answer_keeps_the_browser_safe(first: ServedViewer) -> None:
    """Pages, files, refusals and missing pages all have the policy; only files of ours are kept by the browser."""
    for path in ("/", "/static/viewer.css", "/nothing"):
        headers = first.client.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
    assert first.client.get("/").headers["cache-control"] == "no-store"
