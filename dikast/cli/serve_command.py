"""dikast serve: an experiment with people in its seats, who answer in the browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dikast.cli.allow_env_option import AllowEnvOption
from dikast.cli.run_command import ExperimentArgument, OnlyOption, RunLimitOption, RunOutOption, RunSetOption
from dikast.cli.viewer_options import CertificateOption, HostOption, KeyOption, PortOption, ProxyOption
from dikast.errors import BadInput

if TYPE_CHECKING:
    from dikast.experiments import Run
    from dikast.viewer import Address, Viewer

# Exit codes above this are those of signals.
STOPPED = 128
GOODBYE_S = 1.5
"""How long the app is served after the last answer, so that whoever sent it sees that it came in."""


def serve(
    experiment: ExperimentArgument,
    out: RunOutOption = None,
    limit: RunLimitOption = None,
    set: RunSetOption = None,
    only: OnlyOption = None,
    allow_env: AllowEnvOption = None,
    port: PortOption = 0,
    host: HostOption = "127.0.0.1",
    tls_certificate: CertificateOption = None,
    tls_key: KeyOption = None,
    behind_proxy: ProxyOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Run an experiment whose people answer in the browser, each by a link of their own.

    Give `human` as an agent, or `human:NAME` for each of several people. Prints everyone's link, runs each episode up
    to a person, and goes on with it once they have answered. Ends when all are answered, or at Ctrl-C; the same command
    goes on from there. A link is a secret: whoever has it answers in that person's name.
    """
    from dikast.cli.allow_env_option import permissions_with
    from dikast.cli.going_on import run_arguments
    from dikast.experiments import load_experiment, prepare, read_only_pattern

    address = _read_address(host, port, certificate=tls_certificate, key=tls_key, behind_proxy=behind_proxy)
    changes = [*(set or ())]
    if limit is not None:
        changes.append(f"questions.limit={limit}")
    prepared = prepare(
        *load_experiment(experiment, changes),
        out,
        only=read_only_pattern(only or []),
        permissions=permissions_with(allow_env),
        serves_people=True,
    )
    prepared = replace(prepared, command=run_arguments(experiment, changes, None, "serve"))
    _run_beside_app(prepared, address, as_json=json)


def _read_address(host: str, port: int, **options: Any) -> Address:
    """Where the app listens. Raises BadInput, also where what serves it is not installed."""
    try:
        import uvicorn  # noqa: F401 - whether it is there
    except ImportError:
        raise BadInput('people are served by an extra: pip install "dikast[viewer]"') from None
    from dikast.viewer import read_address

    return read_address(host, port, **options)


def _run_beside_app(prepared: Run, address: Address, *, as_json: bool) -> None:
    """Runs the experiment while the app is served, and prints the summary, also of a run that was stopped."""
    from dikast.cli.going_on import missing_episodes
    from dikast.cli.run_command import run_prepared
    from dikast.cli.summary_tables import print_summary

    try:
        run_prepared(prepared, as_json=as_json, beside=partial(_app, address=address))
    except typer.Exit as ended:
        if ended.exit_code > STOPPED:
            print_summary(prepared.folder, as_json=as_json, missing=missing_episodes(prepared.folder))
        raise


@asynccontextmanager
async def _app(run: Run, address: Address) -> AsyncIterator[None]:
    """Serves everyone's pages while the block runs, and says at its end what people did."""
    from dikast.cli.people_lines import people_lines
    from dikast.experiments import open_desk, tokens_of
    from dikast.viewer import RunCatalog, Seats, Viewer, build_app, serve_app

    async with open_desk(run) as desk:
        # Its own records are in no other place than those that the run writes to.
        catalog = RunCatalog((run.folder.path,), trusts_store=True)
        viewer = Viewer(catalog, address, seats=Seats(desk, tokens_of(run.folder.path, desk.people)))
        try:
            async with asyncio.TaskGroup() as group:
                show_links = partial(_show_links, viewer)
                app = group.create_task(serve_app(build_app(viewer), address, show_links, heeds_signals=False))
                yield
                if not desk.store.open_tasks():
                    await asyncio.sleep(GOODBYE_S)
                app.cancel()
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        for line in people_lines(desk):
            typer.echo(line, err=True)


def _show_links(viewer: Viewer) -> None:
    """Everyone's link, one a line, and on stderr the link of whoever reads the run."""
    if viewer.seats is not None:
        links = viewer.seats.links(viewer.address)
        width = max(map(len, links))
        for name, link in links.items():
            typer.echo(f"{name:{width}}  {link}")
    typer.echo(f"To see how people get on, and read the run: {viewer.link_to('/people')}", err=True)
