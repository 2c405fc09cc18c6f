"""The app in which people answer, beside the run that waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import typer

from dikast.cli.going_on import missing_episodes
from dikast.cli.people_lines import people_lines
from dikast.cli.run_command import run_prepared
from dikast.cli.run_results import RunResults
from dikast.cli.summary_tables import print_summary
from dikast.experiments import open_desk, tokens_of
from dikast.viewer import RunCatalog, SeatLinks, Viewer, build_app, serve_app

if TYPE_CHECKING:
    from dikast.experiments import Run
    from dikast.viewer import Address

# Exit codes above this are those of signals.
STOPPED = 128
GOODBYE_S = 1.5
"""How long the app is served after the last answer, so that the one who sent it sees that it came in."""


def run_beside_app(prepared: Run, address: Address, *, as_json: bool) -> None:
    """Runs the experiment while the app is served, and prints the summary, also of a run that was stopped."""
    try:
        run_prepared(prepared, as_json=as_json, beside=partial(_app, address=address))
    except typer.Exit as ended:
        if ended.exit_code > STOPPED:
            results = RunResults.of(prepared.folder)
            missing = missing_episodes(prepared.folder, results.n_episodes)
            print_summary(results, as_json=as_json, missing=missing)
        raise


@asynccontextmanager
async def _app(run: Run, address: Address) -> AsyncIterator[None]:
    """Serves everyone's pages while the block runs, and says at its end what people did."""
    async with open_desk(run) as desk:
        # Its own records are in no other place than those that the run writes to.
        catalog = RunCatalog((run.folder.path,), trusts_store=True)
        viewer = Viewer(catalog, address, seats=SeatLinks(desk, tokens_of(run.folder.path, desk.people)))
        try:
            async with asyncio.TaskGroup() as group:
                app = group.create_task(
                    serve_app(build_app(viewer), address, partial(show_links, viewer), heeds_signals=False)
                )
                yield
                if not desk.store.open_tasks():
                    await asyncio.sleep(GOODBYE_S)
                app.cancel()
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        for line in people_lines(desk):
            typer.echo(line, err=True)


def show_links(viewer: Viewer) -> None:
    """Everyone's link, one a line, and on stderr the link for reading the run."""
    if viewer.seats is not None:
        links = viewer.seats.links(viewer.address)
        width = max(map(len, links))
        for name, link in links.items():
            typer.echo(f"{name:{width}}  {link}")
    typer.echo(f"To see how people get on, and read the run: {viewer.link_to('/people')}", err=True)
