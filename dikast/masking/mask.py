"""Both ways of masking at once, for messages and settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dikast.masking.known_keys import mask_keys
from dikast.masking.url_passwords import mask_passwords


def mask(text: str) -> str:
    """A message or a setting without known keys and without passwords. Takes time in proportion to its length."""
    # Keys first: the rest of a text from which a part was taken is no longer a key.
    return mask_passwords(mask_keys(text))


def mask_values(value: Any, mask_text: Callable[[str], str] = mask) -> Any:
    """Plain data with every text in it masked, the keys of mappings too."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {mask_values(key, mask_text): mask_values(item, mask_text) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask_values(item, mask_text) for item in value]
    return value
