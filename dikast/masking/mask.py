"""Both ways of masking at once, for messages and settings."""

from __future__ import annotations

from typing import Any

from dikast.masking.known_keys import mask_keys
from dikast.masking.url_passwords import PASSWORD_MASK, is_password_name, mask_passwords


def mask(text: str) -> str:
    """A message or a setting without known keys and without passwords. Takes time in proportion to its length."""
    # Keys first: the rest of a text from which a part was taken is no longer a key.
    return mask_passwords(mask_keys(text))


def mask_settings(value: Any) -> Any:
    """Plain data of a file, with every text in it masked, and every value whose name is that of a password."""
    if isinstance(value, dict):
        return {mask_settings(name): _masked_setting(name, item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask_settings(item) for item in value]
    return mask(value) if isinstance(value, str) else value


def mask_keys_in(value: Any) -> Any:
    """Plain data that a model said, with `[key]` for every known key in its texts."""
    if isinstance(value, dict):
        return {mask_keys_in(name): mask_keys_in(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask_keys_in(item) for item in value]
    return mask_keys(value) if isinstance(value, str) else value


def _masked_setting(name: object, value: Any) -> Any:
    if isinstance(value, str) and is_password_name(str(name)):
        return PASSWORD_MASK
    return mask_settings(value)
