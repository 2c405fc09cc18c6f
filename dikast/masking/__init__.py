"""Keeps passwords and keys out of everything that is shown or kept.

A password is known by its form, in a URL or beside its name; a key by its value, once this process may have sent it.
"""

from dikast.masking.known_keys import (
    keep_environment_keys,
    keep_proxy_passwords,
    keep_secret,
    keep_url_passwords,
    knows_keys,
    mask_keys,
)
from dikast.masking.mask import mask, mask_keys_in, mask_settings
from dikast.masking.url_passwords import has_odd_user, mask_passwords, url_passwords, without_password

__all__ = [
    "has_odd_user",
    "keep_environment_keys",
    "keep_proxy_passwords",
    "keep_secret",
    "keep_url_passwords",
    "knows_keys",
    "mask",
    "mask_keys",
    "mask_keys_in",
    "mask_passwords",
    "mask_settings",
    "url_passwords",
    "without_password",
]
