"""Serves pages from a command until Ctrl-C."""

from __future__ import annotations

import asyncio
import importlib.util
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dikast.errors import BadInput

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from dikast.viewer import Address, Viewer


def check_viewer_installed(subject: str) -> None:
    """Raises BadInput, with the command that helps, where a library of the viewer is missing; `subject` needs it."""
    if any(importlib.util.find_spec(library) is None for library in ("starlette", "sse_starlette", "uvicorn")):
        raise BadInput(f'{subject} an extra: pip install "dikast[viewer]"')


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


def write_pages(viewer: Viewer, site: Path, most_pages: int) -> None:
    """Writes the app's pages as a static site, and says where it begins and what was left out."""
    from dikast.sanitize import sanitize
    from dikast.viewer import write_site

    written = asyncio.run(write_site(viewer, site, most_pages))
    typer.echo(sanitize(f"{site / 'index.html'}: {written.pages:,} page{'' if written.pages == 1 else 's'}"))
    if written.left_out:
        message = (
            f"{written.left_out:,} more that these link to were left out; --pages N writes more, and naming run "
            "folders fewer runs"
        )
        typer.echo(message, err=True)
