"""The options of commands that serve the local app: where it listens."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HostOption = Annotated[
    str,
    typer.Option(
        metavar="HOST",
        help="Listen here. Beyond this machine it needs --tls-certificate and --tls-key, or --behind-proxy.",
    ),
]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Listen on this port; 0 takes a free one.")]
CertificateOption = Annotated[
    Path | None, typer.Option("--tls-certificate", metavar="FILE", help="Speak HTTPS with this certificate (PEM).")
]
KeyOption = Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="The certificate's key (PEM).")]
ProxyOption = Annotated[
    str | None,
    typer.Option(
        "--behind-proxy",
        metavar="NAME",
        help="A proxy serves the app as https://NAME. It has to hand on the Host of each request.",
    ),
]
OpenOption = Annotated[bool, typer.Option("--open", help="Open the link in the browser.")]
