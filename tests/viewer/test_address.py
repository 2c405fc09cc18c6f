"""Where the app may listen."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.viewer import read_address


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_this_machine_needs_no_encryption(host: str) -> None:
    """On loopback, a browser may use the host's usual names."""
    address = read_address(host, 8421)
    assert address.origin.startswith("http://")
    assert {"127.0.0.1:8421", "localhost:8421", "[::1]:8421"} <= address.hosts


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])
def test_other_machines_need_encryption(host: str) -> None:
    """Beyond this machine, links would be read on the way: the message says what to give."""
    with pytest.raises(BadInput, match=r"--tls-certificate.*--behind-proxy"):
        read_address(host, 8421)


def test_behind_a_proxy_links_have_its_name() -> None:
    """The proxy speaks HTTPS, and only its name is answered."""
    address = read_address("0.0.0.0", 8421, behind_proxy="judge.example.org")
    assert address.origin == "https://judge.example.org"
    assert address.hosts == {"judge.example.org"}


def test_tls_needs_both_files(tmp_path: Path) -> None:
    """A certificate without its key is no use, nor a file that isn't there."""
    with pytest.raises(BadInput, match="both files"):
        read_address(certificate=tmp_path / "c.pem")
    with pytest.raises(BadInput, match="no such file"):
        read_address(certificate=tmp_path / "c.pem", key=tmp_path / "k.pem")


def test_a_free_port_is_found() -> None:
    """Port 0 takes one that is free."""
    assert read_address().port > 0
