"""Passwords by their form: after a user's name in a URL, in a query, or beside their name as in `password=…`."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

PASSWORD_MASK = "***"
WEB_SCHEMES = ("http", "https")
# How the names of parameters end whose values are secrets, without their signs: `sslpassword`, `X-Amz-Signature`.
SECRET_PARAMETERS = (
    "password", "passwd", "pwd", "passphrase", "pass", "secret", "token", "key", "sig", "signature", "credential",
    "credentials", "auth", "authorization", "jwt",
)  # fmt: skip
# Of a database's parameters, those that are no secret themselves are needed to connect, such as the file `sslkey`.
DATABASE_SECRETS = ("password", "secret")
# All quantifiers are bounded: no text takes more than time in proportion to its length.
_URL = re.compile(r"([A-Za-z]{0,20})://((?:(?!://)[^\s\"'<>])*)")
_PARAMETER = re.compile(r"([?&#;])([^\s=&?#;\"'<>]{1,80})=([^\s&#;\"'<>]*)")
_NAMES = r"(?:password|passwd|pwd|passphrase|secret|authorization|api[_-]?key|access[_-]?key|access[_-]?token)"
_NAME = re.compile(rf".{{0,60}}{_NAMES}", re.IGNORECASE)
_ASSIGNMENT = re.compile(
    rf"\b(\w{{0,60}}?{_NAMES})"
    r"(\s{0,3}=\s{0,3}|[\"']\s{0,3}:\s{0,3}(?=[\"']))(?!\*\*\*)"
    r"('(?:[^'\\]|\\.){0,1000}'|\"(?:[^\"\\]|\\.){0,1000}\"|[^\s&;]+)",
    re.IGNORECASE,
)
# Hosts with their ports. Anything else where they should be is a password with signs that should be encoded.
_HOSTS = re.compile(r"(?:(?:\[[^\]]*\]|[^:\[\],]*)(?::\d*)?,)*(?:\[[^\]]*\]|[^:\[\],]*)(?::\d*)?")
_AUTHORITY = re.compile(r"[^/?#]*")


def mask_passwords(text: str) -> str:
    """The text with `***` for every password that its form shows, and nothing else changed.

    `postgresql://me:***@db/x?sslpassword=***`, `https://h/v1?api_key=***`, `host=db password=***`. Where a password has
    signs that a URL should have encoded, more than the password may be masked.
    """
    text = _mask_users(text)
    text = _PARAMETER.sub(_masked_parameter, text)
    return _ASSIGNMENT.sub(_masked_assignment, text)


def without_password(url: str) -> str:
    """A database's URL without its passwords, as it may be stored. It still leads to the database."""
    scheme, colon, rest = url.partition("://")
    end = _user_end(scheme, rest) if colon else 0
    if end:
        user = rest[:end].partition(":")[0]
        url = f"{scheme}://{user}{rest[end:]}"
    head, mark, query = url.partition("?")
    shown = [parameter for parameter in query.split("&") if not _is_database_secret(parameter)]
    return head + mark + "&".join(shown)


def url_passwords(url: str) -> list[str]:
    """The passwords in a URL, as they are written there: that of the user, and those in the query."""
    passwords: list[str] = []
    scheme, colon, rest = url.partition("://")
    end = _user_end(scheme, rest) if colon else 0
    if end:
        passwords.append(rest[:end].partition(":")[2])
    parameters = filter(_is_database_secret, url.partition("?")[2].split("&"))
    passwords += [parameter.partition("=")[2] for parameter in parameters]
    return [password for password in passwords if password]


def is_password_name(name: str) -> bool:
    """Whether a setting of this name is a password or a key: `password`, `client_secret`, `X-Api-Key`."""
    return _NAME.fullmatch(name) is not None


def has_odd_user(url: str) -> bool:
    """Whether signs that should be encoded leave open where the user and the password in a URL end."""
    scheme, _, rest = url.partition("://")
    found = _AUTHORITY.match(rest)
    authority_end = found.end() if found else 0
    return _user_end(scheme, rest) > authority_end


def _mask_users(text: str) -> str:
    """The text with the passwords masked that follow the user's name in URLs."""
    # Most texts have no `@`, and so no user.
    if "@" not in text:
        return text
    return _URL.sub(_masked_url, text)


def _masked_url(found: re.Match[str]) -> str:
    scheme, rest = found.groups()
    if "@" not in rest:
        return found.group()
    return f"{scheme}://{_masked_user(scheme, rest)}"


def _masked_user(scheme: str, rest: str) -> str:
    """What follows `://` in a URL, with the password of its user masked."""
    end = _user_end(scheme, rest)
    if not end:
        return rest
    user, colon, _ = rest[:end].partition(":")
    if colon:
        return f"{user}:{PASSWORD_MASK}{rest[end:]}"
    # Servers of web pages take a token as the user's name: `https://ghp_0123@github.com`.
    return PASSWORD_MASK + rest[end:] if scheme.lower() in WEB_SCHEMES else rest


def _user_end(scheme: str, rest: str) -> int:
    """Where the user and the password in what follows `://` end, at their `@`; 0 if there are none."""
    found = _AUTHORITY.match(rest)
    authority = found.group() if found else ""
    if "@" in authority:
        return authority.rindex("@")
    if ":" not in authority:
        return 0
    # A password with a sign that should be encoded looks like a port that is no number: `me:pa/ss@db`.
    if not _HOSTS.fullmatch(authority):
        return max(0, rest.rfind("@"))
    if scheme.lower() in WEB_SCHEMES:
        return 0
    # `me:12/3@db`: paths of web pages may contain an `@`, names of databases hardly ever.
    return max(0, rest.partition("?")[0].rfind("@"))


def _masked_parameter(found: re.Match[str]) -> str:
    """A parameter of a query, masked if it is a secret or contains a URL with a password."""
    mark, name, value = found.groups()
    if value and (_plain_name(name).endswith(SECRET_PARAMETERS) or _has_encoded_password(value)):
        return f"{mark}{name}={PASSWORD_MASK}"
    return found.group()


def _has_encoded_password(value: str) -> bool:
    """Whether a parameter is a URL with a password, encoded: `postgresql%3A%2F%2Fme%3Apassword%40db`."""
    if "%" not in value:
        return False
    decoded = unquote_plus(value)
    return _mask_users(decoded) != decoded


def _masked_assignment(found: re.Match[str]) -> str:
    name, sign, value = found.groups()
    quote = value[0] if value[0] in "'\"" and value[-1] == value[0] else ""
    return f"{name}{sign}{quote}{PASSWORD_MASK}{quote}"


def _is_database_secret(parameter: str) -> bool:
    """Whether a parameter of a database's URL is a password. The names may be encoded, as PostgreSQL reads them."""
    name = parameter.partition("=")[0]
    return _plain_name(name).endswith(DATABASE_SECRETS)


def _plain_name(name: str) -> str:
    """The name of a parameter in small letters and digits only: `X-Amz-Signature` is `xamzsignature`."""
    return "".join(char for char in unquote_plus(name).lower() if char.isalnum())
