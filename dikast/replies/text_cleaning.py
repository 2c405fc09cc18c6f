"""Texts as stores and servers take them."""

from __future__ import annotations


def clean_text(text: str) -> str:
    """The text without what stores and servers refuse: lone surrogates become `?`, NULs are removed."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\0", "")
