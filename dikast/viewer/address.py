"""Address: where the app listens, and the names under which a browser may reach it."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path

from dikast.errors import BadInput

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Address:
    """A host and a port, and how the app is reached there.

    With `tls`, the files of a certificate and of its key, the app itself speaks HTTPS. Behind a proxy, which does so
    instead, `public_host` is the name that browsers use, with its port if that is not 443.
    """

    host: str
    port: int
    tls: tuple[Path, Path] | None = None
    public_host: str | None = None

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers reach the app over HTTPS."""
        return self.tls is not None or self.public_host is not None

    @property
    def origin(self) -> str:
        """The beginning of the app's links: `http://127.0.0.1:8421`."""
        scheme = "https" if self.is_encrypted else "http"
        return f"{scheme}://{self.public_host or self._host_and_port(self.host)}"

    @property
    def hosts(self) -> frozenset[str]:
        """What a request's Host may be. Under any other name, a stranger's page may have pointed here."""
        if self.public_host is not None:
            return frozenset({self.public_host.lower()})
        names = LOOPBACK if is_loopback(self.host) else (self.host,)
        return frozenset(self._host_and_port(name).lower() for name in names)

    def _host_and_port(self, host: str) -> str:
        if ":" in host and not host.startswith("["):
            host = f"[{host}]"
        return f"{host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine reach this host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_address(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
    behind_proxy: str | None = None,
) -> Address:
    """The address that options name; with port 0, a free port.

    Raises BadInput for an address that others can reach without encryption, and for a port that is taken.
    """
    if (certificate is None) != (key is None):
        raise BadInput("TLS needs both files: --tls-certificate FILE and --tls-key FILE")
    tls = None
    if certificate is not None and key is not None:
        tls = (_existing(certificate), _existing(key))
    if not is_loopback(host) and tls is None and behind_proxy is None:
        raise BadInput(
            f"on {host!r}, other machines could reach the app and read its links on the way. Give --tls-certificate "
            "and --tls-key, or --behind-proxy NAME for a proxy that speaks HTTPS; or leave --host out"
        )
    if _is_unspecified(host) and behind_proxy is None:
        raise BadInput(f"{host!r} is no name that a browser can ask for; give the machine's own name or address")
    return Address(host, port or _free_port(host), tls, behind_proxy)


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise BadInput("no such file", str(file))
    return file


def _is_unspecified(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def _free_port(host: str) -> int:
    """A port that is free on this host. Raises BadInput where the host is not this machine's."""
    try:
        family, *_, address = socket.getaddrinfo(host.strip("[]"), 0, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        raise BadInput(f"no port can be opened on {host!r}: {error.strerror or error}") from None
