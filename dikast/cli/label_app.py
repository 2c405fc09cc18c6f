"""The app in which people label steps, until all are labelled or the program is to stop."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import typer

from dikast.cli.people_app import GOODBYE_S, show_links
from dikast.cli.people_lines import people_lines
from dikast.cli.tables import counted
from dikast.experiments import open_label_desk, tokens_of
from dikast.viewer import RunCatalog, SeatLinks, Viewer, build_app, serve_app

if TYPE_CHECKING:
    from dikast.experiments import PeopleDesk, PeopleOptions, RunFolder, SampleTerms
    from dikast.viewer import Address


def serve_labellers(
    folder: RunFolder, terms: SampleTerms, options: PeopleOptions, n_steps: int, address: Address
) -> None:
    """Serves everyone's pages until nothing is left to label, or until Ctrl-C, and says what people did."""
    with open_label_desk(folder, terms, options, n_steps) as desk:
        seats = SeatLinks(desk, tokens_of(folder.path, desk.people))
        # The run was opened before, so that where its records are is trusted or not needed.
        viewer = Viewer(RunCatalog((folder.path,), trusts_store=True), address, seats=seats)
        n_open = len(desk.store.open_tasks())
        how = "uncertain ones first" if terms.order == "uncertain" else "in a random order"
        typer.echo(f"{counted(n_open, 'step')} to label, {how}. Ctrl-C ends it.", err=True)
        try:
            if n_open:
                asyncio.run(_serve(viewer, desk))
        except KeyboardInterrupt:
            # The usual way to end it, and no failure.
            typer.echo(err=True)
        for line in people_lines(desk):
            typer.echo(line, err=True)


async def _serve(viewer: Viewer, desk: PeopleDesk) -> None:
    """Serves the app until all is labelled, or cancelled. Raises BadInput where the port is taken."""
    loop = asyncio.get_running_loop()
    answered = asyncio.Event()

    def on_answer(_: str) -> None:
        """Called in the thread in which an answer came in."""
        loop.call_soon_threadsafe(answered.set)

    desk.on_answer = on_answer
    try:
        async with asyncio.TaskGroup() as group:
            pages = serve_app(build_app(viewer), viewer.address, partial(show_links, viewer), heeds_signals=False)
            app = group.create_task(pages)
            while await asyncio.to_thread(desk.store.open_tasks):
                await answered.wait()
                answered.clear()
            # So that the one who sent the last answer sees that it came in.
            await asyncio.sleep(GOODBYE_S)
            app.cancel()
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
