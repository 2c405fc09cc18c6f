"""Serves pages from a command until Ctrl-C."""

from __future__ import annotations

import asyncio
import webbrowser
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from dikast.viewer import Address


def serve_pages(app: ASGIApp, address: Address, link: str, *, opens: bool) -> None:
    """Prints the link as the first line on standard output, and serves the app until SIGINT or SIGTERM."""
    from dikast.viewer import serve_app

    def show_link() -> None:
        typer.echo(link)
        typer.echo("Ctrl-C ends it.", err=True)
        if opens:
            webbrowser.open(link)

    try:
        asyncio.run(serve_app(app, address, show_link))
    except KeyboardInterrupt:
        # The usual way to end it, and no failure.
        typer.echo(err=True)
