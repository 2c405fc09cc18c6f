"""Keys and passwords that this process may have sent, by their values: a server may send one back."""

from __future__ import annotations

import base64
import os
from urllib.parse import unquote, urlsplit

from dikast.masking.url_passwords import url_passwords

KEY_MASK = "[key]"
# How the names of variables with secrets end. litellm and users' own programs read keys under many names.
SECRET_ENDINGS = ("_KEY", "_TOKEN", "_SECRET")
# What is shorter, or a word such as `dummy` or `password`, is in other texts too: it would be masked where it is none.
LEAST_CHARS = 6
LEAST_LETTERS = 16

_kept: set[str] = set()
# The same, longest first: a key that contains another one is masked whole.
_by_length: tuple[str, ...] = ()


def keep_secret(value: str | None) -> None:
    """From now on this value is masked in this process, unless it is as short or as plain as a word."""
    global _by_length
    if not value or value in _kept or not _can_be_secret(value):
        return
    _kept.add(value)
    _by_length = tuple(sorted(_kept, key=len, reverse=True))


def keep_url_passwords(url: str | None) -> None:
    """The passwords in a URL are masked from now on: as they are written, as they are meant, and as HTTP sends them."""
    if url is None:
        return
    passwords = url_passwords(url)
    for password in passwords:
        keep_secret(password)
        keep_secret(unquote(password))
    if passwords:
        keep_secret(_basic_credentials(url))


def keep_environment_keys() -> None:
    """Every variable that is named like a secret is masked from now on.

    For agents that may have sent any of them: litellm's models and users' own programs.
    """
    for name in os.environ:
        if name.endswith(SECRET_ENDINGS):
            keep_secret(os.environ.get(name))


def keep_proxy_passwords() -> None:
    """The passwords of the proxies that the environment names are masked from now on."""
    # It takes a third of the time in which `dikast --help` answers.
    from urllib.request import getproxies

    for proxy in getproxies().values():
        keep_url_passwords(proxy)


def knows_keys() -> bool:
    """Whether there is any key to be masked."""
    return bool(_by_length)


def mask_keys(text: str) -> str:
    """The text with `[key]` for every known key. Nothing else of it changes."""
    for value in _by_length:
        text = text.replace(value, KEY_MASK)
    return text


def _can_be_secret(value: str) -> bool:
    """Whether a text is long and odd enough to be no word of other texts."""
    if len(value) < LEAST_CHARS:
        return False
    return len(value) >= LEAST_LETTERS or not value.isalpha()


def _basic_credentials(url: str) -> str | None:
    """The user and password of a URL as an HTTP header has them (RFC 7617); None for a URL without."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.password is None:
        return None
    pair = f"{unquote(parts.username or '')}:{unquote(parts.password)}"
    return base64.b64encode(pair.encode(errors="replace")).decode()
