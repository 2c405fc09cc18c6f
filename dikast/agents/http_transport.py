"""How an endpoint is reached: its URL with a version, proxies, and certificates of one's own."""

from __future__ import annotations

import ipaddress
import re
import ssl
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

from dikast.errors import BadInput

CHAT_PATH = "/chat/completions"
COMPLETION_PATH = "/completions"
# Azure's queries: with one, its servers take the key in a header of their own.
API_VERSION = "api-version="
_VERSION = re.compile(r"/v\d+([a-z]+\d*)?(/|$)|/openai(/|$)", re.IGNORECASE)


def chat_url(api_base: str, path: str = CHAT_PATH) -> str:
    """The URL that requests are sent to. A query of the base stays at its end."""
    parts = urlsplit(api_base)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + path))


def path_hint(api_base: str | None, status: int) -> str:
    """What may be wrong with a base whose server has nothing there; empty where its path has a version."""
    if api_base is None or status not in (404, 405):
        return ""
    parts = urlsplit(api_base)
    if _VERSION.search(parts.path):
        return ""
    better = urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/v1"))
    return f" (api_base {api_base} has no version in its path; most servers want {better})"


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for a URL (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, but for NO_PROXY).

    None for this machine itself, which no proxy could reach.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _is_loopback(host) or proxy_bypass(host):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    # aiohttp speaks to proxies over HTTP; SOCKS would need a library of its own.
    if proxy is None or "://" in proxy:
        return proxy
    return f"http://{proxy}"


def trusted_certificates(ca_file: str | None) -> ssl.SSLContext | bool:
    """What servers are checked against: the file's certificates besides the machine's own.

    Without a file SSL_CERT_FILE and SSL_CERT_DIR apply, as everywhere. Raises BadInput for a file that holds none.
    """
    if ca_file is None:
        return True
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(Path(ca_file).expanduser())
    except OSError as error:
        # ssl.SSLError is an OSError too: a file that is there, and holds no certificate.
        raise BadInput(f"ca_file {ca_file!r} holds no certificates that can be read: {error}") from None
    return context


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
